"""The issues of onrecord.toml: what is right is read, what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import project
from onrecord.errors import ProjectError
from onrecord.project import Issue

FIRST = "[[issue]]\nname = 'a'\n"


def load(tmp_path: Path, text: str) -> project.Project:
    path = tmp_path / "onrecord.toml"
    path.write_text(text, encoding="utf-8")
    return project.load(path)


def test_all_settings(tmp_path: Path) -> None:
    text = """
[[issue]]
name = "Foreign  troops"
statement = "Foreign troops should leave."
support = "They should go."
oppose = ["They should stay.", "Troops are welcome."]
words = ["troops"]
parent = "peace"

[[issue]]
name = "peace"
"""
    one, other = load(tmp_path, text).issues
    assert one == Issue(
        name="Foreign troops", statement="Foreign troops should leave.", support=("They should go.",),
        oppose=("They should stay.", "Troops are welcome."), words=("troops",), parent="peace",
    )  # fmt: skip
    assert other == Issue(name="peace")
    assert (one.proposition, other.proposition) == ("Foreign troops should leave.", "peace")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[issue]]\nstatement = 'x'", ":1: issue 1: name: a text is needed here"),
        ("\n[[issue]]\nname = ' '", ":2: issue 1: name: a text is needed here"),
        ("\n[[issue]]\nname = '?!'", ":2: issue 1: name: '?!' has no letters"),
        ("[[issue]]\nname = '" + "x" * 5_000 + "'", ":1: issue 1: name: 5000 characters"),
        (FIRST + "statement = ''", ":1: issue 1: statement: a text is needed here"),
        (FIRST + "support = 3", ":1: issue 1: support: a list of texts is needed here"),
        (FIRST + "oppose = ['']", ":1: issue 1: oppose: a list of texts is needed here"),
        (FIRST + "words = ' '", ":1: issue 1: words: a list of texts is needed here"),
        (FIRST + "word = 'x'", ":1: issue 1: word: no such setting; there are: name, oppose, parent, statement"),
        (FIRST + "\n" + "[[ issue ]]\nname = 'A'", ":4: issue 2: name: 'A' is there twice"),
        (
            FIRST + "[[issue]]\nname = 'b'\nparent = 'c'",
            ":3: issue 2: parent: no issue is called 'c'; there are: 'a', 'b'",
        ),
        (FIRST + "parent = 'a'", ":1: issue 1: parent: 'a' would be a part of itself"),
        (
            FIRST + "parent = 'b'\n[[issue]]\nname = 'b'\nparent = 'a'",
            ":1: issue 1: parent: 'a' would be a part of itself",
        ),
        ("issue = 'x'", "issue: write each as a table of its own"),
    ],
)
def test_names_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ProjectError) as caught:
        load(tmp_path, text)
    assert says in str(caught.value)


def test_issues_change_nothing_that_is_found_in_an_article() -> None:
    assert project.Project().sha == project.Project(issues=(Issue(name="x"),)).sha
