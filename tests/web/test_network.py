"""The network: drawn with its windows, every tie and node leading to the statements behind it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from lxml import html

from onrecord.export.network_json import document
from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.networks import Most
from onrecord.web import Serving, network_drawing
from onrecord.web.app import create_app
from onrecord.web.routes import network as routes

Page = Callable[..., html.HtmlElement]


def test_the_twin_is_what_the_command_line_prints(client: TestClient, reading: Record) -> None:
    assert client.get("/network.json", params={"implied": "true"}).json() == plain(
        document(reading.network(implied=True))
    )


def test_every_tie_leads_to_its_statements(client: TestClient, read_page: Page, reading: Record) -> None:
    found = reading.network(kind="ignore", implied=True)
    edges = list(found.edges())
    assert edges
    page = read_page(client, "/network?kind=ignore&implied=true")
    wide = page.cssselect("svg.wide")[0]
    assert len(wide.cssselect("a[data-t]")) == len(edges)
    assert len(wide.cssselect("a[data-n]")) == len(found.rows)
    told = read_page(client, wide.cssselect("a[data-t]")[0].get("href"))
    names = told.cssselect("h1")[0].text_content().split(" – ")
    assert len(told.cssselect("article.st")) == len(found.statements(*names))
    for link in told.cssselect("blockquote a"):
        assert re.match(r"/articles/d[0-9a-f]+#s-s[0-9a-f]+$", link.get("href"))


def test_a_node_leads_to_its_statements(client: TestClient, read_page: Page, reading: Record) -> None:
    for choices in ({"implied": True}, {"implied": True, "type": "two-mode"}):
        found = reading.network(**choices)
        query = "&".join(f"{k}={str(v).lower()}" for k, v in choices.items())
        for name in {*found.rows[:2], *found.columns[:2]}:
            page = read_page(client, f"/network/node?a={name}&{query}")
            counted = client.get("/network/node.json", params={"a": name, **choices}).json()
            assert len(page.cssselect("article.st")) == sum(len(s["told"]) for s in counted["sides"]) > 0


def test_windows_by_the_address_alone(client: TestClient, read_page: Page, reading: Record) -> None:
    windows = reading.network(implied=True, kind="ignore", window="365d", step="180d").windows
    assert len(windows) > 2
    query = "/network?implied=true&kind=ignore&window=365d&step=180d"
    for at, one in enumerate(windows, 1):
        page = read_page(client, f"{query}&at={at}")
        shown = [a for a in page.cssselect("svg.wide a[data-t]") if "gone" not in a.get("class").split()]
        assert len(shown) == sum(1 for e in one.edges() if e.weight)
        assert page.cssselect("#now")[0].text.startswith(f"Window {at} of {len(windows)}")
        assert page.cssselect("tr.lit td")[0].text_content()
    assert client.get(f"{query}&at={len(windows) + 1}").status_code == 400
    assert client.get(f"{query}&at=x").status_code == 400


@pytest.mark.parametrize("form", ["svg", "png", "graphml", "gexf"])
def test_as_a_file(client: TestClient, form: str) -> None:
    answer = client.get(f"/network/picture.{form}?implied=true")
    assert answer.status_code == 200 and len(answer.content) > 500
    assert answer.content == client.get(f"/network/picture.{form}?implied=true").content


@pytest.mark.parametrize(
    "query", ["window=soon", "kind=none", "nodes=planet", "duplicates=include,month", "minimum_node=0", "threshold=2"]
)
def test_choices_that_make_no_sense_are_told(client: TestClient, query: str) -> None:
    answer = client.get(f"/network.json?{query}")
    assert answer.status_code == 400 and answer.json()["error"]["message"]


def test_more_than_a_page_can_bear_is_refused_with_the_way_out(
    client: TestClient, read_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "kind=ignore&implied=true&since=2001"
    assert read_page(client, f"/network?{asked}").xpath("//a[contains(@href, 'network.csv')]")
    monkeypatch.setattr(routes, "MOST_WRITTEN", 1)
    for data in ("network.json", "network.csv", "network/picture.graphml", "network/picture.gexf"):
        answer = client.get(f"/{data}?{asked}")
        assert answer.status_code == 400
        assert "ask for an issue" in answer.text and "onrecord network" in answer.text
    page = read_page(client, f"/network?{asked}")
    assert page.cssselect("svg.wide") and "onrecord network" in page.cssselect("p.files")[0].text_content()
    assert not page.xpath("//a[contains(@href, 'network.csv') or contains(@href, 'network.json')]")
    assert client.get(f"/network/picture.svg?{asked}").status_code == 200


def test_windows_of_too_many_pairs_are_refused_before_they_are_made(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_drawing, "MOST", Most(windows=400, pairs=3))
    answer = client.get("/network?implied=true&kind=ignore&window=300d&step=100d")
    assert answer.status_code == 400 and "longer step" in answer.text
    monkeypatch.setattr(network_drawing, "MOST", Most(windows=2, pairs=10_000))
    answer = client.get("/network?implied=true&kind=ignore&window=300d&step=101d")
    assert answer.status_code == 400 and "at most 2 are shown" in answer.text


def test_nobody_and_nothing(client: TestClient, read_page: Page) -> None:
    assert client.get("/network/node?a=Nobody").status_code == 404
    assert client.get("/network/tie?a=Nobody&b=None").status_code == 404
    assert "No statement takes a side" in read_page(client, "/network?since=2090").text_content()


def test_the_whole_has_a_place_for_every_node(client: TestClient, reading: Record) -> None:
    answer = client.get("/network/whole.json?implied=true&kind=ignore").json()
    assert [n["label"] for n in answer["nodes"]] == list(reading.network(implied=True, kind="ignore").rows)
    places = [(n["x"], n["y"]) for n in answer["nodes"]]
    assert len(set(places)) == len(places)


def test_names_are_hostile(writing: Record, read_page: Page) -> None:
    name = "<script>alert(1)</script>\"' onload=x"
    for row in writing.network(implied=True, kind="ignore").rows[:3]:
        writing.rename(row, f"{name} {row}", who="Ana")
    client = TestClient(create_app(writing, Serving()), base_url="http://localhost")
    page = read_page(client, "/network?implied=true&kind=ignore&window=365d&step=180d")
    assert name in page.text_content()
    assert all(s.get("src") or s.get("type") == "application/json" for s in page.cssselect("script"))
    assert not page.xpath("//*[@onload]")
