"""The states an article speaks of: the known ones, and those it treats as one ("the army of Ostria")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.actors.cast import Cast
from onrecord.actors.lexicon import lexicon
from onrecord.actors.pieces import Name

_ADJECTIVE = re.compile(r"(?:i?ans?|i|is|ish|ese|ic|ks?|ns?|ers?)\Z")
_STEM = 4
_ENDING = 3
_OWNING = r"(?:president|prime minister|king|queen|emperor|sultan|emir|foreign minister|defen[cs]e minister"
_OWNING += r"|interior minister|ambassador|embassy|republic|kingdom|people|citizens|government|army|armed forces"
_OWNING += r"|military|navy|air force|parliament|foreign ministry|defen[cs]e ministry|interior ministry|territory|soil)"
_OF = re.compile(rf"\b{_OWNING} of (?:the )?\Z", re.IGNORECASE)
_AFTER = re.compile(rf"['’]s? (?:\w+ )?{_OWNING}\b", re.IGNORECASE)


_OFFICE = re.compile(
    r"\b([A-Z][^\W\d_]+(?:i|an|ese|ish|ic))\s+(?:(?:foreign|interior|defen[cs]e|energy|finance|health|justice|prime|water"
    r"|information)\s+(?:ministry|minister)|government|army|parliament|president|troops|embassy|ambassador|officials?)\b"
)
"""An adjective of a state before one of its offices."""


class States:
    """The states an article names, and which adjectives are theirs."""

    def __init__(self, cast: Cast) -> None:
        self._known = lexicon()
        self._written: dict[str, str] = {}
        self._stems: dict[str, set[str]] = {}
        found = {m.group(1) for m in _OFFICE.finditer(cast.text)}
        self.only_office = next(iter(found)) if len(found) == 1 else None
        treated = {_state_name(n) for n in _treated_as_states(cast)}
        for name in cast.names:
            bare = _state_name(name)
            if bare in treated or bare in self._known.states:
                self._written.setdefault(bare, name.text)
                self._stems.setdefault(bare[:_STEM], set()).add(bare)

    def of_adjective(self, word: str) -> str | None:
        """The state of "Ostrian" or "Ostrians": a known one, or the only one named that begins so."""
        low = word.casefold()
        if low in self._known.demonyms or low in self._written:
            return self._known.demonyms.get(low)
        stem = _ADJECTIVE.sub("", low)
        if len(stem) < _STEM:
            return None
        fits = [s for s in self._stems.get(stem[:_STEM], ()) if s.startswith(stem) and len(s) - len(stem) <= _ENDING]
        return self._written[fits[0]] if len(fits) == 1 else None

    def called(self, bare: str) -> str | None:
        """The state of this name (lower case, no article) or of this capital."""
        return self._known.states.get(bare) or self._known.capitals.get(bare) or self._written.get(bare)

    def named(self, name: Name) -> str | None:
        """The state that a name is or stands for (a capital)."""
        return self.called(_state_name(name))


def _state_name(name: Name) -> str:
    return " ".join(name.words)


def _treated_as_states(cast: Cast) -> Iterator[Name]:
    """Names with an army, a president, an embassy: "the government of Ostria", "Ostria's army"."""
    for name in cast.names:
        if name.title or name.kind not in ("unknown", "state", "person") or len(name.words) > 3:
            continue
        if name.kind == "person" and name.entity is not None and cast.ents[name.entity].person:
            continue
        before = cast.text[max(0, name.start - 40) : name.start]
        after = cast.text[name.end : name.end + 40]
        if _OF.search(before) or _AFTER.match(after):
            yield name
