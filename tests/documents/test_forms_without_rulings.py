"""Sheets of every form that have no rulings: read as they were made, or refused; no word under a wrong title."""

from pathlib import Path

import pytest

import poa_lint
from poa_lint.core.form import Form
from poa_lint.core.result import FileResult
from poa_lint.documents.texts.lines import Line, pages
from poa_lint.documents.titles import candidates, find, fitting
from tests.office.papers import FORMS, Paper, by_chance, paper, sample
from tests.office.printed import Look, aligned, pdf

OTHERS = fitting(FORMS)
LOOKS = {
    "middle": Look(),
    "right": Look(figures="right"),
    "left": Look(titles="left", figures="left"),
    "opposite": Look(titles="left", figures="right", gap=3),
    "centred": Look(centred=True, apart=1),
    "whole titles": Look(wrapped=False, gap=3),
}


def linted(path: Path, data: bytes | str) -> FileResult:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (file,) = poa_lint.lint(path, keep=True, use_config=True, today="2026-01-01").files
    return file


def cells(file: FileResult) -> list[list[str]]:
    goals = file.paper.informe.metas if file.paper else ()
    return [["".join(cell.raw.split()) for cell in goal.celdas] for goal in goals]


def made(paper: Paper) -> list[list[str]]:
    return [["".join(cell.split()) for cell in row] for row in paper.rows]


def told(file: FileResult) -> list[str]:
    return [one.code for one in file.diagnostics if one.severity.value != "info"]


def lines(text: str) -> list[Line]:
    return next(iter(pages(text)))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.code)
def test_a_sheet_printed_to_pdf_is_read_whole(form: Form, look: str, tmp_path: Path) -> None:
    sheet = by_chance(form, 5, 6)
    file = linted(tmp_path / "informe.pdf", pdf(sheet, LOOKS[look]))
    assert (told(file), cells(file)) == ([], made(sheet))


@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.code)
def test_a_sheet_set_with_blanks_is_read_whole(form: Form, tmp_path: Path) -> None:
    sheet = by_chance(form, 5, 6)
    file = linted(tmp_path / "informe.txt", aligned(sheet, Look(gap=4, apart=1)))
    assert (told(file), cells(file)) == ([], made(sheet))


@pytest.mark.parametrize("seed", [0, 2])
@pytest.mark.parametrize("kind", ["pdf", "txt"])
@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.code)
def test_rows_as_near_as_their_lines_are_read_or_told(form: Form, kind: str, seed: int, tmp_path: Path) -> None:
    """Centred cells stand half a line beside their middle, and nothing parts the rows."""
    sheet, look = by_chance(form, seed, 8 if seed else 3), Look(centred=True, coarse=True)
    file = linted(tmp_path / f"informe.{kind}", pdf(sheet, look) if kind == "pdf" else aligned(sheet, look))
    assert set(told(file)) <= {"POA002", "POA005"}
    doubted = {one.where.meta for one in file.diagnostics if one.code == "POA002"}
    number = form.number if form.number is not None else form.kinds.index("meta")
    truth = {row[number].partition(".")[0]: row for row in made(sheet)}
    read = {row[number].partition(".")[0]: row for row in cells(file)}
    assert [name for name, row in read.items() if row != truth[name] and name not in doubted] == []


@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.code)
def test_a_title_of_no_form_is_refused_in_one_sentence(form: Form, tmp_path: Path) -> None:
    sheet = paper(form)
    titles = [one._replace(words="QUIEN MIDE") if "medida" in one.words.lower() else one for one in sheet.titles]
    file = linted(tmp_path / "informe.pdf", pdf(sheet._replace(titles=tuple(titles)), Look()))
    assert told(file) in (["POA005"], ["POA004"])
    assert file.unread or cells(file) == made(sheet)


def test_two_figures_that_change_places_with_a_percentage_are_told(tmp_path: Path) -> None:
    """A figure with the sign of percentages stands under a title of such only."""
    form = next(form for form in OTHERS if form.code == "EVAL-SEM")
    sheet = paper(form)
    row = list(sheet.rows[0])
    row[4], row[6] = row[6], row[4]
    file = linted(tmp_path / "informe.pdf", pdf(sheet._replace(rows=(tuple(row), *sheet.rows[1:])), Look()))
    assert set(told(file)) <= {"POA002", "POA005"}
    assert told(file)


@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.code)
def test_a_heading_fits_its_form_alone(form: Form) -> None:
    page = lines(aligned(paper(form), Look()))
    words = [line.words for line in page]
    found = [
        fit.form
        for index in range(len(page))
        for one in candidates(OTHERS, words[index])
        if (fit := find(one, words, index))
    ]
    assert set(found) == {form}


def test_a_year_belongs_to_the_title_that_has_one() -> None:
    """`Programada 2025` stands beside `Programada`, the title of a group: the year is not the second one's."""
    form = next(form for form in OTHERS if form.code == "PbRM-08c")
    page = lines(aligned(paper(form), Look(wrapped=False, gap=3)))
    words = [line.words for line in page]
    mark = next(index for index, line in enumerate(words) if candidates((form,), line))
    fit = find(form, words, mark)
    assert fit is not None
    assert " ".join(word.text for word in fit.columns()[form.index["meta_anual"]]) == "Programada 2025"


def test_a_heading_with_a_word_too_many_fits_nothing() -> None:
    form = next(form for form in OTHERS if form.code == "EVAL-SEM")
    text = aligned(paper(form), Look()).replace("Comentarios", "Comentarios  FOTO")
    words = [line.words for line in lines(text)]
    assert not any(find(form, words, index) for index in range(len(words)) if candidates((form,), words[index]))


OWN = """form: AVF-01
name: Avance de la oficina
extends: EVAL-SEM
reconoce: {titulo: [EVALUACION SEMESTRAL]}
columns:
  - {id: texto, titulo: [Obra o acción]}
  - {id: meta_anual, titulo: [Compromiso anual]}
"""


def test_the_form_of_an_office_is_read_without_rulings(tmp_path: Path) -> None:
    form = next(form for form in OTHERS if form.code == "EVAL-SEM")
    (tmp_path / "formas").mkdir()
    (tmp_path / "formas" / "avf.yaml").write_text(OWN, encoding="utf-8")
    sheet = paper(form, sample(form))
    words = {"Actividad": "Obra o acción", "Meta anual": "Compromiso anual"}
    titles = tuple(one._replace(words=words.get(one.words, one.words)) for one in sheet.titles)
    for name, data in (
        ("informe.pdf", pdf(sheet._replace(titles=titles), Look())),
        ("informe.txt", aligned(sheet._replace(titles=titles), Look(gap=4))),
    ):
        alone = linted(tmp_path / name, data)
        assert told(alone) == ["POA005"]
        (tmp_path / "poa-lint.yaml").write_text("forms: [formas]\n", encoding="utf-8")
        file = linted(tmp_path / name, data)
        (tmp_path / "poa-lint.yaml").unlink()
        assert (told(file), cells(file)) == ([], made(sheet))
