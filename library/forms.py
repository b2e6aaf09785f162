"""What a person may send: files, and the words and rights of a picture."""

from django import forms
from django.core.files import File

from library.facts import clean
from library.models import Licence, Picture

FILES_AT_ONCE = 10
ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Up to FILES_AT_ONCE files; whether each is a picture is asked at the door, one by one."""

    widget = ManyFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None) -> list[File]:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(data) > FILES_AT_ONCE:
            raise forms.ValidationError(
                f"These are {len(data)} files. Choose up to {FILES_AT_ONCE} at once, then the next ones.",
                code="too_many",
            )
        return data


class UploadForm(forms.Form):
    """The page “Upload pictures” asks for files alone, so that nothing typed can be lost when a file is refused."""

    files = ManyFilesField(
        label="Pictures",
        error_messages={"required": "Choose at least one picture."},
        help_text=(
            f"Up to {FILES_AT_ONCE} at once; JPEG, PNG, WebP, AVIF, GIF or TIFF, each up to 20 MB and 40 megapixels. "
            "Of an animation readers see the first image. Caption and credit are read from the file; "
            "the place where it was taken is never shown."
        ),
    )


class ChooserUploadForm(forms.Form):
    """One file with its words, as the chooser sends it. Left empty, a word is read from the file."""

    file = forms.FileField(allow_empty_file=True, error_messages={"required": "Choose a picture."})
    title = forms.CharField(max_length=200, required=False)
    alt = forms.CharField(max_length=500, required=False)
    caption = forms.CharField(max_length=1000, required=False)
    credit = forms.CharField(max_length=200, required=False)
    licence = forms.ChoiceField(choices=Licence.choices, required=False)

    def words(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class ChooserSearchForm(forms.Form):
    q = forms.CharField(max_length=200, required=False)
    cursor = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class WordsForm(forms.ModelForm):
    """The words and rights of one picture."""

    class Meta:
        model = Picture
        fields = ["title", "alt", "caption", "credit", "licence", "source", "taken_on", "focal_x", "focal_y"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "alt": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
            "source": forms.TextInput(attrs={"class": "vTextField"}),
            "taken_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    def clean_alt(self):
        return " ".join(clean(self.cleaned_data["alt"], 500).split())

    def clean_caption(self):
        return clean(self.cleaned_data["caption"], 1000)


class ManyWordsForm(WordsForm):
    """The same for many pictures on one page: what most of them still lack."""

    class Meta(WordsForm.Meta):
        fields = ["title", "alt", "caption", "credit", "licence"]
