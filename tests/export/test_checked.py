"""Sure or not in what is handed on: the brief marks and counts, the filter narrows, the tables stay as they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import onrecord
from onrecord import Project
from onrecord.export import brief, export
from onrecord.model import Actor, Document, Reading, Statement
from onrecord.store import queries, review
from onrecord.store.db import Store

ACTORS = [Actor(id="a1", name="Ann", kind="person", key="ann")]


@pytest.fixture(scope="module")
def filled(build: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented coverage as a record; the scores of its statements are 0.64 to 0.92, nobody has judged them."""
    path = tmp_path_factory.mktemp("filled") / "orrin.onrecord"
    with Store.create(path) as made:
        run = made.begin_run("project", {})
        made.append(run, [_reading(v) for v in build(6).views], [], ACTORS, [])
        made.finish_run(run, {}, 1.0)
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it."""
    with Store.open(shutil.copyfile(filled, tmp_path / "orrin.onrecord"), write=True) as made:
        yield made


def _reading(view: Any) -> Reading:
    ref = view.document
    document = Document(
        id=ref.id, key=ref.file, location=f"/tmp/{ref.file}", file=ref.file, format=view.format, text=view.text,
        text_sha="0" * 64, raw_sha=ref.id, outlet=ref.outlet, title=ref.title, published=ref.published,
        language=view.language, parts=view.parts,
    )  # fmt: skip
    statements = tuple(
        Statement(
            id=s.id, doc=ref.id, source=s.source, cue=s.cue, content=s.content, speaker=None, kind=s.kind, act=s.act,
            score=s.score, why=s.why, by=s.by,
        )
        for s in view.said
    )  # fmt: skip
    return Reading(document=document, statements=statements)


def parsed(path: Path) -> Any:
    return html.document_fromstring(path.read_text("utf-8"))


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def head(made: Any) -> str:
    return words(made.get_element_by_id("sureness"))


def marked(made: Any) -> list[set[str]]:
    """The ids of statements marked "not sure": in the timeline, under their speakers, in the articles."""
    found = [
        {
            li.xpath("string(.//blockquote/a/@href)")[3:]
            for li in made.xpath(f"//section[@id='{place}']//li[contains(@class, 'st')]")
            if "not sure" in words(li.xpath("./p[@class='st-h']")[0])
        }
        for place in ("timeline", "voices")
    ]
    labels = made.xpath("//section[@id='articles']//span[contains(@class, 'lab ')]")
    return [*found, {x.get("id")[2:] for x in labels if "not sure" in words(x)}]


# ---------------------------------------------------------------------------- the brief


@pytest.mark.parametrize("threshold", [0.75, 0.9])
def test_the_brief_marks_each_that_waits_with_a_word_and_counts_them(
    store: Store, tmp_path: Path, threshold: float
) -> None:
    export(store, "brief", tmp_path / "b.html", project=Project(sure=threshold))
    made = parsed(tmp_path / "b.html")
    waits = {s.id for s in queries.said(store, sure=False, threshold=threshold)}
    assert 0 < len(waits) < queries.count_said(store)
    assert marked(made) == [waits, waits, waits]
    every = queries.count_said(store)
    assert head(made) == (
        f"Not sure: {len(waits)} of {every} statements. What has a score below {threshold} and was judged by nobody "
        "is marked not sure."
    )


def test_the_mark_stands_where_a_narrow_screen_does_not_hide_it(store: Store, tmp_path: Path) -> None:
    export(store, "brief", tmp_path / "b.html")
    made = parsed(tmp_path / "b.html")
    assert made.xpath("//span[@class='unsure']")
    assert not made.xpath("//span[@class='how']//span[@class='unsure']"), "labels lose .how below 1020 pixels"


def test_what_a_reviewer_accepted_is_not_marked(store: Store, tmp_path: Path) -> None:
    first, second, *_ = queries.said(store, sure=False)
    review.judge(store, first.id, "accept", who="jo")
    review.judge(store, second.id, "correct", {"speaker": "Ann"}, who="jo")
    export(store, "brief", tmp_path / "b.html")
    for ids in marked(parsed(tmp_path / "b.html")):
        assert ids and not ids & {first.id, second.id}


def test_a_brief_without_doubt_says_so(store: Store, tmp_path: Path) -> None:
    export(store, "brief", tmp_path / "b.html", project=Project(sure=0.5))
    made = parsed(tmp_path / "b.html")
    assert marked(made) == [set(), set(), set()]
    assert head(made) == (
        "Not sure: none. Every statement has a score of at least 0.5, or was accepted or corrected by a reviewer."
    )


def test_a_brief_of_nothing_says_nothing_of_it(tmp_path: Path) -> None:
    with Store.create(tmp_path / "empty.onrecord") as empty:
        export(empty, "brief", tmp_path / "b.html")
    assert not parsed(tmp_path / "b.html").xpath("//*[@id='sureness']")


def test_a_statement_without_a_place_is_marked_too(record: Any, tmp_path: Path) -> None:
    """Rows of an own source are marked by the threshold that source gives."""
    view = record.views[0]
    beyond = len(view.text) + 50
    lost = tuple(replace(x, start=beyond, end=beyond + len(x.text)) for x in view.said[0].content)
    record.views = [replace(view, said=(replace(view.said[0], content=lost, score=0.2), *view.said[1:]))]
    brief.write(record, tmp_path / "b.html")
    (homeless,) = parsed(tmp_path / "b.html").xpath("//*[@class='homeless']//li")
    assert "not sure" in words(homeless)


# ---------------------------------------------------------------------------- the filter


@pytest.mark.parametrize(
    ("sure", "says"),
    [
        (True, "with a score of at least 0.75, or accepted or corrected by a reviewer, and the articles"),
        (False, "with a score below 0.75, judged by nobody, and the articles"),
    ],
)
def test_filter_narrows_the_brief_and_is_named(store: Store, tmp_path: Path, sure: bool, says: str) -> None:
    done = export(store, "brief", tmp_path / "b.html", sure=sure)
    assert done.counts == {"b.html": queries.count_said(store, sure=sure)}
    made = parsed(tmp_path / "b.html")
    assert says in words(made.xpath("//p[@class='note']")[0])
    assert all(ids == set() for ids in marked(made)) is sure


def test_filter_narrows_the_stream(store: Store, tmp_path: Path) -> None:
    for sure in (True, False):
        for threshold in (0.7, 0.9):
            out = tmp_path / f"{sure}{threshold}.jsonl"
            export(store, "jsonl", out, project=Project(sure=threshold), sure=sure)
            ids = [json.loads(row)["id"] for row in out.read_text("utf-8").splitlines()]
            assert set(ids) == {s.id for s in queries.said(store, sure=sure, threshold=threshold)}


def test_tables_are_the_same_whatever_is_sure(store: Store, tmp_path: Path) -> None:
    for name, project in (("one", Project(sure=0.1)), ("two", Project(sure=0.99))):
        export(store, "tables", tmp_path / name, project=project)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


# ---------------------------------------------------------------------------- in Python


def test_a_record_is_asked_with_its_projects_threshold(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "orrin.onrecord"
    for project, threshold in ((None, 0.75), (Project(sure=0.9), 0.9)):
        with onrecord.open(path, project=project) as record:
            sure = queries.said(store, sure=True, threshold=threshold)
            assert record.said(sure=True) == sure
            assert [s.id for p in record.periods(sure=True) for s in p.said] != []
            assert record.status().sure == len(sure)
            waits = record.said(sure=False)[0]
            assert f"below {threshold}" in record.explain(waits.id).sure_why
            assert f"below {threshold}" in record.show(waits.id).sure_why
            assert record.export("jsonl", tmp_path / "s.jsonl", sure=True).counts["s.jsonl"] == len(sure)


def test_a_record_opened_without_a_project_takes_the_threshold_beside_it(store: Store, tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text("[thresholds]\nsure = 0.9\nmin_score = 0.3\n")
    with onrecord.open(tmp_path / "orrin.onrecord") as record:
        assert record.said(sure=True) == queries.said(store, sure=True, threshold=0.9)
        assert record.project == Project(sure=0.9), "and nothing else: what adding does stays as it was"
    with onrecord.open(tmp_path / "orrin.onrecord", project=Project()) as record:
        assert record.status().threshold == 0.75
