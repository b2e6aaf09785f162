"""What somebody typed into a story that is not theirs any more: nothing of it is taken in, and nothing of it is lost."""

from django.template.response import TemplateResponse

from articles import body, revisions
from articles.editions import placed
from articles.forms.amend import WORDS, AmendForm


def typed_words(admin, request, status: int) -> TemplateResponse:
    """The words of an amendment as they came, to be copied; of the story itself it tells nothing."""
    labels = {name: field.label or name.capitalize() for name, field in AmendForm.base_fields.items()}
    typed = [(labels[name], _shown(name, request.POST[name])) for name in (*WORDS, "note") if request.POST.get(name)]
    context = {**admin.admin_site.each_context(request), "title": "Not yours to amend any more", "typed": typed}
    return TemplateResponse(
        request, "admin/articles/article/kept.html", context | {"media": admin.media}, status=status
    )


def _shown(name: str, words: str) -> str:
    """The text as it is read, so that it can be pasted with its headings, links and pictures; all else as it was typed."""
    if name != "body":
        return words
    try:
        html = body.clean(words)
    except body.TooLarge:
        return words
    return body.render(html, placed({"pictures": revisions.pictures_of(html)}))
