"""Which words of an article mean the same: spans, and their antecedents, from the encoder's inner vectors.

`see` takes the windows of the one pass of the encoder and keeps the spans that may corefer, each with a vector;
`link` has a ranker judge every span with those before it (mention ranking: Denis and Baldridge 2007; spans and
dummy antecedent: Lee et al., EMNLP 2017). Both forget nothing and look at a bounded number of pairs a mention.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.encoder.blocks import allowed
from onrecord.encoder.decode import Floats
from onrecord.encoder.engine import Scores
from onrecord.encoder.pairs import Ints, pairs, senses, table
from onrecord.encoder.ranker import VECTOR, Choice, Judge, Place, Ranker, places
from onrecord.encoder.referring import NAME, PRONOUNS, Mention, mention
from onrecord.encoder.sheet import LONGEST, Sheet
from onrecord.errors import ModelError
from onrecord.findings import Attribution, Candidate, Coreferent, Range

WIDEST = 40
NEAR, FAR, BLOCK = (40, 8), 400, 128
"""Mentions before one that are judged; those farther back that share a word with it; mentions judged at once."""
FEW = 4
"""Of a paragraph, spans for half of its words and so many more are judged, at most."""
Branch = Callable[[Floats], Sequence[Floats]]
"""Inner vectors of a window's words -> scores of spans (first word x last word), mention parts, senses of words."""


@dataclass(slots=True)
class Seen:
    """What was seen of an article so far: the spans that may corefer, with their vectors, scores, kinds, senses.

    `words` are the sheet's in lower case; `given`, where told, are the spans (of words) to judge instead of the likely.
    """

    sheet: Sheet
    words: Sequence[str]
    given: frozenset[Range] | None = None
    mentions: list[Mention] = field(default_factory=list)
    vectors: list[Floats] = field(default_factory=list)
    sure: list[Floats] = field(default_factory=list)
    kinds: list[Floats] = field(default_factory=list)
    senses: list[Floats] = field(default_factory=list)


def begin(text: str, sheet: Sheet, given: Iterable[Range] | None = None) -> Seen:
    """Nothing seen yet of an article. `given` are ranges of characters, see `Seen`."""
    words = [text[s:e].lower() for s, e in zip(sheet.start, sheet.end, strict=True)]
    spans = None if given is None else frozenset(w for g in given if (w := words_of(sheet, g)))
    return Seen(sheet, words, spans)


@dataclass(frozen=True, slots=True)
class Coreference:
    """A branch and a ranker with what was learnt beside them.

    `width` is what a span of so many words more than one adds to its score, `band` the same as a table of first word
    and last (see `band`), `norm` scales and shifts mention vectors,
    `sure` says what the scores of a pair's two spans add; a span below `least` is none; `bias` is for no antecedent;
    `slope` and `shift` make the ranker's probabilities (their logits) those of being right.
    """

    branch: Branch
    ranker: Ranker
    width: Floats
    band: Floats
    norm: Floats
    sure: Floats
    least: float
    bias: float
    slope: float
    shift: float

    def see(self, windows: Iterable[Scores], seen: Seen) -> None:
        """Add to `seen` what the next windows of its article hold."""
        for window in windows:
            if not window.hidden.size:
                raise ModelError("the encoder gives no inner vectors, which coreference needs")
            spans, parts, meant = self.branch(window.hidden)
            kinds = kinds_of(window.mentions)
            row = 0
            for first, last in window.words:
                stop = row + last - first
                i, j, sure = self._spans(spans[row:stop, row:stop], first, seen.given)
                if len(i):
                    ranges = zip((i + first).tolist(), (j + first + 1).tolist(), strict=True)
                    found = [mention(seen.words, seen.sheet, a, b) for a, b in ranges]
                    seen.mentions.extend(found)
                    seen.vectors.append(self._vectors(parts[row:stop], i, j + 1))
                    seen.sure.append(sure)
                    seen.kinds.append(kinds[[m.head - first + row for m in found]])
                    seen.senses.append(senses(meant[row:stop], found, first))
                row = stop

    def _spans(self, spans: Floats, offset: int, given: frozenset[Range] | None) -> tuple[Ints, Ints, Floats]:
        """Spans [i, j] of a paragraph's words that may corefer, with their scores."""
        n = len(spans)
        score = spans + (self.band[:n, :n] if n <= len(self.band) else band(self.width, n))
        may = score > (self.least if given is None else -np.inf)
        if given is not None:
            told = np.zeros_like(may)
            for first, last in given:
                if offset <= first and last <= offset + n:
                    told[first - offset, last - offset - 1] = True
            may &= told
        i, j = np.nonzero(may)
        most = n // 2 + FEW
        if given is None and len(i) > most:
            best = np.sort(np.argsort(-score[i, j], kind="stable")[:most])
            i, j = i[best], j[best]
        return i, j, score[i, j]

    def _vectors(self, parts: Floats, first: Ints, last: Ints) -> Floats:
        """Vectors of the spans [first, last) of a paragraph's words."""
        begins, ends, inside, weight = (parts[:, k * VECTOR : (k + 1) * VECTOR] for k in range(4))
        at = first[:, None] + np.arange(int((last - first).max()))[None]
        beyond = at >= last[:, None]
        at = np.minimum(at, last[:, None] - 1)
        part = np.where(beyond, -np.inf, weight[at, 0])
        part = np.exp(part - part.max(1, keepdims=True))
        part /= part.sum(1, keepdims=True)
        x = begins[first] + ends[last - 1] + np.einsum("mk,mkv->mv", part, inside[at])
        x = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
        return np.asarray(np.maximum(x * self.norm[0] + self.norm[1], 0), dtype=np.float32)

    def link(self, seen: Seen, attributions: Sequence[Attribution] = ()) -> tuple[Coreferent, ...]:
        """What was seen -> references, in order of their first word (outer before inner)."""
        if not seen.mentions:
            return ()
        sheet = seen.sheet
        order = _order(seen)
        mentions = [seen.mentions[k] for k in order]
        kinds, meant, vectors, sure = (
            np.concatenate(c)[order] for c in (seen.kinds, seen.senses, seen.vectors, seen.sure)
        )
        t = table(mentions, seen.words, sheet, kinds, meant, said(sheet, attributions))
        judge = Judge(self.ranker, t, vectors, self.sure[0] * sure, self.sure[1] * sure, self.bias)
        choices: list[Choice] = []
        for m, a in pairs(t, NEAR, FAR, BLOCK):
            may = allowed(t, mentions, seen.words, m, a)
            choices.extend(judge.choices(m[may], a[may], len(choices), min(len(choices) + BLOCK, len(t))))
        return _references(sheet, mentions, places(t, mentions, choices), self._right)

    def _right(self, probability: float) -> float:
        """How surely a choice of that probability is right."""
        p = min(max(probability, 1e-4), 1 - 1e-4)
        return round(1 / (1 + math.exp(-self.slope * math.log(p / (1 - p)) - self.shift)), 4)


def one_a_head(mentions: Sequence[Mention], sure: Sequence[float] | Floats) -> list[int]:
    """Of spans with one head the likeliest: their places, in order."""
    best: dict[int, int] = {}
    for k, m in enumerate(mentions):
        if sure[k] > sure[best.setdefault(m.head, k)]:
            best[m.head] = k
    return sorted(best.values())


def _order(seen: Seen) -> list[int]:
    """The spans to judge, in text order, outer before inner."""
    told = seen.given is not None
    kept = range(len(seen.mentions)) if told else one_a_head(seen.mentions, np.concatenate(seen.sure))
    return sorted(kept, key=lambda k: (seen.mentions[k].first, -seen.mentions[k].last))


def _references(
    sheet: Sheet, mentions: Sequence[Mention], found: Sequence[Place], right: Callable[[float], float]
) -> tuple[Coreferent, ...]:
    """Mentions that refer back or are referred to, and all pronouns."""
    sizes = Counter(p.chain for p in found)
    at = [(sheet.start[m.first], sheet.end[m.last - 1]) for m in mentions]
    number: dict[int, int] = {}
    out = []
    for k, (m, place) in enumerate(zip(mentions, found, strict=True)):
        if sizes[place.chain] < 2 and m.form >= PRONOUNS:
            continue
        linked = place.chain != k
        rivals = tuple(Candidate(start=at[a][0], end=at[a][1], score=right(p)) for a, p in place.rivals)
        out.append(
            Coreferent(
                start=at[k][0],
                end=at[k][1],
                form="pronoun" if m.form < PRONOUNS else "name" if m.form == NAME else "nominal",
                chain=number.setdefault(place.chain, len(number)),
                score=rivals[0].score if linked else round(place.alone, 4),
                linked=linked,
                rivals=rivals,
            )
        )
    return tuple(out)


def words_of(sheet: Sheet, span: Range) -> Range | None:
    """The range of words that a range of characters covers, or None where it covers none."""
    first, last = bisect_right(sheet.end, span[0]), bisect_right(sheet.start, span[1] - 1)
    return (first, last) if first < last else None


def said(sheet: Sheet, attributions: Sequence[Attribution]) -> list[tuple[Range, Range]]:
    """(source, content) of attributions, piece by piece of the content, as ranges of words."""
    out = []
    for a in attributions:
        source = words_of(sheet, a.source[0]) if a.source else None
        for piece in a.content:
            content = words_of(sheet, piece)
            if source and content:
                out.append((source, content))
    return out


def kinds_of(mentions: Floats) -> Floats:
    """Log probabilities of mention tags -> how surely each word is in a person, organization, place, in none."""
    p = np.exp(mentions)
    return np.stack([p[:, 1] + p[:, 2], p[:, 3] + p[:, 4], p[:, 5] + p[:, 6], p[:, 0]], 1)


@lru_cache(maxsize=2)
def load(name: str = "coreference") -> Coreference:
    """The coreference model whose files lie in `models/NAME` of the package. Raises ModelError."""
    with resources.as_file(resources.files("onrecord") / "models" / name) as folder:
        return open_coreference(Path(folder))


def open_coreference(folder: Path) -> Coreference:
    """The model in a folder: branch.onnx, ranker.onnx, settings.json. Raises ModelError."""
    needed = [folder / f for f in ("branch.onnx", "ranker.onnx", "settings.json")]
    missing = [f.name for f in needed if not f.is_file()]
    if missing:
        raise ModelError(f"{folder}: there is no {' and no '.join(missing)}; install onrecord anew")
    try:
        settings = json.loads(needed[2].read_text(encoding="utf-8"))
        branch, ranker = _session(needed[0]), _session(needed[1])

        def run_branch(hidden: Floats) -> Sequence[Floats]:
            return [x[0] for x in branch.run(None, {"hidden": hidden[None]})]

        def run_ranker(inputs: Mapping[str, Any], wanted: Sequence[str]) -> Sequence[Any]:
            return list(ranker.run(list(wanted), dict(inputs)))

        width = _numbers(settings, "width", (WIDEST + 1,))
        return Coreference(
            branch=run_branch,
            ranker=run_ranker,
            width=width,
            band=band(width, LONGEST),
            norm=_numbers(settings, "norm", (2, VECTOR)),
            sure=_numbers(settings, "sure", (2,)),
            least=float(settings["least"]),
            bias=float(settings["bias"]),
            slope=float(settings.get("slope", 1.0)),
            shift=float(settings.get("shift", 0.0)),
        )
    except Exception as e:  # ONNX Runtime's errors share no class of their own
        raise ModelError(f"{folder}: the model cannot be used: {e or type(e).__name__}") from e


def band(width: Floats, n: int) -> Floats:
    """What the widths of the spans [i, j] of n words add to their scores; no span is wider than `WIDEST` words."""
    at = np.arange(n)
    wide = at[None] - at[:, None]
    return np.where((wide >= 0) & (wide < WIDEST), width[np.clip(wide, 0, WIDEST)], -np.inf).astype(np.float32)


def _numbers(settings: Mapping[str, Any], name: str, shape: tuple[int, ...]) -> Floats:
    found = np.asarray(settings.get(name), dtype=np.float32)
    if found.shape != shape:
        raise ValueError(f"settings.json: {name!r} must be numbers of the shape {shape}")
    return found


def _session(path: Path) -> Any:
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
