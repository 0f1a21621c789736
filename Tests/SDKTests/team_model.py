"""A small model of teams, drafts, sessions, people and time: what the emulator is compared with.

It knows one account, in which everything settles at once. Times are milliseconds.
"""

from dataclasses import dataclass, field

HOUR = 3_600_000
DAY = 24 * HOUR
ACTIONS = {
    "update": "mpa:UpdateApprovalTeam",
    "deletion": "mpa:StartActiveApprovalTeamDeletion",
    "baseline": "mpa:StartApprovalTeamBaseline",
    "protected": "backup:RevokeRestoreAccessBackupVault",
}


class Refused(Exception):
    """The call fails with this error code, or this status of the control plane."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


CONFLICT, VALIDATION = "ConflictException", "ValidationException"
NOT_FOUND = "ResourceNotFoundException"


def demand(condition, code):
    if not condition:
        raise Refused(code)


@dataclass(eq=False)
class Member:
    identity: str
    answer: str = "PENDING"
    invited: bool = False
    response_time: int | None = None
    activity: str | None = None
    activity_time: int | None = None
    baseline: "Session | None" = None

    def act(self, activity, now):
        self.activity, self.activity_time = activity, now

    def invite(self):
        if self.answer != "ACCEPTED":
            self.answer, self.invited, self.response_time = "PENDING", True, None

    def respond(self, accepts, now):
        self.answer, self.response_time = ("ACCEPTED" if accepts else "REJECTED"), now
        self.act("RESPONDED_TO_INVITATION", now)


@dataclass(eq=False)
class Draft:
    version: int
    description: str
    threshold: int
    members: list
    started: int
    is_failed: bool = False


@dataclass(eq=False)
class Session:
    kind: str
    team: "Team"
    threshold: int
    members: list
    started: int
    number: int
    arn: str | None = None
    votes: dict = field(default_factory=dict)
    status: str = "PENDING"
    code: str | None = None
    ended: int | None = None
    planned: str = "EXECUTED"
    execution: str | None = "PENDING"

    @property
    def due(self):
        return self.started + DAY if self.status == "PENDING" else None

    def end(self, now, status, code=None):
        self.status, self.code, self.ended = status, code, now
        self.execution = self.planned if status == "APPROVED" else None


@dataclass(eq=False)
class Team:
    arn: str
    name: str
    description: str
    threshold: int
    members: list
    created: int
    number: int
    status: str = "PENDING"
    code: str | None = None
    due: int | None = None
    updated: int | None = None
    draft: Draft | None = None
    session: Session | None = None
    window: int = 0

    def __post_init__(self):
        self.version = self.latest = self.created

    def enter(self, status, code=None, due=None):
        self.status, self.code, self.due = status, code, due

    def settle_down(self):
        """Nothing is under way any more, and nothing is told of what was."""
        self.draft = self.session = None
        self.enter("ACTIVE")

    def is_busy(self):
        return "PENDING" in (self.code or "")

    def is_steady(self):
        return self.status == "ACTIVE" and not self.is_busy()

    def newcomers(self):
        drafted = self.draft.members if self.draft else []
        return [each for each in drafted if each not in self.members]

    def everybody(self):
        return self.members + self.newcomers()

    def next_version(self, now):
        self.latest = max(now, self.latest + 1)
        return self.latest


class Model:
    def __init__(self, now, limits=(3, 2)):
        self.now = now
        self.limits = limits
        self.teams = []
        self.gone = []
        self.sessions = []
        self.users = {}
        self.numbers = 0

    # People

    def is_usable(self, identity):
        return not self.users or self.users.get(identity) == "ENABLED"

    def status(self, member):
        return member.answer if self.is_usable(member.identity) else "INVALID"

    # Teams

    def check(self, identities, threshold):
        approvers_min, threshold_min = self.limits
        demand(len(identities) >= approvers_min, VALIDATION)
        demand(threshold_min <= threshold <= len(identities), VALIDATION)
        demand(len(set(identities)) == len(identities), VALIDATION)

    def create(self, name, description, identities, threshold):
        self.check(identities, threshold)
        demand(all(team.name != name for team in self.teams), CONFLICT)
        self.numbers += 1
        members = [Member(each) for each in identities]
        team = Team("", name, description, threshold, members, self.now, self.numbers)
        self.teams.append(team)
        self.validate(team)
        return team

    def validate(self, team):
        """The checks that follow a creation, and the invitations that follow the checks."""
        if not all(self.is_usable(each.identity) for each in team.members):
            team.enter("INACTIVE", "FAILED_VALIDATION")
        elif all(each.answer == "ACCEPTED" for each in team.members):
            team.enter("ACTIVE")
        else:
            for each in team.members:
                each.invite()
            team.enter("PENDING", "PENDING_ACTIVATION", self.now + DAY)

    def update(self, team, description=None, threshold=None, identities=None):
        demand(team in self.teams, NOT_FOUND)
        known = {each.identity: each for each in team.members}
        identities = list(known) if identities is None else identities
        threshold = team.threshold if threshold is None else threshold
        self.check(identities, threshold)
        demand(team.status == "INACTIVE" or team.is_steady(), CONFLICT)
        members = [known.get(each) or Member(each) for each in identities]
        description = team.description if description is None else description
        version = team.next_version(self.now)
        if team.status == "INACTIVE":
            team.version, team.updated = version, self.now
            team.description, team.threshold, team.members = description, threshold, members
            self.validate(team)
        else:
            team.draft = Draft(version, description, threshold, members, self.now)
            self.validate_draft(team)
        return version

    def validate_draft(self, team):
        team.session = None
        if not all(self.is_usable(each.identity) for each in team.draft.members):
            self.fail_update(team, "UPDATE_FAILED_VALIDATION")
            return
        team.session = self.open("update", team, team.members, team.threshold)
        team.enter("ACTIVE", "UPDATE_PENDING_APPROVAL")

    def fail_update(self, team, code):
        team.draft.is_failed = True
        for each in team.newcomers():
            each.invited = False
        team.enter("ACTIVE", code)

    def apply(self, team):
        draft = team.draft
        team.version, team.updated = draft.version, self.now
        team.description, team.threshold = draft.description, draft.threshold
        team.members = draft.members
        team.settle_down()
        self.cancel_all(team, "CONFIGURATION_CHANGED")

    def delete_version(self, team, version):
        demand(team in self.teams, NOT_FOUND)
        if version == team.version:
            demand(team.status == "INACTIVE" or team.code == "PENDING_ACTIVATION", CONFLICT)
            self.remove(team)
        else:
            demand(team.draft is not None and version == team.draft.version, NOT_FOUND)
            demand(team.is_steady() and team.draft.is_failed, CONFLICT)
            team.settle_down()

    def remove(self, team):
        self.teams.remove(team)
        self.gone.append(team)

    def start_deletion(self, team, days):
        demand(team in self.teams, NOT_FOUND)
        demand(days is None or days >= 0, VALIDATION)
        demand(team.is_steady(), CONFLICT)
        team.draft = None
        team.window = (days or 0) * DAY
        team.session = self.open("deletion", team, team.members, team.threshold)
        team.enter("ACTIVE", "DELETE_PENDING_APPROVAL")

    def baseline(self, team, places=None):
        """`places` are those of the chosen members; None asks all."""
        demand(team in self.teams, NOT_FOUND)
        demand(team.status == "ACTIVE", VALIDATION)
        chosen = [team.members[each] for each in sorted(set(places))] if places else team.members
        asked = [each for each in chosen if each.baseline is None]
        session = self.open("baseline", team, asked, len(asked))
        if not asked:
            session.end(self.now, "FAILED", "ALL_APPROVERS_IN_SESSION")
        for each in asked:
            each.baseline = session
        return session

    def respond(self, team, identity, accepts):
        demand(team in self.teams, 404)
        member = next((each for each in team.everybody() if each.identity == identity), None)
        demand(member is not None, 404)
        activating = team.code == "PENDING_ACTIVATION"
        updating = team.code == "UPDATE_PENDING_ACTIVATION" and member in team.newcomers()
        demand(activating or updating, 409)
        demand(member.invited and self.status(member) == "PENDING", 409)
        member.respond(accepts, self.now)
        if not accepts:
            self.fail_activation(team)
        elif all(each.answer == "ACCEPTED" for each in team.everybody()):
            self.apply(team) if updating else team.enter("ACTIVE")

    def fail_activation(self, team):
        if team.status == "ACTIVE":
            self.fail_update(team, "UPDATE_FAILED_ACTIVATION")
            return
        for each in team.members:
            each.invited = False
        team.enter("INACTIVE", "FAILED_ACTIVATION")

    # Sessions

    def open(self, kind, team, members, threshold):
        self.numbers += 1
        session = Session(kind, team, threshold, list(members), self.now, self.numbers)
        self.sessions.append(session)
        return session

    def start_session(self, team):
        demand(team in self.teams, 404)
        demand(team.status == "ACTIVE", 409)
        return self.open("protected", team, team.members, team.threshold)

    def vote(self, session, identity, approves):
        member = next((each for each in session.members if each.identity == identity), None)
        demand(member is not None, 404)
        demand(session.status == "PENDING" and identity not in session.votes, 409)
        demand(self.is_usable(identity), 409)
        session.votes[identity] = ("APPROVED" if approves else "REJECTED", self.now)
        member.act("BASELINED" if session.kind == "baseline" else "VOTED", self.now)
        if session.kind == "baseline":
            member.baseline = None
        self.count(session)

    def count(self, session):
        votes = [response for response, _ in session.votes.values()]
        if session.kind == "baseline":
            if len(votes) == len(session.members):
                self.decide(session, "APPROVED")
        elif votes.count("APPROVED") >= session.threshold:
            self.decide(session, "APPROVED")
        elif votes.count("REJECTED") > len(session.members) - session.threshold:
            self.decide(session, "FAILED", "REJECTED")

    def decide(self, session, status, code=None):
        """The session ends, and with it what waited for it."""
        team = session.team
        session.end(self.now, status, code)
        self.forget_baseline(session)
        if team.session is not session:
            return
        if status == "CANCELLED":
            team.settle_down()
        elif session.kind == "update":
            self.decide_update(team, status == "APPROVED")
        else:
            self.decide_deletion(team, status == "APPROVED")

    def forget_baseline(self, session):
        for each in session.members:
            if each.baseline is session:
                each.baseline = None

    def decide_update(self, team, is_approved):
        if not is_approved:
            self.fail_update(team, "UPDATE_FAILED_APPROVAL")
        elif team.newcomers():
            for each in team.newcomers():
                each.invite()
            team.enter("ACTIVE", "UPDATE_PENDING_ACTIVATION", self.now + DAY)
        else:
            self.apply(team)

    def decide_deletion(self, team, is_approved):
        if not is_approved:
            team.enter("ACTIVE", "DELETE_FAILED_APPROVAL")
            return
        self.cancel_all(team, None)
        team.session = None
        team.enter("DELETING", due=self.now + team.window)
        self.settle()

    def cancel_all(self, team, code):
        for each in self.sessions:
            if each.team is team and each.status == "PENDING":
                each.end(self.now, "CANCELLED", code)
                self.forget_baseline(each)

    def cancel(self, session):
        demand(session.status == "PENDING", CONFLICT)
        self.decide(session, "CANCELLED")

    def report(self, session, status):
        demand(session.kind == "protected", 409)
        demand(session.status in ("PENDING", "APPROVED"), 409)
        session.planned = status
        if session.status == "APPROVED":
            session.execution = status

    # Time

    def advance(self, milliseconds):
        """Everything due happens at its own time, teams before sessions, old before new."""
        target = self.now + milliseconds
        while step := self.next_step(target):
            self.now = step.due
            self.expire(step)
        self.now = target

    def settle(self):
        while step := self.next_step(self.now):
            self.expire(step)

    def next_step(self, target):
        waiting = [each for each in self.teams + self.sessions if each.due is not None]
        waiting = [each for each in waiting if each.due <= target]
        order = lambda each: (each.due, isinstance(each, Session), each.number)  # noqa: E731
        return min(waiting, key=order, default=None)

    def expire(self, step):
        if isinstance(step, Session):
            self.decide(step, "FAILED", "EXPIRED")
        elif step.status == "DELETING":
            self.remove(step)
        else:
            self.fail_activation(step)

    # What the API tells

    def told(self, team):
        """GetApprovalTeam's answer, without times' formats, ids and texts."""
        answer = {
            "Name": team.name,
            "Description": team.description,
            "Status": team.status,
            "StatusCode": team.code,
            "Threshold": team.threshold,
            "NumberOfApprovers": len(team.members),
            "Approvers": [self.told_member(each) for each in team.members],
            "VersionId": str(team.version),
            "CreationTime": team.created,
            "LastUpdateTime": team.updated,
            "UpdateSessionArn": team.session and team.session.arn,
            "PendingUpdate": None,
        }
        if team.draft:
            draft = team.draft
            answer["PendingUpdate"] = {
                "VersionId": str(draft.version),
                "Description": draft.description,
                "Threshold": draft.threshold,
                "NumberOfApprovers": len(draft.members),
                "Status": "INACTIVE" if draft.is_failed else "PENDING",
                "StatusCode": team.code,
                "UpdateInitiationTime": draft.started,
                "Approvers": [self.told_member(each) for each in draft.members],
            }
        return answer

    def told_member(self, member):
        return {
            "PrimaryIdentityId": member.identity,
            "PrimaryIdentityStatus": self.status(member),
            "ResponseTime": member.response_time,
            "LastActivity": member.activity,
            "LastActivityTime": member.activity_time,
            "PendingBaselineSessionArn": member.baseline and member.baseline.arn,
        }

    def told_session(self, session):
        none = ("NO_RESPONSE", None)
        responses = [
            (each.identity, *session.votes.get(each.identity, none)) for each in session.members
        ]
        return {
            "SessionArn": session.arn,
            "ActionName": ACTIONS[session.kind],
            "Status": session.status,
            "StatusCode": session.code,
            "ExecutionStatus": session.execution,
            "Threshold": session.threshold or None,
            "InitiationTime": session.started,
            "ExpirationTime": session.started + DAY,
            "CompletionTime": session.ended,
            "ApproverResponses": responses,
        }
