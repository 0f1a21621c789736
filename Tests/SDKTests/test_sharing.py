"""A team of one account that another account shares, as AWS RAM would have it."""

import pytest

from control import ControlError

GUEST = "444455556666"
OTHER_POLICY = "partners.example.com/OpenTheVault"


@pytest.fixture
def team(control, account):
    """An active team of this test's account, made from a state document and shared with a guest."""
    control.put_state(
        {
            "formatVersion": 1,
            "approvalTeams": [
                {
                    "account": account,
                    "name": "shared",
                    "approvers": ["ann", "bob", "cleo"],
                    "sharedWith": [GUEST],
                }
            ],
        }
    )
    return control.state()["approvalTeams"][0]["arn"]


@pytest.fixture
def guest(client, team):
    return client(account=GUEST)


@pytest.fixture
def stranger(client, team):
    return client(account="777700001111")


def test_the_guest_sees_the_team_and_its_sessions(mpa, guest, control, team):
    assert [each["Arn"] for each in guest.list_approval_teams()["ApprovalTeams"]] == [team]
    assert guest.get_approval_team(Arn=team)["Status"] == "ACTIVE"
    session = control.start_session(team)
    assert guest.get_session(SessionArn=session)["Status"] == "PENDING"
    listed = guest.list_sessions(ApprovalTeamArn=team)["Sessions"]
    assert [each["SessionArn"] for each in listed] == [session]
    assert mpa.list_approval_teams()["ApprovalTeams"][0]["Arn"] == team


def test_the_guest_changes_nothing(guest, control, team):
    session = control.start_session(team)
    calls = [
        lambda: guest.update_approval_team(Arn=team),
        lambda: guest.start_active_approval_team_deletion(Arn=team),
        lambda: guest.delete_inactive_approval_team_version(Arn=team, VersionId="1"),
        lambda: guest.tag_resource(ResourceArn=team, Tags={"a": "b"}),
        lambda: guest.cancel_session(SessionArn=session),
    ]
    for call in calls:
        with pytest.raises(guest.exceptions.AccessDeniedException, match="no resource-based policy"):
            call()


def test_a_stranger_is_told_nothing(stranger, control, team):
    session = control.start_session(team)
    assert stranger.list_approval_teams()["ApprovalTeams"] == []
    for call in (
        lambda: stranger.get_approval_team(Arn=team),
        lambda: stranger.list_sessions(ApprovalTeamArn=team),
        lambda: stranger.get_session(SessionArn=session),
    ):
        with pytest.raises(stranger.exceptions.AccessDeniedException):
            call()


def test_the_share_is_a_policy_on_the_team(mpa, team):
    policies = mpa.list_resource_policies(ResourceArn=team)["ResourcePolicies"]
    assert [each["PolicyType"] for each in policies] == ["AWS_MANAGED", "AWS_RAM"]
    share = mpa.get_resource_policy(
        ResourceArn=team, PolicyName=policies[1]["PolicyName"], PolicyType="AWS_RAM"
    )
    assert "PolicyVersionArn" not in share
    assert GUEST in share["PolicyDocument"]


def test_the_guest_asks_for_approval_and_takes_it_back(guest, control, team):
    vault = f"arn:aws:backup:us-east-1:{GUEST}:backup-vault:v"
    session = control.start_session(
        team, requesterAccountId=GUEST, protectedResourceArn=vault, actionName="any:Operation"
    )
    assert guest.get_session(SessionArn=session)["RequesterAccountId"] == GUEST
    guest.cancel_session(SessionArn=session)
    assert guest.get_session(SessionArn=session)["Status"] == "CANCELLED"


def test_an_operation_that_no_policy_allows_is_refused(control, account, team):
    with pytest.raises(ControlError, match="No policy on the team allows"):
        control.start_session(team, actionName="any:Operation")
    control.set(sessionPolicies="ignore")
    assert control.start_session(team, actionName="any:Operation")


def test_a_policy_of_the_seed_can_be_attached_and_allows(mpa, world, control):
    document = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Resource":"*",'
        '"Action":"mpa:StartSession",'
        '"Condition":{"StringEquals":{"mpa:RequestedOperation":"partners:Open"}}}}'
    )
    state = control.state()
    state["policies"].append(
        {
            "path": OTHER_POLICY,
            "name": "OpenTheVault",
            "type": "AWS_MANAGED",
            "defaultVersion": 1,
            "versions": [{"number": 1, "document": document}],
        }
    )
    control.put_state(state)
    listed = [each["Name"] for each in mpa.list_policies()["Policies"]]
    assert listed == ["CreateRestoreAccessVault", "OpenTheVault"]
    policy = {"PolicyArn": f"arn:aws:mpa:::aws:policy/{OTHER_POLICY}/1"}
    team = world.active_team(["ann", "bob", "cleo"], Policies=[policy])
    assert control.start_session(team, actionName="partners:Open")
    with pytest.raises(ControlError):
        control.start_session(team)
