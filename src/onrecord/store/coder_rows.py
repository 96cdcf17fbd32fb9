"""What coders did, how far they agree, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.model import Judgement
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """One person: the rows that stand judged by them, by kind and by verdict, and how many lines they took back."""

    who: str
    kinds: Mapping[str, int]
    verdicts: Mapping[str, int]
    undone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderAgreement:
    """How far coders agree on the rows of a kind that two or more of them judged (`units`).

    `percent` is the share of pairs of verdicts that are the same (0..1), `alpha` Krippendorff's for nominal values with
    the interval that 95 of 100 samples of these units give; None where nothing can be told.
    """

    kind: str
    coders: tuple[str, ...]
    units: int
    percent: float | None
    alpha: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coders:
    """Everybody who judged, and their agreement: of each pair, and last of all together, by kind."""

    coders: tuple[Coder, ...]
    agreement: tuple[CoderAgreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A row that coders judged differently: the newest judgement of each, by name. `settled` is the adjudication that
    stands over them, or None. Of `said` and `position` that of its kind is there."""

    kind: str
    id: str
    verdicts: Mapping[str, Judgement]
    settled: Judgement | None = None
    said: Said | None = None
    position: PositionRow | None = None
