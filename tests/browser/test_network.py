"""Time slid through the network, an edge clicked, a network of many nodes."""

from __future__ import annotations

from typing import Any


def test_sliding_time_shows_what_the_server_draws(page: Any, workbench: Any) -> None:
    query = "/network?implied=true&kind=ignore&window=365d&step=180d"
    page.goto(workbench.address + query)
    states = "[...document.querySelectorAll('svg.wide [data-t]')].map(a => a.getAttribute('class'))"
    nodes = "[...document.querySelectorAll('svg.wide [data-n]')].map(a => a.classList.contains('faint'))"
    seen = {}
    count = int(page.get_attribute("#at", "max"))
    for at in range(count + 1):
        page.locator("#at").fill(str(at))
        seen[at] = (page.evaluate(states), page.evaluate(nodes), page.inner_text("#now"))
        assert page.url.endswith(f"&at={at}") or at == 0
    assert len({str(s) for s in seen.values()}) > 2
    for at in range(1, count + 1):
        drawn = page.context.browser.new_context(java_script_enabled=False).new_page()
        drawn.goto(f"{workbench.address}{query}&at={at}")
        shown = drawn.locator("svg.wide [data-t]")
        assert [shown.nth(i).get_attribute("class") for i in range(shown.count())] == seen[at][0]
        marks = drawn.locator("svg.wide [data-n]")
        faint = ["faint" in (marks.nth(i).get_attribute("class") or "") for i in range(marks.count())]
        assert faint == seen[at][1]
        drawn.context.close()


def test_an_edge_opens_its_statements(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/network?implied=true&kind=ignore")
    page.locator("svg.wide a[data-t]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/tie?**")
    told = page.locator("article.st blockquote a")
    assert told.count()
    words = told.first.inner_text()
    told.first.click()
    page.wait_for_url("**/articles/**")
    assert words.split()[0] in page.inner_text("main")


def test_many_nodes_are_drawn_at_once(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/network/whole?implied=true&kind=ignore")
    page.wait_for_selector("#whole[data-drawn]")
    rows = len(workbench.record.network(implied=True, kind="ignore").rows)
    assert page.get_attribute("#whole", "data-drawn") == str(rows)


def test_a_filter_that_makes_no_sense_is_told(page: Any, workbench: Any) -> None:
    page.goto(workbench.address + "/statements")
    page.fill("input[name=since]", "soon")
    page.keyboard.press("Enter")
    page.wait_for_selector("text='soon' is no date")
