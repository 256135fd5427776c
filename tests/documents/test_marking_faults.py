"""A workbook whose parts say absurd things is copied as if they said nothing, or is refused; nothing else happens."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from poa_lint.documents import marking
from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.marking import Finding, Labels, mark
from poa_lint.documents.marking.part import Part, escaped, quoted
from tests.places import FILES, ROOT

CASE = ROOT / "tests" / "data" / "robust" / "annotate-width-nan.xlsx"
LABELS = Labels("Hallazgos", ("Regla", "Gravedad", "Hoja", "Celda"), "Nada.", "renglón {row}")
ABSURD = (
    "nan",
    "-nan",
    "inf",
    "-inf",
    "1e999",
    "-1",
    "-1e9",
    "9" * 12,
    "9" * 5000,
    "1_0",
    "",
    " ",
    "x",
    "0",
    "0.2",
    "١",
)
NUMBERS = ("width", "ht", "defaultColWidth", "defaultRowHeight", "min", "max", "style", "s", "sheetId", "count")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(texts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in texts.items():
            package.writestr(name, data)
    return stream.getvalue()


def changed(change: Callable[[str], str]) -> bytes:
    """The case's workbook with its parts changed as texts."""
    texts = parts(CASE.read_bytes())
    return packed({name: change(data.decode()).encode() for name, data in texts.items()})


def sheet() -> tuple[str, str]:
    """The name of the case's first sheet, and its part."""
    name = load_workbook(CASE).sheetnames[0]
    return name, next(part for part in parts(CASE.read_bytes()) if part.startswith("xl/worksheets/sheet"))


def findings(*cells: str) -> list[Finding]:
    name, _ = sheet()
    return [Finding("error", name, cell, ("POA1", "error", name, cell), "ERROR POA1", "mal") for cell in cells]


def test_a_width_that_is_no_number_is_the_usual_width() -> None:
    assert b'"nan"' in parts(CASE.read_bytes())[sheet()[1]]
    done = mark(CASE.read_bytes(), findings("A1", "F14"), LABELS)
    anchors = re.findall(rb"<x:Anchor>([^<]*)", b"".join(parts(done).values()))
    assert len(anchors) == 1, "A1 had a comment before"
    assert all(re.fullmatch(rb"\d+(, \d+){7}", anchor) for anchor in anchors)


@pytest.mark.parametrize("value", ABSURD, ids=lambda value: value[:12] or "empty")
@pytest.mark.parametrize("name", NUMBERS)
def test_an_absurd_number_in_any_place_leaves_a_copy(name: str, value: str) -> None:
    data = changed(lambda text: re.sub(rf'(\s{name}=)"[^"]*"', rf'\1"{value}"', text))
    done = mark(data, findings("A1", "F14", "Z90"), LABELS)
    texts = parts(done)
    assert "xl/comments1.xml" in " ".join(texts) or any("comments" in part for part in texts)
    assert b'name="_poa_lint"' in texts["xl/workbook.xml"]


def test_rows_without_height_and_hidden_columns_end() -> None:
    def change(text: str) -> str:
        text = re.sub(r"<sheetFormatPr[^>]*>", '<sheetFormatPr defaultRowHeight="0.01" defaultColWidth="0.01"/>', text)
        return re.sub(r"<row r", '<row ht="0" r', re.sub(r'\sht="[^"]*"', "", text))

    assert mark(changed(change), findings("F14"), LABELS)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<sheets>", "<nothing>").replace("</sheets>", "</nothing>"),
        lambda text: re.sub(r"<cellXfs.*?</cellXfs>", "<cellXfs>", text, flags=re.DOTALL),
        lambda text: text[: len(text) // 2],
        lambda text: re.sub(r"</\w+>\Z", "", text),
        lambda text: text.replace("<row ", "<row <"),
        lambda _: "<a/>",
        lambda _: "",
        lambda _: "<" * 100_000,
        lambda _: "<a '" * 100_000,
        lambda _: "<!--" * 100_000,
        lambda _: f"<a {'b ' * 100_000}",
    ],
)
def test_broken_parts_are_an_unreadable_file_or_a_copy_and_no_other_fault(change: Callable[[str], str]) -> None:
    data = changed(change)
    try:
        assert mark(data, findings("F14"), LABELS)
    except UnreadableFile as fault:
        assert fault.reason in ("corrupt", "encrypted", "too-large")  # noqa: PT017 - either is right
    assert marking.is_marked(data) is False


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_part_is_another_fault(data: st.DataObject) -> None:
    texts = parts(CASE.read_bytes())
    name = data.draw(st.sampled_from(sorted(texts)))
    start = data.draw(st.integers(0, len(texts[name])))
    texts[name] = texts[name][:start] + data.draw(st.binary(max_size=6)) + texts[name][start + 3 :]
    try:
        mark(packed(texts), findings("F14"), LABELS)
    except UnreadableFile as fault:
        assert fault.reason  # noqa: PT017 - damage is refused, or does no harm


def test_a_part_holds_no_character_that_xml_forbids() -> None:
    text = "a\x00\x0b\ufffe\uffff\ud800b\t\r\n"
    Part(f"<a b={quoted(text)}>{escaped(text)}</a>".encode())  # raises UnreadableFile for what is not XML
    assert quoted(text) == '"a\\x00\\x0b\\ufffe\\uffff\\ud800b&#9;&#13;&#10;"'
    assert escaped("4\ufffe") == "4\\ufffe"


def marked_alike(plain: bytes, other: bytes) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The parts of two copies with the same findings."""
    sheet = load_workbook(io.BytesIO(plain)).sheetnames[0]
    cells = [
        Finding("error", sheet, cell, ("POA1", "error", sheet, cell), "ERROR POA1", "mal") for cell in ("A1", "F14")
    ]
    copies = [mark(data, cells, LABELS) for data in (plain, other)]
    assert all(map(marking.is_marked, copies))
    assert not any(map(marking.has_macros, copies))
    return parts(copies[0]), parts(copies[1])


@pytest.mark.parametrize("spelled", [str.upper, str.title, lambda name: name.replace("/", "\\")])
def test_parts_in_other_spellings_are_marked_as_the_same_parts(spelled: Callable[[str], str]) -> None:
    plain = (FILES / "informe.xlsx").read_bytes()
    other = {spelled(name): data for name, data in parts(plain).items()}
    expected, found = marked_alike(plain, packed(other))
    assert {name.replace("\\", "/").lower(): data for name, data in found.items()} == {
        name.lower(): data for name, data in expected.items()
    }
    assert set(other) <= set(found)


def test_a_workbook_under_another_name_is_marked() -> None:
    plain = (FILES / "informe.xlsx").read_bytes()
    renamed = {name: data.replace(b"xl/workbook.xml", b"xl/libro.xml") for name, data in parts(plain).items()}
    other = packed({name.replace("workbook.xml", "libro.xml"): data for name, data in renamed.items()})
    expected, found = marked_alike(plain, other)
    same = {name: data for name, data in found.items() if name != "xl/libro.xml" and expected.get(name) == data}
    assert len(same) == len(expected) - 4  # it, its relations, what names it
    assert found["xl/libro.xml"] == expected["xl/workbook.xml"]
