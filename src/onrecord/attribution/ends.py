"""Where attributed words begin and end: clauses after a cue, clauses and quotations before one."""

from __future__ import annotations

from onrecord.attribution.lexicon import BASE, ING, PAST, THIRD
from onrecord.attribution.phrases import DASHES, finite
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range

BREAKS = (",", ":", ";", ".", *DASHES)


def clause_last(t: Tokens, k: int, hi: int, short: bool = False) -> int:
    """The last token of the clause that starts at k: its sentence's end, or where another voice
    begins.

    `short`: the clause is subordinate, so a comma before a new subject ends it.
    """
    sets, low = t.lexicon.sets, t.low
    i = k
    while i < hi:
        w = low[i]
        if w == "," or (w == QUOTE and i + 1 < hi and t.inner_end(i) == ","):
            if i > k and _breaks(t, i, hi, short):
                if w == QUOTE:
                    i += 1
                break
        elif (
            w == ";"
            or (w == "according" and i + 1 < hi and low[i + 1] == "to" and i > k)
            or (w in ("and", "but") and i > k and _new_cue(t, i + 1, hi))
            or (w in ("while", "though", "although", "whereas") and i > k and low[i - 1] == ",")
        ):
            break
        i += 1
    i -= 1
    while i > k and (low[i] in (",", ".", ";", ":", "?", "!") or low[i] in DASHES or low[i] in sets["coordinator"]):
        i -= 1
    return min(max(i, k), hi - 1)


def _breaks(t: Tokens, i: int, hi: int, short: bool) -> bool:
    """Whether the comma at i ends attributed words: ", adding that", ", according to", ", she
    said".
    """
    j = i + 1
    if j >= hi:
        return True
    w, verbs = t.low[j], t.lexicon.verbs
    if w == "according" or w == "but" or w in ("while", "though", "although", "whereas", "even"):
        return True
    if short and (w in t.lexicon.sets["subject_pronoun"] or w in t.lexicon.sets["determiner"] or t.capital(j)):
        return True
    if w.endswith("ly") and j + 1 < hi:
        w = t.low[j + 1]
    forms = verbs.get(w)
    if forms and any(f.form == ING and f.cue.frames & {"quote", "that", "np"} for f in forms):
        return True
    if w in ("who", "which", "whose", "where", "a", "an"):
        return not short and not _closes_again(t, j, hi)
    return _new_cue(t, j + 1 if w == "and" else j, hi, w == "and")


def _closes_again(t: Tokens, j: int, hi: int) -> bool:
    """Whether an apposition that starts at j ends before a verb: "that Lee, who left, won"."""
    for i in range(j, min(j + 30, hi - 1)):
        if t.low[i] == ",":
            return t.low[i + 1] in t.lexicon.sets["auxiliary"] or finite(t, i + 1, j)
    return False


def _new_cue(t: Tokens, j: int, hi: int, pronoun: bool = True) -> bool:
    """Whether a finite cue verb, with or without its own pronoun, starts at token j."""
    sets, low = t.lexicon.sets, t.low
    steps = 0
    while (
        j < hi
        and steps < 4
        and (
            low[j] in sets["adverb"]
            or low[j].endswith("ly")
            or low[j] in sets["auxiliary"]
            or (pronoun and low[j] in ("he", "she", "they", "we", "i"))
            or low[j] in sets["time"]
        )
    ):
        j += 1
        steps += 1
    if j >= hi:
        return False
    shapes = (PAST, THIRD, BASE) if low[j - 1] in ("they", "we", "i") else (PAST, THIRD)
    return any(f.form in shapes and f.cue.frames & {"quote", "told", "np"} for f in t.lexicon.verbs.get(low[j], ()))


def before(t: Tokens, k: int, lo: int) -> Range | None:
    """The content that ends with token k, before a comma and a cue: from the start of its clause"""
    sets, low = t.lexicon.sets, t.low
    first = lo
    if low[k] == QUOTE and k > lo and low[k - 1] in (":", "—", "–", "--"):
        return k, k
    while first < k and (
        low[first] in sets["coordinator"] or low[first] in (",", ":", "-", "—", "–") or low[first] == "."
    ):
        first += 1
    if first > k:
        return None
    words = sum(1 for i in range(first, k + 1) if t.word(i) or low[i] == QUOTE)
    return (first, k) if words else None


def spoken(t: Tokens, q: int, comma: bool) -> bool:
    """Whether the quotation at q is what was said: it ends in punctuation, or a comma follows it"""
    return comma or t.inner_end(q) in ",.?!…-—–" or not t.quote[q].closed


def up_to_quote(t: Tokens, q: int, lo: int) -> Range:
    """The quotation at q with the words of its sentence before it."""
    found = before(t, q, lo)
    return t.span(*(found or (q, q)))
