"""What the user typed -> the sources it stands for: files, folders, patterns, standard input.

Everything typed is checked before anything is read, so a typing mistake costs nothing. Folders are
walked in sorted order, without hidden files, and without following links to folders (each such
link is reported), so no loop is possible.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from onrecord.errors import UsageError
from onrecord.model import Rejected
from onrecord.read.limits import Budget

STDIN = "-"
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read. `path` is None for standard input; the names are safe to print and to store.

    `depth` is in how many archives it lies, `budget` what may still be unpacked of the outermost.
    """

    path: Path | None
    key: str
    file: str
    location: str
    depth: int = 0
    budget: Budget | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Root:
    """One path as typed (or one match of a typed pattern), with its absolute form."""

    typed: str
    path: Path
    absolute: Path


def sources(paths: Sequence[str]) -> Iterator[Source | Rejected]:
    """The files behind `paths`, each once, in order. Raises UsageError before the first is yielded."""
    if not paths:
        raise UsageError("name at least one file, folder or pattern to read, or - for standard input")
    roots = [root for typed in paths for root in _roots(typed)]
    return _walk_all(roots)


def _roots(typed: str) -> Sequence[_Root | None]:
    """What one typed path stands for. None is standard input."""
    if typed == STDIN:
        return [None]
    if not typed or "\x00" in typed:
        raise UsageError(f"{typed!r} is not a path")
    path = Path(typed).expanduser()
    if os.path.lexists(path):
        return [_root(typed, path)]
    if _MAGIC.isdisjoint(typed):
        raise UsageError(f"{shown(typed)}: there is no such file or folder")
    found = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (Path.glob takes no absolute patterns)
    if "**" in PurePath(typed).parts:  # it names the files itself: its folders would bring in all others
        found = [name for name in found if not Path(name).is_dir()]
    if not found:
        raise UsageError(f"{shown(typed)}: no file matches this pattern")
    return [_root(name, Path(name)) for name in found]


def _root(typed: str, path: Path) -> _Root:
    return _Root(typed=typed, path=path, absolute=Path(os.path.abspath(path)))  # noqa: PTH100 (links stay as typed)


def _walk_all(roots: list[_Root | None]) -> Iterator[Source | Rejected]:
    earlier: set[Path] = set()
    stdin_done = False
    for root in roots:
        if root is None:
            if not stdin_done:
                yield Source(path=None, key="stdin", file=STDIN, location="stdin")
            stdin_done = True
            continue
        if root.absolute not in earlier:
            for found in _walk(root):
                if not earlier or not _covered(root.absolute, found, earlier):
                    yield _named(root, found)
        earlier.add(root.absolute)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file below a root, or why there is none."""

    path: Path
    below: tuple[str, ...]
    reason: str = ""
    detail: str = ""


def _walk(root: _Root) -> Iterator[_Found]:
    """Files at and below a root, sorted by name, folder by folder."""
    waiting: list[tuple[Path, tuple[str, ...]]] = [(root.path, ())]
    while waiting:
        path, below = waiting.pop()
        try:
            mode = path.stat().st_mode
            if stat.S_ISREG(mode):
                yield _Found(path=path, below=below)
            elif not stat.S_ISDIR(mode):
                detail = "not a regular file (a pipe, socket or device); pipe it in and name it -"
                yield _Found(path=path, below=below, reason="unreadable", detail=detail)
            elif below and path.is_symlink():
                detail = "a link to a folder; add that folder itself"
                yield _Found(path=path, below=below, reason="unreadable", detail=detail)
            else:
                names = sorted((n for n in os.listdir(path) if not n.startswith(".")), reverse=True)  # noqa: PTH208
                waiting.extend((path / name, (*below, name)) for name in names)
        except (OSError, ValueError) as e:
            yield _Found(path=path, below=below, reason="unreadable", detail=_why(e))


def _covered(root: Path, found: _Found, earlier: set[Path]) -> bool:
    """Whether an earlier root has brought this file already."""
    absolute = root.joinpath(*found.below)
    hidden = False
    for folder in (absolute, *absolute.parents):
        if folder in earlier:
            return not hidden
        hidden = hidden or folder.name.startswith(".")
    return False


def _named(root: _Root, found: _Found) -> Source | Rejected:
    """The names of a found file: as typed, absolute, and from the added root's own name downwards."""
    absolute = root.absolute.joinpath(*found.below)
    file = shown(str(PurePath(root.typed).joinpath(*found.below)))
    location = shown(str(absolute))
    if found.reason:
        return Rejected(file=file, location=location, reason=found.reason, detail=found.detail)
    top = root.absolute if found.below else root.absolute.parent
    names = [top.name, *found.below] if found.below else [top.name, root.absolute.name]
    return Source(path=found.path, key=shown("/".join(n for n in names if n)), file=file, location=location)


def shown(name: str) -> str:
    """A file name without undecodable bytes, so that it can be printed, hashed and stored."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _why(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "permission denied; change its permissions or run as its owner"
    if isinstance(error, FileNotFoundError):
        return "the file is gone, or is a link that leads nowhere"
    return getattr(error, "strerror", None) or str(error)
