"""attribution.neural: attributions by the trained tagger, helped by the rules where they are surer.

The network marks sources, cues and contents and says which belong together. The rules then give
what it was not taught: acts, addressees, who relayed it, attributions inside others, and layout
forms (speakers' turns, signatures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

import numpy as np

from onrecord.attribution import inner, rules
from onrecord.attribution.assemble import CONTENT, Bundle, LinkWeights, bundles, carried_on
from onrecord.attribution.details import FORM_SCORES, Details, Forms, Known
from onrecord.attribution.finds import Find
from onrecord.attribution.kinds import kind_of
from onrecord.attribution.passages import passages
from onrecord.attribution.running import whole
from onrecord.attribution.sightings import sightings
from onrecord.attribution.snap import Snapper, breaks
from onrecord.attribution.sureness import Sureness
from onrecord.encoder import act_vectors, coreference, events
from onrecord.encoder.coreference import Coreference, Seen, begin
from onrecord.encoder.decode import Tagged, best_tags, spans
from onrecord.encoder.engine import Encoder, Scores, load
from onrecord.encoder.events import Events
from onrecord.encoder.sheet import Passage, Sheet, make_sheet
from onrecord.findings import Attribution, Findings, Incident, Range
from onrecord.layout import Layout, lay_out
from onrecord.model import Part
from onrecord.span import trim

MODEL = "attribution"
BLOCK = 64  # windows whose link vectors, a kilobyte a word, are held at once
BESIDE = (
    ("coreference", ("branch.onnx", "ranker.onnx", "settings.json")),
    ("events", ("branch.onnx", "settings.json")),
    ("event_coreference", ("axes.npz",)),
)
"""The files of the models that read beside the encoder, by folder."""
NO_VECTORS = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """What one pass over an article gives: the bundles of the tagger with the sheet they count words of.

    The scores are without their link vectors, which are the bulk of them and have done their work.
    """

    page: Layout
    sheet: Sheet
    scores: list[Scores]
    bundles: list[Bundle]
    seen: Seen | None = None
    incidents: Sequence[Incident] = ()


class Found(NamedTuple):
    """An attribution of the tagger with what it was made of."""

    bundle: Bundle
    known: Known
    made: Attribution


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
        self._least = float(settings.get("least", 0.0))

    @cached_property
    def beside(self) -> str:
        """A digest of the models beside the encoder: a number in their settings is forgotten too easily."""
        digest = blake2b(digest_size=4)
        for folder, names in BESIDE:
            for name in names:
                file = files("onrecord").joinpath("models", folder, name)
                digest.update(file.read_bytes() if file.is_file() else b"")  # whoever needs it says what is missing
        return digest.hexdigest()

    def attribute(self, text: str, parts: Sequence[Part] = ()) -> list[Attribution]:
        """The attributions in `text`, sorted by where their content begins; none inside another's content."""
        return self.attributions(self.read(text, parts))

    def read(self, text: str, parts: Sequence[Part] = ()) -> Tagging:
        """Run the encoder over the article, window by window, and put the pieces together."""
        page = lay_out(text, parts)
        return self._tag(page, passages(page))

    def _tag(
        self, page: Layout, read: Sequence[Passage], linker: Coreference | None = None, teller: Events | None = None
    ) -> Tagging:
        sheet = make_sheet(page.text, read, self.encoder.vocabulary)
        seen = begin(page.text, sheet) if linker else None
        scores: list[Scores] = []
        made: list[Bundle] = []
        incidents: list[Incident] = []
        windows = self.encoder.read(sheet)
        while block := list(islice(windows, BLOCK)):
            self._bundle(block, sheet, made)
            if block[0].hidden.size:  # a tagger of one's own may give no inner vectors
                if linker and seen:
                    linker.see(block, seen)
                if teller:
                    incidents.extend(act_vectors.fill(teller.see(block, sheet), block, sheet))
            scores.extend(replace(s, links=NO_VECTORS, hidden=NO_VECTORS) for s in block)
        bundles = whole(made, sheet)
        return Tagging(page=page, sheet=sheet, scores=scores, bundles=bundles, seen=seen, incidents=incidents)

    def _bundle(self, scores: Sequence[Scores], sheet: Sheet, out: list[Bundle]) -> None:
        """Link the spans of windows; a quotation that goes on from the window before goes on with its bundle."""
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
            found = bundles(pieces, window.links, at, self._links)
            if not found and out:
                out[-1] = carried_on(out[-1], [p for p in pieces if p.role == CONTENT], sheet)
            out.extend(sorted(found, key=lambda b: b.contents[-1].last))

    def find(self, text: str, parts: Sequence[Part] = ()) -> Findings:
        """The attributions in `text`, those inside others too, and from the same pass over the text the persons,
        organizations and places sighted, which words mean the same, and the events."""
        page = lay_out(text, parts)
        linker = coreference.load()
        tagging = self._tag(page, passages(page), linker, events.load())
        found = self.attributions(tagging, nested=True)
        return Findings(
            attributions=tuple(found),
            sightings=sightings(tagging.sheet, tagging.scores, tagging.page.text),
            coreferents=linker.link(tagging.seen, found) if tagging.seen else (),
            incidents=tuple(tagging.incidents),
        )

    def attributions(self, tagging: Tagging, *, nested: bool = False) -> list[Attribution]:
        """The attributions of an article that was read, with what the rules add; `nested`: those inside others, too."""
        got = rules.read(tagging.page)
        details = Details(tagging.page.text, got.finds, got.paragraphs)
        forms = details.forms()
        out = [f.made for f in self._found(tagging, details, forms, got)]
        out.extend(self._made(tagging.page.text, [*forms, *details.quoting(out)], got.quoted))
        out = [a for a in out if a.score >= self._least]
        if nested:
            out.extend(self._nested(tagging.page, out, details, got))
        return sorted(out, key=lambda a: (a.content, a.cue))

    def _nested(
        self, page: Layout, outer: Sequence[Attribution], details: Details, got: rules.Read
    ) -> list[Attribution]:
        """The attributions inside the contents of others: those of the tagger, and the rules' at other cues."""
        within = inner.Outer(outer)
        tagging = self._tag(page, inner.passages(page.text, outer))
        found = [f.made for f in self._found(tagging, details, (), got)]
        out = [replace(a, why="tagged-within") for a in found if within.holds(page.text, a)]
        cues = {r for a in out for r in a.cue}
        ruled = self._made(page.text, details.nested(outer), got.quoted)
        return out + [a for a in ruled if a.score >= self._least and cues.isdisjoint(a.cue)]

    def found(self, tagging: Tagging) -> list[Found]:
        """The tagger's own attributions, each with what it was made of."""
        got = rules.read(tagging.page)
        details = Details(tagging.page.text, got.finds, got.paragraphs)
        return self._found(tagging, details, details.forms(), got)

    def _found(self, tagging: Tagging, details: Details, forms: Sequence[Find], got: rules.Read) -> list[Found]:
        text = tagging.page.text
        snapper = Snapper(text, tagging.sheet, got, breaks(tagging.sheet, tagging.scores))
        free = Forms(forms)
        out: list[Found] = []
        used: set[int] = set()
        for bundle in tagging.bundles:
            cue = snapper.plain(bundle.cue)
            content = free.outside(cue, snapper.content(bundle.contents))
            if not content:
                continue
            source = snapper.plain(bundle.source) if bundle.source else ()
            known = details.of(source, cue, content)
            if known.instead:
                if id(known.instead) in used:
                    continue
                used.add(id(known.instead))
                parts = (known.instead.source, known.instead.cue, known.instead.content)
                source, cue, content = (rules.clean(text, part) for part in parts)
            kind = kind_of(text, content, got.quoted)
            made = Attribution(
                source=source,
                cue=cue,
                content=content,
                kind=kind,
                act=known.act,
                score=self._sureness(bundle, kind, known),
                why="tagged",
                by=f"{self.name}/{self.version}",
                addressee=rules.clean(text, known.addressee),
                via=tuple(trim(text, *r) for r in known.via),
            )
            out.append(Found(bundle, known, made))
        return out

    def _made(self, text: str, finds: Sequence[Find], quoted: list[Range]) -> list[Attribution]:
        """Finds of the rules as this backend's."""
        by = f"{self.name}/{self.version}"
        made = [a for a in (rules.made(text, f, quoted, by) for f in finds) if a]
        return [replace(a, score=FORM_SCORES.get(a.why, a.score)) for a in made]
