"""Attributions at the edge of a sentence: ", the ministry said.", "according to", and odd verbs."""

from __future__ import annotations

from onrecord.attribution import contents, cues, ends, sources
from onrecord.attribution.cues import Hit
from onrecord.attribution.finds import Find, make, source_span
from onrecord.attribution.subjects import adverbial, is_verb, plural
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range


def tail(t: Tokens, hits: list[Hit], lo: int, hi: int) -> tuple[Find, Hit, int] | None:
    """ ", the ministry said." or ", said the ministry." at a sentence's end: all before it is
    content.

    Read before every other cue, so that a cue inside that content does not break it up.
    """
    for hit in reversed(hits[-3:]):
        if not ({"tail", "quote"} <= hit.cue.frames) or hit.voice != cues.FINITE or hit.first <= lo:
            continue
        subject = (hit.first - 1, hit.first - 1) if hit.fused else sources.left(t, hit.first - 1, lo)
        if subject:
            find = _closing(t, hit, subject, lo, hi)
        else:
            find = _closing_inverted(t, hit, lo, hi)
        if find:
            return find, hit, t.at(find.content[-1][1])
    return None


def _closing(t: Tokens, hit: Hit, subject: Range, lo: int, hi: int) -> Find | None:
    k = subject[0] - 1
    if k <= lo or not _to_the_end(t, hit, hi) or not is_verb(t, hit, subject, hi):
        return None
    if hit.bare and not plural(t, subject):
        return None
    q = k - 1 if t.low[k] == "," else k
    if t.low[q] == QUOTE:
        return _mixed(t, hit, subject, q, lo)
    if t.low[k] != ",":
        return None
    left = ends.before(t, k - 1, lo)
    if not left or adverbial(t, left) or t.low[left[0]] in t.lexicon.sets["aside"]:
        return None
    find = make(t, "clause-then-source-cue", hit, subject)
    find.content = [t.span(*left)]
    if hit.takes("told"):
        who = contents.addressee(t, hit.last + 1, hi)
        find.addressee = [t.span(*who)] if who else []
    return find


def _mixed(t: Tokens, hit: Hit, subject: Range, q: int, lo: int) -> Find | None:
    """`Lee said the plan "failed," the aide recalled.`: the last voice is the outer one."""
    if t.inner_end(q) != "," or not any(t.lexicon.verbs.get(t.low[i]) for i in range(lo, q)):
        return None
    if t.low[q - 1] in ends.BREAKS or any(t.low[i] == QUOTE for i in range(lo, q)):
        return None
    find = make(t, "quote-then-source-cue", hit, subject)
    find.content = [ends.up_to_quote(t, q, lo)]
    return find


def _closing_inverted(t: Tokens, hit: Hit, lo: int, hi: int) -> Find | None:
    k = hit.first - 1
    if t.low[k] != "," or k - 1 <= lo or t.low[k - 1] == QUOTE:
        return None
    who = sources.right(t, hit.last + 1, hi)
    left = ends.before(t, k - 1, lo)
    if who is None or left is None or who[1] + 1 < hi - 1:
        return None
    find = make(t, "clause-then-cue-source", hit, who)
    find.content = [t.span(*left)]
    return find


def _to_the_end(t: Tokens, hit: Hit, hi: int) -> bool:
    """Whether nothing but time, place and addressee stands between a cue and its sentence's end."""
    sets, i = t.lexicon.sets, hit.last + 1
    if hit.takes("told"):
        who = contents.addressee(t, i, hi)
        i = who[1] + 1 if who else i
    while i < hi and t.low[i] in sets["time"]:
        i += 1
    if i >= hi or t.low[i] in (".", "?", "!"):
        return True
    if t.low[i] not in sets["adjunct_preposition"] or hi - i >= 14:
        return False
    return all(t.word(j) and t.low[j] != "that" and t.low[j] not in sets["auxiliary"] for j in range(i, hi - 1))


def according(t: Tokens, lo: int, hi: int) -> list[Find]:
    """ "according to X": the clause before it, or the clause after its comma."""
    out: list[Find] = []
    for i in range(lo, hi):
        for cue in t.lexicon.preps.get(t.low[i], ()):
            last = cues.phrase_last(t, i, hi, cue.rest)
            if last >= 0:
                find = _according(t, (i, last), lo, hi, cue.act)
                if find:
                    out.append(find)
                break
    return out


def _according(t: Tokens, cue: Range, lo: int, hi: int, act: str) -> Find | None:
    i, last = cue
    k = lo
    while k < i and t.low[k] in t.lexicon.sets["coordinator"]:
        k += 1
    who = sources.right(t, last + 1, hi) if i > k else _first_phrase(t, last + 1, hi)
    if who is None:
        return None
    find = Find("", act, [t.span(i, last)], [], [source_span(t, who)])
    after = who[1] + 2
    goes_on = after < hi and t.low[after - 1] == ","
    start = i - 1 if i > lo and t.low[i - 1] == "," else i
    if start > k + 2:
        left = ends.before(t, start - 1, lo)
        find.rule = "clause-then-according-to"
        find.content = [t.span(*left)] if left else []
        if goes_on and start < i and not (t.low[after].endswith("ing") or t.low[after] in t.lexicon.sets["no_resume"]):
            find.content.append(t.span(after, ends.clause_last(t, after, hi)))
    elif goes_on:
        find.rule = "according-to-then-clause"
        find.content = [t.span(after, ends.clause_last(t, after, hi))]
    return find if find.content else None


def _first_phrase(t: Tokens, i: int, hi: int) -> Range | None:
    """The source of an opening "According to X, ...": appositions count only where a clause is
    left.
    """
    who = sources.right(t, i, hi)
    if who is None:
        return None
    first = next((k for k in range(i, who[1] + 1) if t.low[k] == ","), -1)
    if first < 0:
        return who
    segment = t.low[first + 1]
    closed = who[1] + 2 < hi and t.low[who[1] + 1] == ","
    if closed and segment in t.lexicon.sets["determiner"] and segment not in ("the", "this", "that"):
        return who
    if (closed and segment in ("who", "whose")) or (closed and segment == "the" and who[1] - first <= 6):
        return who
    return i, first - 1


def any_verb(t: Tokens, lo: int, hi: int) -> Find | None:
    """A quotation that ends in a comma, a short subject, a verb on no list: `..., she fumed`."""
    for q in range(lo, min(hi, lo + 12)):
        if t.low[q] != QUOTE or t.inner_end(q) not in ",?!" or t.end[q] - t.start[q] < 12:
            continue
        i = q + 1
        if i + 1 < hi and _past(t, i):
            who = sources.right(t, i + 1, hi)
            if who:
                return _odd(t, "quote-then-verb-source", q, (i, i), who, lo)
        for k in range(i + 1, min(i + 8, hi)):
            if _past(t, k):
                who = sources.left(t, k - 1, i)
                if who and who[0] <= i + 1:
                    return _odd(t, "quote-then-source-verb", q, (k, k), who, lo)
                break
    return None


def _past(t: Tokens, i: int) -> bool:
    w = t.low[i]
    return not t.capital(i) and ((w.endswith("ed") and len(w) > 4) or w in t.lexicon.sets["subject_break"])


def _odd(t: Tokens, rule: str, q: int, cue: Range, who: Range, lo: int) -> Find:
    return Find(rule, "assertion", [t.span(*cue)], [ends.up_to_quote(t, q, lo)], [source_span(t, who)])
