"""Articles of an invented harbour town, and how they are compared in tests."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.reprints.align import Shared, shared
from onrecord.reprints.comparing import Compared, compare
from onrecord.reprints.lineage import Paper
from onrecord.reprints.wording import Wording, read_words

WIRE = (
    "PORT HALLOW (GNS) - The harbour board of Port Hallow voted on Tuesday to close the eastern quay for the winter, "
    "ending a dispute with the ferry crews that had run since the storm of last October.\n\n"
    "“We have listened to every captain on this coast, and none of them wants to moor there again,” said Ottoline "
    "Braske, who heads the board. “The quay will be rebuilt in stone or not at all.”\n\n"
    "The ferry crews had asked for a smaller closure and a new lamp on the mole. Their spokesman, Desmond Quill, "
    "called the vote hasty and promised to put the matter before the county assembly in the spring.\n\n"
    "The closure costs the town about forty berths. Fishing boats may use the inner basin until the ice comes, the "
    "board said, and the customs house moves to the old granary for the duration of the works.\n\n"
    "Surveyors found in March that the piles under the eastern quay had been eaten away by shipworm over a length of "
    "sixty metres. A first estimate puts the repair at nine million crowns, three times what was set aside."
)
OTHER = (
    "The mayor of Port Hallow opened the new school on the hill with a speech about patience and good mortar.\n\n"
    "Parents had waited six years for the building, which stands where the ropewalk used to be. Its roof leaks already "
    "in two places, the caretaker told visitors, but the view over the bay makes up for much.\n\n"
    "The council wants a second school in the lower town by the end of the decade, though nobody has said from which "
    "purse it would be paid. A committee will look into the matter after the summer holidays and report in October.\n\n"
    "Pupils sang the old harbour song in three languages and were given the rest of the day off."
)
QUOTED = (
    "The closing of the eastern quay divides the coast. Shopkeepers on the front fear an empty season.\n\n"
    "“We have listened to every captain on this coast, and none of them wants to moor there again,” Braske wrote to "
    "the chamber of commerce, which had complained about the loss of trade.\n\n"
    "Others see a chance. The brewer Amias Tolt would turn the sheds into a market hall, and has asked the bank of the "
    "province for a loan. He expects an answer before the herring fair opens its gates in the autumn."
)
BACKGROUND = (
    "The harbour board was founded in 1871 by the shipowners of the coast and is elected every five years by all who "
    "hold a berth; it sets the dues, keeps the lights and answers to the county assembly alone."
)


@dataclass(frozen=True)
class Article:
    text: str
    id: str = ""
    outlet: str | None = None
    published: date | None = None
    agency: str | None = None


def words(text: str) -> Wording:
    return read_words(text, ((0, len(text)),))


def compared(articles: Sequence[Article | str]) -> Compared:
    made = [a if isinstance(a, Article) else Article(a) for a in articles]
    papers = [
        Paper(id=a.id or f"d{k:04}", outlet=a.outlet, published=a.published, agency=a.agency)
        for k, a in enumerate(made)
    ]
    return compare(papers, [words(a.text) for a in made])


def texts(a: str, b: str) -> list[tuple[str, str]]:
    """The passages of two texts, as the words on each side."""
    x, y = words(a), words(b)
    return [(_text(a, x, s.a, s.a_end), _text(b, y, s.b, s.b_end)) for s in shared(x, y)]


def _text(text: str, w: Wording, start: int, end: int) -> str:
    return text[w.starts[start] : w.ends[end - 1]]


def passages(a: str, b: str) -> tuple[Shared, ...]:
    return shared(words(a), words(b))


def invented(seed: int, count: int = 200) -> str:
    """Words of no language, in paragraphs."""
    rnd = random.Random(seed)
    signs = ["ba", "ke", "di", "mo", "lu", "ra", "si", "tu", "ven", "dor", "gal", "hin"]
    made = ["".join(rnd.choice(signs) for _ in range(rnd.randint(2, 4))) for _ in range(count)]
    return "\n\n".join(" ".join(made[k : k + 40]) + "." for k in range(0, count, 40))


def edited(text: str, share: float, seed: int = 1) -> str:
    """Some words replaced, left out or put in."""
    rnd = random.Random(seed)
    out = []
    for word in text.split(" "):
        roll = rnd.random()
        if roll < share / 2:
            out.append(f"alt{rnd.randrange(10**6)}")
        elif roll < share * 0.75:
            continue
        elif roll < share:
            out += [word, f"new{rnd.randrange(10**6)}"]
        else:
            out.append(word)
    return " ".join(out)
