import Glibc
import System
import Testing

@Suite("Allowance of open files")
struct OpenFilesTests {
    @Test("A low allowance is raised to the most that the system lets")
    func lowAllowance() async {
        await #expect(processExitsWith: .success) {
            let hard = allowance().rlim_max
            setAllowance(current: 64)
            #expect(allowance().rlim_cur == 64)
            OpenFiles.raiseAllowance()
            #expect(allowance().rlim_cur == hard)
            #expect(allowance().rlim_max == hard)
        }
    }

    @Test("Files beyond the low allowance can be opened afterwards")
    func filesBeyond() async {
        await #expect(processExitsWith: .success) {
            setAllowance(current: 64)
            #expect(descriptorsOpened(atMost: 200) < 64)
            OpenFiles.raiseAllowance()
            #expect(descriptorsOpened(atMost: 200) == 200)
        }
    }
}

private let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

private func allowance() -> rlimit {
    var limit = rlimit()
    getrlimit(resource, &limit)
    return limit
}

private func setAllowance(current: rlim_t) {
    var limit = allowance()
    limit.rlim_cur = current
    setrlimit(resource, &limit)
}

private func descriptorsOpened(atMost count: Int) -> Int {
    var opened: [Int32] = []
    while opened.count < count, case let descriptor = dup(STDERR_FILENO), descriptor >= 0 {
        opened.append(descriptor)
    }
    for descriptor in opened { close(descriptor) }
    return opened.count
}
