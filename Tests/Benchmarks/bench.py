#!/usr/bin/env python3
"""Measures the built server against the ceiling: the same two C libraries with nothing on top.

Each figure that is a ratio was measured side by side in this run: the two servers take turns in
short rounds, and the median of the rounds' ratios counts. Prints one table, and writes it as JSON.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / ".build/release/mpa-local"
REPORT = ROOT / ".build/reports/bench.json"
CONNECTIONS = 16
ACCOUNT = "111122223333"
SOURCE = f"arn:aws:mpa:us-east-1:{ACCOUNT}:identity-source/IamIdentityCenter"
POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
PEOPLE = [f"person-{number}" for number in range(1, 21)]
SIGNED = {
    # As boto3 sends them, but for the signature, which is not looked at by default.
    "User-Agent": "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux lang/python#3.11.7",
    "X-Amz-Date": "20260301T080000Z",
    "amz-sdk-invocation-id": "0f3c7b1e-5c1d-4a35-8d53-3b7d0d4e2a11",
    "amz-sdk-request": "attempt=1",
    "Accept-Encoding": "identity",
}


def authorization(account):
    scope = f"{account}/20260301/us-east-1/mpa/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={'0' * 64}"


def creation(token):
    center = {"InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef", "Region": "us-east-1"}
    return {"IdentitySourceParameters": {"IamIdentityCenter": center}, "ClientToken": token}


class Process:
    """A server under measurement, and one connection to it."""

    def __init__(self, *command):
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r"(\d+)\s*$", line)[1])
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def call(self, method, target, body=None, account=ACCOUNT):
        headers = {**SIGNED, "Authorization": authorization(account)}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, target, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, (method, target, answer.status, text)
        return json.loads(text) if text else None

    def memory(self):
        """Resident bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def stop(self):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(120) == 0


@contextlib.contextmanager
def running(*command):
    process = Process(*command)
    try:
        yield process
    finally:
        process.stop()


def ours(*arguments):
    return running(SERVER, "serve", "--port", "0", "--log-level", "error", *arguments)


@contextlib.contextmanager
def ceiling(folder, database):
    program = folder / "ceiling"
    if not program.exists():
        source = Path(__file__).with_name("ceiling.c")
        libraries = ["-lmicrohttpd", "-lsqlite3"]
        subprocess.run(["cc", "-O2", source, "-o", program, *libraries], check=True)
    with running(program, free_port(), database) as process:
        yield process


def free_port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


SCRIPT = """
local counter, thread = 0, 0
function setup(t) t:set("id", thread); thread = thread + 1 end
function init(arguments) math.randomseed(os.time() + id) base = math.random(1, 90000) * 1000000 end
%(delay)s
local function headers(account)
  return {
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=" .. account
      .. "/20260301/us-east-1/mpa/aws4_request, SignedHeaders=host;x-amz-date, Signature=%(zeros)s",
    ["Content-Type"] = %(type)s, %(signed)s
  }
end
function request()
  counter = counter + 1
  local number = string.format("%%012d", base + counter)
  return wrk.format("%(method)s", "%(target)s", headers(%(account)s), %(body)s)
end
function done(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout, latency:percentile(99)))
end
"""


def load(folder, process, method, target, *, seconds, body="nil", account=f'"{ACCOUNT}"', delay=None,
         connections=CONNECTIONS):
    """Requests a second and the 99th percentile in microseconds, of one short round of wrk."""
    script = folder / "load.lua"
    script.write_text(
        SCRIPT
        % {
            "method": method,
            "target": target,
            "body": body,
            "account": account,
            "zeros": "0" * 64,
            "type": '"application/json"' if body != "nil" else "nil",
            "signed": ", ".join(f'["{name}"] = "{value}"' for name, value in SIGNED.items()),
            "delay": f"function delay() return {delay} end" if delay is not None else "",
        }
    )
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script,
         f"http://127.0.0.1:{process.port}"],
        capture_output=True, text=True, check=True,
    )
    requests, microseconds, errors, p99 = map(
        int, re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", done.stdout).groups()
    )
    assert errors == 0, done.stdout
    return requests * 1e6 / microseconds, p99


CREATE = (
    '\'{"IdentitySourceParameters": {"IamIdentityCenter": {"InstanceArn": '
    '"arn:aws:sso:::instance/ssoins-0123456789abcdef", "Region": "us-east-1"}}, '
    '"ClientToken": "token-\' .. number .. \'"}\''
)
REPLAY = CREATE.replace("token-' .. number .. '", "first")


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.rows = []

    def tell(self, name, value, unit="", goal=None, holds=None):
        self.rows.append(
            {"figure": name, "value": value, "unit": unit, "goal": goal, "reached": holds}
        )
        mark = "" if holds is None else ("yes" if holds else "NO")
        print(f"{name:64} {value:>14} {unit:12} {goal or '':22} {mark}", flush=True)

    def against(self, name, goal, mine, other):
        """The median of the ratios of alternating rounds."""
        ratios, rates = [], []
        for _ in range(self.options.rounds):
            theirs = other()
            rate = mine()
            ratios.append(rate / theirs)
            rates.append(rate)
        ratio = statistics.median(ratios)
        self.tell(name, round(ratio, 3), "of ceiling", f"at least {goal}", ratio >= goal)
        return statistics.median(rates)

    def speed(self):
        seconds = self.options.seconds
        arn = quote(SOURCE, safe="")

        def rate(process, method, target, **more):
            return lambda: load(self.folder, process, method, target, seconds=seconds, **more)[0]

        fresh = {"body": CREATE, "account": "number"}
        with ours() as server, ceiling(self.folder, ":memory:") as limit:
            server.call("POST", "/identity-sources", creation("first"))
            get = self.against(
                "GetIdentitySource against GET with SELECT", 0.6,
                rate(server, "GET", f"/identity-sources/{arn}"),
                rate(limit, "GET", "/identity-sources/"),
            )
            self.tell("GetIdentitySource", round(get), "requests/s")
            self.latency(server, limit, get, f"/identity-sources/{arn}")
            create = self.against(
                "CreateIdentitySource in memory against POST", 0.6,
                rate(server, "POST", "/identity-sources", **fresh),
                rate(limit, "POST", "/identity-sources", body=CREATE),
            )
            self.tell("CreateIdentitySource in memory", round(create), "requests/s")
            replays = [
                rate(server, "POST", "/identity-sources", body=REPLAY)()
                / rate(server, "POST", "/identity-sources", **fresh)()
                for _ in range(self.options.rounds)
            ]
            replay = statistics.median(replays)
            self.tell("replay of a token against its create", round(replay, 3), "of create",
                      "at least 1", replay >= 1)
        file, other = self.folder / "ours.sqlite", self.folder / "ceiling.sqlite"
        with ours("--database", file) as server, ceiling(self.folder, other) as limit:
            self.against(
                "CreateIdentitySource on a file against POST", 0.8,
                rate(server, "POST", "/identity-sources", **fresh),
                rate(limit, "POST", "/identity-sources", body=CREATE),
            )
        self.reported(rate)

    def latency(self, server, limit, rate, target):
        """At half of what the server can do, both get the same."""
        connections = 64
        delay = max(1, round(1000 * connections / (rate / 2)))
        more = {"seconds": self.options.seconds, "delay": delay, "connections": connections}
        pairs = [
            (load(self.folder, server, "GET", target, **more)[1],
             load(self.folder, limit, "GET", "/identity-sources/", **more)[1])
            for _ in range(self.options.rounds)
        ]
        ratio = statistics.median(mine / theirs for mine, theirs in pairs)
        self.tell("99th percentile at half the maximum rate", round(ratio, 2), "of ceiling",
                  "under 5", ratio < 5)

    def reported(self, rate):
        with ours() as server:
            team = make_team(server)
            sessions = [start_session(server, team) for _ in range(40)]
            self.tell("GetApprovalTeam",
                      round(rate(server, "GET", f"/approval-teams/{quote(team, safe='')}")()),
                      "requests/s")
            target = f"/approval-teams/{quote(team, safe='')}/sessions/?List"
            self.tell("ListSessions, a page of 20", round(rate(server, "POST", target, body="'{}'")()),
                      "requests/s")
            begun = time.perf_counter()
            for session in sessions:
                vote(server, session, PEOPLE[0])
            self.tell("a vote, one client", round(len(sessions) / (time.perf_counter() - begun)),
                      "requests/s")

    def start(self):
        """From the start of the process to its first answered request."""

        def median(*arguments):
            times = []
            for _ in range(self.options.starts):
                with ours(*arguments) as server:
                    server.call("POST", "/policies/?List")
                    times.append((time.perf_counter() - server.begun) * 1000)
            return round(statistics.median(times), 1)

        memory = median()
        self.tell("start, in memory", memory, "ms", "at most 10", memory <= 10)
        file = self.folder / "large.sqlite"
        make_sessions(file, 100_000)
        large = median("--database", file)
        self.tell("start, on a file of 100,000 sessions", large, "ms", "at most 10", large <= 10)

    def memory(self):
        teams = self.options.teams
        with ours() as server:
            server.call("POST", "/policies/?List")
            first = server.memory()
            self.tell("memory after the start", round(first / 2**20, 1), "MB", "at most 16",
                      first <= 16 * 2**20)
            for number in range(teams):
                make_team(server, account=f"{300_000_000_000 + number}", people=PEOPLE[:3])
            each = (server.memory() - first) / teams
            self.tell(f"memory for each of {teams} teams", round(each / 1024, 1), "kB", "at most 4",
                      each <= 4096)

    def size(self):
        """What calls cost with few and with many sessions, side by side."""
        few, many = self.folder / "few.sqlite", self.folder / "many.sqlite"
        open_sessions = [make_sessions(few, 1_000), make_sessions(many, self.options.sessions)]
        with ours("--database", few) as small, ours("--database", many) as large:
            teams = [quote(team, safe="") for team, _ in open_sessions]
            votes = [iter(sessions) for _, sessions in open_sessions]
            servers = (small, large)
            calls = {
                "GetSession": lambda which: servers[which].call(
                    "GET", f"/sessions/{quote(open_sessions[which][1][0], safe='')}"),
                "ListSessions page": lambda which: servers[which].call(
                    "POST", f"/approval-teams/{teams[which]}/sessions/?List", {}),
                "vote": lambda which: vote(servers[which], next(votes[which]), PEOPLE[1]),
                "clock advance that fires nothing": lambda which: servers[which].call(
                    "POST", "/_mpa/clock/advance", {"seconds": 0.001}),
            }
            for name, call in calls.items():
                ratios = []
                for _ in range(self.options.rounds * 4):
                    times = []
                    for which in (0, 1):
                        begun = time.perf_counter()
                        for _ in range(20):
                            call(which)
                        times.append(time.perf_counter() - begun)
                    ratios.append(times[1] / times[0])
                ratio = statistics.median(ratios)
                self.tell(f"{name}, 1,000 against {self.options.sessions:,} sessions",
                          round(ratio, 2), "times", "within 1.25", ratio <= 1.25)

    def expiry(self):
        file = self.folder / "due.sqlite"
        make_sessions(file, 100_000, are_open=True)
        with ours("--database", file) as server:
            begun = time.perf_counter()
            answer = server.call("POST", "/_mpa/clock/advance", {"duration": "PT24H"})
            seconds = time.perf_counter() - begun
            assert answer["firedCount"] >= 100_000, answer["firedCount"]
            self.tell("advance that expires 100,000 sessions", round(seconds, 2), "s", "under 2",
                      seconds < 2)

    def instructions(self):
        """Exact and repeatable: two runs of different length, their difference by request."""
        binary = self.folder / "stripped"
        shutil.copy(SERVER, binary)
        subprocess.run(["strip", "--strip-all", binary], check=True)
        size = binary.stat().st_size
        self.tell("release binary, stripped", round(size / 2**20, 1), "MB", "at most 20",
                  size <= 20 * 2**20)
        for name in ("get", "create"):
            totals = [self.counted(binary, name, count) for count in (200, 1200)]
            self.tell(f"instructions of a {name}", round((totals[1] - totals[0]) / 1000), "a request")

    def counted(self, binary, name, count):
        out = self.folder / "callgrind.out"
        out.unlink(missing_ok=True)
        with running("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", binary, "--port",
                     "0", "--log-level", "error") as server:
            server.call("POST", "/identity-sources", creation("first"))
            for number in range(count):
                if name == "get":
                    server.call("GET", f"/identity-sources/{quote(SOURCE, safe='')}")
                else:
                    server.call("POST", "/identity-sources", creation(f"token-{number}"),
                                account=f"{500_000_000_000 + number}")
        return int(re.search(r"^(?:totals|summary): (\d+)", out.read_text(), re.MULTILINE)[1])


def make_team(server, account=ACCOUNT, people=PEOPLE[:3]):
    """The ARN of a new active team, and of its account's identity source."""
    source = server.call("POST", "/identity-sources", creation("first"), account)["IdentitySourceArn"]
    team = server.call(
        "POST",
        "/approval-teams",
        {
            "Name": "keepers",
            "Description": "Guards the vault",
            "ApprovalStrategy": {"MofN": {"MinApprovalsRequired": len(people)}},
            "Approvers": [
                {"PrimaryIdentityId": each, "PrimaryIdentitySourceArn": source} for each in people
            ],
            "Policies": [{"PolicyArn": POLICY}],
        },
        account,
    )["Arn"]
    for each in people:
        target = f"/_mpa/approvers/{each}/invitations/{quote(team, safe='')}"
        if account == ACCOUNT:
            server.call("PUT", target, {"response": "ACCEPT"})
    return team


def start_session(server, team):
    return server.call(
        "POST",
        "/_mpa/sessions",
        {
            "approvalTeamArn": team,
            "actionName": "backup:RevokeRestoreAccessBackupVault",
            "protectedResourceArn": f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:v",
        },
    )["arn"]


def vote(server, session, person):
    target = f"/_mpa/approvers/{person}/sessions/{quote(session, safe='')}"
    server.call("PUT", target, {"response": "APPROVE"})


def make_sessions(file, count, are_open=False):
    """A database of so many sessions of one team: the rows of one that the server made, repeated.

    Gives the team and the ARNs of some sessions that wait for votes.
    """
    with ours("--database", file) as server:
        team = make_team(server)
        waiting = [start_session(server, team) for _ in range(500 if not are_open else 1)]
        model = start_session(server, team)
        if not are_open:
            for person in PEOPLE[:3]:
                vote(server, model, person)
    database = sqlite3.connect(file)
    (first,) = database.execute("SELECT id FROM session WHERE arn = ?", [model]).fetchone()
    for table, key in (("session", "id"), ("session_response", "session_id")):
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        values = {
            key: "?1 + n",
            "arn": "substr(arn, 1, length(arn) - 12) || printf('%012d', n)",
        }
        database.execute(
            f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?2) "
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {', '.join(values.get(name, name) for name in columns)} "
            f"FROM c, {table} WHERE {key} = ?1",
            [first, count - len(waiting) - 1],
        )
    database.commit()
    database.close()
    return team, waiting


PARTS = ["speed", "start", "memory", "size", "expiry", "instructions"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of one round")
    parser.add_argument("--starts", type=int, default=21)
    parser.add_argument("--teams", type=int, default=10_000)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, Path(folder))
        for part in options.only:
            getattr(bench, part)()
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps({"cores": os.cpu_count(), "figures": bench.rows}, indent=2) + "\n")
    print(f"written to {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
