"""The words that are attributed: what follows a cue, what stands before it, and where a clause
ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.attribution import ends
from onrecord.attribution.cues import Hit
from onrecord.attribution.phrases import DASHES
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.model import Range


@dataclass(slots=True)
class Right:
    """What follows a cue: `frame` it was read by, content tokens (first, last), and the
    addressee.
    """

    frame: str
    content: Range
    addressee: Range | None = None
    open_end: bool = False  # a colon ends the paragraph: the content is the next one


def after(t: Tokens, hit: Hit, hi: int, short: bool = False) -> Right | None:
    """The content to the right of a cue, read by the first frame of the cue that fits."""
    k = hit.last + 1
    to: Range | None = None
    if hit.takes("told"):
        to = addressee(t, k, hi)
        if to:
            k = to[1] + 1
        elif not hit.takes("quote", "that"):
            return None
    j = _skip_adverbials(t, k, hi, bool(to) or hit.takes("quote", "that"))
    found = _frame(t, hit, j, hi, short)
    if found is None and j != k:
        found = _frame(t, hit, k, hi, short)
    if found is None:
        return None
    if to is None and k < found.content[0] and t.low[k] == "to":
        to = _said_to(t, k, found.content[0])
    found.addressee = to
    return found


def _said_to(t: Tokens, k: int, stop: int) -> Range | None:
    """The addressee of "said to reporters that"."""
    last = k
    while last + 1 < stop and t.word(last + 1) and t.low[last + 1] not in t.lexicon.sets["adjunct_preposition"]:
        last += 1
    return (k + 1, last) if last > k else None


def addressee(t: Tokens, k: int, hi: int) -> Range | None:
    """The words naming to whom something was told, starting with token k."""
    sets, low = t.lexicon.sets, t.low
    if k >= hi or not t.word(k):
        return None
    if low[k] in sets["object_pronoun"]:
        return k, k
    if low[k] in ("that", "to", "how", "why", "what", "whether", "of", "about", "in", "on", "at"):
        return None
    i = k
    while i < hi and i - k < 14:
        w = low[i]
        if not t.word(i) and w not in ("&", "'"):
            break
        if i > k and (
            w in ("that", "to", "how", "why", "what", "whether", "about", "who", "if", "not")
            or w in sets["time"]
            or (w in sets["adjunct_preposition"] and w not in ("in", "at"))
            or w in sets["subject_pronoun"]
            or (w in sets["determiner"] and low[i - 1] not in sets["preposition"] and low[i - 1] != "and")
        ):
            break
        i += 1
    return (k, i - 1) if i > k else None


def _skip_adverbials(t: Tokens, k: int, hi: int, speech: bool) -> int:
    """The token after days, adverbs and "in a statement" that stand between a cue and its
    content.
    """
    sets, low = t.lexicon.sets, t.low
    if not speech:
        return k
    i = k
    while i < hi and i - k < 40:
        w = low[i]
        if w in (":", QUOTE, "that"):
            return i
        if (w in sets["time"] and not (w in ("may", "second", "last", "this", "next") and not _timely(t, i, hi))) or (
            w.endswith("ly") and not t.capital(i) and w != "only"
        ):
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


def _frame(t: Tokens, hit: Hit, k: int, hi: int, short: bool) -> Right | None:
    """The content that starts at token k, by the frames of the cue."""
    low = t.low
    if k >= hi:
        return None
    w = low[k]
    if w == ":":
        if k + 1 >= hi:
            return Right("colon", (k, k), open_end=True) if hit.takes("quote", "that", "np") else None
        if hit.takes("quote", "that", "np", "told"):
            return Right("colon", (k + 1, _quote_or_clause(t, k + 1, hi, short)))
        return None
    if w == "," and k + 1 < hi and low[k + 1] == QUOTE:
        k, w = k + 1, QUOTE
    elif w == "," and k + 1 < hi and low[k + 1] in ("if", "when", "should") and hit.takes("bare"):
        return Right("bare", (k + 1, ends.clause_last(t, k + 1, hi, short)))
    if w == QUOTE:
        if hit.takes("quote", "that", "bare", "np", "told"):
            return Right("quote", (k, _quote_or_clause(t, k, hi, short)))
        return None
    if w == "that" and hit.takes("that", "told", "bare"):
        if hit.takes("that", "told") and k + 1 < hi:
            return Right("that", (k, ends.clause_last(t, k + 1, hi, short)))
    if w == "about" and hit.cue.act == "question" and k + 1 < hi:
        return Right("about", (k + 1, ends.clause_last(t, k + 1, hi, short)))
    if w == "to" and hit.takes("to", "told") and k + 1 < hi and t.word(k + 1):
        return Right("to", (k, ends.clause_last(t, k + 1, hi, short)))
    if w in ("whether", "how", "why", "what", "if", "where", "who", "when") and hit.takes("wh", "np", "told"):
        auxiliary = hit.first < hit.head  # "did not say when", not "said when"
        if w not in ("if", "when", "where") or hit.cue.act == "question" or auxiliary:
            return Right("wh", (k, ends.clause_last(t, k + 1, hi, short)))
    if not t.word(k) and w not in ("(", "[", "'", "‘"):
        return None
    if hit.takes("np"):
        return _object(t, hit, k, hi, short)
    if hit.takes("bare", "told") and _starts_clause(t, k, hi):
        return Right("bare", (k, ends.clause_last(t, k, hi, short)))
    return None


def _object(t: Tokens, hit: Hit, k: int, hi: int, short: bool) -> Right | None:
    """The object of a cue that takes a noun phrase ("criticized the plan")."""
    sets, w = t.lexicon.sets, t.low[k]
    if w in sets["adjunct_preposition"] or w in (
        "and",
        "or",
        "but",
        "of",
        "for",
        "from",
        "with",
        "than",
        "because",
    ):
        return None
    if w == "to" and not hit.takes("to"):
        return None
    return Right("object", (k, ends.clause_last(t, k, hi, short)))


def _starts_clause(t: Tokens, k: int, hi: int) -> bool:
    """Whether a clause without "that" can start at token k: a subject, and room for a verb."""
    sets, w = t.lexicon.sets, t.low[k]
    if k + 1 >= hi or w in sets["coordinator"] or w == "because":
        return False
    if w in sets["object_pronoun"] and w not in ("it", "you", "her"):
        return False
    if w in sets["adjunct_preposition"] or w in ("for", "of", "with", "so", "than", "from"):
        return w in ("as", "if", "when", "while", "since", "in", "after") and hi - k > 8
    return any(t.word(j) for j in range(k + 1, min(k + 3, hi)))


def _quote_or_clause(t: Tokens, k: int, hi: int, short: bool) -> int:
    """The last token of content that starts at k, where a quotation that closes its sentence ends
    it.
    """
    if t.low[k] != QUOTE:
        return ends.clause_last(t, k, hi, short)
    i = k
    while True:
        if i + 1 >= hi:
            return i
        after_q = t.low[i + 1]
        complete = t.inner_end(i) in ",.?!…"
        if after_q == QUOTE:
            i += 1
            continue
        if after_q in ("and", "or") and i + 2 < hi and t.low[i + 2] == QUOTE:
            i += 2
            continue
        if complete or after_q in (".", ",", ";", "?", "!") or after_q in DASHES:
            return i
        return ends.clause_last(t, i + 1, hi, short)
