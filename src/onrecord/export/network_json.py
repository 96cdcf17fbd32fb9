"""A network as JSON: choices, labels, ties with the ids of their statements, windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.store.networks import RecordNetwork


def document(found: RecordNetwork) -> dict[str, Any]:
    """All of it for JSON: choices, labels, ties with the ids of their statements, windows."""
    return {
        "describe": found.describe(),
        **_one(found),
        "windows": [_one(w) for w in found.windows],
    }


def _one(found: RecordNetwork) -> dict[str, Any]:
    window = found.window
    return {
        "since": window.since if window else None,
        "until": window.until if window else None,
        "rows": list(found.rows),
        "columns": list(found.columns),
        "edges": [
            {
                "a": e.a, "b": e.b, "weight": number(e.weight), "expected": e.expected, "low": e.low, "high": e.high,
                "statements": [s.id for s in found.statements(e.a, e.b)],
            }
            for e in found.edges()
        ],
    }  # fmt: skip


def number(value: float | None) -> float | int | None:
    """A weight as it is printed: whole where it is whole."""
    return value if value is None or value != int(value) else int(value)


__all__ = ["document", "number"]
