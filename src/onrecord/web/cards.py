"""The cards of the models that ship with the package: what each does, which version it is, and the card whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILE = "MODEL_CARD.md"
_TITLE = re.compile(r"# (?P<name>[\w-]+): (?P<what>.+?), version (?P<version>[\w.]+)(?: \((?P<note>.+)\))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A model: its name and version, what it does in a line, what is said of the version ("" mostly), and its card."""

    name: str
    version: str
    what: str
    note: str
    text: str


@cache
def cards() -> tuple[Card, ...]:
    """Every model of the package, by name."""
    folders = sorted(
        (f for f in (resources.files("onrecord") / "models").iterdir() if f.is_dir()), key=lambda f: f.name
    )
    return tuple(_card(f.name, (f / FILE).read_text(encoding="utf-8")) for f in folders if (f / FILE).is_file())


def _card(folder: str, text: str) -> Card:
    title, _, rest = text.partition("\n")
    found = _TITLE.fullmatch(title.strip())
    if found is None:
        return Card(name=folder, version="", what=title.lstrip("# "), note="", text=text)
    what = found["what"].replace("`", "")
    return Card(name=found["name"], version=found["version"], what=what, note=found["note"] or "", text=rest.strip())


__all__ = ["Card", "cards"]
