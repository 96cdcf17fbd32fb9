"""The record's words in FollowTheMoney's: which schema an actor, a role or a language is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from onrecord.export.sectors import sectors
from onrecord.places.tables import rows

BODIES = ("Organization", "PublicBody", "Company")
"""Schemata of which somebody can be a member or hold an office."""
LANGUAGES: Mapping[str, str] = {  # ISO 639-1 to 639-3; of other languages none is given
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est",
    "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind",
    "it": "ita", "ja": "jpn", "ka": "kat", "ko": "kor", "lt": "lit", "lv": "lav", "mk": "mkd", "nl": "nld", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe",
    "tr": "tur", "uk": "ukr", "ur": "urd", "zh": "zho",
}  # fmt: skip
_KINDS: Mapping[str, str] = {
    "person": "Person",
    "state": "PublicBody",
    "government": "PublicBody",
    "parliament": "PublicBody",
    "armed_group": "Organization",
    "party": "Organization",
    "coalition": "Organization",
    "media": "Organization",
    "group": "Organization",
}
_PUBLIC = ("GOV", "LEG", "JUD", "COP", "MIL", "SPY")  # PLOVER's sectors
_BUSINESS = ("BUS",)


class Rule(NamedTuple):
    """A row of data/ftm_roles.tsv."""

    schema: str
    words: tuple[str, ...]
    example: str
    counter_example: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The table, in its order."""
    return tuple(Rule(schema, tuple(w.split(",")), *rest) for schema, w, *rest in rows("ftm_roles.tsv"))


def schema_of(kind: str, names: Iterable[str]) -> str:
    """The schema of an actor: by its kind, of an organization also by what its names say of its sector."""
    if kind != "organization":
        return _KINDS.get(kind, "LegalEntity")
    sector = sectors(kind, names)[0]
    return "PublicBody" if sector in _PUBLIC else "Company" if sector in _BUSINESS else "Organization"


def interest_of(title: str, body: str) -> str:
    """What a person's title in a body of this schema is: Occupancy of a public post, Directorship or Membership."""
    if body == "PublicBody":
        return "Occupancy"
    words = " ".join(title.casefold().split())
    leads = any(words == w or words.endswith(f" {w}") for rule in rules() for w in rule.words)
    return "Directorship" if leads else "Membership"
