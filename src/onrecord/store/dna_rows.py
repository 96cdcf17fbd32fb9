"""What taking in a `.dna` file answers, and what was coded by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.dna.coding import Parts
from onrecord.dna.tables import DnaFile
from onrecord.store.rows import DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What taking in a file of DNA did.

    `documents` are all of its documents, of which `added` are new here and `renewed` were coded otherwise before.
    `statements` were coded, `positions` of them have a concept. `issues` are concepts that no issue was called,
    `coders` counts the statements of each coder. `kept` counts, by statement type, what codes no statement: it is
    kept as it is, and comes back with an export. `notes` are sentences about what could not be taken as it stands.
    """

    file: str
    documents: int
    added: int
    renewed: int
    statements: int
    positions: int
    issues: tuple[str, ...]
    coders: Mapping[str, int]
    kept: Mapping[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """A statement that a person coded, as it stands after judgements.

    `file` is the file it came in, `row` its number there, `statement` its id here. Of `person`, `organization` and
    `concept` those are empty that the coder left so; `issue` is the concept's. `agreement` and `position` are the
    coder's own values (where the stance was judged otherwise since, what that means), None where there is none;
    `stance` is what stands today, `words` is what was said.
    """

    file: str
    row: int
    statement: str
    document: DocumentRef
    coder: str
    person: str
    organization: str
    issue: str | None
    agreement: int | None
    position: int | None
    stance: str
    words: str
    verdict: str | None

    @property
    def on(self) -> date | None:
        """The day of its document."""
        return self.document.published


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCoding:
    """What a coded statement of a file became: the statement, its issue, and what its coder gave it."""

    said: str
    issue: str | None
    person: str
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of DNA as it was taken in, and what its documents and statements became, by their numbers in it."""

    name: str
    file: DnaFile
    parts: Parts
    documents: Mapping[int, str]
    codings: Mapping[int, KeptCoding]
