import AWSProtocol

/// A small API of no service: shelves and books.
enum SampleAPI {
    static let text = Shape("Text", .string(StringConstraints()))
    static let number = Shape("Number", .integer(minimum: nil, maximum: nil))
    static let flag = Shape("Flag", .boolean)
    static let moment = Shape("Moment", .timestamp)
    static let texts = Shape("Texts", .list(element: text, length: nil))
    static let numbers = Shape("Numbers", .list(element: number, length: nil))
    static let tags = Shape("Tags", .map(key: text, value: text))
    static let counts = Shape("Counts", .map(key: text, value: number))
    static let author = Shape(
        "Author", .structure([Member("Name", text), Member("Born", number)], isUnion: false))
    static let authors = Shape("Authors", .list(element: author, length: nil))
    static let place = Shape(
        "Place", .structure([Member("Shelf", number), Member("Box", author)], isUnion: true))

    /// A member of every kind.
    static let book = Shape(
        "Book",
        .structure(
            [
                Member("Title", text), Member("Pages", number), Member("Lent", flag),
                Member("Bought", moment), Member("Words", texts), Member("Years", numbers),
                Member("Tags", tags), Member("Counts", counts), Member("Author", author),
                Member("Authors", authors), Member("Place", place),
            ], isUnion: false))
    static let empty = Shape("Empty", .structure([], isUnion: false))

    static let putBook = operation("PutBook", "PUT", "/books", book)
    /// One member in each place.
    static let editBook = operation(
        "EditBook", "POST", "/shelves/{ShelfId}/books/{BookId}",
        Shape(
            "EditBookRequest",
            .structure(
                [
                    Member("BookId", text, .uri, required: true), Member("Title", text),
                    Member("MaxResults", number, .query), Member("NextToken", text, .query),
                    Member("ShelfId", text, .uri, required: true),
                ], isUnion: false)))

    static let operations = [
        operation("DeleteShelf", "POST", "/shelves/{ShelfId}?Delete"),
        operation("GetShelf", "GET", "/shelves/{ShelfId}"),
        operation("CreateShelf", "POST", "/shelves", author),
        operation("ListShelves", "POST", "/shelves/?List"),
        operation("ListAllShelves", "POST", "/shelves/?List&All"),
        operation("GetNewestShelf", "GET", "/shelves/newest"),
        operation("ListBooks", "POST", "/shelves/{ShelfId}/books/?List"),
        operation("GetBook", "GET", "/shelves/{ShelfId}/books/{BookId}"),
        operation("GetFirstBook", "GET", "/shelves/{ShelfId}/books/first"),
        operation("GetNewestBooks", "GET", "/shelves/newest/books/{BookId}"),
        operation("GetLibrary", "GET", "/"),
        editBook, putBook,
    ]

    static func operation(
        _ name: String, _ method: String, _ uri: String, _ input: Shape = empty
    ) -> OperationDescription {
        OperationDescription(name, method, uri, input: input, output: nil, errors: [])
    }
}

extension Document {
    /// A map of strings.
    static func strings(_ pairs: KeyValuePairs<String, String>) -> Document {
        .map(DocumentMap(pairs.map { (key: $0.key, value: .string($0.value)) }))
    }
}

/// Numbers that look random and are the same in every run: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Up to `max` bytes, half of them from `likely`.
    mutating func bytes(max: Int, likely: [UInt8]) -> [UInt8] {
        (0..<Int.random(in: 0...max, using: &self)).map { _ in
            Bool.random(using: &self)
                ? .random(in: 0...255, using: &self)
                : likely[.random(in: likely.indices, using: &self)]
        }
    }

    /// Up to `max` scalars of every length in UTF-8, those that JSON escapes among them.
    mutating func text(max: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...max, using: &self) {
            let limit: UInt32 =
                [0x20, 0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &self) ?? 0
            let code = UInt32.random(in: 0..<limit, using: &self)
            // Surrogates are no scalars.
            text.append(Unicode.Scalar(code) ?? "\"")
        }
        return String(text)
    }
}
