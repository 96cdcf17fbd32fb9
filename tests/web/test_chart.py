"""A chart as a file: its colours without a browser, the same bytes every time, words of others kept as words."""

from __future__ import annotations

import struct
import zlib
from datetime import date

import pytest
from lxml import etree

from onrecord.web.charts.chart import Chart, as_png, as_svg, inline, style_alone
from onrecord.web.charts.days import DOTS, Mark, by_day

BARS = Chart(
    title="Bars <of> rain",
    about='Two & "more"',
    width=40,
    height=20,
    body='<rect class="bar" width="20" height="20"/><rect class="bar2" x="20" width="10" height="20"/>',
    header=("day", "mm"),
    rows=((1, 2),),
)


def pixel(png: bytes, x: int, y: int) -> tuple[int, ...]:
    """The colour of a dot of a PNG of eight bits a channel."""
    width, _, depth, kind = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[kind]
    assert depth == 8
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, line = zlib.decompress(data), width * size
    above = bytearray(line)
    for row in range(y + 1):
        begin = row * (line + 1)
        above = _unfiltered(raw[begin], bytearray(raw[begin + 1 : begin + 1 + line]), above, size)
    return tuple(above[x * size : x * size + 3])


def _unfiltered(how: int, now: bytearray, above: bytearray, size: int) -> bytearray:
    for i in range(len(now)):
        left, up, corner = (now[i - size], above[i], above[i - size]) if i >= size else (0, above[i], 0)
        guess = left + up - corner
        near = min((left, up, corner), key=lambda v: abs(guess - v))
        now[i] = (now[i] + (0, left, up, (left + up) // 2, near)[how]) % 256
    return now


@pytest.mark.parametrize(("x", "colour"), [(10, (0x3F, 0x64, 0x88)), (25, (0xA9, 0xBF, 0xD3)), (35, (255, 255, 255))])
def test_a_png_has_the_colours_of_the_page(x: int, colour: tuple[int, ...]) -> None:
    pytest.importorskip("resvg_py")
    assert pixel(as_png(BARS, scale=1.0), x, 10) == colour


def test_a_picture_is_the_same_every_time() -> None:
    pytest.importorskip("resvg_py")
    assert as_svg(BARS) == as_svg(BARS)
    assert as_png(BARS) == as_png(BARS)


def test_a_file_needs_nothing_that_a_browser_knows() -> None:
    assert "var(" not in style_alone() and "--" not in style_alone()
    root = etree.fromstring(as_svg(BARS))
    assert root.findtext("{*}title") == "Bars <of> rain"
    assert root.findtext("{*}desc") == 'Two & "more"'


def test_a_picture_on_a_page_is_one_thing_unless_its_marks_lead_somewhere() -> None:
    assert etree.fromstring(inline(BARS)).get("role") == "img"
    linked = by_day([("A", [Mark(on=date(2031, 3, 1), label="it", href="/x")])], title="t", about="a")
    assert linked is not None
    assert etree.fromstring(inline(linked)).get("role") == "group"


def test_marks_of_days_keep_what_articles_say_as_words() -> None:
    evil = '"><script>alert(1)</script>\x00'
    marks = [Mark(on=date(2031, 3, 1), label=evil, href="/articles/a"),
             Mark(on=date(2031, 3, 9), label="a copy", href="/articles/b", copy=True)]  # fmt: skip
    chart = by_day([(evil, marks), ("nothing", [])], title=evil, about="")
    assert chart is not None
    root = etree.fromstring(as_svg(chart))
    assert not root.findall(".//{*}script")
    assert [c.get("class") for c in root.iter("{*}circle")] == ["dot", "dot hollow"]
    assert [a.get("href") for a in root.iter("{*}a")] == ["/articles/a", "/articles/b"]
    assert list(chart.rows[1]) == [date(2031, 3, 9), evil, "a copy", "copy"]


def test_nothing_to_draw_is_no_picture() -> None:
    assert by_day([("A", [])], title="t", about="a") is None


def test_lanes_beyond_the_most_are_drawn_together() -> None:
    lanes = [(f"outlet {n}", [Mark(on=date(2031, 1, 1 + n % 28), label=str(n), href="/")]) for n in range(60)]
    chart = by_day(lanes, title="t", about="a")
    assert chart is not None
    assert len(chart.rows) == 60
    assert {row[1] for row in chart.rows} >= {"outlet 0", "all others"} and len({row[1] for row in chart.rows}) == 40


def test_a_lane_of_very_many_marks_draws_the_first_and_says_so() -> None:
    marks = [Mark(on=date(2031, 1, 1 + n % 28), label=str(n), href="/") for n in range(DOTS + 7)]
    chart = by_day([("A", marks), ("B", marks[:1])], title="t", about="All of it.")
    assert chart is not None
    assert len(list(etree.fromstring(inline(chart)).iter("{*}circle"))) == DOTS + 1
    assert chart.about == f"All of it. In a lane the first {DOTS} are drawn; 7 are in the table alone."
    assert len(chart.rows) == DOTS + 8
