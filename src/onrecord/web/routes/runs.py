"""How the record was made: runs, models, settings and sources; and what people judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from onrecord.errors import NotFound
from onrecord.model import Run
from onrecord.store import review_log, review_rows, status_rows
from onrecord.web import asked as asking
from onrecord.web.asked import From, Limit, Opened, Words, subject
from onrecord.web.cards import Card, cards
from onrecord.web.page import page

router = subject("runs")
LABELS = {"who": "Who", "verdict": "Verdict", "state": "Only", "since": "From"}
"""The filters as the chips of the log name them."""
TARGETS = {"s": ("statement", "statement"), "v": ("event", "event"), "p": ("position", "position"),
           "d": ("article", "document"), "a": ("actor", "actor")}  # fmt: skip
"""The page that an id is of, by its first letter: the route and the name of its parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of the project that are in force; `sha` is that of those that change what a run finds."""

    name: str
    sha: str
    attribution: str
    min_score: float
    sure: float
    side: float
    gazetteer: bool
    keep: str
    actors: int
    outlets: tuple[str, ...]
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model of the package, by its card."""

    name: str
    version: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How the record was made: runs, the newest first, models and settings; and what is wrong with its sources."""

    path: str
    schema: str
    runs: tuple[Run, ...]
    unfinished: int
    settled: bool
    models: tuple[Model, ...]
    settings: Settings
    rejected: tuple[status_rows.RejectedRow, ...]
    undated: tuple[status_rows.UndatedRow, ...]
    wanted: tuple[status_rows.WantedRow, ...]
    feeds: tuple[status_rows.FeedRow, ...]


def _table(view: Making) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    names = sorted({n for r in view.runs for n in r.counts})
    tools = sorted({n for r in view.runs for n in r.versions})
    header = ("run", "started", "finished", "seconds", "project_sha", *names, *(f"version of {t}" for t in tools))
    return header, (
        (r.id, r.started.isoformat(), r.finished.isoformat() if r.finished else None, r.seconds, r.project_sha,
         *(r.counts.get(n) for n in names), *(r.versions.get(t) for t in tools))
        for r in view.runs
    )  # fmt: skip


@page(
    router,
    "/runs",
    "runs.html",
    name="runs",
    answers=Making,
    summary="How the record was made",
    table=_table,
)
def runs(record: Opened) -> Making:
    """Every run with its versions and counts, the models, the settings in force, and what of the sources is missing."""
    status = record.status()
    p = record.project
    settings = Settings(
        name=p.name, sha=p.sha, attribution=p.attribution, min_score=p.min_score, sure=p.sure, side=p.side,
        gazetteer=p.gazetteer, keep=p.keep, actors=len(p.actors), outlets=tuple(o.name for o in p.outlets),
        issues=tuple(i.name for i in p.issues),
    )  # fmt: skip
    return Making(
        path=record.store.path.name,
        schema=status.schema,
        runs=tuple(reversed(status.runs)),
        unfinished=status.unfinished_runs,
        settled=record.settled(),
        models=tuple(Model(name=c.name, version=c.version, what=c.what) for c in cards()),
        settings=settings,
        rejected=status.rejected,
        undated=status.without_date,
        wanted=tuple(record.wanted()) if status.wanted else (),
        feeds=tuple(record.feeds()),
    )


@page(
    router,
    "/runs/models/{name}",
    "card.html",
    name="card",
    answers=Card,
    summary="The card of a model",
)
def card(name: str) -> Card:
    """What a model does, what it was made from, and how well it does it."""
    found = next((c for c in cards() if c.name == name), None)
    if found is None:
        raise NotFound(f"no model is called {name!r}; there are: {', '.join(c.name for c in cards())}")
    return found


# ---------------------------------------------------------------------------- the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A page of the log, with the words of what its lines are about."""

    log: review_rows.LogPage
    words: Mapping[str, str]


def _log(view: Judged) -> review_rows.LogPage:
    return view.log


def _lines(view: Judged) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("id", "at", "who", "verdict", "target", "words", "change", "note", "score", "by", "role", "bulk",
              "undone_at", "state")  # fmt: skip
    return header, (
        (j.id, j.at.isoformat(), j.who, j.verdict, j.target, view.words.get(j.target),
         "; ".join(f"{k}: {v}" for k, v in j.change.items()), j.note, j.score, j.by, j.role, j.bulk,
         j.undone_at.isoformat() if j.undone_at else None, j.state)
        for j in view.log.lines
    )  # fmt: skip


def _presented(_request: Request, view: Judged) -> Mapping[str, Any]:
    there = {t: TARGETS[t[:1]] for t in view.words if t[:1] in TARGETS}
    return {"labels": LABELS, "leads": there, "known": review_log.VERDICTS, "states": review_log.STATES}


@page(
    router,
    "/log",
    "log.html",
    name="log",
    answers=review_rows.LogPage,
    summary="The log of judgements, newest first",
    presents=_presented,
    table=_lines,
    twin=_log,
)
def log(
    record: Opened,
    who: Words = None,
    verdict: Words = None,
    state: Words = None,
    since: From = None,
    limit: Limit = asking.PER_PAGE,
    after: Words = None,
) -> Judged:
    """Who judged what, when, against which score; what was taken back stays."""
    found = record.log(who=who, verdict=verdict, state=state, since=since, limit=limit, after=after or "")
    return Judged(log=found, words=record.words_of(j.target for j in found.lines))
