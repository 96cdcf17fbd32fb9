"""The sample coverage: is its gold true to the articles? Imports nothing of onrecord."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

SAMPLE = Path(__file__).parents[2] / "src" / "onrecord" / "data" / "sample"
ARTICLES, GOLD = SAMPLE / "articles", SAMPLE / "gold"
CP1252 = {"merrunvoice-2023-09-vote.txt"}
ISSUES = {
    "Filling of the Tarsil reservoir",
    "Ferren accord",
    "Foreign observers at the dam",
}
ACTS = {
    "assertion",
    "denial",
    "demand",
    "threat",
    "promise",
    "question",
    "accusation",
    "support",
    "opposition",
    "belief",
    "intention",
    "order",
}
MODES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack"
    " aerial drone heavy-weapons crowd-control unconventional",
}
RECIPIENT_REQUIRED = {"COOPERATE", "AID", "SANCTION"}
KINDS = {"person", "organization", "state", "government", "armed_group", "party", "media", "group", "unknown"}

BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "li",
    "ul",
    "ol",
    "br",
    "blockquote",
    "section",
    "article",
    "aside",
    "nav",
    "header",
    "footer",
    "figure",
    "figcaption",
    "table",
    "tr",
    "td",
    "th",
    "form",
    "button",
    "title",
    "time",
    "main",
    "hr",
    "dd",
    "dt",
    "dl",
}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.skip = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("head", "script", "style"):
            self.skip += 1
        elif tag in BLOCKS:
            self.out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("head", "script", "style"):
            self.skip -= 1
        elif tag in BLOCKS:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.out.append(data)


def strip_tags(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return "".join(parser.out)


def norm(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def article_text(file: str) -> str:
    """The raw text of one article, whitespace normalised, junk still in it."""
    name, _, item = file.partition("#")
    path = ARTICLES / name
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return norm(next(r["text"] for r in rows if r["id"] == item))
    if path.suffix == ".xml":
        for node in ElementTree.parse(path).iter("item"):
            if node.findtext("guid") == item:
                return norm(strip_tags(node.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""))
        raise AssertionError(f"no item {item}")
    text = path.read_bytes().decode("cp1252" if name in CP1252 else "utf-8-sig")
    return norm(strip_tags(text) if path.suffix == ".html" else text)


def all_files() -> list[str]:
    found = []
    for path in sorted(ARTICLES.iterdir()):
        if path.suffix == ".jsonl":
            ids = [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]
            found += [f"{path.name}#{i}" for i in ids]
        elif path.suffix == ".xml":
            found += [f"{path.name}#{n.findtext('guid')}" for n in ElementTree.parse(path).iter("item")]
        else:
            found.append(path.name)
    return found


@cache
def gold(name: str) -> tuple[dict, ...]:
    lines = (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def by_file(name: str) -> dict[str, list[dict]]:
    rows: dict[str, list[dict]] = defaultdict(list)
    for row in gold(name):
        rows[row["file"]].append(row)
    return rows


# How a row's quotes are placed: content first, in order, from the start of "at"; then the cue, then
# the source, each as near as can be to what is placed already and apart from it.
def _hits(text: str, quote: str, start: int) -> list[int]:
    left = r"(?<!\w)" if quote[0].isalnum() else ""
    right = r"(?!\w)" if quote[-1].isalnum() else ""
    return [start + m.start() for m in re.finditer(f"{left}(?={re.escape(quote)}{right})", text[start:])]


def place(row: dict, text: str) -> dict[str, list[tuple[int, int]]]:
    """Offsets of a gold attribution's quotes in `text` (whitespace normalised)."""
    begin = text.index(row["at"])
    spans: dict[str, list[tuple[int, int]]] = {"content": [], "cue": [], "source": []}
    cursor = begin
    for quote in row["content"]:
        at = _hits(text, quote, cursor)[0]
        cursor = at + len(quote)
        spans["content"].append((at, cursor))
    for role in ("cue", "source"):
        near = spans["cue"] or spans["content"]
        low, high = min(s for s, _ in near), max(e for _, e in near)
        for quote in row[role]:
            taken = [span for done in spans.values() for span in done]
            free = [at for at in _hits(text, quote, begin) if all(at + len(quote) <= s or at >= e for s, e in taken)]
            at = min(free, key=lambda a: max(low - a - len(quote), a - high, 0))
            spans[role].append((at, at + len(quote)))
    return spans


OPEN, CLOSE = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}, "”’»\"'"


def quoted_kind(pieces: list[str]) -> str:
    """direct: every word stands in quotation marks; mixed: some; indirect: none."""
    inside = outside = 0
    mark = ""
    for piece in pieces:
        if not (mark and mark == "“" and not piece.startswith("“")):
            mark = ""
        for i, char in enumerate(piece):
            before = piece[i - 1] if i else " "
            after = piece[i + 1] if i + 1 < len(piece) else " "
            if mark:
                closes = char == OPEN[mark]
                if closes and not (char in "’'" and before.isalnum() and after.isalnum()):
                    mark = ""
                    continue
            elif char in OPEN and not (before.isalnum() or (char == "'" and not after.isalnum())):
                mark = char
                continue
            if char.isalnum():
                inside, outside = inside + bool(mark), outside + (not mark)
    return "indirect" if not inside else "mixed" if outside else "direct"


NAMES = {row["name"] for row in gold("actors")} if (GOLD / "actors.jsonl").exists() else set()


def test_layout_and_counts():
    files = all_files()
    suffix = Counter(Path(f.partition("#")[0]).suffix for f in files)
    assert len(files) >= 20
    assert suffix[".html"] >= 7 and suffix[".txt"] >= 6
    assert suffix[".jsonl"] >= 4 and suffix[".xml"] >= 3
    assert sorted(r["file"] for r in gold("documents")) == sorted(files)
    outlets = Counter(r["outlet"] for r in gold("documents"))
    assert len(outlets) == 6 and min(outlets.values()) >= 2
    years = {(r["published"] or "")[:4] for r in gold("documents")}
    assert {"2021", "2022", "2023", "2024", "2025"} <= years
    for name in ("attributions", "positions", "events"):
        assert set(by_file(name)) <= set(files)
    assert set(by_file("attributions")) == set(files)


def test_encodings_and_traps():
    raw = {p.name: p.read_bytes() for p in ARTICLES.iterdir()}
    crlf = raw["trumpet-2024-03-uturn.txt"]
    assert crlf.startswith(b"\xef\xbb\xbf") and b"\r\n" in crlf
    assert crlf.count(b"\n") == crlf.count(b"\r\n")
    with pytest.raises(UnicodeDecodeError):
        raw["merrunvoice-2023-09-vote.txt"].decode("utf-8")
    assert b"\x93" in raw["merrunvoice-2023-09-vote.txt"]
    wrapped = raw["sps-2021-04-committee.txt"].decode().splitlines()
    assert max(map(len, wrapped)) <= 72 and len(wrapped) > 30
    assert "«" in article_text("feed.xml#bn-2021-12-02")
    assert "،" in article_text("sps-2022-06-bridge.txt")


@pytest.mark.parametrize("file", all_files())
def test_length(file):
    junk = " ".join(next(r["junk"] for r in gold("documents") if r["file"] == file))
    words = len(article_text(file).split()) - len(junk.split())
    assert 170 <= words <= 620, words


@pytest.mark.parametrize("row", gold("documents"), ids=lambda r: r["file"])
def test_document(row):
    text = article_text(row["file"])
    for line in row["junk"]:
        assert norm(line) in text, line
    for line in row["repeats"]:
        assert text.count(norm(line)) >= 2, line
    if row["published"]:
        assert date.fromisoformat(row["published"])
    if "#" not in row["file"]:
        assert norm(row["title"]) in text
    assert row["language"] == "en"


@pytest.mark.parametrize("file", all_files())
def test_junk_lines_of_text_files_are_whole_lines(file):
    if not file.endswith(".txt"):
        return
    raw = (ARTICLES / file).read_bytes().decode("cp1252" if file in CP1252 else "utf-8-sig")
    lines = {norm(line) for line in raw.splitlines()}
    row = next(r for r in gold("documents") if r["file"] == file)
    for line in row["junk"]:
        assert norm(line) in lines, line


@pytest.mark.parametrize("file", all_files())
def test_attributions(file):
    text = article_text(file)
    rows = by_file("attributions")[file]
    junk = [norm(j) for j in next(r["junk"] for r in gold("documents") if r["file"] == file)]
    placed = [place(row, text) for row in rows]
    for i, row in enumerate(rows):
        assert text.count(row["at"]) == 1, row["at"]
        assert row["content"] and row["cue"], row
        for role in ("source", "cue", "content"):
            for quote in row[role]:
                assert quote == norm(quote) and quote in text, quote
                assert not any(quote in line and quote.count(" ") > 3 for line in junk), quote
        assert len({row["kind"]} & {"direct", "mixed", "indirect"}) == 1
        expected = "direct" if row.get("verbatim") else quoted_kind(row["content"])
        assert row["kind"] == expected, (expected, row)
        assert row["act"] in ACTS
        for name in [row["speaker"], row["addressee"], *row["via"]]:
            assert name is None or name in NAMES, name
        if row["said_on"]:
            assert row["said_on"]["from"] <= row["said_on"]["to"]
            published = next(r["published"] for r in gold("documents") if r["file"] == file)
            assert row["said_on"]["from"] <= published
        outer = row["nested_in"]
        if outer is not None:
            assert outer != i
            low = min(s for s, _ in placed[outer]["content"])
            high = max(e for _, e in placed[outer]["content"])
            assert all(low <= s and e <= high for s, e in placed[i]["content"])
    keys = [(tuple(r["content"]), tuple(r["cue"]), r["at"]) for r in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("file", all_files())
def test_spans_of_a_row_do_not_overlap(file):
    text = article_text(file)
    for row in by_file("attributions")[file]:
        spans = sorted(span for role in place(row, text).values() for span in role)
        for (_, end), (start, _) in zip(spans, spans[1:], strict=False):
            assert end <= start, row


def test_actors():
    everything = {f: article_text(f) for f in all_files()}
    assert len(NAMES) == len(gold("actors"))
    for row in gold("actors"):
        assert row["kind"] in KINDS and row["aliases"]
        for alias in row["aliases"]:
            hit = re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)")
            assert any(hit.search(t) for t in everything.values()), (row["name"], alias)
        for role in row["roles"]:
            assert role["quote"] in everything[role["file"]], role
            assert role["org"] is None or role["org"] in NAMES, role
    shared = Counter(a for r in gold("actors") if r["kind"] == "person" for a in set(r["aliases"]))
    assert shared["Karadal"] == 2  # two people with one surname


def test_positions():
    rows = by_file("attributions")
    for row in gold("positions"):
        assert row["issue"] in ISSUES and row["actor"] in NAMES
        assert row["stance"] in ("support", "oppose", "conditional", "unclear")
        assert row["strength"] in ("explicit", "implied")
        assert any(a["content"] == row["content"] for a in rows[row["file"]]), row
        text = article_text(row["file"])
        assert all(c in text for c in row["condition"] or [])
        assert (row["stance"] == "conditional") == bool(row["condition"]), row
    assert {r["issue"] for r in gold("positions")} == ISSUES
    story = defaultdict(list)
    published = {d["file"]: d["published"] for d in gold("documents")}
    when = lambda r: (r["said_on"] or {"from": published[r["file"]]})["from"]  # noqa: E731
    for row in sorted(gold("positions"), key=when):
        if row["issue"] == "Filling of the Tarsil reservoir":
            story[row["actor"]].append(row["stance"])
    assert story["Yusuf al-Khatmi"][0] == "oppose" and story["Yusuf al-Khatmi"][-1] == "support"
    assert story["Hamid al-Zurqani"][0] == "conditional"
    assert story["Hamid al-Zurqani"][-1] == "oppose"


def test_events():
    seen = defaultdict(set)
    for row in gold("events"):
        text = article_text(row["file"])
        assert text.count(row["quote"]) == 1, row["quote"]
        assert row["type"] in MODES
        modes = MODES[row["type"]].split()
        assert row["mode"] in modes if row["mode"] else True, row
        assert row["status"] in ("happened", "future", "hypothetical", "negated")
        assert all(a in NAMES for a in row["actors"] + row["recipients"]), row
        if row["type"] in RECIPIENT_REQUIRED:
            assert row["recipients"], row
        if row["date"]:
            assert row["date"]["from"] <= row["date"]["to"]
        seen[row["cluster"]].add(row["file"])
        assert row["cluster"]
    assert sum(len(files) > 1 for files in seen.values()) >= 5
    for cluster in {r["cluster"] for r in gold("events")}:
        assert len({r["type"] for r in gold("events") if r["cluster"] == cluster}) == 1, cluster
    assert {r["status"] for r in gold("events")} == {
        "happened",
        "future",
        "hypothetical",
        "negated",
    }


def test_traps_of_attribution():
    rows = gold("attributions")
    assert {r["kind"] for r in rows} == {"direct", "mixed", "indirect"}
    assert any(not r["source"] for r in rows)
    assert any(r["cue"] == ["—"] for r in rows) and any(r["cue"] == [":"] for r in rows)
    assert any(len(r["via"]) >= 2 for r in rows)
    assert sum(r["nested_in"] is not None for r in rows) >= 8
    assert sum(len(r["content"]) > 1 for r in rows) >= 25
    assert len({c for r in rows for c in r["cue"]}) >= 60
    assert unescape("&mdash;") == "—"
