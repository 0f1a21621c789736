"""The README's claims, held against the program."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mpa_local

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text below a second-level heading."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def run(*arguments: str) -> str:
    result = mpa_local.run(*arguments)
    assert result.returncode == 0
    return result.stdout


def test_the_operation_table_is_the_description():
    operations = json.loads(run("describe"))["operations"]
    expected = [
        [
            name,
            f"`{operation['http']['method']} {operation['http']['requestUri']}`",
            "yes" if operation["emulated"] else "answers 501",
        ]
        for name, operation in sorted(operations.items())
    ]
    assert rows(section("Operations"))[1:] == expected
    emulated = sum(operation["emulated"] for operation in operations.values())
    assert f"{emulated} of the {len(operations)} operations" in README


def test_the_configuration_table_has_every_option_with_its_variable():
    offered = set(re.findall(r"^  (--[a-z-]+)", run("serve", "--help"), re.MULTILINE))
    table = rows(section("Configuration"))[1:]
    named = {row[0].strip("`") for row in table}
    assert named == offered - {"--version"}
    for option, variable in ((row[0].strip("`"), row[1].strip("`")) for row in table):
        assert variable == "MPA_LOCAL_" + option[2:].upper().replace("-", "_")


def test_the_boto3_example_prints_what_the_readme_says(endpoint):
    code, printed = re.search(
        r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL
    ).groups()
    code = code.replace("http://127.0.0.1:6720", endpoint)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == printed


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_both_commands_are_shown(command):
    assert command in section("Start")
