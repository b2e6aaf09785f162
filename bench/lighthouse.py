"""What Lighthouse says of the demo newsroom, with its pictures, as on a phone: `python -m bench.lighthouse`.

Needs Chromium and the program `lighthouse` (an npm package), found on the PATH or named by LIGHTHOUSE. The middle of several runs
counts; performance is guessed from this machine's own speed, so that other work on it shows.
"""

import json
import os
import shutil
import statistics
import subprocess
from collections import defaultdict

from bench import site

RUNS = 3
KINDS = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def judged(program: str, address: str) -> dict:
    command = [program, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"Lighthouse could not look at {address}: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


def scores(answers: list[dict]) -> dict[str, float]:
    return {kind: statistics.median(each["categories"][kind]["score"] * 100 for each in answers) for kind in KINDS}


def faults(answers: list[dict]) -> dict[str, list[str]]:
    """What lost points, and how much of it each run found."""
    found = defaultdict(list)
    for audit in (audit for each in answers for audit in each["audits"].values()):
        if audit["score"] is not None and audit["score"] < 1:
            found[audit["id"]].append(audit.get("displayValue") or "yes")
    return found


def report(name: str, answers: list[dict]) -> None:
    print(f"{name:8} " + ", ".join(f"{kind} {score:.0f}" for kind, score in scores(answers).items()))
    for audit, said in faults(answers).items():
        print(f"{'':9}{audit}: {'; '.join(said)}")


def main() -> None:
    from tests import browser

    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if not (program and browser.executable()):
        raise SystemExit("NOT MEASURED: Lighthouse and Chromium must be installed.")
    os.environ["CHROME_PATH"] = browser.executable()
    with site.ready(filled_by=["demo"]), site.serving(core=None) as server:
        for name, path in site.pages().items():
            if name != "feed":
                site.say(f"… Lighthouse, {name}")
                report(name, [judged(program, f"http://127.0.0.1:{server.port}{path}") for _ in range(RUNS)])


if __name__ == "__main__":
    main()
