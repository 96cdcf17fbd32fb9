"""Search: articles and statements that hold words, each hit a link to its place, and whom or what the words name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import BeforeValidator

from onrecord.errors import UsageError
from onrecord.record import Record
from onrecord.store import rows
from onrecord.web.asked import Limit, Offset, Opened, subject, the_record
from onrecord.web.listing import Listing
from onrecord.web.page import page

router = subject("search")
KINDS = {"": "Everything", "article": "Articles", "statement": "Statements"}
NEAR = 5
"""Actors, outlets and issues that are offered beside the hits, of each sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A hit as the page shows it: its snippet in runs, each with whether it is one of the words searched for."""

    hit: rows.Hit
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An article with its hits, the best first."""

    document: rows.DocumentRef
    places: tuple[Place, ...]


def grouped(hits: Sequence[rows.Hit]) -> list[Group]:
    """Each article once, in the order of its best hit."""
    found: dict[str, list[rows.Hit]] = {}
    for hit in hits:
        found.setdefault(hit.document.id, []).append(hit)
    return [
        Group(document=some[0].document, places=tuple(Place(hit=h, runs=tuple(runs(h))) for h in some))
        for some in found.values()
    ]


def runs(hit: rows.Hit) -> Iterator[tuple[str, bool]]:
    """The snippet without the brackets that mark its hits; brackets of the article stay."""
    at = 0
    for start, end in hit.marks:
        yield hit.snippet[at : start - 1], False
        yield hit.snippet[start:end], True
        at = end + 1
    yield hit.snippet[at:], False


def _beside(request: Request, view: Listing[rows.Hit]) -> Mapping[str, Any]:
    """Whom or what the words name, and the hits by article."""
    asked = request.query_params.get("q", "")
    name = " ".join(asked.replace('"', " ").replace("*", " ").split())
    return {
        "q": asked.strip(),
        "groups": grouped(view.items),
        "kind_names": KINDS,
        "goto": _goto(the_record(request), name) if name and not view.offset else None,
    }


def _goto(record: Record, name: str) -> Mapping[str, Any]:
    wanted = name.casefold()
    return {
        "actors": record.actors(text=name, limit=NEAR),
        "outlets": record.outlet_names(name, limit=NEAR),
        "issues": [i for i in record.issues() if wanted in i.name.casefold()][:NEAR],
    }


def _kind(value: Any) -> Any:
    return "" if value is None else value


@page(
    router,
    "/search",
    "search.html",
    name="search",
    answers=Listing[rows.Hit],
    summary="Articles and statements that hold words, the best first",
    presents=_beside,
)
def search(
    record: Opened,
    q: Annotated[str, Query(description='words; "a phrase"; the beginning of a word with a star: sanction*')] = "",
    kind: Annotated[str, BeforeValidator(_kind), Query(description="article or statement")] = "",
    limit: Limit = 30,
    offset: Offset = 0,
) -> Listing[rows.Hit]:
    """All words must stand there. `marks` says where in `snippet` they do."""
    if kind not in KINDS:
        raise UsageError(f"kind: no hit is of the kind {kind!r}; there are: article, statement")
    if not q.strip():
        return Listing(items=(), limit=limit, offset=offset, total=0)
    found = record.find(q, kind=kind, limit=limit, offset=offset)
    return Listing(items=found.hits, limit=limit, offset=offset, total=found.total)
