"""Who carried what: outlets beside each other, each with what it printed, whom it quoted and whom it took from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from onrecord.errors import NotFound, UsageError
from onrecord.project import DEFAULT_SURE
from onrecord.store import coverage, outlet_page
from onrecord.store.coverage import Article, Coverage, Told, lag_of, once
from onrecord.store.outlet_rows import Credit, Kind, OutletPage, OutletRow, OutletTable, Share, StoryRef, Voice, share
from onrecord.store.statements import bound
from onrecord.vocabulary import STATEMENT_KINDS

if TYPE_CHECKING:
    from onrecord.store.db import Store

CANDIDATES = 8
SHORTEST = 6  # characters of an id that may stand for the whole


def outlets(
    store: Store,
    name: str = "",
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    story: str = "",
    sure: bool = False,
    threshold: float = DEFAULT_SURE,
) -> OutletTable | OutletPage:
    """Every outlet, the one with the most documents first; of `name` its page.

    `since` and `until` are days of publication: undated documents are left out with either. `story` (an id, words
    of a title, a document of it) leaves the documents of that story. With `sure` only the checked record counts.
    Raises NotFound where no outlet or story, or more than one, is meant.
    """
    first, last = (bound(day, n) if day is not None else None for day, n in ((since, "since"), (until, "until")))
    if first and last and first > last:
        raise UsageError(f"since {first} is after until {last}: nothing can lie between")
    window = first, last, threshold if sure else None
    with store.read() as conn:

        def covered() -> Coverage:
            return store.remembered.get(conn, "coverage", window, lambda: coverage.read(conn, *window), verdicts=sure)

        asked = window, name.strip(), story.strip()
        return store.remembered.get(conn, "outlets", asked, lambda: _answer(covered(), *asked), verdicts=sure)


def _answer(
    every: Coverage, window: tuple[str | None, str | None, float | None], name: str, story: str
) -> OutletTable | OutletPage:
    """The table of a coverage, or of `name` its page; with `story` of that one alone."""
    first, last, _ = window
    only = _story(every, story) if story else None
    part = every.within(only) if only else every
    if not name:
        return _table(part, first, last, only)
    shared = [s for s in part.stories if len(s.outlets) > 1]
    names = sorted({a.ref.outlet for a in part.articles.values() if a.ref.outlet})
    row = _row(part, _outlet(names, name), shared)
    return outlet_page.page(part, row, shared, since=first, until=last, story=only)


def _table(part: Coverage, first: str | None, last: str | None, only: StoryRef | None) -> OutletTable:
    """Every outlet of this coverage beside each other."""
    shared = [s for s in part.stories if len(s.outlets) > 1]
    names = sorted({a.ref.outlet for a in part.articles.values() if a.ref.outlet})
    rows = [_row(part, n, shared) for n in names]
    return OutletTable(
        since=first,
        until=last,
        story=only,
        documents=len(part.articles),
        nameless=sum(not a.ref.outlet for a in part.articles.values()),
        outlets=tuple(sorted(rows, key=lambda r: (-len(r.documents), r.outlet))),
        stories=tuple(sorted(shared, key=lambda s: (-len(s.outlets), -len(s.documents), s.id))),
    )


# ---------------------------------------------------------------------------- which


def _outlet(names: Sequence[str], asked: str) -> str:
    """The outlet of this name, of these initials, or the one whose name holds this."""
    wanted = " ".join(asked.casefold().split())
    folded = {n: " ".join(n.casefold().split()) for n in names}
    for found in (
        [n for n in names if folded[n] == wanted],
        [n for n in names if initials(n).casefold() == wanted],
        [n for n in names if wanted in folded[n]],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(f"{asked!r} may be {_list(found)}; write the full name")
    raise NotFound(f"no outlet here is called {asked!r}; there are: {_list(names) or 'none'}")


def _story(every: Coverage, asked: str) -> StoryRef:
    """The story of this id, or with this document (id, file), or the one whose title has these words."""
    asked = asked.strip()
    wanted = asked.casefold().split()
    for found in (
        [s for s in every.stories if s.id == asked],
        [s for s in every.stories if any(asked in (d.id, d.file) for d in s.documents)],
        [s for s in every.stories if len(asked) >= SHORTEST and s.id.startswith(asked)],
        [s for s in every.stories if all(w in s.title.casefold() for w in wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(f"{asked!r} may be {_list([f'{s.title} ({s.id})' for s in found])}; write the id")
    raise NotFound(f"no story here has the id, a document or a title of {asked!r}; stories are listed by: outlets")


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:CANDIDATES]) + (
        f", ... ({len(names) - CANDIDATES} more)" if len(names) > CANDIDATES else ""
    )


# ---------------------------------------------------------------------------- one line


def _row(part: Coverage, outlet: str, shared: Sequence[StoryRef]) -> OutletRow:
    mine = [a for a in part.articles.values() if a.ref.outlet == outlet]
    told = [t for a in mine for t in part.by_document.get(a.n, ())]
    utterances = once(told)
    stories = [s for s in shared if outlet in s.outlets]
    lags = [lag for s in stories if (lag := lag_of(part, s, outlet)) is not None]
    return OutletRow(
        outlet=outlet,
        documents=tuple(a.ref.id for a in mine),
        undated=sum(a.ref.published is None for a in mine),
        words=sum(a.words for a in mine),
        own_words=sum(a.own_words for a in mine),
        statements=len(utterances),
        tellings=tuple(t.id for t in told),
        original=share(sum(a.original for a in mine), len(mine)),
        copied=tuple(a.copied for a in mine if a.copied),
        credits=_credits(outlet, mine),
        kinds=_kinds(utterances),
        resolved=share(sum(t.speaker is not None for t in utterances), len(utterances)),
        quoted=_voices(part, told),
        stories=tuple(s.id for s in stories),
        voices=_heard(part, outlet, stories),
        first=share(sum(lag.days == 0 for lag in lags), len(lags)),
        lag=median(lag.days for lag in lags) if lags else None,
        lags=tuple(lags),
    )


def _kinds(utterances: Sequence[Told]) -> dict[str, Kind]:
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for t in utterances:
        ids[t.kind].append(t.id)
    names = dict.fromkeys([*STATEMENT_KINDS, *sorted(ids)])
    return {k: Kind(share=share(len(ids[k]), len(utterances)), statements=tuple(ids[k])) for k in names}


def _voices(part: Coverage, told: Sequence[Told]) -> tuple[Voice, ...]:
    """Whom an outlet quotes, the most quoted first."""
    whole = len(once(told))
    by: defaultdict[int, list[Told]] = defaultdict(list)
    for t in told:
        if t.speaker is not None:
            by[t.speaker].append(t)
    made = [
        Voice(
            actor=part.actors[speaker],
            share=share(len(once(some)), whole),
            statements=tuple(t.id for t in some),
            documents=tuple(dict.fromkeys(part.articles[t.document].ref.id for t in some)),
        )
        for speaker, some in by.items()
    ]
    return tuple(sorted(made, key=lambda v: (-v.share.part, v.actor.name, v.actor.id)))


def _credits(outlet: str, mine: Sequence[Article]) -> tuple[Credit, ...]:
    documents: defaultdict[str, list[str]] = defaultdict(list)
    for article in mine:
        for agency in article.agencies:
            documents[agency].append(article.ref.id)
    made = [Credit(agency=a, own=_same_body(a, outlet), documents=tuple(ids)) for a, ids in documents.items()]
    return tuple(sorted(made, key=lambda c: (-len(c.documents), c.agency)))


def _same_body(agency: str, outlet: str) -> bool:
    """Whether an agency's name is the outlet's, or its initials: "SPS" is the Sarrin Press Service."""
    return agency.casefold() == outlet.casefold() or agency.replace(".", "") == initials(outlet)


def initials(name: str) -> str:
    """The capitals that the words of a name begin with."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _heard(part: Coverage, outlet: str, stories: Sequence[StoryRef]) -> Share:
    """Over stories, how many of the actors anybody quotes there the outlet quotes; an actor counts once a story."""
    mine = every = 0
    for story in stories:
        sides = part.heard[story.id]
        every += len({s for quoted in sides.values() for s in quoted})
        mine += len(sides.get(outlet, ()))
    return share(mine, every)
