"""One sentence -> the attributions in it: each cue, its source, its content."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.attribution import contents, cues, sources
from onrecord.attribution.cues import Hit
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.model import Range


@dataclass(slots=True)
class Find:
    """An attribution found, in characters; `rule` names how."""

    rule: str
    act: str
    cue: list[Range]
    content: list[Range]
    source: list[Range] = field(default_factory=list)
    addressee: list[Range] = field(default_factory=list)
    via: list[Range] = field(default_factory=list)
    open_end: bool = False


@dataclass(slots=True)
class _State:
    """What the cues read so far in this sentence leave to the later ones."""

    finds: list[Find]
    taken: int  # content reaches to this token; a later cue may not reach back before it
    subject: Range | None
    weak: tuple[Find, int] | None = None  # the last find, of a weak cue, and where its content starts

    def cut(self, t: Tokens, k: int) -> bool:
        """End the content of a weak cue before the clause of a stronger one, whose subject starts at k."""
        if self.weak is None:
            return False
        find, first = self.weak
        last = k - 1
        while last > first and (not t.word(last) or t.low[last] in t.lexicon.sets["opener"] or t.low[last] in t.lexicon.sets["coordinator"]):
            last -= 1
        if last < first:
            return False
        find.content = [t.span(first, last)]
        self.weak = None
        return True


def read(t: Tokens, lo: int, hi: int) -> list[Find]:
    """The attributions of the sentence of tokens lo..hi, in the order of their cues."""
    state = _State([], lo, None)
    hits = cues.verb_hits(t, lo, hi)
    tail = _tail(t, hits, lo, hi)
    if tail:
        state.finds.append(tail[0])
        hits.remove(tail[1])
        state.taken = tail[1].first
    for hit in hits:
        find = _read(t, hit, lo, hi, state)
        if find:
            state.finds.append(find)
    state.finds.extend(_according(t, lo, hi, state))
    return state.finds


def _tail(t: Tokens, hits: list[Hit], lo: int, hi: int) -> tuple[Find, Hit] | None:
    """", the ministry said." or ", said the ministry." at a sentence's end: all before it is content."""
    for hit in reversed(hits[-3:]):
        if not hit.takes("tail") or not hit.takes("quote") or hit.voice != cues.FINITE or hit.bare:
            continue
        state = _State([], lo, None)
        subject = (hit.first - 1, hit.first - 1) if hit.fused else sources.left(t, hit.first - 1, lo)
        if subject:
            k = subject[0] - 1
            if k <= lo or t.low[k] != "," or t.low[k - 1] == QUOTE or not _to_the_end(t, hit, hi):
                continue
            left = contents.before(t, k - 1, lo)
            if not left or _adverbial_only(t, left) or t.low[left[0]] in ("as", "when", "while", "although", "though", "asked"):
                continue
            find = _make(t, "clause-then-source-cue", hit, subject)
            find.content = [t.span(*left)]
            return find, hit
        if t.low[hit.first - 1] == "," and hit.first - 2 > lo and t.low[hit.first - 2] != QUOTE:
            found = _inverted(t, hit, lo, hi, state)
            if found and state.taken >= hi - 1:
                return found, hit
    return None


def _to_the_end(t: Tokens, hit: Hit, hi: int) -> bool:
    """Whether nothing but time, place and addressee stands between a cue and its sentence's end."""
    i = hit.last + 1
    if hit.takes("told"):
        i = contents.addressee_end(t, i, hi)
    while i < hi and t.low[i] in t.lexicon.sets["time"]:
        i += 1
    if i >= hi or t.low[i] in (".", "?", "!"):
        return True
    if t.low[i] in t.lexicon.sets["adjunct_preposition"] and not hit.takes("told"):
        return all(t.word(j) for j in range(i, hi - 1)) and hi - i < 14 and not any(t.low[j] in ("that", "is", "was", "were", "are", "would", "will", "has", "had") for j in range(i, hi))
    return False


def _read(t: Tokens, hit: Hit, lo: int, hi: int, state: _State) -> Find | None:
    if hit.voice == cues.INFINITIVE:
        return None
    if hit.voice == cues.PASSIVE:
        return _passive(t, hit, lo, hi, state)
    if hit.voice == cues.PARTICIPIAL:
        return _participle(t, hit, lo, hi, state)
    if hit.fused:
        subject: Range | None = (hit.first - 1, hit.first - 1)
    else:
        subject = _subject(t, hit, lo, state)
    if subject is None:
        return _inverted(t, hit, lo, hi, state)
    if hit.bare and not _plural(t, subject):
        return None
    state.subject = subject
    return _active(t, hit, subject, lo, hi, state)


def _subject(t: Tokens, hit: Hit, lo: int, state: _State) -> Range | None:
    """The source left of the verb group; after "and" or a comma the subject already known."""
    k = hit.first - 1
    if k < lo:
        return None
    found = sources.left(t, k, lo)
    if found:
        return found
    if t.low[k] in ("and", "but", "or", "then") or (t.low[k] == "," and k > lo and t.low[k - 1] != QUOTE):
        return state.subject or (main_subject(t, lo, k) if t.low[k] != "," else None)
    return None


def main_subject(t: Tokens, lo: int, hi: int) -> Range | None:
    """The subject of the clause that starts at lo: the noun phrase before its first finite verb."""
    sets = t.lexicon.sets
    for i in range(lo, min(hi, lo + 40)):
        w = t.low[i]
        verb = w in sets["auxiliary"] or w in sets["subject_break"] or (i > lo and sources.finite(t, i, lo))
        fused = "'" in w and w.partition("'")[0] in sets["subject_pronoun"]
        if fused:
            return i, i
        if verb and i > lo:
            k = i - 1
            while k > lo and (t.low[k] in sets["adverb"] or (t.low[k].endswith("ly") and not t.capital(k))):
                k -= 1
            found = sources.left(t, k, lo)
            if found:
                return found
    return None


def _plural(t: Tokens, subject: Range) -> bool:
    """Whether a verb without ending can follow: "critics say", "they believe", not "the plan"."""
    first, last = subject
    for i in range(first, last + 1):
        w = t.low[i]
        if w in ("they", "we", "i", "you", "people", "many", "some", "others", "most", "few", "both", "who", "those", "that", "and", "several", "police"):
            return True
        if i > first and w in t.lexicon.sets["preposition"]:
            break
        if w.endswith("s") and not w.endswith(("ss", "'s", "us")) and (i == last or t.low[i + 1] in t.lexicon.sets["preposition"] or not t.capital(i)):
            return True
    return False


def _active(t: Tokens, hit: Hit, subject: Range, lo: int, hi: int, state: _State) -> Find | None:
    """Subject and verb: a quotation before them, content after them, or a clause before them."""
    k = subject[0] - 1
    comma = k >= lo and t.low[k] == ","
    q = k - 1 if comma else k
    if q >= state.taken and t.low[q] == QUOTE and hit.takes("quote", "tail") and _spoken(t, q, comma):
        find = _make(t, "quote-then-source-cue", hit, subject)
        find.content = [_left_content(t, q, state.taken)]
        _continue(t, find, hit, hi, state)
        return find
    found = contents.after(t, hit, hi, _subordinate(t, subject[0], lo))
    if comma and hit.takes("tail") and k - 1 >= state.taken and _parenthetical(t, hit, hi, found):
        left = contents.before(t, k - 1, state.taken)
        if left and not _adverbial_only(t, left) and not (found and found.frame in ("that", "quote", "colon")):
            find = _make(t, "clause-then-source-cue", hit, subject)
            find.content = [t.span(*left)]
            state.taken = hit.last + 1
            _resume(t, find, hit, hi, state)
            return find
    if found is None:
        return None
    rule = "source-cue-" + found.frame
    if hit.last < state.taken:
        if not _nests(hit, found):
            return None
        if not state.cut(t, subject[0]):
            rule = "nested-" + rule
    return _with_right(t, rule, hit, subject, found, state, hit.takes("quote", "told"))


def _subordinate(t: Tokens, k: int, lo: int) -> bool:
    """Whether the clause whose subject starts at token k comes before its main clause."""
    if k > lo and t.low[k - 1] in t.lexicon.sets["opener"]:
        return all(t.low[i] not in (",", QUOTE) for i in range(lo, k - 1))
    return False


def _nests(hit: Hit, found: contents.Right) -> bool:
    """Whether an attribution inside another's content is sure enough to be reported."""
    return hit.takes("quote", "told") and found.frame not in ("object", "to")


def _with_right(t: Tokens, rule: str, hit: Hit, subject: Range | None, found: contents.Right, state: _State, strong: bool) -> Find:
    find = _make(t, rule, hit, subject)
    find.open_end = found.open_end
    if not found.open_end:
        find.content = [t.span(*found.content)]
    if found.addressee:
        find.addressee = [t.span(*found.addressee)]
    state.taken = max(state.taken, found.content[1] + 1)
    if not found.open_end:
        state.weak = None if strong else (find, found.content[0])
    return find


def _make(t: Tokens, rule: str, hit: Hit, subject: Range | None) -> Find:
    find = Find(rule, hit.cue.act, [t.span(hit.first, hit.last)], [])
    if subject:
        find.source = [source_span(t, subject)]
    return find


def source_span(t: Tokens, subject: Range) -> Range:
    """The characters of a source: without the verb that is fused to a pronoun, or a possessive 's."""
    start, end = t.span(*subject)
    w = t.low[subject[1]]
    cut = w.rfind("'")
    if cut > 0 and (w.endswith("'s") or subject[0] == subject[1]) and w.partition("'")[0] in t.lexicon.sets["subject_pronoun"]:
        end = t.start[subject[1]] + cut
    return start, end


def _spoken(t: Tokens, q: int, comma: bool) -> bool:
    """Whether the quotation at q is what was said: it ends in punctuation, or a comma follows it."""
    return comma or t.inner_end(q) in ",.?!…-—–" or not t.quote[q].closed


def _left_content(t: Tokens, q: int, lo: int) -> Range:
    """The quotation at q with the words of its sentence before it."""
    found = contents.before(t, q, lo)
    return t.span(*(found or (q, q)))


def _continue(t: Tokens, find: Find, hit: Hit, hi: int, state: _State) -> None:
    """A quotation after the cue continues the one before it, as a second piece of content."""
    state.taken = max(state.taken, hit.last + 1)
    for i in range(hit.last + 1, hi):
        w = t.low[i]
        if w == QUOTE and t.low[i - 1] in (",", ":", ";", ".", "—", "–", "-") or (w == QUOTE and i == hit.last + 1):
            find.content.append(t.span(i, i))
            state.taken = i + 1
            return
        if t.lexicon.verbs.get(w) and i > hit.last + 1 and t.low[i - 1] in ("and", ","):
            return


def _resume(t: Tokens, find: Find, hit: Hit, hi: int, state: _State) -> None:
    """After ", he said," the clause goes on: its rest is a second piece of content."""
    i = hit.last + 1
    if i + 1 < hi and t.low[i] == "," and (t.word(i + 1) or t.low[i + 1] == QUOTE):
        w = t.low[i + 1]
        forms = t.lexicon.verbs.get(w)
        if w.endswith("ing") or w in ("according", "who") or (forms and w != "that"):
            return
        last = contents.clause_last(t, i + 1, hi)
        find.content.append(t.span(i + 1, last))
        state.taken = last + 1


def _parenthetical(t: Tokens, hit: Hit, hi: int, found: contents.Right | None) -> bool:
    """Whether ", he said" can end or interrupt a clause: nothing said follows it directly."""
    i = hit.last + 1
    if i >= hi or t.low[i] in (".", ",", "?", "!", ";") or t.low[i] in contents.DASHES:
        return True
    sets = t.lexicon.sets
    return found is None and (t.low[i] in sets["adjunct_preposition"] or t.low[i] in sets["time"])


def _adverbial_only(t: Tokens, left: Range) -> bool:
    """Whether the words before ", he said" are only a phrase of time or occasion."""
    first, last = left
    w = t.low[first]
    sets = t.lexicon.sets
    if w in sets["sentence_adverb"] and first == last:
        return True
    if w in ("asked", "speaking", "responding", "citing", "writing", "when", "as", "after", "while"):
        return True
    if last - first > 8 or w not in sets["preposition"]:
        return last == first and w.endswith("ly")
    return any(t.low[i] in sets["occasion"] or t.low[i] in sets["time"] for i in range(first, last + 1))


def _inverted(t: Tokens, hit: Hit, lo: int, hi: int, state: _State) -> Find | None:
    """Cue before its source: a quotation, or a clause and a comma, then "said Ann Lee"."""
    k = hit.first - 1
    if k < state.taken or not hit.takes("quote", "tail"):
        return None
    comma = t.low[k] == ","
    q = k - 1 if comma else k
    if q < state.taken:
        return None
    quoted = t.low[q] == QUOTE and _spoken(t, q, comma)
    if not quoted and not comma:
        return None
    who = sources.right(t, hit.last + 1, hi)
    if who is None:
        if not quoted:
            return None
        find = _make(t, "quote-then-cue", hit, state.subject)
        find.content = [_left_content(t, q, state.taken)]
        return find
    find = _make(t, "quote-then-cue-source" if quoted else "clause-then-cue-source", hit, who)
    left = contents.before(t, q if quoted else k - 1, state.taken)
    if not left:
        return None
    find.content = [t.span(*left)]
    state.subject = who
    state.taken = who[1] + 1
    after = Hit(hit.cue, hit.voice, hit.first, hit.head, who[1])
    if quoted:
        _continue(t, find, after, hi, state)
    else:
        _resume(t, find, after, hi, state)
    return find


def _participle(t: Tokens, hit: Hit, lo: int, hi: int, state: _State) -> Find | None:
    """", adding that ..." and "by saying ...": the source is the subject of the clause before."""
    if hit.first > lo and t.low[hit.first - 1] not in (",", "by", "in", "and", "while", "without", "after", "before", "of", "for") and t.low[hit.first - 1] not in contents.DASHES:
        subject = sources.left(t, hit.first - 1, lo)
        if subject is None or t.low[hit.first - 1] not in ("is", "was"):
            return None
    found = contents.after(t, hit, hi, hit.first == lo or t.low[lo] in t.lexicon.sets["opener"] and t.low[hit.first - 1] != ",")
    if found is None or found.frame == "colon" and found.open_end:
        return None
    if hit.first == lo:
        comma = found.content[1] + 1
        subject = main_subject(t, comma + 1, hi) if comma < hi and t.low[comma] == "," else None
    else:
        subject = state.subject or main_subject(t, lo, hit.first)
    if subject is None or hit.last + 1 < state.taken:
        return None
    return _with_right(t, "cue-ing-" + found.frame, hit, subject, found, state, hit.takes("quote", "told"))


def _passive(t: Tokens, hit: Hit, lo: int, hi: int, state: _State) -> Find | None:
    return None


def _according(t: Tokens, lo: int, hi: int, state: _State) -> list[Find]:
    """"according to X": the clause before it, or the clause after its comma."""
    out: list[Find] = []
    for i in range(lo, hi):
        for cue in t.lexicon.preps.get(t.low[i], ()):
            last = cues.phrase_last(t, i, hi, cue.rest)
            if last < 0:
                continue
            find = _according_at(t, i, last, lo, hi, cue.word, cue.act)
            if find:
                out.append(find)
            break
    return out


def _according_at(t: Tokens, i: int, last: int, lo: int, hi: int, word: str, act: str) -> Find | None:
    who = sources.right(t, last + 1, hi)
    if who is None:
        return None
    find = Find("according-to", act, [t.span(i, last)], [], [source_span(t, who)])
    start = i - 1 if i > lo and t.low[i - 1] == "," else i
    k = lo
    while k < start and t.low[k] in t.lexicon.sets["coordinator"]:
        k += 1
    if start > k + 2:
        find.content = [t.span(k, start - 1)]
        find.rule = "clause-then-according-to"
        if who[1] + 2 < hi and t.low[who[1] + 1] == "," and not _ends_sentence(t, who[1] + 2, hi):
            find.content.append(t.span(who[1] + 2, contents.clause_last(t, who[1] + 2, hi)))
        return find
    if who[1] + 2 < hi and t.low[who[1] + 1] == ",":
        find.content = [t.span(who[1] + 2, contents.clause_last(t, who[1] + 2, hi))]
        return find
    return None


def _ends_sentence(t: Tokens, i: int, hi: int) -> bool:
    return t.low[i].endswith("ing") or t.low[i] in ("who", "which", "but", "and")
