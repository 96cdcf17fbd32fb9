"""What the statements of a `.dna` file say: who takes which side on what, by whom it was coded.

Variables are the users' own. `Parts` says which of them are person, organization, concept and qualifier; where a user
says nothing the usual names are looked for. A statement type without any of the first three codes no statements (notes,
story elements): it is kept, and means nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.dna.tables import DATA, DnaFile, Row, Value
from onrecord.errors import UsageError
from onrecord.vocabulary import STANCES

USUAL = {
    "person": ("person", "actor", "speaker"),
    "organization": ("organization", "organisation"),
    "concept": ("concept", "issue"),
    "agreement": ("agreement",),
    "position": ("position",),
}
KINDS = {"agreement": "boolean", "position": "integer"}  # all others: short text
SUPPORT, OPPOSE, CONDITIONAL, UNCLEAR = STANCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The names of the variables that play each part, where they are not the usual ones. `agreement` is a boolean (yes:
    support), `position` a number (above 0: support, below 0: oppose)."""

    person: str = ""
    organization: str = ""
    concept: str = ""
    agreement: str = ""
    position: str = ""


def parts_named(given: Mapping[str, str]) -> Parts:
    """Parts as a user names them. Raises UsageError for one there is not."""
    unknown = sorted(given.keys() - USUAL.keys())
    if unknown:
        raise UsageError(f"no such part: {', '.join(unknown)}; there are: {', '.join(USUAL)}")
    return Parts(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coded statement. `row` and `document` are the IDs of the file, `start` and `stop` as it has them.

    Texts are empty where the coder left them so; `agreement` and `position` None where the type has no such variable.
    `stance` is one of STANCES. `name` is the statement type's.
    """

    row: int
    document: int
    start: int
    stop: int
    coder: str
    name: str
    person: str
    organization: str
    concept: str
    agreement: int | None
    position: int | None
    stance: str


def codings(file: DnaFile, parts: Parts = Parts()) -> Iterator[Coding]:
    """The statements of the types that code who says what, in the order of the file. Raises UsageError for a part that
    no variable is called."""
    played = played_parts(file, parts)
    values = Values(file)
    coders = {row["ID"]: str(row["Name"]) for row in file["CODERS"]}
    types = {row["ID"]: str(row["Label"]) for row in file["STATEMENTTYPES"]}
    for row in file["STATEMENTS"]:
        mine = played.get(row["StatementTypeId"])
        if mine is None or row["DocumentId"] is None:
            continue
        texts = {p: str(values.of(row, mine.get(p)) or "").strip() for p in ("person", "organization", "concept")}
        agreement, position = (_number(values.of(row, mine.get(p))) for p in ("agreement", "position"))
        stance = _stance(agreement, position, str(values.of(row, mine.get("stance")) or ""))
        yield Coding(
            row=_id(row["ID"]), document=_id(row["DocumentId"]), start=_id(row["Start"]), stop=_id(row["Stop"]),
            coder=coders.get(row["Coder"], ""), name=types[row["StatementTypeId"]], agreement=agreement,
            position=position, stance=stance, **texts,
        )  # fmt: skip


def played_parts(file: DnaFile, parts: Parts = Parts()) -> dict[Value, dict[str, Row]]:
    """Which variable plays which part in each statement type that codes statements, by the type's ID."""
    of_type: defaultdict[Value, list[Row]] = defaultdict(list)
    for row in file["VARIABLES"]:
        of_type[row["StatementTypeId"]].append(row)
    for part in USUAL:
        _check_named(part, getattr(parts, part), file["VARIABLES"])
    found = {}
    for own, variables in of_type.items():
        mine: dict[str, Row] = {}
        for part, usual in USUAL.items():
            named = getattr(parts, part)
            variable = _called((named,) if named else usual, variables, KINDS.get(part, "short text"))
            if variable is not None:
                mine[part] = variable
        stance = _called(("stance",), variables, "short text")
        if stance is not None:
            mine["stance"] = stance
        if "agreement" not in mine and "position" not in mine:
            booleans = [v for v in variables if v["DataType"] == "boolean"]
            if len(booleans) == 1:
                mine["agreement"] = booleans[0]
        if mine.keys() & {"person", "organization", "concept"}:
            found[own] = mine
    return found


def _check_named(part: str, named: str, variables: Sequence[Row]) -> None:
    kind = KINDS.get(part, "short text")
    if named and _called((named,), variables, kind) is None:
        there = ", ".join(repr(v["Variable"]) for v in variables if v["DataType"] == kind) or "none"
        raise UsageError(f"{part}: the file has no {kind} variable {named!r}; there are: {there}")


def _called(names: Sequence[str], variables: Sequence[Row], kind: str) -> Row | None:
    fitting = {str(v["Variable"]).casefold(): v for v in reversed(variables) if v["DataType"] == kind}
    return next((fitting[n.casefold()] for n in names if n.casefold() in fitting), None)


class Values:
    """The values of all variables of all statements; a short text as the value of its entity."""

    def __init__(self, file: DnaFile) -> None:
        entities = {row["ID"]: row["Value"] for row in file["ENTITIES"]}
        self._at: dict[tuple[Value, Value], Value] = {}
        for kind, table in DATA.items():
            for row in file[table]:
                value = entities.get(row["Entity"], "") if kind == "short text" else row["Value"]
                self._at[row["StatementId"], row["VariableId"]] = value

    def of(self, statement: Row, variable: Mapping[str, Any] | None) -> Value:
        """The value of a variable; None where the statement has none."""
        return None if variable is None else self._at.get((statement["ID"], variable["ID"]))


def _id(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - as `reading` made sure
    return value


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _stance(agreement: int | None, position: int | None, said: str) -> str:
    if position:
        return SUPPORT if position > 0 else OPPOSE
    if said in STANCES:
        return said
    if position == 0 or agreement is None:
        return UNCLEAR
    return SUPPORT if agreement else OPPOSE


__all__ = ["Coding", "Parts", "Values", "codings", "parts_named", "played_parts"]
