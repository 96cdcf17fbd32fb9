"""Articles that carry script in every field: on these pages it stays words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html

import onrecord
from onrecord.record import Record
from onrecord.store import storylines
from onrecord.web import Serving
from onrecord.web.app import create_app

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
from event_factory import Did, told
from store_factory import fill, reading, rejected

Reads = Callable[..., html.HtmlElement]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onfocus='alert(3)"
OURS = ("/static/",)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Record]:
    """A record of which every text is an attack."""
    with onrecord.open(tmp_path / "evil.onrecord", create=True) as record:
        made = [
            reading("a.txt", [(EVIL, f"We will {EVIL}"), ("Ann Lee", "No.")], title=EVIL, outlet=EVIL),
            reading(
                "b.txt", [(EVIL, f"We will {EVIL}")], title=EVIL + "2", outlet="Lake Post", published=date(2019, 3, 5)
            ),
            told("c.txt", [Did(actor=EVIL, recipient=EVIL, place=None, act="shelled")], title=EVIL, outlet=EVIL),
        ]
        fill(record.store, made, [rejected(EVIL, "empty", EVIL)])
        storylines.settle(record.store)
        record.judge(record.said(limit=1)[0].id, "accept", who=EVIL, note=EVIL)
        yield record


def addresses(record: Record) -> list[str]:
    out = ["/", "/new?since=2019", "/statements", "/timeline", "/events", "/stories", "/outlets", "/runs", "/log"]
    out += [f"/statements/{s.id}" for s in record.said()]
    out += [f"/events/{e.id}" for e in record.events().events]
    out += [f"/stories/{s.id}{end}" for x in record.stories().storylines for s in x.stories for end in ("", "/line")]
    return [*out, f"/outlet?name={quote(EVIL)}"]


def test_nothing_of_an_article_becomes_markup(hostile: Record, read_page: Reads) -> None:
    client = TestClient(create_app(hostile, Serving(title=EVIL, write=True)), base_url="http://localhost")
    for address in addresses(hostile):
        page = read_page(client, address)
        assert all(str(src).startswith(OURS) for src in page.xpath("//script/@src")), address
        assert not page.xpath("//script[not(@src)]"), address
        assert not page.xpath("//img | //iframe | //object | //embed"), address
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), address
        assert not page.xpath("//*[starts-with(@href, 'javascript:')]"), address
        assert "alert(1)" in page.text_content(), address


def test_pictures_of_it_hold_no_script(hostile: Record) -> None:
    client = TestClient(create_app(hostile, Serving()), base_url="http://localhost")
    for address in ("/timeline/lanes.svg", "/outlets/beside.svg", "/overview/over_time.svg"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"<script" not in answer.content and b"<img" not in answer.content


@pytest.mark.parametrize("address", ["/timeline", "/events", "/statements", "/stories", "/outlets", "/log"])
def test_what_is_asked_stays_words(hostile: Record, address: str) -> None:
    client = TestClient(create_app(hostile, Serving()), base_url="http://localhost")
    for name in ("text", "outlet", "who", "story", "since", "verdict"):
        answer = client.get(address, params={name: EVIL}, headers={"accept": "text/html"})
        assert answer.status_code in (200, 400, 404), (address, name)
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text, (address, name)
