"""The word lists of the cleaner: lines that are not article, read from data/*.tsv.

A rule looks at one line with white space collapsed, and has to match all of it. Lines longer than
`MAX_LINE` are never matched: what is longer than a copyright notice is article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ANY, HEAD, TAIL = "any", "head", "tail"
MAX_LINE = 420
TO_THE_READER = frozenset(
    ("appeal", "appeal at the end", "your account", "address alone", "to the reader")
)  # an author sounds so too
MOST_TO_THE_READER = 40  # words that a site needs to ask its reader for something
_ZONES = {ANY: (ANY,), HEAD: (ANY, "edge", HEAD), TAIL: (ANY, "edge", TAIL)}
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MAX_TOKENS = 30
_MAX_CONTROL = 6  # words on a control of the page
_PLAIN = r"(?!.*(?:[\"“”«»]|\b(?:said|says|told|tells|added|asked|replied|warned|claimed|he|she|they)\b))"
_LISTED = re.compile(r": \S+(?: \S+){2}")  # a heading with its one headline behind the colon
_MENU = 3  # section names in a row without signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of junk.tsv."""

    label: str
    name: str
    zone: str
    pattern: str
    example: str
    counter: str


def table(name: str) -> list[list[str]]:
    """The rows of a data table: no comments, no heading."""
    lines = files("onrecord").joinpath("data", name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@cache
def rules() -> tuple[Rule, ...]:
    """Every line rule, in the order they are tried."""
    keys = ("label", "name", "zone", "pattern", "example", "counter")
    return tuple(Rule(**dict(zip(keys, row, strict=True))) for row in table("junk.tsv"))


def match(line: str, zone: str = ANY, *, extracted: bool = False) -> Rule | None:
    """The first rule that says this whole line is no article, in this zone of the document.

    `extracted`: the text came out of a page whose furniture was left behind; what only sounds like a site talking
    to its reader is then more likely the author.
    """
    if len(line) > MAX_LINE or not line:
        return None
    for part in _ZONES[zone]:
        pattern, found = _compiled(part)
        m = pattern.fullmatch(line)
        if m and m.lastgroup:
            rule = found[m.lastgroup]
            return None if extracted and _is_author(rule, line, zone) else rule
    return None


def _is_author(rule: Rule, line: str, zone: str) -> bool:
    """Whether a line of an extracted article that asks the reader for something is left to the author."""
    if rule.name not in TO_THE_READER:
        return False
    return zone == ANY or rule.name == "address alone" or line.count(" ") >= MOST_TO_THE_READER


@cache
def _compiled(zone: str) -> tuple[re.Pattern[str], dict[str, Rule]]:
    """All rules of one zone as one pattern, and which group belongs to which rule."""
    found = {f"r{i}": rule for i, rule in enumerate(rules()) if rule.zone == zone}
    parts = [f"(?P<{group}>{expand(rule.pattern)})" for group, rule in found.items()]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE), found


def expand(pattern: str) -> str:
    """{AGENCY}, {PHOTO}, {PLAIN}, {UP} and {CAPS} filled in; names of agencies and capitals keep their case."""
    names = {"{AGENCY}": _names("no") | _names("yes"), "{PHOTO}": _names("yes")}
    for mark, forms in names.items():
        if mark in pattern:
            choice = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
            pattern = pattern.replace(mark, f"(?-i:{choice})(?!\\w)")
    return pattern.replace("{PLAIN}", _PLAIN).replace("{UP}", f"(?-i:[{_UPPER}])").replace("{CAPS}", _UPPER)


@cache
def _names(photo: str) -> frozenset[str]:
    return frozenset(form for row in table("agencies.tsv") if row[2] == photo for form in row[1].split("|"))


@cache
def agencies() -> dict[str, str]:
    """Every form of an agency's name, case-folded -> its name."""
    return {form.casefold(): row[0] for row in table("agencies.tsv") for form in (row[0], *row[1].split("|"))}


@cache
def sections() -> frozenset[str]:
    return frozenset(row[0] for row in table("sections.tsv"))


@cache
def _related() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[1]})" for row in table("related.tsv")), re.IGNORECASE)


def is_related_heading(line: str) -> bool:
    """Whether a line opens a list of other articles ("Read More", "RELATED", "In this article:")."""
    if len(line) > 60 or _LISTED.search(line):
        return False
    return _related().fullmatch(line.removesuffix("...").strip(" \t:…»>→|-–—•*#&+")) is not None


@cache
def outlet_words() -> frozenset[str]:
    """Words that stand in names of outlets ("Herald"), lower case."""
    return frozenset(row[0] for row in table("outlet_words.tsv"))


@cache
def org_words() -> frozenset[str]:
    """Words at the end of names of organisations ("Agency"), lower case."""
    rows = (row for row in table("org_words.tsv") if row[0] not in ("place", "adjective") and ":" not in row[0])
    return frozenset(word for row in rows for word in row[1].split(",") if " " not in word)


@cache
def _buttons() -> dict[str, str]:
    rows = reversed(table("buttons.tsv"))  # a word of two kinds is of the first
    return {word: row[0] for row in rows for word in row[1].split()}


def is_button_bar(line: str) -> bool:
    """Whether a line is share buttons or controls of the page: at least one of their words, and nothing else.

    Controls and what they work on ("Show results") count in short lines only. A capitalised word after "on" or
    "via" is the name of a network we have not heard of.
    """
    if len(line) > 200 or (line.endswith((".", "?", "!", ":")) and not line.endswith("...")):
        return False
    tokens = _TOKEN.findall(line)
    if not tokens or len(tokens) > _MAX_TOKENS:
        return False
    seen = set()
    before = ""
    for token in tokens:
        kind = _buttons().get(token.lower())
        if kind in ("control", "object") and len(tokens) > _MAX_CONTROL:
            return False
        if kind is None and token.isdigit():
            kind = "filler"
        if kind is None and before in ("on", "via") and token[0].isupper():
            kind = "filler"
        if kind is None:
            return False
        seen.add(kind)
        before = token.lower()
    return not seen.isdisjoint(("button", "network", "control"))


def is_section(line: str) -> bool:
    """Whether a line is the name of a section ("Middle East"), or several joined by signs."""
    pieces = [p.strip().lower() for p in re.split(r"[|/›»>•·,:]", line)]
    if any(pieces) and all(p in sections() or not p for p in pieces):
        return True
    tokens = line.lower().split()
    return len(tokens) >= _MENU and all(t in sections() for t in tokens)


def is_menu(line: str, columns: int = 1) -> bool:
    """Whether a line is a row of links: columns of a few words each, or mostly names of sections.

    `columns` counts the pieces that wide spaces or signs keep apart in the text as given.
    """
    tokens = re.sub(r"[|/›»>•·,]", " ", line).split()
    if len(tokens) < _MENU or line.endswith((".", "?", "!")):
        return False
    if columns >= _MENU and len(tokens) <= 4 * columns:
        return True
    known = sum(1 for t in tokens if t.lower() in sections())
    return all(t[0].isupper() or not t[0].isalpha() for t in tokens) and known >= max(2, 0.4 * len(tokens))
