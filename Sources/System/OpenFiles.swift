import Glibc

/// The process's allowance of open files.
package enum OpenFiles {
    /// Raises the allowance to the most that the system lets this user have.
    package static func raiseAllowance() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
