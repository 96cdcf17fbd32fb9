"""The record as a folder of Markdown notes that link to each other, for Obsidian and programs like it.

    index.md                 what there is, and what is left out
    actors/NAME.md           names, roles, relations, positions, who quotes them, what they said
    issues/NAME.md           who stands where, and by which words
    articles/TITLE.md        where an article is from, and its statements

Left out are the articles' texts, events, statements that a reviewer rejected, and positions that only follow from the
words or whose side is not clear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onrecord.export.called import called
from onrecord.export.folder import Folder, own_folder
from onrecord.export.notes import actors, articles, index, issues
from onrecord.export.notes.links import Library
from onrecord.export.notes.names import names
from onrecord.export.permalinks import Permalinks
from onrecord.export.source import Source
from onrecord.store.path_rows import Path as StancePath

KIND = "notes"


def write(source: Source, path: Path) -> dict[Path, int]:
    """Write the notes into a folder that is empty, or their own from the time before; gives the number of notes."""
    with own_folder(path, KIND) as folder:
        answer = source.paths()
        issue_rows = source.issues()
        library = Library(
            actors=names((v.actor.id, v.actor.name) for v in source.actors()),
            articles=names((v.document.id, v.document.title or v.document.file) for v in source.documents()),
            issues=names((row.name, row.name) for row in issue_rows),
            called=called(source.actors()),
            permalinks=Permalinks(source.text),
        )
        shelf = _Shelf(folder)
        for article in source.documents():
            shelf.put(f"articles/{library.articles[article.document.id]}", articles.note(article, library))
        of_actor: defaultdict[str, list[StancePath]] = defaultdict(list)
        for one in answer.paths:
            of_actor[one.actor.id].append(one)
        entries = []
        for view in source.actors():
            said = list(source.statements(by=view.actor.id))
            taken = of_actor.get(view.actor.id, [])
            shelf.put(f"actors/{library.actors[view.actor.id]}", actors.note(view, said, taken, library))
            entries.append(index.Entry(actor=view.actor, statements=len(actors.once(said))))
        for row in issue_rows:
            taken = [p for p in answer.paths if p.issue == row.name]
            shelf.put(f"issues/{library.issues[row.name]}", issues.note(row, taken, library))
        shelf.put("index", index.note(source.status(), issue_rows, entries, answer, library))
    return {path / "index.md": shelf.count}


@dataclass
class _Shelf:
    """Where notes are put, and how many."""

    folder: Folder
    count: int = 0

    def put(self, name: str, lines: Iterable[str]) -> None:
        with self.folder.file(f"{name}.md") as out:
            for line in lines:
                out.write((line + "\n").encode("utf-8"))
        self.count += 1
