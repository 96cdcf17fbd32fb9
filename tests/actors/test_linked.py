"""What the ranker links is taken where no rule finds anybody, and where the words can mean that actor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.actors.speakers import resolve_document
from onrecord.findings import Attribution, Candidate, Coreferent
from onrecord.model import Document
from onrecord.project import Project

TEXT = "Petar Dossen met the union. It rained for a week.\n\nNobody knew why.\n\nThe tall pilot said that it rained."


def coreferents(score: float, linked: bool, start: int = 0, end: int = 12) -> list[Coreferent]:
    """ "The tall pilot" linked to the words text[start:end], with that score."""
    at = TEXT.index("The tall pilot")
    first = Coreferent(start=start, end=end, form="name", chain=0, score=0.5, linked=False, rivals=())
    rival = Candidate(start=start, end=end, score=score)
    stop = at + len("The tall pilot")
    return [first, Coreferent(start=at, end=stop, form="nominal", chain=0, score=score, linked=linked, rivals=(rival,))]


def speaker(document: Document, found: list[Coreferent]) -> str | None:
    at = TEXT.index("The tall pilot")
    said = TEXT.index("that it rained")
    given = Attribution(source=((at, at + 14),), cue=(), content=((said, said + 14),), kind="indirect")
    resolved = resolve_document(document, [given], Project(), (), found)
    return {e.id: e.name for e in resolved.entities}.get(resolved.statements[0].speaker or "")


@pytest.mark.parametrize(
    ("found", "who"),
    [
        (coreferents(0.9, linked=True), "Petar Dossen"),
        (coreferents(0.3, linked=True), None),  # as often wrong as right
        (coreferents(0.9, linked=False), None),
        ([], None),
        (coreferents(0.9, linked=True, start=17, end=26), None),  # "the union": no name in the chain
    ],
)
def test_linked(make_document: Callable[..., Document], found: list[Coreferent], who: str | None) -> None:
    assert speaker(make_document(TEXT), found) == who
