"""Signs of Markdown become spaces, one for one; what is no Markdown stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.backends import attributor
from onrecord.clean import clean
from onrecord.layout import lay_out
from onrecord.markdown import without_signs
from onrecord.model import RawDocument
from onrecord.project import Project

SIGNS = [
    ("said [Amit Desai](https://x.example/a).", "said Amit Desai."),
    ("said [Amit](https://x.example/a_(b)) on", "said Amit on"),
    ('a [statement](/s "its title") on', "a statement on"),
    ("said [Amit Desai][3] and [Ana][]", "said Amit Desai and Ana"),
    ("[3]: https://x.example/ref", ""),
    ("![The dam](img/dam.jpg)", ""),
    ("[![The dam](dam.jpg)](https://x.example)", ""),
    ("the *gates* and **Amit Desai** and ***all***", "the gates and Amit Desai and all"),
    ("**“It is over,”** he said", "“It is over,” he said"),
    ("the _gates_ and __all__", "the gates and all"),
    ("an `odd` word", "an odd word"),
    ("so he said.[^1]", "so he said."),
    ("[^1]: A note.", "A note."),
    ("> He said so.\n> > She did.", "He said so. She did."),
]


@pytest.mark.parametrize(("text", "shown"), SIGNS)
def test_signs_are_blanked(text, shown):
    found = without_signs(text)
    assert len(found) == len(text)
    assert re.sub(r" (?=[.,])", "", " ".join(found.split())) == shown


PLAIN = [
    "He [Amit Desai] said so (in the capital).",
    "a snake_case_name and another_one",
    "5 * 3 * 2, or 5*3*2",
    "* a point\n* another *",
    "word* and a footnote*",
    "_______ ruler _______",
    "*** ",
    "if a > b and c > d",
    "the year [2018](see below)",
    "``He said so,'' she added.",
    r"\*not emphasis\*",
    "[sic] (sic)",
]


@pytest.mark.parametrize("text", PLAIN)
def test_other_signs_stay(text):
    assert without_signs(text) == text


@given(st.text(alphabet='ab [](){}!*_`>^:\n/."\\hptw', max_size=200))
def test_nothing_moves(text):
    found = without_signs(text)
    assert len(found) == len(text)
    assert all(a == b or b == " " for a, b in zip(text, found, strict=True))
    assert [i for i, c in enumerate(text) if c == "\n"] == [i for i, c in enumerate(found) if c == "\n"]


@pytest.mark.parametrize("piece", ["*a ", "[a](/", "[", "![", "_a", "`a", "> ", "[a](http://", "[^", "**"])
def test_long_rows_of_signs_cost_their_length(piece):
    assert len(without_signs(piece * 300_000)) == len(piece) * 300_000


LINKED = """The **minister** of irrigation, [Amit Desai](https://x.example/desai), said on Monday that the
[gates of the dam](https://x.example/gates) would stay *open* until autumn.

"It is over," said [Ana Rocha](https://x.example/rocha) in a [statement](https://y.example/s "title").

> "We have *nothing* to hide," **Rhona Peel** told reporters.
"""


def test_attributions_are_those_of_the_plain_text():
    plain = re.sub(r"[*>]|\[|\]\([^)]*\)", "", LINKED)
    got, wanted = (
        [
            tuple(
                re.sub(r"[*>]|\[|\]\([^)]*\)", "", " ".join(text[start:end] for start, end in ranges))
                for ranges in (a.source, a.cue, a.content)
            )
            for a in attributor("attribution.rules").attribute(text)
        ]
        for text in (LINKED, plain)
    )
    assert got == wanted
    assert len(got) == 3


def test_a_wrapped_line_that_begins_with_a_sign_is_no_indent():
    text = (
        "The minister of irrigation said on Monday that the gates of the dam\n"
        "**would** stay open until the autumn of the year, he told the papers\n"
        "*himself* on the steps of the ministry, and nobody contradicted him."
    )
    assert len(lay_out(text).paragraphs) == 1


ARTICLE = """---
title: "Gates stay open: minister"
date: 2019-01-28
author:
  - Rhona Peel
source: The Harbour Post
---

# Gates stay open: minister

*By Rhona Peel*

![The dam at dusk](img/dam.jpg)

The minister of irrigation, [Amit Desai](https://x.example/desai), said on Monday that the gates would stay open.[^1]

## What the opposition says

> “We have nothing to hide,” Ana Rocha told reporters.

- The first point was water, Mr Desai said.

[1]: https://x.example/ref
"""
TOML = """+++
title = "Gates stay open: minister"
date = 2019-01-28T10:00:00Z
author = ["Rhona Peel"]
source = "The Harbour Post"
[params]
weight = 3
+++
"""


@pytest.mark.parametrize("front", [ARTICLE.partition("\n\n")[0] + "\n", TOML])
def test_a_markdown_article(front):
    text = front + "\n" + ARTICLE.partition("\n\n")[2]
    found = clean(RawDocument(key="a.md", location="/a.md", file="a.md", format="text", data=text.encode()), Project())
    assert (found.title, found.outlet, found.byline) == ("Gates stay open: minister", "The Harbour Post", "Rhona Peel")
    assert found.published.isoformat() == "2019-01-28"
    assert found.text == text
    body = "\n".join(text[p.start : p.end] for p in found.parts if p.label == "body")
    assert body.startswith("The minister of irrigation, [Amit Desai]")
    assert "Ana Rocha told" in body
    assert "The first point" in body
    for furniture in ("dam.jpg", "By Rhona", "[1]:", "source"):
        assert furniture not in body
