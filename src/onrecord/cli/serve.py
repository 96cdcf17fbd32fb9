"""`serve`: the workbench, the record in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.errors import OnRecordError, UsageError

if TYPE_CHECKING:
    from onrecord.web import Serving


@click.command()
@click.argument("record_path", metavar="[RECORD]", required=False)
@click.option("--write", is_flag=True, help="Let people judge; without it the record is only read.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to bind to.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any that is free."
)
@click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who judges.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="What a proxy calls this workbench; repeatable.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(
    record_path: str | None,
    write: bool,
    host: str,
    port: int,
    who: str,
    names: tuple[str, ...],
    open_browser: bool,
) -> None:
    """Read, judge and see the record in a browser.

    It is served to this machine alone. RECORD is the project's, where none is given.
    """
    from pathlib import Path

    from onrecord.cli.options import open_record, project_and_path
    from onrecord.web import Serving

    path = Path(record_path) if record_path else None
    settings, place = project_and_path(path)
    serving = Serving(write=write, host=host, port=port, who=who, names=names, title=settings.name or place.stem)
    if not serving.local:
        raise UsageError(f"{host} can be reached from other machines, and this record has no users")
    with open_record(path) as record:
        _run(record, serving, open_browser)


def _run(record: object, serving: Serving, open_browser: bool) -> None:
    import socket

    import uvicorn

    from onrecord.record import Record
    from onrecord.web.app import create_app

    assert isinstance(record, Record)  # noqa: S101
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((serving.host.strip("[]"), serving.port))
    except OSError as e:
        listening.close()
        raise OnRecordError(f"port {serving.port} of {serving.host}: {e.strerror}; give another with --port") from None
    port = listening.getsockname()[1]
    address = f"http://{serving.host}:{port}/"
    click.echo(f"{serving.title}: {address}  (Ctrl-C stops it)", err=True)
    if open_browser:
        click.launch(address)
    config = uvicorn.Config(create_app(record, serving), log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])
