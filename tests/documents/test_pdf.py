"""A printed report has the cells and the findings of the text, with rulings and without."""

import io
from pathlib import Path

import pypdfium2
import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.documents.geometry.layout import sided
from poa_lint.documents.geometry.lines import Row as Line
from poa_lint.documents.geometry.lines import Word
from tests.documents.kept import ALL, EXPECTED, cell, kept, keys, opened
from tests.office import letter
from tests.office.content import right, rows
from tests.office.programs import CHROMIUM, print_page
from tests.places import FILES, ROOT

FORMS = ROOT / "tests" / "data" / "forms"


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


def test_titles_on_the_left_and_figures_on_the_right_as_spreadsheets_have_them() -> None:
    """Without rulings a figure is nearer to the title of the next column than to its own."""
    text = (ROOT / "examples" / "sin-observaciones-t2" / "informe.txt").read_text(encoding="utf-8")
    document = opened((FORMS / "titulos-a-la-izquierda.pdf").read_bytes())
    assert rows(document.text) == rows(text)
    assert keys(document.text) == []


@pytest.mark.parametrize("side", [0, 1])
def test_the_side_of_titles_is_that_on_which_every_figure_has_a_cell(side: int) -> None:
    """Titles of columns 10 wide, from 100 on, on one side, and figures on the other; the last column has shares."""
    titles = [(left, left + 3) if side == 0 else (left + 7, left + 10) for left in range(100, 160, 10)]
    words = [
        Word("50%" if left == 140 else "2", left + 6 - 5 * side, left + 9 - 5 * side, 0, 8, ())
        for left in range(100, 150, 10)
    ]
    halves = [0.0, *(left + 10 for left in range(100, 150, 10)), 10_000.0]
    edges = sided(titles, 1, [Line(0, tuple(words))], halves)
    assert edges is not None
    assert [sum(edge <= (word.x + word.right) / 2 for edge in edges[1:-1]) for word in words] == [0, 1, 2, 3, 4]


def test_a_table_whose_titles_stand_in_the_middle_of_wide_columns_is_refused() -> None:
    """As browsers print a plain table: the edge of a column of text is a guess, and rows would run together."""
    (found,) = poa_lint.lint(FORMS / "titulos-al-centro.pdf").files
    assert [finding.code for finding in found.diagnostics] == ["POA005"]
    assert found.unread


def test_a_side_that_puts_figures_into_a_column_of_text_is_none() -> None:
    """Titles in the middle of their columns and figures on the left: by the titles' left ends META ANUAL is blank."""
    titles = [(left + 5.0, left + 8.0) for left in range(100, 170, 10)]
    words = [Word("50%" if left == 150 else "2", left + 1.0, left + 3.0, 0, 8, ()) for left in range(110, 160, 10)]
    halves = [0.0, *(left + 11.5 for left in range(100, 160, 10)), 10_000.0]
    edges = sided(titles, 2, [Line(0, tuple(words))], halves)
    assert edges is not None
    assert [sum(edge <= (word.x + word.right) / 2 for edge in edges[1:-1]) for word in words] == [1, 2, 3, 4, 5]


def test_figures_that_may_stand_under_two_titles_have_no_column() -> None:
    """Each is as far from the title before as from the one behind, and every row has room for either reading."""
    titles = [(float(left), left + 2.0) for left in range(100, 160, 10)]
    words = tuple(Word("2", left + 5.0, left + 7.0, 0, 8, ()) for left in range(110, 130, 10))
    halves = [0.0, *(left + 5.0 for left in range(100, 150, 10)), 10_000.0]
    assert sided(titles, 1, [Line(0, words)], halves) is None


def test_a_table_without_rulings_of_another_form_is_refused() -> None:
    """Its blank cells leave no trace, so that nobody knows under which title a figure stands."""
    (found,) = poa_lint.lint(FORMS / "otra-forma-sin-lineas.pdf").files
    assert [(finding.code, finding.severity.value) for finding in found.diagnostics] == [("POA005", "error")]
    assert found.unread
    assert "no se sabe dónde empieza cada columna" in found.diagnostics[0].message


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("name", ["renglones-cortados.pdf", "sin-lineas.pdf"])
def test_pages_that_stand_on_their_side_in_the_file(name: str, turn: int) -> None:
    pdf = pypdfium2.PdfDocument(FILES / name)
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


def test_a_row_cut_by_a_page_s_end_is_one_row_at_its_beginning() -> None:
    document = kept("renglones-cortados.pdf")
    offset = cell(document, "206.-", 2)
    place = document.place(offset)
    assert place is not None
    assert place.kind == "table"
    assert place.box is not None
