"""The brief in a real browser: it fits, it opens what a link leads to, it asks for nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord.export import export

sys.path.insert(0, str(Path(__file__).parents[1]))

from happened import happened

OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
LONG = "Donaudampfschifffahrtsgesellschaft" * 8


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("brief") / "brief.html"


@pytest.fixture
def url(place: Path, build: Any) -> str:
    if not place.exists():
        record = build(12)
        record.happened = happened(record.views)
        export(record, "brief", place, title=LONG)
    return place.as_uri()


@pytest.mark.parametrize("width", [360, 390, 640, 768, 1019, 1020, 1280, 2560])
def test_nothing_is_wider_than_the_window(browser: Any, url: str, width: int) -> None:
    browser.open(url, width)
    browser.run(OPEN_ALL)
    browser.settle()
    assert browser.run("document.documentElement.scrollWidth") == width


def test_the_page_asks_for_nothing(browser: Any, url: str) -> None:
    browser.open(url)
    browser.run(OPEN_ALL)
    browser.settle()
    assert browser.asked_for() <= {url, "data:,"}
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [390, 1280])
def test_following_a_link_opens_and_shows_the_passage(browser: Any, url: str, width: int) -> None:
    browser.open(url, width)
    wanted = browser.run("[...document.querySelectorAll('.lab')].at(-3).id")
    assert not browser.run(f"document.getElementById('{wanted}').closest('.art').open")
    browser.run("document.querySelector('.month').open = true")
    browser.run(f"document.querySelector('blockquote a[href=\"#{wanted}\"]').click()")
    browser.settle()
    browser.settle()
    seen = browser.run(
        f"(() => {{ const l = document.getElementById('{wanted}'), box = l.getBoundingClientRect();"
        "const n = [...l.classList].find(c => /^a\\d+$/.test(c)).slice(1), art = l.closest('.art');"
        "const lit = m => getComputedStyle(m).backgroundColor;"
        "const mine = [...art.querySelectorAll('mark.n' + n)].map(lit);"
        "const rest = [...art.querySelectorAll('mark:not(.n' + n + ')')].map(lit);"
        "return {open: art.open, top: box.top, bottom: box.bottom, mine, rest} })()"
    )
    assert seen["open"]
    assert 0 <= seen["top"] < seen["bottom"] <= 900
    assert len(set(seen["mine"])) == 1
    assert seen["mine"][0] not in seen["rest"]


@pytest.mark.parametrize(("width", "drawn"), [(360, "narrow"), (800, "narrow"), (801, "wide"), (1280, "wide")])
def test_one_drawing_is_shown_and_fits(browser: Any, url: str, width: int, drawn: str) -> None:
    browser.open(url, width)
    shown = browser.run(
        "[...document.querySelectorAll('.draw > svg')].map(s => [s.classList[0], s.getBoundingClientRect().width])"
        ".filter(x => x[1] > 0)"
    )
    assert [name for name, _ in shown] == [drawn]
    assert shown[0][1] <= width
    letters = browser.run(
        f"Math.min(...[...document.querySelectorAll('.draw > .{drawn} text')]"
        ".map(t => t.getBoundingClientRect().height))"
    )
    assert letters >= 9


def test_a_mark_of_an_event_leads_to_its_words(browser: Any, url: str) -> None:
    browser.open(url)
    wanted = browser.run("document.querySelector('.draw > .wide a[href^=\"#v-\"]').getAttribute('href').slice(1)")
    browser.run("location.hash = '#" + wanted + "'")
    browser.settle()
    browser.settle()
    box = browser.run(
        f"(() => {{ const l = document.getElementById('{wanted}'), b = l.getBoundingClientRect();"
        "return {open: l.closest('.art').open, top: b.top, bottom: b.bottom} })()"
    )
    assert box["open"]
    assert 0 <= box["top"] < box["bottom"] <= 900


def test_colours_of_marks_differ_from_the_page_in_both_schemes(browser: Any, url: str) -> None:
    for dark in (False, True):
        browser.open(url, dark=dark)
        fills = browser.run(
            "[1, 2, 3, 4].map(q => getComputedStyle(document.querySelector(`.signs .q${q}:not(.hollow)`)).fill)"
        )
        assert len({*fills, browser.run("getComputedStyle(document.body).backgroundColor")}) == 5


def test_a_passage_among_what_was_set_aside_opens_too(browser: Any, url: str) -> None:
    browser.open(url)
    browser.run("const d = document.querySelector('.aside'); d.querySelector('p').id = 'probe'; 1")
    browser.run("location.hash = '#probe'")
    browser.settle()
    assert browser.run("document.querySelector('.aside').open && document.querySelector('.aside').closest('.art').open")


def test_dark_follows_the_system(browser: Any, url: str) -> None:
    browser.open(url)
    light = browser.run("getComputedStyle(document.body).backgroundColor")
    browser.open(url, dark=True)
    assert browser.run("getComputedStyle(document.body).backgroundColor") != light


def test_arabic_runs_from_the_right(browser: Any, url: str) -> None:
    browser.open(url)
    ways = browser.run(
        "[...document.querySelectorAll('article[lang=ar] p.hl, article[lang=ar] > p')]"
        ".map(p => getComputedStyle(p).direction)"
    )
    assert set(ways) == {"rtl"}


def test_every_link_can_be_reached_by_keyboard(browser: Any, url: str) -> None:
    browser.open(url)
    assert browser.run("[...document.querySelectorAll('[tabindex]')].length") == 0
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("getComputedStyle(document.activeElement).left") == browser.run(
        "getComputedStyle(document.documentElement).fontSize"
    )


def test_print_shows_what_is_folded(browser: Any, url: str) -> None:
    browser.open(url)
    browser.call("Emulation.setEmulatedMedia", media="print")
    browser.settle()
    heights = browser.run("[...document.querySelectorAll('.art > article')].map(a => a.getBoundingClientRect().height)")
    assert min(heights) > 100


def test_a_large_record_stays_usable(browser: Any, build: Any, tmp_path: Path) -> None:
    record = build(500, per_day=0.4)
    views = record.views
    export(record, "brief", tmp_path / "large.html")
    browser.open((tmp_path / "large.html").as_uri())
    assert browser.run("document.querySelectorAll('.art').length") == len(views)
    spent = browser.run("(() => { const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd })()")
    assert spent < 15_000
