"""What a reviewer sees around a row, and lines of the log as pages ask for them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
from onrecord import project
from onrecord.errors import NotFound
from onrecord.record import Record
from onrecord.store.context_rows import Core
from onrecord.store.contexts import AROUND, PEOPLE, WIDEST


@pytest.fixture
def record(sample_home: Path, tmp_path: Path) -> Iterator[Record]:
    """A copy of the record of the sample coverage, to be changed."""
    for name in ("onrecord.toml", "record.onrecord"):
        shutil.copy(sample_home / name, tmp_path)
    with onrecord.open(tmp_path / "record.onrecord", project=project.load(tmp_path / "onrecord.toml")) as opened:
        yield opened


def cores(record: Record) -> list[Core]:
    """The core of each statement's content."""
    return [
        Core(doc=s.document.id, start=s.content[0].start, end=s.content[-1].end, statement=s.id) for s in record.said()
    ]


def test_every_statement_of_the_sample_stands_whole_in_its_context(record: Record) -> None:
    wanted = cores(record)
    found = record.contexts(wanted)
    assert set(found) == set(wanted) and len(wanted) > 100
    texts = {c.doc: record.sentences(c.doc).text for c in wanted}
    said = {s.id: s for s in record.said()}
    for core, context in found.items():
        end = context.start + len(context.text)
        assert context.start <= core.start and core.end <= end
        assert context.text == texts[core.doc][context.start : end]
        assert core.start - context.start <= WIDEST and end - core.end <= WIDEST
        assert len(context.people) <= PEOPLE and len(set(context.people)) == len(context.people)
        shown = {i for s, e in context.blocks for i in range(s, e)}
        for span in said[core.statement].content:
            assert all(i in shown for i in range(span.start, span.end) if not texts[core.doc][i].isspace())
        assert all(a[1] <= b[0] for a, b in zip(context.blocks, context.blocks[1:], strict=False))


def test_two_sentences_stand_on_either_side(record: Record) -> None:
    for core, context in record.contexts(cores(record)).items():
        found = record.sentences(core.doc).sentences
        inside = [i for i, (s, e) in enumerate(found) if s < core.end and e > core.start]
        first, last = found[max(0, inside[0] - AROUND)][0], found[min(len(found) - 1, inside[-1] + AROUND)][1]
        assert context.start >= first and context.start + len(context.text) <= last
        if core.start - first <= WIDEST:
            assert context.start == first


def test_conditions_come_with_their_statement(record: Record) -> None:
    wanted = cores(record)
    conditional = {s.id for c in record.conditions().conditions for s in c.sources}
    with_some = {core: context for core, context in record.contexts(wanted).items() if context.conditions}
    assert {c.statement for c in with_some} == conditional & {c.statement for c in wanted} != set()
    for core, context in with_some.items():
        text = record.show(core.doc).text  # type: ignore[union-attr]
        assert all(text[s.start : s.end] == s.text for s in context.conditions)


def test_the_nearest_people_come_first(record: Record) -> None:
    said = next(s for s in record.said() if s.speaker and s.source and s.source[0].text == s.speaker.name)
    spans = (*said.source, *said.content)
    core = Core(doc=said.document.id, start=min(s.start for s in spans), end=max(s.end for s in spans))
    assert said.speaker in record.contexts([core])[core].people[:3]


def test_what_is_not_there_has_no_context(record: Record) -> None:
    assert record.contexts([Core(doc="d0000000000000000", start=0, end=5)]) == {} and record.contexts([]) == {}
    with pytest.raises(NotFound):
        record.sentences("d0000000000000000")


def test_propositions_are_those_of_the_issues(record: Record) -> None:
    assert list(record.propositions().items()) == [(i.name, i.statement or i.name) for i in record.issues()]


def test_lines_of_the_log_are_asked_for_by_number_and_by_row(record: Record) -> None:
    first, second = (s.id for s in record.said(limit=2))
    assert record.newest() == 0 and record.standing([first, second]) == {}
    one = record.judge(first, "accept", who="Ana")
    other = record.judge(first, "reject", who="Ben")
    record.judge(first, "unsure", who="Ben")
    assert record.newest() == other.id + 1
    assert record.judgement(one.id).verdict == "accept"
    assert {t: j.id for t, j in record.standing([first, second]).items()} == {first: other.id}
    record.undo(other.id)
    assert record.standing([first])[first].id == one.id
    bulk = record.judge_all([first, second], "accept", who="Ana")
    assert [j.id for j in record.bulk(bulk.number)] == [j.id for j in bulk.judgements]
    for missing in (record.judgement, record.bulk):
        with pytest.raises(NotFound):
            missing(9999)
