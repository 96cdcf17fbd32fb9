"""The note of an article: where it is from, and what it reports that was said, in the order of its text."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.notes.links import Library, block, said_on
from onrecord.export.notes.marks import escaped, front, line, web
from onrecord.export.wording import day, web_address
from onrecord.store.rows import DocumentView, Said


def note(view: DocumentView, library: Library) -> Iterator[str]:
    """The lines of the note."""
    ref = view.document
    address = web_address(ref.url) or ""
    title = line(ref.title or "") or ref.file
    fields = {
        "id": ref.id, "title": title, "outlet": ref.outlet, "published": ref.published, "byline": view.byline,
        "language": view.language, "url": address, "file": ref.file,
    }  # fmt: skip
    yield front(fields)
    yield f"# {escaped(title)}\n"
    where = f"{ref.outlet or 'no outlet known'}, {day(ref.published)}"
    yield f"{web(address, where)}. File: {escaped(ref.file)}\n"
    yield "## Statements\n"
    if not view.said:
        yield "None found."
    for said in view.said:
        yield f"- {_who(said, library)} ({escaped(said.kind)}, {escaped(said.act)}, {said_on(said)}): " + (
            f"{escaped(said.quote)} ({library.words(ref, said.content)}) ^{block(said.id)}"
        )


def _who(said: Said, library: Library) -> str:
    if said.speaker or not said.source:
        return library.actor(said.speaker)
    return escaped(" ".join(s.text for s in said.source))
