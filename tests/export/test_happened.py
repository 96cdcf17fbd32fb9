"""What happened, on the page: each event once, its passage, the drawing and its links."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onrecord.export import brief
from onrecord.export.drawing import NARROW, WIDE, Targets, drawing
from onrecord.store.rows import ActorRef, DocumentRef
from onrecord.store.timeline_order import precision
from onrecord.store.timeline_rows import Party, SourceRow, TimelineEntry

sys.path.insert(0, str(Path(__file__).parent))

from happened import happened


@pytest.fixture
def eventful(record: Any) -> Any:
    record.happened = happened(record.views)
    return record


def page(source: Any, folder: Path, **options: Any) -> Any:
    brief.write(source, folder / "b.html", **options)
    return html.document_fromstring((folder / "b.html").read_text("utf-8"))


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def test_each_event_stands_once_and_leads_to_its_passage(eventful: Any, tmp_path: Path) -> None:
    made = page(eventful, tmp_path)
    rows = made.xpath("//*[@id='happened']//tbody/tr")
    acts = [r for row in eventful.happened for r in row.reports if r.act_of is None]
    assert len(rows) == len({r.event for r in acts})
    leads = [row.xpath(".//blockquote/a/@href")[0] for row in rows]
    assert sorted(leads) == sorted({f"#v-{r.event}" for r in acts})
    for r in acts:
        (label,) = made.xpath(f"//*[@id='v-{r.id}']")
        (number,) = [c[1:] for c in label.get("class").split() if c[1:].isdigit()]
        (article,) = label.xpath("ancestor::details[@class='art']")
        marked = article.xpath(f".//mark[contains(concat(' ', @class, ' '), ' n{number} ')]")
        assert " ".join("".join(m.xpath("string()") for m in marked).split())
        named = article.xpath(f".//mark[contains(concat(' ', @class, ' '), ' n{number} ')][contains(@class, 'v')]")
        assert words(named[0]) == r.trigger.text


def test_a_statement_that_is_an_event_is_listed_as_a_statement(eventful: Any, tmp_path: Path) -> None:
    made = page(eventful, tmp_path)
    (own,) = [row.best for row in eventful.happened if row.best.act_of]
    assert not made.xpath(f"//*[@id='v-{own.id}']")
    marks = made.xpath(f"//figure[@class='draw']//a[@href='#s-{own.act_of}']")
    assert len(marks) <= 2  # one in each drawing, where it is not among those that are only counted


def test_the_head_counts_every_event_once(eventful: Any, tmp_path: Path) -> None:
    figures = page(eventful, tmp_path).xpath("//dl[@class='figures']/div")
    (shown,) = [words(d) for d in figures if words(d.find("dt")).startswith("event")]
    acts = len([row for row in eventful.happened if any(r.act_of for r in row.reports)])
    assert str(len(eventful.happened)) in shown
    assert f"{acts} of them statements too" in shown


def test_disagreements_doubt_and_status_are_said_in_words(eventful: Any, tmp_path: Path) -> None:
    text = words(page(eventful, tmp_path).get_element_by_id("happened"))
    assert "Reports differ on killed: " in text
    assert "not sure" in text
    assert "was still to come" in text
    assert "did not happen" in text
    assert "only spoken of" in text


def test_every_mark_leads_somewhere_and_says_what_it_is(eventful: Any, tmp_path: Path) -> None:
    made = page(eventful, tmp_path)
    ids = set(made.xpath("//@id"))
    drawings = made.xpath("//figure[@class='draw']/svg")
    assert [d.get("class") for d in drawings] == ["wide", "narrow"]
    for link in made.xpath("//figure[@class='draw']/svg//a"):
        assert link.get("href")[1:] in ids
        assert link.get("aria-label") == link.findtext("title")
    shapes = {c for d in drawings for x in d.iter() for c in (x.get("class") or "").split()}
    assert {"q1", "q2", "q4", "said", "hollow", "bar"} <= shapes


def test_a_selection_draws_what_it_selects(eventful: Any, tmp_path: Path) -> None:
    outlet = eventful.views[0].document.outlet
    eventful.events = lambda **filters: (r for r in eventful.happened if r.best.document.outlet == filters["outlet"])
    made = page(eventful, tmp_path, outlet=outlet)
    mine = [v.document.id for v in eventful.views if v.document.outlet == outlet]
    shown = {i[2:] for i in made.xpath("//@id") if i.startswith("v-")}
    assert shown == {x.id for r in eventful.happened for x in r.reports if x.document.id in mine and not x.act_of}


def test_it_is_the_same_page_whatever_the_order_of_the_rows(eventful: Any, tmp_path: Path) -> None:
    page(eventful, tmp_path)
    first = (tmp_path / "b.html").read_bytes()
    eventful.happened.reverse()
    page(eventful, tmp_path)
    assert (tmp_path / "b.html").read_bytes() == first


def test_what_an_event_says_cannot_become_markup(eventful: Any, tmp_path: Path) -> None:
    evil = "\"'><script>alert(1)</script>"
    row = eventful.happened[0]
    who = replace(row.best.actors[0], actor=ActorRef(id="x", name=evil, kind="person"))
    best = replace(
        row.best, type=evil, mode=evil, quad=None, actors=(who,), recipients=(replace(who, actor=None, text=evil),)
    )
    eventful.happened[0] = replace(row, best=best, reports=(best,))
    made = page(eventful, tmp_path)
    assert not made.xpath("//script")
    assert evil in made.get_element_by_id("happened").text_content()


def test_without_events_the_section_says_so(record: Any, tmp_path: Path) -> None:
    assert "No event was found" in words(page(record, tmp_path).get_element_by_id("happened"))


# ---------------------------------------------------------------------------- the drawing in numbers

DOC = DocumentRef(id="d1", file="a.txt", outlet="A", title=None, published=date(2020, 1, 1))


def made(number: int, since: date | None, until: date | None, kind: str, quad: int | None, who: int) -> TimelineEntry:
    actor = ActorRef(id=f"a{who}", name=f"Actor {who}", kind="person")
    return TimelineEntry(
        kind=kind, id=f"x{number}", since=since, until=until, precision=precision(since, until), told_on=False,
        what="what", who=(Party(name=actor.name, actor=actor),) if who else (), whom=(), words="words", reports=1,
        documents=1, outlets=("A",), sources=(SourceRow(id=f"x{number}", document=DOC, spans=()),), sure=True,
        type="ASSAULT" if quad else None, quad=quad, status="happened" if quad else None,
    )  # fmt: skip


ENTRIES = st.lists(
    st.tuples(
        st.none() | st.dates(), st.integers(0, 400), st.sampled_from(["event", "statement", "role"]),
        st.none() | st.integers(1, 4), st.integers(0, 12),
    ),
    max_size=60,
)  # fmt: skip


@given(ENTRIES, st.sampled_from([WIDE, NARROW]))
def test_all_stands_within_the_drawing_and_nothing_is_lost(rows: list[Any], form: Any) -> None:
    entries = [
        made(i, since, min(date.max, since + timedelta(days=min(more, (date.max - since).days))) if since else None,
             kind, quad, who)
        for i, (since, more, kind, quad, who) in enumerate(rows)
    ]  # fmt: skip
    drawn = drawing("d", entries, Targets(tellings={e.id: e.id for e in entries}), form)
    dated = [e for e in entries if e.since]
    if drawn is None:
        assert not dated
        return
    marks = [m for lane in drawn.lanes for m in lane.marks]
    assert sum(m.more or 1 for m in marks) == len(dated)
    assert drawn.undated == len(entries) - len(dated)
    assert len(drawn.lanes) <= form.lanes + 1
    for lane in drawn.lanes:
        for m in lane.marks:
            assert 0 <= m.x <= form.width
            assert lane.y < m.y < lane.base <= drawn.axis < drawn.height
            assert m.until is None or m.x < m.until <= form.width
            assert m.href
    assert drawn.ticks
    for a, b in zip(drawn.ticks, drawn.ticks[1:], strict=False):
        assert b.x - a.x >= form.tick or len(drawn.ticks) == 2
    assert drawn == drawing("d", entries[::-1], Targets(tellings={e.id: e.id for e in entries}), form)


@given(st.lists(st.dates(date(2020, 1, 1), date(2020, 3, 1)), min_size=1, max_size=80))
def test_small_marks_do_not_lie_on_each_other(days: list[date]) -> None:
    entries = [made(i, d, d, "statement", None, 1) for i, d in enumerate(days)]
    drawn = drawing("d", entries, Targets(tellings={e.id: e.id for e in entries}), WIDE)
    assert drawn
    marks = [m for m in drawn.lanes[0].marks if not m.more]
    assert len({(m.x, m.y) for m in marks}) == len(marks)
    assert all(abs(a.x - b.x) >= a.size or abs(a.y - b.y) >= a.size - 0.01 for a in marks for b in marks if a is not b)
