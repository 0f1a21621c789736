extension String {
    /// True for just the same bytes. `==` also takes the Kelvin sign for a K; AWS does not.
    package func hasBytes(of other: String) -> Bool {
        // The same bytes are always equal, and `==` knows that sooner than a look at each of them.
        guard utf8.count == other.utf8.count, self == other else { return false }
        return (utf8Span.isKnownASCII && other.utf8Span.isKnownASCII)
            || utf8.elementsEqual(other.utf8)
    }
}

extension [UInt8] {
    /// Appends a text's UTF-8 from where it lies, without holding on to the text meanwhile: texts
    /// are appended so often that this tells.
    package mutating func append(utf8 text: String) {
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe append(contentsOf: bytes)
        }
        if isDone == nil { append(contentsOf: text.utf8) }
    }
}
