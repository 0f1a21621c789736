"""Sends hostile requests, many connections at once, and watches what becomes of the server."""

import collections
import contextlib
import errno
import http.client
import json
import re
import selectors
import socket
import statistics
import subprocess
import time
from pathlib import Path

import hostile
import mpa_local

# A bound for what must happen, and takes no set time.
ANSWER_SECONDS_MAX = 120
# A server that is silent for so long waits for the rest of what it takes for a request.
SILENCE_SECONDS = 0.25
CONNECTIONS = 100
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3}) ", re.MULTILINE)


class Exchange:
    """One connection: what was sent goes out, and what is answered comes in."""

    def __init__(self, address, kind, payload):
        self.kind, self.payload, self.sent = kind, payload, 0
        self.answer = b""
        self.moved = time.monotonic()
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(address)

    def write(self):
        """True while there is something left to send."""
        try:
            self.sent += self.socket.send(self.payload[self.sent:])
            self.moved = time.monotonic()
            return self.sent < len(self.payload)
        except BlockingIOError:
            return True
        except OSError as error:
            # The server has refused it before it was all there.
            assert error.errno in (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN), error
        return False

    def read(self):
        """True until there is an answer, or the other end closes."""
        try:
            piece = self.socket.recv(65_536)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            return False
        self.answer += piece
        self.moved = time.monotonic()
        return bool(piece) and not self.is_answered

    @property
    def is_answered(self):
        """True once the first answer is whole; the many requests of some may have many."""
        if self.kind in ("noise", "mutated"):
            return False
        head, end, body = self.answer.partition(b"\r\n\r\n")
        if head.startswith(b"HTTP/1.1 100"):
            head, end, body = body.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if not end or not length:
            return False
        return self.payload.startswith(b"HEAD") or len(body) >= int(length[1])


class Attack:
    def __init__(self, server, generator):
        self.server = server
        self.generator = generator
        self.address = ("127.0.0.1", server.port)
        self.statuses = collections.Counter()
        self.wrong = []

    def run(self, count):
        """So many requests; what is wrong is kept."""
        selector = selectors.DefaultSelector()
        begun, open_now = 0, set()
        while begun < count or open_now:
            while begun < count and len(open_now) < CONNECTIONS:
                exchange = Exchange(self.address, *self.generator.next())
                selector.register(
                    exchange.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, exchange)
                open_now.add(exchange)
                begun += 1
            for key, events in selector.select(SILENCE_SECONDS):
                exchange, is_open = key.data, True
                if events & selectors.EVENT_WRITE and not exchange.write():
                    selector.modify(exchange.socket, selectors.EVENT_READ, exchange)
                if events & selectors.EVENT_READ:
                    is_open = exchange.read()
                if not is_open:
                    self.end(selector, open_now, exchange)
            # Left alone, in the middle of something or not: nothing of it may stay.
            now = time.monotonic()
            for exchange in [each for each in open_now if now - each.moved > SILENCE_SECONDS]:
                self.end(selector, open_now, exchange)
            if not self.server.is_running:
                self.wrong.append(f"the server ended; log: {self.server.log_text()[-2000:]}")
                return

    def end(self, selector, open_now, exchange):
        selector.unregister(exchange.socket)
        exchange.socket.close()
        open_now.discard(exchange)
        for status in map(int, STATUS.findall(exchange.answer)):
            self.statuses[status] += 1
            # https://www.rfc-editor.org/rfc/rfc9110#section-15.6.6 asks for 505.
            if status >= 500 and status != 505:
                self.wrong.append(
                    f"{exchange.kind} was answered {status}: {exchange.payload[:300]!r} "
                    f"-> {exchange.answer[:300]!r}")

    def ask(self):
        """What anybody may ask meanwhile."""
        connection = http.client.HTTPConnection(*self.address, timeout=ANSWER_SECONDS_MAX)
        connection.request("GET", "/_mpa/health")
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            self.wrong.append(f"health was answered {answer.status}: {body!r}")


def resident(server):
    """Resident bytes of the process."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024


def descriptors(server):
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def settled(server, condition):
    """Whether it holds before long; the server notices by itself who has left it."""
    end = time.monotonic() + ANSWER_SECONDS_MAX
    while not condition():
        if time.monotonic() > end:
            return False
        # Nobody tells of it, so it is looked at again and again, unless the server ends.
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(0.02)
            return False
    return True


def begin(server, seed):
    described = subprocess.run(
        [mpa_local.binary(), "describe"], capture_output=True, check=True).stdout
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=ANSWER_SECONDS_MAX)
    connection.request("GET", "/_mpa/openapi.json")
    routes = json.loads(connection.getresponse().read())
    connection.close()
    return Attack(server, hostile.Generator(seed, json.loads(described), routes))


def run(start, requests, seed=1, rounds=20, over=lambda: False):
    """Gives the attack, the memory after each round, and what does not hold."""
    server = start()
    attack = begin(server, seed)
    before, memory = descriptors(server), []
    for _ in range(rounds):
        attack.run(requests // rounds)
        if not server.is_running:
            return attack, memory, attack.wrong
        attack.ask()
        memory.append(resident(server))
        if over():
            break
    if len(memory) >= 8:
        # By half of the way the journal and the events are full: from there on nothing is added.
        early = statistics.median(memory[len(memory) // 2: -(len(memory) // 4)])
        late = statistics.median(memory[-(len(memory) // 4):])
        if late > early * 1.05 + 2**20:
            attack.wrong.append(f"memory grew from {early} to {late}: {memory}")
    if not settled(server, lambda: descriptors(server) <= before):
        attack.wrong.append(f"{before} descriptors became {descriptors(server)}")
    server.stop()
    return attack, memory, attack.wrong
