"""Values the tests share: what an identity source is made from, and what answers look like."""

import re

import pytest

INSTANCE_ID = "ssoins-0123456789abcdef"
INSTANCE_ARN = f"arn:aws:sso:::instance/{INSTANCE_ID}"
OTHER_INSTANCE_ARN = "arn:aws:sso:::instance/ssoins-fedcba9876543210"
REGION = "us-east-1"
OTHER_REGION = "eu-central-1"
LOWER_CASE_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

# Operations that name an identity source: boto3 method, member of the ARN, other members.
BY_ARN = [
    pytest.param("get_identity_source", "IdentitySourceArn", {}, id="GetIdentitySource"),
    pytest.param("delete_identity_source", "IdentitySourceArn", {}, id="DeleteIdentitySource"),
    pytest.param("list_tags_for_resource", "ResourceArn", {}, id="ListTagsForResource"),
    pytest.param("tag_resource", "ResourceArn", {"Tags": {"k": "v"}}, id="TagResource"),
    pytest.param("untag_resource", "ResourceArn", {"TagKeys": ["k"]}, id="UntagResource"),
]


def parameters(instance_arn=INSTANCE_ARN, region=REGION):
    return {"IamIdentityCenter": {"InstanceArn": instance_arn, "Region": region}}


def creation(instance_arn=INSTANCE_ARN, region=REGION, **members):
    """The members of a CreateIdentitySource request."""
    return {"IdentitySourceParameters": parameters(instance_arn, region), **members}


def identity_source_arn(account, region=REGION, name="IamIdentityCenter"):
    return f"arn:aws:mpa:{region}:{account}:identity-source/{name}"


def error_of(caught):
    """Code, message and HTTP status of a ClientError that pytest.raises caught."""
    answer = caught.value.response
    error = answer["Error"]
    return error["Code"], error["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


VIOLATIONS = re.compile(r"(\d+) validation errors? detected: (.*)", re.DOTALL)
VIOLATION = re.compile(
    r"Value (?P<value>.*?) ?at '(?P<path>[^']*)' failed to satisfy constraint: (?P<constraint>.*)",
    re.DOTALL,
)


def violations(message):
    """(path, constraint) of each violation in a validation text, whose count must be right."""
    whole = VIOLATIONS.fullmatch(message)
    assert whole, message
    parts = re.split(r"; (?=Value )", whole[2])
    found = [VIOLATION.fullmatch(part) for part in parts]
    assert all(found), message
    assert int(whole[1]) == len(found), message
    noun = "error" if len(found) == 1 else "errors"
    assert f" validation {noun} detected" in message
    return [(one["path"], one["constraint"]) for one in found]
