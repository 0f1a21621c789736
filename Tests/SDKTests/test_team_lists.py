"""Every list, page by page, and the check that every answer of the suite goes through."""

from datetime import timedelta

import pytest
from botocore.model import ServiceModel

import response_shapes
from approval_teams import POLICY, people, team
from sdk_clients import packaged_model

BASELINE = "mpa:StartApprovalTeamBaseline"
BACKUP = "backup:RevokeRestoreAccessBackupVault"


def walk(client, method, key, size=2, **arguments):
    """All items, having made sure that each page but the last is full and says there is more."""
    pages = list(
        client.get_paginator(method).paginate(PaginationConfig={"PageSize": size}, **arguments)
    )
    assert all(len(page[key]) == size and page["NextToken"] for page in pages[:-1])
    assert "NextToken" not in pages[-1]
    return [item for page in pages for item in page[key]]


# Teams


def test_teams_are_listed_in_the_order_of_their_creation(world, control):
    control.freeze()
    arns = []
    for _ in range(5):
        arns.append(world.pending_team(people(3)))
        control.advance(seconds=1)
    listed = walk(world.mpa, "list_approval_teams", "ApprovalTeams")
    assert [each["Arn"] for each in listed] == arns
    for each in listed:
        got = world.get(each["Arn"])
        assert each == {name: got[name] for name in each}
        assert not {"VersionId", "Approvers", "Policies"} & each.keys()


def test_page_stays_right_while_teams_come_and_go(world, control):
    control.freeze()
    arns = []
    for _ in range(4):
        arns.append(world.pending_team(people(3)))
        control.advance(seconds=1)
    first = world.mpa.list_approval_teams(MaxResults=2)
    version = world.get(arns[1])["VersionId"]
    world.mpa.delete_inactive_approval_team_version(Arn=arns[1], VersionId=version)
    arns.append(world.pending_team(people(3)))
    rest = world.mpa.list_approval_teams(NextToken=first["NextToken"])["ApprovalTeams"]
    assert [each["Arn"] for each in rest] == arns[2:]


def test_lists_of_an_empty_account_are_empty(mpa):
    assert walk(mpa, "list_approval_teams", "ApprovalTeams") == []
    assert walk(mpa, "list_identity_sources", "IdentitySources") == []


def test_identity_sources_are_listed(world):
    (listed,) = walk(world.mpa, "list_identity_sources", "IdentitySources", size=1)
    got = world.mpa.get_identity_source(IdentitySourceArn=listed["IdentitySourceArn"])
    del got["ResponseMetadata"]
    assert listed == got


# Sessions


@pytest.fixture
def busy(world, control):
    """An active team with seven sessions, one a minute: the last a baseline, the first approved."""
    control.freeze()
    crew = people(3)
    arn = world.active_team(crew)
    sessions = []
    for _ in range(6):
        control.advance("PT1M")
        sessions.append(control.start_session(arn))
    world.vote(sessions[0], crew[:2])
    control.advance("PT1M")
    sessions.append(world.mpa.start_approval_team_baseline(Arn=arn)["BaselineSessionArn"])
    return arn, sessions


def found(world, arn, *filters):
    keys = ("FieldName", "Operator", "Value")
    given = {"Filters": [dict(zip(keys, each)) for each in filters]} if filters else {}
    listed = walk(world.mpa, "list_sessions", "Sessions", ApprovalTeamArn=arn, **given)
    return [each["SessionArn"] for each in listed]


def test_sessions_are_listed_from_new_to_old(world, busy):
    arn, sessions = busy
    assert found(world, arn) == sessions[::-1]
    for each in world.mpa.list_sessions(ApprovalTeamArn=arn)["Sessions"]:
        got = world.session(each["SessionArn"])
        assert each == {name: got[name] for name in each}
        left_out = {
            *("ApprovalStrategy", "NumberOfApprovers", "Metadata"),
            *("ExecutionStatus", "RequesterComment", "ApproverResponses"),
        }
        assert not left_out & each.keys()


@pytest.mark.parametrize(
    "filters, places",
    [
        ([("ActionName", "EQ", BASELINE)], [6]),
        ([("ActionName", "NE", BASELINE)], range(6)),
        ([("ActionName", "CONTAINS", "Restore")], range(6)),
        ([("ActionName", "CONTAINS", "restore")], []),
        ([("ActionName", "NOT_CONTAINS", "Restore")], [6]),
        ([("SessionStatus", "EQ", "APPROVED")], [0]),
        ([("SessionStatus", "NE", "APPROVED")], range(1, 7)),
        ([("SessionStatus", "EQ", "PENDING"), ("ActionName", "EQ", BACKUP)], range(1, 6)),
        ([("SessionStatus", "EQ", "PENDING"), ("SessionStatus", "NE", "PENDING")], []),
    ],
)
def test_filter_finds(world, busy, filters, places):
    arn, sessions = busy
    assert found(world, arn, *filters) == [sessions[each] for each in places][::-1]


@pytest.mark.parametrize(
    "operator, places",
    [
        ("GT", range(4, 7)),
        ("GTE", range(3, 7)),
        ("LT", range(3)),
        ("LTE", range(4)),
    ],
)
def test_filter_by_time_finds(world, busy, operator, places):
    arn, sessions = busy
    moment = world.session(sessions[3])["InitiationTime"].isoformat()
    assert found(world, arn, ("InitiationTime", operator, moment)) == [
        sessions[each] for each in places
    ][::-1]


def test_between_has_both_its_ends_and_any_case(world, busy):
    arn, sessions = busy
    begin = world.session(sessions[2])["InitiationTime"].isoformat()
    end = world.session(sessions[4])["InitiationTime"].isoformat()
    for word in ("AND", "and"):
        value = f"{begin} {word} {end}"
        assert found(world, arn, ("InitiationTime", "BETWEEN", value)) == sessions[4:1:-1]


def test_times_of_filters_can_have_nanoseconds(world, busy):
    arn, sessions = busy
    last = world.session(sessions[6])["InitiationTime"] - timedelta(seconds=1)
    moment = last.strftime("%Y-%m-%dT%H:%M:%S.123456789") + last.strftime("%z")[:3] + ":00"
    assert found(world, arn, ("InitiationTime", "GT", moment)) == [sessions[6]]


@pytest.mark.parametrize(
    "given",
    [
        {"FieldName": "ApprovalTeamName", "Operator": "EQ", "Value": "x"},
        {"FieldName": "VotingTime", "Operator": "GT", "Value": "2030-01-01T00:00:00Z"},
        {"FieldName": "Vote", "Operator": "EQ", "Value": "APPROVED"},
        {"FieldName": "ActionName", "Operator": "GT", "Value": "x"},
        {"FieldName": "SessionStatus", "Operator": "CONTAINS", "Value": "PEND"},
        {"FieldName": "SessionStatus", "Operator": "EQ", "Value": "DONE"},
        {"FieldName": "InitiationTime", "Operator": "EQ", "Value": "2030-01-01T00:00:00Z"},
        {"FieldName": "InitiationTime", "Operator": "GT", "Value": "yesterday"},
        {"FieldName": "InitiationTime", "Operator": "BETWEEN", "Value": "2030-01-01T00:00:00Z"},
        {"Operator": "EQ", "Value": "x"},
        {"FieldName": "ActionName", "Value": "x"},
        {"FieldName": "ActionName", "Operator": "EQ"},
    ],
    ids=lambda each: "-".join(each.values()),
)
def test_filter_that_is_none_is_refused(world, busy, given):
    with pytest.raises(world.mpa.exceptions.ValidationException):
        world.mpa.list_sessions(ApprovalTeamArn=busy[0], Filters=[given])


def test_token_belongs_to_its_filters_and_team(world, busy):
    arn, _ = busy
    page = world.mpa.list_sessions(ApprovalTeamArn=arn, MaxResults=1)
    others = [
        {"ApprovalTeamArn": world.pending_team(people(3))},
        {
            "ApprovalTeamArn": arn,
            "Filters": [{"FieldName": "SessionStatus", "Operator": "EQ", "Value": "PENDING"}],
        },
    ]
    for each in others:
        with pytest.raises(world.mpa.exceptions.ValidationException):
            world.mpa.list_sessions(NextToken=page["NextToken"], **each)


def test_new_session_does_not_move_a_page(world, busy, control):
    arn, sessions = busy
    page = world.mpa.list_sessions(ApprovalTeamArn=arn, MaxResults=3)
    control.advance("PT1M")
    control.start_session(arn)
    rest = world.mpa.list_sessions(ApprovalTeamArn=arn, NextToken=page["NextToken"])["Sessions"]
    assert [each["SessionArn"] for each in rest] == sessions[3::-1]


# Policies


def test_policies_and_their_versions_are_listed(mpa):
    assert [each["Arn"] for each in walk(mpa, "list_policies", "Policies", size=1)] == [POLICY]
    versions = walk(mpa, "list_policy_versions", "PolicyVersions", size=1, PolicyArn=POLICY)
    assert [each["Arn"] for each in versions] == [POLICY + "/1"]


def test_long_lists_of_policies_have_pages(world, control):
    state = control.state()
    document = state["policies"][0]["versions"][0]["document"]
    paths = [f"partners.example.com/Policy{number}" for number in range(5)]
    state["policies"] += [
        {
            "path": path,
            "name": path.split("/")[1],
            "type": "AWS_MANAGED",
            "defaultVersion": 3,
            "versions": [{"number": number, "document": document} for number in (1, 2, 3)],
        }
        for path in paths
    ]
    control.put_state(state)
    arns = [f"arn:aws:mpa:::aws:policy/{path}" for path in paths]
    policies = walk(world.mpa, "list_policies", "Policies")
    assert [each["Arn"] for each in policies[1:]] == arns
    versions = walk(world.mpa, "list_policy_versions", "PolicyVersions", PolicyArn=arns[0])
    assert [each["VersionId"] for each in versions] == [1, 2, 3]
    attached = [{"PolicyArn": f"{arn}/$DEFAULT"} for arn in arns]
    team = world.active_team(people(3), Policies=attached)
    listed = walk(world.mpa, "list_resource_policies", "ResourcePolicies", ResourceArn=team)
    assert [each["PolicyArn"] for each in listed] == [f"{arn}/3" for arn in arns]


def test_policies_of_a_team_are_resolved_where_they_are_listed(world):
    arn = world.pending_team(people(3))
    assert world.get(arn)["Policies"] == [{"PolicyArn": POLICY + "/$DEFAULT"}]
    (item,) = walk(world.mpa, "list_resource_policies", "ResourcePolicies", 1, ResourceArn=arn)
    assert item == {
        "PolicyArn": POLICY + "/1",
        "PolicyType": "AWS_MANAGED",
        "PolicyName": "CreateRestoreAccessVault",
    }
    policy = world.mpa.get_resource_policy(
        ResourceArn=arn, PolicyName=item["PolicyName"], PolicyType=item["PolicyType"]
    )
    version = world.mpa.get_policy_version(PolicyVersionArn=item["PolicyArn"])["PolicyVersion"]
    assert policy["PolicyDocument"] == version["Document"]
    assert policy["PolicyVersionArn"] == version["Arn"]
    assert policy["ResourceArn"] == arn


# The check itself


TEAM = {
    "CreationTime": "2030-01-01T00:00:00.000Z",
    "ApprovalStrategy": {"MofN": {"MinApprovalsRequired": 2}},
    "NumberOfApprovers": 3,
    "Status": "ACTIVE",
    "Approvers": [{"PrimaryIdentityStatus": "ACCEPTED"}],
}


@pytest.mark.parametrize(
    "change, told",
    [
        ({}, None),
        ({"Status": None}, "$.Status is null"),
        ({"Status": "GONE"}, "$.Status is GONE"),
        ({"Surprise": 1}, "$.Surprise is not in"),
        ({"NumberOfApprovers": "3"}, "$.NumberOfApprovers is no integer"),
        ({"NumberOfApprovers": True}, "$.NumberOfApprovers is no integer"),
        ({"CreationTime": 1893456000}, "$.CreationTime is 1893456000"),
        ({"ApprovalStrategy": {}}, "$.ApprovalStrategy is a union with 0 members"),
        ({"Approvers": {}}, "$.Approvers is no array"),
        ({"Approvers": [None]}, "$.Approvers[0] is null"),
        ({"Approvers": [{"ApproverId": ""}]}, "$.Approvers[0].ApproverId has the length 0"),
    ],
)
def test_wrong_answer_is_told(change, told):
    operation = ServiceModel(packaged_model(), "mpa").operation_model("GetApprovalTeam")
    shape = operation.output_shape
    lines = list(response_shapes.KINDS["structure"](shape, {**TEAM, **change}, "$"))
    if told is None:
        assert lines == []
    else:
        assert [line for line in lines if line.startswith(told)]


@pytest.mark.parametrize(
    "code, status, body, told",
    [
        ("ConflictException", 409, {"Message": "x"}, "error ConflictException is not declared"),
        ("ValidationException", 409, {"Message": "x"}, "error ValidationException has status 409"),
        ("ValidationException", 400, {}, "error ValidationException has no Message"),
        ("ValidationException", 400, {"Message": "x", "a": 1}, "unknown member a"),
        ("ValidationException", 400, {"Message": "x"}, None),
    ],
)
def test_wrong_error_is_told(code, status, body, told):
    operation = ServiceModel(packaged_model(), "mpa").operation_model("GetApprovalTeam")
    lines = list(response_shapes._error(operation, status, code, body))
    assert bool(lines) == (told is not None)
    assert told is None or told in lines[0]


def test_every_client_of_the_suite_is_watched(mpa, monkeypatch):
    monkeypatch.setattr(response_shapes, "problems", lambda *_: ["a planted problem"])
    with pytest.raises(AssertionError, match="a planted problem"):
        mpa.list_approval_teams()


def test_request_helper_makes_a_team_that_boto3_accepts(world):
    arn = world.mpa.create_approval_team(**team(world.account, people(3)))["Arn"]
    assert world.standing(arn) == ("PENDING", "PENDING_ACTIVATION")
