"""What `verify` prints."""

from __future__ import annotations

from onrecord.cli.forms import Cells, emit, heading, line
from onrecord.store.verified_rows import Damage, Verified

_STATES = {
    "same": "have the same bytes in their files",
    "changed": "changed since they were added: add them again for their new version",
    "gone": "are gone",
    "nowhere": "lie nowhere on this machine",
}


def verified(result: Verified, form: str) -> None:
    header = ("where", "what")

    def cells(damage: Damage) -> Cells:
        return damage.where, damage.what

    def text() -> None:
        heading(result.path)
        line(
            f"{result.documents:>9,} articles, {result.spans:,} spans, {result.statements:,} statements, "
            f"{result.events:,} events checked"
        )
        line(f"{result.placed:>9,} statements lead to characters of the text as read")
        if result.kept:
            line(f"{result.kept:>9,} sources have their bytes in the record")
        for state, words in _STATES.items():
            if result.sources[state]:
                line(f"{result.sources[state]:>9,} sources {words}")
        if result.compared:
            line(f"{result.compared:>9,} articles compared with their sources, word by word")
        for damage in result.damages:
            line(f"DAMAGED  {damage.where}: {damage.what}")
        line("nothing is damaged" if result.sound else f"{len(result.damages)} kinds of damage")

    emit(form, result, result.damages, header, cells, text)
