"""Who relayed it: "told the agency", "carried by X", "quoted by Y", "Y quoted her as saying"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.attribution import contents, ends, sources
from onrecord.attribution.cues import Hit
from onrecord.attribution.finds import Find, State, make
from onrecord.attribution.lexicon import lexicon
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range

_AS_SAYING_WITHIN = 14
_WORD = re.compile(r"\w+")


def quoting(t: Tokens, hit: Hit, subject: Range | None, hi: int, state: State) -> Find | None:
    """ "Y quoted X as saying ..." and "X was quoted (by Y) as saying ...": X speaks, Y relays.

    `subject` stands before the verb: the relay of the active form, the source of the passive.
    """
    if not hit.takes("relay"):
        return None
    stop = min(hi - 2, hit.last + _AS_SAYING_WITHIN)
    at = next(
        (i for i in range(hit.last + 1, stop) if t.low[i] == "as" and t.low[i + 1] in t.lexicon.sets["saying"]),
        -1,
    )
    if at < 0:
        return None
    saying = Hit(hit.cue, hit.voice, at, at + 1, at + 1)
    cue = t.lexicon.verbs["saying"][0].cue
    found = contents.after(t, Hit(cue, hit.voice, at, at + 1, at + 1), hi)
    passive = hit.voice == "passive"
    between = (hit.last + 1, at - 1) if at > hit.last + 1 else None
    source = subject if passive else between
    relay = _after_by(t, between) if passive else subject
    if source is None or (found and found.open_end):
        return None
    content = t.span(*found.content) if found else None
    if content is None and passive:
        content = _quote_before(t, source[0] - 1, state.taken)
        relay = relay or (sources.right(t, at + 3, hi) if t.low[at + 2] == "by" else None)
    if content is None:
        return None
    find = make(t, "quoted-as-saying", saying, source)
    find.act = "assertion"
    find.cue = [t.span(hit.first, hit.last), t.span(at, at + 1)]
    find.content = [content]
    find.via = [t.span(*relay)] if relay else []
    state.taken = max(state.taken, at + 2, found.content[1] + 1 if found else 0)
    state.subject = source
    return find


def _quote_before(t: Tokens, k: int, lo: int) -> Range | None:
    """The quotation that ends with token k, or with the comma there."""
    q = k - 1 if k > lo and t.low[k] == "," else k
    return ends.up_to_quote(t, q, lo) if q >= lo and t.low[q] == QUOTE else None


def _after_by(t: Tokens, between: Range | None) -> Range | None:
    if between and t.low[between[0]] == "by" and between[0] < between[1]:
        return between[0] + 1, between[1]
    return None


def relayed(t: Tokens, lo: int, hi: int, finds: list[Find]) -> None:
    """Add to the finds of a sentence who relayed them, where the sentence says so outside the
    content.
    """
    for find in finds:
        if not find.via:
            find.via = [r for r in find.addressee if _medium(t, r)]
    for i in range(lo, hi - 2):
        relay: Range | None = None
        if t.low[i] in t.lexicon.sets["relay"]:
            by = next((k for k in range(i + 1, min(i + 4, hi - 1)) if t.low[k] == "by"), -1)
            if by > 0 and all(_when(t, k) for k in range(i + 1, by)):
                relay = sources.right(t, by + 1, hi)
            elif i > lo + 1 and t.low[i - 1] not in ("the", "a"):
                relay = _which(t, i, lo)
        if relay:
            _attach(t, relay, finds)
    for i in range(lo + 2, hi - 2):
        if t.low[i] == "which" and t.low[i - 1] == ",":
            verb = next((k for k in range(i + 2, min(i + 8, hi)) if t.low[k] in t.lexicon.sets["relay"]), -1)
            if verb > 0:
                _attach(t, (i + 1, verb - 1), finds)


def _when(t: Tokens, i: int) -> bool:
    """Whether the token belongs to a date between a verb and "by" ("published on Friday by")."""
    return t.low[i] in t.lexicon.sets["time"] or t.low[i] == "on" or t.low[i].isdigit()


def _which(t: Tokens, i: int, lo: int) -> Range | None:
    """The relay of "as Z reported" and "which Z quoted": found from "which" and "as", not here."""
    k = next((j for j in range(i - 1, max(lo, i - 7), -1) if t.low[j] == "as"), -1)
    return (k + 1, i - 1) if k > lo and t.low[k - 1] == "," and k + 1 <= i - 1 else None


def _medium(t: Tokens, r: Range) -> bool:
    """Whether the addressee is a news medium."""
    i = t.at(r[0])
    while i < len(t.low) and t.end[i] <= r[1]:
        if t.low[i].removesuffix("'s") in t.lexicon.sets["medium"]:
            return True
        i += 1
    return False


def _attach(t: Tokens, relay: Range, finds: list[Find]) -> None:
    """Give the relay to the nearest cue whose content does not hold it."""
    span = t.span(*relay)
    free = [
        f
        for f in finds
        if not any(s <= span[0] < e for s, e in f.content) and not any(s < span[1] and span[0] < e for s, e in f.cue)
    ]
    if not free:
        return
    find = min(free, key=lambda f: min(abs(f.cue[0][0] - span[1]), abs(span[0] - f.cue[-1][1])))
    if any(s <= span[0] and span[1] <= e for s, e in find.source) and len(find.source) == 1 and find.source[0] == span:
        return
    if span not in find.via:
        find.via = [span, *find.via]


def spoken_through(text: str, source: Sequence[Range], cue: Sequence[Range], content: Sequence[Range]) -> Find | None:
    """ "The Herald | quoted | the governor saying that the port was closed": the governor speaks, the Herald relays.

    None where an attribution that was found without the rules' reading is not of that shape.
    """
    last = _WORD.findall(text[cue[-1][0] : cue[-1][1]].lower())[-1:]
    start, end = content[0]
    if not last or last[0] not in lexicon().sets["quoting"] or start < cue[-1][1]:
        return None
    m = _through().match(text, start, end)
    if m is None:
        return None
    said = [(m.start("said"), end), *content[1:]]
    return Find("quoted-as-saying", "assertion", [*cue, m.span("saying")], said, [m.span("who")], via=[*source])


@lru_cache(maxsize=1)
def _through() -> re.Pattern[str]:
    """Who speaks, "as saying" or "saying", and what is said."""
    saying = "|".join(sorted(lexicon().sets["saying"]))
    return re.compile(rf"(?P<who>[^.;:\"“”«»]{{2,120}}?),? (?P<saying>(?:as )?(?:{saying}))[:,]? (?P<said>\S)")
