"""An archive to measure with: its stories are what publication would have left, however many there are."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Edition, Event, Rendered
from newsroom.archive import batch, surroundings
from newsroom.archive.surroundings import made
from tests.cast import make_live, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch, settings):
    monkeypatch.setattr(batch, "BATCH", 4)
    monkeypatch.setattr(surroundings, "BODIES", 5)
    settings.DEBUG = True


def make(total: int, **options) -> None:
    call_command("make_archive", total, years=2, **options)


def columns(model) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list())


def test_its_stories_are_read_listed_found_and_fed():
    make_section()
    make(9)
    newest = Edition.objects.live().first()
    reader = Client()
    for address in (newest.get_absolute_url(), "/", "/feed.xml", f"/{newest.section.path}/", "/sitemap.xml"):
        assert reader.get(address).status_code == 200
    assert newest.headline in reader.get("/").content.decode()
    found = reader.get("/search/", {"q": newest.headline.split()[0]}).content.decode()
    assert newest.get_absolute_url() in found


def test_the_ledger_has_all_of_it_in_one_chain_with_the_rest(capsys):
    make_live()
    make(6)
    make_live()
    call_command("verify_editions")
    assert Event.objects.filter(verb="publish").count() == 8


def test_rendering_it_anew_changes_nothing():
    make(5)
    before = columns(Rendered)
    call_command("render_editions")
    assert columns(Rendered) == before


def test_stopped_in_the_middle_it_goes_on_from_there(monkeypatch):
    store, stored = batch.Batch.store, []

    def stopping(self):
        store(self)
        stored.append(self)
        if len(stored) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(batch.Batch, "store", stopping)
    with pytest.raises(KeyboardInterrupt):
        make(10)
    assert made() == 4
    make(10)
    assert made() == 10
    call_command("verify_editions")


def test_the_same_seed_makes_the_same_stories_and_another_makes_others():
    words = [[batch.Words(f"{seed}/0", 50).say() for _ in range(20)] for seed in (1, 1, 2)]
    assert words[0] == words[1] != words[2]


def test_it_stands_beside_what_is_there_and_never_shrinks():
    make_live(headline="Ours")
    make(5)
    with pytest.raises(CommandError, match="has 5 stories already"):
        make(3)
    assert Article.objects.filter(headline="Ours").exists()


def test_a_dry_run_makes_nothing(capsys):
    make(1_000_000, dry_run=True)
    assert "1000000 stories would be made" in capsys.readouterr().out
    assert not Article.objects.exists()


def test_a_real_newspaper_is_not_filled_by_mistake(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--with-debug-off"):
        make(5)
    make(5, with_debug_off=True)
    assert made() == 5


@pytest.mark.parametrize("total", [0, -1, 10_000_001])
def test_a_number_that_makes_no_sense_is_refused(total):
    with pytest.raises(CommandError, match=r"between 1 and 10,000,000"):
        make(total)
