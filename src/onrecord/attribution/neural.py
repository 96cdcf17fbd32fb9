"""attribution.neural: attributions by the trained tagger, helped by the rules where they are surer.

The network marks sources, cues and contents and says which belong together. The rules then give
what it was not taught: acts, addressees, who relayed it, attributions inside others, and layout
forms (speakers' turns, signatures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.attribution import rules
from onrecord.attribution.acts import act_of
from onrecord.attribution.assemble import CONTENT, Bundle, LinkWeights, bundles
from onrecord.attribution.details import Details, outside
from onrecord.attribution.finds import Find
from onrecord.attribution.kinds import kind_of
from onrecord.attribution.passages import passages
from onrecord.attribution.sightings import sightings
from onrecord.attribution.snap import Snapper
from onrecord.attribution.sureness import Sureness
from onrecord.encoder.decode import Tagged, best_tags, spans
from onrecord.encoder.engine import Encoder, Scores, load
from onrecord.encoder.sheet import Passage, Sheet, make_sheet
from onrecord.layout import Layout, lay_out
from onrecord.model import Attribution, Findings, Part, Range
from onrecord.span import trim

MODEL = "attribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one pass over an article gives: the bundles of the tagger with the sheet they count words of."""

    page: Layout
    passages: list[Passage]
    sheet: Sheet
    scores: list[Scores]
    bundles: list[Bundle]


class Neural:
    """Finds attributions with the encoder that ships with the package, or another one.

    Takes a text (and which parts of it are article); gives its attributions in order of their
    content, with code point offsets into the text as given.
    """

    name = "attribution.neural"

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or load(MODEL)
        settings = self.encoder.settings
        self.version = str(settings.get("version", "0"))
        self._links = LinkWeights.read(settings)
        self._sureness = Sureness.read(settings)

    def attribute(self, text: str, parts: Sequence[Part] = ()) -> list[Attribution]:
        """The attributions in `text`, sorted by where their content begins."""
        return self.attributions(self.read(text, parts))

    def read(self, text: str, parts: Sequence[Part] = ()) -> Reading:
        """Run the encoder over the article, window by window, and put the pieces together."""
        page = lay_out(text, parts)
        found = passages(page)
        sheet = make_sheet(page.text, found, self.encoder.vocabulary)
        scores = list(self.encoder.read(sheet))
        return Reading(page=page, passages=found, sheet=sheet, scores=scores, bundles=self.bundles(scores))

    def bundles(self, scores: Sequence[Scores]) -> list[Bundle]:
        """The spans of every window, linked."""
        out: list[Bundle] = []
        for window, best in zip(scores, best_tags([s.tags for s in scores]), strict=True):
            pieces: list[Tagged] = []
            at: list[int] = []
            row = 0
            for first, last in window.words:
                stop = row + last - first
                here = spans(best[row:stop], window.tags[row:stop], first)
                pieces.extend(here)
                at.extend(row + p.first - first for p in here)
                row = stop
            out.extend(bundles(pieces, window.links, at, self._links))
        return out

    def find(self, text: str, parts: Sequence[Part] = ()) -> Findings:
        """The attributions in `text`, and the persons, organizations and places sighted in the same pass."""
        reading = self.read(text, parts)
        return Findings(
            attributions=tuple(self.attributions(reading)),
            sightings=sightings(reading.sheet, reading.scores, reading.page.text),
        )

    def attributions(self, reading: Reading) -> list[Attribution]:
        """The attributions of an article that was read."""
        page = reading.page
        finds, quoted = rules.read(page)
        snapper = Snapper(page.text, reading.sheet, quoted)
        details = Details(page.text, finds)
        forms = details.forms()
        out = []
        for bundle in reading.bundles:
            cue = snapper.plain(bundle.cue)
            content = outside(cue, snapper.content(bundle.contents), forms)
            if content:
                out.append(self._attribution(page.text, bundle, cue, content, snapper, details, quoted))
        out.extend(filter(None, (self._found(page.text, f, quoted) for f in forms)))
        out.extend(filter(None, (self._found(page.text, f, quoted) for f in details.inner(out))))
        return sorted(out, key=lambda a: (a.content, a.cue))

    def _attribution(
        self,
        text: str,
        bundle: Bundle,
        cue: tuple[Range, ...],
        content: tuple[Range, ...],
        snapper: Snapper,
        details: Details,
        quoted: list[Range],
    ) -> Attribution:
        source = snapper.plain(bundle.source) if bundle.source else ()
        kind = kind_of(text, content, quoted)
        known = details.of(cue, content)
        return Attribution(
            source=source,
            cue=cue,
            content=content,
            kind=kind,
            act=act_of(text, cue, content, known.act, source),
            score=self._sureness(bundle, kind),
            why="tagged",
            by=f"{self.name}/{self.version}",
            addressee=rules.clean(text, known.addressee),
            via=tuple(trim(text, *r) for r in known.via),
        )

    def _found(self, text: str, find: Find, quoted: list[Range]) -> Attribution | None:
        """A find of the rules, as this backend's."""
        return rules.made(text, find, quoted, f"{self.name}/{self.version}")


__all__ = ["CONTENT", "MODEL", "Neural", "Reading"]
