"""The first page, what is new, how the record was made, and the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

import onrecord
from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.status_rows import RejectedRow
from onrecord.web import Serving
from onrecord.web.app import create_app
from onrecord.web.cards import cards
from onrecord.web.overview import overview

Reads = Callable[..., html.HtmlElement]
PAGES = ("/", "/new", "/statements", "/timeline", "/events", "/stories", "/outlets", "/runs", "/log")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """The workbench of a record in which nothing is."""
    with onrecord.open(tmp_path / "empty.onrecord", create=True) as record:
        yield TestClient(create_app(record, Serving(title="Nothing yet")), base_url="http://localhost")


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_record_says_how_to_begin(empty: TestClient, read_page: Reads, address: str) -> None:
    page = read_page(empty, address)
    assert page.xpath("//h1")
    assert "onrecord" in page.xpath("string(//*[contains(@class, 'note')])") or address == "/new"
    assert empty.get(f"{'/overview' if address == '/' else address}.json").status_code == 200


def test_figures_lead_to_what_they_count(client: TestClient, reading: Record, read_page: Reads) -> None:
    status = reading.status()
    page = read_page(client, "/")
    figures = {a.get("href"): a.text for a in page.xpath("//dl[@class='figures']//a")}
    assert figures["/statements"] == f"{status.statements:,}"
    assert figures["/events"] == f"{status.events:,}"
    assert figures["/stories"] == f"{status.stories:,}"
    assert client.get("/statements.json?limit=1").json()["total"] == status.statements
    assert client.get("/events.json?limit=1").json()["total"] == status.events


def test_the_first_page_is_made_of_the_answers_of_the_record(client: TestClient, reading: Record) -> None:
    found = overview(reading)
    assert client.get("/overview.json").json() == plain(found)
    assert sum(found.days.values()) == found.status.statements
    assert found.recent is not None and found.status.last is not None
    again = reading.timeline(since=found.recent.since, until=found.status.last)
    assert found.recent.found.total == again.total
    later = [c.after.since for c in found.turns]
    assert later == sorted(later, key=str, reverse=True)


def test_what_wants_attention_leads_to_what_settles_it(client: TestClient, reading: Record, read_page: Reads) -> None:
    status = reading.status()
    wants = read_page(client, "/").xpath("//ul[@class='wants']/li")
    assert wants[0].text_content().startswith(f"{status.to_review} statement")
    assert wants[0].xpath("a/@href") == ["/statements?to_review=true"]
    assert client.get("/statements.json?to_review=true&limit=1").json()["total"] == status.to_review
    (undated,) = [w for w in wants if "no day" in w.text_content()]
    assert undated.xpath("a/@href") == ["/runs#undated"]


def test_who_may_judge_is_led_to_the_review(judge: TestClient, read_page: Reads) -> None:
    assert "/review" in read_page(judge, "/").xpath("//ul[@class='wants']/li[1]/a/@href")


# ---------------------------------------------------------------------------- what is new


@pytest.mark.parametrize("query", ["since=2024-01-01", "since=2022&until=2023-06", "since=2000&added=true"])
def test_what_is_new_is_the_diff(client: TestClient, reading: Record, query: str) -> None:
    asked = dict(part.split("=") for part in query.split("&"))
    found = reading.diff(asked["since"], until=asked.get("until"), added="added" in asked)
    assert client.get(f"/new.json?{query}").json() == plain(found)


def test_changes_of_mind_show_both_passages(client: TestClient, reading: Record, read_page: Reads) -> None:
    found = reading.diff("2021")
    page = read_page(client, "/new?since=2021")
    for change in found.positions:
        leads = page.xpath("//article[@class='turn']//div[@class='then']//a/@href")
        assert {f"/statements/{t.sources[0].id}" for t in (change.before, change.after)} <= set(leads)
    assert len(page.xpath("//section[h2='Contradict each other']/article")) == len(found.contradictions)


def test_without_a_day_it_begins_with_the_last_days(client: TestClient, reading: Record) -> None:
    last = reading.status().last
    assert last is not None
    assert client.get("/new.json").json()["since"] <= last.isoformat()
    assert client.get("/new.json?since=soon").status_code == 400
    assert client.get("/new.json?since=2024&until=2023").status_code == 400


# ---------------------------------------------------------------------------- runs and the log


def test_runs_say_how_the_record_was_made(client: TestClient, reading: Record, read_page: Reads) -> None:
    (run,) = reading.runs()
    page = read_page(client, "/runs")
    shown = page.xpath(f"//article[@id='run-{run.id}']")[0].text_content()
    assert all(version in shown for version in run.versions.values())
    made = client.get("/runs.json").json()
    assert made["runs"] == plain([run]) and made["settings"]["sha"] == run.project_sha
    assert not page.xpath("//p[@class='note']")
    assert len(page.xpath("//h2[@id='undated']/following-sibling::ul[1]/li")) == reading.status().undated


def test_of_many_runs_the_newest_are_shown_and_links_lead_to_them_alone(
    client: TestClient, reading: Record, read_page: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = reading.status()
    (run,) = status.runs
    many = tuple(replace(run, id=n) for n in range(1, 71))
    rejected = tuple(RejectedRow(file=f"{n}.txt", reason="empty", detail="", run=n) for n in (20, 21))
    monkeypatch.setattr(Record, "status", lambda _self: replace(status, runs=many, rejected=rejected))
    page = read_page(client, "/runs")
    assert page.xpath("//article[@class='run']/@id") == [f"run-{n}" for n in range(70, 20, -1)]
    assert page.xpath("//td[@data-of='run']/a/@href") == ["#run-21"]
    assert "20 more" in page.xpath("string(//main)")
    assert len(client.get("/runs.json").json()["runs"]) == 70


def test_every_model_has_a_card_with_a_version(client: TestClient, read_page: Reads) -> None:
    assert len(cards()) == 6
    for card in cards():
        assert card.version and card.what
        assert card.text[:80] in read_page(client, f"/runs/models/{card.name}").xpath("string(//div[@class='card'])")


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fproject.py", "attribution%2F..%2Fjunk", "%00"])
def test_a_card_that_is_not_there(client: TestClient, name: str) -> None:
    assert client.get(f"/runs/models/{name}", headers={"accept": "application/json"}).status_code == 404


def test_the_log_tells_who_judged_what_and_takes_it_back(
    judge: TestClient, writing: Record, read_page: Reads, token_in: Callable[[TestClient, str], str]
) -> None:
    one, two = writing.said(limit=2)
    writing.judge(one.id, "accept", who="Ana")
    other = writing.judge(two.id, "reject", who="Ben", note="<i>not said</i>")
    page = read_page(judge, "/log")
    lines = page.xpath("//table//tbody/tr")
    assert [tr.xpath("string(td[@data-of='verdict'])").strip() for tr in lines] == ["rejected", "accepted"]
    assert lines[0].xpath("td[@data-of='on']/a/@href") == [f"/statements/{two.id}"]
    assert lines[0].xpath("string(.//q)") == "<i>not said</i>"
    assert judge.get("/log.json").json() == plain(writing.log())
    assert len(read_page(judge, "/log?who=Ben").xpath("//tbody/tr")) == 1
    assert len(read_page(judge, "/log?verdict=accept").xpath("//tbody/tr")) == 1
    token = token_in(judge, "/log")
    taken = judge.post("/undo", data={"judgement": other.id, "csrf": token, "back": "/log"}, follow_redirects=False)
    assert taken.status_code == 303
    assert [j.id for j in writing.log(state="undone").lines] == [other.id]
    assert len(read_page(judge, "/log?state=undone").xpath("//tbody/tr")) == 1


def test_a_reader_of_the_log_cannot_take_back(writing: Record, read_page: Reads) -> None:
    writing.judge(writing.said(limit=1)[0].id, "accept", who="Ana")
    reader = TestClient(create_app(writing, Serving()), base_url="http://localhost")
    page = read_page(reader, "/log")
    assert page.xpath("//tbody/tr") and not page.xpath("//form[@method='post']")


def test_pages_of_the_log_join_to_the_whole(judge: TestClient, writing: Record, read_page: Reads) -> None:
    made = [writing.judge(s.id, "accept", who="Ana").id for s in writing.said(limit=7)]
    found: list[str] = []
    address = "/log?limit=3"
    while address:
        page = read_page(judge, address)
        found += page.xpath("//tbody/tr/@id")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert found == [f"j-{n}" for n in reversed(made)]


@pytest.mark.parametrize("asked", ["verdict=maybe", "state=lost", "after=x", "limit=0"])
def test_a_log_asked_for_wrongly(client: TestClient, asked: str) -> None:
    assert client.get(f"/log.json?{asked}").status_code == 400
