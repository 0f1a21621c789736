"""Fixtures: a server, its control API, and a real Chromium that looks at its pages."""

import os
import shutil
import sys

sys.dont_write_bytecode = True

import mpa_local  # noqa: E402  (reads MPA_LOCAL_BINARY before the environment is cleaned)

_CLEAN = mpa_local.clean_environment()
os.environ.clear()
os.environ.update(_CLEAN)

import pytest  # noqa: E402
from selenium import webdriver  # noqa: E402

from approval_teams import Account  # noqa: E402
from browser import Window  # noqa: E402
from control import Control  # noqa: E402
from sdk_clients import make_client, session_with_models  # noqa: E402

ACCOUNT = "111122223333"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    # A name that anybody could let lead here.
    "--host-resolver-rules=MAP evil.example 127.0.0.1",
)


@pytest.fixture(scope="session")
def chromium():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "UTC"})
    yield driver
    driver.quit()


@pytest.fixture
def start_server():
    """Starts servers with the flags given, and stops them at the end."""
    started = []

    def start(*arguments):
        server = mpa_local.Server("--log-level", "error", *arguments)
        started.append(server)
        return server

    yield start
    for server in started:
        if server.is_running:
            server.stop()


@pytest.fixture
def server(start_server):
    return start_server()


@pytest.fixture
def control(server):
    return Control(server.url)


@pytest.fixture(scope="session")
def boto3_session():
    return session_with_models()


@pytest.fixture
def mpa(boto3_session, server):
    return make_client(boto3_session, server.url, ACCOUNT)


@pytest.fixture
def world(mpa, control):
    """An account with an identity source, and people to be asked."""
    return Account(mpa, control, ACCOUNT)


@pytest.fixture
def window(chromium, server, request):
    """A tab of its own. Whatever it shows, nothing may go wrong or leave the machine."""
    window = Window.opened(chromium, server.url)
    yield window
    complaints, foreign = window.told()
    window.close_all()
    assert foreign == []
    if not request.node.get_closest_marker("complaints"):
        assert complaints == []
