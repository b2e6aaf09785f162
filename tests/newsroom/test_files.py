"""What no file of the project may hold: secrets, leftovers, hosts that packages come from, files that nobody can read."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
]
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "an access key": r"\bAKIA[0-9A-Z]{16}\b",
    "a token": r"\b(ghp|gho|glpat|xox[bp]|sk_live)[_-][0-9A-Za-z_-]{16,}",
    "a password in an address": r"\b(?:postgres|redis|smtp)\S*://[^\s:/]+:(?!password|hush|p%23|\{)[^\s@/]{6,}@(?!127\.0\.0\.1|\S*example)",
    "a mark of an unfinished merge": r"^(?:<{7}|>{7}) ",
}


def project_files() -> list[Path]:
    """Every file that git keeps or would keep; all files where there is no git."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        hidden = {".git", ".venv", ".tools", "var"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.relative_to(ROOT).parts)]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """The content of every text file by its name; a file with a zero byte is a picture or a font."""
    found = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in project_files()}
    return {name: content.decode("utf-8") for name, content in found.items() if b"\0" not in content}


TEXTS = texts()


@pytest.mark.parametrize("what", SECRETS)
def test_no_file_holds(what):
    pattern = re.compile(SECRETS[what], re.MULTILINE)
    assert not [name for name, text in TEXTS.items() if pattern.search(text)]


def test_no_file_names_a_host_that_packages_come_from():
    """The requirements are locked by digest; where they are fetched is the business of whoever installs them."""
    assert not [f"{name}: {host}" for name, text in TEXTS.items() for host in HOSTS if host in text]


def test_no_test_sleeps():
    """Whoever waits for a process asks it again until it answers; nothing else has a reason to wait."""
    asking = {
        "tests/postgres.py",
        "tests/readme.py",
        "tests/newsroom/deeds.py",
        "tests/newsroom/test_worker_process.py",
    }
    sleepy = re.compile(r"\b(?:time\.)?sleep\(|wait_for_timeout\(")
    own = Path(__file__).relative_to(ROOT).as_posix()
    tests = {name for name in TEXTS if name.startswith("tests/") and name.endswith(".py")} - asking - {own}
    assert not [name for name in sorted(tests) if sleepy.search(TEXTS[name])]


def test_every_requirement_is_locked_by_digest():
    for lock in ("base", "dev"):
        lines = TEXTS[f"requirements/{lock}.txt"].replace("\\\n", " ").splitlines()
        names = [line for line in lines if re.match(r"^[A-Za-z0-9]", line)]
        assert names
        assert not [line.split()[0] for line in names if "--hash=sha256:" not in line]


def test_production_runs_on_nothing_but_its_own_requirements():
    names = {
        lock: set(re.findall(r"^([\w.-]+)==", TEXTS[f"requirements/{lock}.txt"], re.MULTILINE))
        for lock in ("base", "dev")
    }
    assert names["base"] < names["dev"]


def test_the_readme_is_short_and_names_commands_that_exist():
    text = TEXTS["README.md"]
    assert len(text.splitlines()) < 80
    for command in set(re.findall(r"\bbin/(\w+)", text)):
        assert (ROOT / "bin" / command).stat().st_mode & 0o111, f"bin/{command} cannot be run"


def test_every_command_that_a_document_names_is_there():
    named = {
        (name, command)
        for name, text in TEXTS.items()
        if name.endswith((".md", "/checks.py"))
        for command in re.findall(r"manage\.py ([a-z_]+)", text)
    }
    assert not [place for place in named if place[1] not in get_commands()]


def test_every_link_between_documents_leads_somewhere():
    missing = []
    for name, text in TEXTS.items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text):
                if not (ROOT / name).parent.joinpath(target).exists():
                    missing.append(f"{name} → {target}")
    assert not missing
