"""Bans and suspensions: imposing one on whoever wrote a comment, on a domain or network; the list; lifting."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import clock
from comments import reach, sanctions
from comments.desk import answers
from comments.desk.page import draw, newest_first
from comments.models import Comment, ModerationEvent, Sanction
from comments.moderation import Reason
from comments.words import counted

Scope = Sanction.Scope
LONG = {
    "1": "For a day",
    "7": "For a week",
    "30": "For a month",
    "365": "For a year",
    "": "For good",
}
SAID = {
    Scope.ADDRESS: "The person with this address",
    Scope.DOMAIN: "Everybody with an address at",
    Scope.CODE: "Everybody in the network of this comment",
}
IN_CODE = "A network that is known by a comment alone can be told for sixty days at most; then its ban is over."
CLEARED = {"pending": "Reject those that wait", "approved": "Remove those that readers see"}


class SanctionForm(forms.Form):
    """How long, why, and a note. `counts`: the open comments that can go at the same time."""

    days = forms.ChoiceField(label="How long", choices=LONG.items(), required=False, initial="7")
    reason = forms.ChoiceField(label="Reason", choices=Reason.choices)
    note = forms.CharField(
        label="Note", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For moderators alone.",
    )  # fmt: skip

    def until(self):
        days = self.cleaned_data["days"]
        return clock.now() + timedelta(days=int(days)) if days else None


class BanForm(SanctionForm):
    """For the author of a comment: `values` are what of the comment can be banned."""

    scope = forms.ChoiceField(label="Who", widget=forms.RadioSelect)
    clear = forms.MultipleChoiceField(
        label="Their open comments", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Of the person, domain or network that you choose. All of it can be undone in one step.",
    )  # fmt: skip
    field_order = ["scope", "days", "reason", "clear", "note"]

    def __init__(self, *args, values: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [(scope, _who(scope, value)) for scope, value in values.items()]
        if Scope.CODE in values:
            self.fields["days"].help_text = IN_CODE
        self.fields["clear"].choices = list(CLEARED.items())


class NamedForm(SanctionForm):
    """A domain or network that is typed."""

    scope = forms.ChoiceField(label="What", choices=[(Scope.DOMAIN, "Mail domain"), (Scope.NETWORK, "Network")])
    value = forms.CharField(
        label="Which", max_length=253, help_text="mail.example, 192.0.2.0/24 or 2001:db8::/48",
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "off"}),
    )  # fmt: skip
    field_order = ["scope", "value", "days", "reason", "note"]

    def clean(self):
        reads = {Scope.DOMAIN: sanctions.domain_of, Scope.NETWORK: sanctions.network_named}
        if "value" in self.cleaned_data and "scope" in self.cleaned_data:
            try:
                self.cleaned_data["value"] = reads[self.cleaned_data["scope"]](self.cleaned_data["value"])
            except sanctions.Unfit as error:
                self.add_error("value", str(error))
        return self.cleaned_data


def _who(scope: str, value: str) -> str:
    return f"{SAID[scope]} {value}" if scope == Scope.DOMAIN else SAID[scope]


def ban(request, public_id: str):
    """Whoever wrote this comment: their address, its domain, or the network it came from."""
    sanctions.permit(request.user)
    comment = get_object_or_404(reach.within(request.user), public_id=public_id)
    values = sanctions.bannable(comment)
    form = BanForm(request.POST or None, values=values, initial={"scope": next(iter(values), "")})
    if request.method == "POST" and form.is_valid():
        return _impose(request, form, form.cleaned_data["scope"], values[form.cleaned_data["scope"]], comment)
    counts = {scope: sanctions.open_counts(scope, value, comment) for scope, value in values.items()}
    context = {
        "title": f"Ban or suspend the author of “{comment.name or 'somebody'}”",
        "comment": comment,
        "form": form if values else None,
        "counts": [(_who(scope, values[scope]), found) for scope, found in counts.items()],
        "most": sanctions.AT_ONCE,
    }
    return draw(request, "admin/comments/desk/ban.html", context, 422 if form.errors else 200)


def listing(request):
    """GET: all of them, the newest first. POST: a domain or network that was typed."""
    sanctions.permit(request.user)
    form = NamedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _impose(request, form, form.cleaned_data["scope"], form.cleaned_data["value"], None)
    rows = Sanction.objects.select_related("by", "lifted_by", "comment")
    found, older = newest_first(rows, request.GET.get("before", ""))
    context = {"title": "Bans and suspensions", "form": form, "found": found, "older": older, "may_ban": True}
    return draw(request, "admin/comments/desk/sanctions.html", context, 422 if form.errors else 200)


def one(request, pk: int):
    """GET shows it; POST lifts it, with `back` also what it did to comments."""
    sanctions.permit(request.user)
    sanction = get_object_or_404(Sanction.objects.select_related("by", "lifted_by", "comment"), pk=pk)
    if request.method == "POST":
        outcome = sanctions.lift(sanction, by=request.user, bring_back=request.POST.get("back") == "1")
        messages.success(request, f"Lifted.{_brought_back(outcome)}")
        if outcome:
            answers.say_skipped(request, outcome)
        return HttpResponseRedirect(reverse("admin:comments_comment_sanction", args=[pk]), status=303)
    context = {"title": str(sanction), "sanction": sanction, "reason": Reason(sanction.reason).label}
    context["done"] = sanction.batch and _events(sanction)
    return draw(request, "admin/comments/desk/sanction.html", context)


def _impose(request, form: SanctionForm, scope: str, value: str, comment: Comment | None):
    said = {"reason": form.cleaned_data["reason"], "note": form.cleaned_data["note"], "until": form.until()}
    sanction = sanctions.impose(scope, value, by=request.user, comment=comment, **said)
    if states := form.cleaned_data.get("clear"):
        outcome = sanctions.clear(sanction, states, by=request.user)
        messages.success(request, f"{counted(len(outcome.done))} went with it.")
        answers.say_skipped(request, outcome)
    return HttpResponseRedirect(reverse("admin:comments_comment_sanction", args=[sanction.pk]), status=303)


def _brought_back(outcome) -> str:
    return f" Brought back: {counted(len(outcome.done))}." if outcome else ""


def _events(sanction: Sanction) -> list:
    return list(
        ModerationEvent.objects.filter(batch=sanction.batch)
        .select_related("comment")
        .order_by("pk")[: sanctions.AT_ONCE]
    )
