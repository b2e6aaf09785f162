"""The desk's page “Record”: the audit, newest first, by person, action, thing and day; and the same as a file."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseNotAllowed, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts import audit
from accounts.models import Audit, User
from accounts.numbers import OneByNumber

SHOWN = 60
COLUMNS = ["when (UTC)", "who", "e-mail", "action", "kind", "number", "name", "note", "from", "details"]
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def actions() -> list[tuple[str, str]]:
    return [("", "Everything"), *sorted(audit.WORDS.items(), key=lambda each: each[1])]


class RecordForm(forms.Form):
    """What of the record is asked for. All of it may be empty."""

    person = OneByNumber(User.objects.order_by("name", "pk"), label="Who", required=False, empty_label="Everybody")
    action = forms.ChoiceField(label="Did what", choices=actions, required=False)
    q = forms.CharField(label="About", required=False, max_length=100, help_text="Words of a headline or a name.")
    since = forms.DateField(label="From", required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="Until", required=False, widget=forms.DateInput({"type": "date"}))
    about = forms.RegexField(r"^[a-z_]+\.[a-z_]+:[\w-]{1,64}$", required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "This day lies before the first one.")
        return cleaned

    def rows(self):
        """The rows asked for, newest first."""
        said, rows = self.cleaned_data, Audit.objects.select_related("by")
        kind, _, number = said["about"].partition(":")
        conditions = {
            "by": said["person"],
            "action": said["action"],
            "about_kind": kind,
            "about_id": number,
            "about_name__icontains": said["q"],
            "at__gte": _midnight(said["since"]),
            "at__lt": _midnight(said["until"], days=1),
            "pk__lt": said["before"],
        }
        return rows.filter(**{name: value for name, value in conditions.items() if value})

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name != "before")


def _midnight(day, days: int = 0) -> datetime | None:
    try:
        return day and timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
    except OverflowError:  # the day after the last of all days
        return None


@dataclass
class Line:
    """A row in words, with the address of what it is about where the desk has a page for it."""

    row: Audit

    @property
    def who(self) -> str:
        return self.row.who or ("Somebody not signed in" if self.row.address else "The server")

    @property
    def did(self) -> str:
        return audit.words(self.row.action)

    @property
    def about(self) -> str:
        return f"{self.row.about_kind}:{self.row.about_id}"

    @property
    def page(self) -> str:
        try:
            return reverse(f"admin:{self.row.about_kind.replace('.', '_')}_change", args=[self.row.about_id])
        except NoReverseMatch:
            return ""


def record(request, desk):
    """GET with the fields of `RecordForm`: a page of the record; `before` goes on with older rows."""
    _permit(request)
    form = RecordForm(request.GET, label_suffix="")
    lines = [Line(row) for row in form.rows()[: SHOWN + 1]] if form.is_valid() else []
    context = {
        **desk.each_context(request),
        "title": "Record",
        "form": form,
        "lines": lines[:SHOWN],
        "older": _query(request, before=lines[SHOWN - 1].row.pk) if len(lines) > SHOWN else "",
        "newest": _query(request) if request.GET.get("before") else "",
        "of_one": lines[0].row.about_name if lines and form.cleaned_data["about"] else "",
    }
    return TemplateResponse(request, "admin/record.html", context, status=200 if form.is_valid() else 400)


def export(request):
    """POST with the same fields: all rows asked for as CSV, streamed. That it was downloaded is recorded too."""
    _permit(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = RecordForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("The record cannot be asked for like this.", content_type="text/plain")
    asked = {name: str(value) for name, value in form.cleaned_data.items() if value}
    audit.record("export", by=request.user, data=asked)
    response = StreamingHttpResponse(_csv(form.rows()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="record-{timezone.localdate()}.csv"'
    return response


def _permit(request) -> None:
    if not request.user.has_perm("accounts.view_audit"):
        raise PermissionDenied


def _query(request, **more) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    query.update(more)
    return f"?{query.urlencode()}"


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(rows) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows.iterator(chunk_size=1000):
        yield writer.writerow(_harmless(cell) for cell in _cells(row))


def _cells(row: Audit) -> list[str]:
    about = [row.about_kind, row.about_id, row.about_name]
    details = "" if row.data == "{}" else json.dumps(json.loads(row.data), ensure_ascii=False)
    email = row.by.email if row.by else ""
    at = f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return [at, row.who, email, audit.words(row.action), *about, row.note, row.address, details]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
