"""Fault plans, met by the real boto3 in each of its retry modes."""

import functools
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import botocore.exceptions
import pytest

import raw_http
from samples import creation, error_of
from test_conformance import cases, load

MODES = ["legacy", "standard", "adaptive"]
FIVE_OR_THREE = {"legacy": 5, "standard": 3, "adaptive": 3}
FIVE_OR_ONE = {"legacy": 5, "standard": 1, "adaptive": 1}
ONE_OR_THREE = {"legacy": 1, "standard": 3, "adaptive": 3}
ONE = dict.fromkeys(MODES, 1)


@pytest.fixture
def client(client):
    """Clients that are not told off for answers that are wrong on purpose."""
    return functools.partial(client, is_watched=False)


@pytest.fixture
def faults(endpoint, account):
    """Adds rules for this test's account; they are gone when the test is over."""
    return Faults(endpoint, account)


class Faults:
    def __init__(self, url, account):
        self.url = url
        self.account = account

    def add(self, effect, force=None, **match):
        rule = {"id": uuid.uuid4().hex, "match": {"account": self.account, **match}}
        rule |= {"effect": effect} | ({} if force is None else {"force": force})
        answer = raw_http.call(self.url, "POST", "/_mpa/faults", rule)
        assert answer.status == 201, answer.body
        return rule["id"]

    def rule(self, name):
        return raw_http.call(self.url, "GET", f"/_mpa/faults/{name}").json

    def calls(self, name):
        """How many calls the rule decided; each that it met, as long as it has no turns."""
        return self.rule(name)["hits"]


def error(code, **members):
    return {"kind": "error", "code": code, "message": "m", **members}


def status(number, body=True):
    return {"kind": "status", "status": number, "body": body}


# How often boto3 calls, by mode.
ERRORS = [
    (error("ThrottlingException"), FIVE_OR_THREE),
    (error("ThrottlingException", retryAfter=30), FIVE_OR_THREE),
    (error("ThrottlingException", status=400), FIVE_OR_THREE),
    (error("Throttling"), FIVE_OR_THREE),
    (error("InternalServerException"), FIVE_OR_THREE),
    (error("ServiceUnavailableException", status=503), FIVE_OR_THREE),
    (error("RequestTimeout"), ONE_OR_THREE),
    (error("RequestLimitExceeded"), ONE_OR_THREE),
    (error("ConflictException"), ONE),
    (error("ServiceQuotaExceededException"), ONE),
    (error("ValidationException"), ONE),
    (error("ExpiredTokenException", status=403), ONE),
    (status(429), FIVE_OR_ONE),
    (status(429, body=False), FIVE_OR_ONE),
    *[(status(number), FIVE_OR_THREE) for number in (500, 502, 503, 504)],
    *[(status(number, body=False), FIVE_OR_THREE) for number in (500, 502, 503, 504)],
]


@pytest.fixture
def retrying(client, monkeypatch):
    """Makes clients that retry as a mode does, without the pauses between their attempts."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return lambda mode, **settings: client(retries={"mode": mode}, **settings)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("effect", "attempts"),
    ERRORS,
    ids=[json.dumps(list(effect.values())) for effect, _ in ERRORS],
)
def test_boto3_comes_back_as_often_as_it_does_for_that_error(
    retrying, faults, mode, effect, attempts
):
    name = faults.add(effect, force=True)
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        retrying(mode).create_identity_source(**creation())
    code, message, number = error_of(caught)
    assert faults.calls(name) == attempts[mode]
    if effect["kind"] == "error":
        assert (code, message) == (effect["code"], "m")
    else:
        assert number == effect["status"]
    headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
    told = str(effect["retryAfter"]) if "retryAfter" in effect else None
    assert headers.get("retry-after") == told


def measured():
    """Rows of how often boto3 called a server that answered so, where they are at hand."""
    matrix = load("botocore-retry-matrix.json")
    return matrix and [row for row in matrix["rows"] if "x-amz-retry-after" not in row["headers"]]


@pytest.mark.parametrize(
    "row",
    cases(
        "botocore-retry-matrix.json",
        measured(),
        lambda row: f"{row['mode']}-{row['status']}-{row['code']}",
    ),
)
def test_boto3_comes_back_as_often_as_it_was_measured_to(retrying, faults, row):
    if row["status"] == "close":
        effect = {"kind": "reset"}
    elif row["code"] is None:
        effect = status(row["status"])
    else:
        wait = row["headers"].get("Retry-After")
        effect = error(row["code"], status=row["status"])
        effect |= {} if wait is None else {"retryAfter": int(wait)}
    name = faults.add(effect, force=True)
    with pytest.raises(Exception) as caught:
        retrying(row["mode"]).create_identity_source(**creation())
    assert faults.calls(name) == row["attempts"]
    assert type(caught.value).__name__ == row["error"].split(":")[0]


@pytest.mark.parametrize("mode", MODES)
def test_boto3_comes_back_after_a_reset_before_the_work(retrying, faults, mode):
    name = faults.add({"kind": "reset"})
    with pytest.raises(botocore.exceptions.ConnectionClosedError):
        retrying(mode).create_identity_source(**creation())
    assert faults.calls(name) == FIVE_OR_THREE[mode]


@pytest.mark.parametrize("mode", MODES)
def test_a_retry_after_a_lost_answer_gets_that_answer_and_one_resource_exists(
    retrying, faults, mode
):
    lost = {"kind": "reset", "when": "afterWork"}
    name = faults.add(lost, operations=["CreateIdentitySource"], attempt=1)
    mpa = retrying(mode)
    answer = mpa.create_identity_source(**creation())
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert faults.calls(name) == 1
    sources = mpa.list_identity_sources()["IdentitySources"]
    assert [source["IdentitySourceArn"] for source in sources] == [answer["IdentitySourceArn"]]
    assert sources[0]["CreationTime"] == answer["CreationTime"]


def test_a_lost_answer_without_a_retry_has_done_the_work(mpa, faults):
    faults.add({"kind": "reset", "when": "afterWork"}, operations=["CreateIdentitySource"])
    with pytest.raises(botocore.exceptions.ConnectionClosedError):
        mpa.create_identity_source(**creation())
    assert len(mpa.list_identity_sources()["IdentitySources"]) == 1


@pytest.mark.parametrize("mode", MODES)
def test_the_second_attempt_succeeds_when_the_first_alone_fails(retrying, faults, mode):
    faults.add(status(503), attempt=1)
    answer = retrying(mode).list_policies()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_truncated_body_is_an_error_of_the_connection(retrying, faults, mode):
    name = faults.add({"kind": "truncatedBody"})
    with pytest.raises(botocore.exceptions.ConnectionClosedError):
        retrying(mode).list_policies()
    assert faults.calls(name) == FIVE_OR_THREE[mode]


def test_malformed_json_is_a_body_that_cannot_be_parsed(mpa, faults):
    faults.add({"kind": "malformedJson"}, times=1)
    assert "Policies" not in mpa.list_policies()
    assert mpa.list_policies()["Policies"]


def test_a_wrong_content_type_is_told(mpa, faults):
    faults.add({"kind": "contentType", "contentType": "text/html"}, times=1)
    types = [
        mpa.list_policies()["ResponseMetadata"]["HTTPHeaders"]["content-type"] for _ in range(2)
    ]
    assert types == ["text/html", "application/json"]


@pytest.mark.parametrize(
    "effect",
    [
        {"kind": "delay", "seconds": 0.2},
        {"kind": "delay", "minSeconds": 0.1, "maxSeconds": 0.2},
        {"kind": "delay", "maxSeconds": 0.002, "place": "betweenBytes"},
        {"kind": "slowBody", "seconds": 0.2},
    ],
)
def test_an_answer_that_takes_its_time_is_whole(mpa, faults, effect):
    quick = mpa.list_policies()["Policies"]
    name = faults.add(effect)
    assert mpa.list_policies()["Policies"] == quick
    assert faults.calls(name) == 1


@pytest.mark.parametrize(
    "effect",
    [
        {"kind": "delay", "seconds": 600},
        {"kind": "delay", "seconds": 600, "place": "betweenBytes"},
    ],
)
def test_a_client_gives_up_on_an_answer_that_takes_too_long(client, faults, effect):
    name = faults.add(effect)
    with pytest.raises(botocore.exceptions.ReadTimeoutError):
        client(read_timeout=0.5).list_policies()
    assert faults.calls(name) == 1


def test_five_hundred_delayed_calls_leave_the_others_alone(start_server, account, new_account):
    server = start_server("--log-level", "warning")
    slow = Faults(server.url, account)
    name = slow.add({"kind": "delay", "seconds": 600})

    def listed(who):
        return raw_http.call(server.url, "POST", "/policies/?List", account=who).status

    with ThreadPoolExecutor(500) as pool:
        delayed = [pool.submit(listed, account) for _ in range(500)]
        other = new_account()
        while slow.calls(name) < 500:
            assert listed(other) == 200
        assert [listed(other) for _ in range(100)] == [200] * 100
        assert not any(each.done() for each in delayed)
        # A stop does not wait for them: they are answered at once.
        server.stop()
        assert [each.result() for each in delayed] == [200] * 500


def test_an_identity_source_ends_in_error_with_the_code(mpa, faults):
    faults.add(
        {"kind": "failure", "code": "IDC_INSTANCE_NOT_VALID", "message": "no"},
        operations=["CreateIdentitySource"],
    )
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    source = mpa.get_identity_source(IdentitySourceArn=arn)
    told = [source[name] for name in ("Status", "StatusCode", "StatusMessage")]
    assert told == ["ERROR", "IDC_INSTANCE_NOT_VALID", "no"]


def test_the_log_names_the_rule(module_server, mpa, faults):
    name = faults.add(error("ThrottlingException"), times=1)
    with pytest.raises(mpa.exceptions.ThrottlingException) as caught:
        mpa.list_policies()
    request_id = caught.value.response["ResponseMetadata"]["RequestId"]
    assert module_server.request_record(request_id)["fault"] == name
    request_id = mpa.list_policies()["ResponseMetadata"]["RequestId"]
    assert "fault" not in module_server.request_record(request_id)


def test_a_window_on_the_emulators_clock_opens_and_closes(start_server, account, client):
    server = start_server()
    mpa = client(url=server.url)

    def clock(method, target, **members):
        assert raw_http.call(server.url, method, target, members).status == 200

    clock("PUT", "/_mpa/clock", mode="frozen", time="2027-01-01T00:00:00Z")
    Faults(server.url, account).add(
        status(503), **{"from": "2027-01-01T01:00:00Z", "until": "2027-01-01T02:00:00Z"}
    )
    mpa.list_policies()
    clock("POST", "/_mpa/clock/advance", duration="PT1H")
    with pytest.raises(botocore.exceptions.ClientError):
        mpa.list_policies()
    clock("POST", "/_mpa/clock/advance", duration="PT1H")
    mpa.list_policies()


def test_a_seed_may_hold_rules(start_server, tmp_path, account, client):
    seed = tmp_path / "seed.json"
    seed.write_text(
        json.dumps(
            {"formatVersion": 1, "faults": [{"match": {"nth": 2}, "effect": status(503)}]}
        )
    )
    mpa = client(url=start_server("--seed", str(seed)).url)
    mpa.list_policies()
    with pytest.raises(botocore.exceptions.ClientError):
        mpa.list_policies()
    mpa.list_policies()
