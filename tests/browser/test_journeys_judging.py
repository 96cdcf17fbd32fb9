"""Judging where one reads: names made one, many rows at once, all of it taken back, and the same without a script.

The queue, its keys, spans moved with mouse and keys, and statements added by selecting are in `test_review`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onrecord.web.links import address


def stands(record: Any) -> set[tuple[str, str]]:
    """What is judged and not taken back: row, verdict."""
    return {(x.target, x.verdict) for x in record.log(limit=500).lines if x.undone_at is None}


def as_answered(record: Any) -> list[Any]:
    """What the record tells: statements, actors, positions."""
    said = [(s.id, s.quote, s.speaker, s.verdict) for s in record.said(include_rejected=True)]
    actors = [(a.actor, a.statements) for a in record.actors()]
    paths = [(p.actor, p.issue, [(s.stance, s.count) for s in p.steps]) for p in record.positions().paths]
    return [said, actors, paths]


def test_positions_follow_names_that_are_made_one(page: Any, workbench: Any) -> None:
    record = workbench.record
    before = as_answered(record)
    issue = record.issues()[0].name
    one, other = [p for p in record.positions(issue=issue).paths if p.statements == 1][:2]
    there = workbench.address + address("/issue", name=issue)
    page.goto(there)
    camps = page.locator(".camps")
    assert camps.get_by_role("link", name=one.actor.name, exact=True).count() == 1
    assert camps.get_by_role("link", name=other.actor.name, exact=True).count() == 1
    page.goto(f"{workbench.address}/actors/{other.actor.id}")
    page.get_by_label("Name or id of the other actor").fill(one.actor.name)
    page.get_by_role("button", name="Make them one").click()
    page.get_by_text("The names are one actor now.").wait_for()
    name = page.locator("h1").inner_text()
    merged = record.positions(issue=issue, actor=name).paths[0]
    assert merged.statements == 2 and record.same(one.actor.name, other.actor.name).same
    page.goto(there)
    whole = {one.actor.name, other.actor.name}
    assert sum(camps.get_by_role("link", name=n, exact=True).count() for n in whole) == 1
    page.goto(workbench.address + "/log")
    page.get_by_role("button", name="take it back").click()
    page.get_by_text("Taken back").first.wait_for()
    page.goto(there)
    assert all(camps.get_by_role("link", name=n, exact=True).count() == 1 for n in whole)
    assert as_answered(record) == before


def test_everything_is_taken_back(page: Any, workbench: Any) -> None:
    """Rows judged at once, a position set, a name changed: the log takes each back, and the record is as it was."""
    record, home = workbench.record, workbench.address
    before = as_answered(record)
    page.goto(home + "/statements?act=threat")
    shown = [e.get_attribute("id")[2:] for e in page.locator("#list article.st").all()]
    page.locator("form.judge-all").get_by_role("button", name="Reject").click()
    page.get_by_role("button", name=f"Reject {len(shown)} rows").click()
    page.get_by_role("button", name="Take all of it back").wait_for()
    assert stands(record) == {(s, "reject") for s in shown}
    assert not set(shown) & {e.get_attribute("id")[2:] for e in page.locator("#list article.st").all()}
    taken = record.positions().paths[0].steps[0].taken[0]
    page.goto(f"{home}/positions/{taken.id}")
    form = page.locator("form.judge")
    form.get_by_label("Stance").select_option("oppose" if taken.stance != "oppose" else "support")
    form.get_by_role("button", name="Set").click()
    form.locator(".outcome").get_by_text("corrected").wait_for()
    page.goto(f"{home}/actors/{taken.actor.id}")
    page.get_by_label("Name to show").fill("The Other Name")
    page.get_by_role("button", name="Rename").click()
    page.get_by_text("The actor has the new name.").wait_for()
    assert page.locator("h1").inner_text() == "The Other Name"
    assert as_answered(record) != before
    page.goto(home + "/log")
    back = page.get_by_role("button", name="take it back")
    for left in range(len(shown) + 2, 0, -1):
        assert back.count() == left
        back.first.click()
        page.wait_for_url("**done=undone**")
        page.goto(home + "/log")
    assert stands(record) == set() and record.log().total == len(shown) + 2
    assert page.locator("tr.undone").count() == len(shown) + 2, "the log still tells of them"
    assert as_answered(record) == before


def test_many_are_taken_back_at_once(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/statements?act=threat")
    shown = page.locator("#list article.st").count()
    page.locator("form.judge-all").get_by_role("button", name="Accept").click()
    page.get_by_role("button", name=f"Accept {shown} rows").click()
    page.get_by_role("button", name="Take all of it back").click()
    page.get_by_text("Taken back").first.wait_for()
    assert stands(workbench.record) == set() and workbench.record.log().total == shown


def test_without_a_script_one_finds_reads_and_judges(context: Callable[..., Any], workbench: Any) -> None:
    record = workbench.record
    page = context(java_script_enabled=False)
    page.goto(workbench.address)
    page.get_by_role("link", name="Statements", exact=True).first.click()
    page.get_by_label("Act").select_option("threat")
    page.get_by_role("button", name="Show").click()
    assert page.locator("#list article.st").count() == record.count_said(act="threat")
    said = record.said(act="threat", limit=1)[0]
    page.locator("#list blockquote a").first.click()
    assert page.url.endswith(f"/articles/{said.document.id}#s-{said.id}")
    entry = page.locator(f"li[data-statement={said.id}]")
    entry.get_by_role("button", name="Reject").click()
    page.get_by_text("Rejected.").wait_for()
    assert stands(record) == {(said.id, "reject")}
    assert entry.get_by_role("button", name="Reject").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("Taken back").first.wait_for()
    assert stands(record) == set()
    page.get_by_role("link", name="Add a statement").click()
    page.locator("input[name=sentence]").first.check()
    page.get_by_label("Speaker").fill("The Weather Office")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("The statement is in the record.").wait_for()
    line = record.log().lines[0]
    assert record.explain(line.target).said.speaker.name == "The Weather Office"
    page.goto(workbench.address + "/review?kind=position")
    row = page.locator(".row").first
    target = row.get_attribute("data-target")
    row.locator("label:not(.now) input[name=stance]").first.check()
    row.get_by_role("button", name="Set").click()
    page.get_by_text("Corrected.").wait_for()
    assert (target, "correct") in stands(record)
