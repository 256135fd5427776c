"""A stray line is told and changes nothing else."""

import re

import pytest

from poa_lint.authoring.samples import Row, write
from poa_lint.core.records import replace
from tests.reading.reports import PAGE, ROWS, TEXT, Read, codes, contents

STRAYS = (
    "Handwritten signature and initials",
    "(sello)",
    "Página 1 de 5",
    "ELABORADO EN MEXICALI",
    "PROGRAMADO\tREVISADO",
    "\tcopia",
    "[/4.6.1]",
)


def after(text: str, opening: str, stray: str) -> str:
    """`text` with a line put behind the first line that opens with `opening`."""
    line = next(line for line in text.split("\n") if line.startswith(opening))
    return text.replace(line + "\n", f"{line}\n\n{stray}\n\n" if "\t100" in line else f"{line}\n{stray}\n", 1)


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize(
    "opening",
    [
        "RAMO",
        "PROGRAMA\t",
        "SUBFUNCION",
        "EJE DE",
        "\t4\t",
        "\t4.6.1\t",
        "TMM-F004",
        "FECHA",
        "\t\t\t\tP",
        "4.6.1\t100",
    ],
)
def test_a_stray_line_is_said_and_changes_nothing_else(read: Read, opening: str, stray: str) -> None:
    text = after(TEXT, opening, stray)
    reading = read(text)
    assert contents(reading.informe) == contents(read(TEXT).informe)
    assert codes(reading) == [("POA001", "")]
    (fact,) = reading.facts
    assert text[slice(*fact.span)] == stray.strip() == fact.values["linea"]


def test_a_stray_line_behind_the_last_row_is_said(read: Read) -> None:
    text = TEXT.replace("\n\nELABORÓ", "\n\nHandwritten signature and initials\n\nELABORÓ")
    assert codes(read(text)) == [("POA001", "")]
    assert contents(read(text).informe) == contents(read(TEXT).informe)


@pytest.mark.parametrize("words", ["TOTAL", "Subtotal:", "TOTAL DE LA UNIDAD", "SUMA", "Gran total"])
def test_a_line_that_adds_goals_up_is_no_goal(read: Read, words: str) -> None:
    last = TEXT.index("\n\nELABORÓ")
    reading = read(f"{TEXT[:last]}\n\t{words}\t\t8\t2\t2\t2\t\t2\t\t2\t\t2\t25%\t{TEXT[last:]}")
    assert codes(reading) == []
    assert contents(reading.informe) == contents(read(TEXT).informe)


def test_a_goal_may_speak_of_a_total(read: Read) -> None:
    assert read(TEXT.replace("ELABORAR INFORMES", "TOTAL DE INFORMES")).facts == ()


def test_a_goal_measured_in_percent_is_read_and_nobody_says_how_it_adds_up(read: Read) -> None:
    """90% in every quarter is a level, and 25% four times a sum: the paper has no column for it."""
    row = Row(
        texto="101.- MANTENER LA SATISFACCIÓN DE LOS USUARIOS.",
        unidad_medida="PORCENTAJE",
        meta_anual="90%",
        programado=("90%", "90%", "90%", "90%"),
        avance=("91 %", "", "", ""),
        absoluto="91%",
        relativo="101%",
    )
    reading = read(write([replace(PAGE, metas=(ROWS[0], row))]))
    assert reading.facts == ()
    plain, percent = reading.informe.metas
    assert [cifra.valor.value for cifra in percent.cifras][:3] == [90, 90, 91]
    assert percent.relativo.value == 101
    assert (plain.acumulacion, percent.acumulacion) == ("suma", "")


@pytest.mark.parametrize("said", ["3.4.1; 4.6.1", "3.4.1 y 4.6.1", "3.4.1, 4.6.1", "3.4.1 4.6.1"])
def test_lines_of_action_may_stand_in_one_cell(read: Read, said: str) -> None:
    text = re.sub(r"^LINEAS DE ACCION\t.*\n\t.*$", f"LINEAS DE ACCION\t{said}", TEXT, flags=re.MULTILINE)
    reading = read(text)
    assert reading.facts == ()
    assert [clave.codigo.raw for clave in reading.informe.paginas[0].lineas] == ["3.4.1", "4.6.1"]


def test_a_row_cut_by_a_blank_line_is_not_joined(read: Read) -> None:
    """What stands behind a blank line may be a stamp as well as the rest of the row: the text does not tell."""
    reading = read(TEXT.replace("ELABORAR INFORMES", "ELABORAR\n\nINFORMES"))
    assert reading.facts
    assert reading.informe.metas[0].texto.raw == "ELABORAR"


def test_two_stray_lines_are_two_facts_told_apart(read: Read) -> None:
    reading = read(after(after(TEXT, "4.6.1\t100", "(sello)"), "RAMO", "copia"))
    assert [fact.detail for fact in reading.facts] == ["copia", "(sello)"]
