"""Which outlet printed a document: the user's own table first, then what the source says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from onrecord.clean.identity import domain
from onrecord.project import KnownOutlet, Project


def from_address(project: Project, url: str | None, key: str) -> tuple[str, str] | None:
    """(outlet, how) where a domain or a path part of the user's table fits."""
    host = domain(url)
    for outlet in project.outlets:
        for known in outlet.domains:
            bare = known.lower().removeprefix("www.").strip("/ ")
            if host and bare and (host == bare or host.endswith("." + bare)):
                return outlet.name, "project:domain"
    for outlet in project.outlets:
        if any(_in_path(path, key) for path in outlet.paths):
            return outlet.name, "project:path"
    return None


def _in_path(path: str, key: str) -> bool:
    """Whether a path of the user's table is in a key: a folder, a file, a pattern, or how a file's name begins."""
    wanted = path.strip("/").casefold()
    key = key.casefold()
    if not wanted:
        return False
    pieces = key.split("#")  # what an archive holds lies in folders, too
    parts = PurePosixPath("/".join(pieces)).parts
    if any(c in wanted for c in "*?["):
        return fnmatchcase(key, wanted) or any(fnmatchcase(part, wanted) for part in parts)
    if "/" in wanted:
        return f"/{wanted}/" in f"/{'/'.join(pieces)}/"
    return wanted in parts or any(_begins(PurePosixPath(piece).name, wanted) for piece in pieces)


def _begins(name: str, wanted: str) -> bool:
    """Whether the name of a file begins with these words: "post" is not "postbox"."""
    whole = not wanted[-1].isalnum() or not name[len(wanted) : len(wanted) + 1].isalnum()
    return name.startswith(wanted) and whole


def by_name(project: Project, names: Iterable[str]) -> str | None:
    """The user's outlet that one of `names` is."""
    for name in names:
        for outlet in project.outlets:
            if name and name.casefold().strip() == outlet.name.casefold():
                return outlet.name
    return None


def in_lines(outlets: Sequence[KnownOutlet], lines: Iterable[str]) -> tuple[str, str] | None:
    """(outlet, line) where a line names one of the user's outlets; the longest name wins."""
    known = sorted((o.name for o in outlets), key=len, reverse=True)
    for line in lines:
        folded = f" {line.casefold()} "
        for name in known:
            at = folded.find(name.casefold())
            if at > 0 and not folded[at - 1].isalnum() and not folded[at + len(name)].isalnum():
                return name, line
    return None
