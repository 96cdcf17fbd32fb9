"""A quotation over paragraphs has one speaker, whatever the tagger made of its parts."""

from __future__ import annotations

import pytest

from onrecord.attribution.assemble import CONTENT, CUE, Bundle
from onrecord.attribution.passages import passages
from onrecord.attribution.running import whole
from onrecord.encoder.decode import Tagged
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import Sheet, make_sheet
from onrecord.layout import lay_out

VOCABULARY = WordPieces(["[CLS]", "[SEP]", "[UNK]"])
CUE_LAST = "Rain fell.\n\n“The port is closed.\n\n“It stays so.\n\n“Nobody is to blame,” she said."
CUE_FIRST = "Rain fell.\n\nAna said: “The port is closed.\n\n“It stays so.”\n\nThe rain went on."
TWO_IN_LAST = "Rain fell.\n\n“It began,” Ana said. “It was slow.\n\n“Then it came.” A pause. “It changed all.”"
CLOSED = "Rain fell, he said.\n\n“The port is closed.”\n\n“It stays so,” she said."


def sheet_of(text: str) -> Sheet:
    page = lay_out(text)
    return make_sheet(page.text, passages(page), VOCABULARY)


def span(text: str, sheet: Sheet, role: int, marked: str) -> Tagged:
    start = text.index(marked)
    inside = [i for i, s in enumerate(sheet.start) if start <= s < start + len(marked)]
    return Tagged(role, inside[0], inside[-1] + 1, -0.1)


def contents(text: str, *given: tuple[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Cue -> the words of its contents, after `whole`, of bundles given as (cue, contents)."""
    sheet = sheet_of(text)
    bundles = [
        Bundle(
            cue=span(text, sheet, CUE, cue),
            contents=tuple(span(text, sheet, CONTENT, c) for c in said),
            source=None,
            content_link=1.0,
            source_link=1.0,
        )
        for cue, said in given
    ]
    return {
        text[sheet.start[b.cue.first] : sheet.end[b.cue.last - 1]]: [
            text[sheet.start[c.first] : sheet.end[c.last - 1]] for c in b.contents
        ]
        for b in whole(bundles, sheet)
    }


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        # the cue stands in the last paragraph: what the tagger gave to "fell" comes to it, and what it missed, too
        (
            CUE_LAST,
            [("fell", ("“The port is closed.",)), ("said", ("“Nobody is to blame,”",))],
            {"said": ["“The port is closed.", "“It stays so.", "“Nobody is to blame,”"]},
        ),
        # the cue stands in the first
        (
            CUE_FIRST,
            [("said", ("“The port is closed.",)), ("went on", ("“It stays so.”",))],
            {"said": ["“The port is closed.", "“It stays so.”"]},
        ),
        # what stands after the running quotation in its last paragraph stays where it was
        (
            TWO_IN_LAST,
            [("said", ("“It began,”", "“It was slow.", "“It changed all.”"))],
            {"said": ["“It began,”", "“It was slow.", "“Then it came.”", "“It changed all.”"]},
        ),
        # closed quotations are not of one piece
        (
            CLOSED,
            [("he said", ("“The port is closed.”",)), ("she said", ("“It stays so,”",))],
            {"he said": ["“The port is closed.”"], "she said": ["“It stays so,”"]},
        ),
    ],
)
def test_a_running_quotation(
    text: str, given: list[tuple[str, tuple[str, ...]]], expected: dict[str, list[str]]
) -> None:
    assert contents(text, *given) == expected


def test_nothing_is_made_of_nothing() -> None:
    assert whole([], sheet_of(CUE_LAST)) == []
