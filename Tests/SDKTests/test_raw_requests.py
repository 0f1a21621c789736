"""Requests that no SDK sends: what the HTTP rules say of their line and header."""

import http.client
import json
import os
import resource
import signal
import socket
import subprocess

import pytest

import mpa_local
import raw_http

REFUSALS = [
    ("GET / HTTP/1.1\r\n\r\n", 400, "MalformedHttpRequestException"),
    ("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 400, "MalformedHttpRequestException"),
    (
        *(f"GET / HTTP/1.1\r\nHost: h\r\nX-Long: {'x' * 32_768}\r\n\r\n", 431),
        "RequestHeaderFieldsTooLargeException",
    ),
    (f"GET /{'x' * 33_000} HTTP/1.1\r\nHost: h\r\n\r\n", 414, "RequestURITooLongException"),
]


def exchange(server, text):
    """The status, the header in lower case and the body of the answer to `text`."""
    address = ("127.0.0.1", server.port)
    with socket.create_connection(address, raw_http.REPLY_SECONDS_MAX) as client:
        client.sendall(text.encode())
        answer = http.client.HTTPResponse(client)
        answer.begin()
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.getheaders())
        return answer.status, head.lower(), answer.read()


@pytest.mark.parametrize(("text", "status", "error"), REFUSALS)
def test_refusals_of_the_header_look_like_all_errors(module_server, text, status, error):
    got, head, body = exchange(module_server, text)
    assert (got, json.loads(body).keys()) == (status, {"message"})
    assert f"x-amzn-errortype: {error.lower()}" in head
    request_id = head.split("x-amzn-requestid: ")[1].split("\r\n")[0]
    record = module_server.request_record(request_id)
    assert (record["status"], record["error"]) == (status, error)


@pytest.mark.parametrize("form", ["http://127.0.0.1:1", "HTTP://localhost", "https://[::1]:443"])
def test_absolute_form_is_served_like_origin_form(module_server, form):
    # Its own host counts, whatever the field says.
    text = f"GET {form}/_mpa/health HTTP/1.1\r\nHost: evil.test\r\n\r\n"
    status, _, body = exchange(module_server, text)
    assert (status, json.loads(body)["status"]) == (200, "ok")


def test_a_foreign_host_in_absolute_form_is_refused_as_in_the_field(module_server):
    text = "GET http://evil.test/_mpa/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert exchange(module_server, text)[0] == 403
    text = "POST http://evil.test/policies/?List HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert exchange(module_server, text)[0] == 200


def test_body_over_the_limit_is_413_on_the_control_plane_too(module_server):
    text = "POST /_mpa/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n"
    assert exchange(module_server, text)[0] == 413


def refused_database(path, **options):
    """The one line that a server which does not take `path` ends with."""
    done = subprocess.run(
        [mpa_local.binary(), "serve", "--port=0", f"--database={path}"],
        env=mpa_local.clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=mpa_local.STOP_SECONDS_MAX,
        check=False,
        **options,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    return line


def test_database_that_is_no_file_is_refused_in_one_line(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path in [fifo, tmp_path, "/dev/null"]:
        assert f"{path} cannot be opened: it is " in refused_database(path)


def test_database_with_a_name_that_sqlite_reads_otherwise_is_a_file(tmp_path):
    for name in [":memory:", "file:x?mode=memory"]:
        process = subprocess.Popen(
            [mpa_local.binary(), "serve", "--port=0", f"--database={name}"],
            env=mpa_local.clean_environment(),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout.readline().startswith(b"listening on ")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=mpa_local.STOP_SECONDS_MAX)
        assert process.returncode == 0
        assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize("count", [5, 6, 7, 8])
def test_too_few_descriptors_are_told_in_one_line(tmp_path, count):
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))

    assert refused_database(tmp_path / "db", preexec_fn=limit).startswith("mpa-local: ")


def test_server_whose_log_nobody_reads_answers_and_stops():
    reader, writer = os.pipe()
    with subprocess.Popen(
        [mpa_local.binary(), "serve", "--port=0"],
        env=mpa_local.clean_environment(),
        stdout=subprocess.PIPE,
        stderr=writer,
    ) as process:
        os.close(writer)
        url = process.stdout.readline().decode().split()[-1]
        for _ in range(20):  # each with a line of some 32,000 bytes: more than a pipe holds
            assert raw_http.send(url, "GET", "/" + "x" * 32_000).status == 404
        process.send_signal(signal.SIGTERM)
        assert process.wait(mpa_local.STOP_SECONDS_MAX) == 0
    os.close(reader)
