"""A paragraph as tokens and sentences; a quotation is one token, so nothing is read inside it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onrecord.attribution.lexicon import Cue, Lexicon
from onrecord.attribution.quotes import Quote
from onrecord.findings import Range

QUOTE = "“”"  # no token of a text is equal to it
_FINAL = frozenset(".!?…")
_QUOTE_STRIP = "”\"'’»“ `"
_SENTENCE_LIMIT = 250
_DATELINE = 16


@dataclass(slots=True)
class Tokens:
    """The tokens of one paragraph: `start`, `end`, and `low`, the word in lower case, each a list.

    `low` of a quotation is QUOTE and of a word keeps its apostrophe straight. `quote` gives the
    quotation of a QUOTE token by its index. `sentences` are half-open token ranges. `title`: a
    headline in which verbs have capitals too.
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    quote: dict[int, Quote]
    sentences: list[Range]
    lexicon: Lexicon
    title: bool = False

    def capital(self, i: int) -> bool:
        """Whether the token begins with a capital letter."""
        return self.text[self.start[i]].isupper()

    def title_case(self) -> bool:
        """Whether most words of four letters and more begin with a capital."""
        long_words = [i for i, w in enumerate(self.low) if len(w) > 3 and w[0].isalpha()]
        return sum(map(self.capital, long_words)) > 0.7 * len(long_words)

    def word(self, i: int) -> bool:
        """Whether the token is a word (or a number, handle or amount), not a mark or a quotation"""
        c = self.low[i][0]
        return c.isalnum() or c in "@#$£€"

    def span(self, first: int, last: int) -> Range:
        """The characters from one token to another, both included."""
        return self.start[first], self.end[last]

    def at(self, offset: int) -> int:
        """The index of the first token that starts at or after a character offset."""
        return bisect_left(self.start, offset)

    def inner_end(self, i: int) -> str:
        """The last character inside the quotation of a QUOTE token."""
        q = self.quote[i]
        inner = self.text[max(q.start + 1, q.end - 40) : q.end].rstrip(_QUOTE_STRIP)
        return inner[-1:]


def tokenize(text: str, start: int, end: int, quotes: list[Quote], lexicon: Lexicon) -> Tokens:
    """The tokens of text[start:end], the quotations in it given."""
    t = Tokens(text, [], [], [], {}, [], lexicon)
    at = start
    for q in quotes:
        _words(t, at, q.start)
        t.quote[len(t.low)] = q
        t.start.append(q.start)
        t.end.append(q.end)
        t.low.append(QUOTE)
        at = q.end
    _words(t, at, end)
    t.sentences = _sentences(t)
    return t


def _words(t: Tokens, start: int, end: int) -> None:
    text, starts, ends, low = t.text, t.start, t.end, t.low
    odd = "’" in text[start:end] or "\xad" in text[start:end]
    for m in t.lexicon.token.finditer(text, start, end):
        s, e = m.span()
        starts.append(s)
        ends.append(e)
        w = m.group().lower()
        low.append(w.replace("’", "'").replace("\xad", "") or "-" if odd else w)


def _sentences(t: Tokens) -> list[Range]:
    out: list[Range] = []
    n, first = len(t.low), _dateline(t)
    for i in range(n):
        if i + 1 == n or i - first >= _SENTENCE_LIMIT or (_may_end(t.low[i]) and _ends(t, i)):
            out.append((first, i + 1))
            first = i + 1
    return out


def _dateline(t: Tokens) -> int:
    """The token after a dateline ("OSSEL, March 3 (Reuters) -") that opens the paragraph, or 0."""
    for i in range(1, min(_DATELINE, len(t.low) - 1)):
        if t.low[i] in ("-", "—", "–", "--"):
            place = t.text[t.start[0] : t.end[0]]
            agency = any(w == ")" for w in t.low[max(0, i - 1) : i])
            return i + 1 if agency or (place.isupper() and len(place) > 2) else 0
        if not t.word(i) and t.low[i] not in (",", "(", ")", "/", "."):
            return 0
    return 0


def _may_end(w: str) -> bool:
    return w in _FINAL or w == QUOTE or w[-1] == "."


def _ends(t: Tokens, i: int) -> bool:
    """Whether a sentence ends with token i; there is a token after it."""
    w, after = t.low[i], i + 1
    starts_new = t.low[after] == QUOTE or not t.text[t.start[after]].islower()
    if w in _FINAL or w.startswith(".."):
        if t.start[after] == t.end[i] and t.word(after):  # "R-S.C."
            return False
        return starts_new and t.low[after] not in (",", ";", ")", "]", ".", "!", "?")
    if w == QUOTE:
        return starts_new and _quote_ends(t, i)
    if not t.capital(after):
        return False
    sets = t.lexicon.sets
    trailing = w.rstrip(".") in sets["abbreviation_trailing"] or w in (
        "u.s.",
        "u.n.",
        "a.m.",
        "p.m.",
        "d.c.",
        "u.k.",
    )
    return trailing and t.low[after] in sets["sentence_starter"] and t.capital(after)


def _quote_ends(t: Tokens, i: int) -> bool:
    """Whether a sentence ends with the quotation at token i, not with the speaker after it."""
    last, after = t.inner_end(i), i + 1
    carried = last == "." and _carried_on(t, i)
    if last not in _FINAL or t.low[after] in (
        ",",
        ";",
        "-",
        "—",
        "–",
        "--",
        ")",
        ":",
        ".",
        "?",
        "!",
    ):
        return False
    verbs = t.lexicon.verbs
    for k in range(after, min(after + 7, len(t.low))):
        w = t.low[k]
        if w in _FINAL or w == QUOTE or w in (",", ":", ";"):
            return True
        forms = verbs.get(w)
        if not forms or k == after:
            continue
        if carried and w in t.lexicon.sets["stands_alone"]:
            return True
        if any("quote" in f.cue.frames and f.form in (1, 2) and _whole(t, k, f.cue) for f in forms):
            asks = any(f.cue.act == "question" or "told" in f.cue.frames for f in forms)
            return not (_asks(t, k + 1) if asks else _closes(t, k + 1))
    return True


def _whole(t: Tokens, k: int, cue: Cue) -> bool:
    """Whether the further words of a cue follow its verb at token k."""
    return tuple(t.low[k + 1 : k + 1 + len(cue.rest)]) == cue.rest


def _carried_on(t: Tokens, i: int) -> bool:
    """Whether the quotation at token i follows one with its cue: `“No,” said Lee. “Never.”`"""
    if i < 2 or t.low[i - 1] not in _FINAL:
        return False
    cue = False
    for k in range(i - 2, max(-1, i - 40), -1):
        if t.low[k] == QUOTE:
            return cue and t.inner_end(k) in ",?!"
        if t.low[k] in _FINAL:
            return False
        cue = cue or any("quote" in f.cue.frames and _whole(t, k, f.cue) for f in t.lexicon.verbs.get(t.low[k], ()))
    return False


def _asks(t: Tokens, i: int) -> bool:
    """Whether only the person asked or told follows a cue, and no words of its own."""
    for k in range(i, min(i + 10, len(t.low))):
        if t.low[k] in _FINAL:
            return True
        if t.low[k] in ("that", ":", QUOTE, "to", "why", "how", "what", "whether", "about"):
            return False
    return i >= len(t.low)


def _closes(t: Tokens, i: int) -> bool:
    """Whether nothing said follows: the cue before token i belongs to what stands before it."""
    if i >= len(t.low):
        return True
    return t.low[i] in (".", "in", "at", "on", "during", "after", "to", "as", "when", "while") or (
        t.low[i] == "," and i + 1 < len(t.low) and t.low[i + 1] != QUOTE
    )
