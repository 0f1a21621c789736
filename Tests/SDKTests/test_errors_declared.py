"""Every exception that an operation declares and a caller can bring about, caught by its class."""

import pytest

from approval_teams import POLICY, people, team, unknown_session, unknown_team
from samples import OTHER_INSTANCE_ARN, creation, identity_source_arn
from sdk_clients import packaged_model

STRANGER = "999999999999"
# What nobody can bring about by a request alone.
BY_ITSELF = {"ThrottlingException", "InternalServerException"}
UNREACHABLE = {
    # Nothing is refused to anybody in an account of one's own, and policies are everybody's.
    *((each, "AccessDeniedException") for each in (
        "CreateApprovalTeam", "CreateIdentitySource", "GetPolicyVersion", "ListApprovalTeams",
        "ListIdentitySources", "ListPolicies", "ListPolicyVersions",
    )),
    # More approvers than the quota allows are more than the model allows.
    ("UpdateApprovalTeam", "ServiceQuotaExceededException"),
}


class Case:
    """What the calls below are made with."""

    def __init__(self, world, unchecked):
        self.world = world
        self.mpa = unchecked
        self.account = world.account
        self.control = world.control

    @property
    def pending(self):
        return self.world.pending_team(people(3))

    @property
    def active(self):
        return self.world.active_team(people(3))

    def ended(self):
        session = self.control.start_session(self.active)
        self.world.mpa.cancel_session(SessionArn=session)
        return session

    def twice(self, request):
        self.world.mpa.create_approval_team(**request)
        self.mpa.create_approval_team(**request)

    def eleven(self):
        for _ in range(11):
            self.mpa.create_approval_team(**team(self.account, people(3)))

    def version(self, arn):
        return {"Arn": arn, "VersionId": self.world.get(arn)["VersionId"]}

    def policy(self, arn, name="CreateRestoreAccessVault"):
        self.mpa.get_resource_policy(ResourceArn=arn, PolicyName=name, PolicyType="AWS_MANAGED")

    def delete_source_in_use(self):
        self.pending
        self.mpa.delete_identity_source(IdentitySourceArn=identity_source_arn(self.account))


def of_team(method, member="Arn", **others):
    """The three answers to an ARN: another account's, nobody's, and none at all."""

    def call(arn):
        return lambda case: getattr(case.mpa, method)(**{member: arn(case), **others})

    return {
        "AccessDeniedException": call(lambda case: unknown_team(STRANGER)),
        "ResourceNotFoundException": call(lambda case: unknown_team(case.account)),
        "ValidationException": call(lambda case: "nonsense"),
    }


def of_session(method):
    return {
        "AccessDeniedException": lambda case: getattr(case.mpa, method)(
            SessionArn=unknown_session(STRANGER)
        ),
        "ResourceNotFoundException": lambda case: getattr(case.mpa, method)(
            SessionArn=unknown_session(case.account)
        ),
        "ValidationException": lambda case: getattr(case.mpa, method)(SessionArn="nonsense"),
    }


def of_source(method):
    return {
        "AccessDeniedException": lambda case: getattr(case.mpa, method)(
            IdentitySourceArn=identity_source_arn(STRANGER)
        ),
        "ValidationException": lambda case: getattr(case.mpa, method)(IdentitySourceArn="x"),
    }


def of_list(method):
    return {"ValidationException": lambda case: getattr(case.mpa, method)(NextToken="garbled")}


CALLS = {
    "CancelSession": {
        **of_session("cancel_session"),
        "ConflictException": lambda case: case.mpa.cancel_session(SessionArn=case.ended()),
    },
    "CreateApprovalTeam": {
        "ValidationException": lambda case: case.mpa.create_approval_team(
            **team(case.account, people(2))
        ),
        "ConflictException": lambda case: case.twice(team(case.account, people(3))),
        "ServiceQuotaExceededException": lambda case: case.eleven(),
    },
    "CreateIdentitySource": {
        "ValidationException": lambda case: case.mpa.create_identity_source(**creation("x")),
        "ServiceQuotaExceededException": lambda case: case.mpa.create_identity_source(
            **creation(OTHER_INSTANCE_ARN)
        ),
    },
    "DeleteIdentitySource": {
        **of_source("delete_identity_source"),
        "ConflictException": Case.delete_source_in_use,
    },
    "DeleteInactiveApprovalTeamVersion": {
        **of_team("delete_inactive_approval_team_version", VersionId="1"),
        "ConflictException": lambda case: case.mpa.delete_inactive_approval_team_version(
            **case.version(case.active)
        ),
    },
    "GetApprovalTeam": of_team("get_approval_team"),
    "GetIdentitySource": {
        **of_source("get_identity_source"),
        "ResourceNotFoundException": lambda case: case.mpa.get_identity_source(
            IdentitySourceArn=identity_source_arn(case.account, name="Other")
        ),
    },
    "GetPolicyVersion": {
        "ValidationException": lambda case: case.mpa.get_policy_version(PolicyVersionArn=POLICY),
        "ResourceNotFoundException": lambda case: case.mpa.get_policy_version(
            PolicyVersionArn=POLICY + "/2"
        ),
    },
    "GetResourcePolicy": {
        "AccessDeniedException": lambda case: case.policy(unknown_team(STRANGER)),
        "ResourceNotFoundException": lambda case: case.policy(case.pending, "Other"),
        "InvalidParameterException": lambda case: case.policy("nonsense"),
        "ValidationException": lambda case: case.policy("x" * 1001),
    },
    "GetSession": of_session("get_session"),
    "ListApprovalTeams": of_list("list_approval_teams"),
    "ListIdentitySources": of_list("list_identity_sources"),
    "ListPolicies": of_list("list_policies"),
    "ListPolicyVersions": {
        "ValidationException": lambda case: case.mpa.list_policy_versions(PolicyArn="nonsense"),
        "ResourceNotFoundException": lambda case: case.mpa.list_policy_versions(
            PolicyArn=POLICY + "X"
        ),
    },
    "ListResourcePolicies": of_team("list_resource_policies", "ResourceArn"),
    "ListSessions": of_team("list_sessions", "ApprovalTeamArn"),
    "ListTagsForResource": of_team("list_tags_for_resource", "ResourceArn"),
    "StartActiveApprovalTeamDeletion": {
        **of_team("start_active_approval_team_deletion"),
        "ConflictException": lambda case: case.mpa.start_active_approval_team_deletion(
            Arn=case.pending
        ),
    },
    "StartApprovalTeamBaseline": of_team("start_approval_team_baseline"),
    "TagResource": {
        **of_team("tag_resource", "ResourceArn", Tags={"k": "v"}),
        "TooManyTagsException": lambda case: case.mpa.tag_resource(
            ResourceArn=case.pending, Tags={str(number): "" for number in range(51)}
        ),
    },
    "UntagResource": of_team("untag_resource", "ResourceArn", TagKeys=["k"]),
    "UpdateApprovalTeam": {
        **of_team("update_approval_team"),
        "ConflictException": lambda case: case.mpa.update_approval_team(Arn=case.pending),
    },
}
PAIRS = [(operation, error) for operation, calls in CALLS.items() for error in calls]


@pytest.mark.parametrize("operation, error", PAIRS)
def test_exception_is_caught_by_its_class(world, unchecked, operation, error):
    with pytest.raises(getattr(unchecked.exceptions, error)) as caught:
        CALLS[operation][error](Case(world, unchecked))
    assert caught.value.operation_name == operation
    assert caught.value.response["Error"]["Message"]


def test_every_declared_exception_is_tried_or_cannot_be_brought_about():
    declared = {
        (name, error["shape"])
        for name, operation in packaged_model()["operations"].items()
        for error in operation["errors"]
        if error["shape"] not in BY_ITSELF
    }
    assert set(PAIRS) == declared - UNREACHABLE


def test_baseline_of_a_team_that_is_not_active_is_a_validation_error(world):
    """It declares no conflict."""
    with pytest.raises(world.mpa.exceptions.ValidationException):
        world.mpa.start_approval_team_baseline(Arn=world.pending_team(people(3)))
