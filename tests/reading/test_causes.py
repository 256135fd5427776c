"""One cause, one finding: rows cut short, pages that stand twice, broken accents, codes with letters or commas."""

import re
import unicodedata

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.diagnostic import Confidence, Diagnostic
from poa_lint.reading.accents import FILL, repaired
from poa_lint.reading.values import codes, goal_number

ROW = Row(meta_anual="9", programado=("2", "4", "3", ""), avance=("2", "0", "0", "0"), absoluto="2", relativo="22%")
CUT = Row(meta_anual="17", programado=("2", "4", "3", "8"), avance=("2", "0", "0", "0"), absoluto="2", relativo="12%")


def findings(*pages: Page) -> tuple[Diagnostic, ...]:
    return found(write(pages))


def found(text: str) -> tuple[Diagnostic, ...]:
    return poa_lint.lint(text).files[0].diagnostics


def told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.where.meta) for finding in diagnostics]


def rows(*goals: Row) -> Page:
    return Page(metas=tuple(_numbered(row, 100 + index) for index, row in enumerate(goals)))


def _numbered(row: Row, number: int) -> Row:
    text = f"{number}.- CELEBRAR SESIONES DEL CONSEJO {number}."
    if row.renglon:
        return Row(renglon=(row.renglon[0], text, *row.renglon[2:]))
    return Row(renglon=(row.cells()[0], text, *row.cells()[2:]))


def cut(row: Row, cells: int) -> Row:
    return Row(renglon=row.cells()[:cells])


# Rows cut short


@pytest.mark.parametrize("cells", range(3, 14))
def test_a_row_that_ends_early_is_cut_and_its_missing_cells_unknown(cells: int) -> None:
    (one,) = findings(rows(ROW, cut(CUT, cells), ROW))
    assert (one.code, one.where.meta) == ("POA002", "101")
    assert one.message.startswith("el renglón está cortado: su última celda es la de ")


@pytest.mark.parametrize("cells", range(5, 12))
def test_a_row_that_programmes_too_little_is_cut_where_all_rows_end_early_too(cells: int) -> None:
    whole = Row(renglon=ROW.cells()[:14])
    assert told(findings(rows(whole, cut(CUT, min(cells, 10)), whole))) == [("POA002", "101")]


WHOLE = [
    CUT.cells()[:14],
    ("4.6.1", "", "KM", "4", "2", "", "2"),
    ("4.6.1", "", "KM", "4", "", "", "", "", "", "", "4"),
    (*CUT.cells()[:14], ""),
]


@pytest.mark.parametrize("cells", WHOLE, ids=len)
@pytest.mark.parametrize("padded", [False, True])
def test_a_row_without_its_last_blank_cells_is_whole(cells: tuple[str, ...], padded: bool) -> None:
    other = ROW if padded else Row(renglon=ROW.cells()[:14])
    assert "POA002" not in dict(told(findings(rows(other, Row(renglon=cells)))))


# Lost cells


def test_a_lost_cell_may_have_had_a_figure() -> None:
    lost = Row(renglon=(*CUT.cells()[:10], *CUT.cells()[11:]))
    one, *others = findings(rows(ROW, lost))
    assert one.message.startswith("al renglón le falta al menos una celda (vacía o con cifra);")
    assert [cell.words for cell in one.cells][7] == "?"
    assert "Oct-Dic P ?" in one.work
    assert one.edits == ()
    assert {finding.confidence for finding in others if finding.code == "POA101"} == {Confidence.LOW}


def test_a_lost_blank_is_one_where_the_arithmetic_holds() -> None:
    blank = Row(renglon=(*ROW.cells()[:10], *ROW.cells()[11:]))
    (one,) = findings(rows(ROW, blank))
    assert one.message.startswith("al renglón le falta al menos una celda vacía;")


# Pages


def test_a_page_that_stands_twice_is_one_finding() -> None:
    page = rows(*[ROW] * 12)
    (one,) = findings(page, Page(unidad=("102", "FINANZAS"), metas=(Row(texto="200.- PAGAR."),)), page)
    assert (one.code, one.message, one.where.pagina) == ("POA030", "la página 3 repite la página 1", 3)


def test_a_page_that_stands_twice_keeps_the_signatures_of_its_unit() -> None:
    unsigned = Page(metas=(ROW,), firmas=())
    assert [code for code, _ in told(findings(unsigned, Page(metas=(ROW,))))] == ["POA030"]


@pytest.mark.parametrize("side", ["derecha", "izquierda"])
def test_all_rows_of_a_page_that_are_displaced_alike_are_one_finding(side: str) -> None:
    def moved(cells: tuple[str, ...]) -> tuple[str, ...]:
        return (*cells[:3], "", *cells[3:14]) if side == "derecha" else cells[1:]

    page = rows(*[Row(renglon=moved(_numbered(ROW, 100 + index).cells())) for index in range(4)])
    if side == "izquierda":
        page = Page(metas=tuple(Row(renglon=moved(_numbered(ROW, 100 + index).cells())) for index in range(4)))
    one = next(finding for finding in findings(page) if finding.code == "POA002")
    assert one.message.startswith(
        f"en toda la página las celdas están una columna a la {side} de la suya (metas 100 - 103)"
    )
    assert [finding.code for finding in findings(page) if finding.code != "POA502"] == ["POA002"]


def test_the_fix_of_a_displaced_page_puts_every_row_back() -> None:
    cells = [_numbered(ROW, 100 + index).cells() for index in range(3)]
    sound = write([Page(metas=tuple(Row(renglon=row) for row in cells))])
    text = write([Page(metas=tuple(Row(renglon=(*row[:3], "", *row[3:14])) for row in cells))])
    (one,) = found(text)
    for edit in sorted(one.edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == sound


# Accents

SOUND = write([rows(ROW, CUT), Page(metas=(Row(texto="102.- ATENDER A LA NIÑEZ.", unidad_medida="SESIÓN"),))])


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850", "cp437", "mac_roman"])
def test_broken_accents_are_told_once_and_read_as_they_are_meant(encoding: str) -> None:
    text = SOUND.encode().decode(encoding, "replace")
    assert [finding.code for finding in found(text)] == ["POA029"]


def test_lost_accents_are_read_by_their_words() -> None:
    text = re.sub(r"[^\x00-\x7f]", "\ufffd", SOUND)
    assert [finding.code for finding in found(text)] == ["POA029"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850", "mac_roman"])
def test_what_is_read_is_as_long_as_what_is_written(encoding: str) -> None:
    broken = SOUND.encode().decode(encoding, "replace")
    read = repaired(broken)
    assert read is not None
    assert len(read.text) == len(broken)
    assert unicodedata.normalize("NFC", read.text).replace(FILL, "") == SOUND
    assert (read.written, read.meant) == (broken[read.span.start : read.span.end], "FÍSICO")


def test_sound_texts_and_a_lone_sign_are_no_broken_accents() -> None:
    assert repaired(SOUND) is None
    assert repaired(SOUND.replace("ATENDER", "ATENDER A SÃO PAULO")) is None
    assert repaired("PLAIN") is None


def test_nothing_is_written_into_a_file_with_broken_accents() -> None:
    text = SOUND.replace("\t100.- ", "\t100. ").encode().decode("cp1252", "replace")
    assert [finding.edits for finding in found(text)] == [(), ()]


# Codes and numbers


def test_a_code_with_letters_for_digits_is_one_finding() -> None:
    pages = (Page(metas=(ROW,), firmas=()), Page(unidad=("lO1", "GERENCIA GENERAL"), metas=(_numbered(CUT, 101),)))
    (one,) = findings(*pages)
    assert one.message == 'en UNIDAD EJECUTORA dice "lO1", con letras en lugar de cifras; se leyó como 101'


@pytest.mark.parametrize("code", ["E001", "S12", "A", "PM-01"])
def test_a_code_may_have_letters_on_purpose(code: str) -> None:
    assert findings(Page(programa=(code, "GESTION"))) == ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("3,4,1", ["3,4,1"]),
        ("3, 4, 1", ["3, 4, 1"]),
        ("4.6.1, 3,4,1", ["4.6.1", "3,4,1"]),
        ("3,4,1 3,7,2", ["3,4,1", "3,7,2"]),
        ("4.6,1", ["4.6,1"]),
        ("4.6.1,3.4.1", ["4.6.1", "3.4.1"]),
        ("4.6.1. 3.4.1.", ["4.6.1.", "3.4.1."]),
    ],
)
def test_commas_for_full_stops_make_no_more_codes(raw: str, expected: list[str]) -> None:
    assert [code for code, _, _ in codes(raw)] == expected


def test_a_code_with_commas_is_one_finding_and_is_read_with_full_stops() -> None:
    lines = (("3.4.1", "VIALIDADES"),)
    page = Page(ejes=(("3", "MEXICALI"),), lineas_de_accion=lines, metas=(Row(lineas="3,4,1"),))
    (one,) = findings(page)
    assert one.message.endswith("tres números separados por puntos y no por comas, como 3.4.1")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("103A.- CELEBRAR", "103A"),
        ("103-A.- CELEBRAR", "103-A"),
        ("103 A.- CELEBRAR", "103 A"),
        ("103A CELEBRAR", "103A"),
        ("103-BIS CELEBRAR", "103-BIS"),
        ("103 BIS.- CELEBRAR", "103 BIS"),
        ("103-TER.- CELEBRAR", "103-TER"),
        ("1.2A.- CELEBRAR", "1.2A"),
        ("103.-A CELEBRAR", "103"),
        ("100 A LA COMUNIDAD", "100"),
        ("103 TERRENOS", "103"),
        ("5 KM DE OBRA", "5"),
    ],
)
def test_a_number_may_have_a_letter(text: str, number: str) -> None:
    match = goal_number(text)
    assert match is not None
    assert match[0] == number


@pytest.mark.parametrize("text", ["10O.- CELEBRAR", "l01.- CELEBRAR", "CELEBRAR 103A.-"])
def test_a_letter_that_stands_for_a_digit_is_no_number(text: str) -> None:
    assert goal_number(text) is None


# Figures that cannot be read


@pytest.mark.parametrize(
    ("row", "ending"),
    [
        (Row(avance=("dos", "", "", "")), "si no se logró nada, escriba 0."),
        (Row(absoluto="dos"), "si no se logró nada, escriba 0."),
        (Row(relativo="dos"), "si no se logró nada, escriba 0."),
        (Row(meta_anual="dos"), "es la del POA aprobado."),
        (Row(avance=("1", "dos", "", "")), "si no hay nada que informar, deje la celda vacía."),
        (Row(programado=("1", "dos", "1", "1")), "si no hay nada que informar, deje la celda vacía."),
    ],
)
def test_nobody_is_told_to_leave_a_cell_blank_whose_blank_is_a_fault(row: Row, ending: str) -> None:
    """The first quarter is closed: a blank A would be POA404, a blank total POA108, a blank year POA104."""
    (unreadable,) = [one for one in found(write([Page(metas=(row,))])) if one.code == "POA003"]
    assert unreadable.help.endswith(ending)
