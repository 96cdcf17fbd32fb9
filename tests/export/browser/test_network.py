"""A network's page in a real browser: it fits, the slider moves by keyboard, tables sort, and without scripts too."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from network_factory import HOSTILE, hostile, made, paths

from onrecord.export.networks import write

NOW = "document.getElementById('now').textContent"
CODES = {"ArrowRight": 39, "ArrowLeft": 37, "Home": 36, "End": 35, "Enter": 13, "Tab": 9}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("network")
    write(made(aggregate="subtract", window="60d", step="30d"), place / "n.html", paths=paths())
    bad = made(hostile(), words=HOSTILE[1], aggregate="subtract", window="60d", step="30d")
    write(bad, place / "bad.html", paths=paths(hostile(), HOSTILE[1]), title=HOSTILE[0] + "W" * 300)
    return place


@pytest.fixture
def url(folder: Path) -> str:
    return (folder / "n.html").as_uri()


def press(browser: Any, key: str) -> None:
    more = {"text": "\r"} if key == "Enter" else {}
    browser.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=CODES[key], **more)
    browser.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=CODES[key])


@pytest.mark.parametrize("name", ["n.html", "bad.html"])
@pytest.mark.parametrize("width", [360, 390, 800, 1280, 2560])
def test_nothing_is_wider_than_the_window(browser: Any, folder: Path, name: str, width: int) -> None:
    browser.open((folder / name).as_uri(), width)
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    browser.settle()
    assert browser.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", ["n.html", "bad.html"])
def test_the_page_asks_for_nothing_and_nothing_complains(browser: Any, folder: Path, name: str) -> None:
    url = (folder / name).as_uri()
    browser.open(url)
    browser.run("document.getElementById('after').click()")
    browser.settle()
    assert browser.asked_for() <= {url, "data:,"}
    assert browser.complaints() == []
    assert browser.run("!document.getElementById('moving').hidden")


def test_the_slider_works_from_the_keyboard_and_says_where_it_is(browser: Any, url: str) -> None:
    browser.open(url)
    assert browser.run(NOW) == "Whole time"
    assert browser.run("document.getElementById('now').getAttribute('aria-live')") == "polite"
    browser.run("document.getElementById('at').focus()")
    places = "[...document.querySelectorAll('svg [data-n] .mark')].map(m => m.getAttribute('cx'))"
    before = browser.run(places)
    press(browser, "ArrowRight")
    assert browser.run(NOW).startswith("Window 1 of 2: 5 January to 6 March 2031: ")
    assert browser.run("document.getElementById('at').getAttribute('aria-valuetext')") == browser.run(NOW)
    assert browser.run(places) == before
    faint = "[...document.querySelectorAll('.wide [data-n].faint title')].map(t => t.textContent.split(':')[0])"
    assert browser.run(faint) == ["Di", "Ed"]
    drawn = (
        "[...document.querySelectorAll('.wide [data-t]')].filter(a => getComputedStyle(a).display != 'none')"
        ".map(a => a.querySelector('title').textContent.split(':')[0])"
    )
    first = browser.run(drawn)
    press(browser, "End")
    assert browser.run(NOW).startswith("Window 2 of 2: 4 February")
    assert browser.run(drawn) != first
    assert browser.run("document.getElementById('after').disabled")
    press(browser, "Home")
    assert browser.run(NOW) == "Whole time"
    assert browser.run(faint) == []


def test_the_buttons_move_it_and_the_tables_follow(browser: Any, url: str) -> None:
    browser.open(url)
    assert browser.run("document.querySelector('#tie-table .in-window').hidden")
    browser.run("document.getElementById('after').focus()")
    press(browser, "Enter")
    assert browser.run(NOW).startswith("Window 1")
    cells = browser.run("[...document.querySelectorAll('#tie-table td.in-window')].map(c => c.textContent)")
    assert sum(map(bool, cells)) == browser.run("[...document.querySelectorAll('.wide [data-t]:not(.gone)')].length")
    browser.run("document.getElementById('whole').click()")
    assert browser.run(NOW) == "Whole time"


def test_a_table_sorts_by_keyboard(browser: Any, url: str) -> None:
    browser.open(url)
    weights = "[...document.querySelectorAll('#tie-table tbody tr')].map(r => Number(r.cells[3].dataset.v))"
    browser.run("document.querySelectorAll('#tie-table th button')[3].focus()")
    press(browser, "Enter")
    assert browser.run(weights) == sorted(browser.run(weights))
    assert browser.run("document.querySelectorAll('#tie-table th')[3].getAttribute('aria-sort')") == "ascending"
    press(browser, "Enter")
    assert browser.run(weights) == sorted(browser.run(weights), reverse=True)


def test_a_tie_opens_its_statements(browser: Any, url: str) -> None:
    browser.open(url)
    wanted = browser.run("document.querySelector('.wide [data-t]').getAttribute('href').slice(1)")
    browser.run(f"location.hash = '{wanted}'")
    browser.settle()
    box = browser.run(f"(() => {{ const b = document.getElementById('{wanted}').getBoundingClientRect();"
                      "return [b.top, b.height] })()")  # fmt: skip
    assert 0 <= box[0] < 900 and box[1] > 40


def test_without_scripts_the_whole_network_and_all_tables_stand_there(browser: Any, url: str) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.call("Page.navigate", url=url)
        until = time.monotonic() + 30
        while time.monotonic() < until and not browser.run("document.readyState == 'complete'"):
            time.sleep(0.05)
        assert browser.run("document.getElementById('moving').hidden")
        assert browser.run("document.querySelectorAll('table').length") == 3
        assert browser.run("document.querySelectorAll('.faint').length") == 0
        assert browser.run("getComputedStyle(document.querySelector('noscript')).display") != "none"
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_dark_and_light_differ_and_the_paper_is_white(browser: Any, url: str) -> None:
    fills = []
    for dark in (False, True):
        browser.open(url, dark=dark)
        fills.append(browser.run("getComputedStyle(document.querySelector('.wide .mark')).fill"))
    assert fills[0] != fills[1]
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run("getComputedStyle(document.getElementById('moving')).display") == "none"
