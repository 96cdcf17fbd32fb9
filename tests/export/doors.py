"""A small record with all that exports for other programs hold: positions, offices, relations, events, hostile text."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from event_factory import Did, told
from position_factory import GATES, TOLL, settle, sided
from store_factory import cluster

from onrecord.model import Entity, Reading, Relation, Role, When
from onrecord.span import stable_id
from onrecord.store import shared
from onrecord.store.db import Store

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) `[[a|b]]` ![](//evil.example) #tag gates we welcome"
FORMULA = "=HYPERLINK(1) we refuse the gates"
OFFICES = [
    ("chairwoman", "Second Bank", date(2018, 1, 1)),
    ("spokesman", "the Second Bank", None),
    ("minister", "Water Ministry", None),
    ("poet", None, None),
]
SAID = When(since=date(2019, 3, 1), until=date(2019, 3, 31), text="in March")


def _officed(made: Reading) -> Reading:
    """The article with a bank and a ministry, of which its first speaker is the head and the spokesman; the bank is a
    part of the ministry."""
    doc, first = made.document.id, made.entities[0]
    bodies = [("Second Bank", "organization"), ("Water Ministry", "government")]
    entities = [Entity(id=stable_id("e", doc, "entity", [n], 0), doc=doc, name=n, key=n, kind=k) for n, k in bodies]
    evidence = made.mentions[0].span
    roles = [
        Role(id=f"r{i}{doc}", entity=first.id, title=title, org=org, evidence=evidence, since=since)
        for i, (title, org, since) in enumerate(OFFICES)
    ]
    relations = [
        Relation(id=f"k{i}{doc}", subject=a, kind=kind, object=b, evidence=evidence)
        for i, (a, kind, b) in enumerate(
            [(entities[0].id, "part_of", entities[1].id), (first.id, "opposed_to", entities[0].id)]
        )
    ]
    mentions = [replace(made.mentions[0], id=stable_id("m", doc, "name", [e.name], 0), entity=e.id) for e in entities]
    return replace(
        made,
        entities=(*made.entities, *entities),
        roles=tuple(roles),
        relations=tuple(relations),
        mentions=(*made.mentions, *mentions),
    )


A = _officed(
    sided(
        "a.txt",
        [
            ("Ann Lee", "We welcome the gates if every boat pays."),
            (None, "They might refuse the gates."),
            ("Bo Ford", "We refuse the gates."),
            ("Bo Ford", HOSTILE),
        ],
    )
)
B = sided(
    "b/CON: [x].html#4",
    [("CON", FORMULA), ("Bo Ford", "We refuse the gates and the toll. We refuse the gates.")],
    outlet="<b>Evil</b> [Post](javascript:x)",
    title="../../x [[y]]|z",
    said=SAID,
)
C = told("c.txt", [Did(on=date(2019, 3, 1), place="Ferren"), Did(act="will shell", status="future")])


def bare(made: Reading) -> Reading:
    """The article without an address."""
    return replace(made, document=replace(made.document, url=None))


def put(store: Store) -> None:
    """Fill a store with the articles, and read their positions."""
    readings = [A, bare(B), C]
    run = store.begin_run("project", {"onrecord": "test"})
    store.append(run, readings, [], *cluster(readings, same={e.name: e.name for r in readings for e in r.entities}))
    store.finish_run(run, {"added": 3}, 0.5)
    shared.settle(store)
    settle(store, GATES, TOLL)
