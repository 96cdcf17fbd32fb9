"""Reports of events, tellings of statements and turns of office, woven into entries. Pure functions over rows.

An event whose report is a statement's own act, and that statement, are one entry. Nothing depends on the order in
which rows are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model import Figure
from onrecord.store.disagreements import disagreements
from onrecord.store.event_rows import Disagreement, EventReport, TakesPart
from onrecord.store.rows import DocumentRef, Said
from onrecord.store.timeline_order import place, precision
from onrecord.store.timeline_rows import Party, SourceRow, TimelineEntry

Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """All that tells one thing done or said: reports of its events, tellings of its statements, the best first."""

    reports: tuple[EventReport, ...]
    told: tuple[Said, ...]

    @property
    def tellings(self) -> tuple[Said | EventReport, ...]:
        """What it stands by: where it is said, the statements, whatever event these are."""
        return self.told or self.reports


def acts(reports: Iterable[EventReport], told: Iterable[Said]) -> list[Act]:
    """Each event, and each statement, once; a statement that is an event itself together with it.

    Where several statements are one event (a demand that is made twice), each is an act of its own, with the reports
    that are its own act; what else is reported of the event goes with the one that most of its reports are.
    """
    events, utterances = _by_event(reports), _by_utterance(told)
    home = {s.id: key for key, some in utterances.items() for s in some}
    done: defaultdict[str, list[EventReport]] = defaultdict(list)
    out = []
    for some in events.values():
        homes = Counter(home[r.act_of] for r in some if r.act_of in home)
        if not homes:
            out.append(Act(reports=tuple(some), told=()))
            continue
        main = min(homes, key=lambda key: (-homes[key], _early(utterances[key][0].document), key))
        for r in some:
            done[home.get(r.act_of or "", main)].append(r)
    for key, said in utterances.items():
        out.append(Act(reports=tuple(_most_first(done[key])), told=tuple(said)))
    return out


def _most_first(reports: Sequence[EventReport]) -> list[EventReport]:
    """Where the tellings of one statement are several events, the one with most reports first."""
    many = Counter(r.event or r.id for r in reports)
    return sorted(
        reports, key=lambda r: (-many[r.event or r.id], r.event or r.id, r.id != r.event, _early(r.document), r.id)
    )


def _by_event(reports: Iterable[EventReport]) -> dict[str, list[EventReport]]:
    """The reports of each event, the one it is counted as first, then the earliest."""
    out: defaultdict[str, list[EventReport]] = defaultdict(list)
    for r in reports:
        out[r.event or r.id].append(r)
    return {key: sorted(some, key=lambda r: (r.id != key, _early(r.document), r.id)) for key, some in out.items()}


def _by_utterance(told: Iterable[Said]) -> dict[str, list[Said]]:
    out: defaultdict[str, list[Said]] = defaultdict(list)
    for s in told:
        out[s.counted_as].append(s)
    return {key: sorted(some, key=lambda s: (s.id != key, _early(s.document), s.id)) for key, some in out.items()}


def _early(document: DocumentRef) -> str:
    return document.published.isoformat() if document.published else "~"


# ---------------------------------------------------------------------------- an entry


def entry(act: Act, threshold: float) -> TimelineEntry:
    """An act as an entry: a statement where it is one, else an event."""
    first = act.reports[0] if act.reports else None
    sources = tuple(_sources(act))
    documents = {s.document.id: s.document for s in sources}
    since, until, told_on = _days(act)
    judged = [x.verdict for x in act.tellings if x.verdict]
    best = max(x.score for x in act.tellings)
    said = act.told[0] if act.told else None
    return TimelineEntry(
        kind="statement" if said else "event",
        id=said.id if said else sources[0].id,
        since=since,
        until=until,
        precision=precision(since, until),
        told_on=told_on,
        what=said.act if said else _named(act.reports[0]),
        who=_who(act),
        whom=_whom(act),
        words=said.quote if said else act.reports[0].quote,
        reports=len(sources),
        documents=len(documents),
        outlets=tuple(sorted({d.outlet for d in documents.values() if d.outlet})),
        sources=sources,
        sure=_sure(act, threshold),
        verdict=judged[0] if judged else None,
        score=best,
        act=said.act if said else None,
        type=first.type if first else None,
        mode=first.mode if first else None,
        quad=first.quad if first else None,
        status=first.status if first else None,
        event=(first.event or first.id) if first else None,
        place=next((r.place for r in act.reports if r.place), None),
        figures=_figures(act.reports),
        disagreements=_disagreements(act.reports),
    )


def _named(report: EventReport) -> str:
    return f"{report.type}/{report.mode}" if report.mode else report.type


def _sources(act: Act) -> Iterator[SourceRow]:
    """The statement's words in each article, and reports that stand beside them."""
    told = {s.id for s in act.told}
    for s in act.told:
        yield SourceRow(id=s.id, document=s.document, spans=s.content)
    for r in act.reports:
        if r.act_of not in told:
            yield SourceRow(id=r.id, document=r.document, spans=(r.evidence,))


def _days(act: Act) -> tuple[date | None, date | None, bool]:
    """The days of the best telling that gives any, else the narrowest that any gives, else the first publication."""
    dated: list[Days] = [(s.said_since, s.said_until or s.said_since) for s in act.told]
    dated += [(r.since, r.until or r.since) for r in act.reports]
    given = [(since, until) for since, until in dated if since and until]
    if given:
        leads = [*dated[:1], *dated[len(act.told) : len(act.told) + 1]]
        best = next((d for d in leads if d[0] is not None), None)
        narrow = min(given, key=lambda d: ((d[1] - d[0]).days, d))
        since, until = best or narrow
        return since, max(since, until) if since and until else until, False
    documents = [*(s.document for s in act.told), *(r.document for r in act.reports)]
    published = [d.published for d in documents if d.published]
    first = min(published, default=None)
    return first, first, first is not None


def _who(act: Act) -> tuple[Party, ...]:
    for s in act.told:
        if s.speaker:
            return (Party(name=s.speaker.name, actor=s.speaker),)
    if act.told:
        words = " ".join(" ".join(x.text.split()) for x in act.told[0].source)
        return (Party(name=words),) if words else ()
    return _parties(r.actors for r in act.reports)


def _whom(act: Act) -> tuple[Party, ...]:
    to = next((s.addressee for s in act.told if s.addressee), None)
    return (Party(name=to.name, actor=to),) if to else _parties(r.recipients for r in act.reports)


def _parties(found: Iterable[Sequence[TakesPart]]) -> tuple[Party, ...]:
    """Those of the first report that names anybody known, else of the first that names anybody."""
    every = [some for some in found if some]
    chosen = next((some for some in every if any(p.actor for p in some)), every[0] if every else ())
    return tuple(dict.fromkeys(Party(name=p.name, actor=p.actor) for p in chosen))


def _figures(reports: Sequence[EventReport]) -> tuple[Figure, ...]:
    """Of each kind what the best report says that gives one."""
    found: dict[str, Figure] = {}
    for r in reports:
        for f in r.figures:
            found.setdefault(f.kind, f)
    return tuple(found[k] for k in sorted(found))


def _disagreements(reports: Sequence[EventReport]) -> tuple[Disagreement, ...]:
    first = reports[0].event or reports[0].id if reports else ""
    return disagreements([r for r in reports if (r.event or r.id) == first])


def _sure(act: Act, threshold: float) -> bool:
    """Whether any telling of it is sure."""
    return any(x.verdict != "reject" and not x.waits(threshold) for x in act.tellings)


# ---------------------------------------------------------------------------- order


def in_order(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """By time; of one time what most outlets tell first, then as it stands in the articles."""
    return sorted(entries, key=lambda e: (*place(e.since, e.until), -len(e.outlets), -e.documents, *_stands(e)))


def _stands(e: TimelineEntry) -> tuple[str, str, int, str, str, str]:
    first = e.sources[0]
    return first.document.file, first.document.id, first.spans[0].start, e.kind, e.id, e.what


def most_told(entries: Sequence[TimelineEntry], number: int) -> list[TimelineEntry]:
    """Those told by most outlets, of equals by most documents and the surest, in the order they came in."""
    ranked = sorted(entries, key=lambda e: (-len(e.outlets), -e.documents, -e.reports, -e.score, e.id))
    kept = {(e.kind, e.id, e.what) for e in ranked[:number]}
    return [e for e in entries if (e.kind, e.id, e.what) in kept]
