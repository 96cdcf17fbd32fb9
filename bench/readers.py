"""Speed and memory of the readers of files of many articles, on files made for the run and deleted after it.

    python bench/readers.py [--scale GIGABYTES] [--format warc ...] [--folder DIR] [--json]

Each file has the given size (unpacked, for packed ones) and is read in a process of its own: `records` a second are
per CPU second of that process, `peak` is its greatest resident memory less what it had before it opened the file.
Where fastwarc is installed, it reads the same WARC files (frames and HTTP headers alone) beside.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

GIGA = 1024**3
PAGE_BYTES = 60_000  # about what a page of Common Crawl's CC-NEWS has
FORMATS = ("warc", "warc.gz", "wet", "csv", "list.csv", "jsonl", "zip", "tar.gz")
STEMS = ("gate", "harbour", "council", "vote", "minister", "talk", "border", "grain", "price", "strike", "court", "dam")


class Words:
    """Sentences that mean nothing, the same for the same seed."""

    def __init__(self) -> None:
        self._random = random.Random(20190128)
        self._lines = [self._sentence() for _ in range(4_000)]

    def _sentence(self) -> str:
        words = [f"{self._random.choice(STEMS)}{self._random.randrange(900)}" for _ in range(14)]
        return f"{' '.join(words).capitalize()}."

    def text(self, size: int) -> str:
        count = max(1, size // 120)
        return "\n\n".join(self._random.choice(self._lines) for _ in range(count))

    def page(self, size: int) -> str:
        paragraphs = "</p>\n<p>".join(self.text(size // 2).split("\n\n"))
        furniture = '<div class="nav"><a href="/x">x</a></div>\n' * (size // 2 // 42)
        return f"<!DOCTYPE html><html><head><title>T</title></head><body>{furniture}<p>{paragraphs}</p></body></html>"


def warc_records(kind: str, size: int, words: Words) -> Iterator[bytes]:
    """Records as crawls write them: a request and a response each, or a text alone."""
    done = number = 0
    while done < size:
        number += 1
        url = f"https://post{number % 40}.example/{number}"
        if kind == "wet":
            blocks = [("conversion", "text/plain", words.text(6_000).encode())]
        else:
            body = words.page(PAGE_BYTES).encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            blocks = [
                ("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\nHost: post.example\r\n\r\n"),
                ("response", "application/http; msgtype=response", answer),
            ]
        for type_, form, block in blocks:
            head = (
                f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Date: 2019-01-28T23:30:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: {url}\r\nContent-Type: {form}\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            record = head.encode() + block + b"\r\n\r\n"
            done += len(record)
            yield record


def write(kind: str, path: Path, size: int) -> None:
    """A file of this kind, of about this size before packing."""
    words = Words()
    if kind in ("warc", "warc.gz", "wet"):
        with path.open("wb") as out:
            for record in warc_records(kind, size, words):
                out.write(gzip.compress(record, 1) if kind == "warc.gz" else record)
    elif kind in ("csv", "list.csv"):
        with path.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["url", "title", "date"] + (["text"] if kind == "csv" else []))
            number = 0
            while out.tell() < size:
                number += 1
                text = [words.text(4_000)] if kind == "csv" else []
                rows.writerow([f"https://post.example/{number}", "Gates, open", "2019-01-28", *text])
    elif kind == "jsonl":
        with path.open("w", encoding="utf-8") as out:
            done = number = 0
            while done < size:
                number += 1
                done += out.write(json.dumps({"id": number, "title": "Gates", "text": words.text(4_000)}) + "\n")
    elif kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(min(size // PAGE_BYTES, 150_000)):
                archive.writestr(f"{number}.html", words.page(PAGE_BYTES))
    else:
        with tarfile.open(path, "w:gz", compresslevel=1) as archive:
            for number in range(min(size // PAGE_BYTES, 150_000)):
                data = words.page(PAGE_BYTES).encode()
                info = tarfile.TarInfo(f"{number}.html")
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))


def peak() -> float:
    """The greatest resident memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_all(path: Path) -> dict[str, float]:
    """Reads a file to its end, without cleaning what is read."""
    from onrecord.model import RawDocument, Rejected
    from onrecord.read import read

    with tempfile.TemporaryDirectory() as folder:  # what every reader needs is loaded before it counts
        small = Path(folder) / f"small{''.join(path.suffixes)}"
        write(path.name.partition(".")[2], small, 200_000)
        list(read([str(small)]))
    before, start = peak(), time.process_time()
    documents = others = rejected = 0
    for found in read([str(path)]):
        documents += isinstance(found, RawDocument)
        rejected += isinstance(found, Rejected)
        others += not isinstance(found, RawDocument | Rejected)
    seconds = time.process_time() - start
    return {
        "documents": documents, "wanted": others, "rejected": rejected, "seconds": round(seconds, 1),
        "records_per_second": round((documents + others) / max(seconds, 1e-6)),
        "peak_mb": round(peak() - before, 1), "peak_whole_mb": round(peak(), 1),
    }  # fmt: skip


def fastwarc_all(path: Path) -> dict[str, float]:
    """The same file by fastwarc: every page's bytes, nothing more."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    start, pages = time.process_time(), 0
    kinds = WarcRecordType.response | WarcRecordType.conversion
    with path.open("rb") as opened:
        for record in ArchiveIterator(opened, record_types=kinds):
            record.reader.read()
            pages += 1
    return {"documents": pages, "seconds": round(time.process_time() - start, 1)}


def measured(kind: str, folder: Path, size: int) -> dict[str, float]:
    path = folder / f"made.{kind}"
    try:
        write(kind, path, size)
        bytes_ = path.stat().st_size
        result = {"gigabytes": round(bytes_ / GIGA, 2), **_child("--read", path)}
        if kind in ("warc", "warc.gz", "wet") and _has_fastwarc():
            result["fastwarc_seconds"] = _child("--fastwarc", path)["seconds"]
    finally:
        path.unlink(missing_ok=True)
    return result


def _has_fastwarc() -> bool:
    from importlib.util import find_spec

    return find_spec("fastwarc") is not None


def _child(how: str, path: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, how, str(path)], check=True, capture_output=True, text=True)
    out: dict[str, float] = json.loads(done.stdout)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="gigabytes of each file (default 0.1)")
    parser.add_argument("--format", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--folder", type=Path, help="where to make the files (default: the temporary folder)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--fastwarc", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.read or args.fastwarc:
        print(json.dumps(read_all(args.read) if args.read else fastwarc_all(args.fastwarc)))
        return
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        results = {kind: measured(kind, Path(folder), int(args.scale * GIGA)) for kind in args.format}
    if args.json:
        print(json.dumps(results, indent=1))
        return
    for kind, result in results.items():
        print(f"{kind:9}", "  ".join(f"{name} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
