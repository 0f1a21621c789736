"""The real AWS CLI, started as a user starts it, with the endpoint in its environment variable."""

import json
import sys
from pathlib import Path

import pytest

import mpa_local
from approval_teams import POLICY, members, people, team
from samples import INSTANCE_ARN, OTHER_INSTANCE_ARN, creation, identity_source_arn

SERVICE_ERROR = 255  # what version 1 of the CLI exits with; version 2 has 254
CENTER = "IamIdentityCenter={{InstanceArn={},Region=us-east-1}}"


@pytest.fixture
def aws(endpoint, account, tmp_path):
    """Runs `aws mpa` with the arguments given."""
    script = Path(sys.executable).with_name("aws")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "awscli"]
    environment = mpa_local.clean_environment(
        AWS_ENDPOINT_URL_MPA=endpoint,
        AWS_ACCESS_KEY_ID=account,
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_DEFAULT_REGION="us-east-1",
        AWS_DEFAULT_OUTPUT="json",
        AWS_MAX_ATTEMPTS="1",
        HOME=str(tmp_path),
    )

    def run(*arguments):
        return mpa_local.complete([*command, "mpa", *arguments], environment)

    return run


def succeed(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout) if done.stdout.strip() else None


def fail(done, code):
    assert done.returncode == SERVICE_ERROR
    assert done.stdout == ""
    assert f"({code})" in done.stderr


def test_life_of_a_source(aws, account):
    arn = identity_source_arn(account)
    parameters = CENTER.format(INSTANCE_ARN)
    created = succeed(
        aws(
            *("create-identity-source", "--identity-source-parameters", parameters),
            *("--tags", "team=blue", "--client-token", "t"),
        )
    )
    assert created["IdentitySourceArn"] == arn
    got = succeed(aws("get-identity-source", "--identity-source-arn", arn))
    assert got["Status"] == "ACTIVE"
    center = got["IdentitySourceParameters"]["IamIdentityCenter"]
    assert center["InstanceArn"] == INSTANCE_ARN
    listed = succeed(aws("list-identity-sources", "--page-size", "1"))
    assert [item["IdentitySourceArn"] for item in listed["IdentitySources"]] == [arn]
    assert not succeed(aws("tag-resource", "--resource-arn", arn, "--tags", "cost=low"))
    assert not succeed(aws("untag-resource", "--resource-arn", arn, "--tag-keys", "team"))
    tags = succeed(aws("list-tags-for-resource", "--resource-arn", arn))
    assert tags == {"Tags": {"cost": "low"}}
    assert not succeed(aws("delete-identity-source", "--identity-source-arn", arn))
    fail(aws("get-identity-source", "--identity-source-arn", arn), "ResourceNotFoundException")


def test_second_source_fails_with_its_error_code(aws, mpa):
    mpa.create_identity_source(**creation())
    parameters = CENTER.format(OTHER_INSTANCE_ARN)
    done = aws("create-identity-source", "--identity-source-parameters", parameters)
    fail(done, "ServiceQuotaExceededException")
    assert len(mpa.list_identity_sources()["IdentitySources"]) == 1


def test_refused_instance_arn_fails_with_the_validation_text(aws):
    parameters = CENTER.format("arn:aws:sso:::instance/ssoins-short")
    done = aws("create-identity-source", "--identity-source-parameters", parameters)
    fail(done, "ValidationException")
    assert "1 validation error detected: " in done.stderr


def test_call_for_another_region_fails_and_names_the_switch(aws):
    done = aws("list-identity-sources", "--region", "eu-west-1")
    fail(done, "ValidationException")
    assert "--regions" in done.stderr


def test_life_of_a_team(aws, account, control, mpa):
    mpa.create_identity_source(**creation())
    crew = people(3)
    created = succeed(
        aws(
            *("create-approval-team", "--name", "cli", "--description", "Made by hand."),
            *("--approval-strategy", "MofN={MinApprovalsRequired=2}"),
            *("--approvers", json.dumps(members(account, crew))),
            *("--policies", f"PolicyArn={POLICY}/$DEFAULT", "--tags", "stage=test"),
        )
    )
    arn = created["Arn"]
    for each in crew:
        control.respond(each, arn)
    got = succeed(aws("get-approval-team", "--arn", arn))
    assert (got["Status"], got["VersionId"]) == ("ACTIVE", created["VersionId"])
    listed = succeed(aws("list-approval-teams", "--page-size", "1"))
    assert [each["Arn"] for each in listed["ApprovalTeams"]] == [arn]

    updated = succeed(aws("update-approval-team", "--arn", arn, "--description", "Changed."))
    session = succeed(aws("get-approval-team", "--arn", arn))["UpdateSessionArn"]
    for each in crew[:2]:
        control.vote(each, session, "REJECT")
    draft = ("--arn", arn, "--version-id", updated["VersionId"])
    assert not succeed(aws("delete-inactive-approval-team-version", *draft))
    fail(aws("delete-inactive-approval-team-version", *draft), "ResourceNotFoundException")

    baseline = succeed(aws("start-approval-team-baseline", "--arn", arn))["BaselineSessionArn"]
    pending = "FieldName=SessionStatus,Operator=EQ,Value=PENDING"
    sessions = succeed(aws("list-sessions", "--approval-team-arn", arn, "--filters", pending))
    assert [each["SessionArn"] for each in sessions["Sessions"]] == [baseline]
    assert not succeed(aws("cancel-session", "--session-arn", baseline))
    assert succeed(aws("get-session", "--session-arn", baseline))["Status"] == "CANCELLED"

    deletion = aws("start-active-approval-team-deletion", "--arn", arn)
    assert "DeletionStartTime" in succeed(deletion)
    fail(aws("start-active-approval-team-deletion", "--arn", arn), "ConflictException")
    for each in crew[:2]:
        control.vote(each, mpa.get_approval_team(Arn=arn)["UpdateSessionArn"])
    fail(aws("get-approval-team", "--arn", arn), "ResourceNotFoundException")


def test_policies(aws, account, control, mpa):
    mpa.create_identity_source(**creation())
    arn = mpa.create_approval_team(**team(account, people(3)))["Arn"]
    (policy,) = succeed(aws("list-policies"))["Policies"]
    (version,) = succeed(aws("list-policy-versions", "--policy-arn", policy["Arn"]))[
        "PolicyVersions"
    ]
    got = succeed(aws("get-policy-version", "--policy-version-arn", version["Arn"]))
    (attached,) = succeed(aws("list-resource-policies", "--resource-arn", arn))["ResourcePolicies"]
    assert attached["PolicyArn"] == version["Arn"]
    names = ("--policy-name", attached["PolicyName"], "--policy-type", attached["PolicyType"])
    document = succeed(aws("get-resource-policy", "--resource-arn", arn, *names))
    assert document["PolicyDocument"] == got["PolicyVersion"]["Document"]
