"""`manage.py make_renditions`: what was lost is drawn again, and nothing that a page shows goes away."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from library import renditions
from library.models import Picture
from tests.library import files

pytestmark = pytest.mark.django_db


def make(width=400) -> Picture:
    return Picture.objects.take_in(files.upload(files.jpeg(width, 300)), by=None)


def run(*arguments) -> str:
    out = StringIO()
    call_command("make_renditions", *arguments, stdout=out)
    return out.getvalue()


def test_a_lost_file_comes_back_under_its_name(media):
    picture = make()
    before = media()
    default_storage.delete(picture.renditions[1]["file"])
    said = run("--missing")
    assert f"no. {picture.pk}" in said
    assert "400 webp" in said
    assert media() == before
    assert Picture.objects.get().renditions == picture.renditions
    assert run("--missing") == ""


def test_a_new_width_is_added_beside_the_others(media, monkeypatch):
    picture = make()
    monkeypatch.setattr(renditions, "WIDTHS", (160, *renditions.WIDTHS))
    run("--missing")
    rows = Picture.objects.get().renditions
    assert [r["width"] for r in rows] == [400] * 3 + [320] * 3 + [160] * 3
    assert rows[:6] == picture.renditions
    assert len({r["file"].rpartition("/")[0] for r in rows}) == 1


def test_drawing_all_anew_leaves_what_pages_show(media):
    picture = make()
    before = set(media())
    assert "1/1" in run()
    after = Picture.objects.get()
    assert {r["file"] for r in after.renditions}.isdisjoint(r["file"] for r in picture.renditions)
    assert before < set(media())


def test_a_dry_run_says_all_and_does_nothing(media):
    picture = make()
    default_storage.delete(picture.renditions[0]["file"])
    before = media()
    assert "400 avif" in run("--missing", "--dry-run")
    assert "all" in run("--dry-run")
    assert media() == before
    assert Picture.objects.get().renditions == picture.renditions


def test_it_goes_on_where_it_stopped():
    make(400)
    later = make(500)
    assert run("--from", str(later.pk)).count("no. ") == 1


def test_a_picture_whose_original_is_gone_is_named_and_the_others_are_drawn():
    first, second = make(400), make(500)
    default_storage.delete(first.original.name)
    with pytest.raises(CommandError, match=f"no. {first.pk}: its original is gone"):
        run()
    assert Picture.objects.get(pk=second.pk).renditions != second.renditions
    assert Picture.objects.get(pk=first.pk).renditions == first.renditions


def test_a_full_disk_in_between_changes_nothing(media, monkeypatch):
    picture = make()
    before = media()
    save = default_storage.save
    left = iter([1, 1])

    def fill_up(name, content, **options):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        return save(name, content, **options)

    monkeypatch.setattr(default_storage._wrapped, "save", fill_up)
    with pytest.raises(CommandError, match="could not store"):
        run()
    assert media() == before
    assert Picture.objects.get().renditions == picture.renditions
