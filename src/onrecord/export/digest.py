"""What the brief says, as records: chosen articles, speakers, periods, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from onrecord.export.charts import Strip, fragment, strip
from onrecord.export.drawing import NARROW, WIDE, Drawing, Targets, drawing
from onrecord.export.happenings import Happenings, happenings
from onrecord.export.limits import UNKNOWN_OUTLET, LeftOut, Limits, choose, ranked
from onrecord.export.months import Month, last_day, months
from onrecord.export.source import Source
from onrecord.export.standings import Standings, standings
from onrecord.export.voices import Speaker, once, speakers_of, unidentified
from onrecord.model import Run
from onrecord.store.rows import DocumentRef, NameCount, Said
from onrecord.store.status_rows import RejectedRow, Status

if TYPE_CHECKING:
    from onrecord.store.statements import Filters

FILTER_WORDS = {"by": "speaker", "text": "words", "min_score": "a score of at least", "sure": "a score"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet with what of it the page holds."""

    name: str
    articles: int
    statements: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything on the page but the articles' text.

    What several articles report is one of the `statements`, of which `resolved` have a known speaker; `reports` counts
    each time.
    """

    title: str
    filters: Mapping[str, str]
    documents: tuple[DocumentRef, ...]
    languages: Mapping[str, str | None]
    per_document: Mapping[str, tuple[Said, ...]]
    statements: int
    reports: int
    resolved: int
    speakers: tuple[Speaker, ...]
    unidentified: tuple[Speaker, ...]
    outlets: tuple[Outlet, ...]
    months: tuple[Month, ...]
    strip: Strip | None
    happened: Happenings
    standings: Standings
    drawings: tuple[Drawing, ...]
    first: date | None
    last: date | None
    rejected: tuple[RejectedRow, ...]
    reasons: tuple[NameCount, ...]
    runs: tuple[Run, ...]
    backends: tuple[NameCount, ...]
    lowest_score: float | None
    changed: datetime | None
    threshold: float
    waiting: int
    refused: int
    left_out: LeftOut | None
    limits: Limits
    most: int = field(default=0)

    @property
    def known_outlets(self) -> int:
        return sum(1 for o in self.outlets if o.name != UNKNOWN_OUTLET)

    @property
    def unresolved(self) -> int:
        return self.statements - self.resolved


def digest(source: Source, *, title: str, filters: Filters, limits: Limits) -> Brief:
    """Read the record and put together what the page says."""
    status = source.status()
    counts: Counter[str] = Counter()
    refused = 0
    wanted = _given(filters)
    everything: Filters = {**wanted, "include_rejected": True}
    for s in source.statements(**everything):
        refused += s.verdict == "reject"
        counts[s.document.id] += s.verdict != "reject"
    known, languages = [], {}
    for view in source.documents():
        if not wanted or view.document.id in counts:
            known.append(view.document)
            languages[view.document.id] = view.language
    documents, left_out = choose(known, counts, limits)
    chosen = {d.id for d in documents}
    told = [s for s in source.statements(**wanted) if s.document.id in chosen]
    told.sort(key=_when)
    said = once(told)
    speakers = speakers_of(s for s in told if s.speaker)
    known_speaker = {s.counted_as for s in told if s.speaker}
    dates = [s.on for s in said if s.on]
    happened = happenings(source, told, chosen, wanted, status.threshold)
    by_month = tuple(months(said))
    return Brief(
        title=title or _title(status),
        filters={FILTER_WORDS.get(k, k): _value(k, v, status.threshold) for k, v in wanted.items()},
        documents=documents,
        languages=languages,
        per_document=_by_document(told),
        statements=len(said),
        speakers=speakers,
        reports=len(told),
        resolved=len(known_speaker),
        unidentified=unidentified(s for s in told if s.counted_as not in known_speaker),
        outlets=_outlets(documents, counts),
        months=by_month,
        strip=strip(dates),
        happened=happened,
        standings=standings(source.paths(), {s.id for s in told}),
        drawings=_drawings(happened, by_month),
        first=min((d.published for d in documents if d.published), default=None),
        last=max((d.published for d in documents if d.published), default=None),
        rejected=status.rejected,
        reasons=ranked(r.reason for r in status.rejected),
        runs=status.runs,
        backends=ranked(s.by for s in said),
        lowest_score=min((s.score for s in said), default=None),
        changed=status.changed,
        threshold=status.threshold,
        waiting=sum(s.waits(status.threshold) for s in said),
        refused=refused,
        left_out=left_out,
        limits=limits,
        most=max((len(s.said) for s in speakers), default=0),
    )


def _drawings(of: Happenings, listed: Iterable[Month]) -> tuple[Drawing, ...]:
    """The same drawing for a wide page and for a narrow one."""
    lists = {fragment(m.since, "month") for m in listed if m.since}
    places = Targets(tellings=of.fragments, lists=lists)
    drawn = (drawing(name, of.entries, places, form) for name, form in (("wide", WIDE), ("narrow", NARROW)))
    return tuple(d for d in drawn if d)


def _given(filters: Filters) -> Filters:
    """The filters that narrow anything; what a reviewer rejected is never on the page."""
    return cast("Filters", {k: v for k, v in filters.items() if v is not None and k != "include_rejected"})


def _value(name: str, value: object, threshold: float) -> str:
    """A filter's value as the page says it after the filter's name."""
    if name != "sure":
        return str(value)
    least = f"{threshold:.4g}"
    return (
        f"of at least {least}, or accepted or corrected by a reviewer" if value else f"below {least}, judged by nobody"
    )


def _title(status: Status) -> str:
    stem = PurePath(status.path).stem.replace("-", " ").replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] or "Record"


def _when(said: Said) -> tuple[bool, date, date, str, int]:
    on = said.on
    return (
        on is None,
        on or date.min,
        last_day(said) or date.min,
        said.document.file,
        said.content[0].start if said.content else 0,
    )


def _by_document(said: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    out: dict[str, list[Said]] = {}
    for s in said:
        out.setdefault(s.document.id, []).append(s)
    return {k: tuple(v) for k, v in out.items()}


def _outlets(documents: Iterable[DocumentRef], counts: Counter[str]) -> tuple[Outlet, ...]:
    found: dict[str, list[DocumentRef]] = {}
    for d in documents:
        found.setdefault(d.outlet or UNKNOWN_OUTLET, []).append(d)
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
    return tuple(sorted(out, key=lambda o: (o.name == UNKNOWN_OUTLET, -o.articles, o.name)))
