extension String {
    /// True for just the same bytes. `==` also takes the Kelvin sign for a K; AWS does not.
    package func hasBytes(of other: String) -> Bool {
        // The same bytes are always equal, and `==` knows that sooner than a look at each of them.
        guard utf8.count == other.utf8.count, self == other else { return false }
        return (utf8Span.isKnownASCII && other.utf8Span.isKnownASCII)
            || utf8.elementsEqual(other.utf8)
    }
}
