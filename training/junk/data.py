"""Labelled texts -> rows of numbers and words with their answer, as the model that ships sees them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.clean.label import label as by_rules
from onrecord.clean.learned import eligible
from onrecord.clean.lines import Block, blocks
from onrecord.clean.traits import MOST_WORDS, traits, words_of
from training.junk.compose import Line, Stock, bare, compose
from training.junk.hiding import hidden

SHARES = (0.0, 0.2, 0.5, 0.9)  # of the rules that are hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text: traits, words (by number, -1 for none, -2 for an unknown one), answer and weight of each block."""

    x: Any
    words: Any
    y: Any
    weight: Any
    ruled: Any  # called furniture by a rule


def read(text: str, lines: Sequence[Line], number: dict[str, int]) -> Text:
    """A text whose lines in order, empty ones left out, are `lines`."""
    found = blocks(text)
    by_rules(found)
    kinds = kinds_of(text, lines, found)
    said = [words_of(b.line) for b in found]
    words = np.full((len(found), MOST_WORDS), -1, dtype=np.int32)
    for i, row in enumerate(said):
        words[i, : len(row)] = [number.get(w.lower(), -2) for w in row]
    open_ = np.array([eligible(b) for b in found])
    judged = np.array([k in ("b", "h", "j") for k in kinds])
    return Text(
        x=np.asarray(traits(found, said), dtype=np.float32),
        words=words,
        y=np.array([k == "j" for k in kinds], dtype=np.float32),
        weight=(open_ & judged).astype(np.float32),
        ruled=np.array([not b.open and b.label != "headline" for b in found]) & judged,
    )


def kinds_of(text: str, lines: Sequence[Line], found: Sequence[Block]) -> list[str]:
    """The kind of each block; "?" where it holds lines of several."""
    spans, at = [], 0
    for kind, line in lines:
        line = line.strip()
        if not line:
            continue
        start = text.index(line, at)
        at = start + len(line)
        spans.append((start, at, kind))
    out, k = [], 0
    for b in found:
        while k < len(spans) and spans[k][1] <= b.start:
            k += 1
        held = set()
        j = k
        while j < len(spans) and spans[j][0] < b.end:
            held.add(spans[j][2])
            j += 1
        out.append(held.pop() if len(held) == 1 else "?")
    return out


def made(stock: Stock, count: int, seed: int, number: dict[str, int]) -> Iterator[Text]:
    """`count` texts out of the stock, with rules hidden at random."""
    for n in range(count):
        draw = random.Random(f"{seed}-{n}")
        text, lines = compose(stock, draw)
        with hidden(draw.choice(SHARES), draw):
            yield read(text, lines, number)


def plain(stock: Stock, number: dict[str, int]) -> Iterator[Text]:
    """The articles of the stock without furniture."""
    for article in stock.articles:
        lines = bare(article)
        yield read("\n\n".join(x for _, x in lines) + "\n", lines, number)


def pages(marked: Iterable[Any], seed: int, rounds: int, number: dict[str, int]) -> Iterator[Text]:
    """The marked pages of the bench, several times, with rules hidden at random."""
    for page in marked:
        marked_lines = zip(page.kinds, page.text.split("\n"), strict=False)
        lines = [("j" if kind == "r" else kind, line) for kind, line in marked_lines if line.strip()]
        for n in range(rounds):
            draw = random.Random(f"{seed}-{page.name}-{n}")
            with hidden(SHARES[n % len(SHARES)], draw):
                yield read(page.text, lines, number)
