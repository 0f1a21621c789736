"""Requests that nobody should send, by chance and yet the same ones for a seed.

Each is a pair of bytes and a name of its kind. Most are wrong on purpose; some are right by accident,
which is as well: none of them may bring the server down.
"""

import base64
import json
import random

ACCOUNT = "111122223333"
ARNS = [
    f"arn:aws:mpa:us-east-1:{ACCOUNT}:identity-source/IamIdentityCenter",
    f"arn:aws:mpa:us-east-1:{ACCOUNT}:approval-team/keepers-0123",
    f"arn:aws:mpa:us-east-1:{ACCOUNT}:session/keepers-0123/0123",
    "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1",
]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "G", "", "PO ST", "A" * 300]
VERSIONS = ["HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/11", "http/1.1", "HTTP/1.1 x", "", "XTTP/1.1", "HTTP/1.", "HTTP/-1.1"]
STRANGE = [b"\x00", b"\xff", b"\x80", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x7f", b"\x1b[2J", b" ", b"\t", b"\r", b"\n", b"%", b"%0", b"%zz", b"%00", b"%C0%80", b"+", b"#", b"?", b"&&==", b"..", b"//", "é".encode(), "\u2028".encode(), "😀".encode()]
NUMBERS = ["0", "-0", "1e999", "-1e999", "1E-999", "9" * 400, "2147483648", "-2147483649", "1.0", "01", "+1", ".5", "1.", "NaN", "Infinity", "0x10"]
TEXTS = ["", "\u0000", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\x41", "a" * 5_000, "é", "😀", "\u212a", "\n", "\\", '\\"', "' OR 1=1 --", "<script>", "%s%n", "../../etc/passwd", "${jndi:x}"]


class Generator:
    """`describe` is what `mpa-local describe` tells, `routes` the paths of its OpenAPI document."""

    def __init__(self, seed, describe, routes):
        self.chance = random.Random(seed)
        self.operations = [
            (each["http"]["method"], each["http"]["requestUri"], each["input"]["shape"], name)
            for name, each in describe["operations"].items()
        ]
        self.shapes = describe["shapes"]
        # What waits for something, and what makes calls fail on purpose, would blur the picture.
        self.routes = [
            (method.upper(), path)
            for path, methods in routes["paths"].items()
            for method in methods
            if not any(word in path for word in ("stream", "revision", "faults", "state", "snapshots"))
        ]
        self.kinds = [self.line, self.fields, self.length, self.chunks, self.signature, self.body,
                      self.broken_json, self.awsjson, self.token, self.control, self.mutated, self.noise]

    def next(self):
        kind = self.chance.choice(self.kinds)
        return kind.__name__, kind()

    # Parts

    def pick(self, *choices):
        return self.chance.choice(choices)

    def target(self):
        method, uri, _, _ = self.pick(*self.operations)
        while "{" in uri:
            before, rest = uri.split("{", 1)
            uri = before + self.pick(*ARNS).replace(":", "%3A").replace("/", "%2F") + rest.split("}", 1)[1]
        return method, uri

    def strange(self, text):
        """The bytes with something strange put in, taken out or repeated."""
        text = bytearray(text)
        for _ in range(self.chance.randint(1, 4)):
            place = self.chance.randrange(len(text) + 1)
            match self.chance.randrange(5):
                case 0: text[place:place] = self.pick(*STRANGE)
                case 1: del text[place:place + self.chance.randint(1, 20)]
                case 2: text[place:place + 1] = bytes([self.chance.randrange(256)])
                case 3: text[place:place] = text[place:place + self.chance.randint(1, 200)]
                case 4: text[place:place] = bytes([self.chance.randrange(256)]) * self.pick(1, 2, 100, 3_000)
        return bytes(text)

    def authorization(self):
        return (
            f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20300102/us-east-1/mpa/aws4_request, "
            f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
        )

    def request(self, method, target, body=b"", fields=(), line=None, length=True):
        head = [line or f"{method} {target} HTTP/1.1".encode(), b"Host: localhost"]
        names = {name.lower() for name, _ in fields}
        if "authorization" not in names:
            fields = [*fields, ("Authorization", self.authorization())]
        if body and "content-type" not in names:
            fields = [*fields, ("Content-Type", "application/json")]
        if body and length:
            fields = [*fields, ("Content-Length", str(len(body)))]
        for name, value in fields:
            value = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
            head.append(name.encode() + b": " + value)
        return b"\r\n".join(head) + b"\r\n\r\n" + body

    # Kinds of HTTP

    def line(self):
        method, target = self.target()
        target = self.strange(target.encode()) if self.chance.random() < 0.7 else target.encode()
        if self.chance.random() < 0.1:
            target = self.pick(b"*", b"", b"http://", b"http://x", b"/" * 9_000, b"/?" + b"a=b&" * 9_000)
        if self.chance.random() < 0.3:
            method = self.pick(*METHODS)
        version = self.pick(*VERSIONS) if self.chance.random() < 0.5 else "HTTP/1.1"
        return self.request("", "", line=method.encode() + b" " + target + b" " + version.encode())

    def fields(self):
        method, target = self.target()
        good = self.request(method, target)
        first, rest = good.split(b"\r\n", 1)
        extra = self.pick(
            b"Host: other\r\n", b"no colon\r\n", b" folded\r\n", b"A:\x00\r\n", b": empty\r\n", b"A : b\r\n",
            b"A: b\n", b"A: b\r", b"\xff\xfe: \x80\r\n", b"A: " + b"x" * self.pick(1_000, 20_000, 40_000) + b"\r\n",
            b"A: b\r\n" * self.pick(10, 300, 3_000), b"Cookie: " + b"a=b; " * self.pick(1, 500, 5_000) + b"\r\n",
            b"Expect: 100-continue\r\n", b"Expect: nonsense\r\n", b"Upgrade: h2c\r\nConnection: Upgrade\r\n",
            b"Connection: close, keep-alive\r\n", b"Accept: \x00;q=\r\n", b"Content-Encoding: gzip, br\r\n",
        )
        return first + b"\r\n" + (b"" if self.chance.random() < 0.2 else extra) + self.strange(rest)[:70_000]

    def length(self):
        body = json.dumps({"MaxResults": 3}).encode()
        value = self.pick("-1", "+5", "0x10", "5, 5", "", " ", "1e3", "99999999999999999999", "1048577", str(len(body) - 3), "5\x00")
        fields = [("Content-Length", value)]
        if self.chance.random() < 0.4:
            fields.append(("Content-Length", str(len(body))))
        if self.chance.random() < 0.4:
            fields.append(("Transfer-Encoding", self.pick("chunked", "gzip", "gzip, chunked", "chunked, chunked", "")))
        return self.request("POST", "/policies/?List", body, fields, length=False)

    def chunks(self):
        parts = []
        for _ in range(self.chance.randint(0, 4)):
            piece = b"x" * self.chance.randint(0, 300)
            size = self.pick(f"{len(piece):x}", f"{len(piece):X};{'e' * self.pick(1, 5_000)}", "-1", "g", "", "ffffffffffffffff",
                             "100000000000000000", f"{len(piece) + 1:x}", "0x5", " 5 ")
            parts.append(size.encode() + self.pick(b"\r\n", b"\n", b"\r", b"") + piece + self.pick(b"\r\n", b"", b"\n"))
        end = self.pick(b"0\r\n\r\n", b"0\r\n", b"", b"0\r\nA: b\r\n\r\n", b"0\r\n" + b"A: b\r\n" * 2_000 + b"\r\n")
        return self.request(
            "POST", "/identity-sources", b"".join(parts) + end,
            [("Transfer-Encoding", "chunked"), ("Content-Type", "application/json")], length=False)

    def signature(self):
        method, target = self.target()
        if self.chance.random() < 0.3:
            names = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date", "Expires", "Security-Token"]
            items = [f"X-Amz-{self.pick(*names)}={self.pick('', 'a', '%00', ARNS[0], 'a/b/c/d/aws4_request', 'x' * 4_000)}" for _ in range(6)]
            return self.request(method, target + ("&" if "?" in target else "?") + "&".join(items))
        value = self.strange(self.authorization().encode()).replace(b"\r", b"").replace(b"\n", b"")
        return self.request(method, target, fields=[("Authorization", value), ("X-Amz-Date", self.pick("", "x", "20300102T030405Z", "9" * 99))])

    # Kinds of content

    def value(self, shape, depth=0):
        """A value of that shape more often than not."""
        if depth > 6 or self.chance.random() < 0.12:
            return self.anything()
        described = self.shapes[shape]
        match described["type"]:
            case "string":
                if described.get("enum"): return self.pick(*described["enum"])
                return self.pick(*ARNS, *TEXTS, "keepers", "us-east-1", "arn:aws:sso:::instance/ssoins-0123456789abcdef")
            case "integer": return self.chance.randint(-2, 30)
            case "boolean": return self.pick(True, False)
            case "timestamp": return self.pick("2030-01-02T03:04:05Z", "x", 5)
            case "list": return [self.value(described["member"]["shape"], depth + 1) for _ in range(self.chance.randint(0, 4))]
            case "map":
                return {str(self.value(described["key"]["shape"], depth + 1)): self.value(described["value"]["shape"], depth + 1)
                        for _ in range(self.chance.randint(0, 3))}
        members = described.get("members", {})
        return {name: self.value(each["shape"], depth + 1) for name, each in members.items() if self.chance.random() < 0.8}

    def anything(self):
        return self.pick(None, True, 0, -1, 2**31, 2**70, 1.5, "", "x" * 3_000, [], {}, [[]], [None], {"": None}, {"a": {"b": [1]}})

    def text(self, shape):
        """JSON of that shape, its numbers and texts sometimes such as no library would write."""
        text = json.dumps(self.value(shape), ensure_ascii=self.chance.random() < 0.5)
        if self.chance.random() < 0.2:
            text = text.replace("keepers", self.pick(*TEXTS)).replace("3", self.pick(*NUMBERS), 1)
        return text.encode("utf-8", "surrogatepass")

    def body(self):
        method, uri, shape, _ = self.pick(*self.operations)
        return self.request(method, self.fill(uri), self.text(shape))

    def fill(self, uri):
        while "{" in uri:
            before, rest = uri.split("{", 1)
            part = self.pick(*ARNS, "x", "%00", "%ff", "..", "%2e%2e", "a" * 3_000)
            uri = before + part.replace(":", "%3A").replace("/", "%2F") + rest.split("}", 1)[1]
        return uri

    def broken_json(self):
        method, uri, shape, _ = self.pick(*self.operations)
        text = self.text(shape)
        match self.chance.randrange(6):
            case 0: text = text[:self.chance.randrange(len(text) + 1)]
            case 1: text = self.strange(text)
            case 2: text = self.pick(b"[", b'{"a":') * self.pick(10, 65, 1_000, 100_000)
            case 3: text = text + text
            case 4: text = b'{"' + self.pick(*STRANGE) + b'":' + self.pick(*STRANGE) + b"}"
            case 5: text = b'{"MaxResults":' + self.pick(*NUMBERS).encode() + b',"MaxResults":' + self.pick(*NUMBERS).encode() + b"}"
        return self.request(method, self.fill(uri), text)

    def awsjson(self):
        _, _, shape, name = self.pick(*self.operations)
        name = self.pick(f"MPA_20220726.{name}", name, "", ".", "x." * 500, f"é.{name}")
        kind = self.pick("application/x-amz-json-1.0", "application/x-amz-json-1.1", "text/plain", "", "application/x-amz-json-9.9; charset=\x01")
        return self.request("POST", "/", self.text(shape), [("X-Amz-Target", name), ("Content-Type", kind)])

    def token(self):
        payload = self.strange(self.pick(b'["1",1,"a"]', b"[]", b"{}", b'[1,2,3,4,5,6]', b"\x00" * 50))
        token = self.pick(base64.b64encode(payload), base64.urlsafe_b64encode(payload), payload.hex().encode(), payload).decode("latin-1")
        members = {"NextToken": token, "MaxResults": self.chance.randint(-1, 30)}
        if self.chance.random() < 0.5:
            members["Filters"] = [
                {"FieldName": self.pick("Status", "Vote", "ActionName", "", "InitiationTime"),
                 "Operator": self.pick("EQ", "NE", "GT", "LT", "CONTAINS", ""), "Value": self.anything()}
                for _ in range(self.chance.randint(0, 12))]
        uri = self.pick("/approval-teams/{Arn}/sessions/?List", "/policies/?List", "/identity-sources/?List", "/approval-teams/?List")
        return self.request("POST", self.fill(uri), json.dumps(members).encode())

    def control(self):
        method, path = self.pick(*self.routes)
        path = self.fill(path if path.startswith("/_mpa") else "/_mpa" + path)
        if self.chance.random() < 0.5:
            path += "?" + "&".join(
                f"{self.pick('limit', 'after', 'before', 'status', 'query', 'account', 'x', '')}={self.pick('', '-1', '0', '1', '99999999999999999999', '%00', '%zz', 'é'.encode().hex())}"
                for _ in range(self.chance.randint(1, 3)))
        text = json.dumps({self.pick("duration", "response", "time", "running", "x", "email"): self.anything()}).encode()
        return self.request(method, path, self.strange(text) if self.chance.random() < 0.5 else text)

    def mutated(self):
        return self.strange(self.pick(self.body, self.control, self.signature, self.token)())

    def noise(self):
        return self.pick(
            bytes(self.chance.randrange(256) for _ in range(self.chance.randint(1, 400))),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\r\n" * self.pick(1, 50, 20_000), b"GET", b"GET / HTTP/1.1\r\n", b"",
            self.body() * self.pick(2, 5, 20), self.body() + self.broken_json() + self.body())
