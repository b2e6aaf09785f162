"""How every form draws a field: label, control, help and error, tied together once."""

from django.forms.renderers import TemplatesSetting


class FieldRenderer(TemplatesSetting):
    """Finds our field template in `templates/`, and Django's own where we have none."""

    field_template_name = "shared/field.html"
