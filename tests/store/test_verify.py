"""`verify`: what was written is found whole, and each kind of damage is named; changed and lost files are no damage."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

import onrecord
from onrecord.project import Project
from onrecord.store.verified_rows import Verified

PAGE = """<!doctype html><html><head><title>Gates stay open</title></head><body><article><h1>Gates stay open</h1>
<p>The energy minister, Selim Karadal, said on Monday that the gates of the dam would
&ldquo;stay <b>open</b>&rdquo; all winter, and that the families of the valley would be paid before the water
came to the first of their villages.</p>
<p>&#8220;We will not sign a treaty that drowns our own people,&#8221; Nuray Veresh told the committee of the
parliament on Tuesday, and the members of her party left the hall before the vote was taken on the second reading.</p>
</article></body></html>"""
TEXT = (
    'Dam talks\n\nSelim Karadal said: "The gates will stay open until spring."\n\nNuray Veresh denied it on Friday.\n'
)
LINES = '{"id": "one", "text": "Selim Karadal said: \\"The gates will stay open.\\""}\n'


def written(folder: Path) -> Path:
    articles = folder / "articles"
    articles.mkdir()
    (articles / "page.html").write_text(PAGE, encoding="utf-8")
    (articles / "plain.txt").write_text(TEXT, encoding="utf-8")
    (articles / "items.jsonl").write_text(LINES, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def verified(folder: Path, *, keep: str = "none", **options: bool) -> Verified:
    record = folder / "record.onrecord"
    project = Project(keep=keep, attribution="attribution.rules")
    with onrecord.open(record, project=project, create=True) as opened:
        opened.add(folder / "articles")
        return opened.verify(**options)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and a record of them that is whole, to be copied."""
    folder = written(tmp_path_factory.mktemp("sound"))
    assert verified(folder).sound
    return folder


@pytest.fixture
def whole(sound: Path, tmp_path: Path) -> Path:
    """A folder with a record of articles that lie elsewhere, and are not the test's to change."""
    shutil.copyfile(sound / "record.onrecord", tmp_path / "record.onrecord")
    return tmp_path


def again(folder: Path) -> Verified:
    with onrecord.open(folder / "record.onrecord") as opened:
        return opened.verify()


def change(folder: Path, command: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "record.onrecord")) as db, db:
        changed = db.execute(command, values).rowcount
    assert changed


def test_what_was_written_is_whole(folder):
    found = verified(folder)
    assert found.sound
    assert (found.documents, found.compared, found.kept) == (3, 3, 0)
    assert found.sources == {"same": 3, "changed": 0, "gone": 0, "nowhere": 0}
    assert found.placed == found.statements > 3
    assert found.spans > found.statements


def test_kept_bytes_stand_for_their_files(folder):
    found = verified(folder, keep="all")
    assert found.sound
    assert (found.kept, found.compared) == (3, 3)
    for file in (folder / "articles").iterdir():
        file.unlink()
    gone = again(folder)
    assert gone.sound
    assert gone.compared == 3


def test_pages_of_files_at_hand_are_not_kept_unless_asked(folder):
    (folder / "articles/feed.xml").write_text(
        "<rss version='2.0'><channel><title>Post</title><item><link>https://post.example/1</link>"
        "<title>Gates</title>"
        f"<description>{'Selim Karadal said that the gates would stay open. ' * 12}</description>"
        "</item></channel></rss>",
        encoding="utf-8",
    )
    found = verified(folder, keep="fetched")
    assert (found.documents, found.kept) == (4, 0)


def test_files_that_changed_or_are_gone_are_no_damage(folder):
    verified(folder)
    (folder / "articles/page.html").write_text(PAGE.replace("winter", "summer"), encoding="utf-8")
    (folder / "articles/plain.txt").unlink()
    found = again(folder)
    assert found.sound
    assert found.sources == {"same": 1, "changed": 1, "gone": 1, "nowhere": 0}
    assert found.compared == 1


def test_sources_may_be_left_alone(folder):
    found = verified(folder, sources=False)
    assert found.compared == 0
    assert not any(found.sources.values())


DAMAGE = {
    "a word of an article": ("UPDATE document SET text = replace(text, 'open', 'shut')", "not the one"),
    "words of a statement": ("UPDATE statement SET content = replace(content, 'open', 'x')", "not what the text says"),
    "a mention": ("UPDATE mention SET \"end\" = \"end\" - 1 WHERE n = 1", "is not what the text says"),
    "a role's or name's article": ("UPDATE mention SET document = 999 WHERE n = 1", "refers to a row"),
    "the way back": ("UPDATE raw_offset SET runs = '[[0,9,4]]'", "places of the article"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named(whole, name):
    command, words = DAMAGE[name]
    change(whole, command)
    found = again(whole)
    assert not found.sound
    assert any(words in d.what for d in found.damages)


def test_an_article_whose_text_and_hash_were_both_changed_differs_from_its_source(whole):
    import hashlib

    text = TEXT.replace("spring", "autumn")
    sha = hashlib.sha256(text.encode()).hexdigest()
    change(whole, "UPDATE document SET text = ?, text_sha = ? WHERE format = 'text'", text, sha)
    change(whole, "UPDATE statement SET content = replace(content, 'spring', 'autumn')")
    assert any("not what its source says" in d.what for d in again(whole).damages)


def test_kept_bytes_that_are_others_now(folder):
    verified(folder, keep="all")
    change(folder, "UPDATE raw SET bytes = ?", zlib.compress(b"something else"))
    assert any("not those that were read" in d.what for d in again(folder).damages)
    change(folder, "UPDATE raw SET bytes = ?", b"no zlib at all")
    assert any("not those that were read" in d.what for d in again(folder).damages)


def test_on_the_command_line(whole, monkeypatch):
    from click.testing import CliRunner

    from onrecord.cli import cli

    monkeypatch.chdir(whole)
    sound = CliRunner().invoke(cli, ["verify"], standalone_mode=False)
    assert sound.return_value == 0
    assert "nothing is damaged" in sound.output
    change(whole, "UPDATE statement SET content = replace(content, 'open', 'shut')")
    damaged = CliRunner().invoke(cli, ["verify", "-f", "json"], standalone_mode=False)
    assert damaged.return_value == 1
    assert '"damages"' in damaged.output
