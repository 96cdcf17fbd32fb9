"""Is it a subject, is it a verb: what can be told of a clause without a parser."""

from __future__ import annotations

from onrecord.attribution import phrases, sources
from onrecord.attribution.cues import Hit
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range


def main_subject(t: Tokens, lo: int, hi: int) -> Range | None:
    """The subject of the clause that starts at lo: the noun phrase before its first finite verb."""
    sets = t.lexicon.sets
    for i in range(lo, min(hi, lo + 40)):
        w = t.low[i]
        if "'" in w and w.partition("'")[0] in sets["subject_pronoun"]:
            return i, i
        verb = w in sets["auxiliary"] or w in sets["subject_break"] or phrases.finite(t, i, lo, loose=True)
        if not verb or i == lo:
            continue
        k = i - 1
        while k > lo and (t.low[k] in sets["adverb"] or (t.low[k].endswith("ly") and not t.capital(k))):
            k -= 1
        found = sources.left(t, k, lo)
        if found:
            return found
    return None


def plural(t: Tokens, subject: Range) -> bool:
    """Whether a verb without ending can follow: "critics say", "they believe", not "the plan"."""
    sets, (first, last) = t.lexicon.sets, subject
    for i in range(first, last + 1):
        w = t.low[i]
        if w in sets["plural"] or w[-1] == "%":
            return True
        after = t.low[i + 1] if i < last else ""
        if w in sets["preposition"] and i > first:
            return False
        if (
            w.endswith("s")
            and not w.endswith(("ss", "'s", "us"))
            and (not after or after in sets["preposition"] or not t.capital(i))
        ):
            return True
    return False


def is_verb(t: Tokens, hit: Hit, subject: Range, hi: int) -> bool:
    """Whether a word that is often a noun ("calls", "support") is a verb between these words."""
    sets = t.lexicon.sets
    if t.low[hit.head] not in sets["noun_verb"] or hit.first < hit.head or hit.fused:
        return True
    last = t.low[subject[1]].partition("'")[0]
    if last in sets["pronoun"] or last in sets["relative"]:
        return True
    i = hit.last + 1
    after = t.low[i] if i < hi else "."
    if after != QUOTE and after not in sets["after_verb"] and not (i < hi and t.capital(i)):
        return False
    first = subject[0]
    return t.capital(subject[1]) or t.low[first] in sets["determiner"] or (hit.bare and last.endswith("s"))


def subordinate(t: Tokens, k: int, lo: int) -> bool:
    """Whether the clause whose subject starts at token k comes before its main clause."""
    if k > lo and t.low[k - 1] in t.lexicon.sets["opener"]:
        return all(t.low[i] not in (",", QUOTE) for i in range(lo, k - 1))
    return False


def adverbial(t: Tokens, words: Range) -> bool:
    """Whether the words before ", he said" are only a phrase of time or occasion, not what was
    said.
    """
    sets, (first, last) = t.lexicon.sets, words
    w = t.low[first]
    if w in sets["aside"] or (first == last and (w in sets["sentence_adverb"] or w.endswith("ly"))):
        return True
    if last - first > 8 or w not in sets["preposition"]:
        return False
    return any(t.low[i] in sets["occasion"] or t.low[i] in sets["time"] for i in range(first, last + 1))
