"""What every screen of the moderators shares: who comes in, how a page is drawn, and pages of a list by keyset."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.template.response import TemplateResponse

from comments.models import Comment
from comments.moderation import PERMISSION, Reason

PAGE = 30


def permit(request, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)


def for_moderators(view):
    """Raises PermissionDenied (403) for everybody else."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        permit(request, PERMISSION)
        return view(request, *args, **kwargs)

    return guarded


def frame(request) -> dict:
    """What every page of the desk needs, and the reasons for a rejection."""
    return admin.site.each_context(request) | {"opts": Comment._meta, "reasons": Reason.choices}


def draw(request, template: str, context: dict, status: int = 200) -> TemplateResponse:
    return TemplateResponse(request, template, frame(request) | context, status=status)


def newest_first(rows: QuerySet, before: str, size: int = PAGE) -> tuple[list, int]:
    """One page, and the number before which the next one begins (0: there is none)."""
    if is_number(before):
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else 0


def is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 18
