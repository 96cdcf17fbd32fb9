"""The words that name a source: the noun phrase to the left or to the right of a cue.

Without a parser a noun phrase is what lies between two edges: marks, conjunctions, relative
pronouns and finite verbs end it; appositions between commas belong to it.
"""

from __future__ import annotations

from onrecord.attribution import phrases
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range

_LONGEST = 45


def left(t: Tokens, k: int, lo: int) -> Range | None:
    """The source that ends with token k, as (first, last) tokens; None where no noun phrase ends
    there.

    A comma at k closes an apposition: "Ann Lee, a strategist," is one source.
    """
    if k < lo:
        return None
    if t.low[k] == ",":
        return _with_appositions(t, k, lo)
    if t.low[k] == ")":
        opened = phrases.bracket(t, k, lo)
        if opened > lo:
            inner = left(t, opened - 1, lo)
            return (inner[0], k) if inner else None
        return None
    return _phrase(t, k, lo)


def _phrase(t: Tokens, k: int, lo: int) -> Range | None:
    """The plain noun phrase that ends with token k; "on Monday" at its end is left out."""
    sets, low = t.lexicon.sets, t.low
    k = _before_time(t, k, lo)
    head = low[k].partition("'")[0]
    if head in sets["subject_pronoun"] and (t.low[k] == head or "'" in low[k]):
        return k, k
    if not t.word(k) or low[k] in sets["auxiliary"] or low[k] in sets["subordinator"]:
        return None
    if (low[k] in sets["subject_break"] or low[k].endswith("ed")) and phrases.finite(t, k, lo):
        return None
    if low[k] in ("that", "which", "whose"):
        return (k, k) if low[k] != "whose" and k > lo and t.word(k - 1) else None
    if (low[k] in sets["time"] and k > lo and not t.capital(k)) or low[k] in sets["not_source"]:
        return None
    i = k
    while i >= lo and k - i < _LONGEST and _inside(t, i, k, lo):
        i -= 1
        if i >= lo and t.low[i] == ")":
            opened = phrases.bracket(t, i, lo)
            if opened > lo and t.word(opened - 1):
                i = opened - 1
    first = _strip_front(t, i + 1, k, lo)
    if first > k or not phrases.nominal(t, first, k):
        return None
    if (
        first < k
        and low[first].endswith(("ing", "ed"))
        and (low[first + 1] in sets["preposition"] or low[first + 1] in sets["determiner"])
    ):
        return None
    if first - 2 >= lo and low[first - 1] == "and" and low[first - 2] in sets["subject_pronoun"]:
        first -= 2
    return first, k


def _before_time(t: Tokens, k: int, lo: int) -> int:
    """The last token before "on Monday" or "last week" at the end of a phrase, or k."""
    sets, i = t.lexicon.sets, k
    while i > lo and t.low[i] in sets["time"]:
        i -= 1
    if i < k and i > lo and t.low[i] in ("on", "in"):
        return i - 1
    plain = i < k and t.word(i) and not t.low[i].endswith("ed") and t.low[i - 1] not in ("on", "in")
    return i if plain and t.capital(i) and t.low[i] not in sets["preposition"] else k


def _inside(t: Tokens, i: int, k: int, lo: int) -> bool:
    """Whether token i can stand inside the noun phrase that ends with token k."""
    sets, low = t.lexicon.sets, t.low
    w = low[i]
    if not t.word(i):
        if w == QUOTE:  # a nickname, or quoted words of a description
            short = t.end[i] - t.start[i] < 40 and t.inner_end(i) not in ",.?!"
            return lo < i < k and short and t.word(i - 1) and t.capital(i + 1)
        return w in ("&", "/", "'", "’")
    if w in sets["subordinator"] or w in sets["auxiliary"] or w in sets["phrase_edge"]:
        return False
    if i < k and w in sets["subject_pronoun"] and w not in ("it", "you"):
        return False
    if w in ("and", "or"):
        return _joins(t, i, k, lo)
    if w in sets["preposition"]:
        return i > lo and t.word(i - 1) and low[i - 1] not in sets["preposition"] and not phrases.finite(t, i - 1, lo)
    return not phrases.finite(t, i, lo) or i == k


def _joins(t: Tokens, i: int, k: int, lo: int) -> bool:
    """Whether the "and" at token i joins two noun phrases: no verb stands before it in its
    clause.
    """
    if i <= lo or i + 1 > k or not t.word(i - 1):
        return False
    j, steps = i - 1, 0
    while j >= lo and steps < 14:
        w = t.low[j]
        if not t.word(j) or w in t.lexicon.sets["subordinator"]:
            break
        if phrases.finite(t, j, lo) or w in t.lexicon.sets["auxiliary"] or w in ("that", "who", "which"):
            return False
        j -= 1
        steps += 1
    return True


def _strip_front(t: Tokens, first: int, k: int, lo: int) -> int:
    """The first token of the phrase without adverbs, conjunctions and days before it."""
    sets, low = t.lexicon.sets, t.low
    before = low[first - 1] if first > lo else ""
    adverbial = before in sets["preposition"] or low[first] in sets["preposition"]
    while first < k:
        w = low[first]
        if (
            w in sets["sentence_adverb"]
            or w in sets["coordinator"]
            or (w.endswith("ly") and t.capital(first + 1) is not None and phrases.is_adverb(t, first))
        ):
            first += 1
        elif w in sets["preposition"] or (
            w in sets["time"]
            and (adverbial or low[first + 1] != "of")
            and not (t.capital(first) and t.capital(first + 1) and not adverbial)
        ):
            first += 1
            adverbial = True
        elif w.isdigit() and adverbial:
            first += 1
        else:
            break
    if adverbial and not (sets["time"] & {low[first - 1]}):
        return _after_adverbial(t, first, k)
    return first


def _after_adverbial(t: Tokens, first: int, k: int) -> int:
    """Where the subject starts after an adverbial without comma: "In Iowa the governor"."""
    sets, low = t.lexicon.sets, t.low
    for j in range(k, first, -1):
        if low[j] in sets["determiner"] and low[j - 1] not in sets["preposition"]:
            return j
    if not t.capital(first):
        for j in range(first + 1, k + 1):
            if t.capital(j) and low[j - 1] not in sets["preposition"]:
                return j
    return first


def _with_appositions(t: Tokens, k: int, lo: int) -> Range | None:
    """The source before a comma: its head and the appositions between commas after it.

    A head that itself follows a comma may be an apposition ("in Aurora, Ohio, said"), so one that
    opens its clause firmly, further left, is preferred.
    """
    end, keep = k, k
    best: Range | None = None
    for _ in range(6):
        comma = phrases.comma_before(t, end - 1, lo)
        if comma <= lo or comma + 1 > end - 1 or k - comma > _LONGEST:
            break
        kind = phrases.segment_kind(t, comma + 1, end - 1)
        if kind == "none":
            break
        if kind == "adverbial" and end == keep:
            keep = comma
        head = left(t, comma - 1, lo) if t.low[comma - 1] != "," else None
        if head and opens_clause(t, head[0], lo):
            source = head[0], keep if keep == k else keep - 1
            if head[0] == lo or t.low[head[0] - 1] != ",":
                return source
            best = best or source
        end = comma
    return best


def opens_clause(t: Tokens, first: int, lo: int) -> bool:
    """Whether a clause can start with the noun phrase at token `first`."""
    if first <= lo:
        return True
    sets, w = t.lexicon.sets, t.low[first - 1]
    if (
        w in sets["subordinator"]
        or w in sets["coordinator"]
        or w in ("that", "which", ":", ";", QUOTE, "(", ")")
        or w in phrases.DASHES
    ):
        return True
    if w in sets["sentence_adverb"] or w in sets["time"]:
        return True
    return w == "," and (
        t.capital(first)
        or t.low[first] == "the"
        or t.low[first] in sets["subject_pronoun"]
        or t.low[first] in sets["possessive"]
    )


def right(t: Tokens, i: int, hi: int) -> Range | None:
    """The source that starts with token i, after a cue ("said Ann Lee, head of the union")."""
    sets, low = t.lexicon.sets, t.low
    if i >= hi or not t.word(i):
        return None
    w = low[i]
    if w in sets["object_pronoun"] and w not in ("it", "you", "her"):
        return None
    if w in sets["subject_pronoun"]:
        return (i, i) if w != "who" else None
    if (
        w in sets["preposition"]
        or w in sets["subordinator"]
        or w in sets["auxiliary"]
        or w in sets["adverb"]
        or w in ("that", "which")
        or (w in sets["time"] and not t.capital(i))
    ):
        return None
    last = _right_phrase(t, i, hi)
    if last < i:
        return None
    return i, _right_appositions(t, last, hi)


def _right_phrase(t: Tokens, i: int, hi: int) -> int:
    """The last token of the noun phrase that starts with token i."""
    sets, low = t.lexicon.sets, t.low
    k = i
    while k < hi and k - i < _LONGEST:
        w = low[k]
        if w == "(":
            close = next((j for j in range(k + 1, min(k + 10, hi)) if low[j] == ")"), -1)
            if close < 0:
                break
            k = close + 1
            continue
        if not t.word(k):
            if w == QUOTE and k + 1 < hi and t.capital(k + 1) and k > i:
                k += 1
                continue
            if w not in ("&", "/", "'", "’"):
                break
        elif w in ("who", "whose"):
            return phrases.segment_last(t, k, hi)
        elif (
            w in sets["auxiliary"]
            or w in sets["relative"]
            or (w in sets["time"] and k > i and (t.capital(k) or low[k - 1] not in sets["determiner"]))
        ):
            break
        elif w in ("and", "or"):
            if not phrases.noun_follows(t, k + 1, hi):
                break
        elif w in sets["adjunct_preposition"] and k > i:
            if t.capital(k - 1) or low[k - 1] == ")" or not phrases.has_place(t, k, hi):
                break
        elif (
            w in sets["subordinator"] or (k > i and phrases.finite(t, k, i)) or (k > i and w in sets["subject_pronoun"])
        ):
            break
        k += 1
    k -= 1
    while k >= i and (
        low[k] in sets["preposition"]
        or low[k] in ("and", "or", "&", "/", "'")
        or (low[k] in sets["determiner"] and low[k] not in sets["pronoun"])
    ):
        k -= 1
    return k


def _right_appositions(t: Tokens, last: int, hi: int) -> int:
    """The last token of the source with the appositions between commas after it."""
    while last + 2 < hi and t.low[last + 1] == ",":
        first = last + 2
        stop = phrases.segment_last(t, first, hi)
        if not t.word(first) or stop < first or phrases.segment_kind(t, first, stop) != "apposition":
            break
        if t.low[first] in ("and", "or") and not (first + 1 < hi and t.capital(first + 1)):
            break
        if t.low[first] in ("which", "where") or not phrases.renames(t, first, hi):
            break
        last = stop
    return last
