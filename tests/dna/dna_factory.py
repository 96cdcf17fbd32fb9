"""Files of DNA made up for tests, and the checker of bench/ as a function."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.dna.password import hashed
from onrecord.dna.tables import DATA, DnaFile, Row
from onrecord.dna.writing import to_bytes

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "dna" / "sample.dna"
PASSWORD = "tests"
KEPT = hashed(PASSWORD, bytes(16))
TYPES = {
    "DNA Statement": {
        "person": "short text", "organization": "short text", "concept": "short text", "agreement": "boolean",
    },
    "Level Statement": {"actor": "short text", "issue": "short text", "position": "integer", "weight": "integer"},
    "Annotation": {"note": "long text"},
}  # fmt: skip
JO, MAX = "Jo", "Max Müller"
TEXT = (
    "The harbour debate.\nAnn Lee said the gates must stay open. 😀 “Never,” said Bo Ford of the Port, “shut them.”\n"
    "Zoë asked café owners.\n"
)


def checker() -> Callable[..., list[str]]:
    """`problems` of bench/dna_check.py."""
    if "dna_check" not in sys.modules:
        spec = importlib.util.spec_from_file_location("dna_check", ROOT / "bench" / "dna_check.py")
        assert spec and spec.loader
        sys.modules["dna_check"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["dna_check"])
    found: Callable[..., list[str]] = sys.modules["dna_check"].problems
    return found


@dataclass
class Coded:
    """One coded statement: words of a text, the type, the values by variable, the coder."""

    words: str
    values: dict[str, Any]
    coder: str = JO
    type: str = "DNA Statement"
    text: int = 0


@dataclass
class Making:
    """The rows of a file as they come."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **cells: Any) -> int:
        here = self.rows.setdefault(table, [])
        here.append({"ID": len(here) + 1, **cells})
        return len(here)


def agreed(
    words: str, person: str, organization: str, concept: str, agreement: int, coder: str = JO, text: int = 0
) -> Coded:
    values = {"person": person, "organization": organization, "concept": concept, "agreement": agreement}
    return Coded(words=words, values=values, coder=coder, text=text)


USUAL = (
    agreed("the gates must stay open", "Ann Lee", "", "Open gates", 1),
    agreed("the gates must stay open", "Ann Lee", "Boats' Union", "Open gates", 0, coder=MAX),
    agreed("“Never,” said Bo Ford of the Port, “shut them.”", "Bo Ford", "The Port", "Open gates", 1),
    agreed("“shut them.”", "", "The Port", "Lower toll", 0),
    Coded(words="asked café owners", values={"actor": "Zoë", "issue": "Open gates", "position": -1, "weight": 7},
          type="Level Statement", coder=MAX),
    Coded(words="harbour debate", values={"note": "look again\nhere"}, type="Annotation"),
)  # fmt: skip


def made(coded: Sequence[Coded] = USUAL, texts: Sequence[str] = (TEXT,), coders: Sequence[str] = (JO, MAX)) -> DnaFile:
    """A file with these statements. Start and stop are in UTF-16 units, as DNA's editor counts."""
    m = Making()
    for coder in coders:
        m.add("CODERS", Name=coder, Password=KEPT)
    pairs = [(a, b) for a in range(1, len(coders) + 1) for b in range(1, len(coders) + 1) if a != b]
    for a, b in pairs:
        m.add("CODERRELATIONS", Coder=a, OtherCoder=b, viewStatements=int(a < b))
    for i, text in enumerate(texts):
        m.add("DOCUMENTS", Title=f"Debate {i}", Text=text, Coder=1, Author="R. Roe", Source="Bay Courier",
              Section="B", Notes="checked", Type="news", Date=1551700800 + 86400 * i)  # fmt: skip
    variables: dict[tuple[str, str], int] = {}
    entities: dict[tuple[int, str], int] = {}
    kinds = {}
    for label, types in TYPES.items():
        kinds[label] = m.add("STATEMENTTYPES", Label=label, Red=1, Green=2, Blue=3)
        for name, kind in types.items():
            own = variables[label, name] = m.add(
                "VARIABLES", Variable=name, DataType=kind, StatementTypeId=kinds[label]
            )
            if kind == "short text":
                entities[own, ""] = m.add("ENTITIES", VariableId=own, Value="", Red=0, Green=0, Blue=0)
    m.add("VARIABLELINKS", SourceVariableId=1, TargetVariableId=2)
    m.rows["REGEXES"] = [{"Label": "gat(e|es)", "Red": 255, "Green": 0, "Blue": 9}]
    m.rows["SETTINGS"] = [{"Property": "version", "Value": "3.1.2"}, {"Property": "popupWidth", "Value": "300"}]
    for c in coded:
        text = texts[c.text]
        at = text.index(c.words)
        start = len(text[:at].encode("utf-16-le")) // 2
        stop = start + len(c.words.encode("utf-16-le")) // 2
        own = m.add("STATEMENTS", StatementTypeId=kinds[c.type], DocumentId=c.text + 1, Start=start, Stop=stop,
                    Coder=coders.index(c.coder) + 1)  # fmt: skip
        for name, kind in TYPES[c.type].items():
            variable = variables[c.type, name]
            cells = {"StatementId": own, "VariableId": variable}
            if kind == "short text":
                value = c.values[name]
                if (variable, value) not in entities:
                    entities[variable, value] = m.add(
                        "ENTITIES", VariableId=variable, Value=value, Red=9, Green=9, Blue=9,
                        ChildOf=entities[variable, ""],
                    )  # fmt: skip
                m.add(DATA[kind], **cells, Entity=entities[variable, value])
            else:
                m.add(DATA[kind], **cells, Value=c.values[name])
    attribute = m.add("ATTRIBUTEVARIABLES", VariableId=variables["DNA Statement", "person"], AttributeVariable="Party")
    for (variable, value), own in entities.items():
        if variable == variables["DNA Statement", "person"]:
            m.add("ATTRIBUTEVALUES", EntityId=own, AttributeVariableId=attribute, AttributeValue=value[:1])
    return DnaFile(rows={name: tuple(rows) for name, rows in m.rows.items()})


def written(path: Path, file: DnaFile | None = None) -> Path:
    path.write_bytes(to_bytes(file or made()))
    return path
