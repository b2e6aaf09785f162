"""What a page that is not kept costs, as a multiple of the cheapest page that Django can answer: `python -m bench.pages`.

All are measured in one process and in turns, so that whatever else this machine does falls on each alike; of every
page the cheapest round counts. Made on a database of its own, on the server that DATABASE_URL names.
"""

import os
import sys
import time
from collections.abc import Callable

import django
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import include, path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

FEW, MANY = 100, 2_000
ROUNDS = 60
PUBLISHED = 15
COMMENTS = 20


def trivial(request):
    return HttpResponse("fine")


urlpatterns = [path("trivial", trivial), path("", include("newsroom.urls"))]


def fill(count: int, made: int = 0) -> None:
    from tests import cast

    author, section = cast.make_author(), cast.make_section()
    for number in range(made, count):
        cast.make_live(headline=f"Ship {number} comes in", section=section, bylines=[author], tags=["Ports"])


def cost(page: Callable) -> float:
    """CPU seconds."""
    began = time.process_time()
    page()
    return time.process_time() - began


def cheapest(pages: dict[str, Callable], rounds: int) -> dict[str, float]:
    """Of each page its cheapest round; the rounds are interleaved."""
    found = dict.fromkeys(pages, float("inf"))
    for _ in range(rounds):
        for name, page in pages.items():
            found[name] = min(found[name], cost(page))
    return found


def discussed() -> str:
    """The address of a story with comments."""
    from articles.models import Edition
    from tests.comments import makers

    edition = Edition.objects.live().last()
    for _ in range(COMMENTS - edition.article.comments.count()):
        makers.make_comment(edition.article)
    return edition.get_absolute_url()


def pages() -> dict[str, Callable]:
    client = Client()
    addresses = {
        "a trivial view": "/trivial",
        "article": discussed(),
        "home": "/",
        "section": "/city/",
        "author": "/author/ines-calder/",
        "tag": "/tag/ports/",
        "feed": "/feed.xml",
        "search": "/search/?q=ship",
    }

    def get(address):
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
        return response.content

    return {name: lambda address=address: get(address) for name, address in addresses.items()}


def publish_cost() -> float:
    from articles import workflow
    from tests import cast

    editor, costs = cast.editor(), []
    for number in range(PUBLISHED):
        article = cast.make_article(headline=f"Ship {number} leaves", bylines=[cast.make_author()], tags=["Ports"])
        costs.append(cost(lambda article=article: workflow.publish(article, by=editor)))
    return min(costs)


def measured() -> dict[str, float]:
    found = cheapest(pages(), ROUNDS)
    return found | {"the verb publish": publish_cost()}


def report(few: dict[str, float], many: dict[str, float]) -> str:
    lines = [
        f"{connection.vendor}; CPU as a multiple of a trivial view, and in ms",
        "",
        f"{'':18}{FEW:>16} stories {MANY:>16} stories    grew by",
    ]
    for name in few:
        small, large = few[name] / few["a trivial view"], many[name] / many["a trivial view"]
        told = [
            f"{ratio:10.1f} × {seconds * 1000:8.2f} ms" for ratio, seconds in ((small, few[name]), (large, many[name]))
        ]
        lines.append(f"{name:18}{'   '.join(told)}{large / small:10.2f} ×")
    return "\n".join(lines)


def main() -> None:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        with override_settings(ROOT_URLCONF="bench.pages"):
            fill(FEW)
            few = measured()
            fill(MANY, made=FEW)
            sys.stdout.write(report(few, measured()) + "\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
