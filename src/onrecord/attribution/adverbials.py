"""Words of time, place and manner between a cue and what it introduces: "warned late on Tuesday of"."""

from __future__ import annotations

from onrecord.attribution.phrases import DASHES
from onrecord.attribution.tokens import QUOTE, Tokens

_WITHIN = 10  # words of an adverbial before an infinitive or an object
_BEFORE_DAYS = ("on", "in", "at", "by", "during", "since", "from", "until")
_BEFORE_PLACES = ("in", "at", "during", "from", "outside", "inside")
_NO_TIME_ALONE = ("may", "march", "second", "last", "this", "next")


def before_speech(t: Tokens, k: int, hi: int) -> int:
    """The token after days, adverbs and "in a statement" that stand between a cue and its
    content.
    """
    sets, low = t.lexicon.sets, t.low
    i = k
    while i < hi and i - k < 40:
        w = low[i]
        if w in (":", QUOTE, "that"):
            return i
        if _time(t, i, hi) or _manner(t, i):
            i += 1
        elif w in sets["adjunct_preposition"] or w in ("of", "for", "with", "from", "via"):
            stop = _phrase_stop(t, i, hi)
            if stop < 0:
                return k if i == k else i
            i = stop
        elif w == "," and i + 1 < hi:
            if low[i + 1] in (QUOTE, "that"):
                return i + 1
            if (
                low[i + 1] in sets["adjunct_preposition"]
                or low[i + 1].endswith("ing")
                or low[i + 1] in ("which", "who")
            ):
                stop = _phrase_stop(t, i + 1, hi)
                if stop < 0 or low[stop] == ".":
                    return i
                i = stop
            elif i > k:
                return i + 1
            else:
                return i
        else:
            break
    return i


def _timely(t: Tokens, i: int, hi: int) -> bool:
    return i + 1 < hi and (t.low[i + 1] in t.lexicon.sets["time"] or t.low[i + 1].isdigit())


def _phrase_stop(t: Tokens, i: int, hi: int) -> int:
    """Where a prepositional phrase that starts at i gives way to content; -1 where it does not."""
    sets, low = t.lexicon.sets, t.low
    for k in range(i + 1, min(i + 22, hi)):
        w = low[k]
        if w == QUOTE and (
            low[k - 1] in sets["preposition"] or low[k - 1].endswith("'s") or low[k - 1] in sets["determiner"]
        ):
            continue
        if w in ("that", ":", QUOTE, ","):
            return k
        if k > i + 1 and w in sets["subject_pronoun"] and w not in ("you", "who"):
            return k
        if w in (";", ".") or w in DASHES:
            return -1
        if (
            k > i + 1
            and low[k - 1] in sets["time"]
            and w not in sets["time"]
            and w not in sets["preposition"]
            and not w.isdigit()
        ):
            return k
    return -1


def _time(t: Tokens, i: int, hi: int) -> bool:
    """Whether the token says when: "may", "last" and the like only where a day or year follows."""
    if t.low[i].endswith("'s"):  # "said Tuesday's vote was fair"
        return False
    return t.low[i] in t.lexicon.sets["time"] and (t.low[i] not in _NO_TIME_ALONE or _timely(t, i, hi))


def _manner(t: Tokens, i: int) -> bool:
    w = t.low[i]
    return w.endswith("ly") and not t.capital(i) and w != "only"


def times(t: Tokens, k: int, hi: int) -> int:
    """The token after the days, dates and adverbs that start with token k; k where none does."""
    low, i = t.low, k
    while i < hi and i - k < _WITHIN:
        if _manner(t, i) or _time(t, i, hi) or (i > k and low[i].isdigit()):
            i += 1
            continue
        day = _day(t, i + 1, hi) if low[i] in _BEFORE_DAYS else i
        if day == i:
            break
        i = day + 1
    return i


def _day(t: Tokens, i: int, hi: int) -> int:
    """The time word that starts with token i, over "the" and a number; i - 1 where none does."""
    j = i
    while j < hi and j - i < 2 and (t.low[j] in ("the", "a") or t.low[j].isdigit()):
        j += 1
    return j if j < hi and t.low[j] in t.lexicon.sets["time"] and not t.low[j].endswith("'s") else i - 1


def before_act(t: Tokens, k: int, hi: int) -> int:
    """The token after days and short places that stand between a cue of doing ("vowed", "rejected")
    and its infinitive, clause or object; k where what follows may itself be the object.
    """
    sets, low, i = t.lexicon.sets, t.low, k
    while i < hi and i - k < _WITHIN:
        stop = times(t, i, hi)
        if stop == i:
            stop = _place(t, i, hi)
        if stop == i:
            break
        i = stop
    if i == k or i >= hi:
        return k
    if infinitive(t, i, hi) or low[i] in ("that", ":", QUOTE, "as") or low[i] in sets["determiner"]:
        return i
    return i if low[k] in sets["preposition"] and t.word(i) and low[i] not in sets["preposition"] else k


def infinitive(t: Tokens, i: int, hi: int) -> bool:
    """Whether "to", "not to" or "never to" stands at token i."""
    if i < hi and t.low[i] in ("not", "never"):
        i += 1
    return i < hi and t.low[i] == "to"


def _place(t: Tokens, i: int, hi: int) -> int:
    """The token after "in Geneva" or "at a rally" at token i; i where no such place stands there."""
    sets, low = t.lexicon.sets, t.low
    if low[i] not in _BEFORE_PLACES:
        return i
    j = i + 1
    while j < hi and j - i <= 5 and t.word(j) and (t.capital(j) or low[j] in sets["occasion"] or j == i + 1):
        j += 1
        if j == i + 2 and low[i + 1] in sets["determiner"] and j < hi and t.word(j):
            j += 1
    named = j > i + 1 and (t.capital(j - 1) or low[j - 1] in sets["occasion"] or low[j - 1] in sets["venue"])
    return j if named else i
