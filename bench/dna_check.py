"""Is a .dna file such as DNA 3 opens, shows and exports without a fault?

    python bench/dna_check.py FILE.dna [--password WORD] [--allow CHECK ...]

Prints what is wrong, a line each ("CHECK: what"), and ends with exit code 1; without anything, what was counted. It
reads the file by SQLite alone and knows nothing of how it was made. --allow leaves a check out by its name:

    tables       all sixteen tables, each with its columns
    version      SETTINGS.version begins with 3.1
    ids          numbers are above 0, and stand once
    references   foreign keys lead somewhere, and to a row that fits (an entity of the same variable ...)
    variables    every statement has exactly one row for every variable of its type, in the table of its kind
    offsets      a statement begins and ends within its document, and is not empty
    evidence     a long text called "evidence" is what the document says there
    text         documents are NFC, with "\\n" alone, without characters that take two UTF-16 units
    lengths      labels have at most 190 characters
    colours      each from 0 to 255, and there
    entities     every short text variable has an empty entity
    attributes   every entity has a value of every attribute of its variable
    coders       there is a coder 1; every other pair of coders has its relation
    passwords    every coder's password is the word given
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

COLUMNS = {
    "SETTINGS": "Property Value",
    "CODERS": "ID Name Red Green Blue Refresh FontSize Password PopupWidth ColorByCoder PopupDecoration "
    "PopupAutoComplete PermissionAddDocuments PermissionEditDocuments PermissionDeleteDocuments "
    "PermissionImportDocuments PermissionAddStatements PermissionEditStatements PermissionDeleteStatements "
    "PermissionEditAttributes PermissionEditRegex PermissionEditStatementTypes PermissionEditCoders "
    "PermissionEditCoderRelations PermissionViewOthersDocuments PermissionEditOthersDocuments "
    "PermissionViewOthersStatements PermissionEditOthersStatements",
    "DOCUMENTS": "ID Title Text Coder Author Source Section Notes Type Date",
    "STATEMENTTYPES": "ID Label Red Green Blue",
    "VARIABLES": "ID Variable DataType StatementTypeId",
    "VARIABLELINKS": "ID SourceVariableId TargetVariableId",
    "REGEXES": "Label Red Green Blue",
    "CODERRELATIONS": "ID Coder OtherCoder viewStatements editStatements viewDocuments editDocuments",
    "STATEMENTS": "ID StatementTypeId DocumentId Start Stop Coder",
    "ENTITIES": "ID VariableId Value Red Green Blue ChildOf",
    "DATABOOLEAN": "ID StatementId VariableId Value",
    "DATAINTEGER": "ID StatementId VariableId Value",
    "DATASHORTTEXT": "ID StatementId VariableId Entity",
    "DATALONGTEXT": "ID StatementId VariableId Value",
    "ATTRIBUTEVARIABLES": "ID VariableId AttributeVariable",
    "ATTRIBUTEVALUES": "ID EntityId AttributeVariableId AttributeValue",
}
HOLDS = {
    "boolean": "DATABOOLEAN",
    "integer": "DATAINTEGER",
    "short text": "DATASHORTTEXT",
    "long text": "DATALONGTEXT",
}
LABELS = {
    "CODERS": "Name Password",
    "DOCUMENTS": "Title Author Source Section Type",
    "STATEMENTTYPES": "Label",
    "VARIABLES": "Variable",
    "REGEXES": "Label",
    "ENTITIES": "Value",
    "ATTRIBUTEVARIABLES": "AttributeVariable",
    "ATTRIBUTEVALUES": "AttributeValue",
}
SHOWN = 5  # of one check that are listed one by one
Rows = list[dict[str, Any]]


class Dna:
    """The tables of a file."""

    def __init__(self, db: sqlite3.Connection, password: str) -> None:
        self.db = db
        self.password = password
        self.there = {n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self.rows: dict[str, Rows] = {name: self._rows(name) for name in COLUMNS}

    def _rows(self, name: str) -> Rows:
        if name not in self.there:
            return []
        found = self.db.execute(f"SELECT * FROM {name}")
        return [dict(zip([d[0] for d in found.description], row, strict=True)) for row in found]

    def by_id(self, name: str) -> dict[int, dict[str, Any]]:
        return {row["ID"]: row for row in self.rows[name]}


def tables(dna: Dna) -> Iterator[str]:
    for name, columns in COLUMNS.items():
        if name not in dna.there:
            yield f"there is no table {name}"
            continue
        here = [row[1] for row in dna.db.execute(f"PRAGMA table_info({name})")]
        if here != columns.split():
            yield f"{name} has the columns {here}"


def version(dna: Dna) -> Iterator[str]:
    said = next((row["Value"] for row in dna.rows["SETTINGS"] if row["Property"] == "version"), None)
    if not str(said).startswith("3.1"):
        yield f"the version is {said}"


def ids(dna: Dna) -> Iterator[str]:
    for name, columns in COLUMNS.items():
        if columns.startswith("ID "):
            numbers = Counter(row["ID"] for row in dna.rows[name])
            yield from (f"{name}: {n!r} is no number of a row" for n in numbers if not isinstance(n, int) or n < 1)
            yield from (f"{name}: {n} stands {count} times" for n, count in numbers.items() if count > 1)


def references(dna: Dna) -> Iterator[str]:
    for table, row, parent, _ in dna.db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {parent} that is not there"
    statements, variables, entities = dna.by_id("STATEMENTS"), dna.by_id("VARIABLES"), dna.by_id("ENTITIES")
    attributes = dna.by_id("ATTRIBUTEVARIABLES")
    for kind, table in HOLDS.items():
        for row in dna.rows[table]:
            variable, statement = variables.get(row["VariableId"]), statements.get(row["StatementId"])
            if variable is None or statement is None:
                yield f"{table} {row['ID']}: no such variable or statement"
            elif variable["StatementTypeId"] != statement["StatementTypeId"]:
                yield f"{table} {row['ID']}: the variable is of another statement type"
            elif variable["DataType"] != kind:
                yield f"{table} {row['ID']}: the variable is a {variable['DataType']}"
            elif kind == "short text" and entities.get(row["Entity"], {}).get("VariableId") != row["VariableId"]:
                yield f"{table} {row['ID']}: the entity is another variable's"
    for row in dna.rows["ATTRIBUTEVALUES"]:
        a, e = attributes.get(row["AttributeVariableId"], {}), entities.get(row["EntityId"], {})
        if a.get("VariableId") != e.get("VariableId"):
            yield f"ATTRIBUTEVALUES {row['ID']}: the attribute is another variable's"


def variables(dna: Dna) -> Iterator[str]:
    of_type = defaultdict(list)
    for row in dna.rows["VARIABLES"]:
        of_type[row["StatementTypeId"]].append(row)
    held = Counter((r["StatementId"], r["VariableId"]) for table in HOLDS.values() for r in dna.rows[table])
    for s in dna.rows["STATEMENTS"]:
        for v in of_type[s["StatementTypeId"]]:
            if held[s["ID"], v["ID"]] != 1:
                yield f"statement {s['ID']} has {held[s['ID'], v['ID']]} rows for {v['Variable']!r}"


def offsets(dna: Dna) -> Iterator[str]:
    documents = dna.by_id("DOCUMENTS")
    for s in dna.rows["STATEMENTS"]:
        text = documents.get(s["DocumentId"], {}).get("Text", "")
        if not 0 <= s["Start"] < s["Stop"] <= len(text):
            yield f"statement {s['ID']}: {s['Start']} to {s['Stop']} of {len(text)} characters"
        elif not text[s["Start"] : s["Stop"]].strip():
            yield f"statement {s['ID']}: there is nothing but white space"


def evidence(dna: Dna) -> Iterator[str]:
    documents, statements = dna.by_id("DOCUMENTS"), dna.by_id("STATEMENTS")
    named = {v["ID"] for v in dna.rows["VARIABLES"] if (v["Variable"], v["DataType"]) == ("evidence", "long text")}
    for row in dna.rows["DATALONGTEXT"]:
        if row["VariableId"] in named and row["StatementId"] in statements:
            s = statements[row["StatementId"]]
            if documents[s["DocumentId"]]["Text"][s["Start"] : s["Stop"]] != row["Value"]:
                yield f"statement {s['ID']}: the evidence is not what stands there: {row['Value'][:40]!r}"


def text(dna: Dna) -> Iterator[str]:
    for d in dna.rows["DOCUMENTS"]:
        if not unicodedata.is_normalized("NFC", d["Text"]):
            yield f"document {d['ID']} is not NFC"
        if "\r" in d["Text"] or "\x00" in d["Text"]:
            yield f"document {d['ID']} has a carriage return or NUL"
        if max(map(ord, d["Text"]), default=0) > 0xFFFF:
            yield f"document {d['ID']} has a character beyond the basic plane"


def lengths(dna: Dna) -> Iterator[str]:
    for name, columns in LABELS.items():
        for row in dna.rows[name]:
            yield from (f"{name}.{c}: {row[c][:40]!r}..." for c in columns.split() if len(row.get(c) or "") > 190)


def colours(dna: Dna) -> Iterator[str]:
    for name, columns in COLUMNS.items():
        if "Red" in columns.split():
            for row in dna.rows[name]:
                if not all(isinstance(row[c], int) and 0 <= row[c] <= 255 for c in ("Red", "Green", "Blue")):
                    yield f"{name}: {row['Red']}, {row['Green']}, {row['Blue']}"


def entities(dna: Dna) -> Iterator[str]:
    empty = {e["VariableId"] for e in dna.rows["ENTITIES"] if e["Value"] == ""}
    used = {r["VariableId"] for r in dna.rows["DATASHORTTEXT"]}
    for v in dna.rows["VARIABLES"]:
        if v["DataType"] == "short text" and v["ID"] in used and v["ID"] not in empty:
            yield f"the variable {v['Variable']!r} has no empty entity"


def attributes(dna: Dna) -> Iterator[str]:
    held = {(r["EntityId"], r["AttributeVariableId"]) for r in dna.rows["ATTRIBUTEVALUES"]}
    of_variable = defaultdict(list)
    for a in dna.rows["ATTRIBUTEVARIABLES"]:
        of_variable[a["VariableId"]].append(a["ID"])
    for e in dna.rows["ENTITIES"]:
        missing = [a for a in of_variable[e["VariableId"]] if (e["ID"], a) not in held]
        if missing:
            yield f"entity {e['ID']} has no value of attribute {missing[0]}"


def coders(dna: Dna) -> Iterator[str]:
    there = [c["ID"] for c in dna.rows["CODERS"]]
    if 1 not in there:
        yield "there is no coder 1"
    pairs = Counter((r["Coder"], r["OtherCoder"]) for r in dna.rows["CODERRELATIONS"])
    for a in there:
        yield from (f"coders {a} and {b} have no relation" for b in there if a != b and not pairs[a, b])


def passwords(dna: Dna) -> Iterator[str]:
    for c in dna.rows["CODERS"]:
        if not _fits(dna.password, c["Password"]):
            yield f"coder {c['ID']} ({c['Name']}) has another password"


def _fits(word: str, kept: str) -> bool:
    try:
        data = base64.b64decode(kept, validate=True)
    except ValueError:
        return False
    digest = data[:16] + unicodedata.normalize("NFC", word).encode()
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    return hmac.compare_digest(digest, data[16:])


CHECKS: dict[str, Callable[[Dna], Iterator[str]]] = {
    c.__name__: c
    for c in (
        tables, version, ids, references, variables, offsets, evidence, text, lengths, colours, entities, attributes,
        coders, passwords,
    )
}  # fmt: skip


def problems(path: Path, password: str = "onrecord", allow: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with a file, a line each."""
    found: list[str] = []
    with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)) as db:
        dna = Dna(db, password)
        for name, check in CHECKS.items():
            if name in allow:
                continue
            wrong = list(check(dna))
            found += [f"{name}: {what}" for what in wrong[:SHOWN]]
            if len(wrong) > SHOWN:
                found.append(f"{name}: {len(wrong)} in all")
            if name == "tables" and wrong:
                break  # all else would be said of what is not there
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--password", default="onrecord")
    parser.add_argument("--allow", nargs="*", default=[], choices=CHECKS, metavar="CHECK")
    args = parser.parse_args()
    try:
        found = problems(args.file, args.password, tuple(args.allow))
    except sqlite3.Error as e:
        found = [f"file: {e}"]
    for line in found:
        print(line)
    if not found:
        with closing(sqlite3.connect(f"file:{quote(str(args.file.resolve()))}?mode=ro", uri=True)) as db:
            counts = ((name, db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in COLUMNS)
            print("sound: " + ", ".join(f"{n} {name}" for name, n in counts if n))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
