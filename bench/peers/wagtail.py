"""Wagtail, from its package: `WAGTAIL_PYTHON` names a Python that has `wagtail` and `granian`.

Minimal templates, no pictures, no styles, one process of the server that we use: a real site of Wagtail's costs more.
"""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

from bench import site

SITES = Path(__file__).resolve().parent / "sites"
HOW = """make an environment that has it, and name its Python:
  python3 -m venv /tmp/wagtail && /tmp/wagtail/bin/pip install wagtail granian
  WAGTAIL_PYTHON=/tmp/wagtail/bin/python .venv/bin/python -m bench peers"""


def missing() -> str:
    """What to do, or nothing."""
    python = os.environ.get("WAGTAIL_PYTHON", "")
    if not python:
        return f"WAGTAIL_PYTHON is not set: {HOW}"
    try:
        found = subprocess.run([python, "-c", "import granian, wagtail"], capture_output=True).returncode == 0
    except OSError:
        found = False
    return "" if found else f"{python} has no wagtail and granian: {HOW}"


def version() -> str:
    ask = "import django, wagtail; print(f'Wagtail {wagtail.__version__} on Django {django.__version__}')"
    return subprocess.run([os.environ["WAGTAIL_PYTHON"], "-c", ask], capture_output=True, text=True).stdout.strip()


@contextmanager
def serving(folder: Path, texts: Path):
    """A server with the stories; it has no page cache of its own."""
    (folder / "wagtail_migrations").mkdir(parents=True)
    variables = _variables(folder)
    for command in (["makemigrations", "wagtail_site"], ["migrate"], ["fill", str(texts)]):
        site.say(f"… Wagtail: {' '.join(command)}")
        _manage(command, os.environ | variables)
    port = site.free_port()
    application = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "wagtail_site.wsgi:application"]
    command = [os.environ["WAGTAIL_PYTHON"], "-m", "granian", "--port", port, "--no-ws", *application]
    with site.running(command, port, **variables) as server:
        yield {"made": server}


def _variables(folder: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "wagtail_site.settings",
        "PYTHONPATH": f"{SITES}{os.pathsep}{folder}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "WAGTAIL_FOLDER": str(folder),
    }


def _manage(command: list[str], environment: dict[str, str]) -> None:
    whole = [os.environ["WAGTAIL_PYTHON"], "-m", "django", *command, "--verbosity=0"]
    subprocess.run(whole, env=environment, check=True)


def address(story: dict) -> str:
    return f"/story-{story['number']}/"
