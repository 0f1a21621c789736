"""The Makefile's two commands, with stand-ins for Swift and Docker that record what is asked."""

import os
import shutil
import subprocess
from collections import Counter

import pytest

import mpa_local

TOOLS = ["bash", "sed", "id", "dirname", "rm", "touch", "make"]

SWIFT = """#!/bin/bash
command -p mkdir -p .build/release
printf '#!/bin/bash\\necho "served with" "$@"\\nexit 3\\n' >.build/release/mpa-local
command -p chmod +x .build/release/mpa-local
echo built
"""

# Speaks as the server does inside a container, on the port that it was given.
DOCKER = """#!/bin/bash
printf '%s\\n' "$@" >"$RECORDS/$1"
case $1 in
info) exit "${ENGINE:-0}" ;;
build) echo built ;;
run)
    for word; do
        case $word in MPA_LOCAL_PORT=*) echo "listening on http://0.0.0.0:${word#*=}" ;; esac
    done
    exit "${SERVED:-0}"
    ;;
esac
"""


class Project:
    """A folder with the Makefile alone, and a PATH of nothing but what a test puts there."""

    def __init__(self, folder):
        self.folder = folder / "a project"
        self.commands = folder / "bin"
        self.records = folder / "records"
        for made in (self.folder, self.commands, self.records):
            made.mkdir()
        shutil.copy(mpa_local.REPOSITORY / "Makefile", self.folder)
        for tool in TOOLS:
            (self.commands / tool).symlink_to(shutil.which(tool))

    def command(self, name, text="#!/bin/bash\n"):
        path = self.commands / name
        path.write_text(text)
        path.chmod(0o755)

    def make(self, *arguments, merged=False, **environment):
        """`make` here, quiet about the folder; standard error in standard output if `merged`."""
        inherited = mpa_local.clean_environment(**environment)
        for name in ["MAKEFLAGS", "MAKELEVEL", "MFLAGS"]:
            inherited.pop(name, None)
        return mpa_local.complete(
            ["make", "-sC", self.folder, *arguments],
            {**inherited, "PATH": str(self.commands), "RECORDS": str(self.records)},
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        )

    def docker_run(self):
        """What `docker run` was told: its options with their values, and the words after them."""
        words = (self.records / "run").read_text().splitlines()[1:]
        image = words.index("mpa-local")
        options = [word for word in words[:image] if word != "--rm"]
        return Counter(zip(options[::2], options[1::2], strict=True)), words[image + 1 :]


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def without_swift(project):
    project.command("docker", DOCKER)
    return project


@pytest.fixture
def with_swift(project):
    project.command("swift", SWIFT)
    for package in ["git", "pkg-config", "curl", "chromium", "chromedriver", "faketime"]:
        project.command(package)
    return project


def published(project):
    options, _ = project.docker_run()
    (value,) = (value for option, value in options if option == "--publish")
    return value


@pytest.mark.parametrize("is_there", [True, False])
def test_run_links_the_static_form_of_the_cxx_library_where_there_is_one(with_swift, is_there):
    for tool in ["mkdir", "ln", "readlink"]:
        (with_swift.commands / tool).symlink_to(shutil.which(tool))
    with_swift.command("swift", SWIFT + """printf '%s\\n' "$@" >"$RECORDS/swift"\n""")
    # A compiler that has no such file answers the name that it was asked for.
    archive = with_swift.records / "libstdc++.a"
    name = archive if is_there else archive.name
    with_swift.command("clang", f'#!/bin/bash\necho "{name}"\n')
    archive.touch()
    folder = with_swift.folder / ".build/static"
    # Twice, since a link may be there from the time before.
    for _ in range(2):
        done = with_swift.make("run")
        assert done.stdout == "served with\n", done.stderr
        linked = [os.readlink(path) for path in folder.iterdir()]
        assert linked == ([str(archive)] if is_there else [])
    assert f"-L{folder}" in (with_swift.records / "swift").read_text().splitlines()


@pytest.mark.parametrize(
    ("library", "has_linker", "is_taken"),
    [
        ("glibc 2.36", True, True),
        ("glibc 2.41", True, True),
        ("glibc 2.35", True, False),
        (None, True, False),
        ("glibc 2.36", False, False),
    ],
)
def test_run_takes_swifts_own_linker_where_what_it_writes_can_be_read(
    with_swift, library, has_linker, is_taken
):
    for tool in ["mkdir", "readlink", "sort"]:
        (with_swift.commands / tool).symlink_to(shutil.which(tool))
    with_swift.command("swift", SWIFT + """printf '%s\\n' "$@" >"$RECORDS/swift"\n""")
    if library:
        answer = f'#!/bin/bash\n[ "$1" != GNU_LIBC_VERSION ] || echo "{library}"\n'
        with_swift.command("getconf", answer)
    if has_linker:
        with_swift.command("ld.lld")
    done = with_swift.make("run")
    assert done.stdout == "served with\n", done.stderr
    told = (with_swift.records / "swift").read_text().splitlines()
    order = f"--symbol-ordering-file={with_swift.folder}/Sources/start-order.txt"
    for option in ["-use-ld=lld", "pack-relative-relocs", order]:
        assert (option in told) == is_taken


def test_run_serves_with_the_arguments_and_nothing_else_on_standard_output(with_swift):
    done = with_swift.make("run", "ARGS=--port 0 --regions 'any'")
    assert done.stdout == "served with --port 0 --regions any\n"
    assert done.returncode != 0  # as the server's own status
    assert "built" in done.stderr


def test_run_without_swift_and_without_an_engine_says_what_to_install(without_swift):
    done = without_swift.make("run", ENGINE="1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "install Swift" in done.stderr
    assert not (without_swift.records / "run").exists()


def test_container_is_reached_from_this_machine_alone(without_swift):
    done = without_swift.make("run")
    assert (done.returncode, done.stdout) == (0, "listening on http://127.0.0.1:6720\n")
    options = {("--publish", "127.0.0.1:6720:6720"): 1, ("--env", "MPA_LOCAL_PORT=6720"): 1}
    assert without_swift.docker_run() == (options, ["mpa-local"])


@pytest.mark.parametrize("arguments", ["--port 7000", "--port=7000", "serve --port 1 --port 7000"])
@pytest.mark.parametrize("variable", ["", "8000"])
def test_container_serves_on_the_port_of_the_arguments(without_swift, arguments, variable):
    done = without_swift.make("run", f"ARGS={arguments}", MPA_LOCAL_PORT=variable)
    assert done.stdout == "listening on http://127.0.0.1:7000\n"
    options, words = without_swift.docker_run()
    assert options[("--publish", "127.0.0.1:7000:7000")] == 1
    assert words == ["mpa-local", *(["serve"] if "serve" in arguments else [])]


def test_container_serves_on_the_port_of_the_variable(without_swift):
    done = without_swift.make("run", MPA_LOCAL_PORT="7000")
    assert done.stdout == "listening on http://127.0.0.1:7000\n"
    assert published(without_swift) == "127.0.0.1:7000:7000"


@pytest.mark.parametrize("by", ["argument", "variable"])
def test_port_0_publishes_a_free_port_and_tells_it(without_swift, by):
    if by == "argument":
        done = without_swift.make("run", "ARGS=--port 0")
    else:
        done = without_swift.make("run", MPA_LOCAL_PORT="0")
    assert done.returncode == 0, done.stderr
    host, outside, inside = published(without_swift).split(":")
    assert (host, outside) == ("127.0.0.1", inside)
    assert 1024 <= int(outside) <= 65535
    assert done.stdout == f"listening on http://127.0.0.1:{outside}\n"


@pytest.mark.parametrize(
    ("host", "address"),
    [("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "[::1]")],
)
@pytest.mark.parametrize("by", ["argument", "variable"])
def test_host_is_where_the_container_is_published(without_swift, host, address, by):
    if by == "argument":
        done = without_swift.make("run", f"ARGS=--host {host}")
    else:
        done = without_swift.make("run", MPA_LOCAL_HOST=host)
    assert done.stdout == f"listening on http://{address}:6720\n"
    assert published(without_swift) == f"{address}:6720:6720"
    options, words = without_swift.docker_run()
    assert not any("HOST" in value for _, value in options)
    assert words == ["mpa-local"]


def test_variables_and_other_arguments_reach_the_server_in_the_container(without_swift):
    arguments = "ARGS=--regions 'us-east-1,eu-west-1' --log-format json"
    without_swift.make("run", arguments, MPA_LOCAL_THREADS="1", MPA_LOCAL_ACCOUNT="111122223333")
    options, words = without_swift.docker_run()
    named = {value for option, value in options if option == "--env" and "=" not in value}
    assert named == {"MPA_LOCAL_THREADS", "MPA_LOCAL_ACCOUNT"}
    assert words == ["mpa-local", "--regions", "us-east-1,eu-west-1", "--log-format", "json"]


@pytest.mark.parametrize("by", ["argument", "variable"])
def test_folder_of_the_database_is_mounted_for_this_user(without_swift, by):
    (without_swift.folder / "kept here").mkdir()
    if by == "argument":
        done = without_swift.make("run", "ARGS=--database 'kept here/mpa.sqlite'")
    else:
        done = without_swift.make("run", MPA_LOCAL_DATABASE="kept here/mpa.sqlite")
    assert done.returncode == 0, done.stderr
    options, words = without_swift.docker_run()
    assert options[("--volume", f"{without_swift.folder}/kept here:/data")] == 1
    assert options[("--env", "MPA_LOCAL_DATABASE=/data/mpa.sqlite")] == 1
    assert options[("--user", f"{os.getuid()}:{os.getgid()}")] == 1
    assert words == ["mpa-local"]


def test_database_in_a_folder_that_is_not_there_is_refused(without_swift):
    done = without_swift.make("run", "ARGS=--database nowhere/mpa.sqlite")
    assert done.returncode != 0
    assert "nowhere" in done.stderr
    assert not (without_swift.records / "run").exists()


def test_failure_in_the_container_is_the_failure_of_make(without_swift):
    assert without_swift.make("run", SERVED="64").returncode != 0


@pytest.fixture
def tested(with_swift):
    """A project whose tests end as told: `make test` there, its two outputs in one."""
    needed = ["SDKTests/requirements.txt", "PortalTests/requirements.txt", "PortalTests/axe.txt"]
    for name in [*(f"Tests/{name}" for name in needed), ".build/venv/installed"]:
        path = with_swift.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (with_swift.folder / ".build/reports").mkdir()
    with_swift.command("python3", '#!/bin/bash\n[ "$1" = -c ] || . "$1"\n')

    def make(text, *arguments):
        (with_swift.folder / "Tests/run").write_text(text)
        return with_swift.make("test", *arguments, merged=True)

    return make


PASSED = "echo 5 passed, 0 failed, 0 skipped\n"
FAILED = "echo 4 passed, 1 failed, 0 skipped; exit 1\n"


def test_count_is_the_last_line_of_a_test_run_that_passed(tested):
    done = tested(PASSED)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "5 passed, 0 failed, 0 skipped"


def test_count_is_the_last_line_of_a_test_run_that_failed(tested):
    done = tested(FAILED)
    assert done.returncode != 0
    assert done.stdout.splitlines()[-1] == "4 passed, 1 failed, 0 skipped"


def test_failure_is_forgotten_by_the_next_run(tested):
    failed = [tested(text).returncode != 0 for text in (FAILED, PASSED, FAILED)]
    assert failed == [True, False, True]


def test_tests_that_cannot_be_built_fail_without_a_count(tested, with_swift):
    with_swift.command("swift", "#!/bin/bash\necho broken >&2\nexit 1\n")
    done = tested(PASSED)
    assert done.returncode != 0
    assert "broken" in done.stdout
    assert "passed" not in done.stdout


@pytest.mark.parametrize("text", [PASSED, FAILED])
def test_looking_at_the_recipes_runs_no_test(tested, text):
    done = tested(text, "-n")
    assert "python3 Tests/run" in done.stdout
    assert "5 passed" not in done.stdout
    assert "4 passed" not in done.stdout
