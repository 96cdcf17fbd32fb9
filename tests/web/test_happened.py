"""The timeline, events and stories: what stands on their pages, and what their twins say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from lxml import etree, html

from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.story_rows import StoryPage
from onrecord.web.routes.timeline import heading

Reads = Callable[..., html.HtmlElement]


def entries(page: html.HtmlElement) -> list[str]:
    return [str(i).removeprefix("x-") for i in page.xpath("//article[contains(@class, 'en ')]/@id")]


# ---------------------------------------------------------------------------- timeline


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"who": "Zurqani", "since": "2023"},
        {"only": "event", "type": "agree"},
        {"only": "role"},
        {"issue": "Ferren accord"},
        {"quad": "4", "status": "happened"},
        {"act": "threat", "sure": "true"},
        {"top": "5"},
    ],
)
def test_the_timeline_is_that_of_the_record(
    client: TestClient, reading: Record, read_page: Reads, asked: dict[str, str]
) -> None:
    given = {k: v for k, v in asked.items() if k not in ("top", "sure")}
    top = int(asked["top"]) if "top" in asked else None
    sure = {"sure": True} if "sure" in asked else {}
    found = reading.timeline(step="month", top=top, limit=100, **given, **sure)
    query = "&".join(f"{k}={v}" for k, v in asked.items())
    assert entries(read_page(client, f"/timeline?{query}")) == [e.id for e in found.entries]
    assert client.get("/timeline.json", params=asked).json() == plain(found)


def test_headings_follow_the_step(client: TestClient, read_page: Reads) -> None:
    page = read_page(client, "/timeline?step=year&since=2021&until=2022&limit=500")
    assert page.xpath("//h2[@class='period']/text()") == ["2021", "2022"]
    assert [heading(p) for p in ("2031", "2031-03", "2031-03-09", "undated")] == [
        "2031", "March 2031", "9 March 2031", "No day known",
    ]  # fmt: skip


def test_an_entry_opens_each_of_its_reports(client: TestClient, reading: Record, read_page: Reads) -> None:
    entry = next(e for e in reading.timeline().entries if e.kind == "statement" and e.documents > 1)
    page = read_page(client, f"/timeline?since={entry.since}&until={entry.until}&limit=500")
    (shown,) = page.xpath(f"//article[@id='x-{entry.id}']")
    leads = shown.xpath(".//details//li/a/@href")
    for source in entry.sources:
        assert f"/articles/{source.document.id}#s-{source.id}" in leads
    assert f"/statements/{entry.id}" in shown.xpath(".//p[@class='en-w']/a/@href")


def test_the_drawing_leads_to_what_it_draws(client: TestClient, reading: Record) -> None:
    picture = etree.fromstring(client.get("/timeline/lanes.svg").content)
    known = {e.id for e in reading.timeline(limit=100).entries}
    leads = {str(a.get("href")) for a in picture.iter("{*}a")}
    assert leads and {lead.rsplit("/", 1)[1] for lead in leads if not lead.startswith("/articles/")} <= known
    assert client.get("/timeline/lanes.csv").text.splitlines()[0].startswith("from,to,kind,who")


def test_parts_of_the_timeline_lead_on(client: TestClient) -> None:
    answer = client.get("/timeline.json?limit=5&offset=5")
    assert 'rel="prev"' in answer.headers["link"] and 'rel="next"' in answer.headers["link"]


@pytest.mark.parametrize("asked", ["type=DANCE", "since=soon", "top=0", "step=week", "only=song", "quad=9"])
def test_what_makes_no_sense_is_told(client: TestClient, asked: str) -> None:
    answer = client.get(f"/timeline.json?{asked}")
    assert answer.status_code == 400 and answer.json()["error"]["message"]


# ---------------------------------------------------------------------------- events


@pytest.mark.parametrize(
    "asked", [{}, {"type": "agree"}, {"quad": "4"}, {"who": "Zurqani"}, {"context": "military"}, {"status": "future"}]
)
def test_events_are_those_of_the_record(
    client: TestClient, reading: Record, read_page: Reads, asked: dict[str, str]
) -> None:
    found = reading.events(limit=50, **asked)
    query = "&".join(f"{k}={v}" for k, v in asked.items())
    assert entries(read_page(client, f"/events?{query}")) == [e.id for e in found.events]
    twin = client.get("/events.json", params=asked).json()
    assert (twin["total"], twin["items"]) == (found.total, plain(found.events))


def test_an_event_shows_every_report_and_what_they_differ_on(
    client: TestClient, reading: Record, read_page: Reads
) -> None:
    row = next(e for e in reading.events().events if len(e.reports) > 1 and e.disagreements)
    page = read_page(client, f"/events/{row.id}")
    leads = page.xpath("//table[contains(@class, 'reports')]//td[2]/a/@href")
    assert leads == [f"/events/{r.id}" for r in row.reports]
    words = page.text_content()
    assert all(v.value in words for d in row.disagreements for v in d.values)
    assert client.get(f"/events/{row.id}.json").json() == plain(reading.event(row.id))


def test_the_words_of_an_event_are_marked(client: TestClient, reading: Record, read_page: Reads) -> None:
    for row in reading.events(limit=8).events:
        page = read_page(client, f"/events/{row.best.id}")
        trigger = "".join(m.text_content() for m in page.xpath("//p[@class='words']/mark[contains(@class, 'v')]"))
        assert "".join(trigger.split()) == "".join(row.best.trigger.text.split())


def test_an_event_that_is_not_there(client: TestClient) -> None:
    assert client.get("/events/nothing.json").status_code == 404


# ---------------------------------------------------------------------------- stories


def test_lines_of_stories_are_those_of_the_record(client: TestClient, reading: Record, read_page: Reads) -> None:
    found = reading.stories()
    page = read_page(client, "/stories?limit=500")
    assert len(page.xpath("//article[@class='line']")) == found.total
    assert client.get("/stories.json?limit=500").json()["items"] == plain(found.storylines)
    second = client.get("/stories.json?limit=1&offset=1").json()
    assert (second["items"], second["total"]) == (plain(found.storylines[1:2]), found.total)


def test_a_story_lists_its_articles_with_copies_folded_under_them(
    client: TestClient, reading: Record, read_page: Reads
) -> None:
    every = [s for line in reading.stories().storylines for s in line.stories]
    copied = next(s for s in every if s.counts.copies)
    found = reading.story(copied.id)
    assert isinstance(found, StoryPage)
    page = read_page(client, f"/stories/{copied.id}")
    own = page.xpath("//ol[@class='docs']/li/a[@class='doc']/@href")
    folded = page.xpath("//ol[@class='docs']/li/details//a[@class='doc']/@href")
    assert own == [f"/articles/{r.document.id}" for r in found.documents if r.copy_of is None]
    assert sorted(folded) == sorted(f"/articles/{r.document.id}" for r in found.documents if r.copy_of)
    picture = etree.fromstring(client.get(f"/stories/{copied.id}/days.svg").content)
    marks = [c.get("class") for c in picture.iter("{*}circle")]
    assert marks.count("dot hollow") == sum(bool(r.copy_of and r.document.published) for r in found.documents)
    assert client.get(f"/stories/{copied.id}.json").json() == plain(found)


def test_a_line_shows_all_its_stories(client: TestClient, reading: Record, read_page: Reads) -> None:
    line = next(x for x in reading.stories().storylines if len(x.stories) > 1)
    page = read_page(client, f"/stories/{line.stories[-1].id}/line")
    assert page.xpath("//article[@class='line']/@id") == [s.id for s in line.stories]


def test_a_story_that_is_not_there(client: TestClient) -> None:
    assert client.get("/stories/nothing.json").status_code == 404
    assert client.get("/stories/nothing/line.json").status_code == 404
