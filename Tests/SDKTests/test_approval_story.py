"""Whole approvals, as an administrator, approvers and an integrated service go through them."""

from datetime import timedelta

import pytest

from approval_teams import members, of, people, standing, unknown_session, unknown_team
from control import ControlError

DAY = timedelta(days=1)


@pytest.fixture
def five():
    return people(5)


@pytest.fixture
def team(world, five):
    """An active team of five that needs three."""
    return world.active_team(five, 3, Name="team-of-five")


def refusal(action, *arguments, **named):
    """The status of the control plane's refusal."""
    with pytest.raises(ControlError) as caught:
        action(*arguments, **named)
    assert caught.value.problem["detail"]
    return caught.value.status


def responses(session):
    return [each["Response"] for each in session["ApproverResponses"]]


def statuses(approvers):
    return [each["PrimaryIdentityStatus"] for each in approvers]


# Invitations


def test_team_is_active_once_the_last_of_its_members_has_accepted(world, control, five):
    arn = world.pending_team(five, 3)
    for count, each in enumerate(five):
        team = world.get(arn)
        assert standing(team) == ("PENDING", "PENDING_ACTIVATION")
        assert statuses(team["Approvers"]) == ["ACCEPTED"] * count + ["PENDING"] * (5 - count)
        (invitation,) = control.invitations(each)
        assert invitation["approvalTeamArn"] == arn
        control.respond(each, arn)
        assert control.invitations(each) == []
    team = world.get(arn)
    assert standing(team) == ("ACTIVE", None)
    assert {each["LastActivity"] for each in team["Approvers"]} == {"RESPONDED_TO_INVITATION"}
    assert all(each["ResponseTime"] == each["LastActivityTime"] for each in team["Approvers"])


def test_invitations_are_in_the_outbox(world, control, five):
    arn = world.pending_team(five, 3, Name="invited")
    for each in five:
        (message,) = control.outbox(recipient=each, kind="INVITATION")
        assert message["approvalTeamArn"] == arn
        assert "invited" in message["subject"]


def test_one_who_declines_fails_the_team_and_voids_the_other_invitations(world, control, five):
    arn = world.pending_team(five, 3)
    control.respond(five[0], arn)
    control.respond(five[1], arn, "REJECT")
    team = world.get(arn)
    assert standing(team) == ("INACTIVE", "FAILED_ACTIVATION")
    assert statuses(team["Approvers"]) == ["ACCEPTED", "REJECTED"] + ["PENDING"] * 3
    assert control.invitations(five[2]) == []
    assert refusal(control.respond, five[2], arn) == 409


def test_invitations_last_24_hours(world, control, five):
    control.freeze()
    arn = world.pending_team(five, 3)
    control.advance(seconds=24 * 3600 - 1)
    assert world.standing(arn) == ("PENDING", "PENDING_ACTIVATION")
    fired = control.advance(seconds=1)
    assert [(each["name"], each["resourceArn"]) for each in fired] == [
        ("TeamCreationActivationFailure", arn)
    ]
    assert world.standing(arn) == ("INACTIVE", "FAILED_ACTIVATION")


def test_unknown_user_fails_validation(world, control, five):
    for each in five[:4]:
        control.put_user(each)
    arn = world.pending_team(five, 3)
    team = world.get(arn)
    assert standing(team) == ("INACTIVE", "FAILED_VALIDATION")
    assert statuses(team["Approvers"]) == ["PENDING"] * 4 + ["INVALID"]


def test_failed_team_is_edited_and_asks_only_those_who_have_not_accepted(world, control, five):
    arn = world.pending_team(five, 3)
    for each in five[:4]:
        control.respond(each, arn)
    control.respond(five[4], arn, "REJECT")
    (new,) = people(1)
    before = world.get(arn)
    version = world.mpa.update_approval_team(
        Arn=arn, Approvers=members(world.account, [*five[:4], new])
    )["VersionId"]
    team = world.get(arn)
    assert int(version) > int(before["VersionId"])
    assert (team["VersionId"], standing(team)) == (version, ("PENDING", "PENDING_ACTIVATION"))
    assert statuses(team["Approvers"]) == ["ACCEPTED"] * 4 + ["PENDING"]
    assert "PendingUpdate" not in team
    control.respond(new, arn)
    assert world.standing(arn) == ("ACTIVE", None)


@pytest.mark.parametrize("stranger", ["identity", "team"])
def test_stranger_has_no_invitation(world, control, five, stranger):
    arn = world.pending_team(five, 3)
    if stranger == "identity":
        assert refusal(control.respond, people(1)[0], arn) == 404
    else:
        assert refusal(control.respond, five[0], unknown_team(world.account)) == 404


def test_second_answer_is_refused(world, control, five):
    arn = world.pending_team(five, 3)
    control.respond(five[0], arn)
    assert refusal(control.respond, five[0], arn, "REJECT") == 409
    assert world.standing(arn) == ("PENDING", "PENDING_ACTIVATION")


# Sessions of a protected operation


def test_three_of_five_approve_and_the_operation_is_executed(world, control, five, team):
    arn = control.start_session(
        team, requesterComment="The old key is lost.", metadata={"ticket": "42"}
    )
    session = world.session(arn)
    assert (session["Status"], session["ExecutionStatus"]) == ("PENDING", "PENDING")
    assert session["ApprovalTeamArn"] == team
    assert session["ApprovalTeamName"] == "team-of-five"
    assert session["ApprovalStrategy"] == of(3)
    assert session["NumberOfApprovers"] == 5
    assert session["ActionName"] == "backup:RevokeRestoreAccessBackupVault"
    assert session["RequesterComment"] == "The old key is lost."
    assert session["Metadata"] == {"ticket": "42"}
    assert session["RequesterAccountId"] == world.account
    assert session["ExpirationTime"] - session["InitiationTime"] == DAY
    assert session["ActionCompletionStrategy"] == "AUTO_COMPLETION_UPON_APPROVAL"
    assert "CompletionTime" not in session

    for count, each in enumerate(five[:3]):
        assert responses(world.session(arn)) == ["APPROVED"] * count + ["NO_RESPONSE"] * (5 - count)
        (request,) = control.sessions(each, status="pending")
        assert request["sessionArn"] == arn
        control.vote(each, arn, comment="Go on.")

    session = world.session(arn)
    assert world.outcome(arn) == ("APPROVED", None, "EXECUTED")
    assert responses(session) == ["APPROVED"] * 3 + ["NO_RESPONSE"] * 2
    assert session["CompletionTime"] == session["ApproverResponses"][2]["ResponseTime"]
    assert all("ResponseTime" not in each for each in session["ApproverResponses"][3:])
    activities = [each["LastActivity"] for each in world.get(team)["Approvers"]]
    assert activities == ["VOTED"] * 3 + ["RESPONDED_TO_INVITATION"] * 2


def test_session_is_rejected_once_its_threshold_is_out_of_reach(world, five, team, control):
    arn = control.start_session(team)
    world.vote(arn, five[:2], "REJECT")
    world.vote(arn, five[2:4])
    assert world.outcome(arn) == ("PENDING", None, "PENDING")
    world.vote(arn, five[4:], "REJECT")
    assert world.outcome(arn) == ("FAILED", "REJECTED", None)


def test_session_expires_with_the_clock(world, five, team, control):
    control.freeze()
    arn = control.start_session(team)
    world.vote(arn, five[:2])
    expiration = world.session(arn)["ExpirationTime"]
    assert control.advance(seconds=24 * 3600 - 1) == []
    fired = control.advance("PT5H")
    assert [(each["name"], each["resourceArn"]) for each in fired] == [("SessionExpiration", arn)]
    assert world.outcome(arn) == ("FAILED", "EXPIRED", None)
    assert world.session(arn)["CompletionTime"] == expiration


def test_session_lasts_as_long_as_the_service_asks(world, team, control):
    control.freeze()
    arn = control.start_session(team, durationMinutes=60)
    control.advance("PT59M")
    assert world.outcome(arn)[0] == "PENDING"
    control.advance("PT1M")
    assert world.outcome(arn)[:2] == ("FAILED", "EXPIRED")


def test_session_is_cancelled_once(world, team, control):
    arn = control.start_session(team)
    world.mpa.cancel_session(SessionArn=arn)
    assert world.outcome(arn) == ("CANCELLED", None, None)
    assert world.session(arn)["StatusMessage"]
    with pytest.raises(world.mpa.exceptions.ConflictException):
        world.mpa.cancel_session(SessionArn=arn)


@pytest.mark.parametrize("when", ["before the approval", "after it"])
def test_operation_that_failed_says_so(world, five, team, control, when):
    arn = control.start_session(team)
    if when == "before the approval":
        control.report_execution(arn, "FAILED")
        assert world.outcome(arn) == ("PENDING", None, "PENDING")
    world.vote(arn, five[:3])
    if when == "after it":
        control.report_execution(arn, "FAILED")
    assert world.outcome(arn) == ("APPROVED", None, "FAILED")


def test_operation_that_was_not_approved_has_no_result(world, five, team, control):
    arn = control.start_session(team)
    world.vote(arn, five[:3], "REJECT")
    assert refusal(control.report_execution, arn, "EXECUTED") == 409
    assert refusal(control.report_execution, unknown_session(world.account), "FAILED") == 404


def test_votes_that_do_not_count(world, five, team, control):
    arn = control.start_session(team)
    control.vote(five[0], arn)
    assert refusal(control.vote, five[0], arn, "REJECT") == 409
    assert refusal(control.vote, people(1)[0], arn) == 404
    assert refusal(control.vote, five[1], unknown_session(world.account)) == 404
    world.vote(arn, five[1:3])
    assert refusal(control.vote, five[3], arn) == 409
    assert responses(world.session(arn)) == ["APPROVED"] * 3 + ["NO_RESPONSE"] * 2


def test_vote_on_an_expired_session_is_refused(five, team, control):
    arn = control.start_session(team)
    control.advance("P2D")
    assert refusal(control.vote, five[0], arn) == 409


def test_vote_of_a_disabled_user_is_refused_until_the_user_is_enabled(world, five, team, control):
    arn = control.start_session(team)
    for each in five:
        control.put_user(each)
    control.put_user(five[0], "DISABLED")
    assert statuses(world.get(team)["Approvers"]) == ["INVALID"] + ["ACCEPTED"] * 4
    assert refusal(control.vote, five[0], arn) == 409
    control.put_user(five[0])
    assert statuses(world.get(team)["Approvers"]) == ["ACCEPTED"] * 5
    control.vote(five[0], arn)


def test_team_that_is_not_active_takes_no_session(world, five, control):
    assert refusal(control.start_session, world.pending_team(five)) == 409
    assert refusal(control.start_session, unknown_team(world.account)) == 404


@pytest.mark.parametrize(
    "members",
    [
        {"actionName": "backup:DeleteBackupVault"},
        {"protectedResourceArn": "arn:aws:backup:us-east-1:999999999999:backup-vault:v"},
    ],
    ids=["another action", "another account's resource"],
)
def test_session_needs_a_policy_that_allows_it(world, team, control, members):
    assert refusal(control.start_session, team, **members) == 409
    control.set(sessionPolicies="ignore")
    assert world.outcome(control.start_session(team, **members))[0] == "PENDING"


def test_deduplication_token_gives_the_same_session(team, control):
    first = control.start_session(team, deduplicationToken="t")
    assert control.start_session(team, deduplicationToken="t") == first
    assert control.start_session(team, deduplicationToken="u") != first


# Updates


@pytest.fixture
def drafted(world, team, five):
    """The team with a draft that adds a sixth member and renames nothing; and the sixth."""
    (sixth,) = people(1)
    version = world.mpa.update_approval_team(
        Arn=team,
        Description="Guards two vaults.",
        ApprovalStrategy=of(4),
        Approvers=members(world.account, [*five, sixth]),
    )["VersionId"]
    return team, version, sixth


def test_update_goes_through_both_stages(world, control, five, drafted):
    arn, version, sixth = drafted
    team = world.get(arn)
    draft = team["PendingUpdate"]
    assert standing(team) == ("ACTIVE", "UPDATE_PENDING_APPROVAL")
    assert (team["NumberOfApprovers"], team["Description"]) == (5, "Guards the vault.")
    assert int(team["VersionId"]) < int(version)
    assert (draft["VersionId"], draft["Status"]) == (version, "PENDING")
    assert draft["StatusCode"] == "UPDATE_PENDING_APPROVAL"
    assert (draft["NumberOfApprovers"], draft["Description"]) == (6, "Guards two vaults.")
    assert draft["ApprovalStrategy"] == of(4)
    assert statuses(draft["Approvers"]) == ["ACCEPTED"] * 5 + ["PENDING"]
    session = world.session(team["UpdateSessionArn"])
    assert session["ActionName"] == "mpa:UpdateApprovalTeam"
    assert session["RequesterServicePrincipal"] == "mpa.amazonaws.com"
    assert session["ProtectedResourceArn"] == arn
    assert (session["NumberOfApprovers"], session["ApprovalStrategy"]) == (5, of(3))
    assert refusal(control.respond, sixth, arn) == 409

    other = control.start_session(arn)
    world.vote(team["UpdateSessionArn"], five[:3])
    team = world.get(arn)
    assert standing(team) == ("ACTIVE", "UPDATE_PENDING_ACTIVATION")
    assert team["PendingUpdate"]["StatusCode"] == "UPDATE_PENDING_ACTIVATION"
    assert world.outcome(other)[0] == "PENDING"
    assert all(control.invitations(each) == [] for each in five)

    control.respond(sixth, arn)
    team = world.get(arn)
    assert (standing(team), team["VersionId"]) == (("ACTIVE", None), version)
    assert (team["NumberOfApprovers"], team["Description"]) == (6, "Guards two vaults.")
    assert team["ApprovalStrategy"] == of(4)
    assert statuses(team["Approvers"]) == ["ACCEPTED"] * 6
    assert team["LastUpdateTime"] == team["Approvers"][5]["ResponseTime"]
    assert not {"PendingUpdate", "UpdateSessionArn", "StatusMessage"} & team.keys()
    assert world.outcome(other) == ("CANCELLED", "CONFIGURATION_CHANGED", None)


def test_both_stages_of_an_update_have_24_hours_each(world, control, five, drafted):
    arn, version, sixth = drafted
    control.freeze()
    control.advance(seconds=24 * 3600 - 60)
    world.vote(world.update_session(arn), five[:3])
    control.advance(seconds=24 * 3600 - 1)
    assert world.standing(arn) == ("ACTIVE", "UPDATE_PENDING_ACTIVATION")
    control.respond(sixth, arn)
    assert world.get(arn)["VersionId"] == version


def fail_approval(world, control, five, arn, sixth):
    world.vote(world.update_session(arn), five[:3], "REJECT")


def expire_approval(world, control, five, arn, sixth):
    control.advance("PT24H")


def decline(world, control, five, arn, sixth):
    world.vote(world.update_session(arn), five[:3])
    control.respond(sixth, arn, "REJECT")


def ignore_invitation(world, control, five, arn, sixth):
    world.vote(world.update_session(arn), five[:3])
    control.advance("PT24H")


@pytest.mark.parametrize(
    "fail, code, ended",
    [
        (fail_approval, "UPDATE_FAILED_APPROVAL", ("FAILED", "REJECTED")),
        (expire_approval, "UPDATE_FAILED_APPROVAL", ("FAILED", "EXPIRED")),
        (decline, "UPDATE_FAILED_ACTIVATION", ("APPROVED", None)),
        (ignore_invitation, "UPDATE_FAILED_ACTIVATION", ("APPROVED", None)),
    ],
)
def test_failed_update_leaves_the_team_and_its_draft(
    world, control, five, drafted, fail, code, ended
):
    arn, version, sixth = drafted
    before = world.get(arn)
    fail(world, control, five, arn, sixth)
    team = world.get(arn)
    assert standing(team) == ("ACTIVE", code)
    assert (team["VersionId"], team["NumberOfApprovers"]) == (before["VersionId"], 5)
    draft = team["PendingUpdate"]
    assert (draft["VersionId"], draft["Status"], draft["StatusCode"]) == (version, "INACTIVE", code)
    assert team["UpdateSessionArn"] == before["UpdateSessionArn"]
    assert world.outcome(before["UpdateSessionArn"])[:2] == ended
    # The draft can be deleted, and then there is nothing to be told of it.
    world.mpa.delete_inactive_approval_team_version(Arn=arn, VersionId=version)
    team = world.get(arn)
    assert standing(team) == ("ACTIVE", None)
    assert not {"PendingUpdate", "UpdateSessionArn", "StatusMessage"} & team.keys()
    with pytest.raises(world.mpa.exceptions.ResourceNotFoundException):
        world.mpa.delete_inactive_approval_team_version(Arn=arn, VersionId=version)


def test_update_with_an_unusable_member_fails_validation(world, control, five, team):
    for each in five:
        control.put_user(each)
    newcomers = [*five, *people(1)]
    world.mpa.update_approval_team(Arn=team, Approvers=members(world.account, newcomers))
    found = world.get(team)
    assert standing(found) == ("ACTIVE", "UPDATE_FAILED_VALIDATION")
    assert found["PendingUpdate"]["Status"] == "INACTIVE"
    assert statuses(found["PendingUpdate"]["Approvers"]) == ["ACCEPTED"] * 5 + ["INVALID"]
    assert "UpdateSessionArn" not in found


def test_failed_draft_makes_room_for_another(world, control, five, drafted):
    arn, version, sixth = drafted
    fail_approval(world, control, five, arn, sixth)
    second = world.mpa.update_approval_team(Arn=arn, Description="Third try.")["VersionId"]
    team = world.get(arn)
    assert int(second) > int(version)
    assert standing(team) == ("ACTIVE", "UPDATE_PENDING_APPROVAL")
    assert team["PendingUpdate"]["VersionId"] == second
    assert team["PendingUpdate"]["NumberOfApprovers"] == 5


def test_cancelled_update_leaves_no_trace(world, drafted):
    arn, _, _ = drafted
    session = world.update_session(arn)
    world.mpa.cancel_session(SessionArn=session)
    team = world.get(arn)
    assert standing(team) == ("ACTIVE", None)
    assert not {"PendingUpdate", "UpdateSessionArn", "LastUpdateTime"} & team.keys()
    assert world.outcome(session) == ("CANCELLED", None, None)


@pytest.mark.parametrize("stage", ["approval", "activation"])
def test_second_change_is_refused_while_one_is_open(world, five, drafted, stage):
    arn, version, _ = drafted
    if stage == "activation":
        world.vote(world.update_session(arn), five[:3])
    conflict = world.mpa.exceptions.ConflictException
    with pytest.raises(conflict):
        world.mpa.update_approval_team(Arn=arn, Description="Another.")
    with pytest.raises(conflict):
        world.mpa.start_active_approval_team_deletion(Arn=arn)
    for each in (version, world.get(arn)["VersionId"]):
        with pytest.raises(conflict):
            world.mpa.delete_inactive_approval_team_version(Arn=arn, VersionId=each)


def test_update_without_newcomers_is_applied_at_its_approval(world, five, team):
    world.mpa.update_approval_team(
        Arn=team, Approvers=members(world.account, five[:4]), ApprovalStrategy=of(2)
    )
    world.vote(world.update_session(team), five[:3])
    found = world.get(team)
    assert (standing(found), found["NumberOfApprovers"]) == (("ACTIVE", None), 4)
    assert found["ApprovalStrategy"] == of(2)


# Deletions


def test_deletion_is_voted_on_and_has_its_window(world, control, five, team):
    control.freeze()
    other = control.start_session(team)
    baseline = world.mpa.start_approval_team_baseline(Arn=team)["BaselineSessionArn"]
    answer = world.mpa.start_active_approval_team_deletion(Arn=team, PendingWindowDays=7)
    assert answer["DeletionStartTime"] == control.now()
    assert answer["DeletionCompletionTime"] == control.now() + 7 * DAY
    assert world.standing(team) == ("ACTIVE", "DELETE_PENDING_APPROVAL")
    session = world.update_session(team)
    assert world.session(session)["ActionName"] == "mpa:StartActiveApprovalTeamDeletion"
    world.vote(session, five[:3])

    found = world.get(team)
    assert standing(found) == ("DELETING", None)
    assert "UpdateSessionArn" not in found
    assert all("PendingBaselineSessionArn" not in each for each in found["Approvers"])
    assert world.outcome(session) == ("APPROVED", None, "EXECUTED")
    assert world.outcome(other) == ("CANCELLED", None, None)
    assert world.outcome(baseline) == ("CANCELLED", None, None)
    assert refusal(control.start_session, team) == 409
    with pytest.raises(world.mpa.exceptions.ConflictException):
        world.mpa.update_approval_team(Arn=team, Description="Too late.")

    control.advance(seconds=7 * 24 * 3600 - 1)
    assert world.standing(team) == ("DELETING", None)
    control.advance(seconds=1)
    with pytest.raises(world.mpa.exceptions.ResourceNotFoundException):
        world.get(team)
    assert world.outcome(session)[0] == "APPROVED"


def test_deletion_without_a_window_is_done_at_its_approval(world, five, team):
    answer = world.mpa.start_active_approval_team_deletion(Arn=team)
    assert "DeletionCompletionTime" not in answer
    world.vote(world.update_session(team), five[:3])
    assert world.mpa.list_approval_teams()["ApprovalTeams"] == []


@pytest.mark.parametrize("how", ["rejected", "expired"])
def test_deletion_that_is_not_approved_leaves_the_team(world, control, five, team, how):
    world.mpa.start_active_approval_team_deletion(Arn=team)
    if how == "rejected":
        world.vote(world.update_session(team), five[:3], "REJECT")
    else:
        control.advance("PT24H")
    assert world.standing(team) == ("ACTIVE", "DELETE_FAILED_APPROVAL")
    assert world.outcome(world.update_session(team))[:2] == ("FAILED", how.upper())
    assert world.outcome(control.start_session(team))[0] == "PENDING"
    # The code goes with the next success.
    world.mpa.update_approval_team(Arn=team, Description="Still here.")
    world.vote(world.update_session(team), five[:3])
    assert world.standing(team) == ("ACTIVE", None)


def test_cancelled_deletion_leaves_no_trace(world, team):
    before = world.get(team)
    world.mpa.start_active_approval_team_deletion(Arn=team)
    world.mpa.cancel_session(SessionArn=world.update_session(team))
    after = world.get(team)
    for answer in (before, after):
        del answer["ResponseMetadata"]
    assert after == before


def test_window_ends_with_the_last_year_that_a_time_can_tell(world, team):
    answer = world.mpa.start_active_approval_team_deletion(Arn=team, PendingWindowDays=2**31 - 1)
    assert answer["DeletionCompletionTime"].year == 9999


def test_negative_window_is_refused(world, team):
    with pytest.raises(world.mpa.exceptions.ValidationException):
        world.mpa.start_active_approval_team_deletion(Arn=team, PendingWindowDays=-1)
    assert world.standing(team) == ("ACTIVE", None)


# Baselines


def test_baseline_ends_well_once_everybody_asked_has_answered(world, control, five, team):
    ids = [each["ApproverId"] for each in world.get(team)["Approvers"]]
    arn = world.mpa.start_approval_team_baseline(Arn=team, ApproverIds=ids[:2])[
        "BaselineSessionArn"
    ]
    approvers = world.get(team)["Approvers"]
    assert [each.get("PendingBaselineSessionArn") for each in approvers] == [arn] * 2 + [None] * 3
    session = world.session(arn)
    assert session["ActionName"] == "mpa:StartApprovalTeamBaseline"
    assert session["NumberOfApprovers"] == 2
    assert [each["ApproverId"] for each in session["ApproverResponses"]] == ids[:2]
    control.vote(five[0], arn)
    assert world.outcome(arn)[0] == "PENDING"
    control.vote(five[1], arn, "REJECT")
    assert world.outcome(arn)[:2] == ("APPROVED", None)
    approvers = world.get(team)["Approvers"]
    assert [each["LastActivity"] for each in approvers[:2]] == ["BASELINED"] * 2
    assert not any("PendingBaselineSessionArn" in each for each in approvers)


def test_baseline_asks_those_who_are_in_none_and_fails_without_any(world, team):
    ids = [each["ApproverId"] for each in world.get(team)["Approvers"]]
    start = world.mpa.start_approval_team_baseline
    start(Arn=team, ApproverIds=ids[:2])
    rest = start(Arn=team)["BaselineSessionArn"]
    asked = [each["ApproverId"] for each in world.session(rest)["ApproverResponses"]]
    assert asked == ids[2:]
    none = start(Arn=team)["BaselineSessionArn"]
    assert world.outcome(none)[:2] == ("FAILED", "ALL_APPROVERS_IN_SESSION")


def test_baseline_expires(world, control, five, team):
    arn = world.mpa.start_approval_team_baseline(Arn=team, ApproverIds=[])["BaselineSessionArn"]
    world.vote(arn, five[:4])
    control.advance("PT24H")
    assert world.outcome(arn)[:2] == ("FAILED", "EXPIRED")
    assert not any("PendingBaselineSessionArn" in each for each in world.get(team)["Approvers"])


def test_cancelled_baseline_waits_for_nobody(world, team):
    arn = world.mpa.start_approval_team_baseline(Arn=team)["BaselineSessionArn"]
    world.mpa.cancel_session(SessionArn=arn)
    assert not any("PendingBaselineSessionArn" in each for each in world.get(team)["Approvers"])


# One-time codes


@pytest.fixture
def protected(world, control, five):
    """A session whose votes need a code."""
    control.set(mfa=True)
    for number, each in enumerate(five):
        control.put_user(each, email=f"{number}@example.com")
    team = world.active_team(five, 3)
    return control.start_session(team)


def codes(control, person):
    return [each["code"] for each in control.outbox(recipient=person, kind="ONE_TIME_CODE")]


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_vote_needs_the_code_from_the_outbox(world, control, five, protected):
    session = world.session(protected)
    assert session["AdditionalSecurityRequirements"] == ["APPROVER_VERIFICATION_REQUIRED"]
    assert refusal(control.vote, five[0], protected) == 400
    for each in five[:3]:
        control.send_code(each, protected)
        (code,) = codes(control, each)
        assert len(code) == 6 and code.isdigit()
        control.vote(each, protected, code=code)
    assert world.outcome(protected) == ("APPROVED", None, "EXECUTED")


def test_new_code_voids_the_one_before(control, five, protected):
    control.send_code(five[0], protected)
    control.send_code(five[0], protected)
    old, new = codes(control, five[0])
    if old != new:
        assert refusal(control.vote, five[0], protected, code=old) == 400
    control.vote(five[0], protected, code=new)


def test_code_of_another_approver_does_not_count(control, five, protected):
    for each in five[:2]:
        control.send_code(each, protected)
    (first,), (second,) = (codes(control, each) for each in five[:2])
    if first != second:
        assert refusal(control.vote, five[0], protected, code=second) == 400


def test_five_wrong_codes_void_the_right_one(world, control, five, protected):
    control.send_code(five[0], protected)
    (code,) = codes(control, five[0])
    for _ in range(5):
        assert refusal(control.vote, five[0], protected, code=wrong(code)) == 400
    assert refusal(control.vote, five[0], protected, code=code) == 400
    assert responses(world.session(protected)) == ["NO_RESPONSE"] * 5
    control.send_code(five[0], protected)
    control.vote(five[0], protected, code=codes(control, five[0])[-1])


def test_four_wrong_codes_do_not(control, five, protected):
    control.send_code(five[0], protected)
    (code,) = codes(control, five[0])
    for _ in range(4):
        assert refusal(control.vote, five[0], protected, code=wrong(code)) == 400
    control.vote(five[0], protected, code=code)


def test_changed_address_is_out_of_sync_until_an_update_synchronizes_it(
    world, control, five, protected
):
    def sync(arn):
        return [each["MfaMethods"][0]["SyncStatus"] for each in world.get(arn)["Approvers"]]

    arn = world.session(protected)["ApprovalTeamArn"]
    assert sync(arn) == ["IN_SYNC"] * 5
    control.put_user(five[0], email="new@example.com")
    assert sync(arn) == ["OUT_OF_SYNC"] + ["IN_SYNC"] * 4
    world.mpa.update_approval_team(Arn=arn, UpdateActions=["SYNCHRONIZE_MFA_DEVICES"])
    session = world.update_session(arn)
    for each in five[:3]:
        control.send_code(each, session)
        control.vote(each, session, code=codes(control, each)[-1])
    assert sync(arn) == ["IN_SYNC"] * 5


# Habits


@pytest.mark.parametrize(
    "setting, team_state, session_state",
    [
        ("wait", ("PENDING", "PENDING_ACTIVATION"), None),
        ("accept", ("ACTIVE", None), "PENDING"),
        ("approve", ("ACTIVE", None), "APPROVED"),
    ],
)
def test_people_answer_by_themselves_as_they_are_told(
    world, control, five, setting, team_state, session_state
):
    control.set(approvers=setting)
    arn = world.pending_team(five, 3)
    assert world.standing(arn) == team_state
    if session_state:
        assert world.outcome(control.start_session(arn))[0] == session_state


def test_identity_can_have_a_habit_of_its_own(world, control, five):
    control.freeze()
    control.set(approvers="approve")
    control.put_habit(five[4], onInvitation="ACCEPT", onSession="REJECT", after="PT1H")
    arn = world.pending_team(five, 5)
    assert world.standing(arn) == ("PENDING", "PENDING_ACTIVATION")
    control.advance("PT1H")
    assert world.standing(arn) == ("ACTIVE", None)
    session = control.start_session(arn)
    assert responses(world.session(session)) == ["APPROVED"] * 4 + ["NO_RESPONSE"]
    control.advance("PT1H")
    assert world.outcome(session)[:2] == ("FAILED", "REJECTED")


# Identity Center


@pytest.mark.parametrize(
    "status, code",
    [
        ("DELETED", "IDC_INSTANCE_NOT_FOUND"),
        ("NOT_VALID", "IDC_INSTANCE_NOT_VALID"),
        ("ACCESS_DENIED", "ACCESS_DENIED"),
    ],
)
def test_instance_that_is_of_no_use_puts_the_source_into_error(world, control, status, code):
    (source,) = world.mpa.list_identity_sources()["IdentitySources"]
    instance = source["IdentitySourceParameters"]["IamIdentityCenter"]["InstanceArn"]
    control.put_instance(instance, status)
    found = world.mpa.get_identity_source(IdentitySourceArn=source["IdentitySourceArn"])
    assert (found["Status"], found["StatusCode"]) == ("ERROR", code)


def test_source_whose_instance_is_deleted_goes_although_it_has_teams(world, control, five, team):
    (source,) = world.mpa.list_identity_sources()["IdentitySources"]
    arn = source["IdentitySourceArn"]
    with pytest.raises(world.mpa.exceptions.ConflictException):
        world.mpa.delete_identity_source(IdentitySourceArn=arn)
    control.put_instance(
        source["IdentitySourceParameters"]["IamIdentityCenter"]["InstanceArn"], "DELETED"
    )
    world.mpa.delete_identity_source(IdentitySourceArn=arn)
    assert statuses(world.get(team)["Approvers"]) == ["INVALID"] * 5
