"""Markdown that says what it is given and nothing else.

Text out of articles is hostile until it is escaped: no sign of it may begin a link, a tag, a heading, a block, HTML, a
formula, a comment or a command of a program that reads notes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import quote

from onrecord.output import encodable

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SIGNS = re.compile(r"[\\`*_{}\[\]#|~^$=%@]|:(?=[:/])|(?<=:):|(?<=:)/|(?<=[wW]{3})\.")
_FIRST = re.compile(r"[-+]|(?<=\d)[.)]")
_NUMBER = re.compile(r"\d{1,9}[.)]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they would turn the rest of the line round
_NOT_ALIAS = re.compile(r"[\\`*_\[\]|~^$=%#<>@{}]")
_NOT_HEAD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff<>\\[\\]&`]")  # for readers that take a head for text, too
_LINK = ":/?#@!'+,;=%~-._&"  # signs of an address that a Markdown link takes as they are


def line(text: str) -> str:
    """The text on one line, without characters that do not show."""
    kept = (" " if c.isspace() else c for c in encodable(_TURNING.sub("", text)))
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cc").split())


def escaped(text: str) -> str:
    """The text as Markdown that shows it as it is, in any place of a line."""
    words = line(text)
    first = ""
    if number := _NUMBER.match(words):
        first, words = f"{number.group()[:-1]}\\{number.group()[-1]}", words[number.end() :]
    elif words.startswith(("-", "+")):
        first, words = f"\\{words[0]}", words[1:]
    return first + "".join(_ENTITIES.get(c, c) for c in _SIGNS.sub(r"\\\g<0>", words))


def wiki(note: str, shown: str, anchor: str = "") -> str:
    """A link to another note by its path in the folder, or to a block of it."""
    words = line(_NOT_ALIAS.sub(" ", shown)).replace("//", "/ /") or "?"
    return f"[[{note}{f'#^{anchor}' if anchor else ''}|{words}]]"


def web(address: str, shown: str) -> str:
    """A link to a page on the web, or the words alone where there is none."""
    return f"[{escaped(shown)}]({quote(encodable(address), safe=_LINK)})" if address else escaped(shown)


def front(fields: Mapping[str, object]) -> str:
    """The head of a note, in YAML; what is None or empty is left out."""
    rows = [f"{name}: {_value(value)}" for name, value in fields.items() if value not in (None, "", (), [])]
    return "\n".join(["---", *rows, "---", ""])


def _value(value: object) -> str:
    if isinstance(value, str):
        made = json.dumps(line(value), ensure_ascii=False)
        return _NOT_HEAD.sub(lambda m: f"\\u{ord(m.group()):04x}", made)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    return value.isoformat() if isinstance(value, date) else str(value)
