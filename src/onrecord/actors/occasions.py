"""One occasion, several statements: the date of the first holds for what the speaker goes on to say there.

"Alvarn told parliament on Monday that ... "It is our water," she said. She added that ...": said on Monday, all of it.
The date is carried from a statement to the speaker's next ones, as long as nothing says that the occasion changed: no
other date, no word of another time ("earlier", "once", "in 2019"), no perfect or habitual ("has said", "often says"),
and not over more than a few paragraphs in which the speaker is silent. A headline takes the date of what it sums up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.actors.placed import Said
from onrecord.actors.scene import Scene
from onrecord.model import Statement

_SILENT = 3
"""Paragraphs without a word of the speaker after which an occasion is over."""
_PLAIN = re.compile(
    r"(?:also |then |later |further |again )?(?:said|says|told|added|adds|went on|continued|asked|replied|answered"
    r"|noted|warned|insisted|argued|stressed|claimed|declared|announced|promised|vowed|pledged|demanded|urged|called|accused"
    r"|denied|rejected|dismissed|blamed|described|explained|repeated|acknowledged|admitted|conceded|stated|pointed"
    r"|offered|threatened|put|gave|ruled|refused|joked|quipped|thundered|shouted|:|branded|complained|concluded)\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:has|have|had|once|often|repeatedly|always|previously|earlier|before|already|long|never|since|used to|ago"
    r"|separately|elsewhere)\b"
)


def carry(scene: Scene, said: Sequence[Said], made: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, with the dates of their occasions; `said` and `made` are the same, in text order."""
    out = list(made)
    last: dict[str, tuple[int, int]] = {}  # speaker -> the statement whose date holds, the paragraph they last spoke in
    for k, (s, statement) in enumerate(zip(said, made, strict=True)):
        if statement.speaker is None or s.within is not None:
            continue
        paragraph = scene.paragraph(s.hull[0])
        if statement.said is not None:
            last[statement.speaker] = k, paragraph
            continue
        held = last.get(statement.speaker)
        if held is None or paragraph - held[1] > _SILENT:
            last.pop(statement.speaker, None)
            continue
        if _goes_on(statement):
            out[k] = replace(statement, said=out[held[0]].said)
            last[statement.speaker] = held[0], paragraph
    return tuple(_headed(scene, out))


def _goes_on(s: Statement) -> bool:
    """Whether a statement is of the same occasion: a plain verb of saying, and no word of another time."""
    cue = " ".join(c.text for c in s.cue).lower()
    return bool(_PLAIN.match(cue)) and not _OTHER_TIME.search(cue)


def _headed(scene: Scene, made: Sequence[Statement]) -> list[Statement]:
    """The headline's statements with the date of the speaker's first dated one below."""
    paragraphs = scene.layout.paragraphs
    first: dict[str, Statement] = {}
    for s in made:
        if s.said is not None and s.speaker is not None and s.within is None:
            first.setdefault(s.speaker, s)
    out = []
    for s in made:
        heading = paragraphs and paragraphs[scene.paragraph(s.content[0].start)].label == "headline"
        if heading and s.said is None and s.within is None and s.speaker in first:
            s = replace(s, said=first[s.speaker].said)
        out.append(s)
    return out
