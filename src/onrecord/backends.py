"""Which implementation does a job: protocols, and the one literal table from name to code.

A backend is named in onrecord.toml (`[backends] attribution = "attribution.rules"`). Nothing is
imported before it is asked for; where an optional dependency is missing the error names the extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from onrecord.errors import MissingExtra, ProjectError
from onrecord.findings import Attribution, Findings
from onrecord.model import Part


class Attributor(Protocol):
    """Finds attributions in one article's text, and mentions of actors where it can.

    `text` is taken exactly as given; `parts` says what of it is article (none: all of it).
    The result's ranges are code point offsets into `text`; the same text and parts give the same result.
    """

    name: str
    version: str
    beside: str
    """What `find` reads by besides (models of others, which change without it), as a version; "" is nothing."""

    def attribute(self, text: str, parts: Sequence[Part] = ()) -> list[Attribution]: ...

    def find(self, text: str, parts: Sequence[Part] = ()) -> Findings: ...


ATTRIBUTORS: dict[str, tuple[str, str | None]] = {
    # name: (module:object, the extra that brings what it needs, if any)
    "attribution.neural": ("onrecord.attribution.neural:Neural", None),
    "attribution.rules": ("onrecord.attribution.rules:Rules", None),
}
DEFAULT_ATTRIBUTOR = "attribution.neural"


@lru_cache(maxsize=4)
def attributor(name: str = DEFAULT_ATTRIBUTOR) -> Attributor:
    """The attribution backend of that name, made once a process.

    Raises ProjectError for an unknown name, MissingExtra where its dependency is not installed.
    """
    if name not in ATTRIBUTORS:
        known = ", ".join(sorted(ATTRIBUTORS))
        raise ProjectError(f"no attribution backend is called {name!r}; there are: {known}")
    path, extra = ATTRIBUTORS[name]
    module, _, obj = path.partition(":")
    try:
        return cast(Attributor, getattr(import_module(module), obj)())
    except ImportError as e:
        if extra is None:
            raise
        raise MissingExtra(f"{name} needs a part that is not installed: pip install 'onrecord[{extra}]' ({e})") from e
