import AWSProtocol
import Testing

@Suite("Text of JSON values")
struct JSONValueTextTests {
    static let text = #"{"a":[1,-2.50e3,{}],"b\n\"":"\\é","c":{"d":null,"e":[true,[]]}}"#

    @Test("A text without white space comes back byte for byte")
    func compact() throws {
        #expect(try JSONValue(reading: Self.text).text == Array(Self.text.utf8))
    }

    @Test("For people there is one member on a line")
    func indented() throws {
        let value = try JSONValue(reading: #"{"a":[1,{}],"b":{"c":[]}}"#)
        #expect(
            String(decoding: value.indentedText, as: UTF8.self) == """
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": {
                    "c": []
                  }
                }

                """)
    }

    @Test("White space is all that tells the two texts apart")
    func same() throws {
        let value = try JSONValue(reading: Self.text)
        #expect(try JSONValue(reading: value.indentedText) == value)
    }
}
