"""Readings made up for tests: articles of paragraphs "NAME said: "WORDS"", with true spans and stable ids."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.model import (
    Actor,
    Document,
    Entity,
    Evidence,
    Link,
    Mention,
    Part,
    Reading,
    Rejected,
    Role,
    Span,
    Statement,
    When,
)
from onrecord.span import stable_id
from onrecord.store.db import Appended, Store

Line = tuple[str | None, str]
"""Who (None: nobody named) and what."""
Fill = Callable[[Store], object]
Begin = Callable[[Fill], Store]
"""What the fixture `begin` is: it opens a record for the test that is as a function has filled it."""


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def reading(
    key: str = "a.txt",
    lines: Sequence[Line] = (("Ann Lee", "We will sign the treaty."),),
    *,
    title: str | None = None,
    outlet: str | None = "The Bay Courier",
    published: date | None = date(2019, 3, 4),
    said: When | None = None,
    kind: str = "person",
    location: str | None = None,
) -> Reading:
    """An article with one statement a line."""
    head = title if title is not None else f"News of {key}"
    text, made = head + "\n\n", []
    for who, what in lines:
        start = len(text)
        text += f"{who or 'It was'} said: “{what}”\n\n"
        made.append((who, what, start))
    raw = sha(text)
    doc = "d" + sha(key + raw)[:16]
    return Reading(
        document=Document(
            id=doc, key=key, location=location or f"/news/{key}", file=f"news/{key}", format="text", text=text,
            text_sha=raw, raw_sha=raw, url=f"https://example.org/{key}", outlet=outlet, title=head,
            byline="By Jo Roe", published=published, language="en", encoding="utf-8", parts=_parts(text, made, head),
            evidence=(Evidence(field="title", value=head, origin="first line", start=0, end=len(head)),),
        ),
        **_found(doc, text, made, said, kind),
    )  # fmt: skip


def _parts(text: str, made: Iterable[tuple[str | None, str, int]], head: str) -> tuple[Part, ...]:
    body = [Part(start=at, end=text.index("\n\n", at), label="body", why="paragraph") for _, _, at in made]
    return (Part(start=0, end=len(head), label="headline", why="first"), *body)


def _found(
    doc: str, text: str, made: list[tuple[str | None, str, int]], said: When | None, kind: str
) -> dict[str, Any]:
    def span(start: int, words: str) -> Span:
        assert text[start : start + len(words)] == words
        return Span(doc=doc, start=start, end=start + len(words), text=words)

    names = list(dict.fromkeys(who for who, _, _ in made if who))
    entities = {n: Entity(id=stable_id("e", doc, "entity", [n], 0), doc=doc, name=n, key=n, kind=kind) for n in names}
    mentions, statements, seen = [], [], {}
    for i, (who, what, at) in enumerate(made):
        source = (span(at, who),) if who else ()
        content = span(text.index("“", at) + 1, what)
        nth = seen[what] = seen.get(what, -1) + 1
        speaker = entities[who].id if who else None
        if who:
            mentions.append(
                Mention(
                    id=stable_id("m", doc, "name", [who], i),
                    span=source[0],
                    kind="name",
                    entity=speaker,
                    score=0.9,
                    why="full name",
                    by="test/1",
                )
            )
        statements.append(
            Statement(
                id=stable_id("s", doc, "statement", [what], nth),
                doc=doc,
                source=source,
                cue=(span(text.index("said", at), "said"),),
                content=(content,),
                speaker=speaker,
                kind="direct",
                act="promise" if "will" in what else "assertion",
                score=0.75,
                why="cue verb",
                by="test/1",
                said=said,
                addressee=entities[names[-1]].id if i == 1 and names else None,
                via=tuple(entities[n].id for n in names[:2]) if i == 2 else (),
                within=statements[0].id if i else None,
            )
        )
    roles = [
        Role(id=stable_id("r", doc, "role", [n], 0), entity=e.id, title="minister", org=None, evidence=mentions[0].span)
        for n, e in list(entities.items())[:1]
    ]
    return {
        "mentions": tuple(mentions),
        "entities": tuple(entities.values()),
        "roles": tuple(roles),
        "statements": tuple(statements),
    }


def cluster(
    readings: Iterable[Reading], same: dict[str, str] | None = None, known: Sequence[str] = ()
) -> tuple[list[Actor], list[Link]]:
    """Actors by last name (or by `same`: name -> key), and why each entity is one of them."""
    actors: dict[str, Actor] = {}
    links = []
    for r in readings:
        for e in r.entities:
            key = (same or {}).get(e.name, e.name.split()[-1].casefold() if e.name.split() else e.name)
            actor = "a" + sha(key)[:16]
            name = key.removeprefix("known:") if key.startswith("known:") else e.name
            names = tuple(known) if key.startswith("known:") else (e.name,)
            actors.setdefault(actor, Actor(id=actor, name=name, kind=e.kind, key=key, names=names))
            links.append(Link(entity=e.id, actor=actor, score=0.8, why=f"key {key}", by="test/1"))
    return list(actors.values()), links


def rejected(key: str = "bad.txt", reason: str = "empty", detail: str = "no text", raw: str = "0") -> Rejected:
    return Rejected(file=f"news/{key}", location=f"/news/{key}", reason=reason, detail=detail, raw_sha=raw)


def fill(
    store: Store, readings: Sequence[Reading], rejects: Sequence[Rejected] = (), project: str = "project", **how: Any
) -> Appended:
    """One finished run of one batch."""
    run = store.begin_run(project, {"onrecord": "test"})
    done = store.append(run, readings, rejects, *cluster(readings, **how))
    store.finish_run(run, {"added": done.added}, 0.5)
    return done


def check_sound(store: Store) -> None:
    """What must hold after whatever a test did: sound pages, whole references, an index equal to the texts."""
    with store._engine.connect() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        if store.writable:
            for index in ("document_fts", "statement_fts", "event_fts"):
                conn.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        conn.rollback()


def open_to_all(folder: Path) -> None:
    """Let another user come as far as this folder, through those above it that tests made."""
    for here in (folder, *folder.parents):
        if here.stat().st_uid == os.geteuid() and not here.stat().st_mode & 0o001:
            here.chmod(0o755)


MADE = reading("a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")])


def beside(path: Path) -> list[str]:
    """The names of all files where this one lies."""
    return sorted(p.name for p in path.parent.iterdir())
