"""Several `.dna` files as one: nothing is lost, and what is the same stands once.

The first file stays as it is, with all its numbers. Of the others coders of the same name are the same, and so are
statement types of the same name and variables, entities of the same value, and documents of the same title, text and
date; statements are always added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from onrecord.dna.tables import TABLES, DnaFile, Row, Value

Same = Callable[[Row], Hashable]


def joined(files: Sequence[DnaFile]) -> DnaFile:
    """All files as one; of none an empty one."""
    if not files:
        return DnaFile(rows={})
    made = files[0]
    for other in files[1:]:
        made = _Join(made, other).file()
    return made


def grown(file: DnaFile, rows: dict[str, list[Row]]) -> DnaFile:
    """A file with more rows at the end of its tables."""
    return replace(file, rows={name: (*file[name], *rows.get(name, ())) for name in TABLES})


def free(file: DnaFile, table: str) -> int:
    """The first number that no row of a table has."""
    return max((int(row["ID"] or 0) for row in file[table]), default=0) + 1


def acquainted(file: DnaFile) -> DnaFile:
    """A file whose coders may all see what the others do: DNA asks for a row of each pair."""
    pairs = {(row["Coder"], row["OtherCoder"]) for row in file["CODERRELATIONS"]}
    n = free(file, "CODERRELATIONS")
    coders = [row["ID"] for row in file["CODERS"]]
    missing = [(a, b) for a in coders for b in coders if a != b and (a, b) not in pairs]
    return grown(
        file, {"CODERRELATIONS": [{"ID": n + i, "Coder": a, "OtherCoder": b} for i, (a, b) in enumerate(missing)]}
    )


class _Join:
    """One file added to another."""

    def __init__(self, first: DnaFile, other: DnaFile) -> None:
        self.first, self.other = first, other
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.now: dict[str, dict[Value, Value]] = {name: {None: None} for name in TABLES}

    def file(self) -> DnaFile:
        types = _signatures(self.first), _signatures(self.other)
        self.add("CODERS", lambda r: r["Name"])
        self.add("DOCUMENTS", lambda r: (r["Title"], r["Text"], r["Date"]))
        self.add("STATEMENTTYPES", lambda r: types[0].get(r["ID"]), lambda r: types[1].get(r["ID"]))
        self.add("VARIABLES", lambda r: (r["StatementTypeId"], r["Variable"]))
        self.add("ENTITIES", lambda r: (r["VariableId"], r["Value"]), later=("ChildOf",))
        self.add("ATTRIBUTEVARIABLES", lambda r: (r["VariableId"], r["AttributeVariable"]))
        self.add("ATTRIBUTEVALUES", lambda r: (r["EntityId"], r["AttributeVariableId"]))
        self.add("CODERRELATIONS", lambda r: (r["Coder"], r["OtherCoder"]))
        self.add("VARIABLELINKS", lambda r: (r["SourceVariableId"], r["TargetVariableId"]))
        self.add("STATEMENTS", None)
        for name in ("DATABOOLEAN", "DATAINTEGER", "DATASHORTTEXT", "DATALONGTEXT"):
            self.add(name, None)
        for name, own in (("REGEXES", "Label"), ("SETTINGS", "Property")):
            there = {row[own] for row in self.first[name]}
            self.rows[name] = [row for row in self.other[name] if row[own] not in there]
        return grown(self.first, self.rows)

    def add(self, table: str, same: Same | None, mine: Same | None = None, later: Iterable[str] = ()) -> None:
        """Add the rows of a table that the first file has not. `mine` compares rows of the other file as they were."""
        there = {same(row): row["ID"] for row in reversed(self.first[table])} if same else {}
        n = free(self.first, table)
        for row in self.other[table]:
            moved = self.moved(table, row, later)
            own = mine(row) if mine else same(moved) if same else None
            if same and own in there:
                self.now[table][row["ID"]] = there[own]
                continue
            self.now[table][row["ID"]] = n
            if same:
                there[own] = n
            self.rows[table].append({**moved, "ID": n})
            n += 1
        for name in later:
            here = self.now[table]
            self.rows[table] = [{**row, name: here.get(row.get(name))} for row in self.rows[table]]

    def moved(self, table: str, row: Row, later: Iterable[str]) -> dict[str, Value]:
        """A row whose references are to the rows of the whole."""
        out = dict(row)
        for column in TABLES[table].columns:
            if column.to and column.name not in later:
                out[column.name] = self.now[column.to].get(row.get(column.name))
        return out


def _signatures(file: DnaFile) -> dict[Value, Hashable]:
    """What makes a statement type the same as another: its name, and the names and types of its variables."""
    variables: defaultdict[Value, set[tuple[Value, Value]]] = defaultdict(set)
    for row in file["VARIABLES"]:
        variables[row["StatementTypeId"]].add((row["Variable"], row["DataType"]))
    return {row["ID"]: (row["Label"], frozenset(variables[row["ID"]])) for row in file["STATEMENTTYPES"]}


__all__ = ["acquainted", "free", "grown", "joined"]
