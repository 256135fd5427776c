"""The offices' files: the same cells and the same findings as the text, places that are true, hostile files refused."""

import datetime as dt
import io
import pickle
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.source import Unreadable
from poa_lint.core.words import LANGUAGES, words
from poa_lint.documents import kind, read
from poa_lint.documents.document import REMARKS as REMARKS_OF
from poa_lint.documents.document import Document
from poa_lint.documents.places import letters
from poa_lint.documents.sheets import formats
from poa_lint.documents.sheets.grid import anchors
from tests.office import delimited, hostile, letter, workbook
from tests.office.content import SEED, pages, right, rows
from tests.office.programs import CHROMIUM, OFFICE, convert, print_page

DATA = Path(__file__).resolve().parent / "data" / "office"
KEPT = sorted(path.name for path in DATA.iterdir())
ALL = (375, 375)


def keys(text: str) -> list[str]:
    return sorted(found.key for found in poa_lint.lint(text).files[0].diagnostics)


EXPECTED = keys(SEED.read_text(encoding="utf-8"))


def opened(data: bytes, name: str = "informe") -> Document:
    found = read(data, name)
    assert isinstance(found, Document), found
    return found


def kept(name: str) -> Document:
    return opened((DATA / name).read_bytes(), name)


def cell(document: Document, goal: str, column: int) -> int:
    """Where a goal's cell begins in the text."""
    start = document.text.index(goal)
    line = document.text.rindex("\n", 0, start) + 1
    pieces = document.text[line : document.text.index("\n", line)].split("\t")
    return line + sum(len(piece) + 1 for piece in pieces[:column])


# --- the same cells, the same findings ---


@pytest.mark.parametrize("name", KEPT)
def test_every_cell_and_every_finding_is_the_text_s(name: str) -> None:
    document = kept(name)
    assert right(document.text) == ALL
    assert sorted(found.key for found in poa_lint.lint(DATA / name).files[0].diagnostics) == EXPECTED


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_files_that_libreoffice_writes_today(tmp_path: Path) -> None:
    workbook.make(tmp_path / "informe.xlsx")
    letter.document(tmp_path / "carta.docx")
    book = convert(tmp_path / "informe.xlsx", "xlsx", tmp_path / "calculado")
    made = [book, *(convert(book, form, tmp_path / form) for form in ("xls", "ods", "pdf"))]
    made += [convert(tmp_path / "carta.docx", form, tmp_path / f"carta-{form}") for form in ("docx", "pdf")]
    for path in made:
        document = opened(path.read_bytes())
        assert (path.name, right(document.text)) == (path.name, ALL)
        assert keys(document.text) == EXPECTED


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize(
    ("framed", "size", "cells"),
    [(True, 8, 375), (False, 8, 375), (True, 9, 374), (False, 9, 375), (True, 10, 373), (False, 10, 373)],
)
def test_a_page_that_chromium_prints(tmp_path: Path, framed: bool, size: int, cells: int) -> None:
    """Letters of 10 points: every figure is right, and two observations have two words in one."""
    letter.page(tmp_path / "informe.html", framed=framed, size=size)
    document = opened(print_page(tmp_path / "informe.html", tmp_path).read_bytes())
    assert right(document.text)[0] >= cells
    assert keys(document.text) == EXPECTED


ONE_LINE = [
    Page(metas=(Row(), Row(texto="101.- ATENDER SOLICITUDES.", meta_anual="2,400", programado=("600",) * 4))),
    Page(unidad=("102", "FINANZAS"), metas=(Row(texto="200.- INTEGRAR LA CUENTA.", unidad_medida="DOCUMENTO"),)),
]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_goals_of_a_single_line_without_rulings(tmp_path: Path) -> None:
    """The lines of a column are as evenly spaced as one cell's, and figures begin where the heading above them does."""
    text = write(ONE_LINE)
    letter.tight(tmp_path / "informe.html", text)
    document = opened(print_page(tmp_path / "informe.html", tmp_path).read_bytes())
    assert rows(document.text) == rows(text)
    assert keys(document.text) == keys(text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_delimited_text_in_the_encodings_of_spreadsheets(delimiter: str, encoding: str) -> None:
    document = opened(delimited.make(delimiter, encoding, wrapped=True), "informe.csv")
    assert right(document.text) == ALL
    assert keys(document.text) == EXPECTED


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("name", ["renglones-cortados.pdf", "sin-lineas.pdf"])
def test_pages_that_stand_on_their_side_in_the_file(name: str, turn: int) -> None:
    pdf = pypdfium2.PdfDocument(DATA / name)
    wide, high = pdf[0].get_size()
    matrix = {90: (0, 1, -1, 0, high, 0), 180: (-1, 0, 0, -1, wide, high), 270: (0, -1, 1, 0, 0, wide)}[turn]
    for page in pdf:
        clip = pypdfium2.raw.FS_RECTF(-5000, 5000, 5000, -5000)
        pypdfium2.raw.FPDFPage_TransFormWithClip(page, pypdfium2.raw.FS_MATRIX(*matrix), clip)
        if turn != 180:
            page.set_mediabox(0, 0, high, wide)
            page.set_cropbox(0, 0, high, wide)
        page.set_rotation(turn)
    stream = io.BytesIO()
    pdf.save(stream)
    assert right(opened(stream.getvalue()).text) == ALL


def test_a_form_whose_columns_are_merged_out_of_several() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    columns = [2, 3, 7, *range(9, 21)]
    for number, page in enumerate(pages()[:1]):
        for row, line in enumerate(page, 3 + 60 * number):
            for column, text in zip(columns if line.part != "text" else (2, 4, 5), line.cells, strict=False):
                sheet.cell(row, column, int(text) if text.isdecimal() else text or None)
            if line.part != "text":
                for first, last in ((3, 6), (7, 8), (20, 24)):
                    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    stream = io.BytesIO()
    book.save(stream)
    document = opened(stream.getvalue())
    assert rows(document.text) == rows(SEED.read_text(encoding="utf-8"))[:4]
    place = document.place(cell(document, "101.-", 4))
    assert place is not None
    assert (place.cell, place.title) == ("J31", "Ene-Mar P")


def test_codes_of_control_characters_and_links_without_words_are_no_text() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for column, value in enumerate(("UNO_x000D_\nDOS", "x", "https://example.org/", "y", "FIN"), 1):
        sheet.cell(1, column, value)
    for name in ("B1", "C1", "D1"):
        sheet[name].hyperlink = "https://example.org/"
    sheet["B1"].value = sheet["D1"].value = None
    sheet["D1"].hyperlink = "#'Hoja 2'!A1"
    sheet["D1"].value = None
    stream = io.BytesIO()
    book.save(stream)
    assert opened(stream.getvalue()).text == "UNO DOS\t\thttps://example.org/\t\tFIN\n\n"


def test_an_attribute_that_no_standard_knows_and_sheetjs_writes() -> None:
    with zipfile.ZipFile(DATA / "informe.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = {name: data.replace(b"<col ", b'<col level="0" ') for name, data in parts.items()}
    assert changed != parts
    assert right(opened(hostile.packed(changed)).text) == ALL


def test_a_workbook_in_strict_xml() -> None:
    main, related = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml/"
    with zipfile.ZipFile(DATA / "informe.xlsx") as package:
        parts = {name: package.read(name).decode("utf-8", "surrogateescape") for name in package.namelist()}
    for name, text in parts.items():
        renamed = text.replace(main, f"{strict}spreadsheetml/main")
        parts[name] = renamed.replace(
            f"http://schemas.openxmlformats.org/{related}", f"{strict}officeDocument/relationships"
        )
    data = hostile.packed({name: text.encode("utf-8", "surrogateescape") for name, text in parts.items()})
    assert right(opened(data).text) == ALL


WORD = """<w:document xmlns:w="w" xmlns:r="r" xmlns:mc="m"><w:body>{}<w:sectPr>
<w:headerReference w:type="default" r:id="h"/></w:sectPr></w:body></w:document>"""
HEADER = (
    '<w:hdr xmlns:w="w"><w:p><w:r><w:t>RAMO:</w:t><w:tab/><w:t>63</w:t><w:tab/><w:t>CONSEJO</w:t></w:r></w:p></w:hdr>'
)


def word(body: str) -> Document:
    relations = hostile.RELATIONS.format('<Relationship Id="h" Type="header" Target="header1.xml"/>')
    parts = {"word/document.xml": WORD.format(body), "word/header1.xml": HEADER}
    parts["word/_rels/document.xml.rels"] = relations
    return opened(hostile.packed({name: text.encode() for name, text in parts.items()}))


def test_a_document_s_headers_controls_and_tracked_changes() -> None:
    document = word(
        "<w:p><w:r><w:t>UNO</w:t></w:r><w:del><w:r><w:delText>viejo</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'> nuevo</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>DOS</w:t><w:br/><w:t>TRES</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>CAJA</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>CAJA</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert document.text.split() == ["RAMO:", "63", "CONSEJO", "UNO", "nuevo", "DOS", "TRES", "CAJA", "a", "b"]
    assert "RAMO:\t63\tCONSEJO\n" in document.text
    assert "a b\n" in document.text


# --- places ---


def test_every_place_of_a_workbook_holds_what_the_text_says() -> None:
    document = kept("informe.xlsx")
    book = load_workbook(DATA / "informe.xlsx", data_only=True)
    offset = 0
    for line in document.text.split("\n"):
        for piece in line.split("\t"):
            place = document.place(offset)
            if piece and not piece.endswith("%") and "-mar.-" not in piece:
                assert place is not None
                sheet = book[place.sheet]
                assert isinstance(sheet, Worksheet)
                assert str(sheet[place.cell].value) == piece.replace(",", "") or sheet[place.cell].value == piece
            offset += len(piece) + 1


def test_places_are_told_in_both_languages() -> None:
    told = {}
    for name, goal in (("informe.xlsx", "101.-"), ("informe.docx", "101.-"), ("renglones-cortados.pdf", "101.-")):
        document = kept(name)
        place = document.place(cell(document, goal, 4))
        assert place is not None
        told[name] = [place.describe(words(language, "office")) for language in LANGUAGES]
    assert told["informe.xlsx"] == ["hoja 'UE 101' celda E29", "sheet 'UE 101' cell E29"]
    assert told["informe.docx"][0] == "tabla 1, renglón 5, columna Ene-Mar P"
    assert told["renglones-cortados.pdf"] == [
        "pág. 1, tabla 1, renglón 5, columna Ene-Mar P",
        "p. 1, table 1, row 5, column Ene-Mar P",
    ]


def test_places_outside_of_tables_and_for_machines() -> None:
    pdf = kept("renglones-cortados.pdf")
    point = pdf.place(pdf.text.index("GERENCIA GENERAL"))
    assert point is not None
    assert point.kind == "point"
    assert (point.page, point.x > 150, point.y > 100) == (1, True, True)
    assert point.describe(words("es", "office")) == f"pág. 1 ({point.x}, {point.y})"
    assert set(point.as_dict()) == {"kind", "page", "x", "y", "box"}
    document = kept("informe.docx")
    paragraph = document.place(document.text.index("GERENCIA GENERAL"))
    assert paragraph is not None
    assert paragraph.as_dict() == {"kind": "paragraph", "row": 10, "column": 3}
    text = kept("comas.csv")
    line = text.place(text.text.index("101.-"))
    assert line is not None
    assert line.describe(words("es", "office")) == "línea 34, columna METAS Y ACCIONES"


def test_a_row_cut_by_a_page_s_end_is_one_row_at_its_beginning() -> None:
    document = kept("renglones-cortados.pdf")
    offset = cell(document, "206.-", 2)
    place = document.place(offset)
    assert place is not None
    assert place.kind == "table"
    assert place.box is not None


def test_columns_letters() -> None:
    assert [letters(column) for column in (1, 26, 27, 16_384)] == ["A", "Z", "AA", "XFD"]


# --- what only the original knows ---

HEADING = (
    (
        "L/A",
        "METAS Y ACCIONES",
        "UNIDAD DE MEDIDA",
        "META ANUAL",
        "PERIODO",
        *[None] * 7,
        "AVANCE ABSOLUTO",
        "ACUMULADO RELATIVO",
        "OBSERVACIONES",
    ),
    (*[None] * 4, "Ene-Mar", None, "Abr-Jun", None, "Jul-Sep", None, "Oct-Dic"),
    (*[None] * 4, *"PAPAPAPA"),
)


def told(change: Callable[[Worksheet], object]) -> list[tuple[str, str, dict[str, str]]]:
    """The remarks on a small workbook after a change: the kind, the text that it is about, the values."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "UE 101"
    for line in HEADING:
        sheet.append(line)
    sheet.append(["4.6.1", "101.- SEGUIMIENTO AL GASTO", "NOMINA", 26, 6, 6, 7, None, 6, None, 7, None, 6, 0.23])
    sheet["N4"].number_format = "0%"
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    document = opened(stream.getvalue())
    return [(one.kind, document.text[one.start : one.end], dict(one.values)) for one in document.remarks]


def put(name: str, value: object, code: str = "General") -> Callable[[Worksheet], object]:
    def change(sheet: Worksheet) -> None:
        sheet[name] = value  # type: ignore[assignment, unused-ignore]
        sheet[name].number_format = code

    return change


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["F"].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.copy_worksheet(sheet).sheet_state = "hidden"


def hide_nothing(sheet: Worksheet) -> None:
    """Sheets, rows and columns in which no goal is written are nobody's business."""
    assert sheet.parent is not None
    notes = sheet.parent.create_sheet("Cálculos")
    notes.append(["1.- Sumar", 1, 2, 3])
    template = sheet.parent.create_sheet("Plantilla")
    for line in HEADING:
        template.append(line)
    notes.sheet_state = template.sheet_state = "hidden"
    sheet.row_dimensions[7].hidden = sheet.column_dimensions["J"].hidden = sheet.column_dimensions["S"].hidden = True


ROW = "4.6.1\t101.- SEGUIMIENTO AL GASTO\tNOMINA\t26\t6\t6\t7\t\t6\t\t7\t\t6\t23%\t"
REMARKS = [
    (lambda _: None, []),
    (put("D4", "26"), [("texto_como_numero", "26", {"text": "26"})]),
    (put("A4", "4.6"), []),
    (put("E4", "=2+4"), [("formula_sin_valor", "", {"formula": "=2+4"})]),
    (put("M4", "#REF!"), [("error_de_formula", "#¡REF!", {"text": "#¡REF!"})]),
    (put("N4", 0.23), [("porcentaje_sin_formato", "0.23", {"text": "0.23"})]),
    (put("N4", 23), [("porcentaje_sin_formato", "23", {"text": "23"})]),
    (put("N4", 0), []),
    (put("Q4", "=SUM(E4:L4)-D4"), []),
    (put("E4", 2.5, "0"), [("redondeo_por_formato", "3", {"stored": "2.5", "shown": "3"})]),
    (put("N4", 0.375, "0%"), []),
    (hide_row, [("oculta_fila", ROW, {"sheet": "UE 101", "row": "4"})]),
    (hide_column, [("oculta_columna", "6", {"sheet": "UE 101", "column": "F"})]),
    (hide_sheet, [("oculta_hoja", "", {"sheet": "UE 101 Copy"})]),
    (hide_nothing, []),
]


@pytest.mark.parametrize(("change", "expected"), REMARKS)
def test_what_only_the_workbook_knows(change: Callable[[Worksheet], object], expected: list[object]) -> None:
    assert told(change) == expected


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_what_only_the_other_kinds_of_workbook_know(tmp_path: Path, form: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in HEADING:
        sheet.append(line)
    sheet.append(["4.6.1", "101.- SEGUIMIENTO", "NOMINA", "26", 2.5, "=1/0", 7, None, 6, None, 7, None, 6, 0.23])
    sheet["E4"].number_format = "0"
    hide_row(sheet)
    book.copy_worksheet(sheet).sheet_state = "hidden"
    book.save(tmp_path / "informe.xlsx")
    document = opened(convert(tmp_path / "informe.xlsx", form, tmp_path / form).read_bytes())
    kinds = sorted(one.kind for one in document.remarks)
    assert kinds == [
        "error_de_formula",
        "oculta_fila",
        "oculta_hoja",
        "porcentaje_sin_formato",
        "redondeo_por_formato",
        "texto_como_numero",
    ]
    assert "26\t3\t#¡DIV/0!\t7" in document.text


def test_remarks_have_the_values_that_their_kinds_name() -> None:
    for change, _ in REMARKS:
        for name, _, values in told(change):
            assert set(values) == set(REMARKS_OF[name])
    for language in LANGUAGES:
        spoken = words(language, "office")
        "".join(spoken.table.values()).encode("cp850")
        "".join(spoken.table.values()).encode("cp1252")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (2010, "#,##0", "2,010"),
        (2010, "General", "2010"),
        (0.25, "0%", "25%"),
        (0.375, "0%", "38%"),
        (0.375, "0.0%", "37.5%"),
        (2.5, "0", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (20.3333333, "0.00", "20.33"),
        (-3, "0", "-3"),
        (-3, "#,##0;(#,##0)", "(3)"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "0"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (4, '0 "piezas"', "4 piezas"),
        (5, "[$$-80A]#,##0.00", "$5.00"),
        (7, "000", "007"),
        (0.5, "# ?/?", "0.5"),
        (1e20, "General", "1E+20"),
        (12, ";;;", "12"),
    ],
)
def test_numbers_are_shown_as_their_formats_show_them(value: float, code: str, shown: str) -> None:
    assert formats.number(value, code).text == shown


def test_dates_are_written_as_the_form_writes_them() -> None:
    assert formats.date(dt.date(2024, 3, 31)) == "31-mar.-24"
    assert formats.is_date("dd-mmm-yy")
    assert not formats.is_date('0 "días"')
    assert not formats.is_date("[Red]#,##0")


# --- by content, not by name ---


def test_the_kind_is_what_the_content_says() -> None:
    assert kind(SEED.read_bytes(), "informe.txt") is None
    assert {name: kind((DATA / name).read_bytes(), "informe.doc") for name in KEPT if name != "comas.csv"} == {
        "informe.docx": "docx",
        "informe.ods": "ods",
        "informe.xls": "ole",
        "informe.xlsb": "xlsb",
        "informe.xlsx": "xlsx",
        "renglones-cortados.pdf": "pdf",
        "sheetjs.xls": "ole",
        "sheetjs.xlsb": "xlsb",
        "sin-lineas.pdf": "pdf",
        "unicode.txt": "csv",
    }
    assert kept("informe.xls").kind == "xls"


def test_the_project_s_own_text_is_left_as_it_is() -> None:
    assert kind(SEED.read_bytes(), "informe.txt") is None
    assert right(opened(SEED.read_bytes()).text) == ALL


def test_anchors_are_what_every_heading_ends_with() -> None:
    assert anchors(["", "", *"PAPAPAPA", ""]) == list(range(2, 10))
    assert anchors(["P", "A"]) == []
    assert anchors([*"PAPA", "x", "y", "z", "w", "v"]) == []


# --- refused in a sentence ---

REFUSED = [
    ("celdas-sin-fin.xlsx", hostile.million_cells, "too-big"),
    ("entidades.docx", hostile.entities, "corrupt"),
    ("carta.doc", lambda: hostile.compound("WordDocument"), "not-a-report-kind"),
    ("excel-95.xls", lambda: hostile.compound("Book"), "not-a-report-kind"),
    ("sin-libro.xls", lambda: hostile.compound("Workbook"), "corrupt"),
    ("nada.xlsx", lambda: b"", "empty"),
    ("ceros.xls", lambda: b"\0" * 5000, "empty"),
    ("texto.rtf", lambda: b"{\\rtf1 hola}", "not-a-report-kind"),
    ("pagina.xls", lambda: b"<html><body><table><tr><td>1</td></tr></table>", "not-a-report-kind"),
    ("otro.zip", lambda: hostile.packed({"a.txt": b"a"}), "not-a-report-kind"),
    ("foto.pdf", lambda: b"\x89PNG\r\n\x1a\n", "not-a-report-kind"),
]


@pytest.mark.parametrize(("name", "make", "reason"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_is_refused_has_its_sentence(name: str, make: Callable[[], bytes], reason: str) -> None:
    data = make()
    assert read(data, name) == Unreadable(name, reason)
    for language in LANGUAGES:
        found = poa_lint.lint(data, name=name, language=language).files[0].diagnostics
        assert [(one.code, bool(one.message), bool(one.help)) for one in found] == [("POA007", True, True)]


@pytest.mark.parametrize("name", [name for name in KEPT if not name.endswith(("csv", "txt", "xls"))])
def test_a_file_cut_short_is_refused(name: str) -> None:
    for part in hostile.cut((DATA / name).read_bytes()):
        assert read(part, name) == Unreadable(name, "corrupt")


@pytest.mark.parametrize("name", KEPT)
def test_damaged_bytes_never_raise(name: str) -> None:
    data = (DATA / name).read_bytes()
    step = max(len(data) // 40, 1)
    for place in range(0, len(data), step):
        damaged = bytearray(data)
        damaged[place : place + 8] = bytes(255 - byte for byte in damaged[place : place + 8])
        assert isinstance(read(bytes(damaged), name), Document | Unreadable)


@pytest.mark.parametrize(
    ("module", "name", "reason", "command"),
    [
        ("openpyxl", "informe.xlsx", "missing-office", "pip install 'poa-lint[office]'"),
        ("pypdfium2", "sin-lineas.pdf", "missing-pdf", "pip install 'poa-lint[pdf]'"),
    ],
)
def test_a_missing_extra_is_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, module: str, name: str, reason: str, command: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    data = (DATA / name).read_bytes()
    assert read(data, name) == Unreadable(name, reason)
    assert command in poa_lint.lint(data, name=name).files[0].diagnostics[0].help


def test_documents_are_read_in_several_threads_and_sent_between_processes() -> None:
    data = [(DATA / name).read_bytes() for name in ("sin-lineas.pdf", "renglones-cortados.pdf") * 2]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(opened, data))
    assert [right(document.text) for document in found] == [ALL] * 4
    again = pickle.loads(pickle.dumps(found[0]))  # noqa: S301  our own
    assert again.place(500) == found[0].place(500)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"a"}}'
    found = convert(DATA / "informe.docx", f"pdf:writer_pdf_Export:{locked}", tmp_path)
    assert read(found.read_bytes(), "informe.pdf") == Unreadable("informe.pdf", "encrypted")


def test_binary_workbooks_have_the_values_that_another_reader_sees() -> None:
    calamine = pytest.importorskip("python_calamine")
    for name in ("informe.xls", "informe.xlsb"):
        seen = []
        for sheet in calamine.load_workbook(str(DATA / name)).sheet_names:
            values = calamine.load_workbook(str(DATA / name)).get_sheet_by_name(sheet).to_python()
            seen += [row for row in values if str(row[1])[:3].isdigit() and len(str(row[1])) > 4]
        ours = rows(kept(name).text)
        assert len(seen) == len(ours) == 25
        for theirs, own in zip(seen, ours, strict=True):
            assert [str(value) for value in theirs[:4]] == [
                text.replace(",", "") if text[0].isdigit() and len(text) < 7 else text for text in own[:4]
            ]
