"""`{% load library %}{% picture story.lead_picture alt=story.lead_alt sizes="…" eager=True %}`"""

from django import template

from library.markup import picture_html

register = template.Library()


@register.simple_tag
def picture(picture, alt: str = "", sizes: str = "100vw", eager: bool = False):
    """The picture as HTML (see `library.markup.picture_html`); nothing when there is none."""
    return picture_html(picture, alt or "", sizes, eager) if picture else ""
