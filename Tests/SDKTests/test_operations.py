"""Every operation of the model is performed."""

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
def test_operation_is_performed_or_refused_with_an_error_it_declares(mpa, account, operation):
    """The client of these tests holds the answer against the model, errors included."""
    model = packaged_model()
    shape = model["operations"][operation]["input"]["shape"]
    members = least(model["shapes"], shape, account)
    method = {api: name for name, api in mpa.meta.method_to_api_mapping.items()}[operation]
    try:
        status = getattr(mpa, method)(**members)["ResponseMetadata"]["HTTPStatusCode"]
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    assert status < 500


def test_description_has_the_operations_of_the_model(description):
    assert set(description["operations"]) == set(packaged_model()["operations"])
    assert not any("emulated" in each for each in description["operations"].values())
