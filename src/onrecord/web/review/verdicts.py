"""What a person sends: a verdict on a row, with what they had seen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from onrecord.errors import UsageError

WORDS = ("source", "cue", "content")
"""The parts of a statement, as characters of its article: "120-180,190-200"."""
CHANGES = (
    *WORDS,
    "speaker",
    "kind",
    "act",
    "stance",
    "strength",
    "issue",
    "type",
    "mode",
    "status",
    "date",
    "actors",
    "recipients",
)
NOTHING = "?"  # of a source or cue: the article has no words for it
WAS = "_was"  # behind a field's name: what it held when the page was made
Line = Annotated[int, Field(ge=0, lt=10**15)]
"""The number of a judgement, or of a bulk of them, as a database can hold it."""
LONGEST_NOTE = 2_000  # characters
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A verdict as it comes from a page.

    `against` is the newest judgement that the person saw: on the row (0: none), or in the whole log when the page was
    made; where somebody else judged the row since, nothing is logged. None: nobody else's judgement is in the way.
    `again` says that it was sent before and no answer came: then it is not logged twice.
    """

    target: str
    verdict: str
    change: dict[str, str] = field(default_factory=dict)
    note: Note = ""
    against: Line | None = None
    role: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBulk:
    """One verdict on the rows that a page shows; `against` is the newest judgement in the log when it was made.
    `again` says that it was sent before and no answer came: then it is not logged twice."""

    targets: tuple[str, ...]
    verdict: str
    note: Note = ""
    against: Line | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A judgement to be taken back, by its number in the log. `again` says that it was sent before, unanswered."""

    judgement: Line
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBulk:
    """Judgements made in one go, to be taken back as one. `again` says that it was sent before, unanswered."""

    bulk: Line
    again: bool = False


def of_form(form: Mapping[str, str]) -> Sent:
    """The verdict that a form says. What its fields say is right counts with the verdict "correct" alone, and where a
    field says what it held before it counts where that changed. A form that says what it was made against is logged
    once, however often a browser sends it. Raises UsageError."""
    if not form.get("target") or not form.get("verdict"):
        raise UsageError("a judgement names a row (target) and says what of it (verdict)")
    against = number(form, "against")
    return Sent(
        target=form["target"],
        verdict=form["verdict"],
        change=changed(form) if form["verdict"] == "correct" else {},
        note=noted(form),
        against=against,
        role=form.get("role", ""),
        again=against is not None,
    )


def bulk_of_form(form: Mapping[str, str], targets: Sequence[str]) -> SentBulk:
    """The verdict on many rows that a form says, as `of_form`. Raises UsageError."""
    against = number(form, "against")
    return SentBulk(
        targets=tuple(t for t in targets if t),
        verdict=form.get("verdict", ""),
        note=noted(form),
        against=against,
        again=against is not None,
    )


def noted(form: Mapping[str, str]) -> str:
    """The note of a form. Raises UsageError for one that is too long."""
    note = form.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        raise UsageError(f"a note has {LONGEST_NOTE:,} characters at most")
    return note


def changed(form: Mapping[str, str]) -> dict[str, str]:
    """What the fields of a form say is right, those left out that are empty or as they were. A name that was typed
    goes before one that was chosen ("speaker_other")."""
    out = {}
    given = {**form, "speaker": form.get("speaker_other", "").strip() or form.get("speaker", "")}
    for name in CHANGES:
        value, was = given.get(name, "").strip(), form.get(name + WAS)
        if was is not None and value == was:
            continue
        if not value and was and name in ("source", "cue"):
            value = NOTHING
        if value:
            out[name] = value
    return out


def number(form: Mapping[str, str], name: str) -> int | None:
    """The number in a field; None where it is empty. Raises UsageError."""
    value = form.get(name, "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise UsageError(f"{name}: {value!r} is no number")
    return int(value)


def local(address: str, instead: str) -> str:
    """The address if it is one of this site (a path, perhaps with a query and a place), else `instead`."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address and len(address) < 2000 else instead


__all__ = ["CHANGES", "LONGEST_NOTE", "NOTHING", "WAS", "WORDS", "Note", "Sent", "SentBulk", "Taken", "TakenBulk"]
__all__ += ["bulk_of_form", "changed", "local", "noted", "number", "of_form"]
