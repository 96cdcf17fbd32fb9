"""The record as users hold it: one object with every verb of the command line, under the same names."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Unpack

from onrecord import pipeline
from onrecord.engines import each
from onrecord.errors import NotFound
from onrecord.model import Judgement, RawDocument, Reading, Rejected
from onrecord.project import Project, find, load
from onrecord.read import read

if TYPE_CHECKING:
    from onrecord.analysis.agreement import Agreement
    from onrecord.export import Exported
    from onrecord.store import rows
    from onrecord.store.db import Known, Store
    from onrecord.store.statements import Filters

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
BATCH_DOCUMENTS = 100  # documents in one transaction: what a kill can cost
BATCH_SECONDS = 2.0
COUNTS = ("added", "updated", "renewed", "unchanged", "rejected", "statements", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an `add` is: sources seen so far, by what became of them."""

    added: int = 0
    updated: int = 0
    renewed: int = 0
    unchanged: int = 0
    rejected: int = 0
    statements: int = 0
    words: int = 0
    seconds: float = 0.0
    current: str = ""

    @property
    def seen(self) -> int:
        return self.added + self.updated + self.renewed + self.unchanged + self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Progress):
    """What an `add` did, with every rejected source and its reason."""

    run: int
    rejects: tuple[Rejected, ...] = ()


def run(
    paths: Paths, project: Project | None = None, *, jobs: int = 1, stdin: BinaryIO | None = None
) -> Iterator[Reading | Rejected]:
    """Read, clean, attribute and resolve each article under `paths`, in order, without a store.

    Yields one `Reading` an article, or a `Rejected` with its reason. Raises UsageError for a path
    that is not there, ProjectError where the project contradicts itself.
    """
    from onrecord.actors.resolve import check

    settings = project or Project()
    check(settings)
    return each(partial(_work, project=settings), read(_typed(paths), stdin=stdin), jobs)


def open(path: str | Path, *, project: Project | None = None, create: bool = False) -> Record:  # noqa: A001 - users write onrecord.open
    """Open a record file. With `create`, a file that is not there is made.

    Without a project the settings are the defaults, but for how sure is sure: that is asked of the
    onrecord.toml beside the record, so that an answer is the same here and on the command line.
    Where the file or its folder cannot be written it opens for asking; adding and judging raise RecordError then.
    Raises NotFound when there is none and RecordError when the file is no record.
    """
    from onrecord.store.db import Store

    target = Path(path)
    if not os.path.lexists(target):
        if not create:
            raise NotFound(f"{target}: no such record; make one with: onrecord add FOLDER --record {target}")
        Store.create(target).close()
    settings = project or _beside(target)
    return Record(Store.open(target, write=None), settings)


def _beside(record: Path) -> Project:
    file = find(Path(os.path.abspath(record)).parent)  # noqa: PTH100 - links stay as typed
    return Project(sure=load(file).sure) if file else Project()


class Record:
    """An open record. Use it as a context manager, or call `close()`."""

    def __init__(self, store: Store, project: Project) -> None:
        self.store = store
        self.project = project

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was written when it was made."""
        self.store.close()

    # ------------------------------------------------------------------ filling

    def add(
        self,
        paths: Paths,
        *,
        jobs: int = 1,
        stdin: BinaryIO | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Added:
        """Add files, folders, globs or "-" (stdin). Sources already there and unchanged are skipped.

        A source is unchanged if its bytes are, and the project's settings and the versions at work too;
        where these are others, it is analysed anew, and what people judged stays.
        Documents are written in batches, each whole: a killed run leaves the record sound, and the
        same call finishes the work.
        """
        return _Adding(self, progress).run(_typed(paths), jobs, stdin)

    # ------------------------------------------------------------------ asking

    def status(self) -> rows.Status:
        """What the record holds, what was rejected, what wants attention."""
        from onrecord.store import queries

        return queries.status(self.store, threshold=self.project.sure)

    def find(self, text: str, *, limit: int = 20, offset: int = 0) -> rows.Found:
        """Full-text search over articles and statements."""
        from onrecord.store import queries

        return queries.find(self.store, text, limit=limit, offset=offset)

    def said(self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[Filters]) -> list[rows.Said]:
        """Statements, newest first.

        Filters: by, text, outlet, since, until, kind, act, min_score, sure, include_rejected. With
        sure=True the checked record: what reaches the project's threshold, or was accepted or corrected by a
        reviewer. With sure=False what waits for review, the surest first.
        """
        from onrecord.store import queries

        return queries.said(self.store, limit=limit, offset=offset, threshold=self.project.sure, **filters)

    def timeline(self, *, step: str = "month", **filters: Unpack[Filters]) -> list[rows.Period]:
        """Statements by day, month or year, oldest first; the filters of `said`."""
        from onrecord.store import queries

        return queries.timeline(self.store, step=step, threshold=self.project.sure, **filters)

    def actors(self, *, text: str = "", kind: str = "", limit: int | None = None) -> list[rows.ActorRow]:
        """Actors, those with the most statements first; of a kind, or with these words in a name, if told so."""
        from onrecord.store import queries

        return queries.listing(self.store, text=text, kind=kind, limit=limit)

    def doubtful(self, *, limit: int | None = 20) -> list[rows.Doubt]:
        """Names that were joined, or nearly so, and most deserve a person's look, with the commands that settle it."""
        from onrecord.store import queries

        return queries.doubts(self.store, limit=limit)

    def same(self, one: str, other: str) -> rows.Sameness:
        """Why two names are one actor, or are not: links with score, reason and passages, and judgements."""
        from onrecord.store import queries

        return queries.same(self.store, one, other)

    def show(self, what: str) -> rows.Dossier | rows.DocumentView | rows.Explanation:
        """An actor's dossier, a document with its statements, or a statement, by name, file or id."""
        from onrecord.store import queries

        return queries.show(self.store, what, threshold=self.project.sure)

    def explain(self, statement: str) -> rows.Explanation:
        """Why a statement stands in the record: rule, score, whether it is sure, spans, who is meant and why."""
        from onrecord.store import queries

        return queries.explain(self.store, statement, threshold=self.project.sure)

    # ------------------------------------------------------------------ judging

    def judge(self, statement: str, verdict: str, *, who: str, speaker: str | None = None, note: str = "") -> Judgement:
        """Log what a person decided about a statement: accept, reject or correct (with the right speaker)."""
        from onrecord.store import review

        change = {"speaker": speaker} if speaker else {}
        target = self.explain(statement).said.id
        return review.judge(self.store, target, verdict, change=change, who=who, note=note)

    def merge(self, one: str, other: str, *, who: str, note: str = "") -> Judgement:
        """Log that two actors (names, ids) are one; that stands against the machine and the project's aliases."""
        from onrecord.store import actor_log

        return actor_log.merge(self.store, one, other, who, note)

    def split(
        self,
        actor: str,
        *,
        who: str,
        name: str = "",
        documents: Sequence[str] = (),
        into: str = "",
        note: str = "",
    ) -> Judgement:
        """Log that a printed name, or what an actor is in these documents, is another: `into`, or one of its own."""
        from onrecord.store import actor_log

        return actor_log.split(self.store, actor, who, name=name, documents=documents, into=into, note=note)

    def rename(self, actor: str, name: str, *, who: str, note: str = "") -> Judgement:
        """Log what an actor is called."""
        from onrecord.store import actor_log

        return actor_log.rename(self.store, actor, name, who, note)

    def conflicts(self) -> list[str]:
        """What the project's aliases say against judgements, a sentence each. The judgements stand."""
        from onrecord.store import conflicts

        return conflicts.conflicts(self.store, self.project)

    def undo(self, judgement: int) -> Judgement:
        """Take a judgement back; its line stays in the log. Raises UsageError where it was taken back before."""
        from onrecord.store import review

        return review.undo(self.store, judgement, again=False)

    def remove(self, what: str, *, who: str) -> rows.DocumentRef:
        """Take a document (by id, file or title) out of every answer. Adding its file again brings it back."""
        from onrecord.store import removal

        return removal.remove(self.store, what, who)

    # ------------------------------------------------------------------ giving

    def export(self, format: str, out: str | Path, **options: Any) -> Exported:  # noqa: A002 - the word users know
        """Write the record as tables, csv, jsonl, parquet or brief."""
        from onrecord.export import export

        options.setdefault("project", self.project)
        return export(self.store, format, out, **options)

    def score(self, gold: str | Path) -> Agreement:
        """Agreement of the record's statements with a gold file or folder."""
        from onrecord.scoring import score

        return score(self, Path(gold))


def _work(source: RawDocument | Rejected, project: Project) -> Reading | Rejected:
    return source if isinstance(source, Rejected) else pipeline.analyse(source, project)


def _placed(source: RawDocument, sha: str) -> RawDocument:
    """What comes from standard input lies nowhere: two texts are no versions of one, unless they say who they are."""
    if source.location == "stdin" or re.fullmatch(r"stdin#\d+", source.location):
        return replace(source, location=f"stdin#sha256:{sha}")
    return source


class _Adding:
    """One run of `add`: what is new, in batches, with counts."""

    def __init__(self, record: Record, progress: Callable[[Progress], None] | None) -> None:
        self.record = record
        self.store = record.store
        self.report = progress
        self.counts = dict.fromkeys(COUNTS, 0)
        self.rejects: list[Rejected] = []
        self.readings: list[Reading] = []
        self.refused: list[Rejected] = []
        self.started = self.written = time.monotonic()
        self.run_id = 0
        from onrecord.actors.known import actor_key

        project = record.project
        self.versions = pipeline.versions(project)
        self.aliases = {actor_key(a): a.spellings for a in project.actors}
        self.renewing: set[str] = set()  # places handed out to be analysed anew
        self.pending: Counter[str] = Counter()
        from onrecord.store.places import Handed, Move

        self.handed = Handed()
        self.moves: dict[str, Move] = {}  # by the place before, not written yet

    def run(self, paths: Sequence[str], jobs: int, stdin: BinaryIO | None) -> Added:
        from onrecord.actors.resolve import check

        project = self.record.project
        check(project)
        sources = read(paths, stdin=stdin)
        self.run_id = self.store.begin_run(project.sha, self.versions)
        for result in each(partial(_work, project=project), self.fresh(sources), jobs):
            self.take(result)
        self.flush()
        seconds = round(time.monotonic() - self.started, 3)
        self.store.finish_run(self.run_id, self.counts, seconds)
        return Added(run=self.run_id, rejects=tuple(self.rejects), seconds=seconds, current="", **self.counts)

    def fresh(self, sources: Iterable[RawDocument | Rejected]) -> Iterator[RawDocument | Rejected]:
        """The sources that are new, or changed since they were last added, or were analysed in another way."""
        from onrecord.store.renew import Analysis

        now = Analysis.of(self.record.project.sha, self.versions)
        for found in sources:
            source = found
            if isinstance(source, RawDocument):
                sha = hashlib.sha256(source.data).hexdigest()
                source = _placed(source, sha)
                known = self.store.known(source.location)
                if known is None:
                    source, known = self.elsewhere(source, sha)
                if known is not None and known.raw_sha == sha:
                    if known.analysis == now:
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

    def take(self, result: Reading | Rejected) -> None:
        if isinstance(result, Rejected):
            self.refused.append(result)
            self.rejects.append(result)
            self.counts["rejected"] += 1
            self.tell(result.file)
        else:
            self.readings.append(result)
            place = result.document.location
            self.pending["renewed" if place in self.renewing else "added"] += 1
            self.renewing.discard(place)
            self.counts["words"] += result.document.text.count(" ") + 1
            self.tell(result.document.file)
        full = len(self.readings) + len(self.refused) >= BATCH_DOCUMENTS
        if full or time.monotonic() - self.written > BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        from onrecord.actors.resolve import resolve

        self.store.move(list(self.moves.values()))
        for move in self.moves.values():
            self.handed.written(move.raw_sha, move.new)
        self.moves.clear()
        if self.readings or self.refused:
            entities = [e for r in self.readings for e in r.entities]
            found, links = resolve(entities, self.record.project)
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
        self.readings, self.refused = [], []
        self.pending.clear()
        self.written = time.monotonic()

    def tell(self, current: str) -> None:
        if self.report:
            seconds = time.monotonic() - self.started
            counts = {name: n + self.pending[name] for name, n in self.counts.items()}
            self.report(Progress(seconds=seconds, current=current, **counts))


def _typed(paths: Paths) -> list[str]:
    """The paths as the reader takes them: one may be given alone, and as a `Path`."""
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(p) for p in paths]


__all__ = ["Added", "Progress", "Record", "open", "run"]
