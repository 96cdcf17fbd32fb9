"""Line wraps, parts that are not article, headlines, transcripts, and quotations over paragraphs"""

from __future__ import annotations

import random
import textwrap

import pytest

from onrecord.attribution.rules import Rules
from onrecord.layout import lay_out
from onrecord.model import Part

LEADS = [
    "Ana Ruiz, the harbour chief,",
    "The ministry",
    "Tom Adair",
    "She",
    "Brig. Gen. Ilan O'Neill",
]
VERBS = ["said", "argued", "insisted", "told reporters", "warned"]
CLAIMS = [
    "the port would stay closed until the last of the damaged ships had been towed to the lake",
    "the harbour workers had been promised a fair hearing and a full month of pay before spring",
    "no one in the town had been asked about the new road that now runs along the old sea wall",
    "the cranes were sold in a hurry, at a price that nobody on the council can explain today",
]
FILLERS = [
    "The lake froze early this year, and the ferries stopped a week early in December.",
    "Trade through the port fell by a third over the past two winters. A new pier stands empty.",
]


def article(seed: int) -> list[str]:
    """The paragraphs of an invented article."""
    rnd = random.Random(seed)
    out = ["Harbour dispute enters its third week in Kestrel Bay"]
    for _ in range(8):
        who, verb, claim = rnd.choice(LEADS), rnd.choice(VERBS), rnd.choice(CLAIMS)
        form = rnd.randrange(4)
        if form == 0:
            out.append(f"{who} {verb} that {claim}.")
        elif form == 1:
            said = f"“{claim[0].upper()}{claim[1:]},” {who} said on Monday."
            out.append(said + " “We will not wait any longer than that.”")
        elif form == 2:
            out.append(f"{claim[0].upper()}{claim[1:]}, according to the union. {rnd.choice(FILLERS)}")
        else:
            out.append(rnd.choice(FILLERS))
    return out


def rows(text: str) -> list[tuple[str, ...]]:
    """The attributions of a text, white space levelled."""

    def words(ranges: tuple[tuple[int, int], ...]) -> str:
        return " | ".join(" ".join(text[s:e].split()) for s, e in ranges)

    found = Rules().attribute(text)
    return [(words(a.source), words(a.cue), words(a.content), a.kind, a.act, a.why) for a in found]


@pytest.mark.parametrize("columns", [60, 68, 72, 80])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapping_changes_nothing(seed: int, columns: int, newline: str) -> None:
    paragraphs = article(seed)
    plain = rows("\n\n".join(paragraphs))
    wrapped = [textwrap.fill(p, columns, break_on_hyphens=False) for p in paragraphs]
    assert plain
    assert rows("\n\n".join(wrapped).replace("\n", newline)) == plain


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_wrap_inside_a_hyphenated_word_changes_nothing(newline: str) -> None:
    head = "The market in the old town was open late, and Ruiz, a Kestrel-"
    tail = "based lawyer who had waited by the gate, said it was full."
    plain = head + tail
    wrapped = head + newline + tail
    (a,), (b,) = Rules().attribute(plain), Rules().attribute(wrapped)
    shift = len(newline)
    assert [wrapped[s:e].replace(newline, "") for s, e in b.source] == [plain[s:e] for s, e in a.source]
    assert [(s + shift, e + shift) for s, e in a.content] == list(b.content)


@pytest.mark.parametrize("seed", range(6))
def test_one_line_a_paragraph_is_the_same_as_blank_lines(seed: int) -> None:
    paragraphs = article(seed)
    assert rows("\n".join(paragraphs)) == rows("\n\n".join(paragraphs))


def test_layout_keeps_every_offset() -> None:
    text = "The port is open to large\r\nships and to\u200b all\xa0boats."
    page = lay_out(text)
    (only,) = page.paragraphs
    assert len(page.text) == len(text)
    assert page.text[only.start : only.end] == "The port is open to large  ships and to  all boats."


def test_parts_that_are_not_article_are_not_read() -> None:
    junk = "Editors said the site uses cookies."
    body = "The mayor said the bridge was safe."
    text = junk + "\n\n" + body
    parts = [
        Part(start=0, end=len(junk), label="notice"),
        Part(start=len(junk) + 2, end=len(text), label="body"),
    ]
    found = Rules().attribute(text, parts)
    assert [text[slice(*a.source[0])] for a in found] == ["The mayor"]


def test_only_junk_gives_nothing() -> None:
    text = "Editors said the site uses cookies."
    assert Rules().attribute(text, [Part(start=0, end=len(text), label="notice")]) == []


def test_a_headline_part_is_read_as_one() -> None:
    text = "Ruiz: port to close\nThe port will close, Ruiz said."
    parts = [Part(start=0, end=19, label="headline"), Part(start=20, end=len(text), label="body")]
    assert [a.why for a in Rules().attribute(text, parts)] == [
        "headline-colon",
        "clause-then-source-cue",
    ]


def test_a_transcript_is_read_turn_by_turn() -> None:
    text = "Ruiz: The port is closed.\n\nAdair: For how long?\n\nRuiz: A week.\n\nAdair: I see."
    assert [text[slice(*a.source[0])] for a in Rules().attribute(text)] == [
        "Ruiz",
        "Adair",
        "Ruiz",
        "Adair",
    ]


def test_a_quotation_over_three_paragraphs_is_one_attribution() -> None:
    text = "“It began in May,” Lee said. “We saw the smoke.\n\n“Then the wind turned.\n\n“By noon it was over.”"
    (found,) = Rules().attribute(text)
    assert len(found.content) == 4
    assert found.kind == "direct"


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“It began in May, Lee said.\n\nThe mayor said the bridge was safe."
    found = [a for a in Rules().attribute(text) if text[slice(*a.source[0])] == "The mayor"]
    assert len(found) == 1


@pytest.mark.parametrize("piece", [' "word', " “word", " 'word", "said ", '"I go," he said. ', "a, b, said, "])
def test_hostile_repetition_is_read(piece: str) -> None:
    Rules().attribute(piece * 5000)


BLOCK = "The bloc posted a message.\n\nWe buried our fathers on this bank. We stay.\n\n{}\n\nThe rain went on."


@pytest.mark.parametrize(
    ("signature", "source"),
    [
        ("— Samira Tolan, leader of the Upper River Bloc", "Samira Tolan, leader of the Upper River Bloc"),
        ("— Reporting by the desk", ""),  # no office after a comma: a credit line, not a signature
    ],
)
def test_a_block_quotation_without_marks_belongs_to_its_signature(signature: str, source: str) -> None:
    found = rows(BLOCK.format(signature))
    expected = [(source, "—", "We buried our fathers on this bank. We stay.", "direct")] if source else []
    assert [r[:4] for r in found] == expected
