"""Exactly once: whatever happens to the server, a token has one resource and one answer.

Clients create identity sources with tokens and try again until they are answered, while the server
is killed and started again at random, or its answers are lost. At the end every token has exactly
one resource, and every answer that was acknowledged is given again, byte for byte.
"""

import http.client
import json
import random
import threading

CENTER = {"InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef", "Region": "us-east-1"}
ANSWER_SECONDS_MAX = 30


class Clients:
    """Threads that create, each account once, and remember what they were answered."""

    def __init__(self, address, count):
        self.address = address  # tells host and port of the server that runs now, None for none
        self.answers = {}  # account -> the acknowledged body
        self.attempts = 0
        self.refusals = []
        self.is_over = threading.Event()
        # Told of each answer and attempt, and of each server that comes or goes.
        self.changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._run, args=(number,)) for number in range(count)
        ]

    def start(self):
        for thread in self._threads:
            thread.start()

    def wait(self, condition):
        with self.changed:
            assert self.changed.wait_for(condition, 10 * ANSWER_SECONDS_MAX)

    def finish(self):
        self.is_over.set()
        with self.changed:
            self.changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self, number):
        made = 0
        while not self.is_over.is_set():
            account = f"{100_000_000_000 + number * 1_000_000_000 + made:012d}"
            answer = self._create(account)
            if answer is None:
                return
            status, body = answer
            with self.changed:
                if status == 200:
                    self.answers[account] = body
                else:
                    self.refusals.append((account, status, body))
                self.changed.notify_all()
            made += 1

    def _create(self, account):
        """Tries until there is an answer; None once it is over before there is one."""
        while True:
            with self.changed:
                # A server that was killed is started again.
                self.changed.wait_for(lambda: self.is_over.is_set() or self.address())
                if self.is_over.is_set():
                    return None
                address = self.address()
                self.attempts += 1
                self.changed.notify_all()
            try:
                return create(address, account)
            except (OSError, http.client.HTTPException):
                continue


def create(address, account):
    """One attempt on a connection of its own: status and body of the answer."""
    connection = http.client.HTTPConnection(*address, timeout=ANSWER_SECONDS_MAX)
    try:
        scope = f"{account}/20300102/us-east-1/mpa/aws4_request"
        connection.request(
            "POST",
            "/identity-sources",
            json.dumps(
                {
                    "IdentitySourceParameters": {"IamIdentityCenter": CENTER},
                    "ClientToken": f"token of {account}",
                }
            ),
            {
                "Content-Type": "application/json",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, "
                f"Signature={'0' * 64}",
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def sources(address):
    """How many identity sources each account has."""
    connection = http.client.HTTPConnection(*address, timeout=ANSWER_SECONDS_MAX)
    counts, after = {}, ""
    try:
        while True:
            connection.request("GET", f"/_mpa/identity-sources?limit=1000{after}")
            page = json.loads(connection.getresponse().read())
            for source in page["identitySources"]:
                counts[source["accountId"]] = counts.get(source["accountId"], 0) + 1
            if "next" not in page:
                return counts
            after = f"&after={page['next']}"
    finally:
        connection.close()


def check(clients, address):
    """What does not hold; nothing where all does."""
    wrong = [f"refused: {each}" for each in clients.refusals]
    counts = sources(address)
    for account, body in clients.answers.items():
        if counts.get(account) != 1:
            wrong.append(f"{account} was acknowledged and has {counts.get(account, 0)} sources")
        status, again = create(address, account)
        if (status, again) != (200, body):
            wrong.append(f"{account} was answered {body!r}, and then {status} {again!r}")
    wrong += [f"{account} has {count} sources" for account, count in counts.items() if count != 1]
    return wrong


def killed(start, kills, clients=8, seed=1, answers_between=(1, 150), over=lambda: False):
    """Kills the server so many times, each after a number of answers that chance decides; `start`
    gives a new one on the same file.

    Gives the clients, and what does not hold.
    """
    chance = random.Random(seed)
    server = start()
    address = ("127.0.0.1", server.port)
    crowd = Clients(lambda: address, clients)
    crowd.start()
    try:
        for _ in range(kills):
            enough = len(crowd.answers) + chance.randint(*answers_between)
            crowd.wait(lambda enough=enough: len(crowd.answers) >= enough)
            # With requests under way: nobody is told.
            server.kill()
            with crowd.changed:
                address = None
            server = start()
            with crowd.changed:
                address = ("127.0.0.1", server.port)
                crowd.changed.notify_all()
            if over():
                break
    finally:
        crowd.finish()
    wrong = check(crowd, address)
    server.stop()
    return crowd, wrong


def lost(start, requests, clients=8, seed=1, over=lambda: False):
    """Loses every other answer once the work is done, until so many requests were made."""
    server = start()
    address = ("127.0.0.1", server.port)
    connection = http.client.HTTPConnection(*address, timeout=ANSWER_SECONDS_MAX)
    rule = {
        "match": {"operations": ["CreateIdentitySource"], "probability": 0.5, "seed": seed},
        "effect": {"kind": "reset", "when": "afterWork"},
    }
    connection.request("POST", "/_mpa/faults", json.dumps(rule), {"Content-Type": "application/json"})
    assert connection.getresponse().status in (200, 201)
    crowd = Clients(lambda: address, clients)
    crowd.start()
    crowd.wait(lambda: crowd.attempts >= requests or over())
    crowd.finish()
    connection.close()
    connection = http.client.HTTPConnection(*address, timeout=ANSWER_SECONDS_MAX)
    connection.request("DELETE", "/_mpa/faults")
    connection.getresponse().read()
    connection.close()
    wrong = check(crowd, address)
    server.stop()
    return crowd, wrong
