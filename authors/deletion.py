"""Deleting only what nothing uses: for admin classes whose things stand in stories."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.db.models import PROTECT, ProtectedError
from django.shortcuts import redirect
from django.urls import reverse

COUNTED_TO = 100  # a page that says no need not count every story of thirty years


class DeletesUnused:
    """A mixin: the page that asks “delete?” says instead what holds the thing, when something does.

    `held_by` names the holders for people, singular and plural, by the name of the reverse relation.
    """

    held_by: dict[str, tuple[str, str]] = {}

    def get_deleted_objects(self, objs, request):
        holders = [sentence for thing in objs for sentence in self.holders_of(thing)]
        return ([], {}, set(), holders) if holders else super().get_deleted_objects(objs, request)

    def holders_of(self, thing) -> list[str]:
        """What protects `thing` from deletion, as “12 bylines”; one query for each kind, none of them long."""
        found = []
        for relation in thing._meta.related_objects:
            if relation.on_delete is PROTECT:
                holding = relation.related_model._base_manager.filter(**{relation.field.name: thing})
                if count := holding.order_by()[: COUNTED_TO + 1].count():
                    found.append(self._sentence(relation, count))
        return found

    def _sentence(self, relation, count: int) -> str:
        meta = relation.related_model._meta
        one, many = self.held_by.get(relation.get_accessor_name(), (meta.verbose_name, meta.verbose_name_plural))
        return f"More than {COUNTED_TO} {many}" if count > COUNTED_TO else f"{count} {one if count == 1 else many}"

    def delete_view(self, request, object_id, extra_context=None):
        """Somebody may begin to use it while the question stands on the screen."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            self.message_user(request, "It has just come into use and was not deleted.", messages.WARNING)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return redirect(reverse(name, args=[unquote(object_id)]))
