"""Where the record has the words of a quotation: at which characters of which article, as it is answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.model import Span
from onrecord.quotations import meaning, sift
from onrecord.quotations.align import SAME
from onrecord.quotations.compare import Comparison, Edit, compare
from onrecord.quotations.passage import of_text
from onrecord.quotations.quotation import Quotation, parse
from onrecord.quotations.tokens import Word, starts
from onrecord.quotations.verdict import ALTERED, TEXT, Hit, wording
from onrecord.store import statements
from onrecord.store.encode import parts
from onrecord.store.put import chunks
from onrecord.store.quotation_rows import Appearance
from onrecord.store.rows import Said
from onrecord.store.schema import document, statement
from onrecord.store.statements import document_ref

_AROUND = 600  # characters beside printed words that are read to see the quotation marks and sentences about them
_REPEAT = "repeat"  # the label of a line that stands twice
_NEAR_SHARE = 0.75  # of the words, where an article has them nearly


def said_by_number(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, Said]:
    """Statements of current articles by their number, rejected ones too."""
    s = statement.c
    found: dict[int, Said] = {}
    for some in chunks(dict.fromkeys(numbers)):
        at = {name: n for n, name in conn.execute(sa.select(s.n, s.id).where(s.n.in_(some)))}
        query = statements.select().where(s.n.in_(some), statements.CURRENT)
        found.update((at[row.id], row) for row in statements.rows(conn, query))
    return found


def place(row: Said, hit: Hit | None) -> Appearance:
    """A statement that has the words; without a hit, one that tells the same utterance in others."""
    found = hit.comparison if hit else None
    return Appearance(
        statement=row.id,
        document=row.document,
        speaker=row.speaker,
        source=" ... ".join(" ".join(s.text.split()) for s in row.source),
        kind=row.kind,
        wording=hit.wording if hit else "",
        likeness=round(found.likeness, 4) if found else 0.0,
        spans=_spans(found, row.content) if found and hit and hit.wording else row.content,
        said_since=row.said_since,
        said_until=row.said_until,
        edits=found.edits if found else (),
        changes=meaning.changes(found, omitted=False) if found and hit and hit.wording == ALTERED else (),
        context=hit.context if hit else (),
        score=row.score,
        judged=row.verdict,
    )


def _spans(found: Comparison, content: Sequence[Span]) -> tuple[Span, ...]:
    """The characters from the first word to the last, piece by piece."""
    start, end = found.there[found.first].start, found.there[found.last].end
    out = []
    for span in content:
        low, high = max(span.start, start), min(span.end, end)
        if low < high:
            text = span.text[low - span.start : high - span.start]
            out.append(Span(doc=span.doc, start=low, end=high, text=text))
    return tuple(out)


def from_first(a: Appearance, first: Appearance | None) -> Appearance:
    """The appearance with the word diff that leads to it from the first one."""
    if first is None or a == first:
        return a
    return replace(a, from_first=difference(first.text, a.text))


def difference(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that lead from one text to another, the whole of both."""
    try:
        quotation = parse(after.replace("[", "(").replace("]", ")"))
    except UsageError:
        return (Edit(op="left out", recorded=before, quoted=""),)
    span = Span(doc="", start=0, end=len(before), text=before)
    found = compare(replace(quotation, breaks=frozenset()), of_text(span.text, 0, span.end))
    if found is None:
        return (Edit(op="changed", recorded=before, quoted=after),)
    head = " ".join(w.text for w in found.there[: found.first])
    tail = " ".join(w.text for w in found.there[found.last + 1 :])
    cut = [Edit(op="left out", recorded=head, quoted="")] if head else []
    end = [Edit(op="left out", recorded=tail, quoted="")] if tail else []
    return (*cut, *found.edits, *end)


# ---------------------------------------------------------------------------- articles


def places_in_text(
    conn: sa.Connection,
    numbers: Sequence[int],
    quotation: Quotation,
    taken: Sequence[Span],
    low: str | None,
    high: str | None,
) -> list[Appearance]:
    """Where articles have the words outside the characters that are taken already."""
    d = document.c
    out: list[Appearance] = []
    for some in chunks(numbers):
        where: list[sa.ColumnElement[bool]] = [d.n.in_(some), d.superseded_by.is_(None)]
        where += [d.published >= low] if low else []
        where += [d.published <= high] if high else []
        for r in conn.execute(sa.select(document).where(*where)):
            mine = [s for s in taken if s.doc == r.id]
            out += _in_text(r, quotation, mine)
    return out


def _in_text(r: object, quotation: Quotation, taken: Sequence[Span]) -> list[Appearance]:
    text: str = r.text  # type: ignore[attr-defined]
    found = []
    for start, end in _printed(text, quotation):
        if not any(s.start < end and start < s.end for s in taken):
            whole = of_text(text, *_paragraph(text, start, end))
            here = tuple(w for w in whole.words if start <= w.start and (quotation.inner or w.end <= end))
            compared = compare(quotation, replace(whole, words=here))
            if compared is not None:
                found.append(compared)
    if not found and not taken and not quotation.short:
        around = sift.part(quotation, starts(text), _NEAR_SHARE)
        if around is not None:
            low, high = around
            compared = compare(quotation, of_text(text, low, high if high >= 0 else len(text)))
            if compared is not None and compared.likeness >= _NEAR_SHARE and wording(compared):
                found.append(compared)
    places = [text_place(r, text, one) for one in found]
    return [p for p in places if p.where != _REPEAT] or places[:1]


def _printed(text: str, quotation: Quotation) -> list[tuple[int, int]]:
    """Where the words are printed one after the other; a quotation with ellipses is looked for by its first piece."""
    words = quotation.words[: min(quotation.inner, default=len(quotation.words))]
    if quotation.editorial:
        return []
    pattern = r"\W+".join(re.escape(w.text).replace("'", "['’]").replace("’", "['’]") for w in words)
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    before = text.rfind("\n\n", max(0, start - _AROUND), start)
    after = text.find("\n\n", end, end + _AROUND)
    return (max(0, start - _AROUND) if before < 0 else before + 2), (
        min(len(text), end + _AROUND) if after < 0 else after
    )


def text_place(r: object, text: str, found: Comparison) -> Appearance:
    """A place of an article (a row of `document`) that has the words outside all statements."""
    start, end = found.there[found.first].start, found.there[found.last].end
    ref = document_ref(r, "")
    between = [found.there[s.there] for s in found.steps if s.op == SAME and s.there is not None]
    return Appearance(
        statement=None,
        document=ref,
        speaker=None,
        source="",
        kind="direct" if _all_quoted(between) else "text",
        wording=TEXT,
        likeness=round(found.likeness, 4),
        spans=(Span(doc=ref.id, start=start, end=end, text=text[start:end]),),
        said_since=None,
        said_until=None,
        edits=found.edits,
        changes=meaning.changes(found, omitted=False),
        where=_label(r, start),
    )


def _all_quoted(some: Sequence[Word]) -> bool:
    return bool(some) and all(w.quoted for w in some)


def _label(r: object, at: int) -> str:
    """The part of the article a character stands in: headline, body, caption, ..."""
    for part in parts(r.parts):  # type: ignore[attr-defined]
        if part.start <= at < part.end:
            return part.label
    return "text"
