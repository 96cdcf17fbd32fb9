"""What the verbs about actors print."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from onrecord.cli.forms import Cells, emit, heading, line, table
from onrecord.export.actor_words import change, why
from onrecord.export.actor_words import relation as related
from onrecord.model import Judgement
from onrecord.store import rows

NAMES = 4  # printed names of a line
NARROW = (0, 1, 2, 3, 6)


def listing(found: Sequence[rows.ActorRow], form: str) -> None:
    header = ("actor", "kind", "statements", "mentions", "documents", "names", "id")

    def cells(row: rows.ActorRow) -> Cells:
        others = [n for n in row.names if n != row.actor.name]
        more = f", ... ({len(others) - NAMES} more)" if len(others) > NAMES and form != "csv" else ""
        names = ", ".join(others if form == "csv" else others[:NAMES]) + more
        return (row.actor.name, kind(row.actor), row.statements, row.mentions, row.documents, names, row.actor.id)

    def text() -> None:
        if not found:
            click.echo("no actor fits", err=True)
        table(header, map(cells, found), wide=(5,), narrow=NARROW)

    emit(form, found, found, header, cells, text)


def doubtful(found: Sequence[rows.Doubt], form: str) -> None:
    header = ("joined", "score", "a", "b", "why", "statements", "yes", "no")

    def cells(row: rows.Doubt) -> Cells:
        joined = "yes" if row.joined else "no"
        return (joined, f"{row.score:.2f}", row.a.name, row.b.name, why(row.why), row.statements, *row.settle)

    def text() -> None:
        if not found:
            line("nothing is doubtful")
        for row in found:
            heading(f"{row.a.name} {'=' if row.joined else '?'} {row.b.name}")
            state = "joined" if row.joined else "not joined"
            hands = f"{row.statements} statement{'' if row.statements == 1 else 's'} at stake"
            line(f"  {state}, score {row.score:.2f}: {why(row.why)}; {hands}")
            passages(row.evidence)
            line(f"  one:  {row.settle[0]}")
            line(f"  two:  {row.settle[1]}")

    emit(form, found, found, header, cells, text)


def sameness(answer: rows.Sameness, form: str) -> None:
    header = ("a", "b", "score", "why")

    def cells(row: rows.LinkRow) -> Cells:
        return (row.a.name, row.b.name, f"{row.score:.2f}", why(row.why))

    emit(form, answer, answer.links, header, cells, lambda: _sameness(answer))


def _sameness(answer: rows.Sameness) -> None:
    a, b = answer.a, answer.b
    if answer.same:
        actor = answer.actor_a
        heading(f"{a.name} and {b.name} are one actor: {actor.name} ({actor.id})")
        if not answer.links:
            line("both are one name of the record: they differ in case, accents, titles or punctuation only")
        links(answer.links)
    else:
        heading(f"{a.name} and {b.name} are two actors")
        for actor in (answer.actor_a, answer.actor_b):
            line(f"{actor.name}  ({kind(actor)}, {actor.id})")
        line(f"not joined, score {answer.score:.2f}: {why(answer.why)}")
        passages(answer.evidence)
    judgements(answer.judgements)


def links(found: Sequence[rows.LinkRow]) -> None:
    """Why names are one actor, with the passages."""
    for row in found:
        line(f"link: {row.a.name} = {row.b.name}  (score {row.score:.2f}: {why(row.why)})")
        passages(row.evidence)


def passages(found: Sequence[rows.PassageRow]) -> None:
    for row in found:
        words = " ".join(row.span.text.split())
        where = ", ".join(str(x) for x in (row.document.outlet, row.document.published) if x)
        line(f"    “{words}” [{where + ': ' if where else ''}{row.document.file}]")


def dossier(answer: rows.Dossier) -> None:
    """The head of `show ACTOR`: names, roles, relations, links, judgements."""
    heading(f"{answer.actor.name}  ({kind(answer.actor)}, {answer.actor.id})")
    counts = f"{answer.statements} statements, {answer.mentions} mentions in {answer.documents} documents"
    line(counts + (f", {answer.first} to {answer.last}" if answer.first else ""))
    if answer.events:
        many = f"{answer.events} event{'s' if answer.events > 1 else ''}"
        line(f"takes part in {many}: onrecord events --who {answer.actor.id}")
    _printed(answer.printed)
    if answer.outlets:
        line("speaks in: " + ", ".join(f"{n.name} ({n.count})" for n in answer.outlets))
    told: dict[str, list[rows.RoleRow]] = {}
    for role in answer.roles:
        of = f", {role.org}" if role.org else ""
        told.setdefault(f"{role.title}{of}{tenure(role.since, role.until)}", []).append(role)
    for words, some in told.items():
        more = f"; {len(some) - 1} more" if len(some) > 1 else ""
        line(f"role: {words}  [{some[0].document.published or 'undated'}, {some[0].document.file}{more}]")
    for relation in answer.relations:
        words = related(relation.kind, of_other=relation.of_other)
        span = tenure(relation.since, relation.until)
        said = " ".join(relation.evidence.text.split())
        line(f"relation: {words} {relation.other.name}{span}  “{said}” [{relation.document.file}]")
    links(answer.links)
    judgements(answer.judgements)


def _printed(found: Sequence[rows.PrintedName]) -> None:
    if sys.stdout.isatty() and len(found) > 1:
        line("names:")
        for row in found:
            line(f"  {row.name} ({row.count}): " + ", ".join(f"{n.name} {n.count}" for n in row.outlets))
    else:
        line("names: " + ", ".join(f"{n.name} ({n.count})" for n in found))


def judgements(found: Sequence[Judgement]) -> None:
    for j in found:
        state = " (undone)" if j.undone_at else ""
        note = f": {j.note}" if j.note else ""
        what = f"{j.verdict} {j.change.get('actor', '')}{change(j)}"
        line(f"judged   {j.id}: {what} by {j.who} on {j.at:%Y-%m-%d %H:%M}{state}{note}")


def tenure(since: object, until: object) -> str:
    """ ", 2019 to 2023", as far as the text tells."""
    if since and until:
        return f", {since} to {until}"
    return f", since {since}" if since else f", until {until}" if until else ""


def kind(actor: rows.ActorRef) -> str:
    return actor.kind.replace("_", " ")
