"""What approvers do in the portal, seen by boto3."""

import pytest

from browser import encoded

PEOPLE = ["ann", "bob", "cleo"]
METADATA = {"Ticket": "OPS-381"}


def test_a_team_is_accepted_by_three_approvers(window, world):
    team = world.pending_team(PEOPLE, Name="vault-keepers")
    for person in PEOPLE:
        window.portal("people")
        window.heading("Who are you?")
        window.click(person)
        window.click("Approval teams", "nav")
        window.sees("vault-keepers", "2 of 3 approvers have to agree")
        window.click("Accept invitation")
        window.announced("You accepted the invitation.")
        window.loses("Accept invitation")
    assert world.standing(team) == ("ACTIVE", None)
    window.sees("Active")


def test_a_declined_invitation_fails_the_team(window, world):
    team = world.pending_team(PEOPLE)
    window.portal("teams?as=bob")
    window.click("Decline")
    window.announced("You declined the invitation.")
    window.sees("Inactive · Failed activation")
    assert world.standing(team) == ("INACTIVE", "FAILED_ACTIVATION")


def test_operations_are_approved_and_rejected(window, world, control):
    team = world.active_team(PEOPLE)
    approved = control.start_session(team, requesterComment="please", metadata=METADATA)
    rejected = control.start_session(team, requesterComment="perhaps")
    for person in ("ann", "cleo"):
        for session, button in ((approved, "Approve"), (rejected, "Reject")):
            window.portal(f"requests?as={person}")
            window.sees("please" if session == approved else "perhaps")
            window.portal(f"sessions/{encoded(session)}?as={person}")
            window.fill("Comment (optional)", f"{button}, says {person}")
            window.click(button)
            window.announced(f"You {button.lower().rstrip('e')}ed the operation.")
            window.sees(f"{button}, says {person}")
    assert world.outcome(approved) == ("APPROVED", None, "EXECUTED")
    assert world.outcome(rejected)[:2] == ("FAILED", "REJECTED")
    window.sees("Failed · Rejected")
    window.click("Operation history", "nav")
    window.sees("Approved", "Failed · Rejected")


def test_an_operation_tells_all_that_aws_shows(window, world, control):
    team = world.active_team(PEOPLE)
    session = control.start_session(
        team,
        requesterComment="Ticket OPS-381",
        metadata=METADATA,
        requesterPrincipalArn="arn:aws:iam::444455556666:role/drill",
        requesterAccountId="111122223333",
    )
    control.vote("bob", session, comment="Fine")
    window.portal(f"sessions/{encoded(session)}?as=ann")
    window.heading("backup:RevokeRestoreAccessBackupVault")
    window.sees(
        "arn:aws:iam::444455556666:role/drill",
        "111122223333",
        "us-east-1",
        "Ticket OPS-381",
        "Ticket",
        "OPS-381",
        "Fine",
        "No response",
    )
    ring = window.one("main .ring")
    assert ring.get_attribute("aria-label") == "1 of 2 approvals, 0 rejections, 3 approvers"


def test_links_in_messages_lead_to_their_pages(window, server, world, control):
    team = world.pending_team(PEOPLE, Name="linked")
    invitation = control.outbox(recipient="ann", kind="INVITATION")[0]["link"]
    assert invitation.startswith(f"{server.url}/portal/#/invitations/")
    window.visit(invitation)
    window.heading("linked")
    window.click("Accept invitation")
    window.announced("You accepted the invitation.")
    window.sees("No invitation to this team waits for you.")
    for person in ("bob", "cleo"):
        control.respond(person, team)
    control.start_session(team, requesterComment="by mail")
    window.visit(control.outbox(recipient="bob", kind="REQUEST")[0]["link"])
    window.sees("by mail")
    assert window.one(".who").text.endswith("bob")


def test_the_countdown_follows_the_emulators_clock(window, world, control):
    control.freeze()
    team = world.active_team(PEOPLE)
    session = control.start_session(team)
    window.portal(f"sessions/{encoded(session)}?as=ann")
    window.sees("Time left: 24 h 0 min")
    control.advance("PT23H59M")
    window.sees("Time left: 1 min 0 s")
    bar = window.one("progress.time-bar")
    assert 0 < float(bar.get_attribute("value")) < 10
    control.advance("PT1M")
    window.sees("Failed · Expired")
    window.loses("Time left")
    window.sees("You did not answer in time to count.")


def test_with_mfa_a_vote_needs_the_code(window, world, control):
    control.set(mfa=True)
    session = control.start_session(world.active_team(PEOPLE))
    window.portal(f"sessions/{encoded(session)}?as=ann")
    window.click("Send code")
    window.announced("A code was sent.")
    (message,) = control.outbox(recipient="ann", kind="ONE_TIME_CODE")
    window.fill("One-time code", message["code"])
    window.click("Approve")
    window.announced("You approved the operation.")
    (mine,) = [each for each in world.session(session)["ApproverResponses"] if each["IdentityId"] == "ann"]
    assert mine["Response"] == "APPROVED"


@pytest.mark.complaints
def test_a_wrong_code_is_told_and_counts_for_nothing(window, world, control):
    control.set(mfa=True)
    session = control.start_session(world.active_team(PEOPLE))
    window.portal(f"sessions/{encoded(session)}?as=ann")
    window.fill("One-time code", "x")
    window.fill("Comment (optional)", "kept")
    window.click("Approve")
    window.announced("The code is wrong or void.")
    assert window.one("textarea").get_attribute("value") == "kept"
    assert world.outcome(session)[0] == "PENDING"


def test_a_baseline_is_answered(window, world, mpa):
    team = world.active_team(PEOPLE)
    mpa.start_approval_team_baseline(Arn=team)
    for person in PEOPLE:
        window.portal(f"requests?as={person}")
        window.click("Baseline: are you still there?")
        window.click("Approve")
        window.announced("You approved the operation.")
    approvers = world.get(team)["Approvers"]
    assert [each["LastActivity"] for each in approvers] == ["BASELINED"] * 3


def test_another_window_sees_it_without_being_touched(window, world, control):
    session = control.start_session(world.active_team(PEOPLE))
    window.portal(f"sessions/{encoded(session)}?as=ann")
    window.fill("Comment (optional)", "half a sentence")
    other = window.another()
    other.portal(f"sessions/{encoded(session)}?as=bob")
    other.click("Approve")
    other.announced("You approved the operation.")
    window.wait(
        lambda: window.one("main .ring").get_attribute("aria-label").startswith("1 of 2"),
        "the first window does not see the vote",
    )
    # What somebody is writing there is not lost.
    assert window.one("textarea").get_attribute("value") == "half a sentence"
    assert window.one(".who").text.endswith("ann")


def test_people_come_from_the_directory_and_from_teams(window, world, control):
    world.pending_team(PEOPLE)
    control.put_user("zoe", name="Zoë Ångström", email="zoe@example.test")
    window.portal("people")
    window.sees("Zoë Ångström", "zoe@example.test", "ann", "bob", "cleo")


@pytest.mark.complaints
def test_somebody_whom_nobody_knows_may_choose_again(window, world):
    window.portal("requests?as=ghost")
    window.sees("Nobody knows ghost here.")
    world.pending_team(PEOPLE)
    window.sees("Who are you?")
    window.click("ann")
    window.heading("Requested operations")


def test_the_keyboard_is_enough(window, world, control):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    session = control.start_session(world.active_team(PEOPLE))
    window.portal(f"sessions/{encoded(session)}?as=ann")
    window.heading("backup:RevokeRestoreAccessBackupVault")

    def focused():
        return window.script("return document.activeElement.textContent")

    for _ in range(20):
        ActionChains(window.driver).send_keys(Keys.TAB).perform()
        if focused() == "Approve":
            break
    assert focused() == "Approve"
    outline = window.script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    ActionChains(window.driver).send_keys(Keys.ENTER).perform()
    window.announced("You approved the operation.")


def test_times_are_told_in_the_viewers_zone_and_in_utc(window, world, control):
    control.freeze("2030-03-02T09:30:00Z")
    session = control.start_session(world.active_team(PEOPLE))
    window.front()
    window.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    try:
        window.portal(f"sessions/{encoded(session)}?as=ann")
        window.sees("6:30:00")
        requested = window.one("main dd time")
        assert "6:30:00" in requested.text
        assert requested.get_attribute("title") == "2 Mar 2030, 09:30:00 UTC"
        assert requested.get_attribute("datetime") == "2030-03-02T09:30:00.000Z"
    finally:
        window.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "UTC"})
