"""How much of a content is quoted: direct, mixed or indirect."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Range

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def kind_of(text: str, content: Sequence[Range], quotes: Sequence[Range]) -> str:
    """"direct" where at least nine in ten words stand in `quotes`, "mixed" where some do, else "indirect"."""
    quoted = words = 0
    for start, end in content:
        for m in _WORD.finditer(text, start, end):
            words += 1
            at = m.start()
            quoted += any(s <= at < e for s, e in quotes)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * words else "mixed"
