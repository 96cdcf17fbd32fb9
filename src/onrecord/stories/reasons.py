"""The words that two stories share, as a reader may be shown them: whole, as articles print them, each once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from onrecord.stories import wording

MOST = 12
"""Words of a reason that are kept."""
OFTEN = 2
"""How often the texts have a word that tells anything: one that stands there once may be chance."""
COMMON = 0.3
"""A pair of words with one that this share of all news has ("A Treaty") is no name."""


def printed(terms: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The first of these terms as the texts print them most often, without those that the texts hardly have and parts
    of others.
    """
    general = wording.common()
    wanted = {part for term in terms for part in term.split("_")}
    forms = _forms(texts, wanted)
    pairs = [t.split("_") for t in terms if "_" in t]
    names_of = [pair for pair in pairs if all(p in forms and general.get(p, 0.0) < COMMON for p in pair)]
    within = {part for pair in names_of for part in pair}
    out: dict[str, None] = {}
    for term in terms:
        parts = term.split("_")
        whole = parts in names_of if len(parts) > 1 else term in forms and term not in within
        if whole:
            out[" ".join(forms[p] for p in parts)] = None
    return tuple(out)[:MOST]


def beside(words: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The words that say more than these names do: "Northern Command" and "command" do not beside that actor."""
    said = {wording.stemmed(word) for name in names for word in wording.words(name)}
    return tuple(w for w in words if not said.issuperset(map(wording.stemmed, wording.words(w))))


def _forms(texts: Iterable[str], wanted: Collection[str]) -> dict[str, str]:
    """The form in which each wanted term stands most often in the texts."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in wording.words(text):
            stem = wording.stemmed(word)
            if stem in wanted:
                seen[stem][word] += 1
    often = {stem: counts for stem, counts in seen.items() if counts.total() >= OFTEN}
    forms = {stem: min(counts, key=lambda w: (-counts[w], w)) for stem, counts in often.items()}
    return {stem: form for stem, form in forms.items() if len(form) > 2 or not form.isascii()}  # "Ms" tells nothing
