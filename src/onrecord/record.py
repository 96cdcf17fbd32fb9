"""The record as users hold it: one object with every verb of the command line, under the same names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import NotFound
from onrecord.model import Reading, Rejected, Wanted
from onrecord.project import Project, find, load
from onrecord.reviewing import Reviewing

if TYPE_CHECKING:
    import pyarrow

    from onrecord.adding import Added, Progress
    from onrecord.analysis.agreement import Agreement
    from onrecord.analysis.hand import HandAgreement
    from onrecord.export import Exported
    from onrecord.fetch import Manners
    from onrecord.store import dna_rows, issue_rows, merge_rows, rows
    from onrecord.store.address import Address, Place
    from onrecord.store.verified_rows import Verified

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def run(
    paths: Paths, project: Project | None = None, *, jobs: int = 1, stdin: BinaryIO | None = None
) -> Iterator[Reading | Rejected | Wanted]:
    """Read, clean, attribute and resolve each article under `paths`, in order, without a store.

    Yields one `Reading` an article, a `Rejected` with its reason, or a `Wanted`
    where a list names an article without its text. Raises UsageError for a path
    that is not there, ProjectError where the project contradicts itself.
    """
    from onrecord.actors.resolve import check
    from onrecord.adding import analysed
    from onrecord.engines import each
    from onrecord.read import read

    settings = project or Project()
    check(settings)
    return each(partial(analysed, project=settings), read(_typed(paths), stdin=stdin), jobs)


def open(path: str | Path | Address, *, project: Project | None = None, create: bool = False) -> Record:  # noqa: A001 - users write onrecord.open
    """Open a record: a file, or postgresql://USER@HOST/DATABASE. With `create`, one that is not there is made.

    Without a project the settings are the defaults, but for how sure is sure: that is asked of the onrecord.toml
    beside the record (of one on a server: here), so that an answer is the same here and on the command line.
    Where it cannot be written it opens for asking; adding and judging raise RecordError then.
    Raises NotFound when there is none and RecordError when the file, or the database, is no record.
    """
    from onrecord.store.address import place
    from onrecord.store.db import Store

    target = place(path)
    if not Store.exists(target):
        if not create:
            raise NotFound(f"{target}: no such record; make one with: onrecord add FOLDER --record {target}")
        Store.create(target).close()
    settings = project or _beside(target)
    return Record(Store.open(target, write=None), settings)


def _beside(record: Place) -> Project:
    if isinstance(record, Path):
        file = find(Path(os.path.abspath(record)).parent)  # noqa: PTH100 - links stay as typed
    else:
        file = find(Path.cwd())
    if not file:
        return Project()
    settings = load(file)
    return Project(sure=settings.sure, side=settings.side)


class Record(Reviewing):
    """An open record. Use it as a context manager, or call `close()`."""

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was written when it was made."""
        self.store.close()

    # ------------------------------------------------------------------ filling

    def add(
        self,
        paths: Paths,
        *,
        jobs: int = 1,
        stdin: BinaryIO | None = None,
        progress: Callable[[Progress], None] | None = None,
        wanted: bool = False,
        manners: Manners | None = None,
    ) -> Added:
        """Add files, folders, globs, "-" (stdin) or web addresses. Sources already there and unchanged are skipped.

        With `wanted`, also what lists and feeds named and the record lacks. Addresses are asked politely (`manners`:
        pauses, patience, bounds). Raises MissingExtra where what fetches is not installed.

        A source is unchanged if its bytes are, and the project's settings and the versions at work too;
        where these are others, it is analysed anew, and what people judged stays.
        Documents are written in batches, each whole: a killed run leaves the record sound, and the
        same call finishes the work.
        """
        from onrecord.adding import Adding
        from onrecord.fetch import is_address

        typed = _typed(paths)
        files = [p for p in typed if not is_address(p)]
        adding = Adding(self.store, self.project, progress)
        if len(files) == len(typed) and not wanted:
            return adding.run(files, jobs, stdin)
        from onrecord.store.fetching import round_of

        addresses = [p for p in typed if is_address(p)]
        web = round_of(self.store, adding.analysis, addresses, wanted=wanted, manners=manners)
        return adding.run(files, jobs, stdin, web)

    def feed(
        self,
        urls: str | Sequence[str] = (),
        *,
        every: bool = False,
        progress: Callable[[Progress], None] | None = None,
        manners: Manners | None = None,
    ) -> Added:
        """Follow these feeds, and poll them now; without any, poll those that are due, or `every` one.

        Entries that hold their article are added, the pages of the others are fetched where they are on the feed's own
        host, and the rest is noted as wanted. Raises UsageError for what is no address.
        """
        from onrecord.adding import Adding
        from onrecord.store.following import polls_of

        adding = Adding(self.store, self.project, progress)
        typed = [urls] if isinstance(urls, str) else list(urls)
        return adding.run([], 1, None, polls_of(self.store, adding.analysis, typed, every=every, manners=manners))

    def unfollow(self, urls: str | Sequence[str]) -> list[str]:
        """Poll these feeds no more; their articles stay. Raises NotFound where one is not followed."""
        from onrecord.store import following

        return following.unfollow(self.store, [urls] if isinstance(urls, str) else urls)

    def import_dna(
        self,
        path: str | os.PathLike[str],
        *,
        progress: Callable[[str, int, int], None] | None = None,
        **parts: str,
    ) -> dna_rows.Imported:
        """Take in a file of the Discourse Network Analyzer (DNA 3): its documents, and what people coded in them.

        Statements and positions are the coders', and no machine replaces them; each concept is an issue. `parts` name
        the variables that are not called as usual: person, organization, concept, agreement, position. The same file
        again brings what changed in it. Raises UsageError for what is no such file; nothing is half taken in.
        """
        from onrecord.dna.coding import parts_named
        from onrecord.dna.reading import read
        from onrecord.store import dna_import

        file = Path(path)
        found = read(file)
        place = Path(os.path.abspath(file)).as_posix()  # noqa: PTH100 - links stay as typed
        given = dna_import.Given(place=place, name=file.name, sha=found.sha, file=found.file, parts=parts_named(parts))
        done = dna_import.take_in(self.store, given, self.project)
        dna_import.settled(self.store, self.project, progress)
        return done

    def issue_add(
        self,
        name: str,
        *,
        statement: str = "",
        support: Sequence[str] = (),
        oppose: Sequence[str] = (),
        words: Sequence[str] = (),
        parent: str = "",
        progress: Callable[[str, int, int], None] | None = None,
    ) -> issue_rows.IssueRow:
        """Add an issue to the record itself, and read which sides the stored statements take on it.

        `statement` is the proposition (else the name), `support` and `oppose` are other wordings of the two sides,
        `words` of which one must appear, `parent` is the issue that this one is a part of. A call that was stopped
        goes on where it is made again. Raises UsageError where an issue is called so, or its parent is not there.
        """
        from onrecord.store import issues, positions_reading

        one = issues.worded(name, statement, support, oppose, words, parent)
        issues.add(self.store, one, self.project.issues)
        positions_reading.settle(self.store, self.project.side, progress)
        return next(row for row in self.issues() if row.name == one.name)

    def issue_remove(self, name: str) -> str:
        """Take an issue of the record's own out, with its positions; answers its name. Judgements stay in the log.

        Raises NotFound, or UsageError for an issue of onrecord.toml or the parent of another.
        """
        from onrecord.store import issues

        return issues.remove(self.store, name).name

    # ------------------------------------------------------------------ keeping

    def conflicts(self) -> list[str]:
        """What the project's aliases say against judgements, a sentence each. The judgements stand."""
        from onrecord.store import conflicts

        return conflicts.conflicts(self.store, self.project)

    def copy(
        self, target: str | os.PathLike[str] | Address, *, progress: Callable[[str, int], None] | None = None
    ) -> int:
        """Copy the record row for row to a new file, or to an empty database of a server; answers how many rows.

        `progress` is told each table and how many rows it has. Raises UsageError where something is there already.
        """
        from onrecord.store import copying
        from onrecord.store.address import place

        return copying.copy(self.store, place(target), progress)

    def merge_record(self, other: str | os.PathLike[str]) -> merge_rows.Merged:
        """Bring what another coder judged, in a record of the same articles, into this one; `merge FILE` on the command
        line.

        Every judgement comes with its author and time, once. What both judged differently is listed and left: what was
        judged here stands until somebody judges it anew. Raises UsageError for a record of other articles.
        """
        from onrecord.store import merging
        from onrecord.store.address import place

        return merging.merge(self.store, place(other), self.project)

    def merge_conflicts(self) -> list[merge_rows.Conflict]:
        """What was judged differently in records that were merged, and nobody has settled since."""
        from onrecord.store import queries

        return queries.merge_conflicts(self.store)

    def verify(self, *, sources: bool = True) -> Verified:
        """Check every span and hash, and with `sources` the files on this machine that the articles came from."""
        from onrecord.store.verify import verify

        return verify(self.store, sources=sources)

    def remove(self, what: str, *, who: str) -> rows.DocumentRef:
        """Take a document (by id, file or title) out of every answer. Adding its file again brings it back."""
        from onrecord.store import removal

        return removal.remove(self.store, what, who)

    # ------------------------------------------------------------------ giving

    def export(self, format: str, out: str | Path, **options: Any) -> Exported:  # noqa: A002 - the word users know
        """Write the record as tables, csv, jsonl, parquet, plover, brief, dna, positions, ftm, annotations or notes."""
        from onrecord.export import export

        options.setdefault("project", self.project)
        return export(self.store, format, out, **options)

    def table(self, name: str) -> pyarrow.Table:
        """One of the exchange tables (documents, attributions, actors, positions, conditions, events, links, stories).

        It is whole in memory: `.to_pandas()` and `polars.from_arrow` take it from there. Raises UsageError.
        """
        from onrecord.export.parquet import arrow
        from onrecord.export.source import recorded

        with recorded(self.store, self.project.sure) as source:
            return arrow(source, name)

    def score(self, gold: str | Path) -> Agreement:
        """Agreement of the record's statements with a gold file or folder."""
        from onrecord.scoring import score

        return score(self, Path(gold))

    def agreement(
        self,
        dna: str | os.PathLike[str],
        *,
        coder: str = "",
        implied: bool = False,
        unclear: bool = False,
        **parts: str,
    ) -> HandAgreement:
        """The machine's positions against what people coded by hand in a `.dna` file of the same documents.

        Of one `coder` or of all; as everywhere explicit positions count, `implied` and `unclear` add the others.
        `parts` are those of `import_dna`. Raises UsageError where the two have no document in common.
        """
        from onrecord.dna.coding import parts_named
        from onrecord.hand_coding import agreement

        given = parts_named(parts)
        return agreement(self, Path(dna), coder=coder, parts=given, implied=implied, unclear=unclear)


def _typed(paths: Paths) -> list[str]:
    """The paths as the reader takes them: one may be given alone, and as a `Path`."""
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(p) for p in paths]


__all__ = ["Record", "open", "run"]
