"""Forms that the layout makes: "NAME: words", headlines, a dash and a name after a quotation."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.finds import Find, source_span
from onrecord.attribution.phrases import DASHES
from onrecord.attribution.subjects import main_subject
from onrecord.attribution.tokens import QUOTE, Tokens
from onrecord.findings import Range

_LONGEST_LABEL = 9
_TURNS = 4


def headline(t: Tokens) -> list[Find]:
    """A headline's colon or closing source: "Lee: Port to close", "Port to close: Lee", "...,
    report".
    """
    n = len(t.low)
    while n and t.low[n - 1] in (".", "!"):
        n -= 1
    colons = [i for i in range(1, n - 1) if t.low[i] == ":"]
    if len(colons) == 1:
        return _around_colon(t, colons[0], n)
    for i in range(n - 2, 3, -1):
        if t.low[i] == "," or t.low[i] in DASHES:
            if n - 1 - i <= 4 and _speaker(t, i + 1, n - 1) and _common(t, i + 1, n - 1):
                return [_find(t, "headline-tail", (i, i), (0, i - 1), (i + 1, n - 1))]
            break
    return []


def _around_colon(t: Tokens, colon: int, n: int) -> list[Find]:
    left, right = (0, colon - 1), (colon + 1, n - 1)
    if t.low[right[0]] == QUOTE and colon <= _LONGEST_LABEL:
        return [_find(t, "headline-colon", (colon, colon), right, left)] if _speaker(t, *left) else []
    if right[1] - right[0] <= 3 and colon >= 4 and _speaker(t, *right) and (_common(t, *right) or _name(t, *right)):
        return [_find(t, "headline-colon-tail", (colon, colon), left, right)]
    if colon <= 5 and right[1] - right[0] >= 2 and _speaker(t, *left) and (_common(t, *left) or _name(t, *left)):
        return [_find(t, "headline-colon", (colon, colon), right, left)]
    return []


def _find(t: Tokens, rule: str, cue: Range, content: Range, source: Range) -> Find:
    return Find(rule, "assertion", [t.span(*cue)], [t.span(*content)], [source_span(t, source)])


def _speaker(t: Tokens, first: int, last: int) -> bool:
    """Whether the words can be a speaker's name or office: capitals and no verb."""
    sets = t.lexicon.sets
    if first > last:
        return False
    for i in range(first, last + 1):
        w = t.low[i]
        if not t.word(i) and w not in ("&", ".", "(", ")", "/", ","):
            return False
        if (
            w in sets["auxiliary"]
            or w in sets["subordinator"]
            or w in sets["subject_pronoun"]
            or w in sets["not_speaker"]
        ):
            return False
    return t.capital(first) or _common(t, first, last)


def _common(t: Tokens, first: int, last: int) -> bool:
    """Whether a word that speaks stands among the tokens: "report", "minister", "police"."""
    sets = t.lexicon.sets
    return any(t.low[i] in sets["source_noun"] or t.low[i] in sets["title"] for i in range(first, last + 1))


def _name(t: Tokens, first: int, last: int) -> bool:
    """Whether every word is capitalised, as a name is."""
    return last - first <= 3 and all(
        t.capital(i) or t.low[i] in ("of", "de", "al", "von", "van", "the") for i in range(first, last + 1)
    )


def label(t: Tokens) -> int:
    """The colon of a speaker's label that opens the paragraph ("LEE:", "Q:"), or -1.

    Upper case, Q and A are labels anywhere; a name in lower case letters only says "maybe",
    which `is_transcript` decides by how many there are.
    """
    n = min(len(t.low), _LONGEST_LABEL + 2)
    for i in range(1, n):
        if t.low[i] == ":":
            said = any(t.low[j] == QUOTE or (t.word(j) and t.low[j][0].isalpha()) for j in range(i + 1, len(t.low)))
            return i if said and _speaker(t, 0, i - 1) and _label_shape(t, i) else -1
        if not t.word(i) and t.low[i] not in (",", "(", ")", ".", "&"):
            return -1
    return -1


def _label_shape(t: Tokens, colon: int) -> bool:
    words = [t.text[t.start[i] : t.end[i]] for i in range(colon) if t.word(i)]
    return all(w[:1].isupper() or w in ("of", "de", "al", "the", "van", "von", "for", "and") for w in words)


def upper(t: Tokens, colon: int) -> bool:
    """Whether the label before the colon is all upper case, or Q or A."""
    return all(
        t.text[t.start[i] : t.end[i]].isupper()
        for i in range(colon)
        if t.word(i) and t.low[i] not in t.lexicon.sets["title"]
    )


def turns(paragraphs: Sequence[Tokens]) -> dict[int, int]:
    """The paragraphs that are a speaker's turn, each with the token of its colon."""
    found = {k: label(t) for k, t in enumerate(paragraphs)}
    found = {k: colon for k, colon in found.items() if colon > 0}
    names = [t.text[t.start[0] : t.end[found[k] - 1]] for k, t in enumerate(paragraphs) if k in found]
    repeated = len(names) >= _TURNS and len(set(names)) < len(names)
    return {
        k: colon
        for k, colon in found.items()
        if repeated
        or (upper(paragraphs[k], colon) and (colon > 1 or len(paragraphs[k].low) > 4))
        or paragraphs[k].low[colon + 1] == QUOTE
    }


def turn(t: Tokens, colon: int) -> Find:
    """A speaker's turn in a transcript: everything after the label."""
    return _find(t, "speaker-label", (colon, colon), (colon + 1, len(t.low) - 1), (0, colon - 1))


def signature(t: Tokens) -> Find | None:
    """A quotation, a dash, a name, and nothing else in the paragraph."""
    if len(t.low) < 3 or t.low[0] != QUOTE or t.low[1] not in (*DASHES, "―", "~"):
        return None
    last = len(t.low) - 1
    while t.low[last] == ".":
        last -= 1
    if last < 2 or last > 16 or not t.capital(2) or not _speaker(t, 2, min(last, 4)):
        return None
    return _find(t, "quote-then-dash-name", (1, 1), (0, 0), (2, last))


def signs(t: Tokens) -> Find | None:
    """A paragraph that is only a dash and a name; its content is the quotation before it."""
    last = len(t.low) - 1
    while last > 0 and t.low[last] == ".":
        last -= 1
    if (
        not 1 <= last <= 14
        or t.low[0] not in (*DASHES, "―", "~")
        or not t.capital(1)
        or not _speaker(t, 1, min(last, 3))
    ):
        return None
    find = _find(t, "quote-then-dash-name", (0, 0), (0, 0), (1, last))
    find.content = []
    return find


def introduces(t: Tokens) -> Find | None:
    """A paragraph that ends in a colon without a cue word: "released the following statement:"."""
    lo, hi = t.sentences[-1]
    if t.low[hi - 1] != ":" or hi - lo < 3:
        return None
    subject = main_subject(t, lo, hi - 1)
    if subject is None or subject[1] + 1 >= hi - 1:
        return None
    find = _find(t, "colon-then-quote", (subject[1] + 1, hi - 1), (lo, lo), subject)
    find.content = []
    find.open_end = True
    return find
