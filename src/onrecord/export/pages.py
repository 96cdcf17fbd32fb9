"""The templates of pages, of files and of the workbench alike: how they are filled in, and the words that all know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import __version__, plover
from onrecord.export import wording

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

SHEETS = Path(__file__).with_name("templates") / "drawn"
"""Style sheets of drawings, which stand in a file that is handed on, and which the workbench serves."""
KINDS = {"direct": "quoted", "mixed": "partly quoted", "indirect": "reported"}
ACTOR_KINDS = {"armed_group": "armed group", "unknown": "kind not known"}
_WORDS = (
    "anchor",
    "clipped",
    "counted",
    "day",
    "days",
    "language_tag",
    "month",
    "number",
    "stretch",
    "web_address",
    "within_month",
)


def environment(loader: BaseLoader | None = None) -> Environment:
    """What templates are filled in with: those of this package, or what `loader` finds. All text is hostile and is
    escaped; a name that a template does not know is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=loader or PackageLoader("onrecord.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {"version": __version__, "kinds": KINDS, "actor_kinds": ACTOR_KINDS, "quads": plover.QUADS}
    env.globals |= {name: getattr(wording, name) for name in _WORDS}
    return env


__all__ = ["ACTOR_KINDS", "KINDS", "SHEETS", "environment"]
