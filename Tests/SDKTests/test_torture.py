"""The short form of what `make torture` does for longer."""

import sqlite3
import sys
from pathlib import Path

import mpa_local
import pytest
import raw_http

sys.path.append(str(Path(__file__).parents[1] / "Torture"))

import attack  # noqa: E402
import bad_ground  # noqa: E402
import exactly_once  # noqa: E402
import histories  # noqa: E402
import slow  # noqa: E402
import soak  # noqa: E402


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


def start():
    return mpa_local.Server("--log-level", "critical")


def test_concurrent_calls_have_an_order_that_the_rules_allow():
    server = start()
    calls, overlapping, wrong = histories.run(server, 60)
    assert wrong == []
    assert calls == 60 * 5 * 6
    # Else nothing was concurrent.
    assert overlapping > calls / 2
    server.stop()


Call = histories.Call
RED, BLUE = "2030-01-01T00:00:00Z", "2030-01-01T00:00:01Z"


@pytest.mark.parametrize(
    ("subject", "calls"),
    [
        # A read that began after the deletion was acknowledged, and still finds it.
        (histories.Sources, [
            Call(0, ("create", "x"), (200, RED), 0, 1), Call(0, ("delete",), (200, None), 2, 3),
            Call(1, ("get",), (200, RED), 4, 5)]),
        # Two answers for one token.
        (histories.Sources, [
            Call(0, ("create", "x"), (200, RED), 0, 3), Call(1, ("create", "x"), (200, BLUE), 1, 2)]),
        # Two sources at once.
        (histories.Sources, [
            Call(0, ("create", "x"), (200, RED), 0, 3), Call(1, ("create", "y"), (200, BLUE), 1, 2)]),
        # A tag that nobody put on.
        (histories.Sources, [
            Call(0, ("create", "x"), (200, RED), 0, 1), Call(0, ("tags",), (200, frozenset({("a", "1")})), 2, 3)]),
        # A vote that counts after the cancellation.
        (histories.Sessions, [
            Call(0, ("cancel",), (200, None), 0, 1),
            Call(1, ("vote", "person-1", "APPROVED"), (200, None), 2, 3)]),
        # Two votes of one person.
        (histories.Sessions, [
            Call(0, ("vote", "person-1", "APPROVED"), (200, None), 0, 3),
            Call(1, ("vote", "person-1", "REJECTED"), (200, None), 1, 2)]),
        # Two advances that both saw the same time.
        (histories.Sessions, [
            Call(0, ("advance", 10), (200, 10), 0, 3), Call(1, ("advance", 10), (200, 10), 1, 2)]),
        # A session that outlives its time.
        (histories.Sessions, [
            Call(0, ("advance", 30), (200, 30), 0, 1),
            Call(1, ("get",), (200, ("PENDING", frozenset())), 2, 3)]),
    ],
)  # fmt: skip
def test_a_history_that_breaks_the_rules_is_noticed(subject, calls):
    assert histories.linearize(calls, subject.first, subject.step) is None


def test_calls_at_the_same_time_may_have_happened_in_any_order():
    calls = [
        Call(0, ("get",), (200, RED), 0, 9), Call(1, ("create", "x"), (200, RED), 1, 8),
        Call(2, ("delete",), (200, None), 2, 7), Call(3, ("get",), (404, None), 3, 6),
    ]  # fmt: skip
    order = histories.linearize(calls, histories.NO_SOURCE, histories.step_source)
    assert sorted(order, key=lambda call: call.client) == calls


def test_malformed_requests_break_nothing():
    done, memory, wrong = attack.run(start, 3_000, rounds=3)
    assert wrong == []
    # Nearly all are wrong, and most of them get as far as to be told so.
    assert done.statuses[400] > 1_500


def test_a_server_error_would_be_noticed():
    server = start()
    attacker = attack.begin(server, 1)
    rule = {"match": {"operations": ["ListPolicies"]}, "effect": {"kind": "error", "code": "InternalServerException"}}
    assert raw_http.call(server.url, "POST", "/_mpa/faults", rule).status in (200, 201)
    attacker.generator.kinds = [lambda: attacker.generator.request("POST", "/policies/?List")]
    attacker.run(10)
    assert len(attacker.wrong) == 10
    server.stop()


@pytest.mark.parametrize("case", [slow.idle, slow.unread, slow.exhausted])
def test_others_are_served_beside_clients_that_are_silent_deaf_or_too_many(case):
    served, wrong = case(start)
    assert wrong == []
    assert served > 40


@pytest.mark.parametrize("name", ["full", "read-only", "removed", "clock"])
def test_on_bad_ground_nothing_is_answered_wrongly_and_nothing_is_lost(tmp_path, name):
    told, wrong = bad_ground.run(tmp_path, [name])
    assert wrong == []
    if "no libfaketime" in told:
        pytest.skip(told)


def test_memory_descriptors_and_threads_stay_what_they_were():
    calls, measured, wrong = soak.run(start, 4_000, rounds=8, is_timed=False)
    # Too short a time to fill everything once: memory is the long form's.
    assert [each for each in wrong if not each.startswith("memory")] == []
    assert calls > 3_000
    assert len(measured) == 8


def test_what_grows_would_be_noticed():
    measured = [(1_000 * (number + 1), 0.001, 10 + number, 5) for number in range(20)]
    assert [each.split(" went ")[0] for each in soak.drift(measured, True)] == ["memory", "descriptors"]
