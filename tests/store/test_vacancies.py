"""Posts that one article leaves vacant are filled by what others say, whatever the order, and emptied again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
from onrecord.project import Project
from onrecord.record import Record

ASKING = (
    "Velm, 3 March 2024\n\nThe Merrun Defence Front met in Velm on Sunday. Its spokesman said that the port would stay "
    "closed for another week.\n\nThe energy minister said that the lights would stay on."
)
TELLING = (
    "Velm, 20 January 2024\n\nPetar Dossen, spokesman for the Merrun Defence Front, said that it had rained.\n\n"
    "Energy Minister Mira Alvarn said that it had not."
)
LATER = "Velm, 9 April 2024\n\nTomas Barran, spokesman for the Merrun Defence Front, said that it had rained again."
ARTICLES = {"asking.txt": ASKING, "telling.txt": TELLING, "later.txt": LATER}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    rules = Project(attribution="attribution.rules")
    with onrecord.open(tmp_path / "r.onrecord", project=rules, create=True) as made:
        yield made


def add(record: Record, folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(ARTICLES[name], encoding="utf-8")
        record.add(folder / name)


def speaker(record: Record, words: str) -> str | None:
    (said,) = [s for s in record.said(limit=None) if words in s.quote]
    return said.speaker.name if said.speaker else None


def test_nobody_is_known_by_a_post_alone(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path / "in", "asking.txt")
    assert speaker(record, "the port would stay closed") is None
    assert speaker(record, "the lights would stay on") is None


@pytest.mark.parametrize("order", list(itertools.permutations(["asking.txt", "telling.txt"])))
def test_another_article_names_the_holder(record: Record, tmp_path: Path, order: tuple[str, ...]) -> None:
    add(record, tmp_path / "in", *order)
    assert speaker(record, "the port would stay closed") == "Petar Dossen"
    assert speaker(record, "the lights would stay on") == "Mira Alvarn"
    why = record.explain(next(s.id for s in record.said(limit=None) if "the port would stay" in s.quote))
    assert why.speaker_link == "office-holder"
    assert why.speaker_role is not None
    assert why.speaker_role.document.file.endswith("telling.txt")
    assert why.speaker_role.title == "spokesman"


@pytest.mark.parametrize("order", list(itertools.permutations(ARTICLES)))
def test_two_that_may_be_meant_are_none(record: Record, tmp_path: Path, order: tuple[str, ...]) -> None:
    add(record, tmp_path / "in", *order)
    assert speaker(record, "the port would stay closed") is None
    assert speaker(record, "the lights would stay on") == "Mira Alvarn"


def test_an_article_taken_out_claims_nothing(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path / "in", *ARTICLES)
    record.remove("later.txt", who="ana")
    assert speaker(record, "the port would stay closed") == "Petar Dossen"
    record.remove("telling.txt", who="ana")
    assert speaker(record, "the port would stay closed") is None
    add(record, tmp_path / "in", "telling.txt")
    assert speaker(record, "the port would stay closed") == "Petar Dossen"


def test_two_names_that_become_one_actor_hold_it_together(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path / "in", *ARTICLES)
    done = record.merge("Petar Dossen", "Tomas Barran", who="ana")
    assert speaker(record, "the port would stay closed") in ("Petar Dossen", "Tomas Barran")
    record.undo(done.id)
    assert speaker(record, "the port would stay closed") is None


def test_a_second_name_finds_its_actor(record: Record, tmp_path: Path) -> None:
    text = "Velm, 3 March 2024\n\nThe Merrun Defence Front (MDF) said that it had rained. The MDF said more."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    record.add(tmp_path / "a.txt")
    assert record.show("MDF").actor.name == "Merrun Defence Front"  # type: ignore[union-attr]


def test_what_a_post_is_called_is_no_name_of_its_holder(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path / "in", *ARTICLES)
    dossier = record.show("Mira Alvarn")
    assert [n.name for n in dossier.names] == ["Mira Alvarn"]  # type: ignore[union-attr]
    assert not [a for a in record.show("Mira Alvarn").names if "minister" in a.name]  # type: ignore[union-attr]
