"""What an attribution backend finds in the text of one article, before it is made records of (`model`).

Places are characters of `Document.text`: Unicode code points, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[int, int]
"""Start and end of a stretch of `Document.text`, end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What an attribution backend finds: who (source), what marks it (cue), what is attributed (content).

    The definition is PolNeAR's (Newell, Margolin, Ruths, LREC 2018). Each role may stand in several
    pieces, in text order; `source` is empty where the text names none; `content` never is.
    `addressee` and `via` are the words naming to whom it was said and who relayed it, outermost first.
    """

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    kind: str
    act: str = "assertion"
    score: float = 1.0
    why: str = ""
    by: str = ""
    addressee: tuple[Range, ...] = ()
    via: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Words that a tagger takes for a person, an organization or a place.

    `form` is how they refer (`SIGHTING_FORMS`), `kind` to what (`SIGHTING_KINDS`). Names may lie in nominals
    ("the president of *Qasira*"); otherwise sightings of one form do not overlap.
    """

    start: int
    end: int
    kind: str
    form: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What may be meant, by a mention of it, with its probability."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coreferent:
    """Words that may refer to what other words of the article refer to.

    `form` is "pronoun", "name" or "nominal"; `chain` numbers what they refer to, in order of first mention.
    `rivals` are what it may refer back to, likeliest first, each by its best mention; where `linked`, the first is
    the ranker's choice and of this chain. `score` is how sure the choice is.
    """

    start: int
    end: int
    form: str
    chain: int
    score: float
    linked: bool
    rivals: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What a backend takes for an event: the words that name the act, who acted, and on whom.

    `type`, `mode`, `contexts` and `status` are PLOVER's (`onrecord.vocabulary`). `vector` is what the encoder says of
    the act where it stands, for comparing reports; empty where a backend has none.
    """

    trigger: Range
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: str = "happened"
    actors: tuple[Range, ...] = ()
    recipients: tuple[Range, ...] = ()
    places: tuple[Range, ...] = ()
    score: float = 1.0
    why: str = ""
    by: str = ""
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one pass of a backend over an article finds."""

    attributions: tuple[Attribution, ...]
    sightings: tuple[Sighting, ...] = ()
    coreferents: tuple[Coreferent, ...] = ()
    incidents: tuple[Incident, ...] = ()
