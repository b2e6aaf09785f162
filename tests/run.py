"""What `bin/test` does: the suite on SQLite, then on a PostgreSQL of its own; one line at the end sums both up."""

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
HELP = """\
bin/test                     the whole suite, on SQLite and then on PostgreSQL
bin/test articles            tests/articles only; more names, files and path::name are welcome
bin/test -k withdraw -x      anything else goes to pytest as it is
DATABASE_URL=… bin/test      on that server only (its user must be allowed to create databases)
"""


def main(arguments: list[str]) -> int:
    if {"-h", "--help"} & set(arguments):
        print(HELP)
        return 0
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    command = pytest_command(arguments)
    if os.environ.get("DATABASE_URL"):
        results = [suite("The server of DATABASE_URL", command, os.environ["DATABASE_URL"])]
    else:
        results = [suite("SQLite", command, "")]
        with postgres.running() as address:
            results.append(suite("PostgreSQL", command, address))
    sum_up(results)
    return max(code for _, code, _ in results)


def pytest_command(arguments: list[str]) -> list[str]:
    """Names become folders of tests; one worker per processor unless one test, or a debugger, is asked for."""
    arguments = [place(argument) for argument in arguments]
    alone = any("::" in argument or argument.startswith(("-n", "--pdb", "--trace", "-s")) for argument in arguments)
    spread = [] if alone else ["-n", "auto", "--dist", "worksteal"]
    return [sys.executable, "-m", "pytest", "-q", *spread, *arguments]


def place(argument: str) -> str:
    """`articles` or `articles/test_x.py::name` is meant under tests/."""
    path = argument.partition("::")[0]
    under_tests = not argument.startswith("-") and not (ROOT / path).is_relative_to(ROOT / "tests")
    return f"tests/{argument}" if under_tests and (ROOT / "tests" / path).exists() else argument


def suite(name: str, command: list[str], database: str) -> tuple[str, int, Counter]:
    """Run the tests on one database (none named means SQLite): its name, pytest's exit code, the outcomes counted."""
    print(f"\n── {name} ──", flush=True)
    with tempfile.TemporaryDirectory(prefix="newsroom-report-") as folder:
        report = Path(folder, "report.xml")
        environment = os.environ | {"DATABASE_URL": database}
        code = call([*command, f"--junit-xml={report}"], environment)
        return name, code, counted(report)


def call(command: list[str], environment: dict) -> int:
    """Run to the end; when we are told to stop, pytest is told too (Ctrl-C tells it itself) and waited for."""
    child = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.wait()
        raise
    except SystemExit:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise


def counted(report: Path) -> Counter:
    """The outcomes in a JUnit report; none when pytest did not get as far as writing one."""
    if not report.exists():
        return Counter()
    cases = ElementTree.parse(report).iter("testcase")
    return Counter(outcome(case) for case in cases)


def outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "skipped"


def sum_up(results: list[tuple[str, int, Counter]]) -> None:
    print()
    for name, code, counts in results:
        print(f"{name}: {'fine' if code == 0 else f'not fine (pytest ended with {code})'}, {sentence(counts)}")
    print(f"total: {sentence(sum((counts for *_, counts in results), Counter()))}", flush=True)


def sentence(counts: Counter) -> str:
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped"))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except postgres.NoPostgres as error:
        sys.exit(str(error))
