"""What only admins change: articles are taken out, issues of the record's own are added and removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from onrecord.errors import NotFound
from onrecord.record import Record

PAGE = {"accept": "text/html"}
Token = Callable[[TestClient, str], str]


@pytest.fixture
def send(team: Any, token_in: Token) -> Callable[..., Any]:
    """Send a form as somebody; answers what came back."""

    def sent(address: str, by: str = "Ada", **data: str) -> Any:
        client = team.client(by)
        return client.post(address, data={**data, "csrf": token_in(client, "/account")}, headers=PAGE)

    return sent


def _one(record: Record) -> str:
    """An article in which something was said and judged."""
    said = record.said(limit=1)[0]
    record.judge(said.id, "accept", who="Cora")
    return said.document.id


def _words(answer: Any) -> str:
    return " ".join(html.fromstring(answer.text).text_content().split())


# ---------------------------------------------------------------------------- articles


def test_an_article_is_taken_out_once_it_is_confirmed(writing: Record, send: Any) -> None:
    doc = _one(writing)
    before = writing.status()
    asked = send(f"/articles/{doc}/remove")
    form = html.fromstring(asked.text).forms[-1]
    assert (asked.status_code, writing.status().documents) == (200, before.documents), "nothing is done yet"
    view = writing.article(doc).view
    assert f"all that was found and judged in it: {view.document.file}" in _words(asked)
    assert "was judged in it: the judgements stay" in _words(asked)

    done = send(form.action, **dict(form.fields) | {"confirmed": "yes"})
    assert (done.status_code, done.headers["location"]) == (303, "/articles?done=remove")
    assert (writing.status().documents, writing.status().removed) == (before.documents - 1, before.removed + 1)
    with pytest.raises(NotFound, match="was taken out by Ada"):
        writing.article(doc)


@pytest.mark.parametrize("by", ["Rhea", "Cora"])
def test_others_neither_see_the_form_nor_may_send_it(writing: Record, team: Any, send: Any, by: str) -> None:
    doc = _one(writing)
    assert "Take this article out" not in team.client(by).get(f"/articles/{doc}", headers=PAGE).text
    assert "/issues/add" not in team.client(by).get("/issues", headers=PAGE).text
    assert send(f"/articles/{doc}/remove", by, confirmed="yes").status_code == 403
    assert send("/issues/add", by, name="Canal").status_code == 403
    assert writing.article(doc).view.document.id == doc


def test_an_admin_finds_the_form_on_the_article(writing: Record, team: Any) -> None:
    doc = _one(writing)
    page = html.fromstring(team.client("Ada").get(f"/articles/{doc}", headers=PAGE).text)
    (form,) = [f for f in page.forms if f.action == f"/articles/{doc}/remove"]
    assert (form.method, "csrf" in form.fields) == ("POST", True)


def test_taking_out_what_is_not_there_says_so(send: Any) -> None:
    assert send("/articles/d0123456789/remove").status_code == 404
    assert send("/articles/d0123456789/remove", confirmed="yes").status_code == 404


def test_a_form_without_the_token_takes_nothing_out(writing: Record, team: Any) -> None:
    doc = _one(writing)
    assert team.client("Ada").post(f"/articles/{doc}/remove", data={"confirmed": "yes"}).status_code == 403
    assert writing.article(doc).view.document.id == doc


# ---------------------------------------------------------------------------- issues

NEW = {"name": "Inspectors", "statement": "Inspectors should see the dam.", "support": "let them in\r\n\r\nopen it"}


def test_an_issue_is_added_and_what_was_read_is_told_and_is_removed_once_it_is_confirmed(
    writing: Record, team: Any, send: Any
) -> None:
    done = send("/issues/add", **NEW)
    assert (done.status_code, done.headers["location"]) == (303, "/issues?issue=Inspectors&done=add_issue")
    row = next(i for i in writing.issues() if i.name == "Inspectors")
    assert (row.origin, row.statement, row.support) == ("record", NEW["statement"], ("let them in", "open it"))
    told = _words(team.client("Ada").get(done.headers["location"], headers=PAGE))
    assert f"Read with Inspectors: {row.documents} articles" in told
    assert ", ".join(f"{count} {s}" for s, count in row.positions.items()) in told

    asked = send("/issues/remove", name="Inspectors")
    assert asked.status_code == 200
    assert "Inspectors" in [i.name for i in writing.issues()], "nothing is done yet"
    form = html.fromstring(asked.text).forms[-1]
    done = send(form.action, **dict(form.fields) | {"confirmed": "yes"})
    assert (done.status_code, done.headers["location"]) == (303, "/issues?done=remove_issue")
    assert "Inspectors" not in [i.name for i in writing.issues()]


@pytest.mark.parametrize("confirmed", ["", "yes"])
def test_an_issue_of_the_project_is_not_removed_here(writing: Record, send: Any, confirmed: str) -> None:
    name = writing.project.issues[0].name
    refused = send("/issues/remove", name=name, confirmed=confirmed)
    assert (refused.status_code, "onrecord.toml" in _words(refused)) == (400, True)
    assert name in [i.name for i in writing.issues()]


def test_what_makes_no_issue_is_told(writing: Record, send: Any) -> None:
    before = writing.issues()
    assert send("/issues/add", name="").status_code == 400
    assert send("/issues/add", name="x" * 201).status_code == 400
    assert send("/issues/add", name=before[0].name).status_code == 400
    assert send("/issues/add", name="Canal", parent="nowhere").status_code == 400
    assert send("/issues/remove", name="nowhere").status_code == 404
    assert writing.issues() == before


def test_an_issue_of_hostile_words_is_shown_as_what_it_is(writing: Record, team: Any) -> None:
    evil = "<script>alert(1)</script>\" onfocus='alert(2)"
    writing.issue_add(evil)
    page = html.fromstring(team.client("Ada").get("/issues", params={"done": "add_issue", "issue": evil}).text)
    assert [s.get("src") for s in page.xpath("//script")] == [s.get("src") for s in page.xpath("//script[@src]")]
    assert page.xpath("//*[@onfocus]") == []
    assert evil in page.xpath("string(//section[@id='own'])")
