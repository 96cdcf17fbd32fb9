"""News agencies' XML (NewsML-G2, NITF, NewsML 1) -> items, one an article.

The file is parsed without its DTD, without entities and without the network; a file that defines entities of its own
is refused before it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from onrecord.model import Rejected
from onrecord.read import newsml, newsml_g2, nitf
from onrecord.read.items import Found, Items
from onrecord.read.newsparts import local
from onrecord.read.unpack import Refused, Stream

_MAX_FILE = 64 * 1024 * 1024
_ENTITY = re.compile(rb"<!\s*ENTITY|<\x00!\x00E\x00N\x00T|\x00<\x00!\x00E\x00N\x00T", re.IGNORECASE)
_READERS: dict[str, Callable[[Any], Iterator[dict[str, str]]]] = {
    "newsMessage": newsml_g2.items,
    "newsItem": newsml_g2.items,
    "packageItem": newsml_g2.items,
    "nitf": nitf.items,
    "NewsML": newsml.items,
}


def read_newsxml(stream: Stream, items: Items) -> Iterator[Found]:
    """The articles of a news agency's file. Pictures, graphics and packages that only list others are no articles."""
    data = stream.whole(_MAX_FILE)
    if _ENTITY.search(data):
        raise Refused("unsafe-xml", "the file defines its own XML entities, which could blow up or fetch; remove them")
    root = _parsed(data)
    reader = _READERS.get(local(root))
    if reader is None:
        raise Refused("unsupported-format", f"XML with the root {local(root)[:40]}, which is no news format")
    number = 0
    for number, record in enumerate(reader(root), 1):
        yield _item(record, number, items)
    if not number:
        raise Refused("no-text-field", "a file of a news agency without any item in it")


def _item(record: dict[str, str], number: int, items: Items) -> Found:
    """An item's document. One without text is named by what it is."""
    why = record.pop("why", "")
    if why and not record.get("text", "").strip():
        return _without_text(record, number, items, why)
    return items.document(record, number, dict(record))


def _without_text(record: dict[str, str], number: int, items: Items, why: str) -> Rejected:
    reason, _, detail = why.partition(": ")
    return items.rejected(items.name(record, number), reason, detail)


def _parsed(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, dtd_validation=False,
        attribute_defaults=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise Refused("broken-xml", f"the XML is broken: {str(e)[:150]}") from None
