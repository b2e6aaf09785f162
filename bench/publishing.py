"""Publishing through the desk, and how soon every process shows it: `python -m bench.publishing`.

The request that publishes is made in this process, by Django's test client, with what it costs in queries and in time. Then two
serving processes are asked for a story in turns while it is published again and again: from the end of the request that commits
until each process has answered with the new headline.
"""

import http.client
import statistics
import time

from bench import site

STORIES, CHANGES, PROCESSES = 15, 100, 2
HOST = "127.0.0.1"


def requests() -> str:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests import cast
    from tests.articles.desk import form_of, page

    client, cpu, wall, queries = Client(SERVER_NAME=HOST), [], [], []
    client.force_login(cast.editor())
    for number in range(STORIES):
        story = cast.make_article(headline=f"Ship {number} leaves", bylines=[cast.make_author()], tags=["Ports"])
        form = form_of(client.get(page("publish", story)), "move")
        with CaptureQueriesContext(connection) as asked:
            began, worked = time.perf_counter(), time.process_time()
            answer = client.post(page("publish", story), form)
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - worked)
        if answer.status_code != 302:
            raise SystemExit(f"The desk answered {answer.status_code}.")
        queries.append(len(asked))
    return (
        f"The request that publishes: {min(cpu) * 1e3:.1f} ms of CPU, {min(wall) * 1e3:.1f} ms from end to end at best"
        f" ({statistics.median(wall) * 1e3:.1f} in the middle), {statistics.median(queries):.0f} queries"
    )


class Reader:
    """A connection that stays with one process."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def close(self) -> None:
        self.connection.close()

    def page(self, path: str) -> str:
        self.connection.request("GET", path)
        return self.connection.getresponse().read().decode()


def soon() -> str:
    from articles import workflow
    from tests import cast

    story, waits, at_once = cast.make_live(headline="Ship 0 is here"), [], 0
    path = story.editions.live().get().address_id
    with site.serving(core=None) as one, site.serving(core=None) as other:
        readers = [Reader(server.port) for server in (one, other)]
        for number in range(CHANGES):
            headline = f"Ship {number + 1} is here"
            for reader in readers:
                reader.page(path)
            workflow.publish(cast.rewrite(story, headline=headline), by=cast.editor(), kind="typo")
            began, asked = time.perf_counter(), 0
            for reader in readers:
                asked += 1
                while headline not in reader.page(path):
                    asked += 1
                waits.append(time.perf_counter() - began)
            at_once += asked == len(readers)
        for reader in readers:
            reader.close()
    worst = statistics.quantiles(waits, n=100)[98]
    return (
        f"From the commit to new bytes at each of {PROCESSES} processes: {statistics.median(waits) * 1e3:.1f} ms in the middle,"
        f" 99th percentile {worst * 1e3:.1f} ms; the very next request had them in {at_once} of {CHANGES}"
    )


def main() -> None:
    with site.ready():
        site.say("… publishing")
        print(requests())
        print(soon())


if __name__ == "__main__":
    main()
