"""Words a hyphen joins to what is no part of a name: "Ostrian-backed Harbour Guard", "Governor-elect Dana Whitlow"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import kind, plain, title_length
from onrecord.actors.pieces import Name

_JOINED = re.compile(
    r"(?P<head>[^\W\d_][\w’']*(?:[ -][^\W\d_][\w’']*)?)[-‐‑]"
    r"(?P<tail>backed|led|aligned|allied|supported|funded|armed|trained|sponsored|controlled|run|owned|based|linked"
    r"|affiliated|dominated|occupied|held|born|educated|friendly|brokered|mediated)(?:\s+(?=[^\W_])|\Z)"
)
_TITLED = re.compile(r"(?P<title>[^\W\d_]+)[-‐‑](?:[Ee]lect|[Dd]esignate)\s+(?=[^\W_])")
_FORMER = re.compile(r"(?:Former|Then|Late|Outgoing|Incoming|Acting)\s+(?=[^\W_])")
_ADJECTIVE = ("ian", "ean", "ese", "ish")
_BEFORE = re.compile(r"(?:[Ee]x|[Tt]hen|[Pp]ro|[Aa]nti)[-‐‑](?=[^\W_])")


def unhyphened(names: Iterable[Name]) -> list[Name]:
    """The names without such words; what stands before the hyphen is a name of its own if it is one."""
    return [made for name in names for made in _cut(name)]


def _cut(name: Name) -> Iterator[Name]:
    before = _BEFORE.match(name.text)
    if before is not None:
        yield from _titled(_from(name, before.end()))
        return
    titled = _TITLED.match(name.text)
    if titled is not None and title_length([plain(titled["title"]), "x"]) == 1:
        rest = _from(name, titled.end())
        rest.title, rest.title_start = name.text[: titled.end()].strip(), name.start
        rest.kind = "person"
        yield rest
        return
    former = _FORMER.match(name.text)
    if former is not None and not name.title and name.kind not in ("person", "unknown", "state"):
        yield _from(name, former.end())  # "Former Farmers Union chairman"
        return
    joined = _JOINED.match(name.text)
    if joined is None or name.title:
        yield name
        return
    head = plain(joined["head"])
    if head not in lexicon().demonyms and joined["head"][0].isupper() and not head.endswith(_ADJECTIVE):
        yield replace(
            name,
            end=name.start + len(joined["head"]),
            text=joined["head"],
            words=tuple(head.split()),
            kind=kind(joined["head"]),
            possessive=False,
            definite=False,
        )
    if joined.end() < len(name.text):
        yield _from(name, joined.end())


def _from(name: Name, at: int) -> Name:
    """The name without its first `at` characters."""
    text = name.text[at:]
    return replace(
        name,
        start=name.start + at,
        title_start=name.start + at,
        text=text,
        words=tuple(plain(text).split()),
        kind=kind(text),
        title="",
        opens=False,
        doubtful=False,
        definite=False,
    )


def _titled(name: Name) -> Iterator[Name]:
    """ "Ex-President Joao Brandao": what follows the hyphen may begin with a title."""
    words = list(name.words)
    cut = title_length(words)
    pieces = list(re.finditer(r"\S+", name.text))
    if not cut or cut >= len(pieces):
        if name.text[:1].isupper():
            yield name
        return
    rest = _from(name, pieces[cut].start())
    rest.title, rest.title_start, rest.kind = name.text[: pieces[cut - 1].end()], name.start, "person"
    yield rest
