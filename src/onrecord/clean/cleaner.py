"""The order in which a source becomes a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord import charset
from onrecord.clean import byline, file_names, front, language, learned, metadata, origin, outlet, page
from onrecord.clean.fields import Fields, from_lines, from_name
from onrecord.clean.identity import canonical, document_id, domain, sha
from onrecord.clean.label import label
from onrecord.clean.lines import Block, blocks
from onrecord.clean.metadata import Said, read_date
from onrecord.clean.outline import outline
from onrecord.clean.parts import parts
from onrecord.clean.recheck import Paragraph
from onrecord.clean.strip import strip_tags
from onrecord.model import Document, RawDocument, Rejected
from onrecord.project import Project
from onrecord.span import words

_PAGE_MARKS = ("<html", "<body", "<!doctype html")


def clean(raw: RawDocument, project: Project) -> Document | Rejected:
    """One article out of one source, or why there is none."""
    text, encoding = _decoded(raw)
    if not text.strip("\ufeff \t\r\n\x00"):
        return _rejected(raw, "empty", "it holds nothing but white space")
    if raw.format == "html" or raw.meta.get("markup") == "html":
        return _from_html(raw, text, encoding, project)
    if "\x00" in text:
        return _rejected(raw, "binary", "it has NUL bytes, so it is no text file")
    return _from_text(raw, text, encoding, project)


def _decoded(raw: RawDocument) -> tuple[str, str | None]:
    if raw.text is not None:
        return raw.text, raw.meta.get("encoding")
    return charset.decode(raw.data, html=raw.format == "html")


def _from_text(raw: RawDocument, text: str, encoding: str | None, project: Project) -> Document | Rejected:
    fields = Fields()
    url = _declared(fields, raw, project, canonical(raw.meta.get("url")))
    matter = front.read(text)
    for name, value in (matter.values if matter else {}).items():
        _take(fields, name, Said(value, "front-matter"), project)
    found = blocks(text, matter.end if matter else 0)
    label(found, fields.title, _outlet_names(fields, project))
    learned.label(found)
    if matter:
        found.insert(0, _front(text[: matter.end].rstrip()))
    return _finished(raw, project, fields, text=text, found=found, url=url, encoding=encoding)


def _from_html(raw: RawDocument, html: str, encoding: str | None, project: Project) -> Document | Rejected:
    """A page, or the piece of one that a feed or database holds."""
    fields = Fields()
    said_url = canonical(raw.meta.get("url"))
    start = html[:2000].lower()
    whole = raw.format == "html" or any(mark in start for mark in _PAGE_MARKS)
    tree = page.parse(html) if whole else None
    lines = outline(tree) if tree is not None else []
    said = metadata.read(tree, said_url, lines) if tree is not None else metadata.Metadata(url=said_url)
    paragraphs = page.article(tree, lines) if tree is not None else tuple(Paragraph(text=p) for p in strip_tags(html))
    if not paragraphs:
        return _rejected(raw, "no-article-text", "no main text was found on the page; check that it is an article")
    url = _declared(fields, raw, project, said.url or said_url)
    _from_metadata(fields, said, project)
    title = fields.title
    pieces = [*([title] if title else []), *(p.text for p in paragraphs)]
    text = "\n\n".join(pieces)
    found = blocks(text, len(title) if title else 0)
    _marked_by_page(found, paragraphs, len(title) + 2 if title else 0)
    label(found, title, _outlet_names(fields, project), extracted=tree is not None)
    if title:
        for b in found:  # the headline is ours, put above; a second one is the page's
            if b.label == "headline":
                b.label, b.why = "repeat", "the headline again"
        found.insert(0, _headline(title))
    fields.note("text", "article extracted" if tree is not None else "tags stripped", "html")
    return _finished(
        raw, project, fields, text=text, found=found, url=url, encoding=encoding, lang=said.language, html=html
    )


def _marked_by_page(found: Sequence[Block], paragraphs: Sequence[Paragraph], start: int) -> None:
    """The labels that the page gave its paragraphs, on the blocks that they are."""
    marked = []
    for p in paragraphs:
        if p.label:
            marked.append((start, start + len(p.text), p))
        start += len(p.text) + 2
    for begin, end, p in marked:
        for b in found:
            if begin <= b.start < end:
                b.set(p.label, p.why)


def _front(text: str) -> Block:
    start = len(text) - len(text.lstrip("\ufeff"))
    return Block(
        start=start, end=len(text), line=" ".join(text[start:].split()), gap=True, count=text.count(" ") + 1,
        final=False, bullet=False, label="other", why="front matter",
    )  # fmt: skip


def _headline(title: str) -> Block:
    return Block(
        start=0, end=len(title), line=title, gap=True, count=title.count(" ") + 1, final=False, bullet=False,
        label="headline", why="the page's title",
    )  # fmt: skip


def _declared(fields: Fields, raw: RawDocument, project: Project, url: str | None) -> str | None:
    """What the user's project and the container of the source say; evidence "field:..." or "feed"."""
    place = outlet.from_address(project, url, raw.key)
    if place:
        fields.outlet = place[0]
        fields.note("outlet", place[0], place[1])
    named = file_names.given(project, raw.key)
    later = file_names.of_item(raw.key)  # the name of a file of many articles says less than the article's own fields
    if not later:
        _from_file_name(fields, named, project)
    for name in ("title", "outlet", "byline", "published"):
        value = raw.meta.get(name, "").strip()
        if value:
            _take(fields, name, Said(value, "feed" if raw.format == "feed" else f"field:{name}"), project)
    if later:
        _from_file_name(fields, named, project)
    if agency := raw.meta.get("agency", "").strip():
        fields.note("agency", agency, "field:agency")
    if dateline := raw.meta.get("dateline", "").strip():
        fields.dateline = dateline
        fields.note("dateline", dateline, "field:dateline")
    for name in ("section", "length"):
        if value := raw.meta.get(name, "").strip():
            fields.note(name, value, f"field:{name}")
    return url or canonical(named.get("url"))


def _from_file_name(fields: Fields, named: Mapping[str, str], project: Project) -> None:
    """What the file's name says by the user's own pattern: surer than anything the file says of itself."""
    for name, value in named.items():
        said = Said(value, file_names.ORIGIN)
        if name == "published" and read_date(said) is None:
            fields.note("published.unread", value, file_names.ORIGIN)  # no day, or 03-02-2024, which could be two
        elif name != "url":
            _take(fields, name, said, project)


def _take(fields: Fields, name: str, said: Said, project: Project) -> None:
    """One thing a container or page says, kept if nothing surer is known."""
    if name == "title":
        fields.title = fields.title or " ".join(said.value.split())
        fields.note("title", said.value, said.origin)
    elif name == "outlet":
        named = outlet.by_name(project, [said.value]) or said.value.split(" | ")[0]
        host = outlet.from_address(project, canonical(f"https://{said.value}/"), "") if "." in said.value else None
        fields.outlet = fields.outlet or (host[0] if host else named)
        fields.note("outlet", said.value, said.origin)
    elif name == "byline":
        _take_byline(fields, said)
    elif hit := read_date(said):
        if fields.published is None:
            fields.published, fields.published_at = hit[0], hit[1]
        fields.note("published", hit[0].isoformat(), said.origin)


def _take_byline(fields: Fields, said: Said) -> None:
    got = byline.split(said.value, {fields.outlet.casefold()} if fields.outlet else ())
    own = set(words(fields.outlet or "").split()) - {"the", "of", "news"}
    persons = tuple(p for p in got.persons if own.isdisjoint(words(p).split()))  # "Telegraph Sport" is no person
    if persons and fields.byline is None:
        fields.byline = byline.joined(persons)
        fields.note("byline", fields.byline, said.origin)
    if got.agency:
        fields.note("agency", got.agency, said.origin)
    if got.role:
        fields.note("byline.role", got.role, said.origin)


def _from_metadata(fields: Fields, said: metadata.Metadata, project: Project) -> None:
    if said.title:
        _take(fields, "title", said.title, project)
    if said.outlet:
        _take(fields, "outlet", said.outlet, project)
    for author in said.authors:
        _take_byline(fields, author)
    if said.published:
        day, at, source = said.published
        if fields.published is None:
            fields.published, fields.published_at = day, at
        fields.note("published", day.isoformat(), source.origin)


def _outlet_names(fields: Fields, project: Project) -> list[str]:
    return [*([fields.outlet] if fields.outlet else []), *(o.name for o in project.outlets)]


def _finished(
    raw: RawDocument,
    project: Project,
    fields: Fields,
    *,
    text: str,
    found: Sequence[Block],
    url: str | None,
    encoding: str | None,
    lang: str | None = None,
    html: str | None = None,
) -> Document | Rejected:
    if any(b.open for b in found):
        from_lines(fields, text, found, project)
    body = [b for b in found if b.open and b.start < b.end]  # a byline may have been all there was
    if not body:
        return _rejected(raw, "no-article-text", "every line reads as furniture (mastheads, links, notices)")
    from_name(fields, raw.key)
    host = domain(url)
    if fields.outlet is None and host:
        fields.outlet = host
        fields.note("outlet", host, "domain")
    raw_sha = sha(raw.data)
    return Document(
        id=document_id(url, raw.key, raw_sha),
        key=raw.key,
        location=raw.location,
        file=raw.file,
        format=raw.format,
        text=text,
        text_sha=sha(text.encode("utf-8", "surrogatepass")),
        raw_sha=raw_sha,
        url=url,
        outlet=fields.outlet,
        title=fields.title,
        byline=fields.byline,
        dateline=fields.dateline,
        published=fields.published,
        published_at=fields.published_at,
        language=_language(text, body, raw.meta.get("language") or lang),
        encoding=encoding,
        parts=parts(text, found),
        evidence=tuple(fields.evidence),
        offsets=origin.runs(html, text) if html is not None else (),
    )


def _language(text: str, body: Sequence[Block], said: str | None) -> str | None:
    """By the words of the article; what the source says counts where it is too short to tell."""
    sample = ""
    for b in body:
        sample += text[b.start : b.end] + "\n"
        if len(sample) > 3000:
            break
    return language.identify(sample) or language.declared(said)


def _rejected(raw: RawDocument, reason: str, detail: str) -> Rejected:
    return Rejected(file=raw.file, location=raw.location, reason=reason, detail=detail, raw_sha=sha(raw.data))
