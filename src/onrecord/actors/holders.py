"""Who held an office on a day, by what many articles say: "who was interior minister of Qasira in May 2019?"

A claim with days holds between them; one without holds on the day its article came out, and speaks for other days
the less the farther they are. Nothing is decided: conflicting claims come back in the order of how near and how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.actors.names import key, plain
from onrecord.model import Role

_GENDERED = re.compile(r"(?<=[a-z])(?:man|woman|person)\b")
_GOVERNMENT = re.compile(r"\b(?:government of|the government of|government)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That an actor of the record has a role, by an article published on a day."""

    actor: str
    role: Role
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An actor who may have held the office: `days` from the nearest day a claim speaks of (0: it speaks of this one).

    `claims` are the ids of the roles that say so, those of the same office without a body counted last.
    """

    actor: str
    days: int
    named: bool
    claims: tuple[str, ...]


def holders(claims: Iterable[Claim], title: str, org: str | None, on: date) -> tuple[Holder, ...]:
    """The candidates for an office on a day: the nearest in time first, then those whom most claims name.

    `org` None asks for the title alone. Claims that name no body count, but after all that name this one; claims
    of an interval that leaves the day out do not.
    """
    by_actor: dict[str, list[Claim]] = {}
    for claim in claims:
        if _same_title(title, claim.role.title) and _same_body(org, claim.role.org):
            by_actor.setdefault(claim.actor, []).append(claim)
    found = [h for actor, told in by_actor.items() if (h := _holder(actor, told, org, on)) is not None]
    return tuple(sorted(found, key=lambda h: (not h.named, h.days, -len(h.claims), h.actor)))


def _holder(actor: str, told: list[Claim], org: str | None, on: date) -> Holder | None:
    """What the claims about one actor come to."""
    ended = [c.role.until for c in told if c.role.until is not None and not _open_end(c)]
    begun = [c.role.since for c in told if c.role.since is not None]
    left = max((d for d in ended if d < on), default=None)
    came = min((d for d in begun if d > on), default=None)
    near: list[tuple[int, Claim]] = []
    for claim in told:
        days = _days(claim, on)
        if days is None or _of_another_term(claim, left, came):
            continue
        near.append((days, claim))
    if not near:
        return None
    named = [pair for pair in near if org is None or pair[1].role.org is not None]
    counted = named or near
    return Holder(
        actor=actor,
        days=min(d for d, _ in counted),
        named=bool(named),
        claims=tuple(sorted({c.role.id for _, c in near})),
    )


def _days(claim: Claim, on: date) -> int | None:
    """How far the day is from those the claim speaks of; None where it says that the office was not held."""
    since, until, told = claim.role.since, claim.role.until, claim.published
    if (since is not None and on < since) or (until is not None and on > until):
        return None
    if since is not None and until is not None and not _open_end(claim):
        return 0
    if until is not None:
        return max(1, (until - on).days) if since is None or _open_end(claim) else 0
    if told is None:
        return None if since is None else max(0, (on - since).days)
    if since is not None:
        return max(0, (on - told).days)
    return abs((on - told).days)


def _open_end(claim: Claim) -> bool:
    """Whether the end is only the day of printing: "former" says that it was over by then."""
    return claim.role.until is not None and claim.role.until == claim.published


def _of_another_term(claim: Claim, left: date | None, came: date | None) -> bool:
    """A claim without days told before the actor left, or after he came: it speaks of that term."""
    role, told = claim.role, claim.published
    if role.since is not None or role.until is not None or told is None:
        return False
    return (left is not None and told <= left) or (came is not None and told >= came)


def _same_title(asked: str, told: str) -> bool:
    """Whether the office told is the one asked for: all its words, and the same noun."""
    wanted, found = _office(asked), _office(told)
    return bool(wanted) and wanted[-1:] == found[-1:] and set(wanted) <= set(found)


def _office(title: str) -> list[str]:
    """The words of a title: "minister of the interior" and "Interior Minister" alike, "chairwoman" as "chair"."""
    words = _GENDERED.sub("", plain(title)).split()
    stop = next((i for i, w in enumerate(words) if i and w in ("of", "for")), len(words))
    rest = [w for w in words[stop:] if w not in ("of", "for", "the", "and", "affairs")]
    return rest + words[:stop]


def _same_body(asked: str | None, told: str | None) -> bool:
    """Whether the body is the one asked for; a claim that names none may mean it."""
    if asked is None or told is None:
        return True
    return key(_GOVERNMENT.sub(" ", asked.casefold())) == key(_GOVERNMENT.sub(" ", told.casefold()))
