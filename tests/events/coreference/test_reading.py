"""What is read of a report, and how two are compared."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from onrecord.encoder import act_vectors as vectors
from onrecord.errors import ModelError
from onrecord.events.coreference.background import background
from onrecord.events.coreference.comparing import NAMES
from onrecord.events.coreference.judge import load, unpack
from onrecord.events.coreference.reading import article, read

sys.path.insert(0, str(Path(__file__).parent))
from dorn_and_kova import report


@pytest.mark.parametrize(
    ("sentence", "trigger", "head"),
    [
        ("Troops shelled the port.", "shelled", "shel"),
        ("She checked herself into a clinic.", "checked herself into", "check"),
        ("The double murder shook Vell.", "double murder", "murder"),
        ("The talks on the dam went on.", "talks on the dam", "dam"),
    ],
)
def test_the_head_of_a_trigger(sentence: str, trigger: str, head: str) -> None:
    assert read(report("a", sentence, trigger)).head == head


def test_names_and_numbers_beside_a_trigger() -> None:
    traits = read(report("a", "On Monday, Ilse Varn of Kova shelled 3 ports in Vell.", "shelled"))
    assert {"ilse", "varn", "kova", "monday"} <= traits.names_left
    assert traits.names_right == {"vell"} and traits.numbers == {"3"}
    assert "on" not in traits.names


def test_a_headline_in_capitals_is_not_all_names() -> None:
    traits = read(report("a", "Varn Signs Pact With Dorn After Long Talks", "Signs"))
    assert traits.names == {"varn", "dorn"}


@pytest.mark.parametrize(
    ("sentence", "negated", "unreal"),
    [
        ("Dorn has not shelled the port.", True, False),
        ("Dorn shelled the port.", False, False),
        ("Dorn would have shelled the port.", False, True),
        ("Nobody in Dorn shelled the port.", True, False),
    ],
)
def test_denied_and_unreal_acts(sentence: str, negated: bool, unreal: bool) -> None:
    traits = read(report("a", sentence, "shelled"))
    assert (traits.negated, traits.unreal) == (negated, unreal)


def test_an_article_is_of_length_one() -> None:
    about = article("Dorn shelled the port of Brelin. The port burned.")
    assert math.isclose(sum(x * x for x in about.values()), 1.0)
    assert article("") == {}


def test_what_all_reports_of_a_story_say_tells_nothing_apart() -> None:
    one = [read(report(f"r{k}", f"Dorn shelled {p}.", "shelled")) for k, p in enumerate(("Vell", "Brelin", "Marl"))]
    story = background(one)
    assert story.name_rarity("dorn") < story.name_rarity("vell")
    assert story.heads == {"shel": 3} and story.total == 3


def test_the_judge_answers_with_likelihoods() -> None:
    judge = load()
    found = judge(np.random.default_rng(3).normal(size=(50, len(NAMES))).astype(np.float32) * 100)
    assert ((found >= 0) & (found <= 1)).all() and 0 < judge.threshold < 1
    assert judge(np.zeros((0, len(NAMES)), np.float32)).shape == (0,)


def test_a_judge_that_was_made_for_other_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="other numbers"):
        unpack({"names": np.frombuffer(b"length width", np.uint8)})


def test_a_vector_has_the_parts_that_are_compared() -> None:
    rng = np.random.default_rng(5)
    hidden = rng.normal(size=(20, 768)).astype(np.float32)
    vector = vectors.shorten(hidden, (4, 6))
    trigger, around = vectors.parts(vector)
    assert len(trigger) + len(around) == len(vector)
    assert vectors.parts(()) == () == vectors.parts((1.0, 2.0))
    assert vector != vectors.shorten(hidden, (5, 6))


@pytest.mark.parametrize(
    ("shape", "words"), [((20, 5), (0, 1)), ((20, 768), (3, 3)), ((20, 768), (19, 21)), ((0, 768), (0, 1))]
)
def test_inner_vectors_of_another_form_are_refused(shape: tuple[int, int], words: tuple[int, int]) -> None:
    with pytest.raises(ModelError, match="no vector of an event"):
        vectors.shorten(np.zeros(shape, np.float32), words)
