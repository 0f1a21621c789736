"""The program under test: where its binary is, and how it is started, read, stopped and killed."""

import json
import os
import select
import signal
import subprocess
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LISTENING = "listening on "

# Bounds for what must happen but takes no set time. No test measures against them.
START_SECONDS_MAX = 60
RUN_SECONDS_MAX = 120
STOP_SECONDS_MAX = 60
LOG_SECONDS_MAX = 30


def binary():
    """The built program, as an absolute path."""
    path = (REPOSITORY / (BINARY_SETTING or ".build/debug/mpa-local")).resolve()
    assert path.exists(), f"{path} is not built; MPA_LOCAL_BINARY can name another"
    return str(path)


def clean_environment(**extra):
    """This environment without what configures AWS clients, proxies or mpa-local."""
    kept = {name: value for name, value in os.environ.items() if not _configures(name)}
    return {
        **kept,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "*",
        "PYTHONDONTWRITEBYTECODE": "1",
        **extra,
    }


def _configures(name):
    upper = name.upper()
    return upper.startswith(("AWS_", "MPA_LOCAL_")) or upper.endswith("_PROXY")


# Read once, before conftest.py cleans the environment of this process.
BINARY_SETTING = os.environ.get("MPA_LOCAL_BINARY")
# How many random histories are compared with the model.
EXAMPLES = int(os.environ.get("MPA_LOCAL_EXAMPLES") or 500)


def run(*arguments, environment=None):
    """Run the program to its end and give the completed process, output as text."""
    return complete([binary(), *arguments], clean_environment(**(environment or {})))


def complete(command, environment, stderr=subprocess.PIPE):
    """Run any command to its end and give the completed process, output as text."""
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        timeout=RUN_SECONDS_MAX,
        check=False,
    )


class Server:
    """A running `mpa-local serve` on a free port."""

    def __init__(self, *arguments, environment=None, port=True, command=("serve",)):
        given = ["--port", "0"] if port else []
        self.process = subprocess.Popen(
            [binary(), *command, *given, *arguments],
            env=clean_environment(**(environment or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._log = []
        self._log_ended = False
        self._log_changed = threading.Condition()
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        self.stdout = b""
        try:
            self.url = self._wait_for_url()
        except BaseException:
            self.kill()
            raise

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def _wait_for_url(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        descriptor = self.process.stdout.fileno()
        while b"\n" not in self.stdout:
            left = max(0, deadline - time.monotonic())
            if not select.select([descriptor], [], [], left)[0]:
                raise AssertionError(f"no line on standard output; log: {self.log_text()}")
            chunk = os.read(descriptor, 4096)
            if not chunk:
                self.process.wait(STOP_SECONDS_MAX)
                self._reader.join(STOP_SECONDS_MAX)
                raise AssertionError(
                    f"ended with {self.process.returncode} before listening: {self.log_text()}"
                )
            self.stdout += chunk
        line = self.stdout.decode().splitlines()[0]
        assert line.startswith(LISTENING), line
        return line.removeprefix(LISTENING)

    def _read_log(self):
        for raw in self.process.stderr:
            with self._log_changed:
                self._log.append(raw.decode(errors="replace").rstrip("\n"))
                self._log_changed.notify_all()
        with self._log_changed:
            self._log_ended = True
            self._log_changed.notify_all()

    def log_text(self):
        with self._log_changed:
            return "\n".join(self._log)

    def log_line(self, matches, wanted="a matching line"):
        """The first log line for which `matches` holds, waiting for it when it is not there yet."""
        seen = 0

        def find():
            nonlocal seen
            while seen < len(self._log):
                line = self._log[seen]
                if matches(line):
                    return line
                seen += 1
            return None

        with self._log_changed:
            self._log_changed.wait_for(
                lambda: find() is not None or self._log_ended, LOG_SECONDS_MAX
            )
            line = find()
        assert line is not None, f"the log has not {wanted}:\n{self.log_text()}"
        return line

    def request_record(self, request_id):
        """The JSON log record of one request. Needs a server started with `--log-format json`."""
        line = self.log_line(
            lambda text: request_id in text and json_record(text).get("requestId") == request_id,
            f"a record of request {request_id}",
        )
        return json_record(line)

    def request_records(self):
        """Every JSON log record of a request so far."""
        with self._log_changed:
            records = [json_record(line) for line in self._log]
        return [record for record in records if "requestId" in record]

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def wait(self):
        """The exit code, once the process has ended and all it wrote has been read."""
        code = self.process.wait(STOP_SECONDS_MAX)
        self.stdout += self.process.stdout.read()
        self._reader.join(STOP_SECONDS_MAX)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def stop(self):
        """Stop it as a service manager does; it must end well and have printed one line only."""
        self.terminate()
        code = self.wait()
        assert code == 0, f"exit code {code} after SIGTERM; log: {self.log_text()}"
        assert self.stdout.decode().splitlines() == [LISTENING + self.url]

    def kill(self):
        """End it at once, as a power cut would."""
        self.process.kill()
        self.wait()

    @property
    def is_running(self):
        return self.process.poll() is None


def json_record(line):
    """A log line as a dictionary; empty when the line is no JSON object."""
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
