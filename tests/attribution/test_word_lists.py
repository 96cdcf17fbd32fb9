"""Every row of the word lists: examples are found, counter-examples are not."""

from __future__ import annotations

import pytest

from onrecord.attribution.lexicon import lexicon, table
from onrecord.attribution.rules import Rules
from onrecord.vocabulary import ACTS

CUES = list(table("cues.tsv"))
RULES = list(table("rules.tsv"))


def rules_of(text: str) -> set[str]:
    return {a.why for a in Rules().attribute(text.replace("¶", "\n\n"))}


@pytest.mark.parametrize("row", CUES, ids=lambda row: row[0])
def test_every_cue_word_marks_its_example(row: list[str]) -> None:
    word, forms, frames, act, example = row
    found = Rules().attribute(example)
    assert found, example
    marked = {" ".join(example[s:e] for s, e in a.cue).lower() for a in found}
    heads = {word.split()[0], *forms.split(",")} - {""}
    assert any(head in cue.split() for cue in marked for head in heads), (example, marked)
    assert act in ACTS
    assert frames


@pytest.mark.parametrize("row", RULES, ids=lambda row: row[0])
def test_every_rule_finds_its_example_and_not_its_counter_example(row: list[str]) -> None:
    rule, score, n, example, counter = row
    assert rule in rules_of(example), (example, rules_of(example))
    assert rule not in rules_of(counter), counter
    assert 0 < float(score) <= 1
    assert int(n) >= 0


def test_every_rule_that_is_reported_has_a_row(sample_rules: set[str]) -> None:
    assert sample_rules <= set(lexicon().rules)


@pytest.fixture
def sample_rules() -> set[str]:
    return {why for row in [*CUES, *RULES] for why in rules_of(row[-2] + "¶" + row[-1])}


def test_no_list_repeats_a_word_or_holds_upper_case() -> None:
    for name, words, _ in table("words.tsv"):
        listed = words.split()
        assert len(listed) == len(set(listed)), name
        assert words == words.lower(), name
