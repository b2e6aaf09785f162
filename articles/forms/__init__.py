"""What a person may type at the desk, and how it is cleaned."""

from articles.forms.amend import AmendForm
from articles.forms.bylines import BylineForm, BylineFormSet
from articles.forms.moves import MoveForm, form_for
from articles.forms.story import StoryForm

__all__ = ["AmendForm", "BylineForm", "BylineFormSet", "MoveForm", "StoryForm", "form_for"]
