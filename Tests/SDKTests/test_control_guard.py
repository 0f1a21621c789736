"""Who may use the control API: hosts, origins, the token, and whether there is one at all."""

import socket

import pytest

import mpa_local
import raw_http
from control import Control, ControlError
from samples import creation
from sdk_clients import make_client

TOKEN = "correct-horse"
BEARER = ("Authorization", f"Bearer {TOKEN}")


def reset(url, headers=(), host=None, target="/_mpa/reset"):
    return raw_http.send(url, "POST", target, headers=headers, host=host)


def test_a_page_that_a_developer_visits_cannot_drive_the_emulator(start_server, boto3_session):
    server = start_server()
    mpa = make_client(boto3_session, server.url, "111122223333")
    mpa.create_identity_source(**creation())
    foreign = reset(server.url, [("Origin", "https://evil.example")])
    rebound = reset(server.url, host=f"evil.example:{server.port}")
    for answer in (foreign, rebound):
        assert answer.status == 403
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["title"] == "Forbidden"
    # A browser asks this first before it sends anything but the simplest requests.
    preflight = raw_http.send(
        server.url,
        "OPTIONS",
        "/_mpa/clock",
        headers=[("Origin", "https://evil.example"), ("Access-Control-Request-Method", "PUT")],
    )
    assert preflight.status == 403
    assert not any(name.startswith("access-control-") for name in preflight.headers)
    assert len(mpa.list_identity_sources()["IdentitySources"]) == 1
    assert reset(server.url, [("Origin", server.url)]).status == 204
    assert mpa.list_identity_sources()["IdentitySources"] == []


def test_the_api_itself_is_reached_under_any_name(start_server):
    server = start_server()
    answer = raw_http.send(server.url, "POST", "/policies/?List", host="mpa.us-east-1.api.aws")
    assert answer.status == 200


def test_a_name_is_allowed_by_an_option(start_server):
    server = start_server("--allowed-hosts", "mpa,mpa.example.test")
    assert reset(server.url, host="mpa:6720").status == 204
    assert reset(server.url, host="MPA.example.test").status == 204
    refused = reset(server.url, host="other:6720")
    assert refused.status == 403
    assert "--allowed-hosts" in refused.json["detail"]


def test_a_token_is_needed_where_there_is_one(start_server):
    server = start_server("--control-token", TOKEN)
    for headers in ([], [("Authorization", "Bearer wrong")], raw_http.signed("111122223333")):
        refused = reset(server.url, headers)
        assert refused.status == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in refused.body.decode()
    assert reset(server.url, [BEARER]).status == 204
    # The API has keys of its own.
    assert raw_http.call(server.url, "POST", "/policies/?List").status == 200


def test_the_health_check_knows_the_token(start_server):
    server = start_server(environment={"MPA_LOCAL_CONTROL_TOKEN": TOKEN})
    assert mpa_local.run("health", "--url", server.url).returncode == 1
    assert mpa_local.run("health", "--url", server.url, "--control-token", "x").returncode == 1
    given = mpa_local.run("health", "--url", server.url, "--control-token", TOKEN)
    assert (given.returncode, given.stdout) == (0, "healthy\n")
    known = mpa_local.run(
        "health", "--url", server.url, environment={"MPA_LOCAL_CONTROL_TOKEN": TOKEN}
    )
    assert known.returncode == 0


def test_without_control_there_is_nothing_but_the_api(start_server):
    server = start_server("--control", "off")
    for target in ("/_mpa/health", "/_mpa/", "/_mpa", "/_mpa/openapi.json"):
        answer = raw_http.send(server.url, "GET", target)
        assert (answer.status, answer.error_type) == (404, "UnknownOperationException")
    assert reset(server.url).status == 404
    assert raw_http.call(server.url, "POST", "/policies/?List").status == 200
    off = {"MPA_LOCAL_CONTROL": "off"}
    assert mpa_local.run("health", "--url", server.url, environment=off).returncode == 0
    assert mpa_local.run("health", "--url", server.url).returncode == 1
    with socket.create_server(("127.0.0.1", 0)) as unused:
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
    assert mpa_local.run("health", "--url", nobody, environment=off).returncode == 1


def test_links_follow_the_public_url_and_its_prefix_is_served(start_server, boto3_session):
    server = start_server("--public-url", "https://mpa.example.test:8443/tests/")
    base = server.url + "/tests"
    mpa = make_client(boto3_session, base, "111122223333")
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    source = mpa.get_identity_source(IdentitySourceArn=arn)
    portal = source["IdentitySourceParameters"]["IamIdentityCenter"]["ApprovalPortalUrl"]
    assert portal == "https://mpa.example.test:8443/tests/portal/"
    # A proxy may take the prefix off, or leave it.
    for url in (server.url, base):
        assert Control(url).clock()["mode"] == "running"
    public = [("Origin", "https://mpa.example.test:8443")]
    assert reset(server.url, public, "mpa.example.test:8443", "/tests/_mpa/reset").status == 204
    elsewhere = [("Origin", "https://mpa.example.test")]
    assert reset(server.url, elsewhere, "mpa.example.test:8443").status == 403


def test_a_large_state_is_taken_below_the_prefix(start_server):
    server = start_server("--public-url", "http://localhost/tests")
    control = Control(server.url + "/tests")
    state = control.state()
    state["habits"] = [
        {"identityId": f"{number:060d}", "onInvitation": "ACCEPT"} for number in range(20_000)
    ]
    control.put_state(state)
    assert len(control.state()["habits"]) == 20_000


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("control", "no"),
        ("control-token", ""),
        ("control-token", "two words"),
        ("control-token", "caf\u00e9"),
        ("allowed-hosts", ""),
        ("allowed-hosts", "mpa,"),
        ("allowed-hosts", "mpa:6720"),
        ("allowed-hosts", "http://mpa"),
        ("public-url", "mpa.example.test"),
        ("public-url", "ftp://mpa"),
        ("public-url", "http://mpa/?x"),
        ("portal", "maybe"),
        ("seed-ids", "-1"),
        ("seed-ids", "one"),
        ("seed-ids", "18446744073709551616"),
    ],
)
def test_a_value_that_does_not_fit_is_told(option, value):
    done = mpa_local.run("serve", "--port", "0", f"--{option}", value)
    assert done.returncode == 64
    assert f"--{option}" in done.stderr
    variable = "MPA_LOCAL_" + option.upper().replace("-", "_")
    if value:
        done = mpa_local.run("serve", "--port", "0", environment={variable: value})
        assert done.returncode == 64
        assert variable in done.stderr


def test_the_control_client_is_told_why(start_server):
    server = start_server("--control-token", TOKEN)
    with pytest.raises(ControlError, match="Bearer TOKEN"):
        Control(server.url).clock()
