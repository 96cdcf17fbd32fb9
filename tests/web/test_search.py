"""Search in the browser: each hit a link to its place, each article once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from store_factory import fill, reading

import onrecord
from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.rows import DocumentRef, Hit
from onrecord.web import Serving
from onrecord.web.app import create_app
from onrecord.web.routes.search import runs

Reads = Callable[..., html.HtmlElement]


def test_the_twin_is_the_records_answer(client: TestClient, reading: Record) -> None:
    answer = client.get("/search.json", params={"q": "dam", "limit": 5, "offset": 5})
    found = reading.find("dam", limit=5, offset=5)
    assert answer.json()["items"] == plain(found.hits)
    assert answer.json()["total"] == found.total


@pytest.mark.parametrize("kind", ["article", "statement"])
def test_only_articles_or_only_statements(client: TestClient, reading: Record, kind: str) -> None:
    items = client.get("/search.json", params={"q": "dam", "kind": kind}).json()["items"]
    assert {h["kind"] for h in items} == {kind}
    both = [
        client.get("/search.json", params={"q": "dam", "kind": k}).json()["total"] for k in ("article", "statement")
    ]
    assert sum(both) == reading.find("dam").total


def test_each_article_once_with_links_to_its_places(client: TestClient, reading: Record, read_page: Reads) -> None:
    page = read_page(client, "/search?q=dam")
    heads = page.xpath("//section[@class='found']/h2/a/@href")
    assert len(heads) == len(set(heads))
    hits = reading.find("dam", limit=30).hits
    assert set(heads) == {f"/articles/{h.document.id}" for h in hits}
    places = page.xpath("//section[@class='found']//li/a/@href")
    assert sorted(places) == sorted(
        f"/articles/{h.document.id}?at={h.start}-{h.end}#hit" if h.start < h.end else f"/articles/{h.document.id}"
        for h in hits
    )


def test_a_statement_is_shown_with_who_says_it_and_when(client: TestClient, reading: Record, read_page: Reads) -> None:
    hits = reading.find("dam", kind="statement", limit=30).hits
    assert len({h.speaker for h in hits}) > 2
    for h in hits:
        said = reading.explain(h.id).said  # type: ignore[union-attr]
        assert (h.speaker, h.on) == (said.speaker, said.on)
        assert h.source == " ... ".join(" ".join(s.text.split()) for s in said.source)
    page = read_page(client, "/search?q=dam&kind=statement")
    told = {li.xpath("string(span/a[2]/@href)"): li for li in page.xpath("//section[@class='found']//li")}
    for h in hits:
        who = told[f"/statements/{h.id}"].xpath("p[@class='by']")[0]
        assert who.xpath("string(a/@href)") == (f"/actors/{h.speaker.id}" if h.speaker else "")
        assert who.text_content().strip().startswith(h.speaker.name if h.speaker else h.source or "nobody named")
        assert str(h.on.year) in who.xpath("string(time)") if h.on else True


def test_a_hit_opens_the_article_at_its_words(client: TestClient, read_page: Reads) -> None:
    page = read_page(client, "/search?q=zurqani&kind=article")
    for place in page.xpath("//section[@class='found']//li/a/@href"):
        (hit,) = read_page(client, place.partition("#")[0]).xpath("//*[@id='hit']")
        assert "zurqani" in hit.text_content().casefold()


def test_actors_outlets_and_issues_are_offered(client: TestClient, reading: Record, read_page: Reads) -> None:
    actor = next(a for a in reading.actors(limit=1)).actor
    outlet = reading.outlet_names(limit=1)[0].name
    issue = reading.issues()[0].name
    assert f"/actors/{actor.id}" in read_page(client, f"/search?q={actor.name}").xpath("//*[@class='goto']//a/@href")
    for name in (outlet, issue):
        assert name in read_page(client, f"/search?q={name.split()[0]}").xpath("//*[@class='goto']//a/text()")


def test_brackets_of_an_article_are_no_marks(tmp_path: Path, read_page: Reads) -> None:
    said = "We [the government] will open the gates] [now"
    with onrecord.open(tmp_path / "r.onrecord", create=True) as record:
        fill(record.store, [reading("a.txt", [("Ann Lee", said)], title="<b>Gates</b> [2]")])
        client = TestClient(create_app(record, Serving()), base_url="http://localhost")
        page = read_page(client, "/search?q=government gates")
    rows = page.xpath("//section[@class='found']//li[@class='statement']/a")
    assert [r.text_content() for r in rows] == [said]
    assert [m.text_content() for m in rows[0].xpath(".//mark")] == ["government", "gates"]
    assert page.xpath("//section/h2/a")[0].text_content() == "<b>Gates</b> [2]"


@given(st.text(st.sampled_from("[]ab \n"), max_size=30), st.lists(st.tuples(st.integers(0, 29), st.integers(1, 9))))
def test_runs_are_the_snippet_without_its_marks(text: str, places: list[tuple[int, int]]) -> None:
    shown, marks, at = "", [], 0
    for start, size in sorted(places):
        if start >= at and start + size <= len(text):
            shown += text[at:start]
            marks.append((len(shown) + 1, len(shown) + 1 + size))
            shown += f"[{text[start : start + size]}]"
            at = start + size
    ref = DocumentRef(id="d", file="f", outlet=None, title=None, published=None)
    hit = Hit(
        kind="article", id="d", document=ref, snippet=shown + text[at:], start=0, end=1, rank=0, marks=tuple(marks)
    )
    assert "".join(words for words, _ in runs(hit)) == text
    assert [words for words, marked in runs(hit) if marked] == [hit.snippet[a:b] for a, b in marks]


def test_no_hit_says_what_to_try(client: TestClient, read_page: Reads) -> None:
    page = read_page(client, "/search?q=sanctionables here&kind=article")
    links = page.xpath("//*[@class='note']//a/@href")
    assert "/search?q=sanctionables+here" in links
    assert "/search?q=sancti%2A" in links
    assert read_page(client, "/search").xpath("//*[@class='help']")


@pytest.mark.parametrize(
    ("asked", "told"), [("q=***", "no word"), ("q=dam&kind=rumour", "rumour"), ("q=a&limit=x", "limit")]
)
def test_what_cannot_be_asked_is_told(client: TestClient, asked: str, told: str) -> None:
    answer = client.get(f"/search.json?{asked}")
    assert answer.status_code == 400
    assert told in answer.json()["error"]["message"]
