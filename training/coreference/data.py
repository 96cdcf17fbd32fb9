"""GUM's documents -> what the coreference branch learns from, through the reading that ships.

Each document may be told again with other names: names are drawn anew, the same ones all through,
and the offsets of the gold follow.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.attribution.neural import Neural
from onrecord.encoder.coreference import kinds_of, said, words_of
from onrecord.encoder.decode import Floats
from onrecord.encoder.referring import FEMALE, MALE, lists
from onrecord.encoder.sheet import Sheet
from onrecord.findings import Range
from training.tagger.augment import foreign_names
from training.tagger.data import rows

_NAME = re.compile(r"[A-Z][a-z]{2,}")
_NAMED = ("person", "organization", "place")
_KEPT = frozenset(
    ("The", "This", "That", "His", "Her", "Their", "Our", "Its", "And", "For", "United", "States", "North")
)
_KEPT |= {"South", "East", "West", "New", "University"}


@dataclass(slots=True)
class Document:
    """One document: the words with their inner vectors and kinds, the gold as ranges of words."""

    id: str
    genre: str
    text: str
    sheet: Sheet
    words: list[str]
    windows: list[list[Range]]
    hidden: Floats
    kinds: Floats
    said: list[tuple[Range, Range]]
    clusters: list[list[Range]]
    entities: set[Range]


class Renamer:
    """Tells a row of GUM again with other names."""

    def __init__(self, folder: Path) -> None:
        self.names = [n for n in foreign_names(folder) if 3 <= len(n) <= 11]
        given = lists().given
        self.given = {g: sorted(n.title() for n, of in given.items() if of == g) for g in (MALE, FEMALE)}

    def __call__(self, row: dict[str, Any], rng: random.Random) -> dict[str, Any]:
        """The row with its names replaced (four in five of them)."""
        text = row["text"]
        common = Counter(re.findall(r"\b[a-z]+\b", text))
        inside = sorted((s, e) for x in row["entities"] if x["type"] in _NAMED for s, e in x["m"])
        other: dict[str, str] = {}
        pieces, moved, at = [], [(0, 0)], 0
        for m in _NAME.finditer(text):
            word = m.group()
            if word in _KEPT or common[word.lower()] or not any(s <= m.start() and m.end() <= e for s, e in inside):
                continue
            if word not in other:
                other[word] = self._other(word, rng) if rng.random() < 0.8 else word
            pieces += [text[at : m.start()], other[word]]
            at = m.end()
            moved.append((at, moved[-1][1] + len(other[word]) - len(word)))
        text = "".join(pieces) + text[at:]
        starts = [m[0] for m in moved]

        def new(offset: int) -> int:
            return offset + moved[bisect_right(starts, offset) - 1][1]

        def renewed(spans: Sequence[Sequence[int]]) -> list[list[int]]:
            return [[new(s), new(e)] for s, e in spans]

        return {
            **row,
            "text": text,
            "onto_clusters": [renewed(c) for c in row["onto_clusters"]],
            "entities": [{**x, "m": renewed(x["m"])} for x in row["entities"]],
        }

    def _other(self, word: str, rng: random.Random) -> str:
        gender = lists().given.get(word.lower(), 0)
        return rng.choice(self.given[gender]) if gender in self.given else rng.choice(self.names)


def document(row: dict[str, Any], neural: Neural) -> Document:
    """Read one row through the backend."""
    tagging = neural.read(row["text"])
    sheet = tagging.sheet
    text = tagging.page.text
    words = [text[s:e].lower() for s, e in zip(sheet.start, sheet.end, strict=True)]
    hidden: NDArray[np.float16] = np.concatenate([s.hidden for s in tagging.scores]).astype(np.float16)
    kinds = np.concatenate([kinds_of(s.mentions) for s in tagging.scores])
    return Document(
        id=row["id"],
        genre=row["genre"],
        text=text,
        sheet=sheet,
        words=words,
        windows=[s.words for s in tagging.scores],
        hidden=hidden,
        kinds=kinds,
        said=said(sheet, neural.attributions(tagging)),
        clusters=[[w for span in c if (w := words_of(sheet, span))] for c in row["onto_clusters"]],
        entities={w for x in row["entities"] for span in x["m"] if (w := words_of(sheet, span))},
    )


def documents(path: Path, neural: Neural, renamer: Renamer | None = None, seed: int = 0) -> Iterator[Document]:
    """The documents of a file, told again with other names where there is a renamer."""
    for k, row in enumerate(rows(path)):
        yield document(renamer(row, random.Random(seed * 1000 + k)) if renamer else row, neural)
