"""Exports of a record file: the same as of its rows, in one state, judgements included."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from onrecord.errors import UsageError
from onrecord.export import FORMATS, export
from onrecord.export.source import recorded
from onrecord.model import Actor, Document, Entity, Link, Mention, Reading, Rejected, Span, Statement
from onrecord.project import Project
from onrecord.store import queries, review
from onrecord.store.db import Store
from onrecord.store.rows import DocumentView, Said

PROJECT = Project(name="The Orrin", min_score=0.5)


def document(view: DocumentView) -> Document:
    ref = view.document
    return Document(
        id=ref.id,
        key=ref.file,
        location=f"/tmp/{ref.file}",
        file=ref.file,
        format=view.format,
        text=view.text,
        text_sha="0" * 64,
        raw_sha=ref.id,
        url=ref.url,
        outlet=ref.outlet,
        title=ref.title,
        byline=view.byline,
        published=ref.published,
        language=view.language,
        parts=view.parts,
    )


def reading(view: DocumentView) -> Reading:
    doc = view.document.id
    speakers = {s.speaker.id: s.speaker for s in view.said if s.speaker}
    return Reading(
        document=document(view),
        entities=tuple(
            Entity(id=f"{doc}-{a.id}", doc=doc, name=a.name, key=f"name {a.id}", kind=a.kind) for a in speakers.values()
        ),
        mentions=tuple(_mention(doc, s, span) for s in view.said if s.speaker for span in s.source),
        statements=tuple(
            Statement(
                id=s.id,
                doc=doc,
                source=s.source,
                cue=s.cue,
                content=s.content,
                speaker=f"{doc}-{s.speaker.id}" if s.speaker else None,
                kind=s.kind,
                act=s.act,
                score=s.score,
                why=s.why,
                by=s.by,
            )
            for s in view.said
        ),
    )


def _mention(doc: str, said: Said, span: Span) -> Mention:
    assert said.speaker
    kind = "pronoun" if span.text in ("She", "he", "she") else "name"
    name = f"{doc}-{said.speaker.id}"
    return Mention(id=f"m{said.id}{span.start}", span=span, kind=kind, entity=name, score=1.0, why="", by="test")


@pytest.fixture(scope="module")
def filled(build: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "orrin.onrecord"
    with Store.create(path) as made:
        fill(made, build(10))
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(shutil.copyfile(filled, tmp_path / "orrin.onrecord"), write=True) as made:
        yield made


def fill(store: Store, record: Any) -> None:
    run = store.begin_run(PROJECT.sha, {"onrecord": "0.1.0"})
    readings = [reading(v) for v in record.views]
    keys = {e.key: e for r in readings for e in r.entities}
    actors = [Actor(id=k, name=e.name, kind=e.kind, key=k) for k, e in keys.items()]
    links = [Link(entity=e.id, actor=e.key, score=1.0, why="", by="test") for r in readings for e in r.entities]
    lost = [Rejected(file="a.pdf", location="/tmp/a.pdf", reason="unsupported-format", detail="a PDF")]
    store.append(run, readings, lost, actors, links)
    store.finish_run(run, {"added": len(readings)}, 1.0)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").split("\n") if row]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_twice_the_same(store: Store, tmp_path: Path, form: str) -> None:
    first = export(store, form, tmp_path / "one" / "out")
    again = export(store, form, tmp_path / "two" / "out")
    assert first.counts == again.counts
    assert [p.read_bytes() for p in first.files] == [p.read_bytes() for p in again.files]


def test_tables_hold_what_the_record_holds(store: Store, build: Any, tmp_path: Path) -> None:
    export(store, "tables", tmp_path)
    status = queries.status(store)
    texts = {v.document.file: v.text for v in build(10).views}
    attributions = rows(tmp_path / "attributions.jsonl")
    assert len(attributions) == status.statements
    assert sum(1 for r in attributions if r["speaker"]) == status.resolved
    for row in attributions:
        assert " ... ".join(texts[row["file"]][s:e] for s, e in row["content"]) == row["content_text"]
    documents = rows(tmp_path / "documents.jsonl")
    assert [d["file"] for d in documents if d["rejected_reason"]] == ["a.pdf"]
    assert len(documents) == status.documents + 1
    actors = rows(tmp_path / "actors.jsonl")
    assert "She" not in [texts[f][s:e] for a in actors for f, s, e in a["mentions"]]


def test_a_rejected_statement_is_left_out_and_counted(store: Store, tmp_path: Path) -> None:
    said = queries.said(store)[0]
    review.judge(store, said.id, "reject", change={}, who="a reviewer", note="")
    export(store, "brief", tmp_path / "b.html")
    export(store, "tables", tmp_path)
    assert said.id not in [r["id"] for r in rows(tmp_path / "attributions.jsonl")]
    page = html.parse(str(tmp_path / "b.html")).getroot()
    assert not page.xpath(f"//*[@id='s-{said.id}']")
    assert "1 statement that a reviewer rejected is not shown" in " ".join(page.text_content().split())


def test_a_brief_is_narrowed_by_the_filters_of_said(store: Store, tmp_path: Path) -> None:
    done = export(store, "brief", tmp_path / "b.html", by="Mara Okonjo", since="2031-03-05")
    assert done.counts == {"b.html": queries.count_said(store, by="Mara Okonjo", since="2031-03-05")}
    text = " ".join(html.parse(str(tmp_path / "b.html")).getroot().text_content().split())
    assert "Only statements with speaker Mara Okonjo, since 2031-03-05" in text


def test_title_and_threshold_come_from_the_project_the_record_was_made_with(store: Store, tmp_path: Path) -> None:
    export(store, "brief", tmp_path / "b.html", project=PROJECT)
    page = html.parse(str(tmp_path / "b.html")).getroot()
    assert page.find(".//h1").text == "The Orrin"
    assert "(threshold 0.50)" in page.text_content()
    export(store, "brief", tmp_path / "b.html", project=Project(min_score=0.7))
    page = html.parse(str(tmp_path / "b.html")).getroot()
    assert page.find(".//h1").text == "Orrin"
    assert "threshold" not in page.text_content()


@pytest.mark.parametrize("form", FORMATS)
def test_an_option_there_is_not_is_named(store: Store, tmp_path: Path, form: str) -> None:
    with pytest.raises(UsageError, match="colour"):
        export(store, form, tmp_path / "out", colour="blue")
    assert not (tmp_path / "out").exists()


def test_an_export_sees_one_state(store: Store, build: Any, tmp_path: Path) -> None:
    """What another process adds while the export is under way is in none of its tables."""
    before = queries.status(store).documents
    with recorded(store) as source:
        assert source.status().documents == before
        run = store.begin_run(PROJECT.sha, {})
        store.append(run, [reading(build(12).views[11])])
        assert source.status().documents == before
        assert len(list(source.documents())) == before
    assert queries.status(store).documents == before + 1


def test_an_empty_record_can_be_exported(tmp_path: Path) -> None:
    with Store.create(tmp_path / "empty.onrecord") as empty:
        for form in FORMATS:
            export(empty, form, tmp_path / form)
    assert (tmp_path / "tables" / "documents.jsonl").read_bytes() == b""
