"""Where a picture is used. Rooms above point to it in ways that this room does not know; their foreign keys tell."""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model, Q
from django.urls import reverse

from library.models import Picture

SHOWN = 20
FARTHEST = 3  # a link row, its edition, the article


@dataclass(frozen=True)
class Uses:
    """`shown` are (kind, title, address) that this user may see; `hidden` counts the others."""

    shown: list[tuple[str, str, str]]
    hidden: int

    def __bool__(self):
        return bool(self.shown or self.hidden)


def uses_of(picture: Picture, request, site: AdminSite) -> Uses:
    """Everything that holds the picture, as the person who asks may see it."""
    shown, hidden = [], 0
    for model, lookups in _holders(site).items():
        holding = model._base_manager.filter(Q(*((path, picture) for path in lookups), _connector=Q.OR)).distinct()
        seen = _seen_by(request, site._registry.get(model), holding)
        shown += [(str(model._meta.verbose_name), str(holder), _address(site, holder)) for holder in seen]
        hidden += holding.count() - len(seen)
    return Uses(shown, hidden)


def _seen_by(request, admin, holding):
    if not admin or not admin.has_view_or_change_permission(request):
        return []
    return list(admin.get_queryset(request).filter(pk__in=holding.values("pk"))[:SHOWN])


def _address(site, holder):
    meta = holder._meta
    return reverse(f"{site.name}:{meta.app_label}_{meta.model_name}_change", args=[holder.pk])


def _holders(site) -> dict[type[Model], list[str]]:
    """For each kind of thing with a screen of its own: the lookups by which it reaches a picture."""
    found: dict[type[Model], list[str]] = {}
    for relation in Picture._meta.related_objects:
        owner, path = _with_screen(site, relation.related_model, relation.field.name)
        found.setdefault(owner, []).append(path)
    return found


def _with_screen(site, model, path, far=0):
    """The model itself if people know it, else the one that it belongs to: a link row is shown as its article."""
    if model in site._registry or far == FARTHEST:
        return model, path
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and not field.null and field.related_model not in (Picture, get_user_model()):
            owner, longer = _with_screen(site, field.related_model, f"{field.related_query_name()}__{path}", far + 1)
            if owner in site._registry:
                return owner, longer
    return model, path
