"""Quotations in the browser: one, a list of them, and what outlets tell in other words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from lxml import html

from onrecord.forms import plain
from onrecord.record import Record

Reads = Callable[..., html.HtmlElement]
TRUE = "Two years ago I asked for houses. Last year I asked for time"
ALTERED = "his gunmen would never again negotiate over the Unity Dam"
EVIL = "<script>alert(1)</script> we will <img src=x onerror=alert(1)>"


def test_the_twin_is_the_records_answer(client: TestClient, reading: Record) -> None:
    answer = client.get("/check.json", params={"quote": ALTERED, "by": "Zurqani"})
    assert answer.json() == plain(reading.check(ALTERED, by="Zurqani"))


def test_without_a_quotation_there_is_a_form_and_no_answer(client: TestClient, read_page: Reads) -> None:
    assert client.get("/check.json").json() is None
    page = read_page(client, "/check")
    assert page.xpath("//form[@action='/check']//textarea[@name='quote']")
    assert not page.xpath("//*[@class='answer']")


def test_changed_words_are_told_apart(client: TestClient, read_page: Reads) -> None:
    page = read_page(client, f"/check?quote={ALTERED}&by=Zurqani")
    assert page.xpath("//*[contains(@class, 'says-altered')]")
    (words,) = page.xpath("//blockquote[@class='words']")
    assert [e.text_content() for e in words.xpath(".//del")] == ["left out: fighters", "left out: Tarsil"]
    assert [e.text_content() for e in words.xpath(".//ins")] == ["put in: gunmen", "put in: Unity"]


def test_every_appearance_opens_the_article_at_its_words(client: TestClient, reading: Record, read_page: Reads) -> None:
    found = reading.check(TRUE)
    page = read_page(client, f"/check?quote={TRUE}")
    links = page.xpath("//table//td[last()]/a[1]/@href")
    assert links == [f"/articles/{a.document.id}?at={a.spans[0].start}-{a.spans[0].end}#hit" for a in found.appearances]
    for link in links:
        assert read_page(client, link.partition("#")[0]).xpath("//*[@id='hit']")


@pytest.mark.parametrize("quote", [EVIL, "’’ “" + TRUE, "x" * 5000, "لن نوقع الاتفاق", "a & b + c # d"])
def test_any_words_can_be_asked(client: TestClient, quote: str) -> None:
    answer = client.get("/check", params={"quote": quote, "by": EVIL}, headers={"accept": "text/html"})
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert not page.xpath("//main//script | //main//img")
    assert page.xpath("string(//textarea[@name='quote'])") == quote


@pytest.mark.parametrize(("asked", "told"), [({"quote": "..."}, "word"), ({"quote": TRUE, "on": "soon"}, "soon")])
def test_what_cannot_be_asked_is_told(client: TestClient, asked: dict[str, str], told: str) -> None:
    answer = client.get("/check.json", params=asked)
    assert answer.status_code == 400
    assert told in answer.json()["error"]["message"]


# ---------------------------------------------------------------------------- a list


LISTS = {
    f"{TRUE}\n\n{EVIL}\n...": ["partial", "absent", "unchecked"],
    f"quote,speaker\n{TRUE.replace(',', '')},Selim Karadal\n": ["misattributed"],
    f"speaker\tquotation\nZurqani\t{ALTERED}\n": ["altered"],
    "The quote, he said, was a lie": ["absent"],
}


@pytest.mark.parametrize("quotes", LISTS)
def test_a_list_is_checked_as_page_and_as_table(client: TestClient, quotes: str) -> None:
    answer = client.post("/check/list", data={"quotes": quotes}, headers={"accept": "text/html"})
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert not page.xpath("//main//script | //main//img")
    said = [c.rpartition("says-")[2] for c in page.xpath("//tbody//span[contains(@class, 'says-')]/@class")]
    table = client.post("/check/list.csv", data={"quotes": quotes})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert said == [r["verdict"] for r in rows] == LISTS[quotes]


def test_a_very_long_line_is_no_head_of_a_table(client: TestClient) -> None:
    table = client.post("/check/list.csv", data={"quotes": "x" * 200_000})
    assert (table.status_code, table.text.count("absent") + table.text.count("unchecked")) == (200, 1)


@pytest.mark.parametrize("quotes", ["", "\n \n", "a b c d\n" * 201])
def test_lists_that_are_none_or_too_long(client: TestClient, quotes: str) -> None:
    for address in ("/check/list", "/check/list.csv"):
        assert client.post(address, data={"quotes": quotes}).status_code == 400


# ---------------------------------------------------------------------------- told in other words


def test_drift_is_the_records_answer(client: TestClient, reading: Record) -> None:
    every = reading.drift(min_words=3)
    assert client.get("/drift.json", params={"min_words": 3}).json()["items"] == plain(every)
    second = client.get("/drift.json", params={"min_words": 3, "limit": 1, "offset": 1}).json()["items"]
    assert second == plain(every[1:2])


def test_tellings_stand_under_each_other(client: TestClient, reading: Record, read_page: Reads) -> None:
    found = reading.drift()
    page = read_page(client, "/drift")
    assert [len(s.xpath(".//li")) for s in page.xpath("//section[@class='drifting']")] == [
        len(d.tellings) for d in found
    ]
    links = page.xpath("//section[@class='drifting'][1]//li//a[.='in the article']/@href")
    assert links == [f"/articles/{t.document.id}#s-{t.statement}" for t in found[0].tellings]


def test_filters_of_drift(client: TestClient, read_page: Reads) -> None:
    assert client.get("/drift.json", params={"since": "2030"}).json()["items"] == []
    assert "Take a filter out" in read_page(client, "/drift?since=2030").xpath("string(//*[@class='note'])")
    assert client.get("/drift.json", params={"by": "Nobody Such"}).status_code == 404
    assert client.get("/drift.json", params={"min_words": 0}).status_code == 400


def test_a_list_of_very_many_words_is_for_the_command_line(client: TestClient) -> None:
    quotes = "\n".join("the dam will be filled " * 60 for _ in range(40))
    answer = client.post("/check/list", data={"quotes": quotes})
    assert (answer.status_code, "onrecord check --file" in answer.text) == (400, True)
