"""The list of statements, and why a statement is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from lxml import html

from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.rows import Explanation

Reads = Callable[..., html.HtmlElement]


def shown(page: html.HtmlElement) -> list[str]:
    """The ids of the statements on a page."""
    return [str(i).removeprefix("s-") for i in page.xpath("//article[contains(@class, 'st ')]/@id")]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"by": "Zurqani"},
        {"kind": "direct", "since": "2024"},
        {"outlet": "merrun voice", "until": "2024-03"},
        {"text": "dam", "act": "threat"},
        {"to_review": "true"},
        {"min_score": "0.9"},
    ],
)
def test_a_filter_leaves_what_the_record_answers(
    client: TestClient, reading: Record, read_page: Reads, asked: dict[str, str]
) -> None:
    filters = {k: v for k, v in asked.items() if k != "to_review"}
    sure = {"sure": False} if "to_review" in asked else {}
    found = reading.said(limit=20, **filters, **sure)
    page = read_page(client, f"/statements?{'&'.join(f'{k}={v}' for k, v in asked.items())}&limit=20")
    assert shown(page) == [s.id for s in found]
    total = reading.count_said(**filters, **sure)
    assert f"{total:,} statement" in page.xpath("string(//p[@class='soft'])")
    assert client.get("/statements.json", params=asked).json()["total"] == total
    assert len(page.xpath("//ul[@class='chips']//b")) == len(filters)


def test_a_chip_takes_its_filter_out(client: TestClient, read_page: Reads) -> None:
    page = read_page(client, "/statements?kind=direct&act=threat&offset=3")
    links = page.xpath("//ul[@class='chips']//a/@href")
    assert links == ["/statements?act=threat", "/statements?kind=direct", "/statements"]


def test_an_actor_asked_for_by_id_is_told_by_name(client: TestClient, reading: Record, read_page: Reads) -> None:
    speaker = next(s.speaker for s in reading.said() if s.speaker)
    page = read_page(client, f"/statements?by={speaker.id}")
    assert page.xpath("string(//ul[@class='chips']//b)") == speaker.name


def test_pages_of_the_list_join_to_the_whole(client: TestClient, reading: Record, read_page: Reads) -> None:
    found: list[str] = []
    address = "/statements?kind=mixed&limit=7"
    while address:
        page = read_page(client, address)
        found += shown(page)
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert found == [s.id for s in reading.said(kind="mixed")]


def test_past_the_end_the_list_says_how_many_there_are(client: TestClient, read_page: Reads) -> None:
    page = read_page(client, "/statements?offset=100000")
    assert "nothing comes after that" in page.xpath("string(//p[@class='note'])")


def test_days_count_what_the_list_holds(reading: Record) -> None:
    days = reading.days(kind="direct")
    assert sum(days.values()) == len(reading.said(kind="direct")) == reading.count_said(kind="direct")
    dated = {on: count for on, count in days.items() if on}
    assert list(dated) == sorted(dated)
    for on, count in dated.items():  # a bar leads to what was told on its day, of what was told before, too
        assert count <= reading.count_said(kind="direct", since=on, until=on)


# ---------------------------------------------------------------------------- one statement


def test_every_statement_says_why_it_is_there(client: TestClient, reading: Record, read_page: Reads) -> None:
    for said in reading.said(limit=12):
        page = read_page(client, f"/statements/{said.id}")
        passage = page.xpath("//p[@class='words']")[0]
        explained = reading.explain(said.id)
        assert isinstance(explained, Explanation)
        assert passage.text_content() == explained.passage.text
        marked = "".join(m.text_content() for m in passage.xpath("mark[contains(concat(' ', @class, ' '), ' c ')]"))
        assert "".join(marked.split()) == "".join("".join(s.text for s in said.content).split())
        words = page.text_content()
        assert explained.sure_why in words and said.by in words and f"run {explained.run}" in words


def test_the_twin_is_the_answer_of_the_record(client: TestClient, reading: Record) -> None:
    said = reading.said(limit=1)[0]
    assert client.get(f"/statements/{said.id}.json").json() == plain(reading.explain(said.id))


def test_it_tells_other_reports_positions_and_events(client: TestClient, reading: Record, read_page: Reads) -> None:
    several = next(s for s in reading.said() if s.told > 1)
    page = read_page(client, f"/statements/{several.id}")
    explained = reading.explain(several.id)
    assert isinstance(explained, Explanation)
    leads = page.xpath("//aside//a/@href")
    assert all(f"/statements/{t.said.id}" in leads for t in explained.tellings)
    sides = [p for d in {s.document.id for s in reading.said()} for p in reading.sides(d)]
    side = sides[0]
    page = read_page(client, f"/statements/{side.said.id}")
    assert side.issue in page.xpath("//aside//li/a/text()")
    event = next(e.best for e in reading.events().events if e.best.act_of)
    page = read_page(client, f"/statements/{event.act_of}")
    assert f"/events/{event.id}" in page.xpath("//aside//a/@href")


def test_what_is_no_statement_is_not_found(client: TestClient, reading: Record) -> None:
    assert client.get("/statements/nothing.json").status_code == 404
    event = reading.events(limit=1).events[0]
    error = client.get(f"/statements/{event.best.id}.json").json()["error"]
    assert error["status"] == 404 and "event" in error["message"]


def test_judgements_stand_with_what_was_judged(judge: TestClient, writing: Record, read_page: Reads) -> None:
    said = writing.said(limit=1)[0]
    made = writing.judge(said.id, "accept", who="Ana", note="<b>heard it</b>")
    page = read_page(judge, f"/statements/{said.id}")
    line = page.xpath("//ul[@class='log']/li")[0]
    assert "accepted by Ana" in line.text_content() and line.xpath("string(q)") == "<b>heard it</b>"
    writing.undo(made.id)
    page = read_page(judge, f"/statements/{said.id}")
    assert "taken back" in page.xpath("string(//ul[@class='log']/li)")
