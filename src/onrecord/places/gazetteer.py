"""What the world calls its countries, first-order regions and cities, read once a process on the first look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.places.folding import bare, fold, loose
from onrecord.places.tables import lines_of, rows

_PLACELESS = frozenset({"former"})
_SHORT = 4
"""Abbreviations of fewer letters are names in capitals only: "US", never "us"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A place of the gazetteer. `country` is ISO 3166-1 alpha-2, None where it has none or several; `region` the code
    of its first-order region within the country; `people` are thousands."""

    name: str
    kind: str
    country: str | None
    region: str = ""
    people: int = 0
    latitude: float | None = None
    longitude: float | None = None


class Gazetteer:
    """The places by their keys (`folding.fold`)."""

    def __init__(self) -> None:
        self.countries: dict[str, Known] = {}
        self.neighbours: dict[str, tuple[str, ...]] = {}
        self.capitals: dict[str, Known] = {}
        self.peoples: dict[str, str] = {}
        self._named: dict[str, list[Known]] = {}
        self.shorts: dict[str, Known] = {}
        self._regions: dict[tuple[str, str], Known] = {}
        self._lines: dict[str, list[str]] = {}
        self._capital_names: dict[str, str] = {}
        self._capitals_only: set[str] = set()

    def find(self, key: str, written: str = "") -> tuple[Known, ...]:
        """All places of a key; of none where it is an abbreviation and not `written` in capitals."""
        if key in self._capitals_only and written.upper() != written:
            return ()
        named = tuple(self._named.get(key, ()))
        cities = self._lines.get(key)
        return named + tuple(map(self._city, cities)) if cities else named

    def like(self, key: str) -> tuple[Known, ...]:
        """The cities whose name is transliterated like the key: "hodeydah" -> Al Ḩudaydah."""
        shared = loose(key)
        return tuple(map(self._city, self._lines.get(f"~{shared}", ()))) if shared else ()

    def short(self, written: str) -> Known | None:
        """The region that an abbreviation after a comma means: "Ill.", "TX"."""
        return self.shorts.get(written)

    def region(self, country: str | None, code: str) -> Known | None:
        """A first-order region by its code."""
        return self._regions.get((country or "", code))

    def _city(self, line: str) -> Known:
        country, region, name, people, latitude, longitude, _ = line.split("\t")
        return Known(
            name=name,
            kind="capital" if self._capital_names.get(country) == name else "city",
            country=country,
            region=region,
            people=int(people),
            latitude=float(latitude),
            longitude=float(longitude),
        )

    def read(self) -> Gazetteer:
        """Itself, with the tables read."""
        codes = self._read_countries()
        self._read_states(codes)
        self._read_regions()
        self._read_cities()
        self._read_areas()
        for country, name in self._capital_names.items():
            held = [c for c in self.find(fold(name)) if c.country == country and c.kind == "capital"]
            if held:
                self.capitals[country] = max(held, key=lambda c: c.people)
        return self

    def _add(self, key: str, known: Known) -> None:
        held = self._named.setdefault(key, [])
        if all((k.kind, k.country) != (known.kind, known.country) for k in held):
            held.append(known)

    def _read_countries(self) -> dict[str, Known]:
        """The countries by alpha-3."""
        out: dict[str, Known] = {}
        for code, alpha_3, name, capital, people, latitude, longitude, neighbours in rows("places_countries.tsv"):
            at = (float(latitude), float(longitude)) if latitude else (None, None)
            known = Known(name=name, kind="country", country=code, people=int(people), latitude=at[0], longitude=at[1])
            out[alpha_3] = known
            self._capital_names[code] = capital
            self.neighbours[code] = tuple(filter(None, neighbours.split(",")))
        return out

    def _read_states(self, codes: Mapping[str, Known]) -> None:
        """Names and peoples of states, from the tables that states as actors are found by."""
        named: dict[str, Known] = {}
        for code, status, name, names, peoples, *_ in rows("gazetteer_states.tsv"):
            known = _state(name, code, status, codes)
            if known.kind == "country" and known.country:
                self.countries[known.country] = known
            named[fold(name)] = known
            for written in (name, *filter(None, names.split(","))):
                key = bare(fold(written)) if written.startswith(("The ", "the ")) else fold(written)
                self._add(key, known)
                if written.isupper() and len(key) <= _SHORT:
                    self._capitals_only.add(key)
            self._people(peoples, known)
        for name, peoples, _ in rows("states.tsv"):
            if fold(name) in named:
                self._people(peoples, named[fold(name)])

    def _people(self, peoples: str, known: Known) -> None:
        for people in filter(None, peoples.split(",")):
            if known.country and len(people) > 2:
                self.peoples.setdefault(fold(people), known.country)

    def _read_regions(self) -> None:
        for country, code, name, people, latitude, longitude, keys in rows("places_regions.tsv"):
            known = Known(
                name=name,
                kind="region",
                country=country,
                region=code,
                people=int(people),
                latitude=float(latitude),
                longitude=float(longitude),
            )
            self._regions[country, code] = known
            for key in (name.lower(), *filter(None, keys.split(","))):
                self._add(key, known)

    def _read_cities(self) -> None:
        """Only the keys: a line is read when it is asked for."""
        lines = self._lines
        for cells in lines_of("places_cities.tsv"):
            _, _, name, _, _, _, keys = cells.split("\t")
            lines.setdefault(name.lower(), []).append(cells)
            if keys:
                for key in keys.split(","):
                    lines.setdefault(key, []).append(cells)

    def _read_areas(self) -> None:
        for kind, country, names, *at in rows("places_areas.tsv"):
            first, *others = names.split(",")
            if kind == "short":
                land, _, code = country.partition(".")
                for written in (first, *others):
                    self.shorts[written] = self._regions[land, code]
            elif kind == "city":
                self._also(country, first, others)
            else:
                known = Known(
                    name=first,
                    kind="region",
                    country=country if len(country) == 2 else None,
                    people=20_000,
                    latitude=float(at[0]),
                    longitude=float(at[1]),
                )
                for written in (first, *others):
                    held = self._named.get(fold(written), [])
                    rest = [k for k in held if (k.kind, k.country) != (known.kind, known.country)]
                    self._named[fold(written)] = [known, *rest]

    def _also(self, country: str, name: str, others: list[str]) -> None:
        lines = [c for c in self._lines.get(fold(name), ()) if c.startswith(f"{country}\t")]
        for other in others:
            held = self._lines.setdefault(fold(other), [])
            held += [c for c in lines[:1] if c not in held]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer as shipped."""
    return Gazetteer().read()


def _state(name: str, code: str, status: str, codes: Mapping[str, Known]) -> Known:
    """A state by its code in gazetteer_states.tsv; a part of one is a region of it, one that is no more has no code."""
    whole = codes.get(code[:3])
    if status in _PLACELESS or whole is None:
        return Known(name=name, kind="country", country=None, people=10_000)
    if len(code) == 3 and status != "part":
        return Known(
            name=name,
            kind="country",
            country=whole.country,
            people=whole.people,
            latitude=whole.latitude,
            longitude=whole.longitude,
        )
    return Known(
        name=name,
        kind="region",
        country=whole.country,
        people=20_000,
        latitude=whole.latitude if len(code) == 3 else None,
        longitude=whole.longitude if len(code) == 3 else None,
    )
