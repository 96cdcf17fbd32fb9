"""Bytes in many encodings: what they are read as, and that offsets stay those of the file."""

from __future__ import annotations

import codecs

import pytest

from onrecord import charset

ENGLISH = "The minister said “no” – and left. Café prices rose.\n" * 3
GERMAN = (
    "Die Bundesregierung lehnt das Abkommen ab, sagte der Außenminister in München. Für Österreich gelte das nicht.\n"
    * 3
)
RUSSIAN = "Президент заявил в понедельник, что соглашение будет подписано до конца года, сообщает агентство.\n" * 4
ARABIC = "قال الوزير يوم الاثنين إن السد سيبقى مفتوحا حتى الخريف وإن المحادثات مستمرة في العاصمة.\n" * 4

TABLE = [
    # (bytes, codec expected, text expected)
    (ENGLISH.encode("utf-8"), "utf-8", ENGLISH),
    (b"plain ascii", "utf-8", "plain ascii"),
    (codecs.BOM_UTF8 + ENGLISH.encode("utf-8"), "utf-8", "\ufeff" + ENGLISH),
    (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le"), "utf-16-le", "\ufeff" + ENGLISH),
    (codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"), "utf-16-be", "\ufeff" + ENGLISH),
    (codecs.BOM_UTF32_LE + ENGLISH.encode("utf-32-le"), "utf-32-le", "\ufeff" + ENGLISH),
    (codecs.BOM_UTF32_BE + ENGLISH.encode("utf-32-be"), "utf-32-be", "\ufeff" + ENGLISH),
    (ENGLISH.encode("utf-16-le"), "utf-16-le", ENGLISH),
    (ENGLISH.encode("utf-16-be"), "utf-16-be", ENGLISH),
    (ENGLISH.encode("cp1252"), "cp1252", ENGLISH),
    (b"\x93No,\x94 he said.", "cp1252", "“No,” he said."),
    (b"It\x92s over", "cp1252", "It’s over"),
    (GERMAN.encode("cp1252"), "cp1252", GERMAN),
    (GERMAN.encode("latin-1"), "cp1252", GERMAN),
    (RUSSIAN.encode("cp1251"), "cp1251", RUSSIAN),
    (ARABIC.encode("utf-8"), "utf-8", ARABIC),
    (ARABIC.encode("utf-16"), "utf-16-le", "\ufeff" + ARABIC),
    (ENGLISH.encode("utf-8") + b"\xe2\x80", "utf-8", ENGLISH + "�"),  # cut off inside a character
    (("Grün " * 30).encode("utf-8") + b"\xff", "utf-8", "Grün " * 30 + "�"),
    (b"\x81\x8d\x8f \x93x\x94 and much plain text around it, so it is western", "latin-1", None),
    (b"", "utf-8", ""),
]


@pytest.mark.parametrize(("data", "codec", "text"), TABLE, ids=[f"{i}-{row[1]}" for i, row in enumerate(TABLE)])
def test_detection(data, codec, text):
    found, encoding = charset.decode(data)
    assert encoding == codec
    if text is not None:
        assert found == text
    assert found == data.decode(encoding, "replace")


PAGE = '<html><head><meta charset="{}"><title>x</title></head><body><p>{}</p></body></html>'
DECLARED = [
    # (declared, really in, codec expected)
    ("iso-8859-1", "cp1252", "cp1252"),
    ("ISO-8859-1", "utf-8", "utf-8"),  # lying: it is valid UTF-8
    ("utf-8", "cp1252", "cp1252"),  # lying the other way
    ("utf-16", "utf-8", "utf-8"),  # impossible: it was legible
    ("no-such-charset", "cp1252", "cp1252"),
    ("windows-1252", "cp1252", "cp1252"),
]


@pytest.mark.parametrize(("declared", "really", "codec"), DECLARED)
def test_declared_charset(declared, really, codec):
    text, encoding = charset.decode(PAGE.format(declared, ENGLISH).encode(really), html=True)
    assert encoding == codec
    assert "“no” – and left. Café" in text


@pytest.mark.parametrize(
    ("declared", "really", "sample"),
    [
        ("gb2312", "gb18030", "部长周一表示大坝将保持开放"),
        ("shift_jis", "cp932", "大臣は月曜日に述べた"),
        ("euc-kr", "cp949", "장관은 월요일에 말했다"),
        ("windows-1251", "cp1251", RUSSIAN),
    ],
)
def test_declared_charset_beyond_latin(declared, really, sample):
    text, encoding = charset.decode(PAGE.format(declared, sample).encode(really), html=True)
    assert encoding == really
    assert sample in text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_offsets_are_those_of_the_decoded_file(cleaned, codec, ending):
    text = (
        f"  Gates stay open{ending}{ending}“No,” he said on Monday, “we shall not sign it, whatever they do.”{ending}"
    )
    data = text.encode(codec)
    doc = cleaned(data)
    assert doc.text == data.decode(doc.encoding)
    assert text in doc.text
