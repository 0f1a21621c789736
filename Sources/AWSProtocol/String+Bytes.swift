extension String {
    /// True for just the same bytes. `==` also takes the Kelvin sign for a K; AWS does not.
    package func hasBytes(of other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
