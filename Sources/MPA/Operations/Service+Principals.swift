import AWSProtocol

/// Who may call, and with which keys.
extension Service {
    package static let principalsMax = 1_000

    /// What the machine's own clock shows: signatures are made by it, whatever the emulated time.
    package var machineTime: Int64 { clock.machineTime }

    /// Who holds that key; nil for a key that nobody told of.
    package func principal(accessKeyID: String) -> Principal? { book[accessKeyID] }

    /// In the order of their access key ids.
    package func principals() -> [Principal] { book.all }

    /// Begins with the principals of a credentials file, to which a reset returns.
    ///
    /// - Throws: ControlError.invalid with the JSON path of the first mistake.
    package func applyCredentials(_ text: [UInt8]) throws(ControlError) {
        book.begin(with: try StateReader.principals(text))
    }

    /// Adds the principals of such a document, each in place of an earlier one with its key.
    ///
    /// - Throws: ControlError.invalid with the JSON path of the first mistake.
    package func putPrincipals(_ text: [UInt8]) throws {
        let added = try StateReader.principals(text)
        try changePrincipals { known in
            known.filter { old in !added.contains { $0.accessKeyID == old.accessKeyID } } + added
        }
    }

    /// - Throws: notFound for a key that nobody holds.
    package func forgetPrincipal(accessKeyID: String) throws {
        try changePrincipals { known in
            let rest = known.filter { !$0.accessKeyID.hasBytes(of: accessKeyID) }
            guard rest.count < known.count else {
                throw ControlError.notFound("Nobody holds the access key \(accessKeyID).")
            }
            return rest
        }
    }

    package func forgetPrincipals() throws { try changePrincipals { _ in [] } }

    private func changePrincipals(_ change: ([Principal]) throws -> [Principal]) throws {
        // A turn, so that two changes at once do not lose one.
        try turn { turn, _ in
            let principals = try change(book.all)
            guard principals.count <= Self.principalsMax else {
                throw ControlError.conflict(
                    "There can be \(Self.principalsMax) principals. Delete some first.")
            }
            try turn.store.transaction { try keep(principals) }
            book.replace(with: principals)
        }
    }

    /// A restart finds those that came in while it ran; a credentials file has its own.
    func keep(_ principals: [Principal]) throws {
        let standard = book.standard
        let added = principals.filter { !standard.contains($0) }
        let text = added.isEmpty ? nil : StateWriter.principals(added).text
        try store.settings.put("principals", text.map { String(decoding: $0, as: UTF8.self) })
    }

    func restorePrincipals() throws {
        guard let text = try store.settings["principals"] else { return }
        book.replace(with: try StateReader.principals(Array(text.utf8)))
    }

    /// Those that a state document tells of; nil, as if there were no such thing, where there is
    /// nobody and nobody was.
    var toldPrincipals: [Principal]? {
        let principals = book.all
        return principals.isEmpty && book.standard.isEmpty ? nil : principals
    }
}
