"""The brief: nothing from outside, nothing executable, every link leads somewhere, nothing silent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from onrecord.export import brief, export
from onrecord.export.limits import Limits
from onrecord.model import Span
from onrecord.store.status_rows import RejectedRow

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e&amp;\x00\ud800"


def page(source: Any, folder: Path, **options: Any) -> Any:
    """The brief as a parsed page."""
    return html.document_fromstring(text(source, folder, **options))


def text(source: Any, folder: Path, **options: Any) -> str:
    path = folder / "brief.html"
    brief.write(source, path, **options)
    return path.read_text("utf-8")


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def hostile(record: Any) -> Any:
    """The record with script in every field that comes from outside."""
    views = []
    for i, view in enumerate(record.views):
        ref = replace(
            view.document,
            id=f"{i}{EVIL}",
            file=EVIL,
            outlet=EVIL,
            title=EVIL,
            url=("javascript:alert(1)", "https://ok.example/\"onmouseover='x'", "data:text/html,x")[i % 3],
        )
        evil = tuple(replace(p, label=p.label) for p in view.parts)
        said = []
        for s in view.said:
            who = replace(s.speaker, id=s.speaker.id + EVIL, name=EVIL, kind=EVIL) if s.speaker else None
            said.append(
                replace(s, id=s.id + EVIL, document=ref, speaker=who, addressee=who, kind=EVIL, act=EVIL, by=EVIL)
            )
        changed = view.text.replace("water", "<b>xx").replace("canals", "</p><x")
        assert len(changed) == len(view.text)
        views.append(
            replace(
                view,
                document=ref,
                said=tuple(_again(s, changed) for s in said),
                text=changed,
                parts=evil,
                byline=EVIL,
                language='en" onload="x',
                superseded_by=EVIL,
            )
        )
    record.views = views
    record.rejected = (RejectedRow(file=EVIL, reason=EVIL, detail=EVIL, run=1),)
    record.runs = tuple(replace(r, project_sha=EVIL, versions={EVIL: EVIL}, counts={EVIL: 1}) for r in record.runs)
    return record


def _again(said: Any, changed: str) -> Any:
    def spans(old: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(s, text=changed[s.start : s.end]) for s in old)

    return replace(said, source=spans(said.source), cue=spans(said.cue), content=spans(said.content))


# ---------------------------------------------------------------------------- sound


def test_ids_are_unique_and_every_fragment_leads_somewhere(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path)
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    fragments = [h[1:] for h in made.xpath("//@href") if h.startswith("#")]
    assert len(fragments) > 200
    assert set(fragments) <= set(ids)


def test_it_is_well_formed(record: Any, tmp_path: Path) -> None:
    """Every element is closed in its order: read as XML once the void elements are closed."""
    source = text(record, tmp_path)
    closed = re.sub(r"<(meta|link)([^>]*)>", r"<\1\2/>", source).replace("<!doctype html>", "")
    closed = re.sub(r"<details([^>]*) open ", r'<details\1 open="" ', closed)
    etree.fromstring(closed.encode())


def test_every_statement_is_linked_to_its_passage(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path)
    for s in record.statements():
        (anchor,) = made.xpath(f"//*[@id='s-{s.id}']")
        assert anchor.xpath("ancestor::article")
        links = made.xpath(f"//blockquote/a[@href='#s-{s.id}']")
        assert len(links) == 2, "once in the timeline, once under its speaker"


def test_marked_passages_hold_the_words_of_their_spans(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path)
    view = record.views[0]
    art = made.get_element_by_id(f"d-{view.document.id}")
    for node in art.xpath(".//*[contains(@class, 'lab ')] | .//sup"):
        node.drop_tree()
    for number, s in enumerate(sorted(view.said, key=lambda s: s.content[0].start)):
        for letter, spans in (("s", s.source), ("q", s.cue), ("c", s.content)):
            marks = art.xpath(f".//mark[contains(concat(' ', @class, ' '), ' n{number} ')]")
            mine = [m.text_content() for m in marks if letter in m.get("class").split()]
            assert all(span.text in "".join(mine) or not mine for span in spans)


def test_headings_step_down_by_one(record: Any, tmp_path: Path) -> None:
    levels = [int(h.tag[1]) for h in page(record, tmp_path).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_figures_are_counts_of_the_lists_they_lead_to(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path)
    figures = {words(d.find("dt")): d.find("dd/a") for d in made.xpath("//dl[@class='figures']/div")}
    shown = {k: int(v.text) for k, v in figures.items()}
    assert shown["statements"] == len(made.xpath("//*[@id='timeline']//li"))
    assert shown["articles"] == len(made.xpath("//*[@class='art']"))
    assert shown["outlets"] == len(made.xpath("//*[@id='outlets']/following-sibling::table[1]/tbody/tr"))
    assert shown["sources rejected"] == len(made.xpath("//*[@id='rejected']/following-sibling::table[1]/tbody/tr"))
    assert shown["speakers identified"] == len(made.xpath("//*[@id='speakers']//tbody/tr"))
    unidentified = made.xpath("//*[@id='unidentified']/following-sibling::details//li")
    assert shown["statements whose speaker is not identified"] == len(unidentified)


def test_junk_is_folded_not_lost(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path)
    asides = made.xpath("//details[@class='aside']")
    assert any("Drought map" in words(a) for a in asides)
    assert all(a.get("open") is None for a in asides)


def test_rejected_statements_are_counted_not_shown(record: Any, tmp_path: Path) -> None:
    view = record.views[0]
    record.views[0] = replace(view, said=(replace(view.said[0], verdict="reject"), *view.said[1:]))
    made = page(record, tmp_path)
    assert not made.xpath(f"//*[@id='s-{view.said[0].id}']")
    assert "1 statement that a reviewer rejected is not shown" in words(made.get_element_by_id("method"))


def test_an_empty_record_makes_a_page(record: Any, tmp_path: Path) -> None:
    record.views, record.entries, record.rejected, record.runs = [], [], (), ()
    made = page(record, tmp_path)
    assert "0 articles" in words(made)
    assert "This record holds no statement." in words(made)


def test_statements_without_dates_speakers_or_place(record: Any, tmp_path: Path) -> None:
    view = record.views[0]
    bare = replace(view.document, published=None, outlet=None, title=None)
    lost = replace(
        view.said[0],
        document=bare,
        speaker=None,
        source=(),
        said_since=None,
        said_until=None,
        content=(Span(doc="x", start=90_000, end=90_004, text="gone"),),
    )
    record.views = [replace(view, document=bare, said=(lost,))]
    made = page(record, tmp_path)
    assert made.xpath(f"//*[@class='homeless']//*[@id='s-{lost.id}']")
    assert "No date known" in words(made.get_element_by_id("timeline"))
    assert "the text names no one" in words(made.get_element_by_id("voices"))


# ---------------------------------------------------------------------------- safe


def test_the_page_asks_for_nothing_and_runs_nothing(record: Any, tmp_path: Path) -> None:
    made = page(hostile(record), tmp_path)
    assert made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]
    assert not made.xpath("//script|//img|//iframe|//object|//embed|//form|//base|//x|//b[text()='xx']")
    assert not made.xpath("//@src|//@srcset|//@style|//@action|//@*[starts-with(name(), 'on')]")
    for link in made.xpath("//link"):
        assert dict(link.attrib) == {"rel": "icon", "href": "data:,"}
    for style in made.xpath("//style/text()"):
        assert "@import" not in style
        assert "url(" not in style


def test_links_out_are_web_addresses_only(record: Any, tmp_path: Path) -> None:
    out = [a for a in page(record, tmp_path).xpath("//*[@href]") if not a.get("href").startswith("#")]
    out = [a for a in out if a.tag != "link"]
    assert out
    for a in out:
        assert a.tag == "a"
        assert a.get("href").startswith("https://news.example/")
        assert a.get("rel").split()[:2] == ["noreferrer", "noopener"]


def test_hostile_text_stays_text(record: Any, tmp_path: Path) -> None:
    made = page(hostile(record), tmp_path)
    assert not [a for a in made.xpath("//a/@href") if not a.startswith("#")]
    assert "javascript:alert(1)" in words(made), "an address that is not followed is still shown"
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in made.xpath("//a/@href")} <= set(ids)
    shown = words(made)
    assert "{{7*7}}" in shown
    assert "<script>alert(1)</script>" in shown
    assert "\x00" not in shown
    assert made.xpath("//article/@lang") == []


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://a.example/x?y=1&z=(2)", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://a.example", False),
        ("https:///nohost", False),
        ("https://user:pass@a.example/", False),
        ("https://a.example/\\evil", False),
        ("https://[broken", False),
        ("ftp://a.example", False),
        ("//a.example", False),
        ("", False),
        (None, False),
    ],
)
def test_web_address(url: str | None, fine: bool) -> None:
    assert brief.wording.web_address(url) == (url if fine else None)


# ---------------------------------------------------------------------------- large and narrowed


def test_what_is_left_out_is_said(build: Any, tmp_path: Path) -> None:
    record = build(12)
    made = page(record, tmp_path, limits=Limits(articles=5))
    note = words(made.get_element_by_id("left-out"))
    kept = {a.get("id") for a in made.xpath("//*[@class='art']")}
    over = [v for v in record.views if f"d-{v.document.id}" not in kept]
    assert len(kept) == 5
    assert f"Not on this page: 7 articles with {sum(len(v.said) for v in over)} statements" in note
    assert "at most 5 articles or 10,000 statements; it shows the latest" in note
    oldest_kept = min(v.document.published for v in record.views if f"d-{v.document.id}" in kept)
    assert all(v.document.published <= oldest_kept for v in over)
    by_outlet = made.get_element_by_id("left-out").xpath(".//li")
    assert sum(int(re.search(r": (\d+) article", words(x))[1]) for x in by_outlet) == 7
    assert {h[1:] for h in made.xpath("//a/@href") if h[0] == "#"} <= set(made.xpath("//@id"))


def test_the_limit_of_statements_cuts_whole_articles(build: Any, tmp_path: Path) -> None:
    made = page(build(12), tmp_path, limits=Limits(statements=20))
    assert 0 < len(made.xpath("//*[@id='timeline']//li")) <= 20
    assert made.xpath("//*[@id='left-out']")


def test_a_selection_says_so(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path, outlet="Valley Post")
    assert "Only statements with outlet Valley Post" in words(made)
    assert {words(x) for x in made.xpath("//*[@id='outlets']/following-sibling::table[1]//th/bdi")} == {"Valley Post"}


def test_within_limits_nothing_is_said_to_be_missing(record: Any, tmp_path: Path) -> None:
    assert not page(record, tmp_path).xpath("//*[@id='left-out']")


# ---------------------------------------------------------------------------- words and colours


def test_the_sentence(record: Any, tmp_path: Path) -> None:
    export(record, "brief", tmp_path / "b.html", title="The Orrin")
    made = html.parse(str(tmp_path / "b.html")).getroot()
    assert words(made.find(".//h1")) == "The Orrin"
    said = list(record.statements())
    named = sum(1 for s in said if s.speaker)
    stand = words(made.xpath("//*[@class='standfirst']")[0])
    assert stand == (
        f"{len(said)} statements in 12 articles of 4 outlets, published 3 to 27 March 2031, "
        f"{named} of them by 10 identified speakers."
    )


@pytest.mark.parametrize(
    ("since", "until", "words_"),
    [
        (date(2031, 3, 3), date(2031, 3, 3), "3 March 2031"),
        (date(2031, 3, 3), date(2031, 3, 21), "3 to 21 March 2031"),
        (date(2031, 3, 3), date(2031, 4, 2), "3 March to 2 April 2031"),
        (date(2030, 12, 3), date(2031, 4, 2), "3 December 2030 to 2 April 2031"),
        (None, date(2031, 4, 2), "2 April 2031"),
        (None, None, "undated"),
    ],
)
def test_days(since: date | None, until: date | None, words_: str) -> None:
    assert brief.wording.days(since, until) == words_


def test_long_lists_are_folded_not_cut(record: Any, tmp_path: Path) -> None:
    rejected = [RejectedRow(file=f"{i}.pdf", reason="unsupported-format", detail="", run=1) for i in range(90)]
    record.rejected = tuple(rejected)
    record.runs = tuple(replace(record.runs[0], id=i) for i in range(1, 9))
    made = page(record, tmp_path)
    held = words(made.get_element_by_id("held"))
    assert "90 unsupported-format" in held
    assert "50 more files" in held
    assert all(r.file in held for r in rejected)
    method = words(made.get_element_by_id("method"))
    assert "3 earlier runs" in method
    assert all(f"Run {i}" in method for i in range(1, 9))


def test_quotes_carry_their_language(record: Any, tmp_path: Path) -> None:
    made = page(record, tmp_path)
    assert {q.get("lang") for q in made.xpath("//blockquote")} == {None, "ar"}
    assert set(made.xpath("//article/@lang")) == {"en", "ar"}


@pytest.mark.parametrize(
    ("since", "until", "words_"),
    [
        (date(2031, 3, 3), date(2031, 3, 3), "3 March"),
        (date(2031, 3, 3), date(2031, 3, 9), "3 to 9 March"),
        (date(2031, 3, 1), date(2031, 3, 31), "in March"),
        (date(2031, 3, 1), date(2031, 5, 31), "in March to May 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), "in 2031"),
        (date(2029, 1, 1), date(2031, 12, 31), "in 2029 to 2031"),
        (date(2031, 3, 3), date(2031, 4, 2), "3 March to 2 April 2031"),
        (date(9999, 12, 1), date.max, "in December"),
    ],
)
def test_days_below_a_month(since: date, until: date, words_: str) -> None:
    assert brief.wording.within_month(since, until) == words_


def test_an_interval_is_not_shown_as_its_first_day(record: Any, tmp_path: Path) -> None:
    view = record.views[0]
    first, *rest = view.said
    some_day = replace(first, said_since=date(2031, 3, 1), said_until=date(2031, 3, 1), id="one")
    week = replace(first, said_since=date(2031, 3, 1), said_until=date(2031, 3, 7), id="week")
    record.views[0] = replace(view, said=(week, some_day, *rest))
    made = page(record, tmp_path)
    heads = {words(h): h for h in made.xpath("//*[@id='timeline']//h4")}
    assert heads["1 to 7 March"].getnext().xpath(".//a[@href='#s-week']")
    assert heads["1 March"].getnext().xpath(".//a[@href='#s-one']")
    assert heads["1 March"].getparent().get("id") == "t-2031-03-01"
    assert heads["1 to 7 March"].getparent().get("id") is None


def test_unidentified_sources_are_grouped_whatever_their_case(record: Any, tmp_path: Path) -> None:
    view = record.views[0]
    said = list(view.said)
    for i, name in ((0, "Officials"), (1, "officials,")):
        span = Span(doc=view.document.id, start=0, end=len(name), text=name)
        said[i] = replace(said[i], speaker=None, source=(span,))
    record.views = [replace(view, said=tuple(said))]
    made = page(record, tmp_path)
    (group,) = [d for d in made.xpath("//details[@class='voice']") if "fficials" in words(d.find("summary"))]
    assert len(group.xpath(".//li")) == 2
