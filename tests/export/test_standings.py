"""Where actors stand, in the brief: every mark and day leads to a passage of the page; nothing hostile gets out."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from path_factory import counted, gold
from position_factory import GATES, TOLL, model, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.export import export, standings
from onrecord.store import queries, review, shared
from onrecord.store.db import Store
from onrecord.store.path_rows import Paths
from onrecord.store.position_paths import by_actor, path

EVIL = "\"'><script>alert(1)</script>{{7*7}}\u202e&amp;"


def answer(**change: Any) -> Paths:
    """The gold of the sample as an answer."""
    every = counted(*gold())
    names = tuple(dict.fromkeys(t.issue for t in every))
    made = tuple(path(some) for some in by_actor(every).values())
    found = Paths(
        issues=names, waiting=0, at=None, known=None, statements=len(every), implied=0, unclear=0, nobody=0,
        total=len(made), paths=made,
    )  # fmt: skip
    return replace(found, **change)


def test_a_strip_has_a_mark_for_each_statement_and_stays_on_the_page() -> None:
    quoted = {s.id for t in counted(*gold()) for s in t.sources}
    found = standings.standings(answer(), quoted)
    assert len(found.issues) == 3
    for issue in found.issues:
        assert sum(n for _, n in issue.counts) == len(issue.stands)
        for stand in issue.stands:
            assert len(stand.dots) == stand.path.statements - len(stand.path.unplaced)
            assert all(0 < d.x < standings.WIDTH and d.href.startswith("s-") for d in stand.dots)
            assert all(0 < x.x <= x.until < standings.WIDTH for x in stand.stretches)
            assert [x.stance for x in stand.stretches] == [s.stance for s in stand.path.steps]


def test_only_what_stands_on_the_page_is_drawn() -> None:
    every = counted(*gold())
    one = every[0]
    found = standings.standings(answer(), {one.sources[0].id})
    stands = [s for issue in found.issues for s in issue.stands]
    assert [s.path.actor for s in stands] == [one.actor]
    assert all(not issue.stands for issue in standings.standings(answer(), set()).issues)


@pytest.fixture
def store(tmp_path: Path, model: Any) -> Any:  # noqa: F811
    with Store.create(tmp_path / "r.onrecord") as made:
        lines = [("Ann Lee", "We refuse the gates, refuse all of it."), (EVIL, "We refuse gates and refuse locks.")]
        fill(made, [sided("a.txt", lines, outlet=EVIL)])
        fill(made, [sided("b.txt", [("Ann Lee", "We welcome the gates, welcome all of it.")], outlet="Courier")])
        shared.settle(made)
        settle(made, replace(GATES, name=EVIL), TOLL)
        yield made


def test_the_section_of_a_brief(store: Store, tmp_path: Path) -> None:
    export(store, "brief", tmp_path / "brief.html")
    text = (tmp_path / "brief.html").read_text("utf-8")
    page = html.document_fromstring(text)
    (section,) = page.xpath("//section[@id='standings']")
    ids = set(page.xpath("//@id"))
    links = section.xpath(".//a/@href")
    assert links and all(href[1:] in ids for href in links)
    assert not page.xpath("//script") and "49" not in section.text_content()
    words = " ".join(section.text_content().split())
    assert "No position on it is known." in words and re.search("took both sides|supports it", words)


def test_a_record_without_issues_has_no_section(tmp_path: Path) -> None:
    with Store.create(tmp_path / "r.onrecord") as store:
        fill(store, [sided("a.txt", [("Ann Lee", "We refuse the gates.")])])
        export(store, "brief", tmp_path / "brief.html")
    assert "standings" not in html.document_fromstring((tmp_path / "brief.html").read_text("utf-8")).xpath("//@id")


def test_a_rejected_position_is_not_drawn(store: Store, tmp_path: Path) -> None:
    for p in queries.paths(store).paths:
        for step in p.steps:
            for one in step.taken:
                review.judge(store, one.id, "reject", change={}, who="jo")
    export(store, "brief", tmp_path / "brief.html")
    section = html.document_fromstring((tmp_path / "brief.html").read_text("utf-8")).get_element_by_id("standings")
    assert section.text_content().count("No position on it is known.") == 2
