"""What a word of a prompt tells beside its vector: which way it leans, and whether text and target both have it.

The classes are those of `data/attitude_words.tsv`. A network as small as ours does not learn from a few thousand
sentences which of all verbs undo a thing and which bring it about; told so, it has only to learn how they combine.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files

CLASSES = ("", "for", "against", "want", "bring", "end", "not", "good", "bad", "open", "if", "doubt")
"""Classes of words; a word without one has the first."""
SIGNS = 2 * len(CLASSES)
"""A sign is the number of a word's class, and as much more as there are classes where text and target share it."""
_SHARED = 5  # letters that forms of one word share, once their endings are off: "withdraw", "withdrawal"
_ENDINGS = ("ing", "ed", "es", "s", "e")
_TELLS_LITTLE = frozenset(
    (  # noqa: SIM905
        "a about after again all also an and any are as at be because been before being but by can could did "
        "do does for from had has have he her him his how i in into is it its just may me might more most my "
        "no not of on one or our out over own shall she should so some such than that the their them then "
        "there these they this those to too under up us was we were what when where which who whom why will "
        "with would you your must ought need needs said says "
    ).split()
)


def leaning(word: str, before: str = "") -> int:
    """The number of a word's class; `before` is the mark in front of it ("n't" is written as three words)."""
    low = word.lower()
    if low == "t" and before in ("'", "’"):
        return CLASSES.index("not")
    return _classes().get(low, 0)


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """What the forms of a word share; empty for marks and words that tell little."""
    low = word.lower()
    if len(low) < 3 or low in _TELLS_LITTLE or not low[0].isalnum():
        return ""
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: -len(ending)]
            break
    return low[:_SHARED]


@cache
def _classes() -> dict[str, int]:
    text = (files("onrecord") / "data/attitude_words.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {
        word.strip(): CLASSES.index(row["class"])
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for word in row["words"].split(",")
    }
