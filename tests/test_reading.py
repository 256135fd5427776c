"""A text becomes the same report however it was typed and exported, and every cell of it stands where it says."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import SIGNATURES, Page, Row, write
from poa_lint.core.facts import SHAPES
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Clave, Fecha, Firma, Informe, Meta, Pagina
from poa_lint.core.source import Source, Span
from poa_lint.core.text import folded
from poa_lint.documents.encodings import decode
from poa_lint.reading.read import Reading
from tests.conftest import SEED
from tests.strategies import damaged, reports

Read = Callable[[str], Reading]
SEED_TEXT = SEED.read_text(encoding="utf-8")

ROWS = (
    Row(texto="100.- ELABORAR INFORMES DE AVANCE."),
    Row(texto="101.- CELEBRAR SESIONES.", unidad_medida="SESIÓN"),
)
PAGE = Page(
    ejes=(("3", "MEXICALI CRECE"), ("4", "GOBERNAR PARA SERVIR")),
    lineas_de_accion=(("3.4.1", "VIALIDADES"), ("4.6.1", "MESURA EN EL EJERCICIO DE LOS RECURSOS")),
    metas=ROWS,
)
TEXT = write([PAGE])


# What a report says, places apart -----------------------------------------------------------------------------


def entry(clave: Clave) -> object:
    return clave.codigo.raw, folded(clave.nombre.raw)


def signature(firma: Firma) -> object:
    return firma.rol, folded(firma.cargo.raw), folded(firma.nombre.raw)


def goal(meta: Meta) -> object:
    words = (meta.texto, meta.unidad_medida, meta.observaciones)
    return (
        meta.numero.raw,
        tuple(folded(cell.raw) for cell in words),
        tuple(code.raw for code in meta.lineas),
        tuple(cifra.valor.value for cifra in meta.cifras),
        tuple((period.cerrado, period.ultimo) for period in meta.periodos),
        meta.acomodo,
    )


def page(pagina: Pagina) -> object:
    single = (
        pagina.ramo,
        pagina.programa,
        pagina.unidad_ejecutora,
        pagina.finalidad,
        pagina.funcion,
        pagina.subfuncion,
    )
    return (
        tuple(map(entry, single)),
        tuple(map(entry, pagina.ejes)),
        tuple(map(entry, pagina.lineas)),
        (pagina.ejercicio.value, pagina.forma.raw.upper(), pagina.fecha.value, pagina.cierra),
        tuple(map(goal, pagina.metas)),
        tuple(map(signature, pagina.firmas)),
    )


def contents(informe: Informe) -> object:
    units = tuple(
        (folded(unidad.nombre), tuple(pagina.numero for pagina in unidad.paginas)) for unidad in informe.unidades
    )
    return tuple(map(page, informe.paginas)), units, informe.ejercicio, informe.fecha, informe.corte


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(fact.code, fact.variant) for fact in reading.facts]


# A sound report -----------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(pages=reports())
def test_a_report_is_read_as_it_was_written(read: Read, pages: tuple[Page, ...]) -> None:
    reading = read(write(pages))
    assert reading.facts == ()
    for written, pagina in zip(pages, reading.informe.paginas, strict=True):
        assert (pagina.ramo.codigo.raw, pagina.ramo.nombre.raw) == written.ramo
        assert (pagina.unidad_ejecutora.codigo.raw, pagina.unidad_ejecutora.nombre.raw) == written.unidad
        assert tuple((eje.codigo.raw, eje.nombre.raw) for eje in pagina.ejes) == written.ejes
        assert tuple((linea.codigo.raw, linea.nombre.raw) for linea in pagina.lineas) == written.lineas_de_accion
        assert (pagina.ejercicio.value, pagina.forma.raw, pagina.fecha.raw) == (2024, "TMM-F004", written.fecha)
        assert tuple(tuple(cell.raw for cell in meta.celdas) for meta in pagina.metas) == tuple(
            row.cells() for row in written.metas
        )
        assert tuple((firma.rol, firma.cargo.raw, firma.nombre.raw) for firma in pagina.firmas) == written.firmas


@settings(max_examples=40)
@given(pages=reports())
def test_a_unit_is_its_pages_and_signs_on_its_last(read: Read, pages: tuple[Page, ...]) -> None:
    informe = read(write(pages)).informe
    assert [unidad.unidad_ejecutora.codigo.raw for unidad in informe.unidades] == sorted({p.unidad[0] for p in pages})
    for unidad in informe.unidades:
        own = [written for written in pages if written.unidad[0] == unidad.unidad_ejecutora.codigo.raw]
        assert len(unidad.paginas) == len(own)
        assert len(unidad.metas) == sum(len(written.metas) for written in own)
        assert [firma.rol for firma in unidad.firmas] == ["ELABORÓ", "REVISÓ", "AUTORIZÓ"]
        assert [len(pagina.firmas) for pagina in unidad.paginas] == [0] * (len(own) - 1) + [3]


# However it was typed -----------------------------------------------------------------------------------------

LABELS = (
    "RAMO",
    "PROGRAMA",
    "UNIDAD EJECUTORA",
    "FINALIDAD",
    "FUNCION",
    "SUBFUNCION",
    "EJE DE GOBIERNO",
    "LINEAS DE ACCION",
)
LABELLED = re.compile(rf"^({'|'.join(LABELS)}):?\t", re.MULTILINE)
ACCENTED = (("FUNCION", "FUNCIÓN"), ("LINEAS DE ACCION", "LÍNEAS DE ACCIÓN"))
TOGETHER = "TMM-F004\n\nFECHA: "


def accented(text: str) -> str:
    for bare, right in ACCENTED:
        text = text.replace(bare, right)
    return text


def moved_form(text: str) -> str:
    return re.sub(r"TMM-F004\n\n(FECHA: .*)\n", r"\1\n\nTMM-F004\n", text)


def padded(text: str, tabs: int) -> str:
    return "\n".join(line + "\t" * (tabs - line.count("\t")) for line in text.split("\n"))


def in_two_columns(text: str) -> str:
    """Six entries of the header as three lines, as a spreadsheet lays them out."""
    for left, right in (("RAMO", "FINALIDAD"), ("PROGRAMA", "FUNCION"), ("UNIDAD EJECUTORA", "SUBFUNCION")):
        text = re.sub(rf"^({left}\b:?\t.*)$((?s:.*?))^({right}\t.*)\n", r"\1\t\t\3\2", text, flags=re.MULTILINE)
    return text


def in_the_corner(text: str) -> str:
    """The form's code and the date at the end of the letterhead's first two lines."""
    return re.sub(
        r"^(GOBIERNO.*)$((?s:.*?))^(PROGRAMA OPERATIVO.*)$((?s:.*?))^TMM-F004\n\n(FECHA: .*)\n",
        r"\1\t\t\tTMM-F004\2\3\t\t\5\4",
        text,
        flags=re.MULTILINE,
    )


def in_other_words(text: str) -> str:
    for words, others in TITLES.items():
        text = text.replace(words, others)
    return text


SIGNATURE = re.compile(r"^(ELABORÓ|REVISÓ|AUTORIZÓ)\n\n(.+)\n(.+)$", re.MULTILINE)
"""A role, who signs' charge, and the name."""

TITLES = {
    "L/A\t": "LÍNEA DE ACCIÓN\t",
    "PERIODO": "TRIMESTRES",
    "Ene-Mar": "1er. Trimestre",
    "Abr-Jun": "2º trimestre",
    "Jul-Sep": "Julio - Septiembre",
    "Oct-Dic": "IV TRIMESTRE",
    "\tP\tA\tP\tA\tP\tA\tP\tA": "\tProg.\tAv." * 4,
    "ACUMULADO RELATIVO": "RELATIVO (%)",
}

VARIANTS: dict[str, Callable[[str], str]] = {
    "labels with accents": accented,
    "words without accents": lambda text: text.translate(str.maketrans("ÁÉÍÓÚ", "AEIOU")),
    "labels with a colon": lambda text: LABELLED.sub(r"\1:\t", text),
    "labels without a colon": lambda text: LABELLED.sub(r"\1\t", text),
    "labels with a colon in a cell of its own": lambda text: LABELLED.sub(r"\1 :\t", text),
    "labels in the plural and singular": lambda text: text.replace("EJE DE", "EJES DE").replace(
        "LINEAS DE", "LINEA DE"
    ),
    "lower case": str.lower,
    "title case": str.title,
    "spaces instead of tabs behind a label": lambda text: LABELLED.sub(r"\1: ", text),
    "code and name in one cell": lambda text: re.sub(
        r"^([A-Z :]*\t[\d.]+)\t(?=[A-Z])", r"\1 ", text, flags=re.MULTILINE
    ),
    "spaces instead of tabs in the header": lambda text: re.sub(
        r"^([A-Z ]+:?)\t([\d.]+)\t(?=[A-Z])", r"\1 \2 ", text, flags=re.MULTILINE
    ),
    "tabs before the labels": lambda text: LABELLED.sub(r"\t\1\t", text),
    "two tabs behind the labels": lambda text: LABELLED.sub(r"\1\t\t", text),
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "blanks around cells": lambda text: text.replace("\t", " \t ").replace("\n", " \n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no last line end": lambda text: text.rstrip("\n"),
    "many blank lines at the end": lambda text: text + "\n \n\t\n\n",
    "blank lines everywhere": lambda text: text.replace("\n", "\n\n"),
    "no blank lines before the signatures": lambda text: text.replace("\n\nELABORÓ\n\n", "\nELABORÓ\n"),
    "form feeds on lines of their own": lambda text: text.replace("\nGOBIERNO", "\n\f\nGOBIERNO"),
    "form feeds before the letterhead": lambda text: text.replace("GOBIERNO DE", "\fGOBIERNO DE"),
    "form feeds behind every page": lambda text: text.replace("\n\nGOBIERNO", "\f\n\nGOBIERNO"),
    "form feeds before the first label": lambda text: text.replace("RAMO", "\fRAMO"),
    "lines padded by a spreadsheet": lambda text: padded(text, 14),
    "lines padded beyond the table": lambda text: padded(text, 40),
    "another municipality": lambda text: text.replace("GOBIERNO DE MEXICALI", "H. AYUNTAMIENTO DE TECATE").replace(
        "XXIV AYUNTAMIENTO DE MEXICALI DE BAJA CALIFORNIA", "XXIV AYUNTAMIENTO DE TECATE, B.C."
    ),
    "a shorter letterhead": lambda text: text.replace("GOBIERNO DE MEXICALI\n", ""),
    "no municipality": lambda text: re.sub(r"(GOBIERNO DE|XXIV AYUNTAMIENTO).*\n", "", text),
    "the form's code behind the date": moved_form,
    "code and date in one line": lambda text: text.replace(TOGETHER, "TMM-F004\tFECHA: "),
    "code and date in one line, by spaces": lambda text: text.replace(TOGETHER, "TMM-F004      FECHA: "),
    "date and code in one line": lambda text: re.sub(r"TMM-F004\n\n(FECHA: .*)\n", r"\1\tTMM-F004\n", text),
    "date and code in one line, by spaces": lambda text: re.sub(r"TMM-F004\n\n(FECHA: .*)\n", r"\1   TMM-F004\n", text),
    "the date in a cell of its own": lambda text: text.replace("FECHA: ", "FECHA:\t"),
    "the date behind a longer label": lambda text: text.replace("FECHA: ", "FECHA DE CORTE: "),
    "the date without a colon": lambda text: text.replace("FECHA: ", "FECHA "),
    "the form's code in other signs": lambda text: text.replace("TMM-F004", "tmm-f004"),
    "roles with a colon": lambda text: re.sub("^(ELABORÓ|REVISÓ|AUTORIZÓ)$", r"\1:", text, flags=re.MULTILINE),
    "roles without accents": lambda text: re.sub("^(ELABOR|REVIS|AUTORIZ)Ó$", r"\1O", text, flags=re.MULTILINE),
    "roles in lower case": lambda text: re.sub(
        "^(ELABORÓ|REVISÓ|AUTORIZÓ)$", lambda m: m[0].capitalize(), text, flags=re.MULTILINE
    ),
    "room for the signature": lambda text: re.sub(
        "^(ELABORÓ|REVISÓ|AUTORIZÓ)$", "\\1\n\n\n____________________\n", text, flags=re.MULTILINE
    ),
    "headings in other case and spacing": lambda text: text.replace("META ANUAL", "Meta  Anual").replace(
        "Ene-Mar", "ENE - MAR."
    ),
    "headings in other words": in_other_words,
    "the header in two columns": in_two_columns,
    "code and date in the corner of the letterhead": in_the_corner,
    "further lines of action without a tab": lambda text: re.sub(
        r"^\t(\d+\.\d+\.\d+)\t", r"\1 ", text, flags=re.MULTILINE
    ),
    "the date with its article": lambda text: text.replace("FECHA: ", "FECHA: al "),
    "a line break in every goal's text": lambda text: re.sub(r"(?<=\t)(\d+\.- ?\w+ \w\w+) (?=\w{4})", r"\1\n", text),
    "two line breaks in every goal's text": lambda text: re.sub(
        r"(?<=\t)(\d+\.- ?\w+) (\w+) (?=\w{4})", r"\1\r\n\2\n", text
    ),
    "a cover": lambda text: "H. AYUNTAMIENTO\n\nAVANCE FÍSICO PROGRAMÁTICO\n\nPRIMER TRIMESTRE\n\f" + text,
    "the year in a line of its own": lambda text: re.sub(
        r"^(PROGRAMA OPERATIVO ANUAL) (20\d\d)$", r"\1\nEJERCICIO FISCAL \2", text, flags=re.MULTILINE
    ),
    "codes parted from their names by a dash": lambda text: re.sub(
        r"^([A-Z ]*:?\t\d[\d.]*)\t(?=[A-Z])", r"\1 - ", text, flags=re.MULTILINE
    ),
    "codes of goals joined by words and bars": lambda text: re.sub(
        r"^(\d\.\d\.\d) (\d\.\d\.\d)(?: (\d\.\d\.\d))?\t",
        lambda found: (
            "/".join(filter(None, found.groups()[::2])) + f" y {found[2]}\t"
            if found[3] is None
            else f"{found[1]}, {found[2]} Y {found[3]}\t"
        ),
        text,
        flags=re.MULTILINE,
    ),
    "a line break between a goal's codes": lambda text: re.sub(
        r"^(\d\.\d\.\d) (?=\d\.\d\.\d)", r"\1\n", text, flags=re.MULTILINE
    ),
    "goals called so before their numbers": lambda text: re.sub(r"\t(?=\d+\.- ?\w)", "\tMETA No. ", text),
    "names before charges": lambda text: SIGNATURE.sub(r"\1\n\n\3\n\2", text),
    "who signs behind the role": lambda text: SIGNATURE.sub(r"\1: \3, \2", text),
    "who signs in the cells behind the role": lambda text: SIGNATURE.sub(r"\1\t\2\t\3", text),
    "who signs over the role": lambda text: SIGNATURE.sub(r"________\n\3\n\2\n\1", text),
    "the heading of the quarters repeated": lambda text: text.replace("PERIODO\t", "PERIODO\tPERIODO", 1),
}


@pytest.mark.parametrize("variant", VARIANTS)
@settings(max_examples=8)
@given(pages=reports(most_units=2, most_goals=2))
def test_a_report_typed_otherwise_is_the_same(read: Read, variant: str, pages: tuple[Page, ...]) -> None:
    plain = write(pages)
    other = read(VARIANTS[variant](plain))
    assert other.facts == ()
    assert contents(other.informe) == contents(read(plain).informe)


@settings(max_examples=8)
@given(pages=reports(), names=st.lists(st.sampled_from(sorted(VARIANTS)), min_size=2, max_size=3, unique=True))
def test_some_changes_together_still_give_a_report(read: Read, pages: tuple[Page, ...], names: list[str]) -> None:
    text = write(pages)
    for name in names:
        text = VARIANTS[name](text)
    informe = read(text).informe
    assert len(informe.metas) == sum(len(written.metas) for written in pages)


def test_a_mark_at_the_files_start_changes_nothing(read: Read) -> None:
    for bom in (b"", b"\xef\xbb\xbf"):
        source = decode(bom + TEXT.encode(), "informe.txt")
        assert isinstance(source, Source)
        assert contents(read(source.text).informe) == contents(read(TEXT).informe)


@pytest.mark.parametrize("opening", ["GOBIERNO", "PROGRAMA OPERATIVO", "RAMO", ""])
def test_marks_inside_joined_files_change_nothing(read: Read, opening: str) -> None:
    """Two files joined byte by byte: the second one's mark stands in the middle of the text."""
    second = write([replace(PAGE, unidad=("102", "GERENCIA DE FINANZAS"))])
    second = second[second.index(opening) :]
    joined, plain = read(TEXT + "\n\ufeff" + second), read(TEXT + "\n" + second)
    assert codes(joined) == codes(plain)
    assert contents(joined.informe) == contents(plain.informe)


@settings(max_examples=20)
@given(pages=reports(), dice=st.randoms(use_true_random=False))
def test_pages_in_another_order_are_the_same_pages(read: Read, pages: tuple[Page, ...], dice: Random) -> None:
    shuffled = list(pages)
    dice.shuffle(shuffled)
    reading = read(write(shuffled))
    plain = read(write(pages)).informe
    assert reading.facts == ()
    assert set(map(page, reading.informe.paginas)) == set(map(page, plain.paginas))
    assert {unidad.nombre: len(unidad.metas) for unidad in reading.informe.unidades} == {
        unidad.nombre: len(unidad.metas) for unidad in plain.unidades
    }


# Stray lines --------------------------------------------------------------------------------------------------

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
    assert codes(reading) == [("POA001", "")]
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


# Headings -----------------------------------------------------------------------------------------------------

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
    assert len(reading.informe.paginas) == 1
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
    reading = read(TEXT + "\n" + strange + "\n" + TEXT)
    assert codes(reading) == [("POA005", "otro")]
    assert [len(pagina.metas) for pagina in reading.informe.paginas] == [2, 0, 2]


# Header -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", LABELS)
def test_a_lost_header_line_is_said(read: Read, label: str) -> None:
    text = "\n".join(line for line in TEXT.split("\n") if not re.match(rf"{label}:?\t", line))
    reading = read(text)
    assert ("POA009", "falta") in codes(reading)
    assert reading.facts[-1].values["dato"] == label
    assert len(reading.informe.metas) == 2


@pytest.mark.parametrize("label", LABELS)
def test_a_label_without_a_code_is_said(read: Read, label: str) -> None:
    text = write([replace(PAGE, ejes=PAGE.ejes[:1], lineas_de_accion=PAGE.lineas_de_accion[:1])])
    text = re.sub(rf"^({label}:?)\t.*$", r"\1\t\t", text, flags=re.MULTILINE)
    reading = read(text)
    assert codes(reading) == [("POA009", "sin_codigo")]
    (fact,) = reading.facts
    assert text[slice(*fact.span)].startswith(label)


@pytest.mark.parametrize(
    ("pattern", "dato"),
    [("TMM-F004", "TMM-F004"), ("FECHA: .*", "FECHA"), ("PROGRAMA OPERATIVO .*", "PROGRAMA OPERATIVO ANUAL")],
)
def test_a_missing_code_date_or_year_is_said(read: Read, pattern: str, dato: str) -> None:
    reading = read(re.sub(pattern, "", TEXT))
    assert codes(reading) == [("POA009", "falta")]
    assert reading.facts[0].values["dato"] == dato


def test_without_a_date_no_quarter_is_known_to_be_closed(read: Read) -> None:
    informe = read(re.sub("FECHA: .*", "", TEXT)).informe
    assert (informe.fecha, informe.corte) == (UNKNOWN, UNKNOWN)
    assert {period.cerrado for meta in informe.metas for period in meta.periodos} == {UNKNOWN}


@pytest.mark.parametrize("written", ["31-xyz-24", "primer trimestre", "mar-24"])
def test_an_unreadable_date_is_said_in_its_place(read: Read, written: str) -> None:
    text = TEXT.replace("31-mar.-24", written)
    reading = read(text)
    assert codes(reading) == [("POA003", "fecha")]
    assert text[slice(*reading.facts[0].span)] == written
    assert reading.informe.corte is UNKNOWN


def test_an_impossible_date_is_read_and_closes_nothing(read: Read) -> None:
    reading = read(TEXT.replace("31-mar.-24", "31-abr.-24"))
    assert reading.facts == ()
    assert reading.informe.paginas[0].fecha.value == Fecha(2024, 4, 31)
    assert reading.informe.corte is UNKNOWN


def test_the_commonest_date_decides_what_is_closed(read: Read) -> None:
    june = replace(PAGE, fecha="30-jun.-24")
    informe = read(write([PAGE, june, june])).informe
    assert (informe.fecha, informe.corte) == (Fecha(2024, 6, 30), 2)
    assert {meta.corte for meta in informe.metas} == {2}


def test_dates_equally_common_decide_nothing(read: Read) -> None:
    informe = read(write([PAGE, replace(PAGE, fecha="30-jun.-24")])).informe
    assert informe.corte is UNKNOWN


def test_a_text_without_a_page_is_an_empty_report(read: Read) -> None:
    for text in ("", "\n\n", "Estimado licenciado:\nadjunto el informe.\n", "\t\t\t\n1\t2\t3\n"):
        reading = read(text)
        assert codes(reading) == [("POA008", "")], text
        assert reading.informe == Informe((), (), UNKNOWN, UNKNOWN, UNKNOWN)


# Signatures ---------------------------------------------------------------------------------------------------

EXPECTED = [(rol, folded(cargo), folded(nombre)) for rol, cargo, nombre in SIGNATURES]


def signed(firmas: str) -> str:
    """The report with these lines where its signatures were."""
    return TEXT[: TEXT.index("\nELABORÓ")] + firmas


def firmas_of(reading: Reading) -> list[object]:
    return [signature(firma) for firma in reading.informe.unidades[0].firmas]


@pytest.mark.parametrize("gap", ["\t", "\t\t\t", " \t \t"])
def test_signatures_may_stand_side_by_side(read: Read, gap: str) -> None:
    lines = [gap.join(part) for part in zip(*SIGNATURES, strict=True)]
    text = signed("\n" + lines[0] + "\n\n\n" + "\n".join(lines[1:]) + "\n")
    reading = read(text)
    assert reading.facts == ()
    assert firmas_of(reading) == EXPECTED


def test_signatures_side_by_side_on_every_page(read: Read) -> None:
    lines = ["\t".join(part) for part in zip(*SIGNATURES, strict=True)]
    one = signed("\n" + lines[0] + "\n\n" + "\n".join(lines[1:]) + "\n")
    reading = read(one + one.replace("101\tGERENCIA", "102\tOTRA GERENCIA"))
    assert reading.facts == ()
    assert [[signature(firma) for firma in unidad.firmas] for unidad in reading.informe.unidades] == [EXPECTED] * 2


def test_side_by_side_a_missing_name_is_nobody_elses(read: Read) -> None:
    reading = read(
        signed("\nELABORÓ\tREVISÓ\tAUTORIZÓ\n\nCOORDINADOR\tRESPONSABLE\tRESPONSABLE\nROSA MEZA\t\tCARMEN ORTIZ\n")
    )
    assert firmas_of(reading) == [
        ("ELABORÓ", "coordinador", "rosa meza"),
        ("REVISÓ", "responsable", ""),
        ("AUTORIZÓ", "responsable", "carmen ortiz"),
    ]


@pytest.mark.parametrize(
    ("lines", "cargo", "nombre"),
    [
        ("COORDINADOR ADMINISTRATIVO\nLIC. ROSA MEZA\n", "coordinador administrativo", "lic. rosa meza"),
        ("\n\n\nCOORD. ADMINISTRATIVO\nLIC. ROSA MEZA\n", "coord. administrativo", "lic. rosa meza"),
        ("COORD. ADMINISTRATIVO\n\n\nLIC. ROSA MEZA\n", "coord. administrativo", "lic. rosa meza"),
        ("LIC. ROSA MEZA\n\nCOORDINADORA ADMINISTRATIVA\n", "coordinadora administrativa", "lic. rosa meza"),
        ("COORDINADOR ADMINISTRATIVO\n", "coordinador administrativo", ""),
        ("LIC. ROSA MEZA\n", "", "lic. rosa meza"),
        ("\tCOORDINADOR ADMINISTRATIVO\n\tLIC. ROSA MEZA\n", "coordinador administrativo", "lic. rosa meza"),
        ("_____________\nCOORDINADOR\nLIC. ROSA MEZA\n", "coordinador", "lic. rosa meza"),
        ("\n", "", ""),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("following", ["", "\nREVISÓ\n", TEXT])
def test_a_signature_is_a_charge_and_a_name(read: Read, lines: str, cargo: str, nombre: str, following: str) -> None:
    """Whatever follows it: nothing, the next role, or the next page's letterhead."""
    reading = read(signed(f"\nELABORÓ\n{lines}{following}"))
    first = reading.informe.paginas[0].firmas[0]
    assert signature(first) == ("ELABORÓ", cargo, nombre)
    assert (first.cargo.value is BLANK, first.nombre.value is BLANK) == (not cargo, not nombre)


def test_a_page_without_signatures_has_none(read: Read) -> None:
    reading = read(signed(""))
    assert reading.facts == ()
    assert reading.informe.unidades[0].firmas == ()


# The seed -----------------------------------------------------------------------------------------------------


def test_the_seed_has_five_pages_four_units_and_25_goals(read: Read) -> None:
    informe = read(SEED_TEXT).informe
    assert [len(pagina.metas) for pagina in informe.paginas] == [4, 7, 3, 7, 4]
    assert [unidad.nombre for unidad in informe.unidades] == [
        "101 GERENCIA GENERAL",
        "102 GERENCIA DE FINANZAS",
        "201 GERENCIA DE PROMOCIÓN Y DIFUSIÓN",
        "202 GERENCIA DE PLANEACION Y CONTROL DE OBRA",
    ]
    assert [[pagina.numero for pagina in unidad.paginas] for unidad in informe.unidades] == [[1], [2, 3], [4], [5]]
    assert [meta.numero.raw for meta in informe.metas] == [
        *map(str, (*range(100, 104), *range(200, 210), *range(300, 307), *range(400, 404)))
    ]
    assert (informe.ejercicio, informe.fecha, informe.corte) == (2024, Fecha(2024, 3, 31), 1)


def test_each_unit_of_the_seed_signs_once_on_its_last_page(read: Read) -> None:
    informe = read(SEED_TEXT).informe
    assert [[firma.rol for firma in pagina.firmas] for pagina in informe.paginas] == [
        ["ELABORÓ", "REVISÓ", "AUTORIZÓ"] if signs else [] for signs in (True, False, True, True, True)
    ]
    assert [unidad.firmas[1].nombre.raw for unidad in informe.unidades] == [
        *["ING. ENRIQUE COVARRUBIAS GARCÍA"] * 3,
        "ING. CARLOS GONZALEZ ARAIZA",
    ]
    assert {firma.cargo.raw for unidad in informe.unidades for firma in unidad.firmas} == {
        "COORDINADOR ADMINISTRATIVO",
        "COORD. ADMINISTRATIVO",
        "RESPONSABLE DEL PROGRAMA",
        "RESPONSABLE DEL RAMO",
    }


def test_the_facts_of_the_seed(read: Read) -> None:
    """Seven displaced rows, one heading misread, one stray line; and nothing else."""
    reading = read(SEED_TEXT)
    source = Source("", SEED_TEXT)
    assert [(fact.code, fact.variant, source.position(fact.span.start).line) for fact in reading.facts] == [
        *[("POA002", "falta", line) for line in (32, 33, 34, 35)],
        *[("POA002", "sobra", line) for line in (116, 117, 118)],
        ("POA001", "", 169),
        ("POA004", "distinto", 161),
    ]


@pytest.mark.parametrize(
    ("numero", "figures"),
    [
        ("101", "26 | 6 6 | 7 - | 6 - | 7 - | 6 23%"),
        ("102", "4 | 1 1 | 1 - | 1 - | 1 - | 1 25%"),
        ("103", "8 | 2 3 | 2 - | 2 - | 2 - | 3 38%"),
        ("207", "1 | 0 0 | 1 0 | 0 0 | 0 0 | 0 0%"),
        ("208", "12 | 3 3 | 3 0 | 3 0 | 3 0 | 3 25%"),
        ("209", "12 | 3 3 | 3 0 | 3 0 | 3 0 | 3 25%"),
    ],
)
def test_the_displaced_rows_of_the_seed_are_put_back(read: Read, numero: str, figures: str) -> None:
    meta = next(meta for meta in read(SEED_TEXT).informe.metas if meta.numero.raw == numero)
    cells = [cifra.valor.raw or "-" for cifra in meta.cifras]
    quarters = [" ".join(cells[place : place + 2]) for place in (1, 3, 5, 7, 9)]
    assert " | ".join([cells[0], *quarters]) == figures
    assert meta.acomodo is not None


# Every place lies in the text and says what stands there ------------------------------------------------------


def assert_in_place(text: str, reading: Reading) -> None:
    """Every span lies in the text and inside the node that it belongs to; every cell says what stands there."""
    seen: set[int] = set()

    def assert_node(node: object, within: Span) -> None:
        if (
            id(node) in seen
            or isinstance(node, type)
            or not (isinstance(node, tuple) or hasattr(node, "__match_args__"))
        ):
            return
        seen.add(id(node))
        if isinstance(node, Cell):
            assert re.sub(r"\r*\n", lambda end: " " * len(end[0]), text[slice(*node.span)]) == node.raw
            assert "\n" not in node.raw
            assert "\t" not in node.raw
        if isinstance(node, Span):
            assert within.start <= node.start <= node.end <= within.end
        elif isinstance(node, tuple):
            for inner in node:
                assert_node(inner, within)
        else:
            own = getattr(node, "span", within)
            for name in node.__match_args__:
                assert_node(getattr(node, name), within if name == "span" else own)

    whole = Span(0, len(text))
    assert_node(reading.informe, whole)
    for fact in reading.facts:
        assert_node(fact, whole)
        assert tuple(fact.values) == SHAPES[fact.code].values
        assert not SHAPES[fact.code].variants or fact.variant in SHAPES[fact.code].variants


def test_every_place_in_the_seed_says_what_stands_there(read: Read) -> None:
    assert_in_place(SEED_TEXT, read(SEED_TEXT))


@settings(max_examples=25)
@given(pages=reports(), name=st.sampled_from(sorted(VARIANTS)))
def test_every_place_in_a_report_says_what_stands_there(read: Read, pages: tuple[Page, ...], name: str) -> None:
    text = VARIANTS[name](write(pages))
    assert_in_place(text, read(text))


@settings(max_examples=40)
@given(data=st.data())
def test_every_place_in_a_damaged_seed_says_what_stands_there(read: Read, data: st.DataObject) -> None:
    text = data.draw(damaged(SEED_TEXT))
    assert_in_place(text, read(text))


@settings(max_examples=60)
@given(data=st.data())
def test_every_place_in_a_damaged_page_says_what_stands_there(read: Read, data: st.DataObject) -> None:
    text = data.draw(damaged(TEXT))
    assert_in_place(text, read(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4.6.1\t100", "4.6.1., 3.4.1.\t100"),
        ("100.-", "１００.-"),
        ("RAMO:\t63", "RAMO:\t63."),
        ("FECHA: 31-mar.-24", "FECHA: TMM-F004 31-mar.-24"),
        ("FECHA: 31-mar.-24", "FECHA:  31-mar.-24 \tTMM-F004"),
        ("2024", "２０２４"),
        ("\t4\t1", "\t ４\u00a0\t1"),
        ("TMM-F004", "  TMM F 004  "),
        ("RAMO:\t63\t", "\u00a0 RAMO : 63   "),
        ("ELABORÓ\n", "\t  ELABORO\u0301 : \n"),
    ],
)
def test_places_of_odd_writings(read: Read, old: str, new: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    assert_in_place(text, read(text))


@settings(max_examples=100)
@given(text=st.text(max_size=200))
def test_any_text_is_read(read: Read, text: str) -> None:
    assert_in_place(text, read(text))
