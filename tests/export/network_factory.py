"""Networks made up for tests: rows of (actor, issue, side, day), each a statement of an article of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from onrecord.analysis.networks.coded import Row, from_rows
from onrecord.analysis.networks.network import network, windows
from onrecord.analysis.networks.options import Options
from onrecord.store.coded import Source
from onrecord.store.networks import RecordNetwork
from onrecord.store.path_rows import Paths, Taken
from onrecord.store.position_paths import by_actor, path
from onrecord.store.rows import ActorRef, DocumentRef
from onrecord.store.timeline_rows import SourceRow

Line = tuple[str, str, int, str]
LINES: tuple[Line, ...] = (
    ("Ann", "gates", 1, "2031-01-05"),
    ("Bo", "gates", 1, "2031-01-20"),
    ("Cy", "gates", 0, "2031-02-01"),
    ("Cy", "toll", 1, "2031-03-01"),
    ("Di", "toll", 1, "2031-03-10"),
    ("Ann", "toll", 0, "2031-03-12"),
    ("Ann", "gates", 0, "2031-05-01"),
    ("Ed", "weir", 1, "2031-05-02"),
)
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "]]>--><!-- &amp; ' \" `",
    "يوسف الخطمي",
    "\u202eevil\u202c Ann",
    "N" * 300,
    "🏞️👩‍👩‍👧‍👦 river",
    "null\x00 feed\x0c bell\x07 \ud800 half \ufffe",
)


def document(i: int, title: str, day: date | None) -> DocumentRef:
    return DocumentRef(id=f"d{i}", file=f"{i}.txt", outlet=f"Post {title}", title=title, published=day,
                       url="javascript:alert(3)" if i % 2 else f"https://example.org/{i}?a=1&b=2")  # fmt: skip


def made(lines: Sequence[Line] = LINES, *, words: str = "They said so.", **choices: Any) -> RecordNetwork:
    """The network of these statements, with windows where a window is chosen."""
    rows, sources = [], []
    for i, (actor, issue, level, day) in enumerate(lines):
        on = date.fromisoformat(day) if day else None
        rows.append(Row(node=actor, concept=issue, level=level, document=i, day=on.toordinal() if on else -1, row=i))
        sources.append(
            Source(id=f"s{i}", document=document(i, words, on), on=on, actor=actor, issue=issue,
                   stance="support" if level else "oppose", words=words, score=0.9, verdict=None)
        )  # fmt: skip
    options = Options(nodes="actor", **choices)
    coded = from_rows(rows)
    whole = network(coded, replace(options, window=None, step=None, kernel="none"))
    parts = [RecordNetwork(network=w, sources=sources) for w in windows(coded, options)] if options.window else []
    return RecordNetwork(network=whole, sources=sources, windows=tuple(parts))


def paths(lines: Sequence[Line] = LINES, words: str = "They said so.") -> Paths:
    """The stances of the same statements, and of one with a condition that no network counts."""
    taken = []
    for i, (actor, issue, level, day) in enumerate((*lines, ("Fay", lines[0][1], -1, "2031-02-02"))):
        on = date.fromisoformat(day)
        taken.append(
            Taken(id=f"p{i}", actor=ActorRef(id=f"a{actor}", name=actor, kind="person"), issue=issue, since=on,
                  until=on, told_on=False, former=False, stance=("oppose", "support", "conditional")[level],
                  strength="explicit", condition="", words=words, phrase=words, score=0.9, sure=True, verdict=None,
                  differs=False, reports=1, documents=1, outlets=(),
                  sources=(SourceRow(id=f"s{i}", document=document(i, words, on), spans=()),))
        )  # fmt: skip
    found = tuple(path(some) for some in by_actor(taken).values())
    issues = tuple(dict.fromkeys(t.issue for t in taken))
    return Paths(issues=issues, waiting=0, at=None, known=None, statements=len(taken), implied=0, unclear=0, nobody=0,
                 total=len(found), paths=found)  # fmt: skip


def hostile() -> tuple[Line, ...]:
    """A statement of each hostile name on a hostile issue, and one that agrees with all."""
    return tuple((name, HOSTILE[0], i % 2, f"2031-0{1 + i}-05") for i, name in enumerate(HOSTILE)) + tuple(
        (name, HOSTILE[1], 1, "2031-03-03") for name in HOSTILE
    )
