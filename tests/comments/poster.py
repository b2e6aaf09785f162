"""A process that posts: `python -m tests.comments.poster STORY FROM COUNT`. Each comment has a thread, a connection to the
database and an address of its own, all of one subnet. Once all threads stand at the line it says “ready”, waits for a word,
and lets them go at once; at the end it says the statuses."""

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django
from django.test.utils import setup_test_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

PATIENCE = 300  # seconds, of a machine that stands still
TRIES = 100  # of a site that is busy


def post(number: int, story: int, line: Barrier) -> int:
    """The status; what a busy site gave back is sent again as it was, as a reader would."""
    from django.db import connections
    from django.test import Client

    from articles.models import Article
    from comments import tokens
    from tests.comments.makers import leave

    try:
        client, article = Client(REMOTE_ADDR=f"203.0.113.{number + 1}"), Article.objects.get(pk=story)
        token = tokens.mint(story, "")
        line.wait(PATIENCE)  # all are here
        line.wait(PATIENCE)  # and go
        for _ in range(TRIES):
            status = leave(article, client, comment=f"Number {number} of many", token=token).status_code
            if status != 503:
                break
        return status
    finally:
        connections.close_all()


def main(story: int, first: int, count: int) -> None:
    setup_test_environment()
    line = Barrier(count + 1)
    with ThreadPoolExecutor(count) as pool:
        posts = [pool.submit(post, number, story, line) for number in range(first, first + count)]
        line.wait(PATIENCE)
        print("ready", flush=True)
        sys.stdin.readline()
        line.wait(PATIENCE)
        statuses = Counter(each.result() for each in posts)
    print(json.dumps(statuses), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
