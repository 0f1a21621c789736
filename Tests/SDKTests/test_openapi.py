"""The control API, held against its own OpenAPI description by schemathesis."""

import copy
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import mpa_local
import raw_http
from sdk_clients import make_client

EXAMPLES_PER_OPERATION = 50
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def url():
    server = mpa_local.Server("--log-level", "warning")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def document(url):
    return raw_http.call(url, "GET", "/_mpa/openapi.json").json


def operations(document):
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_described_route_exists(url, document):
    for method, path, _ in operations(document).values():
        answer = raw_http.call(url, method, path.replace("{", "").replace("}", ""), b"x")
        assert answer.status != 405
        assert answer.status != 404 or b"control route" not in answer.body


def test_a_body_beyond_the_limit_is_a_described_answer_of_every_route(url, document):
    too_large = [("Content-Length", str(64 * 1024 * 1024 + 1))]
    for name, (method, path, operation) in operations(document).items():
        target = path.replace("{", "").replace("}", "")
        assert raw_http.send(url, method, target, headers=too_large).status == 413, name
        assert "413" in operation["responses"], name


INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
UNKNOWN = "arn:aws:mpa:us-east-1:111122223333:"


@pytest.fixture(scope="module")
def names(url, boto3_session):
    """Names that exist, beside some that do not: hardly any would be met by chance."""
    mpa = make_client(boto3_session, url, "111122223333")
    source = mpa.create_identity_source(
        IdentitySourceParameters={
            "IamIdentityCenter": {"InstanceArn": INSTANCE, "Region": "us-east-1"}
        }
    )["IdentitySourceArn"]
    people = ["u1", "u2", "u3"]
    team = mpa.create_approval_team(
        Name="team",
        Description="of three",
        ApprovalStrategy={"MofN": {"MinApprovalsRequired": 2}},
        Approvers=[
            {"PrimaryIdentityId": person, "PrimaryIdentitySourceArn": source} for person in people
        ],
        Policies=[{"PolicyArn": POLICY}],
    )["Arn"]
    raw_http.call(url, "PATCH", "/_mpa/settings", {"sessionPolicies": "ignore"})
    for person in people:
        target = f"/_mpa/approvers/{person}/invitations/{quote(team, safe='')}"
        assert raw_http.call(url, "PUT", target, {"response": "ACCEPT"}).status == 200
    started = {"approvalTeamArn": team, "actionName": "a:b", "protectedResourceArn": "r"}
    session = raw_http.call(url, "POST", "/_mpa/sessions", started).json["arn"]
    return {
        "approvalTeamArn": [team, UNKNOWN + "approval-team/none"],
        "sessionArn": [session, UNKNOWN + "session/none/none"],
        "instanceArn": [INSTANCE],
        "approver": [*people, "ghost"],
        "resourceArn": [team, session, UNKNOWN + "session/none/none"],
        "userId": [*people, "ghost"],
        "identityId": [*people, "ghost"],
    }


def with_names(document, names):
    """The description, with paths that name these and nothing else."""
    narrowed = copy.deepcopy(document)
    for _, _, operation in operations(narrowed).values():
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path" and parameter["name"] in names:
                parameter["schema"] = {"type": "string", "enum": names[parameter["name"]]}
            if parameter["name"] == "wait":  # nothing may happen meanwhile
                parameter["schema"] = {"enum": [0, "PT0S", "PT0.1S", -1]}
                # A stream of events has no end by itself.
                parameter["required"] = operation["operationId"] == "StreamEvents"
    start = narrowed["components"]["schemas"]["StartSessionRequest"]
    start["properties"]["approvalTeamArn"] = {"enum": names["approvalTeamArn"]}
    return narrowed


def test_generated_requests_find_no_answer_that_the_description_does_not_have(
    url, document, names
):
    schema = schemathesis.openapi.from_dict(with_names(document, names))
    schema.config.base_url = url
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @seed(20260727)
        @settings(
            max_examples=EXAMPLES_PER_OPERATION,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def hold(case):
            case.call_and_validate(base_url=url, checks=CHECKS)

        hold()
        tried += 1
    assert tried == len(operations(document))
