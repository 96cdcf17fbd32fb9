"""The pages of the workbench at addresses of a record: taken from its routes, so that a new page is among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.record import Record
from onrecord.web.links import address
from onrecord.web.routes import ROUTERS


def pages() -> dict[str, str]:
    """The path of each page by the name of its route: what answers HTML when it is asked."""
    routes = [r for router in ROUTERS for r in router.routes if "GET" in r.methods]
    found = {r.name: r.path for r in routes if not r.path.endswith((".json", ".csv")) and "{form}" not in r.path}
    assert len(found) > 30, "the routes are made otherwise than this file knows"
    return found


STATES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "positions to judge": ("review", {"kind": "position"}),
    "events to judge": ("review", {"kind": "event"}),
    "names to judge": ("review", {"kind": "actor"}),
    "a second coder": ("review", {"blind": "true"}),
    "nothing fits": ("statements", {"text": "zzzz"}),
    "nothing found": ("search", {"q": "zzzz yyyy", "kind": "article"}),
    "a word changed": ("check", {"quote": "they will turn for no single night"}),
    "what was done": ("statements", {"done": "accept", "judgement": "1"}),
}
"""What pages look like with other queries: name, page, query."""


def asked(record: Record) -> dict[str, str]:
    """An address of each page, and of `STATES`, with ids of the record. Fails where a page needs what is not told."""
    found = pages()
    values, queries = _ids(record), _queries(record)
    out = {name: address(path, **{**_filled(path, values), **queries.get(name, {})}) for name, path in found.items()}
    out |= {state: address(found[name], **query) for state, (name, query) in STATES.items()}
    return out | {"no such page": "/nowhere"}


def _filled(path: str, values: Mapping[str, str]) -> dict[str, str]:
    wanted = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    assert set(wanted) <= set(values), f"say in addresses.py which {wanted} to ask {path} for"
    return {name: values[name] for name in wanted}


def _ids(record: Record) -> dict[str, str]:
    """What stands in paths: of each kind the one with most about it."""
    said = record.queue(limit=1).items[0].said
    path = max(record.positions().paths, key=lambda p: p.statements)
    assert said and path.actor
    return {
        "statement": said.id,
        "document": max(record.articles().articles, key=lambda a: a.statements).document.id,
        "actor": path.actor.id,
        "position": path.steps[0].taken[0].id,
        "event": record.events(limit=1).events[0].id,
        "story": max(record.stories().storylines, key=lambda s: len(s.stories)).stories[0].id,
        "name": "attribution",
    }


def _queries(record: Record) -> dict[str, dict[str, Any]]:
    net = {"implied": "true", "kind": "ignore"}
    tie = next(iter(record.network(implied=True, kind="ignore").edges()))
    status = record.status()
    return {
        "issue": {"name": record.issues()[0].name, "implied": "true"},
        "outlet": {"name": status.outlets[0].name},
        "network": {**net, "window": "365d", "step": "180d", "at": "2"},
        "network_whole": net,
        "tie": {**net, "a": tie.a, "b": tie.b},
        "node": {**net, "a": tie.a},
        "check": {"quote": record.said(limit=1)[0].quote},
        "search": {"q": "dam"},
        "diff": {"since": status.first},
        "lineage": {"document": record.reprints(limit=1)[0].original.id},
    }
