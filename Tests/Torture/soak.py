"""An hour in short form: whole approvals again and again, connections that come and go.

Every round ends with a reset, so that the data of each is the same: memory, descriptors, threads and the
time of a call must then be what they were.
"""

import http.client
import random
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import quote

from attack import descriptors, resident, settled
from histories import ACCOUNT, CENTER, PEOPLE, Client, make_team

THREADS = 4
CALLS_PER_CONNECTION = 40


class Worker(Client):
    """A client that takes a new connection now and then, and times its calls."""

    def __init__(self, server):
        super().__init__(server)
        self.times, self.wrong = [], []

    def call(self, method, target, body=None, account=ACCOUNT):
        if len(self.times) % CALLS_PER_CONNECTION == 0:
            self.connection.close()
        begun = time.perf_counter()
        try:
            status, answer = super().call(method, target, body, account)
        except (OSError, http.client.HTTPException) as error:
            self.wrong.append(f"{method} {target}: {error!r}")
            return 0, {}
        self.times.append(time.perf_counter() - begun)
        if status >= 300:
            self.wrong.append(f"{method} {target} was answered {status}: {answer}")
        return status, answer


def approval(worker, team, number):
    """A session from its start to its end, and an identity source that comes and goes."""
    account = f"{700_000_000_000 + number}"
    source = f"arn:aws:mpa:us-east-1:{account}:identity-source/IamIdentityCenter"
    place = "/identity-sources/" + quote(source, safe="")
    worker.call("POST", "/identity-sources", {
        "IdentitySourceParameters": {"IamIdentityCenter": CENTER}, "ClientToken": f"token {number}"}, account)
    worker.call("PUT", "/tags/" + quote(source, safe=""), {"Tags": {"round": str(number)}}, account)
    worker.call("GET", place, account=account)
    worker.call("DELETE", place, account=account)
    _, session = worker.call("POST", "/_mpa/sessions", {
        "approvalTeamArn": team, "actionName": "backup:RevokeRestoreAccessBackupVault",
        "protectedResourceArn": f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:v{number}"})
    arn = quote(session["arn"], safe="")
    for person in PEOPLE[:3]:
        worker.call("PUT", f"/_mpa/approvers/{person}/sessions/{arn}", {"response": "APPROVE"})
    worker.call("GET", f"/sessions/{arn}")
    worker.call("POST", f"/approval-teams/{quote(team, safe='')}/sessions/?List", {"MaxResults": 20})
    worker.call("GET", "/_mpa/events?limit=10")


CALLS_OF_AN_APPROVAL = 11


def one_round(server, approvals, first):
    """The calls of all workers, and what they found wrong."""
    begin = Client(server)
    team = make_team(begin)
    workers = [Worker(server) for _ in range(THREADS)]

    def run(index):
        for number in range(approvals // THREADS):
            approval(workers[index], team, first + number * THREADS + index)
        workers[index].connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    status, _ = begin.call("POST", "/_mpa/reset")
    begin.connection.close()
    wrong = [each for worker in workers for each in worker.wrong]
    if status not in (200, 204):
        wrong.append(f"the reset was answered {status}")
    return [each for worker in workers for each in worker.times], wrong


def threads_of(server):
    return len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))


def run(start, requests, seed=1, rounds=20, is_timed=True, over=lambda: False):
    """Gives how many calls there were, what was measured after each round, and what does not hold."""
    server = start()
    before = descriptors(server)
    chance = random.Random(seed)
    approvals = max(THREADS, requests // rounds // CALLS_OF_AN_APPROVAL)
    calls, measured, wrong = 0, [], []
    for number in range(rounds):
        times, faults = one_round(server, approvals, chance.randrange(10**9))
        calls += len(times)
        wrong += faults
        # It learns of closed connections by itself.
        if not settled(server, lambda: descriptors(server) <= before):
            wrong.append(f"{before} descriptors became {descriptors(server)}")
        measured.append(
            (resident(server), statistics.median(times), descriptors(server), threads_of(server)))
        if over():
            break
    server.stop()
    return calls, measured, wrong + drift(measured, is_timed)


def drift(measured, is_timed):
    """What is more at the end than it was when all had been used once."""
    if len(measured) < 8:
        return []
    half, quarter = len(measured) // 2, len(measured) // 4
    early, late = zip(*measured[quarter:half], strict=True), zip(*measured[-quarter:], strict=True)
    wrong = []
    names = ("memory", "time of a call", "descriptors", "threads")
    allowed = (1.05, 1.5, 1, 1)
    for name, before, after, factor in zip(names, early, late, allowed, strict=True):
        before, after = statistics.median(before), statistics.median(after)
        if after > before * factor and (is_timed or name != "time of a call"):
            wrong.append(f"{name} went from {before} to {after}: {measured}")
    return wrong
