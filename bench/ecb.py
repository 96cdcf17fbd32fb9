"""ECB+ as the benches take it: articles, gold event mentions, and what the encoder says of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lines import rows
from onrecord.attribution.passages import passages
from onrecord.encoder.coreference import words_of
from onrecord.encoder.engine import Encoder
from onrecord.encoder.sheet import make_sheet
from onrecord.events.coreference.reading import article
from onrecord.events.coreference.reports import EventReport
from onrecord.layout import lay_out

EVENTS = ("ACTION_", "NEG_ACTION_")
ADDRESS = re.compile(r"\s*(?:https?|www)\b")
_GAP = re.compile(
    r"(?<=\d[.,:]) (?=\d)"  # 14. 1
    r"|(?<=\w) (?=- \w)|(?<=\w -) (?=\w)|(?<=\w-) (?=\w)"  # co - host
    r"|(?<=[’'])\s(?=(?:s|t|re|ve|ll|d|m)\b)"  # time’ s
    r"|(?<=[“(\[]) | (?=[.,;!?)\]])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """A gold mention: its chain, and the story and topic of its article; `words` are its own, in lower case."""

    chain: str
    doc: str
    story: str
    topic: str
    words: tuple[str, ...]
    report: EventReport
    rows: Any = None
    within: tuple[int, int] = (0, 0)


def detokenised(text: str) -> tuple[str, Callable[[int], int]]:
    """A text without the spaces that its tokeniser put in, and where an offset is then."""
    cut = sorted({m.start() for m in _GAP.finditer(text)})
    gone = set(cut)
    return "".join(c for i, c in enumerate(text) if i not in gone), lambda at: at - bisect_left(cut, at)


def mentions(file: Path, encoder: Encoder | None) -> Iterator[Mentioned]:
    """The gold event mentions of the curated sentences of a file. Without an encoder they have no vectors."""
    for row in rows(file):
        text, move = detokenised(row["text"])
        curated = [(n, move(s), move(e)) for n, (s, e, kept) in enumerate(row["sents"]) if kept]
        found = [
            (move(m["s"]), move(m["e"]), m["c"])
            for m in sorted(row["mentions"], key=lambda m: (m["s"], m["e"]))
            if m["tag"].startswith(EVENTS)
        ]
        skipped = 1 if ADDRESS.match(text) else 0
        about = article(text)
        hidden, sheet = _hidden(text, encoder) if encoder else (None, None)
        for start, end, chain in found:
            at = next(((n, s, e) for n, s, e in curated if s <= start < e), None)
            if at is None:
                continue
            number, s, e = at
            doc = str(row["id"])
            yield Mentioned(
                chain=chain or f"{doc}:{start}:{end}",
                doc=doc,
                story=str(row["subtopic"]),
                topic=str(row["topic"]),
                words=tuple(re.findall(r"\w+", text[start:end].lower())) or (f"{doc}:{start}",),
                report=EventReport(
                    id=f"{doc}:{start}:{end}",
                    doc=doc,
                    sentence=text[s:e],
                    trigger=(start - s, min(end, e) - s),
                    number=max(0, number - skipped),
                    at=start,
                    article=about,
                ),
                rows=hidden,
                within=(words_of(sheet, (start, end)) or (0, 1)) if sheet else (0, 0),
            )


def _hidden(text: str, encoder: Encoder) -> tuple[Any, Any]:
    """The inner vectors of all words of a text, and its sheet."""
    page = lay_out(text)
    sheet = make_sheet(page.text, passages(page), encoder.vocabulary)
    out: list[Any] = [None] * len(sheet.start)
    for window in encoder.read(sheet):
        at = 0
        for first, last in window.words:
            out[first:last] = list(window.hidden[at : at + last - first])
            at += last - first
    return np.asarray(out, dtype=np.float32), sheet
