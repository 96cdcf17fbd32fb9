"""Every row of the tables of event words, held to its example and its counter-example."""

from __future__ import annotations

import re

import pytest

from onrecord import plover
from onrecord.events.words import SpeechRule, WordRule, named, speech_rule, speech_rules, word_rules
from onrecord.vocabulary import ACTS

_MARKED = re.compile(r"(.*?)\{(.*?)\}(.*)")


def parts(example: str) -> tuple[str, str]:
    """The cue and what is said."""
    m = _MARKED.fullmatch(example)
    assert m is not None, example
    return m[2], m[3].strip()


@pytest.mark.parametrize("rule", speech_rules(), ids=lambda r: r.example)
def test_acts_of_speech(rule: SpeechRule) -> None:
    assert rule.act in ACTS
    assert not rule.type or rule.type in plover.types()
    assert rule.mode in (None, "?") or rule.mode in plover.types()[rule.type].modes
    fits = next(r for r in speech_rules() if r.act == rule.act and holds(r, *parts(rule.example)))
    assert fits == rule
    if rule.cue is not None or rule.said is not None:
        assert not holds(rule, *parts(rule.counter_example))


def holds(rule: SpeechRule, cue: str, said: str) -> bool:
    low, told = cue.lower(), said.lower()
    return (rule.cue is None or bool(rule.cue.search(low))) and (rule.said is None or bool(rule.said.search(told)))


def test_attitudes_are_no_events() -> None:
    assert speech_rule("support", "supports", "the accord") is None
    assert speech_rule("opposition", "has long opposed", "the filling") is None
    assert speech_rule("opposition", "REJECTED", "the filling") is not None
    assert speech_rule("assertion", "said", "it rained") is None


@pytest.mark.parametrize("table", ["event_modes.tsv"])
def test_modes(table: str) -> None:
    for rule in word_rules(table):
        mode_row(table, rule)


def mode_row(table: str, rule: WordRule) -> None:
    assert rule.name in plover.types()[rule.type].modes
    assert named(table, rule.type, rule.example) == rule.name
    if rule.counter_example:
        assert not rule.pattern.search(rule.counter_example)
