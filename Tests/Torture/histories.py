"""Concurrent histories, checked for linearizability.

Clients do random things to few resources at once, and each notes when it asked and when it was answered.
A history is linearizable when there is an order of its calls, none before another that had been answered
before it was made, in which the sequential rules give just these answers: M. Herlihy and J. Wing,
"Linearizability: A Correctness Condition for Concurrent Objects", 1990. The search for that order is that
of G. Lowe, "Testing for Linearizability", 2017: what was tried already from one state is not tried again.
"""

import http.client
import itertools
import json
import random
import threading
from dataclasses import dataclass
from urllib.parse import quote

ACCOUNT = "111122223333"
CENTER = {"InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef", "Region": "us-east-1"}
POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
PEOPLE = [f"person-{number}" for number in range(1, 6)]
APPROVALS = 3
ANSWER_SECONDS_MAX = 60


@dataclass(frozen=True)
class Call:
    """One call: what was asked, what came, and between which two moments."""

    client: int
    asked: tuple
    answer: object
    begun: int
    ended: int

    def __str__(self):
        return f"[{self.begun:3}-{self.ended:3}] client {self.client}: {self.asked} -> {self.answer}"


def linearize(calls, state, step):
    """An order of the calls that the rules allow, or None. `step` gives the state after a call, or None
    where the answer cannot be."""
    calls = sorted(calls, key=lambda call: call.begun)
    tried = set()

    def go(done, state):
        if len(done) == len(calls):
            return []
        if (done, state) in tried:
            return None
        tried.add((done, state))
        left = [index for index in range(len(calls)) if index not in done]
        # What was asked after another was answered cannot come before it.
        first_end = min(calls[index].ended for index in left)
        for index in left:
            if calls[index].begun > first_end:
                break
            after = step(state, calls[index].asked, calls[index].answer)
            if after is not None:
                rest = go(done | {index}, after)
                if rest is not None:
                    return [calls[index], *rest]
        return None

    return go(frozenset(), state)


# The rules of one identity source: (its creation's answer or None, its tags, answers by token)

NO_SOURCE = (None, frozenset(), frozenset())


def step_source(state, asked, answer):
    source, tags, tokens = state
    status, body = answer
    name, *values = asked
    if name == "create":
        earlier = dict(tokens).get(values[0])
        if earlier is not None:
            return state if (status, body) == (200, earlier) else None
        if source is not None:
            return state if status == 402 else None
        if status != 200 or body is None:
            return None
        return (body, frozenset(), tokens | {(values[0], body)})
    if name == "delete":
        return (None, frozenset(), tokens) if status == 200 else None
    if source is None:
        return state if status == 404 else None
    if status != 200:
        return None
    if name == "get":
        return state if body == source else None
    if name == "tags":
        return state if body == tags else None
    kept = frozenset(pair for pair in tags if pair[0] != values[0])
    return (source, kept if name == "untag" else kept | {tuple(values)}, tokens)


# The rules of one session: (hours gone by, its status, the votes)

NEW_SESSION = (0, "PENDING", frozenset())
HOURS_OPEN = 24


def step_session(state, asked, answer):
    hours, status, votes = state
    code, body = answer
    name, *values = asked
    if name == "advance":
        hours += values[0]
        if hours >= HOURS_OPEN and status == "PENDING":
            status = "FAILED"
        return (hours, status, votes) if answer == (200, hours) else None
    if name == "get":
        return state if answer == (200, (status, votes)) else None
    if status != "PENDING" or (name == "vote" and values[0] in dict(votes)):
        return state if code == 409 else None
    if code != 200:
        return None
    if name == "cancel":
        return (hours, "CANCELLED", votes)
    votes |= {tuple(values)}
    given = [response for _, response in votes]
    if given.count("APPROVED") == APPROVALS:
        status = "APPROVED"
    elif given.count("REJECTED") > len(PEOPLE) - APPROVALS:
        status = "FAILED"
    return (hours, status, votes)


class Client:
    """One connection that is kept, and what its answers mean to the rules."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", server.port, timeout=ANSWER_SECONDS_MAX)

    def call(self, method, target, body=None, account=ACCOUNT):
        scope = f"{account}/20300102/us-east-1/mpa/aws4_request"
        headers = {
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, target, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None


class Sources:
    """One identity source of an account of its own."""

    first, step = NO_SOURCE, staticmethod(step_source)

    def __init__(self, client, number, shared):
        self.account = f"{600_000_000_000 + number}"
        arn = f"arn:aws:mpa:us-east-1:{self.account}:identity-source/IamIdentityCenter"
        self.source = "/identity-sources/" + quote(arn, safe="")
        self.tags = "/tags/" + quote(arn, safe="")

    def choose(self, chance):
        tag = (chance.choice("ab"), chance.choice("12"))
        return chance.choice([
            ("create", chance.choice("xyz")), ("create", chance.choice("xyz")), ("delete",), ("get",),
            ("get",), ("tags",), ("tag", *tag), ("tag", *tag), ("untag", tag[0])])

    def perform(self, client, asked):
        name, *values = asked
        if name == "create":
            status, body = client.call("POST", "/identity-sources", {
                "IdentitySourceParameters": {"IamIdentityCenter": CENTER}, "ClientToken": values[0],
            }, self.account)
            return status, body.get("CreationTime")
        method, target, body = {
            "delete": ("DELETE", self.source, None), "get": ("GET", self.source, None),
            "tags": ("GET", self.tags, None),
            "tag": ("PUT", self.tags, {"Tags": dict([values])} if len(values) == 2 else None),
            "untag": ("POST", self.tags, {"TagKeys": values})}[name]
        status, body = client.call(method, target, body, self.account)
        if status != 200:
            return status, None
        told = {"get": lambda: body["CreationTime"], "tags": lambda: frozenset(body["Tags"].items())}
        return status, told[name]() if name in told else None


class Sessions:
    """One new session of a team that all histories share, and the clock of the server."""

    first, step = NEW_SESSION, staticmethod(step_session)

    def __init__(self, client, number, shared):
        if "team" not in shared:
            shared["team"] = make_team(client)
        _, clock = client.call("GET", "/_mpa/clock")
        self.start = hour(clock["now"])
        _, session = client.call("POST", "/_mpa/sessions", {
            "approvalTeamArn": shared["team"], "actionName": "backup:RevokeRestoreAccessBackupVault",
            "protectedResourceArn": f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:v{number}"})
        self.arn = quote(session["arn"], safe="")

    def choose(self, chance):
        vote = ("vote", chance.choice(PEOPLE), chance.choice(["APPROVED", "APPROVED", "REJECTED"]))
        return chance.choice([vote] * 6 + [("cancel",), ("get",), ("get",), ("advance", 10)])

    def perform(self, client, asked):
        name, *values = asked
        if name == "vote":
            person, response = values
            status, _ = client.call(
                "PUT", f"/_mpa/approvers/{person}/sessions/{self.arn}",
                {"response": {"APPROVED": "APPROVE", "REJECTED": "REJECT"}[response]})
            return status, None
        if name == "cancel":
            return client.call("PUT", f"/sessions/{self.arn}")[0], None
        if name == "advance":
            status, clock = client.call(
                "POST", "/_mpa/clock/advance", {"duration": f"PT{values[0]}H"})
            return status, hour(clock["now"]) - self.start
        status, session = client.call("GET", f"/sessions/{self.arn}")
        votes = frozenset(
            (each["IdentityId"], each["Response"]) for each in session["ApproverResponses"]
            if each["Response"] != "NO_RESPONSE")
        return status, (session["Status"], votes)


def hour(text):
    """Whole hours since the year 1: the clock is frozen on one."""
    import datetime

    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int((moment - datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)).total_seconds() // 3600)


def make_team(client):
    """The ARN of an active team of everybody; the clock stands still from now on."""
    client.call("PUT", "/_mpa/clock", {"mode": "frozen", "now": "2030-01-02T03:00:00Z"})
    _, source = client.call("POST", "/identity-sources", {
        "IdentitySourceParameters": {"IamIdentityCenter": CENTER}, "ClientToken": "team"})
    _, team = client.call("POST", "/approval-teams", {
        "Name": "keepers", "Description": "Guards the vault", "ClientToken": "team",
        "ApprovalStrategy": {"MofN": {"MinApprovalsRequired": APPROVALS}},
        "Approvers": [{"PrimaryIdentityId": each, "PrimaryIdentitySourceArn": source["IdentitySourceArn"]}
                      for each in PEOPLE],
        "Policies": [{"PolicyArn": POLICY}]})
    for each in PEOPLE:
        status, _ = client.call(
            "PUT", f"/_mpa/approvers/{each}/invitations/{quote(team['Arn'], safe='')}",
            {"response": "ACCEPT"})
        assert status == 200, status
    return team["Arn"]


def record(server, subject, plans, clients):
    """The calls of all clients, who begin together."""
    moments, calls, faults = itertools.count(), [], []
    together = threading.Barrier(len(plans))

    def run(number, plan):
        try:
            together.wait()
            for asked in plan:
                begun = next(moments)
                answer = subject.perform(clients[number], asked)
                calls.append(Call(number, asked, answer, begun, next(moments)))
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            faults.append(f"client {number}: {error!r}")

    threads = [threading.Thread(target=run, args=each) for each in enumerate(plans)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return calls, faults


def run(server, count, seed=1, clients=5, calls=6, over=lambda: False):
    """So many histories, of both kinds in turn. Gives how many calls there were, how many overlapped
    another, and what does not hold."""
    chance = random.Random(seed)
    crowd = [Client(server) for _ in range(clients)]
    total, overlapping, wrong, shared = 0, 0, [], {}
    for number in range(count):
        subject = (Sources if number % 2 else Sessions)(crowd[0], number, shared)
        plans = [[subject.choose(chance) for _ in range(calls)] for _ in crowd]
        history, faults = record(server, subject, plans, crowd)
        wrong += faults
        total += len(history)
        overlapping += sum(
            any(other is not call and other.begun < call.ended and call.begun < other.ended
                for other in history)
            for call in history)
        if linearize(history, subject.first, subject.step) is None:
            told = "\n".join(map(str, sorted(history, key=lambda call: call.begun)))
            wrong.append(f"history {number} of seed {seed} has no order:\n{told}")
        if over():
            break
    for each in crowd:
        each.connection.close()
    return total, overlapping, wrong
