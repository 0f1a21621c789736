"""Every page for everybody: axe-core's rules, light and dark, from 360 pixels to wide."""

import importlib.util
from pathlib import Path

import pytest

import mpa_local
from browser import Window
from conftest import ACCOUNT
from control import Control
from scenes import NAMES, Scene
from sdk_clients import make_client

SCREENSHOTS = mpa_local.REPOSITORY / ".build/reports/screenshots"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe():
    """The text of axe-core, as a package brings it."""
    (folder,) = importlib.util.find_spec("axe_playwright_python").submodule_search_locations
    return Path(folder, "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stage(boto3_session):
    server = mpa_local.Server("--seed-ids", "1", "--log-level", "error")
    yield server, Scene(Control(server.url), make_client(boto3_session, server.url, ACCOUNT))
    server.stop()


@pytest.fixture
def tab(chromium, stage):
    window = Window.opened(chromium, stage[0].url)
    yield window
    complaints, foreign = window.told()
    window.close_all()
    assert (complaints, foreign) == ([], [])


def open_page(window, scene, name):
    """Shows a page and waits until it is drawn."""
    owner, fragment = scene.pages[name]
    getattr(window, owner)(fragment)
    window.wait(lambda: window.all("main h1"), f"{name} is not drawn")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(tab, stage, name, scheme):
    tab.shape(1280, 900, scheme)
    open_page(tab, stage[1], name)
    tab.driver.execute_script(axe())
    found = tab.driver.execute_async_script(
        "const done = arguments[1];"
        "axe.run({runOnly: arguments[0]}).then((result) => done(result.violations));",
        TAGS,
    )
    told = [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"]
    ]
    assert told == []


def test_axe_would_find_something(tab, stage):
    open_page(tab, stage[1], "portal-requests")
    tab.script("document.querySelector('main').append(document.createElement('button'))")
    tab.driver.execute_script(axe())
    found = tab.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then((result) => done(result.violations));"
    )
    assert "button-name" in [each["id"] for each in found]


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"), (1920, "light")]
)
@pytest.mark.parametrize("name", NAMES)
def test_pages_fit_and_are_pictured(tab, stage, name, width, scheme):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    tab.shape(width, 900, scheme)
    open_page(tab, stage[1], name)
    inner, outer = tab.script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert inner <= outer
    height = tab.script("return document.documentElement.scrollHeight")
    tab.shape(width, min(max(height, 700), 3000), scheme)
    picture = SCREENSHOTS / f"{name}-{width}-{scheme}.png"
    picture.unlink(missing_ok=True)
    tab.picture(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
