"""What happened, for the brief: events, statements and turns of office woven into one time, of the chosen articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from onrecord.export.source import Source
from onrecord.export.wording import anchor
from onrecord.store import turns
from onrecord.store.event_rows import EventReport
from onrecord.store.rows import Said
from onrecord.store.timeline_entries import acts, entry, in_order
from onrecord.store.timeline_filters import bounds
from onrecord.store.timeline_order import overlaps
from onrecord.store.timeline_rows import SourceRow, TimelineEntry

if TYPE_CHECKING:
    from onrecord.store.event_filters import EventFilters
    from onrecord.store.statements import Filters

SHARED = ("text", "outlet", "since", "until", "min_score")  # filters that mean the same of events
OF_STATEMENTS = ("kind", "act")  # with these no event but what is one of those statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """All entries in order of time; `reports` are the reports of events by document, but those that are a statement.

    `fragments` says where on the page each telling stands, by its id: its passage or, of an office, its article.
    """

    entries: tuple[TimelineEntry, ...]
    reports: Mapping[str, tuple[EventReport, ...]]
    fragments: Mapping[str, str]

    @property
    def events(self) -> tuple[TimelineEntry, ...]:
        """What happened, will or did not: all but statements, and what is only spoken of."""
        return tuple(e for e in self.entries if e.kind != "statement" and e.status != "hypothetical")

    @property
    def acts(self) -> int:
        """How many events are statements too (a demand, a threat): they stand with the statements."""
        return len({e.event for e in self.entries if e.kind == "statement" and e.event})

    @property
    def counted(self) -> int:
        """How many events there are in all, those of `acts` among them: what `events` and `status` count."""
        return self.acts + sum(e.kind == "event" for e in self.entries)

    @property
    def spoken_of(self) -> tuple[TimelineEntry, ...]:
        """Events that may happen, or might have."""
        return tuple(e for e in self.entries if e.kind == "event" and e.status == "hypothetical")


def happenings(
    source: Source, told: Iterable[Said], documents: Collection[str], filters: Filters, threshold: float
) -> Happenings:
    """The entries that these articles tell, of the statements that were chosen."""
    said = list(told)
    given: dict[str, Any] = dict(filters)
    reports = [r for row in source.events(**_of_events(given)) for r in row.reports if r.document.id in documents]
    acted = {s.id for s in said}
    if any(name in given for name in OF_STATEMENTS):
        reports = [r for r in reports if r.act_of in acted]
    made = [entry(act, threshold) for act in acts(reports, said) if act.told or not _only_said(act.reports)]
    made = [e for e in made if given.get("sure") in (None, e.sure)]
    if not given.keys() - {"outlet", "since", "until"}:
        of_office = (t for t in source.turns() if t.document.id in documents and _fits(t, given))
        made += turns.entries(of_office, threshold)
    shown = {s.id for e in made if e.kind != "role" for s in e.sources}
    by: defaultdict[str, list[EventReport]] = defaultdict(list)
    for r in reports:
        if r.id in shown:
            by[r.document.id].append(r)
    placed = {k: tuple(sorted(v, key=lambda r: (r.trigger.start, r.id))) for k, v in by.items()}
    ordered = tuple(in_order(made))
    quoted = {s.id for s in said}
    fragments = {s.id: _fragment(e, s, quoted) for e in ordered for s in e.sources}
    return Happenings(entries=ordered, reports=placed, fragments=fragments)


def _fragment(e: TimelineEntry, s: SourceRow, quoted: Collection[str]) -> str:
    if e.kind == "role":
        return anchor("d-", s.document.id)
    return anchor("s-" if s.id in quoted else "v-", s.id)


def _of_events(given: Mapping[str, Any]) -> EventFilters:
    own = {name: given[name] for name in SHARED if name in given}
    return cast("EventFilters", own | ({"actor": given["by"]} if "by" in given else {}))


def _only_said(reports: Iterable[EventReport]) -> bool:
    """Whether this is nothing but the act of statements, which were not chosen."""
    return all(r.act_of is not None for r in reports)


def _fits(turn: turns.Turn, given: Mapping[str, Any]) -> bool:
    if "outlet" in given and _plain(turn.document.outlet or "") != _plain(given["outlet"]):
        return False
    return overlaps(turn.since, turn.until, *bounds(given))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
