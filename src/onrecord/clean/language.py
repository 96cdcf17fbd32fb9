"""The language of the article's text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SAMPLE = 1200
_MIN_LETTERS = 60
# What news comes in; without the tiny languages, whose models win on names and numbers.
_NEWS = (
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn "
    "ko ku ky lo lt lv mk ml mn mr ms mt ne nl no pa pl ps pt ro ru rw si sk sl sq sr sv sw ta te th tl tr ug uk ur vi "
    "xh zh zu"
)
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(sorted(set(_NEWS.split()).intersection(identifier.labels)))
    return identifier


def identify(text: str) -> str | None:
    """The two-letter code of a text's language; None for text too short to tell."""
    sample = text[: 2 * _SAMPLE]
    if sum(1 for c in sample if c.isalpha()) < _MIN_LETTERS:
        return None
    code, _score = _identifier().classify(" ".join(sample.split())[:_SAMPLE])
    return str(code)


def declared(code: str | None) -> str | None:
    """ "en-GB" -> "en"; None for anything that is no language code."""
    m = _CODE.fullmatch(code.strip()) if code else None
    return m.group(1).lower() if m else None
