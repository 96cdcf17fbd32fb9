"""Every question that a record answers, with every filter that it takes, and a record's answers to all of them.

Questions that take the same filters are usually asked with them in turn, and with THOROUGH=1 each with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from effort import THOROUGH, times
from onrecord import Record
from onrecord.errors import OnRecordError
from onrecord.quotations.asked import Asked

Question = tuple[str, tuple[Any, ...], dict[str, Any]]

ISSUE = "Filling of the Tarsil reservoir"
ACTOR = "Nuray Karadal"
OUTLET = "Tarkhan Gazette"
TIMES = ({"since": "2024-01-01"}, {"until": "2024-06-30"}, {"since": "2023-06", "until": "2024-06"})
WORDS = (
    "dam", "Tarsil", "tars*", '"filling of the reservoir"', "Filling AND water", "réservoir", "RESERVOIR minister",
    '"the dam" water*', "the", "of the", "Karadal's", "2024", "don't", "sluice-gates", "al-Zurqani",
    "no such words here", "and", "col : x", "1st", "Ḥamid", '"prime minister"', "a*",
)  # fmt: skip
QUOTATIONS = (
    "The gates will close next year", "never accept the dam", "Not one drop will be lost",
    "we will never accept a dam that was filled without our signature", "water", "the gates [...] next year",
)  # fmt: skip

SAID: tuple[dict[str, Any], ...] = (
    {}, {"by": ACTOR}, {"by": "?"}, {"by": "nobody at all"}, {"text": "dam"}, {"text": '"the dam"'}, {"text": "wat*"},
    {"outlet": OUTLET}, {"outlet": "no such"}, *TIMES, {"kind": "direct"}, {"kind": "x"}, {"act": "demand"},
    {"min_score": 0.8}, {"sure": True}, {"sure": False}, {"every": True}, {"include_rejected": True},
    {"by": ACTOR, "text": "dam", "since": "2023"}, {"text": "!"},
)  # fmt: skip
EVENTS: tuple[dict[str, Any], ...] = (
    {}, {"type": "PROTEST"}, {"type": ["ACCUSE", "AGREE"]}, {"type": "x"}, {"quad": 4}, {"mode": "demo"},
    {"context": "environment"}, {"context": "diplomatic"}, {"status": "negated"}, {"actor": ACTOR},
    {"recipient": "Tarkhan government"}, {"who": ACTOR}, {"place": "Qasira"}, {"country": "x"}, *TIMES,
    {"text": "dam"}, {"text": '"the dam"'}, {"outlet": OUTLET}, {"min_score": 0.7}, {"sure": True}, {"sure": False},
    {"include_rejected": True}, {"text": "gov*", "since": "2023"},
)  # fmt: skip
PATHS: tuple[dict[str, Any], ...] = (
    {}, {"issue": ISSUE}, {"issue": "no such"}, {"actor": ACTOR}, {"outlet": OUTLET}, {"implied": True}, *TIMES,
)  # fmt: skip
ORDERS = ("uncertain", "consequential", "newest")


def fixed() -> Iterator[Question]:
    """The questions that name no row of the record."""
    for name in ("issues", "runs", "wanted", "feeds", "settled", "progress", "coders", "disagreements", "log"):
        yield name, (), {}
    yield from (("find", (w,), {}) for w in WORDS)
    yield "find", ("dam",), {"limit": 3, "offset": 4}
    yield from _in_turn(("said", "count_said", "days"), SAID)
    yield from (("periods", (), f) for f in SAID[::4])
    yield "said", (), {"limit": 5, "offset": 7}
    yield from (("events", (), {"count": c}) for c in ("statements", "reports"))
    yield from _in_turn(("events", "timeline"), [f for f in EVENTS if "actor" not in f])
    yield "events", (), {"actor": ACTOR}
    yield "events", (), {"limit": 4, "offset": 2}
    for f in ({"only": "role"}, {"only": ["event", "role"]}, {"who": ACTOR}, {"by": ACTOR}, {"issue": ISSUE},
              {"act": "demand"}, {"kind": "direct"}, {"step": "month"}, {"step": "year", "top": 2},
              {"limit": 9, "offset": 3}):  # fmt: skip
        yield "timeline", (), f
    yield from (("positions", (), f) for f in (*PATHS, {"stance": "oppose"}, {"unclear": True}, {"at": "2024-03-01"},
                                               {"as_known": "2024-03-01"}, {"limit": 3}))  # fmt: skip
    yield from (("changes", (), {**f, "contradictions": c}) for f in PATHS for c in (False, True))
    for f in ({}, {"actor": ACTOR}, {"effect": "threat"}, {"effect": ["promise", "demand"]}, {"about": "dam"},
              {"outlet": OUTLET}, {"limit": 2}, *TIMES):  # fmt: skip
        yield "conditions", (), f
    yield from (
        ("network", (), f) for f in ({}, {"issue": ISSUE}, {"kind": "conflict"}, {"outlet": OUTLET}, {"implied": True})
    )
    yield from (("representation", (), {"actors": a}) for a in ("actor", "person", "organization", "camp"))
    yield from (("diff", ("2024-01-01",), f) for f in ({}, {"until": "2024-12-31"}, {"added": True}, {"sure": True}))
    for f in ({}, {"text": "kar"}, {"text": "KARADAL"}, {"text": "%"}, {"kind": "person"}, {"limit": 5}):
        yield "actors", (), f
    yield "reprints", (), {}
    yield "reprints", (), {"quotations": True, "passages": True}
    yield from (("outlets", (), f) for f in ({}, {"name": OUTLET}, {"sure": True}, {"name": "no such"}, *TIMES))
    yield from (
        ("stories", (), f)
        for f in ({}, {"text": "dam"}, {"text": "wat*"}, {"actor": ACTOR}, {"outlet": OUTLET}, *TIMES)
    )
    yield from (("check", (q,), {}) for q in QUOTATIONS)
    yield "check", (QUOTATIONS[0],), {"by": ACTOR, "outlet": OUTLET, "since": "2020", "until": "2030", "id": "q1"}
    yield "check_all", ([Asked(quote=q) for q in QUOTATIONS],), {}
    yield from (("drift", (), f) for f in ({}, {"min_words": 4}, {"by": ACTOR}, {"limit": 2}, *TIMES))
    yield "doubtful", (), {}
    yield "same", ("Nuray Karadal", "Selim Karadal"), {}
    for n, kind in enumerate(("statement", "position", "event", "actor")):
        for order in ORDERS if THOROUGH else (ORDERS[n % 3],):
            yield "queue", (), {"kind": kind, "order": order, "limit": 30}
        yield "queue", (), {"kind": kind, "who": "b", "blind": True}
    for f in ({"actor": ACTOR}, {"outlet": OUTLET}, {"issue": ISSUE}, *TIMES):
        yield "queue", (), f
    yield from (
        ("table", (t,), {}) for t in ("documents", "attributions", "actors", "positions", "conditions", "events")
    )


def _in_turn(names: tuple[str, ...], filters: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    for n, asked in enumerate(filters):
        for name in names if THOROUGH or not asked else (names[n % len(names)],):
            yield name, (), dict(asked)


def of_rows(record: Record) -> Iterator[Question]:
    """The questions about rows of this record: its documents, actors and stories, and some of the others."""
    documents = {s.document.id for s in record.said(every=True)}
    for n, doc in enumerate(sorted(documents)[:: times(1, 3)]):
        yield "show", (doc,), {}
        yield "sides", (doc,), {}
        yield "reprints", (doc,), {}
        if n % 5 == 0:
            yield "show", (doc[:8],), {}
    for row in record.actors()[:: times(4, 12)]:
        yield "dossier", (row.actor.id,), {}
    for line in record.stories().storylines:
        yield "story", (line.id,), {"line": True}
    for said in record.said()[::20]:
        yield "explain", (said.id,), {}
    for path in record.positions(implied=True, unclear=True).paths[::7]:
        for taken in (t for step in path.steps for t in step.taken):
            yield "position", (taken.id,), {}
            yield "position_explained", (taken.id,), {}
    for event in record.events().events[::16]:
        yield "event", (event.best.id,), {}
    yield "dossier", ("Karadal",), {}
    yield "dossier", ("Nuray Karadel",), {}
    yield "show", ("basin-2023-10-full.html",), {}
    yield "show", ("no such thing",), {}


def answer(record: Record, question: Question) -> Any:
    """What a record answers, or how it refuses; where it lies is left out."""
    name, args, options = question
    try:
        found = getattr(record, name)(*args, **options)
    except (OnRecordError, TypeError) as e:
        return type(e).__name__, str(e).replace(str(record.store.path), "RECORD")
    if name == "check_all":
        found = list(found)
    if name == "table":
        return found.to_pylist()
    # repr tells 1 from 1.0, which == does not; that of a network leaves out what the network is held against
    return type(found).__name__, repr(found), repr(getattr(found, "expectation", None))


__all__ = ["answer", "fixed", "of_rows"]
