"""What was read of a statement and an issue, and what is decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NO_STANCE = "none"
"""What `Decision.stance` and `Label.stance` say of a statement that takes no side on the issue."""

Vector: TypeAlias = "NDArray[np.float16]"
"""What the model makes of a statement and an issue; `reading` makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What was read of one statement and one issue: enough to decide it anew with another head, without its text.

    `why` are the words that made it worth reading.
    """

    vector: Vector
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A stance (of `STANCES`, or `NO_STANCE`), its strength and how sure it is (0 to 1)."""

    stance: str
    strength: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a reviewer said is right. `strength` is empty where it was not said."""

    stance: str
    strength: str = ""
