"""show, explain, status and the streams that exports read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from store_factory import Begin, fill, reading

from onrecord.errors import NotFound
from onrecord.model import Evidence, Part, Reading
from onrecord.store import queries, review, schema
from onrecord.store.db import Store
from onrecord.store.rows import DocumentView, Dossier, Explanation, NameCount

A = reading("2019/a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal."), ("Ann Lee", "Well.")])
B = reading(
    "b.txt", [("Lee", "Never."), (None, "Rain.")], published=date(2020, 5, 6), outlet="Lake Post", title="All wet"
)


def _full(store: Store) -> None:
    fill(store, [A, B])


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def test_dossier(full: Store) -> None:
    ann = queries.show(full, "ann lee")
    assert isinstance(ann, Dossier)
    assert ann.names == (NameCount(name="Ann Lee", count=2), NameCount(name="Lee", count=1))
    assert ann.outlets == (NameCount(name="The Bay Courier", count=2), NameCount(name="Lake Post", count=1))
    assert (ann.statements, ann.mentions, ann.first, ann.last) == (3, 3, date(2019, 3, 4), date(2020, 5, 6))
    assert [s.quote for s in ann.said] == ["Never.", "We will sign.", "Well."]
    assert [(r.title, r.evidence.text) for r in ann.roles] == [("minister", "Ann Lee"), ("minister", "Lee")]
    assert list(ann.said) == queries.said(full, by=ann.actor.id)


@pytest.mark.parametrize("what", ["news/2019/a.txt", "./news/2019/a.txt", "a.txt", "2019/a.txt", "News of 2019/a.txt"])
def test_article_by_file_title_or_end_of_file(full: Store, what: str) -> None:
    view = queries.show(full, what)
    assert isinstance(view, DocumentView)
    assert (view.document.id, view.text, view.parts) == (A.document.id, A.document.text, A.document.parts)
    assert view.evidence == A.document.evidence
    assert [s.id for s in view.said] == [s.id for s in A.statements]
    assert (view.byline, view.language, view.format, view.superseded_by) == ("By Jo Roe", "en", "text", None)
    assert queries.show(full, A.document.id) == view


def test_end_of_a_file_that_fits_two_names_them(full: Store) -> None:
    with pytest.raises(NotFound, match=r"may be news/2019/a.txt, news/b.txt; write more of the path"):
        queries.show(full, ".txt")


def test_file_whose_article_has_a_newer_version_is_the_newer(full: Store) -> None:
    new = reading("2019/a.txt", [("Ann Lee", "Changed.")])
    fill(full, [new])
    assert queries.show(full, "news/2019/a.txt").document.id == new.document.id


def test_statement_by_id_or_its_beginning(full: Store) -> None:
    s = A.statements[0]
    for what in (s.id, s.id[:9], s.id[:6]):
        found = queries.show(full, what)
        assert isinstance(found, Explanation)
        assert found == queries.explain(full, what)
        assert found.said.id == s.id
    with pytest.raises(NotFound):
        queries.explain(full, s.id[:5])
    with pytest.raises(NotFound):
        queries.explain(full, "")


def test_article_by_the_beginning_of_its_id(full: Store) -> None:
    assert queries.show(full, A.document.id[:7]) == queries.show(full, A.document.id)


@pytest.mark.parametrize("of", [A.statements[0].id, A.document.id])
def test_id_that_is_too_short_is_told_so(full: Store, of: str) -> None:
    with pytest.raises(NotFound, match=r"an id may be shortened to 6 characters, not to 5$"):
        queries.show(full, of[:5])


def _dump(name: str, count: int) -> list[Reading]:
    made = [reading(f"{name}#{i}", [("Ann Lee", f"Number {i} of {name}.")]) for i in range(count)]
    return [replace(m, document=replace(m.document, location=f"/news/{name}#{i}")) for i, m in enumerate(made)]


def test_file_that_holds_several_articles_lists_them(store: Store) -> None:
    dump = _dump("sub/dump.jsonl", 3)
    fill(store, [*dump, *_dump("one.parquet", 1), *_dump("other-dump.jsonl", 2)])
    for what in ("news/sub/dump.jsonl", "./news/sub/dump.jsonl", "dump.jsonl", "sub/dump.jsonl"):
        with pytest.raises(NotFound, match=rf"'{what}' holds 3 articles: ") as caught:
            queries.show(store, what)
        assert f"news/sub/dump.jsonl#2 ({dump[2].document.id}); ask for one by its id" in str(caught.value)
    assert queries.show(store, "one.parquet").document.file == "news/one.parquet#0"
    assert queries.show(store, "dump.jsonl#1").document.id == dump[1].document.id


def test_file_that_holds_many_articles_lists_eight(store: Store) -> None:
    fill(store, _dump("dump.jsonl", 11))
    with pytest.raises(NotFound, match=r"holds 11 articles: .*dump.jsonl#7 \(d\w+\), \.\.\.; ask") as caught:
        queries.show(store, "dump.jsonl")
    assert str(caught.value).count("#") == 8


def test_nothing_of_that_name(full: Store) -> None:
    with pytest.raises(NotFound, match=r"nothing here is called 'Anne Lee'.*did you mean Ann Lee"):
        queries.show(full, "Anne Lee")


def test_explanation_has_paragraph_mention_and_link(full: Store) -> None:
    found = queries.explain(full, A.statements[2].id)
    assert found.passage.text == "Ann Lee said: “Well.”"
    assert A.document.text[found.passage.start : found.passage.end] == found.passage.text
    assert found.speaker_mention is not None
    assert found.speaker_mention.span == A.mentions[2].span
    assert (found.speaker_mention.why, found.speaker_link, found.run) == ("full name", "key lee", 1)
    assert [a.name for a in found.said.via] == ["Ann Lee", "Bo Ford"]
    assert found.said.within == A.statements[0].id
    addressed = queries.explain(full, A.statements[1].id)
    assert addressed.said.addressee is not None
    assert addressed.said.addressee.name == "Bo Ford"
    nobody = queries.explain(full, B.statements[1].id)
    assert (nobody.said.speaker, nobody.speaker_mention, nobody.speaker_link) == (None, None, None)


def test_passage_of_an_article_without_parts_is_its_line(store: Store) -> None:
    bare = replace(A, document=replace(A.document, parts=()))
    fill(store, [bare])
    assert queries.explain(store, A.statements[1].id).passage.text == "Bo Ford said: “No deal.”"


def test_passage_is_the_paragraph_where_a_part_is_the_whole_article(store: Store) -> None:
    """A page's paragraphs of one label are one part."""
    whole = Part(start=A.document.parts[1].start, end=A.document.parts[-1].end, label="body")
    fill(store, [replace(A, document=replace(A.document, parts=(A.document.parts[0], whole)))])
    for s, line in zip(A.statements, ("We will sign.", "No deal.", "Well."), strict=True):
        who = s.source[0].text
        assert queries.explain(store, s.id).passage.text == f"{who} said: “{line}”"


def test_passage_of_a_long_paragraph_is_what_is_around(store: Store) -> None:
    made = reading("a.txt", [("Ann Lee", "We will sign.")], title="Head of " + "long " * 2_000)
    text = made.document.text.replace("\n\nAnn", "  Ann").replace("\n\n", "  ") + "tail " * 2_000
    fill(store, [replace(made, document=replace(made.document, text=text, parts=()))])
    passage = queries.explain(store, made.statements[0].id).passage
    assert 1_000 < len(passage.text) <= 1_500
    assert passage.text == text[passage.start : passage.end]
    assert "Ann Lee said: “We will sign.”" in passage.text
    assert (passage.text.split()[0], passage.text.split()[-1]) == ("long", "tail")


def test_explanation_says_whom_the_machine_took_for_the_speaker(full: Store) -> None:
    target = A.statements[0].id
    assert queries.explain(full, target).machine_speaker is None
    made = review.judge(full, target, "correct", {"speaker": "Bo Ford"}, who="jo")
    found = queries.explain(full, target)
    assert (found.said.speaker.name, found.machine_speaker.name) == ("Bo Ford", "Ann Lee")
    assert found.machine_speaker == queries.actor(full, "Ann Lee")
    nobody = B.statements[1].id
    review.judge(full, nobody, "correct", {"speaker": "Bo Ford"}, who="jo")
    assert queries.explain(full, nobody).machine_speaker is None
    review.undo(full, made.id)
    assert queries.explain(full, target).machine_speaker is None


def test_explanation_of_an_older_version_names_the_newer(full: Store) -> None:
    assert queries.explain(full, A.statements[0].id).superseded_by is None
    new = reading("2019/a.txt", [("Ann Lee", "Changed.")])
    fill(full, [new])
    assert queries.explain(full, A.statements[0].id).superseded_by == new.document.id
    assert queries.explain(full, new.statements[0].id).superseded_by is None


def test_status_counts_copies(full: Store) -> None:
    assert queries.status(full).copies == 0
    copies = [
        replace(m, document=replace(m.document, raw_sha=A.document.raw_sha))
        for m in (reading("c.txt", [("Lee", "One.")]), reading("d.txt", [("Lee", "Two.")]))
    ]
    fill(full, copies)
    assert (queries.status(full).documents, queries.status(full).copies) == (4, 2)
    fill(full, [reading("d.txt", [("Lee", "Three.")])])
    assert queries.status(full).copies == 1, "older versions do not count"


def test_status(full: Store) -> None:
    status = queries.status(full)
    assert (status.documents, status.superseded, status.statements) == (2, 0, 5)
    assert (status.by_kind, status.resolved, status.unresolved, status.unnamed) == ({"direct": 5}, 4, 0, 1)
    assert (status.actors, status.first, status.last, status.undated) == (2, date(2019, 3, 4), date(2020, 5, 6), 0)
    assert status.outlets == (NameCount(name="Lake Post", count=1), NameCount(name="The Bay Courier", count=1))
    assert status.speakers == (NameCount(name="Ann Lee", count=3), NameCount(name="Bo Ford", count=1))
    assert status.changed == status.runs[0].finished
    assert (status.schema, status.path) == (schema.HEAD, str(full.path))


def test_status_names_what_has_no_date_and_why(store: Store) -> None:
    made = reading("b.txt", published=None)
    doubt = Evidence(field="date.doubt", value="31 June 2019", origin="The calendar has no such day or year.")
    impossible = replace(made, document=replace(made.document, evidence=(*made.document.evidence, doubt)))
    fill(store, [reading("a.txt", [("Di Roe", "No.")]), impossible, reading("c.txt", published=None)])
    status = queries.status(store)
    assert status.undated == 2
    assert [(row.file, row.doubts) for row in status.without_date] == [
        ("news/b.txt", ("31 June 2019: The calendar has no such day or year.",)),
        ("news/c.txt", ()),
    ]


def test_status_counts_a_source_without_actor_as_unresolved(store: Store) -> None:
    store.append(store.begin_run("p", {}), [A])
    status = queries.status(store)
    assert (status.resolved, status.unresolved, status.unnamed) == (0, 3, 0)


def test_streams(full: Store) -> None:
    assert [v.document.id for v in queries.documents(full)] == [A.document.id, B.document.id]
    assert [s.id for s in queries.statements(full)] == [s.id for m in (A, B) for s in m.statements]
    entries = list(queries.actors(full))
    assert [e.actor.name for e in entries] == ["Ann Lee", "Bo Ford"]
    assert [m.span for m in entries[0].mentions] == [A.mentions[0].span, A.mentions[2].span, B.mentions[0].span]
    assert list(queries.mentions(full, "Ann Lee")) == list(entries[0].mentions)
    assert entries[0].names == queries.show(full, "Ann Lee").names


def test_stream_left_early_and_asked_between(full: Store) -> None:
    stream = queries.statements(full)
    assert len(list(islice(stream, 2))) == 2
    fill(full, [reading("c.txt", [("Cy Fox", "Later.")])])
    assert queries.count_said(full) == 6
    assert len(list(stream)) == 3, "a stream sees the state it began with"
    abandoned = queries.documents(full)
    next(abandoned)
    abandoned.close()
