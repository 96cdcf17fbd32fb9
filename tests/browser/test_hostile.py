"""Nothing that hostile articles, feeds, projects and users say acts in a real browser, on any page, touched or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))

import hostile

from onrecord.web import Serving
from onrecord.web.app import create_app

CANARY = """
window.acted = [];
window.hacked = () => window.acted.push('ran');
for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => window.acted.push(name);
document.addEventListener('securitypolicyviolation', (e) => window.acted.push(e.violatedDirective + e.blockedURI));
"""
TOUCH = """async () => {
    for (const d of document.querySelectorAll('details')) d.open = true;
    for (const e of document.querySelectorAll('main *')) {
        for (const type of ['mouseover', 'focusin']) e.dispatchEvent(new Event(type, { bubbles: true }));
    }
    await new Promise((done) => setTimeout(done, 0));
    return [window.acted, document.querySelectorAll('hacked, [data-hacked], [hacked], iframe, object').length];
}"""


@pytest.fixture(scope="module")
def there(served: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A record of their words, served."""
    home = hostile.make(tmp_path_factory.mktemp("theirs"))
    with served(home, tmp_path_factory.mktemp("hostile"), who=hostile.WHO, title=f"The {hostile.SCRIPT}") as workbench:
        yield workbench


@pytest.fixture
def watched(browser: Any, there: Any) -> Iterator[Any]:
    """A page, and what happened there that ought not to: scripts, windows, questions, requests to elsewhere."""
    own = browser.new_context(viewport={"width": 1280, "height": 900})
    own.set_default_timeout(30_000)
    own.add_init_script(CANARY)
    wrong: list[str] = []
    page = own.new_page()
    own.on("page", lambda p: wrong.append(f"a window {p.url}"))
    page.on("dialog", lambda d: (d.type == "beforeunload" or wrong.append(f"asked {d.message}"), d.accept()))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith((there.address, "data:image")) else wrong.append(r.url))
    yield page, wrong
    own.close()


def _look(page: Any, wrong: list[str], address: str) -> list[str]:
    """What a page does that it ought not to, when it is opened and touched."""
    del wrong[:]
    page.goto(address)
    acted, theirs = page.evaluate(TOUCH)
    return [f"{urlsplit(address).path}: {x}" for x in (*wrong, *acted, *(["an element of theirs"] * theirs))]


def test_nothing_of_theirs_acts_on_any_page(there: Any, watched: Any) -> None:
    page, wrong = watched
    app = create_app(there.record, Serving(write=True, who=hostile.WHO))
    found = hostile.walk(TestClient(app, base_url="http://localhost"), each=2)
    addresses = [p.address for p in found if p.kind == "text/html" and p.status < 500]
    assert len(addresses) > 50
    assert [x for address in addresses for x in _look(page, wrong, there.address + address)] == []


def test_nothing_of_theirs_acts_while_one_judges(there: Any, watched: Any) -> None:
    """What our scripts write into pages: names that are offered, words of rows, what was learnt, reasons."""
    page, wrong = watched
    for kind, keys in (("statement", "jkax"), ("position", "21"), ("event", "ax"), ("actor", "ms")):
        page.goto(f"{there.address}/review?kind={kind}")
        for key in keys:
            if page.locator(".row.now").count():
                page.keyboard.press(key)
                page.locator("#told").inner_text()
        assert page.evaluate(TOUCH) == [[], 0], kind
    page.goto(there.address + "/review")
    page.locator(".row.now [list=people]").first.fill("Bo")
    page.locator("#people option").first.wait_for(state="attached")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.locator(".span-bar").wait_for()
    assert page.evaluate(TOUCH) == [[], 0] and wrong == []


def test_nothing_of_theirs_acts_while_words_are_selected(there: Any, watched: Any) -> None:
    page, wrong = watched
    document = there.record.articles(limit=1).articles[0].document.id
    page.goto(f"{there.address}/articles/{document}")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#text p'))")
    page.locator(".add-bar [data-role=content]").click()
    assert page.locator(".add-bar output").first.inner_text()
    assert page.evaluate(TOUCH) == [[], 0] and wrong == []


def _answered(body: str, route: Any) -> None:
    route.fulfill(body=body, content_type="text/html")


def test_what_acts_would_be_seen(there: Any, watched: Any) -> None:
    page, wrong = watched
    attacks = {
        "script": "<script>hacked()</script>",
        "handler": "<p onmouseover='hacked()'>x</p>",
        "picture": "<img src='https://elsewhere.example/x.png'>",
        "window": "<script>alert(1)</script>",
        "element": "<hacked>x</hacked>",
    }
    for name, attack in attacks.items():
        page.route("**/attacked", partial(_answered, f"<html><body><main>{attack}</main></body></html>"))
        assert _look(page, wrong, there.address + "/attacked"), name
        page.unroute("**/attacked")
