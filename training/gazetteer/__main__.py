"""Write src/onrecord/data/gazetteer_names.tsv: what CLDR calls the states of gazetteer_states.tsv.

    python -m training.gazetteer [--check]     --check: exit 1 where the file is not what would be written

The names are those of the Unicode Common Locale Data Repository as the package babel ships them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import babel
from babel.core import Locale, get_global

DATA = Path(__file__).parents[2] / "src/onrecord/data"
TARGET = DATA / "gazetteer_names.tsv"
LANGUAGES = ("en", "ar", "de", "es", "fa", "fr", "he", "ru", "tr", "uk", "zh", "zh_Hant")
BY_CUSTOM = {"XKX": "XK"}  # ISO leaves the X codes to their users
HEAD = (
    "# What the states of gazetteer_states.tsv are called in other languages. Made by training/gazetteer; do not edit."
    " From the Unicode Common Locale Data Repository, copyright 2004-2025 Unicode, Inc., under the Unicode License V3,"
    " which stands in gazetteer_names.LICENSE."
)


def codes() -> Iterator[str]:
    """The alpha-3 codes of the gazetteer, in its order."""
    for line in (DATA / "gazetteer_states.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        code = line.split("\t")[0]
        if len(code) == 3 and code.isupper():
            yield code


def alpha_2() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 -> alpha-2, by which CLDR knows a territory; codes of states that are no more lead nowhere."""
    aliases = get_global("territory_aliases")
    now = {code: found[0] for code, found in aliases.items() if len(code) == 3 and len(found) == 1}
    for gone in ("DDR", "YUG", "CSK", "SCG", "SUN"):
        now.pop(gone, None)
    return now | BY_CUSTOM


def rows() -> Iterator[str]:
    """The lines of the file."""
    yield HEAD
    yield "\t".join(("code", *LANGUAGES))
    territories = [Locale.parse(language).territories for language in LANGUAGES]
    short = alpha_2()
    for code in codes():
        if code in short:
            yield "\t".join((code, *(names.get(short[code], "") for names in territories)))


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    text = "\n".join(rows()) + "\n"
    if parser.parse_args().check:
        same = TARGET.read_text(encoding="utf-8") == text
        print(f"{TARGET.name} {'is' if same else 'is not'} what babel {babel.__version__} gives")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
