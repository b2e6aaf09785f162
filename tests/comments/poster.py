"""A process that posts: `python -m tests.comments.poster STORY FROM COUNT`. It says “ready”, waits for a line, and then
posts from several threads at once, each from another address of one subnet; at the end it says the statuses."""

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django
from django.test.utils import setup_test_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

THREADS = 5


def post(number: int, story: int) -> int:
    """The status; a database that is busy is asked again, as a reader would."""
    from django.db import connections
    from django.test import Client

    from articles.models import Article
    from tests.comments.makers import leave

    try:
        client = Client(REMOTE_ADDR=f"203.0.113.{number + 1}")
        status = 503
        while status == 503:
            status = leave(Article.objects.get(pk=story), client, comment=f"Number {number} of many").status_code
        return status
    finally:
        connections.close_all()


def main(story: int, first: int, count: int) -> None:
    setup_test_environment()
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as pool:
        statuses = list(pool.map(lambda number: post(number, story), range(first, first + count)))
    print(json.dumps(Counter(statuses)), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
