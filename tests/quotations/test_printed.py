"""What `check` prints of an answer, and how it speaks of lists as their users wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from invented import DEAD, PROMISE
from store_factory import fill, reading

from onrecord.cli import render_quotations
from onrecord.quotations.asked import listed
from onrecord.store import queries
from onrecord.store.db import Store
from onrecord.store.quotation_rows import Checked


def shown(capsys: pytest.CaptureFixture[str], *answers: Checked) -> str:
    render_quotations.checked(answers, "text", single=False)
    return capsys.readouterr().out


@pytest.fixture
def unnamed(tmp_path: Path) -> Iterator[Store]:
    """A record of an article that names no outlet."""
    with Store.create(tmp_path / "r") as store:
        made = reading("print0.txt", [("Ann Lee", PROMISE)])
        fill(store, [replace(made, document=replace(made.document, outlet=None))])
        yield store


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        (f'"{DEAD}"', f"  “{DEAD}”\n"),
        (f"“{DEAD}”", f"  “{DEAD}”\n"),
        (f"« {DEAD} »", f"  “{DEAD}”\n"),
        (f"„{DEAD}“", f"  “{DEAD}”\n"),
        (DEAD, f"  “{DEAD}”\n"),
        ('"The treaty of the bay" is "dead"', '  “"The treaty of the bay" is "dead"”\n'),
        ("The treaty of the “bay”", "  “The treaty of the “bay””\n"),
        ('"', '  “"”\n'),
    ],
)
def test_marks_around_a_quotation_are_not_doubled(
    full: Store, capsys: pytest.CaptureFixture[str], quote: str, printed: str
) -> None:
    [answer] = queries.check_all(full, listed("a.txt", quote.encode()))
    assert answer.quotation == quote
    assert shown(capsys, replace(answer, id=None)).split("  ", 1)[1].startswith(printed.removeprefix("  "))


def test_nothing_is_counted_where_nothing_has_the_words(full: Store, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, queries.check(full, "was dead"))
    assert out.startswith("ABSENT") and "of the record" not in out
    assert "  1 statement of the record has these words\n" in shown(capsys, queries.check(full, "is dead"))
    assert "  4 statements of the record have these words\n" in shown(capsys, queries.check(full, "the treaty"))


def test_an_article_without_an_outlet_is_named_once(unnamed: Store, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, queries.check(unnamed, PROMISE))
    [first] = [line for line in out.splitlines() if line.startswith("  first:")]
    assert first == f"  first: news/print0.txt, 2019-03-04, Ann Lee, 35-{35 + len(PROMISE) - 1}"


def test_one_changed_word_is_one_word(full: Store) -> None:
    answer = queries.check(full, DEAD.replace("bay", "cape"), by="Ann Lee")
    assert answer.verdict == "misattributed" and "with 1 word changed (" in answer.why
    assert "with 2 words changed (" in queries.check(full, DEAD.replace("the bay", "a cape"), by="Ann Lee").why


@pytest.mark.parametrize(
    ("name", "data", "called"),
    [
        ("a.csv", "Quotation, Date\nthe treaty of the bay,notadate\n", "Date"),
        ("a.tsv", "text\tSAID\nthe treaty of the bay\tnotadate\n", "SAID"),
        ("a.jsonl", '{"quote": "the treaty of the bay", "Day": "notadate"}\n', "Day"),
        ("a.json", '[{"quote": "the treaty of the bay", "on": "notadate"}]', "on"),
    ],
)
def test_a_day_that_is_none_is_named_by_its_column(full: Store, name: str, data: str, called: str) -> None:
    [answer] = queries.check_all(full, listed(name, data.encode()))
    assert answer.verdict == "unchecked"
    assert answer.why == f"{called}: 'notadate' is no date; write 2024-03-09, 2024-03 or 2024"


def test_a_half_that_is_only_text_says_so(made: Store, capsys: pytest.CaptureFixture[str]) -> None:
    answer = queries.check(made, "Long live the river and all who drink from it and gate seven stays shut for good")
    out = shown(capsys, answer)
    assert out.startswith("SPLICED")
    assert "2. “gate seven stays shut for good”" in out and "  only text (headline)  0-30\n" in out
