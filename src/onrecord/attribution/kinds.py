"""How much of a content is quoted: direct, mixed or indirect."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.findings import Range

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def kind_of(text: str, content: Sequence[Range], quotes: Sequence[Range]) -> str:
    """Direct: nine in ten words stand in `quotes` (sorted, disjoint); mixed: some do; or
    indirect.
    """
    quoted = words = 0
    for start, end in content:
        for m in _WORD.finditer(text, start, end):
            words += 1
            k = bisect_right(quotes, (m.start(), sys.maxsize)) - 1
            quoted += k >= 0 and m.start() < quotes[k][1]
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * words else "mixed"
