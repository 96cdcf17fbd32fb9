"""Web Annotations: the keys that the model requires, pages that hang together, and every quotation found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.export import export, web_annotations
from onrecord.store import queries, review
from onrecord.store.db import Store
from onrecord.store.rows import DocumentView

Made = dict[str, Any]
MOTIVATIONS = {"classifying", "describing"}
PURPOSES = {"classifying", "describing", "identifying", "tagging"}


def read(folder: Path, name: str) -> Made:
    found: Made = json.loads((folder / name).read_text("utf-8"))
    return found


def pages(folder: Path) -> Iterator[Made]:
    """The pages from the first to the last, by their links alone."""
    name = read(folder, "collection.json").get("first")
    while name:
        page = read(folder, name)
        yield page
        name = page.get("next")


def annotations(folder: Path) -> list[Made]:
    return [item for page in pages(folder) for item in page["items"]]


def targets(one: Made) -> list[Made]:
    found = one["target"]
    return found if isinstance(found, list) else [found]


def check(folder: Path, views: list[DocumentView]) -> None:
    """What the model requires of every annotation, and that its selectors select the statement's words."""
    texts = {hashlib.sha256(v.text.encode()).hexdigest(): v for v in views}
    for one in annotations(folder):
        assert one["type"] == "Annotation"
        assert one["id"].startswith("urn:x-onrecord:")
        assert one["motivation"] in MOTIVATIONS
        for body in one["body"]:
            assert (body["type"], body["format"]) == ("TextualBody", "text/plain")
            assert body["purpose"] in PURPOSES
            assert body["value"]
        for target in targets(one):
            view = texts[target["state"]["onrecord:textSha256"]]
            assert target["source"] == (view.document.url or f"urn:x-onrecord:document:{view.document.id}")
            at, quote = target["selector"]
            assert (at["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            assert view.text[at["start"] : at["end"]] == quote["exact"]
            whole = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert view.text.find(whole) + len(quote["prefix"]) == at["start"]
            assert view.text.count(whole) == 1
            if view.document.published:
                assert target["state"]["sourceDate"] == f"{view.document.published}T00:00:00Z"


def test_a_collection_of_one_page(small: Store, tmp_path: Path) -> None:
    done = export(small, "annotations", tmp_path / "out")
    made = read(tmp_path / "out", "collection.json")
    (page,) = pages(tmp_path / "out")
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["@context"][0] == made["@context"]
    assert (made["type"], page["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert made["first"] == made["last"] == page["id"] == "page-00001.json"
    assert page["partOf"] == made["id"] == "collection.json"
    assert made["total"] == len(page["items"]) == done.counts["collection.json"]
    ids = [one["id"] for one in page["items"]]
    assert len(ids) == len(set(ids))
    said = {f"urn:x-onrecord:statement:{s.id}" for s in queries.statements(small)}
    assert said <= set(ids)
    check(tmp_path / "out", list(queries.documents(small)))


def test_what_a_statement_and_a_position_say(small: Store, tmp_path: Path) -> None:
    export(small, "annotations", tmp_path / "out")
    by_id = {one["id"]: one for one in annotations(tmp_path / "out")}
    row = next(p for p in queries.positions(small) if p.actor and p.actor.name == "Ann Lee")
    said = by_id[f"urn:x-onrecord:statement:{row.said.id}"]
    told = {b["onrecord:field"]: b["value"] for b in said["body"]}
    assert told == {
        "speaker": "Ann Lee", "source": "Ann Lee", "cue": "said", "kind": "direct", "act": "assertion",
    }  # fmt: skip
    assert said["body"][0]["onrecord:actor"] == f"urn:x-onrecord:actor:{row.actor.id}" if row.actor else None
    side = by_id[f"urn:x-onrecord:position:{row.id}"]
    told = {b["onrecord:field"]: b["value"] for b in side["body"]}
    assert told == {
        "issue": "gates", "stance": "conditional", "strength": "explicit", "condition": "if every boat pays.",
        "speaker": "Ann Lee",
    }  # fmt: skip
    assert side["onrecord:statement"] == said["id"]
    assert side["target"] == said["target"]


def test_pages_hang_together(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(small, "annotations", tmp_path / "one")
    monkeypatch.setattr(web_annotations, "PAGE", 3)
    done = export(small, "annotations", tmp_path / "out")
    found = list(pages(tmp_path / "out"))
    assert [p["startIndex"] for p in found] == list(range(0, done.counts["collection.json"], 3))
    assert [p.get("prev") for p in found] == [None, *(p["id"] for p in found[:-1])]
    assert read(tmp_path / "out", "collection.json")["last"] == found[-1]["id"]
    assert annotations(tmp_path / "out") == annotations(tmp_path / "one")


def test_pages_of_the_time_before_do_not_stay(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_annotations, "PAGE", 1)
    export(small, "annotations", tmp_path / "out")
    monkeypatch.setattr(web_annotations, "PAGE", 1000)
    export(small, "annotations", tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").glob("*.json") if p.name[0] != ".") == [
        "collection.json", "page-00001.json",
    ]  # fmt: skip


def test_what_is_judged_and_asked_for(small: Store, tmp_path: Path) -> None:
    first, *_ = queries.positions(small)
    review.judge(small, first.id, "accept", who="jo")
    export(small, "annotations", tmp_path / "out")
    by_id = {one["id"]: one for one in annotations(tmp_path / "out")}
    assert by_id[f"urn:x-onrecord:position:{first.id}"]["onrecord:verdict"] == "accept"
    export(small, "annotations", tmp_path / "out", implied=True)
    more = {one["id"] for one in annotations(tmp_path / "out")} - by_id.keys()
    assert more == {f"urn:x-onrecord:position:{p.id}" for p in queries.positions(small, implied=True) if not p.explicit}


def test_an_empty_record_is_an_empty_collection(tmp_path: Path) -> None:
    with Store.create(tmp_path / "r.onrecord") as empty:
        export(empty, "annotations", tmp_path / "out")
    made = read(tmp_path / "out", "collection.json")
    assert (made["total"], "first" in made) == (0, False)


def test_every_quotation_of_the_sample_coverage_is_found_again(sample: Path, tmp_path: Path) -> None:
    with onrecord.open("record.onrecord") as record:
        done = record.export("annotations", tmp_path / "out", implied=True, unclear=True)
        views = list(queries.documents(record.store))
    assert done.counts["collection.json"] > 300
    check(tmp_path / "out", views)
