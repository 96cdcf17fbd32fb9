"""`serve`: the workbench, the record in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import RecordPlace

if TYPE_CHECKING:
    from onrecord.store.address import Place
    from onrecord.web.serving import Serving

OPEN_LINE = (
    "note: passwords and articles cross the network unencrypted; for more than a trusted network put a proxy with TLS "
    "before it (--https-proxy)"
)


@click.command()
@click.argument("record_path", metavar="[RECORD]", type=RecordPlace(), required=False)
@click.option("--write", is_flag=True, help="Let people judge; without it the record is only read.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to bind to.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any that is free."
)
@click.option(
    "--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who judges, without accounts."
)
@click.option("--name", "names", multiple=True, metavar="HOST", help="What a proxy calls this workbench; repeatable.")
@click.option("--https-proxy", is_flag=True, help="A proxy before it speaks TLS with the browsers.")
@click.option("--no-accounts", is_flag=True, help="Nobody logs in, though there are accounts; for this machine alone.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(
    record_path: Place | None,
    write: bool,
    host: str,
    port: int,
    who: str,
    names: tuple[str, ...],
    https_proxy: bool,
    no_accounts: bool,
    open_browser: bool,
) -> None:
    """Read, judge and see the record in a browser.

    It is served to this machine alone, and nobody logs in. Once there are accounts (onrecord user add) everybody logs
    in, and with --host others can reach it. RECORD is the project's, where none is given.
    """
    from onrecord.accounts import Accounts
    from onrecord.cli.options import open_record, project_and_path
    from onrecord.errors import RecordError
    from onrecord.web import running
    from onrecord.web.serving import Serving, entrance

    settings, place = project_and_path(record_path)
    serving = Serving(
        write=write,
        host=host,
        port=port,
        who=who,
        names=names,
        title=settings.name or (place.stem if isinstance(place, Path) else place.name),
        https_proxy=https_proxy,
    )
    with open_record(record_path) as record:
        if write and not record.store.writable:
            raise RecordError(
                f"{place}: this record or its folder is read-only here, so nobody can judge: serve it without --write, "
                "or serve a copy of it"
            )
        accounts = Accounts.open(record.store.path)
        users = len(accounts.users()) if accounts else None
        log_in = entrance(serving, users, no_accounts=no_accounts, record=str(place))
        try:
            running.serve(record, serving, accounts if log_in else None, lambda at: _ready(serving, at, open_browser))
        finally:
            if accounts:
                accounts.close()


def _ready(serving: Serving, address: str, open_browser: bool) -> None:
    from onrecord.web.serving import is_loopback

    click.echo(f"{serving.title}: {address}  (Ctrl-C stops it)", err=True)
    if not is_loopback(serving.host) and not serving.https_proxy:
        click.echo(OPEN_LINE, err=True)
    if open_browser:
        click.launch(address)
