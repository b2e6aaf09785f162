"""The shape of a comment's public id in addresses."""

from django.urls import register_converter

from comments.models import PUBLIC_ID


class PublicId:
    regex = PUBLIC_ID

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(PublicId, "comment_id")
