"""What came of what was announced, and numbers that rose. Pure functions over acts and entries.

A change of status is read from the reports of one event, told at different times, or from two events that are plainly
one matter: the same type and actors, days that agree, and words that both reports have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from onrecord.model import Figure
from onrecord.store.diff_rows import Rise, StatusChange
from onrecord.store.event_rows import EventReport, ValueRow
from onrecord.store.stances import matter, printed
from onrecord.store.timeline_entries import Act, entry
from onrecord.store.timeline_rows import TimelineEntry
from onrecord.vocabulary import EVENT_STATUSES

LATEST = 92  # days after the announced ones by which something may still be what was announced
SHARED = 2  # words, beside names, that two reports of one matter share
# What a thing is when it is announced, and when it is done (PLOVER: a future visit is an agreement).
DONE_AS = {"AGREE": ("AGREE", "CONSULT", "COOPERATE", "AID", "SUPPORT"), "CONCEDE": ("CONCEDE", "RETREAT")}
AHEAD = ("future", "hypothetical")
Made = tuple[Act, TimelineEntry]
New = Callable[[TimelineEntry], bool]


def changes(made: Sequence[Made], new: New, threshold: float) -> list[StatusChange]:
    """What was announced and then happened or did not, or was told as done and then denied, where the later is new."""
    events = [(a, e) for a, e in made if e.kind == "event"]
    inside = [c for a, _ in events for c in _inside(a, threshold) if new(c.after)]
    taken = {c.after.id for c in inside}
    between = [c for c in _between(events) if new(c.after) and c.after.id not in taken]
    return sorted([*inside, *between], key=lambda c: (c.after.since or date.max, c.after.id, c.before.id))


def _inside(act: Act, threshold: float) -> Iterator[StatusChange]:
    """Reports of one event that were published one after the other, with another status."""
    by: defaultdict[str, list[EventReport]] = defaultdict(list)
    for r in act.reports:
        if r.document.published:
            by[r.status].append(r)
    for was in by:
        for became in by:
            if _turns(was, became) and _published(by[was])[-1] < _published(by[became])[0]:
                before, after = (entry(Act(reports=tuple(by[s]), told=()), threshold) for s in (was, became))
                yield StatusChange(was=was, became=became, before=before, after=after, why="reports of one event")


def _published(some: Iterable[EventReport]) -> list[date]:
    return sorted(r.document.published for r in some if r.document.published)


def _turns(was: str, became: str) -> bool:
    """Whether this is news: what lay ahead was done or not, what was done is denied."""
    return (was in AHEAD[:1] and became in ("happened", "negated")) or (was == "happened" and became == "negated")


def _between(events: Sequence[Made]) -> Iterator[StatusChange]:
    """Two events of one matter, each announcement with the first that comes of it."""
    by_actor: defaultdict[tuple[str, str], list[Made]] = defaultdict(list)
    for one in events:
        for party in one[1].who:
            if party.actor:
                by_actor[party.actor.id, one[1].status or ""].append(one)
    for act, before in events:  # of a long record only those are looked at that it may have turned into
        turned = [s for s in EVENT_STATUSES if _turns(before.status or "", s)]
        mates = {e.id: (a, e) for p in before.who if p.actor for s in turned for a, e in by_actor[p.actor.id, s]}
        found = [(e, why) for a, e in mates.values() if (why := _one_matter((act, before), (a, e)))]
        for after, why in sorted(found, key=lambda f: (f[0].since or date.max, f[0].id))[:1]:
            yield StatusChange(was=before.status or "", became=after.status or "", before=before, after=after, why=why)


def _one_matter(one: Made, other: Made) -> str:
    """Why the later of two events is what came of the earlier; "" where it is not plain."""
    (a, before), (b, after) = one, other
    if before.id == after.id or not _turns(before.status or "", after.status or ""):
        return ""
    told_before, told_after = _published(a.reports)[:1], _published(b.reports)[:1]
    if not told_before or not told_after or told_before >= told_after:
        return ""
    if after.type not in DONE_AS.get(before.type or "", (before.type,)):
        return ""
    if before.mode and after.mode and before.type == after.type and before.mode != after.mode:
        return ""
    if _apart(before, after) or not _in_time(before, after):
        return ""
    names = {w for p in (*before.who, *before.whom, *after.who, *after.whom) for w in matter(p.name)}
    shared = (matter(before.words) & matter(after.words)) - names
    return (
        f"the same actor, and both speak of {', '.join(printed(shared, after.words))}" if len(shared) >= SHARED else ""
    )


def _apart(a: TimelineEntry, b: TimelineEntry) -> bool:
    """Whether they are done to others, or elsewhere."""
    to_a, to_b = ({p.actor.id for p in e.whom if p.actor} for e in (a, b))
    if to_a and to_b and to_a.isdisjoint(to_b):
        return True
    return bool(a.place and b.place and a.place.name != b.place.name and a.place.kind == b.place.kind)


def _in_time(before: TimelineEntry, after: TimelineEntry) -> bool:
    """Whether the later one may be what was announced for those days (any, where none were named)."""
    if before.since is None or after.since is None:
        return False
    last = before.until or before.since
    try:
        latest = last + timedelta(days=LATEST)
    except OverflowError:
        latest = date.max
    return before.since <= (after.until or after.since) and after.since <= latest


# ---------------------------------------------------------------------------- numbers


def rises(made: Iterable[Made], new: Callable[[EventReport], bool]) -> list[Rise]:
    """Numbers of events that new reports put higher than all earlier ones."""
    out = [r for act, e in made for r in _rises(act, e, new)]
    return sorted(out, key=lambda r: (r.event.since or date.max, r.event.id, r.kind))


def _rises(act: Act, of: TimelineEntry, new: Callable[[EventReport], bool]) -> Iterator[Rise]:
    figures = [(f, r) for r in act.reports for f in r.figures if f.kind != "other" and r.document.published]
    for kind in sorted({f.kind for f, _ in figures}):
        late = [(f, r) for f, r in figures if f.kind == kind and new(r)]
        if not late:
            continue
        first = min(_published(r for _, r in late))
        early = [(f, r) for f, r in figures if f.kind == kind and r.document.published and r.document.published < first]
        if not early:
            continue
        top, was = max(late, key=_height), max(early, key=_height)
        if (top[0].least or 0) > _most(was[0]):
            yield Rise(event=of, kind=kind, before=_value(was[0], early), after=_value(top[0], late))


def _height(found: tuple[Figure, EventReport]) -> tuple[float, str]:
    f, report = found
    return (f.least if f.least is not None else f.most or 0), report.id


def _most(f: Figure) -> float:
    """The most an earlier report allows; "at least 27" is told as 27."""
    return f.most if f.most is not None else f.least or 0


def _value(figure: Figure, among: Iterable[tuple[Figure, EventReport]]) -> ValueRow:
    """The number in words, with the reports that give the same."""
    same = [r for f, r in among if (f.least, f.most) == (figure.least, figure.most)]
    documents = {r.document.id: r.document for r in same}
    words = " ".join(figure.span.text.split())
    return ValueRow(value=words, reports=tuple(r.id for r in same), documents=tuple(documents.values()))
