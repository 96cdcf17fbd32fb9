"""What the verb about outlets prints."""

from __future__ import annotations

from collections.abc import Sequence

import click

from onrecord.cli import outlet_lines
from onrecord.cli.forms import Cells, emit, heading, line, table
from onrecord.store.outlet_rows import (
    Carried,
    Copied,
    Credit,
    Flow,
    OneSided,
    OutletPage,
    OutletRow,
    OutletTable,
    Quoting,
    Share,
    StoryRef,
)
from onrecord.store.rows import DocumentRef

STORIES, ACTORS, SIDES, FILES = 10, 12, 12, 4  # lines of each list on a terminal; JSON and CSV hold all
HEADER = (
    "outlet", "documents", "words", "own text", "statements", "direct", "actors", "stories", "voices", "first", "lag"
)  # fmt: skip
NARROW = (0, 1, 3, 4, 5, 7, 8)


def outlets(answer: OutletTable | OutletPage, form: str) -> None:
    if isinstance(answer, OutletTable):
        header, cells = (outlet_lines.NUMBERS, outlet_lines.numbers) if form == "csv" else (HEADER, _cells)
        emit(form, answer, answer.outlets, header, cells, lambda: _table(answer))
    else:
        lines = list(outlet_lines.lines(answer))
        emit(form, answer, lines, outlet_lines.HEADER, outlet_lines.cells, lambda: _page(answer))


def shown(share: Share) -> str:
    """A share as it may be read: of few as the count it is, else in percent."""
    if not share.whole:
        return "-"
    return f"{share.part} of {share.whole}" if share.few else f"{share.part / share.whole:.0%}"


# ---------------------------------------------------------------------------- all outlets


def _cells(row: OutletRow) -> Cells:
    return (
        row.outlet,
        len(row.documents),
        row.words,
        shown(row.original),
        row.statements,
        shown(row.kinds["direct"].share),
        len(row.quoted),
        len(row.stories),
        shown(row.voices),
        shown(row.first),
        None if row.lag is None else f"{row.lag:g}",
    )


def _table(answer: OutletTable) -> None:
    _window(answer.since, answer.until, answer.story)
    if not answer.outlets:
        click.echo("no document here names its outlet", err=True)
        return
    table(HEADER, map(_cells, answer.outlets), wide=(0,), narrow=NARROW)
    line("")
    line("own text: documents that are no copy of another outlet's; direct: of the statements, once an utterance")
    line("on stories that several outlets carry: stories it has; voices: of the actors quoted there, those it quotes;")
    line("first: of these stories, those it had on the first day; lag: days behind, the median")
    line("a share of fewer than 10 stands as a count, and says little")
    if answer.nameless:
        line(f"{answer.nameless} of {answer.documents} documents name no outlet and are in no line")
    _stories(answer.stories)


def _stories(stories: Sequence[StoryRef]) -> None:
    if not stories:
        line("no story here is carried by more than one outlet: nobody can be compared on one")
        return
    line("")
    heading(f"{len(stories)} {'story' if len(stories) == 1 else 'stories'} of several outlets")
    for story in stories[:STORIES]:
        line(f"{_days(story)}  {story.title}  ({story.id})")
        line(f"    {len(story.documents)} documents: {', '.join(story.outlets)}")
    _more(len(stories), STORIES)


# ---------------------------------------------------------------------------- one outlet


def _page(answer: OutletPage) -> None:
    row = answer.outlet
    heading(row.outlet)
    _window(answer.since, answer.until, answer.story)
    undated = f", {row.undated} undated" if row.undated else ""
    line(f"{_count(len(row.documents), 'document')}{undated}, {row.words:,} words")
    line(f"text of its own: {_of(row.original, 'documents')}, about {row.own_words:,} words")
    tellings = f" ({len(row.tellings)} with those told twice)" if len(row.tellings) > row.statements else ""
    line(f"{_count(row.statements, 'statement')}{tellings}; with a resolved speaker {shown(row.resolved)}")
    line("quoted " + ", ".join(f"{k} {_of(v.share, '')}" for k, v in row.kinds.items()))
    if row.credits:
        line("credits: " + ", ".join(map(_credit, row.credits)))
    if len(row.documents) == 1:
        line("a single document: what follows tells of that document, not of the outlet")
    _quoted(row)
    _shared(answer)
    _flows("took text from", answer.taken_from, "document")
    _flows("its text was taken by", answer.taken_by, "document")


def _quoted(row: OutletRow) -> None:
    line("")
    heading(f"quotes {_count(len(row.quoted), 'actor')}")
    for voice in row.quoted[:ACTORS]:
        line(f"{voice.share.part:5}  {voice.actor.name}  {shown(voice.share)} of its statements")
    _more(len(row.quoted), ACTORS)


def _shared(answer: OutletPage) -> None:
    line("")
    if not answer.stories:
        heading("no story here is carried by another outlet too: it cannot be compared on one")
        return
    heading(f"carries {len(answer.stories)} of the stories that several outlets carry")
    for carried in sorted(answer.stories, key=lambda c: c.story.since is None)[:STORIES]:
        _carried(carried)
    _more(len(answer.stories), STORIES)
    line(f"had on the first day: {_of(answer.outlet.first, 'stories')}")
    line(f"of the actors quoted there it quotes {_of(answer.outlet.voices, 'that anybody does')}")
    _compared(answer)
    _sides("left out: the others quote them there, it does not", answer.left_out, "it names them in")
    _sides("only here: it quotes them there, the others do not", answer.only_here, "the others name them in")


def _compared(answer: OutletPage) -> None:
    line("")
    heading("quoted on these stories, of all statements there: here, and by the others")
    for c in answer.compared[:ACTORS]:
        mark = f"  {c.differs}, and hardly by chance" if c.differs else ""
        line(f"    {c.actor.name}: {_both(c.here)} here, {_both(c.others)} elsewhere{mark}")
    _more(len(answer.compared), ACTORS, "    ")


def _carried(row: Carried) -> None:
    line(f"{_days(row.story)}  {row.story.title}  ({row.story.id})")
    here = f"{_count(len(row.documents), 'document')}, {row.words:,} words"
    others = f"the others {_count(row.other_documents, 'document')}, {row.other_words:,} words"
    line(f"    {here}, {_late(row)}; {others}")


def _late(row: Carried) -> str:
    if row.lag is None:
        return "the first report is undated" if any(d.published for d in row.documents) else "undated"
    return f"{_count(row.lag, 'day')} after {', '.join(row.first)}" if row.lag else "on the first day"


def _sides(title: str, found: Sequence[OneSided], named: str) -> None:
    line("")
    heading(title + (": nobody" if not found else ""))
    by_story: dict[str, list[OneSided]] = {}
    for row in found:
        by_story.setdefault(row.story, []).append(row)
    for rows in by_story.values():
        line(rows[0].title)
        for row in rows[:SIDES]:
            more = f"; {len(row.by) - FILES} more" if len(row.by) > FILES else ""
            line(f"    {row.actor.name}: {'; '.join(map(_quoting, row.by[:FILES]))}{more}")
            if row.named:
                line(f"        {named} {_files(row.named)}")
        _more(len(rows), SIDES, "    ")


def _quoting(row: Quoting) -> str:
    copied = ", a copy" if row.copied else ""
    return (
        f"{row.document.outlet or 'unnamed outlet'} {_count(len(row.statements), 'time')} [{row.document.file}{copied}]"
    )


def _flows(title: str, flows: Sequence[Flow], unit: str) -> None:
    if not flows:
        return
    line("")
    heading(title)
    for flow in flows:
        line(f"{flow.outlet or 'unnamed outlet'}: {_count(len(flow.copies), unit)}")
        for copied in flow.copies[:FILES]:
            line(f"    {_copied(copied)}")
        _more(len(flow.copies), FILES, "    ")


def _copied(row: Copied) -> str:
    return f"{row.kind} {row.share:.0%}  {row.document.file}  from {row.original.file}"


def _credit(credit: Credit) -> str:
    return f"{credit.agency} {len(credit.documents)}" + (" (itself)" if credit.own else "")


def _of(share: Share, what: str) -> str:
    """A share with its interval, or as a count where it is of few."""
    unit = f" {what}" if what else ""
    if share.few:
        return f"{share.part} of {share.whole}{unit}"
    return f"{share.part / share.whole:.0%} of {share.whole}{unit} ({share.low:.0%} to {share.high:.0%})"


def _both(share: Share) -> str:
    return f"{share.part / share.whole:.0%} ({share.part} of {share.whole})" if share.whole else "none"


def _window(since: str | None, until: str | None, story: StoryRef | None) -> None:
    if since or until:
        line(f"published {since or 'any day'} to {until or 'any day'}; undated documents are left out")
    if story:
        line(f"only the story: {story.title} ({_days(story)}, {story.id})")


def _days(story: StoryRef) -> str:
    if story.since is None:
        return "undated"
    return str(story.since) if story.since == story.until else f"{story.since} to {story.until}"


def _files(refs: Sequence[DocumentRef]) -> str:
    more = f", ... ({len(refs) - FILES} more)" if len(refs) > FILES else ""
    return ", ".join(r.file for r in refs[:FILES]) + more


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _more(n: int, shown: int, inset: str = "") -> None:
    if n > shown:
        line(f"{inset}... and {n - shown} more: --format json")
