"""What only the original knows, told: a sound workbook with one thing wrong has that one finding, at its place."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import poa_lint
from poa_lint.diagnostic import Diagnostic
from poa_lint.readers import read
from poa_lint.samples import Page, Row
from tests.office import hostile

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
        sheet.cell(FIRST + 1, column, f"=Datos!{column}2")


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
