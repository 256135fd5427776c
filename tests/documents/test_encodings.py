"""Bytes become text once, whatever machine wrote them, and who reads it is told how it was read."""

import codecs
import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import poa_lint
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import words
from poa_lint.documents.encodings import MAX_BYTES, decode
from poa_lint.output import REPORTERS, View
from tests.office import delimited
from tests.places import SEED


def text_of(data: bytes, encoding: str | None = None) -> Source:
    found = decode(data, "informe.txt", encoding)
    assert isinstance(found, Source), found
    return found


def reason(data: bytes, encoding: str | None = None) -> str:
    found = decode(data, "informe.txt", encoding)
    assert isinstance(found, Unreadable), found
    return found.reason


# Encodings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "bom", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
        ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32-be"),
        ("cp1252", b"", "cp1252"),
        ("latin-1", b"", "cp1252"),
        ("cp850", b"", "cp850"),
        ("mac_roman", b"", "mac_roman"),
    ],
)
def test_the_seed_reads_the_same_in_every_encoding(seed: bytes, codec: str, bom: bytes, named: str) -> None:
    text = unicodedata.normalize("NFC", seed.decode())
    source = text_of(bom + text.encode(codec))
    assert (source.text, source.encoding) == (text, named)


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman"])
def test_a_file_half_utf8_half_single_byte_is_read_line_by_line(seed: bytes, codec: str) -> None:
    text = unicodedata.normalize("NFC", seed.decode())
    lines = text.split("\n")
    mixed = b"\n".join(line.encode(codec if at % 2 else "utf-8") for at, line in enumerate(lines))
    source = text_of(mixed)
    assert (source.text, source.encoding) == (text, f"utf-8+{codec}")


def test_a_utf8_mark_before_single_byte_text_does_not_stop_the_reading() -> None:
    source = text_of(codecs.BOM_UTF8 + "REVISÓ".encode("cp1252"))
    assert (source.text, source.encoding) == ("REVISÓ", "cp1252")


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize(
    "words",
    [
        "NÓMINA",
        "AUTORIZÓ",
        "AVANCE FÍSICO PROGRAMÁTICO",
        "SESIÓN DEL ÓRGANO",
        "AÑO",
        "información",
        "años",
        "3.º y 4.ª",
    ],
)
def test_one_spanish_word_tells_the_encoding(words: str, codec: str) -> None:
    assert text_of(words.encode(codec)).text == words


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman"])
def test_a_letter_that_is_a_sign_elsewhere_tells_too(codec: str) -> None:
    """The í of cp850 is the ¡ of cp1252 and the ° of the Mac: inside a word only the letter makes sense."""
    assert text_of("avance físico".encode(codec)).text == "avance físico"


def test_hard_spaces_are_no_accented_letters() -> None:
    """The hard space of cp1252 is the á of cp850, and offices fill cells with it."""
    text = "ELABORÓ\n" + "RAMO:\u00a063\t\u00a0\t4\t\u00a0\n" * 20
    source = text_of(text.encode("cp1252"))
    assert (source.text, source.encoding) == (text, "cp1252")


def test_the_callers_encoding_wins() -> None:
    assert text_of("RAMO".encode("cp037"), "cp037").text == "RAMO"
    assert reason("REVISÓ".encode("cp1252"), "utf-8") == "encoding"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")))
def test_utf8_text_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    if decode(data, "") != Unreadable("", "rtf", decode(data, "").sha256):
        assert text_of(data).text == text.removeprefix("\ufeff")


@given(st.binary())
def test_no_bytes_raise_and_no_text_holds_nul(data: bytes) -> None:
    found = decode(data, "informe.txt")
    assert len(found.sha256) == 64
    assert isinstance(found, Unreadable) or "\0" not in found.text


# Line ends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252", "cp850", "mac_roman"])
def test_carriage_returns_alone_end_lines(seed: bytes, codec: str) -> None:
    text = unicodedata.normalize("NFC", seed.decode())
    assert text_of(text.replace("\n", "\r").encode(codec)).text == text


def test_windows_line_ends_stay_as_they_are() -> None:
    assert text_of(b"RAMO\r\n63\r\n").text == "RAMO\r\n63\r\n"


def test_one_line_feed_makes_carriage_returns_characters() -> None:
    assert text_of(b"RAMO\r63\n").text == "RAMO\r63\n"


# What is no text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (b"PK\x03\x04\x14\x00\x06\x00", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"GIF89a", "image"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"RAMO\t63\0\0\0 PROGRAMA", "encoding"),
        (bytes(range(256)), "encoding"),
        (b"\0" * 64, "encoding"),
        (codecs.BOM_UTF16_LE + b"R\0A\0M", "encoding"),
        (codecs.BOM_UTF16_LE + b"R\0\0\0", "encoding"),
        (bytes(range(1, 32)) * 4 + b"\xf1\xff", "encoding"),
    ],
)
def test_binary_files_are_refused_with_a_reason(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_a_file_too_large_for_a_report_is_refused() -> None:
    assert reason(bytes(MAX_BYTES + 1)) == "size"


def test_an_empty_file_is_an_empty_text() -> None:
    assert text_of(b"").text == ""


# Seventeen machines ---------------------------------------------------------------------------------------------

TEXT = unicodedata.normalize("NFC", SEED.read_text(encoding="utf-8"))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def half(text: str) -> bytes:
    """A file joined out of two: one half in UTF-8, one in the code page of Windows."""
    lines = text.split("\n")
    middle = len(lines) // 2
    return "\n".join([*lines[:middle], ""]).encode() + "\n".join(lines[middle:]).encode("cp1252")


def figures(text: str, change: Callable[[str], str]) -> str:
    """The text with the figures of its goals' rows written in another way."""
    return "\n".join(
        "\t".join([*cells[:3], *map(change, cells[3:14]), *cells[14:]]) if len(cells) > 10 else line
        for line in text.split("\n")
        for cells in [line.split("\t")]
    )


MACHINES: dict[str, tuple[bytes, str]] = {
    "UTF-8": (TEXT.encode(), "utf-8"),
    "UTF-8 with its mark": (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
    "UTF-16, little end first": (TEXT.encode("utf-16-le"), "utf-16-le"),
    "UTF-16, big end first": (TEXT.encode("utf-16-be"), "utf-16-be"),
    "UTF-16, little end first, with its mark": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
    "UTF-16, big end first, with its mark": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
    "Windows": (TEXT.encode("cp1252"), "cp1252"),
    "Latin-1": (TEXT.encode("latin-1"), "cp1252"),
    "DOS": (TEXT.encode("cp850"), "cp850"),
    "Mac": (TEXT.encode("mac_roman"), "mac_roman"),
    "half UTF-8, half Windows": (half(TEXT), "utf-8+cp1252"),
    "CRLF": (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
    "Windows with CRLF": (TEXT.replace("\n", "\r\n").encode("cp1252"), "cp1252"),
    "carriage returns alone": (TEXT.replace("\n", "\r").encode("mac_roman"), "mac_roman"),
    "hard spaces": (TEXT.replace(" ", "\u00a0").encode(), "utf-8"),
    "letters apart from their accents": (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
    "full-width digits": (figures(TEXT, lambda cell: cell.translate(WIDE)).encode(), "utf-8"),
}
KEYS = sorted(one.key for one in poa_lint.lint(TEXT).files[0].diagnostics)


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "utf-16", "utf-8-sig"])
def test_delimited_text_is_told_as_it_was_read_too(codec: str) -> None:
    result = poa_lint.lint(delimited.make(",", codec), name="informe.csv")
    named = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(codec, codec)
    assert result.files[0].encoding == named
    assert sorted(one.key for one in result.files[0].diagnostics) == KEYS
    told = REPORTERS["terminal"](result, words("es"), View())
    assert (f"Leído como {named}" in told) == (named != "utf-8")


def test_there_are_seventeen() -> None:
    assert len(MACHINES) == len({data for data, _ in MACHINES.values()}) + 1 == 17  # Latin-1 is Windows here


@pytest.mark.parametrize("machine", MACHINES)
def test_the_same_findings_whoever_wrote_it(machine: str) -> None:
    data, encoding = MACHINES[machine]
    result = poa_lint.lint(data)
    assert sorted(one.key for one in result.files[0].diagnostics) == KEYS
    assert json.loads(REPORTERS["json"](result, words("es"), View()))["files"][0]["encoding"] == encoding
    first = REPORTERS["terminal"](result, words("es"), View(width=100)).splitlines()[0]
    assert (first == f"Leído como {encoding}: el archivo no está en UTF-8.") == (encoding != "utf-8")
