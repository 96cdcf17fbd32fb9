"""Passive cues: "was asked whether", "is expected to", "was criticized by"."""

from __future__ import annotations

from onrecord.attribution import adverbials, contents, ends, sources, via
from onrecord.attribution.cues import Hit
from onrecord.attribution.finds import Find, State, make
from onrecord.attribution.tokens import Tokens
from onrecord.findings import Range


def read(t: Tokens, hit: Hit, lo: int, hi: int, state: State) -> Find | None:
    """The attribution of a passive cue; its source is named by "by", or not at all."""
    if hit.last < state.taken:
        return None
    subject = sources.left(t, hit.first - 1, lo) if hit.first > lo else None
    quoting = via.quoting(t, hit, subject, hi, state)
    if quoting:
        return quoting
    by = sources.right(t, hit.last + 2, hi) if hit.last + 2 < hi and t.low[hit.last + 1] == "by" else None
    if hit.takes("told") or hit.cue.act == "question":
        return _addressed(t, hit, subject, hi, state)
    if subject is None:
        return None
    if by and hit.takes("np"):
        find = make(t, "passive-by", hit, by)
        find.content = [t.span(*subject)]
        return find
    after = adverbials.times(t, hit.last + 1, hi)
    if after + 1 < hi and t.low[after] == "to" and t.low[hit.head] in t.lexicon.sets["hearsay"]:
        last = ends.clause_last(t, after, hi)
        find = make(t, "passive-to", hit, None)
        find.content = [t.span(*subject), t.span(after, last)]
        state.taken = last + 1
        return find
    return None


def _addressed(t: Tokens, hit: Hit, subject: Range | None, hi: int, state: State) -> Find | None:
    """ "X was told that ...", "X was asked about ...": X is the addressee."""
    found = contents.after(t, hit, hi, True)
    if found is None or found.frame not in ("that", "wh", "to", "quote", "about"):
        return None
    find = make(t, "passive-told", hit, None)
    find.content = [t.span(*found.content)]
    if subject:
        find.addressee = [t.span(*subject)]
    state.taken = max(state.taken, found.content[1] + 1)
    return find


def unasked(t: Tokens, hit: Hit, lo: int, hi: int, state: State) -> Find | None:
    """`Asked whether ..., he said` and `when asked about ...`: nobody is named who asked."""
    if hit.cue.act != "question" or not t.low[hit.head].endswith("ed") or hit.last < state.taken:
        return None
    if hit.first > lo and t.low[hit.first - 1] not in t.lexicon.sets["opener"]:
        return None
    return _addressed(t, hit, None, hi, state)
