"""What a person says of the words of a statement: checked, and written to the log.

corrected(conn, row, given)   a correction of a statement as the log keeps it
add(store, ...)               a statement that the machine missed
read(store, side)             read what people's statements say on the issues
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.findings import Range
from onrecord.model import Judgement
from onrecord.span import stable_id, words
from onrecord.store import dossier, event_review, handmade_words, judging, naming, standing, statements
from onrecord.store.anchor import snapshot
from onrecord.store.encode import dump, printable
from onrecord.store.handmade_words import NOTHING, ROLES
from onrecord.store.judging import ADD
from onrecord.store.schema import handmade, judgement, statement
from onrecord.store.standing import NOBODY
from onrecord.vocabulary import ACTS, STATEMENT_KINDS

if TYPE_CHECKING:
    from onrecord.store.db import Store

WORDS = (*ROLES, "kind", "act")
CHANGES = ("speaker", *WORDS)
_QUOTES = "\"“”«»„‟‘’'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a statement as a person writes them: characters of the article, and what they are."""

    content: str
    source: str = ""
    cue: str = ""
    kind: str = ""
    act: str = ""
    said: date | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction for the log: of which statement (its id and number; None where the machine's is gone), what is
    changed, and what is kept of it."""

    target: str
    n: int | None
    change: dict[str, str]
    snapshot: str
    score: float | None
    by: str


def corrected(conn: sa.Connection, row: Any, given: Mapping[str, str]) -> Corrected:
    """The correction of a statement: `row` with its document's text as `text`.

    What was corrected before and is not spoken of now stays. Words of a person's that stand in the place of a machine's
    statement are corrected as that one's. Raises UsageError for what makes no sense.
    """
    _check(given)
    change = _speaker(conn, given)
    maker = _maker(conn, row.n)
    reworded = bool(set(given) & set(WORDS))
    before = _in_force(conn, row.n)
    if not reworded:
        return Corrected(
            target=row.id, n=row.n, change=change, snapshot=snapshot(conn, row.n), score=row.score, by=row.by
        )
    made = json.loads(maker.change) if maker is not None else {}
    roles = _roles(row, given)
    change = {**made, **before, **{k: given[k] for k in WORDS if k in given}, **change}
    change |= {r: handmade_words.written(roles[r]) for r in ROLES if r in change}
    if maker is not None and maker.verdict != ADD and maker.target != row.id:
        kept, target, n = json.loads(maker.snapshot), maker.target, maker.statement
        score, by = maker.score, maker.by or ""
    else:
        kept, target, n, score, by = json.loads(snapshot(conn, row.n)), row.id, row.n, row.score, row.by
    facts = _facts(conn, row, change)
    _check_new(conn, row, roles, facts)
    kept["words"] = handmade_words.kept(row.text, roles, facts)
    return Corrected(target=target, n=n, change=change, snapshot=dump(kept), score=score, by=by)


def _check(given: Mapping[str, str]) -> None:
    for key, value in given.items():
        if key not in CHANGES:
            raise UsageError(f"{key!r} of a statement cannot be corrected; what can: {', '.join(CHANGES)}")
        if not value:
            raise UsageError(f"{key}: say what is right")
    if not given:
        raise UsageError('a correction says what is right: give the speaker (or "?" where the text does not tell)')
    for key, there in (("kind", STATEMENT_KINDS), ("act", ACTS)):
        if key in given and given[key] not in there:
            raise UsageError(f"no {key} is called {given[key]!r}; there are: {', '.join(there)}")


def _speaker(conn: sa.Connection, given: Mapping[str, str]) -> dict[str, str]:
    """The speaker's printed name and id where the record has one, else the name."""
    name = given.get("speaker")
    if name is None:
        return {}
    found = None if name == NOBODY else event_review.one_called(conn, name)
    return {"speaker": name} if found is None else {"speaker": found.name, "speaker_id": found.id}


def _maker(conn: sa.Connection, n: int) -> Any:
    """The line of the log that made a person's statement; None of the machine's."""
    query = sa.select(judgement).join(handmade, handmade.c.judgement == judgement.c.id)
    return conn.execute(query.where(handmade.c.statement == n)).one_or_none()


def _in_force(conn: sa.Connection, n: int) -> dict[str, str]:
    """What is corrected of a statement by the judgement that counts."""
    j = judgement.c
    query = sa.select(judgement).where(j.statement == n, j.undone_at.is_(None)).order_by(j.id)
    row = judging.stands(conn.execute(query).all())
    found: dict[str, str] = json.loads(row.change) if row is not None and row.verdict == "correct" else {}
    return found


def _roles(row: Any, given: Mapping[str, str]) -> dict[str, tuple[Range, ...]]:
    """Where the words of each role stand: as given, else as they are."""
    found: dict[str, tuple[Range, ...]] = {}
    for role in ROLES:
        if role in given:
            found[role] = handmade_words.parsed(given[role], role, row.text)
        else:
            at = json.loads(row._mapping[f"{role}_at"])
            found[role] = tuple((start, end) for start, end in at)
    return found


def _facts(conn: sa.Connection, row: Any, change: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of a row besides its words, should the machine find it no more."""
    (said,) = statements.rows(conn, statements.select().where(statement.c.n == row.n))
    who = {"id": said.speaker.id, "name": said.speaker.name} if said.speaker else None
    dates = {name: row._mapping[name] for name in ("said_since", "said_until", "said_text")}
    return {**dates, "kind": change.get("kind", row.kind), "act": change.get("act", row.act), "speaker": who}


def _check_new(conn: sa.Connection, row: Any, roles: Mapping[str, Sequence[Range]], facts: Mapping[str, Any]) -> None:
    at = {role: dump([[s, e] for s, e in roles[role]]) for role in ROLES}
    same = all(at[role] == row._mapping[f"{role}_at"] for role in ROLES)
    if same and (facts["kind"], facts["act"]) == (row.kind, row.act):
        raise UsageError(f"{row.id} has these words already; accept it if they are right")
    _check_alone(conn, row.document, at["content"], row.n)


def _check_alone(conn: sa.Connection, article: int, content_at: str, but: int | None) -> None:
    """Raises UsageError where another statement of the article that counts has these very words."""
    query = statements.joined(sa.select(statement.c.id, statement.c.n))
    here = statement.c.document == article, statement.c.content_at == content_at, statements.NOT_REJECTED
    for r in conn.execute(query.where(*here)):
        if r.n != but:
            raise UsageError(f"statement {r.id} has these very words; correct that one, or reject the other")


# ---------------------------------------------------------------------------- what the machine missed


def add(
    store: Store, what: str, given: Words, speaker: str, who: str, note: str = "", at: datetime | None = None
) -> Judgement:
    """Log a statement of a document that the machine missed. Raises NotFound, or UsageError for what makes no sense."""
    from onrecord.store import review

    if not who.strip():
        raise UsageError("say who adds it: a statement without a name is worth nothing later")
    with store.write() as conn:
        d = _document(conn, what)
        roles, change, facts = _told(conn, d, given, printable(speaker).strip())
        _check_alone(conn, d.n, dump([[s, e] for s, e in roles["content"]]), None)
        kept_words = handmade_words.kept(d.text, roles, facts)
        quotes = [d.text[s:e] for s, e in roles["content"]]
        before = words(d.text[: roles["content"][0][0]]).count(words(quotes[0])) if words(quotes[0]) else 0
        own = stable_id("s", d.id, "statement of a person", quotes, before)
        shot = {
            "document": d.id, "key": d.key, "location": d.location, "quotes": quotes, "person": 1,
            "source": " ... ".join(d.text[s:e] for s, e in roles["source"]), "before": kept_words["before"],
            "after": kept_words["after"], "words": kept_words,
        }  # fmt: skip
        values = {
            **review.line(who, note, at), "target": own, "verdict": ADD, "change": dump(change), "snapshot": dump(shot),
            "state": "attached", "document": d.n,
        }  # fmt: skip
        made = conn.execute(sa.insert(judgement).values(values)).inserted_primary_key
        naming.refresh(conn, standing.derive_in(conn, [d.n]))
        done, outdated = review.one(conn, made[0] if made else 0), review.outdates(conn)
    if outdated:
        review.regroup(store)
    return done


def _document(conn: sa.Connection, what: str) -> Any:
    row = dossier.find_document(conn, printable(what).strip())
    if row is None:
        raise NotFound(f"no document here is called {what!r}")
    if row.superseded_by is not None:
        raise UsageError(f"{row.file} is an older version of its article; add the statement to the current one")
    return row


def _told(
    conn: sa.Connection, d: Any, given: Words, speaker: str
) -> tuple[dict[str, tuple[Range, ...]], dict[str, str], dict[str, Any]]:
    """Where the words stand, what the log says of them, and the facts of the row."""
    texts = {"content": given.content, "source": given.source or NOTHING, "cue": given.cue or NOTHING}
    if not given.content.strip():
        raise UsageError("content: say which characters of the article it is, as 120-180")
    roles = {role: handmade_words.parsed(text, role, d.text) for role, text in texts.items()}
    kind = given.kind or _kind(d.text, roles["content"])
    act = given.act or "assertion"
    change = {r: handmade_words.written(roles[r]) for r in ROLES if roles[r]} | {"kind": kind, "act": act}
    if speaker:
        change["speaker"] = speaker
    day = _day(given.said)
    if day:
        change["said"] = day
    _check({k: v for k, v in change.items() if k != "said"})
    change |= _speaker(conn, change)
    facts = {"said_since": day, "said_until": day, "said_text": "" if day else None, "kind": kind, "act": act}
    return roles, change, {**facts, "speaker": None}


def _day(said: date | str | None) -> str | None:
    if said is None or said == "":
        return None
    try:
        return (said if isinstance(said, date) else date.fromisoformat(said.strip())).isoformat()[:10]
    except ValueError:
        raise UsageError(f"said: {said!r} is no day; write 2024-03-09") from None


def _kind(text: str, content: Sequence[Range]) -> str:
    """How it is quoted, by its quotation marks: all in them, some of it, or none."""
    whole = [_marked(text, start, end) for start, end in content]
    if all(whole):
        return "direct"
    return "mixed" if any(q in text[s:e] for s, e in content for q in '"“”«»„‟') or any(whole) else "indirect"


def _marked(text: str, start: int, end: int) -> bool:
    first, last = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return any(q in first for q in _QUOTES) and any(q in last for q in _QUOTES)


# ---------------------------------------------------------------------------- their positions


def read(store: Store, side: float) -> None:
    """Read which sides people's statements take on the issues, where that was not done; with them their articles."""
    from onrecord.store import positions_reading

    with store.read() as conn:
        waits = any(positions_reading.waiting(conn).values())
    if waits:
        positions_reading.settle(store, side)


__all__ = ["CHANGES", "WORDS", "Corrected", "Words", "add", "corrected", "read"]
