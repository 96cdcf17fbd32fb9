"""A record in which every word that others chose is an attack, and the walk that looks at all its pages.

    home = make(folder)            project file, articles and record.onrecord in a folder
    for page in walk(client): ...  every page, twin and picture that the pages lead to
    faults(page)                   what of it an attack came through in; none if all is well

An attack that works leaves an element or an attribute called "hacked" in the page, or calls hacked().
"""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html
from starlette.routing import Match

import onrecord
from onrecord import project
from onrecord.record import Record
from onrecord.web.routes import ROUTERS

MARKUP = '</textarea></title></style></svg>"\'><hacked data-hacked="1" onclick="hacked()">'
SCRIPT = "<script>hacked()</script>"
ATTRIBUTE = "' onmouseover='hacked()' hacked='"
TEMPLATE = "{{ 7191 * 7 }}{% raw %}${hacked()}"
HTMX = '" hx-on:load="hacked()" hx-get="/hacked" hacked="'
TURNED = "\u202egnorw\u2066 \u061c"
CONTROL = "\x07\x1b[31m\x9b"
LONG = "Wide" * 600
ADDRESS = "javascript:hacked()//"
FORMULA = '=HYPERLINK("http://evil.example","hacked")'
ALL = f"{SCRIPT} {MARKUP} {ATTRIBUTE} {TEMPLATE} {HTMX} {TURNED}"
NAMES = (f"Bo {MARKUP} Lund", f"Ana {SCRIPT}", f"=cmd {ATTRIBUTE}", f"{TURNED} Ford {CONTROL}")
WHO = f"<b hacked>{ATTRIBUTE[:30]}"


def _article(n: int, outlet: str, day: int, said: str, side: str, **other: str) -> dict[str, str]:
    body = (
        f'MIRNA - "{said} {SCRIPT}" President Bo Lund told reporters on Friday.\n\n'
        f"Lund said the commission {ATTRIBUTE} had asked for the gates to stay open {MARKUP}.\n\n"
        f'"{side} the Tarsil reservoir {TEMPLATE} should be filled," said Ana Ruiz, spokeswoman of the Lake Union '
        f"{HTMX}. She met Lund in Mirna on Thursday and threatened a strike {TURNED} unless he withdrew troops.\n\n"
        f"The army shelled the village of Dorn on Tuesday, killing 12, the Lake Union said. {CONTROL} {LONG[:300]}\n"
    )
    found = {
        "title": f"Gates {n} {ALL}",
        "outlet": f"{outlet} {MARKUP}",
        "byline": f"By {SCRIPT} {ATTRIBUTE}",
        "url": f"https://news.example/{n}?x=\"><hacked data-hacked='1'>{SCRIPT}",
        "published": f"2024-03-{day:02d}",
        "language": "en",
        "text": body,
    }
    return found | other


def articles() -> list[dict[str, str]]:
    """Articles of four outlets that tell one story, with copies, and addresses that are scripts."""
    stay, shut = "The gates stay open, and we will not yield.", "The gates will be shut at once."
    told = [
        _article(1, "Post", 8, stay, "We demand that"),
        _article(2, "Voice", 8, stay, "We demand that"),
        _article(3, "Gazette", 9, stay, "It is wrong that", url=ADDRESS + "3"),
        _article(4, "Post", 15, shut, "It is wrong that", url="data:text/html,<script>hacked()</script>"),
        _article(5, "Trumpet", 16, shut, "It is wrong that", language='en" onclick="hacked()'),
    ]
    long = _article(6, "Post " + LONG[:200], 17, shut, "We demand that", title=LONG, byline=LONG)
    arabic = _article(7, "Voice", 18, "قال الرئيس إن البوابات ستبقى مفتوحة", "نطالب", language="ar")
    return [*told, long, arabic, {"title": f"No text {ALL}", "url": "https://news.example/8", "outlet": ALL}]


TOML = """
[project]
name = {title}
record = "record.onrecord"

[[actor]]
name = {actor}
kind = "person"
aliases = ["Ana Ruiz"]

[[outlet]]
name = {outlet}
paths = ["trumpet"]
leaning = {leaning}

[[issue]]
name = {issue}
statement = {statement}
support = [{support}]
"""


def make(folder: Path) -> Path:
    """The record in `folder`, which it answers. Words are judged, named and noted as hostile users would."""
    told = {
        "title": f"The {SCRIPT}", "actor": NAMES[1], "outlet": f"Trumpet {MARKUP}", "leaning": ALL,
        "issue": f"gates & {MARKUP}", "statement": f"The Tarsil reservoir should be filled {ALL}.",
        "support": f"Fill the reservoir {HTMX}.",
    }  # fmt: skip
    written = {k: json.dumps(v, ensure_ascii=True) for k, v in told.items()}
    (folder / "onrecord.toml").write_text(TOML.format(**written), encoding="utf-8")
    came = folder / "in"
    came.mkdir()
    lines = "\n".join(json.dumps(a) for a in articles())
    (came / "a'><hacked data-hacked=1>&{{7}}.jsonl").write_text(lines, encoding="utf-8")
    (came / "<img src=x onerror=hacked()>.pdf").write_bytes(b"%PDF-1.4 " + SCRIPT.encode())
    (came / "feed.xml").write_text(FEED, encoding="utf-8")
    (came / "page.html").write_text(HTML, encoding="utf-8")
    with onrecord.open(
        folder / "record.onrecord", project=project.load(folder / "onrecord.toml"), create=True
    ) as record:
        record.add([str(came)])
        _judge(record)
    return folder


def _judge(record: Record) -> None:
    said = record.said(limit=20)
    for n, row in enumerate(said[:6]):
        record.judge(row.id, ("accept", "reject", "unsure")[n % 3], who=WHO, note=ALL)
    record.judge(said[0].id, "accept", who="Cora", note=CONTROL + LONG)
    for n, (row, name) in enumerate(zip(record.actors(limit=4), NAMES, strict=False)):
        record.rename(row.actor.id, f"{name} {n}", who=WHO, note=ALL)
    record.issue_add(f"observers {SCRIPT}", statement=f"Observers {ALL}", oppose=[MARKUP], words=["gates", ATTRIBUTE])
    for path in record.positions(limit=2, implied=True, unclear=True).paths:
        record.judge(path.steps[0].taken[0].id, "correct", stance="oppose", who=WHO, note=ALL)


FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title><![CDATA[Feed {MARKUP}]]></title>
<link>https://feed.example/</link><item><title><![CDATA[Item {MARKUP}{SCRIPT}]]></title><link>{ADDRESS}</link>
<author><![CDATA[{SCRIPT}]]></author><pubDate>Fri, 08 Mar 2024 10:00:00 GMT</pubDate>
<description><![CDATA[<p>"The gates stay open," President Bo Lund told &lt;hacked&gt; reporters.
<img src=x onerror=hacked()></p>]]>
</description></item></channel></rss>"""
HTML = f"""<!doctype html><html lang="en&quot; onclick=&quot;hacked()"><head><title>&lt;hacked&gt; gates</title>
<meta property="og:site_name" content="Site &lt;hacked data-hacked=1&gt;"><meta name="author" content="&lt;hacked&gt;">
<link rel="canonical" href="{ADDRESS}"><meta property="article:published_time" content="2024-03-10"></head><body>
<article><h1>&lt;script&gt;hacked()&lt;/script&gt; Gates</h1><p>"The gates stay open &lt;hacked onclick=hacked()&gt;,"
President Bo Lund told reporters on Friday. He had said so before, and will say so again, the commission said.</p>
<p>Lund said &lt;script&gt;hacked()&lt;/script&gt; the commission had never asked for more than that.</p></article>
<script>hacked()</script></body></html>"""


# ---------------------------------------------------------------------------- looking at it


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: where, the path of its route, what it is and what it says."""

    address: str
    route: str
    status: int
    kind: str
    text: str


def walk(client: Any, *, each: int, most: int = 600) -> Iterator[Page]:
    """Every address that pages lead to, and `each` at most of one route."""
    routes = [r for router in ROUTERS for r in router.routes]
    seen, count = {"/"}, Counter[str]()
    waiting = deque(sorted({"/", *(a for a in client.app.state.paths.values() if "{" not in a)}))
    while waiting and sum(count.values()) < most:
        address = waiting.popleft()
        route = _route(routes, address)
        if count[route] >= each:
            continue
        count[route] += 1
        answer = client.get(address, headers={"accept": "text/html"}, follow_redirects=False)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        page = Page(address=address, route=route, status=answer.status_code, kind=kind, text=answer.text)
        yield page
        for link in _links(page):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _route(routes: list[Any], address: str) -> str:
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path, "root_path": ""}
    return next((r.path for r in routes if r.matches(scope)[0] == Match.FULL), "")


def _links(page: Page) -> list[str]:
    if page.kind != "text/html" or not page.text:
        return []
    found = html.fromstring(page.text).xpath("//@href | //*[local-name()='a']/@*[local-name()='href']")
    return [
        urlsplit(a)._replace(fragment="").geturl() for a in found if a.startswith("/") and not a.startswith("/static")
    ]


_BAD_ADDRESS = re.compile(r"(?i)^[\s\x00-\x20]*(javascript|vbscript|data)[\s\x00-\x20]*:")
_FORBIDDEN = {"iframe", "object", "embed", "base", "applet", "hacked"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def faults(page: Page) -> list[str]:
    """What an attack came through in, a sentence each."""
    if page.status >= 500:
        return [f"{page.address}: {page.status}"]
    if page.kind == "text/html" and page.text:
        found = list(_of_tree(html.fromstring(page.text)))
        found += ["a tag of theirs"] if re.search(r"(?i)<(hacked|script>hacked)", page.text) else []
        found += ["a control character"] if _CONTROL.search(page.text) else []
        found += ["a template ran"] if "50337" in page.text else []
    elif page.kind == "image/svg+xml":
        found = list(_of_tree(etree.fromstring(page.text.encode(), etree.XMLParser(resolve_entities=False))))
    elif page.kind == "text/csv":
        found = ["a formula"] if re.search(r'(?m)^"?[=@]', page.text) or re.search(r',"?[=@]', page.text) else []
    else:
        found = []
    return [f"{page.address}: {f}" for f in found]


def _of_tree(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname.lower()
        if tag in _FORBIDDEN:
            yield f"an element {tag}"
        if tag == "script" and (not element.get("src", "").startswith("/static/") or (element.text or "").strip()):
            yield "a script of theirs"
        if tag == "meta" and element.get("http-equiv"):
            yield "a meta that acts"
        for name, value in element.attrib.items():
            local = etree.QName(name).localname.lower() if not name.startswith("hx-") else name.lower()
            if local.startswith(("on", "hx-on", "data-hacked", "style")) or "hacked" in local:
                yield f"an attribute {name} of {tag}"
            if local in ("href", "src", "action", "formaction", "srcdoc", "data") and _BAD_ADDRESS.match(value):
                yield f"an address {value[:40]!r} of {tag}"
            if local in ("src", "action", "hx-get", "hx-post") and value and not re.match("/(?!/)", value):
                yield f"an address outside {value[:40]!r} of {tag}"
