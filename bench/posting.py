"""Comments taken per second with all rules on: `python -m bench.posting`.

16 connections, each comment from another client address (as a trusted proxy says), spread over many stories; the server on one core.
The numbers of the two limits that look at a story and at the whole site are raised to their highest, all stay on. At the end every
acknowledged receipt must be a row.
"""

import http.client
import itertools
import secrets
import statistics
import sys
import time
from multiprocessing import Process, Queue
from urllib.parse import urlencode

from bench import site

CONNECTIONS, EACH, STORIES = 16, 50, 100
MOST = 10_000  # what a rule's number may be
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "X-Forwarded-Proto": "https",
}
WORDS = "The ferry of {} was late again on day {}, and nobody at the quay could say why it was."


def raise_limits() -> None:
    from comments.rules import settings
    from tests.cast import administrator

    for rule in ("flood_article", "flood_site"):
        known = settings.current()[rule]
        numbers = known.numbers | {"number": MOST}
        settings.save(settings.Setting(rule, known.action, numbers), by=administrator())


def forms(count: int) -> list[tuple[str, str, dict]]:
    """(address, body, headers) of so many comments, ready to be sent."""
    from articles.models import Edition
    from comments import tokens

    stories = list(Edition.objects.live().order_by("-published_at").values_list("article_id", "address_id")[:STORIES])
    made, this = [], secrets.token_hex(4)  # no words are said twice, whichever time this is
    for number, (story, path) in zip(range(count), itertools.cycle(stories)):
        typed = {"comment": WORDS.format(this, number), "name": f"Reader {number}", "website": ""}
        typed |= {"email": f"reader{number}@reader.example", "parent": "", "token": tokens.mint(story)}
        whence = f"10.{number % 200}.{number // 200 % 200}.{number // 40_000 + 1}"
        made.append((f"/comments/on{path}", urlencode(typed), HEADERS | {"X-Forwarded-For": whence}))
    return made


def send(port: int, share: list, told: Queue) -> None:
    """One connection; says (status, receipt, seconds) of each."""
    connection, found = http.client.HTTPConnection("127.0.0.1", port, timeout=120), []
    for address, body, headers in share:
        began = time.monotonic()
        connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        answer.read()
        found.append((answer.status, answer.headers.get("Location", ""), time.monotonic() - began))
    connection.close()
    told.put(found)


def sent(port: int, ready: list) -> tuple[list, float]:
    """What was said to all, and how many seconds it took."""
    told = Queue()
    people = [Process(target=send, args=(port, ready[n::CONNECTIONS], told)) for n in range(CONNECTIONS)]
    began = time.monotonic()
    for person in people:
        person.start()
    found = [each for _ in people for each in told.get()]
    return found, time.monotonic() - began


def main() -> None:
    with site.ready():
        from comments.models import Comment

        raise_limits()
        ready = forms(CONNECTIONS * EACH)
        with site.serving(SITE_URL="https://127.0.0.1") as server:
            site.say(f"… {len(ready)} comments")
            sent(server.port, ready[:CONNECTIONS])
            before, used = Comment.objects.count(), server.cpu()
            found, seconds = sent(server.port, ready[CONNECTIONS:])
            used = server.cpu() - used
        print(report(found, seconds, used, Comment.objects.count() - before))


def report(found: list, seconds: float, used: float, stored: int) -> str:
    receipts = {receipt for status, receipt, _ in found if status == 303}
    refused = sorted({status for status, *_ in found} - {303})
    slow = statistics.quantiles([each for *_, each in found], n=100)[98]
    return (
        f"{len(receipts) / seconds:.0f} comments a second at {CONNECTIONS} connections; {used / len(found) * 1e3:.2f} ms of CPU each"
        f" ({len(found) / used:.0f} a second of one core); 99th percentile {slow * 1e3:.0f} ms\n"
        f"{len(receipts)} acknowledged, {stored} stored, {len(receipts) - stored} lost; refused: {refused or 'none'}"
    )


if __name__ == "__main__":
    sys.exit(main())
