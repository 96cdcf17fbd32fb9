"""Articles made up for tests: several outlets on each of a few invented events, two of them of one kind."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.stories.records import StoryDocument

# Of each event: title, the sentences its articles are made of. The two floods differ in place, names and numbers.
EVENTS = {
    "flood in Odrava": (
        "Flood drowns lower town of Odrava",
        (
            "The river Lint broke its dyke at Odrava and drowned the lower town.",
            "Mayor Petra Holm ordered 3400 people out of their homes in Odrava.",
            "Rescuers carried patients of the Odrava hospital over the water by boat.",
            "The dyke at Lint bend was built in 1953, engineer Vilem Strach told reporters.",
            "Holm asked the army for pumps and sandbags for Odrava.",
        ),
    ),
    "flood in Kessal": (
        "Kessal flood leaves market under water",
        (
            "The river Umma broke its dyke at Kessal and left the market under water.",
            "Governor Aziz Tamuri ordered 800 people out of their homes in Kessal.",
            "Rescuers brought pupils of the Kessal school over the water by boat.",
            "The dyke at Umma mouth was mended in 2011, engineer Lale Dorin told reporters.",
            "Tamuri asked the province for pumps and tents for Kessal.",
        ),
    ),
    "strike": (
        "Tram drivers of Belport walk out over night shifts",
        (
            "Tram drivers of Belport walked out on Monday over night shifts without pay.",
            "The union of tram drivers, led by Rosa Kimble, wants 12 per cent more.",
            "No tram left the Belport depot, and commuters went on foot.",
            "The tram company offered 4 per cent and called the walkout unlawful.",
            "Kimble said the depot would stay shut until the company paid for night shifts.",
        ),
    ),
    "comet": (
        "Comet passes close to the moon",
        (
            "A comet found by amateur astronomer Jun Arakida passed close to the moon.",
            "Observatories on four continents filmed the tail of the comet.",
            "Arakida, a retired baker, had looked for comets for thirty years.",
            "The comet will come back in 6200 years, astronomers say.",
            "Clouds hid the comet and the moon from most of the coast.",
        ),
    ),
}
BEGUN = date(2031, 5, 2)


def documents(*, dated: bool = False, each: int = 5) -> list[StoryDocument]:
    """Articles of every event: each leaves one sentence out and tells the others in an order of its own."""
    made = []
    for number, (event, (title, sentences)) in enumerate(EVENTS.items()):
        for i in range(each):
            told = [sentences[(i + k) % len(sentences)] for k in range(len(sentences) - 1)]
            published = BEGUN + timedelta(days=number * 40 + i % 3) if dated else None
            made.append(
                StoryDocument(
                    id=f"{event} {i}", title=f"{title}, report {i}", text="\n".join(told), published=published
                )
            )
    return made


def event(id: str) -> str:  # noqa: A002 - the field's name
    return id.rpartition(" ")[0]
