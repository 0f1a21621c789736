#!/usr/bin/env python3
"""Tries to break the built server, for as long as it is told to, and the same way for a seed."""

import argparse
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "SDKTests")]

import exactly_once  # noqa: E402
import mpa_local  # noqa: E402


def kill(folder, options):
    """Exactly once under kill -9."""
    file = folder / "killed.sqlite"

    def start():
        return mpa_local.Server("--database", str(file), "--log-level", "error")

    crowd, wrong = exactly_once.killed(start, options.kills, seed=options.seed)
    (sound,) = sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        wrong.append(f"the file is damaged: {sound}")
    return f"{options.kills} kills, {_told(crowd)}", wrong


def lost(folder, options):
    """Exactly once when answers are lost."""

    def start():
        return mpa_local.Server("--log-level", "error")

    crowd, wrong = exactly_once.lost(start, options.requests, seed=options.seed)
    return _told(crowd), wrong


def _told(crowd):
    return f"{len(crowd.answers)} acknowledged of {crowd.attempts} attempts"


PARTS = {"kill": kill, "lost": lost}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    failed = False
    for name in options.only:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            told, wrong = PARTS[name](Path(folder), options)
        print(f"{name}: {told}, {len(wrong)} wrong, {time.monotonic() - begun:.0f} s", flush=True)
        for each in wrong[:20]:
            print(f"  {each}")
        failed |= bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
