"""To whom it was said, read from the words around a cue that was found without its frame.

"X told Y that ...", "..., X told Y.", "Y was told that ...", "X urged Y to ...", "in a letter to Y", "in an interview
with Y", and the turns of a transcript.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.attribution import contents, sources
from onrecord.attribution.finds import Find
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range
from onrecord.span import overlap

_FURTHEST = 24  # tokens from a cue to the occasion that names whom it was said to
_WORD = re.compile(r"[\w'-]+")
Ranges = Sequence[Range]


def sentence(t: Tokens, offset: int) -> Range:
    """The sentence of tokens that holds a character."""
    k = bisect_right(t.sentences, offset, key=lambda s: t.start[s[0]]) - 1
    return t.sentences[k] if k >= 0 and offset < t.end[t.sentences[k][1] - 1] else (0, 0)


def addressee(t: Tokens, source: Ranges, cue: Ranges, content: Ranges) -> Range | None:
    """The characters that name whom it was said to, or None; never words of the source or the content."""
    lo, hi = sentence(t, cue[-1][0])
    head = _head(t, cue)
    if hi <= lo or head < lo:
        return None
    found = _told(t, head, cue, content, hi) or _occasion(t, cue, content, (lo, hi))
    if found is None or any(overlap(found, r) for r in (*source, *cue, *content)):
        return None
    return found


def _head(t: Tokens, cue: Ranges) -> int:
    """The token of the last word of a cue that addresses somebody, or else its last token; -1 where it has none."""
    marked = [i for s, e in cue for i in range(t.at(s), t.at(e)) if t.end[i] <= e]
    for i in reversed(marked):
        if _telling(t, i) or t.low[i] in t.lexicon.sets["addressing"]:
            return i
    return marked[-1] if marked else -1


def _telling(t: Tokens, i: int) -> bool:
    return any("told" in f.cue.frames and not f.cue.rest for f in t.lexicon.verbs.get(t.low[i], ()))


def _told(t: Tokens, head: int, cue: Ranges, content: Ranges, hi: int) -> Range | None:
    """Whom the verb itself names: "told Y", "urged Y to", "said to Y that"."""
    sets = t.lexicon.sets
    k = max(head, max((i for i in range(head, hi) if t.end[i] <= cue[-1][1]), default=head)) + 1
    stop = _begins(t, content, k, hi)
    tells = _telling(t, head)
    if (tells or t.low[head] in sets["addressing"]) and _passive(t, head):
        return _before(t, head)
    if k >= stop:
        return None
    if t.low[k] == "to" and (t.low[head] in sets["speaking"] or t.low[k - 1] in sets["speaking"]):
        who = contents.addressee(t, k + 1, stop)
    elif tells or (t.low[head] in sets["addressing"] and stop < hi):
        if t.low[k] in ("on", "upon", "with", "to") and not tells and t.low[head] in sets["addressing"]:
            k += 1  # "called on Y to", "pleaded with Y to"
        who = contents.addressee(t, k, stop)
    else:
        return None
    if who is None or (who[0] == who[1] and t.low[who[0]] in sets["no_addressee"]):
        return None
    return t.span(who[0], _end(t, who, stop))


def _end(t: Tokens, who: Range, stop: int) -> int:
    """The last token of an addressee: with the appositions that lie between it and the content."""
    last = who[1]
    k = last + 1
    named = k + 1 < stop and t.low[k] == "," and t.capital(k + 1) and t.word(k + 1)
    if named and t.low[stop - 1] == "," and all(t.word(i) for i in range(k + 1, stop - 1)):
        return stop - 2
    return last


def _begins(t: Tokens, content: Ranges, k: int, hi: int) -> int:
    """The token at which the content after token k starts, at most the end of the sentence."""
    starts = [t.at(s) for s, e in content if k < len(t.low) and e > t.start[k]]
    return min([hi, *(s for s in starts if s >= k)])


def _passive(t: Tokens, head: int) -> bool:
    """Whether "was", "been" or the like stands before the verb, with adverbs between."""
    i = head - 1
    while i >= 0 and (t.low[i] in t.lexicon.sets["adverb"] or t.low[i].endswith("ly")):
        i -= 1
    return i >= 0 and t.low[i] in t.lexicon.sets["be"]


def _before(t: Tokens, head: int) -> Range | None:
    """The subject of a passive: "Y had been told"."""
    i = head - 1
    sets = t.lexicon.sets
    lo, _ = sentence(t, t.start[head])
    while i > lo and (t.low[i] in sets["auxiliary"] or t.low[i] in sets["adverb"] or t.low[i].endswith("ly")):
        i -= 1
    who = sources.left(t, i, lo) if i >= lo else None
    return t.span(*who) if who else None


def _occasion(t: Tokens, cue: Ranges, content: Ranges, within: Range) -> Range | None:
    """ "in a letter to Y", "in an interview with Y": after the cue, or at the beginning of its sentence."""
    lo, hi = within
    first = t.at(cue[-1][1])
    after = (first, min(_begins(t, content, first, hi), first + _FURTHEST) if first < hi else first)
    begin = min([t.at(cue[0][0]), *(t.at(s) for s, _ in content)])
    return _addressed(t, *after) or _addressed(t, lo, min(begin, lo + _FURTHEST))


def _addressed(t: Tokens, first: int, stop: int) -> Range | None:
    """Whom an occasion among these tokens is addressed to."""
    low = t.low
    for i in range(first + 1, stop - 1):
        if low[i] in ("to", "with") and low[i - 1] in t.lexicon.sets["addressed"]:
            ended = next((k for k in range(i + 1, stop) if low[k] in ("that", ",", ":", QUOTE, ".")), stop)
            who = sources.right(t, i + 1, ended)
            return t.span(*who) if who else None
    return None


def turns(text: str, finds: Sequence[Find]) -> list[Find]:
    """The turns of a transcript, each addressed to the other speaker where that is plain.

    Of two speakers each speaks to the other. Among more, a turn that ends in a question is put to the next
    speaker, and whoever speaks after a question answers who asked it.
    """
    out = list(finds)
    at = [k for k, f in enumerate(finds) if f.rule == "speaker-label" and f.source and f.content]
    names = [_label(text, finds[k]) for k in at]
    two = len(set(names)) == 2
    askers = _askers(text, [finds[k] for k in at], names)
    asks = [text[slice(*finds[k].content[-1])].rstrip("\"”’'» ")[-1:] == "?" for k in at]
    for j, k in enumerate(at):
        after = j + 1 < len(at) and names[j + 1] != names[j]
        before = j > 0 and names[j - 1] != names[j]
        other = -1
        if after and (two or asks[j]):
            other = at[j + 1]
        elif before and (two or asks[j - 1]):
            other = at[j - 1]
        if other >= 0 and not finds[k].addressee:
            out[k] = replace(finds[k], addressee=list(finds[other].source))
        if names[j] == "q" or (names[j] in askers and _asking(text, finds[k])):
            out[k] = replace(out[k], act="question")
    return out


def _askers(text: str, finds: Sequence[Find], names: Sequence[str]) -> set[str]:
    """Those who put a question in half of their turns or more."""
    asked = Counter(n for f, n in zip(finds, names, strict=True) if _asking(text, f))
    spoke = Counter(names)
    return {n for n, k in asked.items() if 2 * k >= spoke[n]}


def _asking(text: str, find: Find) -> bool:
    """Whether a sentence of the turn is a question."""
    return any("?" in text[s:e] for s, e in find.content)


def _label(text: str, find: Find) -> str:
    """What tells speakers apart: the last word of the name, without an office after a comma."""
    words = _WORD.findall(text[find.source[0][0] : find.source[-1][1]].split(",")[0].split("(")[0])
    return words[-1].casefold() if words else ""
