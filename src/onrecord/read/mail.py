"""A mail, a newsletter, or a web page saved as one file (MHTML) -> its document, and those of what is attached."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import PurePath

from onrecord.model import RawDocument
from onrecord.read import forwarded, mime
from onrecord.read.items import Found, Items
from onrecord.read.limits import Budget, Refused
from onrecord.read.markup import Fragment, fragment
from onrecord.read.members import MAX_DEPTH, Members
from onrecord.read.mime import Part
from onrecord.read.paths import Source
from onrecord.read.unpack import MAX_ARTICLE, Stream

MAX_MAIL = 100 * 1024 * 1024
_APPLE = re.compile(rb"(\d{1,10})[ ]*\r?\n")  # what Apple's .emlx files begin with: the mail's length
_STUB = 0.5  # of the other version's words: less is no version but a pointer to it
_WORD = re.compile(r"\w+")
_SUBJECT = re.compile(
    r"(?:(?:re|aw|fwd?|wg|tr|sv|vs|antw)(?:\[\d+\])?\s*:\s*|\[[^\[\]]{1,40}\]\s*(?=\S))+", re.IGNORECASE
)
_FROM = re.compile(r"(.{2,60}?)\s+(?:from|at|@|via|\||of)\s+(.{2,80})")
_FORWARDED = re.compile(r"(?:^|[\s:\]])(?:fwd?|wg|tr|rv|enc)\s*:", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>[^<]*)<(?P<address>[^<>]*)>")
_REMARKED = re.compile(r"(?P<address>\S+@\S+)\s+\((?P<name>[^()]+)\)")
_TURNED = re.compile(r"^([^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?), ([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?)$")
_SAVED = re.compile(r"<?saved by\b", re.IGNORECASE)
# Attachments that are no coverage and of which nobody wants to hear: pictures, signatures, calendars, cards.
_PASSED = re.compile(
    r"(?:image|audio|video|font)/.*|application/(?:pkcs7-signature|x-pkcs7-signature|pgp-.*|ics|ms-tnef-meta)"
    r"|text/(?:calendar|css|javascript|x-vcard|vcard|x-amp-html|rfc822-headers|watch-html)|message/(?!rfc822$|global$).*"
    r"|multipart/.*"
)
_PASSED_NAMES = (".ics", ".vcf", ".p7s", ".asc", ".sig", ".css", ".js")
_SUFFIXES = {"text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf", "message/rfc822": ".eml"}


def read_mail(stream: Stream, items: Items) -> Iterator[Found]:
    """The documents of one mail or saved page. Raises Refused where nothing in it is text."""
    data = stream.whole(MAX_MAIL)
    sized = _APPLE.match(data) if PurePath(items.source.file).suffix.lower() == ".emlx" else None
    yield from message(data[sized.end() : sized.end() + int(sized[1])] if sized else data, items)


def message(data: bytes, items: Items) -> Iterator[Found]:
    """The mail's own text, then what is attached."""
    mail = mime.parsed(data)
    if is_page(mail, items.source):
        yield _page(mail, data, items)
        return
    own, attached = _sorted(mail)
    document = _letter(mail, own, data, items)
    if document is not None:
        yield document
    given = document is not None
    for found in _attachments(attached, data, items):
        yield found
        given = True
    if not given:
        raise Refused("empty", "a mail without text")


# ---------------------------------------------------------------- a saved page


def is_page(mail: Part, source: Source) -> bool:
    """Whether this is a web page saved as one file."""
    said = mail.headers
    if "snapshot-content-location" in said or _SAVED.match(said.get("from", "")):
        return True
    if PurePath(source.file).suffix.lower() in (".mht", ".mhtml"):
        return True
    first = mail.parts[0] if mail.parts else mail
    located = first.headers.get("content-location", "").startswith("http")
    return mail.kind in ("multipart/related", "text/html") and located and not {"to", "received"} & said.keys()


def _page(mail: Part, data: bytes, items: Items) -> RawDocument:
    """The page itself; pictures, frames and styles beside it are left out. Its Date is when it was saved: not used."""
    root = next((part for part in mail.walk() if part.kind in ("text/html", "application/xhtml+xml")), None)
    if root is None:
        raise Refused("no-article-text", "the saved page holds no HTML; save it anew from the browser")
    if len(root.data) > MAX_ARTICLE:
        raise Refused("too-large", f"a page of more than {MAX_ARTICLE // (1024 * 1024)} MB")
    meta = {"markup": "html"}
    for said in (mail.headers.get("snapshot-content-location"), root.headers.get("content-location")):
        url = mime.header(said or "")
        if "url" not in meta and re.match(r"https?://", url, re.IGNORECASE):
            meta["url"] = url
    html = root.text
    if "<html" not in html[:2000].lower():  # for the cleaner to know that it has furniture
        html = f"<html>{html}"
    return _document(items, data, html, meta, "mhtml")


# ---------------------------------------------------------------- a letter


def _sorted(mail: Part) -> tuple[list[Part], list[Part]]:
    """The parts that are the letter's own text, and those that are attached to it."""
    own: list[Part] = []
    attached: list[Part] = []
    for part in mail.walk():
        if part.parts:
            continue
        if part.kind in ("text/plain", "text/html") and not part.attached and not (part.name and own):
            own.append(part)
        elif not _PASSED.fullmatch(part.kind) and PurePath(part.name).suffix.lower() not in _PASSED_NAMES:
            attached.append(part)
    return own, attached


def _letter(mail: Part, own: list[Part], data: bytes, items: Items) -> RawDocument | None:
    """The mail's text, in the version that holds more; None where it has none."""
    if sum(len(part.data) for part in own) > MAX_ARTICLE:
        raise Refused("too-large", f"a mail of more than {MAX_ARTICLE // (1024 * 1024)} MB of text")
    plain = "\n\n".join(_unflowed(p) for p in own if p.kind == "text/plain").replace("\x00", "")
    pages = [fragment(part.text) for part in own if part.kind == "text/html"]
    if _words(plain) and not _is_richer(pages, plain):
        return _document(items, data, plain, _meta(mail, plain, html=False))
    html = "\n".join(page.html for page in pages)
    if any(page.words for page in pages):
        return _document(items, data, html, {**_meta(mail, html, html=True), "markup": "html"})
    return None


def _is_richer(pages: list[Fragment], plain: str) -> bool:
    """Whether the HTML is the mail's text. It usually is; the plain version is made from it, with addresses in it."""
    words = sum(page.words for page in pages)
    return words > 0 and words >= _STUB * _words(re.sub(r"https?://\S+", "", plain))


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _unflowed(part: Part) -> str:
    """Text whose lines were broken for sending, with these breaks taken back (RFC 3676); line ends made alike."""
    text = part.text.replace("\r\n", "\n").replace("\r", "\n")
    if not part.flowed:
        return text
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        quoted = len(line) - len(line.lstrip(">"))
        body = line[quoted:].removeprefix(" ")
        soft = body.endswith(" ") and body != "-- "
        shown = body[:-1] if soft and part.flowed == "delsp" else body
        if open_depth == quoted and out:
            out[-1] += shown
        else:
            out.append((">" * quoted + " " if quoted else "") + shown)
        open_depth = quoted if soft else -1
    return "\n".join(line.rstrip() for line in out)


def _meta(mail: Part, text: str, *, html: bool) -> dict[str, str]:
    """What the mail says of itself, or of the mail that it forwards in its text."""
    inner = forwarded.headers(text, html=html) if _FORWARDED.search(subject(mail)) else {}
    if not inner:
        return letter_meta(mail.headers)
    return {**letter_meta(inner), "published": _day(inner["date"]) or inner["date"][:100]}


def letter_meta(said: Mapping[str, str]) -> dict[str, str]:
    """Title, day, and who sent it: a person is its author, a list or a house its outlet."""
    meta = {
        "title": _SUBJECT.sub("", mime.header(said.get("subject", ""))[:500]),
        "published": _day(said.get("date", "")),
    }
    name, address = sender(mime.header(said.get("from", "") or said.get("sender", ""))[:1000])
    parted = _FROM.fullmatch(name)
    if parted and not address_like(name):
        meta["byline"], meta["outlet"] = parted[1], parted[2]
    elif name and not address_like(name):
        meta["outlet" if _is_house(name, address, said) else "byline"] = name
    return {key: value for key, value in meta.items() if value}


def subject(mail: Part) -> str:
    """The subject as people read it."""
    return mime.header(mail.headers.get("subject", ""))[:500]


def sender(said: str) -> tuple[str, str]:
    """Name and address of a sender, from "Name <address>", "address (Name)", or one of both."""
    if found := _NAMED.match(said) or _REMARKED.match(said):
        name = found["name"].replace('\\"', '"').strip("\"', ")
        return _TURNED.sub(r"\2 \1", name), found["address"].strip()
    return ("", said) if address_like(said) else (said.strip("\"'<> "), "")


def address_like(name: str) -> bool:
    """Whether a name is an address."""
    return re.fullmatch(r"\S+@\S+", name) is not None


def _is_house(name: str, address: str, said: Mapping[str, str]) -> bool:
    """Whether the sender is an outlet: it sends to a list, or its name is in its address."""
    if {"list-unsubscribe", "list-id", "list-post"} & said.keys():
        return True
    domain = re.sub(r"[^a-z]", "", address.rpartition("@")[2].rpartition(".")[0].lower())
    plain = re.sub(r"[^a-z]", "", name.lower().removeprefix("the "))
    return len(plain) > 3 and (plain in domain or (len(domain) > 4 and domain in plain))


def _day(said: str) -> str:
    """The moment of sending, in the sender's own zone; empty where it is no date."""
    try:
        return parsedate_to_datetime(mime.header(said)[:100]).isoformat()
    except (TypeError, ValueError, OverflowError, IndexError):
        return ""


# ---------------------------------------------------------------- what is attached


def _attachments(attached: list[Part], data: bytes, items: Items) -> Iterator[Found]:
    """The documents of the attachments, each under the mail's name, "#" and its own."""
    if not attached:
        return
    if items.source.depth >= MAX_DEPTH:
        yield items.rejected(
            "attachments", "archive", "attachments of a mail in a mail in a mail; save the inner mail by itself"
        )
        return
    members = Members(items.source, items.source.budget or Budget(lambda: len(data)))
    for number, part in enumerate(attached, 1):
        members.count_one()
        label = members.label(_name(part, number))
        if label is not None:
            yield from members.found(label, io.BytesIO(part.data))


def _name(part: Part, number: int) -> str:
    """What an attachment is called; one without a name by its number and kind, a forwarded mail by its subject."""
    name = part.name
    if part.kind in ("message/rfc822", "message/global") and not name:
        name = subject(mime.Part(kind="", headers=mime.headers_of(part.data))).replace("/", " ")
    name = name.lstrip(".") or f"part-{number}"
    suffix = _SUFFIXES.get(part.kind, "")
    return name if PurePath(name).suffix or not suffix else f"{name}{suffix}"


def _document(items: Items, data: bytes, text: str, meta: dict[str, str], shape: str = "mail") -> RawDocument:
    source = items.source
    return RawDocument(
        key=source.key,
        location=source.location,
        file=source.file,
        format=shape,
        data=data,
        text=text,
        meta=meta,
    )
