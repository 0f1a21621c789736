"""Random histories of teams, sessions, people and time, against a model in plain Python.

MPA_LOCAL_EXAMPLES sets the number of histories; they are the same ones in each run.
"""

from datetime import datetime, timezone

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import mpa_local
from approval_teams import members, of, team as team_request
from control import Control, ControlError
from samples import creation
from sdk_clients import make_client
from team_model import HOUR, Model, Refused

ACCOUNT = "111122223333"
BEGIN = datetime(2030, 1, 1, tzinfo=timezone.utc)
STEPS = 16
PEOPLE = [f"person-{number}" for number in range(1, 6)]
CHOICES = st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=5)
CREWS = st.one_of(
    st.lists(st.sampled_from(PEOPLE), min_size=3, max_size=4, unique=True), CHOICES
)
THRESHOLDS = st.sampled_from([2, 2, 2, 3, 3, 1, 5])
TEAMS = st.integers(0, 20)
# Mostly what moves something: a stage's 24 hours, and just less than them.
HOURS = st.sampled_from([1, 12, 23, 24, 24, 25, 48, 49, 72])
MOSTLY = st.sampled_from([True, True, True, False])


def milliseconds(time):
    return None if time is None else round((time.timestamp()) * 1000)


class Approvals(RuleBasedStateMachine):
    """Each rule does one thing to both; afterwards both must tell the same."""

    mpa = None
    control = None

    def __init__(self):
        super().__init__()
        self.control.reset()
        self.control.freeze(BEGIN.isoformat().replace("+00:00", "Z"))
        self.mpa.create_identity_source(**creation())
        self.model = Model(milliseconds(BEGIN))

    # Which of the things there are a rule is about

    def team(self, number):
        """The newest ones first; now and then one that is gone."""
        known = self.model.teams[::-1] + self.model.gone[::-1]
        return known[number % len(known)]

    def session(self, number):
        waiting = [each for each in self.model.sessions if each.status == "PENDING"]
        known = waiting[::-1] * 3 + self.model.sessions
        return known[number % len(known)]

    def has_teams(self):
        return bool(self.model.teams)

    def has_sessions(self):
        return bool(self.model.sessions)

    def both(self, expected, actual):
        """Does one thing to the model and to the emulator; both fail alike or neither does."""
        try:
            wanted = expected()
        except Refused as refused:
            with pytest.raises((ClientError, ControlError)) as caught:
                actual()
            error = caught.value
            code = (
                error.status if isinstance(error, ControlError) else error.response["Error"]["Code"]
            )
            assert code == refused.code
            return None, None
        return wanted, actual()

    # What administrators do

    @initialize(crew=st.permutations(PEOPLE), size=st.integers(3, 4), accepted=MOSTLY)
    def begin(self, crew, size, accepted):
        """Most histories begin with a team that people have joined."""
        self.create("a", crew[:size], 2)
        for each in crew[:size] if accepted else crew[: size - 1]:
            self.answer(self.model.teams[0], each, True)

    @rule(name=st.sampled_from("ab"), crew=CREWS, threshold=THRESHOLDS)
    def create(self, name, crew, threshold):
        request = team_request(ACCOUNT, crew, threshold, Name=name)
        team, answer = self.both(
            lambda: self.model.create(name, request["Description"], crew, threshold),
            lambda: self.mpa.create_approval_team(**request),
        )
        if team:
            team.arn = answer["Arn"]
            assert answer["VersionId"] == str(team.version)

    @precondition(has_teams)
    @rule(
        number=TEAMS,
        description=st.none() | st.sampled_from(["x", "y"]),
        threshold=st.none() | THRESHOLDS,
        crew=st.none() | CREWS,
    )
    def update(self, number, description, threshold, crew):
        team = self.team(number)
        request = {"Arn": team.arn}
        if description:
            request["Description"] = description
        if threshold:
            request["ApprovalStrategy"] = of(threshold)
        if crew:
            request["Approvers"] = members(ACCOUNT, crew)
        version, answer = self.both(
            lambda: self.model.update(team, description, threshold, crew),
            lambda: self.mpa.update_approval_team(**request),
        )
        if version:
            assert answer["VersionId"] == str(version)

    @precondition(has_teams)
    @rule(number=TEAMS, newcomer=st.sampled_from(PEOPLE))
    def add(self, number, newcomer):
        """An update that only asks for one member more."""
        crew = [each.identity for each in self.team(number).members]
        self.update(number, None, None, [*crew, newcomer])

    @precondition(has_teams)
    @rule(number=TEAMS, which=st.sampled_from(["team", "draft", "unknown"]))
    def delete_version(self, number, which):
        team = self.team(number)
        version = team.latest + 1 if which == "unknown" else team.version
        if which == "draft" and team.draft:
            version = team.draft.version
        self.both(
            lambda: self.model.delete_version(team, version),
            lambda: self.mpa.delete_inactive_approval_team_version(
                Arn=team.arn, VersionId=str(version)
            ),
        )

    @precondition(has_teams)
    @rule(number=TEAMS, days=st.sampled_from([None, None, 0, 1, 2, -1]))
    def start_deletion(self, number, days):
        team = self.team(number)
        window = {} if days is None else {"PendingWindowDays": days}
        self.both(
            lambda: self.model.start_deletion(team, days),
            lambda: self.mpa.start_active_approval_team_deletion(Arn=team.arn, **window),
        )

    @precondition(has_teams)
    @rule(number=TEAMS, places=st.lists(st.integers(0, 2), max_size=2))
    def baseline(self, number, places):
        team = self.team(number)
        if team not in self.model.teams:
            return
        approvers = self.mpa.get_approval_team(Arn=team.arn)["Approvers"]
        ids = [approvers[each]["ApproverId"] for each in places]
        session, answer = self.both(
            lambda: self.model.baseline(team, places),
            lambda: self.mpa.start_approval_team_baseline(Arn=team.arn, ApproverIds=ids),
        )
        if session:
            session.arn = answer["BaselineSessionArn"]

    @precondition(has_sessions)
    @rule(number=TEAMS)
    def cancel(self, number):
        session = self.session(number)
        self.both(
            lambda: self.model.cancel(session),
            lambda: self.mpa.cancel_session(SessionArn=session.arn),
        )

    # What integrated services do

    @precondition(has_teams)
    @rule(number=TEAMS)
    def start_session(self, number):
        team = self.team(number)
        session, arn = self.both(
            lambda: self.model.start_session(team), lambda: self.control.start_session(team.arn)
        )
        if session:
            session.arn = arn

    @precondition(has_sessions)
    @rule(number=TEAMS, status=st.sampled_from(["EXECUTED", "FAILED"]))
    def report(self, number, status):
        session = self.session(number)
        self.both(
            lambda: self.model.report(session, status),
            lambda: self.control.report_execution(session.arn, status),
        )

    # What people do

    def answer(self, team, person, accepts):
        self.both(
            lambda: self.model.respond(team, person, accepts),
            lambda: self.control.respond(person, team.arn, "ACCEPT" if accepts else "REJECT"),
        )

    @precondition(has_teams)
    @rule(number=TEAMS, person=st.sampled_from(PEOPLE), accepts=MOSTLY)
    def respond(self, number, person, accepts):
        team = self.team(number)
        # Somebody whom no team knows is not found either; that is another test's matter.
        if any(each.identity == person for each in team.everybody()):
            self.answer(team, person, accepts)

    @precondition(has_teams)
    @rule(number=TEAMS, accept_all=st.just(True))
    def respond_all(self, number, accept_all):
        team = self.team(number)
        for each in team.everybody():
            self.answer(team, each.identity, accept_all)

    @precondition(has_sessions)
    @rule(number=TEAMS, person=st.sampled_from(PEOPLE), approves=MOSTLY)
    def vote(self, number, person, approves):
        self.cast(self.session(number), person, approves)

    @precondition(has_sessions)
    @rule(number=TEAMS, approves=MOSTLY)
    def vote_all(self, number, approves):
        session = self.session(number)
        for each in list(session.members):
            self.cast(session, each.identity, approves)

    def cast(self, session, person, approves):
        self.both(
            lambda: self.model.vote(session, person, approves),
            lambda: self.control.vote(person, session.arn, "APPROVE" if approves else "REJECT"),
        )

    @rule(person=st.sampled_from(PEOPLE), status=st.sampled_from(["DISABLED", "DELETED"]))
    def declare(self, person, status):
        """The whole directory, with one who cannot be asked."""
        for each in PEOPLE:
            self.put(each, status if each == person else "ENABLED")

    @precondition(lambda self: bool(self.model.users))
    @rule(person=st.sampled_from(PEOPLE))
    def enable(self, person):
        self.put(person, "ENABLED")

    def put(self, person, status):
        self.control.put_user(person, status)
        self.model.users[person] = status

    # Time

    @rule(hours=HOURS)
    def advance(self, hours):
        self.model.advance(hours * HOUR)
        self.control.advance(seconds=hours * HOUR // 1000)

    # Both tell the same

    @invariant()
    def all_is_told_alike(self):
        self.name_sessions()
        listed = {each["Arn"]: each for each in self.mpa.list_approval_teams()["ApprovalTeams"]}
        assert list(listed) == self.ordered_teams()
        for team in self.model.teams:
            told = self.mpa.get_approval_team(Arn=team.arn)
            assert _team(told) == self.model.told(team)
            summary = listed[team.arn]
            assert summary == {name: told[name] for name in summary}
            self.compare_sessions(team)
        for team in self.model.gone:
            with pytest.raises(self.mpa.exceptions.ResourceNotFoundException):
                self.mpa.get_approval_team(Arn=team.arn)
            for session in self.model.sessions:
                if session.team is team:
                    self.compare(session)

    def ordered_teams(self):
        teams = sorted(self.model.teams, key=lambda each: (each.created, each.arn))
        return [each.arn for each in teams]

    def name_sessions(self):
        """Learns the ARN of the session that an update or a deletion has just opened."""
        for session in self.model.sessions:
            if session.arn is None:
                told = self.mpa.get_approval_team(Arn=session.team.arn)
                session.arn = told["UpdateSessionArn"]

    def compare_sessions(self, team):
        mine = [each for each in self.model.sessions if each.team is team]
        listed = self.mpa.list_sessions(ApprovalTeamArn=team.arn)["Sessions"]
        wanted = sorted(mine, key=lambda each: (each.started, each.arn), reverse=True)
        assert [each["SessionArn"] for each in listed] == [each.arn for each in wanted][:20]
        for session, summary in zip(wanted, listed):
            told = self.compare(session)
            assert summary == {name: told[name] for name in summary}

    def compare(self, session):
        told = self.mpa.get_session(SessionArn=session.arn)
        assert _session(told) == self.model.told_session(session)
        return told


def _threshold(answer):
    strategy = answer.get("ApprovalStrategy")
    return strategy and strategy["MofN"]["MinApprovalsRequired"]


def _team(answer):
    """What the model tells of a team, out of GetApprovalTeam's answer."""
    draft = answer.get("PendingUpdate")
    names = ["Name", "Description", "Status", "StatusCode", "NumberOfApprovers", "VersionId"]
    return {
        **{name: answer.get(name) for name in names},
        "Threshold": _threshold(answer),
        "Approvers": [_member(each) for each in answer["Approvers"]],
        "CreationTime": milliseconds(answer["CreationTime"]),
        "LastUpdateTime": milliseconds(answer.get("LastUpdateTime")),
        "UpdateSessionArn": answer.get("UpdateSessionArn"),
        "PendingUpdate": draft and _draft(draft),
    }


def _draft(draft):
    names = ["VersionId", "Description", "NumberOfApprovers", "Status", "StatusCode"]
    return {
        **{name: draft[name] for name in names},
        "Threshold": _threshold(draft),
        "UpdateInitiationTime": milliseconds(draft["UpdateInitiationTime"]),
        "Approvers": [_member(each) for each in draft["Approvers"]],
    }


def _member(approver):
    names = [
        *("PrimaryIdentityId", "PrimaryIdentityStatus"),
        *("LastActivity", "PendingBaselineSessionArn"),
    ]
    times = ["ResponseTime", "LastActivityTime"]
    return {
        **{name: approver.get(name) for name in names},
        **{name: milliseconds(approver.get(name)) for name in times},
    }


def _session(answer):
    names = ["SessionArn", "ActionName", "Status", "StatusCode", "ExecutionStatus"]
    times = ["InitiationTime", "ExpirationTime", "CompletionTime"]
    return {
        **{name: answer.get(name) for name in names},
        **{name: milliseconds(answer.get(name)) for name in times},
        "Threshold": _threshold(answer),
        "ApproverResponses": [
            (each["IdentityId"], each["Response"], milliseconds(each.get("ResponseTime")))
            for each in answer["ApproverResponses"]
        ],
    }


def test_random_histories_go_as_the_model_says(boto3_session, endpoint):
    class Approving(Approvals):
        mpa = make_client(boto3_session, endpoint, ACCOUNT)
        control = Control(endpoint)

    run_state_machine_as_test(
        Approving,
        settings=settings(
            max_examples=mpa_local.EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
