"""Slow clients, many clients, clients that never read, and a server out of descriptors.

Meanwhile a normal client's requests succeed, and afterwards nothing of it all is left.
"""

import contextlib
import http.client
import re
import resource
import shutil
import socket
import subprocess

from attack import ANSWER_SECONDS_MAX, descriptors, settled

# The arguments of each mode of https://github.com/shekyan/slowhttptest, beside those of all.
MODES = {
    "headers": ["-H", "-i", "2", "-x", "24"],
    "body": ["-B", "-i", "2", "-s", "8192", "-x", "24", "-u", "/identity-sources"],
    "read": ["-X", "-w", "10", "-y", "20", "-n", "2", "-z", "16", "-k", "5", "-u", "/_mpa/openapi.json"],
}


class Normal:
    """A client that asks one thing after another, each on a connection of its own or on one."""

    def __init__(self, server):
        self.address = ("127.0.0.1", server.port)
        self.served = 0
        self.wrong = []
        self.kept = self.connection()

    def connection(self):
        return http.client.HTTPConnection(*self.address, timeout=ANSWER_SECONDS_MAX)

    def ask(self, times=20, is_new=True):
        for _ in range(times):
            connection = self.connection() if is_new else self.kept
            try:
                connection.request("POST", "/policies/?List")
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200:
                    self.wrong.append(f"a normal client was answered {answer.status}: {body!r}")
                self.served += 1
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"a normal client was not served: {error!r}")
            finally:
                if is_new:
                    connection.close()


def allow_descriptors(count):
    """For this process, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


@contextlib.contextmanager
def tried(start):
    """A server and its normal client, who finds everything as it was in the end."""
    server = start()
    normal = Normal(server)
    normal.ask()
    before = descriptors(server)
    try:
        yield server, normal
        normal.ask()
        if not settled(server, lambda: descriptors(server) <= before + 1):
            normal.wrong.append(f"{before} descriptors became {descriptors(server)}")
        normal.kept.close()
        server.stop()
    finally:
        if server.is_running:
            server.kill()


def slow(start, mode, connections=1_000, seconds=20):
    """One of slowhttptest's modes, and its own opinion."""
    if not shutil.which("slowhttptest"):
        return 0, ["slowhttptest is not installed"]
    allow_descriptors(connections + 100)
    with tried(start) as (server, normal):
        arguments = list(MODES[mode])
        path = arguments[arguments.index("-u") + 1] if "-u" in arguments else "/"
        if "-u" in arguments:
            del arguments[-2:]
        process = subprocess.Popen(
            ["slowhttptest", *arguments, "-c", str(connections), "-r", "500", "-l", str(seconds),
             "-p", "10", "-v", "1", "-u", f"http://127.0.0.1:{server.port}{path}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            # As often as it goes, until the other one has had its time.
            while process.poll() is None:
                normal.ask(5)
        finally:
            told = process.communicate(timeout=ANSWER_SECONDS_MAX)[0]
        # Its own probe, told without the colours.
        available = re.findall(r"service available:\s+(\w+)", re.sub(r"\x1b\[[\d;]*m", "", told))
        if not available or "NO" in available:
            normal.wrong.append(f"slowhttptest {mode}: {available} {told[-600:]}")
    return normal.served, normal.wrong


def idle(start, connections=2_000):
    """So many connections on which nothing is said."""
    allow_descriptors(connections + 100)
    with tried(start) as (server, normal):
        silent = [socket.create_connection(normal.address) for _ in range(connections)]
        normal.ask(100)
        for each in silent:
            each.close()
    return normal.served, normal.wrong


def unread(start, connections=50, requests=100):
    """Clients who ask for large answers, one behind the other, and read none of them."""
    request = b"GET /_mpa/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with tried(start) as (_, normal):
        deaf = []
        for _ in range(connections):
            each = socket.socket()
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            each.connect(normal.address)
            each.sendall(request * requests)
            deaf.append(each)
        normal.ask(100)
        for each in deaf:
            each.close()
    return normal.served, normal.wrong


def exhausted(start, spare=20, connections=60):
    """More connections than the server has descriptors for; then some of them go."""
    with tried(start) as (server, normal):
        normal.ask(1, is_new=False)
        limit = descriptors(server) + spare
        _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (limit, hard))
        crowd = [socket.create_connection(normal.address) for _ in range(connections)]
        settled(server, lambda: descriptors(server) >= limit)
        # Who is in already is served as before.
        normal.ask(20, is_new=False)
        for each in crowd:
            each.close()
        # Who could not come in is let in as soon as somebody has left.
        normal.ask(20)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (hard, hard))
    return normal.served, normal.wrong
