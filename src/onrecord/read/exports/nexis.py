"""Nexis Uni and the older LexisNexis: articles out of the lines of a bundle.

The new form ends every article with "End of Document" and sets "Body" above its text; the old one begins every
article with "1 of 50 DOCUMENTS" and tells its text only by the labels around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord import dates
from onrecord.daywords import months
from onrecord.read.exports.article import Article, word_count
from onrecord.read.exports.labels import fields, labels, tail_start
from onrecord.read.lines import Line, joined

_END = re.compile(
    r"\s*(?:End of Document|Ende des Dokuments|Fin du document|Fin del documento|Einde document)\s*", re.IGNORECASE
)
_START = re.compile(
    r"\s*(?:do[ck]ument[oe]? )?\d{1,6} (?:of|de|von|van|sur|di) \d{1,6}"
    r"(?: (?:documents?|dokumente?n?|documentos?|documenti))?\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:do[ck]ument[oe]? \d+ (?:of|de|von|van|sur|di)|\d+ (?:of|de|von|van|sur|di) \d+ \S)", re.IGNORECASE
)
_BODY = re.compile(r"\s*(?:Body|BODY|Volltext|Corps|Cuerpo)[ \xa0]?:?\s*")
_BODY_LABEL = re.compile(r"\s*BODY:\s*(?=\S)")
_TAIL_TITLE = re.compile(r"\s*(?:Classification|Klassifizierung|Clasificación)\s*")
_PICTURES = re.compile(r"\s*(?:Graphics?|GRAPHICS?:.*|Notes)\s*")
_PICTURE_LINES = 8
_COPYRIGHT = re.compile(r"\s*(?:copyright\b|©|\(c\)\s*\d{4})", re.IGNORECASE)
_RIGHTS = re.compile(
    r"\s*(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|reservados todos).*", re.IGNORECASE
)
_MONTH_ONLY = re.compile(r"\s*([^\W\d_]{3,12})\.?,? ((?:19|20)\d\d)\s*")
_PAGE = re.compile(r"\s*(?:page|seite|página|pagina) \d{1,5} (?:of|von|de|sur|di|van) \d{1,5}\s*", re.IGNORECASE)
_EDITION = re.compile(r"\b(?:edition|ausgabe|édition|edición|final)\b", re.IGNORECASE)
_LISTED = re.compile(r"\s*(\d{1,5})\.\s+(.+)")
_FRONT = re.compile(r"\s*(?:user name|date and time|job number|documents? \(\d+\)|client/matter|search (?:terms|type)|"
                    r"narrowed by|content type)\b", re.IGNORECASE)  # fmt: skip
_CONTENT_ITEM = re.compile(r"urn(?::|%3A)contentItem(?::|%3A)([\w-]{10,40})", re.IGNORECASE)
_LONG_DATE = 60
_MAX_TITLE = 6  # lines of a headline


def says_it_is(lines: Sequence[Line]) -> bool:
    """Whether lines from the start of a file are such an export."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    known = labels("nexis")
    said = {got[0] for text in texts if (got := known.read(text, tail=False) or known.read(text, tail=True))}
    length = any((got := known.read(t, tail=False)) and got[0] == "length" and word_count(got[1]) for t in texts)
    if any(_START.fullmatch(text) for text in texts[:40]):
        return length or len(said & {"length", "loaded", "byline", "section", "kind"}) >= 2
    front = sum(1 for text in texts[:12] if _FRONT.match(text))
    if front >= 2 and any(re.match(r"documents? \(\d+\)", text, re.IGNORECASE) for text in texts[:30]):
        return True
    return (
        any(_BODY.fullmatch(text) for text in texts)
        and length
        and ("loaded" in said or any(_END.fullmatch(text) or _COPYRIGHT.match(text) for text in texts))
    )


def split(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """The lines of each article; those before the first go with it."""
    held: list[Line] = []
    for line in lines:
        if _END.fullmatch(line.text):
            if any(x.text.strip() for x in held):
                yield held
            held = []
        elif _START.fullmatch(line.text) and _NUMBERED.match(line.text.strip()):
            if _holds_article(held):
                yield held
            held = [line]
        else:
            held.append(line)
    if _holds_article(held):
        yield held


def _holds_article(lines: Sequence[Line]) -> bool:
    """Whether these are more than a list of contents, or what is left at the end of a file."""
    known = labels("nexis")
    return any(_BODY.fullmatch(line.text) or known.read(line.text, tail=False) for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """Where the parts of an article begin: its first label or copyright line, its text, the fields below it."""

    head: int
    body: int
    tail: int


def article(lines: Sequence[Line]) -> Article:
    """One article out of its lines."""
    lines = _without_pages(lines)
    old = next((i for i, line in enumerate(lines) if _START.fullmatch(line.text)), None)
    listed = _contents(lines) if old is None else ""
    lines = lines[old + 1 :] if old is not None else lines
    cut = _cut(lines, old=old is not None)
    title, outlet, published = (_old_top if old is not None else _top)(lines[: cut.head], listed)
    above = fields([x for x in lines[cut.head : cut.body] if not _BODY.fullmatch(x.text)], _head)
    below = fields(lines[cut.tail :], _below)
    title = above.get("title", "") or title
    if not published:  # a broadcast names its show above the day
        published = next((x.text.strip() for x in lines[cut.head : cut.body] if _is_date(x.text)), "")
    body = _body(_without_heads(lines[cut.body : cut.tail], title), title)
    highlight = above.get("highlight", "")
    link = next((x.link for x in reversed(lines[: cut.head]) if x.link), "")  # above it, that of the list of contents
    item = _CONTENT_ITEM.search(link)
    return Article(
        id=item[1] if item else "",
        title=title,
        outlet=outlet,
        published=published,
        byline=above.get("byline", ""),
        dateline=above.get("dateline", "").strip(" -–—"),
        language=below.get("language", ""),
        url=_page_of(below.get("url", "")) or (link if not body else ""),
        body="\n\n".join(filter(None, (highlight, body))),
        words=word_count(above.get("length", "")),
        beside={
            name: value
            for name, value in (
                ("section", above.get("section", "")),
                ("copyright", above.get("copyright", "") or below.get("copyright", "")),
                ("subjects", below.get("subject", "")),
                ("persons", below.get("person", "")),
                ("kind", below.get("kind", "")),
                ("loaded", below.get("loaded", "")),
                ("graphic", below.get("graphic", "")),
            )
            if value
        },
    )


def _without_pages(lines: Sequence[Line]) -> list[Line]:
    """Without "Page 2 of 3"; the line below it begins a page."""
    out: list[Line] = []
    begins = False
    for line in lines:
        if _PAGE.fullmatch(line.text):
            begins = True
        elif begins and line.text.strip():
            out.append(replace(line, page=True))
            begins = False
        else:
            out.append(line)
    return out


def _without_heads(lines: Sequence[Line], title: str) -> list[Line]:
    """Without the headline wherever it stands again at the top of a page."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        if lines[at].page and title:
            at += next((n for n in range(1, _MAX_TITLE + 1) if _one(lines[at : at + n]).strip() == title), 0)
            if at == len(lines):
                break
        out.append(lines[at])
        at += 1
    return out


def _contents(lines: Sequence[Line]) -> str:
    """The first headline in the list of contents at the front of a bundle; empty where there is none."""
    if not any(_FRONT.match(line.text) for line in lines[:40]):
        return ""
    return next((m[2].strip() for line in lines if (m := _LISTED.match(line.text)) and m[1] == "1"), "")


def _head(text: str) -> tuple[str, str] | None:
    if _COPYRIGHT.match(text):
        return "copyright", text
    return labels("nexis").read(text, tail=False)


def _below(text: str) -> tuple[str, str] | None:
    if _COPYRIGHT.match(text):
        return "copyright", text
    return labels("nexis").read(text, tail=True)


def _page_of(url: str) -> str:
    """The address of the article; empty where it is only that of the outlet, as it often is."""
    m = re.match(r"https?://[^/\s]+/(\S{2,})", url)
    return m[0] if m else ""


def _tail_field(text: str) -> tuple[str, str] | None:
    """A line of what stands below the text, with or without a label."""
    if _TAIL_TITLE.fullmatch(text):
        return "classification", ""
    return ("rights", text) if _RIGHTS.fullmatch(text) else _below(text)


def _cut(lines: Sequence[Line], *, old: bool) -> _Cut:
    body = next((i for i, line in enumerate(lines) if _BODY.fullmatch(line.text)), None)
    known = labels("nexis")
    opens = (lambda text: known.read(text, tail=False)) if old else _head  # there the copyright may stand on top
    head = next((i for i, line in enumerate(lines[:body]) if opens(line.text)), body)
    if body is not None and head is not None:
        return _Cut(head=head, body=body + 1, tail=_tail(lines, body + 1))
    if head is None:
        head = next((i for i, line in enumerate(lines) if _tail_field(line.text)), len(lines))
    start = _old_body(lines, head)
    return _Cut(head=head, body=start, tail=_tail(lines, start))


def _old_body(lines: Sequence[Line], head: int) -> int:
    """Where the text begins if nothing says so: at the first paragraph after the labels that is no label."""
    gap = False
    for i in range(head, len(lines)):
        text = lines[i].text
        if not text.strip():
            gap = True
        elif _BODY_LABEL.match(text) or (gap and not _head(text) and not _RIGHTS.fullmatch(text)):
            return i
        else:
            gap = False
    return len(lines)


def _tail(lines: Sequence[Line], start: int) -> int:
    """Where classification and captions begin."""
    tail = tail_start(lines, start, _tail_field)
    above = [i for i in range(start, tail) if lines[i].text.strip()][-_PICTURE_LINES:]
    return next((i for i in above if _PICTURES.fullmatch(lines[i].text)), tail)


def _body(lines: Sequence[Line], title: str) -> str:
    texts = joined(lines)
    texts = _BODY_LABEL.sub("", texts, count=1) if _BODY_LABEL.match(texts) else texts
    first, _, rest = texts.partition("\n")
    return rest.strip("\n") if title and first.strip() == title and rest.strip() else texts


def _is_date(text: str) -> bool:
    """A line that is the day of publication, with weekday and clock time, and little else."""
    text = " ".join(text.split())
    if len(text) > _LONG_DATE:
        return False
    hits = dates.parse(text) or dates.numeric(text)
    if hits:
        return hits[0].start == 0 or not re.search(r"[^\W\d_]{13,}|[:!?]|\.\s", text[: hits[0].start])
    m = _MONTH_ONLY.fullmatch(text)
    return bool(m and m[1].lower() in months())


def _top(lines: Sequence[Line], listed: str) -> tuple[str, str, str]:
    """Headline, outlet and date of the new form: they stand in this order, right above the labels."""
    rows = [line for line in lines if line.text.strip()]
    at = next((i for i in range(len(rows) - 1, -1, -1) if _is_date(rows[i].text)), None)
    if at is None:
        at = len(rows)  # no date: headline and outlet are all there is
    published = rows[at].text.strip() if at < len(rows) else ""
    name = rows[at - 1].text.strip() if at >= 1 else ""
    return _headline(rows[: max(at - 1, 0)], listed), name, published


def _headline(rows: Sequence[Line], listed: str) -> str:
    """The headline above the outlet's name, over as many lines as it takes; the list of contents stays out."""
    if not rows:
        return ""
    top = max((i for i, line in enumerate(rows) if line.page or line.heading), default=-1)
    front = max((i for i, line in enumerate(rows) if _FRONT.match(line.text) or _LISTED.match(line.text)), default=-1)
    if listed:
        for size in range(1, min(_MAX_TITLE, len(rows)) + 1):
            said = _one(rows[-size:])
            if said == listed or (len(said) > 20 and listed.startswith(said.rstrip(" .…"))):
                return said
    if rows[-1].heading:
        first = len(rows) - 1
        while first and rows[first - 1].heading and len(rows) - first < _MAX_TITLE and not rows[first].page:
            first -= 1
        return _one(rows[first:])
    start = max(top, front + 1, 0) if top > front else front + 1
    kept = rows[min(start, len(rows) - 1) :]
    return _one(kept if front < 0 or top > front else kept[-1:])


def _one(rows: Sequence[Line]) -> str:
    return " ".join(" ".join(line.text.split()) for line in rows)


def _old_top(lines: Sequence[Line], _listed: str) -> tuple[str, str, str]:
    """Headline, outlet and date of the old form: outlet, date with edition, headline; copyright may stand above."""
    lines = _without_rights(lines)
    places = [i for i, line in enumerate(lines) if line.text.strip()]
    at = next((n for n, i in enumerate(places) if n and _is_date(lines[i].text)), None)
    if at is None:
        rows = [lines[i] for i in places]
        return _one(rows[1:]), rows[0].text.strip() if rows else "", ""
    end = next((i for i in range(places[at], len(lines)) if not lines[i].text.strip()), len(lines))
    after = [line for line in lines[end:] if line.text.strip()]  # what stands right below the date is the edition
    while len(after) > 1 and _EDITION.search(after[0].text) and len(after[0].text.split()) < 8:
        after = after[1:]
    return _one(after), lines[places[at - 1]].text.strip(), " ".join(lines[places[at]].text.split())


def _without_rights(lines: Sequence[Line]) -> list[Line]:
    """Without the lines from "Copyright" to "All Rights Reserved"."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        if _COPYRIGHT.match(lines[at].text):
            last = (i for i in range(at, min(at + 5, len(lines))) if _RIGHTS.fullmatch(lines[i].text))
            at = next(last, at)
        else:
            out.append(lines[at])
        at += 1
    return out
