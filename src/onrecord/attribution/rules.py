"""attribution.rules: attributions by word lists and the shape of sentences, without a parser."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import layout
from onrecord.attribution import link
from onrecord.attribution.acts import act_of
from onrecord.attribution.finds import Find
from onrecord.attribution.kinds import kind_of
from onrecord.attribution.lexicon import lexicon
from onrecord.attribution.quotes import quotations
from onrecord.attribution.tokens import Tokens, tokenize
from onrecord.model import Attribution, Part, Range
from onrecord.span import merge, trim


class Rules:
    """Finds attributions by rules alone: fast, small, every find with the name of its rule.

    Takes a text (and which parts of it are article); gives its attributions in order of their
    content, with code point offsets into the text as given.
    """

    name = "attribution.rules"
    version = "1"

    def attribute(self, text: str, parts: Sequence[Part] = ()) -> list[Attribution]:
        """The attributions in `text`, sorted by where their content begins."""
        lex = lexicon()
        page = layout.lay_out(text, parts)
        paragraphs: list[Tokens] = []
        runs_on = False
        for p in page.paragraphs:
            quotes = quotations(page.text, p.start, p.end, runs_on)
            runs_on = bool(quotes) and not quotes[-1].closed
            t = tokenize(page.text, p.start, p.end, quotes, lex)
            t.title = p.label == "headline" and t.title_case()
            paragraphs.append(t)
        titled = [p.label == "headline" for p in page.paragraphs]
        quoted = [(q.start, q.end) for t in paragraphs for q in t.quote.values()]
        finds = link.article(paragraphs, titled)
        made = (self._attribution(page.text, find, quoted) for find in finds)
        return sorted((a for a in made if a), key=lambda a: (a.content, a.cue))

    def _attribution(self, text: str, find: Find, quotes: list[Range]) -> Attribution | None:
        content = _clean(text, find.content)
        if not content:
            return None
        return Attribution(
            source=_clean(text, find.source),
            cue=_clean(text, find.cue),
            content=content,
            kind=kind_of(text, content, quotes),
            act=act_of(text, find.cue, content, find.act, _clean(text, find.source)),
            score=lexicon().score(find.rule),
            why=find.rule,
            by=f"{self.name}/{self.version}",
            addressee=_clean(text, find.addressee),
            via=tuple(trim(text, *r) for r in find.via),
        )


def _clean(text: str, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Sorted, disjoint, trimmed ranges; empty ones fall away."""
    trimmed = (trim(text, s, e) for s, e in ranges)
    return merge(r for r in trimmed if r[0] < r[1])
