"""`user`: who may use the workbench of a record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import format_option, record_option
from onrecord.errors import NotFound

if TYPE_CHECKING:
    from onrecord.accounts import Accounts
    from onrecord.store.address import Place

ROLES = ("reader", "coder", "admin")
role_option = click.option(
    "--role", type=click.Choice(ROLES), default="coder", show_default=True, help="What the user may do."
)


@click.group()
def user() -> None:
    """Add, list, change or remove the users of a record's workbench.

    A reader reads; a coder judges too; an admin may also take back what others judged, and sees who logs in.
    Accounts lie beside the record (RECORD.users), never in it, so that a record can be handed on without them.
    """


@user.command()
@click.argument("name")
@role_option
@record_option
def add(name: str, role: str, record_path: Place | None) -> None:
    """Add a user. The password is asked for twice, or read from standard input where that is no terminal."""
    from onrecord.cli.forms import printable

    with _accounts(record_path, create=True) as accounts:
        made = accounts.add(name, role, _password())
    click.echo(printable(f"added {made.name} ({made.role})"))


@user.command("list")
@format_option
@record_option
def list_(form: str, record_path: Place | None) -> None:
    """List the users, when they last logged in, and the tokens of their programs."""
    from onrecord.cli.forms import emit, table

    with _accounts(record_path) as accounts:
        users = accounts.users()
    header = ("user", "role", "since", "last in", "tokens")
    lines = {
        u.name: (
            u.name,
            u.role,
            f"{u.made:%Y-%m-%d}",
            f"{u.last_in:%Y-%m-%d %H:%M}" if u.last_in else "never",
            ", ".join(u.tokens),
        )
        for u in users
    }
    emit(form, users, users, header, lambda u: lines[u.name], lambda: table(header, lines.values()))


@user.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@record_option
def role(name: str, role: str, record_path: Place | None) -> None:
    """Give a user another role. It logs them out."""
    from onrecord.cli.forms import printable

    with _accounts(record_path) as accounts:
        found = accounts.set_role(name, role)
    click.echo(printable(f"{found} is {role} now, and logged out everywhere"))


@user.command()
@click.argument("name")
@record_option
def password(name: str, record_path: Place | None) -> None:
    """Give a user another password. It logs them out."""
    from onrecord.cli.forms import printable

    with _accounts(record_path) as accounts:
        found = accounts.set_password(name, _password())
    click.echo(printable(f"{found} has another password now, and is logged out everywhere; tokens stay"))


@user.command()
@click.argument("name")
@record_option
def remove(name: str, record_path: Place | None) -> None:
    """Remove a user. Their judgements stay, under their name."""
    from onrecord.cli.forms import printable

    with _accounts(record_path) as accounts:
        found = accounts.remove(name)
    click.echo(printable(f"removed {found}; their judgements stay"))


@user.command()
@click.argument("name")
@click.option("--label", default="program", show_default=True, help="What the token is for.")
@click.option("--revoke", is_flag=True, help="Take the token of this label back.")
@record_option
def token(name: str, label: str, revoke: bool, record_path: Place | None) -> None:
    """Make a token with which a program asks in a user's name, as the password of HTTP Basic.

    It is printed this once; only a hash of it is kept.
    """
    from onrecord.cli.forms import printable

    with _accounts(record_path) as accounts:
        if revoke:
            accounts.revoke_token(name, label)
            click.echo(printable(f"the token {label!r} of {name} is worth nothing now"))
            return
        made = accounts.new_token(name, label)
    click.echo(made)
    click.echo("keep it as a password is kept; it is not shown again", err=True)


@contextmanager
def _accounts(record_path: Place | None, *, create: bool = False) -> Iterator[Accounts]:
    """The accounts of the record that is meant. Raises NotFound where there is no record, or nobody was added."""
    from onrecord.accounts import Accounts
    from onrecord.cli.options import open_record, project_and_path

    with open_record(record_path) as record:
        place = record.store.path
    found = Accounts.create(place) if create else Accounts.open(place)
    if found is None:
        first = f"onrecord user add NAME --role admin --record {project_and_path(record_path)[1]}"
        raise NotFound(f"this record has no users; make the first with: {first}")
    with found:
        yield found


def _password() -> str:
    """What is typed twice alike, or the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt="Once more"))
    typed: str = sys.stdin.readline()
    return typed.rstrip("\r\n")
