"""The engine: what it hands the network, what it gives back, and folders that hold no usable model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import onrecord
from onrecord.attribution.neural import Neural
from onrecord.encoder.engine import Encoder, load, open_encoder
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import FIRST, HEADLINE, LATER, Passage, Sheet, make_sheet, windows
from onrecord.errors import ModelError, OnRecordError

SHIPPED = Path(onrecord.__file__).parent / "models" / "attribution"
TEXT = "Port shut\nAna said “we go.”\n" + "a b c. " * 200
PLACES = [Passage(start=0, end=9, place=HEADLINE), Passage(start=10, end=27, quotes=[(19, 27, True)], place=FIRST)]
VOCABULARY = WordPieces(["[CLS]", "[SEP]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz", '"', ".", "##n", "##na", "##ai"])


class Recorder:
    """A network that remembers what it was given; its scores tell the row they are of."""

    def __init__(self) -> None:
        self.seen: list[tuple[list[int], ...]] = []

    def __call__(self, *inputs: Any) -> Any:
        assert {x.dtype for x in inputs} == {np.dtype(np.int64)}
        assert len({x.shape for x in inputs}) == 1
        self.seen.append(tuple(x.tolist() for x in inputs))
        row = np.arange(len(inputs[0]), dtype=np.float32)[:, None]
        return row % 5 * np.arange(7), row % 3 * np.arange(14), row * np.ones(8, dtype=np.float32)


def sheet() -> Sheet:
    return make_sheet(TEXT, [*PLACES, Passage(start=28, end=len(TEXT), place=LATER)], VOCABULARY)


def test_the_network_is_given_each_window_by_itself_and_in_order() -> None:
    network = Recorder()
    page = sheet()
    found = list(Encoder(network, VOCABULARY, {}).read(page))
    assert [s.words for s in found] == list(windows(page))
    assert len(network.seen) == len(found) > 3
    for s, (ids, _, _, _) in zip(found, network.seen, strict=True):
        pieces = [[i for k in range(a, b) for i in page.pieces[k]] + [VOCABULARY.sep] for a, b in s.words]
        assert ids == [VOCABULARY.cls, *(i for part in pieces for i in part)]


def test_the_rows_of_a_window() -> None:
    network = Recorder()
    next(iter(Encoder(network, VOCABULARY, {}).read(sheet())))
    ids, shapes, quotes, places = network.seen[0]
    # [CLS] Port shut [SEP] A##na said “ we go . ” [SEP], with words that the vocabulary lacks as [UNK]
    assert len(ids) == 13
    assert ids[4:6] == [VOCABULARY._number["a"], VOCABULARY._number["##na"]]
    assert shapes == [5, 1, 0, 5, 1, 1, 0, 5, 0, 0, 5, 5, 5]
    assert quotes == [0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 3, 0]
    assert places == [HEADLINE] * 4 + [FIRST] * 9 or places == [LATER] + [HEADLINE] * 3 + [FIRST] * 9


def test_what_is_read_of_a_word_is_the_row_of_its_first_piece() -> None:
    first = next(iter(Encoder(Recorder(), VOCABULARY, {}).read(sheet())))
    assert first.links[:, 0].tolist() == [1, 2, 4, 6, 7, 8, 9, 10, 11]
    for layer, size in ((first.tags, 7), (first.names, 7), (first.mentions, 7)):
        assert layer.shape == (9, size)
        assert np.allclose(np.exp(layer).sum(-1), 1, atol=1e-4)


def test_the_layer_of_names_is_the_first_half_of_the_mentions() -> None:
    def network(ids: Any, *_: Any) -> Any:
        mentions = np.zeros((len(ids), 14), dtype=np.float32)
        mentions[:, 3] = mentions[:, 7 + 5] = 9
        return np.zeros((len(ids), 7), np.float32), mentions, np.zeros((len(ids), 8), np.float32)

    for window in Encoder(network, VOCABULARY, {}).read(sheet()):
        assert set(window.names.argmax(-1)) == {3}
        assert set(window.mentions.argmax(-1)) == {5}


def test_no_word_no_run() -> None:
    network = Recorder()
    assert list(Encoder(network, VOCABULARY, {}).read(Sheet())) == []
    assert network.seen == []


# ---------------------------------------------------------------- the model that ships


def test_the_shipped_model_is_loaded_once_and_reads() -> None:
    assert load("attribution") is load("attribution")
    encoder = load("attribution")
    text = "The port is closed."
    page = make_sheet(text, [Passage(start=0, end=len(text))], encoder.vocabulary)
    (one,), (two,) = list(encoder.read(page)), list(encoder.read(page))
    assert one.tags.shape[0] == one.names.shape[0] == one.mentions.shape[0] == one.links.shape[0] == 5
    for name in ("tags", "names", "mentions", "links"):
        a, b = getattr(one, name), getattr(two, name)
        assert np.array_equal(a, b)
        assert np.isfinite(a).all()


def test_a_window_of_any_length_is_read() -> None:
    encoder = load("attribution")
    for count in (1, 2, 253, 254, 255, 600):
        text = "port " * count
        page = make_sheet(text, [Passage(start=0, end=len(text))], encoder.vocabulary)
        assert sum(len(s.tags) for s in encoder.read(page)) == count


# ---------------------------------------------------------------- folders without a usable model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model, with links for the weights."""
    for file in SHIPPED.iterdir():
        if file.suffix == ".onnx":
            (tmp_path / file.name).symlink_to(file)
        else:
            shutil.copy(file, tmp_path)
    return tmp_path


def refused(folder: Path) -> str:
    """The message with which a folder is refused, one that names the folder."""
    with pytest.raises(ModelError) as caught:
        open_encoder(folder)
    assert str(folder) in str(caught.value)
    return str(caught.value)


def refused_by_neural(folder: Path) -> str:
    """The message with which a folder is refused when the backend is made of it, before any article is read."""
    with pytest.raises(ModelError) as caught:
        Neural(open_encoder(folder))
    return str(caught.value)


def test_a_copy_elsewhere_is_as_good(folder: Path) -> None:
    text = "The port is closed, said Ana Ruiz."
    assert Neural(open_encoder(folder)).attribute(text) == Neural(load("attribution")).attribute(text)


@pytest.mark.parametrize("name", ["model.onnx", "vocabulary.txt", "settings.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    message = refused(folder)
    assert name in message
    assert not [n for n in ("model.onnx", "vocabulary.txt", "settings.json") if n != name and n in message]


@pytest.mark.parametrize("name", ["model.onnx", "vocabulary.txt", "settings.json"])
def test_a_folder_in_place_of_a_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    assert name in refused(folder)


def test_all_missing_files_are_named(tmp_path: Path) -> None:
    message = refused(tmp_path)
    assert all(name in message for name in ("model.onnx", "vocabulary.txt", "settings.json"))


def test_no_folder_at_all(tmp_path: Path) -> None:
    refused(tmp_path / "absent")
    (tmp_path / "file").write_text("x")
    refused(tmp_path / "file")


def test_a_name_that_no_model_has() -> None:
    with pytest.raises(ModelError, match="absent-model"):
        load("absent-model")


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"\x08\x07" * 500, b"\0" * 4096], ids=["empty", "text", "numbers", "zeros"]
)
def test_weights_that_are_not_weights(folder: Path, content: bytes) -> None:
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").write_bytes(content)
    refused(folder)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_weights_cut_short(folder: Path, share: float) -> None:
    whole = (SHIPPED / "model.onnx").read_bytes()
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").write_bytes(whole[: int(share * len(whole))])
    refused(folder)


def field(number: int, value: int | bytes | str) -> bytes:
    """One field of a protocol buffer, to make a model without the onnx package."""
    if isinstance(value, int):
        return bytes([number << 3, value])
    data = value.encode() if isinstance(value, str) else value
    assert len(data) < 128
    return bytes([number << 3 | 2, len(data)]) + data


def test_weights_of_some_other_network(folder: Path) -> None:
    tensor = field(2, field(1, field(1, 7) + field(2, b"")))
    node = field(1, "x") + field(2, "y") + field(4, "Identity")
    graph = field(1, node) + field(2, "g") + field(11, field(1, "x") + tensor) + field(12, field(1, "y") + tensor)
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").write_bytes(field(1, 8) + field(7, graph) + field(8, field(2, 13)))
    refused_by_neural(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "7", '"text"', "\ufffd", "{}"])
def test_settings_that_are_not_settings(folder: Path, content: str) -> None:
    (folder / "settings.json").write_text(content, encoding="utf-8")
    refused_by_neural(folder)


def test_settings_that_are_not_text(folder: Path) -> None:
    (folder / "settings.json").write_bytes(b"\xff\xfe{}")
    refused(folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("near", None),
        ("near", "far"),
        ("near", [[0.0] * 16]),
        ("near", [[0.0] * 15] * 2),
        ("near", [[0.0] * 16, [0.0] * 3]),
        ("nobody", None),
        ("nobody", {}),
        ("nobody", [0.0] * 7),
        ("nobody", [[0.0]]),
        ("sureness", [0.0] * 3),
        ("sureness", ["x"] * 9),
        ("sureness", 1),
    ],
)
def test_settings_that_do_not_fit(folder: Path, key: str, value: object) -> None:
    stored = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    stored[key] = value
    (folder / "settings.json").write_text(json.dumps(stored), encoding="utf-8")
    refused_by_neural(folder)


@pytest.mark.parametrize("key", ["near", "nobody"])
def test_settings_that_lack_a_key(folder: Path, key: str) -> None:
    stored = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    del stored[key]
    (folder / "settings.json").write_text(json.dumps(stored), encoding="utf-8")
    refused_by_neural(folder)


@pytest.mark.parametrize(
    "content", [b"", b"the\nport\n", b"[CLS]\n[SEP]\n", b"[CLS]\n[SEP]\n[UNK]\n\xff\xfe\n"], ids=repr
)
def test_a_vocabulary_that_is_none(folder: Path, content: bytes) -> None:
    (folder / "vocabulary.txt").write_bytes(content)
    refused(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_that_may_not_be_read(folder: Path) -> None:
    (folder / "settings.json").chmod(0)
    refused(folder)


@pytest.mark.parametrize("damage", ["missing", "weights", "settings", "vocabulary", "runtime"])
def test_every_refusal_says_what_to_do(folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if damage == "runtime":
        monkeypatch.setitem(sys.modules, "onnxruntime", None)
    else:
        name = {"missing": "model.onnx", "weights": "model.onnx", "settings": "settings.json"}.get(
            damage, "vocabulary.txt"
        )
        (folder / name).unlink()
        if damage != "missing":
            (folder / name).write_bytes(b"\xff no such thing")
    with pytest.raises(ModelError) as caught:
        open_encoder(folder)
    message = str(caught.value)
    assert "install" in message or "attribution.rules" in message, message


def test_without_the_runtime_the_message_names_the_other_backend(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"attribution\.rules"):
        open_encoder(folder)


def test_a_model_error_is_one_the_command_line_explains() -> None:
    assert issubclass(ModelError, OnRecordError)
    assert ModelError.exit_code == 1
    code = (
        "import sys, onrecord.attribution.neural as n; n.MODEL = 'absent-model'\n"
        "from onrecord.cli import main; sys.argv = ['onrecord', 'attribute', '-', '--backend', 'attribution.neural']\n"
        "main()"
    )
    ran = subprocess.run([sys.executable, "-c", code], input="{}", capture_output=True, text=True)
    assert ran.returncode == 1
    assert "absent-model" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""
