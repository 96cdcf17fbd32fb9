"""Judging by programs, by several people, and many rows at once; what is sent twice is logged once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

sys.path.insert(0, str(Path(__file__).parent))

from review_forms import Read, fields, made, press, rows, token

from onrecord.forms import plain
from onrecord.record import Record

# ---------------------------------------------------------------------------- programs


def test_a_program_judges_and_takes_back(judge: TestClient, writing: Record, read_page: Read) -> None:
    own = token(judge, read_page)
    first = writing.queue().items[0].id
    line = judge.post("/judge.json", json={"target": first, "verdict": "accept"}, headers=own).json()
    assert line == plain(writing.judgement(line["id"]))
    again = {"target": first, "verdict": "accept", "against": 0, "again": True}
    assert judge.post("/judge.json", json=again, headers=own).json()["id"] == line["id"], "sent twice, logged once"
    undone = judge.post("/undo.json", json={"judgement": line["id"]}, headers=own).json()
    assert undone["undone_at"]
    repeated = judge.post("/undo.json", json={"judgement": line["id"], "again": True}, headers=own)
    assert repeated.json() == undone
    assert judge.post("/undo.json", json={"judgement": line["id"]}, headers=own).status_code == 400


def test_another_correction_sent_again_is_not_taken_for_the_first(
    judge: TestClient, writing: Record, read_page: Read
) -> None:
    own = token(judge, read_page)
    first = writing.queue().items[0].id
    who = [row.actor for row in writing.actors(limit=2)]
    sent = {"target": first, "verdict": "correct", "change": {"speaker": who[0].id}, "against": 0}
    line = judge.post("/judge.json", json=sent, headers=own).json()
    for change in ({"speaker": who[0].id}, {"speaker": who[0].name}):
        again = {**sent, "change": change, "again": True}
        assert judge.post("/judge.json", json=again, headers=own).json()["id"] == line["id"]
    other = {**sent, "change": {"speaker": who[1].id}, "again": True}
    assert judge.post("/judge.json", json=other, headers=own).json()["change"]["speaker"] == who[1].name
    assert writing.explain(first).said.speaker.id == who[1].id  # type: ignore[union-attr]


def test_a_request_of_another_site_is_turned_away(judge: TestClient, writing: Record) -> None:
    first = writing.queue().items[0].id
    for sent in ({"json": {"target": first, "verdict": "accept"}}, {"data": {"target": first, "verdict": "accept"}}):
        assert judge.post("/judge.json", **sent).status_code == 403  # type: ignore[arg-type]
    assert writing.newest() == 0


# ---------------------------------------------------------------------------- two people


def test_who_comes_second_sees_both_verdicts_and_chooses(team: Any, writing: Record, read_page: Read) -> None:
    cora, carl = team.client("Cora"), team.client("Carl")
    seen = {who: read_page(who, "/review") for who in (cora, carl)}
    first = rows(seen[cora])[0]
    made(press(cora, seen[cora], first, "accept"))
    conflict = press(carl, seen[carl], first, "reject")
    assert conflict.status_code == 409 and len(writing.explain(first).judgements) == 1
    page = html.fromstring(conflict.text)
    assert "Cora" in page.xpath("string(//main)") and page.xpath("//main//a[starts-with(@href, '/review')]")
    (form,) = page.xpath("//main//form")
    sent = {x.get("name"): x.get("value") for x in form.xpath(".//input")}
    assert carl.post("/judge", data=sent).status_code == 303
    assert [(x.who, x.verdict) for x in writing.explain(first).judgements] == [("Cora", "accept"), ("Carl", "reject")]


def test_a_program_is_told_what_stands(team: Any, writing: Record, read_page: Read) -> None:
    cora, carl = team.client("Cora"), team.client("Carl")
    first = writing.queue().items[0].id
    body = {"target": first, "verdict": "accept", "against": 0}
    number = cora.post("/judge.json", json=body, headers=token(cora, read_page)).json()["id"]
    answer = carl.post("/judge.json", json={**body, "verdict": "reject"}, headers=token(carl, read_page))
    assert answer.status_code == 409
    assert (answer.json()["error"]["kind"], answer.json()["standing"]["id"]) == ("Conflict", number)


def test_nobody_takes_back_what_another_judged_but_an_admin(team: Any, writing: Record, read_page: Read) -> None:
    cora, carl, ada = (team.client(name) for name in ("Cora", "Carl", "Ada"))
    page = read_page(cora, "/review")
    number = made(press(cora, page, rows(page)[0], "accept"))
    assert carl.post("/undo.json", json={"judgement": number}, headers=token(carl, read_page)).status_code == 403
    assert writing.judgement(number).undone_at is None
    assert ada.post("/undo.json", json={"judgement": number}, headers=token(ada, read_page)).status_code == 200
    bulk = cora.post(
        "/judge/bulk.json", json={"targets": rows(page)[1:3], "verdict": "accept"}, headers=token(cora, read_page)
    ).json()
    refused = carl.post("/undo/bulk.json", json={"bulk": bulk["number"]}, headers=token(carl, read_page))
    assert refused.status_code == 403


def test_a_second_coder_judges_blind(team: Any, writing: Record, read_page: Read) -> None:
    cora, carl = team.client("Cora"), team.client("Carl")
    for target in [i.id for i in writing.queue(limit=30).items]:
        writing.judge(target, "reject", who="Cora")
    page = read_page(carl, "/review?blind=true")
    twice = [t for t in rows(page) if writing.standing([t])]
    assert twice, "some of what Cora judged comes up again"
    assert not page.xpath("//ol[@id='queue']//*[contains(@class, 'verdict ')]")
    assert {fields(page, t)["against"] for t in rows(page)} == {""}
    assert "Cora" not in page.xpath("string(//ol[@id='queue'])")
    assert made(press(carl, page, twice[0], "accept")), "what nobody showed is in nobody's way"
    differ = read_page(cora, "/review/disagreements")
    assert differ.xpath("//ol[@id='disagreements']/li/@data-target") == [twice[0]]
    assert cora.get("/review/disagreements.json").json()["items"] == plain(writing.disagreements())


def test_a_disagreement_is_settled(team: Any, writing: Record, read_page: Read) -> None:
    first = writing.queue().items[0].id
    writing.judge(first, "reject", who="Cora")
    writing.judge(first, "accept", who="Carl")
    ada = team.client("Ada")
    page = read_page(ada, "/review/disagreements")
    form = next(f for f in page.xpath("//ol[@id='disagreements']//form") if "Cora is right" in f.text_content())
    sent = {x.get("name"): x.get("value") for x in form.xpath(".//input")}
    line = writing.judgement(made(ada.post("/judge", data=sent)))
    assert (line.who, line.verdict, line.role) == ("Ada", "reject", "adjudication")
    assert not read_page(ada, "/review/disagreements").xpath("//ol[@id='disagreements']/li")
    settled = read_page(ada, "/review/disagreements?settled=true").xpath("//p[@class='settled']")
    assert len(settled) == 1 and "Ada" in settled[0].text_content()


def test_admins_alone_settle_what_coders_judged_differently(team: Any, writing: Record, read_page: Read) -> None:
    first = writing.queue().items[0].id
    writing.judge(first, "reject", who="Cora")
    writing.judge(first, "accept", who="Carl")
    carl = team.client("Carl")
    page = read_page(carl, "/review/disagreements")
    assert page.xpath("//ol[@id='disagreements']/li") and not page.xpath("//ol[@id='disagreements']//form")
    assert "An admin settles" in page.xpath("string(//main)")
    words = read_page(carl, f"/statements/{first}/words?role=adjudication")
    assert not words.xpath("//form[contains(@class, 'words-form')]//input[@name='role']")
    own = token(carl, read_page)
    sent = {"target": first, "verdict": "accept", "role": "adjudication"}
    for answer in (
        carl.post("/judge.json", json=sent, headers=own),
        carl.post("/judge", data={**sent, "against": "9"}, headers={**own, "accept": "application/json"}),
    ):
        assert (answer.status_code, answer.json()["error"]["kind"]) == (403, "Forbidden")
        assert "admins" in answer.json()["error"]["message"]
    assert writing.newest() == 2
    ada = team.client("Ada")
    shown = read_page(ada, f"/statements/{first}/words?role=adjudication")
    assert shown.xpath("//form[contains(@class, 'words-form')]//input[@name='role']/@value") == ["adjudication"]
    line = ada.post("/judge.json", json=sent, headers=token(ada, read_page)).json()
    assert (line["role"], line["who"]) == ("adjudication", "Ada")
    assert ada.post("/judge.json", json={**sent, "role": "umpire"}, headers=token(ada, read_page)).status_code == 400


def test_coders_are_listed_with_their_agreement(team: Any, writing: Record, read_page: Read) -> None:
    for n, target in enumerate([i.id for i in writing.queue(limit=6).items]):
        writing.judge(target, "reject" if n < 3 else "accept", who="Cora")
        writing.judge(target, "reject" if n < 2 else "accept", who="Carl")
    page = read_page(team.client("Rhea"), "/review/coders")
    expected = writing.coders()
    assert page.xpath("//table[1]/tbody/tr/th/a/text()")[:2] == [c.who for c in expected.coders][:2]
    assert len(page.xpath("//h2[.='Agreement']/following::tbody/tr")) == len(expected.agreement)
    assert f"{expected.agreement[-1].alpha:.2f}" in page.xpath("string(//main)")


# ---------------------------------------------------------------------------- many at once


def test_exactly_the_rows_shown_are_judged_and_taken_back(judge: TestClient, writing: Record, read_page: Read) -> None:
    page = read_page(judge, "/statements?limit=7&to_review=true")
    (form,) = page.xpath("//form[@class='judge-all']")
    sent: dict[str, Any] = {"target": form.xpath(".//input[@name='target']/@value"), "verdict": "reject"}
    sent |= {x.get("name"): x.get("value") for x in form.xpath(".//input[not(@name='target')]")}
    assert sent["target"] == [s.id for s in writing.said(sure=False, limit=7)]
    asked = html.fromstring(judge.post("/judge/bulk", data=sent).text)
    assert "Reject 7 rows" in asked.xpath("string(//h1)") and writing.newest() == 0
    (confirm,) = asked.xpath("//main//form")
    sure = {x.get("name"): x.get("value") for x in confirm.xpath(".//input[not(@name='target')]")}
    sure |= {"target": confirm.xpath(".//input[@name='target']/@value"), "confirmed": "yes"}
    done = judge.post("/judge/bulk", data=sure, follow_redirects=False)
    assert done.status_code == 303 and writing.newest() == 7
    assert {writing.standing([t])[t].verdict for t in sent["target"]} == {"reject"}
    told = read_page(judge, done.headers["location"])
    assert "7 rows" in told.xpath("string(//div[@class='notice'])")
    (undo,) = told.xpath("//div[@class='notice']//form")
    judge.post(undo.get("action"), data={x.get("name"): x.get("value") for x in undo.xpath(".//input")})
    assert writing.standing(sent["target"]) == {}


def test_what_is_sent_twice_is_logged_once(judge: TestClient, writing: Record, read_page: Read) -> None:
    own = token(judge, read_page)
    rows_ = [s.id for s in writing.said(sure=False, limit=4)]
    sent: dict[str, Any] = {"targets": rows_[:3], "verdict": "reject", "against": 0}
    first = judge.post("/judge/bulk.json", json=sent, headers=own).json()
    again = judge.post("/judge/bulk.json", json={**sent, "again": True}, headers=own).json()
    assert (again["number"], again["judgements"], again["refused"]) == (first["number"], first["judgements"], [])
    assert writing.newest() == 3
    form = {"target": rows_[:3], "verdict": "reject", "against": "0", "confirmed": "yes", "back": "/statements"}
    back = judge.post("/judge/bulk", data=form, headers=own, follow_redirects=False)
    assert f"bulk={first['number']}" in back.headers["location"] and writing.newest() == 3
    undone = judge.post("/undo/bulk.json", json={"bulk": first["number"]}, headers=own).json()
    assert judge.post("/undo/bulk.json", json={"bulk": first["number"]}, headers=own).status_code == 400
    twice = judge.post("/undo/bulk.json", json={"bulk": first["number"], "again": True}, headers=own).json()
    assert twice["judgements"] == undone["judgements"]
    anew = judge.post("/judge/bulk.json", json={**sent, "again": True}, headers=own).json()
    assert anew["number"] == first["number"] + 1, "what was taken back is judged anew"


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("statement", "unsure"),
        ("position", "accept"),
        ("event", "reject"),
        ("actor", "accept"),
        ("actor", "unsure"),
        ("actor", "reject"),
    ],
)
def test_a_form_that_a_browser_repeats_is_logged_once(
    judge: TestClient, writing: Record, read_page: Read, kind: str, verdict: str
) -> None:
    page = read_page(judge, f"/review?kind={kind}")
    first = rows(page)[0]
    numbers = [made(press(judge, page, first, verdict, against="0")) for _ in range(2)]
    assert numbers == [1, 1] and writing.newest() == 1
    assert made(press(judge, page, first, verdict, against="0", note="and why")) == 2


def test_what_somebody_judged_meanwhile_is_left_and_listed(team: Any, writing: Record, read_page: Read) -> None:
    cora = team.client("Cora")
    page = read_page(cora, "/statements?limit=3&to_review=true")
    (form,) = page.xpath("//form[@class='judge-all']")
    sent: dict[str, Any] = {x.get("name"): x.get("value") for x in form.xpath(".//input[not(@name='target')]")}
    targets = form.xpath(".//input[@name='target']/@value")
    writing.judge(targets[1], "accept", who="Carl")
    answer = cora.post("/judge/bulk", data={**sent, "target": targets, "verdict": "reject", "confirmed": "yes"})
    assert answer.status_code == 200 and "Carl" in html.fromstring(answer.text).xpath("string(//main)")
    verdicts = [writing.standing([t])[t].verdict for t in targets]
    assert verdicts == ["reject", "accept", "reject"]


def test_refused_rows_are_told_by_their_words(judge: TestClient, writing: Record, read_page: Read) -> None:
    position = writing.queue(kind="position").items[0]
    event = writing.queue(kind="event").items[0]
    shown = {position.id: position.position.said.quote, event.id: event.event.quote}  # type: ignore[union-attr]
    for target in shown:
        writing.judge(target, "accept", who="Bo")
    form = {"target": [*shown, "s0123456789abcdef"], "verdict": "reject", "against": "0", "confirmed": "yes"}
    answer = judge.post("/judge/bulk", data=form, headers={**token(judge, read_page), "accept": "text/html"})
    told = [" ".join(li.text_content().split()) for li in html.fromstring(answer.text).xpath("//ul[@class='log']/li")]
    for line, words in zip(told, (*shown.values(), "s0123456789abcdef"), strict=True):
        assert words[:60] in line


def test_a_note_has_bounds(judge: TestClient, writing: Record, read_page: Read) -> None:
    own = token(judge, read_page)
    target = writing.queue().items[0].id
    sent = {"target": target, "verdict": "accept", "note": "x" * 2001}
    assert judge.post("/judge.json", json=sent, headers=own).status_code == 400
    assert judge.post("/judge", data=sent, headers=own).status_code == 400
    assert writing.newest() == 0
    assert judge.post("/judge.json", json={**sent, "note": "x" * 2000}, headers=own).status_code == 200


@pytest.mark.parametrize("targets", [[], ["s0"] * 501])
def test_a_bulk_has_bounds(judge: TestClient, read_page: Read, targets: list[str]) -> None:
    sent = {"targets": targets, "verdict": "accept"}
    assert judge.post("/judge/bulk.json", json=sent, headers=token(judge, read_page)).status_code == 400
