"""Parts that many pages are made of, kept under keys of their own as pages are: the section tree is on each of them.

A part is taken while a page is made that may be kept (`accounts.keys.kept`), and made in the epoch of that page. It leaves with any
change to its keys, and the page has its keys beside its own, so what is said of copies in the package's docstring holds for it.
"""

from collections.abc import Callable, Hashable

from accounts import keys


class Part:
    """What was made, and the page of what it was made of; the rest is what `Copies` asks of a copy."""

    size = 0  # only what is small beside the pages that it stands on

    def __init__(self, value, page: keys.Page):
        self.value, self.page = value, page
        self.keys, self.ends = frozenset(page.keys), frozenset(page.ends)

    @property
    def may_be_kept(self) -> bool:
        return not self.page.refusals


class Shelf:
    """Where one page takes its parts from; what is not there it makes, and leaves it to the next."""

    def __init__(self, cache, epoch: int):
        self.cache, self.epoch = cache, epoch

    def __call__(self, name: Hashable, make: Callable) -> Part:
        return self.cache.part(name) or self._made(name, make)

    def _made(self, name: Hashable, make: Callable) -> Part:
        with keys.collecting() as page:
            value = make()
        part = Part(value, page)
        self.cache.keep_part(name, part, self.epoch)
        return part
