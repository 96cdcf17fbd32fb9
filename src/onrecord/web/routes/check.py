"""Quotations against the record: was one said that way, a list of them, and what outlets tell in other words."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any

from fastapi import Form, Query, Request, Response

from onrecord.errors import UsageError
from onrecord.forms import to_csv
from onrecord.quotations.asked import listed
from onrecord.quotations.verdict import VERDICTS
from onrecord.record import Record
from onrecord.store import quotation_rows
from onrecord.web import render
from onrecord.web.asked import From, Limit, Offset, Opened, To, Words, subject, the_record
from onrecord.web.listing import Listing, cut
from onrecord.web.page import page

router = subject("quotations")
MOST = 200
"""Quotations of one list; longer lists are for the command line."""
MOST_WORDS = 10_000
"""Words of all of them together: some seconds of work."""
SAID = {
    "verbatim": "Said in these words",
    "partial": "Said, but cut",
    "altered": "Said in other words",
    "spliced": "Put together from several places",
    "misattributed": "Said by somebody else",
    "indirect": "Reported, not quoted",
    "text": "Printed, but not as a statement",
    "absent": "Not in the record",
    "unchecked": "Not checked",
}
"""What each verdict says, in words."""
TURNED = {
    "negation": "a negation",
    "number": "a number",
    "modal": "how sure or how binding it is",
    "condition": "a condition",
}
"""What a change of words turns."""
DIFFERS = {
    "speaker": "another speaker",
    "negation": "a negation came or went",
    "number": "another number",
    "modal": "surer, or less sure",
    "condition": "a condition came or went",
    "words": "other words",
    "unnamed": "not everybody names the speaker",
    "cut": "cut",
}
"""In what tellings differ, the gravest first."""


# ---------------------------------------------------------------------------- one quotation


def _places(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("date", "outlet", "speaker", "wording", "changed", "words", "start", "end", "judged", "document", "id")
    return header, (
        (
            a.document.published, a.document.outlet, a.speaker.name if a.speaker else a.source,
            a.wording or "otherwise", a.changed, a.text, a.spans[0].start if a.spans else None,
            a.spans[-1].end if a.spans else None, a.judged,
            a.document.id, a.statement,
        )
        for a in (view.appearances if view else ())
    )  # fmt: skip


def _words(request: Request, _view: Any) -> Mapping[str, Any]:
    record = the_record(request)
    return {
        "said": SAID, "turned": TURNED, "most": MOST, "outlets": [o.name for o in record.outlet_names()],
    }  # fmt: skip


@page(
    router,
    "/check",
    "check.html",
    name="check",
    answers=quotation_rows.Checked | None,
    summary="Whether a quotation was said that way, by whom, where first",
    presents=_words,
    table=_places,
)
def check(
    record: Opened,
    quote: Annotated[str, Query(description="the quotation; ... for words left out, [brackets] for words put in")] = "",
    by: Annotated[Words, Query(description="who is said to have said it")] = None,
    on: Annotated[Words, Query(description="when: 2024-03-09, 2024-03 or 2024")] = None,
    outlet: Annotated[Words, Query(description="who is said to have printed it")] = None,
) -> quotation_rows.Checked | None:
    """Verdict, word diff, every appearance, the earliest first. Nothing is answered where no quotation is given."""
    return record.check(" ".join(quote.split()), by=by, on=on, outlet=outlet) if quote.strip() else None


# ---------------------------------------------------------------------------- a list of them

Quotes = Annotated[str, Form(description="a quotation a line; or a table with a column called quote")]


@router.post("/check/list", name="check_list", include_in_schema=False)
def check_list(request: Request, record: Opened, quotes: Quotes = "") -> Response:
    """The page of many quotations."""
    found = _checked(record, quotes)
    counts = Counter(c.verdict for c in found)
    return render.answer(
        request, "check_list.html", found=found, counts=[(v, counts[v]) for v in VERDICTS if counts[v]],
        quotes=quotes, said=SAID, most=MOST,
    )  # fmt: skip


@router.post("/check/list.csv", name="check_list.csv", include_in_schema=False)
def check_list_csv(record: Opened, quotes: Quotes = "") -> Response:
    """The same as a table."""
    header = (
        "id",
        "verdict",
        "quotation",
        "why",
        "words",
        "changed",
        "speakers",
        "first date",
        "first outlet",
        "statement",
    )
    lines = []
    for c in _checked(record, quotes):
        first = c.first or (c.pieces[0].place if c.pieces else None)
        ref = first.document if first else None
        lines.append(
            (
                c.id, c.verdict, c.quotation, c.why, c.words, c.changed, "; ".join(a.name for a in c.speakers),
                ref.published if ref else None, ref.outlet if ref else None, first.statement if first else None,
            )
        )  # fmt: skip
    named = {"Content-Disposition": 'attachment; filename="checked.csv"'}
    return Response(to_csv(header, lines), media_type="text/csv; charset=utf-8", headers=named)


def _checked(record: Record, quotes: str) -> list[quotation_rows.Checked]:
    """Each quotation of a list that was pasted. Raises UsageError where there are too many, or none."""
    name = "list.csv" if _is_table(quotes) else "list"
    asked = list(islice(listed(name, quotes.encode("utf-8", "replace")), MOST + 1))
    if not asked:
        raise UsageError("paste quotations, one a line")
    if len(asked) > MOST:
        raise UsageError(f"at most {MOST} quotations at once; longer lists: onrecord check --file LIST")
    if sum(len(one.quote.split()) for one in asked) > MOST_WORDS:
        raise UsageError(f"at most {MOST_WORDS:,} words at once; more of them: onrecord check --file LIST")
    return list(record.check_all(asked))


def _is_table(quotes: str) -> bool:
    """Whether the first line names columns, one of them the quotations."""
    first = quotes.strip().split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        names = [n.strip().casefold() for n in next(csv.reader(io.StringIO(first), delimiter=mark), [])]
    except csv.Error:  # a line that long is no head of a table
        return False
    return ("quote" in names or "quotation" in names) and (len(names) > 1 or "\n" in quotes.strip())


# ---------------------------------------------------------------------------- told in other words


def _tellings(view: Any) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    header = ("utterance", "differs", "date", "outlet", "speaker", "kind", "this differs in", "words", "document", "id")
    return header, (
        (
            d.utterance, ", ".join(d.differs), t.document.published, t.document.outlet,
            t.speaker.name if t.speaker else t.source, t.kind, ", ".join(t.differs), t.quote,
            t.document.id, t.statement,
        )
        for d in view.items
        for t in d.tellings
    )  # fmt: skip


def _labels(_request: Request, _view: Any) -> Mapping[str, Any]:
    return {"differs": DIFFERS, "labels": {"by": "Who", "since": "From", "until": "To", "min_words": "Words at least"}}


@page(
    router,
    "/drift",
    "drift.html",
    name="drift",
    answers=Listing[quotation_rows.Drifting],
    summary="Utterances that outlets tell in other words, or of another speaker, the gravest first",
    presents=_labels,
    table=_tellings,
)
def drift(
    record: Opened,
    by: Words = None,
    since: From = None,
    until: To = None,
    min_words: Annotated[int, Query(ge=1, le=1000)] = 8,
    limit: Limit = 25,
    offset: Offset = 0,
) -> Listing[quotation_rows.Drifting]:
    """Each with every telling beside the first one."""
    found = record.drift(min_words=min_words, by=by, since=since, until=until, limit=offset + limit + 1)
    return cut(found[offset:], limit, offset)
