"""Issues, positions, changes and conditions in the workbench."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from lxml import etree, html

from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store.path_rows import Changes, Paths
from onrecord.web.stances import camps, newest

Read = Callable[..., html.HtmlElement]


@pytest.fixture(scope="module")
def name(reading: Record) -> str:
    """The issue with the most positions."""
    return max(reading.issues(), key=lambda i: sum(i.positions.values())).name


def taken(found: Paths) -> list[str]:
    return [t.id for t in newest(found.paths)]


def rows(page: html.HtmlElement) -> list[str]:
    return [tr.get("id")[2:] for tr in page.xpath("//table[contains(@class, 'positions')]/tbody/tr")]


# ---------------------------------------------------------------------------- issues


def test_the_list_tells_each_issue_with_its_counts(client: TestClient, reading: Record, read_page: Read) -> None:
    expected = reading.issues()
    page = read_page(client, "/issues")
    found = page.xpath("//tbody/tr")
    assert [r.xpath("string(th/a)") for r in found] == [i.name for i in expected]
    assert [[td.text_content() for td in r.xpath("td[@class='n']")] for r in found] == [
        [str(i.positions[s]) for s in ("support", "oppose", "conditional", "unclear")] + [str(i.labels)]
        for i in expected
    ]
    assert client.get("/issues.json").json() == plain(expected)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"implied": "true"},
        {"unclear": "true", "implied": "true"},
        {"stance": "support"},
        {"since": "2023", "until": "2024-06"},
        {"at": "2023-06-30"},
        {"as_known": "2023-06-30"},
    ],
)
def test_an_issue_shows_what_the_record_answers(
    client: TestClient, reading: Record, read_page: Read, name: str, asked: dict[str, str]
) -> None:
    given = {k: v == "true" or v for k, v in asked.items()}
    expected = reading.positions(issue=name, **given)  # type: ignore[arg-type]
    assert client.get("/issue.json", params={"name": name, **asked}).json() == plain(expected)
    page = read_page(
        client, str(client.build_request("GET", "/issue", params={"name": name, "limit": 500, **asked}).url)
    )
    assert rows(page) == taken(expected)
    shown = {c.get("aria-label"): c.xpath("ul/li/a/text()") for c in page.xpath("//section[contains(@class, 'camp ')]")}
    assert shown == {c.stance: [m.path.actor.name for m in c.members] for c in camps(expected.paths)}
    told = page.xpath("string(//*[@id='read'])")
    for count in (expected.implied, expected.unclear, expected.nobody):
        assert not count or str(count) in told


def test_an_actor_is_asked_for_by_name_or_id(client: TestClient, reading: Record, name: str) -> None:
    who = reading.positions(issue=name).paths[0].actor
    by_id, by_name = (client.get("/issue.json", params={"name": name, "actor": a}).json() for a in (who.id, who.name))
    assert by_id == by_name
    assert [p["actor"]["id"] for p in by_id["paths"]] == [who.id]


def test_what_cannot_match_is_told(client: TestClient, name: str) -> None:
    assert client.get("/issue.json").status_code == 400
    unknown = client.get("/issue.json", params={"name": "No such thing"})
    assert unknown.status_code == 404
    for wrong in ({"stance": "maybe"}, {"at": "2023", "since": "2022"}, {"since": "soon"}):
        assert client.get("/issue.json", params={"name": name, **wrong}).status_code == 400


def test_the_parts_of_the_table_make_the_whole(client: TestClient, reading: Record, read_page: Read, name: str) -> None:
    expected = taken(reading.positions(issue=name, implied=True, unclear=True))
    found: list[str] = []
    to = str(client.build_request("GET", "/issue", params={"name": name, "implied": "true", "unclear": "true"}).url)
    while to:
        page = read_page(client, to)
        found += rows(page)
        following = page.xpath("//nav[@class='pager']/a[@rel='next']/@href")
        to = following[0] if following else ""
    assert found == expected
    given = {"name": name, "implied": "true", "unclear": "true"}
    table = client.get("/issue.csv", params={**given, "limit": 500})
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.text))] == expected
    assert "link" not in table.headers


@pytest.mark.parametrize(("address", "rows_of", "limit"), [("/issue", "paths", 4), ("/changes", "items", 1)])
def test_the_parts_that_programs_ask_for_make_the_whole(
    client: TestClient,
    reading: Record,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    address: str,
    rows_of: str,
    limit: int,
) -> None:
    several = _several(reading)
    monkeypatch.setattr(Record, "changes", lambda _self, **_asked: several)
    asked = {"implied": "true", "unclear": "true", "contradictions": "true", "limit": "500"}
    asked |= {"name": name} if address == "/issue" else {}
    whole = client.get(f"{address}.json", params=asked).json()
    assert whole["total"] == len(whole[rows_of]) > limit
    found: list[object] = []
    to: str | None = str(client.build_request("GET", f"{address}.json", params={**asked, "limit": limit}).url)
    tags = set()
    while to:
        answer = client.get(to)
        assert len(answer.json()[rows_of]) <= limit and answer.json()["total"] == whole["total"]
        found += answer.json()[rows_of]
        tags.add(answer.headers["etag"])
        assert client.get(to, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
        links = [part.split("; ") for part in answer.headers.get("link", "").split(", ") if part]
        to = next((link.strip("<>") for link, rel in links if rel == 'rel="next"'), None)
    assert found == whole[rows_of] and len(tags) == -(-whole["total"] // limit)


def test_every_mark_of_the_chart_leads_to_its_statements(client: TestClient, reading: Record, name: str) -> None:
    given = {"name": name, "implied": "true", "unclear": "true"}
    drawing = etree.fromstring(client.get("/issue/positions.svg", params=given).content)
    found = [a.get("href") for a in drawing.iter("{*}a")]
    single = [a for a in found if a.startswith("/articles/")]
    several = [a for a in found if a.startswith("/issue?")]
    told = {s.id for t in newest(reading.positions(issue=name, implied=True, unclear=True).paths) for s in t.sources}
    assert single
    assert {a.partition("#s-")[2] for a in single} <= told
    for address in several:
        path, _, query = address.partition("#")[0].partition("?")
        items = client.get(f"{path}.json?{query}").json()
        assert sum(len(s["taken"]) for p in items["paths"] for s in p["steps"]) > 1


def test_the_day_asked_for_bounds_what_is_shown(
    client: TestClient, reading: Record, read_page: Read, name: str
) -> None:
    days = sorted(t.since for t in newest(reading.positions(issue=name).paths) if t.since)
    before = days[0] - timedelta(days=1)
    page = read_page(client, str(client.build_request("GET", "/issue", params={"name": name, "at": before}).url))
    assert not rows(page)
    assert "Nothing fits" in page.text_content()
    middle = days[len(days) // 2]
    page = read_page(client, str(client.build_request("GET", "/issue", params={"name": name, "at": middle}).url))
    slider = page.xpath("//form[@data-asof]")[0]
    assert (slider.get("data-first"), slider.get("data-last")) == (str(days[0]), str(days[-1]))
    assert slider.xpath(".//input[@name='at']/@value") == [str(middle)]
    assert slider.xpath(".//button[@type='submit']")  # without a script, too


def test_only_who_may_judge_is_asked_to(client: TestClient, judge: TestClient, read_page: Read, name: str) -> None:
    address = str(client.build_request("GET", "/issue", params={"name": name}).url)
    assert not read_page(client, address).xpath("//form[@method='post']")
    assert read_page(judge, address).xpath("//table[contains(@class, 'positions')]//form[@method='post']")


def test_figures_of_an_audit_stand_with_their_intervals(
    judge: TestClient, writing: Record, read_page: Read, name: str
) -> None:
    address = str(judge.build_request("GET", "/issue", params={"name": name}).url)
    assert "was not measured" in read_page(judge, address).xpath("string(//*[@id='read'])")
    for item in writing.audit(name, n=4).items:
        writing.judge(item.id, "accept", who="Ana")
    expected = writing.audit_report(name).now.accuracy
    row = read_page(judge, address).xpath("//h2[@id='audit']/following-sibling::table//tbody/tr")[0]
    assert expected.share is not None
    assert [td.text_content() for td in row.xpath("td")] == [
        f"{expected.share:.0%}",
        f"{expected.low:.0%} to {expected.high:.0%}",
        str(expected.pairs),
    ]


# ---------------------------------------------------------------------------- changes, conditions, one position


def test_changes_stand_side_by_side(client: TestClient, reading: Record, read_page: Read) -> None:
    expected = reading.changes(contradictions=True)
    every = [*expected.reversals, *expected.softenings, *expected.hardenings, *expected.contradicting]
    assert every
    page = read_page(client, "/changes?contradictions=true")
    shown = page.xpath("//article[@class='change']")
    assert len(shown) == len(every)
    for article, change in zip(shown, every, strict=True):
        assert article.xpath("string(p[@class='turned']/a)") == change.actor.name
        words = [" ".join(b.text_content().split()) for b in article.iter("blockquote")]
        assert [w.startswith(t.phrase) for w, t in zip(words, (change.before, change.after), strict=True)] == [True] * 2
    answer = client.get("/changes.json", params={"contradictions": "true"}).json()
    assert (answer["items"], answer["total"]) == (plain(every), len(every))
    assert client.get("/changes.csv", params={"contradictions": "true"}).text.count("\n") == len(every) + 1


def _several(record: Record) -> Changes:
    """A change of each kind, however many the network finds in the sample: one of its own, called all of them."""
    found = record.changes(contradictions=True, implied=True)
    one = (*found.reversals, *found.softenings, *found.hardenings)[0]
    kinds = ("reversal", "softening", "hardening", "contradiction")
    turned, softer, harder, both = ((replace(one, kind=kind),) for kind in kinds)
    return replace(found, reversals=turned, softenings=softer, hardenings=harder, contradicting=both)


def test_many_changes_are_shown_in_parts(
    client: TestClient, reading: Record, read_page: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _several(reading)
    many = replace(
        found, reversals=found.reversals * 75, softenings=found.reversals * 3, hardenings=(), contradicting=()
    )
    monkeypatch.setattr(Record, "changes", lambda _self, **_asked: many)

    def shown(address: str) -> tuple[int, list[str]]:
        page = read_page(client, address)
        return len(page.xpath("//article[@class='change']")), page.xpath(
            "//main//a[@rel or contains(text(), 'All')]/@href"
        )

    assert shown("/changes") == (20 + 3, ["/changes?only=reversals"])
    assert shown("/changes?only=reversals") == (50, ["/changes?only=reversals&offset=50"])
    assert shown("/changes?only=reversals&offset=50") == (25, ["/changes?only=reversals&offset=0"])
    assert client.get("/changes.json", params={"only": "nonsense"}).status_code == 400
    whole = client.get("/changes.json", params={"limit": 70})
    assert (len(whole.json()["items"]), whole.json()["total"]) == (70, 78)
    assert "limit=70&offset=70" in whole.headers["link"]
    alone = client.get("/changes.json", params={"only": "softenings"}).json()
    assert alone["items"] == plain([found.reversals[0]] * 3)


def test_the_words_of_a_condition_are_marked_in_the_sentence(
    client: TestClient, reading: Record, read_page: Read
) -> None:
    expected = reading.conditions(limit=500)
    page = read_page(client, "/conditions?limit=500")
    shown = page.xpath("//article")
    assert len(shown) == expected.total > 0
    for article, one in zip(shown, expected.conditions, strict=True):
        quote = article.find("blockquote")
        assert " ".join(quote.find("a").text_content().split()) == one.words
        assert " ... ".join(s.text_content() for s in quote.iter("span") if s.get("class") == "cond") == one.condition
    chips = {a.text_content().split()[0] for a in page.xpath("//p[@class='chips']/a")}
    assert {e for e, _ in expected.effects if e != "other"} <= chips


def test_conditions_are_filtered_and_paged(client: TestClient, reading: Record) -> None:
    threats = reading.conditions(effect="threat")
    first = client.get("/conditions.json", params={"effect": "threat", "limit": 2})
    second = client.get("/conditions.json", params={"effect": "threat", "limit": 2, "offset": 2})
    assert first.json()["total"] == threats.total
    assert first.json()["items"] + second.json()["items"] == plain(threats.conditions[:4])
    assert 'rel="next"' in first.headers["link"]
    assert client.get("/conditions.json", params={"effect": "wish"}).status_code == 400


def test_a_position_says_why_it_stands_there(client: TestClient, reading: Record, read_page: Read, name: str) -> None:
    one = newest(reading.positions(issue=name).paths)[0]
    expected = reading.position_explained(one.id)
    assert client.get(f"/positions/{one.id}.json").json() == plain(expected)
    page = read_page(client, f"/positions/{one.id}")
    text = page.text_content()
    assert expected.position.why in text
    assert one.words in " ".join(text.split())
    weights = page.xpath("//h2[@id='words']/following-sibling::table//td[@class='n']/text()")
    assert weights == [f"{w.weight:+.2f}".replace("-", "−") for w in expected.weights]
    assert client.get("/positions/p0000000000000000.json").status_code == 404


def test_an_empty_record_says_how_to_begin(empty: TestClient, read_page: Read) -> None:
    for address, words in (("/issues", "onrecord issue add"), ("/changes", "onrecord issue add")):
        assert words in read_page(empty, address).text_content()
    assert "No condition fits" in read_page(empty, "/conditions").text_content()


def test_hostile_words_of_an_issue_are_shown_and_never_run(judge: TestClient, writing: Record, read_page: Read) -> None:
    hostile = "<img src=x onerror=alert(1)> & {{7*7}}"
    writing.issue_add(hostile, statement="</title><script>alert(2)</script>", support=["<b>yes</b>"])
    for address in ("/issues", str(judge.build_request("GET", "/issue", params={"name": hostile}).url)):
        page = read_page(judge, address)
        assert hostile in page.text_content()
        assert all(s.get("src", "").startswith("/static/") for s in page.iter("script"))
        assert not page.xpath("//main//img")


def test_at_takes_the_last_day_of_a_month(client: TestClient, name: str) -> None:
    answer = client.get("/issue.json", params={"name": name, "at": "2023-02"}).json()
    assert answer["at"] == date(2023, 2, 28).isoformat()
