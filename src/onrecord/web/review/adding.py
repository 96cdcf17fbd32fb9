"""A statement that the machine missed, as a page sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.model import Judgement
from onrecord.record import Record
from onrecord.span import refind
from onrecord.web.review.verdicts import Note, noted

BETWEEN = ","  # between two stretches of characters


@dataclass(frozen=True, slots=True, kw_only=True)
class SentStatement:
    """Words of an article that somebody said: content, source and cue as characters of its text ("120-180,190-200").
    Without a speaker nobody is known; without a kind the quotation marks decide."""

    document: str
    content: str
    source: str = ""
    cue: str = ""
    speaker: str = ""
    kind: str = ""
    act: str = ""
    note: Note = ""


def add(record: Record, who: str, sent: SentStatement) -> Judgement:
    """Put it into the record. Raises UsageError for characters that are not the article's, NotFound."""
    return record.add_statement(
        sent.document, content=sent.content, source=sent.source, cue=sent.cue, speaker=sent.speaker, kind=sent.kind,
        act=sent.act, note=sent.note, who=who,
    )  # fmt: skip


def of_form(form: Mapping[str, str], sentences: Sequence[str], text: str) -> SentStatement:
    """The statement that a form says: its content by characters, else by the sentences that were chosen, whole or as
    far as the words in them that were written; source and cue by characters, else by their words, those nearest to the
    content. Raises UsageError where words do not stand in the article."""
    content = form.get("content", "").strip() or BETWEEN.join(joined(sentences))
    if not content:
        raise UsageError("say what is said: choose its sentences, or give its characters as 120-180")
    near = _first(content)
    content = _chars(form, "content_words", text, near) or content
    return SentStatement(
        document=form.get("document", ""),
        content=content,
        source=form.get("source", "").strip() or _chars(form, "source_words", text, near),
        cue=form.get("cue", "").strip() or _chars(form, "cue_words", text, near),
        speaker=form.get("speaker", "").strip(),
        kind=form.get("kind", ""),
        act=form.get("act", ""),
        note=noted(form),
    )


def joined(sentences: Sequence[str]) -> list[str]:
    """The sentences in the order of the text, those in a row as one stretch."""
    found = sorted(_ends(s) for s in sentences)
    out: list[tuple[int, int]] = []
    for start, end in found:
        if out and start - out[-1][1] <= 2:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return [f"{start}-{end}" for start, end in out]


def _ends(written: str) -> tuple[int, int]:
    start, _, end = written.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(written) < 30):
        raise UsageError(f"{written!r} is no stretch of characters; write 120-180")
    return int(start), int(end)


def _first(content: str) -> int:
    start = content.strip().partition("-")[0]
    return int(start) if start.isdecimal() and len(start) < 12 else 0


def _chars(form: Mapping[str, str], name: str, text: str, near: int) -> str:
    words = form.get(name, "").strip()
    if not words:
        return ""
    found = refind(text, words, near)
    if found is None:
        raise UsageError(f"the article does not say {words!r}; copy the words from it as they stand there")
    return f"{found[0]}-{found[1]}"


__all__ = ["SentStatement", "add", "joined", "of_form"]
