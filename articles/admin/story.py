"""The story at the desk: who may open it, the page on which it is written, and what a save does."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.forms.widgets import Script
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from articles import revisions
from articles.admin import (
    autosave,
    bulk,
    calendar,
    history,
    listing,
    live,
    moves,
    notes,
    page,
    presence,
    preview,
    reconcile,
    searching,
    sharing,
    strictness,
    trash,
    weekly,
)
from articles.admin.bylines import BylineInline
from articles.admin.filters import Author, Due, Mine, PublicStatus, SectionFilter, StageFilter
from articles.forms import StoryForm
from articles.models import Article
from articles.moves import MOVES


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = StoryForm
    fields = StoryForm.Meta.fields
    inlines = [BylineInline]

    actions = bulk.ACTIONS
    actions_selection_counter = False
    list_display = ["headline"]
    list_filter = [Mine, Due, StageFilter, PublicStatus, SectionFilter, Author]
    list_per_page = 50
    paginator = listing.BoundedPaginator
    search_fields = searching.FIELDS
    search_help_text = "Headline, standfirst, address or author"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    # Who may

    def get_queryset(self, request):
        """The one door of the desk: every screen, list and suggestion of stories begins here."""
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return searching.among(queryset, search_term), False

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._is_open_to(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_open_to(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # what was written stays on record

    def _is_open_to(self, request, obj) -> bool:
        if obj is None or obj.pk is None:
            return True
        known = request.__dict__.setdefault("_stories_open", {})
        if obj.pk not in known:
            known[obj.pk] = Article.objects.visible_to(request.user).filter(pk=obj.pk).exists()
        return known[obj.pk]

    def lookup_allowed(self, lookup, value, request=None):
        """Only what our own filters are called: no column, and nothing beyond one, can be asked for by its name."""
        return lookup in {each.parameter_name for each in self.list_filter}

    # Addresses

    def get_urls(self):
        verbs = [(each.verb, partial(moves.move, self, verb=each.verb)) for each in MOVES]
        screens = [
            ("preview", partial(preview.preview, self)),
            ("live", partial(live.live, self)),
            ("share", partial(sharing.share, self)),
            ("compare", partial(history.compare, self)),
            ("restore", partial(history.restore, self)),
            ("plan", partial(calendar.plan, self)),
            ("autosave", partial(autosave.autosave, self)),
            ("presence", partial(presence.presence, self)),
            ("take_over", partial(presence.take_over, self)),
            ("notes", partial(notes.page, self)),
        ]
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/notes/<int:note>/settle/",
                wrap(lambda request, pk, note: notes.settle_by_post(request, self, pk, note)),
                name="articles_article_note_settle",
            ),
            path("cards/", wrap(partial(page.cards, self)), name="articles_article_cards"),
            path("tags/", wrap(partial(page.tags, self)), name="articles_article_tags"),
            path("calendar/", wrap(partial(calendar.calendar, self)), name="articles_calendar"),
            path("checklist/", wrap(partial(strictness.strictness, self)), name="articles_checklist"),
            path("changes/", wrap(partial(weekly.changes, self)), name="articles_changes"),
            path("autosave/", wrap(partial(autosave.autosave, self)), name="articles_article_begin"),
            path("unsaved/", wrap(partial(reconcile.unsaved, self)), name="articles_article_unsaved"),
            path("together/<uuid:key>/", wrap(partial(bulk.batch, self)), name="articles_article_batch"),
            path("together/<uuid:key>/undo/", wrap(partial(bulk.undo, self)), name="articles_article_undo"),
            path("trash/", wrap(partial(trash.trashed, self)), name="articles_article_trashed"),
            path("<int:pk>/put-back/", wrap(partial(trash.put_back, self)), name="articles_article_put_back"),
            *(
                path(f"<int:pk>/{name.replace('_', '-')}/", wrap(view), name=f"articles_article_{name}")
                for name, view in [*verbs, *screens]
            ),
            *super().get_urls(),
        ]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        return trash.in_its_place(self, request, object_id)

    # The list

    def get_changelist(self, request, **kwargs):
        return listing.StoryList

    def get_actions(self, request):
        """Only the verbs that this person has a right to."""
        return {name: action for name, action in super().get_actions(request).items() if bulk.may(request.user, name)}

    def response_action(self, request, queryset):
        if not all(pk.isdecimal() and len(pk) < 19 for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A story's number is a number.")
        return super().response_action(request, queryset)

    # The page

    @property
    def media(self):
        return forms.Media(css={"all": ["css/desk/story.css"]}, js=[Script("js/desk/story.js", type="module")])

    def get_changeform_initial_data(self, request):
        return {}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)  # a class of this request's own
        form.by = request.user
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if request.method == "GET" and obj.pk is None and author:
            kwargs["initial"] = [{"author": author}]
        return kwargs

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= page.context(request, context, obj)
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        form = context["adminform"].form
        response.status_code = 409 if form.stale or form.taken else 200
        response.policy = {"frame-src": "'self'"}  # the preview beside the form
        return response

    def history_view(self, request, object_id, extra_context=None):
        return history.history(self, request, object_id)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            reconcile.bring_together(self, request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except revisions.Stale:  # saved by somebody else between our look and our save: now we see it
            reconcile.bring_together(self, request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """A new story needs a row before its bylines can; otherwise all is written together, in `save_related`."""
        if not change:
            obj.created_by = obj.saved_by = request.user
            obj.save()

    def save_related(self, request, form, formsets, change):
        """Text, tags and bylines under one claim, then one revision of them all. Nothing changed, here or in the
        words of what it points to: nothing is written."""
        story = form.instance
        if change and not form.has_changed() and not any(formset.has_changed() for formset in formsets):
            revisions.refreeze(story, request.user, form.cleaned_data["version"])
            revisions.keep_newest(story)
            return
        if change:
            revisions.claim_text(story, form.cleaned_data["version"])
            story.refresh_from_db(fields=["stage", "approved_revision", "content_digest"])
            story.save(update_fields=form.columns)
        super().save_related(request, form, formsets, change)
        revisions.keep(story, request.user)

    def log_addition(self, request, obj, message):
        """Revisions and the ledger say who did what; Django's log would vanish with a user."""

    log_change = log_addition

    def construct_change_message(self, request, form, formsets, add=False):
        return ""

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        return self._after_saving(request, obj)

    def _after_saving(self, request, story):
        then = request.POST.get("_then", "")
        if then not in page.NEXT:
            messages.success(request, "Saved.")
            then = "change"
        return HttpResponseRedirect(reverse(f"admin:articles_article_{then}", args=[story.pk]))
