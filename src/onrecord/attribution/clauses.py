"""One sentence -> the attributions in it: each cue, its source, its content."""

from __future__ import annotations

from onrecord.attribution import asides, contents, cues, ends, passives, silence, sources, via
from onrecord.attribution.cues import Hit
from onrecord.attribution.finds import Find, State, make
from onrecord.attribution.phrases import DASHES, finite
from onrecord.attribution.subjects import adverbial, is_verb, main_subject, plural, subordinate
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range

_BEFORE_ING = frozenset(
    [
        ",",
        "by",
        "in",
        "and",
        "while",
        "without",
        "after",
        "before",
        "of",
        "for",
        "-",
        "—",
        "–",
        "--",
    ]
)


def read(t: Tokens, lo: int, hi: int) -> list[Find]:
    """The attributions of the sentence of tokens lo..hi, in the order of their cues."""
    state = State(lo)
    hits = cues.verb_hits(t, lo, hi)
    tail = asides.tail(t, hits, lo, hi)
    if tail:
        find, closing, end = tail
        state.finds.append(find)
        hits.remove(closing)
        state.taken = closing.first
    for hit in hits:
        found = _read(t, hit, lo, end if tail and hit.last < end else hi, state)
        if found and not silence.kept(t, hit):
            state.finds.append(found)
    state.finds.extend(asides.according(t, lo, hi))
    if not state.finds:
        odd = asides.any_verb(t, lo, hi)
        if odd:
            state.finds.append(odd)
    if state.finds:
        via.relayed(t, lo, hi, state.finds)
    return state.finds


def _read(t: Tokens, hit: Hit, lo: int, hi: int, state: State) -> Find | None:
    if hit.voice == cues.INFINITIVE:
        return None
    if hit.voice == cues.PASSIVE:
        return passives.read(t, hit, lo, hi, state)
    if hit.voice == cues.PARTICIPIAL:
        return _participle(t, hit, lo, hi, state)
    subject = (hit.first - 1, hit.first - 1) if hit.fused else _subject(t, hit, lo, state)
    if subject is None:
        return _inverted(t, hit, hi, state) or passives.unasked(t, hit, lo, hi, state)
    if (hit.bare and not plural(t, subject)) or not is_verb(t, hit, subject, hi):
        return None
    quoting = via.quoting(t, hit, subject, hi, state)
    if quoting:
        return quoting
    state.subject = subject
    if silence.lifeless(t, hit, subject):
        return None
    return _active(t, hit, subject, lo, _within_relative(t, hit, subject, lo, hi), state)


def _within_relative(t: Tokens, hit: Hit, subject: Range, lo: int, hi: int) -> int:
    """Where what "who" says ends: at the comma before the main verb ("Lee, who said he was ill, left")."""
    if t.low[subject[1]] not in ("who", "which") or subject[0] - 1 <= lo or t.low[subject[0] - 1] != ",":
        return hi
    for i in range(hit.last + 2, hi - 1):
        if t.low[i] == "," and (t.low[i + 1] in t.lexicon.sets["auxiliary"] or finite(t, i + 1, lo, loose=True)):
            return i
    return hi


def _subject(t: Tokens, hit: Hit, lo: int, state: State) -> Range | None:
    """The source left of the verb group; after "and" or a comma the subject already known."""
    k = hit.first - 1
    if k < lo:
        return None
    found = sources.left(t, k, lo)
    if found:
        return found
    if t.low[k] in ("and", "but", "or", "then"):
        return state.subject or main_subject(t, lo, k)
    if t.low[k] == "," and k > lo and t.low[k - 1] != QUOTE:
        return state.subject
    return None


def _active(t: Tokens, hit: Hit, subject: Range, lo: int, hi: int, state: State) -> Find | None:
    """Subject and verb: a quotation before them, content after them, or a clause before them."""
    k = subject[0] - 1
    comma = k >= lo and t.low[k] == ","
    q = k - 1 if comma else k
    if q >= state.taken and t.low[q] == QUOTE and hit.takes("quote", "tail") and ends.spoken(t, q, comma):
        find = make(t, "quote-then-source-cue", hit, subject)
        find.content = [ends.up_to_quote(t, q, state.taken)]
        _told(t, hit, find, hi)
        _continue(t, find, hit, hi, state)
        return find
    found = contents.after(t, hit, hi, subordinate(t, subject[0], lo))
    if comma and hit.takes("tail") and k - 1 >= state.taken and _parenthetical(t, hit, hi, found):
        left = ends.before(t, k - 1, state.taken)
        aside = hit.last + 1 < hi and t.low[hit.last + 1] == "," and found and found.frame == "that"
        if left and not adverbial(t, left) and (aside or not (found and found.frame in ("that", "quote", "colon"))):
            find = make(t, "clause-then-source-cue", hit, subject)
            find.content = [t.span(*left)]
            state.taken = hit.last + 1
            _resume(t, find, hit, hi, state)
            return find
    if found is None:
        return _opening(t, hit, subject, hi, state) if comma else None
    rule = "source-cue-" + found.frame
    if hit.last < state.taken:
        if not (hit.takes("quote", "told") and found.frame != "object"):
            return None
        if not state.cut(t, subject[0]):
            rule = "nested-" + rule
    return _with_right(t, rule, hit, subject, found, state)


def _opening(t: Tokens, hit: Hit, subject: Range, hi: int, state: State) -> Find | None:
    """`Instead, Lee told reporters, the plan would ...`: the clause after the aside is content."""
    if not hit.takes("tail") or hit.last < state.taken:
        return None
    find = make(t, "clause-then-source-cue", hit, subject)
    _told(t, hit, find, hi)
    last = hit.last
    if find.addressee:
        last = t.at(find.addressee[-1][1]) - 1
    _resume(t, find, Hit(hit.cue, hit.voice, hit.first, hit.head, last), hi, state)
    return find if find.content else None


def _told(t: Tokens, hit: Hit, find: Find, hi: int) -> None:
    """The addressee of ", he told reporters"."""
    if hit.takes("told"):
        found = contents.addressee(t, hit.last + 1, hi)
        if found:
            find.addressee = [t.span(*found)]


def _with_right(t: Tokens, rule: str, hit: Hit, subject: Range | None, found: contents.Right, state: State) -> Find:
    find = make(t, rule, hit, subject)
    find.open_end = found.open_end
    if found.addressee:
        find.addressee = [t.span(*found.addressee)]
    if not found.open_end:
        find.content = [t.span(*found.content)]
        state.weak = None if hit.takes("quote", "told") else (find, found.content[0])
    state.taken = max(state.taken, found.content[1] + 1)
    return find


def _continue(t: Tokens, find: Find, hit: Hit, hi: int, state: State) -> None:
    """A quotation after the cue continues the one before it, as a second piece of content."""
    state.taken = max(state.taken, hit.last + 1)
    for i in range(hit.last + 1, hi):
        w = t.low[i]
        if w == QUOTE and (i == hit.last + 1 or t.low[i - 1] in ends.BREAKS):
            find.content.append(t.span(i, i))
            state.taken = i + 1
            return
        if i > hit.last + 1 and t.low[i - 1] in ("and", ",") and t.lexicon.verbs.get(w):
            return


def _resume(t: Tokens, find: Find, hit: Hit, hi: int, state: State) -> None:
    """After ", he said," the clause goes on: its rest is a second piece of content."""
    i = hit.last + 1
    if i + 1 < hi and t.low[i] == "," and (t.word(i + 1) or t.low[i + 1] == QUOTE):
        w = t.low[i + 1]
        if w.endswith("ing") or w in ("according", "who", "which") or (t.lexicon.verbs.get(w) and w != "that"):
            return
        last = ends.clause_last(t, i + 1, hi)
        find.content.append(t.span(i + 1, last))
        state.taken = last + 1


def _parenthetical(t: Tokens, hit: Hit, hi: int, found: contents.Right | None) -> bool:
    """Whether ", he said" can end or interrupt a clause: nothing said follows it directly."""
    i = hit.last + 1
    if i >= hi or t.low[i] in (".", ",", "?", "!", ";") or t.low[i] in DASHES:
        return True
    sets = t.lexicon.sets
    return found is None and (t.low[i] in sets["adjunct_preposition"] or t.low[i] in sets["time"])


def _inverted(t: Tokens, hit: Hit, hi: int, state: State) -> Find | None:
    """Cue before its source: a quotation, or a clause and a comma, then "said Ann Lee"."""
    k = hit.first - 1
    if k < state.taken or not hit.takes("quote", "tail"):
        return None
    comma = t.low[k] == ","
    q = k - 1 if comma else k
    quoted = q >= state.taken and t.low[q] == QUOTE and ends.spoken(t, q, comma)
    if q < state.taken or not (quoted or comma):
        return None
    who = sources.right(t, hit.last + 1, hi)
    if who is None:
        return None
    left = ends.before(t, q if quoted else k - 1, state.taken)
    if not left or (who[1] + 1 < hi and t.low[who[1] + 1] in t.lexicon.sets["auxiliary"]):
        return None
    find = make(t, "quote-then-cue-source" if quoted else "clause-then-cue-source", hit, who)
    find.content = [t.span(*left)]
    state.subject = who
    state.taken = who[1] + 1
    rest = Hit(hit.cue, hit.voice, hit.first, hit.head, who[1])
    if quoted:
        _continue(t, find, rest, hi, state)
    else:
        _resume(t, find, rest, hi, state)
    return find


def _participle(t: Tokens, hit: Hit, lo: int, hi: int, state: State) -> Find | None:
    """ ", adding that ..." and "by saying ...": the source is the subject of the clause before."""
    if hit.first > lo and t.low[hit.first - 1] not in _BEFORE_ING:
        return None
    opens = hit.first == lo
    short = opens or (t.low[lo] in t.lexicon.sets["opener"] and t.low[hit.first - 1] != ",")
    found = contents.after(t, hit, hi, short)
    if found is None or found.open_end or hit.last + 1 < state.taken:
        return None
    if opens:
        comma = found.content[1] + 1
        subject = main_subject(t, comma + 1, hi) if comma < hi and t.low[comma] == "," else None
    else:
        subject = state.subject or main_subject(t, lo, hit.first)
    if subject is None:
        return None
    return _with_right(t, "cue-ing-" + found.frame, hit, subject, found, state)
