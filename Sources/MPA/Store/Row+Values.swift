import SQLite

// Here rather than with the row, so that each enumeration gets code of its own: to find out while
// it runs what a type can do takes longer than to read the text.
extension Row {
    /// A text that must be one of the values of an enumeration.
    func value<Value: RawRepresentable<String>>(
        _ column: Int32
    ) throws(SQLiteError) -> Value {
        guard let value = Value(rawValue: text(column)) else { throw unknown(column) }
        return value
    }

    /// Such a text, or nil for NULL.
    func optionalValue<Value: RawRepresentable<String>>(
        _ column: Int32
    ) throws(SQLiteError) -> Value? {
        guard let text = optionalText(column) else { return nil }
        guard let value = Value(rawValue: text) else { throw unknown(column) }
        return value
    }
}
