"""The commands in bin/: where development may be served, what bin/test understands, how set-up explains itself."""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom import loopback
from tests import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_development_is_served_on_this_machine(host, port):
    expected = "127.0.0.1" if host == "localhost" else host
    assert loopback.address(host, str(port)) == f"{expected}:{port}"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "203.0.113.9", "my-machine", ""])
def test_development_is_never_served_to_other_machines(host):
    with pytest.raises(loopback.NotHere, match=r"this machine only: type HOST=127.0.0.1 bin/dev"):
        loopback.address(host, "8000")


@pytest.mark.parametrize("port", ["http", "0", "80", "1023", "65536", "9" * 5000, "-1", "8000x", "", "८०००"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(loopback.NotHere, match="is no port"):
        loopback.address("127.0.0.1", port)


def test_a_port_in_use_is_told_with_what_to_type(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(loopback.NotHere, match=rf"Port {port} is in use. Serve elsewhere with: bin/dev \d+"):
            loopback.address("127.0.0.1", str(port))


def test_bin_test_takes_the_name_of_a_room():
    assert run.place("newsroom") == "tests/newsroom"
    assert run.place("newsroom/test_commands.py::test_x") == "tests/newsroom/test_commands.py::test_x"


def test_bin_test_leaves_paths_and_options_as_they_are():
    for argument in ("tests/newsroom", "tests/newsroom/test_commands.py::test_x", "-x", "--lf", "no_such_room"):
        assert run.place(argument) == argument


def test_bin_test_works_in_parallel_unless_one_test_or_a_debugger_is_wanted():
    assert "-n" in run.pytest_command(["newsroom"])
    for argument in ("tests/newsroom/test_commands.py::test_x", "--pdb", "-n0"):
        assert "auto" not in run.pytest_command([argument])


def test_set_up_does_nothing_when_the_environment_is_there():
    done = subprocess.run([ROOT / "bin" / "setup"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lock = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes()).hexdigest()[:16]
    assert (ROOT / ".venv" / f".locked-{lock}").exists()


def pretend_old_python(folder: Path) -> str:
    """Python code that runs bin/setup believing that it is Python 3.9."""
    setup = str(ROOT / "bin" / "setup")
    return f"import sys; sys.version_info = (3, 9, 2); sys.argv = [{setup!r}]; exec(compile(open({setup!r}).read(), {setup!r}, 'exec'))"


def test_set_up_says_in_one_sentence_that_python_is_too_old(tmp_path):
    code = pretend_old_python(tmp_path).replace("exec(", "__file__ = sys.argv[0]; exec(", 1)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert "Newsroom needs Python 3.11 or later; this one is 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_set_up_goes_on_in_a_newer_python_when_it_finds_one(tmp_path):
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\n[ "$1" = --version ] || echo "python3.12 $2"\n')
    newer.chmod(0o755)
    code = pretend_old_python(tmp_path).replace("exec(", "__file__ = sys.argv[0]; exec(", 1)
    done = subprocess.run(
        [sys.executable, "-c", code, "--production"], capture_output=True, text=True, env={"PATH": str(tmp_path)}
    )
    assert done.stdout.startswith("python3.12")


def test_the_commands_are_plain_shell():
    for name in ("dev", "test", "lint", "ci"):
        path = ROOT / "bin" / name
        assert path.read_text().startswith("#!/bin/sh\n# ")
        assert subprocess.run(["sh", "-n", path]).returncode == 0
        assert os.access(path, os.X_OK)
