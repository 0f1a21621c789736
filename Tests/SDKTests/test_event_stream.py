"""Events as they leave: server-sent events, and a file of JSON lines."""

import contextlib
import http.client
import json
import os
import socket
import sqlite3
import time

import pytest

import mpa_local
import raw_http
from approval_teams import Account
from control import Control
from samples import creation
from sdk_clients import make_client

ACCOUNT = "111122223333"


class Stream:
    """A client of server-sent events."""

    def __init__(self, server, query="", **headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.connection.request("GET", f"/_mpa/events/stream{query}", headers=headers)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200

    def messages(self):
        """Each message as (event, id, data); comments are left out. Ends with the stream."""
        fields = {}
        while line := self.answer.readline():
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "" and value == "" and fields:
                identity = fields.get("id")
                number = identity and int(identity.rpartition("-")[2])
                self.last_id = identity
                yield fields.get("event"), number, json.loads(fields["data"])
                fields = {}
            elif name:
                fields[name] = value

    def begun(self):
        """Once the first byte is there, nothing that happens is missed."""
        assert self.answer.readline() == b": \n"
        assert self.answer.readline() == b"\n"
        return self

    def close(self):
        self.connection.close()


@pytest.fixture
def server(start_server):
    return start_server()


def client(session, server):
    return make_client(session, server.url, ACCOUNT)


def test_events_come_as_they_happen(server, boto3_session):
    stream = Stream(server).begun()
    assert stream.answer.getheader("Content-Type") == "text/event-stream"
    assert stream.answer.getheader("Cache-Control") == "no-store"
    mpa = client(boto3_session, server)
    mpa.create_identity_source(**creation())
    messages = stream.messages()
    event, number, data = next(messages)
    assert (event, number, data["eventName"]) == (None, 1, "CreateIdentitySource")
    mpa.list_policies()
    assert next(messages)[1:] == (2, Control(server.url).events(after=1)[0])
    stream.close()


def test_a_client_that_was_cut_off_goes_on_where_it_was(server, boto3_session):
    mpa = client(boto3_session, server)
    for _ in range(5):
        mpa.list_policies()
    for stream in (
        Stream(server, "?wait=PT0S", **{"Last-Event-ID": "2"}),
        Stream(server, "?wait=PT0S&after=2"),
        # What it has seen by itself counts, not where it began.
        Stream(server, "?wait=PT0S&after=0", **{"Last-Event-ID": "2"}),
    ):
        assert [number for _, number, _ in stream.messages()] == [3, 4, 5]
    assert [n for _, n, _ in Stream(server, "?wait=PT0S&after=0").messages()] == [1, 2, 3, 4, 5]
    assert list(Stream(server, "?wait=PT0S").messages()) == []


def numbers(server, last_id):
    stream = Stream(server, "?wait=PT0S", **{"Last-Event-ID": last_id})
    return [(event, number) for event, number, _ in stream.messages()]


def test_a_server_that_began_anew_is_noticed_however_much_has_happened_there(
    start_server, boto3_session, tmp_path
):
    database = ["--database", str(tmp_path / "mpa.db")]

    def run(end):
        """The number of the first call of a run, and what who stood at `last_id` is told."""
        nonlocal last_id
        server = start_server(*database)
        mpa = client(boto3_session, server)
        before = Control(server.url).events()
        for _ in range(3):
            mpa.list_policies()
        told = numbers(server, last_id) if last_id else None
        stream = Stream(server, "?wait=PT0S&after=0")
        assert list(stream.messages())
        last_id = stream.last_id
        end(server)
        return len(before) + 1, told

    last_id = None
    assert run(mpa_local.Server.stop) == (1, None)
    assert run(mpa_local.Server.kill) == (4, [(None, 4), (None, 5), (None, 6)])
    # Perhaps none of the three events that it had was written: numbers are given again.
    first, told = run(mpa_local.Server.stop)
    assert 4 <= first <= 7
    assert told == [("replaced", first + 2), *((None, number) for number in range(1, first + 3))]
    assert run(mpa_local.Server.stop)[1] == [(None, number) for number in range(first + 3, first + 6)]


def test_who_stood_in_another_state_is_told(server, boto3_session):
    mpa, control = client(boto3_session, server), Control(server.url)
    mpa.list_policies()
    stream = Stream(server, "?wait=PT0S&after=0")
    assert len(list(stream.messages())) == 1
    control.call("PUT", "snapshots", "s")
    control.call("POST", "snapshots", "s", "restore")
    mpa.list_policies()
    assert numbers(server, stream.last_id) == [("replaced", 2), (None, 1), (None, 2)]


def test_events_of_reads_are_written_without_a_change(start_server, boto3_session, tmp_path):
    database = tmp_path / "mpa.db"
    server = start_server("--database", str(database))
    agent = "agent-of-the-last-read"
    for name in ("first", agent):
        raw_http.send(server.url, "POST", "/policies/?List", headers=[("User-Agent", name)])
    # Within a second or so.
    log = database.with_name("mpa.db-wal")
    deadline = time.monotonic() + mpa_local.LOG_SECONDS_MAX
    while agent.encode() not in log.read_bytes():
        assert time.monotonic() < deadline
        raw_http.send(server.url, "GET", "/_mpa/health")
    server.kill()
    again = start_server("--database", str(database))
    assert [event["userAgent"] for event in Control(again.url).events()] == ["first", agent]


def test_a_server_that_has_fewer_events_is_noticed(server, boto3_session):
    client(boto3_session, server).list_policies()
    stream = Stream(server, "?wait=PT0S", **{"Last-Event-ID": "500"})
    (event, number, data), (_, first, _) = stream.messages()
    assert (event, number, data, first) == ("replaced", 1, {"latestSequence": 1}, 1)


def test_the_envelope_of_eventbridge(server, boto3_session):
    account = Account(client(boto3_session, server), Control(server.url), ACCOUNT)
    account.active_team(["ann", "bob", "cleo"])
    told = Control(server.url).events()
    wrapped = [data for *_, data in Stream(server, "?wait=0&after=0&format=eventbridge").messages()]
    assert len(wrapped) == len(told)
    for event, envelope in zip(told, wrapped, strict=True):
        del event["sequence"]
        kind = "API Call" if event["eventType"] == "AwsApiCall" else "Service Event"
        assert envelope == {
            "version": "0",
            "id": event["eventID"],
            "detail-type": f"AWS {kind} via CloudTrail",
            "source": "aws.multi-party-approval",
            "account": ACCOUNT,
            "time": event["eventTime"].split(".")[0] + "Z",
            "region": "us-east-1",
            "resources": [],
            "detail": event,
        }
    assert {"AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"} == {
        envelope["detail-type"] for envelope in wrapped
    }


@pytest.mark.parametrize(
    ("query", "headers", "path"),
    [
        ("?after=-1", {}, "?after"),
        ("?after=x", {}, "?after"),
        ("?format=xml", {}, "?format"),
        ("?wait=-1", {}, "?wait"),
        ("?limit=1", {}, "?limit"),
        ("", {"Last-Event-ID": "x"}, "Last-Event-ID"),
        ("", {"Last-Event-ID": "-1"}, "Last-Event-ID"),
    ],
)
def test_bad_input_is_refused_with_its_place(server, query, headers, path):
    answer = raw_http.send(
        server.url, "GET", f"/_mpa/events/stream{query}", headers=list(headers.items())
    )
    assert (answer.status, answer.json["path"]) == (400, path)


def test_readers_that_never_read_slow_nobody_and_are_told_what_they_missed(server, boto3_session):
    # More than are kept for a reader and fit between it and the server, each made large for that.
    events = 12_500
    agent = {"User-Agent": "x" * 2_000}
    lazy = []
    for _ in range(5):
        # A small window, so that hardly anything leaves.
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", server.port))
        reader.sendall(b"GET /_mpa/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert reader.recv(1) == b"H"
        lazy.append(reader)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for _ in range(events):
        connection.request("POST", "/policies/?List", headers=agent)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
    reader = lazy[0].makefile("rb")
    numbers, dropped = [], 0
    for line in reader:
        if line.startswith(b"id: "):
            numbers.append(int(line.rpartition(b"-")[2]))
        if line.startswith(b'data: {"count":'):
            dropped += json.loads(line[6:])["count"]
        if numbers and numbers[-1] == events:
            break
    assert dropped > 0
    assert len(numbers) + dropped == events
    assert numbers == sorted(numbers)
    for each in lazy:
        each.close()


def test_there_is_an_end_to_how_many_may_follow(server):
    streams = [Stream(server).begun() for _ in range(100)]
    refused = raw_http.send(server.url, "GET", "/_mpa/events/stream")
    assert refused.status == 503
    assert raw_http.call(server.url, "POST", "/policies/?List").status == 200
    server.stop()
    for stream in streams:
        assert [number for _, number, _ in stream.messages()] == [1]


def test_clients_that_leave_make_room_for_others(server):
    for _ in range(250):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
            client.sendall(b"GET /_mpa/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(12) == b"HTTP/1.1 200"


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_every_event_is_a_line_of_the_file(start_server, boto3_session, tmp_path):
    path = tmp_path / "events.jsonl"
    told = []
    for run in range(2):
        server = start_server("--events-file", str(path))
        if run > 0:
            # Numbers begin anew with a server in memory, and whoever reads the file is told.
            told.append({"replaced": {"latestSequence": 0}})
        control = Control(server.url)
        account = Account(client(boto3_session, server), control, ACCOUNT)
        account.active_team(["ann", "bob", "cleo"])
        told += control.events()
        # Nothing of it is lost.
        control.reset()
        account.mpa.list_policies()
        told += control.events(after=told[-1]["sequence"])
        server.stop()
    assert len(told) > 10
    assert lines(path) == told


def test_what_fell_due_meanwhile_is_in_the_file(start_server, boto3_session, tmp_path):
    database, path = tmp_path / "mpa.db", tmp_path / "events.jsonl"
    options = ["--database", str(database), "--events-file", str(path)]
    server = start_server(*options)
    control = Control(server.url)
    account = Account(client(boto3_session, server), control, ACCOUNT)
    control.start_session(account.active_team(["ann", "bob", "cleo"]))
    server.stop()
    # A day later.
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT OR REPLACE INTO setting VALUES ('clock', ?)", (f"running {86_400_000}",)
        )
    again = start_server(*options)
    events = Control(again.url).events()
    again.stop()
    assert events[-1]["eventName"] == "SessionExpiration"
    assert lines(path) == events


def test_the_file_takes_the_envelope(start_server, boto3_session, tmp_path):
    path = tmp_path / "events.jsonl"
    server = start_server("--events-file", str(path), "--events-format", "eventbridge")
    client(boto3_session, server).list_policies()
    server.stop()
    (line,) = lines(path)
    assert line["source"] == "aws.multi-party-approval"
    assert line["detail"]["eventName"] == "ListPolicies"


def test_a_pipe_that_nobody_reads_slows_nobody(start_server, tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    server = start_server("--events-file", str(path), "--log-level", "error")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for _ in range(2_000):
        connection.request("POST", "/policies/?List")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
    os.close(reader)
    server.stop()


@pytest.mark.parametrize("place", ["none/events.jsonl", "."])
def test_a_file_that_cannot_be_written_is_told_at_the_start(tmp_path, place):
    done = mpa_local.run("serve", "--port", "0", "--events-file", str(tmp_path / place))
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr


def test_a_disk_that_is_full_is_told_once_and_changes_no_answer(start_server):
    server = start_server("--events-file", "/dev/full", "--log-level", "error")
    for _ in range(3):
        assert raw_http.call(server.url, "POST", "/policies/?List").status == 200
    server.log_line(lambda line: "/dev/full" in line and "No space left" in line)
    server.stop()
    assert server.log_text().count("/dev/full") == 1


@pytest.mark.parametrize(("option", "value"), [("events-file", ""), ("events-format", "xml")])
def test_a_value_that_does_not_fit_is_told(option, value):
    done = mpa_local.run("serve", "--port", "0", f"--{option}", value)
    assert done.returncode == 64
    assert f"--{option}" in done.stderr
