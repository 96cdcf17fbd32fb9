"""Factiva: articles out of the lines of a bundle, with field codes ("HD", "PD" ...) or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord import dates
from onrecord.read.exports.article import Article, word_count
from onrecord.read.exports.labels import languages
from onrecord.read.lines import Line, joined

# In the order in which an article shows them.
CODES = (
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY", "CX", "LP", "TD",
    "CT", "RF", "ART", "CLM", "CO", "IN", "NS", "RE", "IPC", "IPD", "DE", "PUB", "AN",
)  # fmt: skip
_RANK = {code: i for i, code in enumerate(CODES)}
_EITHER = "|".join(sorted(CODES, key=len, reverse=True))
_CODED = re.compile(rf"[ ]?({_EITHER})(?:(?P<gap>[ \xa0]*\t\s*|[ \xa0]+|:\s+)(?P<value>.*)|\s*)$", re.DOTALL)
_TEXT = ("LP", "TD")
_TAGGED = re.compile(r"[a-z][a-z0-9]{1,7} : \S")
ACCESSION = re.compile(r"(?:AN\s+)?Document ([A-Z][A-Z0-9]{3,11}(?:19|20)\d{6}[A-Za-z0-9]{6,12})\s*")
_WORDS = re.compile(
    r"\s*\d[\d,. \xa0]{0,9}\s?(?:words|mots|Wörter|Worte|palabras|parole|palavras|woorden|слов|字|語)\s*", re.IGNORECASE
)
_PAGE = re.compile(
    r"\s*(?:Page \d+ of \d+\s*)?(?:©|\(c\)) ?\d{4} (?:Factiva|Dow Jones).*|\s*Page \d+ of \d+\s*", re.IGNORECASE
)
_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: ?[A-Z]{2,4})?\s*", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"\s*[A-Z0-9]{2,10}\s*")
_COPYRIGHT = re.compile(r"\s*(?:copyright\b|©|\(c\)|all rights reserved)", re.IGNORECASE)
_BYLINE = re.compile(r"\s*(?:by|von|par|por|di|door)\s", re.IGNORECASE)
_NAME = r"[^\W\d_a-z][\w.'’-]*(?: (?:(?:de|da|di|du|van|von|der|bin|al|el|la) ){0,2}[^\W\d_a-z][\w.'’-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:(?:, | and | & |; ){_NAME}){{0,5}}")
_SUMMARY = re.compile(r"\s*Search Summary\s*", re.IGNORECASE)
_HEAD_LINES = 14


def says_it_is(lines: Sequence[Line]) -> bool:
    """Whether lines from the start of a file are such an export."""
    texts = [line.text for line in lines if line.text.strip()]
    codes = {code for text in texts if (code := _code_alone(text))}
    if "HD" in codes and {"PD", "SN"} & codes and {"LP", "TD", "WC"} & codes:
        return True
    worded = any(_WORDS.fullmatch(text) for text in texts)
    return worded and any(ACCESSION.fullmatch(text.strip()) or _PAGE.fullmatch(text) for text in texts)


def _code_alone(text: str) -> str:
    m = _CODED.match(text)
    return m[1] if m else ""


def split(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """The lines of each article: its accession number is its last."""
    held: list[Line] = []
    for line in lines:
        if _PAGE.fullmatch(line.text):
            continue
        if _SUMMARY.fullmatch(line.text) and not any(_WORDS.fullmatch(x.text) for x in held):
            held = [line]
            continue
        held.append(line)
        if ACCESSION.fullmatch(line.text.strip()):
            yield held
            held = []
    if _holds_article(held):
        yield held


def _holds_article(lines: Sequence[Line]) -> bool:
    if any(_SUMMARY.fullmatch(line.text) for line in lines[:1]):
        return False
    return any(_code_alone(line.text) == "HD" or _WORDS.fullmatch(line.text) for line in lines)


def article(lines: Sequence[Line]) -> Article:
    """One article out of its lines."""
    last = next((m[1] for line in reversed(lines) if (m := ACCESSION.fullmatch(line.text.strip()))), "")
    return _coded(lines, last) if any(_code_alone(x.text) == "HD" for x in lines) else _shown(lines, last)


def _coded(lines: Sequence[Line], accession: str) -> Article:
    got = _fields(lines)
    text = {code: joined(got.get(code, ())) for code in CODES}
    flat = {code: " ".join(value.split()) for code, value in text.items()}
    place = re.match(r"\s*\(?([A-Z][A-Z .,'/-]{2,40})\)?\s*[-–—]", text["LP"])
    return Article(
        id=accession,
        title=flat["HD"],
        outlet=flat["SN"],
        published=" ".join(filter(None, (flat["PD"], flat["ET"]))),
        byline="; ".join(filter(None, (flat["BY"], flat["CR"]))),
        dateline=place[1].strip() if place else "",
        language=flat["LA"],
        body="\n\n".join(filter(None, (text["LP"], text["TD"]))),
        words=word_count(flat["WC"]),
        beside=_beside(section=flat["SE"], copyright=flat["CY"], subjects=flat["NS"], companies=flat["CO"],
                       regions=flat["RE"], industries=flat["IN"], sourcecode=flat["SC"]),
    )  # fmt: skip


def _beside(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _fields(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of each code. Codes come in one order, so that a paragraph that opens with "IN" is none."""
    found: dict[str, list[Line]] = {}
    code = ""
    for line in lines:
        m = _CODED.match(line.text)
        if m and _begins(m, code, found):
            code = m[1]
            found[code] = [Line(text=m["value"])] if m["value"] else []
        elif code:
            found[code].append(line)
    return found


def _begins(m: re.Match[str], before: str, found: dict[str, list[Line]]) -> bool:
    """Whether a line that opens with letters like a code's is that field."""
    code, gap = m[1], m["gap"]
    if code in found:
        return False
    if not before:
        return code in ("SE", "HD")
    alone = gap is None or "\t" in gap or len(gap) > 1
    if before in _TEXT:  # only what stands below the text ends it
        if _RANK[code] < _RANK["TD"]:
            return False
        if alone or code == "TD":
            return True
        tags = code in ("CO", "IN", "NS", "RE")
        return bool(_TAGGED.match(m["value"])) if tags else code in ("AN", "PUB", "RF", "IPC", "IPD")
    return alone or _RANK[code] > _RANK[before]


def _shown(lines: Sequence[Line], accession: str) -> Article:
    """The form without codes: headline, author, length, date, outlet, its code, language, copyright, text."""
    lines = [line for line in lines if not ACCESSION.fullmatch(line.text.strip())]
    places = [i for i, line in enumerate(lines) if line.text.strip()]
    rows = [lines[i] for i in places]
    at = next((i for i, line in enumerate(rows) if _WORDS.fullmatch(line.text)), None)
    if at is None:
        why = "it lacks the line with its length, so its parts cannot be told"
        return Article(id=accession, title=_flat(rows[0]) if rows else "", why_empty=why)
    section, title, byline = _above(rows[:at])
    day = next((i for i in range(at + 1, min(at + 3, len(rows))) if _is_day(rows[i].text)), at)
    name = day + 1
    published = _flat(rows[day]) if day > at else ""
    while name < len(rows) and _CLOCK.fullmatch(rows[name].text):
        published += " " + _flat(rows[name])
        name += 1
    end, said, rights = _end_of_head(rows, name)
    body = lines[places[end] :] if end < len(rows) else []
    return Article(
        id=accession,
        title=title,
        outlet=_flat(rows[name]) if name < len(rows) else "",
        published=published,
        byline=byline,
        language=said,
        body=joined(body),
        words=word_count(rows[at].text),
        beside=_beside(section=section, copyright=rights),
    )


def _flat(line: Line) -> str:
    return " ".join(line.text.split())


def _is_day(text: str) -> bool:
    hits = dates.parse(text[:60]) or dates.numeric(text[:60])
    return bool(hits) and hits[0].start == 0 and len(text) < 60


def _above(rows: Sequence[Line]) -> tuple[str, str, str]:
    """Section, headline and byline from the lines above the length."""
    texts = [_flat(row) for row in rows]
    marked = [i for i, row in enumerate(rows) if row.heading]
    if marked:
        first, last = marked[0], marked[-1]
        return " ".join(texts[:first]), " ".join(texts[first : last + 1]), "; ".join(texts[last + 1 :])
    named = len(texts) > 1 and bool(_BYLINE.match(texts[-1]) or _NAMES.fullmatch(texts[-1]))
    byline = texts.pop() if named else ""
    return " ".join(texts[:-1]), texts[-1] if texts else "", byline


def _end_of_head(rows: Sequence[Line], name: int) -> tuple[int, str, str]:
    """(where the text begins, language, copyright): language and copyright are the last lines above it."""
    limit = min(name + _HEAD_LINES, len(rows))
    at = next((i for i in range(name + 1, limit) if _flat(rows[i]).casefold() in languages()), None)
    said = _flat(rows[at]) if at is not None else ""
    first = next((i for i in range(name + 1, limit) if _COPYRIGHT.match(rows[i].text)), None)
    rights = at + 1 if at is not None else first
    if rights is None:
        coded = name + 1 < len(rows) and _SOURCE_CODE.fullmatch(rows[name + 1].text)
        return min(name + (2 if coded else 1), len(rows)), said, ""
    end = rights
    while end < limit and _COPYRIGHT.match(rows[end].text):
        end += 1
    return end, said, " ".join(_flat(row) for row in rows[rights:end])
