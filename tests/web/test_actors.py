"""Actors in the workbench: the list, the dossier, and setting them right."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import etree, html

from onrecord.forms import plain
from onrecord.record import Record
from onrecord.store import rows

Read = Callable[..., html.HtmlElement]
HOSTILE = '<script>alert(1)</script> & "O\'Neil" \u202e{{7*7}}'


def busiest(record: Record) -> rows.ActorRef:
    return record.actors(limit=1)[0].actor


def token(client: TestClient, address: str) -> str:
    page = html.fromstring(client.get(address).text)
    return str(page.xpath("//meta[@name='csrf']/@content")[0])


def shown(page: html.HtmlElement) -> list[str]:
    return [a.text_content() for a in page.xpath("//div[@id='list']//tbody/tr/th/a")]


# ---------------------------------------------------------------------------- the list


@pytest.mark.parametrize("asked", [{}, {"text": "karadal"}, {"kind": "organization"}, {"text": "a", "kind": "person"}])
def test_the_list_shows_those_that_the_record_answers(
    client: TestClient, reading: Record, read_page: Read, asked: dict[str, str]
) -> None:
    expected = reading.actors(**asked, limit=50)
    assert expected
    page = read_page(client, "/actors?" + "&".join(f"{k}={v}" for k, v in asked.items()))
    assert shown(page) == [a.actor.name for a in expected]
    assert client.get("/actors.json", params=asked).json()["items"] == plain(expected)


def test_the_parts_of_the_list_make_the_whole(client: TestClient, reading: Record) -> None:
    every = [a.actor.id for a in reading.actors()]
    found: list[str] = []
    to = "/actors.json?limit=7"
    while to:
        answer = client.get(to)
        found += [a["actor"]["id"] for a in answer.json()["items"]]
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        to = following.group(1) if following else ""
    assert found == every


def test_a_kind_that_is_none_is_refused_and_nothing_found_is_told(client: TestClient, read_page: Read) -> None:
    refused = client.get("/actors.json", params={"kind": "wizard"})
    assert refused.status_code == 400
    assert "wizard" in refused.json()["error"]["message"]
    assert "No actor fits" in read_page(client, "/actors?text=nobodyiscalledso").text_content()


# ---------------------------------------------------------------------------- one


def test_the_dossier_is_that_of_the_record(client: TestClient, reading: Record, read_page: Read) -> None:
    who = busiest(reading)
    found = reading.dossier(who.id, limit=20)
    assert client.get(f"/actors/{who.id}.json").json() == plain(found)
    page = read_page(client, f"/actors/{who.id}")
    assert page.xpath("string(//h1)") == who.name
    names = page.xpath("//h2[@id='names']/following-sibling::table//tbody/tr")
    assert [(r.xpath("string(th)"), r.xpath("string(td[1])")) for r in names] == [
        (n.name, str(n.count)) for n in found.printed
    ]
    assert len(page.xpath("//article[contains(@class, 'st')]")) == len(found.said) == 20


def test_a_limited_dossier_counts_what_it_leaves_out(reading: Record) -> None:
    for row in reading.actors(limit=12):
        whole, part = reading.dossier(row.actor.id), reading.dossier(row.actor.id, limit=2)
        assert part.said == whole.said[:2]
        assert (part.statements, part.first, part.last, part.outlets) == (
            len(whole.said),
            min((s.on for s in whole.said if s.on), default=None),
            max((s.on for s in whole.said if s.on), default=None),
            whole.outlets,
        )


def test_each_bar_leads_to_as_many_statements_as_it_counts(
    client: TestClient, reading: Record, read_page: Read
) -> None:
    who, total = busiest(reading), 0
    page = read_page(client, f"/actors/{who.id}")
    bars = [a for a in page.iter("a") if a.get("href", "").startswith("/statements?") and a.find("title") is not None]
    assert bars
    for bar in bars:
        asked = dict(parse_qsl(urlsplit(bar.get("href")).query))
        counted = re.search(r"([\d,]+) statements?$", bar.findtext("title") or "")
        found = client.get("/statements.json", params={**asked, "limit": "500"}).json()["items"]
        assert counted is not None
        assert len(found) == int(counted.group(1).replace(",", ""))
        total += len(found)
    assert total + reading.days(by=who.id).get(None, 0) == reading.dossier(who.id, limit=1).statements


def test_every_picture_is_a_file_of_its_own(client: TestClient, reading: Record) -> None:
    at = f"/actors/{busiest(reading).id}"
    for key in ("said", "stances", "roles"):
        picture = client.get(f"{at}/{key}.svg")
        if picture.status_code == 404:
            continue
        assert etree.fromstring(picture.content).tag.endswith("svg")
        assert client.get(f"{at}/{key}.csv").text.count("\n") > 1
    assert client.get(f"{at}/said.svg").status_code == 200
    assert client.get(f"{at}/said.exe").status_code == 404


def test_a_name_leads_to_the_address_of_the_actor(client: TestClient, reading: Record) -> None:
    who = busiest(reading)
    for ending in ("", ".json"):
        answer = client.get(f"/actors/{who.name}{ending}?limit=3", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, f"/actors/{who.id}{ending}?limit=3")
    assert client.get("/actors/nobodyiscalledso.json").status_code == 404


def test_where_one_only_reads_nothing_can_be_set_right(client: TestClient, reading: Record, read_page: Read) -> None:
    who = busiest(reading)
    page = read_page(client, f"/actors/{who.id}")
    assert not page.xpath("//form[@method='post']")
    sent = client.post(f"/actors/{who.id}/rename", data={"name": "Other", "csrf": token(client, "/actors")})
    assert sent.status_code == 403
    assert busiest(reading).name == who.name


# ---------------------------------------------------------------------------- setting right


def test_two_become_one_and_two_again(judge: TestClient, writing: Record, read_page: Read) -> None:
    people = [a.actor for a in writing.actors(kind="person", limit=2)]
    one, other = people
    before = [writing.dossier(a.id).statements for a in people]
    sent = {"other": other.id, "note": "the same man", "csrf": token(judge, "/actors")}
    done = judge.post(f"/actors/{one.id}/merge", data=sent, follow_redirects=False)
    assert done.status_code == 303
    page = read_page(judge, done.headers["location"])
    assert "one actor now" in page.text_content()
    now = writing.dossier(one.id)
    assert now.statements == sum(before)
    assert (now.judgements[-1].who, now.judgements[-1].note) == ("Ana", "the same man")
    for a in people:  # an old address leads to the actor that it is now
        assert judge.get(f"/actors/{a.id}.json").json()["actor"]["id"] == now.actor.id
    back = page.xpath("//section[@aria-labelledby='judged']//form")[0]
    fields = {i.get("name"): i.get("value") for i in back.xpath(".//input")}
    assert judge.post(back.get("action"), data=fields).status_code == 200
    assert [writing.dossier(a.id).statements for a in people] == before


def test_a_name_is_split_off_into_an_actor_of_its_own(judge: TestClient, writing: Record) -> None:
    row = next(a for a in writing.actors() if writing.dossier(a.actor.id).links)
    link = writing.dossier(row.actor.id).links[0]
    name = link.b.name if link.a.id == row.actor.id else link.a.name
    sent = {"name": name, "csrf": token(judge, "/actors")}
    done = judge.post(f"/actors/{row.actor.id}/split", data=sent, follow_redirects=False)
    assert done.status_code == 303, done.text
    assert name in row.names
    assert name not in [n.name for n in writing.dossier(row.actor.id).printed]
    assert name in [a.actor.name for a in writing.actors(text=name)]


@pytest.mark.parametrize(
    ("verb", "sent"),
    [
        ("merge", {}),
        ("merge", {"other": "nobodyiscalledso"}),
        ("split", {}),
        ("split", {"name": "nobodyiscalledso"}),
        ("rename", {"name": "  "}),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    judge: TestClient, writing: Record, verb: str, sent: dict[str, str]
) -> None:
    who = busiest(writing)
    before = writing.dossier(who.id)
    answer = judge.post(f"/actors/{who.id}/{verb}", data={**sent, "csrf": token(judge, "/actors")})
    assert answer.status_code in (400, 404)
    assert writing.dossier(who.id) == before


def test_a_form_of_another_site_changes_nothing(judge: TestClient, writing: Record) -> None:
    who = busiest(writing)
    for forged in ({}, {"csrf": "0" * 64}):
        assert judge.post(f"/actors/{who.id}/rename", data={"name": "Other", **forged}).status_code == 403
    assert busiest(writing).name == who.name


def test_a_hostile_name_is_shown_and_never_run(judge: TestClient, writing: Record, read_page: Read) -> None:
    who = busiest(writing)
    sent = {"name": HOSTILE, "note": HOSTILE, "csrf": token(judge, "/actors")}
    assert judge.post(f"/actors/{who.id}/rename", data=sent, follow_redirects=False).status_code == 303
    name = busiest(writing).name
    for address in (f"/actors/{who.id}", "/actors", "/changes", "/conditions"):
        page = read_page(judge, address)
        assert all(s.get("src", "").startswith("/static/") for s in page.iter("script"))
        assert not [e for e in page.iter() if isinstance(e.tag, str) and any(a.startswith("on") for a in e.attrib)]
    assert read_page(judge, f"/actors/{who.id}").xpath("string(//h1)") == name
    picture = etree.fromstring(judge.get(f"/actors/{who.id}/said.svg").content)
    assert not picture.findall(".//{*}script")
    assert HOSTILE.split("\u202e")[0].strip() in str(picture.findtext("{*}title"))


def test_an_empty_record_says_how_to_begin(empty: TestClient, read_page: Read) -> None:
    assert "onrecord add" in read_page(empty, "/actors").text_content()
    assert empty.get("/actors.json").json()["items"] == []
