"""The Nu HTML checker, asked about many pages in one call, because Java takes longer to start than to check."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

JAR = Path(__file__).resolve().parent.parent / ".tools" / "vnu.jar"


def errors(pages: dict[str, str | bytes]) -> list[str]:
    """What is wrong with the pages, given by name: one sentence for each error, with its page, line and the place."""
    java = shutil.which("java")
    if not java or not JAR.exists():
        pytest.skip("no Nu HTML checker: install a Java runtime (default-jre-headless) and type .ci/fetch-vnu")
    with tempfile.TemporaryDirectory(prefix="newsroom-nu-") as folder:
        names = _write(pages, Path(folder))
        command = [java, "-jar", JAR, "--errors-only", "--exit-zero-always", "--format", "json", *names]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return [_sentence(message, names) for message in json.loads(answer.stderr)["messages"]]


def _write(pages: dict, folder: Path) -> dict[str, str]:
    """Each page in a file of its own; returns the files' paths and whose they are."""
    names = {}
    for number, (name, page) in enumerate(pages.items()):
        path = folder / f"{number:04}.html"
        path.write_bytes(page.encode() if isinstance(page, str) else page)
        names[str(path)] = name
    return names


def _sentence(message: dict, names: dict[str, str]) -> str:
    name = names[message["url"].removeprefix("file:")]
    return f"{name}, line {message.get('lastLine', '?')}: {message['message']} — {message.get('extract', '').strip()}"
