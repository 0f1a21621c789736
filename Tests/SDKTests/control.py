"""A client of the emulator's own routes under /_mpa: people, time and state for tests."""

import json
import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import quote, urlencode

REPLY_SECONDS_MAX = 60


class ControlError(Exception):
    """A refusal of the control plane; its text is what the problem says."""

    def __init__(self, status, problem):
        self.status = status
        self.problem = problem
        super().__init__(f"{status}: {problem.get('detail', problem)}")


class Control:
    """The control plane of one server. Answers are the decoded JSON; None where there is none."""

    def __init__(self, url):
        self.url = url + "/_mpa"

    def call(self, method, *segments, body=None, **query):
        """One request; `segments` are encoded, so that ARNs can stand there as they are."""
        target = "".join("/" + quote(each, safe="") for each in segments)
        given = {name: value for name, value in query.items() if value is not None}
        request = urllib.request.Request(
            f"{self.url}{target}{'?' if given else ''}{urlencode(given)}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={} if body is None else {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=REPLY_SECONDS_MAX) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise ControlError(error.code, _problem(error)) from None
        return json.loads(text) if text else None

    # Time

    def clock(self):
        return self.call("GET", "clock")

    def now(self):
        return datetime.fromisoformat(self.clock()["now"])

    def freeze(self, time=None):
        return self.call("PUT", "clock", body=_given(mode="frozen", time=time))

    def run(self, time=None):
        return self.call("PUT", "clock", body=_given(mode="running", time=time))

    def advance(self, duration=None, seconds=None):
        """Moves the clock on; answers what fell due meanwhile, in its order."""
        body = _given(duration=duration, seconds=seconds)
        return self.call("POST", "clock", "advance", body=body)["fired"]

    # The directory

    def put_user(self, user, status="ENABLED", **members):
        return self.call("PUT", "users", user, body={"status": status, **members})

    def forget_user(self, user):
        self.call("DELETE", "users", user)

    def put_instance(self, arn, status="PRESENT"):
        return self.call("PUT", "instances", arn, body={"status": status})

    def put_habit(self, identity, **members):
        return self.call("PUT", "habits", identity, body=members)

    def set(self, **settings):
        return self.call("PATCH", "settings", body=settings)

    # People, by approver id or identity id

    def invitations(self, person):
        return self.call("GET", "approvers", person, "invitations")["invitations"]

    def respond(self, person, team, response="ACCEPT"):
        """Answers an invitation."""
        path = ("approvers", person, "invitations", team)
        return self.call("PUT", *path, body={"response": response})

    def sessions(self, person, status=None):
        return self.call("GET", "approvers", person, "sessions", status=status)["sessions"]

    def vote(self, person, session, response="APPROVE", comment=None, code=None):
        body = _given(response=response, comment=comment, code=code)
        return self.call("PUT", "approvers", person, "sessions", session, body=body)

    def send_code(self, person, session):
        """Has a one-time code sent to the outbox."""
        return self.call("POST", "approvers", person, "sessions", session, "code")

    # Integrated services

    def start_session(self, team, **members):
        """Starts a session, as AWS Backup does; answers its ARN."""
        account = team.split(":")[4]
        body = {
            "approvalTeamArn": team,
            "actionName": "backup:RevokeRestoreAccessBackupVault",
            "protectedResourceArn": f"arn:aws:backup:us-east-1:{account}:backup-vault:v",
            **members,
        }
        return self.call("POST", "sessions", body=body)["arn"]

    def report_execution(self, session, status):
        return self.call("PUT", "sessions", session, "execution", body={"status": status})

    # Records and state

    def outbox(self, recipient=None, kind=None):
        return self.call("GET", "outbox", recipient=recipient, kind=kind)["messages"]

    def events(self, **query):
        return self.call("GET", "events", **query)["events"]

    def reset(self):
        self.call("POST", "reset")

    def state(self):
        return self.call("GET", "state")

    def put_state(self, state):
        return self.call("PUT", "state", body=state)


def _given(**members):
    return {name: value for name, value in members.items() if value is not None}


def _problem(error):
    """The problem document of a refusal; a text of another kind stands as its detail."""
    text = error.read().decode(errors="replace")
    assert error.headers.get_content_type() == "application/problem+json", text
    return json.loads(text)
