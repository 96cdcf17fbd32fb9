"""A round of requests: addresses and feeds, host by host in turn, each at its pace, one request at a time.

What it gives comes in the order in which a record must write it: first the documents of an address, then the `Visit`
that says the address is done; first all that a feed's entries led to, then its `Polled`. Whoever writes in this order
can be stopped anywhere and go on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from itertools import count

from onrecord.errors import MissingExtra, OnRecordError, UsageError
from onrecord.fetch.address import checked, place, same_site, site
from onrecord.fetch.documents import read_page
from onrecord.fetch.due import after_failure, next_poll
from onrecord.fetch.entries import Entry, Feed, read_feed
from onrecord.fetch.failure import Failed, unexpected
from onrecord.fetch.manners import Clock, Manners
from onrecord.fetch.memory import Follow, Memory, Polled, Remembered, Visit
from onrecord.model import RawDocument, Rejected
from onrecord.read.items import Found, Items, fields
from onrecord.read.paths import Source

Given = Found | Visit | Polled
"""What a round gives."""


@dataclass(slots=True)
class _Poll:
    """A feed of which entries are still to be fetched. `whole`: none of them failed in a way that passes."""

    polled: Polled
    left: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One address to ask. `private`: it may be in the user's network; `poll`: the feed whose entry leads there."""

    url: str
    at: str
    file: str
    private: bool
    is_feed: bool = False
    mark: str = ""
    poll: _Poll | None = None
    number: int = field(default=0, compare=False)


class Round:
    """Collect addresses and feeds, then take what `given` yields. Raises MissingExtra where a part is not installed."""

    def __init__(self, memory: Memory, manners: Manners | None = None, clock: Clock | None = None) -> None:
        for needed in ("httpx", "protego"):
            if find_spec(needed) is None:
                raise MissingExtra("fetching needs parts that are not installed: pip install 'onrecord[fetch]'")
        from onrecord.fetch.visitor import Visitor
        from onrecord.fetch.wire import Wire

        self.memory = memory
        self.manners = manners or Manners()
        self.clock = clock or Clock()
        self.wire = Wire(self.manners, self.clock)
        self.visitor = Visitor(self.wire, self.manners, self.clock)
        self._waiting: dict[str, deque[_Task]] = {}
        self._asked: set[tuple[str, bool]] = set()
        self._numbers = count()
        self._refused: list[Rejected] = []

    def add(self, typed: str, *, private: bool = True) -> None:
        """Ask for a page. `private`: the user typed this address, so it may be one of the user's own network.

        Raises UsageError where it is no address.
        """
        url = checked(typed)
        self._push(_Task(url=url, at=place(url), file=typed.strip(), private=private))

    def want(self, url: str) -> None:
        """Ask for a page that a list names. It may not be one of the user's own network; no address is rejected."""
        try:
            self.add(url, private=False)
        except UsageError as e:
            self._refused.append(Rejected(file=url, location=url, reason="bad-address", detail=str(e)))

    def follow(self, typed: str) -> None:
        """Poll a feed. Raises UsageError where that is no address."""
        url = checked(typed)
        self._push(_Task(url=url, at=place(url), file=typed.strip(), private=True, is_feed=True))

    def _push(self, task: _Task) -> bool:
        key = (task.at, task.is_feed)
        if key in self._asked:
            return False
        self._asked.add(key)
        waiting = self._waiting.setdefault(site(task.url), deque())
        waiting.append(replace(task, number=next(self._numbers)))
        return True

    @property
    def left(self) -> int:
        """How many addresses are still to be asked."""
        return sum(map(len, self._waiting.values())) + len(self._refused)

    def given(self) -> Iterator[Given]:
        """Ask all, the host first that may be asked first; of several, the one named first."""
        yield from self._refused
        with self.wire:
            while self._waiting:
                task = self._next()
                yield from self._feed(task) if task.is_feed else self._page(task)

    def _next(self) -> _Task:
        """The address to ask now."""
        now, pace = self.clock.monotonic(), self.visitor.pace
        host = min(self._waiting, key=lambda h: (max(pace.ready(h), now), self._waiting[h][0].number))
        task = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
        return task

    # ------------------------------------------------------------------ pages

    def _page(self, task: _Task) -> Iterator[Given]:
        """One address: its documents or why there are none, and the visit."""
        if there := self.memory.done(task.at):
            yield Visit(url=task.at, location=task.at, file=task.file, at=None, unchanged=there)
            yield from self._settled(task, None)
            return
        known = self.memory.page(task.at)
        problem = None
        try:
            yield from self._visited(task, known)
        except OnRecordError:
            raise
        except Exception as e:  # whatever it is: it costs this address only
            problem = e if isinstance(e, Failed) else unexpected(e)
            yield Rejected(file=task.file, location=task.at, reason=problem.reason, detail=problem.detail)
            yield Visit(
                url=task.at, location=task.at, file=task.file, at=self.clock.now(), status=problem.status,
                reason=problem.reason, mark=task.mark if problem.settled else "",
            )  # fmt: skip
        yield from self._settled(task, problem)

    def _visited(self, task: _Task, known: Remembered | None) -> Iterator[Given]:
        """What an address gave. Raises Failed."""
        from onrecord.fetch.visitor import Known

        before = Known(location=known.location, etag=known.etag, modified=known.modified) if known else None
        page = self.visitor.get(task.url, private=task.private, known=before)
        at = place(page.url)
        visit = Visit(
            url=task.at, location=at, file=task.file, at=self.clock.now(), etag=page.etag, modified=page.modified,
            status=page.status, mark=task.mark,
        )  # fmt: skip
        if page.body is not None:
            yield from read_page(page.body, location=at, file=task.file, headers=page.headers)
        elif known is not None and known.data is not None:
            yield from read_page(known.data, location=at, file=task.file)
        elif known is not None:
            visit = replace(visit, unchanged=known.documents)
        if known is not None and page.body is None:  # a 304 need not repeat them
            visit = replace(visit, etag=visit.etag or known.etag, modified=visit.modified or known.modified)
        yield visit

    def _settled(self, task: _Task, problem: Failed | None) -> Iterator[Given]:
        """The last entry of a feed makes the poll done."""
        poll = task.poll
        if poll is None:
            return
        poll.left -= 1
        poll.whole = poll.whole and (problem is None or problem.settled)
        if poll.left == 0:
            yield poll.polled if poll.whole else _to_repeat(poll.polled)

    # ------------------------------------------------------------------ feeds

    def _feed(self, task: _Task) -> Iterator[Given]:
        """One feed: the entries that hold their articles now, the others in turn."""
        from onrecord.fetch.visitor import Known

        state = self.memory.feed(task.at)
        known = Known(location=state.location, etag=state.etag, modified=state.modified) if state else None
        try:
            page = self.visitor.get(task.url, private=True, known=known, limit=self.manners.most_feed)
            now = self.clock.now()
            if page.body is None and state is not None:
                due = next_poll(now, {}, page.headers, b"")
                yield Polled(feed=replace(state, failures=0), at=now, due=due, unchanged=1)
                return
            feed = read_feed(page.body or b"", page.url, self.manners.most_entries)
        except Exception as found:  # whatever it is: it costs this feed only
            e = found if isinstance(found, Failed) else unexpected(found)
            yield Rejected(file=task.file, location=task.at, reason=e.reason, detail=e.detail)
            if state is not None or not (e.settled or e.reason in ("not-a-feed", "unknown-host", "tls")):
                yield self._failed(task, state, e)
            return
        follow = Follow(
            url=task.at, typed=task.url, location=place(page.url), title=feed.title, etag=page.etag,
            modified=page.modified,
        )  # fmt: skip
        due = next_poll(now, feed.parsed.get("feed", {}), page.headers, page.body or b"")
        problem = f"it lists more than {len(feed.entries):,} entries; the first were read" if feed.more else ""
        poll = _Poll(Polled(feed=follow, at=now, due=due, problem=problem))
        yield from self._entries(task, feed, poll, base=page.url, private=page.private)
        if poll.left == 0:
            yield poll.polled

    def _failed(self, task: _Task, state: Follow | None, e: Failed) -> Polled:
        """A feed that could not be had: it waits, ever longer; one that was taken down is not polled any more."""
        feed = state or Follow(url=task.at, typed=task.url, location=task.at)
        feed = replace(feed, failures=feed.failures + 1)
        now = self.clock.now()
        due = None if e.reason == "gone" else after_failure(now, feed.failures, e.wait)
        return Polled(feed=feed, at=now, due=due, problem=f"{e.reason}: {e.detail}")

    def _entries(self, task: _Task, feed: Feed, poll: _Poll, *, base: str, private: bool) -> Iterator[Found]:
        items = Items(Source(path=None, key=task.at, file=task.file, location=task.at), "feed")
        for entry in feed.entries:
            if entry.full or not entry.link:
                document = items.document(entry.record, entry.number)
                if not (isinstance(document, RawDocument) and self.memory.removed(document.location)):
                    yield document
            elif same_site(base, entry.link) or same_site(task.url, entry.link):
                self._lead(entry, poll, private=private)
            elif not self.memory.listed(place(entry.link)):
                values = fields(entry.record)
                yield items.wanted(items.name(values, entry.number), values)

    def _lead(self, entry: Entry, poll: _Poll, *, private: bool) -> None:
        """Ask for an entry's page, unless that was done for this very entry."""
        at = place(entry.link)
        if self.memory.mark(at) == entry.mark:
            return
        task = _Task(url=entry.link, at=at, file=entry.link, private=private, mark=entry.mark, poll=poll)
        poll.left += self._push(task)


def _to_repeat(polled: Polled) -> Polled:
    """A poll of which pages are missing: the feed must be given whole next time."""
    return replace(polled, feed=replace(polled.feed, etag="", modified=""))
