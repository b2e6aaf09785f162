"""Comments out of one site and into another: whole, resumable, and clear about what cannot be read."""

import json

import pytest
from django.core.management import CommandError, call_command

from comments import archive
from comments.models import Comment, State
from tests.cast import make_article, make_live
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db
HOSTILE = ["<script>alert(1)</script>", "\u202eevil", "]]>", '","state":"approved', "ميناء", "a\n\n\nb\t\u2028c"]


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def conversation(story):
    parent = None
    for number, words in enumerate(HOSTILE):
        parent = make_comment(story, parent, text=f"{number} {words}", name=words[:50].strip())
    for state in set(State) - {State.APPROVED, State.ERASED}:
        make_comment(story, state=state, text=f"It is {state}.")
    make_comment(story, state=State.ERASED, text="", name="", email="")
    return story


def exported(tmp_path, *more):
    file = tmp_path / f"comments{len(list(tmp_path.iterdir()))}.jsonl"
    call_command("export_comments", file, *more)
    return file


def tree():
    rows = Comment.objects.order_by("public_id").values(
        "public_id", "parent__public_id", "depth", "path", "name", "email", "website", "text", "state", "created_at"
    )
    return [row | {"created_at": str(row["created_at"])} for row in rows]


def test_what_goes_out_comes_back_as_it_was(conversation, tmp_path):
    call_command("verify_comments")
    for comment in Comment.objects.all():  # as every form leaves it
        Comment.objects.filter(pk=comment.pk).update(
            text=archive.words.tidy(comment.text), name=archive.words.tidy_line(comment.name)
        )
    before, file = tree(), exported(tmp_path)
    for comment in Comment.objects.order_by("-depth"):
        comment.delete()
    call_command("import_comments", file)
    assert tree() == before
    assert exported(tmp_path).read_text() == file.read_text()
    call_command("verify_comments")


def test_an_import_that_was_broken_off_is_begun_again(conversation, tmp_path, capsys):
    file = exported(tmp_path)
    gone = Comment.objects.filter(state="pending")
    gone.delete()
    call_command("import_comments", file)
    assert "brought in: 1; there already: 11." in capsys.readouterr().out


def test_a_dry_run_says_what_would_be_done_and_does_nothing(conversation, tmp_path, capsys):
    file = exported(tmp_path)
    for comment in Comment.objects.order_by("-depth"):
        comment.delete()
    call_command("import_comments", file, "--dry-run")
    assert "would be brought in: 12; there already: 0." in capsys.readouterr().out
    assert not Comment.objects.exists()


def test_addresses_can_be_left_out(conversation, tmp_path):
    assert "reader.example" in exported(tmp_path).read_text()
    assert "reader.example" not in exported(tmp_path, "--without-addresses").read_text()


def test_a_file_that_is_there_is_not_overwritten(conversation, tmp_path):
    file = exported(tmp_path)
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_comments", file)


def test_comments_of_a_story_that_was_never_public_stay_in_the_house(tmp_path):
    make_comment(make_article())
    assert exported(tmp_path).read_text() == ""


GOOD = {
    "id": "abcdefghij23", "story": "", "answers": None, "name": "Wanda", "email": "wanda@reader.example", "website": "",
    "text": "I was there.", "state": "approved", "written": "2026-03-14T12:00:00+00:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "x"}, "“id” is not twelve letters"),
        ({"id": 7}, "“id” is no text"),
        ({"state": "published"}, "“state” is none of"),
        ({"text": " \u200b"}, "“text” is empty"),
        ({"text": "x" * 5001}, "“text” has 5,001 characters"),
        ({"text": "a\x00b"}, "“text” is no text"),
        ({"text": "a\ud800b"}, "“text” is no text"),
        ({"written": "0001-01-01T00:00:00+00:00"}, "“written” is no moment between 1990 and now"),
        ({"written": "2099-01-01T00:00:00+00:00"}, "“written” is no moment between 1990 and now"),
        ({"decided": "9999-12-31T23:59:59-12:00"}, "“decided” is no moment between 1990 and now"),
        ({"email": "nobody"}, "“email” is no address"),
        ({"website": "javascript:alert(1)"}, "“website” is no address"),
        ({"written": "yesterday"}, "“written” is no moment"),
        ({"written": "2026-03-14T12:00:00"}, "“written” is no moment with its zone"),
        ({"written": "2026-02-31T12:00:00Z"}, "“written” is no moment"),
        ({"written": None}, "“written” is missing"),
        ({"story": "/2026/01/01/nothing/"}, "There is no story at"),
        ({"answers": "zzzzzzzzzzzz"}, "is not there"),
        ({"user": "1"}, "and nothing else"),
        ({"reviewed_by": "1"}, "and nothing else"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_stops_no_other(story, tmp_path, capsys, change, said):
    path = story.editions.live().get().address_id
    file = tmp_path / "in.jsonl"
    good = GOOD | {"story": path, "id": "zyxwvutsrq23"}
    file.write_text("\n".join(json.dumps(each) for each in (GOOD | {"story": path} | change, good)) + "\n")
    with pytest.raises(CommandError, match="1 lines could not be read"):
        call_command("import_comments", file)
    told = capsys.readouterr().err
    assert "Line 1: " in told and said in told
    assert Comment.objects.get().public_id == "zyxwvutsrq23"


@pytest.mark.parametrize("line", ["{", "[]", "null", "7", '"x"', "{} {}"])
def test_a_line_that_is_no_comment_is_named(tmp_path, capsys, line):
    file = tmp_path / "in.jsonl"
    file.write_text(f"{line}\n")
    with pytest.raises(CommandError):
        call_command("import_comments", file)
    assert "Line 1: " in capsys.readouterr().err


def test_a_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_comments", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_comments", tmp_path / "nothing")


def test_what_was_decided_elsewhere_waits_for_nobody_here(story, tmp_path):
    path = story.editions.live().get().address_id
    lines = [GOOD | {"story": path}, GOOD | {"story": path, "id": "zyxwvutsrq23", "state": "pending"}]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\n")
    call_command("import_comments", file)
    assert not Comment.objects.unseen().exists()
    assert Comment.objects.held().get().public_id == "zyxwvutsrq23"
