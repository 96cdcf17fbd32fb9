"""onrecord.toml -> Project: the user's actors, aliases, outlets, issues, backends and thresholds.

The file is optional. `Project` is frozen and is passed to every stage; no stage reads a file,
the environment or the clock.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from onrecord.alias_table import Alias, Row, dated, named, read_table
from onrecord.backends import ATTRIBUTORS, DEFAULT_ATTRIBUTOR
from onrecord.errors import ProjectError
from onrecord.vocabulary import ACTOR_KINDS

FILE = "onrecord.toml"
DEFAULT_RECORD = "record.onrecord"
DEFAULT_SURE = 0.75
DEFAULT_SIDE = 0.9
KEEP = ("none", "fetched", "all")
NAME_FIELDS = ("title", "outlet", "byline", "published", "url")
_TABLE = re.compile(r"\s*\[\[\s*(actor|issue)\s*\]\]")
_HEAD = re.compile(r"\s*\[\[?\s*[a-z]+\s*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor the user names: every alias is this actor, in every document.

    Of `dated` each is this actor's on the days it holds. `camp` is what networks of camps count it to. `where` is the
    file and line that name the actor.
    """

    name: str
    kind: str = "unknown"
    aliases: tuple[str, ...] = ()
    dated: tuple[Alias, ...] = ()
    camp: str = ""
    where: str = field(default="", compare=False)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The aliases that are this actor's whatever the day."""
        return (*self.aliases, *(a.name for a in self.dated if a.since is None and a.until is None))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlet:
    """An outlet the user names. A document is its when a domain, a path part or a masthead line matches."""

    name: str
    domains: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    leaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question on which actors take positions.

    `statement` is the proposition: who supports it is for it. `support` and `oppose` are other wordings of the two
    sides, `words` of which one must appear where the issue is spoken of, `parent` is the name of the issue that this
    one is part of.
    """

    name: str
    statement: str = ""
    support: tuple[str, ...] = ()
    oppose: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    parent: str = ""

    @property
    def proposition(self) -> str:
        """The sentence that a position is for or against: the statement, or else the name."""
        return self.statement or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """All settings of one project; the defaults are what a user without a file gets.

    `keep` says of which sources the record keeps the bytes (`KEEP`), `file_names` are regular expressions whose named
    groups (title, outlet, byline, published, url) give a document's fields from its file's name.
    """

    name: str = ""
    record: str = DEFAULT_RECORD
    actors: tuple[KnownActor, ...] = ()
    outlets: tuple[KnownOutlet, ...] = ()
    issues: tuple[Issue, ...] = ()
    attribution: str = DEFAULT_ATTRIBUTOR
    min_score: float = 0.0
    sure: float = DEFAULT_SURE
    side: float = DEFAULT_SIDE
    gazetteer: bool = True
    keep: str = "fetched"
    file_names: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Cheap: there may be fifty thousand aliases, and every article asks."""
        return hash((self.name, self.record, len(self.actors), self.attribution, self.min_score, self.gazetteer))

    @property
    def sha(self) -> str:
        """Hash of every setting that changes what a run finds.

        Not the project's name, where the record lies, which bytes it keeps, how sure is sure, how sure a side must be,
        or an actor's camp: that only sorts what was found. Nor the issues: positions on them are read of what was
        found.
        """
        settings = asdict(replace(self, issues=()))
        for name in ("record", "name", "sure", "side", "keep", "issues"):
            del settings[name]
        for actor in settings["actors"]:  # on which line of which file it stands changes nothing
            del actor["where"], actor["camp"]
            actor["dated"] = [alias[:3] for alias in actor["dated"]]
        text = json.dumps(settings, sort_keys=True, ensure_ascii=False, default=str)
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
        text = path.read_text(encoding="utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        raise ProjectError(f"{path}: there is no such project file") from None
    except (OSError, UnicodeDecodeError) as e:
        raise ProjectError(f"{path}: cannot be read: {e}") from None
    except tomllib.TOMLDecodeError as e:
        raise ProjectError(f"{path}: not valid TOML: {e}") from None
    return _Reader(path, text).project(raw)


class _Reader:
    """Checks each key as it is taken, so that an error can name it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.heads: dict[str, list[int]] = {"actor": [], "issue": []}
        for n, line in enumerate(self.lines, 1):
            if head := _TABLE.match(line):
                self.heads[head[1]].append(n)
        self.at = ""  # the line of the table being read, or nothing

    def fail(self, key: str, problem: str) -> ProjectError:
        return ProjectError(f"{self.path}{self.at}: {key}: {problem}")

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
        self.known("", raw, {"project", "actor", "actors", "outlet", "issue", "backends", "thresholds", "sources"})
        head = self.section(raw, "project")
        self.known("project.", head, {"name", "record"})
        backends = self.section(raw, "backends")
        self.known("backends.", backends, {"attribution"})
        backend = self.string("backends.", backends, "attribution", DEFAULT_ATTRIBUTOR)
        if backend not in ATTRIBUTORS:
            raise self.fail("backends.attribution", f"no backend {backend!r}; there are: {', '.join(ATTRIBUTORS)}")
        thresholds = self.section(raw, "thresholds")
        self.known("thresholds.", thresholds, {"min_score", "sure", "side"})
        sources = self.section(raw, "sources")
        self.known("sources.", sources, {"keep", "file_names"})
        if isinstance(raw.get("actors"), list):
            raise self.fail(
                "actors", "write each actor as [[actor]]; [actors] holds the settings aliases and gazetteer"
            )
        settings = self.section(raw, "actors")
        self.known("actors.", settings, {"aliases", "gazetteer"})
        return Project(
            name=self.string("project.", head, "name", ""),
            record=self.string("project.", head, "record") if "record" in head else DEFAULT_RECORD,
            actors=self.actors(raw, settings),
            outlets=tuple(self.outlet(i, t) for i, t in enumerate(self.tables(raw, "outlet"), 1)),
            issues=self.issues(raw),
            attribution=backend,
            min_score=self.threshold(thresholds, "min_score", 0.0),
            sure=self.threshold(thresholds, "sure", DEFAULT_SURE),
            side=self.threshold(thresholds, "side", DEFAULT_SIDE),
            gazetteer=self.switch("actors.", settings, "gazetteer", default=True),
            keep=self.choice("sources.", sources, "keep", KEEP, "fetched"),
            file_names=self.patterns("sources.", sources, "file_names"),
        )

    def choice(self, where: str, table: Mapping[str, Any], key: str, among: Sequence[str], default: str) -> str:
        value = self.string(where, table, key, default)
        if value not in among:
            raise self.fail(f"{where}{key}", f"{value!r} is none of {', '.join(among)}")
        return value

    def patterns(self, where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """Regular expressions with named groups of fields."""
        found = self.strings(where, table, key)
        for pattern in found:
            try:
                groups = set(re.compile(pattern).groupindex)
            except re.error as e:
                raise self.fail(f"{where}{key}", f"{pattern!r} is no regular expression: {e}") from None
            if not groups or not groups <= set(NAME_FIELDS):
                raise self.fail(
                    f"{where}{key}", f"{pattern!r} needs named groups, (?P<...>), out of {', '.join(NAME_FIELDS)}"
                )
        return found

    def switch(self, where: str, table: Mapping[str, Any], key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(f"{where}{key}", "true or false is needed here")
        return value

    def actors(self, raw: Mapping[str, Any], settings: Mapping[str, Any]) -> tuple[KnownActor, ...]:
        """The actors of the file, each with what the alias files add to it, then those that only these name."""
        found: dict[str, KnownActor] = {}
        for i, table in enumerate(self.tables(raw, "actor"), 1):
            actor = self.actor(i, table)
            first = found.setdefault(actor.name, actor)
            if first is not actor:
                raise ProjectError(
                    f"{actor.where}: actor {i}: {actor.name!r} is there twice ({first.where}); make one of the two"
                )
        self.at = ""
        files = settings.get("aliases", [])
        files = [files] if isinstance(files, str) else files
        rows: list[Row] = []
        for name in self.strings("actors.", {"aliases": files}, "aliases"):
            rows += read_table(self.path.parent / name)
        return tuple(_joined(found, rows))

    def threshold(self, table: Mapping[str, Any], key: str, default: float) -> float:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.fail(f"thresholds.{key}", "a number from 0 to 1 is needed here")
        return float(value)

    def actor(self, i: int, table: Mapping[str, Any]) -> KnownActor:
        where = f"actor {i}: "
        line = self.line("actor", i)
        self.at = f":{line}"
        self.known(where, table, {"name", "kind", "aliases", "camp"})
        kind = self.string(where, table, "kind", "unknown")
        if kind not in ACTOR_KINDS:
            raise self.fail(where + "kind", f"{kind!r} is none of {', '.join(ACTOR_KINDS)}")
        name = named(f"{self.path}:{line}", where + "name", self.string(where, table, "name"))
        given = table.get("aliases", [])
        if not isinstance(given, list) or not all(isinstance(x, str | dict) for x in given):
            raise self.fail(where + "aliases", "a list of texts is needed here, or of tables with name, since, until")
        always, sometimes = [], []
        for alias in given:
            if isinstance(alias, str):
                always.append(named(self.place(line, alias), where + "aliases", alias))
            else:
                sometimes.append(self.alias(where, line, alias))
        return KnownActor(
            name=name, kind=kind, aliases=tuple(always), dated=tuple(sometimes),
            camp=self.string(where, table, "camp", "").strip(), where=f"{self.path}:{line}",
        )  # fmt: skip

    def alias(self, where: str, line: int, table: Mapping[str, Any]) -> Alias:
        """One alias written as a table, with its dates."""
        self.at = ":" + self.place(line, str(table.get("name", ""))).rpartition(":")[2]
        self.known(where + "aliases: ", table, {"name", "since", "until"})
        at = f"{self.path}{self.at}"
        name = named(at, where + "aliases", self.string(where + "aliases: ", table, "name"))
        return dated(at, name, table.get("since"), table.get("until"))

    def line(self, what: str, i: int) -> int:
        """The line on which the i-th [[actor]] or [[issue]] begins; 1 where it is written otherwise."""
        heads = self.heads[what]
        return heads[i - 1] if i <= len(heads) else 1

    def place(self, line: int, words: str) -> str:
        """File and line of a text in the table that begins on a line: of the first line that has it in quotes."""
        for n in range(line, len(self.lines) + 1):
            text = self.lines[n - 1]
            if n > line and _HEAD.match(text):
                break
            if f'"{words}"' in text or f"'{words}'" in text:
                return f"{self.path}:{n}"
        return f"{self.path}:{line}"

    def outlet(self, i: int, table: Mapping[str, Any]) -> KnownOutlet:
        where = f"outlet {i}: "
        self.known(where, table, {"name", "domains", "paths", "leaning"})
        return KnownOutlet(
            name=self.string(where, table, "name"),
            domains=self.strings(where, table, "domains"),
            paths=self.strings(where, table, "paths"),
            leaning=self.string(where, table, "leaning", ""),
        )

    def issues(self, raw: Mapping[str, Any]) -> tuple[Issue, ...]:
        """The issues of the file; each is named once, and its parents are there and lead to an end."""
        found: dict[str, Issue] = {}
        for i, table in enumerate(self.tables(raw, "issue"), 1):
            issue = self.issue(i, table)
            first = found.setdefault(issue.name.casefold(), issue)
            if first is not issue:
                raise self.fail(f"issue {i}: name", f"{issue.name!r} is there twice; name one of them otherwise")
        parents = {issue.name: issue.parent for issue in found.values()}
        for i, issue in enumerate(found.values(), 1):
            self.at = f":{self.line('issue', i)}"
            above, seen = issue.parent, {issue.name}
            while above:
                if above not in parents:
                    there = ", ".join(map(repr, parents))
                    raise self.fail(f"issue {i}: parent", f"no issue is called {above!r}; there are: {there}")
                if above in seen:
                    raise self.fail(f"issue {i}: parent", f"{issue.name!r} would be a part of itself")
                seen.add(above)
                above = parents[above]
        self.at = ""
        return tuple(found.values())

    def issue(self, i: int, table: Mapping[str, Any]) -> Issue:
        where = f"issue {i}: "
        line = self.line("issue", i)
        self.at = f":{line}"
        self.known(where, table, {"name", "statement", "support", "oppose", "words", "parent"})
        support, oppose, words = (self.wordings(where, table, key) for key in ("support", "oppose", "words"))
        return Issue(
            name=named(f"{self.path}:{line}", where + "name", self.string(where, table, "name")),
            statement=self.string(where, table, "statement") if "statement" in table else "",
            support=support,
            oppose=oppose,
            words=words,
            parent=" ".join(self.string(where, table, "parent").split()) if "parent" in table else "",
        )

    def wordings(self, where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """One text, or a list of texts."""
        value = table.get(key, [])
        return self.strings(where, {key: [value] if isinstance(value, str) else value}, key)


def _joined(actors: Mapping[str, KnownActor], rows: Sequence[Row]) -> Iterator[KnownActor]:
    """The actors with the aliases of the rows. Raises ProjectError where the two say different kinds."""
    more: dict[str, list[Row]] = {}
    for row in rows:
        more.setdefault(row.actor, []).append(row)
    for name in dict.fromkeys((*actors, *more)):
        actor = actors.get(name) or KnownActor(name=name, where=more[name][0].where)
        for row in more.get(name, ()):
            if row.kind and row.kind != actor.kind:
                if actor.kind != "unknown":
                    raise ProjectError(
                        f"{row.where}: {name!r} is of kind {row.kind!r} here and {actor.kind!r} in {actor.where};"
                        " keep one of them"
                    )
                actor = replace(actor, kind=row.kind)
        yield replace(actor, dated=(*actor.dated, *(r.alias for r in more.get(name, ()) if r.alias is not None)))
