"""A small invented record: a promise told by three outlets, a denial, an indirect report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store_factory import reading

from onrecord.model import Reading

PROMISE = "We will sign the treaty in Ostria before the winter if the army leaves the valley."
MAYBE = "We may sign the treaty in Ostria before the winter if the army leaves the valley."
FARMERS = "Nobody has asked the farmers of the delta what they want. The delta feeds eleven provinces."
DEAD = "The treaty of the bay is dead. Long live the river and all who drink from it."
DENIAL = "I never said that twenty-one ministers favour the new harbour tax of 1,200 crowns."
COAL = "the coal harbour would be closed by midsummer for lack of ships"


def indirect(made: Reading) -> Reading:
    """The same article, its statements reported and not quoted."""
    return replace(made, statements=tuple(replace(s, kind="indirect") for s in made.statements))


MADE = [
    reading("a.txt", [("Ann Lee", PROMISE), ("Ann Lee", FARMERS)], published=date(2019, 3, 4)),
    reading("b.txt", [("Bo Ford", DEAD), ("Bo Ford", DENIAL)], outlet="Hill Herald", published=date(2019, 3, 5)),
    reading("c.txt", [("Ann Lee", MAYBE)], outlet="Coast Times", published=date(2019, 3, 6)),
    reading("d.txt", [("Bo Ford", PROMISE)], outlet="Night Post", published=date(2019, 3, 7)),
    indirect(reading("e.txt", [("Cy Fox", COAL)], outlet="Hill Herald", published=date(2019, 3, 8))),
    reading("f.txt", [(None, "The ferry sank because the doors stood open.")], title="Gate seven stays shut for good"),
]
