"""Bylines: is this line one, and whose name, role and agency does it hold?"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from onrecord import dates
from onrecord.clean.rules import agencies, outlet_words

_BY = re.compile(
    r"(?:by|byline|written by|reported by|reporting by|words by|words|story by|text by|author|authors|from|posted by|"
    r"published by|(?:news )?analysis by|opinion by|commentary by|perspective by|publicado por|escrito por|publié par|"
    r"par|von|por|di|door)\s*:?\s+(?!the numbers|the way)",
    re.IGNORECASE,
)
_PARTICLE = r"(?:al|el|bin|ibn|bint|abu|de|del|della|di|da|dos|du|des|la|le|van|von|der|den|ter|zu|y|e|st)"
_NAME = rf"(?:[^\W\d_a-z][\w.'’‘`-]*|{_PARTICLE}[-']\w[\w'’-]*)"
_PERSON = re.compile(rf"(?:dr\.? |sir |dame )?{_NAME}(?: (?:{_PARTICLE} ){{0,2}}{_NAME}){{0,4}}", re.UNICODE)
_ROLE = re.compile(
    r"\b(?:correspondents?|editors?|writers?|reporters?|bureau|staff|columnists?|journalists?|analysts?|chief|"
    r"contributors?|producers?|commentator|critic|desk|team|newsroom|fellow|professor|agencies|news agency|"
    r"photographer|freelance\w*|special to|for the|for)\b",
    re.IGNORECASE,
)
_ROLE_END = re.compile(
    r"\b(?:correspondent|editor|writer|reporter|columnist|journalist|analyst|producer|critic|fellow|professor|staff)s?$",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(r"\b(?:editorial|web|digital|online|news) (?:staff|team|board|desk)$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]{1,40}\)|\s*[,|•·]?\s*\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,30}){1,4}")
_AND = re.compile(r"\s+(?:and|&|und|et|y|e|with)\s+|\s*&\s*", re.IGNORECASE)
_IN = re.compile(r"\s+(?:in|at|for|For|reporting from|à)\s+(?=[^\W\d_a-z])")
_SIGNS = re.compile(r"\s*[|•·;]\s*|\s+[/–—-]\s+")
_NEVER_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december the a an this that these contrast comparison law default numbers land sea "
    "news world politics opinion share read more home photo photos image video live updated published last date time "
    "staff agencies exclusive breaking analysis comment interview editorial advertisement"
)
_NOT_NAMES = frozenset(_NEVER_NAMES.split())
_MAX_WORDS = 24
_MAX_PERSONS = 12
_LIST = 3  # names in a row without "and": the second of two may be a place


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote an article, as far as a line tells."""

    persons: tuple[str, ...] = ()
    agency: str | None = None
    role: str | None = None


def split(line: str, others: Collection[str] = ()) -> Byline:
    """A byline taken apart. `others` are case-folded names known to be no person (the outlet, places)."""
    line = _ASIDE.sub("", line).strip(" -–—")  # "Rhona Peel (now) and Amit Desai (earlier)"
    said = _BY.match(line)
    rest = line[said.end() :] if said else line
    persons: list[str] = []
    agency = role = None
    for piece in rest.split(";"):  # databases list authors so
        named = len(persons)
        segments = _segments(piece)
        series = max((i for i, s in enumerate(segments) if _AND.search(s)), default=0)  # "A, B, C and D"
        if said and not series and len(segments) >= _LIST and all(map(_is_full_name, segments)):
            series = len(segments)
        for i, segment in enumerate(segments):
            names = [_cut_place(n)[0] for n in _AND.split(segment)]
            agency = agency or next((agencies()[n.casefold()] for n in names[1:] if n.casefold() in agencies()), None)
            names = names[:1] + [n for n in names[1:] if n.casefold() not in agencies()]
            whole, folded = names[0], names[0].casefold()
            if folded in agencies():
                agency = agency or agencies()[folded]
            elif folded in others:
                continue
            elif _ROLE.search(whole):
                role = role or whole
                agency = agency or next((agencies()[w] for w in folded.split() if w in agencies()), None)
                persons += _before_role(whole) if len(persons) == named else []
            elif len(persons) == named or (i <= series and len(persons) < _MAX_PERSONS):
                for n in map(_without_agency, names):
                    persons += [n] if is_person(n, single=bool(said)) else []
    unique = dict.fromkeys(" ".join(_unshout(p).split()) for p in persons)
    return Byline(persons=tuple(unique), agency=agency, role=role)


def joined(persons: tuple[str, ...]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(persons[:-1]), persons[-1])))


def is_byline(line: str, others: Collection[str] = (), *, near: bool = False) -> bool:
    """Whether a whole line is a byline. `near`: it stands beside a date or right under the headline."""
    if line[:7].lower() == "byline:":
        line = line.rstrip(".")
    if line.count(" ") >= _MAX_WORDS or (line.endswith((".", "?", "!", ":")) and not re.search(r"\b[A-Z]\.$", line)):
        return False
    if line.casefold() in agencies():
        return True
    said = _BY.match(line)
    found = split(line, others)
    if said:
        return bool(found.persons or found.agency or (found.role and len(line) < 80))
    pieces = _segments(line)
    marked = len(pieces) > 1 and (found.agency or found.role or dates.parse(line) or near)
    if found.persons and marked and is_person(_cut_place(pieces[0])[0].split(" and ")[0]):
        return all(_is_byline_piece(p, others) for p in pieces)
    if found.persons and near and len(pieces) == 1:
        alone = _AND.split(pieces[0])[0] if found.agency else pieces[0]
        return is_person(_cut_place(alone)[0]) or len(found.persons) > 1
    return bool(near and found.role and not found.persons and len(line) < 40 and line[0].isupper())


def is_role(line: str) -> bool:
    """Whether a line is what somebody is at the paper ("Regional Correspondent"), and nothing else."""
    return (
        line.count(" ") < 6
        and line[:1].isupper()
        and not line.endswith((".", "!", "?"))
        and bool(_ROLE_END.search(line))
    )


def is_person(name: str, *, single: bool = False) -> bool:
    """Whether this reads as a person's name: two to five capitalised words (one, after "By")."""
    if not _PERSON.fullmatch(name.strip()):
        return False
    tokens = [t.strip(".,'’").lower() for t in name.split()]
    if any(t in _NOT_NAMES for t in tokens):
        return False
    return len(tokens) >= (1 if single else 2)


def _is_full_name(segment: str) -> bool:
    """A person's name of two words or more, none of which outlets have."""
    return is_person(segment) and outlet_words().isdisjoint(segment.lower().split())


def _without_agency(name: str) -> str:
    """ "JILL HILL Associated Press" -> the person."""
    folded = name.casefold()
    cut = next((form for form in agencies() if folded.endswith(" " + form)), "")
    return name[: len(name) - len(cut)].rstrip() if cut else name


def _segments(line: str) -> list[str]:
    """The pieces between signs; between commas too, unless the commas join names ("A, B and C")."""
    plain = line
    for found in reversed(dates.parse(line)):
        plain = plain[: found.start] + " | " + plain[found.end :]
    out: list[str] = []
    for piece in _SIGNS.split(plain):
        out.extend(p.strip(" ,.()") for p in piece.split(","))
    return [p for p in out if p]


def _cut_place(segment: str) -> tuple[str, str, str]:
    """ "Julian Borger in Washington" -> the name and the place."""
    m = _IN.search(segment)
    return (segment[: m.start()], "in", segment[m.end() :]) if m else (segment, "", "")


def _before_role(name: str) -> list[str]:
    """The person in "Patrick Wintour Diplomatic editor"; none in "AP Auto Writer"."""
    m = None if _COLLECTIVE.search(name) else _ROLE.search(name)
    head = name[: m.start()].split() if m else []
    if len(head) >= 3 and head[0].casefold() not in agencies() and is_person(" ".join(head[:2])):
        return [" ".join(head[:2])]
    return []


def _is_byline_piece(piece: str, others: Collection[str]) -> bool:
    """A name, role, agency, outlet, place or clock time: short, with capitals."""
    if piece.casefold() in others or piece.casefold() in agencies() or re.fullmatch(r"[\d:. apmAPMGTCESDU+-]+", piece):
        return True
    return len(piece.split()) <= 6 and (
        piece[0].isupper() or _ROLE.search(piece) is not None or piece.startswith("in ")
    )


def _unshout(name: str) -> str:
    """ZIAD FAROUNI -> Ziad Farouni; initials and short names keep their capitals."""
    if not name.isupper() or len(name) < 5 or " " not in name:
        return name
    return re.sub(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", lambda m: m[0] if len(m[0]) < 3 else m[0].title(), name)
