"""What the brief says, as records: chosen articles, speakers, periods, what was left out and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from onrecord.export.charts import Strip, strip
from onrecord.export.source import Source
from onrecord.export.wording import anchor
from onrecord.model import Run
from onrecord.store.rows import ActorRef, DocumentRef, NameCount, RejectedRow, Said, Status

if TYPE_CHECKING:
    from onrecord.store.statements import Filters

UNNAMED = "the text names no one"
FILTER_WORDS = {"by": "speaker", "text": "words", "min_score": "a score of at least"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one page may hold before it says what it leaves out."""

    articles: int = 500
    statements: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One who speaks: an actor, or (`actor` None) the printed words of a source not identified."""

    name: str
    actor: ActorRef | None
    said: tuple[Said, ...]
    outlets: tuple[NameCount, ...]

    @property
    def anchor(self) -> str:
        return anchor("a-", self.actor.id) if self.actor else _words_anchor(self.name)

    @property
    def quoted(self) -> int:
        return sum(1 for s in self.said if s.kind != "indirect")

    @property
    def first(self) -> date | None:
        return min((s.on for s in self.said if s.on), default=None)

    @property
    def last(self) -> date | None:
        return max((s.on for s in self.said if s.on), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet with what of it the page holds."""

    name: str
    articles: int
    statements: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the timeline: its days, each with its statements; `since` None: no date is known."""

    since: date | None
    days: tuple[tuple[date | None, tuple[Said, ...]], ...]
    count: int
    speakers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Articles over the limit: how many, their statements, their dates, and how many of each outlet."""

    articles: int
    statements: int
    undated: int
    first: date | None
    last: date | None
    outlets: tuple[NameCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything on the page but the articles' text."""

    title: str
    filters: Mapping[str, str]
    documents: tuple[DocumentRef, ...]
    per_document: Mapping[str, tuple[Said, ...]]
    statements: int
    speakers: tuple[Speaker, ...]
    unidentified: tuple[Speaker, ...]
    outlets: tuple[Outlet, ...]
    months: tuple[Month, ...]
    strip: Strip | None
    first: date | None
    last: date | None
    rejected: tuple[RejectedRow, ...]
    runs: tuple[Run, ...]
    backends: tuple[NameCount, ...]
    lowest_score: float | None
    changed: datetime | None
    refused: int
    left_out: LeftOut | None
    limits: Limits
    most: int = field(default=0)

    @property
    def resolved(self) -> int:
        return sum(len(s.said) for s in self.speakers)

    @property
    def unresolved(self) -> int:
        return self.statements - self.resolved


def digest(source: Source, *, title: str, filters: Filters, limits: Limits) -> Brief:
    """Read the record and put together what the page says."""
    status = source.status()
    counts: Counter[str] = Counter()
    refused = 0
    wanted = _given(filters)
    for s in source.statements(**wanted, include_rejected=True):
        refused += s.verdict == "reject"
        counts[s.document.id] += s.verdict != "reject"
    known = [v.document for v in source.documents() if not wanted or v.document.id in counts]
    documents, left_out = _choose(known, counts, limits)
    chosen = {d.id for d in documents}
    said = [s for s in source.statements(**wanted) if s.document.id in chosen]
    said.sort(key=_when)
    speakers = _speakers(s for s in said if s.speaker)
    dates = [s.on for s in said if s.on]
    return Brief(
        title=title or _title(status),
        filters={FILTER_WORDS.get(k, k): str(v) for k, v in wanted.items()},
        documents=documents,
        per_document=_by_document(said),
        statements=len(said),
        speakers=speakers,
        unidentified=_unidentified(s for s in said if not s.speaker),
        outlets=_outlets(documents, counts),
        months=tuple(_months(said)),
        strip=strip(dates),
        first=min((d.published for d in documents if d.published), default=None),
        last=max((d.published for d in documents if d.published), default=None),
        rejected=status.rejected,
        runs=status.runs,
        backends=_counted(s.by for s in said),
        lowest_score=min((s.score for s in said), default=None),
        changed=status.changed,
        refused=refused,
        left_out=left_out,
        limits=limits,
        most=max((len(s.said) for s in speakers), default=0),
    )


def _given(filters: Filters) -> Filters:
    """The filters that narrow anything; what a reviewer rejected is never on the page."""
    return cast("Filters", {k: v for k, v in filters.items() if v is not None and k != "include_rejected"})


def _title(status: Status) -> str:
    stem = PurePath(status.path).stem.replace("-", " ").replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] or "Record"


def _when(said: Said) -> tuple[bool, date, str, int]:
    on = said.on
    return (on is None, on or date.min, said.document.file, said.content[0].start if said.content else 0)


def _choose(
    known: Sequence[DocumentRef], counts: Counter[str], limits: Limits
) -> tuple[tuple[DocumentRef, ...], LeftOut | None]:
    """The latest articles that fit, in order of date with the undated last, and what does not fit."""
    newest = sorted(known, key=lambda d: (d.published is None, -(d.published or date.min).toordinal(), d.file, d.id))
    kept, statements = 0, 0
    for ref in newest[: limits.articles]:
        if kept and statements + counts[ref.id] > limits.statements:
            break
        kept += 1
        statements += counts[ref.id]
    over = newest[kept:]
    days = [d.published for d in over if d.published]
    left_out = LeftOut(
        articles=len(over),
        statements=sum(counts[d.id] for d in over),
        undated=len(over) - len(days),
        first=min(days, default=None),
        last=max(days, default=None),
        outlets=_counted(d.outlet or "outlet not known" for d in over),
    )
    chosen = sorted(newest[:kept], key=lambda d: (d.published is None, d.published or date.min, d.file, d.id))
    return tuple(chosen), left_out if over else None


def _by_document(said: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    out: dict[str, list[Said]] = {}
    for s in said:
        out.setdefault(s.document.id, []).append(s)
    return {k: tuple(v) for k, v in out.items()}


def _counted(names: Iterable[str]) -> tuple[NameCount, ...]:
    ordered = sorted(Counter(names).items(), key=lambda x: (-x[1], x[0]))
    return tuple(NameCount(name=n, count=c) for n, c in ordered)


def _speaker(name: str, actor: ActorRef | None, said: Sequence[Said]) -> Speaker:
    outlets = _counted(s.document.outlet or "outlet not known" for s in said)
    return Speaker(name=name, actor=actor, said=tuple(said), outlets=outlets)


def _speakers(said: Iterable[Said]) -> tuple[Speaker, ...]:
    found: dict[str, list[Said]] = {}
    actors: dict[str, ActorRef] = {}
    for s in said:
        if s.speaker:
            found.setdefault(s.speaker.id, []).append(s)
            actors[s.speaker.id] = s.speaker
    out = [_speaker(actors[k].name, actors[k], v) for k, v in found.items()]
    return tuple(sorted(out, key=lambda s: (-len(s.said), s.name, s.anchor)))


def _unidentified(said: Iterable[Said]) -> tuple[Speaker, ...]:
    found: dict[str, list[Said]] = {}
    for s in said:
        found.setdefault(source_words(s), []).append(s)
    out = [_speaker(k, None, v) for k, v in found.items()]
    return tuple(sorted(out, key=lambda s: (s.name == UNNAMED, -len(s.said), s.name)))


def source_words(said: Said) -> str:
    """The printed words of the source, or that there are none."""
    words = " ".join(" ".join(s.text.split()) for s in said.source)
    return words.strip(" ,;:–—-") or UNNAMED


def unidentified_anchor(said: Said) -> str:
    """The id of the list of what the same unidentified words of source said."""
    return _words_anchor(source_words(said))


def _words_anchor(words: str) -> str:
    return "u-" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _outlets(documents: Iterable[DocumentRef], counts: Counter[str]) -> tuple[Outlet, ...]:
    found: dict[str, list[DocumentRef]] = {}
    for d in documents:
        found.setdefault(d.outlet or "outlet not known", []).append(d)
    out = [
        Outlet(
            name=name,
            articles=len(refs),
            statements=sum(counts[d.id] for d in refs),
            first=min((d.published for d in refs if d.published), default=None),
            last=max((d.published for d in refs if d.published), default=None),
        )
        for name, refs in found.items()
    ]
    return tuple(sorted(out, key=lambda o: (-o.articles, o.name)))


def _months(said: Iterable[Said]) -> Iterable[Month]:
    months: dict[date | None, dict[date | None, list[Said]]] = {}
    for s in said:
        on = s.on
        months.setdefault(on.replace(day=1) if on else None, {}).setdefault(on, []).append(s)
    for since, days in months.items():
        of_month = [s for group in days.values() for s in group]
        yield Month(
            since=since,
            days=tuple((on, tuple(group)) for on, group in days.items()),
            count=len(of_month),
            speakers=len({s.speaker.id for s in of_month if s.speaker}),
        )
