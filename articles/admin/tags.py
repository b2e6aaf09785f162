"""Tags at the desk: renaming, other words, merging, and those that nothing uses."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from taggit.models import Tag as UnusedTag

from articles import dates, tagging
from articles.admin.catalogue import CatalogueAdmin
from articles.forms.fields import OneLine, Tags
from articles.models import Tag

admin.site.unregister(UnusedTag)  # taggit's own table is empty here: our tags have one with our rules

AT_ONCE = 100  # tags merged or deleted in one go


class TagForm(forms.ModelForm):
    words = Tags(
        label="Other words for it",
        required=False,
        help_text="Separated by commas. Whoever types one of them gets this tag, and its address leads here. "
        "A word that you take out is a tag of its own again.",
    )

    class Meta:
        model = Tag
        fields = ["name", "slug"]
        labels = {"slug": "address"}
        help_texts = {
            "name": "After a new name the former one stays as another word for it.",
            "slug": "The last word of its address. An earlier one keeps working.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["words"] = list(self.instance.synonyms.all())

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if "," in name:
            raise forms.ValidationError("A tag has no comma in it: in the stories a comma divides tags.")
        other = (
            Tag.objects.select_related("merged_into").filter(name__iexact=name).exclude(pk=self.instance.pk).first()
        )
        if other and other.merged_into_id:
            words = {"name": other.name, "for": other.merged_into.name}
            raise forms.ValidationError("“%(name)s” is another word for the tag “%(for)s”.", params=words)
        if other:
            raise forms.ValidationError("There is already a tag “%(name)s”.", params={"name": other.name})
        return name

    def clean_words(self):
        names = self.cleaned_data["words"]
        tagging.check_other_words(self.instance, names)
        return names


class MergeForm(forms.Form):
    into = OneLine(label="Into the tag", max_length=100)

    def __init__(self, chosen: list[Tag], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        self.fields["into"].widget = forms.TextInput(
            attrs={"list": "tag-names", "autocomplete": "off", "spellcheck": "false"}
        )

    def clean_into(self):
        """The tag of this name, or the one that the name is another word for."""
        name = self.cleaned_data["into"]
        found = Tag.objects.select_related("merged_into").filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                "There is no tag “%(name)s”. Merge into one that exists.", params={"name": name}
            )
        if self.chosen == [found.proper]:
            raise forms.ValidationError("A tag cannot be merged into itself.")
        return found.proper


class Use(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("none", "Not used at all")]

    def queryset(self, request, queryset):
        return tagging.unused(queryset) if self.value() == "none" else queryset


@admin.register(Tag)
class TagAdmin(CatalogueAdmin):
    form = TagForm
    fields = ["name", "slug", "words"]
    actions = ["merge_chosen", "delete_unused"]
    list_display = ["name", "address", "other_words", "last_used"]
    list_filter = [Use]
    list_per_page = 100
    search_fields = ["name", "synonyms__name"]
    search_help_text = "Name, or another word for it"

    @property
    def media(self):
        return super().media + forms.Media(css={"all": ["css/desk/story.css"]})

    def get_queryset(self, request):
        """Tags that stories carry; other words for them stand on their pages."""
        tags = super().get_queryset(request).filter(merged_into=None)
        return tagging.with_use(tags).prefetch_related("synonyms")

    def get_urls(self):
        merging = path("merge/", self.admin_site.admin_view(self.merge), name="articles_tag_merge")
        return [merging, *super().get_urls()]

    @admin.display(description="address", ordering="slug")
    def address(self, tag):
        return f"/tag/{tag.slug}/"

    @admin.display(description="other words", empty_value="")
    def other_words(self, tag):
        return ", ".join(word.name for word in tag.synonyms.all())

    @admin.display(description="newest story", ordering="newest")
    def last_used(self, tag):
        return dates.day(tag.newest) or ("At the desk only" if tag.on_desk else "Not used")

    def save_model(self, request, obj, form, change):
        former = Tag.objects.filter(pk=obj.pk).values_list("name", flat=True).first() if change else ""
        super().save_model(request, obj, form, change)
        if "words" in form.cleaned_data and "words" in form.changed_data:
            tagging.set_other_words(obj, form.cleaned_data["words"])
        tagging.keep_former_name(obj, former)

    # What is done to several

    def get_actions(self, request):
        found = super().get_actions(request)
        allowed = {
            "merge_chosen": self.has_change_permission(request),
            "delete_unused": self.has_delete_permission(request),
        }
        return {name: action for name, action in found.items() if allowed.get(name)}

    @admin.action(description="Merge")
    def merge_chosen(self, request, queryset):
        ids = "&".join(f"ids={pk}" for pk in queryset.order_by("name").values_list("pk", flat=True)[:AT_ONCE])
        return HttpResponseRedirect(f"{reverse('admin:articles_tag_merge')}?{ids}")

    @admin.action(description="Delete those that nothing uses")
    def delete_unused(self, request, queryset):
        chosen = Tag.objects.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME)[:AT_ONCE], merged_into=None)
        many = chosen.count()
        with transaction.atomic():
            self.log_deletions(request, tagging.unused(chosen))
            deleted = tagging.delete_unused(chosen)
        if deleted:
            messages.success(request, f"{deleted} {'tag was' if deleted == 1 else 'tags were'} deleted.")
        if kept := many - deleted:
            messages.warning(request, f"{kept} {'is' if kept == 1 else 'are'} in use and stayed.")

    # Merging

    def merge(self, request):
        """`merge/?ids=`: says what would happen, asks into which tag; POST merges."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen = self._chosen(request)
        if not chosen:
            messages.warning(request, "Choose the tags to merge in the list.")
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        form = MergeForm(chosen, request.POST or None, initial={"into": self._likely(chosen)})
        if request.method == "POST" and form.is_valid() and self._merge_all(request, form):
            return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[form.cleaned_data["into"].pk]))
        return self._merge_page(request, chosen, form)

    def _chosen(self, request) -> list[Tag]:
        asked = request.GET.getlist("ids")[:AT_ONCE]
        return list(self.get_queryset(request).filter(pk__in=[pk for pk in asked if pk.isdecimal() and len(pk) < 18]))

    def _likely(self, chosen: list[Tag]) -> str:
        """Of several, the one whose newest story is the newest; of one, nothing."""
        return max(chosen, key=lambda tag: (bool(tag.newest), tag.newest or 0)).name if len(chosen) > 1 else ""

    def _merge_all(self, request, form: MergeForm) -> bool:
        into = form.cleaned_data["into"]
        try:
            with transaction.atomic():
                for tag in form.chosen:
                    if tag != into:
                        tagging.merge(tag, into)
                        self.log_change(request, into, f"Merged “{tag.name}” into it.")
        except ValidationError as error:
            form.add_error("into", error)
            return False
        names = ", ".join(f"“{tag.name}”" for tag in form.chosen if tag != into)
        messages.success(request, f"{names} merged: stories and addresses are those of “{into.name}” now.")
        return True

    def _merge_page(self, request, chosen: list[Tag], form: MergeForm):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": "Merge tags" if len(chosen) > 1 else f"Merge “{chosen[0].name}”",
            "chosen": chosen,
            "form": form,
            "names": Tag.objects.filter(merged_into=None).values_list("name", flat=True)[:1000],
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context, status=400 if form.errors else 200)
