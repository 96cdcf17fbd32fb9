"""Judging with keys and mouse: rows, words, missing statements, two people, a lost connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

NOW = "document.querySelector('#queue > .now:not([hidden])')?.dataset.target"
SENT = "sessionStorage.getItem('onrecord-unsent') === null"  # every verdict has its answer


def until(page: Any, holds: str) -> None:
    """Wait until an expression is true in the page, which runs no text as a script itself."""
    end = time.monotonic() + 30
    while not page.evaluate(holds):
        assert time.monotonic() < end, holds
        page.wait_for_timeout(20)


def at(page: Any) -> str:
    """The row that is judged now."""
    until(page, NOW)
    return str(page.evaluate(NOW))


def press(page: Any, key: str) -> str:
    """Press a key on a row, and wait until the next one is there; answers the row."""
    was = at(page)
    page.keyboard.press(key)
    until(page, f"({NOW} ?? {was!r}) !== {was!r}")
    return was


def standing(record: Any) -> dict[str, str]:
    """What is judged, by row; undone lines count for nothing."""
    return {x.target: x.verdict for x in record.log(limit=500).lines if x.undone_at is None}


def test_twenty_rows_are_judged_with_keys_alone_and_all_taken_back(page: Any, workbench: Any) -> None:
    before = [i.id for i in workbench.record.queue(limit=50, who="Ana").items]
    page.goto(workbench.address + "/review")
    keys = ["a", "x", "Space", "a"] * 5
    judged = {press(page, key): key for key in keys}
    until(page, SENT)
    meant = {"a": "accept", "x": "reject", "Space": "unsure"}
    assert standing(workbench.record) == {target: meant[key] for target, key in judged.items()}
    assert list(judged) == before[:20]
    for target in reversed(judged):
        page.keyboard.press("Backspace")
        until(page, f"{NOW} === {target!r}")
    until(page, SENT)
    assert standing(workbench.record) == {}
    assert [i.id for i in workbench.record.queue(limit=50, who="Ana").items] == before
    page.keyboard.press("Backspace")
    assert "nothing to take back" in page.inner_text("#told")


def test_a_stance_by_its_number_teaches_the_issue(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review?kind=position")
    stance = page.evaluate("document.querySelector('.row.now .choices .now input')?.value")
    target = press(page, "2" if stance != "oppose" else "1")
    until(page, SENT)
    assert workbench.record.position(target).stance == ("oppose" if stance != "oppose" else "support")
    page.wait_for_selector("#told .learnt")
    assert "Learnt from 1 judgement" in page.inner_text("#told .learnt")


def test_the_stance_that_is_shown_is_accepted_by_its_number(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review?kind=position")
    shown = page.get_attribute(".row.now .choices .now input", "data-key")
    target = press(page, shown)
    until(page, SENT)
    assert standing(workbench.record) == {target: "accept"}


def test_names_are_merged_and_split(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review?kind=actor")
    one, other = press(page, "m").split("+")
    until(page, SENT)
    assert workbench.record.same(one, other).same
    press(page, "s")
    until(page, SENT)
    assert [x.verdict for x in workbench.record.log().lines] == ["split", "merge"]


def test_j_and_k_move_and_judge_nothing(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    order = page.evaluate("[...document.querySelectorAll('#queue > li')].map(x => x.dataset.target)")
    assert [press(page, "j"), press(page, "j"), press(page, "k")] == [order[0], order[1], order[2]]
    assert at(page) == order[1] and workbench.record.newest() == 0


def test_keys_do_nothing_while_a_field_has_the_focus(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    first = at(page)
    page.focus(".filters [name=actor]")
    page.keyboard.type("axm 123?")
    assert page.input_value(".filters [name=actor]") == "axm 123?"
    page.keyboard.press("Escape")
    for chord in ("Control+a", "Alt+a", "Meta+x"):
        page.keyboard.press(chord)
    assert at(page) == first and not page.is_visible("#keys") and workbench.record.newest() == 0
    page.keyboard.press("n")
    page.keyboard.type("said twice, as x says")
    page.keyboard.press("Escape")
    press(page, "a")
    until(page, SENT)
    assert workbench.record.log().lines[0].note == "said twice, as x says"


def test_the_keys_are_listed(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert not page.is_visible("#keys") and workbench.record.newest() == 0


# ---------------------------------------------------------------------------- words


def to_a_row_with(page: Any, role: str) -> str:
    """Move on to a row whose statement has words of this kind."""
    while not page.input_value(f".row.now [name={role}]"):
        press(page, "j")
    return at(page)


def corrected(record: Any) -> Any:
    """The statement in the words that Ana set."""
    line = record.log().lines[0]
    assert line.verdict == "correct", line
    view = record.show(record.explain(line.target).said.document.id)
    return next(s for s in view.said if s.by == "person:Ana")


def test_an_end_is_moved_with_keys(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    said = workbench.record.explain(to_a_row_with(page, "source")).said
    page.keyboard.press("e")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    shown = page.inner_text(".span-bar .r-content output")
    page.keyboard.press("Enter")
    until(page, SENT)
    found = corrected(workbench.record)
    assert (found.content[0].start, found.content[-1].end) == (said.content[0].start + 2, said.content[-1].end - 1)
    assert " ".join(found.content[0].text.split()) == shown.split(" … ")[0]
    assert (found.source, found.cue) == (said.source, said.cue)


def test_escape_leaves_the_words_as_they_are(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    first = at(page)
    for _ in range(2):
        page.keyboard.press("e")
        page.keyboard.press("Control+ArrowRight")
        page.keyboard.press("Escape")
    assert at(page) == first and workbench.record.newest() == 0
    press(page, "a")


def test_an_end_is_dragged(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    while len(workbench.record.explain(at(page)).said.content[-1].text.split()) < 4:
        press(page, "j")
    said = workbench.record.explain(at(page)).said
    page.keyboard.press("e")
    handle = page.locator(".span-handle.r-content.at-end").last
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    page.keyboard.press("Enter")
    until(page, SENT)
    found = corrected(workbench.record)
    assert found.content[0].start == said.content[0].start
    assert found.content[-1].end < said.content[-1].end
    assert said.content[-1].text.startswith(found.content[-1].text)
    rest = said.content[-1].text[len(found.content[-1].text) :]
    assert not rest[0].isalnum() or not found.content[-1].text[-1].isalnum(), "it lands between words"


def test_a_piece_is_added_and_one_taken_out(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    said = workbench.record.explain(to_a_row_with(page, "cue")).said
    page.keyboard.press("e")
    page.evaluate("""() => {
        const runs = [...document.querySelectorAll('.row.now [data-passage] span[data-start]')];
        const node = runs.find(r => r.textContent.trim().length > 12).firstChild;
        const at = node.data.search(/\\S/);
        getSelection().setBaseAndExtent(node, at, node, at + 6);
    }""")
    page.locator(".span-bar [data-add=content]:enabled").click()
    cue = page.locator(".span-handle.r-cue").first
    cue.focus()
    page.keyboard.press("Delete")
    assert page.inner_text(".span-bar .r-cue output") == "no words"
    page.get_by_role("button", name="Save").click()
    until(page, SENT)
    found = corrected(workbench.record)
    assert len(found.content) == len(said.content) + 1 and found.cue == ()


def test_a_missing_statement_is_added_by_selecting(page: Any, workbench: Any) -> None:
    document = workbench.record.said(limit=1)[0].document
    page.goto(f"{workbench.address}/articles/{document.id}")
    select = """([from, to]) => {
        const runs = [...document.querySelectorAll('article[data-document] p [data-start]')];
        const node = runs.find(r => r.textContent.trim().length > 30).firstChild;
        getSelection().setBaseAndExtent(node, from, node, to);
        return Number(node.parentElement.dataset.start);
    }"""
    start = page.evaluate(select, [0, 20])
    page.locator(".add-bar [data-role=content]").click()
    page.evaluate(select, [21, 27])
    page.locator(".add-bar [data-role=source]").click()
    page.locator(".add-bar [name=speaker]").fill("The Weather Office")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**done=add**")
    line = workbench.record.log().lines[0]
    said = workbench.record.explain(line.target).said
    text = workbench.record.show(document.id).text
    assert said.content[0].text == text[start : start + 20].strip() and said.speaker.name == "The Weather Office"
    assert said.source[0].text == text[start + 21 : start + 27].strip()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url("**done=undone**")
    assert workbench.record.judgement(line.id).undone_at


WIDE = ["plain", "a😀b", "😀😀", "café 𝔘𝔫𝔦 x", "", "👩\u200d👩\u200d👧 said"]


@pytest.mark.parametrize("text", WIDE)
def test_characters_are_those_of_the_article(page: Any, workbench: Any, text: str) -> None:
    page.goto(workbench.address + "/review")
    found = page.evaluate(
        """async (text) => {
        const p = await import('/static/points.js');
        const div = document.createElement('div');
        const run = document.createElement('span');
        run.dataset.start = 100;
        run.textContent = text;
        div.append(run);
        const runs = p.runs(div);
        const n = p.count(text);
        const cuts = [];
        for (let i = 0; i <= n; i += 1) {
            const at = p.units(text, i);
            const back = run.firstChild ? p.character(runs, run.firstChild, at) : 100;
            cuts.push([p.words(runs, 100, 100 + i), back]);
        }
        return [n, cuts];
    }""",
        text,
    )
    assert found == [len(text), [[text[:i], 100 + i] for i in range(len(text) + 1)]]


def test_ends_of_words_from_right_to_left(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    found = page.evaluate("""async () => {
        const { edit } = await import('/static/spans.js');
        const passage = document.createElement('div');
        passage.innerHTML = '<p dir="auto"><span data-start="40">قال الوزير إن السد سيمتلئ قريبا</span></p>';
        document.getElementById('main').prepend(passage);
        const kept = {};
        edit(passage, { source: [], cue: [], content: [[44, 50]] }, { save: (p) => Object.assign(kept, p), quit() {} });
        const at = (end) => passage.querySelector(`.at-${end}`).getBoundingClientRect().left;
        const key = (end, name) => passage.querySelector(`.at-${end}`).dispatchEvent(
            new KeyboardEvent('keydown', { key: name, bubbles: true }));
        const right = at('start') > at('end');
        key('start', 'ArrowLeft');
        key('end', 'ArrowRight');
        key('end', 'ArrowRight');
        key('end', 'Enter');
        return [right, kept.content];
    }""")
    assert found == [True, [[45, 48]]], "the start is on the right, and left is forward"


def test_words_are_moved_in_the_article_with_e(page: Any, workbench: Any) -> None:
    said = next(i.said for i in workbench.record.queue(limit=50).items if len(i.said.content[0].text.split()) > 3)
    page.goto(f"{workbench.address}/articles/{said.document.id}")
    page.focus(f"li[data-statement={said.id}] form.judge button")
    page.keyboard.press("e")
    page.keyboard.press("Control+ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found = corrected(workbench.record)
    assert said.content[0].start < found.content[0].start < said.content[0].end == found.content[0].end


def test_a_verdict_in_the_article_stays_there(page: Any, workbench: Any) -> None:
    said = workbench.record.queue().items[0].said
    page.goto(f"{workbench.address}/articles/{said.document.id}")
    form = page.locator(f"li[data-statement={said.id}] form.judge")
    form.get_by_role("button", name="Reject").click()
    form.get_by_text("rejected").wait_for()
    assert standing(workbench.record) == {said.id: "reject"}
    form.get_by_role("button", name="Take it back").click()
    form.get_by_text("taken back").wait_for()
    assert standing(workbench.record) == {}


# ---------------------------------------------------------------------------- two people, no connection


def test_who_comes_second_gets_the_row_back_with_the_reason(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    first = at(page)
    workbench.record.judge(first, "accept", who="Ben")
    page.keyboard.press("x")
    page.wait_for_selector(".row.now .refused:not([hidden])")
    assert at(page) == first and "Ben" in page.inner_text(".row.now .refused")
    assert standing(workbench.record) == {first: "accept"}
    press(page, "x")
    until(page, SENT)
    assert [(x.who, x.verdict) for x in workbench.record.log().lines] == [("Ana", "reject"), ("Ben", "accept")]


def test_verdicts_wait_where_the_server_does_not_answer(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    page.route("**/judge.json", lambda route: route.abort())
    judged = [press(page, "a"), press(page, "x")]
    page.wait_for_selector("#offline:not([hidden])")
    assert "2 verdicts wait" in page.inner_text("#offline") and workbench.record.newest() == 0
    page.unroute("**/judge.json")
    until(page, SENT)
    assert standing(workbench.record) == dict(zip(judged, ("accept", "reject"), strict=True))
    page.wait_for_selector("#offline", state="hidden")


def test_verdicts_outlive_a_page_that_is_loaded_again(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")
    page.route("**/judge.json", lambda route: route.abort())
    page.on("dialog", lambda asked: asked.accept())
    first = press(page, "a")
    page.wait_for_selector("#offline:not([hidden])")
    page.unroute("**/judge.json")
    page.goto(workbench.address + "/review?order=newest")
    until(page, SENT)
    assert standing(workbench.record) == {first: "accept"}


def test_an_answer_that_got_lost_is_no_second_judgement(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/review")

    page.route("**/judge.json", lambda route: (route.fetch(), route.abort()), times=1)
    press(page, "a")
    until(page, SENT)
    assert workbench.record.newest() == 1


def test_disagreements_are_settled_with_keys(page: Any, workbench: Any) -> None:
    first, second = (i.id for i in workbench.record.queue(limit=2).items)
    for target in (first, second):
        workbench.record.judge(target, "reject", who="Ben")
        workbench.record.judge(target, "accept", who="Cleo")
    page.goto(workbench.address + "/review/disagreements")
    until(page, "document.activeElement.matches('#disagreements > li')")
    page.keyboard.press("j")
    target = page.evaluate("document.activeElement.dataset.target")
    page.keyboard.press("1")
    page.wait_for_url("**done=reject**")
    line = workbench.record.log().lines[0]
    assert (line.target, line.role, line.who) == (target, "adjudication", "Ana")


def test_all_of_it_is_there_without_a_script(context: Callable[..., Any], workbench: Any) -> None:
    page = context(java_script_enabled=False)
    page.goto(workbench.address + "/review")
    page.get_by_role("button", name="Accept").first.click()
    page.get_by_role("button", name="Reject").first.click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("link", name="Move the words").first.click()
    page.locator("[name=cue]").fill("")
    page.get_by_role("button", name="Save").click()
    lines = workbench.record.log().lines
    assert [x.verdict for x in lines][1:] == ["reject", "accept"] and lines[1].undone_at
    assert lines[0].verdict == "correct"
