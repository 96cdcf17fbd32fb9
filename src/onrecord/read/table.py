"""CSV and its kin -> articles, and the articles that a list names without their text."""

from __future__ import annotations

import io
from collections.abc import Iterator

from onrecord.read.columns import Listed, refuse
from onrecord.read.delimited import Broken, Lines, Table, text_of
from onrecord.read.items import Found, Items
from onrecord.read.table_layout import layout
from onrecord.read.unpack import Refused, Stream

_SAMPLE = 48 * 1024
_MAX_SAMPLE = 1024 * 1024


def read_table(stream: Stream, items: Items) -> Iterator[Found]:
    """The rows of a delimited text: with text an article, with an address alone wanted, with neither rejected.

    Raises Refused where no column holds texts or addresses.
    """
    text = text_of(stream)
    sample = _sample(text)
    found = layout(sample)
    if found.columns is None:
        if sample.lstrip("\ufeff \r\n\t")[:1] == "<":
            raise Refused("unsupported-format", "it holds markup and no table; name it .html or .xml")
        raise refuse(found.sample)
    listed = Listed(items, found.columns)
    for row in Table(Lines(sample, text), found.dialect, found.width).rows():
        if isinstance(row, Broken):
            yield listed.rejected(row.number, "broken-row", f"row {row.number}: {row.why}")
        elif row[0] > found.past:
            yield from listed.found(row)


def _sample(text: io.TextIOWrapper) -> str:
    """The start of a text: some rows of it, and no line end in two."""
    sample = text.read(_SAMPLE)
    while len(sample) < _MAX_SAMPLE and (sample.count("\n") < 3 or sample.endswith("\r")):
        more = text.read(_SAMPLE)
        if not more:
            break
        sample += more
    return sample
