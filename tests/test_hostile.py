"""Two hundred hostile inputs through the whole path: reasons listed, exit code 0 or 3, the brief shows them escaped."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from effort import times

SCRIPT = "<script>alert(1)</script>"
QUOTE = f'"The {SCRIPT} gates <img src=x onerror=alert(2)> stay open," Ana <b>Ruiz</b> said.'
PAGE = (
    "<html><head><title>{t}</title><meta property='og:site_name' content='{t}'></head><body><article><h1>{t}</h1>"
    + "<p>Ana Ruiz said the dam was safe and that nobody had asked for the gates to be closed before summer.</p>" * 4
    + "</article></body></html>"
)


def hostile_inputs(rnd: random.Random) -> dict[str, bytes]:
    page = PAGE.format(t="&lt;script&gt;alert(3)&lt;/script&gt; Dam").encode()
    inputs: dict[str, bytes] = {
        "nested.html": b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000,
        "zip.txt": b"PK\x03\x04\x14\x00" + rnd.randbytes(600),
        "script-title.html": page,
        "script.txt": f"{SCRIPT} in a headline\n\n{QUOTE}\n\nBo Lund said {SCRIPT} was a lie.\n".encode(),
        f"{SCRIPT.replace('/', '_')}.txt": QUOTE.encode(),
        "item.jsonl": json.dumps({"id": SCRIPT, "title": SCRIPT, "text": QUOTE, "url": "javascript:alert(4)"}).encode(),
        "feed.xml": b"<rss><channel><title>x</title><item><title>&lt;script&gt;</title></item></channel></rss>",
        "entities.xml": b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>',
        "xxe.xml": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        "bom.txt": b"\xef\xbb\xbf" + QUOTE.encode(),
        "utf16.txt": QUOTE.encode("utf-16"),
        "crlf.txt": QUOTE.replace(" ", "\r\n").encode(),
        "empty.txt": b"",
        "space.txt": b" \n\t\r\n" * 50,
        "oneline.txt": (QUOTE.replace("<", "(") + " ").encode() * times(1_000, 100),
        "quotes.txt": b'"' * 5_000 + b" Ana Ruiz said.",
        "nul.txt": b"a\x00b" * 500,
        "rtl.txt": ("قال محمد \u202e evil " + QUOTE).encode(),
        "control.txt": bytes(range(1, 32)) * 20 + QUOTE.encode(),
    }
    while len(inputs) < 205:
        n = len(inputs)
        match n % 5:
            case 0:
                inputs[f"truncated{n}.html"] = page[: rnd.randrange(len(page))]
            case 1:
                inputs[f"random{n}.bin"] = rnd.randbytes(rnd.randrange(1, 4_000))
            case 2:
                inputs[f"random{n}.txt"] = bytes(rnd.choices(range(9, 127), k=rnd.randrange(1, 3_000)))
            case 3:
                broken = bytearray(page)
                for _ in range(60):
                    broken[rnd.randrange(len(broken))] = rnd.randrange(256)
                inputs[f"broken{n}.html"] = bytes(broken)
            case _:
                inputs[f"broken{n}.jsonl"] = (
                    json.dumps({"id": n, "text": QUOTE})[: rnd.randrange(80)] + "\n"
                ).encode() * 2
    return inputs


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]) -> tuple[Any, Path]:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in hostile_inputs(random.Random(7)).items():
        (folder / name).write_bytes(data)
    return run("add", "in"), folder


def test_hostile_inputs(added: tuple[Any, Path], run: Callable[..., Any]) -> None:
    ran, folder = added
    assert ran.code in (0, 3)
    assert "Traceback" not in ran.err
    assert "internal-error" not in ran.err
    rejected = json.loads(run("status", "--rejected", "-f", "json").out)
    assert all(r["reason"] for r in rejected)
    assert run("export", "-f", "tables", "-o", "tables").code == 0
    documents = [json.loads(line) for line in Path("tables/documents.jsonl").read_text(encoding="utf-8").splitlines()]
    seen = {re.sub(r"#.*", "", d["file"], flags=re.DOTALL).removeprefix("in/") for d in documents}
    assert seen == {p.name for p in folder.iterdir()}, "every source is a document or a reject"
    assert "root:" not in Path("tables/documents.jsonl").read_text(encoding="utf-8")

    assert run("export", "-f", "brief", "-o", "brief.html").code == 0
    brief = Path("brief.html").read_text(encoding="utf-8")
    assert "alert(1)" in brief, "the text itself must be shown"
    assert not re.search(r"<script|<img|<b>Ruiz|href=[\"']?javascript", brief, re.IGNORECASE)
