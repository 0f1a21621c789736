import Dispatch
@testable import HTTPServer
import Synchronization
import Testing

@Suite("The gate that requests pass")
struct GateTests {
    @Test("It closes once nobody is inside, and then lets nobody in")
    func closes() {
        let gate = Gate()
        #expect(gate.enter())
        #expect(gate.enter())
        #expect(!gate.closeIfIdle())
        gate.leave()
        #expect(!gate.closeIfIdle())
        #expect(gate.enter())
        gate.leave()
        gate.leave()
        #expect(gate.closeIfIdle())
        #expect(!gate.enter())
        #expect(gate.closeIfIdle())
        #expect(!gate.enter())
    }

    @Test("Attempts to close turn nobody away while somebody is inside")
    func attempts() {
        let gate = Gate()
        #expect(gate.enter())
        DispatchQueue.concurrentPerform(iterations: 4) { number in
            for _ in 0..<50_000 {
                if number == 0 {
                    #expect(!gate.closeIfIdle())
                } else if gate.enter() {
                    gate.leave()
                } else {
                    Issue.record("turned away")
                }
            }
        }
        gate.leave()
        #expect(gate.closeIfIdle())
    }

    @Test("Nobody is inside a gate that has closed", arguments: 0..<20)
    func race(round: Int) {
        let gate = Gate()
        let inside = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 3) { number in
            if number == 0 {
                while !gate.closeIfIdle() {}
                #expect(inside.load(ordering: .sequentiallyConsistent) == 0)
            } else {
                while gate.enter() {
                    inside.add(1, ordering: .sequentiallyConsistent)
                    inside.subtract(1, ordering: .sequentiallyConsistent)
                    gate.leave()
                }
            }
        }
    }
}
