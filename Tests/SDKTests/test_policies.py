"""Managed policies, as the real boto3 sees them."""

import json
from datetime import datetime, timezone

import pytest
from botocore.exceptions import ClientError

POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"


def test_the_managed_policy_is_listed(mpa):
    (policy,) = mpa.get_paginator("list_policies").paginate().build_full_result()["Policies"]
    assert policy == {
        "Arn": POLICY,
        "DefaultVersion": 1,
        "PolicyType": "AWS_MANAGED",
        "Name": "CreateRestoreAccessVault",
    }


def test_its_version_is_listed_and_answered_with_its_document(mpa):
    pages = mpa.get_paginator("list_policy_versions").paginate(PolicyArn=POLICY)
    (summary,) = pages.build_full_result()["PolicyVersions"]
    version = mpa.get_policy_version(PolicyVersionArn=summary["Arn"])["PolicyVersion"]
    document = json.loads(version.pop("Document"))
    assert version == summary
    assert (version["Arn"], version["PolicyArn"]) == (f"{POLICY}/1", POLICY)
    assert (version["VersionId"], version["IsDefault"]) == (1, True)
    assert version["Status"] == "ATTACHABLE"
    assert version["CreationTime"] == datetime(2025, 6, 17, tzinfo=timezone.utc)
    assert document["Version"] == "2012-10-17"
    assert document["Statement"][0]["Action"] == ["mpa:StartSession", "mpa:CancelSession"]


def test_default_stands_for_the_default_version(mpa):
    first, default = (
        mpa.get_policy_version(PolicyVersionArn=f"{POLICY}/{version}")["PolicyVersion"]
        for version in ("1", "$DEFAULT")
    )
    assert default == first


@pytest.mark.parametrize("method, arguments", [
    ("list_policy_versions", {"PolicyArn": POLICY + "X"}),
    ("list_policy_versions", {"PolicyArn": POLICY.replace("arn:aws:", "arn:aws-cn:")}),
    ("get_policy_version", {"PolicyVersionArn": POLICY + "/2"}),
    ("get_policy_version", {"PolicyVersionArn": POLICY + "X/$DEFAULT"}),
])
def test_what_is_not_there_is_not_found(mpa, method, arguments):
    with pytest.raises(ClientError) as caught:
        getattr(mpa, method)(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == "ResourceNotFoundException"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 404


@pytest.mark.parametrize("method, arguments", [
    ("list_policy_versions", {"PolicyArn": POLICY + "/1"}),
    ("get_policy_version", {"PolicyVersionArn": POLICY}),
    ("list_policies", {"NextToken": "garbled"}),
    ("list_policy_versions", {"PolicyArn": POLICY, "NextToken": "garbled"}),
])
def test_what_is_malformed_is_refused(mpa, method, arguments):
    with pytest.raises(ClientError) as caught:
        getattr(mpa, method)(**arguments)
    assert caught.value.response["Error"]["Code"] == "ValidationException"
