"""A mixin for screens of the desk: what is added, changed and deleted there stands in the audit."""

from accounts import audit


class Recorded:
    """Beside Django's own log, which an object's history page reads and which knows nothing of from where."""

    def log_addition(self, request, obj, message):
        audit.record("add", by=request.user, about=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if told := _told(message):
            audit.record("change", by=request.user, about=obj, note=told)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for thing in queryset:
            audit.record("delete", by=request.user, about=thing)
        return super().log_deletions(request, queryset)


def _told(message) -> str:
    """Which fields changed, from Django's own account of it; "" when none did."""
    if isinstance(message, str):
        return message
    parts = []
    for each in message:
        for verb, what in each.items():
            fields = ", ".join(str(name) for name in what.get("fields", []))
            parts.append(
                " ".join(
                    filter(None, [f"{verb} {what['name']}" if "name" in what else "", what.get("object", ""), fields])
                )
            )
    return "; ".join(filter(None, parts)) or ("changed" if message else "")
