"""Files of many articles: JSON in every layout, feeds, Parquet, gzip; names, fields, canonical bytes."""

from __future__ import annotations

import gzip
import json
import tracemalloc

import pytest

from onrecord.model import RawDocument, Rejected
from onrecord.read import read, unpack

ITEM = {
    "id": "n1",
    "title": "Gates stay open",
    "text": "The minister said so.",
    "date": "2019-01-28",
    "source": "Harbour Post",
}
OTHER = {"id": "n2", "headline": "Gates shut", "body": "The minister left.", "author": ["Ana Rocha", "John Stone"]}


@pytest.fixture
def give(tmp_path):
    """Write bytes or text to a file of that name and read it."""

    def run(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return list(read([str(path)]))

    return run


LAYOUTS = {
    "lines.jsonl": "\n".join(map(json.dumps, (ITEM, OTHER))),
    "lines.json": json.dumps(ITEM) + "\r\n\r\n" + json.dumps(OTHER) + "\r\n",
    "lines.txt": json.dumps(ITEM) + "\n" + json.dumps(OTHER) + "\n",
    "bom.jsonl": "\ufeff" + json.dumps(ITEM) + "\n" + json.dumps(OTHER),
    "array.json": json.dumps([ITEM, OTHER]),
    "pretty.json": json.dumps([ITEM, OTHER], indent=2),
    "object.json": json.dumps({"status": "ok", "articles": [ITEM, OTHER]}, indent=1),
    "results": json.dumps({"total": 2, "results": [ITEM, OTHER]}),
    "keyed.json": json.dumps({"n1": {k: v for k, v in ITEM.items() if k != "id"}, "n2": OTHER}),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("packed", [False, True])
def test_json_layouts(give, name, packed):
    data = LAYOUTS[name].encode()
    found = give(name + ".gz" if packed else name, gzip.compress(data) if packed else data)
    assert [d.key.partition("#")[2] for d in found] == ["n1", "n2"]
    assert all(d.format == "jsonl" for d in found)
    assert [d.text for d in found] == ["The minister said so.", "The minister left."]
    assert dict(found[0].meta) == {"title": "Gates stay open", "outlet": "Harbour Post", "published": "2019-01-28"}
    assert dict(found[1].meta) == {"title": "Gates shut", "byline": "Ana Rocha; John Stone"}


def test_utf16_json_lines(give):
    found = give("x.jsonl", LAYOUTS["lines.jsonl"].encode("utf-16"))
    assert [d.text for d in found] == ["The minister said so.", "The minister left."]


def test_same_item_in_another_dump_is_the_same_bytes(give):
    shuffled = dict(reversed(ITEM.items()))
    a = give("a.jsonl", json.dumps(ITEM))[0]
    b = give("b.json", json.dumps([shuffled], indent=4, ensure_ascii=False))[0]
    assert a.data == b.data


def test_one_broken_line_costs_one_line(give):
    found = give("x.jsonl", json.dumps(ITEM) + '\n{"text": "cut off\n[1, 2]\n"a"\n' + json.dumps(OTHER) + "\n")
    assert [type(d) for d in found] == [RawDocument, Rejected, Rejected, Rejected, RawDocument]
    assert [r.reason for r in found[1:4]] == ["broken-json"] * 3
    assert [r.file.rpartition("#")[2] for r in found[1:4]] == ["2", "3", "4"]
    assert "line 2" in found[1].detail


BROKEN = {
    "cut.json": ('[{"text": "a"}, {"te', "broken-json"),
    "cut-object.json": ('{\n "text": "a",\n "ti', "broken-json"),
    "number.json": ("12", "broken-json"),
    "deep.json": ('{"a":' * 50_000, "broken-json"),
    "fields.jsonl": ('{"colour": "red"}', "no-text-field"),
    "empty-text.jsonl": ('{"text": "  ", "title": "x"}', "no-text-field"),
    "null.json": ('{"text": null}', "no-text-field"),
    "list.json": ("[1, 2]", "broken-json"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_json_is_said(give, name):
    content, reason = BROKEN[name]
    found = give(name, content)
    assert found
    assert {r.reason for r in found} == {reason}
    assert all(r.detail for r in found)


NAMES = [
    ({"maintext": "T", "url": "https://x.example/a"}, "https://x.example/a"),
    ({"articleBody": "T"}, "1"),
    ({"full_text": "T", "guid": "g"}, "g"),
    ({"Content": "T", "ID": 7}, "7"),
    ({"body": {"text": "T"}}, "1"),
    ({"paragraphs": "x", "text": ["T", "T"]}, "1"),
    ({"description": "D", "content": "T"}, "1"),
    ({"description": "T"}, "1"),
]


@pytest.mark.parametrize(("record", "name"), NAMES, ids=[str(sorted(r)) for r, _ in NAMES])
def test_fields_by_many_names(give, record, name):
    (found,) = give("x.jsonl", json.dumps(record))
    assert found.text.startswith("T")
    assert found.key.partition("#")[2] == name


DATES = [
    "published_date", "date_published", "datePublished", "pub_date", "publication_date", "publish_date", "created_at",
    "Published-At", "article_date", "date_posted",
]  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates_by_many_names(give, name):
    record = {
        name: "2023-05-25",
        "author_name": "Ana Rocha",
        "source_name": "Harbour Post",
        "article_text": "T",
        "read_at": "2024-01-01",
    }
    (found,) = give("x.jsonl", json.dumps(record))
    assert (found.text, found.meta["published"]) == ("T", "2023-05-25")
    assert (found.meta["byline"], found.meta["outlet"]) == ("Ana Rocha", "Harbour Post")


@pytest.mark.parametrize("name", ["full_text", "article_text", "body_text", "articleContent", "news_text"])
def test_texts_by_many_names(give, name):
    (found,) = give("x.jsonl", json.dumps({name: "T", "summary": "S", "update_date": "2023-05-25"}))
    assert found.text == "T"
    assert "published" not in found.meta


def test_equal_ids_are_told_apart(give):
    found = give("x.jsonl", '{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}\n')
    assert [d.key.partition("#")[2] for d in found] == ["1", "1~2"]


def test_markup_in_an_item_is_noticed(give):
    found = give("x.jsonl", '{"text": "<p>One.</p><p>Two.</p>"}\n{"text": "a < b and <sic> b"}')
    assert [d.meta.get("markup") for d in found] == ["html", None]


def test_lone_surrogates_can_be_stored(give):
    (found,) = give("x.jsonl", '{"text": "a \\ud800 b"}')
    assert found.text == "a � b"


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Basin Notes</title><language>en-GB</language>
<item><title>Gates stay open</title><link>https://notes.example/1</link><guid>g1</guid>
<dc:creator>Ana Rocha</dc:creator>
<pubDate>Mon, 28 Jan 2019 23:30:00 +0000</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The minister said so.</p>]]></content:encoded></item>
<item><title>Empty</title><link>https://notes.example/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Basin Notes</title>
<entry><id>g1</id><title>Gates stay open</title><link href="https://notes.example/1"/>
<author><name>Ana Rocha</name></author>
<published>2019-01-28T23:30:00Z</published>
<content type="html">&lt;p&gt;The minister said so.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("text", [RSS, ATOM], ids=["rss", "atom"])
@pytest.mark.parametrize("name", ["feed.xml", "feed.txt", "feed.rss"])
def test_feeds(give, name, text):
    found = give(name, text)
    first = found[0]
    assert first.format == "feed"
    assert first.key.endswith("#g1")
    assert first.text == "<p>The minister said so.</p>"
    assert first.meta["title"] == "Gates stay open"
    assert first.meta["outlet"] == "Basin Notes"
    assert first.meta["byline"] == "Ana Rocha"
    assert first.meta["url"] == "https://notes.example/1"
    assert first.meta["published"]
    assert [r.url for r in found[1:]] == (["https://notes.example/2"] if text == RSS else [])


def test_parquet(give, tmp_path):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    rows = [{**ITEM, "n": i, "id": f"p{i}"} for i in range(600)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "x.parquet", row_group_size=100)
    found = list(read([str(tmp_path / "x.parquet")]))
    assert len(found) == 600
    assert (found[0].format, found[599].key.partition("#")[2]) == ("parquet", "p599")
    data = (tmp_path / "x.parquet").read_bytes()
    assert [r.reason for r in give("cut.parquet", data[: len(data) // 2])] == ["broken-parquet"]
    assert len(give("x.parquet.gz", gzip.compress(data))) == 600


def test_plain_text_and_pages_are_one_document_each(give):
    (text,) = give("x.md", "Gates stay open\n\nThe minister said so.")
    (page,) = give("page.txt", "<!DOCTYPE html><html><body><p>The minister said so.</p></body></html>")
    assert (text.format, text.text, text.data) == ("text", None, b"Gates stay open\n\nThe minister said so.")
    assert page.format == "html"


@pytest.mark.parametrize(
    "text", ["[Update] The minister left.", "{sic} he said.", "<3 he wrote.", '"No," he said.', "1. One"]
)
def test_texts_that_open_like_something_else(give, text):
    (found,) = give("x.txt", text)
    assert found.format == "text"


def test_gzip_bombs_and_big_files_are_refused(give, monkeypatch):
    monkeypatch.setattr(unpack, "_RATIO_FROM", 100_000)
    bomb = gzip.compress(b"a" * 30_000_000)
    assert [r.reason for r in give("x.txt.gz", bomb)] == ["too-large"]
    assert [r.reason for r in give("x.jsonl.gz", gzip.compress(b'{"text": "' + b" " * 30_000_000))] == ["too-large"]
    assert [r.reason for r in give("x.txt.gz", gzip.compress(bomb))] == ["archive"]


def test_truncated_gzip_keeps_what_was_whole(give):
    lines = "\n".join(json.dumps({"id": i, "text": f"The minister said {i * 7919 % 1000}."}) for i in range(5000))
    found = give("x.jsonl.gz", gzip.compress(lines.encode())[:-2000])
    assert isinstance(found[0], RawDocument)
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == "broken-gzip"
    assert [r.reason for r in give("x.txt.gz", gzip.compress(b"The minister said so.")[:-9])] == ["broken-gzip"]


def test_big_json_lines_are_read_in_little_memory(tmp_path):
    line = json.dumps({"text": "The minister said so. " * 200}).encode() + b"\n"
    (tmp_path / "x.jsonl").write_bytes(line * 2000)  # 9 MB
    next(iter(read([str(tmp_path / "x.jsonl")])))
    tracemalloc.start()
    count = sum(1 for _ in read([str(tmp_path / "x.jsonl")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2000
    assert peak < 4_000_000


def test_names_are_told_apart_however_many(monkeypatch):
    from onrecord.read import seen

    monkeypatch.setattr(seen, "_EXACT", 50)
    names = seen.Seen()
    assert all(names.add(str(i)) for i in range(2_000))
    assert not any(names.add(str(i)) for i in range(2_000))
