"""Aliases with dates and alias files: what is right is read whole, what is wrong is named by file and line."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord import project
from onrecord.actors.known import check
from onrecord.alias_table import COLUMNS, Alias, read_table
from onrecord.errors import ProjectError
from onrecord.project import KnownActor, Project

MAY, MARCH = date(2019, 5, 1), date(2021, 3, 31)


def load(folder: Path, toml: str, table: str | bytes | None = None, name: str = "aliases.csv") -> Project:
    """The project with this text and this alias file."""
    (folder / "onrecord.toml").write_text(toml, encoding="utf-8")
    if table is not None:
        (folder / name).write_bytes(table if isinstance(table, bytes) else table.encode())
    return project.load(folder / "onrecord.toml")


FILE = '[actors]\naliases = "aliases.csv"\n'
HEAD = "actor,alias,kind,since,until\n"


def test_an_alias_may_be_a_table_with_dates(tmp_path: Path) -> None:
    got = load(
        tmp_path,
        '[[actor]]\nname = "Mira Alvarn"\naliases = [\n  "M. Alvarn",\n'
        '  { name = "the interior minister", since = 2019-05-01, until = 2021-03-31 },\n'
        '  { name = "the mayor", until = "2018" },\n]\n',
    )
    (actor,) = got.actors
    assert actor.aliases == ("M. Alvarn",)
    assert [(a.name, a.since, a.until) for a in actor.dated] == [
        ("the interior minister", MAY, MARCH),
        ("the mayor", None, date(2018, 12, 31)),
    ]
    assert [a.where.rpartition(":")[2] for a in actor.dated] == ["5", "6"]
    assert actor.spellings == ("M. Alvarn",)


def test_an_alias_file_adds_to_the_actors_and_may_name_more(tmp_path: Path) -> None:
    got = load(
        tmp_path,
        FILE + '[[actor]]\nname = "Mira Alvarn"\nkind = "person"\naliases = ["M. Alvarn"]\n',
        HEAD + "Mira Alvarn,the interior minister,,2019-05-01,2021-03-31\n"
        "Civic Union,CU,party,,\n\nCivic Union,The Union of Citizens,,2020-02,2020-02\nLone Rower,,person,,\n",
    )
    mira, civic, lone = got.actors
    assert (mira.kind, mira.aliases, mira.dated[0][:3]) == (
        "person",
        ("M. Alvarn",),
        ("the interior minister", MAY, MARCH),
    )
    assert (civic.name, civic.kind, civic.spellings) == ("Civic Union", "party", ("CU",))
    assert civic.dated[1][1:3] == (date(2020, 2, 1), date(2020, 2, 29))
    assert civic.dated[1].where.endswith("aliases.csv:5")
    assert (lone.name, lone.kind, lone.dated) == ("Lone Rower", "person", ())


@pytest.mark.parametrize(
    "table",
    [
        (HEAD + "Ala,Bo,party,2019,\n").encode(),
        codecs.BOM_UTF8 + (HEAD + "Ala,Bo,party,2019,\n").encode(),
        (HEAD + "Ala,Bo,party,2019,\n").encode("utf-16"),
        codecs.BOM_UTF16_BE + (HEAD + "Ala,Bo,party,2019,\n").encode("utf-16-be"),
        (HEAD + "Ala,Bo,party,2019,\n").encode("utf-32"),
        (HEAD + "Ala,Bo,party,2019,\n").replace(",", "\t").encode(),
        (HEAD + "Ala,Bo,party,2019,\n").replace(",", ";").encode(),
        (HEAD + "Ala,Bo,party,2019,\n").replace("\n", "\r\n").encode(),
        b"\r\n\r\nKind,SINCE, Alias ,Actor,note\r\nparty,2019,Bo,Ala,from the almanac\r\n",
        b'actor,alias,kind,since\n"Ala"," Bo ",party,2019-01\n',
        b"actor,alias,kind,since,until\nAla,Bo,party,2019",
    ],
    ids=["plain", "mark", "utf-16", "utf-16-be", "utf-32", "tabs", "semicolons", "crlf", "order", "quoted", "short"],
)
def test_tables_as_spreadsheets_write_them(tmp_path: Path, table: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(table)
    (row,) = read_table(tmp_path / "t.csv")
    assert (row.actor, row.kind) == ("Ala", "party")
    assert row.alias is not None
    assert row.alias[:3] == ("Bo", date(2019, 1, 1), None)


def test_several_files_and_a_tab_separated_one(tmp_path: Path) -> None:
    (tmp_path / "more.tsv").write_text("actor\talias\nAla\tCee\n", encoding="utf-8")
    got = load(tmp_path, '[actors]\naliases = ["aliases.csv", "more.tsv"]\n', "actor,alias\nAla,Bo\n")
    assert got.actors[0].spellings == ("Bo", "Cee")


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        (HEAD + "Ala,Bo,,2021-01-01,2020-01-01\n", 2, r"since 2021-01-01 is after until 2020-01-01; swap them"),
        (HEAD + "Ala,Bo,,01/05/2019,\n", 2, r"since: '01/05/2019' is no date; write it as 2019-05-01"),
        (HEAD + "Ala,Bo,,2019-02-30,\n", 2, r"'2019-02-30' is no date"),
        (HEAD + "Ala,Bo,,,soon\n", 2, r"until: 'soon' is no date"),
        (HEAD + "Ala,Bo,,,0000\n", 2, r"'0000' is no date"),
        (HEAD + "Ala,Bo,wizard,,\n", 2, r"kind: 'wizard' is none of person"),
        (HEAD + "Ala,Bo,party,,\nAla,Cee,media,,\n", 3, r"'Ala' is of kind 'media' here and 'party' in .*csv:2"),
        (HEAD + "Ala,,,,\n", 2, r"alias: is empty; write a name"),
        (HEAD + "Ala,,,2019,\n", 2, r"alias: is empty"),
        (HEAD + ",Bo,,,\n", 2, r"actor: is empty"),
        (HEAD + "Ala,—,,,\n", 2, r"alias: '—' has no letters"),
        (HEAD + f"Ala,{'x' * 300},,,\n", 2, r"300 characters .* at most 200"),
        (HEAD + f"{'x' * 300},Bo,,,\n", 2, r"actor: 300 characters"),
        (HEAD + "Ala,Bo,,,,,more\n", 2, r"more cells than columns"),
        (HEAD + '"Ala\n', 2, r"cannot be read as a table"),
        ("actor,kind\nAla,party\n", 1, r"no column 'alias'; the first line names the columns"),
        ("alias\nBo\n", 1, r"no column 'actor'"),
        ("", 1, r"no column 'actor'"),
        ("Ala,Bo\n", 1, r"no column 'actor'"),
        ("actor,alias,untill\nAla,Bo,2019\n", 1, r"no such column 'untill'; there are: actor, alias"),
        ("actor,alias,alias\nAla,Bo,Cee\n", 1, r"'alias' is there twice"),
        ((HEAD + "Ala,Bo,,,\n").encode() + b"Cee,D\xe9,,,\n", 3, r"is not UTF-8; save the file as UTF-8"),
        ("Ala".encode("utf-16")[:3], 1, r"is not UTF-8"),
        (HEAD + 'Ala,"two\nlines",,,\nAla,,,,\n', 4, r"alias: is empty"),
    ],
)
def test_a_wrong_table_is_refused_by_line(tmp_path: Path, table: str | bytes, line: int, says: str) -> None:
    with pytest.raises(ProjectError, match=says) as caught:
        load(tmp_path, FILE, table)
    assert f"aliases.csv:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "line", "says"),
    [
        ('[[actor]]\nname = "Ala"\naliases = [\n"Bo",\n""]', 5, r"actor 1: aliases: is empty"),
        (
            '[[actor]]\nname = "Ala"\naliases = [\n"Bo",\n{ name = "Cee", since = 2021-01-01, until = 2020-01-01 }]',
            5,
            "since",
        ),
        ('[[actor]]\nname = "Ala"\naliases = [\n  { name = "Cee", since = "May" }]', 4, "'May' is no date"),
        ('[[actor]]\nname = "Ala"\naliases = [\n  { name = "Cee", since = 2021-01-01T00:00:00 }]', 4, "is no date"),
        ('[[actor]]\nname = "Ala"\naliases = [\n  { name = "Cee", form = 2021 }]', 4, "form: no such setting"),
        ('[[actor]]\nname = "Ala"\naliases = [ { since = 2021-01-01 }]', 1, "name: a text is needed"),
        ('[[actor]]\nname = "Ala"\naliases = [\n"' + "x" * 300 + '"]', 4, "300 characters"),
        ('[[actor]]\nname = "Ala"\n\n[[actor]]\nname = "Bo"\nkind = "wizard"', 4, "'wizard' is none of"),
        ('[[actor]]\nname = "Ala"\n\n[[actor]]\nname = "Ala"', 4, "is there twice"),
        ('[[actor]]\nname = "Ala"\naliases = [3]', 1, "a list of texts is needed here, or of tables"),
    ],
)
def test_a_wrong_alias_in_the_project_file_is_refused_by_line(tmp_path: Path, toml: str, line: int, says: str) -> None:
    with pytest.raises(ProjectError, match=says) as caught:
        load(tmp_path, toml)
    assert f"onrecord.toml:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        (FILE, "no such alias file"),
        ('[actors]\naliases = "."\n', "cannot be read"),
        ("[actors]\naliases = 3\n", "actors.aliases: a list of texts"),
        ('[actors]\ngazetteer = "no"\n', "actors.gazetteer: true or false"),
        ("[actors]\nalias = 3\n", "actors.alias: no such setting; there are: aliases, gazetteer"),
        ('[[actors]]\nname = "Ala"\n', r"write each actor as \[\[actor\]\]"),
    ],
)
def test_wrong_settings_of_actors(tmp_path: Path, toml: str, says: str) -> None:
    with pytest.raises(ProjectError, match=says) as caught:
        load(tmp_path, toml)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            "Ala,the chair,,,\nBo,the chair,,,\n",
            r"csv:3: .*'chair' stands on both 'Ala' \(.*csv:2\) and 'Bo' \(.*:3\); take",
        ),
        ("Ala,the chair,,2019,2020\nBo,The Chair,,2020-06,\n", r"csv:3: .*give them dates that do not overlap"),
        ("Ala,the chair,,,2020-05-31\nBo,chair,,2020-05-31,\n", r"csv:3"),
        ("Ala,chair,,2015,2030\nBo,chair,,2010,2011\nCee,chair,,2029,\n", r"'Ala' .* and 'Cee'"),
        ("Ala,chair,,2010,2030\nAla,chair,,2011,2012\nBo,chair,,2020,2021\n", r"'Ala' \(.*csv:2\) and 'Bo'"),
        ("Ala,Bo,,,\nBo,Ala,,,\n", r"stands on both 'Ala'.* and 'Bo'.*it is the name of '(Ala|Bo)' itself"),
        ("Ala,Bo,,2019,2020\nBo,Cee,,,\n", r"it is the name of 'Bo' itself"),
        ("Minister Ala,x1,,,\nAla,x2,,,\n", r"are one name"),
    ],
)
def test_two_actors_may_not_share_an_alias_at_one_time(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(ProjectError, match=says):
        check(load(tmp_path, FILE, HEAD + rows))


@pytest.mark.parametrize(
    "rows",
    [
        "Ala,the chair,,,2020-05-30\nBo,the chair,,2020-05-31,\n",
        "Ala,the chair,,2019,2020\nBo,the chair,,2021,2021\nAla,the chair,,2022,\n",
        "Ala,the chair,,,\nAla,the chair,,2019,2020\n",
        "Ala,Ala,,,\n",
    ],
)
def test_what_does_not_overlap_is_allowed(tmp_path: Path, rows: str) -> None:
    check(load(tmp_path, FILE, HEAD + rows))


def test_a_project_without_a_file_says_what_it_can() -> None:
    both = (KnownActor(name="Ala", aliases=("the Chair",)), KnownActor(name="Bo", dated=(Alias("chair", since=MAY),)))
    with pytest.raises(ProjectError, match=r"^actor: the alias 'chair' stands on both 'Ala' and 'Bo'; give them dates"):
        check(Project(actors=both))


def test_the_sha_knows_every_alias_but_not_where_it_stands(tmp_path: Path) -> None:
    def sha(table: str) -> str:
        return load(tmp_path, FILE, table).sha

    first = sha(HEAD + "Ala,Bo,party,2019,\n")
    assert first == sha(HEAD + "\n\nAla,Bo,party,2019,\n"), "the same on another line"
    others = [
        HEAD + "Ala,Bo,party,2020,\n",
        HEAD + "Ala,Bo,party,2019,2021\n",
        HEAD + "Ala,Bo,party,,\n",
        HEAD + "Ala,Boo,party,2019,\n",
        HEAD + "Ala,Bo,media,2019,\n",
        HEAD + "Ala,Bo,party,2019,\nAla,Cee,,,\n",
    ]
    assert len({first, *map(sha, others)}) == 1 + len(others)
    assert Project().sha != Project(gazetteer=False).sha


def test_projects_that_differ_in_an_alias_are_two(tmp_path: Path) -> None:
    a = load(tmp_path, FILE, HEAD + "Ala,Bo,party,2019,\n")
    b = load(tmp_path, FILE, HEAD + "Ala,Bo,party,2020,\n")
    assert a != b
    assert hash(a) == hash(load(tmp_path, FILE, HEAD + "Ala,Bo,party,2019,\n"))


_CELL = st.text(alphabet=st.sampled_from('ab,;\t"\n\r é0192-'), max_size=12)


@settings(max_examples=times(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_CELL, max_size=6), max_size=6), st.booleans())
def test_any_table_is_read_or_refused_by_line(tmp_path: Path, rows: list[list[str]], headed: bool) -> None:
    path = tmp_path / "t.csv"
    text = (HEAD if headed else "") + "\n".join(",".join(r) for r in rows)
    path.write_bytes(text.encode())
    try:
        found = read_table(path)
    except ProjectError as e:
        assert str(e).startswith(f"{path}:")
        line = str(e).removeprefix(f"{path}:").partition(":")[0]
        assert 1 <= int(line) <= len(text.splitlines()) + 2
    else:
        assert headed
        assert all(r.actor.strip() == r.actor != "" for r in found)


@settings(max_examples=times(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(ProjectError, match=r"t\.csv"):
        read_table(path)


def test_the_columns_are_documented() -> None:
    template = (Path(project.__file__).parent / "data/project.toml").read_text(encoding="utf-8")
    assert all(column in template for column in COLUMNS)
