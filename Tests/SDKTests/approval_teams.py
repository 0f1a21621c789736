"""Approval teams for tests: what one is made from, and the steps that most tests begin with."""

import itertools
import uuid

from samples import creation, identity_source_arn

POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"
UNKNOWN_UUID = "00000000-0000-4000-8000-000000000000"

_names = itertools.count(1)


def people(count):
    """Identity ids that nobody else has."""
    return [str(uuid.uuid4()) for _ in range(count)]


def members(account, identities):
    """The Approvers of a request."""
    source = identity_source_arn(account)
    return [
        {"PrimaryIdentityId": each, "PrimaryIdentitySourceArn": source} for each in identities
    ]


def of(threshold):
    """The ApprovalStrategy of a request."""
    return {"MofN": {"MinApprovalsRequired": threshold}}


def team(account, identities, threshold=2, **others):
    """The members of a CreateApprovalTeam request."""
    return {
        "Name": f"team-{next(_names)}",
        "Description": "Guards the vault.",
        "ApprovalStrategy": of(threshold),
        "Approvers": members(account, identities),
        "Policies": [{"PolicyArn": POLICY + "/$DEFAULT"}],
        **others,
    }


def unknown_team(account):
    return f"arn:aws:mpa:us-east-1:{account}:approval-team/none-{UNKNOWN_UUID}"


def unknown_session(account):
    return f"arn:aws:mpa:us-east-1:{account}:session/none-{UNKNOWN_UUID}/{UNKNOWN_UUID}"


def standing(team):
    """What GetApprovalTeam says of a team's state in two words."""
    return team["Status"], team.get("StatusCode")


class Account:
    """One account with its client, its people at hand, and its identity source made."""

    def __init__(self, mpa, control, account, **members):
        self.mpa = mpa
        self.control = control
        self.account = account
        mpa.create_identity_source(**creation(**members))

    def pending_team(self, identities, threshold=2, **others):
        """The ARN of a team whose invitations are out."""
        request = team(self.account, identities, threshold, **others)
        return self.mpa.create_approval_team(**request)["Arn"]

    def active_team(self, identities, threshold=2, **others):
        """The ARN of a team whose members have all accepted."""
        arn = self.pending_team(identities, threshold, **others)
        for each in identities:
            self.control.respond(each, arn)
        assert self.standing(arn) == ("ACTIVE", None)
        return arn

    def get(self, arn):
        return self.mpa.get_approval_team(Arn=arn)

    def standing(self, arn):
        return standing(self.get(arn))

    def session(self, arn):
        return self.mpa.get_session(SessionArn=arn)

    def outcome(self, arn):
        """Status, StatusCode and ExecutionStatus of a session."""
        session = self.session(arn)
        return session["Status"], session.get("StatusCode"), session.get("ExecutionStatus")

    def vote(self, session, identities, response="APPROVE"):
        for each in identities:
            self.control.vote(each, session, response)

    def update_session(self, arn):
        return self.get(arn)["UpdateSessionArn"]
