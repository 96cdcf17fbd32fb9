"""What noun phrases and the segments between commas look like, by their first words and
neighbours.
"""

from __future__ import annotations

from onrecord.attribution.lexicon import PAST, THIRD
from onrecord.attribution.tokens import QUOTE, Tokens

DASHES = ("-", "—", "–", "--")


def finite(t: Tokens, i: int, lo: int, loose: bool = False) -> bool:
    """Whether token i looks like a finite verb, by list or by form and neighbours.

    "the report published Tuesday" holds none, unless `loose`: then every -ed form counts.
    """
    sets, w = t.lexicon.sets, t.low[i]
    if t.capital(i) and i > lo and not t.title:
        return False
    before = t.low[i - 1] if i > lo else ""
    if before in sets["determiner"] or before.endswith("'s") or before in sets["preposition"]:
        return False
    if w in sets["subject_break"]:
        return i > lo
    forms = t.lexicon.verbs.get(w)
    ed = w.endswith("ed") and len(w) > 4
    if i <= lo or not (ed or any(f.form in (PAST, THIRD) for f in forms or ())):
        return False
    after = t.low[i + 1] if i + 1 < len(t.low) else ""
    return loose or not ed or not (after in sets["time"] or after in sets["preposition"])


def is_adverb(t: Tokens, i: int) -> bool:
    w = t.low[i]
    return len(w) > 4 and w not in (
        "family",
        "assembly",
        "ally",
        "italy",
        "reply",
        "supply",
        "daily",
        "weekly",
        "early",
        "only",
        "july",
    )


def nominal(t: Tokens, first: int, k: int) -> bool:
    """Whether the words can name a speaker at all: not only function words."""
    sets = t.lexicon.sets
    for i in range(first, k + 1):
        w = t.low[i]
        if w in sets["pronoun"]:
            return True
        if w[0].isalpha() or w[0] in "@#":
            if w not in sets["determiner"] and w not in sets["preposition"] and w not in sets["adverb"]:
                return True
    return False


def bracket(t: Tokens, k: int, lo: int) -> int:
    """The token of the bracket that the one at k closes, within ten tokens; -1 where there is
    none.
    """
    for i in range(k - 1, max(lo, k - 10) - 1, -1):
        if t.low[i] == "(":
            return i
    return -1


def comma_before(t: Tokens, k: int, lo: int) -> int:
    """The comma next before token k within its clause, or -1."""
    i = k
    while i > lo and k - i < 32:
        w = t.low[i]
        if w == ",":
            return i
        if w in (";", ":", ".") or w in DASHES or (w == QUOTE and t.inner_end(i) in ",.?!"):
            return -1
        i -= 1
    return -1


def segment_kind(t: Tokens, first: int, last: int) -> str:
    """What stands between two commas after a name: "apposition", "adverbial", or "none" of these"""
    sets, low = t.lexicon.sets, t.low
    w = low[first]
    if (
        w in sets["determiner"]
        or w in ("who", "whose", "whom", "which", "where", "former", "now", "age", "aged", "including")
        or w.isdigit()
    ):
        return "apposition"
    if w in ("and", "or") and first < last:
        return "apposition"
    if w in sets["subject_pronoun"] or w in ("but", "that", "so"):
        return "none"
    if (
        w in sets["preposition"]
        or w in sets["subordinator"]
        or w in sets["time"]
        or w.endswith(("ing", "ly", "ed"))
        or w in ("himself", "herself", "themselves", "too", "however", "asked", "then")
    ):
        return "adverbial"
    return "apposition"


def renames(t: Tokens, i: int, hi: int) -> bool:
    """Whether the words from token i can rename a source: "a lawyer", "head of" and the like."""
    sets, w = t.lexicon.sets, t.low[i]
    if (
        t.capital(i)
        or w in sets["determiner"]
        or w in sets["title"]
        or w[0].isdigit()
        or w in ("who", "whose", "and", "or", "now", "then")
    ):
        return True
    return any(t.low[j] in ("of", "for", "at", "in", "with") for j in range(i + 1, min(i + 7, hi)))


def segment_last(t: Tokens, k: int, hi: int) -> int:
    """The last token before the next comma, dash, colon, quotation that speaks, or the sentence's
    end.
    """
    i = k
    while i < hi:
        w = t.low[i]
        if w in (",", ";", ":", ".", "?", "!") or w in DASHES:
            break
        if w == QUOTE and t.inner_end(i) in ",.?!" and not (i > k and t.low[i - 1] in t.lexicon.sets["preposition"]):
            break
        i += 1
    return i - 1


def noun_follows(t: Tokens, k: int, hi: int) -> bool:
    """Whether a noun phrase, not a verb, comes after "and"."""
    if k >= hi or not t.word(k):
        return False
    w = t.low[k]
    if t.capital(k) or w in t.lexicon.sets["determiner"]:
        return True
    return not (
        finite(t, k, k - 1)
        or w in t.lexicon.sets["subject_pronoun"]
        or w.endswith("ing")
        or w in t.lexicon.sets["adverb"]
    )


def has_place(t: Tokens, k: int, hi: int) -> bool:
    """Whether the preposition at k belongs to a common noun ("officials in Kestrel Bay")."""
    if t.low[k] == "by":
        return True
    if t.low[k] not in ("in", "at", "on", "to", "about", "over"):
        return False
    for j in range(k + 1, min(k + 4, hi)):
        if t.low[j] in t.lexicon.sets["time"] or t.low[j] in t.lexicon.sets["occasion"]:
            return False
    return True
