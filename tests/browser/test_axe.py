"""axe-core finds nothing serious on any page, light and dark, wide and narrow; and none scrolls sideways."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

sys.path.insert(0, str(Path(__file__).parent))

import addresses

from onrecord.accounts import Accounts
from onrecord.record import Record

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make test-browser")
GRAVE = ("serious", "critical")
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
MARK_HIDDEN = """for (const e of document.body.querySelectorAll('*'))
    e.toggleAttribute('data-unseen', !e.checkVisibility() && e.parentElement.checkVisibility())"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "seven grey herons"


def _users(record: Record) -> Accounts:
    accounts = Accounts.create(record.store.path, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    accounts.add("Ada", "admin", PASSWORD)
    return accounts


def _judged(record: Record) -> None:
    """So that pages have to show what people did: verdicts, a note, a disagreement, one name for another."""
    rows = [i.id for i in record.queue(limit=6).items]
    for n, target in enumerate(rows):
        record.judge(target, ("accept", "reject", "unsure")[n % 3], who="Ben", note="as it is printed" if n else "")
    for target in rows[1:4]:
        record.judge(target, "accept", who="Cleo")
    record.judge(record.queue(kind="position", limit=1).items[0].id, "accept", who="Ben")
    one = record.queue(kind="actor", limit=1).items[0]
    record.judge(one.id, "accept", who="Ben")


@pytest.fixture(scope="module")
def there(served: Any, sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A workbench with accounts, in which something was judged, and the addresses of its pages."""
    with served(sample_home, tmp_path_factory.mktemp("axe"), _users) as workbench:
        _judged(workbench.record)
        yield workbench, addresses.asked(workbench.record)


@pytest.fixture(scope="module")
def screen(browser: Any, there: Any) -> Iterator[Any]:
    """A page of an admin who is logged in."""
    own = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    own.set_default_timeout(60_000)
    page = own.new_page()
    page.goto(there[0].address + "/login")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()
    yield page
    own.close()


@pytest.fixture(scope="module")
def stranger(browser: Any) -> Iterator[Any]:
    """A page of somebody who is not logged in."""
    own = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    yield own.new_page()
    own.close()


def _grave(page: Any, options: Any, where: str, part: str = "html") -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.Axe().axe_script)
    run = "([part, options]) => axe.run(part, options).then(found => found.violations)"
    for found in page.evaluate(run, [part, options]):
        for node in found["nodes"] if found["impact"] in GRAVE else ():
            told = " ".join(x["message"] for x in node["any"] + node["all"] + node["none"])
            yield f"{where}: {found['id']}: {' '.join(map(str, node['target']))}: {told[:200]}"


def _wrong(page: Any, address: str) -> Iterator[str]:
    """What is wrong on a page, a line each. All that can be opened is open.

    In the dark only colours differ; and no colour depends on the width, so that light and narrow tell nothing new, and
    wide and dark only of what is not shown where it is narrow.
    """
    page.set_viewport_size(WIDE)
    page.goto(address)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    page.emulate_media(color_scheme="light")
    yield from _grave(page, EVERYTHING, "wide, light")
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    yield from _grave(page, EVERYTHING, "narrow, dark")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        yield f"scrolls sideways: {width} wide"
    page.evaluate(MARK_HIDDEN)
    page.set_viewport_size(WIDE)
    if page.evaluate("[...document.querySelectorAll('[data-unseen]')].some(e => e.checkVisibility())"):
        yield from _grave(page, COLOURS, "wide, dark", "[data-unseen]")


@pytest.mark.parametrize("page_name", [*addresses.pages(), *addresses.STATES, "no such page"])
def test_nothing_serious_on_any_page(page_name: str, there: Any, screen: Any, stranger: Any) -> None:
    workbench, asked = there
    page = stranger if page_name == "login" else screen
    assert "\n".join(_wrong(page, workbench.address + asked[page_name])) == ""


def test_nothing_serious_in_the_list_of_keys(there: Any, screen: Any) -> None:
    screen.set_viewport_size(WIDE)
    screen.goto(there[0].address + "/review")
    screen.keyboard.press("?")
    screen.get_by_role("dialog").wait_for()
    for scheme in ("light", "dark"):
        screen.emulate_media(color_scheme=scheme)
        assert "\n".join(_grave(screen, EVERYTHING, scheme)) == ""


def test_what_is_wrong_would_be_seen(stranger: Any) -> None:
    page = (
        "<html><title>x</title><style>@media (max-width:640px) {.wide {display:none}}</style><body><main><h1>x</h1>"
        "<input><p style='color:#bbb'>Pale</p><p class='wide' style='color:#bbb'>Pale<p style='width:500px'>W"
    )
    stranger.route("**/wrong", lambda route: route.fulfill(body=page, content_type="text/html"))
    found = "\n".join(_wrong(stranger, "http://localhost/wrong"))
    for rule in (
        "html-has-lang",
        "label",
        "wide, light: color-contrast",
        "wide, dark: color-contrast",
        "narrow, dark: color-contrast",
        "sideways",
    ):
        assert rule in found
