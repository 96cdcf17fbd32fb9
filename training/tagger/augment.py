"""An article told again, as other registers would: other names, other marks, junk between paragraphs.

Everything works on words and their tags, so spans stay true. Each change is drawn anew in every epoch.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from onrecord.encoder.pieces import WordPieces, shape_of
from onrecord.encoder.sheet import CLOSES, INSIDE, OPENS, OUTSIDE, UNCLOSED, Sheet
from training.tagger.data import Example

WORDS = Path(__file__).with_name("augment.tsv")
RARE = 0.12  # of the articles: a name in more of them is of the campaign, not of the person
MARKS = (("“", "”"), ('"', '"'), ("''", "''"), ("‘", "’"), ("«", "»"), ("„", "“"), ("'", "'"))
QUOTES = {'"', "“", "”", "''", "«", "»", "„"}


class Augmenter:
    """Changes articles by chance; `seed` and epoch decide how."""

    def __init__(self, examples: Sequence[Example], names: Sequence[str], vocabulary: WordPieces) -> None:
        self.vocabulary = vocabulary
        self.names = list(names)
        rows = [line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
        campaign = {word for kind, word, _ in rows if kind == "name"}
        self.swaps = {word: others.split() for kind, word, others in rows if kind == "swap"}
        self.junk = [line for kind, line, _ in rows if kind == "junk"]
        capital: Counter[str] = Counter()
        lower: Counter[str] = Counter()
        articles: Counter[str] = Counter()
        for e in examples:
            articles.update(set(e.words))
            for w in e.words:
                if w[:1].isupper():
                    capital[w] += 1
                else:
                    lower[w] += 1
        self.nameish = {
            w
            for w, n in capital.items()
            if len(w) > 2
            and w.isalpha()
            and w[1:].islower()
            and lower[w.lower()] < 0.05 * n
            and (articles[w] < RARE * len(examples) or w in campaign)
        }

    def __call__(self, example: Example, rng: random.Random) -> Example:
        """The article, perhaps changed; never in place."""
        s = example.sheet
        sheet = replace(
            s,
            start=[],
            end=[],
            pieces=list(s.pieces),
            shape=list(s.shape),
            quote=list(s.quote),
        )
        out = replace(example, words=list(example.words), sheet=sheet)
        if rng.random() < 0.5:
            self._rename(out, rng)
        if rng.random() < 0.3:
            self._restyle(out, rng)
        if rng.random() < 0.15:
            self._unmark(out, rng)
        if rng.random() < 0.15:
            _recase(out, rng)
        if rng.random() < 0.1:
            self._litter(out, rng)
        return out

    def _put(self, out: Example, i: int, word: str) -> None:
        out.words[i] = word
        out.sheet.pieces[i] = self.vocabulary(word)
        out.sheet.shape[i] = shape_of(word)

    def _rename(self, out: Example, rng: random.Random) -> None:
        """Names of the campaign's people and places become others, the same ones all through."""
        other: dict[str, str] = {}
        for i, w in enumerate(out.words):
            if w in self.swaps:
                self._put(out, i, other.setdefault(w, rng.choice(self.swaps[w])))
            elif w in self.nameish:
                if w not in other:
                    other[w] = rng.choice(self.names) if self.names and rng.random() < 0.8 else w
                if other[w] != w:
                    self._put(out, i, other[w])

    def _restyle(self, out: Example, rng: random.Random) -> None:
        """Other quotation marks."""
        opening, closing = rng.choice(MARKS)
        for i, q in enumerate(out.sheet.quote):
            if out.words[i] in QUOTES and q in (OPENS, CLOSES):
                self._put(out, i, opening if q == OPENS else closing)

    def _unmark(self, out: Example, rng: random.Random) -> None:
        """Quotation marks lost in part of the paragraphs: written as a comma, with no state."""
        for first, last in out.sheet.paragraphs:
            if rng.random() < 0.3:
                for i in range(first, last):
                    if out.sheet.quote[i] in (INSIDE, UNCLOSED):
                        out.sheet.quote[i] = OUTSIDE
                    elif out.sheet.quote[i] in (OPENS, CLOSES):
                        out.sheet.quote[i] = OUTSIDE
                        if out.words[i] in QUOTES:
                            self._put(out, i, ",")

    def _litter(self, out: Example, rng: random.Random) -> None:
        """Lines of junk between paragraphs, tagged as nothing."""
        s, changed = out.sheet, Example([], Sheet(), [], {}, {}, [], [])
        moved: dict[int, int] = {-1: -1}
        for first, last in s.paragraphs:
            if rng.random() < 0.25:
                self._line(changed, rng.choice(self.junk).split(), s.place[first], bool(out.names))
            at = len(changed.words)
            moved.update((i, at + i - first) for i in range(first, last))
            changed.words += out.words[first:last]
            changed.tags += out.tags[first:last]
            changed.names += out.names[first:last]
            changed.mentions += out.mentions[first:last]
            for name in ("pieces", "shape", "quote", "place", "final"):
                getattr(changed.sheet, name).extend(getattr(s, name)[first:last])
            changed.sheet.paragraphs.append((at, at + last - first))
        changed.cue_of = {moved[a]: moved[b] for a, b in out.cue_of.items()}
        changed.source_of = {moved[a]: moved[b] for a, b in out.source_of.items()}
        out.words, out.sheet, out.tags = changed.words, changed.sheet, changed.tags
        out.names, out.mentions = changed.names, changed.mentions
        out.cue_of, out.source_of = changed.cue_of, changed.source_of

    def _line(self, changed: Example, line: list[str], place: int, layers: bool) -> None:
        at = len(changed.words)
        for w in line:
            changed.words.append(w)
            changed.tags.append(0)
            changed.names.append(-100)
            changed.mentions.append(-100)
            changed.sheet.pieces.append(self.vocabulary(w))
            changed.sheet.shape.append(shape_of(w))
            changed.sheet.quote.append(OUTSIDE)
            changed.sheet.place.append(place)
            changed.sheet.final.append(False)
        changed.sheet.paragraphs.append((at, len(changed.words)))


def _recase(out: Example, rng: random.Random) -> None:
    """Headlines and some paragraphs in lower case, capitals, or a capital on every word."""
    how = rng.choice((0, 1, 2))
    for first, last in out.sheet.paragraphs:
        if out.sheet.place[first] == 0 or rng.random() < 0.1:
            for i in range(first, last):
                if out.sheet.shape[i] < 4:
                    out.sheet.shape[i] = how


def foreign_names(folder: Path) -> list[str]:
    """Words of names of many origins, from the public name-matching sets."""
    found: Counter[str] = Counter()
    for file, key in (("un_sanctions_noise.jsonl", "clean"), ("ofac_scores.jsonl", "result")):
        with (folder / file).open(encoding="utf-8") as lines:
            for line in lines:
                found.update(w.title() for w in json.loads(line)[key].split() if w.isalpha() and len(w) > 2)
    return sorted(found)
