"""What the reading of a sentence builds up: finds, and what one cue leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.attribution.cues import Hit
from onrecord.attribution.tokens import Tokens
from onrecord.findings import Range


@dataclass(slots=True)
class Find:
    """An attribution found, in characters; `rule` names how.

    `open_end`: a colon ends the paragraph, so the content is still to come.
    """

    rule: str
    act: str
    cue: list[Range]
    content: list[Range]
    source: list[Range] = field(default_factory=list)
    addressee: list[Range] = field(default_factory=list)
    via: list[Range] = field(default_factory=list)
    open_end: bool = False


@dataclass(slots=True)
class State:
    """What the cues read so far in a sentence leave to the later ones.

    Content reaches to token `taken`; `subject` is the last source found; `weak` is the last find
    of a cue that is no verb of saying, with the token at which its content starts.
    """

    taken: int
    finds: list[Find] = field(default_factory=list)
    subject: Range | None = None
    weak: tuple[Find, int] | None = None

    def cut(self, t: Tokens, k: int) -> bool:
        """End the content of a weak cue before the clause of a stronger one, whose subject starts
        at k.
        """
        if self.weak is None:
            return False
        find, first = self.weak
        sets, last = t.lexicon.sets, k - 1
        while last > first and (
            not t.word(last) or t.low[last] in sets["opener"] or t.low[last] in sets["coordinator"]
        ):
            last -= 1
        if last < first:
            return False
        find.content = [t.span(first, last)]
        self.weak = None
        return True


def make(t: Tokens, rule: str, hit: Hit, subject: Range | None) -> Find:
    """A find of the cue `hit`, its source the tokens of `subject`."""
    find = Find(rule, hit.cue.act, hit.spans(t), [])
    if subject:
        find.source = [source_span(t, subject)]
    return find


def source_span(t: Tokens, subject: Range) -> Range:
    """The characters of a source: without the verb that is fused to a pronoun ("he's")."""
    start, end = t.span(*subject)
    w = t.low[subject[1]]
    cut = w.rfind("'")
    if cut > 0 and w.partition("'")[0] in t.lexicon.sets["subject_pronoun"]:
        end = t.start[subject[1]] + cut
    return start, end
