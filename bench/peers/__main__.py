"""Other systems beside ours, with the same stories, on the same machine, in turns: `python -m bench.peers`.

CPU time of one request, of all processes that serve it together (web server, application, database), on one core. A page that is made is
asked for one after the other until its servers have worked for a second; a kept page is asked for by wrk with 64 connections.
Whoever is not here is told, with what to do, and left out.
"""

import http.client
import os
import shutil
import statistics
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import kept, site
from bench.peers import texts, wagtail, wordpress

PEERS = {"Wagtail": wagtail, "WordPress": wordpress}
TURNS, WORK, AT_ONCE = 5, 1.0, 5
OURS = "ours"
LEVELS = "gzip 1 is nginx as Debian sets it up, gzip 5 a usual setting; ours keeps the bytes"
GOALS = {
    ("article, made", "Wagtail"): 25,
    ("article, made", "WordPress"): 80,
    ("article, kept, plain", "WordPress"): 1,
    ("article, kept, gzip 5", "WordPress"): 20,
}


def made(server, path: str) -> float:
    """CPU seconds for one request of a page that nobody keeps."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=site.PATIENCE)
    before, asked, spent = server.cpu(), 0, 0.0
    while spent < WORK:
        for _ in range(AT_ONCE):
            connection.request("GET", path)
            connection.getresponse().read()
        asked, spent = asked + AT_ONCE, server.cpu() - before
    connection.close()
    return spent / asked


WAYS = {
    "made": made,
    "kept, plain": lambda server, path: kept.work(server, path, ""),
    "kept, gzip 1": lambda server, path: kept.work(server, path, "gzip"),
    "kept, gzip 5": lambda server, path: kept.work(server, path, "gzip"),
}


def present() -> list[str]:
    """The peers that can be measured here; of the others it says loudly that they are not."""
    found = []
    for name, peer in PEERS.items():
        if lacking := peer.missing():
            print(f"NOT MEASURED: {name}. {lacking}", flush=True)
        else:
            found.append(name)
    return found


@contextmanager
def serving(names: list[str]):
    """Who serves in which way, and the addresses of each one's pages."""
    folder = Path(os.environ["BENCH_FOLDER"]) / "peers"
    folder.mkdir(exist_ok=True)
    chosen = texts.written(folder / "texts.json")
    story = texts.told(chosen)
    with ExitStack() as stack:
        servers = {OURS: _ours(stack)}
        paths = {OURS: {"article": chosen.address_id, "home": "/"}}
        for name in names:
            servers[name] = stack.enter_context(PEERS[name].serving(folder / name.lower(), folder / "texts.json"))
            paths[name] = {"article": PEERS[name].address(story), "home": "/"}
        _look(servers, paths, story)
        print(f"{len(texts.newest()):,} stories, {len(story['comments'])} comments below the article")
        yield servers, paths


def _ours(stack: ExitStack) -> dict[str, site.Server]:
    """Twice: one that keeps no page, one that keeps all."""
    making = stack.enter_context(site.serving(SERVE_THREADS="1", PAGE_CACHE_MB="0"))
    keeping = stack.enter_context(site.serving(SERVE_THREADS="1"))
    return {"made": making} | dict.fromkeys([way for way in WAYS if way != "made"], keeping)


def _look(servers: dict, paths: dict, story: dict) -> None:
    """That each hands over the pages, and a kept one as it is asked for; from here on all are warm."""
    names = {said["name"] for said in story["comments"]}
    for name, ways in servers.items():
        for way, server in ways.items():
            accepted = "gzip" if "gzip" in way else ""
            site.ask(server.port, "/", Accept_Encoding=accepted)
            plain, page = site.ask(server.port, paths[name]["article"])
            again, _ = site.ask(server.port, paths[name]["article"], Accept_Encoding=accepted)
            whole = plain.status == 200 and all(each in page.decode() for each in {story["headline"], *names})
            hit = way == "made" or again.headers.get("X-Cache", "HIT") == "HIT"
            if not whole or not hit or again.headers.get("Content-Encoding", "") != accepted:
                raise SystemExit(f"{name}, {way}: what came is not the story's page as it should be ({plain.status}).")


def measured(servers: dict, paths: dict, ways: list[str]) -> dict[str, dict[str, list[float]]]:
    """By row and by who serves: the cost in each turn."""
    found: dict[str, dict[str, list[float]]] = {}
    for turn in range(TURNS):
        site.say(f"… peers, turn {turn + 1} of {TURNS}")
        for page in ("article", "home"):
            for way in ways:
                for name in [each for each in servers if way in servers[each]]:
                    cost = WAYS[way](servers[name][way], paths[name][page])
                    found.setdefault(f"{page}, {way}", {}).setdefault(name, []).append(cost)
    return {row: costs for row, costs in found.items() if len(costs) > 1}


def report(found: dict[str, dict[str, list[float]]]) -> str:
    lines = ["CPU of one request as a multiple of ours, median of the turns (lowest to highest), and in ms", ""]
    for row, costs in found.items():
        lines.append(f"{row:22}{OURS:10}{'1 ×':>28}{statistics.median(costs[OURS]) * 1e3:10.3f} ms")
        lines += [_line(row, name, each, costs[OURS]) for name, each in costs.items() if name != OURS]
    return "\n".join([*lines, "", LEVELS])


def _line(row: str, name: str, costs: list[float], ours: list[float]) -> str:
    ratios = [one / mine for one, mine in zip(costs, ours, strict=True)]
    ratio, goal = statistics.median(ratios), GOALS.get((row, name))
    shown = f"{ratio:.2f} × ({min(ratios):.2f} to {max(ratios):.2f})"
    verdict = f"   goal {goal} ×: {'reached' if ratio >= goal else 'missed'}" if goal else ""
    return f"{'':22}{name:10}{shown:>28}{statistics.median(costs) * 1e3:10.3f} ms{verdict}"


def main() -> None:
    if not (names := present()):
        return
    ways = list(WAYS) if shutil.which("wrk") else ["made"]
    if len(ways) == 1:
        print("NOT MEASURED: kept pages. wrk is missing: apt-get install wrk", flush=True)
    with site.ready(), serving(names) as (servers, paths):
        print("; ".join(PEERS[name].version() for name in names), flush=True)
        print(report(measured(servers, paths, ways)))


if __name__ == "__main__":
    main()
