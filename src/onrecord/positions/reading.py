"""Statements and an issue -> what the model makes of each pair.

A pair's vector holds the network's features of the statement and the issue's proposition, and what its other wordings
add to the scores of the sides. `heads` decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.encoder import stance
from onrecord.encoder.decode import Floats
from onrecord.encoder.prompt import Segment
from onrecord.positions import matter, passage
from onrecord.positions.decision import Scored
from onrecord.positions.spoken import Spoken
from onrecord.project import Issue

WORDINGS = 3
"""Of other wordings of a side as many are read; each costs as much as the proposition."""
ADDED = slice(stance.FEATURES, stance.FEATURES + len(stance.SIDES))
NONE_ADDED = ADDED.start + stance.SIDES.index("none")
FAR = 1.5
"""What is added to the score of no side where neither a statement nor the sentence before it names the issue: the
network never learnt from such ones, and of the sides that it sees in them nine in ten are none."""


def by() -> str:
    """Name and version of what reads positions."""
    return f"positions.neural/{stance.version()}"


candidates = matter.candidates


def read(spoken: Sequence[Spoken], issue: Issue) -> list[Scored]:
    """What the model makes of each of these statements and the issue, in their order. Raises ModelError."""
    return [_scored(s, issue) for s in spoken]


def _scored(spoken: Spoken, issue: Issue) -> Scored:
    own, text = prompt(spoken, issue)
    network = stance.load()
    main = network.issue(text, issue.proposition)
    vector = np.zeros(ADDED.stop, dtype=np.float32)
    vector[: stance.FEATURES] = main.features
    others = [_other(network, text, w, turned=False) for w in issue.support[:WORDINGS]]
    others += [_other(network, text, w, turned=True) for w in issue.oppose[:WORDINGS]]
    if others:
        every = np.mean([main.sides, *others], axis=0)
        vector[ADDED] = every - main.sides
    near = own or matter.told_by(spoken, issue)
    if not near:
        vector[NONE_ADDED] += FAR
    return Scored(
        vector=vector.astype(np.float16), why=f"speaks of {', '.join(near)}" if near else "in an article on it"
    )


def prompt(spoken: Spoken, issue: Issue) -> tuple[list[str], list[Segment]]:
    """The issue's words in the statement's own sentences, and the text that is read of it.

    Where its own sentences do not name the issue, the sentence before them is read too.
    """
    own = matter.told_by(spoken, issue, lead=False)
    return own, passage.segments(spoken, lead=not own)


def _other(network: stance.Stances, text: Sequence[Segment], wording: str, *, turned: bool) -> Floats:
    """The scores of the sides by another wording; of one that opposes, support and oppose change places."""
    sides = network.issue(text, wording).sides
    return sides[[1, 0, 2, 3]] if turned else sides
