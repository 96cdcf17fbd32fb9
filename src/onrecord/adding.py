"""One run of `add`: which sources are new or read otherwise now, what is found in them, written batch by batch."""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from onrecord import pipeline
from onrecord.clean.file_names import unmatched
from onrecord.engines import each
from onrecord.fetch import Polled, Visit
from onrecord.model import RawDocument, Reading, Rejected, Wanted
from onrecord.project import Project
from onrecord.read import Found, read

if TYPE_CHECKING:
    from onrecord.fetch.rounds import Round
    from onrecord.store.db import Known, Store

BATCH_DOCUMENTS = 100  # documents in one transaction: what a kill can cost
BATCH_SECONDS = 2.0
COUNTS = ("added", "updated", "renewed", "unchanged", "rejected", "wanted", "statements", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an `add` is: sources seen so far, by what became of them."""

    added: int = 0
    updated: int = 0
    renewed: int = 0
    unchanged: int = 0
    rejected: int = 0
    wanted: int = 0
    statements: int = 0
    words: int = 0
    seconds: float = 0.0
    current: str = ""

    @property
    def seen(self) -> int:
        return self.added + self.updated + self.renewed + self.unchanged + self.rejected + self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Progress):
    """What an `add` did, with every rejected source and its reason.

    `unmatched` are the patterns of the setting `file_names` that fit no file of this run.
    """

    run: int
    rejects: tuple[Rejected, ...] = ()
    unmatched: tuple[str, ...] = ()


def analysed(source: Found, project: Project) -> Reading | Rejected | Wanted:
    """What is found in a source; one that was rejected stays so, and one that is wanted too."""
    if not isinstance(source, RawDocument):
        return source
    found = pipeline.analyse(source, project)
    if isinstance(found, Reading) and keeps(source, project):
        return replace(found, raw=zlib.compress(source.data))
    return found


def _worked(source: Found | Visit | Polled, project: Project) -> Reading | Rejected | Wanted | Visit | Polled:
    """`analysed`, for what a round of requests gives too."""
    return source if isinstance(source, Visit | Polled) else analysed(source, project)


def keeps(source: RawDocument, project: Project) -> bool:
    """Whether the record keeps the bytes of a source: what was fetched or piped in lies nowhere else."""
    nowhere = source.location.startswith(("http://", "https://", "stdin"))
    return project.keep == "all" or (project.keep == "fetched" and nowhere)


def _placed(source: RawDocument, sha: str) -> RawDocument:
    """What comes from standard input lies nowhere: two texts are no versions of one, unless they say who they are."""
    if source.location == "stdin" or re.fullmatch(r"stdin#\d+", source.location):
        return replace(source, location=f"stdin#sha256:{sha}")
    return source


class Adding:
    """One run of `add`: what is new, in batches, with counts."""

    def __init__(self, store: Store, project: Project, progress: Callable[[Progress], None] | None) -> None:
        self.store = store
        self.project = project
        self.report = progress
        self.counts = dict.fromkeys(COUNTS, 0)
        self.rejects: list[Rejected] = []
        self.unmatched = project.file_names
        self.readings: list[Reading] = []
        self.refused: list[Rejected] = []
        self.wanted: list[Wanted] = []
        self.started = self.written = time.monotonic()
        self.run_id = 0
        from onrecord.actors.known import actor_key
        from onrecord.store.renew import Analysis

        self.versions = pipeline.versions(project)
        self.analysis = Analysis.of(project.sha, self.versions)
        self.aliases = {actor_key(a): a.spellings for a in project.actors}
        self.renewing: set[str] = set()  # places handed out to be analysed anew
        self.pending: Counter[str] = Counter()
        from onrecord.store.places import Handed, Move

        self.handed = Handed()
        self.moves: dict[str, Move] = {}  # by the place before, not written yet
        self.visits: list[Visit] = []
        self.polls: list[Polled] = []
        self.same_articles: list[str] = []  # places of pages that were fetched and say what they said before

    def run(self, paths: Sequence[str], jobs: int, stdin: BinaryIO | None, web: Round | None = None) -> Added:
        """Add what is at the paths, then what the round of requests gives. Raises as `read` does."""
        from onrecord.actors.resolve import check

        check(self.project)
        if web is not None and not paths and not web.left:
            return Added(run=0)  # nothing is due
        sources = read(paths, stdin=stdin) if paths or web is None else iter(())
        self.run_id = self.store.begin_run(self.project.sha, self.versions)
        work = partial(_worked, project=self.project)
        files = each(work, self.fresh(sources), jobs)
        # Pages one by one, so that each is written before the next is asked for: sites are slower than we are.
        pages = each(work, self.fresh(web.given() if web else ()))
        for result in chain(files, pages):
            self.take(result)
        self.flush()
        self.compare()
        seconds = round(time.monotonic() - self.started, 3)
        self.store.finish_run(self.run_id, self.counts, seconds)
        rejects = tuple(self.rejects)
        return Added(
            run=self.run_id, rejects=rejects, unmatched=self.unmatched, seconds=seconds, current="", **self.counts
        )

    def compare(self) -> None:
        """Find what the articles share, and which sides they tell of, now that all of them are there."""
        from onrecord.store import issues, positions_reading, shared

        def tell(what: str, done: int, every: int) -> None:
            self.tell(f"{what} ({done} of {every})")

        issues.note(self.store, self.project.issues)
        shared.settle(self.store, tell)
        positions_reading.settle(self.store, self.project.side, tell)

    def fresh(self, sources: Iterable[Found | Visit | Polled]) -> Iterator[Found | Visit | Polled]:
        """The sources that are new, or changed since they were last added, or were analysed in another way."""
        for found in sources:
            source = found
            if isinstance(source, RawDocument):
                self.unmatched = self.unmatched and unmatched(self.unmatched, source.key)
                sha = hashlib.sha256(source.data).hexdigest()
                source = _placed(source, sha)
                known = self.store.known(source.location)
                if known is None:
                    source, known = self.elsewhere(source, sha)
                if known is not None and known.raw_sha == sha:
                    if known.analysis == self.analysis:
                        self.counts["unchanged"] += 1
                        self.tell(source.file)
                        continue
                    self.renewing.add(source.location)
                    source = replace(source, key=known.key)  # the same article, from whichever folder it is added
                self.handed.add(sha, source.location)
            yield source

    def elsewhere(self, source: RawDocument, sha: str) -> tuple[RawDocument, Known | None]:
        """A source at a place the record does not know: under its known place if it is a link, or as one that moved."""
        from onrecord.store.places import Move, place_of, same_place

        place = place_of(source, self.exists)
        if place is None:
            return source, None
        known = {at: k for at, k in self.store.known_bytes(sha).items() if at not in self.moves}
        found = same_place(place, [*self.handed.at(sha), *known], self.exists, self.same)
        if found is None:
            return source, None
        at, moved = found
        if not moved:
            return replace(source, location=at), known.get(at)
        if at not in known:  # read a moment ago, and gone since
            return source, None
        self.moves[at] = Move(old=at, new=source.location, file=source.file, raw_sha=sha)
        self.handed.add(sha, source.location)
        return source, known[at]

    @staticmethod
    def exists(file: str) -> bool:
        """Whether a file is there; one that cannot be looked for, or whose name is not its true one, may be."""
        try:
            return "\\x" in file or Path(file).exists()
        except (OSError, ValueError):
            return True

    @staticmethod
    def same(one: str, other: str) -> bool:
        """Whether two names are of one file: links."""
        try:
            return Path(one).samefile(other)
        except (OSError, ValueError):
            return False

    def take(self, result: Reading | Rejected | Wanted | Visit | Polled) -> None:
        if isinstance(result, Visit | Polled):
            self.asked(result)
            return
        if isinstance(result, Wanted):
            self.wanted.append(result)
            self.counts["wanted"] += 1
            self.tell(result.file)
        elif isinstance(result, Rejected):
            self.refused.append(result)
            self.rejects.append(result)
            self.counts["rejected"] += 1
            self.tell(result.file)
        elif self.same_as_before(result):
            self.same_articles.append(result.document.location)
            self.counts["unchanged"] += 1
            self.tell(result.document.file)
        else:
            self.readings.append(result)
            place = result.document.location
            self.pending["renewed" if place in self.renewing else "added"] += 1
            self.renewing.discard(place)
            self.counts["words"] += result.document.text.count(" ") + 1
            self.tell(result.document.file)
        full = len(self.readings) + len(self.refused) + len(self.wanted) // 100 >= BATCH_DOCUMENTS
        if full or time.monotonic() - self.written > BATCH_SECONDS:
            self.flush()

    def asked(self, done: Visit | Polled) -> None:
        """All that came of an address is here: write it, for the next one may take a while."""
        if isinstance(done, Visit):
            self.visits.append(done)
        else:
            self.polls.append(done)
        self.counts["unchanged"] += done.unchanged
        self.tell(done.file if isinstance(done, Visit) else done.feed.typed)
        self.flush()

    def same_as_before(self, found: Reading) -> bool:
        """Whether a page has other bytes than before, and the same article."""
        place = found.document.location
        if "://" not in place or place in self.renewing:
            return False
        from onrecord.store.fetching import same_article

        known = self.store.known(place)
        return known is not None and known.analysis == self.analysis and same_article(self.store, found.document)

    def flush(self) -> None:
        from onrecord.actors.resolve import resolve

        self.store.move(list(self.moves.values()))
        for move in self.moves.values():
            self.handed.written(move.raw_sha, move.new)
        self.moves.clear()
        self.store.want(self.run_id, self.wanted)
        self.wanted = []
        if self.readings or self.refused:
            entities = [e for r in self.readings for e in r.entities]
            found, links = resolve(entities, self.project)
            actors = [replace(a, names=(*a.names, *self.aliases.get(a.key, ()))) for a in found]
            done = self.store.append(self.run_id, self.readings, self.refused, actors, links)
            self.counts["added"] += done.added
            self.counts["updated"] += done.updated
            self.counts["renewed"] += done.renewed
            self.counts["unchanged"] += done.unchanged
            self.counts["statements"] += done.statements
            self.counts["rejected"] += len(done.refused)
            self.rejects += done.refused
            for r in self.readings:
                self.handed.written(r.document.raw_sha, r.document.location)
            for refused in self.refused:
                self.handed.written(refused.raw_sha, refused.location)
        self.store.visited(self.visits, self.polls, self.same_articles)
        self.visits, self.polls, self.same_articles = [], [], []
        self.readings, self.refused = [], []
        self.pending.clear()
        self.written = time.monotonic()

    def tell(self, current: str) -> None:
        if self.report:
            seconds = time.monotonic() - self.started
            counts = {name: n + self.pending[name] for name, n in self.counts.items()}
            self.report(Progress(seconds=seconds, current=current, **counts))
