"""Gold events of a coverage folder -> reports with their fields given, and which of them are brought together."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from lines import rows
from onrecord.attribution.passages import passages
from onrecord.clean import clean
from onrecord.encoder.act_vectors import shorten
from onrecord.encoder.coreference import words_of
from onrecord.encoder.engine import load
from onrecord.encoder.sheet import make_sheet
from onrecord.events.coreference.acts import base, empty, families
from onrecord.events.coreference.reading import article
from onrecord.events.same import EventReport, cluster
from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.model import Document, RawDocument
from onrecord.project import Project
from onrecord.read import read
from onrecord.span import refind

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+|\n")
_WORD = re.compile(r"\w+(?:-\w+)*")


def measure(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The figures of a folder, and the pairs that are wrong or not found."""
    gold = list(rows(folder / "gold" / "events.jsonl"))
    reports, lost = _reports(folder, gold)
    of = {int(r): g for g in cluster(reports) for r in g.reports}
    pairs = defaultdict(list)
    for i, j in combinations(sorted(of), 2):
        same, found = gold[i]["cluster"] == gold[j]["cluster"], of[i].id == of[j].id
        if same or found:
            pairs[same, found].append((i, j))
    right, wrong, missed = (len(pairs[k]) for k in ((True, True), (False, True), (True, False)))
    figures = {
        "reports": len(reports),
        "quotations_not_in_their_article": len(lost),
        "gold_events": len({e["cluster"] for e in gold}),
        "events": len({g.id for g in of.values()}),
        "same_pairs": right + missed,
        "found": right,
        "wrongly_merged": wrong,
        "recall": round(right / max(1, right + missed), 4),
    }
    misses = [
        f"{name}: {gold[i]['file']} {gold[i]['quote']!r} | {gold[j]['file']} {gold[j]['quote']!r}"
        for name, key in (("wrong", (False, True)), ("missed", (True, False)))
        for i, j in pairs[key]
    ]
    return figures, [*misses, *(f"not in its article: {x}" for x in lost)]


def _reports(folder: Path, gold: list[dict[str, Any]]) -> tuple[list[EventReport], list[str]]:
    behind = _behind(folder / "gold" / "actors.jsonl")
    documents = {d.file: d for d in _documents(folder)}
    seen: dict[str, tuple[Any, Any]] = {}
    out, lost = [], []
    for n, e in enumerate(gold):
        document = next((d for f, d in documents.items() if f.endswith(e["file"])), None)
        at = refind(document.text, e["quote"]) if document else None
        if document is None or at is None:
            lost.append(f"{e['file']} {e['quote']!r}")
            continue
        if document.id not in seen:
            seen[document.id] = _hidden(document)
        out.append(_report(str(n), e, document, at, behind, *seen[document.id]))
    return out, lost


def _documents(folder: Path) -> list[Document]:
    made = (clean(raw, Project()) for raw in read([str(folder / "articles")]) if isinstance(raw, RawDocument))
    return [d for d in made if isinstance(d, Document)]


def _hidden(document: Document) -> tuple[Any, Any]:
    """The inner vector of every word of the article, and its sheet."""
    import numpy as np

    encoder = load("attribution")
    page = lay_out(document.text, document.parts)
    sheet = make_sheet(page.text, passages(page), encoder.vocabulary)
    out: list[Any] = [None] * len(sheet.start)
    for window in encoder.read(sheet):
        at = 0
        for first, last in window.words:
            out[first:last] = list(window.hidden[at : at + last - first])
            at += last - first
    return np.asarray(out, dtype=np.float32), sheet


def _report(
    name: str, e: dict[str, Any], document: Document, at: Range, behind: dict[str, set[str]], hidden: Any, sheet: Any
) -> EventReport:
    starts = [0, *(m.end() for m in _SENTENCE.finditer(document.text))]
    number = max(k for k, s in enumerate(starts) if s <= at[0])
    end = max(at[1], next((s for s in starts[number + 1 :]), len(document.text)))
    trigger = _trigger(document.text, at, e.get("trigger"))
    words = words_of(sheet, trigger)
    days = e.get("date") or {}
    who = {*e["actors"], *e["recipients"]}
    return EventReport(
        id=name,
        doc=document.id,
        sentence=document.text[starts[number] : end],
        trigger=(trigger[0] - starts[number], trigger[1] - starts[number]),
        number=number,
        at=trigger[0],
        type=e["type"],
        mode=e["mode"],
        status=e["status"],
        actors=tuple(e["actors"]),
        recipients=tuple(e["recipients"]),
        behind=tuple(sorted({b for w in who for b in behind.get(w, ())})),
        place=e["location"],
        since=date.fromisoformat(days["from"]) if days.get("from") else None,
        until=date.fromisoformat(days["to"]) if days.get("to") else None,
        told=document.published,
        article=article(document.text),
        vector=shorten(hidden, words) if words and words[1] <= len(hidden) else (),
    )


def _trigger(text: str, at: Range, given: str | None) -> Range:
    """The words that name the act: those given, else the first of the quotation that a family of acts has."""
    if given and (found := refind(text[at[0] : at[1]], given)):
        return at[0] + found[0], at[0] + found[1]
    words = [m for m in _WORD.finditer(text, *at) if base(m.group()) not in empty()]
    named = next((m for m in words if m.group()[0].islower() and families([base(m.group())])), None)
    return (named or (words[0] if words else None)).span() if named or words else at


def _behind(file: Path) -> dict[str, set[str]]:
    """The bodies for which each actor acts, by its roles."""
    out: defaultdict[str, set[str]] = defaultdict(set)
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            out[row["name"]].update(r["org"] for r in row.get("roles", ()) if r.get("org"))
    return out
