"""onrecord.toml -> Project: the user's actors, aliases, outlets, issues, backends and thresholds.

The file is optional. `Project` is frozen and is passed to every stage; no stage reads a file,
the environment or the clock.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from onrecord.backends import ATTRIBUTORS, DEFAULT_ATTRIBUTOR
from onrecord.errors import ProjectError
from onrecord.model import ACTOR_KINDS

FILE = "onrecord.toml"
DEFAULT_RECORD = "record.onrecord"
DEFAULT_SURE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor the user names: every alias is this actor, in every document."""

    name: str
    kind: str = "unknown"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlet:
    """An outlet the user names. A document is its when a domain, a path part or a masthead line matches."""

    name: str
    domains: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    leaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question on which actors take positions."""

    name: str
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """All settings of one project; the defaults are what a user without a file gets."""

    name: str = ""
    record: str = DEFAULT_RECORD
    actors: tuple[KnownActor, ...] = ()
    outlets: tuple[KnownOutlet, ...] = ()
    issues: tuple[Issue, ...] = ()
    attribution: str = DEFAULT_ATTRIBUTOR
    min_score: float = 0.0
    sure: float = DEFAULT_SURE

    @property
    def sha(self) -> str:
        """Hash of every setting that changes what a run finds.

        Not the project's name, where the record lies, or how sure is sure: that only sorts what was found.
        """
        settings = asdict(self)
        del settings["record"], settings["name"], settings["sure"]
        text = json.dumps(settings, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def find(start: Path) -> Path | None:
    """The nearest onrecord.toml in `start` or a folder above it."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    return None


def load(path: Path) -> Project:
    """Read a project file. Raises ProjectError naming the file and the key that is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ProjectError(f"{path}: there is no such project file") from None
    except (OSError, UnicodeDecodeError) as e:
        raise ProjectError(f"{path}: cannot be read: {e}") from None
    except tomllib.TOMLDecodeError as e:
        raise ProjectError(f"{path}: not valid TOML: {e}") from None
    return _Reader(path).project(raw)


class _Reader:
    """Checks each key as it is taken, so that an error can name it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, key: str, problem: str) -> ProjectError:
        return ProjectError(f"{self.path}: {key}: {problem}")

    def known(self, where: str, table: Mapping[str, Any], keys: set[str]) -> None:
        for key in table:
            if key not in keys:
                raise self.fail(f"{where}{key}", f"no such setting; there are: {', '.join(sorted(keys))}")

    def string(self, where: str, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(f"{where}{key}", "a text is needed here")
        return value

    def strings(self, where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(x, str) and x.strip() for x in value):
            raise self.fail(f"{where}{key}", "a list of texts is needed here")
        return tuple(value)

    def tables(self, raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(x, dict) for x in value):
            raise self.fail(key, f"write each as a table of its own: [[{key}]]")
        return value

    def section(self, raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = raw.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, f"write it as a table: [{key}]")
        return value

    def project(self, raw: Mapping[str, Any]) -> Project:
        self.known("", raw, {"project", "actor", "outlet", "issue", "backends", "thresholds"})
        head = self.section(raw, "project")
        self.known("project.", head, {"name", "record"})
        backends = self.section(raw, "backends")
        self.known("backends.", backends, {"attribution"})
        backend = self.string("backends.", backends, "attribution", DEFAULT_ATTRIBUTOR)
        if backend not in ATTRIBUTORS:
            raise self.fail("backends.attribution", f"no backend {backend!r}; there are: {', '.join(ATTRIBUTORS)}")
        thresholds = self.section(raw, "thresholds")
        self.known("thresholds.", thresholds, {"min_score", "sure"})
        return Project(
            name=self.string("project.", head, "name", ""),
            record=self.string("project.", head, "record") if "record" in head else DEFAULT_RECORD,
            actors=tuple(self.actor(i, t) for i, t in enumerate(self.tables(raw, "actor"), 1)),
            outlets=tuple(self.outlet(i, t) for i, t in enumerate(self.tables(raw, "outlet"), 1)),
            issues=tuple(self.issue(i, t) for i, t in enumerate(self.tables(raw, "issue"), 1)),
            attribution=backend,
            min_score=self.threshold(thresholds, "min_score", 0.0),
            sure=self.threshold(thresholds, "sure", DEFAULT_SURE),
        )

    def threshold(self, table: Mapping[str, Any], key: str, default: float) -> float:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.fail(f"thresholds.{key}", "a number from 0 to 1 is needed here")
        return float(value)

    def actor(self, i: int, table: Mapping[str, Any]) -> KnownActor:
        where = f"actor {i}: "
        self.known(where, table, {"name", "kind", "aliases"})
        kind = self.string(where, table, "kind", "unknown")
        if kind not in ACTOR_KINDS:
            raise self.fail(where + "kind", f"{kind!r} is none of {', '.join(ACTOR_KINDS)}")
        return KnownActor(
            name=self.string(where, table, "name"), kind=kind, aliases=self.strings(where, table, "aliases")
        )

    def outlet(self, i: int, table: Mapping[str, Any]) -> KnownOutlet:
        where = f"outlet {i}: "
        self.known(where, table, {"name", "domains", "paths", "leaning"})
        return KnownOutlet(
            name=self.string(where, table, "name"),
            domains=self.strings(where, table, "domains"),
            paths=self.strings(where, table, "paths"),
            leaning=self.string(where, table, "leaning", ""),
        )

    def issue(self, i: int, table: Mapping[str, Any]) -> Issue:
        where = f"issue {i}: "
        self.known(where, table, {"name", "statement"})
        return Issue(name=self.string(where, table, "name"), statement=self.string(where, table, "statement", ""))
