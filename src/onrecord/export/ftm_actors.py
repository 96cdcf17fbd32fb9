"""Actors as FollowTheMoney entities: themselves, where they are named, their offices and relations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from onrecord.export.called import key
from onrecord.export.ftm_schemata import BODIES, interest_of
from onrecord.output import encodable
from onrecord.store.rows import ActorRef, ActorView, RelationRow, RoleRow

Value = str | date | None
Entity = dict[str, object]
RELATIONS = {"part_of": "part of", "backed_by": "backed by", "allied_with": "allied with", "opposed_to": "opposed to"}


def entity(own: str, schema: str, **properties: Sequence[Value]) -> Entity:
    """An entity: values as text on one line, each once, and no property that is empty."""
    cleaned = {name: list(dict.fromkeys(filter(None, map(_text, some)))) for name, some in properties.items()}
    return {"id": own, "schema": schema, "properties": {name: some for name, some in cleaned.items() if some}}


def _text(value: Value) -> str:
    if value is None:
        return ""
    return " ".join(encodable(value).split()) if isinstance(value, str) else value.isoformat()


def derived(*parts: str) -> str:
    """The id of what the record has no row for."""
    return "f" + hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Actors:
    """Makes the entities of actors. `schemata` are those of all actors by id, `known` the actors by their names."""

    def __init__(self, *, schemata: Mapping[str, str], known: Mapping[str, ActorRef]) -> None:
        self._schemata = schemata
        self._known = known
        self._posts: set[str] = set()

    def entities(self, view: ActorView) -> Iterator[Entity]:
        """An actor, where it is named, its offices and what it is to others."""
        schema = self._schemata[view.actor.id]
        others = [n.name for n in view.names if n.name != view.actor.name]
        loose = {f"{r.title} of {r.org}" if r.org else r.title for r in view.roles if self._body(r) is None}
        position = {"position": sorted(loose)} if schema == "Person" else {}
        yield entity(view.actor.id, schema, name=[view.actor.name], alias=others, **position)
        yield from _mentions(view)
        if schema == "Person":
            yield from self._offices(view)
        yield from self._relations(view)

    def _body(self, role: RoleRow) -> str | None:
        """The id of the body in which the role is held, where it is an actor that can have members."""
        actor = self._known.get(key(role.org)) if role.org else None
        return actor.id if actor and self._schemata.get(actor.id) in BODIES else None

    def _offices(self, view: ActorView) -> Iterator[Entity]:
        """Each office once, by its body, title and dates, with every article that tells it."""
        found = [(r, body) for r in view.roles if (body := self._body(r))]

        def same(one: tuple[RoleRow, str]) -> tuple[str, str, str, str]:
            role, body = one
            return body, role.title.casefold(), str(role.since or ""), str(role.until or "")

        for (body, title, *days), some in groupby(sorted(found, key=same), key=same):
            told = [role for role, _ in some]
            interest = interest_of(title, self._schemata[body])
            made = derived(interest, view.actor.id, body, title, *days)
            match interest:
                case "Occupancy":
                    post = derived("post", body, title)
                    if post not in self._posts:
                        self._posts.add(post)
                        yield entity(post, "Position", name=[f"{told[0].title} of {told[0].org}"], organization=[body])
                    ends = {"holder": [view.actor.id], "post": [post]}
                case "Directorship":
                    ends = {"director": [view.actor.id], "organization": [body], "role": [told[0].title]}
                case _:
                    ends = {"member": [view.actor.id], "organization": [body], "role": [told[0].title]}
            yield entity(made, interest, **ends, **_told(told))

    def _relations(self, view: ActorView) -> Iterator[Entity]:
        """What the actor is to others; what others are to it is told with them."""

        def same(r: RelationRow) -> tuple[str, str, str, str]:
            return r.kind, r.other.id, str(r.since or ""), str(r.until or "")

        own = view.actor.id
        mine = [r for r in view.relations if not r.of_other and r.other.id in self._schemata and r.other.id != own]
        for (kind, other, *days), some in groupby(sorted(mine, key=same), key=same):
            told = list(some)
            made = derived(kind, own, other, *days)
            if kind == "part_of" and self._schemata[other] in BODIES:
                yield entity(made, "Membership", member=[own], organization=[other], role=["part"], **_told(told))
            else:
                role = [RELATIONS.get(kind, kind)]
                yield entity(made, "UnknownLink", subject=[own], object=[other], role=role, **_told(told))


def _mentions(view: ActorView) -> Iterator[Entity]:
    """One for each article, with every name that it prints."""
    named: dict[str, list[str]] = {}
    for mention in view.mentions:
        if mention.kind == "name":
            named.setdefault(mention.document.id, []).append(mention.span.text)
    for document, some in named.items():
        made = derived("mention", view.actor.id, document)
        yield entity(made, "Mention", name=some, document=[document], resolved=[view.actor.id])


def _told(rows: Sequence[RoleRow] | Sequence[RelationRow]) -> dict[str, Sequence[Value]]:
    """When it was so, who tells it, and by which words."""
    return {
        "startDate": [rows[0].since],
        "endDate": [rows[0].until],
        "proof": [r.document.id for r in rows],
        "publisher": [r.document.outlet or "" for r in rows],
        "summary": [r.evidence.text for r in rows],
    }
