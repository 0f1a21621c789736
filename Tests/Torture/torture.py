#!/usr/bin/env python3
"""Tries to break the built server, for as long as it is told to, and the same way for a seed."""

import argparse
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "SDKTests")]

import attack  # noqa: E402
import bad_ground  # noqa: E402
import exactly_once  # noqa: E402
import histories  # noqa: E402
import mpa_local  # noqa: E402
import slow  # noqa: E402
import soak  # noqa: E402


def start():
    """A server that keeps everything in memory."""
    return mpa_local.Server("--log-level", "critical")


def kill(folder, options):
    """Exactly once under kill -9."""
    file = folder / "killed.sqlite"

    def on_file():
        return mpa_local.Server("--database", str(file), "--log-level", "critical")

    crowd, wrong = exactly_once.killed(
        on_file, options.kills, seed=options.seed, over=options.over)
    (sound,) = sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        wrong.append(f"the file is damaged: {sound}")
    return f"{options.kills} kills, {_told(crowd)}", wrong


def lost(folder, options):
    """Exactly once when answers are lost."""
    crowd, wrong = exactly_once.lost(
        start, options.requests, seed=options.seed, over=options.over)
    return _told(crowd), wrong


def _told(crowd):
    return f"{len(crowd.answers)} acknowledged of {crowd.attempts} attempts"


def linearizable(folder, options):
    """Concurrent calls have an order that the rules allow."""
    server = start()
    calls, overlapping, wrong = histories.run(
        server, options.histories, seed=options.seed, over=options.over)
    server.stop()
    return f"{calls} calls, {overlapping} of them beside another", wrong


def hostile(folder, options):
    """Malformed HTTP and JSON."""
    done, memory, wrong = attack.run(start, options.hostile, seed=options.seed, over=options.over)
    answers = ", ".join(f"{status}: {count}" for status, count in sorted(done.statuses.items()))
    return f"answers {answers}; memory {memory[0] >> 20} to {memory[-1] >> 20} MiB", wrong


def many(folder, options):
    """Clients that are slow, silent or deaf, and no descriptor left for more."""
    told, wrong = [], []
    cases = {mode: lambda mode=mode: slow.slow(start, mode) for mode in slow.MODES}
    cases |= {
        name: lambda case=case: case(start)
        for name, case in {"idle": slow.idle, "unread": slow.unread, "exhausted": slow.exhausted}.items()
    }
    for name, case in cases.items():
        if options.over():
            break
        served, faults = case()
        told.append(f"{name}: {served} served")
        wrong += [f"{name}: {each}" for each in faults]
    return ", ".join(told), wrong


def ground(folder, options):
    """A disk that is full, files that are gone, a clock that jumps."""
    return bad_ground.run(folder)


def long(folder, options):
    """Flat memory, flat times, no descriptor lost."""
    calls, measured, wrong = soak.run(start, options.soak, seed=options.seed, over=options.over)
    first, last = measured[0], measured[-1]
    return f"{calls} calls, memory {first[0] >> 20} to {last[0] >> 20} MiB", wrong


PARTS = {
    "kill": kill, "lost": lost, "histories": linearizable, "hostile": hostile, "slow": many,
    "ground": ground, "soak": long,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="for all parts together, about; else each takes its time")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--requests", type=int, default=20_000, help="of which the answers are lost")
    parser.add_argument("--histories", type=int, default=2_000)
    parser.add_argument("--hostile", type=int, default=100_000, help="requests")
    parser.add_argument("--soak", type=int, default=200_000, help="calls")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    failed = False
    end = time.monotonic() + options.seconds if options.seconds else float("inf")
    for index, name in enumerate(options.only):
        begun = time.monotonic()
        # What is left, in equal shares.
        part_end = begun + (end - begun) / (len(options.only) - index)
        options.over = lambda part_end=part_end: time.monotonic() > part_end
        with tempfile.TemporaryDirectory() as folder:
            told, wrong = PARTS[name](Path(folder), options)
        print(f"{name}: {told}, {len(wrong)} wrong, {time.monotonic() - begun:.0f} s", flush=True)
        for each in wrong[:20]:
            print(f"  {each}")
        failed |= bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
