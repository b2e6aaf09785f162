"""Every public address, found by walking the URLconf: a new one must be given its examples here, or tests fail."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PRIVATE = ("admin",)


def patterns(resolver=None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each (name, pattern) outside of the desk; the name with its namespace. Files are read by their links."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            if entry.namespace not in PRIVATE:
                yield from patterns(entry, inner)
        elif entry.name != "media":
            yield f"{space}{entry.name}", entry


def public_names() -> list[str]:
    return [name for name, _ in patterns()]


def example(name: str, values: dict) -> list[str]:
    """Addresses of a named pattern for each set of arguments in `values`; a name that is not there is a KeyError."""
    return [reverse(name, kwargs=arguments) for arguments in values[name]]
