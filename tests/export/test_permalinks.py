"""Links to words: the directive's writing, which words it takes, and that a browser's search finds them first."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.export.permalinks import EDGES, WHOLE, Permalinks, place
from onrecord.model import Span
from onrecord.store.rows import DocumentRef

PAGE = "https://news.example/7"


def link(text: str, *quotes: str, url: str | None = PAGE, skip: int = 0) -> str:
    """The link to these words of a text, each the first of them after so many others."""
    spans = []
    for words in quotes:
        at = -1
        for _ in range(skip + 1):
            at = text.index(words, at + 1)
        spans.append(Span(doc="d1", start=at, end=at + len(words), text=words))
    return to(text, spans, url)


def to(text: str, spans: list[Span], url: str | None = PAGE) -> str:
    ref = DocumentRef(id="d1", file="news/7.txt", outlet=None, title=None, published=None, url=url)
    return Permalinks({"d1": text}.__getitem__).to(ref, spans)


@pytest.mark.parametrize(
    ("text", "words", "directive"),
    [
        ("She said no.", "no", "text=no"),
        ("It was a well-known, old & bad idea.", "well-known, old & bad", "text=well%2Dknown%2C%20old%20%26%20bad"),
        ("“Où?” he asked.", "“Où?”", "text=%E2%80%9CO%C3%B9%3F%E2%80%9D"),
        ("50% = half\n\nof #1", "50% = half", "text=50%25%20%3D%20half"),
        ("He said it\tin  two\u00a0words.", "in  two\u00a0words", "text=in%20two%20words"),
        ("Cut in the middle.", "midd", "text=middle"),  # only whole words are found
        ("Peace now. We want peace now, too.", "peace now,", "text=peace%20now%2C"),
        ("Peace now! We want peace now, too.", "peace now", "text=peace%20now,-%2C%20too."),  # in either case
        ("The café and the cafe there", "cafe", "text=cafe,-there"),  # nor accents
        ("It closed. It closed.", "closed", "text=closed"),
        ("no one said no", "no", "text=no"),
    ],
)
def test_words_in_a_page(text: str, words: str, directive: str) -> None:
    assert link(text, words) == f"{PAGE}#:~:{directive}"


def test_the_second_of_two_comes_with_what_stands_beside_it() -> None:
    text = "The gates open. So says he. The gates open. So says she."
    made = link(text, "The gates open.", skip=1)
    assert made == f"{PAGE}#:~:text=says%20he.-,The%20gates%20open."


def test_a_long_quotation_is_given_by_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(100))
    assert len(words) > WHOLE
    made = link(f"Before. {words} After.", words)
    assert made == f"{PAGE}#:~:text=word0%20word1%20word2%20word3,word96%20word97%20word98%20word99"
    assert EDGES[0] == 4


def test_one_over_lines_is_given_by_its_ends_that_lie_in_one_line_each() -> None:
    made = link("He said: Stop the\nwar at once. Then he left.", "Stop the\nwar at once.")
    assert made == f"{PAGE}#:~:text=Stop%20the,war%20at%20once."


def test_a_quotation_in_pieces_is_several_directives() -> None:
    text = "“We will,” he said, “not sign.”"
    assert link(text, "“We will,”", "“not sign.”").count("text=") == 2
    assert "&text=" in link(text, "“We will,”", "“not sign.”")


def test_chinese_is_found_inside_what_stands_without_spaces() -> None:
    assert unquote(link("他說和平很重要的話", "和平很重要")) == f"{PAGE}#:~:text=和平很重要"


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("https://news.example/7#top", "https://news.example/7#top:~:text="),
        ("https://news.example/7#:~:text=old", "https://news.example/7#:~:text="),
        ("https://news.example/7#a:~:text=old", "https://news.example/7#a:~:text="),
        ("https://news.example/?a=b&c=d", "https://news.example/?a=b&c=d#:~:text="),
        (None, "news/7.txt#char=0,3"),
        ("javascript:alert(1)", "news/7.txt#char=0,3"),
        ("https://user:pass@news.example/", "news/7.txt#char=0,3"),
        ("https://news.example/ x", "news/7.txt#char=0,3"),
    ],
)
def test_the_address(url: str | None, begins: str) -> None:
    assert link("Yes, he said.", "Yes", url=url).startswith(begins)


def test_places_in_files() -> None:
    one, other = Span(doc="d", start=3, end=9, text=""), Span(doc="d", start=20, end=21, text="")
    assert place("a.txt", [one]) == "a.txt#char=3,9"
    assert place("feed.xml#item-4", [one]) == "feed.xml#item-4;char=3,9"
    assert place("a.txt", [one, other]) == "a.txt#char=3,9&char=20,21"
    assert place("a.txt", []) == "a.txt"


def test_no_words_no_directive() -> None:
    assert to("a  b", [Span(doc="d1", start=1, end=3, text="  ")]) == PAGE
    assert to("", []) == PAGE


def searched(text: str, directive: str) -> tuple[int, int]:
    """What a browser marks: the specification's search over one text, told once more and without its code."""
    raw = directive.removeprefix("text=").split(",")
    parts = [unquote(p) for p in raw]
    prefix = parts.pop(0)[:-1] if raw[0].endswith("-") else ""
    suffix = parts.pop()[1:] if raw[-1].startswith("-") else ""
    words = [_words(p, bounded=not (prefix and i == 0)) for i, p in enumerate(parts)]
    before = _words(prefix, bounded=False) + r"\s*" if prefix else ""
    after = r"\s*" + _words(suffix, bounded=False) if suffix else r"(?!\w)" if parts[-1][-1].isalnum() else ""
    found = re.search(f"{before}({'(?s:.*?)'.join(words)}){after}", text, re.IGNORECASE)
    assert found, (text, directive)
    return found.span(1)


def _words(words: str, *, bounded: bool) -> str:
    opens = r"(?<!\w)" if bounded and words[0].isalnum() else ""
    return opens + r"\s+".join(map(re.escape, words.split()))


SENTENCE = st.lists(
    st.sampled_from(["the", "gates", "open.", "Open!", "shut,", "we", "not-now", "&", "never“", "said”", "a", "b\n"]),
    min_size=6,
    max_size=60,
)


@settings(deadline=None, max_examples=times(150))
@given(SENTENCE, st.data())
def test_the_first_that_a_browser_finds_is_the_one_meant(words: list[str], data: st.DataObject) -> None:
    text = " ".join([*words, "End", "of", "it."])
    starts = [m.span() for m in re.finditer(r"\S+", text)]
    first = data.draw(st.integers(0, len(starts) - 1))
    last = data.draw(st.integers(first, min(len(starts) - 1, first + 12)))
    start, end = starts[first][0], starts[last][1]
    made = to(text, [Span(doc="d1", start=start, end=end, text=text[start:end])])
    found = searched(text, made.partition(":~:")[2])
    here, meant = text[slice(*found)].split(), text[start:end].split()
    if "\n" in text[start:end]:
        assert (here[0].lower(), here[-1].lower()) == (meant[0].lower(), meant[-1].lower())
    else:
        assert [w.lower() for w in here] == [w.lower() for w in meant]


@settings(deadline=None)
@given(st.text(max_size=80), st.data())
def test_any_text_makes_an_address_of_plain_signs(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made: Any = to(text, [Span(doc="d1", start=start, end=end, text=text[start:end])])
    assert re.fullmatch(r"[!-~]+", made)
    assert made.count("#") <= 1
