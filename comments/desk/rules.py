"""The rules: how each stands and what it found lately; one rule with its form, its rehearsal and who set it."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from articles import clock
from comments.desk.page import draw, for_moderators
from comments.folding import LONGEST, MOST_WORDS, lines, word_list
from comments.models import Action, Counter, RuleHit, State
from comments.policies import PERMISSION
from comments.rules import settings
from comments.rules.catalogue import CATALOGUE, FLOODS, Rule
from comments.rules.rehearsal import rehearse
from comments.rules.settings import Setting
from comments.words import UNREADABLE

MONTH = timedelta(days=30)
STALE = "Somebody else has changed this rule meanwhile. This is what you chose; look once more, and save it again."


class RuleForm(forms.Form):
    """One rule. `seen` is the row that the page knew: a later one is not overruled unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.ChoiceField(label="What it does", widget=forms.RadioSelect)

    def __init__(self, *args, rule: Rule, now: Setting, **kwargs):
        super().__init__(
            *args,
            label_suffix="",
            initial=now.numbers | {"seen": now.pk, "action": now.action, "words": now.words},
            **kwargs,
        )
        self.rule, self.now = rule, now
        self.fields["action"].choices = [(action.value, action.label) for action in rule.actions]
        for number in rule.numbers:
            self.fields[number.name] = forms.IntegerField(
                label=number.label, min_value=number.least, max_value=number.most
            )
            self.fields[number.name].widget.attrs["class"] = "vIntegerField"
        if rule.has_words:
            self.fields["words"] = forms.CharField(
                label="Words and phrases, one on each line",
                required=False,
                widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
            )

    def clean_words(self) -> str:
        listed = lines(self.cleaned_data["words"])
        if len(listed) > MOST_WORDS:
            raise forms.ValidationError(f"These are {len(listed):,} entries; {MOST_WORDS:,} are the most.")
        for line in listed:
            if UNREADABLE in line:
                raise forms.ValidationError(f"“{line[:40]}” arrived damaged. Please type it again.")
            if len(line) > LONGEST:
                raise forms.ValidationError(f"“{line[:40]}…” has more than {LONGEST} letters. Write a shorter one.")
            if not word_list(line).words and not word_list(line).phrases:
                raise forms.ValidationError(f"“{line}” has no letter in it, so no text could contain it as a word.")
        return "\n".join(listed)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("seen") != self.now.pk:
            self.data = self.data.copy() | {"seen": self.now.pk}
            self.add_error(None, forms.ValidationError(STALE, code="stale"))

    def setting(self) -> Setting:
        said = self.cleaned_data
        numbers = {number.name: said[number.name] for number in self.rule.numbers}
        return Setting(self.rule.code, said["action"], numbers, said.get("words", ""), self.now.pk)


@dataclass
class Line:
    """One rule on the page of all: what it does, with which numbers, and what it found in the last thirty days."""

    rule: Rule
    setting: Setting
    hits: int = 0
    approved: int = 0
    refused: int = 0

    @property
    def action(self) -> str:
        return Action(self.setting.action).label

    @property
    def in_numbers(self) -> str:
        told = [f"{number.label.lower()}: {self.setting.numbers[number.name]}" for number in self.rule.numbers]
        if self.rule.has_words:
            number = len(lines(self.setting.words))
            told.append(f"{number} entr{'y' if number == 1 else 'ies'}")
        return "; ".join(told)


@for_moderators
def all_of_them(request):
    """Every rule. Three queries, however many hits there are."""
    hits, refused, now = _hits(), _refused(), settings.current()
    found = [
        Line(rule, now[code], *hits.get(code, (0, 0)), refused=refused.get(code, 0))
        for code, rule in CATALOGUE.items()
    ]
    context = {"title": "Rules", "rules": [line for line in found if line.rule.code not in FLOODS]}
    return draw(
        request,
        "admin/comments/rules.html",
        context | {"floods": [line for line in found if line.refused or line.rule.code in FLOODS]},
    )


def _hits() -> dict[str, tuple[int, int]]:
    """Of the last thirty days, by rule: comments that it met, and those of them that were approved."""
    met = Count("comment", distinct=True)
    approved = Count("comment", filter=Q(comment__state=State.APPROVED), distinct=True)
    found = RuleHit.objects.filter(comment__created_at__gt=clock.now() - MONTH).order_by().values("rule")
    return {row["rule"]: (row["all"], row["good"]) for row in found.annotate(all=met, good=approved)}


def _refused() -> dict[str, int]:
    """By rule: what was refused within the windows that are still known."""
    found: dict[str, int] = {}
    for key, number in Counter.objects.filter(refused__gt=0).values_list("key").annotate(Sum("refused"))[:1000]:
        code = key.partition(":")[0]
        found[code] = found.get(code, 0) + number
    return found


@for_moderators
def one(request, code: str):
    """GET shows; POST rehearses (`do=rehearse`), or saves."""
    rule = CATALOGUE.get(code)
    if rule is None:
        raise Http404("There is no such rule.")
    now = settings.current()[code]
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule, now=now)
    if request.method != "POST":
        return _page(request, form)
    if not settings.may_set(request.user):
        raise PermissionDenied(PERMISSION)
    if not form.is_valid():
        return _page(request, form, status=409 if form.has_error("__all__", "stale") else 400)
    if request.POST.get("do") == "rehearse":
        return _page(request, form, rehearsal=rehearse(form.setting()))
    row = settings.save(form.setting(), by=request.user)
    messages.success(request, f"The rule “{rule.label}” is saved." if row else "Nothing changed.")
    return HttpResponseRedirect(reverse("admin:comments_rules"), status=303)


def _page(request, form: RuleForm, *, rehearsal=None, status: int = 200):
    context = {
        "title": form.rule.label,
        "rule": form.rule,
        "form": form,
        "may": settings.may_set(request.user),
        "rehearsal": rehearsal,
        "record": settings.record(form.rule.code),
    }
    return draw(request, "admin/comments/rule.html", context, status)
