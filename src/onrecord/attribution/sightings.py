"""The network's mention layers -> sightings of persons, organizations and places."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onrecord.attribution.lexicon import lexicon
from onrecord.encoder.decode import Floats, Tagged, best_tags, spans
from onrecord.encoder.engine import Scores
from onrecord.encoder.sheet import Sheet
from onrecord.findings import Sighting
from onrecord.vocabulary import SIGHTING_KINDS


def sightings(sheet: Sheet, scores: Sequence[Scores], text: str) -> tuple[Sighting, ...]:
    """All sightings in an article, by place: names, then nominals and pronouns that are not the same words."""
    names = {(t.first, t.last): t for t in _layer([s.names for s in scores], scores)}
    pronouns = lexicon().sets["any_pronoun"]
    found = [_sighting(t, sheet, "name") for t in names.values()]
    for t in _layer([s.mentions for s in scores], scores):
        if (t.first, t.last) in names:
            continue
        single = t.last - t.first == 1 and text[sheet.start[t.first] : sheet.end[t.first]].lower() in pronouns
        found.append(_sighting(t, sheet, "pronoun" if single else "nominal"))
    return tuple(sorted(found, key=lambda s: (s.start, -s.end)))


def _layer(parts: list[Floats], scores: Sequence[Scores]) -> list[Tagged]:
    """The spans of one layer, with words of the sheet; none reaches from one paragraph into the next."""
    out: list[Tagged] = []
    for best, window, part in zip(best_tags(parts), scores, parts, strict=True):
        row = 0
        for first, last in window.words:
            stop = row + last - first
            out.extend(spans(best[row:stop], part[row:stop], first))
            row = stop
    return out


def _sighting(t: Tagged, sheet: Sheet, form: str) -> Sighting:
    return Sighting(
        start=sheet.start[t.first],
        end=sheet.end[t.last - 1],
        kind=SIGHTING_KINDS[t.role],
        form=form,
        score=round(math.exp(t.score), 4),
    )
