"""A file database: what it keeps, what a killed server loses, and which files are refused."""

import itertools
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import mpa_local
import raw_http
from samples import OTHER_INSTANCE_ARN, creation, identity_source_arn

WRITERS = 6
ACKNOWLEDGED_PER_ROUND = 120
ROUNDS = 3


@pytest.fixture
def database(tmp_path):
    return tmp_path / "mpa.db"


@pytest.fixture
def serve(start_server, database):
    return lambda *flags: start_server("--database", str(database), *flags)


def create(url, account, members):
    return raw_http.call(url, "POST", "/identity-sources", members, account)


def health(url):
    answer = raw_http.send(url, "GET", "/_mpa/health")
    assert answer.status == 200
    return answer.json


def stop_well(server):
    server.stop()


def kill(server):
    server.kill()


@pytest.mark.parametrize("end", [stop_well, kill], ids=["stopped", "killed"])
def test_restart_keeps_everything(serve, client, account, new_account, end):
    server, neighbour = serve(), new_account()
    members = creation(ClientToken="t", Tags={"a": "1", "caf\u00e9": "\U0001f600"})
    first = create(server.url, account, members)
    theirs = create(server.url, neighbour, creation(OTHER_INSTANCE_ARN, ClientToken="t"))
    arn = first.json["IdentitySourceArn"]
    mpa = client(url=server.url)
    mpa.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    mpa.untag_resource(ResourceArn=arn, TagKeys=["a"])
    before = mpa.get_identity_source(IdentitySourceArn=arn)
    counts = health(server.url)["counts"]
    end(server)

    server = serve()
    mpa = client(url=server.url)
    after = mpa.get_identity_source(IdentitySourceArn=arn)
    for answer in (before, after):
        answer.pop("ResponseMetadata")
        # Tells where the server listens, and that has changed.
        answer["IdentitySourceParameters"]["IamIdentityCenter"].pop("ApprovalPortalUrl")
    assert after == before
    tags = mpa.list_tags_for_resource(ResourceArn=arn)["Tags"]
    assert tags == {"b": "2", "caf\u00e9": "\U0001f600"}
    assert health(server.url)["counts"] == counts
    assert create(server.url, account, members).body == first.body
    again = create(server.url, neighbour, creation(OTHER_INSTANCE_ARN, ClientToken="t"))
    assert again.body == theirs.body
    assert create(server.url, account, creation(ClientToken="other")).status == 402


@pytest.mark.parametrize("end", [stop_well, kill], ids=["stopped", "killed"])
def test_restart_keeps_deletions_and_the_tokens_of_what_is_gone(serve, client, account, end):
    server = serve()
    first = create(server.url, account, creation(ClientToken="t"))
    arn = first.json["IdentitySourceArn"]
    client(url=server.url).delete_identity_source(IdentitySourceArn=arn)
    end(server)

    server = serve()
    again = create(server.url, account, creation(ClientToken="t"))
    assert (again.status, again.body) == (200, first.body)
    assert client(url=server.url).list_identity_sources()["IdentitySources"] == []


def test_health_tells_of_the_file(serve, database):
    storage = health(serve().url)["storage"]
    assert storage["kind"] == "file"
    assert str(database) in storage.values()


def test_without_a_file_nothing_outlives_the_server(start_server, client, account):
    server = start_server()
    assert health(server.url)["storage"]["kind"] == "memory"
    assert create(server.url, account, creation(ClientToken="t")).status == 200
    server.stop()
    server = start_server()
    assert client(url=server.url).list_identity_sources()["IdentitySources"] == []


class Writers:
    """Clients that create sources, each time for a fresh account, until the server is gone."""

    def __init__(self, url, accounts):
        self.acknowledged = {}  # account: body of the answer
        self.unanswered = set()  # accounts whose request broke off
        self._url = url
        self._accounts = accounts
        self._changed = threading.Condition()

    def run(self, kill):
        """Write from several threads, `kill` in the middle, and wait until all have noticed."""
        with ThreadPoolExecutor(WRITERS) as pool:
            running = [pool.submit(self._write) for _ in range(WRITERS)]
            with self._changed:
                enough = self._changed.wait_for(
                    lambda: len(self.acknowledged) >= ACKNOWLEDGED_PER_ROUND,
                    raw_http.REPLY_SECONDS_MAX,
                )
            kill()
            for each in running:
                each.result()
        assert enough

    def _write(self):
        while True:
            with self._changed:
                account = f"{next(self._accounts):012d}"
            try:
                answer = create(self._url, account, request_of(account))
            except (OSError, raw_http.http.client.HTTPException):
                with self._changed:
                    self.unanswered.add(account)
                return
            assert answer.status == 200, answer
            with self._changed:
                self.acknowledged[account] = answer.body
                self._changed.notify_all()


def request_of(account):
    return creation(ClientToken=f"token-of-{account}", Tags={"owner": account})


def test_killed_server_loses_no_acknowledged_write(serve):
    accounts = itertools.count(300_000_000_001)
    acknowledged, unanswered = {}, set()
    for _ in range(ROUNDS):
        server = serve()
        writers = Writers(server.url, accounts)
        writers.run(server.kill)
        acknowledged |= writers.acknowledged
        unanswered |= writers.unanswered

    url = serve().url
    with ThreadPoolExecutor(WRITERS) as pool:
        replays = pool.map(lambda each: create(url, each, request_of(each)), acknowledged)
        assert {
            account: (answer.status, answer.body)
            for account, answer in zip(acknowledged, replays, strict=True)
        } == {account: (200, body) for account, body in acknowledged.items()}
        for account in unanswered:  # what a client does next: repeat until there is an answer
            first, second = (create(url, account, request_of(account)) for _ in range(2))
            assert (first.status, second.status) == (200, 200)
            assert first.json["IdentitySourceArn"] == identity_source_arn(account)
            assert second.body == first.body
    assert len(unanswered) == ROUNDS * WRITERS  # the last request of each writer
    total = len(acknowledged) + len(unanswered)
    assert total >= ROUNDS * ACKNOWLEDGED_PER_ROUND
    counts = health(url)["counts"]
    kept = {name: count for name, count in counts.items() if count}
    assert kept == {"IdentitySources": total, "ClientTokens": total, "Tags": total}


def refused(path, *flags):
    """The one line with which a start on this database fails."""
    done = mpa_local.run("serve", "--port", "0", "--database", str(path), *flags)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert str(path) in line
    return line


@pytest.mark.parametrize(
    "content",
    [
        b"no database at all\n" * 500,
        b"short",
        b"SQLite format 3\x00" + b"\xff" * 4096,
        bytes(range(256)) * 32,
    ],
    ids=["text", "short", "header only", "bytes"],
)
def test_file_that_is_no_database_is_refused_and_left_alone(tmp_path, database, content):
    database.write_bytes(content)
    refused(database)
    assert database.read_bytes() == content
    assert list(tmp_path.iterdir()) == [database]


@pytest.fixture
def used(serve, database, account):
    """A database that a server has written and left."""
    server = serve()
    assert create(server.url, account, creation(ClientToken="t")).status == 200
    server.stop()
    return database


def set_version(path, version):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()


def version_of(path):
    connection = sqlite3.connect(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return version


def test_database_of_a_newer_release_is_refused_and_left_alone(serve, client, used, tmp_path):
    known = version_of(used)
    set_version(used, 999999)
    content = used.read_bytes()
    assert "999999" in refused(used)
    assert used.read_bytes() == content
    # An empty log may be left beside it, as SQLite makes one to read such a file.
    assert {path.stat().st_size for path in tmp_path.iterdir() if path != used} <= {0}
    set_version(used, known)
    mpa = client(url=serve().url)
    assert len(mpa.list_identity_sources()["IdentitySources"]) == 1


def test_database_of_another_program_is_refused_and_left_alone(tmp_path, database):
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE theirs (a INTEGER)")
    connection.commit()
    connection.close()
    content = database.read_bytes()
    refused(database)
    assert database.read_bytes() == content
    assert list(tmp_path.iterdir()) == [database]


@pytest.mark.parametrize("end", [stop_well, kill], ids=["stopped", "killed"])
def test_read_only_database_is_refused_and_left_alone(serve, database, tmp_path, account, end):
    server = serve()
    first = create(server.url, account, creation(ClientToken="t"))
    end(server)
    content = {path: path.read_bytes() for path in tmp_path.iterdir()}
    database.chmod(0o444)
    refused(database)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == content
    database.chmod(0o644)
    again = create(serve().url, account, creation(ClientToken="t"))
    assert (again.status, again.body) == (200, first.body)


def test_database_in_use_is_refused_and_its_owner_goes_on(serve, client, used, account):
    mpa = client(url=serve().url)
    content = used.read_bytes()
    assert "in use" in refused(used)
    assert used.read_bytes() == content
    arn = identity_source_arn(account)
    mpa.tag_resource(ResourceArn=arn, Tags={"still": "here"})
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"still": "here"}


def test_folder_is_refused(tmp_path):
    refused(tmp_path)


def test_file_in_a_folder_that_is_not_there_is_refused(tmp_path):
    refused(tmp_path / "missing" / "mpa.db")
    assert list(tmp_path.iterdir()) == []


def test_empty_file_becomes_a_database(serve, database, account):
    database.touch()
    server = serve()
    first = create(server.url, account, creation(ClientToken="t"))
    server.stop()
    again = create(serve().url, account, creation(ClientToken="t"))
    assert (again.status, again.body) == (200, first.body)
