"""In a real browser: hostile words of every class in every field, in what leaves the site (feeds and mails) and on its pages."""

import email
import re
from email.policy import default
from html import escape

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml import etree
from playwright.sync_api import expect

from comments import appeals, keys, letters, moderation, people, reports, sanctions
from comments.models import Comment, Commenter, PersonNote, ReplyNotice, State
from tests.browser import PATIENCE, sign_in
from tests.cast import administrator, make_live, moderator, other_moderator
from tests.comments.hostile import CLASSES, Watched, bare_server
from tests.comments.letterbox import LATER
from tests.comments.makers import OURS, a_reader, leave, make_comment, make_commenter, make_own, path_of
from tests.comments.test_unnamed_fields import rows
from tests.newsroom.deeds import work

QUEUE = "/admin/comments/comment/"
ODD = '"<script>alert(1)</script>"@reader.example'  # a good address all the same
INERT = {"p", "br", "a", "blockquote", "mark"}  # what the text of a feed's entry may be made of


@pytest.fixture
def story(transactional_db):
    return make_live(headline="The last ferry")


@pytest.fixture
def asked(story):
    """A comment whose author wants every mail."""
    person = make_commenter(replies="each", tell_decisions=True)
    return make_own(story, person, text="Was anybody there?")


def reply_to(asked, words: str, **fields) -> Comment:
    """Public, with these words in all its fields."""
    website = "https://evil.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    held = {"state": State.PENDING, "email": "olga@reader.example"}
    made = make_comment(asked.article, asked, **(held | {"name": words, "text": words, "website": website} | fields))
    moderation.approve(made, by=moderator())
    return made


def refused(asked, words: str) -> Comment:
    """Refused with these words in all that is said about it."""
    made = make_own(asked.article, asked.commenter, state=State.PENDING, name=words, text=words)
    moderation.reject(made, by=moderator(), reason="abuse", note=words, message=words)
    return made


@pytest.fixture
def bare():
    with bare_server() as server:
        yield server


@pytest.fixture
def watched(chromium, bare):
    """A page on that server, with everything that happens on it."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield Watched(page, bare.address)
    context.close()


def test_the_watch_sees_what_these_words_do_where_nobody_escapes_them(bare, watched):
    watched.open(bare.together([bare.keep("text/html", f"<p>{words}") for words in CLASSES.values()]))
    whole = "\n".join(watched.seen)
    assert whole.count("a script said 1") >= 6 and "asked for https://evil.example/pixel.gif" in whole
    assert "onclick" in whole and "javascript:" in whole and "<base" in whole


def test_no_feed_runs_anything_in_a_browser_or_in_a_feed_reader(asked, bare, watched, open_page, live_server):
    for words in CLASSES.values():
        reply_to(asked, words)
    served, pages, entries = Watched(open_page(), live_server.url), [], []
    for path in ("/comments/feed.xml", "/comments/feed.atom", f"/comments/on{path_of(asked.article)}feed.xml"):
        served.page.goto(path)
        answer = Client().get(path)
        pages += [bare.keep(kind, answer.content) for kind in (answer["Content-Type"], "text/xml", "text/html")]
        found = contents_of(answer.content)
        assert len(found) == len(CLASSES) + 1
        entries += found
    watched.open(bare.together(pages))
    watched.open(bare.keep("text/html; charset=utf-8", "<!DOCTYPE html><meta charset=utf-8>" + "<hr>".join(entries)))
    watched.open(bare.keep("text/html", "<!DOCTYPE html><main></main>"))
    watched.page.evaluate("all => { document.querySelector('main').innerHTML = all.join('<hr>') }", entries)
    watched.note_markup()
    assert served.seen + watched.seen == []
    tags = watched.page.evaluate("[...document.querySelectorAll('main *')].map(each => each.localName)")
    assert set(tags) - {"hr"} <= INERT
    for address in watched.page.evaluate("[...document.querySelectorAll('main a')].map(each => each.href)"):
        assert address.startswith(("http://", "https://")), address


def contents_of(feed: bytes) -> list[str]:
    """The HTML of each entry, as a reader takes it out."""
    names = ("{http://purl.org/rss/1.0/modules/content/}encoded", "{http://www.w3.org/2005/Atom}content")
    return [each.text for each in etree.fromstring(feed).iter(*names)]


def test_no_mail_runs_anything(asked, bare, watched):
    sent = all_mails(asked)
    kinds = [letter.subject.partition(" · ")[0].partition(":")[0] for letter in sent]
    assert {"Your comment", "Your appeal", "Is this your address?", "Your comments will be erased"} <= set(kinds)
    assert kinds.count("Your appeal") == kinds.count("A reader reports an error") == len(CLASSES)
    assert not re.search("development-only|localhost", texts := "\n".join(map(text_of, sent)))
    subjects = "".join(f"<h1>{escape(letter.subject)}</h1>" for letter in sent)
    watched.open(bare.keep("text/plain; charset=utf-8", texts))
    assert watched.page.evaluate("document.body.innerText").count(CLASSES["a script"]) > 10
    watched.open(bare.keep("text/html; charset=utf-8", subjects + in_a_mail_program(texts)))
    assert watched.seen == []


def text_of(letter) -> str:
    """As a mail program has it; there is no other part."""
    message = email.message_from_bytes(letter.message().as_bytes(), policy=default)
    assert (message["Bcc"], message.defects, message.get_content_type()) == (None, [], "text/plain")
    return message.get_content()


def in_a_mail_program(text: str) -> str:
    """Plain text as mail programs show it, with what begins like an address of the web as a link."""
    words = escape(text).split(" ")
    linked = [f'<a href="{each}">{each}</a>' if each.startswith(("http://", "https://")) else each for each in words]
    return f"<pre>{' '.join(linked)}</pre>"


def all_mails(asked) -> list:
    """One of each kind with words of each class in every field that reaches it."""
    person, story = asked.commenter, asked.article
    mail.outbox.clear()
    for number, words in enumerate(CLASSES.values()):
        answer = reply_to(asked, words)
        reports.report(story, answer, reason="error", text=words, reader=a_reader(f"reader {number}"))
        appeals.decide(appeals.make(refused(asked, words), words), by=other_moderator(), overturn=False, answer=words)
        appeals.decide(appeals.make(refused(asked, words), words), by=other_moderator(), overturn=True, answer=words)
    people.ask(ODD, "a subnet")
    people.ask_to_erase(person)
    with time_machine.travel(timezone.now() + LATER):
        work()
        ReplyNotice.objects.update(sent_at=None)
        Commenter.objects.filter(pk=person.pk).update(replies=Commenter.Replies.DAILY)
        assert letters.due_digests() == [person.pk]
        while letters.write("replies", person.pk):
            pass
    return list(mail.outbox)


@pytest.fixture
def written(asked) -> list[str]:
    """The pages on which much of what others wrote stands together, with words of each class in every field."""
    story, person = asked.article, asked.commenter
    for number, words in enumerate(CLASSES.values()):
        public = reply_to(asked, words, email=ODD)
        for reason in ("other", "error"):
            reports.report(story, public, reason=reason, text=words, reader=a_reader(f"reader {number}"))
        held = make_own(story, person, asked, state=State.PENDING, name=words, text=words)
        appeals.make(refused(asked, words), words)
        appeals.decide(appeals.make(refused(asked, words), words), by=other_moderator(), overturn=False, answer=words)
        PersonNote.objects.create(email_key=person.email_key, text=words, by=moderator())
        sanctions.impose("address", f"{number}", by=moderator(), reason="abuse", note=words, comment=held)
    folders = [f"{QUEUE}?folder={name}" for name in ("pending", "reported", "rejected", "all")]
    others = [f"{QUEUE}{name}" for name in ("reports/", "appeals/", "appeals/?which=decided", "sanctions/")]
    of_readers = [path_of(story), f"/comments/you/{keys.mint(keys.YOU, person)}"]
    return [*of_readers, "/admin/", *folders, *others, f"{QUEUE}{held.public_id}/", f"{QUEUE}{held.public_id}/person/"]


def test_no_page_runs_anything_nor_what_is_said_after_each_decision(written, open_page, live_server):
    shown = Watched(open_page(), live_server.url)
    sign_in(shown.page, administrator())
    for address in written:
        shown.open(address)
    shown.page.goto(f"{QUEUE}read/")
    for number in range(len(CLASSES), 0, -1):
        expect(shown.page.locator(".reading__nav .folders__count")).to_have_text(str(number))
        shown.page.keyboard.press("a")
    expect(shown.page.get_by_text("Nothing waits here.")).to_be_visible()
    shown.note_markup()
    assert shown.seen == []
    assert not Comment.objects.filter(state=State.PENDING).exists()


def test_what_a_browser_says_of_itself_is_kept_nowhere(story):
    for number, words in enumerate(CLASSES.values()):
        said = {"User-Agent": f"agent {words}".replace("\r\n", " "), "Referer": "https://agent.example/"}
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert leave(story, client, comment=f"Number {number}", headers=OURS | said).status_code == 303
    assert Comment.objects.count() == len(CLASSES)
    assert not [table for table, found in rows().items() if "agent" in repr(found)]
