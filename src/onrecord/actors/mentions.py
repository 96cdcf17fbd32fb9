"""Names in the article's text, found by capital letters: no model, no parser.

Two passes. The first reads paragraphs of ordinary prose and cuts runs of capitalised words into
names. The second settles what one place cannot: a word that was only ever seen opening a sentence,
and headlines in Title Case, where capitals say nothing and only names known from the text count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import last_written
from onrecord.actors.pieces import Name, cut
from onrecord.actors.recut import recut
from onrecord.actors.runs import WORD, Token, quoted, runs, title_case, token_of
from onrecord.actors.sighted import Sighted
from onrecord.layout import Layout


@dataclass(slots=True)
class Found:
    """The names of an article in text order, and what the second pass and the coreference need."""

    names: list[Name] = field(default_factory=list)
    lower: set[str] = field(default_factory=set)
    titled: list[int] = field(default_factory=list)


def find(layout: Layout, sighted: Sighted) -> Found:
    """All names in the paragraphs of the layout, doubtful ones marked or dropped."""
    found = Found()
    for i, p in enumerate(layout.paragraphs):
        text = layout.text[p.start : p.end]
        if text[:1] not in "—–-" and title_case(text):
            found.titled.append(i)
            continue
        _prose(found, text, p.start, i)
    _settle(found, sighted)
    found.names = recut(layout.text, found.names, found.lower)
    _headlines(found, layout)
    found.names.sort(key=lambda n: n.start)
    return found


def _prose(found: Found, text: str, offset: int, paragraph: int) -> None:
    """Add the names of one paragraph."""
    inside = quoted(text)
    at = 0
    for run in runs(text, found.lower):
        for name in cut(text, run):
            while at < len(inside) and inside[at][1] <= name.start:
                at += 1
            name.quoted = at < len(inside) and inside[at][0] <= name.start
            name.start += offset
            name.end += offset
            name.title_start += offset
            name.paragraph = paragraph
            found.names.append(name)


def _settle(found: Found, sighted: Sighted) -> None:
    """Words seen only at the start of sentences are names when the text has them elsewhere, too."""
    sure: set[str] = set()
    for name in found.names:
        if not name.doubtful:
            sure.update(name.words)
    lex = lexicon()
    seen = {n.words[0] for n in found.names if n.doubtful and sighted.whole(n.start, n.end)}
    kept = []
    for name in found.names:
        if name.doubtful:
            word = name.words[0]
            known = name.key in lex.states or name.key in lex.capitals or word in lex.given
            if word in lex.words["calendar_name"]:
                if word not in sure:
                    continue
                name.doubtful = False
            elif word in sure or known or (name.kind == "organization" and name.text.isupper()):
                name.doubtful = False
            elif word in found.lower or word.endswith(("ing", "ly")) or name.text.casefold() in found.lower:
                continue
            elif word in lex.nouns or (word.endswith("s") and not word.endswith("ss")):
                continue  # "Organisers", "Farmers"
            elif sighted and word not in seen:
                continue  # "Conventional", "Complete silence"
        kept.append(name)
    found.names = kept


def _headlines(found: Found, layout: Layout) -> None:
    """Names known from the prose, as they stand in Title Case paragraphs."""
    keys: dict[str, Name] = {}
    for name in found.names:
        if name.doubtful:
            continue
        keys.setdefault(name.key, name)
        if name.kind == "person" and len(name.words) > 1:
            keys.setdefault(name.words[-1], name)
            keys.setdefault(last_written(name.text), name)
    longest = min(8, max((k.count(" ") + 1 for k in keys), default=0))
    for i in found.titled:
        p = layout.paragraphs[i]
        tokens = [token_of(m) for m in WORD.finditer(layout.text, p.start, p.end)]
        at = 0
        while at < len(tokens):
            for size in range(min(longest, len(tokens) - at), 0, -1):
                known = keys.get(" ".join(t.word for t in tokens[at : at + size]))
                if known is not None and tokens[at].text[0].isupper():
                    found.names.append(_echo(layout.text, tokens[at : at + size], known, i))
                    at += size - 1
                    break
            at += 1


def _echo(text: str, tokens: Sequence[Token], known: Name, paragraph: int) -> Name:
    start, end = tokens[0].start, tokens[-1].end
    return Name(
        start=start,
        end=end,
        text=text[start:end],
        words=tuple(" ".join(t.word for t in tokens).split()),
        kind=known.kind,
        title_start=start,
        gender="",
        paragraph=paragraph,
        possessive=tokens[-1].possessive,
    )
