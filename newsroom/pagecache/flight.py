"""Many who ask for the same page at the same time get one render."""

from threading import Event


class Flight:
    """A render that is under way; `page` is what all who wait may have, None when each must make its own."""

    def __init__(self):
        self.page = None
        self._landed = Event()

    def land(self, page) -> None:
        self.page = page
        self._landed.set()

    def wait(self):
        self._landed.wait()
        return self.page
