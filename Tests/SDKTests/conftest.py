"""Fixtures: servers, endpoints, accounts and real clients, shielded from the user's settings."""

import itertools
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True

import mpa_local  # noqa: E402  (reads MPA_LOCAL_BINARY before the environment is cleaned)

_CLEAN = mpa_local.clean_environment()
os.environ.clear()
os.environ.update(_CLEAN)
# Hypothesis keeps tables on disk; not in the source tree.
_hypothesis_home = tempfile.TemporaryDirectory()
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = _hypothesis_home.name

import pytest  # noqa: E402

from approval_teams import Account  # noqa: E402
from control import Control  # noqa: E402
from sdk_clients import make_client, session_with_models  # noqa: E402

_accounts = itertools.count(200_000_000_001)


@pytest.fixture
def new_account():
    """Makes account ids that no other test of this run uses, so that many tests share a server."""
    return lambda: f"{next(_accounts):012d}"


@pytest.fixture
def account(new_account):
    return new_account()


@pytest.fixture(scope="session")
def boto3_session():
    """A session on the packaged service models only, without those of the user's home."""
    return session_with_models()


@pytest.fixture(scope="module")
def module_server():
    """One server with default settings and a JSON log for all tests of a file."""
    server = mpa_local.Server("--log-format", "json")
    yield server
    server.stop()


@pytest.fixture
def endpoint(module_server):
    return module_server.url


@pytest.fixture
def client(boto3_session, endpoint, account):
    """Makes boto3 clients: of this test's account and server, unless the arguments name others."""

    def make(account=account, url=endpoint, session=boto3_session, **settings):
        return make_client(session, url, account, **settings)

    return make


@pytest.fixture
def mpa(client):
    """The boto3 client of this test's account."""
    return client()


@pytest.fixture
def control(endpoint):
    """The control plane of a server that begins anew with each test."""
    control = Control(endpoint)
    control.reset()
    return control


@pytest.fixture
def world(mpa, control, account):
    """This test's account, with an identity source and people to be asked."""
    return Account(mpa, control, account)


@pytest.fixture
def unchecked(client):
    """The same, without boto3's own checks: what it would refuse locally reaches the server."""
    return client(parameter_validation=False)


@pytest.fixture
def start_server():
    """Starts servers with the flags given, and stops those still running, which must succeed."""
    started = []

    def start(*arguments, **options):
        server = mpa_local.Server(*arguments, **options)
        started.append(server)
        return server

    yield start
    running = [server for server in started if server.is_running]
    try:
        for server in running:
            server.stop()
    finally:
        for server in running:
            if server.is_running:
                server.kill()


@pytest.fixture(scope="session")
def description():
    """The emulator's own description of the API, as `describe` prints it."""
    done = mpa_local.run("describe")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
