"""Reading and writing files of DNA: nothing is lost, and what is no such file is told with what to do."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from dna_factory import MAX, PASSWORD, SAMPLE, TEXT, USUAL, agreed, checker, made, written
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.dna.coding import Parts, codings
from onrecord.dna.joining import joined
from onrecord.dna.password import fits, hashed
from onrecord.dna.reading import read
from onrecord.dna.tables import TABLES, defaults
from onrecord.dna.writing import to_bytes
from onrecord.errors import NotFound, OnRecordError, UsageError


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = made()
    back = read(written(tmp_path / "a.dna", file)).file
    for name, table in TABLES.items():
        assert back[name] == tuple(defaults(table, row) for row in file[name]), name
    assert to_bytes(back) == to_bytes(file)


def test_a_made_up_file_passes_the_checker(tmp_path: Path) -> None:
    wide = {"text"}  # DNA's own files may hold characters of two units
    assert checker()(written(tmp_path / "a.dna"), PASSWORD, tuple(wide)) == []


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample of DNA is not on this machine")
def test_the_sample_of_dna_keeps_all_conventions_but_the_version(tmp_path: Path) -> None:
    assert checker()(SAMPLE, "sample") == ["version: the version is 3.0.7"]
    assert read(written(tmp_path / "s.dna", read(SAMPLE).file)).file == read(SAMPLE).file


@pytest.mark.parametrize(
    ("command", "check"),
    [
        ("DROP TABLE REGEXES", "tables"),
        ("ALTER TABLE DOCUMENTS RENAME COLUMN Notes TO Note", "tables"),
        ("UPDATE SETTINGS SET Value = '2.0' WHERE Property = 'version'", "version"),
        ("UPDATE DATASHORTTEXT SET Entity = 999 WHERE ID = 1", "references"),
        ("UPDATE DATASHORTTEXT SET Entity = (SELECT ID FROM ENTITIES WHERE VariableId = 3) WHERE ID = 1", "references"),
        ("DELETE FROM DATASHORTTEXT WHERE ID = 2", "variables"),
        ("DELETE FROM DATABOOLEAN WHERE ID = 2", "variables"),
        ("UPDATE STATEMENTS SET Stop = 100000 WHERE ID = 1", "offsets"),
        ("UPDATE DOCUMENTS SET Text = Text || char(13)", "text"),
        ("UPDATE ENTITIES SET Red = NULL WHERE ID = 3", "colours"),
        ("DELETE FROM CODERRELATIONS WHERE ID = 1", "coders"),
        ("UPDATE CODERS SET Password = 'x' WHERE ID = 2", "passwords"),
        ("DELETE FROM ATTRIBUTEVALUES WHERE ID = 1", "attributes"),
    ],
)
def test_the_checker_finds_what_is_wrong(tmp_path: Path, command: str, check: str) -> None:
    path = written(tmp_path / "a.dna")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(command)
    found = checker()(path, PASSWORD)
    assert check in {line.partition(":")[0] for line in found}


# ---------------------------------------------------------------------------- what is no such file


def database(path: Path, *commands: str) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        for command in commands:
            db.execute(command)
    return path


def test_what_is_no_file_of_dna_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.dna"
    with pytest.raises(NotFound, match="no such file"):
        read(path)
    with pytest.raises(UsageError, match="a folder"):
        read(tmp_path)
    path.write_bytes(b"")
    with pytest.raises(UsageError, match="an empty file"):
        read(path)
    path.write_bytes(b"\x9f\x12\x88" * 5000)
    with pytest.raises(UsageError, match="encrypted"):
        read(path)
    with pytest.raises(UsageError, match="no table CODERS"):
        read(database(tmp_path / "other.dna", "CREATE TABLE people (name TEXT)"))
    with pytest.raises(UsageError, match="an empty database"):
        read(database(tmp_path / "none.dna", "CREATE TABLE a (b)", "DROP TABLE a"))
    two = ("STATEMENTS", "DOCUMENTS", "VARIABLES", "STATEMENTTYPES", "CODERS", "ATTRIBUTES")
    with pytest.raises(UsageError, match="DNA 2, whose tables are others; bring its data into a new file of DNA 3"):
        read(database(tmp_path / "two.dna", *(f"CREATE TABLE {name} (ID INTEGER)" for name in two)))


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("UPDATE SETTINGS SET Value = '4.0' WHERE Property = 'version'", "written by DNA 4.0"),
        ("UPDATE STATEMENTS SET DocumentId = 77 WHERE ID = 1", "row 1 of STATEMENTS refers to DOCUMENTS 77"),
        ("UPDATE DOCUMENTS SET Date = 'monday'", "'monday' is no number"),
        ("ALTER TABLE DOCUMENTS DROP COLUMN Date", "has no column Date"),
    ],
)
def test_damage_is_told_with_its_place(tmp_path: Path, command: str, says: str) -> None:
    path = written(tmp_path / "a.dna")
    database(path, "PRAGMA foreign_keys = OFF", command)
    with pytest.raises(UsageError, match=says):
        read(path)


def test_a_file_that_dna_has_not_finished_writing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.dna")
    (tmp_path / "a.dna-journal").write_bytes(b"1")
    with pytest.raises(UsageError, match="close the file in DNA"):
        read(path)


def test_a_file_in_wal_mode(tmp_path: Path) -> None:
    path = database(written(tmp_path / "a.dna"), "PRAGMA journal_mode = WAL")
    assert len(read(path).file["STATEMENTS"]) == len(USUAL)
    assert [p.name for p in tmp_path.iterdir()] == ["a.dna"]


WHOLE = to_bytes(made())


@settings(deadline=None, max_examples=times(60))
@given(st.data())
def test_a_damaged_file_is_told_or_read(data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 40))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    del raw[data.draw(st.integers(1, len(raw))) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.dna"
        path.write_bytes(raw)
        try:
            read(path)
        except OnRecordError as e:
            assert str(e).startswith(str(path))


# ---------------------------------------------------------------------------- what statements say


def test_codings() -> None:
    found = list(codings(made()))
    said = [(c.person, c.organization, c.concept, c.agreement, c.position, c.stance, c.coder) for c in found]
    assert said == [
        ("Ann Lee", "", "Open gates", 1, None, "support", "Jo"),
        ("Ann Lee", "Boats' Union", "Open gates", 0, None, "oppose", MAX),
        ("Bo Ford", "The Port", "Open gates", 1, None, "support", "Jo"),
        ("", "The Port", "Lower toll", 0, None, "oppose", "Jo"),
        ("Zoë", "", "Open gates", None, -1, "oppose", MAX),
    ]
    assert [c.name for c in found] == ["DNA Statement"] * 4 + ["Level Statement"]


def test_variables_of_other_names() -> None:
    found = list(codings(made(), Parts(concept="organization", position="weight")))
    assert [c.concept for c in found][:3] == ["", "Boats' Union", "The Port"]
    assert found[-1].stance == "support"
    with pytest.raises(UsageError, match=r"concept: the file has no short text variable 'topic'; there are: 'person'"):
        list(codings(made(), Parts(concept="topic")))


def test_passwords() -> None:
    kept = hashed("Grün", bytes(range(16)))
    assert fits("Gru\u0308n", kept) and not fits("grün", kept) and not fits("Grün", kept[:-4]) and not fits("", "é")


# ---------------------------------------------------------------------------- several files as one


def test_files_of_two_coders_are_joined(tmp_path: Path) -> None:
    one = made([USUAL[0]])
    other = made([agreed("the gates must stay open", "Ann Lee", "", "Shut gates", 1, coder=MAX), *USUAL[4:]])
    more = made([USUAL[2]], texts=("Another text.\n" + TEXT,), coders=("Jo", "Kim"))
    whole = joined([one, other, more])
    path = written(tmp_path / "a.dna", whole)
    assert checker()(path, PASSWORD, ("text", "coders")) == []
    for name in TABLES:
        assert whole[name][: len(one[name])] == one[name]
    assert [c["Name"] for c in whole["CODERS"]] == ["Jo", MAX, "Kim"]
    assert [d["Text"] for d in whole["DOCUMENTS"]] == [TEXT, "Another text.\n" + TEXT]
    assert len(whole["STATEMENTTYPES"]) == len(one["STATEMENTTYPES"])
    every = [list(codings(f)) for f in (one, other, more)]
    assert [(c.person, c.concept, c.stance, c.coder, c.start) for c in codings(whole)] == [
        (c.person, c.concept, c.stance, c.coder, c.start) for some in every for c in some
    ]
