"""Files of DNA that were taken in, as they go out again: as they came, but for what was judged since.

A statement that was rejected, whose position was rejected, or whose article was taken out is left out. A corrected
speaker is another person, a corrected stance another agreement and position. All else is what it was, to the letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.dna.coding import CONDITIONAL, OPPOSE, SUPPORT, played_parts
from onrecord.dna.fitted import label
from onrecord.dna.joining import free, grown
from onrecord.dna.tables import DATA, DnaFile, Row, Value
from onrecord.store.dna_rows import KeptFile

LEVELS = {SUPPORT: 1, OPPOSE: -1}
_OF_STATEMENTS = tuple(DATA.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What stands today: the ids of current documents; each statement's corrected speaker, None where nobody
    corrected it; the stance of each statement on each issue."""

    documents: frozenset[str]
    speakers: Mapping[str, str | None]
    stances: Mapping[tuple[str, str], str]


def as_judged(kept: KeptFile, now: Now) -> DnaFile:
    """A file as it stands today."""
    gone = {row for row, own in kept.documents.items() if own not in now.documents}
    left_out = {row["ID"] for row in kept.file["STATEMENTS"] if row["DocumentId"] in gone}
    for row, c in kept.codings.items():
        if c.said not in now.speakers or (c.issue is not None and (c.said, c.issue) not in now.stances):
            left_out.add(row)
    rows = dict(kept.file.rows)
    rows["DOCUMENTS"] = tuple(r for r in kept.file["DOCUMENTS"] if r["ID"] not in gone)
    rows["STATEMENTS"] = tuple(r for r in kept.file["STATEMENTS"] if r["ID"] not in left_out)
    for table in _OF_STATEMENTS:
        rows[table] = tuple(r for r in kept.file[table] if r["StatementId"] not in left_out)
    return _corrected(replace(kept.file, rows=rows), kept, now)


def _corrected(file: DnaFile, kept: KeptFile, now: Now) -> DnaFile:
    """The file with the speakers and stances that were corrected."""
    values: dict[str, dict[tuple[Value, Value], Value]] = defaultdict(dict)
    names: dict[tuple[Value, Value], str] = {}
    played = played_parts(file, kept.parts)
    for row in file["STATEMENTS"]:
        c = kept.codings.get(int(row["ID"] or 0))
        mine = played.get(row["StatementTypeId"], {})
        if c is None:
            continue
        speaker = now.speakers[c.said]
        if speaker is not None and "person" in mine and label(speaker) != c.person:
            names[row["ID"], mine["person"]["ID"]] = label(speaker)
        stance = now.stances.get((c.said, c.issue or ""), c.stance)
        if stance == c.stance:
            continue
        if "agreement" in mine:
            values["DATABOOLEAN"][row["ID"], mine["agreement"]["ID"]] = agrees(stance)
        if "position" in mine:
            values["DATAINTEGER"][row["ID"], mine["position"]["ID"]] = LEVELS.get(stance, 0)
        if "stance" in mine:
            names[row["ID"], mine["stance"]["ID"]] = stance
    file = _with_entities(file, {(variable, name) for (_, variable), name in names.items()})
    numbers = {(r["VariableId"], r["Value"]): r["ID"] for r in file["ENTITIES"]}
    values["DATASHORTTEXT"] = {at: numbers[at[1], name] for at, name in names.items()}
    rows = dict(file.rows)
    for table, changed in values.items():
        rows[table] = tuple(_changed(r, table, changed) for r in file[table])
    return replace(file, rows=rows)


def _changed(row: Row, table: str, changed: Mapping[tuple[Value, Value], Value]) -> Row:
    at = row["StatementId"], row["VariableId"]
    column = "Entity" if table == "DATASHORTTEXT" else "Value"
    return {**row, column: changed[at]} if at in changed else row


def _with_entities(file: DnaFile, wanted: set[tuple[Value, str]]) -> DnaFile:
    """The file with entities of these values, each with an empty value of every attribute."""
    there = {(r["VariableId"], r["Value"]) for r in file["ENTITIES"]}
    n, m = free(file, "ENTITIES"), free(file, "ATTRIBUTEVALUES")
    entities: list[Row] = []
    attributes: list[Row] = []
    for variable, value in sorted(wanted - there, key=repr):
        entities.append({"ID": n, "VariableId": variable, "Value": value, "Red": 0, "Green": 0, "Blue": 0})
        for attribute in file["ATTRIBUTEVARIABLES"]:
            if attribute["VariableId"] == variable:
                attributes.append({"ID": m, "EntityId": n, "AttributeVariableId": attribute["ID"]})
                m += 1
        n += 1
    return grown(file, {"ENTITIES": entities, "ATTRIBUTEVALUES": attributes})


def agrees(stance: str) -> int:
    """A stance as DNA's yes or no, which has no room for a condition or a doubt: yes is support, and so is what
    depends on a condition."""
    return int(stance in (SUPPORT, CONDITIONAL))


__all__ = ["LEVELS", "Now", "agrees", "as_judged"]
