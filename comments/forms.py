"""What a reader may type, and how it is cleaned. Fields that are not named here cannot be sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from comments import names, words
from comments.links import host_of, mail_domain
from comments.models import APPEAL_LENGTH, TEXT_LENGTH, Wrong

TRAP = "reference_k7"  # a field for machines: people do not see it
REPORT_LENGTH = 1_000
UNREADABLE = "Some characters arrived damaged (shown as �). Please type them again."
NOTES = {"email": "reply-email-note"}


class Described(BoundField):
    """A field that is also described by a note elsewhere in the form, as the e-mail's is."""

    @property
    def aria_describedby(self):
        return " ".join(filter(None, [super().aria_describedby, NOTES.get(self.name)]))


class ReplyForm(forms.Form):
    """Leave a Reply: `user` is who is signed in, if anybody."""

    comment = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 8, "class": "input", "dir": "auto"}),
        strip=False,
        error_messages={"required": "Write a comment."},
    )
    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages={"required": "Write a name; it is shown with your comment."},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={
            "required": "Write your email address; it is not published.",
            "invalid": "Write the address in full, like name@example.com.",
        },
    )
    website = forms.CharField(
        label="Website",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "url", "inputmode": "url"}),
    )
    bound_field_class = Described
    trap = TRAP

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, auto_id="reply-%s", **kwargs)
        self.user = user

    def clean_comment(self):
        text = words.tidy(self.cleaned_data["comment"])
        check_readable(text)
        if words.is_empty(text):
            raise ValidationError("Write a comment.", "required")
        if len(text) > TEXT_LENGTH:
            raise ValidationError(
                f"The comment has {len(text):,} characters; {TEXT_LENGTH:,} are the most. "
                f"Please shorten it by {len(text) - TEXT_LENGTH:,}.",
                "max_length",
            )
        return text

    def clean_name(self):
        check_readable(self.cleaned_data["name"])
        name = words.tidy_line(self.cleaned_data["name"])
        if words.is_empty(name):
            raise ValidationError("Write a name; it is shown with your comment.", "required")
        if names.is_reserved(name, self.user):
            raise ValidationError(
                "This name belongs to somebody who works here, or reads as if it did. "
                "Please write one that tells you apart.",
                "reserved",
            )
        return name

    def clean_email(self):
        email = self.cleaned_data["email"]
        domain = email.rpartition("@")[2]
        if "." not in domain or domain.startswith("["):
            raise ValidationError("Write the address in full, like name@example.com.", "invalid")
        return f"{email.rpartition('@')[0]}@{mail_domain(email)}" if not domain.isascii() else email

    def clean_website(self):
        website = self.cleaned_data["website"]
        check_readable(website)
        if website and "://" not in website and ":" not in website.partition("/")[0]:
            website = f"https://{website}"
        if website and (not host_of(website) or set(website) & set("\"'<>\\^`{|}")):
            raise ValidationError("Write an address like https://example.com, or leave this empty.", "invalid")
        if len(website) > 200:
            raise ValidationError("The address is longer than 200 characters. Write a shorter one.", "max_length")
        return website

    @property
    def problems(self):
        """Each field's errors as (id of the field, label, sentence): what the summary links to."""
        return [
            (field.id_for_label or field.auto_id, field.label, error)
            for field in self.visible_fields()
            for error in field.errors
        ]


class RewriteForm(ReplyForm):
    """A new text for one's own comment; who wrote it stays."""

    name = email = website = None


class ErrorForm(forms.Form):
    """What is wrong in a story."""

    text = forms.CharField(
        label="What is wrong?",
        widget=forms.Textarea(attrs={"rows": 5, "class": "input", "dir": "auto"}),
        strip=False,
        error_messages={"required": "Write what is wrong."},
    )
    bound_field_class = Described
    most, kind = REPORT_LENGTH, "report"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"{self.kind}-%s", **kwargs)

    def clean_text(self):
        text = words.tidy(self.cleaned_data["text"])
        check_readable(text)
        if self.fields["text"].required and words.is_empty(text):
            raise ValidationError(self.fields["text"].error_messages["required"], "required")
        if len(text) > self.most:
            raise ValidationError(f"This has {len(text):,} characters; {self.most:,} are the most.", "max_length")
        return "" if words.is_empty(text) else text

    problems = ReplyForm.problems


class AppealForm(ErrorForm):
    """Why a decision on one's own comment was wrong."""

    text = forms.CharField(
        label="Why should it be published?",
        help_text="Another moderator reads this and decides anew. You can ask once for each decision.",
        widget=forms.Textarea(attrs={"rows": 5, "class": "input", "dir": "auto", "maxlength": APPEAL_LENGTH}),
        strip=False,
        error_messages={"required": "Say in a few words why the comment should be published."},
    )
    most, kind = APPEAL_LENGTH, "appeal"


class ReportForm(ErrorForm):
    """What is wrong with a comment. Words are asked for where the reason alone says too little."""

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=Wrong,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong.", "invalid_choice": "Choose one of these."},
    )
    field_order = ["reason", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = "In your words"

    def clean(self):
        said = super().clean()
        if said.get("reason") in (Wrong.OTHER, Wrong.ERROR) and "text" in said and not said["text"]:
            self.add_error("text", ValidationError("Write in a few words what is wrong.", "required"))
        return said


def check_readable(text: str) -> None:
    """Raises ValidationError where bytes were sent that are no UTF-8."""
    if words.UNREADABLE in text:
        raise ValidationError(UNREADABLE, "unreadable")
