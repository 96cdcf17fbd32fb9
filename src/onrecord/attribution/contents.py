"""The words that are attributed: what follows a cue, what stands before it, and where a clause
ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.attribution import adverbials, ends
from onrecord.attribution.cues import Hit
from onrecord.attribution.phrases import DASHES
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range


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
    found = _infinitive(t, hit, k, hi, short)
    if found is None:
        speech = bool(to) or hit.takes("quote", "that")
        j = adverbials.before_speech(t, k, hi) if speech else adverbials.before_act(t, k, hi)
        found = _frame(t, hit, j, hi, short)
        if found is None and j != k:
            found = _frame(t, hit, k, hi, short)
    if found is None:
        return None
    if to is None and k < found.content[0] and t.low[k] == "to":
        to = _said_to(t, k, found.content[0])
    found.addressee = to
    return found


def _no_object(t: Tokens, k: int, hi: int) -> bool:
    """Whether a pronoun is the subject of a clause ("warned it would") or an owner ("told her son")."""
    sets, after = t.lexicon.sets, t.low[k + 1] if k + 1 < hi else ""
    if t.low[k] in ("it", "you") and (after in sets["auxiliary"] or after == QUOTE):
        return True
    known = any(after in sets[s] for s in ("determiner", "subject_pronoun", "preposition", "time", "subordinator"))
    return t.low[k] == "her" and after.isalpha() and not known and not t.capital(k + 1) and after not in ("not", "that")


def _infinitive(t: Tokens, hit: Hit, k: int, hi: int, short: bool) -> Right | None:
    """ "to fight", "not to fight", "on Tuesday to fight" after a cue that takes an infinitive."""
    if not hit.takes("to", "told"):
        return None
    j = adverbials.before_act(t, k, hi)
    if not adverbials.infinitive(t, j, hi) or (j == k and t.low[k] == "to" and not hit.takes("to")):
        return None
    return Right("to", (j, ends.clause_last(t, j + 1, hi, short))) if j + 2 < hi and t.word(j + 1) else None


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
    if low[k] in sets["object_pronoun"] and not _no_object(t, k, hi):
        return k, k
    if low[k] in ("that", "to", "how", "why", "what", "whether", "of", "about", "in", "on", "at"):
        return None
    i = k
    while i < hi and i - k < 14:
        w = low[i]
        if not t.word(i) and w not in ("&", "'"):
            break
        if w in sets["modal"] and w != "to":  # "warned strikes would follow"
            return None
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
    if hit.takes("clause") and not _shows_verb(t, k, hi):
        return None
    if hit.takes("bare", "told", "clause") and _starts_clause(t, k, hi):
        return Right("bare", (k, ends.clause_last(t, k, hi, short)))
    return None


def _object(t: Tokens, hit: Hit, k: int, hi: int, short: bool) -> Right | None:
    """The object of a cue that takes a noun phrase ("criticized the plan")."""
    sets, w = t.lexicon.sets, t.low[k]
    judged = w == "as" and any(t.low[i] in sets["determiner"] for i in range(k + 1, min(k + 4, hi)))
    if (w in sets["adjunct_preposition"] and not judged) or w in (
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
    if hit.cue.act == "threat" and not hit.cue.rest and not _deed(t, k, hi):
        return None
    return Right("object", (k, ends.clause_last(t, k, hi, short)))


def _deed(t: Tokens, k: int, hi: int) -> bool:
    """Whether a deed is threatened, not a thing in danger: "retaliation", "the press with lawsuits"."""
    near = range(k, min(k + 8, hi))
    return t.low[k] in t.lexicon.sets["deed"] or any(
        t.low[i] == "with" or (t.low[i] in t.lexicon.sets["deed"] and i <= k + 2) for i in near
    )


def _starts_clause(t: Tokens, k: int, hi: int) -> bool:
    """Whether a clause without "that" can start at token k: a subject, and room for a verb."""
    sets, w = t.lexicon.sets, t.low[k]
    if k + 1 >= hi or w in sets["coordinator"] or w == "because":
        return False
    if w in sets["object_pronoun"] and w not in ("it", "you", "her"):
        return False
    if w in sets["adjunct_preposition"] or w in ("for", "of", "with", "so", "than", "from"):
        return w in ("as", "if", "when", "while", "since", "in", "after") and hi - k > 8
    quoted = t.low[k + 1] == QUOTE and w not in sets["determiner"]  # said she "would not take sides".
    return quoted or any(t.word(j) for j in range(k + 1, min(k + 3, hi)))


def _shows_verb(t: Tokens, k: int, hi: int) -> bool:
    """Whether the words from token k are a clause for certain: "wrote the law was", not "wrote the law"."""
    sets = t.lexicon.sets
    if t.low[k] in sets["subject_pronoun"]:
        return True
    for i in range(k + 1, min(k + 12, hi)):
        if not t.word(i) or t.low[i] in sets["relative"]:
            return False
        if t.low[i] in sets["auxiliary"]:
            return True
    return False


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
