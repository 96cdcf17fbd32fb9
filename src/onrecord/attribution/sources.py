"""The words that name a source: the noun phrase to the left or to the right of a cue.

Without a parser a noun phrase is what lies between two edges: marks, conjunctions, relative
pronouns and finite verbs end it; appositions between commas belong to it.
"""

from __future__ import annotations

from onrecord.attribution.lexicon import PAST, THIRD
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.model import Range

_LONGEST = 45
_DASHES = ("-", "—", "–", "--")


def left(t: Tokens, k: int, lo: int) -> Range | None:
    """The source that ends with token k, as (first, last) tokens; None where no noun phrase ends there.

    A comma at k closes an apposition: "Rick Wilson, a strategist," is one source.
    """
    if k < lo:
        return None
    if t.low[k] == ",":
        return _with_appositions(t, k, lo)
    if t.low[k] == ")":
        opened = _bracket(t, k, lo)
        if opened > lo:
            inner = left(t, opened - 1, lo)
            return (inner[0], k) if inner else None
        return None
    return _phrase(t, k, lo)


def _phrase(t: Tokens, k: int, lo: int) -> Range | None:
    """The plain noun phrase that ends with token k."""
    sets, low = t.lexicon.sets, t.low
    head = low[k].partition("'")[0]
    if head in sets["subject_pronoun"] and (t.low[k] == head or "'" in low[k]):
        return k, k
    if not t.word(k) or low[k] in sets["auxiliary"] or low[k] in sets["subordinator"]:
        return None
    if low[k] in sets["subject_break"] and finite(t, k, lo):
        return None
    if low[k] in ("that", "which", "whose"):
        return (k, k) if low[k] != "whose" and k > lo and t.word(k - 1) else None
    if (low[k] in sets["time"] and k > lo and not t.capital(k)) or low[k] in sets["not_source"]:
        return None
    i = k
    while i >= lo and k - i < _LONGEST and _inside(t, i, k, lo):
        i -= 1
        if i >= lo and t.low[i] == ")":
            opened = _bracket(t, i, lo)
            if opened > lo and t.word(opened - 1):
                i = opened - 1
    first = _strip_front(t, i + 1, k, lo)
    if first > k or not _nominal(t, first, k):
        return None
    if first < k and low[first].endswith(("ing", "ed")) and (low[first + 1] in sets["preposition"] or low[first + 1] in sets["determiner"]):
        return None
    return first, k


def _inside(t: Tokens, i: int, k: int, lo: int) -> bool:
    """Whether token i can stand inside the noun phrase that ends with token k."""
    sets, low = t.lexicon.sets, t.low
    w = low[i]
    if not t.word(i):
        if w == QUOTE:  # a nickname, or quoted words of a description
            return lo < i < k and t.word(i - 1) and t.capital(i + 1) and t.end[i] - t.start[i] < 40
        return w in ("&", "/", "'", "’")
    if w in sets["subordinator"] or w in sets["auxiliary"] or w in ("that", "which", "who", "but"):
        return False
    if i < k and w in sets["subject_pronoun"] and w not in ("it", "you"):
        return False
    if w in ("and", "or"):
        return _joins(t, i, k, lo)
    if w in sets["preposition"]:
        return i > lo and t.word(i - 1) and low[i - 1] not in sets["preposition"] and not finite(t, i - 1, lo)
    return not finite(t, i, lo) or i == k


def _joins(t: Tokens, i: int, k: int, lo: int) -> bool:
    """Whether the "and" at token i joins two noun phrases: no verb stands before it in its clause."""
    if i <= lo or i + 1 > k or not t.word(i - 1):
        return False
    j, steps = i - 1, 0
    while j >= lo and steps < 14:
        w = t.low[j]
        if not t.word(j) or w in t.lexicon.sets["subordinator"]:
            break
        if finite(t, j, lo) or w in t.lexicon.sets["auxiliary"] or w in ("that", "who", "which"):
            return False
        j -= 1
        steps += 1
    return True


def finite(t: Tokens, i: int, lo: int) -> bool:
    """Whether token i looks like a finite verb, by list or by form and neighbours."""
    sets, w = t.lexicon.sets, t.low[i]
    if t.capital(i) and i > lo:
        return False
    before = t.low[i - 1] if i > lo else ""
    if before in sets["determiner"] or before.endswith("'s") or before in sets["preposition"]:
        return False
    if w in sets["subject_break"]:
        return i > lo
    forms = t.lexicon.verbs.get(w)
    if forms:
        return i > lo and any(f.form in (PAST, THIRD) for f in forms)
    if not w.endswith("ed") or len(w) < 5 or i <= lo:
        return False
    after = t.low[i + 1] if i + 1 < len(t.low) else ""  # "the report published Tuesday": no finite verb
    return not (after in sets["time"] or after in sets["preposition"])


def _strip_front(t: Tokens, first: int, k: int, lo: int) -> int:
    """The first token of the phrase without adverbs, conjunctions and days before it."""
    sets, low = t.lexicon.sets, t.low
    before = low[first - 1] if first > lo else ""
    adverbial = before in sets["preposition"] or low[first] in sets["preposition"]
    while first < k:
        w = low[first]
        if w in sets["sentence_adverb"] or w in sets["coordinator"] or (w.endswith("ly") and t.capital(first + 1) is not None and _adverb(t, first)):
            first += 1
        elif w in sets["preposition"] or (w in sets["time"] and (adverbial or low[first + 1] not in ("of",)) and not (t.capital(first) and t.capital(first + 1) and not adverbial)):
            first += 1
            adverbial = True
        elif w.isdigit() and adverbial:
            first += 1
        else:
            break
    if adverbial and not (sets["time"] & {low[first - 1]}):
        return _after_adverbial(t, first, k)
    return first


def _adverb(t: Tokens, i: int) -> bool:
    w = t.low[i]
    return len(w) > 4 and w not in ("family", "assembly", "ally", "italy", "reply", "supply", "daily", "weekly", "early", "only", "july")


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


def _nominal(t: Tokens, first: int, k: int) -> bool:
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


def _bracket(t: Tokens, k: int, lo: int) -> int:
    """The token of the bracket that the one at k closes, within ten tokens; -1 where there is none."""
    for i in range(k - 1, max(lo, k - 10) - 1, -1):
        if t.low[i] == "(":
            return i
    return -1


def _with_appositions(t: Tokens, k: int, lo: int) -> Range | None:
    """The source before a comma: its head and the appositions between commas after it.

    A head that itself follows a comma may be an apposition ("in Aurora, Ohio, said"), so one that
    opens its clause firmly, further left, is preferred.
    """
    end, keep = k, k
    best: Range | None = None
    for _ in range(6):
        comma = _comma_before(t, end - 1, lo)
        if comma <= lo or comma + 1 > end - 1 or k - comma > _LONGEST:
            break
        kind = _segment_kind(t, comma + 1, end - 1)
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


def _comma_before(t: Tokens, k: int, lo: int) -> int:
    """The comma next before token k within its clause, or -1."""
    i = k
    while i > lo and k - i < 32:
        w = t.low[i]
        if w == ",":
            return i
        if w in (";", ":", ".") or w in _DASHES or (w == QUOTE and t.inner_end(i) in ",.?!"):
            return -1
        i -= 1
    return -1


def _segment_kind(t: Tokens, first: int, last: int) -> str:
    """What stands between two commas after a name: "apposition", "adverbial", or "none" of these."""
    sets, low = t.lexicon.sets, t.low
    w = low[first]
    if w in sets["determiner"] or w in ("who", "whose", "whom", "which", "where", "former", "now", "age", "aged") or w.isdigit():
        return "apposition"
    if w in ("and", "or") and first < last:
        return "apposition"
    if w in sets["subject_pronoun"] or w in ("but", "that", "so"):
        return "none"
    if w in sets["preposition"] or w in sets["subordinator"] or w in sets["time"] or w.endswith(("ing", "ly", "ed")) or w in ("himself", "herself", "themselves", "too", "however", "asked", "then"):
        return "adverbial"
    return "apposition"


def opens_clause(t: Tokens, first: int, lo: int) -> bool:
    """Whether a clause can start with the noun phrase at token `first`."""
    if first <= lo:
        return True
    sets, w = t.lexicon.sets, t.low[first - 1]
    if w in sets["subordinator"] or w in sets["coordinator"] or w in ("that", "which", ":", ";", QUOTE, "(", ")") or w in _DASHES:
        return True
    if w in sets["sentence_adverb"] or w in sets["time"]:
        return True
    return w == "," and (t.capital(first) or t.low[first] == "the" or t.low[first] in sets["subject_pronoun"])


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
    if w in sets["preposition"] or w in sets["subordinator"] or w in sets["auxiliary"] or w in sets["adverb"] or w in ("that", "which") or (w in sets["time"] and not t.capital(i)):
        return None
    last = _right_phrase(t, i, hi)
    if last < i:
        return None
    return i, _right_appositions(t, last, hi)


def _right_phrase(t: Tokens, i: int, hi: int) -> int:
    """The last token of the noun phrase that starts with token i."""
    sets, low = t.lexicon.sets, t.low
    k, named = i, False
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
            return _clause_last(t, k, hi)
        elif w in sets["auxiliary"] or w in sets["relative"] or (w in sets["time"] and k > i and (t.capital(k) or low[k - 1] not in sets["determiner"])):
            break
        elif w in ("and", "or"):
            if not _noun_follows(t, k + 1, hi):
                break
        elif w in sets["adjunct_preposition"] and k > i:
            if named or not _place(t, k, hi):
                break
        elif w in sets["subordinator"] or (k > i and finite(t, k, i)) or (k > i and w in sets["subject_pronoun"]):
            break
        named = named or (t.capital(k) and k > i) or w in sets["title"]
        if w in sets["np_preposition"]:
            named = False
        k += 1
    k -= 1
    while k >= i and (low[k] in sets["preposition"] or low[k] in ("and", "or", "&", "/", "'") or (low[k] in sets["determiner"] and low[k] not in sets["pronoun"])):
        k -= 1
    return k


def _noun_follows(t: Tokens, k: int, hi: int) -> bool:
    """Whether a noun phrase, not a verb, comes after "and"."""
    if k >= hi or not t.word(k):
        return False
    w = t.low[k]
    if t.capital(k) or w in t.lexicon.sets["determiner"]:
        return True
    return not (finite(t, k, k - 1) or w in t.lexicon.sets["subject_pronoun"] or w.endswith("ing") or w in t.lexicon.sets["adverb"])


def _place(t: Tokens, k: int, hi: int) -> bool:
    """Whether the preposition at k belongs to a common noun ("officials in Kestrel Bay")."""
    if t.low[k] == "by":
        return True
    if t.low[k] not in ("in", "at", "on", "to", "about", "over"):
        return False
    for j in range(k + 1, min(k + 4, hi)):
        if t.low[j] in t.lexicon.sets["time"] or t.low[j] in t.lexicon.sets["occasion"]:
            return False
    return True


def _right_appositions(t: Tokens, last: int, hi: int) -> int:
    """The last token of the source with the appositions between commas after it."""
    while last + 2 < hi and t.low[last + 1] == ",":
        first = last + 2
        stop = _clause_last(t, first, hi)
        if not t.word(first) or stop < first or _segment_kind(t, first, stop) != "apposition":
            break
        if t.low[first] in ("and", "or") and not (first + 1 < hi and t.capital(first + 1)):
            break
        if t.low[first] in ("which", "where") or not _renames(t, first, hi):
            break
        last = stop
    return last


def _renames(t: Tokens, i: int, hi: int) -> bool:
    """Whether the words from token i can rename a source: "a lawyer", "Republican of", "head of"."""
    sets, w = t.lexicon.sets, t.low[i]
    if t.capital(i) or w in sets["determiner"] or w in sets["title"] or w[0].isdigit() or w in ("who", "whose", "and", "or", "now"):
        return True
    return any(t.low[j] in ("of", "for", "at", "in", "with") for j in range(i + 1, min(i + 5, hi)))


def _clause_last(t: Tokens, k: int, hi: int) -> int:
    """The last token before the next comma, dash, colon, quotation that speaks, or the sentence's end."""
    i = k
    while i < hi:
        w = t.low[i]
        if w in (",", ";", ":", ".", "?", "!") or w in _DASHES:
            break
        if w == QUOTE and t.inner_end(i) in ",.?!" and t.end[i] - t.start[i] > 30:
            break
        i += 1
    return i - 1
