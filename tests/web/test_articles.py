"""Articles in the browser: the list, and each with its statements and events beside the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html
from store_factory import fill, reading

import onrecord
from onrecord.forms import plain
from onrecord.record import Record
from onrecord.web import Serving
from onrecord.web.app import create_app

Reads = Callable[..., html.HtmlElement]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onfocus='alert(3)"
ARABIC = "لن نوقع الاتفاق ما لم تفتح البوابات"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Record]:
    """A record of an attack, an Arabic article, and two of a day."""
    with onrecord.open(tmp_path / "made.onrecord", create=True) as record:
        arabic = reading("ar.txt", [("خالد الخطمي", ARABIC)], title="رئيس الوزراء يرفض", outlet="الحوض")
        fill(
            record.store,
            [
                reading("a.txt", [(EVIL, f"We will {EVIL}\r\n& 😀 [so] there")], title=EVIL, outlet=EVIL),
                replace(arabic, document=replace(arabic.document, language="ar")),
                reading("b.txt", [("Ann Lee", "Yes. We will."), ("Bo Ford", "No.")], published=date(2019, 3, 5)),
                reading("c.txt", [], title="Empty", published=None, outlet=None),
            ],
        )
        yield record


@pytest.fixture
def asking(made: Record) -> TestClient:
    return TestClient(create_app(made, Serving()), base_url="http://localhost")


def own_words(page: html.HtmlElement) -> dict[int, str]:
    """The words of the article on its page, by the character at which they begin."""
    return {int(e.get("data-start")): e.text_content() for e in page.xpath("//*[@id='text']//*[@data-start]")}


# ---------------------------------------------------------------------------- the list


def test_the_list_says_what_the_record_says(client: TestClient, reading: Record) -> None:
    found = reading.articles(limit=4, offset=2)
    answer = client.get("/articles.json", params={"limit": 4, "offset": 2})
    assert answer.json()["items"] == plain(found.articles)
    assert (answer.json()["total"], 'rel="next"' in answer.headers["link"]) == (found.total, found.total > 6)


def test_newest_first_and_those_without_a_day_last(made: Record) -> None:
    days = [a.document.published for a in made.articles().articles]
    assert days == [date(2019, 3, 5), date(2019, 3, 4), date(2019, 3, 4), None]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"title": "empty"}, ["Empty"]),
        ({"since": "2019-03-05"}, ["News of b.txt"]),
        ({"until": "2019-03-04", "title": "الوزراء"}, ["رئيس الوزراء يرفض"]),
        ({"outlet": "the bay courier"}, ["News of b.txt"]),
        ({"title": "treaty"}, []),
    ],
)
def test_filters(asking: TestClient, asked: dict[str, str], titles: list[str]) -> None:
    assert [a["document"]["title"] for a in asking.get("/articles.json", params=asked).json()["items"]] == titles


def test_filters_by_story(client: TestClient, reading: Record) -> None:
    story = reading.stories(limit=1).storylines[0].stories[0]
    found = client.get("/articles.json", params={"story": story.id}).json()
    assert found["total"] == story.counts.documents
    assert client.get("/articles.json", params={"story": "nothing of the kind"}).status_code == 404


def test_filters_by_whom_they_name(client: TestClient, reading: Record, read_page: Reads) -> None:
    khatmi = next(row for row in reading.actors() if row.actor.name == "Yusuf al-Khatmi")
    naming = {s.document.id for s in reading.said(by=khatmi.actor.id, every=True)}
    for asked in (khatmi.actor.id, "Khatmi"):
        found = client.get("/articles.json", params={"actor": asked}).json()
        assert found["total"] == khatmi.documents
        assert naming <= {a["document"]["id"] for a in found["items"]}
    page = read_page(client, f"/articles?actor={khatmi.actor.id}")
    assert "Yusuf al-Khatmi" in page.xpath("//ul[@class='chips']")[0].text_content()
    assert client.get("/articles.json", params={"actor": "Nobody Known"}).status_code == 404


def test_an_empty_list_says_what_to_do(tmp_path: Path, read_page: Reads) -> None:
    with onrecord.open(tmp_path / "empty.onrecord", create=True) as record:
        page = read_page(TestClient(create_app(record, Serving()), base_url="http://localhost"), "/articles")
    assert "onrecord add" in page.xpath("string(//*[@class='note'])")


# ---------------------------------------------------------------------------- one article


def test_the_page_has_every_statement_and_event(client: TestClient, reading: Record, read_page: Reads) -> None:
    for row in reading.articles().articles:
        view = reading.article(row.document.id).view
        page = read_page(client, f"/articles/{row.document.id}")
        assert page.xpath("//*[@id='margin']//li/@data-statement") == [
            s.id for s in sorted(view.said, key=lambda s: (s.content[0].start, -s.content[-1].end, s.id))
        ]
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        for anchor in [f"s-{s.id}" for s in view.said] + [f"e-{e.id}" for e in view.events]:
            assert anchor in ids
        for start, words in own_words(page).items():
            assert view.text[start : start + len(words)].replace("\r", " ") == words
        for s in view.said:  # marked from its first character to its last
            marked = "".join(
                own_words(page)[k] for k in sorted(own_words(page)) if s.content[0].start <= k < s.content[0].end
            )
            assert marked == s.content[0].text.replace("\r", " ") or "\n" in s.content[0].text


def test_the_twin_is_the_records_answer(client: TestClient, reading: Record) -> None:
    doc = reading.articles(limit=1).articles[0].document.id
    assert client.get(f"/articles/{doc}.json").json() == plain(reading.article(doc))


def test_a_place_is_marked_and_can_be_gone_to(client: TestClient, reading: Record, read_page: Reads) -> None:
    hit = next(h for h in reading.find("dam").hits if h.kind == "article" and h.start < h.end)
    page = read_page(client, f"/articles/{hit.id}?at={hit.start}-{hit.end}")
    (first,) = page.xpath("//*[@id='hit']")
    assert int(first.get("data-start")) == hit.start
    text = "".join(e.text_content() for e in page.xpath("//mark[contains(concat(' ', @class, ' '), ' hit ')]"))
    assert text == reading.article(hit.id).view.text[hit.start : hit.end]


@pytest.mark.parametrize(("at", "status"), [("9-3", 400), ("x", 400), ("-1-5", 400), ("5-5", 400), ("0-99999999", 200)])
def test_places_that_are_none(client: TestClient, reading: Record, at: str, status: int) -> None:
    doc = reading.articles(limit=1).articles[0].document.id
    assert client.get(f"/articles/{doc}", params={"at": at}).status_code == status
    assert client.get(f"/articles/{doc}.json", params={"at": at}).status_code == status


def test_a_place_that_is_gone_is_told(client: TestClient, reading: Record, read_page: Reads) -> None:
    doc = reading.articles(limit=1).articles[0].document.id
    page = read_page(client, f"/articles/{doc}?at=900000-900009")
    assert "is not in the article" in page.xpath("string(//*[@class='note'])")


def test_words_that_attack_stay_words(made: Record, asking: TestClient, read_page: Reads) -> None:
    row = next(a for a in made.articles().articles if a.document.title == EVIL)
    for address in ("/articles", f"/articles/{row.document.id}", f"/articles?outlet={quote(EVIL)}"):
        page = read_page(asking, address)
        assert not page.xpath("//main//script | //main//img | //main//@*[starts-with(name(), 'on')] | //@style")
    page = read_page(asking, f"/articles/{row.document.id}")
    text = made.article(row.document.id).view.text
    assert EVIL in "".join(own_words(page).values())
    for start, words in own_words(page).items():
        assert words == text[start : start + len(words)].replace("\r", " ")


def test_an_article_is_read_from_right_to_left(made: Record, asking: TestClient, read_page: Reads) -> None:
    row = next(a for a in made.articles().articles if a.language == "ar")
    page = read_page(asking, f"/articles/{row.document.id}")
    (text,) = page.xpath("//*[@id='text']")
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
    assert ARABIC in {e.text_content() for e in text.xpath(".//mark")}


def test_an_article_leads_to_its_own_page_at_the_words(made: Record, asking: TestClient, read_page: Reads) -> None:
    row = next(a for a in made.articles().articles if a.document.title == "News of b.txt")
    page = read_page(asking, f"/articles/{row.document.id}")
    links = page.xpath("//*[@data-statement]//a[.='original']/@href")
    assert links[0] == "https://example.org/b.txt#:~:text=Yes.%20We%20will."


def test_versions_lead_to_each_other(tmp_path: Path, read_page: Reads) -> None:
    with onrecord.open(tmp_path / "twice.onrecord", create=True) as record:
        for words in ("Yes.", "No.", "Perhaps."):
            fill(record.store, [reading("a.txt", [("Ann Lee", words)])])
        client = TestClient(create_app(record, Serving()), base_url="http://localhost")
        newest = record.articles().articles
        assert len(newest) == 1
        now = newest[0].document.id
        older = [v.id for v in record.article(now).versions]
        assert len(older) == 2
        assert [v.id for v in record.article(older[0]).versions] == [older[1], now]
        page = read_page(client, f"/articles/{older[0]}")
        assert page.xpath("//*[@class='note bad']//a/@href") == [f"/articles/{older[1]}"]
        hrefs = read_page(client, f"/articles/{now}").xpath("//*[@class='evidence']//a/@href")
        assert [h for h in hrefs if h.startswith("/articles/")] == [f"/articles/{d}" for d in older]


def test_what_was_taken_out_says_by_whom(writing: Record) -> None:
    doc = writing.articles(limit=1).articles[0].document.id
    writing.remove(doc, who="Ana")
    answer = TestClient(create_app(writing, Serving()), base_url="http://localhost").get(f"/articles/{doc}.json")
    assert answer.status_code == 404
    assert "taken out by Ana" in answer.json()["error"]["message"]


def test_judging_is_offered_to_those_who_may(
    judge: TestClient, client: TestClient, reading: Record, read_page: Reads
) -> None:
    doc = reading.articles(limit=1).articles[0].document.id
    assert not read_page(client, f"/articles/{doc}").xpath("//main//form")
    targets = read_page(judge, f"/articles/{doc}").xpath("//*[@id='margin']//form//input[@name='target']/@value")
    assert set(targets) >= {s.id for s in reading.article(doc).view.said}


def test_there_is_no_such_article(client: TestClient) -> None:
    assert client.get("/articles/nothing").status_code == 404
