"""Fields told by names of files, by the project's own patterns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.clean import clean
from onrecord.clean.file_names import unmatched
from onrecord.model import RawDocument
from onrecord.project import KnownOutlet, Project

NAMED = Project(
    outlets=(KnownOutlet(name="Al-Ahram"),),
    file_names=(
        r"^(?P<outlet>[^_]+)_(?P<published>\d{4}-?\d\d-?\d\d)_(?P<title>.+)$",
        r"/(?P<outlet>[^/]+)/(?P<byline>[a-z]+-[a-z]+)--(?P<title>[^/]+)$",
        r"^nothing is called (?P<title>so)$",
    ),
)
NAMES = {
    "Post_2024-03-09_gates-stay-open.txt": ("Post", "2024-03-09", "gates stay open", None),
    "Al-Ahram_20240309_Gates stay open.txt": ("Al-Ahram", "2024-03-09", "Gates stay open", None),
    "box/Harbour_Post/ana-rocha--gates_stay-open.txt": ("Harbour Post", None, "gates stay-open", "ana rocha"),
    "letters.v2.txt": (None, None, None, None),
}


def named(key: str, text: str = "The minister said that the gates would stay open until the autumn rains come.\n"):
    return RawDocument(key=key, location=key, file=key, format="text", data=text.encode())


@pytest.mark.parametrize("key", NAMES)
def test_names_of_files_tell_fields(key):
    found = clean(named(key), NAMED)
    published = found.published.isoformat() if found.published else None
    byline = found.byline.lower() if found.byline else None
    told = [e.origin for e in found.evidence if e.origin == "file-name:pattern"]
    if any(NAMES[key]):
        assert (found.outlet, published, found.title) == NAMES[key][:3]
        assert told
    else:
        assert not told
    if NAMES[key][3] and byline:
        assert byline == NAMES[key][3]


def test_a_day_that_could_be_two_is_told_not_guessed():
    found = clean(named("x-03-02-2024.txt"), Project(file_names=(r"(?P<published>[\d-]{10})$",)))
    assert found.published is None
    assert [(e.field, e.value) for e in found.evidence if e.origin == "file-name:pattern"] == [
        ("published.unread", "03-02-2024")
    ]


def test_the_name_of_a_file_of_many_says_less_than_the_articles():
    project = Project(file_names=(r"^(?P<outlet>\w+)_(?P<title>\w+)$",))
    item = replace(named("Basin_Bundle.jsonl#7"), meta={"outlet": "Harbour Post"})
    assert clean(item, project).outlet == "Harbour Post"
    bare = clean(named("Basin_Bundle.jsonl#7"), project)
    assert (bare.outlet, bare.title) == ("Basin", None)
    member = clean(named("saved.zip#press/Basin_Gates.txt"), project)
    assert (member.outlet, member.title) == ("Basin", "Gates")


def test_patterns_that_fit_nothing_can_be_told():
    left = NAMED.file_names
    for name in NAMES:
        left = unmatched(left, name)
    assert left == (NAMED.file_names[2],)
