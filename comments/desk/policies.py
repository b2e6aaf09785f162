"""What holds where: all places on one page, each with its form; and for one story what applies and why."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import tree
from articles.models import Article, Edition, Section
from comments import policies, valves
from comments.desk.page import draw, for_moderators
from comments.models import Comment, Policy, ValveSwitch, place_of
from comments.words import tidy_line

STALE = "Somebody else has changed this policy meanwhile. This is what you chose; look once more, and save it again."
SWITCHES, STORIES = 30, 20
OF_STORIES = ("mode", "close_after", "depth", "links")
LABELS = {
    "mode": "Comments are",
    "close_after": "Replies close",
    "depth": "Levels of replies shown",
    "links": "Links that need no look",
    "valve": "When too many wait",
}


class PolicyForm(forms.ModelForm):
    """Empty means inherited. `seen` is the moment of the policy that the page knew: a later one is not overruled unseen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Policy
        fields = policies.FIELDS

    def __init__(self, *args, inherits: dict, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["seen"].initial = seen_of(self.instance)
        if self.instance.article_id:
            for name in set(policies.FIELDS) - set(OF_STORIES):
                del self.fields[name]
        for name, said in inherits.items():
            if name in self.fields:
                self._explain(name, said)
        self._limit()

    def _explain(self, name: str, said: policies.Said) -> None:
        inherited = f"{policies.value_in_words(name, said.value)}, {'said for ' * bool(said.place)}{said.name}"
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            choices = [choice for choice in field.choices if choice[0]]
            field.choices = [("", f"Inherited: {inherited}"), *choices]
        else:
            field.help_text = f"Empty: {inherited}. {HELP.get(name, '')}".strip()

    def _limit(self) -> None:
        for name, (least, most) in BOUNDS.items():
            if name in self.fields:
                self.fields[name].min_value, self.fields[name].max_value = least, most
                self.fields[name].validators += [
                    MinValueValidator(least),
                    MaxValueValidator(most),
                ]
                self.fields[name].widget.attrs |= {"min": least, "max": most, "class": "vIntegerField"}
        if "most_waiting" in self.fields:
            self.fields["most_waiting"].help_text = HELP["most_waiting"].format(pace=self._pace())
            self.fields["longest_wait"].help_text = HELP["longest_wait"]

    def _pace(self) -> int:
        return valves.pace_of(self.instance)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("seen", "") != seen_of(self.instance):
            self.data = self.data.copy() | {"seen": seen_of(self.instance)}
            self.add_error(None, forms.ValidationError(STALE, code="stale"))

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in policies.FIELDS if name in self.fields}


BOUNDS = {
    "close_after": (0, 3_650),
    "depth": (1, 32),
    "links": (0, 100),
    "most_waiting": (1, 10_000),
    "longest_wait": (1, 720),
}
HELP = {
    "close_after": "By the second, after the story was first published; 0 means never.",
    "depth": "Deeper replies are kept, and stand at the last level.",
    "links": "More than so many, and the rule of links looks at it.",
    "most_waiting": "Held, or public and not yet looked at. Empty: what your moderators clear in a day, at present {pace}.",
    "longest_wait": "Empty: however long. It switches back at half of both numbers.",
}


def seen_of(policy: Policy) -> str:
    return policy.at.isoformat() if policy.place else ""


@dataclass
class Place:
    """A line of the page of all places."""

    name: str
    level: int
    address: str
    said: list[tuple[str, str, str]]  # what, how, and who said so where it is inherited
    shut: Policy | None = None


@for_moderators
def all_of_them(request):
    """Every place with what holds there; the valves that are shut; what they did; stories to look up."""
    known = policies.asked()
    search = tidy_line(request.GET.get("q", ""))[:100]
    context = {
        "title": "Policies",
        "places": [_place(None, 0, known), *(_place(each, level, known) for each, level in _in_order())],
        "switches": ValveSwitch.objects.all()[:SWITCHES],
        "search": search,
        "stories": Edition.objects.live().filter(headline__icontains=search)[:STORIES] if search else [],
    }
    return draw(request, "admin/comments/policies.html", context)


def _in_order(above: Section | None = None, level: int = 1):
    """Sections in the order of the menu, those below right after each."""
    for section in tree.below(above) if above else tree.main_sections():
        yield section, level
        yield from _in_order(section, level + 1)


def _place(section: Section | None, level: int, known: list[Policy]) -> Place:
    own = place_of(section and section.pk)
    said = policies.applied_to(section, known)
    policy = next((each for each in known if each.place == own), None)
    return Place(
        section.name if section else "The whole site",
        level,
        _address(section),
        [
            (LABELS[name], policies.value_in_words(name, each.value), "" if each.place == own else each.name)
            for name, each in said.items()
            if name == "mode" or each.place == own or section is None
        ],
        policy if policy and policy.shut_since else None,
    )


def _address(section: Section | None = None, article: Article | None = None) -> str:
    if article:
        return reverse("admin:comments_policies_of_story", args=[article.pk])
    if section:
        return reverse("admin:comments_policies_of_section", args=[section.pk])
    return reverse("admin:comments_policies_of_site")


@for_moderators
def of_site(request):
    return _one(request, "The whole site")


@for_moderators
def of_section(request, pk: int):
    section = get_object_or_404(Section, pk=min(pk, 2**63 - 1))
    return _one(request, section.name, section=tree.sections()[section.pk])


@for_moderators
def of_story(request, pk: int):
    """What applies to one story at this moment, and why."""
    live = Edition.objects.live().filter(article=OuterRef("pk"))
    known = Article.objects.filter(Exists(live) | Exists(Comment.objects.filter(article=OuterRef("pk"))))
    article = get_object_or_404(known, pk=min(pk, 2**63 - 1))
    edition = article.editions.live().first()
    return _one(request, edition.headline if edition else "A story that is not public", article=article)


def _one(request, name: str, section: Section | None = None, article: Article | None = None):
    known = policies.asked(article and article.pk)
    place = place_of(section and section.pk, article and article.pk)
    policy = next((each for each in known if each.place == place), None)
    policy = policy or Policy(section_id=section and section.pk, article_id=article and article.pk)
    may = policies.may_set(request.user, section, article)
    inherits = policies.above(section, article, known)
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=policy, inherits=inherits)
    if request.method == "POST":
        if not may:
            raise PermissionDenied(policies.PERMISSION)
        if form.is_valid():
            return _saved(request, form, name, section, article)
    context = {
        "title": name,
        "name": name,
        "form": form,
        "may": may,
        "policy": policy if policy.place else None,
        "applied": policies.policy_for(article, known) if article else None,
        "labels": LABELS,
        "rows": _rows(policies.policy_for(article, known)) if article else [],
        "story": article.editions.live().first() if article else None,
        "load": valves.load_of(policy) if article is None and valves.with_valve([policy]) else None,
        "switches": ValveSwitch.objects.filter(place=place)[:SWITCHES],
    }
    stale = form.has_error("__all__", "stale") if form.is_bound else False
    return draw(request, "admin/comments/policy.html", context, 409 if stale else 400 if form.errors else 200)


def _rows(applied: policies.Applied) -> list[tuple[str, str, str]]:
    """Of each value: what, how, said where."""
    return [
        (LABELS[name], policies.value_in_words(name, said.value), said.name)
        for name, said in applied.said.items()
        if name in OF_STORIES
    ]


def _saved(request, form: PolicyForm, name: str, section, article):
    """The form has put what was typed into its own copy; the policy is read again, and said anew by its verb."""
    valves.set_policy(form.values(), by=request.user, section=section, article=article)
    messages.success(request, f"The policy of “{name}” is saved.")
    return HttpResponseRedirect(_address(section, article), status=303)
