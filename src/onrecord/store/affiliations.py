"""The organization that a person spoke for on a day, by the roles that articles tell.

affiliations(conn)          what is told of each person, by the actor's id
organization_on(some, day)  the one that counts on a day
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from onrecord.store.encode import day
from onrecord.store.schema import actor, document, entity, link, role
from onrecord.store.statements import CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """A role in an organization as one article tells it. `since` and `until` where its text gives them."""

    organization: str
    since: date | None
    until: date | None
    told: date | None


def affiliations(conn: sa.Connection) -> Mapping[str, Sequence[Affiliation]]:
    """What current articles tell of the organizations of each actor, by its id.

    An organization that is an actor itself has that actor's name, another one the name that the article prints.
    """
    holder, theirs = link.alias("holder"), link.alias("theirs")
    own, node = actor.alias("own"), actor.alias("node")
    body, body_node, body_root = entity.alias("body"), actor.alias("body_node"), actor.alias("body_root")
    query = (
        sa.select(
            node.c.root, role.c.n, role.c.org, role.c.since, role.c.until, document.c.published,
            own.c.id.label("person"), sa.func.min(body_root.c.name).label("name"),
        )
        .select_from(role)
        .join(document, document.c.n == role.c.document)
        .join(holder, holder.c.entity == role.c.entity)
        .join(node, node.c.n == holder.c.actor)
        .join(own, own.c.n == node.c.root)
        .outerjoin(body, (body.c.document == role.c.document) & (body.c.name == role.c.org))
        .outerjoin(theirs, theirs.c.entity == body.c.n)
        .outerjoin(body_node, body_node.c.n == theirs.c.actor)
        .outerjoin(body_root, body_root.c.n == body_node.c.root)
        .where(role.c.org.is_not(None), CURRENT)
        .group_by(role.c.n, node.c.root, own.c.id, document.c.published)
        .order_by(role.c.n)
    )  # fmt: skip
    found: defaultdict[str, list[Affiliation]] = defaultdict(list)
    for r in conn.execute(query):
        found[r.person].append(
            Affiliation(
                organization=r.name or " ".join(r.org.split()),
                since=day(r.since),
                until=day(r.until),
                told=day(r.published),
            )
        )
    return found


def organization_on(some: Sequence[Affiliation], on: date | None) -> str:
    """The organization of a role that is held on a day; empty where none is told.

    A role whose dates hold the day counts before one without dates, the one that began last before the others; of roles
    without dates the one that was told nearest to the day. A role that ended before or began after does not count.
    """
    fit = [a for a in some if on is None or ((not a.since or a.since <= on) and (not a.until or on <= a.until))]
    if not fit:
        return ""

    def rank(a: Affiliation) -> tuple[bool, int, int, str]:
        dated = a.since is not None and on is not None
        began = a.since.toordinal() if a.since else 0
        apart = abs((a.told - on).days) if a.told and on else 10**6
        return not dated, -began, apart, a.organization

    return min(fit, key=rank).organization
