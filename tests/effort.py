"""How often a test that tries at random tries: seldom at every change, often with THOROUGH=1 (`make test-thorough`)."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("THOROUGH") == "1"


def times(thorough: int, usual: int | None = None) -> int:
    """How many tries: `thorough` of them, or `usual`; a quarter, and five or more, where that is not named."""
    if THOROUGH:
        return thorough
    return usual if usual is not None else min(thorough, max(5, thorough // 4))
