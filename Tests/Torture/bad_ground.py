"""A disk that is full, a database that is taken away, a machine whose clock jumps.

A call is answered as ever or with a clear InternalServerException, never wrongly: what was acknowledged
is there afterwards, what was refused succeeds when it is tried again, and the file is sound.
"""

import contextlib
import http.client
import json
import os
import resource
import sqlite3
import subprocess
import time
from pathlib import Path

import exactly_once
import mpa_local

FAKETIME = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
]


class Ground:
    """A server on a file, what it has acknowledged, and what it has refused so far."""

    def __init__(self, file, environment=None):
        # As variables: under libfaketime a Swift program finds no arguments.
        self.file = file
        self.environment = {
            "MPA_LOCAL_PORT": "0", "MPA_LOCAL_DATABASE": str(file), "MPA_LOCAL_LOG_LEVEL": "critical",
            **(environment or {})}
        self.answers, self.refused = {}, []
        self.refusals = []  # as exactly_once.check takes them
        self.wrong = []
        self.made = 0
        self.start()

    def start(self):
        self.server = mpa_local.Server(port=False, environment=self.environment)
        self.address = ("127.0.0.1", self.server.port)

    def create(self, account=None):
        """True for an answer; what else may come is a clear 500."""
        if account is None:
            account = f"{400_000_000_000 + self.made:012d}"
            self.made += 1
        status, body = exactly_once.create(self.address, account)
        if status == 200:
            self.answers[account] = body
        elif status == 500 and json.loads(body).get("Message"):
            self.refused.append(account)
        else:
            self.wrong.append(f"{account} was answered {status} {body!r}")
        return status == 200

    def create_until_refused(self, most=20_000):
        for _ in range(most):
            if not self.create():
                return
        self.wrong.append(f"{most} creations were never refused")

    def check(self):
        """All that was acknowledged is there, and nothing else."""
        self.wrong += exactly_once.check(self, self.address)
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        connection.request("GET", "/_mpa/health")
        health = connection.getresponse()
        health.read()
        connection.close()
        if health.status != 200:
            self.wrong.append(f"health was answered {health.status}")

    def check_reads(self):
        """What was acknowledged reads the same on bad self."""
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        for account in list(self.answers)[-20:]:
            arn = json.loads(self.answers[account])["IdentitySourceArn"]
            scope = f"{account}/20300102/us-east-1/mpa/aws4_request"
            connection.request("GET", "/identity-sources/" + arn.replace(":", "%3A").replace("/", "%2F"), headers={
                "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or json.loads(body)["IdentitySourceArn"] != arn:
                self.wrong.append(f"{account} reads {answer.status} {body!r}")
        connection.close()

    def recover(self):
        """Good ground again: what was refused succeeds, now and after a restart."""
        again, self.refused = self.refused, []
        for account in again:
            self.create(account)
        for account in self.refused:
            self.wrong.append(f"{account} is refused on good ground, too")
        self.check()

    def end(self):
        self.server.stop()
        with contextlib.closing(sqlite3.connect(self.file)) as database:
            (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            self.wrong.append(f"the file is damaged: {sound}")
        self.start()
        self.check()
        self.server.stop()
        return f"{len(self.answers)} acknowledged", self.wrong


def full(folder):
    """No file may grow any more, as under a quota."""
    ground = Ground(folder / "full.sqlite")
    for _ in range(50):
        ground.create()
    process = ground.server.process.pid
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    size = max(each.stat().st_size for each in folder.glob("full.sqlite*"))
    for room in (0, 8_192, 100_000):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size + room, hard))
        ground.create_until_refused()
        for _ in range(5):
            ground.create()
        ground.check_reads()
        resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))
        ground.recover()
        size = max(each.stat().st_size for each in folder.glob("full.sqlite*"))
    return ground.end()


def full_disk(folder):
    """A small file system that is full; root alone can mount one."""
    if os.geteuid() != 0:
        return "not root: no small disk", []
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], check=True)
    try:
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 4_000_000)
        ground = Ground(disk / "mpa.sqlite")
        ground.create_until_refused()
        for _ in range(5):
            ground.create()
        ground.check_reads()
        ballast.unlink()
        ground.recover()
        # All but a megabyte of the room that the log and the file have left.
        room = os.statvfs(disk)
        free = room.f_bavail * room.f_frsize
        (disk / "last").write_bytes(b"x" * max(0, free - 1_000_000))
        ground.create_until_refused()
        # Killed where it stands, with not a byte left: it cannot begin again until there are some.
        ground.server.kill()
        (disk / "last").unlink()
        ground.start()
        ground.recover()
        return ground.end()
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def read_only(folder):
    """The file and its folder can no longer be written by anybody new."""
    ground = Ground(folder / "locked.sqlite")
    for _ in range(50):
        ground.create()
    files = list(folder.glob("locked.sqlite*"))
    modes = [each.stat().st_mode for each in files]
    for each in files:
        each.chmod(0o444)
    for _ in range(200):
        ground.create()
    ground.check_reads()
    for each, mode in zip(files, modes, strict=True):
        each.chmod(mode)
    ground.recover()
    return ground.end()


def removed(folder):
    """The file is gone while it is served; it was another name for it that went."""
    file = folder / "removed.sqlite"
    ground = Ground(file)
    for _ in range(50):
        ground.create()
    kept = [(each, each.with_name("kept" + each.suffix + each.name[15:])) for each in folder.glob("removed.sqlite*")]
    for each, other in kept:
        os.link(each, other)
        each.unlink()
    for _ in range(200):
        ground.create()
    ground.check_reads()
    for each, other in kept:
        os.link(other, each)
        other.unlink()
    ground.recover()
    return ground.end()


def clock(folder):
    """The machine's clock jumps, both ways and far."""
    library = next((each for each in FAKETIME if Path(each).exists()), None)
    if library is None:
        return "no libfaketime", []
    stamp = folder / "time"
    stamp.write_text("+0\n")
    ground = Ground(folder / "clock.sqlite", {
        "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(stamp), "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1"})
    last = ""
    for jump in ("+0", "-3600", "+3600", "-864000", "+7200", "-31536000", "+10800"):
        stamp.write_text(jump + "\n")
        for _ in range(20):
            ground.create()
        times = [json.loads(body)["CreationTime"] for body in list(ground.answers.values())[-20:]]
        # The emulator's own time goes on, whatever the machine's does.
        if sorted(times) != times or times[0] < last:
            ground.wrong.append(f"time went back after {jump}: {last} {times}")
        last = times[-1]
        ground.check_reads()
    stamp.write_text("+10800\n")
    ground.recover()
    return ground.end()


CASES = {"full": full, "disk": full_disk, "read-only": read_only, "removed": removed, "clock": clock}


def run(folder, cases=CASES):
    """What each case tells, and what does not hold."""
    told, wrong = [], []
    for name in cases:
        begun = time.monotonic()
        place = folder / name
        place.mkdir()
        text, faults = CASES[name](place)
        told.append(f"{name}: {text} in {time.monotonic() - begun:.0f} s")
        wrong += [f"{name}: {each}" for each in faults]
    return "; ".join(told), wrong
