"""Which stretches of an article stand in quotation marks: a small pass of its own, paragraph by paragraph.

It need not know who speaks, only what is quoted; one missing mark spoils its own paragraph and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.findings import Range

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_DOUBLE = re.compile(r"[\"“”„«»「」『』＂]|``|''")
_SINGLE = re.compile(r"(?<!\w)(?P<opens>['‘])(?=\w)|(?<=[.,?!…])['’]|(?<=\w)['’](?!\w)")
_LEAST_SINGLE = 12  # characters; shorter ones are words and apostrophes
_CLOSES = {
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "``": "''\"",
    "「": "」",
    "『": "』",
    '"': '"”',
    "''": "''",
    "”": "”",
    "＂": "＂",
}


def quoted_ranges(text: str, ranges: Sequence[Range]) -> Iterator[Range]:
    """The quoted stretches within the ranges, without their marks, in order. What is left open ends with its line."""
    for start, end in ranges:
        for line in _LINE.finditer(text, start, end):
            marks = list(_DOUBLE.finditer(text, line.start(), line.end()))
            if marks:
                yield from _double(marks, line.end())
            elif "'" in line[0] or "‘" in line[0]:
                yield from _single(text, line.start(), line.end())


def _single(text: str, start: int, stop: int) -> Iterator[Range]:
    """Quotations in single marks, of a line that has no others: each to the first mark that may close it."""
    opened = -1
    for m in _SINGLE.finditer(text, start, stop):
        if m["opens"]:
            opened = m.end() if opened < 0 else opened
        elif opened >= 0 and m.start() - opened >= _LEAST_SINGLE:
            yield opened, m.start()
            opened = -1


def _double(marks: Sequence[re.Match[str]], stop: int) -> Iterator[Range]:
    opened, closers = -1, ""
    for m in marks:
        mark = m[0]
        if opened < 0:
            if mark not in "”」』":
                opened, closers = m.end(), _CLOSES[mark]
        elif mark in closers:
            yield opened, m.start()
            opened = -1
    if opened >= 0:
        yield opened, stop
