"""Keeping pages and dropping them: the algorithm. What must hold is written in the package's docstring.

An *epoch* is a number that grows with every change that this process hears of. A render remembers the epoch at which it began;
what it made is kept only when none of its keys has changed since.
"""

import heapq
import logging
import time
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from threading import Lock

from accounts.keys import taking_from
from accounts.watched import ALL
from newsroom.pagecache.copies import Copies
from newsroom.pagecache.flight import Flight
from newsroom.pagecache.log import Doubt, Log, Silent
from newsroom.pagecache.parts import Part, Shelf

MOST_KEYS = 1_000  # in one answer; more are a bulk change, and everything is dropped
MOST_REMEMBERED = 50_000
ROOM_FOR_PARTS = 1_000_000
ASLEEP = 30 * 60  # seconds after which rows may have been pruned unseen
AGAIN = 1.0  # seconds between questions to a database that does not answer
logger = logging.getLogger(__name__)


class PageCache:
    """`grace`: for how many seconds copies are shown while the database gives no answer. `room`: bytes for copies."""

    def __init__(self, log: Log, room: int, grace: float = 60, monotonic: Callable[[], float] = time.monotonic):
        self.log, self.room, self.grace, self.monotonic = log, room, grace, monotonic
        self.stops: dict[
            str, Callable[[], None]
        ] = {}  # where tests hold a request: before_read, after_read, before_store
        self.begin_anew()

    def begin_anew(self) -> None:
        """In a new process: the connection, the locks and the copies belong to the one that it was made from."""
        self.log.wrapper = None
        self.copies, self.parts = Copies(self.room), Copies(ROOM_FOR_PARTS)
        self.epoch = self.floor = 0
        self.changed: dict[str, int] = {}
        self.to_come: list[tuple[datetime, str]] = []  # a heap, and beside it what is in there already
        self.expected: set[tuple[datetime, str]] = set()
        self.flights: dict[tuple, Flight] = {}
        self.checked = self.answered = self.asked = float("-inf")
        self.silent = ""
        self.begun = False
        self._lock, self._asking = Lock(), Lock()

    def page(self, name: Hashable, render: Callable, connection):
        """The page of this name, kept or made by `render(at)`, which gives a page with `keys`, `ends`, `size`, `may_be_kept`."""
        self.sync()
        with self._lock:
            epoch = self._let_hours_come()
            copy = self.copies.get(name) if self._is_trusted() else None
        return copy or self._join(name, epoch, render, connection)

    def _join(self, name: Hashable, epoch: int, render: Callable, connection):
        """A render that began at this very epoch serves all who came in it; who came later leads another one."""
        with self._lock:
            flight = self.flights.get((name, epoch))
            leads = flight is None
            if leads:
                flight = self.flights[name, epoch] = Flight()
        if not leads:
            return flight.wait() or self._make(name, render, connection)
        page = None
        try:
            page = self._make(name, render, connection)
            return page
        finally:
            with self._lock:
                del self.flights[name, epoch]
            flight.land(page if page is not None and page.may_be_kept else None)

    def _make(self, name: Hashable, render: Callable, connection):
        self.sync()
        with self._lock:
            epoch = self._let_hours_come()
            at = self.log.now() if self.begun else None
            keeps = self._is_sure()
        keeps = keeps and self.log.sees_latest(connection)
        self._stop("before_read")
        with taking_from(Shelf(self, epoch) if keeps else None):
            page = render(at)
        self._stop("after_read")
        if keeps and page.may_be_kept:
            self._stop("before_store")
            self._keep(self.copies, name, page, epoch)
        return page

    def part(self, name: Hashable) -> Part | None:
        """For a page that is being made and may be kept: what it would make now of what has not changed."""
        with self._lock:
            self._let_hours_come()
            return self.parts.get(name)

    def keep_part(self, name: Hashable, part: Part, epoch: int) -> None:
        """What was made for a page that was begun in this epoch."""
        if part.may_be_kept:
            self._keep(self.parts, name, part, epoch)

    def _keep(self, shelf: Copies, name: Hashable, page, epoch: int) -> None:
        """Unless it was overtaken: something of it has changed since it was begun, or an hour has come."""
        with self._lock:
            self._let_hours_come()
            now = self.log.now() if self.begun else None
            over = now is None or any(at <= now for at, _ in page.ends)
            changed = any(self.changed.get(key, 0) > epoch for key in page.keys)
            if self._is_sure() and epoch >= self.floor and not over and not changed:
                self._expect(page.ends)
                shelf.put(name, page)

    def may_be_shared_for(self, name: Hashable, page, most: int) -> int:
        """For how many seconds a cache beyond this process may keep a page; 0 where this process does not keep it, or not any more."""
        self.sync()
        with self._lock:
            self._let_hours_come()
            if not self._is_sure() or self.copies.peek(name) is not page:
                return 0
            now = self.log.now()
        return max(min([most, *(int((at - now).total_seconds()) for at, _ in page.ends)]), 0)

    def grown(self, name: Hashable, copy, by: int) -> None:
        """A copy was compressed, and takes so many bytes more."""
        with self._lock:
            self.copies.grown(name, copy, by)

    def forget_answer(self) -> None:
        """Something may have been written here: the next hit asks."""
        self.checked = float("-inf")

    # Asking

    def sync(self) -> None:
        """Nobody is served on an answer whose question was sent longer than the lease before they came."""
        came = self.monotonic()
        if self.checked >= came - self.log.lease:
            return
        if not self._asking.acquire(blocking=not self.silent):
            return  # while the database is silent nobody waits for it twice
        try:
            if self.checked < came - self.log.lease and not (self.silent and came - self.asked < AGAIN):
                self._ask()
        finally:
            self._asking.release()

    def _ask(self) -> None:
        sent = self.asked = self.monotonic()
        try:
            self._hear(sent)
        except Silent as silence:
            self._note_silence(str(silence))
        else:
            self.checked = self.answered = sent
            self.silent = ""
            self._stop("after_poll")

    def _hear(self, sent: float) -> None:
        if not self.begun or self.silent:
            return self._begin()
        try:
            if sent - self.answered > ASLEEP:
                raise Doubt("It was not asked for too long.")
            if news := self.log.ask():
                self._apply(news)
        except (Doubt, Silent) as doubt:
            logger.info("The news of change begin anew: %s", doubt)
            self._begin()

    def _begin(self) -> None:
        """The token first, what is to come after it; and nothing that was kept before. Raises Silent, and then all stays."""
        to_come = self.log.begin()
        with self._lock:
            self._forget()
            self.to_come, self.expected = [], set()
            self._expect((at, key) for key, at in to_come)
            self.begun = True

    def _apply(self, news: list) -> None:
        keys = {key for key, _ in news}
        with self._lock:
            now = self.log.now()
            self._expect((at, key) for key, at in news if at is not None and at > now)
            if ALL in keys or len(keys) > MOST_KEYS:
                self._forget()
            else:
                self._drop(keys)

    def _note_silence(self, why: str) -> None:
        if not self.silent:
            logger.error("Pages are not kept, because the database does not say what changed: %s", why)
        self.silent = why or "no answer"

    # With the lock

    def _is_sure(self) -> bool:
        return self.begun and not self.silent

    def _is_trusted(self) -> bool:
        """Whether copies may be shown: a silent database is borne for a while."""
        return not self.silent or self.monotonic() - self.answered <= self.grace

    def _let_hours_come(self) -> int:
        """Drops what changes by itself until now; gives the epoch."""
        if self.to_come and self.begun and self.to_come[0][0] <= (now := self.log.now()):
            self._drop(self._come_by(now))
        return self.epoch

    def _come_by(self, now: datetime) -> set[str]:
        keys = set()
        while self.to_come and self.to_come[0][0] <= now:
            hour = heapq.heappop(self.to_come)
            self.expected.discard(hour)
            keys.add(hour[1])
        return keys

    def _expect(self, hours: Iterable[tuple[datetime, str]]) -> None:
        for hour in hours:
            if hour not in self.expected:
                self.expected.add(hour)
                heapq.heappush(self.to_come, hour)

    def _drop(self, keys: set[str]) -> None:
        self.epoch += 1
        if len(self.changed) > MOST_REMEMBERED:
            self.changed.clear()
            self.floor = self.epoch
        for key in keys:
            self.changed[key] = self.epoch
            self.copies.drop(key)
            self.parts.drop(key)

    def _forget(self) -> None:
        self.copies.clear()
        self.parts.clear()
        self.changed.clear()
        self.epoch += 1
        self.floor = self.epoch

    def _stop(self, where: str) -> None:
        if stop := self.stops.get(where):
            stop()
