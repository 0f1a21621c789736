#!/usr/bin/env python3
"""Writes down which functions of the built server run until its first request is answered.

The linker lays them side by side (Sources/start-order.txt), so that a start reads a few pages of the
program rather than some of each part. Names that a later build no longer has do no harm.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench import ROOT, SERVER, running

ORDER = ROOT / "Sources/start-order.txt"


def called(profile):
    """The functions in callgrind's output, in its order; those called by themselves have numbers."""
    names = re.findall(r"^c?fn=(.*?)(?:'\d+)?$", profile.read_text(errors="replace"), re.MULTILINE)
    return list(dict.fromkeys(names))


def own_functions(binary):
    listed = subprocess.run(
        ["nm", "--defined-only", "--format=just-symbols", binary],
        capture_output=True, text=True, check=True,
    )
    return set(listed.stdout.split())


def main():
    with tempfile.TemporaryDirectory() as folder:
        # Debugging information of this size is more than valgrind reads.
        binary, profile = Path(folder) / "mpa-local", Path(folder) / "callgrind.out"
        shutil.copy(SERVER, binary)
        subprocess.run(["strip", "--strip-debug", binary], check=True)
        with running(
            "valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", "--demangle=no",
            "--compress-strings=no", binary, "serve", "--port", "0",
        ) as server:
            server.call("POST", "/policies/?List")
        own = own_functions(binary)
        names = [name for name in called(profile) if name in own]
    ORDER.write_text("\n".join(names) + "\n")
    # Only a build that links takes it up.
    SERVER.unlink()
    print(f"{len(names)} functions: {ORDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
