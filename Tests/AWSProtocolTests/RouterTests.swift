import AWSProtocol
import Testing

@Suite("Router")
struct RouterTests {
    private let router = Router(SampleAPI.operations)

    private func match(_ method: String, _ text: String) throws -> Router.Match? {
        router.match(method: method, target: try #require(RawTarget(Array(text.utf8))))
    }

    @Test(
        "A request finds its operation",
        arguments: [
            ("GET /", "GetLibrary"), ("GET /?a=b", "GetLibrary"),
            ("POST /shelves", "CreateShelf"), ("POST /shelves/", "CreateShelf"),
            ("POST /shelves?list", "CreateShelf"), ("POST /shelves/?All", "CreateShelf"),
            ("POST /shelves?List", "ListShelves"), ("POST /shelves/?List", "ListShelves"),
            ("POST /shelves/?List=", "ListShelves"), ("POST /shelves/?List=x", "ListShelves"),
            ("POST /shelves/?MaxResults=5&List", "ListShelves"),
            ("POST /shelves/?%4Cist", "ListShelves"),
            ("POST /shelves/?List&All", "ListAllShelves"),
            ("POST /shelves?All=&x=y&List=", "ListAllShelves"),
            ("GET /shelves/a", "GetShelf"), ("GET /shelves/a/", "GetShelf"),
            ("GET /shelves/newer", "GetShelf"), ("GET /shelves/Newest", "GetShelf"),
            ("GET /shelves/newest", "GetNewestShelf"), ("GET /shelves/newest/", "GetNewestShelf"),
            ("GET /shelves/n%65west", "GetNewestShelf"), ("GET /%73helves/a", "GetShelf"),
            ("GET /shelves/newest%2F", "GetShelf"), ("GET /shelves/a%2Fbooks", "GetShelf"),
            ("POST /shelves/a?Delete", "DeleteShelf"), ("POST /shelves/a/?Delete=1", "DeleteShelf"),
            ("POST /shelves/newest?Delete", "DeleteShelf"),
            ("POST /shelves/a/books?List", "ListBooks"),
            ("POST /shelves/a/books/?List", "ListBooks"),
            ("GET /shelves/a/books/b", "GetBook"), ("GET /shelves/a/books/first", "GetFirstBook"),
            ("GET /shelves/newest/books/b", "GetNewestBooks"),
            ("GET /shelves/newest/books/first", "GetNewestBooks"),
            ("POST /shelves/a/books/b", "EditBook"), ("POST /shelves/a/books/b?List", "EditBook"),
            ("PUT /books", "PutBook"),
        ])
    func matches(request: String, name: String) throws {
        let words = request.split(separator: " ").map(String.init)
        #expect(try match(words[0], words[1])?.operation.name == name)
    }

    @Test(
        "A request for nothing finds nothing",
        arguments: [
            "POST /", "get /", "DELETE /shelves", "GET /shelves", "GET /Shelves/a", "GET /shelve/a",
            "GET //", "GET /shelves//", "GET //shelves/a", "GET /shelves//books/b",
            "GET /shelves/a/books//", "POST /shelves//?Delete", "POST /shelves/a",
            "POST /shelves/a/",
            "POST /shelves/a?delete", "POST /shelves/a?List", "DELETE /shelves/a?Delete",
            "POST /shelves/a/books", "POST /shelves/a/books?list", "GET /shelves/a/books",
            "GET /shelves/a/b", "GET /shelves/a/books/b/c", "GET /shelves/a/books/b/c/d/e/f/g",
            "GET /shelves%2Fa", "PUT /books/b", "PATCH /books", "GET /shelves/{ShelfId}/x",
        ])
    func nothing(request: String) throws {
        let words = request.split(separator: " ").map(String.init)
        #expect(try match(words[0], words[1]) == nil)
    }

    @Test("Labels carry the decoded segments by their names")
    func labels() throws {
        let match = try #require(try match("POST", "/shelves/arn:x%2Fy%253A/books/%C3%A9+b/"))
        #expect(
            match.labels.map { "\($0.name)=\($0.value)" } == ["ShelfId=arn:x/y%3A", "BookId=é+b"])
    }

    @Test("A label may stand for its own template")
    func bracedLabel() throws {
        let match = try #require(try match("GET", "/shelves/{ShelfId}"))
        #expect(match.labels.map(\.value) == ["{ShelfId}"])
    }

    @Test("The order in which operations are described does not matter")
    func order() throws {
        let reversed = Router(SampleAPI.operations.reversed())
        let requests = [
            ("POST", "/shelves?List&All"), ("POST", "/shelves?List"), ("POST", "/shelves"),
            ("GET", "/shelves/newest"), ("GET", "/shelves/a"),
            ("GET", "/shelves/newest/books/first"),
            ("GET", "/shelves/a/books/first"), ("GET", "/shelves/a/books/b"),
        ]
        for (method, text) in requests {
            let target = try #require(RawTarget(Array(text.utf8)))
            let name = router.match(method: method, target: target)?.operation.name
            #expect(name != nil)
            #expect(reversed.match(method: method, target: target)?.operation.name == name)
        }
    }

    @Test("A path, a query key or a name that only looks like one of ours finds nothing")
    func lookalikes() throws {
        let router = Router([
            SampleAPI.operation("Keep", "POST", "/Kinds"),
            SampleAPI.operation("ListKinds", "POST", "/kinds?Kind"),
        ])
        let kinds = try #require(RawTarget(Array("/Kinds".utf8)))
        #expect(router.match(method: "POST", target: kinds)?.operation.name == "Keep")
        let listed = try #require(RawTarget(Array("/kinds?Kind".utf8)))
        #expect(router.match(method: "POST", target: listed)?.operation.name == "ListKinds")
        // The Kelvin sign, which Unicode takes for a K.
        for text in ["/%E2%84%AAinds", "/kinds?%E2%84%AAind", "/Kinds%CC%81"] {
            let target = try #require(RawTarget(Array(text.utf8)))
            #expect(router.match(method: "POST", target: target) == nil)
        }
        #expect(router.match(amzTarget: "Library.Keep")?.operation.name == "Keep")
        #expect(router.match(amzTarget: "Library.\u{212a}eep") == nil)
        #expect(router.match(amzTarget: "Library.\u{301}Keep") == nil)
        #expect(router.match(amzTarget: "Library\u{301}.Keep")?.operation.name == "Keep")
    }

    @Test("A router without operations finds nothing")
    func empty() throws {
        let none = Router([])
        for text in ["/", "/a", "/a/b/c"] {
            let target = try #require(RawTarget(Array(text.utf8)))
            #expect(none.match(method: "GET", target: target) == nil)
        }
        #expect(none.match(amzTarget: "A.GetShelf") == nil)
    }

    @Test(
        "An awsJson target is found by the word after its last dot",
        arguments: [
            "Library.GetShelf", "com.example.v1.Library_20200101.GetShelf", ".GetShelf",
            "a..GetShelf",
        ])
    func amzTarget(target: String) throws {
        let match = try #require(router.match(amzTarget: target))
        #expect(match.operation.name == "GetShelf")
        #expect(match.labels.isEmpty)
    }

    @Test(
        "Any other awsJson target finds nothing",
        arguments: [
            "", ".", "GetShelf", "Library.", "Library.getshelf", "Library.GetShelf ",
            "Library. GetShelf",
            "Library.GetShelf.", "Library/GetShelf", "Library.NoSuch", "Library#GetShelf",
        ])
    func noAmzTarget(target: String) {
        #expect(router.match(amzTarget: target) == nil)
    }

    @Test(
        "The methods of a path are those of all its routes",
        arguments: [
            ("/", ["GET"]), ("/shelves", ["POST"]), ("/shelves/a/books/b", ["GET", "POST"]),
            ("/books", ["PUT"]), ("/nothing", []), ("/a/b/c/d/e/f/g", []),
        ])
    func methods(path: String, methods: [String]) throws {
        #expect(router.methods(of: try #require(RawTarget(Array(path.utf8)))) == methods)
    }
}
