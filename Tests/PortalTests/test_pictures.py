"""The README's two pictures. `RECORD=1` makes them anew, and fails."""

import os
import struct

import pytest

import mpa_local
from scenes import Scene
from test_accessibility import open_page

PICTURES = mpa_local.REPOSITORY / "fixtures/pictures"
BYTES_MAX = 150_000
SHOWN = {"portal.png": "portal-session", "console.png": "console-team"}
SIZE = (1200, 760)
RECORD = os.environ.get("RECORD")


@pytest.mark.parametrize("name", SHOWN)
def test_the_readme_shows_a_picture_of_what_is_there(window, control, mpa, name):
    window.shape(*SIZE)
    open_page(window, Scene(control, mpa), SHOWN[name])
    if RECORD:
        window.picture(PICTURES / name)
        pytest.fail(f"{name} was made anew: look at it, and run without RECORD")
    picture = (PICTURES / name).read_bytes()
    assert len(picture) < BYTES_MAX
    assert struct.unpack(">II", picture[16:24]) == SIZE
    readme = (mpa_local.REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert f"](fixtures/pictures/{name})" in readme
