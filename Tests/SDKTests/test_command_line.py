"""The command line: flags and variables, what is printed where, signals, health and exit codes."""

import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import threading
from urllib.parse import quote, urlsplit

import pytest

import mpa_local
import raw_http
from samples import LOWER_CASE_UUID, creation, identity_source_arn

USAGE = 64
FIELDS = {"time", "level", "method", "path", "status", "durationMicroseconds", "requestId"}
VARIABLES = {
    flag: "MPA_LOCAL_" + flag.upper().replace("-", "_")
    for flag in [
        *("host", "port", "database", "account", "regions", "limits"),
        *("transition-delay", "log-level", "log-format", "threads", "signatures", "credentials"),
        *("journal", "journal-sensitive"),
    ]
}
BAD = [
    ("port", "65536"),
    ("port", "-1"),
    ("port", "http"),
    ("port", ""),
    ("account", "12345678901"),
    ("account", "1234567890123"),
    ("account", "12345678901x"),
    ("account", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661\u0662"),
    ("regions", ""),
    ("regions", "us-east-1,"),
    ("regions", "us-east-1,moon"),
    ("regions", "all"),
    ("limits", "strict"),
    ("signatures", "on"),
    ("credentials", ""),
    ("limits", "AWS"),
    ("transition-delay", "-1"),
    ("transition-delay", "soon"),
    ("transition-delay", "nan"),
    ("transition-delay", "inf"),
    ("log-level", "loud"),
    ("log-format", "xml"),
    ("threads", "0"),
    ("threads", "two"),
    ("host", ""),
    ("database", ""),
    ("journal", "-1"),
    ("journal", "100001"),
    ("journal", "all"),
    ("journal-sensitive", "yes"),
]


def health(url):
    answer = raw_http.send(url, "GET", "/_mpa/health")
    assert answer.status == 200
    return answer.json


def create(url, account=None, **members):
    return raw_http.call(url, "POST", "/identity-sources", creation(**members), account)


def test_version_is_one_line_and_the_one_health_tells(start_server):
    done = mpa_local.run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", line)
    assert health(start_server().url)["version"] == line


def test_help_names_every_command():
    done = mpa_local.run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for command in ["serve", "health", "describe"]:
        assert re.search(rf"^\s+{command}\b", done.stdout, re.MULTILINE)
    assert "'mpa-local serve --help'" in " ".join(done.stdout.split())


def test_a_shell_gets_its_completion_script_of_every_command():
    done = mpa_local.run("--generate-completion-script", "bash")
    assert (done.returncode, done.stderr) == (0, "")
    for word in ["serve", "health", "describe", "--port"]:
        assert word in done.stdout


def test_help_of_serve_names_every_flag():
    done = mpa_local.run("serve", "--help")
    assert done.returncode == 0
    named = set(re.findall(r"--([a-z][a-z-]*)", done.stdout))
    assert named >= set(VARIABLES)


def test_every_flag_of_serve_refuses_an_empty_value():
    flags = re.findall(r"^  --([a-z-]+) <", mpa_local.run("serve", "--help").stdout, re.MULTILINE)
    assert set(flags) >= set(VARIABLES)
    for flag in flags:
        done = mpa_local.run("serve", f"--{flag}", "")
        assert (done.returncode, done.stdout) == (USAGE, ""), flag
        assert f"'' is invalid for --{flag}: it must be" in done.stderr


@pytest.mark.parametrize("command", [("serve",), ()], ids=["serve", "no command"])
@pytest.mark.parametrize(
    "words",
    [
        ["--account", "111122223333"],
        ["--account=111122223333"],
        ["--account", "1", "--account", "111122223333"],
        ["--account", "1", "--account=111122223333"],
    ],
    ids=" ".join,
)
def test_option_is_given_in_any_way(start_server, command, words):
    server = start_server(*words, command=command)
    arn = create(server.url).json["IdentitySourceArn"]
    assert arn == identity_source_arn("111122223333")


@pytest.mark.parametrize("command", [("serve",), ()], ids=["serve", "no command"])
def test_serve_prints_one_line_and_an_export_line_in_the_log(start_server, command):
    server = start_server(command=command)
    assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d*", server.url)
    server.log_line(lambda line: line == f"export AWS_ENDPOINT_URL_MPA={server.url}")
    assert health(server.url)["status"] == "ok"
    server.stop()  # asserts that standard output had that one line


def test_port_of_another_program_is_refused_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = mpa_local.run("serve", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert str(port) in line


def test_two_servers_do_not_share_a_port(start_server):
    server = start_server()
    done = mpa_local.run("serve", "--port", str(server.port))
    assert (done.returncode, done.stdout) == (1, "")
    assert str(server.port) in done.stderr
    assert health(server.url)["status"] == "ok"


@pytest.mark.parametrize(
    ("flag", "value", "by"),
    [
        pytest.param(flag, value, by, id=f"{flag}={value} by {by}")
        for flag, value in BAD
        for by in ["flag", "variable"]
        if value or by == "flag"  # an empty variable is one that is not set
    ],
)
def test_bad_value_exits_64_and_names_the_flag(flag, value, by):
    if by == "flag":
        done = mpa_local.run("serve", "--port=0", f"--{flag}={value}")
    else:
        port = [] if flag == "port" else ["--port=0"]
        done = mpa_local.run("serve", *port, environment={VARIABLES[flag]: value})
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert f"--{flag}" in done.stderr
    if by == "variable":
        assert VARIABLES[flag] in done.stderr


@pytest.mark.parametrize("flag", ["port", "threads", "transition-delay"])
def test_number_below_zero_is_told_the_range(flag):
    done = mpa_local.run("serve", f"--{flag}", "-1")
    assert (done.returncode, done.stdout) == (USAGE, "")
    bounds = {"port": "0 to 65535", "threads": "1 to 64", "transition-delay": "0 to 31536000"}
    assert f"'-1' is invalid for --{flag}: it must be {bounds[flag]}" in done.stderr


def test_empty_variables_count_as_not_set(start_server):
    empty = dict.fromkeys(VARIABLES.values(), "")
    server = start_server(environment=empty)
    assert create(server.url).json["IdentitySourceArn"] == identity_source_arn("123456789012")
    assert health(server.url)["storage"]["kind"] == "memory"


def test_empty_port_variable_leaves_the_port_at_its_default():
    # The first value that does not fit is told: here it is not the port.
    done = mpa_local.run("serve", "--threads=0", environment={"MPA_LOCAL_PORT": ""})
    assert done.returncode == USAGE
    assert "--threads" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--nonsense"], ["--nonsense", "1"], ["--nonsense=1"], ["dance"], ["serve", "dance"]),
        *(["--port"], ["serve", "--port"], ["--port", "0", "dance"], ["--Port", "0"]),
        *(["--port", "0", "serve"], ["-port", "0"], ["--", "dance"], ["--=port=0"]),
        *(["--==port=0"], ["--port=0", "--=account=111122223333"], ["--\u0301port", "0"]),
    ],
    ids=" ".join,
)
def test_unknown_arguments_exit_64(arguments):
    done = mpa_local.run(*arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    unknown = [word for word in arguments if word not in ("0", "1", "--", "--port=0")][-1]
    assert unknown.split("=")[0] in done.stderr


def test_variables_configure_the_server(start_server, tmp_path):
    database = tmp_path / "mpa.db"
    credentials = tmp_path / "credentials.json"
    credentials.write_text(
        '{"principals":[{"accessKeyId":"K","secretAccessKey":"s","account":"999988887777"}]}',
        encoding="utf-8",
    )
    settings = {
        "port": "0",
        "host": "127.0.0.1",
        "database": str(database),
        "account": "111122223333",
        "regions": "eu-central-1,us-east-1",
        "limits": "model",
        "transition-delay": "3600",
        "log-level": "info",
        "log-format": "json",
        "threads": "1",
        "journal": "1",
        "journal-sensitive": "on",
        "signatures": "parse",
        "credentials": str(credentials),
    }
    assert settings.keys() == VARIABLES.keys()
    environment = {VARIABLES[flag]: value for flag, value in settings.items()}
    server = start_server(environment=environment, port=False)
    answer = create(server.url)
    arn = answer.json["IdentitySourceArn"]
    assert arn == identity_source_arn("111122223333")
    listed = raw_http.call(server.url, "POST", "/identity-sources/?List").json
    assert [item["Status"] for item in listed["IdentitySources"]] == ["CREATING"]
    elsewhere = raw_http.call(
        server.url, "POST", "/identity-sources/?List", account="1" * 12, region="eu-central-1"
    )
    assert elsewhere.status == 200
    assert len(raw_http.call(server.url, "GET", "/_mpa/requests").json["requests"]) == 1
    malformed = [("Authorization", "x")]
    refused = raw_http.call(server.url, "POST", "/policies/?List", headers=malformed)
    assert refused.error_type == "IncompleteSignatureException"
    known = raw_http.call(server.url, "GET", "/_mpa/principals").json["principals"]
    assert [principal["account"] for principal in known] == ["999988887777"]
    assert health(server.url)["storage"]["kind"] == "file"
    assert database.exists()
    assert server.request_record(answer.request_id)["operation"] == "CreateIdentitySource"


@pytest.mark.parametrize("value", ["444455556666", "not-an-account"])
def test_flag_beats_variable(start_server, value):
    environment = {"MPA_LOCAL_ACCOUNT": value}
    server = start_server("--account", "111122223333", environment=environment)
    answer = create(server.url)
    assert answer.json["IdentitySourceArn"] == identity_source_arn("111122223333")


def test_health_command_succeeds_for_a_running_server(start_server):
    server = start_server()
    assert mpa_local.run("health", "--url", server.url).returncode == 0


def test_health_command_asks_at_the_port_of_the_variable(start_server):
    server = start_server()
    done = mpa_local.run("health", environment={"MPA_LOCAL_PORT": str(server.port)})
    assert (done.returncode, done.stdout, done.stderr) == (0, "healthy\n", "")


def test_health_check_of_the_image_follows_the_port_of_the_container(start_server):
    dockerfile = (mpa_local.REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    (check,) = re.findall(r"^HEALTHCHECK (?:.*\\\n)*.*CMD (\[.*\])$", dockerfile, re.MULTILINE)
    program, *arguments = json.loads(check)
    environment = {"MPA_LOCAL_PORT": str(start_server().port)}
    assert program == "mpa-local"
    assert mpa_local.run(*arguments, environment=environment).returncode == 0


@pytest.fixture
def unheard_port():
    """A port that is bound and not listening, so that it refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("variable", ["1", "http"])
def test_url_of_health_beats_the_variable(start_server, variable):
    environment = {"MPA_LOCAL_PORT": variable}
    done = mpa_local.run("health", "--url", start_server().url, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_health_command_names_the_address_that_the_variable_made(unheard_port):
    done = mpa_local.run("health", environment={"MPA_LOCAL_PORT": str(unheard_port)})
    assert done.returncode == 1
    assert f"http://127.0.0.1:{unheard_port}: no answer" in done.stderr


@pytest.mark.parametrize("variable", ["65536", "-1", "http"])
def test_health_command_refuses_a_variable_that_is_no_port(variable):
    done = mpa_local.run("health", environment={"MPA_LOCAL_PORT": variable})
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "MPA_LOCAL_PORT" in done.stderr


def test_health_command_fails_where_nobody_listens(unheard_port):
    url = f"http://127.0.0.1:{unheard_port}"
    done = mpa_local.run("health", "--url", url)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert url in line


class Unwell(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(503)

    def log_message(self, *_):
        pass


def test_health_command_fails_for_a_server_that_is_not_well():
    with http.server.HTTPServer(("127.0.0.1", 0), Unwell) as server:
        thread = threading.Thread(target=server.handle_request, daemon=True)
        thread.start()
        done = mpa_local.run("health", "--url", f"http://127.0.0.1:{server.server_port}")
        thread.join(mpa_local.STOP_SECONDS_MAX)
    assert done.returncode == 1
    assert "503" in done.stderr


@pytest.mark.parametrize("url", ["", "127.0.0.1:1", "ftp://127.0.0.1", "http://127.0.0.1:port"])
def test_health_command_refuses_what_is_no_url(url):
    done = mpa_local.run("health", f"--url={url}")
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "--url" in done.stderr


def test_health_counts_what_is_kept(start_server):
    server = start_server()
    told = health(server.url)
    assert (told["status"], told["storage"]["kind"]) == ("ok", "memory")
    none = dict.fromkeys(["ApprovalTeams", "ClientTokens", "IdentitySources", "Messages"], 0)
    none |= {"Sessions": 0, "Tags": 0}
    assert told["counts"] == none
    create(server.url, ClientToken="t", Tags={"a": "1", "b": "2"})
    told = health(server.url)
    assert told["counts"] == none | {"IdentitySources": 1, "ClientTokens": 1, "Tags": 2}


def test_head_of_health_is_get_without_its_body(endpoint):
    got = raw_http.send(endpoint, "GET", "/_mpa/health")
    head = raw_http.send(endpoint, "HEAD", "/_mpa/health")
    assert (head.status, head.body) == (200, b"")
    for name in ["content-type", "content-length"]:
        assert head.headers[name] == got.headers[name]
    assert int(head.headers["content-length"]) == len(got.body)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_an_idle_server_well(start_server, number):
    server = start_server()
    server.process.send_signal(number)
    assert server.wait() == 0
    assert server.stdout.decode().splitlines() == [f"listening on {server.url}"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_a_server_whose_output_nobody_reads(number):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    while True:
        try:
            os.write(writing, b"x" * 4096)
        except BlockingIOError:
            break
    os.set_blocking(writing, True)
    process = subprocess.Popen(
        [mpa_local.binary(), "serve", "--port=0"],
        env=mpa_local.clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    try:
        url = process.stderr.readline().decode().strip().partition("=")[2]
        assert raw_http.send(url, "GET", "/_mpa/health").status == 200
        process.send_signal(number)
        assert process.wait(mpa_local.STOP_SECONDS_MAX) == 0
    finally:
        process.kill()
        process.communicate()
        os.close(reading)


@pytest.mark.parametrize("flag", ["seed", "credentials"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_a_start_that_waits_for_a_document(tmp_path, flag, number):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [mpa_local.binary(), "serve", "--port=0", f"--{flag}={pipe}"],
        env=mpa_local.clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        # This end opens once the other one has: it waits for what is written now.
        with pipe.open("wb"):
            process.send_signal(number)
            assert process.wait(mpa_local.STOP_SECONDS_MAX) == 128 + number
    finally:
        process.kill()
        process.communicate()


def test_describe_fails_where_nothing_can_be_written():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [mpa_local.binary(), "describe"],
            env=mpa_local.clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=mpa_local.RUN_SECONDS_MAX,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "mpa-local: standard output takes no more\n"


def announces_its_end(connection):
    """Whether the server says on an open connection that it takes no further request there."""
    try:
        connection.request("GET", "/_mpa/health")
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return True
    return answer.getheader("Connection", "").lower() == "close"


def test_signal_lets_a_request_that_has_begun_end(start_server, account):
    server = start_server("--log-format", "json")
    body = json.dumps(creation(ClientToken="t")).encode()
    head = [
        "POST /identity-sources HTTP/1.1",
        f"Host: {urlsplit(server.url).netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Expect: 100-continue",
        *(f"{name}: {value}" for name, value in raw_http.signed(account)),
    ]
    watcher = http.client.HTTPConnection(
        urlsplit(server.url).netloc, timeout=raw_http.REPLY_SECONDS_MAX
    )
    assert not announces_its_end(watcher)
    with socket.create_connection(("127.0.0.1", server.port), raw_http.REPLY_SECONDS_MAX) as held:
        reader = held.makefile("rb")
        held.sendall("\r\n".join([*head, "", ""]).encode())
        assert reader.readline().split()[1] == b"100"  # the request has begun
        assert reader.readline() == b"\r\n"
        held.sendall(body[:20])
        server.terminate()
        while not announces_its_end(watcher):
            pass
        held.sendall(body[20:])
        status, _, rest = reader.read().partition(b"\r\n")
        reader.close()
    watcher.close()
    assert status.split()[1] == b"200"
    headers, _, answered = rest.partition(b"\r\n\r\n")
    assert f"content-length: {len(answered)}" in headers.decode().lower()
    assert json.loads(answered)["IdentitySourceArn"] == identity_source_arn(account)
    assert server.wait() == 0


def test_json_log_has_one_record_per_request(start_server, account):
    server = start_server("--log-format", "json")
    target = "/tags/" + quote(identity_source_arn(account), safe="")
    calls = [
        ("POST", "/identity-sources", creation(), "CreateIdentitySource", 200, None),
        ("PUT", target, {"Tags": {"k": "v"}}, "TagResource", 200, None),
        ("GET", target, None, "ListTagsForResource", 200, None),
        (
            *("POST", "/identity-sources", creation(), "CreateIdentitySource"),
            *(402, "ServiceQuotaExceededException"),
        ),
        ("POST", target, {}, "UntagResource", 400, "ValidationException"),
        ("GET", "/nowhere", None, None, 404, "UnknownOperationException"),
    ]
    answers = [
        raw_http.call(server.url, method, path, members, account)
        for method, path, members, *_ in calls
    ]
    for (method, path, _, operation, status, error), answer in zip(calls, answers, strict=True):
        record = server.request_record(answer.request_id)
        assert record.keys() >= FIELDS
        assert (record["method"], record["path"]) == (method, path)
        assert record.get("operation") == operation
        assert (record["status"], record.get("error")) == (status, error)
        assert record["account"] == account
        assert LOWER_CASE_UUID.fullmatch(record["requestId"])
        assert isinstance(record["durationMicroseconds"], int)
        assert record["durationMicroseconds"] >= 0
    assert len(server.request_records()) == len(calls)


@pytest.mark.parametrize("form", ["json", "text"])
def test_log_never_has_sensitive_values(start_server, account, form):
    server = start_server("--log-format", form, "--log-level", "trace")
    secret, target = "s3cr3t", "/tags/" + quote(identity_source_arn(account), safe="")
    tags = {f"{secret}-key": f"{secret}-value"}
    answers = [
        create(server.url, account, Tags=tags),
        raw_http.call(server.url, "PUT", target, {"Tags": tags}, account),
        raw_http.call(server.url, "PUT", target, {"Tags": {"k": secret * 100}}, account),
        raw_http.call(server.url, "PUT", target, {"Tags": {"aws:" + secret: ""}}, account),
        raw_http.call(server.url, "POST", target, {"TagKeys": [secret, ""]}, account),
        raw_http.call(server.url, "PUT", target, {"Tags": {secret: 1}}, account),
        raw_http.call(server.url, "POST", target, f'{{"{secret}"'.encode(), account),
    ]
    assert [answer.status for answer in answers] == [200, 200, 400, 400, 400, 400, 400]
    server.stop()
    for answer in answers:
        assert answer.request_id in server.log_text()
        assert secret.encode() not in answer.body
    assert secret not in server.log_text()


def test_text_log_has_one_line_per_request(start_server, account):
    server = start_server()
    first, second = create(server.url, account), create(server.url, account)
    for answer, words in [
        (first, ["POST", "/identity-sources", "CreateIdentitySource", "200", account]),
        (second, ["CreateIdentitySource", "402", "ServiceQuotaExceededException", account]),
    ]:
        line = server.log_line(lambda text, wanted=answer.request_id: wanted in text)
        assert set(words) <= set(line.split())
    lines = [line for line in server.log_text().splitlines() if "CreateIdentitySource" in line]
    assert len(lines) == 2


def test_log_level_silences_request_lines(start_server, account):
    server = start_server("--log-level", "error")
    answer = create(server.url, account)
    server.stop()
    assert answer.status == 200
    assert answer.request_id not in server.log_text()
