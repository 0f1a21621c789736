"""What the SDKs of other languages put on the wire for one and the same call."""

import re
from dataclasses import dataclass
from urllib.parse import quote

import pytest

import raw_http
from samples import creation, identity_source_arn, violations
from sdk_clients import packaged_model

TEAM = "arn:aws:mpa:us-east-1:{account}:approval-team/team-1"
POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"
LABELS = {
    "Arn": TEAM,
    "ApprovalTeamArn": TEAM,
    "VersionId": "1741651463452",
    "IdentitySourceArn": "arn:aws:mpa:us-east-1:{account}:identity-source/IamIdentityCenter",
    "SessionArn": "arn:aws:mpa:us-east-1:{account}:session/team-1/session-1",
    "PolicyArn": POLICY,
    "PolicyVersionArn": POLICY + "/$DEFAULT",
    "ResourceArn": TEAM,
}


@dataclass(frozen=True)
class Style:
    """How an SDK writes a request: what it leaves raw in a label, and a literal query key."""

    raw: str
    literal: str
    slash_before_query: bool = True
    lower_case_hex: bool = False
    headers: tuple = ()

    def label(self, text):
        encoded = quote(text, safe=self.raw)
        if self.lower_case_hex:
            encoded = re.sub(r"%..", lambda found: found[0].lower(), encoded)
        return encoded

    def target(self, uri, labels):
        path, _, literal = uri.partition("?")
        path = re.sub(r"\{(\w+)\}", lambda found: self.label(labels[found[1]]), path)
        if not self.slash_before_query:
            path = path.rstrip("/")
        return path + (self.literal.format(literal) if literal else "")


STYLES = {
    "boto3": Style("", "?{}", headers=(("Accept-Encoding", "identity"),)),
    "ruby": Style("", "?{}", headers=(("Accept-Encoding", ""), ("Accept", "*/*"))),
    "javascript": Style("", "?{}=", headers=(("amz-sdk-request", "attempt=1; max=3"),)),
    "go": Style("", "?{}=", headers=(("Accept-Encoding", "gzip"),)),
    "swift": Style(":$!&'()*,=@", "?{}="),
    "dotnet-3": Style(":$", "?{}", headers=(("x-amz-api-version", "2022-07-26"),)),
    "dotnet-4": Style("$'()!*+,;=&", "?{}", headers=(("x-amz-api-version", "2022-07-26"),)),
    "cpp": Style(":$&,=@", "?{}", headers=(("Accept", "application/json"),)),
    "lower-case hex": Style("", "?{}", lower_case_hex=True),
    "no slash": Style("", "?{}", slash_before_query=False),
    "no slash, with =": Style(":", "?{}=", slash_before_query=False),
    "valued literal": Style("", "?{}=x"),
    "more query": Style("", "?x-id=a&{}&Extra=b%20c"),
}
styles = pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())


@styles
@pytest.mark.parametrize("operation", sorted(packaged_model()["operations"]))
def test_every_operation_is_reached_in_every_style(module_server, account, style, operation):
    http = packaged_model()["operations"][operation]["http"]
    labels = {name: text.format(account=account) for name, text in LABELS.items()}
    target = style.target(http["requestUri"], labels)
    headers = [*style.headers, *raw_http.signed(account)]
    answer = raw_http.send(module_server.url, http["method"], target, headers=headers)
    assert module_server.request_record(answer.request_id).get("operation") == operation


@styles
def test_labels_are_decoded_once_in_every_style(endpoint, account, style):
    created = raw_http.call(endpoint, "POST", "/identity-sources", creation(), account)
    arn = created.json["IdentitySourceArn"]
    headers = [*style.headers, *raw_http.signed(account)]
    target = f"/identity-sources/{style.label(arn)}"
    got = raw_http.send(endpoint, "GET", target, headers=headers)
    assert (got.status, got.json["IdentitySourceArn"]) == (200, arn)
    tags = f"/tags/{style.label(arn)}"
    assert raw_http.send(endpoint, "GET", tags, headers=headers).json == {"Tags": {}}
    assert raw_http.send(endpoint, "DELETE", target, headers=headers).status == 200
    assert raw_http.send(endpoint, "GET", target, headers=headers).status == 404


@styles
def test_list_is_told_from_create_in_every_style(endpoint, account, style):
    headers = [*style.headers, *raw_http.signed(account)]
    target = style.target("/identity-sources/?List", {})
    listed = raw_http.send(endpoint, "POST", target, headers=headers)
    assert (listed.status, listed.json) == (200, {"IdentitySources": []})


def test_label_encoded_twice_is_not_the_arn(endpoint, account):
    twice = quote(quote(identity_source_arn(account), safe=""), safe="")
    answer = raw_http.call(endpoint, "GET", f"/identity-sources/{twice}", account=account)
    assert (answer.status, answer.error_type) == (400, "ValidationException")


def test_plus_in_a_path_is_a_plus(endpoint, account):
    name = quote(identity_source_arn(account, name=""), safe="")
    for spelling in ["a+b", "a%2Bb"]:
        target = f"/tags/{name}{spelling}"
        answer = raw_http.call(endpoint, "GET", target, account=account)
        assert "a b" not in answer.message
        assert answer.status in (400, 404)


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("a%2Fb%2Bc%20d%3De%26f%3Fg", "a/b+c d=e&f?g"),
        ("a+b", "a b"),
        ("a%2Bb", "a+b"),
        ("a%2bb", "a+b"),
        ("a/b?c=d:e$f", "a/b?c=d:e$f"),
        ("%C3%A9", "\u00e9"),
        ("100%25", "100%"),
    ],
)
def test_query_values_are_decoded(endpoint, account, sent, received):
    target = f"/identity-sources/?List&NextToken={sent}{'n' * 4096}"
    answer = raw_http.call(endpoint, "POST", target, account=account)
    assert answer.status == 400
    assert violations(answer.message)[0][0] == "nextToken"
    assert f"Value '{received}nnn" in answer.message


def test_query_key_may_be_encoded_and_stand_anywhere(endpoint, account):
    target = "/identity-sources?MaxResults=21&%4cist"
    answer = raw_http.call(endpoint, "POST", target, account=account)
    assert violations(answer.message) == [
        ("maxResults", "Member must have value less than or equal to 20")
    ]


@pytest.mark.parametrize("body", [b"", b"{}"])
@pytest.mark.parametrize("headers", [[], [("Content-Type", "application/json")]])
def test_list_takes_no_body_or_an_empty_one(endpoint, account, body, headers):
    pairs = [*headers, *raw_http.signed(account), ("Content-Length", str(len(body)))]
    answer = raw_http.send(endpoint, "POST", "/identity-sources/?List", body, pairs)
    assert (answer.status, answer.json) == (200, {"IdentitySources": []})


@pytest.mark.parametrize(
    "kind",
    ["application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"],
)
def test_json_content_type_is_known_in_every_spelling(endpoint, account, kind):
    headers = [("Content-Type", kind), *raw_http.signed(account)]
    body = b'{"IdentitySourceParameters": 1}'
    answer = raw_http.send(endpoint, "POST", "/identity-sources", body, headers)
    assert (answer.status, answer.error_type) == (400, "SerializationException")


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_body_that_is_not_called_json_is_unsupported(endpoint, account, kind):
    headers = [("Content-Type", kind)] if kind else []
    headers += raw_http.signed(account)
    answer = raw_http.send(endpoint, "POST", "/identity-sources", b"{}", headers)
    assert (answer.status, answer.error_type) == (415, "UnsupportedMediaTypeException")


@pytest.mark.parametrize(
    ("accept", "served"),
    [
        ("*/*", True),
        ("", True),
        ("application/*", True),
        ("text/html, */*;q=0.1", True),
        ("application/json;q=0.5, text/plain", True),
        ("text/html", False),
        ("application/xml, text/plain", False),
    ],
)
def test_accept_excludes_json_only_when_it_says_so(endpoint, account, accept, served):
    headers = [("Accept", accept), *raw_http.signed(account)]
    answer = raw_http.send(endpoint, "POST", "/identity-sources/?List", headers=headers)
    assert answer.status == (200 if served else 406)


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/"),
        ("POST", "/"),
        ("GET", "/identity-sources"),
        ("GET", "/identity-sources/"),
        ("PUT", "/identity-sources"),
        ("PATCH", "/identity-sources/{arn}"),
        ("POST", "/identity-sources/{arn}"),
        ("GET", "/identity-sources/{raw}"),
        ("DELETE", "/identity-sources/{arn}/1"),
        ("POST", "//identity-sources/?List"),
        ("POST", "/x/../identity-sources/?List"),
        ("POST", "/Identity-Sources/?List"),
        ("DELETE", "/tags/{arn}"),
        ("GET", "/tags/{raw}"),
    ],
)
def test_what_is_no_route_is_an_unknown_operation(endpoint, account, method, target):
    raw = identity_source_arn(account)
    path = target.format(arn=quote(raw, safe=""), raw=raw)
    answer = raw_http.call(endpoint, method, path, account=account)
    assert (answer.status, answer.error_type) == (404, "UnknownOperationException")
    assert answer.json["message"]
    assert answer.headers["content-type"] == "application/json"


def test_literal_query_key_is_case_sensitive(module_server, account):
    target = "/identity-sources/?list"
    answer = raw_http.call(module_server.url, "POST", target, account=account)
    record = module_server.request_record(answer.request_id)
    assert record["operation"] == "CreateIdentitySource"


@pytest.mark.parametrize("label", ["%", "%4", "%zz", "a%FFb"])
def test_label_that_cannot_be_decoded_is_refused(endpoint, account, label):
    answer = raw_http.call(endpoint, "GET", f"/identity-sources/{label}", account=account)
    assert 400 <= answer.status < 500
    assert answer.error_type
    assert answer.json["message"]
