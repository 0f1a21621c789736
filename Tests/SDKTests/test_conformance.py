"""Recorded requests of real clients and malformed ones, where their collection is at hand.

The collection lies beside the repository, not in it.
"""

import json

import pytest

import mpa_local
import raw_http

FOLDER = mpa_local.REPOSITORY.parent / "shared" / "conformance"


def load(name):
    """A file of the collection, or None where there is no collection."""
    path = FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def cases(name, found, identify):
    """One parameter per case; a single skipped one, which says so, without the collection."""
    if found is None:
        reason = f"{name} is not at hand: {FOLDER} does not have it"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id=name)]
    return [
        pytest.param(each, id=f"{number}-{identify(each)}") for number, each in enumerate(found)
    ]


def operation_of(command):
    """The operation that an `aws mpa` command line calls."""
    words = command.split()
    return "".join(part.capitalize() for part in words[words.index("mpa") + 1].split("-"))


def boto3_requests():
    found = load("boto3-requests.json")
    if found is None:
        return None
    return [
        (each["operation"], request) for each in found["cases"] for request in each["requests"]
    ]


def cli_requests():
    found = load("awscli-requests.json")
    if found is None:
        return None
    return [
        (operation_of(each["command"]), request)
        for client in found
        for each in client["cases"]
        for request in each["requests"]
    ]


def malformed_requests():
    found = load("malformed-requests.json")
    return None if found is None else found["cases"]


RECORDED = [
    *cases("boto3-requests.json", boto3_requests(), lambda each: each[0]),
    *cases("awscli-requests.json", cli_requests(), lambda each: each[0]),
]
MALFORMED = cases("malformed-requests.json", malformed_requests(), lambda each: each["id"])


@pytest.mark.parametrize("case", RECORDED)
def test_recorded_request_reaches_its_operation(module_server, description, case):
    operation, request = case
    headers = [pair for pair in request["headers"] if pair[0].lower() != "host"]
    body = request["body"].encode()
    answer = raw_http.send(module_server.url, request["method"], request["target"], body, headers)
    record = module_server.request_record(answer.request_id)
    assert record.get("operation") == operation
    # All are well-formed: the operation itself may refuse them, with an error it declares.
    errors = {each["shape"] for each in description["operations"][operation]["errors"]}
    assert answer.error_type in {None, *errors}
    assert answer.status < 500


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_request_is_answered_as_expected(module_server, case):
    headers = list(case["headers"].items())
    body = case["body"].encode()
    answer = raw_http.send(module_server.url, case["method"], case["target"], body, headers)
    reached = module_server.request_record(answer.request_id).get("operation")
    expected = dict(case["expect"])
    if "operation" in expected:
        assert reached == expected.pop("operation")
    assert expected.keys() <= {"status", "x-amzn-errortype", "statusNot"}
    assert answer.status < 500
    if "status" in expected:
        assert answer.status == expected["status"]
    if "x-amzn-errortype" in expected:
        assert answer.error_type == expected["x-amzn-errortype"]
    if "statusNot" in expected:
        assert answer.status != expected["statusNot"]
