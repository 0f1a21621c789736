"""The README's claims, held against the program."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import mpa_local
import raw_http
from samples import LOWER_CASE_UUID, TIMESTAMP

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text below a second-level heading."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def table(title: str) -> list[list[str]]:
    """The rows of the first table in a chapter, without its head."""
    text = re.search(r"(?:^ *\|.*\n)+", section(title), re.MULTILINE)[0]
    rows = [line.strip().strip("|").split("|") for line in text.splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def run(*arguments: str) -> str:
    result = mpa_local.run(*arguments)
    assert result.returncode == 0
    return result.stdout


def test_the_operation_table_is_the_description():
    operations = json.loads(run("describe"))["operations"]
    expected = [
        [name, f"`{operation['http']['method']} {operation['http']['requestUri']}`"]
        for name, operation in sorted(operations.items())
    ]
    assert [row[:2] for row in table("Operations")] == expected
    assert all(len(row) == 3 and row[2] for row in table("Operations"))
    assert f"all {len(operations)} operations" in README


def test_the_configuration_table_has_every_option_with_its_variable():
    offered = set(re.findall(r"^  (--[a-z-]+)", run("serve", "--help"), re.MULTILINE))
    options = table("Configuration")
    named = {row[0].strip("`") for row in options}
    assert named == offered - {"--version"}
    for option, variable in ((row[0].strip("`"), row[1].strip("`")) for row in options):
        assert variable == "MPA_LOCAL_" + option[2:].upper().replace("-", "_")


def python_blocks() -> list[tuple[str, str]]:
    """Each Python program, and what it prints."""
    return re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("code", "printed"), python_blocks(), ids=["boto3", "approval"])
def test_python_examples_print_what_the_readme_says(start_server, code, printed):
    code = code.replace("http://127.0.0.1:6720", start_server().url)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == printed


def test_the_table_of_control_routes_is_the_description(endpoint):
    paths = raw_http.call(endpoint, "GET", "/_mpa/openapi.json").json["paths"]
    expected = [
        [f"`{method.upper()} {path}`", operation["operationId"], operation["summary"]]
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    assert sorted(table("Control API")) == sorted(expected)


def console_blocks() -> list[tuple[str, str]]:
    """The commands of each console block, and what they print."""
    return [
        ("".join(commands), printed)
        for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
        for commands in [re.findall(r"^\$ ((?:.*\\\n)*.*\n)", block, re.MULTILINE)]
        for printed in [re.sub(r"^\$ (?:.*\\\n)*.*\n", "", block, flags=re.MULTILINE)]
    ]


def without_what_changes(text: str) -> str:
    """Moments and request ids differ from run to run, and nothing else does."""
    text = TIMESTAMP.sub("TIME", LOWER_CASE_UUID.sub("ID", text))
    return re.sub(r"^Date: .* GMT$", "Date", text, flags=re.MULTILINE).strip()


@pytest.mark.parametrize(
    ("commands", "printed"),
    console_blocks(),
    ids=["aws", "curl", "approval", "clock", "faults", "journal", "events"],
)
def test_console_examples_print_what_the_readme_says_each_time(
    start_server, commands, printed, tmp_path
):
    script = commands.replace("http://127.0.0.1:6720", start_server().url)
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # Of a user who works in another Region.
    environment = mpa_local.clean_environment(
        PATH=tools, HOME=str(tmp_path), AWS_REGION="eu-west-1", AWS_DEFAULT_REGION="eu-west-1"
    )
    for _ in range(2):
        done = mpa_local.complete(["bash", "-euc", script], environment)
        assert (done.returncode, done.stderr) == (0, "")
        assert without_what_changes(done.stdout) == without_what_changes(printed)


def test_clients_named_as_tested_are_those_tested():
    pins = (Path(__file__).parent / "requirements.txt").read_text(encoding="utf-8")
    tested = {row[0]: row[2] for row in table("A first call")}
    assert f"boto3=={tested['boto3']}\n" in pins
    assert f"awscli=={tested['AWS CLI 1']}\n" in pins


def request(*lines: str) -> bytes:
    return "\r\n".join([*lines, "Host: x", "", ""]).encode()


# What libmicrohttpd refuses by itself, by the status in the README's table.
MALFORMED = {
    "400": [
        request("GET / HTTP/1.1", "no colon"),
        request("POST / HTTP/1.1", "Content-Length: x"),
        request("POST /identity-sources HTTP/1.1", "Transfer-Encoding: chunked") + b"zz\r\n",
    ],
    "413": [
        request("POST / HTTP/1.1", "Content-Length: " + "9" * 30),
        request("POST /identity-sources HTTP/1.1", "Transfer-Encoding: chunked")
        + b"F" * 20
        + b"\r\n",
    ],
    "414": [request(f"GET /{'a' * 60_000} HTTP/1.1")],
    "431": [request("GET / HTTP/1.1", f"x: {'a' * 60_000}")],
    "505": [request("GET / HTTP/2.0")],
    "none, the connection is closed": [b"garbage\r\n\r\n"],
}


def test_the_table_of_malformed_requests_is_whole():
    assert [row[0] for row in table("Where it differs from AWS, and why")] == list(MALFORMED)


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        pytest.param(status, sent, id=f"{status}-{number}")
        for status, requests in MALFORMED.items()
        for number, sent in enumerate(requests)
    ],
)
def test_malformed_requests_get_the_status_that_the_readme_says(endpoint, status, sent):
    address = (urlsplit(endpoint).hostname, urlsplit(endpoint).port)
    with socket.create_connection(address, raw_http.REPLY_SECONDS_MAX) as connection:
        connection.sendall(sent)
        answered = b""
        try:
            while chunk := connection.recv(65_536):
                answered += chunk
        except ConnectionResetError:
            pass  # closed while it had not read all of a request that is too long
    if status.isdigit():
        assert answered.startswith(f"HTTP/1.1 {status} ".encode())
        assert b"x-amzn" not in answered
        assert b"application/json" not in answered
    else:
        assert answered == b""


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_both_commands_are_shown(command):
    assert command in section("Start")
