"""A mail forwarded in the text of another: whose it was. Newsletters reach an archive so, sent on to oneself."""

from __future__ import annotations

import re
from html import unescape

_OPENING = re.compile(
    r"[ \t>*]*(?:-{2,}[ \t]*(?:forwarded message|original message|weitergeleitete nachricht|message transféré|"
    r"mensaje reenviado)[ \t]*-*|begin forwarded message:?|_{20,})[ \t*]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(
    r"[ \t>*]*(from|de|von|date|sent|fecha|datum|gesendet|envoyé|subject|asunto|betreff|objet|to|an|à|para|cc|reply-to)"
    r"[ \t*]*:[ \t*]*(.*?)[ \t*]*$",
    re.IGNORECASE,
)
_NAMES = {
    "from": ("from", "de", "von"),
    "date": ("date", "sent", "fecha", "datum", "gesendet", "envoyé"),
    "subject": ("subject", "asunto", "betreff", "objet"),
}
_BREAK = re.compile(r"<br\b[^>]*>|</(?:div|p|td|tr|table|li|h[1-6]|blockquote)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NEAR = 12_000  # characters of the text in which the forwarded mail begins
_NOTE = 60  # words above it; more are a letter of their own
_LINES = 14


def headers(text: str, *, html: bool = False) -> dict[str, str]:
    """From, date and subject of the mail that a text forwards; none where it forwards none, or says much itself."""
    start = text[:_NEAR]
    if html:
        start = unescape(_TAG.sub("", _BREAK.sub("\n", start.replace("\n", " "))))
    opening = _OPENING.search(start)
    if not opening or len(start[: opening.start()].split()) > _NOTE:
        return {}
    said: dict[str, str] = {}
    for line in [line for line in start[opening.end() :].split("\n") if line.strip()][:_LINES]:
        field = _FIELD.match(line)
        if not field:
            break
        name = next((ours for ours, theirs in _NAMES.items() if field[1].lower() in theirs), "")
        if name and field[2]:
            said.setdefault(name, field[2])
    return said if len(said) == len(_NAMES) else {}
