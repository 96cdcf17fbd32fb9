"""Statements and positions as W3C Web Annotations (JSON-LD): a collection, in pages.

    collection.json     the AnnotationCollection: how many there are, its first and its last page
    page-00001.json     an AnnotationPage with at most `PAGE` annotations, in the order of articles and their text

An annotation of a statement says who speaks (purpose "identifying") and how ("tagging"), one of a position the side
that is taken on an issue ("classifying"). `onrecord:field` tells what each body is. The target is the article by its
address, else by a URN of its id; of a statement in pieces each piece is a target. Each has two selectors:
TextPositionSelector counts Unicode code points of the record's text of the article, whose SHA-256 stands in the state,
and TextQuoteSelector gives the words with what stands around them, which also finds them on the page. Nothing is
fetched for the contexts.

Left out: the articles' texts, statements that a reviewer rejected, events, and positions that only follow from the
words or whose side is not clear, unless they are asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count, islice
from pathlib import Path

from onrecord.export.folder import own_folder
from onrecord.export.sides import sides
from onrecord.export.source import Source
from onrecord.export.wording import web_address
from onrecord.model import Span
from onrecord.output import encodable
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import ActorRef, DocumentView, Said

KIND = "annotations"
ANNO = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:x-onrecord:"
_ID = {"@type": "@id"}
CONTEXT = [ANNO, {"onrecord": f"{URN}term:", "onrecord:actor": _ID, "onrecord:statement": _ID}]
PAGE = 1_000
AROUND = 32  # characters before and after a quotation; doubled until it stands once in the text, or at most to MOST
MOST = 512
Json = dict[str, object]


def write(source: Source, path: Path, *, implied: bool = False, unclear: bool = False) -> dict[Path, int]:
    """Write the pages into a folder that is empty or their own; gives the number of annotations."""
    with own_folder(path, KIND) as folder:
        rows = _annotations(source, implied=implied, unclear=unclear)
        total = last = 0
        page = list(islice(rows, PAGE))
        for number in count(1):
            if not page:
                break
            following = list(islice(rows, PAGE))
            with folder.file(_page_name(number)) as out:
                out.writelines(_page(number, page, total, more=bool(following)))
            total, last, page = total + len(page), number, following
        with folder.file("collection.json") as out:
            out.write(_json(_collection(total, last)) + b"\n")
    return {path / "collection.json": total}


def _page_name(number: int) -> str:
    return f"page-{number:05}.json"


def _collection(total: int, last: int) -> Json:
    pages = {"first": _page_name(1), "last": _page_name(last)} if last else {}
    label = {"label": "OnRecord: statements and positions"}
    return {"@context": ANNO, "id": "collection.json", "type": "AnnotationCollection", **label, "total": total, **pages}


def _page(number: int, items: Sequence[Json], start: int, *, more: bool) -> Iterator[bytes]:
    """A page, each annotation on a line of its own."""
    made: Json = {"@context": CONTEXT, "id": _page_name(number), "type": "AnnotationPage", "partOf": "collection.json"}
    if number > 1:
        made["prev"] = _page_name(number - 1)
    if more:
        made["next"] = _page_name(number + 1)
    yield _json({**made, "startIndex": start}).removesuffix(b"}") + b', "items": [\n'
    yield b",\n".join(map(_json, items))
    yield b"\n]}\n"


def _json(made: Json) -> bytes:
    return encodable(json.dumps(made, ensure_ascii=False)).encode("utf-8")


def _annotations(source: Source, *, implied: bool, unclear: bool) -> Iterator[Json]:
    for view in source.documents():
        article = _Article(view)
        yield from map(article.statement, view.said)
        taken = sides(source, implied=implied, unclear=unclear, document=view.document.id)
        yield from map(article.position, taken)


class _Article:
    """Makes the annotations of one article."""

    def __init__(self, view: DocumentView) -> None:
        self._text = view.text
        self._address = web_address(view.document.url) or f"{URN}document:{view.document.id}"
        sha = hashlib.sha256(view.text.encode("utf-8", "surrogatepass")).hexdigest()
        self._state: Json = {"type": "TimeState", "onrecord:textSha256": sha}
        if view.document.published:
            self._state["sourceDate"] = f"{view.document.published.isoformat()}T00:00:00Z"

    def statement(self, said: Said) -> Json:
        bodies = [
            *_actor("speaker", said.speaker),
            _body("source", "describing", " ... ".join(s.text for s in said.source)),
            _body("cue", "describing", " ... ".join(s.text for s in said.cue)),
            _body("kind", "tagging", said.kind),
            _body("act", "tagging", said.act),
            *_actor("addressee", said.addressee),
            *(b for actor in said.via for b in _actor("via", actor)),
            _body("said", "describing", _days(said.said_since, said.said_until)),
        ]
        return {
            **self._made(f"{URN}statement:{said.id}", "describing", said.by, said.score, said.verdict),
            "body": [b for b in bodies if b["value"]],
            "target": self._target(said.content),
        }

    def position(self, row: PositionRow) -> Json:
        bodies = [
            _body("issue", "classifying", row.issue),
            _body("stance", "classifying", row.stance),
            _body("strength", "tagging", row.strength),
            _body("condition", "describing", " ... ".join(s.text for s in row.condition)),
            *_actor("speaker", row.actor),
        ]
        return {
            **self._made(f"{URN}position:{row.id}", "classifying", row.by, row.score, row.verdict),
            "onrecord:statement": f"{URN}statement:{row.said.id}",
            "body": [b for b in bodies if b["value"]],
            "target": self._target(row.said.content),
        }

    def _made(self, own: str, motivation: str, by: str, score: float, verdict: str | None) -> Json:
        judged: Json = {"onrecord:verdict": verdict} if verdict else {}
        generator = {"id": f"{URN}by:{by}", "type": "Software", "name": by}
        return {
            "id": own, "type": "Annotation", "motivation": motivation, "generator": generator,
            "onrecord:score": round(score, 4), **judged,
        }  # fmt: skip

    def _target(self, spans: Sequence[Span]) -> Json | list[Json] | str:
        found = [self._piece(s) for s in spans]
        return self._address if not found else found[0] if len(found) == 1 else found

    def _piece(self, span: Span) -> Json:
        start, end = span.start, span.end
        around = AROUND
        while around < MOST and self._text.count(self._text[max(0, start - around) : end + around]) > 1:
            around *= 2
        return {
            "type": "SpecificResource",
            "source": self._address,
            "state": self._state,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": self._text[start:end],
                    "prefix": self._text[max(0, start - around) : start],
                    "suffix": self._text[end : end + around],
                },
            ],
        }


def _actor(field: str, actor: ActorRef | None) -> Iterable[Json]:
    """Who it is, by name and by the record's id."""
    if actor is None:
        return []
    return [{**_body(field, "identifying", actor.name), "onrecord:actor": f"{URN}actor:{actor.id}"}]


def _body(field: str, purpose: str, value: str) -> Json:
    return {
        "type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "onrecord:field": field,
    }  # fmt: skip


def _days(since: date | None, until: date | None) -> str:
    """An ISO 8601 day or interval; empty where the text tells none."""
    first, last = since or until, until or since
    return "" if first is None else first.isoformat() if first == last else f"{first}/{last}"
