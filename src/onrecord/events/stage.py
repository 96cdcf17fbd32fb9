"""The stage: an article's incidents and statements -> its events.

asked(incidents)              the words whose actors the stage needs to know
events(document, ...)         the events of the article, in text order
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from onrecord import places
from onrecord.actors.speakers import Resolved
from onrecord.events import dating, figures, speech, status
from onrecord.events.doubts import doubtful_dates
from onrecord.events.draft import Draft, Named
from onrecord.events.page import Page
from onrecord.events.participants import pieces, taking_part
from onrecord.findings import Incident, Range
from onrecord.layout import lay_out
from onrecord.model import Document, Event, Evidence, Figure, Participant, Place, Span, Statement
from onrecord.span import spans, stable_id, trim, words
from onrecord.vocabulary import ARTICLE_LABELS

_PLACELIKE = (None, "state", "unknown")
"""Kinds of actors whose names may name a place, too."""


def asked(text: str, incidents: Sequence[Incident]) -> list[Range]:
    """The words that name who took part."""
    return sorted({p for i in incidents for r in (*i.actors, *i.recipients) for p in pieces(text, r)})


class Told(NamedTuple):
    """What an article tells: its events, and the dates in it that cannot be or cannot be told (as evidence)."""

    events: tuple[Event, ...]
    doubts: tuple[Evidence, ...]


def read(document: Document, incidents: Sequence[Incident], resolved: Resolved) -> Told:
    """The events of an article, in the order of their triggers, each with its sentence as evidence."""
    page = _page(document, resolved)
    return Told(_events(page, incidents), doubtful_dates(page))


def _events(page: Page, incidents: Sequence[Incident]) -> tuple[Event, ...]:
    document = page.document
    drafts = speech.join(page, [_draft(page, i) for i in incidents if _in_article(document, i.trigger)])
    drafts.sort(key=lambda d: d.trigger)
    _enclose(page, drafts)
    by_sentence: defaultdict[Range, list[Draft]] = defaultdict(list)
    for d in drafts:
        by_sentence[page.sentence(d.trigger[0])].append(d)
    counted: Counter[tuple[str, str]] = Counter()
    out: list[Event] = []
    for at, some in by_sentence.items():
        told = _figures(page, at, some)
        for k, d in enumerate(some):
            out.append(_event(page, d, at, some, tuple(told[k]), counted))
    return tuple(sorted(out, key=lambda e: (e.trigger.start, e.trigger.end, e.id)))


def _page(document: Document, resolved: Resolved) -> Page:
    layout = lay_out(document.text, document.parts)
    kinds = {e.id: e.kind for e in resolved.entities}
    barred = [(m.span.start, m.span.end) for m in resolved.mentions if kinds.get(m.entity or "") not in _PLACELIKE]
    found = places.find(layout.text, [(p.start, p.end) for p in layout.paragraphs], doc=document.id, barred=barred)
    return Page(
        document=document,
        layout=layout,
        places=found,
        dateline=places.dateline_of(layout.text, found),
        statements=resolved.statements,
        entities={e.id: e for e in resolved.entities},
        mentions=resolved.mentions,
        asked=resolved.asked,
    )


def _in_article(document: Document, at: Range) -> bool:
    """Whether words lie in what is article; captions and lists of other stories tell no events of this one."""
    if not document.parts:
        return True
    return any(p.start <= at[0] and at[1] <= p.end for p in document.parts if p.label in ARTICLE_LABELS)


def _draft(page: Page, i: Incident) -> Draft:
    def named(ranges: Sequence[Range]) -> list[Named]:
        return [(r, page.asked.get(r)) for r in ranges]

    actors, recipients = taking_part(page.text, page.sentence, i)
    return Draft(
        trigger=i.trigger,
        type=i.type,
        mode=i.mode,
        status=i.status,
        score=i.score,
        why=i.why,
        by=i.by,
        contexts=i.contexts,
        actors=named(actors),
        recipients=named(recipients),
        found=i,
    )


def _enclose(page: Page, drafts: Sequence[Draft]) -> None:
    """Give each event the innermost statement in whose content it is told; its own statement does not count."""
    length = {s.id: sum(c.end - c.start for c in s.content) for s in page.statements}
    waiting = deque(sorted(((c, s) for s in page.statements for c in s.content), key=lambda x: x[0].start))
    open_: list[tuple[Span, Statement]] = []
    for d in drafts:
        while waiting and waiting[0][0].start <= d.trigger[0]:
            open_.append(waiting.popleft())
        open_ = [(c, s) for c, s in open_ if c.end > d.trigger[0]]
        around = [s for c, s in open_ if d.trigger[1] <= c.end and (d.act_of is None or s.id != d.act_of.id)]
        d.within = min(around, key=lambda s: length[s.id], default=None)


def _figures(page: Page, at: Range, some: Sequence[Draft]) -> list[list[Figure]]:
    """The figures of a sentence, each given to the nearest event that it may belong to."""
    out: list[list[Figure]] = [[] for _ in some]
    for figure, where in figures.figures(page.document, page.text, at):
        fits = [k for k, d in enumerate(some) if d.type in figures.FITS.get(figure.kind, ())]
        if fits:
            out[min(fits, key=lambda k: abs(some[k].trigger[0] - where[0]))].append(figure)
    return out


def _event(
    page: Page, d: Draft, at: Range, some: Sequence[Draft], told: tuple[Figure, ...], counted: Counter[tuple[str, str]]
) -> Event:
    document = page.document
    triggers = [o.trigger for o in some]
    found = d.when if d.act_of else dating.when(page, d, triggers)
    (trigger,) = spans(document, [trim(document.text, *d.trigger)])
    (evidence,) = spans(document, [trim(document.text, min(at[0], d.trigger[0]), max(at[1], d.trigger[1]))])
    same = words(trigger.text), words(evidence.text)
    made = stable_id("v", document.id, "event", [trigger.text, evidence.text], counted[same])
    counted[same] += 1
    return Event(
        id=made,
        doc=document.id,
        type=d.type,
        mode=d.mode,
        contexts=d.contexts,
        status=status.settle(d, found, document.published),
        trigger=trigger,
        evidence=evidence,
        score=d.score,
        why=d.why,
        by=d.by,
        actors=_participants(page, d.actors),
        recipients=_participants(page, d.recipients),
        when=found,
        place=_place(page, d, at),
        figures=told,
        act_of=d.act_of.id if d.act_of else None,
        within=d.within.id if d.within else None,
        vector=d.found.vector if d.found else (),
    )


def _participants(page: Page, some: Sequence[Named]) -> tuple[Participant, ...]:
    """Those who took part, each actor and each phrase once, in order of naming."""
    out: dict[object, Participant] = {}
    for at, entity in some:
        start, end = trim(page.document.text, *at, ",;:")
        if start < end:
            (span,) = spans(page.document, [(start, end)])
            out.setdefault(entity or (start, end), Participant(span=span, entity=entity))
    return tuple(out.values())


def _place(page: Page, d: Draft, at: Range) -> Place | None:
    """Where the act took place; of what is only said or planned, where the text says so."""
    return places.place_of(page.text, at, d.trigger, page.places, type=d.type, dateline=page.dateline)
