"""Rows of positions made up for tests of what is derived of them, and the gold of the sample as such rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import onrecord
from onrecord.model import Span
from onrecord.store.path_rows import Taken
from onrecord.store.position_paths import sorted_out, taken
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import ActorRef, DocumentRef, Said

GOLD = Path(onrecord.__file__).parent / "data" / "sample" / "gold"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def spans(doc: str, *texts: str, at: int = 0) -> tuple[Span, ...]:
    """Pieces of a text, apart from each other."""
    starts = range(at, at + 100 * len(texts), 100)
    return tuple(Span(doc=doc, start=s, end=s + len(t), text=t) for s, t in zip(starts, texts, strict=True))


def row(
    key: str,
    stance: str,
    said: str | tuple[str, str] | None = None,
    published: str | None = "2024-01-01",
    *,
    who: str | None = "Ann Lee",
    issue: str = "toll",
    cue: str = "said",
    words: str = "the toll is what it is, and everybody in this valley knows it well",
    **how: Any,
) -> PositionRow:
    """A report of a position; `how` may name strength, utterance, outlet, sure, verdict, condition."""
    since, until = said if isinstance(said, tuple) else (said, said)
    doc = how.get("document", f"d{key}")
    outlet = how.get("outlet", "Gazette")
    return PositionRow(
        id=f"p{key}",
        said=Said(
            id=f"s{key}",
            document=DocumentRef(id=doc, file=f"{doc}.txt", outlet=outlet, title=None, published=day(published)),
            speaker=ActorRef(id=f"a{who}", name=who, kind="person") if who else None,
            source=(), cue=spans(doc, cue), content=spans(doc, words, at=1000),
            kind=how.get("kind", "indirect"), act="assertion", via=(),
            addressee=None, said_since=day(since), said_until=day(until), score=0.9, why="", by="test/1", within=None,
            utterance=f"s{how.get('utterance', key)}",
        ),
        issue=issue, stance=stance, strength=how.get("strength", "explicit"),
        condition=spans(doc, *how.get("condition", ())), marker="", score=0.9, found="", why="", by="test/1",
        verdict=how.get("verdict"), sure=how.get("sure", True),
    )  # fmt: skip


def counted(*rows: PositionRow, implied: bool = False, **how: Any) -> list[Taken]:
    """What these rows take, in their own words."""
    every, _ = taken(rows, **how)
    kept, _, _ = sorted_out(every, implied=implied, unclear=False)
    return kept


def gold() -> list[PositionRow]:
    """The gold positions of the sample, each an utterance of its own."""
    documents = {d["file"]: d for d in _lines("documents")}
    cues = {(a["file"], tuple(a["content"]), a["speaker"]): a["cue"] for a in _lines("attributions")}
    out = []
    for i, r in enumerate(_lines("positions")):
        on = r["said_on"] or {"from": None, "to": None}
        out.append(
            row(
                str(i), r["stance"], (on["from"], on["to"]), (documents[r["file"]]["published"] or "")[:10] or None,
                who=r["actor"], issue=r["issue"], cue=" ".join(cues[r["file"], tuple(r["content"]), r["actor"]]),
                words=" ... ".join(r["content"]), strength=r["strength"], document=r["file"],
                outlet=documents[r["file"]]["outlet"], condition=tuple(r["condition"] or ()),
            )
        )  # fmt: skip
    return out


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
