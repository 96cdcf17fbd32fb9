"""Judging without a script: the queue, forms, undoing, several rows at once, words by their characters, two people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from onrecord.forms import plain
from onrecord.record import Record

Page = html.HtmlElement
Read = Callable[[TestClient, str], Page]


def rows(page: Page) -> list[str]:
    return [str(x) for x in page.xpath("//ol[@id='queue']/li/@data-target")]


def fields(page: Page, target: str) -> dict[str, str]:
    """The hidden fields of the form that judges a row."""
    found = page.xpath("//form[input[@name='target'][@value=$target]]//input[@type='hidden']", target=target)
    return {str(x.get("name")): str(x.get("value")) for x in found}


def press(client: TestClient, page: Page, target: str, verdict: str, **changed: str) -> Any:
    """What the button of a row's form answers."""
    sent = {**fields(page, target), "verdict": verdict, **changed}
    return client.post("/judge", data=sent, headers={"accept": "text/html"}, follow_redirects=False)


def made(answer: Any) -> int:
    """The number of the judgement that a form made."""
    assert answer.status_code == 303, answer.text
    return int(parse_qs(urlsplit(answer.headers["location"]).query)["judgement"][0])


# ---------------------------------------------------------------------------- the queue


@pytest.mark.parametrize("kind", ["statement", "position", "event", "actor"])
@pytest.mark.parametrize("order", ["uncertain", "consequential", "newest"])
def test_the_page_shows_what_the_record_answers(
    client: TestClient, reading: Record, read_page: Read, kind: str, order: str
) -> None:
    expected = reading.queue(kind=kind, order=order, limit=11, who="reviewer")
    page = read_page(client, f"/review?kind={kind}&order={order}")
    assert rows(page) == [i.id for i in expected.items] and expected.items
    assert client.get(f"/review.json?kind={kind}&order={order}").json() == plain(expected)


def test_a_row_stands_in_its_context_with_its_marks(client: TestClient, reading: Record, read_page: Read) -> None:
    page = read_page(client, "/review")
    for item, row in zip(reading.queue(limit=11).items, page.xpath("//ol[@id='queue']/li"), strict=True):
        assert item.said is not None
        text = next(iter(reading.show(item.said.document.id).text for _ in (0,)))  # type: ignore[union-attr]
        runs = row.xpath(".//*[@data-start]")
        for run in runs:
            start, words = int(run.get("data-start")), run.text_content()
            assert [c for c in words if not c.isspace()] == [
                c for c in text[start : start + len(words)] if not c.isspace()
            ]
        content = "".join(r.text_content() for r in runs if "c" in (r.get("class") or "").split())
        assert content.split() == "".join(s.text for s in item.said.content).split()
        assert min(int(r.get("data-start")) for r in runs) <= item.said.content[0].start


def test_filters_narrow_the_queue(client: TestClient, reading: Record, read_page: Read) -> None:
    outlet = next(i.said.document.outlet for i in reading.queue(limit=50).items if i.said and i.said.document.outlet)
    expected = [i.id for i in reading.queue(outlet=outlet, limit=11).items]
    assert rows(read_page(client, f"/review?outlet={outlet}")) == expected
    assert len(expected) < reading.queue(limit=50).total


def test_the_rows_after_these_are_asked_for_with_next(client: TestClient, read_page: Read) -> None:
    page = read_page(client, "/review")
    after = page.xpath("//ol[@id='queue']/@data-next")[0]
    following = read_page(client, f"/review?after={after}")
    assert rows(following) and not set(rows(page)) & set(rows(following))


def test_a_row_of_the_strip_is_shown_large_by_its_link(client: TestClient, read_page: Read) -> None:
    page = read_page(client, "/review")
    to = page.xpath("//ol[@id='queue']/li[3]/a[@class='line']/@href")[0]
    again = read_page(client, to)
    assert again.xpath("//li[contains(@class, 'now')]/@data-target") == [rows(page)[2]]


@pytest.mark.parametrize(
    "asked", ["kind=nothing", "order=alphabet", "after=garbage", "since=soon", "limit=0", "actor=Nobody+At+All"]
)
def test_what_makes_no_sense_is_answered_with_what_to_change(client: TestClient, asked: str) -> None:
    answer = client.get(f"/review.json?{asked}")
    assert answer.status_code in (400, 404) and answer.json()["error"]["message"]


def test_readers_see_rows_and_no_way_to_judge_them(client: TestClient, read_page: Read) -> None:
    page = read_page(client, "/review")
    assert rows(page) and not page.xpath("//form[@method='post']") and not page.xpath("//script[@type='module']")
    assert client.post("/judge", data={"target": rows(page)[0], "verdict": "accept"}).status_code == 403


def test_an_empty_queue_says_what_to_do(judge: TestClient, read_page: Read) -> None:
    page = read_page(judge, "/review?since=2090")
    assert rows(page) == [] and not page.xpath("//div[@id='done']/@hidden")


# ---------------------------------------------------------------------------- verdicts


@pytest.mark.parametrize("verdict", ["accept", "reject", "unsure"])
def test_a_button_logs_a_verdict_and_leads_to_the_next_row(
    judge: TestClient, writing: Record, read_page: Read, verdict: str
) -> None:
    page = read_page(judge, "/review?order=newest")
    first, second = rows(page)[:2]
    answer = press(judge, page, first, verdict, note=" as the text says ")
    line = writing.judgement(made(answer))
    assert (line.target, line.verdict, line.who, line.note) == (first, verdict, "Ana", "as the text says")
    following = read_page(judge, answer.headers["location"])
    assert rows(following)[0] == second
    assert following.xpath("//div[@class='notice']//input[@name='judgement']/@value") == [str(line.id)]


def test_a_verdict_is_taken_back_where_it_was_told(judge: TestClient, writing: Record, read_page: Read) -> None:
    page = read_page(judge, "/review")
    first = rows(page)[0]
    before = plain(writing.explain(first))
    told = read_page(judge, press(judge, page, first, "reject").headers["location"])
    form = told.xpath("//div[@class='notice']//form")[0]
    sent = {x.get("name"): x.get("value") for x in form.xpath(".//input")}
    answer = judge.post(form.get("action"), data=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert rows(read_page(judge, answer.headers["location"]))[0] == first
    after = plain(writing.explain(first))
    assert after["judgements"][-1]["undone_at"]
    assert {**before, "judgements": []} == {**after, "judgements": []}


def test_a_stance_is_chosen_and_what_it_taught_is_told(judge: TestClient, writing: Record, read_page: Read) -> None:
    page = read_page(judge, "/review?kind=position")
    first = rows(page)[0]
    shown = writing.position(first)
    stance = next(s for s in ("oppose", "support") if s != shown.stance)
    answer = press(judge, page, first, "correct", stance=stance)
    line = writing.judgement(made(answer))
    assert line.change["stance"] == stance and writing.position(first).stance == stance
    learnt = read_page(judge, answer.headers["location"]).xpath("//div[@id='told']//div[@class='learnt']")
    (known,) = writing.learnt(line.id)
    assert len(learnt) == 1 and shown.issue in learnt[0].text_content()
    assert len(learnt[0].xpath(".//li/a")) == min(len(known.changed), 20)


def test_a_speaker_is_chosen_by_number_or_by_name(judge: TestClient, writing: Record, read_page: Read) -> None:
    page = read_page(judge, "/review")
    row = next(r for r in page.xpath("//ol[@id='queue']/li") if r.xpath(".//input[@data-key]"))
    target, chosen = row.get("data-target"), row.xpath(".//input[@data-key='1']")[0].get("value")
    press(judge, page, target, "correct", speaker=chosen)
    assert writing.explain(target).said.speaker.id == chosen  # type: ignore[union-attr]
    other = next(t for t in rows(page) if t != target)
    press(judge, page, other, "correct", speaker=chosen, speaker_other="?")
    assert writing.explain(other).said.speaker is None  # type: ignore[union-attr]


def test_two_names_are_made_one(judge: TestClient, writing: Record, read_page: Read) -> None:
    page = read_page(judge, "/review?kind=actor")
    row = next(i for i in writing.queue(kind="actor").items if i.doubt and not i.doubt.joined)
    assert row.doubt is not None
    made(press(judge, page, row.id, "accept"))
    assert writing.same(row.doubt.a.id, row.doubt.b.id).same
    assert row.id not in rows(read_page(judge, "/review?kind=actor"))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"verdict": "accept"}, 400),
        ({"target": "s0000000000000000", "verdict": "accept"}, 404),
        ({"target": "FIRST", "verdict": "praise"}, 400),
        ({"target": "FIRST", "verdict": "correct"}, 400),
        ({"target": "FIRST", "verdict": "accept", "against": "many"}, 400),
        ({"target": "FIRST", "verdict": "correct", "content": "9-3"}, 400),
        ({"target": "FIRST", "verdict": "correct", "content": "0-99999999"}, 400),
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(
    judge: TestClient, writing: Record, read_page: Read, sent: dict[str, str], status: int
) -> None:
    page = read_page(judge, "/review")
    first = rows(page)[0]
    form = {k: first if v == "FIRST" else v for k, v in sent.items()} | {"csrf": fields(page, first)["csrf"]}
    answer = judge.post("/judge", data=form, follow_redirects=False)
    assert answer.status_code == status and writing.newest() == 0


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb", "\\\\evil"]
)
def test_a_form_leads_to_pages_of_this_site_alone(judge: TestClient, read_page: Read, back: str) -> None:
    page = read_page(judge, "/review")
    answer = press(judge, page, rows(page)[0], "accept", back=back)
    assert answer.headers["location"].startswith("/review?done=accept")


# ---------------------------------------------------------------------------- programs


def token(client: TestClient, read_page: Read) -> dict[str, str]:
    return {"x-csrf-token": str(read_page(client, "/review").xpath("//meta[@name='csrf']/@content")[0])}


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


@pytest.mark.parametrize("targets", [[], ["s0"] * 501])
def test_a_bulk_has_bounds(judge: TestClient, read_page: Read, targets: list[str]) -> None:
    sent = {"targets": targets, "verdict": "accept"}
    assert judge.post("/judge/bulk.json", json=sent, headers=token(judge, read_page)).status_code == 400


# ---------------------------------------------------------------------------- words


def test_words_are_moved_by_their_characters(judge: TestClient, writing: Record, read_page: Read) -> None:
    said = next(i.said for i in writing.queue(limit=20).items if i.said and i.said.source and i.said.cue)
    page = read_page(judge, f"/statements/{said.id}/words?back=/review")
    numbered = page.xpath("//span[@class='w']")
    assert any(f"{said.content[0].start}–" in w.xpath("string(small)") for w in numbered)
    start, end = said.content[0].start, said.content[0].end
    form = {x.get("name"): x.get("value") for x in page.xpath("//form[contains(@class, 'words-form')]//input")}
    cut = said.content[0].text.rindex(" ")
    sent = {**form, "content": f"{start}-{start + cut}", "cue": "", "verdict": "correct", "speaker": ""}
    answer = judge.post("/judge", data=sent, follow_redirects=False)
    line = writing.judgement(made(answer))
    assert urlsplit(answer.headers["location"]).path == "/review" and end > start + cut
    view = writing.show(said.document.id)
    found = next(s for s in view.said if s.by == "person:Ana")  # type: ignore[union-attr]
    assert (found.content[0].text, found.cue, found.source) == (said.content[0].text[:cut], (), said.source)
    writing.undo(line.id)
    assert [s.id for s in writing.show(said.document.id).said if s.by == "person:Ana"] == []  # type: ignore[union-attr]


def test_fields_that_are_as_they_were_change_nothing(judge: TestClient, writing: Record, read_page: Read) -> None:
    said = writing.queue().items[0].said
    assert said is not None
    page = read_page(judge, f"/statements/{said.id}/words")
    sent = {x.get("name"): x.get("value") for x in page.xpath("//form[contains(@class, 'words-form')]//input")}
    answer = judge.post("/judge", data={**sent, "verdict": "correct"}, headers={"accept": "application/json"})
    assert answer.status_code == 400 and writing.newest() == 0


def test_a_statement_is_added_by_its_sentence(judge: TestClient, writing: Record, read_page: Read) -> None:
    document = writing.said(limit=1)[0].document.id
    page = read_page(judge, f"/articles/{document}/add")
    view = writing.sentences(document)
    listed = page.xpath("//input[@name='sentence']/@value")
    assert listed == [f"{s}-{e}" for s, e in view.sentences]
    start, end = view.sentences[2]
    words = view.text[start:end]
    form = {x.get("name"): x.get("value") or "" for x in page.xpath("//main//form//input[@type='hidden']")}
    sent = {**form, "sentence": listed[2], "source_words": words.split()[0], "speaker": "The Weather Office"}
    answer = judge.post("/statements/add", data=sent, follow_redirects=False)
    line = writing.judgement(made(answer))
    said = writing.explain(line.target).said  # type: ignore[union-attr]
    assert said.content[0].text.split() == words.split() and said.speaker and said.speaker.name == "The Weather Office"
    assert said.source[0].text == words.split()[0] and line.verdict == "add"
    writing.undo(line.id)
    assert line.target not in [s.id for s in writing.show(document).said]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"content": "9-3"}, {"sentence": "nine"}, {"content": "0-10", "source_words": "words that nobody printed"}],
)
def test_what_cannot_be_added_is_said(
    judge: TestClient, writing: Record, read_page: Read, wrong: dict[str, str]
) -> None:
    document = writing.said(limit=1)[0].document.id
    page = read_page(judge, f"/articles/{document}/add")
    form = {x.get("name"): x.get("value") or "" for x in page.xpath("//main//form//input[@type='hidden']")}
    answer = judge.post("/statements/add", data={**form, **wrong}, headers={"accept": "application/json"})
    assert answer.status_code == 400 and answer.json()["error"]["message"] and writing.newest() == 0


def test_words_of_a_note_are_shown_and_never_run(team: Any, writing: Record, read_page: Read) -> None:
    first = writing.queue().items[0].id
    hostile = "<script>alert(1)</script>\" onload=x '"
    writing.judge(first, "reject", who="Cora", note=hostile)
    writing.judge(first, "accept", who="Carl")
    page = read_page(team.client("Ada"), "/review/disagreements")
    assert hostile in page.xpath("string(//ol[@id='disagreements'])")
    assert [s.get("src") for s in page.xpath("//script") if not s.get("src")] == []
