"""Cells of any workbook are marked, and nothing else in it."""

import io
import re
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint.core.words import LANGUAGES, words
from poa_lint.documents.marking import Finding, Labels, mark
from poa_lint.documents.marking.styles import FILLS
from tests.office import hostile

LABELS = Labels("Hallazgos", ("Regla", "Gravedad", "Hoja", "Celda"), "Nada.", "renglón {row}")


def book(sheet: str, *, prefix: str = "", styles: str = "", encoding: str = "utf-8", more: str = "") -> bytes:
    """A workbook of one sheet, written by hand as the least of programs writes it."""
    p = f"{prefix}:" if prefix else ""
    own = f"xmlns{f':{prefix}' if prefix else ''}='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    texts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='xml' ContentType='application/xml'/>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{kinds}.sheet.main+xml'/>"
        f"<Override PartName='/xl/hojas/una.xml' ContentType='{kinds}.worksheet+xml'/>"
        + (f"<Override PartName='/xl/styles.xml' ContentType='{kinds}.styles+xml'/>" if styles else "")
        + "</Types>",
        "_rels/.rels": f"<Relationships xmlns='{relations}'><Relationship Id='r' Type='{office}/officeDocument' "
        "Target='/xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<{p}workbook {own} xmlns:r='{office}'><{p}sheets>"
        f"<{p}sheet name='H' sheetId='7' r:id='a'/></{p}sheets></{p}workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{relations}'>"
        f"<Relationship Id='a' Type='{office}/worksheet' Target='hojas/una.xml'/>"
        + (f"<Relationship Id='b' Type='{office}/styles' Target='/xl/styles.xml'/>" if styles else "")
        + "</Relationships>",
        "xl/hojas/una.xml": f"<{p}worksheet {own}>{sheet}{more}</{p}worksheet>",
    }
    if styles:
        texts["xl/styles.xml"] = f"<{p}styleSheet {own}>{styles}</{p}styleSheet>"
    declared = {name: f"<?xml version='1.0' encoding='{encoding}'?>{text}" for name, text in texts.items()}
    return hostile.packed({name: text.encode(encoding) for name, text in declared.items()})


def finding(cell: str, level: str = "error") -> Finding:
    return Finding(level, "H", cell, ("POA1", "error", "H", cell), "ERROR POA1", "mal")


def opened(data: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(data))["H"]
    assert isinstance(sheet, Worksheet)
    return sheet


ROWS = "<{0}sheetData><{0}row><{0}c><{0}v>1</{0}v></{0}c></{0}row><{0}row r='5' spans='1:2'/></{0}sheetData>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("styles", ["", "<{0}fonts count='0'/><{0}cellXfs count='1'><{0}xf fontId='0'/></{0}cellXfs>"])
def test_workbooks_with_prefixes_other_encodings_and_no_styles(encoding: str, prefix: str, styles: str) -> None:
    p = f"{prefix}:" if prefix else ""
    data = book(ROWS.format(p), prefix=prefix, encoding=encoding, styles=styles.format(p))
    done = mark(data, [finding("A1"), finding("B1"), finding("C5"), finding("A3", "info"), finding("D9")], LABELS)
    sheet = opened(done)
    fills = {name: sheet[name].fill.fgColor.rgb for name in ("A1", "B1", "C5", "A3", "D9")}
    assert fills == {name: FILLS["info" if name == "A3" else "error"] for name in fills}
    assert all(sheet[name].comment is not None for name in fills)
    assert sheet["A1"].value == 1


def test_a_merged_range_is_marked_at_its_head() -> None:
    rows = "<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>"
    done = mark(book(rows, more="<mergeCells><mergeCell ref='A1:C2'/></mergeCells>"), [finding("B2")], LABELS)
    sheet = opened(done)
    assert sheet["A1"].fill.fgColor.rgb == FILLS["error"]
    assert sheet["A1"].comment is not None
    with zipfile.ZipFile(io.BytesIO(done)) as package:
        assert b'"B2"' not in package.read("xl/hojas/una.xml")


def test_a_new_cell_looks_like_its_row_or_column() -> None:
    rows = "<cols><col min='2' max='9' style='1'/></cols><sheetData><row r='3' s='2' customFormat='1'/></sheetData>"
    looks = "".join(f"<font><sz val='{size}'/></font>" for size in (10, 11, 12))
    formats = "".join(f"<xf fontId='{number}' fillId='0' borderId='0' numFmtId='0'/>" for number in range(3))
    styles = f"<fonts count='3'>{looks}</fonts><cellXfs count='3'>{formats}</cellXfs>"
    sheet = opened(mark(book(rows, styles=styles), [finding("A1"), finding("B2"), finding("B3")], LABELS))
    assert [sheet[name].font.sz for name in ("A1", "B2", "B3")] == [10, 11, 12]


CELLS = st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12)


@settings(max_examples=40)
@given(written=CELLS, wrong=CELLS)
def test_any_cells_are_marked_and_no_others(written: set[tuple[int, int]], wrong: set[tuple[int, int]]) -> None:
    def cells(row: int) -> Iterable[str]:
        columns = sorted(column for line, column in written if line == row)
        return (f"<c r='{chr(64 + column)}{row}'><v>{10 * row + column}</v></c>" for column in columns)

    rows = "".join(f"<row r='{row}'>{''.join(cells(row))}</row>" for row in sorted({row for row, _ in written}))
    named = {f"{chr(64 + column)}{row}" for row, column in wrong}
    done = mark(book(f"<sheetData>{rows}</sheetData>"), [finding(name) for name in sorted(named)], LABELS)
    sheet = opened(done)
    every = [cell for row in sheet.iter_rows(max_row=6, max_col=6) for cell in row]
    assert {cell.coordinate for cell in every if cell.fill.fgColor.rgb == FILLS["error"]} == named
    assert {cell.coordinate for cell in every if cell.comment} == named
    assert {(cell.row, cell.column): cell.value for cell in every if isinstance(cell.value, int)} == {
        (row, column): 10 * row + column for row, column in written
    }
    with zipfile.ZipFile(io.BytesIO(done)) as package:
        xml = package.read("xl/hojas/una.xml").decode()
    places = [(int(place[1:]), place[0]) for place in re.findall(r"<c r=[\"'](\w+)", xml)]
    assert places == sorted(places)


def test_the_words_of_a_copy_are_there_in_both_languages() -> None:
    tables = [words(language, "office").section("annotate") for language in LANGUAGES]
    assert set(tables[0]) == set(tables[1])
    assert all(len(table["index"]) <= 25 for table in tables)
