"""The files of the package that pages need: style, scripts, pictures.

They are few and small: they are read and packed once a process and answered from memory. To look each up on the disk
took a page's share of the server several times over what the page itself took. What a page needs of a kind comes in one
answer, its files one after the other (`/static/app.css+chart.css`): a browser waits for each that it asks for.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from onrecord.export import pages

FOLDERS = (Path(__file__).with_name("static"), pages.SHEETS)
"""Where the files are."""
PREFIX = "/static"
KEEP = "public, max-age=31536000, immutable"
"""How long an address with a version is kept: it names bytes that never change."""
WORTH_PACKING = 1000  # bytes
AND = "+"
"""Between the names of files that come together."""
TOGETHER = 8
"""Files that come together at most, so that nobody has the server hold what it likes."""
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""Not asked of the system: there are machines that call a script plain text, and browsers then do not run it."""


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file as they are and packed (none where that is not worth it), its kind and its tag."""

    plain: bytes
    packed: bytes | None
    kind: str
    tag: str


class Statics:
    """`static/` and the style sheets of drawings, and nothing else: an application to mount at `PREFIX`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        try:
            file = served(scope["path"].removeprefix(f"{PREFIX}/"))
        except KeyError:
            raise HTTPException(404) from None
        await _answer(file, scope)(scope, receive, send)


def _answer(file: File, scope: Scope) -> Response:
    asked = Headers(scope=scope)
    headers = {"ETag": file.tag, "Vary": "Accept-Encoding"}
    if scope.get("query_string", b"").startswith(b"v="):
        headers["Cache-Control"] = KEEP
    if file.tag in (tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    if file.packed is not None and "gzip" in asked.get("accept-encoding", ""):
        return Response(file.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=file.kind)
    return Response(file.plain, headers=headers, media_type=file.kind)


def static(*names: str) -> str:
    """The address of these files of a kind, one after the other.

    It changes when one of them does, so that it can be kept for ever.
    """
    name = AND.join(names)
    return f"{PREFIX}/{name}?v={served(name).tag[1:13]}"


@lru_cache(maxsize=256)
def served(name: str) -> File:
    """The file of this name, or the files of these names, each once. Raises KeyError where there is none."""
    names = name.split(AND)
    some = [files()[each] for each in names]
    if len(some) == 1:
        return some[0]
    if len(names) > TOGETHER or len(set(names)) < len(names) or len({each.kind for each in some}) > 1:
        raise KeyError(name)
    return _packed(b"\n".join(each.plain for each in some), some[0].kind)


@cache
def files() -> dict[str, File]:
    """Every file by its address under `PREFIX`. Where two folders hold the same, the first one's counts."""
    every: dict[str, File] = {}
    for folder in FOLDERS:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            kind = KINDS.get(path.suffix, "text/plain")
            every.setdefault(path.relative_to(folder).as_posix(), _packed(path.read_bytes(), kind))
    return every


def _packed(plain: bytes, kind: str) -> File:
    packed = gzip.compress(plain, mtime=0) if len(plain) >= WORTH_PACKING else None
    return File(plain, packed, kind, f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


__all__ = ["FOLDERS", "PREFIX", "Statics", "files", "served", "static"]
