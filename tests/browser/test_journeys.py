"""Reading: from the first look to a passage, a quotation that is checked, a link for a colleague, a file for a paper.

Judging is in `test_journeys_judging` and `test_review`, people with accounts in `test_journeys_people`, time that is
slid and edges that are clicked in `test_network`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from onrecord.web.links import address

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def lines(element: Any) -> str:
    """The words that are seen, with single spaces."""
    return " ".join(element.inner_text().split())


def all_of(count: int, what: str = "statement") -> re.Pattern[str]:
    """What a list says of so many rows, whether it shows them all or not."""
    return re.compile(rf"(?<![\d,]){count:,} {what}s?\b")


def test_at_first_the_record_is_told_and_every_number_leads_on(page: Any, workbench: Any) -> None:
    status = workbench.record.status()
    page.goto(workbench.address)
    figures = page.locator(".figures div")
    told = {lines(f.locator("dt")): lines(f.locator("dd")) for f in figures.all()}
    assert told["articles"] == str(status.documents) and told["actors"] == str(status.actors)
    assert page.locator(".figures dd").count() == page.locator(".figures dd a").count()
    page.locator(".figures a").nth(1).click()
    page.get_by_role("heading", name="Statements", exact=True).wait_for()
    assert all_of(status.statements).search(page.inner_text(".pager"))


def test_from_a_search_to_the_passage(page: Any, workbench: Any) -> None:
    hit = workbench.record.find("turbines", kind="article", limit=1).hits[0]
    page.goto(workbench.address)
    page.get_by_role("searchbox").first.fill("turbines")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.locator(f".found li.article a[href*='{hit.document.id}'][href*='at=']").first.click()
    page.wait_for_url(f"**/articles/{hit.document.id}?at=**")
    mark = page.locator("#hit")
    text = workbench.record.show(hit.document.id).text
    start, end = map(int, re.search(r"at=(\d+)-(\d+)", page.url).groups())
    assert lines(mark) and lines(mark) in " ".join(text[start:end].split())
    box = mark.bounding_box()
    assert 0 <= box["y"] < 900, "the place is in view"


def test_statements_are_narrowed_without_loading_the_page_anew(page: Any, workbench: Any) -> None:
    speaker = workbench.record.status().speakers[0]
    page.goto(workbench.address + "/statements")
    page.evaluate("document.body.dataset.kept = 'yes'")
    page.get_by_label("Who").fill(speaker.name)
    page.keyboard.press("Enter")
    page.wait_for_url("**by=**")
    page.locator(".pager").get_by_text(all_of(speaker.count)).wait_for()
    assert page.get_attribute("body", "data-kept") == "yes", "the list alone came"
    assert {lines(w) for w in page.locator("#list .st-h .who").all()} >= {speaker.name}
    assert page.url.split("?")[1].startswith("by=") and "&" not in page.url, "only the filters that hold"
    page.go_back()
    page.locator(".pager").get_by_text(all_of(workbench.record.count_said())).wait_for()


def test_outlets_are_compared_down_to_the_rows(page: Any, workbench: Any) -> None:
    found = {o.outlet: o for o in workbench.record.outlets().outlets}
    page.goto(workbench.address + "/outlets")
    rows = page.locator("table.list").first.locator("tbody tr")
    assert {lines(r.locator("th")) for r in rows.all()} == set(found)
    first = rows.first
    outlet = found[lines(first.locator("th"))]
    number = first.locator("[data-of=statements] a")
    assert lines(number) == str(outlet.statements)
    number.click()
    page.wait_for_url("**/statements?outlet=**")
    assert all_of(workbench.record.count_said(outlet=outlet.outlet)).search(page.inner_text(".pager"))
    page.go_back()
    first.locator("th a").click()
    page.get_by_role("heading", name=outlet.outlet, exact=True).wait_for()
    assert page.locator("figure.picture svg a").count(), "marks of the picture lead to statements"


def test_a_changed_quotation_is_told_from_the_true_one(page: Any, workbench: Any) -> None:
    page.goto(workbench.address)
    page.get_by_role("link", name="Check a quotation").click()
    page.get_by_label("The quotation").fill("They will turn for one night.")
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".verdictline").wait_for()
    true = workbench.record.check("They will turn for one night.")
    assert page.locator(f".says-{true.verdict}").count() == 1 and not page.locator(".answer > blockquote del").count()
    page.get_by_label("The quotation").fill("They will never turn for one night.")
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url("**never**")
    changed = workbench.record.check("They will never turn for one night.")
    assert changed.verdict != true.verdict and page.locator(f".says-{changed.verdict}").count() == 1
    assert "never" in lines(page.locator(".answer > blockquote ins").first)
    page.locator(".answer article.st blockquote a").first.click()
    page.wait_for_url(f"**/articles/{changed.first.document.id}**")
    assert "turn for" in lines(page.locator("#hit").first)


def _downloaded(page: Any, link: Any) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        link.click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_what_is_seen_is_exported(page: Any, workbench: Any) -> None:
    """The same rows as on the page, in files; the picture as a picture that stands alone."""
    page.goto(workbench.address + "/statements?act=threat")
    shown = [lines(q) for q in page.locator("#list blockquote").all()]
    assert shown == [" ".join(s.quote.split()) for s in workbench.record.said(act="threat", limit=50)]
    foot = page.locator(".foot")
    table = page.request.get(workbench.address + foot.get_by_role("link", name="CSV").get_attribute("href")).text()
    assert [" ".join(r["statement"].split()) for r in csv.DictReader(io.StringIO(table))] == shown
    twin = page.request.get(workbench.address + foot.get_by_role("link", name="JSON").get_attribute("href")).json()
    ids = [e.get_attribute("id")[2:] for e in page.locator("#list article.st").all()]
    assert [s["id"] for s in twin["items"]] == ids
    page.goto(workbench.address + address("/issue", name=workbench.record.issues()[0].name, implied=True))
    title = page.locator("figure.picture").first.locator("figcaption b").inner_text()
    files = page.locator("figure.picture").first.locator(".files")
    name, svg = _downloaded(page, files.get_by_role("link", name="SVG"))
    root = etree.fromstring(svg)
    assert name.endswith(".svg") and root.findtext("{*}title") == title and root.find("{*}style") is not None
    _, table = _downloaded(page, files.get_by_role("link", name="CSV"))
    page.locator("figure.picture").first.locator("summary").click()
    cells = page.locator("figure.picture").first.locator("tbody tr")
    assert len(list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))) == cells.count() + 1


def test_a_colleague_sees_the_same_at_the_same_address(context: Callable[..., Any], workbench: Any) -> None:
    mine = context()
    mine.goto(workbench.address + "/statements")
    mine.get_by_label("Form").select_option("direct")
    mine.wait_for_url("**kind=direct**")
    mine.get_by_label("Words").fill("dam")
    mine.keyboard.press("Enter")
    mine.wait_for_url("**text=dam**")
    mine.locator(".chips").get_by_text("Words").wait_for()
    theirs = context()
    theirs.goto(mine.url)
    assert theirs.get_by_label("Form").input_value() == "direct"
    assert lines(theirs.locator("#list")) == lines(mine.locator("#list"))
    statement = mine.locator("#list blockquote a").first
    words = lines(statement)
    statement.click()
    mine.wait_for_url("**/articles/**")
    theirs.goto(mine.url)
    entry = theirs.locator("li.en.lit .en-q")
    assert words.startswith(lines(entry).rstrip(" .…")[:60]), "the statement of the link is lit"


def test_it_is_read_and_judged_on_a_telephone(context: Callable[..., Any], workbench: Any) -> None:
    page = context(**PHONE)
    page.goto(workbench.address)
    page.get_by_role("searchbox").first.fill("turbines")
    page.keyboard.press("Enter")
    page.locator(".found li.article a").first.tap()
    page.locator("#hit").first.wait_for()
    page.goto(workbench.address + "/review")
    row = page.locator(".row.now")
    target = row.get_attribute("data-target")
    button = row.get_by_role("button", name="Accept")
    assert button.bounding_box()["height"] >= 30, "large enough for a finger"
    with page.expect_response("**/judge.json"):
        button.tap()
    page.locator("#told").get_by_text("Accepted").wait_for()
    page.locator(f".row.now:not([data-target={target}])").wait_for()
    page.goto(workbench.address + "/log")
    assert page.locator("table tbody tr").count() == 1
    assert workbench.record.log().lines[0].target == target


def test_dark_pages_are_dark_and_light_ones_light(page: Any, workbench: Any) -> None:
    brightness = """() => {
        const of = (c) => c.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 3;
        const style = getComputedStyle(document.body);
        return [of(style.backgroundColor), of(style.color)];
    }"""
    page.goto(workbench.address + "/statements")
    page.emulate_media(color_scheme="light")
    paper, ink = page.evaluate(brightness)
    assert paper > 200 and ink < 80
    page.emulate_media(color_scheme="dark")
    paper, ink = page.evaluate(brightness)
    assert paper < 80 and ink > 200


CONTROLS = (
    "button, input:not([type=hidden]), select, textarea, form, a.button, [role=search], .files, details:not([open])"
)


@pytest.mark.parametrize("of", ["article", "statements", "issue", "statement", "actor", "position", "log", "review"])
def test_on_paper_there_are_words_and_no_controls(page: Any, workbench: Any, of: str) -> None:
    record = workbench.record
    said = record.queue(limit=1).items[0].said
    record.judge(said.id, "accept", who="Ana")
    taken = record.positions().paths[0].steps[0].taken[0]
    at = {
        "article": f"/articles/{said.document.id}",
        "issue": address("/issue", name=record.issues()[0].name),
        "statement": f"/statements/{said.id}",
        "actor": f"/actors/{taken.actor.id}",
        "position": f"/positions/{taken.id}",
    }
    page.emulate_media(media="print")
    page.goto(workbench.address + at.get(of, f"/{of}"))
    seen = page.evaluate(
        "(controls) => [...document.querySelectorAll(controls)].filter(e => e.checkVisibility() && "
        "e.getClientRects().length).map(e => e.outerHTML.slice(0, 120))",
        CONTROLS,
    )
    assert seen == []
    assert len(lines(page.locator("main"))) > 100
    assert not page.locator("header.site").is_visible()
    if of == "article":
        assert said.content[0].text.split()[0] in page.inner_text("#text")


ARABIC = """{"title": "السد", "language": "ar", "outlet": "Post", "published": "2024-03-08", "url": "https://news.example/1",
"text": "قال الوزير سليم كرادال إن السد لن يمتلئ قبل الخريف.\\n\\nThe minister said in English: \\"We will wait.\\""}"""


def test_an_article_from_right_to_left_is_read_from_right_to_left(page: Any, workbench: Any, tmp_path: Path) -> None:
    (tmp_path / "arabic.jsonl").write_text(ARABIC.replace("\n", " "), encoding="utf-8")
    workbench.record.add([str(tmp_path / "arabic.jsonl")])
    document = workbench.record.articles(title="السد").articles[0].document
    page.goto(f"{workbench.address}/articles/{document.id}")
    text = page.locator("#text")
    assert (text.get_attribute("lang"), text.get_attribute("dir")) == ("ar", "rtl")
    sides = page.evaluate("""() => [...document.querySelectorAll('#text p')].map((p) => {
        const range = document.createRange();
        range.selectNodeContents(p);
        const box = p.getBoundingClientRect();
        const words = range.getClientRects()[0];
        return [getComputedStyle(p).direction, Math.round(box.right - words.right) < Math.round(words.left - box.left)];
    })""")
    assert sides[0] == ["rtl", True], "its first line begins on the right"
    assert sides[-1] == ["ltr", False], "a paragraph in English begins on the left"
    page.goto(workbench.address + "/articles")
    title = page.get_by_role("link", name="السد").element_handle()
    assert page.evaluate("(e) => getComputedStyle(e).direction", title) == "rtl"
