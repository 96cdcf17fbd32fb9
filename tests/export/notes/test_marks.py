"""Markdown out of hostile text: it reads as it is, and is nothing else."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from effort import times
from onrecord.export.notes.marks import escaped, front, line, web, wiki

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![](https://evil.example/pixel.png)",
    "[[../secret]] and ![[embed]]",
    "`code` ``` fence",
    "# heading",
    "- item\n- item",
    "1. item",
    "1) item",
    "+ item",
    "> quote",
    "[!danger] callout",
    "[ ] task",
    "***bold*** __bold__ ~~gone~~ ==marked==",
    "| a | b |\n|---|---|\n| c | d |",
    "---",
    "Title\n===",
    "    code",
    "#tag %%comment%% $x^2$ ^block",
    "https://evil.example www.evil.example me@evil.example",
    "obsidian://open?vault=x",
    "<% tp.file.delete() %> {{title}} key:: value",
    "&lt;b&gt; &#x3c;b&#x3e; \\",
    "[x]: https://evil.example",
    "<https://evil.example>",
    "line\u2028line\x0bline\x85line",
    "turned \u202e round",
    "\ud800 half \x00 nul",
]
TEXT = st.text(st.sampled_from("ab1.)-+*_`~[]()<>!#|&;:/\\\n\t $%^={}@\"'wWx\u202e\u2028\x00é🙂"), max_size=40)


def shown(markdown: str) -> list[str]:
    """What a reader shows of one paragraph or list item: the words of text, and the kinds of all else."""
    found: list[str] = []
    for token in READER.parse(markdown):
        if token.type == "inline":
            plain = ("text", "text_special", "softbreak")
            found += [part.content if part.type in plain else f"<{part.type}>" for part in token.children or []]
    return found


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("before", ["", "- ", "> ", "- x: "])
def test_text_is_shown_as_it_is(text: str, before: str) -> None:
    words = "".join(shown(before + escaped(text)))
    assert words == before.removeprefix("- ").removeprefix("> ") + line(text).replace("\x00", "")


@settings(deadline=None, max_examples=times(300))
@given(TEXT)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    for before in ("", "- "):
        tokens = {t.type for t in READER.parse(before + escaped(text))}
        assert tokens <= {"paragraph_open", "inline", "paragraph_close", "bullet_list_open", "bullet_list_close",
                          "list_item_open", "list_item_close"}  # fmt: skip
        assert "".join(shown(before + escaped(text))) == line(text)


@settings(deadline=None)
@given(TEXT)
def test_nothing_that_other_programs_read_is_left(text: str) -> None:
    made = escaped(text)
    assert "\n" not in made
    for sign in ("[[", "]]", "%%", "$$", "==", "::", "://", "{{", "<", ">"):
        assert sign not in made
    assert not re.search(r"(^|\s)#|(?<!\\)[\[\]`^|]|(?i:www\.)", made)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_links_hold_what_they_are_given(words: str, address: str) -> None:
    link = wiki("actors/Mara Okonjo", words)
    assert re.fullmatch(r"\[\[actors/Mara Okonjo\|[^\[\]|<>`\\\n]+\]\]", link)
    assert "://" not in link
    page = web("https://news.example/" + address, "page")
    (inline,) = [t for t in READER.parse(page) if t.type == "inline"]
    assert [p.type for p in inline.children or []] == ["link_open", "text", "link_close"]
    assert str((inline.children or [])[0].attrs["href"]).startswith("https://news.example/")


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_the_head_of_a_note_is_read_back(title: str, aliases: list[str]) -> None:
    made = front({"title": title, "aliases": aliases, "statements": 3, "outlet": None})
    found = yaml.safe_load(made.strip().strip("-"))
    assert found == {
        **({"title": line(title)} if title else {}),
        **({"aliases": [line(a) for a in aliases]} if aliases else {}),
        "statements": 3,
    }
