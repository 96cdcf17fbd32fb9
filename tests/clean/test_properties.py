"""Whatever the bytes, reading and cleaning gives documents that keep their promises, or says why not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord import charset
from onrecord.clean import clean
from onrecord.model import Rejected
from onrecord.project import Project
from onrecord.read import read

LINES = st.sampled_from(
    """By A B|Share|Read More|A headline of some words (EPA)|date 2019-01-28 2019/01/28|\ufeff|\u200b|<p>x</p>|• a|\x85
He said it was over, and so it was for all of us.|“Quote,” he said.|WASHINGTON (AP) — Talks failed.
a\u2028b|Read more: x y z|© 2019 X|Last Modified: Sunday، 03 February 2019|Q: Why?|x › y › z
{"text": "a b c"}|&amp;|\x0c""".replace("\n", "|").split("|")
)
TEXTS = st.one_of(
    st.text(),
    st.lists(LINES, max_size=25).map("\n".join),
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=12).map("\r\n".join),
)
BYTES = st.one_of(
    st.binary(),
    TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass")),
    TEXTS.map(lambda t: t.encode("cp1252", "replace")),
    TEXTS.map(lambda t: t.encode("utf-16", "surrogatepass")),
)
MANY = settings(max_examples=times(150), deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(
    data=BYTES, name=st.sampled_from(["x.txt", "x.html", "x.json", "x.jsonl", "x.xml", "x", "x.txt.gz", "x.parquet"])
)
def test_any_bytes_under_any_name(tmp_path_factory, promises, data, name):
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    found = list(read([str(path)]))
    assert found, "a file was passed over in silence"
    for raw in found:
        if isinstance(raw, Rejected):
            assert raw.reason
            assert raw.detail
            continue
        document = clean(raw, Project())
        if isinstance(document, Rejected):
            assert document.reason
            assert document.detail
        else:
            promises(document, raw)


@MANY
@given(text=TEXTS)
@example(text="\nBY A0000000000000000\n;")  # nothing but a byline
@example(text="?\r\rSHARE\x0c\nBY A000\n00000000000000000000")  # a block of a form feed alone
def test_plain_text_is_never_altered(make_raw, promises, text):
    data = text.encode("utf-8", "replace")
    raw = make_raw(data)
    document = clean(raw, Project())
    if not isinstance(document, Rejected):
        assert document.text == data.decode(document.encoding, "replace")
        promises(document, raw)


@MANY
@given(data=BYTES, html=st.booleans())
def test_decoding_is_what_python_does_with_the_named_codec(data, html):
    text, encoding = charset.decode(data, html=html)
    assert text == data.decode(encoding, "replace")


@MANY
@given(text=TEXTS)
def test_cleaning_twice_is_cleaning_once(make_raw, text):
    raw = make_raw(text.encode("utf-8", "replace"), name="folder/file.txt")
    assert clean(raw, Project()) == clean(raw, Project())


@pytest.mark.parametrize("seed", range(3))
def test_ids_depend_on_source_not_on_project(make_raw, seed):
    raw = make_raw(f"A headline of five words\n\nThe minister said on Monday that {seed} gates were closed.")
    first, second = clean(raw, Project()), clean(raw, Project(name="other", min_score=0.5))
    assert first.id == second.id
    assert first.id[0] == "d"
    assert len(first.id) == 17
