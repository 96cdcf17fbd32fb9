"""Whether an indirect statement tells what a quotation says in other words: the same content words, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.quotations.lexicon import lexicon
from onrecord.quotations.tokens import Word

LEAST = 3  # content words that both must have
SHARE = 0.7  # of the quotation's content words
_ENDING = re.compile(r"(?:'s|ies|ied|ing|ed|es|s|e|y)$")
_STEM = 3  # letters that stay


def told(quoted: Iterable[Word], recorded: Iterable[Word]) -> float:
    """0..1: the share of the quotation's content words that the record has; 0 where that says nothing."""
    wanted, there = stems(quoted), stems(recorded)
    both = wanted & there
    if len(both) < LEAST:
        return 0.0
    return len(both) / len(wanted)


def stems(some: Iterable[Word]) -> set[str]:
    """The content words without their endings: "dams" and "dam" are one."""
    lex = lexicon()
    return {stem(w.key) for w in some if lex.content(w.key)}


def stem(key: str) -> str:
    cut = _ENDING.sub("", key)
    return cut if len(cut) >= _STEM else key
