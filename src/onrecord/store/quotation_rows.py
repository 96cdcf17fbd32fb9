"""What checking a quotation, and looking for drift, answers: frozen rows, the same for CLI, Python and exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model import Span
from onrecord.quotations.compare import COUNTED, Edit, Variation
from onrecord.store.rows import ActorRef, DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A place of the record that has the words of a quotation, or nearly.

    `statement` is None where they stand in the article but in no statement; `where` is then the part of the article
    (headline, body, caption, ...). `wording` is verbatim, partial, altered, indirect, text or "" (only near); `edits`
    lead from what stands here to the quotation, `from_first` from the earliest appearance to what stands here.
    `spans` are the exact characters. `changes` are the kinds of words that turn the meaning (negation, number, modal,
    condition) among the edits, `context` what stands beside a cut and turns it. `score` is how sure the statement is,
    `judged` what a reviewer decided; what was rejected is shown and counts for nothing.
    """

    statement: str | None
    document: DocumentRef
    speaker: ActorRef | None
    source: str
    kind: str
    wording: str
    likeness: float
    spans: tuple[Span, ...]
    said_since: date | None
    said_until: date | None
    edits: tuple[Edit, ...]
    from_first: tuple[Edit, ...] = ()
    changes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    where: str | None = None
    score: float | None = None
    judged: str | None = None

    @property
    def changed(self) -> int:
        """How many words were changed, put in or left out without a mark."""
        return sum(e.words for e in self.edits if e.op in COUNTED)

    @property
    def text(self) -> str:
        """The words as they stand there, on one line."""
        return " ... ".join(" ".join(s.text.split()) for s in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplicedPiece:
    """Words of a spliced quotation, where they stand first, and in how many statements.

    0 statements: `place` is one of the text of an article. `same` are the words that are the same there.
    """

    quoted: str
    place: Appearance
    statements: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The answer to `check`.

    `verdict` is verbatim, partial, altered, spliced, misattributed, indirect, text, absent, or unchecked where the
    quotation could not be looked for; `why` says it in a sentence. `edits`, `changes`, `context`, `variations` and
    `marks` are those against the appearance that the verdict rests on (`rests_on`); the last two do not count.
    `appearances` come in order of publication, `nearest` are statements (or, for a part of
    the quotation, places of a text) that are near where nothing has the words.
    `frequency` is how many statements have the words of a very short quotation.
    """

    quotation: str
    id: str | None
    by: str | None
    on: str | None
    outlet: str | None
    verdict: str
    why: str
    words: int = 0
    changed: int = 0
    likeness: float = 0.0
    edits: tuple[Edit, ...] = ()
    variations: tuple[Variation, ...] = ()
    marks: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    rests_on: Appearance | None = None
    pieces: tuple[SplicedPiece, ...] = ()
    first: Appearance | None = None
    first_why: str = ""
    speakers: tuple[ActorRef, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    nearest: tuple[Appearance, ...] = ()
    frequency: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One outlet's telling of an utterance. `edits` lead from the first telling of its sort to this one.

    `differs` says in what: speaker, negation, number, modal, condition, words, unnamed, cut.
    """

    statement: str
    document: DocumentRef
    speaker: ActorRef | None
    source: str
    kind: str
    quote: str
    said_since: date | None
    edits: tuple[Edit, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifting:
    """An utterance that outlets tell differently. `differs` is the union over its tellings, the gravest first."""

    utterance: str
    differs: tuple[str, ...]
    speakers: tuple[ActorRef, ...]
    words: int
    first: Telling
    first_why: str
    tellings: tuple[Telling, ...]
