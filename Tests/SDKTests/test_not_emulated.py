"""Operations of the model without a handler say so; those with one do not."""

import pytest
from botocore.exceptions import ClientError

from sdk_clients import packaged_model

TEAM = "arn:aws:mpa:us-east-1:{account}:approval-team/team-1"
POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"
BY_SHAPE = {
    "ApprovalTeamArn": TEAM,
    "SessionArn": "arn:aws:mpa:us-east-1:{account}:session/team-1/session-1",
    "IdcInstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef",
    "UnqualifiedPolicyArn": POLICY,
    "QualifiedPolicyArn": POLICY + "/1",
    "Region": "us-east-1",
}
BY_MEMBER = {"Region": "us-east-1", "ResourceArn": TEAM}


def least(shapes, name, account, member=None):
    """The smallest value of a shape that its constraints accept."""
    shape = shapes[name]
    if name in BY_SHAPE or member in BY_MEMBER:
        return BY_SHAPE.get(name, BY_MEMBER.get(member)).format(account=account)
    match shape["type"]:
        case "structure":
            members = shape["members"]
            needed = list(members)[:1] if shape.get("union") else shape.get("required", [])
            return {
                each: least(shapes, members[each]["shape"], account, each) for each in needed
            }
        case "list":
            inner = shape["member"]["shape"]
            return [least(shapes, inner, account) for _ in range(shape.get("min", 0))]
        case "map":
            return {}
        case "integer":
            return shape.get("min", 1)
        case "string":
            return shape["enum"][0] if "enum" in shape else "x" * max(1, shape.get("min", 1))
    raise AssertionError(f"no value for {name} of type {shape['type']}")


@pytest.mark.parametrize("operation", sorted(packaged_model()["operations"]))
def test_operation_answers_501_exactly_when_it_has_no_handler(
    mpa, account, description, operation
):
    model = packaged_model()
    shape = model["operations"][operation]["input"]["shape"]
    members = least(model["shapes"], shape, account)
    if description["operations"][operation]["emulated"]:
        assert _outcome(mpa, operation, members)[0] != 501
        return
    status, code, message = _outcome(mpa, operation, members)
    assert (status, code) == (501, "NotImplementedException")
    assert operation in message


def _outcome(mpa, operation, members):
    """Status, code and message that the real client got."""
    method = {api: name for name, api in mpa.meta.method_to_api_mapping.items()}[operation]
    try:
        answer = getattr(mpa, method)(**members)
    except ClientError as error:
        answer = error.response
    found = answer.get("Error", {})
    status = answer["ResponseMetadata"]["HTTPStatusCode"]
    return status, found.get("Code"), found.get("Message")


def test_description_says_of_every_operation_whether_it_is_emulated(description):
    told = {name: each["emulated"] for name, each in description["operations"].items()}
    assert set(told) == set(packaged_model()["operations"])
    assert {type(each) for each in told.values()} == {bool}
    assert all(told[name] for name in IMPLEMENTED), told


IMPLEMENTED = [
    "CreateIdentitySource",
    "GetIdentitySource",
    "ListIdentitySources",
    "DeleteIdentitySource",
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
    "ListPolicies",
    "ListPolicyVersions",
    "GetPolicyVersion",
]
