"""Authors at the desk, with the way to merge two who are one: what `authors` cannot know, added to its screen."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles import authoring
from articles.admin.names import author_names
from articles.forms.fields import AuthorByName
from articles.models import Byline, EditionAuthor
from authors.admin import AuthorAdmin
from authors.models import Author

COUNTED_TO = 1000

admin.site.unregister(Author)


class MergeForm(forms.Form):
    into = AuthorByName(label="Into the author", help_text="Their name, their page and their address are kept.")

    def __init__(self, author: Author, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.author = author

    def clean_into(self):
        into = self.cleaned_data["into"]
        authoring.check_merge(self.author, into)
        return into


@admin.register(Author)
class AuthorsAtTheDesk(AuthorAdmin):
    def get_urls(self):
        merging = self.admin_site.admin_view(partial(merge, self))
        return [path("<int:pk>/merge/", merging, name="authors_author_merge"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        more = {"may_merge": authoring.may_merge(request.user)}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))


def merge(desk, request, pk: int):
    """`<id>/merge/` asks into whom; `?into=` says what would happen; POST of the same merges."""
    if not authoring.may_merge(request.user):
        raise PermissionDenied
    author = get_object_or_404(desk.get_queryset(request), pk=pk)
    typed = request.POST if request.method == "POST" else request.GET if "into" in request.GET else None
    form = MergeForm(author, typed)
    into = form.cleaned_data["into"] if form.is_valid() else None
    if request.method == "POST" and into and _merged(request, form, into):
        return HttpResponseRedirect(reverse("admin:authors_author_change", args=[into.pk]))
    return _page(desk, request, form, into)


def _merged(request, form: MergeForm, into: Author) -> bool:
    try:
        authoring.merge(form.author, into, by=request.user)
    except ValidationError as error:
        form.add_error("into", error)
        return False
    messages.success(
        request, f"“{form.author.name}” is another name of “{into.name}” now: stories and addresses lead there."
    )
    return True


def _page(desk, request, form: MergeForm, into: Author | None):
    author = form.author
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "media": desk.media + forms.Media(css={"all": ["css/desk/story.css"]}),
        "title": f"Merge “{author.name}”",
        "author": author,
        "into": into,
        "form": form,
        "author_names": author_names(),
        "at_desk": _up_to(Byline.objects.filter(author=author)),
        "in_public": _up_to(EditionAuthor.objects.filter(author=author)),
        "leading": [author, *author.other_names.all(), *author.aliases.all()],
    }
    return TemplateResponse(request, "admin/authors/author/merge.html", context, status=400 if form.errors else 200)


def _up_to(rows) -> str:
    """How many, without counting thirty years of them."""
    count = rows.order_by()[: COUNTED_TO + 1].count()
    return f"more than {COUNTED_TO:,}" if count > COUNTED_TO else f"{count:,}"
