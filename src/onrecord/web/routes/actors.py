"""Actors: the list of them, and of one its names, roles, statements and positions; merging, splitting, renaming."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import UsageError
from onrecord.export import actor_words
from onrecord.model import Judgement
from onrecord.store import path_rows, queries, rows
from onrecord.vocabulary import ACTOR_KINDS
from onrecord.web.asked import PER_PAGE, Flag, Limit, Offset, Opened, Words, subject
from onrecord.web.charts import counts, positions, roles
from onrecord.web.charts.chart import Chart
from onrecord.web.links import Links, address
from onrecord.web.listing import Listing, cut
from onrecord.web.page import page
from onrecord.web.tenures import Tenure, tenures
from onrecord.web.visitors import Judge

router = subject("actors")
NEWEST = 20
"""So many statements stand on the page of an actor."""
STEPS = 12
"""And so many steps of it on each issue: the latest."""
Typed = Annotated[str, Form(max_length=2000)]


# ---------------------------------------------------------------------------- the list


def _table(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("actor", "kind", "statements", "mentions", "documents", "names", "id")
    return header, (
        (a.actor.name, a.actor.kind, a.statements, a.mentions, a.documents, "; ".join(a.names), a.actor.id)
        for a in view.items
    )


@page(
    router,
    "/actors",
    "actors.html",
    name="actors",
    answers=Listing[rows.ActorRow],
    summary="Actors, those with the most statements first",
    presents=lambda _request, _view: {"kinds_of_actors": ACTOR_KINDS},
    table=_table,
)
def actors(
    record: Opened, text: Words = None, kind: Words = None, limit: Limit = PER_PAGE, offset: Offset = 0
) -> Listing[rows.ActorRow]:
    """Of a kind, or with these words in one of their names, if told so; every printed name, the most frequent first."""
    found = record.actors(text=text or "", kind=kind or "", limit=limit + 1, offset=offset)
    return cut(found, limit, offset)


# ---------------------------------------------------------------------------- one


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """An actor: the dossier with the newest statements, how many there are by day, the paths, the roles together."""

    dossier: rows.Dossier
    days: Mapping[date | None, int]
    paths: path_rows.Paths
    tenures: tuple[Tenure, ...]


def meant(request: Request, record: Opened, actor: str) -> rows.ActorRef:
    """The actor of an address. One that was joined with another, or a name, leads to the address of the actor it is."""
    found = queries.actor(record.store, actor)
    if found.id == actor or request.method != "GET":
        return found
    path = request.scope["route"].path
    here = address(path, **{**request.path_params, "actor": found.id})
    asked = f"?{request.url.query}" if request.url.query else ""
    raise HTTPException(307, headers={"location": here + asked})


Meant = Annotated[rows.ActorRef, Depends(meant)]


def _statements_drawn(view: ActorPage) -> Chart | None:
    name = view.dossier.actor

    def link(since: date, until: date) -> str:
        return address("/statements", by=name.id, since=since, until=until)

    return counts.over_time(view.days, title=f"Statements of {name.name} over time", link=link)


def _presents(_request: Request, _view: ActorPage) -> Mapping[str, Any]:
    return {
        "relation_of": lambda r: actor_words.relation(r.kind, of_other=r.of_other),
        "why_one": actor_words.why,
        "changed": actor_words.change,
        "steps_shown": STEPS,
    }


@page(
    router,
    "/actors/{actor}",
    "actor.html",
    name="actor",
    answers=rows.Dossier,
    summary="All about one actor, with its newest statements",
    presents=_presents,
    charts={
        "said": _statements_drawn,
        "stances": lambda view: positions.lanes(
            view.paths.paths, by="issue", title=f"Where {view.dossier.actor.name} stands"
        ),
        "roles": lambda view: roles.tenure_lanes(view.tenures, title=f"What {view.dossier.actor.name} is called when"),
    },
    twin=lambda view: view.dossier,
)
def actor(record: Opened, who: Meant, implied: Flag = False, unclear: Flag = False, limit: Limit = NEWEST) -> ActorPage:
    """The dossier: names in all spellings, roles, relations, why the names are one actor, judgements.

    `limit` bounds the statements, the newest first; `implied` and `unclear` add such positions to the page's paths.
    """
    found = record.dossier(who.id, limit=limit)
    return ActorPage(
        dossier=found,
        days=record.days(by=who.id),
        paths=record.positions(actor=who.id, implied=implied, unclear=unclear),
        tenures=tenures(found.roles),
    )


# ---------------------------------------------------------------------------- judging


@router.post("/actors/{actor}/merge", name="actor_merge", include_in_schema=False)
def merge(request: Request, record: Opened, who: Judge, actor: str, other: Typed = "", note: Typed = "") -> Response:
    """Log that this actor and the other, by name or id, are one."""
    if not other.strip():
        raise UsageError("name the other actor that this one is")
    return _back(request, record, record.merge(actor, other, who=who.name, note=note), actor)


@router.post("/actors/{actor}/split", name="actor_split", include_in_schema=False)
def split(
    request: Request,
    record: Opened,
    who: Judge,
    actor: str,
    name: Typed = "",
    document: Typed = "",
    into: Typed = "",
    note: Typed = "",
) -> Response:
    """Log that a printed name, or what the actor is in a document, is another."""
    documents = [document] if document.strip() else []
    made = record.split(actor, who=who.name, name=name, documents=documents, into=into, note=note)
    return _back(request, record, made, actor)


@router.post("/actors/{actor}/rename", name="actor_rename", include_in_schema=False)
def rename(request: Request, record: Opened, who: Judge, actor: str, name: Typed = "", note: Typed = "") -> Response:
    """Log what the actor is called."""
    return _back(request, record, record.rename(actor, name, who=who.name, note=note), actor)


def _back(request: Request, record: Opened, made: Judgement, actor: str) -> Response:
    """To the actor that it is now, which tells what was done."""
    to = Links(request.app)("actor", actor=queries.actor(record.store, actor).id, done=made.verdict, judgement=made.id)
    return RedirectResponse(to, status_code=303)
