"""The real AWS CLI, started as a user starts it, with the endpoint in its environment variable."""

import json
import sys
from pathlib import Path

import pytest

import mpa_local
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
