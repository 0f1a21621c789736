@testable import Control
import Testing

@Suite("Principal routes")
struct PrincipalRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    private static let two =
        #"{"principals":[{"accessKeyId":"ANN","secretAccessKey":"hidden","#
        + #""account":"111122223333","deny":["mpa:*"]},{"accessKeyId":"BOB","#
        + #""secretAccessKey":"hidden","sessionToken":"hidden","#
        + #""principalArn":"arn:aws:iam::111122223333:user/bob","allow":["mpa:Get*"]}]}"#

    private func keys() -> [String?] {
        control.send("GET /_mpa/principals").list("principals").map { $0["accessKeyId"] as? String }
    }

    @Test("Keys are put, listed without their secrets, and forgotten")
    func lifecycle() {
        let put = control.send("POST /_mpa/principals", Self.two)
        #expect(put.status == 200)
        let listed = control.send("GET /_mpa/principals")
        #expect(listed.body == put.body)
        #expect(!String(decoding: listed.body, as: UTF8.self).contains("hidden"))
        let (ann, bob) = (listed.list("principals")[0], listed.list("principals")[1])
        #expect(ann["principalArn"] as? String == "arn:aws:iam::111122223333:root")
        #expect(ann["allow"] == nil)
        #expect((ann["deny"] as? [Any])?.count == 1)
        #expect(bob["hasSessionToken"] as? Bool == true)
        #expect(control.send("DELETE /_mpa/principals/ANN").status == 204)
        #expect(keys() == ["BOB"])
        #expect(control.send("DELETE /_mpa/principals").status == 204)
        #expect(keys() == [])
    }

    @Test(
        "A document that is none is refused with its place, and nothing changes",
        arguments: [
            ("", "$"), ("{", "$"), ("{}", "$.principals"),
            (#"{"principals":[{"accessKeyId":"A"}]}"#, "$.principals[0].secretAccessKey"),
        ])
    func mistake(text: String, path: String) {
        _ = control.send("POST /_mpa/principals", Self.two)
        let reply = control.send("POST /_mpa/principals", text)
        #expect(reply.status == 400)
        #expect(reply.path == path)
        #expect(keys() == ["ANN", "BOB"])
    }

    @Test("A key that nobody holds is not found")
    func unknown() {
        #expect(control.send("DELETE /_mpa/principals/ANN").status == 404)
    }
}
