"""One outlet against the others: on the stories it shares with them, whom it quotes more, less, not, or alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from onrecord.store.coverage import Coverage, Told, lag_of, once
from onrecord.store.outlet_rows import (
    FEW_DOCUMENTS,
    Carried,
    Compared,
    Copied,
    Flow,
    OneSided,
    OutletPage,
    OutletRow,
    Quoting,
    StoryRef,
    share,
)


def page(
    part: Coverage,
    row: OutletRow,
    shared: Sequence[StoryRef],
    *,
    since: str | None,
    until: str | None,
    story: StoryRef | None,
) -> OutletPage:
    """The page of the outlet of this row. `shared` are the stories that several outlets carry."""
    mine = [s for s in shared if row.outlet in s.outlets]
    left_out, only_here = _one_sided(part, row.outlet, mine)
    everywhere = [a.copied for a in part.articles.values() if a.copied]
    taken = [c for c in everywhere if c.original.outlet == row.outlet and c.document.outlet != row.outlet]
    took = [c for c in everywhere if c.document.outlet == row.outlet and c.original.outlet != row.outlet]
    return OutletPage(
        since=since,
        until=until,
        story=story,
        outlet=row,
        stories=tuple(_carried(part, row.outlet, s) for s in mine),
        compared=_compared(part, row.outlet, mine),
        left_out=left_out,
        only_here=only_here,
        taken_from=_flows((c.original.outlet, c) for c in took),
        taken_by=_flows((c.document.outlet, c) for c in taken),
    )


def _carried(part: Coverage, outlet: str, story: StoryRef) -> Carried:
    articles = part.articles_of(story)
    mine = [a for a in articles if a.ref.outlet == outlet]
    others = [a for a in articles if a.ref.outlet != outlet]
    lag = lag_of(part, story, outlet)
    first = (d.outlet for d in story.documents if d.published and d.published == story.since and d.outlet)
    return Carried(
        story=story,
        documents=tuple(a.ref for a in mine),
        words=sum(a.words for a in mine),
        other_documents=len(others),
        other_words=sum(a.words for a in others),
        lag=lag.days if lag else None,
        first=tuple(dict.fromkeys(first)),
    )


def _compared(part: Coverage, outlet: str, stories: Sequence[StoryRef]) -> tuple[Compared, ...]:
    """Each actor quoted on these stories: its share here and among the others, an utterance once on each side."""
    here: list[Told] = []
    there: list[Told] = []
    sides: tuple[defaultdict[int, list[Told]], ...] = (defaultdict(list), defaultdict(list))
    documents = Counter[bool]()
    for story in stories:
        for article in (a for a in part.articles_of(story) if a.ref.outlet):
            mine = article.ref.outlet == outlet
            documents[mine] += 1
            (here if mine else there).extend(part.by_document.get(article.n, ()))
        for name, quoted in part.heard[story.id].items():
            for speaker, some in quoted.items():
                sides[name != outlet][speaker] += some
    enough = min(documents[True], documents[False]) >= FEW_DOCUMENTS
    whole_here, whole_there = len(once(here)), len(once(there))
    made = []
    for speaker in {*sides[0], *sides[1]}:
        ours, theirs = sides[0].get(speaker, []), sides[1].get(speaker, [])
        one, other = share(len(once(ours)), whole_here), share(len(once(theirs)), whole_there)
        made.append(
            Compared(
                actor=part.actors[speaker],
                here=one,
                statements=tuple(t.id for t in ours),
                others=other,
                other_statements=tuple(t.id for t in theirs),
                differs=one.differs(other) if enough else "",
            )
        )
    return tuple(sorted(made, key=_distance))


def _distance(row: Compared) -> tuple[float, str, str]:
    """The widest apart first."""
    return -round(abs((row.here.value or 0.0) - (row.others.value or 0.0)), 9), row.actor.name, row.actor.id


def _one_sided(
    part: Coverage, outlet: str, stories: Sequence[StoryRef]
) -> tuple[tuple[OneSided, ...], tuple[OneSided, ...]]:
    """Whom the others quote and this outlet does not, those most outlets quote first; and whom it alone quotes."""
    left_out, only_here = [], []
    for story in stories:
        sides = part.heard[story.id]
        mine = sides.get(outlet, {})
        others: defaultdict[int, list[Told]] = defaultdict(list)
        for quoted in (told for name, told in sides.items() if name != outlet):
            for speaker, some in quoted.items():
                others[speaker] += some
        for speaker, some in others.items():
            if speaker not in mine:
                left_out.append(_side(part, story, speaker, some, {outlet}))
        for speaker, some in mine.items():
            if speaker not in others:
                only_here.append(_side(part, story, speaker, some, {*sides} - {outlet}))
    return tuple(sorted(left_out, key=_weight)), tuple(sorted(only_here, key=_weight))


def _side(part: Coverage, story: StoryRef, speaker: int, told: Sequence[Told], silent: set[str]) -> OneSided:
    by: defaultdict[int, list[str]] = defaultdict(list)
    for t in told:
        by[t.document].append(t.id)
    named = (a for a in part.articles_of(story) if a.ref.outlet in silent and speaker in a.actors)
    return OneSided(
        actor=part.actors[speaker],
        story=story.id,
        title=story.title,
        by=tuple(
            Quoting(document=a.ref, statements=tuple(by[a.n]), copied=not a.original)
            for a in part.articles_of(story)
            if a.n in by
        ),
        named=tuple(a.ref for a in named),
    )


def _weight(row: OneSided) -> tuple[int, int, str, str]:
    outlets = {q.document.outlet for q in row.by}
    return -len(outlets), -sum(len(q.statements) for q in row.by), row.actor.name, row.story


def _flows(copies: Iterable[tuple[str | None, Copied]]) -> tuple[Flow, ...]:
    by: defaultdict[str | None, list[Copied]] = defaultdict(list)
    for outlet, copied in copies:
        by[outlet].append(copied)
    made = [Flow(outlet=outlet, copies=tuple(some)) for outlet, some in by.items()]
    return tuple(sorted(made, key=lambda f: (-len(f.copies), f.outlet or "")))
