"""Where stories go: the tree of sections, and series."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html

from accounts.numbers import OneByNumber
from accounts.recorded import Recorded
from articles import limits
from articles.models import Section, Series
from authors.deletion import DeletesUnused

HELD_BY = {
    "articles": ("story at the desk", "stories at the desk"),
    "tagged": ("story at the desk", "stories at the desk"),
    "synonyms": ("other word for it", "other words for it"),
    "edition_links": ("published edition", "published editions"),
    "editions": ("published edition", "published editions"),
    "children": ("section below it", "sections below it"),
    "limits": ("person limited to it", "people limited to it"),
}


def in_tree_order(sections) -> list[Section]:
    """Each section followed by those below it, as a menu shows them; `sections` are in menu order."""
    below: dict[int | None, list[Section]] = {}
    for section in sections:
        below.setdefault(section.parent_id, []).append(section)

    def walk(parent):
        for section in below.get(parent, []):
            yield section
            yield from walk(section.pk)

    return list(walk(None))


class Tree(ChangeList):
    """All sections on one page, in the order of the tree."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = in_tree_order(self.result_list)


class ParentField(OneByNumber):
    def label_from_instance(self, section):
        return f"{'— ' * section.path.count('/')}{section.name}"


class SectionForm(forms.ModelForm):
    parent = ParentField(Section.objects.order_by("path"), required=False, empty_label="None: it is a main section")

    class Meta:
        model = Section
        fields = ["name", "slug", "parent", "position", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        labels = {"slug": "address"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "parent" in self.fields:
            inside = Section.objects.filter(path__startswith=f"{self.instance.path}/").values("pk")
            self.fields["parent"].queryset = (
                self.fields["parent"].queryset.exclude(pk__in=inside).exclude(pk=self.instance.pk)
            )


class CatalogueAdmin(Recorded, DeletesUnused, admin.ModelAdmin):
    """What sections, series and tags have in common."""

    held_by = HELD_BY
    prepopulated_fields = {"slug": ["name"]}
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def get_prepopulated_fields(self, request, obj=None):
        """Only for something new: an address that is public already is changed on purpose."""
        return {} if obj else self.prepopulated_fields


@admin.register(Section)
class SectionAdmin(CatalogueAdmin):
    form = SectionForm
    list_display = ["name_in_tree", "address", "position"]
    list_per_page = 1000
    sortable_by = []

    fieldsets = [
        ("Section", {"fields": ["name", "description"]}),
        ("Where it stands", {"fields": ["parent", "position", "slug"]}),
    ]

    # Who is limited to some sections could lift the limit by moving them: the tree is for those whose roles hold everywhere.

    def has_add_permission(self, request):
        return super().has_add_permission(request) and limits.sections_of(request.user) is None

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and limits.sections_of(request.user) is None

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and limits.sections_of(request.user) is None

    def get_changelist(self, request, **kwargs):
        return Tree

    @admin.display(description="section")
    def name_in_tree(self, section):
        return format_html('<span class="indent-{}">{}</span>', min(section.path.count("/"), 3), section.name)

    @admin.display(description="address")
    def address(self, section):
        return f"/{section.path}/"


@admin.register(Series)
class SeriesAdmin(CatalogueAdmin):
    list_display = ["name", "description"]
    search_fields = ["name"]
    fields = ["name", "slug", "description"]
