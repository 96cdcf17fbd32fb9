"""onrecord.toml: what is right is read, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import project
from onrecord.errors import ProjectError

GOOD = """
[project]
name = "Lake"
record = "lake.onrecord"
[thresholds]
min_score = 0.5
sure = 0.9
[[actor]]
name = "Union for Lake Autonomy"
kind = "party"
aliases = ["ULA"]
[[outlet]]
name = "Harbour Post"
domains = ["harbour.example"]
[[issue]]
name = "gates"
statement = "The gates should stay open."
"""


def test_reads_all(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.toml"
    path.write_text(GOOD)
    got = project.load(path)
    assert (got.name, got.record, got.min_score, got.sure) == ("Lake", "lake.onrecord", 0.5, 0.9)
    assert got.actors == (project.KnownActor(name="Union for Lake Autonomy", kind="party", aliases=("ULA",)),)
    assert got.outlets[0].domains == ("harbour.example",)
    assert got.issues[0].name == "gates"


def test_the_template_that_init_writes_is_valid(tmp_path: Path) -> None:
    template = (Path(project.__file__).parent / "data/project.toml").read_text(encoding="utf-8")
    path = tmp_path / "onrecord.toml"
    path.write_text(template)
    assert project.load(path).record == "record.onrecord"
    assert project.load(path).sure == project.Project().sure == 0.75
    # Uncommented, its examples are valid too.
    (tmp_path / "aliases.csv").write_text("actor,alias\nPetar Dossen,Piet Dossen\n", encoding="utf-8")
    path.write_text(
        "\n".join(
            line.removeprefix("# ") if line.startswith("# ") and ("=" in line or "[[" in line) else line
            for line in template.split("\n")
        )
    )
    uncommented = project.load(path)
    assert [a.name for a in uncommented.actors] == ["Union for Lake Autonomy", "Mira Alvarn", "Petar Dossen"]
    assert uncommented.actors[0].aliases
    assert uncommented.actors[1].dated[0].since


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[project", "not valid TOML"),
        ("colour = 1", "colour: no such setting"),
        ("[project]\nnam = 'x'", "project.nam: no such setting"),
        ("[[actor]]\nkind = 'person'", "actor 1: name: a text is needed"),
        ("[[actor]]\nname = 'x'\nkind = 'wizard'", "'wizard' is none of"),
        ("[[actor]]\nname = 'x'\naliases = 'y'", "a list of texts"),
        ("actor = 'x'", r"\[\[actor\]\]"),
        ("[backends]\nattribution = 'magic'", "no backend 'magic'"),
        ("[thresholds]\nmin_score = 7", "from 0 to 1"),
        ("[thresholds]\nmin_score = true", "from 0 to 1"),
        ("[thresholds]\nsure = -0.1", "thresholds.sure: a number from 0 to 1"),
        ("[thresholds]\nsure = 'very'", "thresholds.sure: a number from 0 to 1"),
        ("[thresholds]\nsur = 0.5", "thresholds.sur: no such setting; there are: min_score, side, sure"),
        ("project = 3", r"\[project\]"),
    ],
)
def test_names_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "onrecord.toml"
    path.write_text(text)
    with pytest.raises(ProjectError, match=says) as caught:
        project.load(path)
    assert "onrecord.toml" in str(caught.value)


def test_missing_and_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such project file"):
        project.load(tmp_path / "onrecord.toml")
    (tmp_path / "onrecord.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProjectError, match="cannot be read"):
        project.load(tmp_path / "onrecord.toml")


def test_found_in_a_folder_above(tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text("")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert project.find(deep) == tmp_path / "onrecord.toml"


def test_sha_tells_settings_that_change_findings() -> None:
    plain = project.Project()
    assert plain.sha == project.Project(record="elsewhere.onrecord").sha
    assert plain.sha == project.Project(sure=0.9).sha, "it only sorts what was found"
    assert plain.sha != project.Project(actors=(project.KnownActor(name="X"),)).sha
