"""One report written on seventeen machines: the same findings by key, and who reads it is told how it was read."""

import codecs
import json
import unicodedata
from collections.abc import Callable

import pytest

import poa_lint
from poa_lint.core.words import words
from poa_lint.output import REPORTERS, View
from tests.office import delimited
from tests.test_cli import SEED

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
