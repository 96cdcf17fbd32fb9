"""The folder of notes: what each holds, links that lead somewhere, and hostile text that stays text."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).parents[1]))

from doors import HOSTILE, A, B

import onrecord
from onrecord.errors import UsageError
from onrecord.export import export
from onrecord.export.folder import LIST
from onrecord.store import queries, review
from onrecord.store.db import Store

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
WIKI = re.compile(r"\[\[([^|\]]+)\|([^\]]*)\]\]")


@pytest.fixture
def folder(small: Store, tmp_path: Path) -> Path:
    export(small, "notes", tmp_path / "out")
    return tmp_path / "out"


def notes(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*.md"))}


def check(folder: Path) -> None:
    """Every link leads to a note, or a line of one; nothing but links and lists is in any; heads are YAML."""
    every = notes(folder)
    blocks = {name: set(re.findall(r" \^([A-Za-z0-9-]+)$", text, re.MULTILINE)) for name, text in every.items()}
    for text in every.values():
        body = text
        if text.startswith("---\n"):
            head, body = text.removeprefix("---\n").split("\n---\n", 1)
            assert isinstance(yaml.safe_load(head), dict)
        for target, shown in WIKI.findall(body):
            note, _, block = target.partition("#^")
            assert f"{note}.md" in every
            assert shown.strip()
            assert not block or block in blocks[f"{note}.md"]
        for token in READER.parse(WIKI.sub("link", body)):
            assert token.type.removesuffix("_open").removesuffix("_close") in {
                "heading", "paragraph", "inline", "bullet_list", "list_item", "blockquote",
            }, token  # fmt: skip
            for part in token.children or []:
                assert part.type in {"text", "text_special", "softbreak", "link_open", "link_close"}, part
                assert part.type != "link_open" or str(part.attrs["href"]).startswith("https://")


def test_what_there_is(folder: Path, small: Store) -> None:
    every = notes(folder)
    assert set(every) == {
        "index.md", "issues/gates.md", "issues/toll.md",
        "actors/Ann Lee.md", "actors/Bo Ford.md", "actors/_CON.md", "actors/Second Bank.md", "actors/Water Ministry.md",
        "articles/News of a.txt.md", "articles/News of c.txt.md", "articles/x y z.md",
    }  # fmt: skip
    check(folder)
    assert "[[actors/Bo Ford|Bo Ford]] (person): 3 statements" in every["index.md"]
    assert "1 of nobody known." in every["index.md"]


def test_the_note_of_an_actor(folder: Path) -> None:
    ann = notes(folder)["actors/Ann Lee.md"]
    assert "- chairwoman of [[actors/Second Bank|Second Bank]], since 1 January 2018" in ann
    assert "- spokesman of [[actors/Second Bank|Second Bank]] (" in ann
    assert "- opposed to [[actors/Second Bank|Second Bank]]" in ann
    assert "- [[issues/gates|gates]]: conditional since 4 March 2019 (1 statement, [[articles/News of a.txt#^" in ann
    assert "- The Bay Courier: 1 statement" in ann
    assert "[page](https://example.org/a.txt#:~:text=We%20welcome%20the%20gates%20if%20every%20boat%20pays.)" in ann
    bo = notes(folder)["actors/Bo Ford.md"].partition("## Statements")[2]
    assert [re.match("- (told )?[0-9]* ?March 2019", row) is not None for row in bo.strip().splitlines()] == [True] * 3
    assert bo.index("told 4 March 2019") < bo.index("- March 2019")
    assert "is part of it" in notes(folder)["actors/Water Ministry.md"]


def test_the_note_of_an_issue(folder: Path) -> None:
    gates = notes(folder)["issues/gates.md"]
    assert "> The gates should stay open." in gates
    assert "## Conditional\n\n- [[actors/Ann Lee|Ann Lee]]" in gates
    assert "[[actors/Ann Lee|Ann Lee]], conditional, on condition: if every boat pays.: " in gates


def test_hostile_text_stays_text(folder: Path) -> None:
    every = notes(folder)
    whole = "".join(every.values())
    assert "<script" not in whole
    assert not re.search(r"(?<!\\)\]\(javascript", whole)
    assert HOSTILE not in whole
    shown = READER.render(every["articles/News of a.txt.md"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) `[[a|b]]` ![](//evil.example)" in shown
    head = yaml.safe_load(every["articles/x y z.md"].split("---\n")[1])
    assert head["title"] == B.document.title
    assert head["file"] == B.document.file


def test_the_same_record_gives_the_same_folder_and_a_later_one_takes_its_place(small: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(small, "notes", tmp_path / name)
    assert notes(tmp_path / "one") == notes(tmp_path / "two")
    assert (tmp_path / "one" / LIST).read_bytes() == (tmp_path / "two" / LIST).read_bytes()
    for said in list(queries.statements(small, by="CON")):
        review.judge(small, said.id, "reject", who="jo")
    (tmp_path / "one" / "mine.md").write_text("my own note")
    export(small, "notes", tmp_path / "one")
    assert "Statements\n\nNone found." in notes(tmp_path / "one")["actors/_CON.md"]
    assert notes(tmp_path / "one")["mine.md"] == "my own note"
    (tmp_path / "two" / "actors" / "Ann Lee.md").write_text("changed")
    with pytest.raises(UsageError, match=r"actors/Ann Lee\.md"):
        export(small, "notes", tmp_path / "two")
    assert notes(tmp_path / "two")["actors/Ann Lee.md"] == "changed"


def test_those_of_the_sample_coverage(sample: Path, tmp_path: Path) -> None:
    with onrecord.open("record.onrecord") as record:
        done = record.export("notes", tmp_path / "out")
        actors = len(record.actors())
    assert done.counts["index.md"] == len(notes(tmp_path / "out"))
    assert len(list((tmp_path / "out" / "actors").iterdir())) == actors
    check(tmp_path / "out")
    assert A.document.text  # the small record is another one
