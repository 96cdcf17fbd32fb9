"""Judging without a script: the queue, forms, undoing, words by their characters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from review_forms import Read, fields, made, press, rows

from onrecord.forms import plain
from onrecord.record import Record
from onrecord.web.review import adding

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


@pytest.mark.parametrize(
    ("asked", "blind"), [("", False), ("?blind=", False), ("?blind=false", False), ("?blind=true", True)]
)
def test_blind_is_what_the_address_says(client: TestClient, read_page: Read, asked: str, blind: bool) -> None:
    assert bool(read_page(client, f"/review{asked}").xpath("//p[starts-with(., 'Blind:')]")) == blind


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
    replaced = writing.explain(said.id)
    assert replaced.replaced_by == found and "in its place" in replaced.sure_why  # type: ignore[union-attr]
    assert writing.explain(found.id).replaced_by is None  # type: ignore[union-attr]
    page = read_page(judge, f"/statements/{said.id}")
    assert page.xpath("//p[@class='note']/a/@href") == [f"/statements/{found.id}"]
    writing.undo(line.id)
    assert writing.explain(said.id).replaced_by is None  # type: ignore[union-attr]
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


def test_sentences_in_a_row_are_one_stretch() -> None:
    assert adding.joined(["120-150", "0-100", "101-119"]) == ["0-150"]
    assert adding.joined(["0-100", "10-20"]) == ["0-100"], "one within another"
    assert adding.joined(["0-10", "20-30"]) == ["0-10", "20-30"]


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
