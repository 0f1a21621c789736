"""Signatures of the real boto3 and AWS CLI against a server that verifies them."""

import datetime
import json
import os
import sys
from pathlib import Path

import botocore.auth
import botocore.config
import pytest
from botocore.compat import get_current_datetime
from botocore.exceptions import ClientError

import mpa_local
import raw_http
from samples import creation, error_of

KEY, SECRET = "AKIDADMIN", "admin-secret"
ACCOUNT = "111122223333"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////w+Ea="
PRINCIPALS = [
    {"accessKeyId": KEY, "secretAccessKey": SECRET, "account": ACCOUNT},
    {
        "accessKeyId": "ASIATEMPORARY",
        "secretAccessKey": SECRET,
        "sessionToken": TOKEN,
        "principalArn": f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/bob",
    },
]
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your "
    "AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
    "The Canonical String for this request should have been\n'"
)
UNKNOWN = "The security token included in the request is invalid."


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    file = tmp_path_factory.mktemp("credentials") / "credentials.json"
    file.write_text(json.dumps({"principals": PRINCIPALS}), encoding="utf-8")
    running = mpa_local.Server("--signatures", "require", "--credentials", str(file))
    yield running
    running.stop()


@pytest.fixture
def signed(boto3_session, server):
    """Makes clients with any key, secret and token."""

    def make(key=KEY, secret=SECRET, token=None, region="us-east-1", **settings):
        return boto3_session.client(
            "mpa",
            endpoint_url=server.url,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=botocore.config.Config(retries={"total_max_attempts": 1}, **settings),
        )

    return make


def refusal(client):
    with pytest.raises(ClientError) as caught:
        client.list_approval_teams()
    return error_of(caught)


def test_what_boto3_signs_is_served_on_every_kind_of_route(signed):
    mpa = signed()
    arn = mpa.create_identity_source(**creation(Tags={"a key": "é/+=&"}))["IdentitySourceArn"]
    assert f":{ACCOUNT}:" in arn
    assert mpa.get_identity_source(IdentitySourceArn=arn)["Status"] == "ACTIVE"
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a key": "é/+=&"}
    assert mpa.list_identity_sources(MaxResults=5)["IdentitySources"]
    with pytest.raises(mpa.exceptions.ValidationException):
        mpa.list_identity_sources(NextToken="abc/+= é&?")
    policy = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/$DEFAULT"
    assert mpa.get_policy_version(PolicyVersionArn=policy)["PolicyVersion"]
    mpa.delete_identity_source(IdentitySourceArn=arn)


def test_temporary_keys_need_their_token(signed):
    assert signed("ASIATEMPORARY", token=TOKEN).list_approval_teams()["ApprovalTeams"] == []
    for client in [signed("ASIATEMPORARY"), signed("ASIATEMPORARY", token="x"), signed(token="x")]:
        assert refusal(client) == ("UnrecognizedClientException", UNKNOWN, 403)


def test_a_wrong_secret_is_told_what_should_have_been_signed(signed):
    code, text, status = refusal(signed(secret="other"))
    assert (code, status) == ("InvalidSignatureException", 403)
    assert text.startswith(f"{MISMATCH}POST\n/approval-teams/\nList=\nhost:127.0.0.1:")
    assert "/us-east-1/mpa/aws4_request\n" in text
    assert SECRET not in text


def test_an_unknown_key_is_refused_also_one_that_is_an_account(signed):
    for key in ["AKIDNOBODY", "444455556666"]:
        assert refusal(signed(key)) == ("UnrecognizedClientException", UNKNOWN, 403)


def shift_clock(monkeypatch, seconds):
    """Let boto3 sign as if its clock were off by so much."""

    def shifted(remove_tzinfo=True):
        return get_current_datetime(remove_tzinfo) + datetime.timedelta(seconds=seconds)

    monkeypatch.setattr(botocore.auth, "get_current_datetime", shifted)


@pytest.mark.parametrize("seconds", [-240, 240])
def test_a_clock_that_is_off_by_four_minutes_is_good_enough(signed, monkeypatch, seconds):
    shift_clock(monkeypatch, seconds)
    assert signed().list_approval_teams()["ApprovalTeams"] == []


@pytest.mark.parametrize(
    ("seconds", "start", "end"),
    [
        pytest.param(-900, "Signature expired: ", " - 5 min.)", id="slow"),
        pytest.param(900, "Signature not yet current: ", " + 5 min.)", id="fast"),
    ],
)
def test_a_clock_that_is_off_by_more_is_refused(signed, monkeypatch, seconds, start, end):
    shift_clock(monkeypatch, seconds)
    code, text, status = refusal(signed())
    assert (code, status) == ("InvalidSignatureException", 403)
    assert text.startswith(start)
    assert text.endswith(end)


def test_the_emulated_time_does_not_count(server, signed):
    past = {"mode": "frozen", "time": "2000-01-01T00:00:00Z"}
    assert raw_http.call(server.url, "PUT", "/_mpa/clock", past).status == 200
    assert signed().list_approval_teams()["ApprovalTeams"] == []


def test_another_region_is_told_as_aws_tells_it(signed):
    assert refusal(signed(region="eu-west-1")) == (
        "InvalidSignatureException",
        "Credential should be scoped to a valid region, not 'eu-west-1'. ",
        403,
    )


def test_a_call_without_a_signature_is_refused(signed, server):
    client = signed(signature_version=botocore.UNSIGNED)
    expected = ("MissingAuthenticationTokenException", "Missing Authentication Token", 403)
    assert refusal(client) == expected
    target = [("X-Amz-Target", "MPA.ListPolicies"), ("Content-Type", "application/x-amz-json-1.0")]
    answer = raw_http.send(server.url, "POST", "/", b"{}", target)
    assert (answer.error_type, answer.message, answer.status) == (*expected[:2], 400)


def test_what_is_changed_behind_the_signature_is_noticed(signed):
    client = signed()

    def tamper(request, **_):
        request.body = request.body.replace(b"us-east-1", b"eu-west-1")

    client.meta.events.register("before-send.mpa.CreateIdentitySource", tamper)
    with pytest.raises(ClientError) as caught:
        client.create_identity_source(**creation())
    assert error_of(caught)[0] == "InvalidSignatureException"


def test_presigned_urls_hold_as_long_as_they_say(server, signed, monkeypatch):
    def url(seconds, client=None):
        return (client or signed()).generate_presigned_url(
            "list_approval_teams", {"MaxResults": 3}, ExpiresIn=seconds, HttpMethod="POST"
        )

    def post(address, more=""):
        return raw_http.send(server.url, "POST", address.removeprefix(server.url) + more)

    assert post(url(60)).status == 200
    assert post(url(60), "&MaxResults=4").status == 403
    assert post(url(60, signed("ASIATEMPORARY", token=TOKEN))).status == 200
    shift_clock(monkeypatch, -600)
    assert post(url(900)).status == 200
    answer = post(url(60))
    assert answer.status == 403
    assert answer.message.startswith("Signature expired: ")


def test_what_the_aws_cli_signs_is_served(server, tmp_path):
    def call(secret):
        return mpa_local.complete(
            [str(Path(sys.executable).parent / "aws"), "mpa", "list-policies"],
            mpa_local.clean_environment(
                HOME=str(tmp_path),
                PATH=os.environ["PATH"],
                AWS_ENDPOINT_URL_MPA=server.url,
                AWS_DEFAULT_REGION="us-east-1",
                AWS_ACCESS_KEY_ID=KEY,
                AWS_SECRET_ACCESS_KEY=secret,
                AWS_MAX_ATTEMPTS="1",
            ),
        )

    assert call(SECRET).returncode == 0
    failed = call("other")
    assert failed.returncode != 0
    assert "InvalidSignatureException" in failed.stderr


def test_secrets_are_never_in_the_log(server, signed):
    refusal(signed(secret="other"))
    raw_http.call(server.url, "POST", "/_mpa/principals", {"principals": PRINCIPALS})
    for secret in [SECRET, TOKEN]:
        assert secret not in server.log_text()


def test_parse_refuses_what_is_malformed_and_verifies_nothing(start_server):
    url = start_server("--signatures", "parse").url
    forged = raw_http.signed("111122223333")
    target = "/identity-sources/?List"
    assert raw_http.send(url, "POST", target).status == 200
    assert raw_http.send(url, "POST", target, headers=forged).status == 200
    malformed = raw_http.send(url, "POST", target, headers=[("Authorization", "Bearer x")])
    assert (malformed.status, malformed.error_type) == (403, "IncompleteSignatureException")
    assert malformed.message.endswith("Authorization=Bearer x")


def test_a_server_that_knows_no_key_says_that_it_refuses_every_call(start_server):
    server = start_server("--signatures", "require")
    server.log_line(lambda line: "POST /_mpa/principals" in line)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"principals":[{"accessKeyId":"A"}]}', "$.principals[0].secretAccessKey"),
        ("{", "$: "),
        (None, "No such file"),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_line(tmp_path, text, place):
    file = tmp_path / "credentials.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    done = mpa_local.run("serve", "--port", "0", "--credentials", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert str(file) in line
    assert place in line
