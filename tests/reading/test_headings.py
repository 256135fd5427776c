"""A heading is known by its words, and what is lost or misread in it is told."""

import re

import pytest

from tests.reading.reports import TEXT, Read, codes, contents

TOP, QUARTERS, LETTERS = "L/A\tMETAS", "\t\t\t\tEne-Mar", "\t\t\t\tP\tA"


def without_line(text: str, opening: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(opening))


@pytest.mark.parametrize(("lost", "said"), [(TOP, 6 + 2), (QUARTERS, 1), (LETTERS, 1)])
def test_a_lost_heading_line_is_said_and_the_rows_are_read(read: Read, lost: str, said: int) -> None:
    reading = read(without_line(TEXT, lost))
    assert {fact.code for fact in reading.facts} == {"POA004"}
    assert {fact.variant for fact in reading.facts} == {"falta"}
    assert 1 <= len(reading.facts) <= said
    assert contents(reading.informe) == contents(read(TEXT).informe)


def test_the_top_line_of_the_heading_is_enough(read: Read) -> None:
    reading = read(without_line(without_line(TEXT, QUARTERS), LETTERS))
    assert codes(reading) == [("POA004", "falta")] * 2
    assert contents(reading.informe) == contents(read(TEXT).informe)


def test_a_table_without_a_heading_is_not_read(read: Read) -> None:
    text = without_line(without_line(without_line(TEXT, TOP), QUARTERS), LETTERS)
    reading = read(text)
    assert codes(reading) == [("POA005", "ninguno")]
    assert reading.informe.metas == ()
    assert reading.informe.paginas == ()
    assert text[slice(*reading.facts[0].span)].startswith("4.6.1\t100.-")


@pytest.mark.parametrize("between", ["   ", " | ", "; ", " "])
def test_a_table_whose_columns_were_lost_is_one_finding(read: Read, between: str) -> None:
    text = re.sub(
        r"^(L/A\t(?s:.*?))(?=^ELABORÓ)", lambda found: found[0].replace("\t", between), TEXT, flags=re.MULTILINE
    )
    reading = read(text)
    assert codes(reading) == [("POA005", "sin_columnas")]
    assert text[slice(*reading.facts[0].span)].startswith("L/A")


def test_a_lower_title_too_many_is_a_loose_line_and_the_rows_are_read(read: Read) -> None:
    reading = read(TEXT.replace("\tP\tA\tP\tA", "\tP\tA\tP\tA.0\tP\tA", 1))
    assert sorted(codes(reading)) == [("POA001", ""), ("POA004", "falta")]
    assert contents(reading.informe) == contents(read(TEXT).informe)


@pytest.mark.parametrize("letters", ["A\tP\tA\tP\tA\tP\tA\tP", "A\tP\tA\tP\tA\tP\tA\tP\tA"])
def test_letters_that_changed_places_are_another_form(read: Read, letters: str) -> None:
    reading = read(TEXT.replace("P\tA\tP\tA\tP\tA\tP\tA\t", f"{letters}\t", 1))
    assert codes(reading) == [("POA005", "otro")]


def test_titles_of_another_form_under_the_first_line_are_no_goal(read: Read) -> None:
    reading = read(TEXT.replace("Ene-Mar\t\tAbr-Jun\t\tJul-Sep\t\tOct-Dic", "1. Semestre\t\t2. Semestre\t\tAño\t\tVan"))
    assert codes(reading) == [("POA005", "otro")]


@pytest.mark.parametrize(
    "heading",
    [
        "NOMBRE\tPUESTO\tSUELDO\tALTA\tBAJA\tFIRMA",
        "L/A\tACCIONES\tUNIDAD\tTOTAL\tENE\tFEB\tMAR\tABR\tMAY\tJUN\tJUL\tAGO\tSEP\tOCT\tNOV\tDIC",
        "CLAVE\tPARTIDA\tAPROBADO\tMODIFICADO\tDEVENGADO\tPAGADO",
    ],
)
def test_the_table_of_another_form_is_not_read(read: Read, heading: str) -> None:
    text = without_line(without_line(TEXT, QUARTERS), LETTERS)
    text = re.sub(r"^L/A\tMETAS.*$", heading, text, flags=re.MULTILINE)
    reading = read(text)
    assert codes(reading) == [("POA005", "otro")]
    assert reading.informe.metas == ()
    assert text[slice(*reading.facts[0].span)] == heading


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("L/A", "I/A"),
        ("L/A", "1/A"),
        ("META ANUAL", "META"),
        ("UNIDAD DE MEDIDA", "U. DE MEDIDA"),
        ("PERIODO", "PERIDO"),
    ],
)
def test_a_misread_heading_is_said_with_its_place(read: Read, right: str, wrong: str) -> None:
    text = TEXT.replace(right, wrong, 1)
    reading = read(text)
    assert codes(reading) == [("POA004", "distinto")]
    (fact,) = reading.facts
    assert text[slice(*fact.span)] == wrong == fact.values["dice"]
    assert fact.values["titulo"] == right
    assert contents(reading.informe) == contents(read(TEXT).informe)


def test_a_blank_heading_is_said_to_be_missing(read: Read) -> None:
    reading = read(TEXT.replace("OBSERVACIONES", "", 1))
    assert codes(reading) == [("POA004", "falta")]
    assert reading.facts[0].values["titulo"] == "OBSERVACIONES"


def test_a_page_of_another_form_does_not_hide_the_others(read: Read) -> None:
    strange = re.sub(r"^L/A\tMETAS.*$", "CLAVE\tPARTIDA\tAPROBADO\tMODIFICADO\tPAGADO", TEXT, flags=re.MULTILINE)
    strange = without_line(without_line(strange, QUARTERS), LETTERS)
    reading = read(TEXT + "\n" + strange + "\n" + TEXT.replace("\t10", "\t20"))
    assert codes(reading) == [("POA005", "otro")]
    assert [len(pagina.metas) for pagina in reading.informe.paginas] == [2, 2]
    assert [pagina.numero for pagina in reading.informe.sin_leer] == [2]
