"""What only the original knows, told: a sound workbook with one thing wrong has that one finding, at its place."""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import poa_lint
from poa_lint.authoring.samples import Page, Row
from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.words import words
from poa_lint.output import REPORTERS, View
from tests.office import hostile
from tests.places import FILES

Change = Callable[[Worksheet], object]
GOALS = (
    Row(),
    Row(
        texto="101.- PAGAR LA NÓMINA.",
        unidad_medida="NÓMINA",
        meta_anual="26",
        programado=("6", "7", "6", "7"),
        avance=("6", "", "", ""),
        absoluto="6",
        relativo="23%",
    ),
)
PAGE = Page(metas=GOALS)
FIRST = 24
"""The row of the first goal in the sheet."""


def workbook(*changes: Change, pages: Sequence[Page] = (PAGE,)) -> bytes:
    """A workbook with a sheet for each page, whose cells are of their kinds, after some changes of the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, page in enumerate(pages):
        sheet = book.create_sheet(f"UE {101 + number}")
        for row, line in enumerate(page.lines(), 1):
            for column, text in enumerate(line.split("\t"), 1):
                cell = sheet.cell(row, column)
                if line.startswith("FECHA: "):
                    cell.value, sheet.cell(row, 3).value = "FECHA:", dt.date(2024, 3, 31)
                elif found := re.fullmatch(r"(\d+)%", text):
                    cell.value, cell.number_format = int(found[1]) / 100, "0%"
                else:
                    cell.value = int(text) if text.isdecimal() else text or None
    for change in changes:
        change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def found(data: bytes, **options: object) -> tuple[Diagnostic, ...]:
    return poa_lint.lint(data, **options).files[0].diagnostics  # type: ignore[arg-type]


def put(name: str, value: object, code: str = "General") -> Change:
    def change(sheet: Worksheet) -> None:
        sheet[name] = value  # type: ignore[assignment, unused-ignore]
        sheet[name].number_format = code

    return change


def hide_row(row: int) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[row].hidden = True

    return change


def hide_column(name: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions[name].hidden = True

    return change


def hide_copy(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    copy = sheet.parent.copy_worksheet(sheet)
    copy.title, copy.sheet_state = "T4 2023", "hidden"


def formulas(sheet: Worksheet) -> None:
    """A goal that is all formulas."""
    for column in range(1, 16):
        sheet.cell(FIRST + 1, column, f"=Datos!B{column}")


def test_the_sound_workbook_has_no_finding() -> None:
    assert found(workbook()) == ()
    assert (
        found(workbook(pages=(PAGE, replace(PAGE, unidad=("102", "FINANZAS"), metas=(Row(texto="200.- INFORMAR."),)))))
        == ()
    )


COLUMNS = dict(
    zip(
        "ABCDEFGHIJKLMNO",
        (
            *("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL", "Ene-Mar P", "Ene-Mar A", "Abr-Jun P"),
            *("Abr-Jun A", "Jul-Sep P", "Jul-Sep A", "Oct-Dic P", "Oct-Dic A", "AVANCE ABSOLUTO"),
            *("ACUMULADO RELATIVO", "OBSERVACIONES"),
        ),
        strict=True,
    )
)
HEADER = {"B8": "RAMO", "C8": "RAMO", "B9": "PROGRAMA", "B10": "UNIDAD EJECUTORA", "B11": "FINALIDAD", "C12": "FUNCION"}
HEADER |= {"B14": "EJE DE GOBIERNO", "B15": "LINEAS DE ACCION", "C15": "LINEAS DE ACCION", "C19": "FECHA"}
HEADER |= {"A29": "ELABORÓ: cargo", "A35": "REVISÓ: nombre"}
CELLS = {**{f"{letter}24": title for letter, title in COLUMNS.items()}, **HEADER}
UNSHARED = "en ACUMULADO RELATIVO la celda tiene {} sin formato de porcentaje; puede ser {}% o {}%"
UNPRINTED = "se revisó, pero no se imprime"
ONE: list[tuple[Change, str, str, str]] = [
    (put("D24", "4"), "POA020", "D24", "en META ANUAL dice 4, que en la hoja es texto y no un número"),
    (put("F24", "1"), "POA020", "F24", "en Ene-Mar A dice 1, que en la hoja es texto y no un número"),
    (put("N24", "25%"), "POA020", "N24", "en ACUMULADO RELATIVO dice 25%, que en la hoja es texto y no un número"),
    *(
        (put(cell, "=Datos!B2"), "POA021", cell, f"en {title} hay una fórmula sin su resultado, =Datos!B2")
        for cell, title in CELLS.items()
    ),
    *((put(cell, "#REF!"), "POA022", cell, f"en {title} la hoja da el error #¡REF!") for cell, title in CELLS.items()),
    (put("N24", 0.25), "POA023", "N24", UNSHARED.format("0.25", "25", "0.25")),
    (hide_row(24), "POA024", "A24", f"la fila 24 está oculta y lleva la meta 100; {UNPRINTED}"),
    (hide_row(10), "POA024", "A10", f"la fila 10 está oculta y lleva UNIDAD EJECUTORA; {UNPRINTED}"),
    (hide_row(35), "POA024", "A35", f"la fila 35 está oculta y lleva REVISÓ: nombre; {UNPRINTED}"),
    (hide_column("F"), "POA024", "F24", f"la columna F está oculta y lleva Ene-Mar A; {UNPRINTED}"),
    (put("E25", 5.6, "0"), "POA025", "E25", "en Ene-Mar P se ve 6 y la celda guarda 5.6"),
]
"""A change of the sound workbook, and the one finding that it brings: its code, its cell, its words."""


@pytest.mark.parametrize(("change", "code", "cell", "message"), ONE)
def test_one_thing_wrong_is_one_finding(change: Change, code: str, cell: str, message: str) -> None:
    told = found(workbook(change))
    assert [(one.code, one.message) for one in told] == [(code, message)]
    assert told[0].original is not None
    assert told[0].original.text == f"hoja 'UE 101' celda {cell}"


SOUND: list[Change] = [
    put("Q24", 0),
    put("Q24", "=SUM(E24:L24)-D24"),
    put("Q24", "#REF!"),
    put("A50", "#REF!"),
    put("B52", "=1+1"),
    put("Q3", "#REF!"),
    put("C24", "4"),
    put("N24", 25),
    put("N24", 0.251, "0%"),
    put("E24", 1.0004, "0.00"),
    hide_row(2),
    hide_row(22),
    hide_column("J"),
    hide_column("S"),
]
"""Changes of the sound workbook that are nobody's business: beside the report, or no fault."""


@pytest.mark.parametrize("change", SOUND)
def test_what_is_no_fault_of_the_report_is_not_told(change: Change) -> None:
    assert [one for one in found(workbook(change)) if one.code < "POA100"] == []


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDEFGMNOQ"), st.integers(1, 45)).map(lambda place: f"{place[0]}{place[1]}"),
        st.sampled_from(["=Datos!A1", "#REF!", "4", 0.25, "", 2.5]),
        max_size=12,
    )
)
def test_only_what_was_changed_is_told_of(changed: dict[str, object]) -> None:
    told = found(workbook(*(put(name, value, "0") for name, value in changed.items())))
    places = {one.original.data["cell"] for one in told if one.original and "POA020" <= one.code <= "POA025"}
    assert places <= changed.keys()


def test_a_signature_over_its_role_is_looked_at_too() -> None:
    def over(sheet: Worksheet) -> None:
        for first in (27, 32, 37):
            role, charge, name = (sheet.cell(first + down, 1).value for down in (0, 2, 3))
            for down, value in enumerate((name, charge, None, role)):
                sheet.cell(first + down, 1).value = value

    assert found(workbook(over)) == ()
    told = found(workbook(over, put("A32", "#REF!")))
    assert [(one.code, one.original and one.original.data["cell"]) for one in told] == [("POA022", "A32")]


def test_an_empty_text_is_a_result() -> None:
    """Excel writes so what IF(A1="","",A1) most often gives; openpyxl cannot, so the file is changed."""
    with zipfile.ZipFile(io.BytesIO(workbook(put("O24", "=Datos!A1")))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    told = hostile.packed(parts)
    assert [one.code for one in found(told)] == ["POA021"]
    assert b'<c r="O24">' in parts[name]
    parts[name] = parts[name].replace(b'<c r="O24">', b'<c r="O24" t="str">')
    assert found(hostile.packed(parts)) == ()


def test_what_follows_from_a_rounded_figure_stands_under_it() -> None:
    first, second, third = found(workbook(put("M24", 2.5, "0")))
    assert [one.code for one in (first, second, third)] == ["POA025", "POA102", "POA103"]
    assert (second.derived_from, third.derived_from) == (first.key, second.key)


def test_a_share_above_one_is_told_by_the_figures_of_its_goal() -> None:
    more = (put("F24", 8), put("M24", 8), put("O24", "Se adelantaron los informes que pidió la auditoría."))
    codes = [one.code for one in found(workbook(*more, put("N24", 2)))]
    assert codes == ["POA023", "POA107"]
    assert [one.code for one in found(workbook(*more, put("N24", 200)))] == ["POA107"]


def test_rows_and_books_of_formulas_are_told_and_not_taken_for_blank() -> None:
    row = found(workbook(formulas))
    assert [(one.code, one.original.text if one.original else "") for one in row] == [
        ("POA021", "hoja 'UE 101' celda A25")
    ]
    assert "renglón" in row[0].message

    def everything(sheet: Worksheet) -> None:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value is not None:
                    cell.value = f"=Datos!{cell.coordinate}"

    book = poa_lint.lint(workbook(everything)).files[0]
    assert [(one.code, one.derived_from is None) for one in book.diagnostics] == [("POA021", True), ("POA008", False)]
    assert book.unread


def test_a_hidden_sheet_with_goals_is_told_at_its_name() -> None:
    (one,) = found(workbook(hide_copy))
    assert (one.code, one.message) == ("POA024", "la hoja T4 2023 está oculta, tiene metas y no se revisó")
    assert one.original is not None
    assert (one.original.text, one.original.data) == ("hoja 'T4 2023'", {"kind": "sheet", "sheet": "T4 2023"})


def test_a_page_that_is_a_picture_among_pages_with_text_is_told() -> None:
    pdf = pypdfium2.PdfDocument(FILES / "sin-lineas.pdf")
    pdf.import_pages(pypdfium2.PdfDocument(hostile.picture_pdf()), index=1)
    stream = io.BytesIO()
    pdf.save(stream)
    told = [one for one in found(stream.getvalue()) if one.code == "POA026"]
    assert [one.message for one in told] == ["la página 2 es una imagen y no se revisó"]
    assert told[0].original is not None
    assert (told[0].original.text, told[0].original.data) == ("pág. 2", {"kind": "page", "page": 2})


# In every format, and under every decision --------------------------------------------------------------------


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with an error, a rounded figure and a hidden copy."""
    path = tmp_path_factory.mktemp("libro") / "informe.xlsx"
    path.write_bytes(workbook(put("M25", "#REF!"), put("E24", 1.4, "0"), hide_copy))
    return path


def test_every_format_says_the_original_place(reported: Path) -> None:
    result = poa_lint.lint(reported)
    for name in ("terminal", "concise", "json", "jsonl", "sarif", "github", "gitlab", "rdjsonl"):
        text = REPORTERS[name](result, words("es"), View())
        for place in ("hoja 'UE 101' celda M25", "hoja 'UE 101' celda E24", "hoja 'T4 2023'"):
            assert place in text, (name, place)
    told = json.loads(REPORTERS["json"](result, words("es"), View()))["files"][0]["diagnostics"]
    assert [(one["code"], one["original"].get("cell")) for one in told] == [
        ("POA025", "E24"),
        ("POA022", "M25"),
        ("POA024", None),
    ]


def test_they_are_selected_ignored_and_waived_like_all_others(reported: Path) -> None:
    def codes(**options: object) -> list[str]:
        found = poa_lint.lint(reported, today="2024-04-15", **options).files[0]  # type: ignore[arg-type]
        return [one.code for one in found.standing]

    assert codes(select=["error-de-formula"]) == ["POA022"]
    assert codes(select=["POA02"], ignore=["contenido-oculto"]) == ["POA025", "POA022"]
    own = reported.with_name("poa-lint.yaml")
    own.write_text('severity: {POA022: "off", POA025: info}\n', encoding="utf-8")
    assert codes(config=own) == ["POA025", "POA024"]
    reason = "El error viene del libro de la Tesorería, que lo corrige en abril."
    until = {"reason": reason, "until": "2024-12-31"}
    stated = [{"rule": "POA022", "where": "511/101/101/absoluto", **until}, {"rule": "POA024", "where": "*", **until}]
    reported.with_name("dispensas.yaml").write_text(yaml.safe_dump(stated, allow_unicode=True), encoding="utf-8")
    own.write_text("{}\n", encoding="utf-8")
    assert codes(use_config=True) == ["POA025"]


# LibreOffice's own kind ---------------------------------------------------------------------------------------


def relative(change: Callable[[re.Match[str]], str]) -> tuple[Diagnostic, ...]:
    """What is found besides where a formula's cell of the kept .ods, in a row in order, is written in another way."""
    with zipfile.ZipFile(FILES / "informe.ods") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pattern = r"(<table:table-cell[^>]*?table:formula=\"of:=\[\.M[^\"]*\")([^>]*)>.*?</table:table-cell>"
    content = re.sub(pattern, change, parts["content.xml"].decode(), count=1)
    before = {one.key for one in found((FILES / "informe.ods").read_bytes())}
    return tuple(
        one for one in found(hostile.packed(parts | {"content.xml": content.encode()})) if one.key not in before
    )


def test_a_sheet_of_libreoffice_tells_a_formula_without_a_result_from_one_that_is_not_shown() -> None:
    (one,) = relative(lambda cell: f"{cell[1]}/>")
    assert (one.code, one.columna) == ("POA021", "ACUMULADO RELATIVO")
    assert relative(lambda cell: f"{cell[1]}{cell[2]}/>") == ()
    (error,) = relative(lambda cell: f'{cell[1]} office:value-type="string"><text:p>#REF!</text:p></table:table-cell>')
    assert (error.code, error.columna) == ("POA022", "ACUMULADO RELATIVO")
