"""HTTP requests exactly as written: the raw target, only the headers given, the body as bytes."""

import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

REPLY_SECONDS_MAX = 60
SIGNATURE = "0" * 64


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    @property
    def request_id(self):
        return self.headers["x-amzn-requestid"]

    @property
    def error_type(self):
        return self.headers.get("x-amzn-errortype")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def message(self):
        members = self.json
        return members.get("Message") or members["message"]


def authorization(account, region="us-east-1"):
    """A credential scope that says who calls and where. The signature is not a real one."""
    scope = f"{account}/20300102/{region}/mpa/aws4_request"
    signed_headers = "SignedHeaders=host;x-amz-date"
    return f"AWS4-HMAC-SHA256 Credential={scope}, {signed_headers}, Signature={SIGNATURE}"


def signed(account, region="us-east-1"):
    return [("X-Amz-Date", "20300102T030405Z"), ("Authorization", authorization(account, region))]


def send(url, method, target, body=b"", headers=(), host=None):
    """One request on a connection of its own. `headers` is a list of pairs, sent as they are."""
    pairs = list(headers)
    names = {name.lower() for name, _ in pairs}
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=REPLY_SECONDS_MAX)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        if "host" not in names:
            connection.putheader("Host", host or urlsplit(url).netloc)
        for name, value in pairs:
            connection.putheader(name, value)
        if body and "content-length" not in names:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        return read_answer(connection.getresponse())
    finally:
        connection.close()


def read_answer(response):
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def call(url, method, target, members=None, account=None, region="us-east-1", headers=()):
    """One restJson1 request; `members` become the JSON body."""
    pairs = list(headers)
    if account is not None:
        pairs += signed(account, region)
    if members is None:
        return send(url, method, target, headers=pairs)
    body = members if isinstance(members, bytes) else json.dumps(members).encode()
    return send(url, method, target, body, [("Content-Type", "application/json"), *pairs])


def call_target(url, target, members, account, version="1.0", region="us-east-1"):
    """One awsJson request: the operation stands in X-Amz-Target."""
    body = members if isinstance(members, bytes) else json.dumps(members).encode()
    kind = f"application/x-amz-json-{version}"
    pairs = [("Content-Type", kind), ("X-Amz-Target", target), *signed(account, region)]
    return send(url, "POST", "/", body, pairs)
