"""The command line: verbs, parsing and printing. Every answer comes from the same functions as in Python."""

from __future__ import annotations

import contextlib
import io
import os
import sys

import click

from onrecord import __version__
from onrecord.cli.actors import actors, merge, rename, split
from onrecord.cli.articles import article, articles
from onrecord.cli.ask import explain, find, said, show
from onrecord.cli.audit import audit
from onrecord.cli.check import doctor, score
from onrecord.cli.copy import copy
from onrecord.cli.events import event, events
from onrecord.cli.feed import feed
from onrecord.cli.fill import add, init, sample, status
from onrecord.cli.give import attribute, export
from onrecord.cli.hand import agreement, import_
from onrecord.cli.issues import issue
from onrecord.cli.judge import judge, remove, undo
from onrecord.cli.network import network
from onrecord.cli.outlets import outlets
from onrecord.cli.positions import changes, conditions, positions
from onrecord.cli.quotations import check, drift
from onrecord.cli.reprints import reprints
from onrecord.cli.review import coders, judge_all, log, queue, state
from onrecord.cli.serve import serve
from onrecord.cli.stories import story
from onrecord.cli.timeline import diff, timeline
from onrecord.cli.user import user
from onrecord.cli.verify import verify
from onrecord.errors import OnRecordError

EPILOG = "Exit codes: 0 done, 1 our error, 2 usage, 3 finished with rejected documents, 130 stopped."
COMMANDS = (
    init,
    add,
    feed,
    import_,
    issue,
    status,
    find,
    articles,
    article,
    show,
    said,
    timeline,
    diff,
    positions,
    changes,
    conditions,
    network,
    events,
    event,
    explain,
    actors,
    reprints,
    outlets,
    story,
    check,
    drift,
    queue,
    judge,
    judge_all,
    state,
    audit,
    merge,
    split,
    rename,
    undo,
    log,
    coders,
    remove,
    export,
    copy,
    score,
    agreement,
    attribute,
    sample,
    serve,
    user,
    verify,
    doctor,
)


class Ordered(click.Group):
    """Lists the verbs in the order a user meets them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=Ordered, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", message="onrecord %(version)s")
def cli() -> None:
    """Turn news coverage of a dispute into a record: who said what, at which characters of which article.

    \b
    onrecord add articles/          make or extend the record
    onrecord said --by "A. Name"    what somebody said
    onrecord export -f brief        one HTML file to read and send
    """


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Entry point: our own errors become one line and their exit code, never a traceback."""
    _speak_utf8()
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) went away: not our error, and nothing more can be written.
        _give_up_output()
        code = 0
    except OSError as e:
        _say(f"error: {e.filename + ': ' if isinstance(e.filename, str) else ''}{e.strerror or e}")
        _give_up_output()
        code = 1
    sys.exit(code)


def _run() -> int:
    try:
        # Not cli.main(): that turns a closed pipe into exit code 1 and the end of a file into Ctrl-C.
        with cli.make_context("onrecord", sys.argv[1:]) as context:
            code = cli.invoke(context)
    except OnRecordError as e:
        _say(f"error: {e}")
        return e.exit_code
    except click.exceptions.Exit as e:
        return e.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("stopped; what was written is whole, run the same command again to go on")
        return 130
    except click.ClickException as e:
        e.show()
        return e.exit_code
    return code if isinstance(code, int) else 0


def _give_up_output() -> None:
    """Send what is left in the buffer nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Articles are in every script: what a terminal cannot show is escaped, and a pipe gets UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(text: str) -> None:
    # Standard error may be closed or full; then there is nobody to tell.
    with contextlib.suppress(OSError):
        click.echo(text, err=True)
