"""The short form of what `make torture` does for longer."""

import sqlite3
import sys
from pathlib import Path

import mpa_local

sys.path.append(str(Path(__file__).parents[1] / "Torture"))

import exactly_once  # noqa: E402


def test_a_token_has_one_resource_and_one_answer_however_often_the_server_is_killed(tmp_path):
    file = tmp_path / "mpa.sqlite"
    crowd, wrong = exactly_once.killed(
        lambda: mpa_local.Server("--database", str(file), "--log-level", "error"), kills=8
    )
    assert wrong == []
    assert crowd.answers
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_token_has_one_resource_and_one_answer_however_many_are_lost():
    crowd, wrong = exactly_once.lost(
        lambda: mpa_local.Server("--log-level", "error"), requests=600
    )
    assert wrong == []
    # Some had to be asked for again, or nothing was lost.
    assert crowd.attempts > len(crowd.answers) > 0


def test_the_check_would_notice_a_wrong_answer():
    server = mpa_local.Server("--log-level", "error")
    crowd = exactly_once.Clients(lambda: ("127.0.0.1", server.port), 1)
    address = ("127.0.0.1", server.port)
    status, body = exactly_once.create(address, "111122223333")
    crowd.answers = {"111122223333": body, "444455556666": body, "777788889999": b"{}"}
    assert status == 200
    assert len(exactly_once.check(crowd, address)) >= 3
    server.stop()
