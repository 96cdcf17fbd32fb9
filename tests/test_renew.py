"""What was read under other settings, or by another version, is analysed anew; what people judged stays."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "store"))  # forked

from forked import Forking, forking  # noqa: F401

import onrecord
from effort import times
from onrecord import Project, adding, backends, pipeline
from onrecord.adding import Added
from onrecord.attribution.rules import Rules
from onrecord.findings import Attribution, Findings
from onrecord.model import Part, Reading, Rejected
from onrecord.project import KnownActor
from onrecord.record import Record
from onrecord.store import queries, review

FIRST = (
    "Dispute over the northern gate\n\n"
    '"The gates stay open," Mira Alvarn told reporters on Monday.\n\n'
    "The Old Heron said the commission had nothing to measure.\n\n"
    '"We will not sign," Bo Lund said.\n'
)
SECOND = 'Rain again\n\n"It rains," Ana Ruiz said. The Old Heron said that it was wet.\n'
RULES = Project(attribution="attribution.rules")  # quick: what is tested is what is done with what they find
ALIASED = replace(RULES, actors=(KnownActor(name="Mira Alvarn", kind="person", aliases=("The Old Heron",)),))


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(FIRST)
    (folder / "b.txt").write_text(SECOND)
    return folder


def add(articles: Path, project: Project = RULES, name: str = "r.onrecord") -> Added:
    with onrecord.open(articles.parent / name, project=project, create=True) as record:
        return record.add([str(articles)])


def counts(done: Added) -> tuple[int, ...]:
    return done.added, done.updated, done.renewed, done.unchanged, len(done.rejects)


def exported(path: Path) -> dict[str, bytes]:
    with onrecord.open(path) as record:
        assert record.store.check() == []
        out = path.with_name(f"{path.name}-tables")
        record.export("tables", out)
    return {p.name: p.read_bytes() for p in out.iterdir()}


def judged(record: Record) -> list[tuple[str, str, str]]:
    return [(j.verdict, j.state, j.target) for j in review.judgements(record.store)]


def said(record: Record, words: str) -> str:
    (one,) = [s for s in record.said(include_rejected=True) if words in s.quote]
    return str(one.id)


# ---------------------------------------------------------------------------- settings


def test_new_alias_reaches_old_articles_and_judgements_stay(articles: Path) -> None:
    assert counts(add(articles)) == (2, 0, 0, 0, 0)
    path = articles.parent / "r.onrecord"
    with onrecord.open(path) as record:
        assert not {"Mira Alvarn"} & {s.speaker.name for s in record.said(text="measure") if s.speaker}
        record.judge(said(record, "measure"), "accept", who="jo")
        record.judge(said(record, "sign"), "correct", who="jo", speaker="The Old Heron")
        undone = record.judge(said(record, "rains"), "reject", who="jo")
        record.undo(undone.id)
        before = judged(record)
    done = add(articles, ALIASED)
    assert counts(done) == (0, 0, 2, 0, 0)
    assert done.seen == 2
    with onrecord.open(path) as record:
        assert judged(record) == before
        mine = {s.quote: s.verdict for s in record.said(by="the old heron")}
        assert any("measure" in q and v == "accept" for q, v in mine.items())
        assert {q for q in mine if "wet" in q}, "the other article too"
        (corrected,) = [s for s in record.said() if "sign" in s.quote]
        assert (corrected.verdict, corrected.speaker and corrected.speaker.name) == ("correct", "Mira Alvarn")
        assert "The Old Heron" not in [v.actor.name for v in queries.actors(record.store)]
        assert record.explain(said(record, "wet")).run == done.run
        assert record.status().runs[-1].counts["renewed"] == 2
        assert record.find("measure").total == 2, "the article and the statement, once each"
        assert record.find("alvarn gates").total >= 1
    assert counts(add(articles, ALIASED)) == (0, 0, 0, 2, 0)


@pytest.mark.parametrize(
    "project",
    [ALIASED, replace(RULES, min_score=0.95), replace(RULES, name="other")],
    ids=["alias", "threshold", "name"],
)
def test_renewed_record_says_what_a_new_one_would(articles: Path, project: Project) -> None:
    (articles / "c.html").write_text(f"<html><body><article><p>{'</p><p>'.join(FIRST.split())}</p></article></html>")
    add(articles, replace(RULES, min_score=0.3))
    add(articles, project)
    add(articles, project, "new.onrecord")
    assert exported(articles.parent / "r.onrecord") == exported(articles.parent / "new.onrecord")


def test_min_score_takes_statements_away_and_brings_them_back(articles: Path) -> None:
    add(articles)
    path = articles.parent / "r.onrecord"
    whole = exported(path)
    with onrecord.open(path) as record:
        record.judge(said(record, "measure"), "reject", who="jo")
        before = judged(record)
    assert counts(add(articles, replace(RULES, min_score=1.0))) == (0, 0, 2, 0, 0)
    with onrecord.open(path) as record:
        assert record.said() == []
        assert [j.state for j in record.status().orphaned] == ["orphaned"]
        assert record.find("measure").total == 1
    add(articles)
    with onrecord.open(path) as record:
        assert judged(record) == before
        record.undo(1)
    assert exported(path) == whole


def test_same_settings_touch_nothing(articles: Path) -> None:
    add(articles, ALIASED)
    path = articles.parent / "r.onrecord"
    before = exported(path)
    with onrecord.open(path) as record:
        runs = {v.document.id: record.explain(v.said[0].id).run for v in queries.documents(record.store)}
    assert counts(add(articles, replace(ALIASED, record="elsewhere.onrecord"))) == (0, 0, 0, 2, 0)
    assert exported(path) == before
    with onrecord.open(path) as record:
        assert {v.document.id: record.explain(v.said[0].id).run for v in queries.documents(record.store)} == runs


def test_other_folder_and_copies_are_the_same_articles(articles: Path, tmp_path: Path) -> None:
    add(articles)
    path = tmp_path / "r.onrecord"
    with onrecord.open(path) as record:
        ids = sorted(v.document.id for v in queries.documents(record.store))
    with onrecord.open(path, project=ALIASED) as record:
        done = record.add([str(articles / "a.txt"), str(articles)])  # by another key: the id must not change
        assert counts(done) == (0, 0, 2, 0, 0)
        assert sorted(v.document.id for v in queries.documents(record.store)) == ids
        assert record.status().superseded == 0


def test_superseded_versions_are_left_alone_until_they_come_back(articles: Path, tmp_path: Path) -> None:
    add(articles)
    (articles / "a.txt").write_text(FIRST.replace("northern", "southern"))
    assert counts(add(articles, ALIASED)) == (0, 1, 1, 0, 0)
    (articles / "a.txt").write_text(FIRST)
    path = tmp_path / "r.onrecord"
    assert counts(add(articles, ALIASED)) == (0, 1, 0, 1, 0)
    with onrecord.open(path) as record:
        assert record.store.check() == []
        assert [s.speaker.name for s in record.said(text="measure") if s.speaker] == ["Mira Alvarn"]
        assert record.find("measure").total == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_command_line_says_what_was_analysed_anew(
    articles: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any], jobs: int
) -> None:
    monkeypatch.chdir(articles.parent)
    run("add", "articles")
    settings = '[[actor]]\nname = "Mira Alvarn"\nkind = "person"\naliases = ["The Old Heron", "Heron Lady"]\n'
    Path("onrecord.toml").write_text(settings)
    (articles / "new.txt").write_text(SECOND)
    assert "1 document added, 2 analysed anew; " in run("add", "articles", "-j", jobs).out
    assert "measure" in run("said", "--by", "the old heron").out
    assert "measure" in run("said", "--by", "heron lady").out, "an alias that no article prints"
    Path("onrecord.toml").write_text(settings.replace(', "Heron Lady"', ""))
    assert "0 documents added, 3 analysed anew; " in run("add", "articles", "-j", jobs).out
    assert "0 documents added, 3 unchanged; " in run("add", "articles").out
    assert run("said", "--by", "heron lady").code == 2
    assert run("doctor").code == 0


# ---------------------------------------------------------------------------- another backend


class Fake:
    """The rules, of another version, with other spans for one statement."""

    name, version = "attribution.fake", "1"
    beside = ""
    shift = 0
    lost = False

    def attribute(self, text: str, parts: Sequence[Part] = ()) -> list[Attribution]:
        made = []
        for a in Rules().attribute(text, parts):
            (start, end), *more = a.content
            if "measure" in text[start:end]:
                if self.lost:
                    continue
                a = replace(a, content=((start + self.shift, end), *more))
            made.append(a)
        return made

    def find(self, text: str, parts: Sequence[Part] = ()) -> Findings:
        return Findings(attributions=tuple(self.attribute(text, parts)))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Fake]]:
    module = ModuleType("fake_backend")
    module.Fake = Fake  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fake_backend", module)
    monkeypatch.setitem(backends.ATTRIBUTORS, "attribution.fake", ("fake_backend:Fake", None))
    backends.attributor.cache_clear()
    yield Fake
    Fake.version, Fake.shift, Fake.lost = "1", 0, False
    backends.attributor.cache_clear()


def test_judgement_moves_is_orphaned_and_comes_back(articles: Path, fake: type[Fake]) -> None:
    project = Project(attribution="attribution.fake")
    path = articles.parent / "r.onrecord"
    add(articles, project)
    with onrecord.open(path) as record:
        target = said(record, "measure")
        record.judge(target, "reject", who="jo")

    fake.version, fake.shift = "2", len("the ")  # the same sentence, a word shorter
    assert add(articles, project).renewed == 2
    with onrecord.open(path) as record:
        moved = said(record, "measure")
        assert moved != target
        assert judged(record) == [("reject", "moved", moved)]
        assert not [s for s in record.said() if "measure" in s.quote]

    fake.version, fake.lost = "3", True
    add(articles, project)
    with onrecord.open(path) as record:
        assert judged(record) == [("reject", "orphaned", target)]

    fake.version, fake.lost = "4", False
    add(articles, project)
    with onrecord.open(path) as record:
        assert judged(record) == [("reject", "moved", moved)]

    fake.version, fake.shift = "5", 0
    add(articles, project)
    with onrecord.open(path) as record:
        assert judged(record) == [("reject", "attached", target)]
        assert record.store.check() == []


def test_other_models_beside_a_backend_read_articles_anew(articles: Path, fake: type[Fake], monkeypatch) -> None:
    project = Project(attribution="attribution.fake")
    assert add(articles, project).added == 2
    assert add(articles, project).unchanged == 2
    monkeypatch.setattr(fake, "beside", "another")
    assert add(articles, project).renewed == 2
    assert add(articles, project).unchanged == 2


def test_the_shipped_models_are_part_of_what_a_run_is_reproducible_from() -> None:
    neural = pipeline.versions(Project())
    assert neural["models"] == pipeline.versions(Project())["models"]
    rules = pipeline.versions(Project(attribution="attribution.rules"))
    assert "models" not in rules
    assert rules["events"] == neural["events"]


def test_articles_of_a_record_from_before_there_were_events_get_theirs(articles: Path) -> None:
    project = Project(attribution="attribution.rules")
    (articles / "a.txt").write_text(FIRST + "\nMira Alvarn demanded on Tuesday that the gates be opened.\n")
    add(articles, project)
    path = articles.parent / "r.onrecord"
    with onrecord.open(path) as record:
        found = [e.id for e in record.events().events]
        record.judge(said(record, "gates be opened"), "accept", who="jo")
    assert found
    with closing(sqlite3.connect(path)) as db, db:
        (kept,) = {row[0] for row in db.execute("SELECT versions FROM run")}
        before = {k: v for k, v in json.loads(kept).items() if k in ("onrecord", "attribution")}
        db.execute("UPDATE run SET versions = ?", [json.dumps(before, sort_keys=True)])
        db.execute("INSERT INTO event_fts(event_fts, rowid, evidence) SELECT 'delete', n, evidence FROM event")
        for table in ("event_participant", "event"):
            db.execute(f"DELETE FROM {table}")
    with onrecord.open(path) as record:
        assert record.events().total == 0
    assert add(articles, project).renewed == 2
    with onrecord.open(path) as record:
        assert [e.id for e in record.events().events] == found
        assert [(verdict, state) for verdict, state, _ in judged(record)] == [("accept", "attached")]
        assert record.store.check() == []


# ---------------------------------------------------------------------------- killed

CHILD = """
import sys
from onrecord import Project, adding, record
from onrecord.project import KnownActor
from onrecord.store.db import Store
adding.BATCH_DOCUMENTS = 4
append = Store.append
def told(*args):
    print("batch", flush=True)
    return append(*args)
Store.append = told
known = KnownActor(name="Mira Alvarn", kind="person", aliases=("The Old Heron",))
settings = Project(actors=(known,), attribution="attribution.rules")
with record.open(sys.argv[1], project=settings) as opened:
    opened.add([sys.argv[2]])
"""


def test_killed_renewal_leaves_each_article_old_or_new_and_is_finished_later(
    articles: Path,
    tmp_path: Path,
    forking: Forking,  # noqa: F811
) -> None:
    for i in range(40):
        (articles / f"{i}.txt").write_text(FIRST.replace("nothing", f"{i} metres"))
    path = tmp_path / "r.onrecord"
    add(articles)
    add(articles, ALIASED, "new.onrecord")
    old, new = _told(path), _told(tmp_path / "new.onrecord")
    with onrecord.open(path) as record:
        record.judge(said(record, "17 metres"), "accept", who="jo")
        kept = judged(record)
        target = kept[0][2]
    mixed = 0
    for batch in (2, 3, 4):
        forking.start(CHILD, path, articles)
        for _ in range(batch):
            assert forking.told() == "batch\n"
        forking.kill()
        forking.finish()
        with onrecord.open(path) as record:
            assert record.store.check() == []
            assert judged(record) == kept
        now = _told(path)
        assert all(now[i] in (old[i], new[i]) for i in old)
        mixed += any(now[i] != new[i] for i in old) and any(now[i] != old[i] for i in old)
    assert mixed
    assert 0 < add(articles, ALIASED).renewed < 42
    with onrecord.open(path) as record:
        assert judged(record) == kept
        assert record.explain(target).said.verdict == "accept"
        record.undo(1)
    assert exported(path) == exported(tmp_path / "new.onrecord")


def _told(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Each article's statements, with the names of their speakers: whose id those have follows from all articles."""
    with onrecord.open(path) as record:
        views = list(queries.documents(record.store))
    return {v.document.id: [(s.id, s.content, s.speaker and s.speaker.name) for s in v.said] for v in views}


# ---------------------------------------------------------------------------- what cannot be stored, standard input


def test_readings_that_cannot_be_stored_are_listed(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord import pipeline

    whole = pipeline.analyse

    def broken(raw: object, project: Project) -> Reading | Rejected:
        made = whole(raw, project)  # type: ignore[arg-type]
        if isinstance(made, Reading) and made.document.file.endswith("b.txt"):
            made = replace(made, statements=tuple(replace(s, score=7.0) for s in made.statements))
        return made

    monkeypatch.setattr(pipeline, "analyse", broken)
    with onrecord.open(articles.parent / "r.onrecord", project=RULES, create=True) as record:
        done = record.add([str(articles)])
        assert (done.added, done.rejected, done.seen) == (1, 1, 2)
        assert [(Path(r.file).name, r.reason) for r in done.rejects] == [("b.txt", "internal-error")]
        assert len(record.status().rejected) == 1
        assert record.status().runs[-1].counts["rejected"] == 1


def test_two_texts_from_standard_input_are_two_articles(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "r.onrecord", project=RULES, create=True) as record:
        for text, wanted in ((FIRST, (1, 0, 0, 0, 0)), (SECOND, (1, 0, 0, 0, 0)), (FIRST, (0, 0, 0, 1, 0))):
            assert counts(record.add(["-"], stdin=io.BytesIO(text.encode()))) == wanted
        assert (record.status().documents, record.status().superseded) == (2, 0)
        for text in ("one is here.", "two is there."):
            record.add(["-"], stdin=io.BytesIO(b'{"text": "Number %s"}\n' % text.encode()))
        assert (record.status().documents, record.status().superseded) == (4, 0)
        for text in ("one is here.", "two is there."):  # items that say who they are have versions
            record.add(["-"], stdin=io.BytesIO(b'{"id": "x", "text": "Item %s"}\n' % text.encode()))
        assert (record.status().documents, record.status().superseded) == (5, 1)
    with onrecord.open(tmp_path / "r.onrecord", project=ALIASED) as record:
        assert counts(record.add(["-"], stdin=io.BytesIO(FIRST.encode()))) == (0, 0, 1, 0, 0)


# ---------------------------------------------------------------------------- moved, linked, copied


def files(record: Record) -> list[str]:
    return sorted(Path(v.document.file).name for v in queries.documents(record.store))


def test_moved_article_keeps_its_id_and_judgements(articles: Path) -> None:
    add(articles)
    path = articles.parent / "r.onrecord"
    with onrecord.open(path) as record:
        record.judge(said(record, "measure"), "reject", who="jo")
        kept, statements = judged(record), record.status().statements
        before = {v.document.id: v.document.title for v in queries.documents(record.store)}
    (articles / "a.txt").rename(articles / "z.txt")
    for done in (add(articles), add(articles)):
        assert counts(done) == (0, 0, 0, 2, 0)
    with onrecord.open(path) as record:
        assert files(record) == ["b.txt", "z.txt"]
        assert {v.document.id: v.document.title for v in queries.documents(record.store)} == before
        status = record.status()
        assert (status.documents, status.superseded, status.copies, status.statements) == (2, 0, 0, statements)
        assert judged(record) == kept
        assert record.show("z.txt").document.id in before
        assert set(record.store.known_locations()) == {str(articles / "b.txt"), str(articles / "z.txt")}
    assert counts(add(articles, ALIASED)) == (0, 0, 2, 0, 0), "and is analysed anew under its old id"
    with onrecord.open(path) as record:
        assert {v.document.id for v in queries.documents(record.store)} == set(before)
        assert judged(record) == kept
    (articles / "z.txt").write_text(FIRST.replace("northern", "southern"))
    assert counts(add(articles, ALIASED)) == (0, 1, 0, 1, 0), "and has versions where it lies now"


def test_renamed_folder_is_moved_whole_and_settings_changed_meanwhile(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = times(120, 40)
    monkeypatch.setattr(adding, "BATCH_DOCUMENTS", many - 20)  # more than one batch
    for i in range(many):
        (articles / f"{i}.txt").write_text(FIRST.replace("nothing", f"{i} metres"))
    add(articles)
    renamed = articles.rename(articles.parent / "elsewhere")
    assert counts(add(renamed)) == (0, 0, 0, many + 2, 0)
    again = renamed.rename(articles.parent / "else")
    assert counts(add(again, ALIASED)) == (0, 0, many + 2, 0, 0)
    with onrecord.open(articles.parent / "r.onrecord") as record:
        assert (record.status().documents, record.status().superseded) == (many + 2, 0)
        assert all(str(again) in v.document.file for v in queries.documents(record.store))
        assert record.store.check() == []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("link", ["symlink", "hard link", "folder"])
def test_links_are_the_same_article(articles: Path, link: str, first: bool, jobs: int) -> None:
    path = articles.parent / "r.onrecord"
    other = articles.parent / "0-linked"
    if link == "folder":
        other.symlink_to(articles)
    else:
        other.mkdir()
        make = Path.symlink_to if link == "symlink" else Path.hardlink_to
        for name in ("a.txt", "b.txt"):
            make(other / name, articles / name)
            make(articles / f"{name}.link", articles / name)
    with onrecord.open(path, project=RULES, create=True) as record:
        if first:
            record.add([str(articles / "a.txt"), str(articles / "b.txt")])
        done = record.add([str(other), str(articles)], jobs=jobs)
        assert done.added == (0 if first else 2)
        assert (record.status().documents, record.status().copies, len(done.rejects)) == (2, 0, 0)
        assert done.seen == (4 if link == "folder" else 6)
        assert record.add([str(articles), str(other)], jobs=jobs).added == 0
        assert record.store.check() == []


def test_same_text_of_two_outlets_stays_two_articles(tmp_path: Path) -> None:
    for outlet in ("outlet-a", "outlet-b"):
        (tmp_path / "articles" / outlet).mkdir(parents=True)
        (tmp_path / "articles" / outlet / "001.txt").write_text(FIRST)
    for wanted in ((2, 0, 0, 0, 0), (0, 0, 0, 2, 0)):
        assert counts(add(tmp_path / "articles")) == wanted
        with onrecord.open(tmp_path / "r.onrecord") as record:
            assert (record.status().documents, record.status().copies) == (2, 1)


def test_one_place_gone_and_two_new_is_one_move_and_one_copy(articles: Path) -> None:
    add(articles)
    text = (articles / "a.txt").read_bytes()
    (articles / "a.txt").rename(articles / "m.txt")
    (articles / "n.txt").write_bytes(text)
    assert counts(add(articles)) == (1, 0, 0, 2, 0)
    with onrecord.open(articles.parent / "r.onrecord") as record:
        assert files(record) == ["b.txt", "m.txt", "n.txt"]
        assert record.status().copies == 1


def test_old_place_that_says_something_else_now_is_no_move(articles: Path) -> None:
    add(articles)
    (articles / "a.txt").rename(articles / "z.txt")
    (articles / "a.txt").write_text(FIRST.replace("northern", "southern"))
    assert counts(add(articles)) == (1, 1, 0, 1, 0)
    with onrecord.open(articles.parent / "r.onrecord") as record:
        assert files(record) == ["a.txt", "b.txt", "z.txt"]


def _lines(*records: dict[str, str]) -> str:
    return "".join(json.dumps(r) + "\n" for r in records)


def test_items_of_another_dump(tmp_path: Path) -> None:
    one, two = {"id": "x7", "text": FIRST}, {"url": "https://example.org/rain", "text": SECOND}
    nameless = {"text": FIRST.replace("northern", "western")}
    path = tmp_path / "r.onrecord"
    (tmp_path / "1.jsonl").write_text(_lines(one, two, nameless))
    (tmp_path / "2.jsonl").write_text(_lines(two, {"id": "x8", "text": FIRST}, nameless, one))
    with onrecord.open(path, project=RULES, create=True) as record:
        done = record.add([str(tmp_path / "1.jsonl"), str(tmp_path / "2.jsonl")])
        # without id or url nothing tells that two dumps hold the same item; another id is another item
        assert counts(done) == (5, 0, 0, 2, 0)
        assert counts(record.add([str(tmp_path / "2.jsonl")])) == (0, 0, 0, 4, 0)
        ids = {v.document.id for v in queries.documents(record.store)}
    (tmp_path / "2.jsonl").rename(tmp_path / "3.jsonl")
    with onrecord.open(path, project=RULES) as record:
        assert counts(record.add([str(tmp_path / "3.jsonl")])) == (0, 0, 0, 4, 0)
        assert {v.document.id for v in queries.documents(record.store)} == ids
        assert len([v for v in queries.documents(record.store) if "3.jsonl#" in v.document.file]) >= 2
    (tmp_path / "4.jsonl").symlink_to(tmp_path / "1.jsonl")
    with onrecord.open(path, project=ALIASED) as record:
        assert counts(record.add([str(tmp_path / "4.jsonl")])) == (0, 0, 3, 0, 0)
        assert {v.document.id for v in queries.documents(record.store)} == ids
        assert record.store.check() == []


def test_stopped_run_counts_until_a_run_is_finished(articles: Path) -> None:
    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    path = articles.parent / "r.onrecord"
    with onrecord.open(path, project=RULES, create=True) as record:
        with pytest.raises(KeyboardInterrupt):
            record.add([str(articles)], progress=stop)
        assert record.status().unfinished_runs == 1
    add(articles)
    with onrecord.open(path) as record:
        assert (record.status().unfinished_runs, len(record.status().runs)) == (0, 2)


def test_passage_of_a_page_is_its_paragraph(tmp_path: Path) -> None:
    page = "<p>" + "</p><p>".join(FIRST.strip().split("\n\n")[1:]) + "</p>"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.html").write_text(
        f"<html><body><article><h1>Dispute</h1>{page}</article></body></html>"
    )
    add(tmp_path / "articles")
    with onrecord.open(tmp_path / "r.onrecord") as record:
        passage = record.explain(said(record, "measure")).passage.text
    assert passage == "The Old Heron said the commission had nothing to measure."
