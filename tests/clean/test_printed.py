"""What a page prints around its headline, beside what it tells machines. Made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from onrecord.clean import metadata
from onrecord.clean.outline import outline
from onrecord.clean.page import parse

TITLE = "Gates of the dam to stay open until autumn"
BODY = (
    "<p>The minister said on Monday that the gates of the dam would stay open until the autumn rains had come, and "
    "that nobody on either bank need fear for the harvest of this year or the next.</p>"
)


def said(below: str, *, head: str = "", title: str = TITLE, heading: str = f"<h1>{TITLE}</h1>", lang: str = "en"):
    html = f"<html lang='{lang}'><head><title>{title}</title>{head}</head><body>{heading}{below}{BODY}</body></html>"
    tree = parse(html)
    return metadata.read(tree, "https://harbourpost.example/gates", outline(tree))


def stamp(value: str) -> str:
    return f'<meta property="article:published_time" content="{value}">'


@pytest.mark.parametrize(
    ("told", "line", "day"),
    [
        ("2019-11-20T04:31:13+00:00", "<p>Ana Rocha - Nov 19, 2019, 10:31 pm CST</p>", date(2019, 11, 19)),
        ("2019-11-20T04:31:13+00:00", "<p>Published November 20, 2019</p>", date(2019, 11, 20)),
        ("2019-11-20T04:31:13+00:00", "<p>Published Nov 20, 2019 | Updated Nov 21, 2019</p>", date(2019, 11, 20)),
        ("2019-11-20T04:31:13+00:00", "<p>June 4, 2011</p>", date(2019, 11, 20)),
        ("2019-11-20T04:31:13+00:00", "", date(2019, 11, 20)),
    ],
)
def test_the_day_is_the_publishers_own_as_printed(told, line, day):
    found = said(line, head=stamp(told)).published
    assert found[0] == day
    assert found[1] == datetime(2019, 11, 20, 4, 31, 13, tzinfo=UTC), "the instant stays"


@pytest.mark.parametrize(
    ("line", "lang", "day"),
    [
        ("<p>May 4, 2023</p>", "en", date(2023, 5, 4)),
        ("<p>Von Ana Rocha veröffentlicht am 30. Juli 2018</p>", "de", date(2018, 7, 30)),
        ("<p>05/10/2018 - Publicado por: Ana Rocha</p>", "pt-BR", date(2018, 10, 5)),
        ("<p>05/10/2018</p>", "en", None),
        (
            "<p>A flood on May 4, 2023 broke the old bridge, and the town has waited for another ever since then.</p>",
            "en",
            None,
        ),
    ],
)
def test_a_date_is_printed_only(line, lang, day):
    found = said(line, lang=lang).published
    assert (found and found[0]) == day


@pytest.mark.parametrize(
    ("told", "line", "value"),
    [
        ("", "<p>By Ana Rocha</p>", "By Ana Rocha"),
        ("", "<p>by Regan</p>", "By Regan"),
        ("", "<p>By Ana Rocha, John Stone, Mary Hill</p>", "By Ana Rocha, John Stone and Mary Hill"),
        ("", "<p>By the river</p>", None),
        ("", "<p>by Hill Space Agency</p>", None),
        ("Ana Rocha", "<p>By Ana Rocha and John Stone</p>", "By Ana Rocha and John Stone"),
        ("Ana Rocha", "<p>By Ana Rocha</p>", "Ana Rocha"),
        ("Web Office", "<p>05/10/2018 - Publicado por: Ana Rocha</p>", "By Ana Rocha"),
        ("Mary Hill", "<p>Mary Hill</p><p>By Ana Rocha</p>", "Mary Hill"),
    ],
)
def test_authors_as_printed(told, line, value):
    found = said(line, head=f'<meta name="author" content="{told}">' if told else "").authors
    assert [x.value for x in found] == ([value] if value else [])


@pytest.mark.parametrize(
    ("title", "heading", "value"),
    [
        (f"Opinion | {TITLE} - The Harbour Post", f"<h1>{TITLE}</h1>", TITLE),
        ("The best gates you can read of", f'<h1 class="headline">{TITLE}</h1><h1>Get more</h1>', TITLE),
        (f"{TITLE} | Harbour Post", f"<h1>Harbour Post</h1><h1>{TITLE}</h1>", TITLE),
    ],
)
def test_the_headline_as_printed(title, heading, value):
    assert said("", title=title, heading=heading).title.value == value


@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        ('<meta property="og:site_name" content="https://hp.example"><meta name="publisher" content="Harbour Post">',
         TITLE, "Harbour Post"),
        ("", f"The Harbour Review: {TITLE}", "The Harbour Review"),
    ],
)  # fmt: skip
def test_the_outlet_as_named(head, title, outlet):
    assert said("", head=head, title=title).outlet.value == outlet
