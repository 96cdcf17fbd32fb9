"""Files of blocks: a text, and lines that are held against it, each with its label.

In `pairs/` a block is a premise, and what follows from it (=), contradicts it (!), is left open by it (?). In `turns/`
it is a statement with marks as in `sentences/`, and propositions that its speaker is for (+), against (-), for under a
condition (c), or of which he tells nothing (0): one statement on many propositions, so that the text alone does not
give the side away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAIRS, TURNS = "=!?", "+-0c"


class BlocksError(ValueError):
    """A line that begins with no known label, or before any text; the message names it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A text, one line that is held against it, and the label of that line. `where` names the line."""

    text: str
    against: str
    label: str
    where: str


def read(path: Path, labels: str) -> Iterator[Held]:
    """The lines of a file, each with its text. `#` begins a block. Raises BlocksError."""
    text = ""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        label, rest = line[:1], line[1:].strip()
        if label == "#":
            text = rest
        elif label and label in labels and text and rest:
            yield Held(text, rest, label, f"{path.name}:{n}")
        elif line.strip():
            raise BlocksError(f"{path.name}:{n}: {line[:60]!r} begins with none of # {' '.join(labels)}")
