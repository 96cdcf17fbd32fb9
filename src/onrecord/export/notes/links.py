"""How notes name and link what they speak of: actors, issues, articles, and the places of words in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.export.called import key
from onrecord.export.notes.marks import escaped, web, wiki
from onrecord.export.permalinks import Permalinks, place
from onrecord.export.wording import anchor, day, stretch
from onrecord.model import Span
from onrecord.store.rows import ActorRef, DocumentRef, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The names of all notes by the ids of what they are about (of an issue its name), and what finds an actor or the
    words of an article."""

    actors: Mapping[str, str]
    articles: Mapping[str, str]
    issues: Mapping[str, str]
    called: Mapping[str, ActorRef]
    permalinks: Permalinks

    def actor(self, actor: ActorRef | None) -> str:
        """A link to an actor's note."""
        if actor is None:
            return "somebody not known"
        if actor.id not in self.actors:
            return escaped(actor.name)
        return wiki(f"actors/{self.actors[actor.id]}", actor.name)

    def organization(self, name: str) -> str:
        """A link to the note of the actor that these words name, else the words."""
        actor = self.called.get(key(name))
        return self.actor(actor) if actor else escaped(name)

    def issue(self, name: str) -> str:
        """A link to an issue's note."""
        return wiki(f"issues/{self.issues[name]}", name) if name in self.issues else escaped(name)

    def article(self, document: DocumentRef, statement: str = "") -> str:
        """A link to an article's note, or to a statement in it, by its outlet and day."""
        shown = f"{document.outlet or document.file}, {day(document.published)}"
        if document.id not in self.articles:
            return escaped(shown)
        return wiki(f"articles/{self.articles[document.id]}", shown, block(statement) if statement else "")

    def words(self, document: DocumentRef, spans: Sequence[Span]) -> str:
        """A link to words on the article's page; where it has no address the file and the characters."""
        page = self.permalinks.page(document, spans)
        return web(page, "page") if page else escaped(place(document.file, spans))


def block(statement: str) -> str:
    """The name by which a note's line can be linked to."""
    return anchor("", statement).replace("_", "-")


def said_on(said: Said) -> str:
    """When it was said, as wide as the text tells, else when it was published."""
    if said.said_since:
        return stretch(said.said_since, said.said_until)
    return f"told {day(said.document.published)}" if said.document.published else "undated"
