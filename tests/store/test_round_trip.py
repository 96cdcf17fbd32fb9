"""What is appended comes back equal, whatever text it holds; what cannot be is refused or replaced, and says so."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factory import cluster, fill, reading, rejected, sha

from effort import times
from onrecord.model import Evidence, Mention, Reading, Span, Statement, When
from onrecord.store import encode, queries, schema
from onrecord.store.db import Store

LINES = [("Ann Lee", "We will sign."), ("Bo Ford", "No deal."), ("Ann Lee", "Well."), (None, "Rain is near.")]


def broken_quotation() -> Reading:
    """A quotation in two pieces, whose first piece holds the very mark that joins pieces in the table."""
    r = reading("pieces.txt", [("Ann Lee", "We ... will, she said, sign.")])
    s = r.statements[0]
    at = s.content[0].start
    doc = r.document
    cut = [(at, at + 11), (at + 22, at + 27)]
    pieces = tuple(Span(doc=doc.id, start=a, end=b, text=doc.text[a:b]) for a, b in cut)
    assert [p.text for p in pieces] == ["We ... will", " sign"]
    return replace(r, statements=(replace(s, content=pieces),))


@pytest.mark.parametrize(
    "made",
    [
        reading("a.txt", LINES),
        reading("none.txt", []),
        reading("dated.txt", LINES, said=When(since=date(2019, 1, 1), until=date(2019, 12, 31), text="in 2019")),
        reading("bare.txt", LINES, outlet=None, published=None, title=""),
        broken_quotation(),
    ],
    ids=lambda r: r.document.key,
)
def test_reading_comes_back_equal(store: Store, made: Reading) -> None:
    fill(store, [reading("other.txt", LINES), made, reading("third.txt", LINES)])
    assert store.reading(made.document.id) == made
    [said] = [v.said for v in queries.documents(store) if v.document.id == made.document.id]
    assert [(s.id, s.source, s.cue, s.content) for s in said] == [
        (s.id, s.source, s.cue, s.content) for s in sorted(made.statements, key=lambda s: s.content[0].start)
    ]


@pytest.mark.parametrize(
    ("at", "stored"),
    [
        (datetime(2019, 3, 4, 23, 30, tzinfo=timezone(timedelta(hours=-5))), "2019-03-05T04:30:00+00:00"),
        (datetime(2019, 3, 4, 23, 30), "2019-03-04T23:30:00"),  # noqa: DTZ001 - a page that tells no offset
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))), "0001-01-01T00:00:00+03:00"),
    ],
)
def test_time_of_publication_is_kept_in_utc(store: Store, at: datetime, stored: str) -> None:
    made = reading()
    made = replace(made, document=replace(made.document, published_at=at))
    fill(store, [made])
    back = store.reading(made.document.id)
    assert back is not None
    assert back.document.published_at == at
    with store.read() as conn:
        assert conn.exec_driver_sql("SELECT published_at FROM document").scalar() == stored


def test_row_functions_follow_the_tables() -> None:
    r = reading("a.txt", LINES)
    rows = {
        "document": encode.document_row(1, r.document, 1),
        "entity": encode.entity_row(1, r.entities[0], 1),
        "mention": encode.mention_row(1, r.mentions[0], 1, 1),
        "role": encode.role_row(1, r.roles[0], 1, 1),
        "statement": encode.statement_row(1, r.statements[0], 1, 1, None, None),
    }
    for name, row in rows.items():
        assert len(row) == len(schema.metadata.tables[name].columns), name


anything = st.text(st.characters(exclude_categories=()), max_size=40)  # half surrogate pairs and NUL too
sound = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@st.composite
def readings(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Reading:
    """An article of arbitrary text with arbitrary true spans in it."""
    text = draw(texts) + draw(texts) + draw(texts)
    made = reading(f"{draw(texts)}.txt")
    doc = "d" + sha(text + made.document.key)[:16]

    def span() -> Span:
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return Span(doc=doc, start=a, end=b, text=text[a:b])

    entity = replace(made.entities[0], doc=doc, name=draw(texts), key=draw(texts))
    spans = st.integers(1, 3).map(lambda n: tuple(span() for _ in range(n)))
    return Reading(
        document=replace(
            made.document, id=doc, text=text, key=draw(texts), file=draw(texts), location=draw(texts),
            title=draw(texts), outlet=draw(st.none() | texts), raw_sha=sha(text),
            evidence=(Evidence(field=draw(texts), value=draw(texts), origin="test"),), parts=(),
        ),
        entities=(entity,),
        mentions=(
            Mention(id="m1", span=span(), kind="name", entity=entity.id, score=draw(st.floats(0, 1)), why="", by=""),
        ),
        statements=(
            Statement(
                id="s" + doc, doc=doc, source=draw(spans), cue=(), content=draw(spans), speaker=entity.id,
                kind="direct", act="assertion", score=0.5, why=draw(texts), by=draw(texts),
            ),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed record, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "r"
    Store.create(path).close()
    return path


def copied(empty: Path, folder: str) -> Store:
    return Store.open(shutil.copyfile(empty, Path(folder, "r")), write=True)


slow = settings(max_examples=times(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(made=readings(sound))
@slow
def test_any_text_comes_back(empty: Path, made: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder, copied(empty, folder) as store:
        fill(store, [made])
        assert store.reading(made.document.id) == made
        known = store.known(made.document.location)
        assert (known.doc, known.raw_sha) == (made.document.id, made.document.raw_sha)
        list(queries.documents(store)), list(queries.actors(store)), queries.status(store)
        assert queries.explain(store, made.statements[0].id).said.content == made.statements[0].content


@given(made=readings(anything))
@slow
def test_half_surrogate_pairs_are_replaced_and_noted(empty: Path, made: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder, copied(empty, folder) as store:
        fill(store, [made], [rejected("\udcff.txt", detail="\ud800")])
        back = store.reading(made.document.id)
        assert back is not None
        halves = [c for c in made.document.text if "\ud800" <= c <= "\udfff"]
        for s in back.statements[0].content:
            assert back.document.text[s.start : s.end] == s.text
        assert len(back.document.text) == len(made.document.text)
        assert back.document.text.count("\ufffd") == made.document.text.count("\ufffd") + len(halves)
        notes = [e for e in back.document.evidence if e.origin.startswith("half surrogate")]
        assert [e.value for e in notes] == ([str(len(halves))] if halves else [])
        assert fill(store, [made]).unchanged == 1
        assert store.known(made.document.location) is not None
        assert queries.status(store).documents == 1


def wrong_span(r: Reading) -> Reading:
    s = r.statements[0]
    return replace(r, statements=(replace(s, content=(replace(s.content[0], start=s.content[0].start + 1),)),))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (wrong_span, "is not what the text says there"),
        (lambda r: replace(r, statements=r.statements * 2), "two statements have the same id"),
        (lambda r: replace(r, entities=r.entities * 2), "two entities have the same id"),
        (lambda r: replace(r, entities=()), "which the document does not have"),
        (lambda r: replace(r, statements=(replace(r.statements[0], content=()),)), "has no content"),
        (lambda r: replace(r, statements=(replace(r.statements[0], score=float("nan")),)), "a score is nan"),
    ],
)
def test_reading_that_contradicts_itself_is_refused_alone(store: Store, spoil: object, says: str) -> None:
    done = fill(store, [spoil(reading("bad.txt")), reading("good.txt")])
    assert (done.added, done.rejected) == (1, 1)
    assert says in done.refused[0].detail
    [row] = queries.status(store).rejected
    assert (row.file, row.reason) == ("news/bad.txt", "internal-error")
    assert store.known("/news/bad.txt") is None
    assert fill(store, [reading("bad.txt")]).added == 1
    assert queries.status(store).rejected == ()


def test_runs_come_back(store: Store) -> None:
    first = store.begin_run("p1", {"onrecord": "1"}, at=datetime(2024, 1, 1, tzinfo=UTC))
    second = store.begin_run("p2", {"onrecord": "2"})
    store.finish_run(second, {"added": 3}, 1.5)
    status = queries.status(store)
    assert [r.id for r in status.runs] == [first, second]
    assert status.runs[0].started == datetime(2024, 1, 1, tzinfo=UTC)
    assert status.runs[0].finished is None
    assert (status.runs[1].counts, status.runs[1].seconds, status.unfinished_runs) == ({"added": 3}, 1.5, 0)
    store.begin_run("p3", {})
    assert queries.status(store).unfinished_runs == 1, "no finished run came after this one"
    store.finish_run(store.begin_run("p3", {}), {}, 0.1)
    assert queries.status(store).unfinished_runs == 0


def test_entities_of_the_whole_record(store: Store) -> None:
    made = [reading("a.txt", LINES), reading("b.txt", LINES)]
    fill(store, made)
    assert list(store.entities()) == [e for r in made for e in r.entities]
    assert len(cluster(made)[1]) == 4
