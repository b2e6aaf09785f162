"""A reader's own page, by a signed link: every comment with its state and reason, the mails, the way out."""

from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Edition
from comments import keys, people, personal
from comments.links import paragraphs
from comments.models import Comment, Commenter
from comments.origin import anonymous_form
from comments.views.kept import keeping
from comments.views.leaving import receipt_address
from comments.views.pages import keep_private, private_page
from comments.views.proving import ELSEWHERE, came_from_elsewhere, too_old

PAGE = 25


@require_safe
@keeping()
def you(request, key: str):
    """`/comments/you/<key>`, one page of comments, the newest first; `?before=` pages on."""
    try:
        person, _ = keys.read(keys.YOU, key)
    except keys.BadKey:
        return too_old(request)
    return _page(request, person, key)


@require_safe
@keeping()
def export(request, key: str):
    """Everything that we have of the person, as a JSON file."""
    person = _person(key)
    response = JsonResponse(personal.data_of(person.email), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="my-comments.json"'
    return keep_private(response, secret=True)


@require_POST
@anonymous_form
@keeping("replies", "decisions")
def act(request, key: str, verb: str):
    """A button of the page. The key says who it is, and no other site may press."""
    if verb not in VERBS:
        raise Http404("There is no such button.")
    person = _person(key)
    if came_from_elsewhere(request):
        return _page(request, person, key, problem=ELSEWHERE, status=403)
    VERBS[verb](person, request.POST)
    if verb == "end":
        key = keys.mint(keys.YOU, person)
    return keep_private(
        HttpResponseRedirect(f"{reverse('comments:you', args=[key])}?done={verb}", status=303), secret=True
    )


VERBS = {
    "mails": lambda person, data: people.set_mails(
        person, data.get("replies", ""), decisions=data.get("decisions") == "on"
    ),
    "claim": lambda person, data: people.claim(person),
    "erase": lambda person, data: people.ask_to_erase(person),
    "keep": lambda person, data: people.keep(person),
    "end": lambda person, data: people.end_keys(person),
}
DONE = {
    "mails": "Your choice of mails is kept.",
    "claim": "They are yours now.",
    "erase": "Your comments will be erased in a day, and we have written to you.",
    "keep": "Your comments stay.",
    "end": "Every older link and every browser that knew you is forgotten. Keep the address of this page.",
}


def _person(key: str) -> Commenter:
    try:
        return keys.read(keys.YOU, key)[0]
    except keys.BadKey as error:
        raise Http404("This link does not open anything any more.") from error


def _page(request, person: Commenter, key: str, *, problem: str = "", status: int = 200):
    found, older = _comments(person, request.GET.get("before", ""))
    confirmed = request.GET.get("confirmed") == "1"
    context = {
        "person": person,
        "key": key,
        "items": _items(found),
        "older": older,
        "unproved": people.unproved(person).order_by()[:100].count(),
        "choices": Commenter.Replies.choices,
        "proof": keys.mint(keys.PROOF, person) if person.confirmed_at else "",
        "problem": problem,
        "said": "Your address is proved." if confirmed else DONE.get(request.GET.get("done", ""), ""),
    }
    return private_page(request, "comments/people/you.html", context, status, secret=True)


def _comments(person: Commenter, before: str) -> tuple[list[Comment], int]:
    """One page, and where the next one begins (0: nowhere)."""
    comments = people.own(person).select_related("article")
    if before.isascii() and before.isdecimal() and len(before) <= 18:
        comments = comments.filter(pk__lt=int(before))
    found = list(comments[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def _items(comments: list[Comment]) -> list[dict]:
    """Each comment with its story, its reason and its receipt. Two queries."""
    stories = {
        story.article_id: story
        for story in Edition.objects.live().filter(article__in=[comment.article_id for comment in comments])
    }
    messages = personal.messages_of(comments)
    return [
        {
            "comment": comment,
            "text": paragraphs(comment.text),
            "story": stories.get(comment.article_id),
            "message": messages.get(comment.pk),
            "receipt": receipt_address(comment),
        }
        for comment in comments
    ]
