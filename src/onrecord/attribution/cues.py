"""Cue words in a sentence: which verb group, noun or preposition may mark an attribution."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.attribution import adverbials
from onrecord.attribution.lexicon import BASE, ING, PARTICIPLE, PAST, THIRD, Cue
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range

_MOST = 24  # cues in one sentence; more is no prose, and reading it must stay linear
FINITE, PASSIVE, PARTICIPIAL, INFINITIVE = "finite", "passive", "participial", "infinitive"


@dataclass(slots=True)
class Hit:
    """A cue in its verb group: tokens first..last are the group, `head` the verb itself."""

    cue: Cue
    voice: str
    first: int
    head: int
    last: int
    bare: bool = False  # a base form without auxiliary: needs a plural subject
    fused: bool = False  # the auxiliary is part of the subject ("he's said")
    stem: int = -1  # where days part the cue ("called on Friday for"): the token before them

    def takes(self, *frames: str) -> bool:
        """Whether the cue enters one of the frames."""
        return not self.cue.frames.isdisjoint(frames)

    def spans(self, t: Tokens) -> list[Range]:
        """The characters of the verb group, in two pieces where days part it."""
        if self.stem < 0:
            return [t.span(self.first, self.last)]
        return [t.span(self.first, self.stem), t.span(self.last, self.last)]


def verb_hits(t: Tokens, lo: int, hi: int) -> list[Hit]:
    """The verb groups of the sentence whose verb is a cue, in order; each token in one group at
    most.
    """
    out: list[Hit] = []
    verbs, low = t.lexicon.verbs, t.low
    free = lo
    for i in range(lo, hi):
        forms = verbs.get(low[i])
        if not forms or i < free:
            continue
        for form in forms:
            last = _last(t, i, hi, form.cue.rest)
            if last < 0:
                continue
            hit = _group(t, i, last, lo, form.form, form.cue)
            if hit:
                if last > i + len(form.cue.rest):
                    hit.stem = i
                out.append(hit)
                free = last + 1
                break
        if len(out) >= _MOST:
            break
    return out


def phrase_last(t: Tokens, i: int, hi: int, rest: tuple[str, ...]) -> int:
    """The last token of a cue phrase that starts at i, or -1 where its further words do not
    follow.
    """
    if i + len(rest) >= hi:
        return -1
    return i + len(rest) if all(t.low[i + 1 + k] == w for k, w in enumerate(rest)) else -1


def _last(t: Tokens, i: int, hi: int, rest: tuple[str, ...]) -> int:
    """The last token of a verb and its preposition, over days between them; -1 where it does not follow.

    The "on" of "called on Friday for" is no part of "call on".
    """
    last = phrase_last(t, i, hi, rest)
    if len(rest) != 1 or rest[0] not in t.lexicon.sets["preposition"]:
        return last
    days = adverbials.times(t, i + 1, hi)
    if last >= 0:
        return last if days <= last else -1
    return days if days > i + 1 and days + 1 < hi and t.low[days] == rest[0] else -1


def _group(t: Tokens, i: int, last: int, lo: int, form: int, cue: Cue) -> Hit | None:
    """The verb group around the verb at i, or None where the word is no verb there."""
    sets, low = t.lexicon.sets, t.low
    before = low[i - 1] if i > lo else ""
    if t.capital(i) and i > lo and not t.title and before not in (QUOTE, ",", ":", "-", "—", "–"):
        return None
    if before in sets["determiner"] or _possessive(t, before) or (before in sets["preposition"] and before != "to"):
        if form != ING or before in sets["determiner"]:
            return None
    first, aux = _auxiliaries(t, i, lo)
    subject = low[first - 1] if first > lo else ""
    fused = "'" in subject and subject.partition("'")[0] in sets["subject_pronoun"] and first > lo
    clitic = subject.partition("'")[2] if fused else ""
    be = any(a in sets["be"] for a in aux) or clitic in ("s", "re", "m")
    have = any(a in sets["have"] for a in aux) or clitic in ("ve", "d", "s")
    voice = FINITE
    if form == ING:
        voice = FINITE if be else PARTICIPIAL
    elif form in (PAST, PARTICIPLE) and be and not (have and "been" not in aux):
        voice = PASSIVE
        after = low[last + 1] if last + 1 < len(low) else ""
        if clitic == "s" and fused and after not in ("to", "by"):  # "he's said that": has
            voice = FINITE
    elif form == PARTICIPLE and not have:
        return None
    elif form == BASE and "to" in aux:
        voice = INFINITIVE
    bare = form == BASE and voice == FINITE and not any(a in sets["modal"] for a in aux) and clitic not in ("ll", "d")
    if form == THIRD and any(a in sets["modal"] or a in sets["have"] for a in aux):
        return None
    return Hit(cue, voice, first, i, last, bare, fused)


def _possessive(t: Tokens, w: str) -> bool:
    """Whether a word ends in a possessive 's, not in "he's"."""
    return w.endswith("'s") and w.partition("'")[0] not in t.lexicon.sets["subject_pronoun"]


def _auxiliaries(t: Tokens, i: int, lo: int) -> tuple[int, list[str]]:
    """The first token of the verb group that ends in the verb at i, and the auxiliaries in it."""
    sets, low = t.lexicon.sets, t.low
    first, aux, k = i, [], i - 1
    while k >= lo and i - k <= 6:
        w = low[k]
        if w in sets["auxiliary"] or w == "to":
            aux.append(w)
            first = k
        elif w in sets["adverb"] or (w.endswith("ly") and len(w) > 4 and not t.capital(k)):
            first = k
        else:
            break
        k -= 1
    return first, aux
