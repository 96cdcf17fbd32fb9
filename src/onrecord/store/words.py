"""From what a user types into a search box to an FTS5 query that cannot be wrong.

Every word becomes a quoted string, so FTS5's operators and column names are just words. Understood
are "a phrase in quotation marks" and a trailing star: word*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from onrecord.errors import UsageError

MOST = 64  # words in one question
_PIECE = re.compile(r'["“„«]([^"”“»]*)(?:["”“»]|$)(\*?)|([^\s"“„«]+)')
_SURROGATE = re.compile("[\ud800-\udfff\x00]")


def query(text: str, columns: str = "") -> str:
    """The FTS5 query for all words of `text`, in `columns` only if named.

    Raises UsageError where there is no word to search for, or far too many.
    """
    terms = list(_terms(_SURROGATE.sub(" ", text)))
    if not terms:
        raise UsageError(
            f'{" ".join(text.split())[:60]!r} holds no word to search for; type words, "a phrase" or the beginning '
            "of a word with a star: sanction*"
        )
    if len(terms) > MOST:
        raise UsageError(f"search for at most {MOST} words at once")
    every = " AND ".join(terms)
    return f"{{{columns}}} : ({every})" if columns else every


def _terms(text: str) -> Iterator[str]:
    for m in _PIECE.finditer(text):
        if m.group(3) is None:
            words, star = m.group(1), m.group(2)
        else:
            words, star = m.group(3).rstrip("*"), "*" if m.group(3).endswith("*") else ""
        if any(_is_letter(c) for c in words):
            # letters the tokenizer knows must be the last thing before a star, else it says nothing
            yield '"' + words.replace('"', '""') + '"' + star


def _is_letter(c: str) -> bool:
    return unicodedata.category(c)[0] in "LN"
