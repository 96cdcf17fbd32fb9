"""The closed word lists of the comparison, from `data/quotation_*.tsv`, read once a process."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """`sets` are the named lists, `numbers` a word's value and how it joins, `spellings` rules in their order."""

    sets: dict[str, frozenset[str]]
    numbers: dict[str, tuple[int, str]]
    spellings: tuple[tuple[re.Pattern[str], str, int], ...]

    def negates(self, key: str) -> bool:
        """Whether a word turns a sentence round."""
        return key in self.sets["negation"] or key.endswith("n't")

    def content(self, key: str) -> bool:
        """Whether a word carries something of what is told."""
        return key not in self.sets["function"] and key[0].isalnum()

    def american(self, word: str) -> str:
        """The word as an American prints it; most words are left as they are."""
        for pattern, after, least in self.spellings:
            if len(word) >= least:
                changed, times = pattern.subn(after, word, count=1)
                if times:
                    return changed
        return word


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return Lexicon(
        sets={row["list"]: frozenset(row["words"].split()) for row in rows("quotation_words.tsv")},
        numbers={row["word"]: (int(row["value"]), row["joins"]) for row in rows("quotation_numbers.tsv")},
        spellings=tuple(_rule(row) for row in rows("quotation_spellings.tsv")),
    )


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in `data/`, comments left out."""
    text = (files("onrecord") / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _rule(row: dict[str, str]) -> tuple[re.Pattern[str], str, int]:
    if row["kind"] == "ending":
        return re.compile(row["british"]), row["american"], int(row["least"])
    # "fulfil" begins "fulfill" too: what is American already stays
    longer = row["american"].startswith(row["british"])
    rest = f"(?!{re.escape(row['american'][len(row['british']) :])})" if longer else ""
    return re.compile(f"^{re.escape(row['british'])}{rest}"), row["american"], int(row["least"])
