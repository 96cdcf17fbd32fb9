"""The record as a `.dna` file, which the Discourse Network Analyzer (DNA 3) and rDNA open.

Every issue is a concept, every current article a document, and each position a statement: its speaker (person, and the
organization by the office held on that day), `agreement` (yes or no), `position` (-1, 0, +1), `stance`, `strength`,
`confidence` (0 to 100), `condition`, `evidence` (the words that are marked) and `quote` (direct, mixed or indirect).
Files of DNA that were taken in come back as they were (`dna_kept`), with the rest added beside them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from onrecord import __version__
from onrecord.dna import password as passwords
from onrecord.dna.fitted import Fitted, fitted, label
from onrecord.dna.joining import acquainted, free, grown, joined
from onrecord.dna.tables import DATA, DnaFile, Row, Value
from onrecord.dna.writing import to_bytes
from onrecord.errors import UsageError
from onrecord.export.dna_kept import LEVELS, Now, agrees, as_judged
from onrecord.export.source import Source
from onrecord.output import replacing
from onrecord.store.affiliations import organization_on
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import ActorView, DocumentView
from onrecord.vocabulary import HUMAN, STANCES

VERSION = "3.1.2"
"""The DNA whose files these are like."""
STATEMENT_TYPE, BESIDE = "DNA Statement", "OnRecord Statement"  # the second where an imported file has the first
CODER = "OnRecord"
VARIABLES: Mapping[str, str] = {
    "person": "short text",
    "organization": "short text",
    "concept": "short text",
    "agreement": "boolean",
    "position": "integer",
    "stance": "short text",
    "strength": "short text",
    "quote": "short text",
    "confidence": "integer",
    "condition": "long text",
    "evidence": "long text",
    "onrecord": "long text",
}
ATTRIBUTES = ("Type", "Alias", "Notes")
DESCRIBED = ("person", "organization", "concept")  # variables whose entities have attributes
UNCLEAR = "unclear"
_PEOPLE = ("person", "unknown")
_YELLOW = {"Red": 239, "Green": 208, "Blue": 51}


def write(
    source: Source,
    path: Path,
    *,
    password: str = passwords.DEFAULT,
    implied: bool = False,
    unclear: bool = False,
) -> dict[Path, int]:
    """Write the file; gives the number of statements in it. The coder that OnRecord is has this password.

    As everywhere explicit positions count; with `implied` those that only follow from the words are written, too, and
    with `unclear` the statements whose side is not to be told.
    """
    if not password:
        raise UsageError("an empty password opens nothing in DNA; give one, or leave --password out")
    views = list(source.documents())
    taken = list(source.positions(implied=True, stance=(*STANCES,)))
    now = _now(views, taken)
    kept = [as_judged(one, now) for one in source.kept_files()]
    file = joined(kept)
    mine = [v for v in views if v.format != "dna"]
    wanted = [p for p in taken if (implied or p.explicit) and (unclear or p.stance != UNCLEAR)]
    added = _Machine(source, file, password).rows(mine, [p for p in wanted if not p.by.startswith(HUMAN)])
    file = acquainted(grown(file, added)) if added or len(kept) > 1 else file
    with replacing(path) as out:
        out.write(to_bytes(file))
    return {path: len(file["STATEMENTS"])}


def _now(views: Sequence[DocumentView], taken: Sequence[PositionRow]) -> Now:
    speakers = {
        s.id: s.speaker.name if s.verdict == "correct" and s.speaker else None
        for view in views
        if view.format == "dna"
        for s in view.said
    }
    return Now(
        documents=frozenset(v.document.id for v in views),
        speakers=speakers,
        stances={(p.said.id, p.issue): p.stance for p in taken},
    )


class _Machine:
    """What the record adds: a coder, a statement type with its variables, documents and statements."""

    def __init__(self, source: Source, file: DnaFile, password: str) -> None:
        self.source = source
        self.file = file
        self.password = password
        self.next: dict[str, int] = {}
        self.made: dict[str, list[Row]] = defaultdict(list)
        self.variables: dict[str, int] = {}
        self.entities: dict[tuple[str, str], int] = {}
        self.actors = {v.actor.id: v for v in source.actors()}
        self.affiliations = source.affiliations()

    def add(self, table: str, **cells: Value) -> int:
        n = self.next.setdefault(table, free(self.file, table))
        self.next[table] = n + 1
        self.made[table].append({"ID": n, **cells})
        return n

    def rows(self, views: Sequence[DocumentView], taken: Sequence[PositionRow]) -> dict[str, list[Row]]:
        """The rows to add. To files that were taken in nothing is added where the record has nothing else."""
        if self.file["DOCUMENTS"] and not views:
            return {}
        issues = [row.name for row in self.source.issues()]
        if not self.file["SETTINGS"]:
            today = max((v.document.published for v in views if v.document.published), default=None)
            self.made["SETTINGS"] = [
                {"Property": "version", "Value": VERSION},
                {"Property": "date", "Value": today.isoformat() if today else ""},
            ]
        coder = self._coder(views)
        kind = self._statement_type()
        texts = {v.document.id: fitted(v.text) for v in views}
        documents = {v.document.id: self._document(v, texts[v.document.id], coder) for v in views}
        coded = [(p, values) for p in taken if p.document.id in texts for values in (self._values(p, texts),)]
        self._entities(issues, [values for _, values in coded])
        for p, values in coded:
            start, stop = _place(p, texts[p.document.id])
            own = self.add(
                "STATEMENTS", StatementTypeId=kind, DocumentId=documents[p.document.id], Start=start, Stop=stop,
                Coder=coder,
            )  # fmt: skip
            self._statement(own, values)
        return dict(self.made)

    def _coder(self, views: Sequence[DocumentView]) -> int:
        """The coder that the machine is. The salt is of what is written: the same record gives the same file."""
        told = hashlib.sha256("\n".join(f"{v.document.id} {v.raw_sha}" for v in views).encode()).digest()
        name = "Admin" if not self.file["CODERS"] else CODER
        return self.add(
            "CODERS", Name=name, **_YELLOW, Password=passwords.hashed(self.password, told[: passwords.SALT])
        )

    def _statement_type(self) -> int:
        there = {row["Label"] for row in self.file["STATEMENTTYPES"]}
        kind = self.add("STATEMENTTYPES", Label=BESIDE if STATEMENT_TYPE in there else STATEMENT_TYPE, **_YELLOW)
        for name, data in VARIABLES.items():
            self.variables[name] = self.add("VARIABLES", Variable=name, DataType=data, StatementTypeId=kind)
        return kind

    def _document(self, view: DocumentView, text: Fitted, coder: int) -> int:
        ref = view.document
        title, outlet, author = (" ".join((x or "").split()) for x in (ref.title or ref.file, ref.outlet, view.byline))
        notes = [f"OnRecord {__version__}: {ref.id}", f"file: {ref.file}"]
        notes += [f"address: {ref.url}"] if ref.url else []
        long = (("title", title), ("outlet", outlet), ("author", author))
        notes += [f"{what}: {x}" for what, x in long if label(x) != x]
        notes += [] if ref.published else ["no date is known; 1970-01-01 stands for it"]
        return self.add(
            "DOCUMENTS", Title=label(title), Text=text.text, Coder=coder, Author=label(author), Source=label(outlet),
            Section="", Notes=fitted("\n".join(notes)).text, Type="", Date=_seconds(ref.published),
        )  # fmt: skip

    # ------------------------------------------------------------------ statements

    def _values(self, p: PositionRow, texts: Mapping[str, Fitted]) -> dict[str, Value]:
        """The value of every variable of a statement; a short text as what its entity is called."""
        person, organization = self._who(p)
        start, stop = _place(p, texts[p.document.id])
        depends = " ... ".join(" ".join(s.text.split()) for s in p.condition)
        whole = [x for x in (person, organization, p.issue) if label(x) != " ".join(x.split())]
        notes = [f"statement {p.said.id}, position {p.id}, {p.by}", *(f"in full: {x}" for x in whole)]
        return {
            "person": label(person),
            "organization": label(organization),
            "concept": label(p.issue),
            "agreement": agrees(p.stance),
            "position": LEVELS.get(p.stance, 0),
            "stance": p.stance,
            "strength": p.strength,
            "quote": p.said.kind,
            "confidence": round(100 * p.score),
            "condition": fitted(depends).text,
            "evidence": texts[p.document.id].text[start:stop],
            "onrecord": fitted("\n".join(notes)).text,
        }

    def _who(self, p: PositionRow) -> tuple[str, str]:
        """Person and organization: of a person the organization of the office held on the day, where it is known. Who
        is no person is an organization."""
        if p.actor is None:
            return "", ""
        if p.actor.kind not in _PEOPLE:
            return "", p.actor.name
        return p.actor.name, organization_on(self.affiliations.get(p.actor.id, ()), p.on)

    def _statement(self, own: int, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            cells: dict[str, Value] = {"StatementId": own, "VariableId": self.variables[name]}
            if VARIABLES[name] == "short text":
                cells["Entity"] = self.entities[name, str(value)]
            else:
                cells["Value"] = value
            self.add(DATA[VARIABLES[name]], **cells)

    def _entities(self, issues: Sequence[str], coded: Sequence[Mapping[str, Value]]) -> None:
        """An empty entity of each variable, then those that statements have; every issue is a concept."""
        called = {label(v.actor.name): v for v in self.actors.values()}
        for name, data in VARIABLES.items():
            if data != "short text":
                continue
            attributes = [
                self.add("ATTRIBUTEVARIABLES", VariableId=self.variables[name], AttributeVariable=a)
                for a in (ATTRIBUTES if name in DESCRIBED else ())
            ]
            values = {str(v[name]) for v in coded} | ({label(i) for i in issues} if name == "concept" else set())
            for value in ("", *sorted(values - {""})):
                own = self.add("ENTITIES", VariableId=self.variables[name], Value=value, Red=0, Green=0, Blue=0)
                self.entities[name, value] = own
                told = _described(called.get(value)) if name != "concept" else ("", "", "")
                for attribute, text in zip(attributes, told, strict=False):
                    self.add("ATTRIBUTEVALUES", EntityId=own, AttributeVariableId=attribute, AttributeValue=text)


def _described(view: ActorView | None) -> tuple[str, str, str]:
    """The attributes of an actor: its kind, its other names, its offices."""
    if view is None:
        return "", "", ""
    others = sorted({n.name for n in view.names} - {view.actor.name})
    offices = sorted({f"{r.title}, {r.org}" if r.org else r.title for r in view.roles})
    return view.actor.kind, label("; ".join(others)), label("; ".join(offices))


def _place(p: PositionRow, text: Fitted) -> tuple[int, int]:
    """Where a statement stands: from its first words to its last."""
    return text.span(p.said.content[0].start, p.said.content[-1].end)


def _seconds(day: date | None) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else 0


__all__ = ["ATTRIBUTES", "CODER", "STATEMENT_TYPE", "VARIABLES", "VERSION", "write"]
