"""attribution.rules: attributions by word lists and the shape of sentences, without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord import layout
from onrecord.attribution import link
from onrecord.attribution.acts import act_of
from onrecord.attribution.finds import Find
from onrecord.attribution.kinds import kind_of
from onrecord.attribution.lexicon import lexicon
from onrecord.attribution.quotes import of_paragraphs
from onrecord.attribution.tokens import Tokens, tokenize
from onrecord.findings import Attribution, Findings, Range
from onrecord.model import Part
from onrecord.span import merge, trim

VERBATIM = frozenset(("speaker-label", "quote-then-dash-name"))
"""Rules of layout: the words are the speaker's own, with quotation marks or without."""


class Rules:
    """Finds attributions by rules alone: fast, small, every find with the name of its rule.

    Takes a text (and which parts of it are article); gives its attributions in order of their
    content, with code point offsets into the text as given.
    """

    name = "attribution.rules"
    version = "1"
    beside = ""

    def attribute(self, text: str, parts: Sequence[Part] = ()) -> list[Attribution]:
        """The attributions in `text`, sorted by where their content begins."""
        page = layout.lay_out(text, parts)
        got = read(page)
        found = (made(page.text, find, got.quoted, f"{self.name}/{self.version}") for find in got.finds)
        return sorted((a for a in found if a), key=lambda a: (a.content, a.cue))

    def find(self, text: str, parts: Sequence[Part] = ()) -> Findings:
        """The attributions in `text`; the rules see no mentions."""
        return Findings(attributions=tuple(self.attribute(text, parts)))


def made(text: str, find: Find, quotes: list[Range], by: str) -> Attribution | None:
    """A find as an attribution, or None where nothing of its content is left."""
    content = clean(text, find.content)
    if not content:
        return None
    source = clean(text, find.source)
    return Attribution(
        source=source,
        cue=clean(text, find.cue),
        content=content,
        kind="direct" if find.rule in VERBATIM else kind_of(text, content, quotes),
        act=act_of(text, find.cue, content, find.act, source),
        score=lexicon().score(find.rule),
        why=find.rule,
        by=by,
        addressee=clean(text, find.addressee),
        via=tuple(trim(text, *r) for r in find.via),
    )


class Read(NamedTuple):
    """An article's finds in reading order, its paragraphs, and where its quotations and datelines stand."""

    finds: list[Find]
    paragraphs: list[Tokens]
    quoted: list[Range]
    datelines: list[Range]


def read(page: layout.Layout) -> Read:
    """Read an article paragraph by paragraph."""
    paragraphs: list[Tokens] = []
    for p, (start, quotes) in zip(page.paragraphs, of_paragraphs(page), strict=True):
        t = tokenize(page.text, start, p.end, quotes, lexicon())
        t.title = p.label == "headline" and t.title_case()
        paragraphs.append(t)
    titled = [p.label == "headline" for p in page.paragraphs]
    quoted = [(q.start, q.end) for t in paragraphs for q in t.quote.values()]
    begun = [(t, t.sentences[0][0]) for t in paragraphs if t.sentences]
    datelines = [(t.start[0], t.start[first]) for t, first in begun if first]
    return Read(link.article(paragraphs, titled), paragraphs, quoted, datelines)


def clean(text: str, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Sorted, disjoint, trimmed ranges; empty ones fall away."""
    trimmed = (trim(text, s, e) for s, e in ranges)
    return merge(r for r in trimmed if r[0] < r[1])
