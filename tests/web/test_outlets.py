"""Outlets beside each other, and one against the others."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import etree, html

from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.outlet_rows import OutletPage, OutletTable, share
from onrecord.web.charts.outlets import TOPS, compared

Reads = Callable[..., html.HtmlElement]


@pytest.mark.parametrize("asked", [{}, {"since": "2023"}, {"until": "2022-06"}, {"sure": "true"}])
def test_the_table_is_that_of_the_record(
    client: TestClient, reading: Record, read_page: Reads, asked: dict[str, str]
) -> None:
    found = reading.outlets(since=asked.get("since"), until=asked.get("until"), sure="sure" in asked)
    assert isinstance(found, OutletTable)
    query = "&".join(f"{k}={v}" for k, v in asked.items())
    page = read_page(client, f"/outlets?{query}")
    assert page.xpath("//tbody/tr/th/a/text()")[: len(found.outlets)] == [r.outlet for r in found.outlets]
    assert client.get("/outlets.json", params=asked).json()["outlets"] == plain(found.outlets)


def test_numbers_lead_to_what_they_count(client: TestClient, reading: Record, read_page: Reads) -> None:
    table = reading.outlets()
    assert isinstance(table, OutletTable)
    row = table.outlets[0]
    page = read_page(client, "/outlets")
    (lead,) = page.xpath("(//tbody/tr)[1]/td[@data-of='statements']/a")
    assert lead.text == f"{row.statements:,}"
    counted = client.get(f"/statements.json{lead.get('href').removeprefix('/statements')}").json()["total"]
    assert counted == reading.count_said(outlet=row.outlet)


def test_an_outlet_is_shown_against_the_others(client: TestClient, reading: Record, read_page: Reads) -> None:
    table = reading.outlets()
    assert isinstance(table, OutletTable)
    for name in (r.outlet for r in table.outlets):
        found = reading.outlets(name)
        assert isinstance(found, OutletPage)
        page = read_page(client, f"/outlet?name={quote(name)}")
        assert page.xpath("string(//h1)") == name
        stories = {f"/stories/{c.story.id}" for c in found.stories}
        assert stories <= set(page.xpath("//table//th/a/@href"))
        assert client.get(f"/outlet.json?name={quote(name)}").json() == plain(found)


def test_shares_are_drawn_where_they_lie(client: TestClient, reading: Record) -> None:
    table = reading.outlets()
    assert isinstance(table, OutletTable)
    found = next(
        p for r in table.outlets for p in [reading.outlets(r.outlet)] if isinstance(p, OutletPage) and p.compared
    )
    chart = compared(found.outlet.outlet, found.compared)
    assert chart is not None
    shapes = etree.fromstring(f"<svg>{chart.body}</svg>")
    most = max(max(c.here.high, c.others.high) for c in found.compared[:20])
    top = next(t for t in TOPS if t >= most)
    first = found.compared[0]
    dot = next(
        g for g in shapes.iter("g") if str(g.findtext("title")).startswith(f"{first.actor.name}, {found.outlet.outlet}")
    )
    assert first.here.value is not None
    left, width = 230.0, 1000.0 - 230.0 - 30
    assert float(str(dot.find("circle").get("cx"))) == pytest.approx(left + width * first.here.value / top, abs=0.1)  # type: ignore[union-attr]


def test_few_are_told_as_counts(client: TestClient, read_page: Reads) -> None:
    cells = read_page(client, "/outlets").xpath("//td[@data-of='own text']")
    assert all("of" in c.text_content() and "%" not in c.text_content() for c in cells)
    assert share(3, 4).few


def test_an_outlet_that_is_not_there(client: TestClient) -> None:
    assert client.get("/outlet.json?name=The%20Nowhere%20Times").status_code == 404
    assert client.get("/outlet.json").status_code == 400
