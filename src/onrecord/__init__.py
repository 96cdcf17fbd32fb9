"""OnRecord: who said what, who did what, and where each actor stands, with every row's source.

    import onrecord
    with onrecord.open("record.onrecord", create=True) as record:
        record.add(["articles/"])
        for said in record.said(by="Alvarn", limit=5):
            print(said.on, said.speaker.name, said.quote)

Importing the package does nothing but define names; everything heavy is imported when used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from onrecord.errors import OnRecordError
    from onrecord.findings import Attribution
    from onrecord.model import Actor, Document, Entity, Judgement, Mention, Reading, Rejected, Role, Span, Statement
    from onrecord.project import Project
    from onrecord.record import Record, open, run  # noqa: A004

_HOMES = {
    "onrecord.errors": ("OnRecordError",),
    "onrecord.findings": ("Attribution",),
    "onrecord.model": (
        "Actor",
        "Document",
        "Entity",
        "Judgement",
        "Mention",
        "Reading",
        "Rejected",
        "Role",
        "Span",
        "Statement",
    ),
    "onrecord.project": ("Project",),
    "onrecord.record": ("Record", "open", "run"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Actor",
    "Attribution",
    "Document",
    "Entity",
    "Judgement",
    "Mention",
    "OnRecordError",
    "Project",
    "Reading",
    "Record",
    "Rejected",
    "Role",
    "Span",
    "Statement",
    "__version__",
    "open",
    "run",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its room the first time it is asked for (PEP 562)."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
