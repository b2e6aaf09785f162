"""The conversation below a story as HTML, by moulds: a comment costs what its words cost, not what its template does."""

from functools import lru_cache

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.links import link_to
from accounts.moulds import Mould, joined
from articles import dates
from comments.forms import ReplyForm
from comments.links import Paragraph, Piece
from comments.paging import NEWEST, SORTS
from comments.policies import Applied
from comments.threads import Conversation, Node

NAMES = "public_id name website iso moment text recommended below answers_name".split()
AROUND = "story story_address count cursor thread older why_closed reply_form error_address feed script".split()
ADDRESSES = {"url": "comment", "reply_url": "reply", "recommend_url": "recommend", "report_url": "report"}
SOME_ID = "a" * 12


def replies(edition, found: Conversation, policy: Applied, cursor: str, sort: str) -> SafeString:
    """All of the conversation that stands below a story: a page of its comments, and “Leave a Reply”."""
    story = edition.address_id.removeprefix("/")
    return _REPLIES(
        (sort, found.total > 1, policy.is_open),
        edition.address_id,
        edition.get_absolute_url(),
        count_of(found.total) if found.total else "",
        cursor,
        thread(found.threads, policy.is_open),
        found.older,
        policy.why_closed,
        reply_form(link_to("comments:leave", story)),
        link_to("comments:report-error", story),
        link_to("comments:story-rss", story),
        static("js/behaviours/reply-start.js"),
    )


def count_of(number: int) -> str:
    """“1 reply”, “1,204 replies”."""
    return "1 reply" if number == 1 else f"{number:,} replies"


def thread(nodes: list[Node], is_open: bool) -> SafeString:
    """The comments one after the other, each with the replies below it."""
    return joined(_comment(node, is_open) for node in nodes)


def text(paragraphs: list[Paragraph]) -> SafeString:
    """A reader's text, escaped: the same as templates/comments/_text.html."""
    return joined(map(_paragraph, paragraphs))


def reply_form(action: str) -> SafeString:
    """“Leave a Reply”, empty, as it stands below a story."""
    return _FORM((), action)


def _comment(node: Node, is_open: bool) -> SafeString:
    answered = node.answers
    return _COMMENT(
        (is_open, node.gone, node.is_pick, node.by_staff, node.edited_at is not None, answered is not None),
        node.public_id,
        node.name,
        node.website,
        dates.iso(node.created_at),
        dates.moment(node.created_at),
        text(node.text),
        str(node.recommended or ""),
        thread(node.replies, is_open),
        answered.name if answered else "",
        _address("comment", answered.public_id) if answered else "",
        *(_address(name, node.public_id) for name in ADDRESSES.values()),
    )


def _context_of_comment(key: tuple, *values) -> dict:
    is_open, gone, is_pick, by_staff, is_edited, is_answer = key
    shown = {"is_open": is_open, "gone": gone, "is_pick": is_pick, "by_staff": by_staff}
    shown |= {"is_edited": is_edited, "is_answer": is_answer}
    return shown | dict(zip([*NAMES, "answers_url", *ADDRESSES], values, strict=True))


def _address(name: str, public_id: str) -> str:
    before, after = _around(name)
    return f"{before}{public_id}{after}" if public_id else ""


@lru_cache
def _around(name: str) -> tuple[str, str]:
    """What stands before and after the id in an address."""
    before, _, after = reverse(f"comments:{name}", args=[SOME_ID]).partition(SOME_ID)
    return before, after


def _paragraph(pieces: Paragraph) -> SafeString:
    key = (pieces.is_quote, tuple((piece.is_break, piece.is_marked) for piece in pieces))
    return _TEXT(key, *(word for piece in pieces for word in (piece.text, piece.href)))


def _context_of_paragraph(key: tuple, *values) -> dict:
    is_quote, kinds = key
    words = zip(values[::2], values[1::2], kinds, strict=True)
    paragraph = Paragraph(Piece(text, href, *kind) for text, href, kind in words)
    paragraph.is_quote = is_quote
    return {"text": [paragraph]}


def _context_of_replies(key: tuple, *values) -> dict:
    sort, has_several, is_open = key
    shown = {"sort": sort, "has_several": has_several, "is_open": is_open}
    shown |= {"sorts": SORTS, "query": "" if sort == NEWEST else f"sort={sort}&"}
    return shown | dict(zip(AROUND, values, strict=True))


def _context_of_form(key: tuple, action: str) -> dict:
    return {"form": ReplyForm(), "action": action, "level": 2}


_REPLIES = Mould("comments/_replies.html", _context_of_replies)
_COMMENT = Mould("comments/_comment.html", _context_of_comment)
_TEXT = Mould("comments/_text.html", _context_of_paragraph)
_FORM = Mould("comments/_form.html", _context_of_form)
