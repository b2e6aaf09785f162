"""What a move asks for. The verbs decide; these forms only gather and keep what was typed."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.numbers import ManyByNumber
from articles.forms.fields import ZonedTime
from articles.forms.plan import ComesBack
from articles.local_time import site_zone, spoken
from articles.models import Change, Edition
from articles.moves import Move
from articles.refusals import Refused
from articles.state import PublicState

NOTES = {
    "submit": ("Note for the editor", "Not shown to readers."),
    "approve": ("Note", "Not shown to readers."),
    "return_to_writer": ("What should be changed", "The writer reads it in the story's history."),
    "set_embargo": (
        "Whose embargo it is, and what was agreed",
        "Not shown to readers. It stays in the story's history.",
    ),
    "lift_embargo": ("Why it may be lifted", "Not shown to readers. It stays in the story's history."),
    "assign": ("What is to be done", "In the mail to whoever gets the story, and in its history."),
    "trash": ("Why", "You need not say. Not shown to readers."),
    "withdraw": ("Why", "Not shown to readers. It stays in the story's history."),
    "kill": (
        "Reason, for readers",
        "Stands at the story's address in its place. Say it without repeating what must not be said.",
    ),
    "redact": (
        "Reason",
        "Not shown to readers. It stays on record: name the order or the right, not what is redacted.",
    ),
    "reinstate": ("Why", "Not shown to readers. It stays in the story's history."),
}
PUBLIC_NOTE = (
    "Note for readers",
    "A correction, clarification or retraction needs it, and shows it on the story. Any other stands in the public history.",
)
KINDS = {
    Change.TYPO: "Spelling or style. Readers see no new time.",
    Change.UPDATE: "Something new. The story shows a new “updated” time.",
    Change.CORRECTION: "Something was wrong. The note says what.",
    Change.CLARIFICATION: "Something could be misunderstood. The note says what.",
    Change.RETRACTION: "The story does not hold. The note says why.",
    Change.REPUBLICATION: "Out again after it was withdrawn or ended.",
}
PLACES = {
    "note_missing": "note",
    "reason_missing": "note",
    "kind_missing": "kind",
    "kind_unknown": "kind",
    "update_scheduled": "replace",
    "past": "at",
    "after_end": "at",
    "before_next": "at",
    "embargoed": "at",
    "next_earlier": "shift",
    "not_permitted": "at",
    "checklist": "override",
    "other_section": "section",
    "in_use": "editions",
    "nothing_changed": "editions",
    "deadline_passed": "due",
    "not_at_the_desk": "assigned_to",
}


class MoveForm(ComesBack):
    version = forms.IntegerField(widget=forms.HiddenInput)
    public_version = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    at = ZonedTime(label="When")
    until = ZonedTime(required=False, label="Until", help_text="Empty: until further notice.")
    kind = forms.ChoiceField(widget=forms.RadioSelect, required=False, label="Kind of change")
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000)
    replace = forms.BooleanField(required=False)
    shift = forms.BooleanField(required=False, label="Move what is scheduled to the end of the embargo")
    override = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=500,
        label="Why it goes out nevertheless",
        help_text="Not shown to readers. It stays in the story's history, with your name.",
    )
    as_new = forms.BooleanField(
        required=False,
        label="Move it up in lists, as if it were new",
        help_text="Its address stays as it was.",
    )

    def __init__(self, move: Move, state: PublicState, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.move, self.state = move, state
        for name, wanted in self._wanted().items():
            if not wanted:
                del self.fields[name]
        self._dress()

    def _wanted(self) -> dict[str, bool]:
        asks, again = self.move.asks, self.state.ever
        goes_out = "kind" in asks
        timing = self.move.verb in {"schedule", "reschedule", "unschedule"}  # the calendar's own
        return {
            "version": not timing and self.move.verb != "publish",
            "back": timing,
            "at": "when" in asks or "until" in asks,
            "kind": goes_out and again,
            "note": "note" in asks and (again or not goes_out),
            "until": self.move.verb == "schedule",
            "as_new": self.move.verb == "publish" and again and not self.state.current,
            "shift": "shift" in asks and self.state.next is not None,
            "override": self.move.verb in {"publish", "schedule", "amend"},
            "replace": self.move.verb == "publish" and self.state.next is not None,
        }

    def _dress(self) -> None:
        fields = self.fields
        if "kind" in fields:
            fields["kind"].choices = [(kind, kind.label) for kind in self._kinds()]
        if "note" in fields:
            fields["note"].label, fields["note"].help_text = NOTES.get(self.move.verb, PUBLIC_NOTE)
        if "at" in fields:
            fields["at"].help_text = clock_sentence()
        if "shift" in self.move.asks:
            fields["at"].label = "Until"
        if "until" in self.move.asks:
            fields["at"].label, fields["at"].required = "Until", False
            fields["at"].help_text += " Empty: until further notice."
        if "replace" in fields:
            fields["replace"].label = "Replace the version that is scheduled"

    def _kinds(self) -> list[Change]:
        return [kind for kind in KINDS if kind != Change.REPUBLICATION or not self.state.current]

    def kinds(self) -> list[dict]:
        """Each kind with its explanation, for the template."""
        return [{"radio": radio, "help": KINDS[Change(radio.data["value"])]} for radio in self["kind"]]

    @property
    def starts_at(self) -> datetime | None:
        """When the text would be public, once that was typed and understood."""
        return getattr(self, "cleaned_data", {}).get("at")

    @property
    def patch(self) -> dict:
        """What is to be mended in the live text; of no move but an amendment."""
        return {}

    def typed_anew(self, state: PublicState) -> tuple[QueryDict, list[str]]:
        """What was typed, to be decided on in the state as it is now; and the parts that others have changed as well."""
        return self.data.copy(), []

    def refuse(self, refusal: Refused) -> None:
        """Puts a verb's refusal beside the field that it speaks of."""
        place = PLACES.get(refusal.code)
        if refusal.code == "before_next" and "until" in self.fields:
            place = "until"
        self.add_error(place if place in self.fields else None, forms.ValidationError(refusal.message, refusal.code))


class Past(ManyByNumber):
    """Editions that readers saw once, each by its headline and its time."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, edition: Edition) -> str:
        times = f"{spoken(edition.live_from)} to {spoken(edition.live_until)}"
        return f"{edition.number}. “{edition.headline}”, {times}"


class RedactForm(MoveForm):
    """Which texts of the past are emptied for ever."""

    editions = Past(Edition.objects.none(), label="What is redacted")
    drafts = forms.BooleanField(
        required=False,
        label="Also every draft that never went out, but not the text that is at the desk now",
        help_text="Drafts often hold nearly the same words. Without this, only saved texts with exactly the same ones are emptied.",
    )
    sure = forms.BooleanField(label="I know that nobody can bring it back")

    def _dress(self) -> None:
        super()._dress()
        past = self.state.article.editions.filter(live_until__lte=self.state.at, redacted_at=None)
        self.fields["editions"].queryset = past.order_by("-number")


def form_for(move: Move) -> type[MoveForm]:
    if "editions" in move.asks:
        return RedactForm
    if "who" in move.asks:
        from articles.forms.assigning import AssignForm

        return AssignForm
    if "text" in move.asks:
        from articles.forms.amend import AmendForm

        return AmendForm
    return MoveForm


def clock_sentence() -> str:
    """Whose clock a typed time is on, and what the newspaper's own says."""
    theirs, ours = timezone.localtime(), timezone.localtime(timezone=site_zone())
    said = f"On the clock of {timezone.get_current_timezone_name()}, where it is {theirs:%H:%M} now."
    if theirs.utcoffset() != ours.utcoffset():
        said += f" In {site_zone().key}, the newspaper's own zone, it is {ours:%H:%M}."
    return said
