"""Notes on a story: who may open the story may write, answer and resolve them. They are saved by themselves, at once.

A thread is a note with its answers. It is resolved as a whole, and stays on record.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import clock
from articles.models import Article, Note
from articles.refusals import Refused

MOST = 500  # of one story


@transaction.atomic
def add(
    article: Article, *, by, text: str, quote: str = "", before: str = "", after: str = "", answers: Note | None = None
) -> Note:
    """A note on the words `quote`, or on the whole story; or an answer. Refuses: other_article, too_many_notes."""
    _permit(article, by)
    if answers and answers.article_id != article.pk:
        raise Refused("other_article")
    if article.notes.count() >= MOST:
        raise Refused("too_many_notes", most=MOST)
    thread = answers and (answers.parent or answers)
    place = {} if thread else {"quote": quote, "before": before[-100:], "after": after[:100]}
    return Note.objects.create(article=article, parent=thread, by=by, at=clock.read(), text=text, **place)


def resolve(note: Note, *, by) -> bool:
    """Whether it was this call that resolved the thread."""
    _permit(note.article, by)
    return bool(_thread(note).filter(resolved_at=None).update(resolved_at=clock.read(), resolved_by=by))


def reopen(note: Note, *, by) -> bool:
    _permit(note.article, by)
    return bool(_thread(note).exclude(resolved_at=None).update(resolved_at=None, resolved_by=None))


def threads(article: Article) -> list[Note]:
    """Every thread with its answers in `said`, in the order of writing. One query."""
    found = list(Note.objects.filter(article=article).select_related("by", "resolved_by"))
    heads = [note for note in found if note.parent_id is None]
    for head in heads:
        head.said = [note for note in found if note.parent_id == head.pk]
    return heads


def _permit(article: Article, by) -> None:
    is_open = by.has_perm("articles.change_article") and Article.objects.visible_to(by).filter(pk=article.pk).exists()
    if not is_open:
        raise PermissionDenied


def _thread(note: Note):
    return Note.objects.filter(pk=note.parent_id or note.pk)
