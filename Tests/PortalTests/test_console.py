"""What a developer sees and does in the console."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import mpa_local
from browser import encoded
from samples import creation

PEOPLE = ["ann", "bob", "cleo"]


def test_the_overview_tells_what_there_is_and_how_to_reach_it(window, server, world):
    world.active_team(PEOPLE)
    window.console("overview")
    window.heading("Overview")
    window.sees(f"export AWS_ENDPOINT_URL_MPA={server.url}", "Approval teams", "everything in memory")
    counts = {tile.text.split("\n")[1]: tile.text.split("\n")[0] for tile in window.all(".tile")}
    assert counts["Identity sources"] == "1"
    assert counts["Approval teams"] == "1"


def test_the_clock_is_frozen_moved_and_set(window, world, control):
    control.freeze("2030-03-02T09:30:00Z")
    session = control.start_session(world.active_team(PEOPLE))
    window.console("overview")
    window.wait(lambda: window.one("#clock-mode").text == "frozen", "it is not frozen")
    window.click("+1 h")
    window.announced("Nothing fell due.")
    window.click("+24 h")
    window.announced("1 step fell due")
    window.sees("Session expiration")
    assert world.outcome(session)[:2] == ("FAILED", "EXPIRED")
    window.click("Run")
    window.wait(lambda: window.one("#clock-mode").text == "running", "it does not run")
    assert control.clock()["mode"] == "running"
    window.click("Freeze")
    window.wait(lambda: window.one("#clock-mode").text == "frozen", "it runs")
    window.click("Set …")
    window.fill("Moment, in ISO 8601", "2031-01-01T00:00:00Z")
    window.click("Set")
    window.wait(lambda: control.clock()["now"] == "2031-01-01T00:00:00.000Z", "it is not set")


STAGES = [
    ("PENDING_ACTIVATION", "activation", lambda world, team: None),
    (
        "FAILED_ACTIVATION",
        "failed activation",
        lambda world, team: world.control.respond("ann", team, "REJECT"),
    ),
]


@pytest.mark.parametrize(("code", "lit", "step"), STAGES, ids=[stage[0] for stage in STAGES])
def test_the_lifecycle_of_a_team_shows_where_it_stands(window, world, code, lit, step):
    team = world.pending_team(PEOPLE, Name="drawn")
    step(world, team)
    assert world.standing(team)[1] == code
    window.console("teams")
    window.click("drawn")
    window.heading("drawn")
    assert [each.text.replace("\n", " ") for each in window.all(".is-present")] == [
        f"{'Pending' if code.startswith('PENDING') else 'Inactive'} {lit}"
    ]


def test_a_draft_stands_beside_its_team(window, world, mpa, control):
    team = world.active_team(PEOPLE)
    mpa.update_approval_team(Arn=team, Description="Another one")
    window.console(f"teams/{encoded(team)}")
    window.sees("Another one", "Approvers of the draft")
    lit = [each.text.replace("\n", " ") for each in window.all(".is-present")]
    assert lit == ["Active", "Draft approval"]
    update = world.update_session(team)
    for person in ("ann", "bob"):
        control.vote(person, update)
    # It is drawn again by itself.
    window.loses("Approvers of the draft")
    mpa.start_active_approval_team_deletion(Arn=team)
    window.wait(
        lambda: [each.text for each in window.all(".is-present")] == ["Active\ndeletion: approval"],
        "the deletion is not shown",
    )


def shown(window):
    """The JSON and the command of the open panel."""
    document = json.loads(window.one("dialog pre[aria-label=JSON]").text)
    command = window.one("dialog .line pre").text
    window.click("Close", "dialog")
    return document, command


def run(command):
    """What a command of the console prints, as a shell runs it."""
    tools = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-c", command],
        env=mpa_local.clean_environment(PATH=tools, AWS_PAGER=""),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_row_leads_to_the_apis_answer_and_to_the_command_that_fetches_it(
    window, world, mpa, control
):
    session = control.start_session(world.active_team(PEOPLE))
    for page, member, expected in (
        ("identity-sources", "IdentitySourceArn", None),
        ("teams", "Arn", None),
        ("sessions", "SessionArn", session),
    ):
        window.console(page)
        window.click("JSON · CLI", "main")
        document, command = shown(window)
        assert command.split()[2:4] == ["aws", "mpa"]
        assert run(command) == document
        if expected:
            assert document[member] == expected
    for page in ("requests", "events", "outbox"):
        window.console(page)
        window.click("JSON · CLI", "main")
        document, command = shown(window)
        assert document
        assert shlex.split(command)[0] in ("curl", "AWS_ACCESS_KEY_ID=111122223333")


def test_requests_and_events_come_as_they_happen(window, world, mpa):
    other = window.another()
    window.console("requests")
    window.sees("CreateIdentitySource")
    other.console("events")
    other.sees("CreateIdentitySource")
    mpa.list_policies()
    window.sees("ListPolicies")
    other.sees("ListPolicies")
    first = other.all("main tbody tr")[0]
    assert first.text.startswith("2\n") or first.text.startswith("2 ")


def test_sessions_are_found_by_status_and_team(window, world, control):
    first, second = (world.active_team(PEOPLE, Name=name) for name in ("one", "two"))
    control.start_session(first)
    voted = control.start_session(second)
    world.vote(voted, ["ann", "bob"])
    window.console("sessions")
    window.wait(lambda: len(window.all("main tbody tr")) == 2, "not two sessions")
    window.console("sessions?status=APPROVED")
    window.wait(lambda: len(window.all("main tbody tr")) == 1, "not one session")
    window.sees("two", "Approved")
    window.console(f"sessions?approvalTeamArn={encoded(first)}")
    window.sees("one", "Pending")
    window.wait(lambda: len(window.all("main tbody tr")) == 1, "not one session")


def test_faults_are_added_and_deleted(window, world, mpa, control):
    window.console("faults")
    rule = {
        "id": "busy",
        "match": {"operations": ["ListPolicies"]},
        "effect": {"kind": "error", "code": "ThrottlingException", "message": "Slow down"},
    }
    window.fill("Rule, as JSON", json.dumps(rule))
    window.click("Add the rule")
    window.announced("The rule is there.")
    with pytest.raises(mpa.exceptions.ThrottlingException):
        mpa.list_policies()
    window.sees("busy", "1 of 1")
    window.click("Delete")
    window.announced("The rule is gone.")
    mpa.list_policies()


@pytest.mark.complaints
def test_a_rule_that_can_never_match_is_told_with_its_place(window, world):
    window.console("faults")
    window.fill("Rule, as JSON", json.dumps({"effect": {"kind": "error", "code": "Nothing"}}))
    window.click("Add the rule")
    window.announced("$.effect.code")


def test_snapshots_are_saved_restored_and_deleted(window, world, mpa, control):
    window.console("snapshots")
    window.fill("Name of a new snapshot", "start")
    window.click("Save the present state")
    window.announced("The snapshot is saved.")
    window.click("JSON · CLI", "main table")
    document, command = shown(window)
    assert run(command) == document == control.call("GET", "snapshots", "start")
    world.active_team(PEOPLE)
    window.click("Restore")
    window.announced("The state is what it was.")
    assert mpa.list_approval_teams()["ApprovalTeams"] == []
    window.click("Delete")
    window.sees("No snapshot was saved.")


def test_everything_is_forgotten(window, world, mpa):
    window.console("overview")
    window.click("Forget everything")
    window.announced("Everything is forgotten")
    assert mpa.list_identity_sources()["IdentitySources"] == []


def test_messages_lead_to_the_portal(window, world):
    world.pending_team(PEOPLE, Name="mailed")
    window.console("outbox?recipient=bob")
    window.wait(lambda: len(window.all("main tbody tr")) == 1, "not one message")
    window.click("Open", "main")
    window.heading("mailed")


def test_ten_thousand_sessions_come_in_pages(window, server, world, control):
    team = world.active_team(PEOPLE)
    session = control.start_session(team, requesterComment="the first")
    state = control.state()
    (one,) = [each for each in state["sessions"] if each["arn"] == session]
    state["sessions"] += [
        {**one, "arn": f"{session[:-12]}{number:012d}", "requesterComment": f"copy {number}"}
        for number in range(10_000)
    ]
    state["events"] = {"items": [], "latestSequence": 0}
    control.put_state(state)
    window.console("sessions")
    window.wait(lambda: len(window.all("main tbody tr")) == 50, "not a page of 50")
    window.click("More", "main")
    window.wait(lambda: "before=" in window.driver.current_url, "no second page")
    window.wait(lambda: len(window.all("main tbody tr")) == 50, "not a page of 50")
    window.portal("requests?as=ann")
    window.sees("copy 9999", "These are the newest 50.")
    assert len(window.all("main .request")) == 50
