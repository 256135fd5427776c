"""A text that is set with blanks is read as it was made, or it says what of it cannot be told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.source import Source
from poa_lint.documents import open_source
from poa_lint.documents.document import Document
from poa_lint.documents.geometry import rests
from poa_lint.documents.texts.heading import find, split
from poa_lint.documents.texts.lines import pages
from tests.office.typeset import Style, typeset
from tests.places import FILES
from tests.strategies import reports

CASES = FILES.parent / "lectura"
WIDE = Style((6, 40, 16, 7, *(7,) * 8, 9, 10, 30))


def document(text: str) -> Document:
    source = open_source(text.encode(), "informe.txt")
    assert isinstance(source, Source)
    assert isinstance(source.original, Document), "read as tabbed text"
    return source.original


def goals(text: str) -> dict[str, list[str]]:
    """The cells of each goal of a tabbed text, by its number, with single blanks."""
    rows = [[" ".join(cell.split()) for cell in line.split("\t")] for line in text.split("\n")]
    found = {cells[1].partition(".")[0]: cells for cells in rows if len(cells) > 12 and cells[1][:1].isdigit()}
    return {number: [*cells, ""][:15] for number, cells in found.items()}


def doubtful(made: Document) -> set[str]:
    """The numbers of the goals whose rows are told to be doubtful."""
    lines = [made.text[remark.start : remark.end] for remark in made.remarks if remark.kind == "renglon_incierto"]
    return {line.split("\t")[1].partition(".")[0] for line in lines}


styles = st.builds(
    Style,
    widths=st.tuples(
        st.integers(4, 16), st.integers(15, 60), st.integers(6, 20), *[st.integers(3, 12)] * 11, st.integers(12, 40)
    ),
    gap=st.integers(1, 4),
    figures=st.sampled_from(("left", "middle", "right")),
    titles=st.sampled_from(("left", "middle", "right")),
    centred=st.booleans(),
    apart=st.integers(0, 1),
)


@settings(max_examples=60)
@given(reports(most_units=2, most_goals=4), styles)
def test_a_sound_report_is_read_as_it_was_made_or_told(report: Sequence[Page], style: Style) -> None:
    made = document(typeset(report, style))
    told = doubtful(made)
    for number, cells in goals(made.text).items():
        if number not in told:
            assert cells == goals(write(report))[number]
    refused = any(remark.kind == "tabla_incierta" for remark in made.remarks)
    assert refused or told or goals(made.text).keys() == goals(write(report)).keys()


TWO = (
    Page(
        metas=(
            Row(observaciones="Se reprogramó por falta de quórum."),
            Row(texto="101.- ATENDER SOLICITUDES DE LA CIUDADANÍA.", avance=("1", "", "", "")),
        )
    ),
)


def test_figures_are_read_however_they_and_their_titles_are_aligned() -> None:
    for figures in ("left", "middle", "right"):
        text = typeset(TWO, replace(WIDE, figures=figures, titles=figures))
        assert goals(document(text).text) == goals(write(TWO))


def test_a_figure_between_two_titles_is_not_guessed() -> None:
    """At the right edge of columns whose titles stand at the left, it may belong to either."""
    made = document(typeset(TWO, replace(WIDE, figures="right", titles="left")))
    assert [remark.kind for remark in made.remarks] == ["tabla_incierta"]
    assert "100.-" not in made.text


def test_a_line_of_the_heading_may_be_lost() -> None:
    lines = [line for line in typeset(TWO, WIDE).split("\n") if "Abr-Jun" not in line]
    made = document("\n".join(lines))
    assert goals(made.text) == goals(write(TWO)) or [remark.kind for remark in made.remarks] == ["tabla_incierta"]


def test_a_doubtful_row_has_no_figures() -> None:
    lines = typeset(TWO, WIDE).split("\n")
    row = next(number for number, line in enumerate(lines) if "100.-" in line)
    start = len(lines[row]) - len(lines[row].lstrip())
    figures = lines[row].index("4 ", 60)
    lines[row] = lines[row][:figures] + "   " + lines[row][figures:]  # the whole row, three characters to the right
    made = document("\n".join(lines))
    told = [remark.kind for remark in made.remarks]
    assert start == 0
    assert told in (["renglon_incierto"], ["tabla_incierta"])


def test_a_figure_that_its_column_breaks_is_joined() -> None:
    row = Row(texto="100.- ELABORAR INFORMES DE AVANCE DE CADA UNA DE LAS ÁREAS.", programado=("23,36", "1", "1", "1"))
    lines = typeset((Page(metas=(row, Row(texto="101.- DAR."))),), WIDE).split("\n")
    at = next(number for number, line in enumerate(lines) if "23,36" in line)
    lines[at + 1] = lines[at + 1].ljust(lines[at].index("23,36")) + "3"
    assert goals(document("\n".join(lines)).text)["100"][4] == "23,363"


def test_cells_of_other_heights_are_centred_beside_each_other() -> None:
    text = typeset(TWO, replace(WIDE, centred=True, widths=(*WIDE.widths[:14], 12)))
    assert goals(document(text).text) == goals(write(TWO))


def test_a_finding_points_to_line_and_column() -> None:
    text = typeset((Page(metas=(Row(relativo="26%"), Row(texto="101.- DAR."))),), WIDE)
    (finding,) = (one for one in poa_lint.lint(text.encode()).files[0].diagnostics if "26%" in one.message)
    assert finding.original is not None
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "26%" in line)
    column = text.split("\n")[line - 1].index("26%") + 1
    assert finding.original.text == f"renglón {line}, columna {column}"


def test_a_doubtful_row_and_table_are_one_finding_each() -> None:
    narrow = typeset(TWO, replace(WIDE, widths=(6, 40, 16, *[3] * 9, 8, 9, 30), gap=0))
    for text in (narrow, (CASES / "layout-narrow-chromium.txt").read_text(encoding="utf-8")):
        assert [one.code for one in poa_lint.lint(text.encode()).files[0].diagnostics] == ["POA005"]


@pytest.mark.parametrize("name", ["layout-libreoffice.txt", "pdf-wrapped-header-names.pdf"])
def test_sound_reports_have_no_finding(name: str) -> None:
    assert poa_lint.lint(CASES / name).files[0].diagnostics == ()


def test_goals_below_no_heading_are_not_read() -> None:
    """Each page of a text has columns of its own: those of the page before say nothing of them."""
    first, second = typeset(TWO * 2, WIDE).split("\f")
    goal = next(line for line in second.split("\n") if "100.-" in line).replace("100.-", "102.-")
    page = first[: first.index("\nELABORÓ")].rstrip("\n")
    text = f"{page}\n\f{goal}\n\nELABORÓ\n"
    made = document(text)
    assert "102.-" not in made.text
    told = {remark.kind: remark.values for remark in made.remarks}
    assert told == {"renglon_incierto": {"text": "4 1 1 1 1 1 1 25%"}, "tabla_incierta": {}}
    assert [one.code for one in poa_lint.lint(text.encode()).files[0].diagnostics] == ["POA005"], "one sentence"


@pytest.mark.parametrize("rest", ["FINANCIERA", "GESTIÓN\n  FINANCIERA"])
def test_the_rest_of_a_cell_above_the_signatures_is_no_stray_line(rest: str) -> None:
    metas = (TWO[0].metas[1], replace(TWO[0].metas[1], texto="102.- DAR."))
    text = typeset((replace(TWO[0], metas=metas),), WIDE)
    at = text.index("ELABORÓ")
    found = poa_lint.lint(f"{text[:at]}\f  {rest}\n{text[at:]}".encode()).files[0].diagnostics
    assert [one.code for one in found] == ["POA005"]


def test_a_text_without_a_table_stays_as_it_is() -> None:
    text = (CASES / "ocr-tesseract.txt").read_bytes()
    source = open_source(text, "informe.txt")
    assert isinstance(source, Source)
    assert source.original is None


@pytest.mark.parametrize("line", ["P A P A " * 200_000, "P    A    P    A\n" * 20_000, " " * 3_000_000 + "P A P A"])
def test_odd_texts_take_no_time(line: str) -> None:
    assert isinstance(open_source(line.encode(), "informe.txt"), Source)


def test_an_empty_cell_of_a_header_goes_on_nothing() -> None:
    above = [rests.Piece("RAMO", (0.0,)), rests.Piece("63 TESORERÍA", (80.0, 95.0))]
    assert rests.rests(above, [rests.Piece("", ()), rests.Piece("MUNICIPAL", (95.0,))], 2.0) is None
    assert rests.rests(above, [rests.Piece("MUNICIPAL", (95.0,))], 2.0) == [1]


def test_a_title_in_large_letters_is_one_cell() -> None:
    text = typeset(TWO, WIDE)
    title = next(line for line in text.split("\n") if line.startswith("PROGRAMA OPERATIVO ANUAL"))
    spread = text.replace(title, f"{title.replace(' ', '   ')}          TMM-F004")
    assert [title, "", "", "TMM-F004"] in [line.split("\t") for line in document(spread).text.split("\n")]
    assert poa_lint.lint(spread.encode()).files[0].diagnostics == poa_lint.lint(text.encode()).files[0].diagnostics


def test_two_titles_that_touch_are_parted_as_the_form_has_them() -> None:
    heading = "P   A   P   A   ABSOLUTOAVANCE ACUMULADO RELATIVO    OBSERVACIONES"
    below = "1   1   1   1         4              25%             NINGUNA."
    (page,) = pages(f"{heading}\n{below}\n{below}")
    found = split(find(page, 0), [word for line in page[1:] for word in line.words])
    assert [" ".join(word.text for word in title) for title in found.after] == [
        "ABSOLUTOAVANCE",
        "ACUMULADO RELATIVO",
        "OBSERVACIONES",
    ]
    assert not found.parted()
    apart = found._replace(after=[[word] for title in found.after for word in title])
    assert apart.parted(), "a table with a title in two columns is refused"


def test_a_number_that_touches_its_code_is_not_joined_to_the_goal_above() -> None:
    lines = typeset(TWO, WIDE).split("\n")
    at = next(number for number, line in enumerate(lines) if "101.-" in line)
    lines[at] = f"4.6.1101.-{lines[at][13:]}"
    assert [remark.kind for remark in document("\n".join(lines)).remarks] == ["tabla_incierta"]


@pytest.mark.parametrize("number", ["100.-", "101.-"])
def test_a_row_whose_unit_stands_with_the_text_is_doubtful(number: str) -> None:
    rows = [replace(row, unidad_medida="INFORME") for row in TWO[0].metas]
    rows += [replace(rows[0], texto=f"{102 + index}.- DAR.") for index in range(3)]
    lines = typeset((replace(TWO[0], metas=tuple(rows)),), WIDE).split("\n")
    at = next(index for index, line in enumerate(lines) if number in line)
    unit = lines[at].index("INFORME", 48)
    lines[at] = f"{lines[at][: unit - 10]}INFORME{' ' * 10}{lines[at][unit + 7 :]}"
    assert doubtful(document("\n".join(lines))) == {number[:3]}


def test_a_code_that_touches_its_name_is_none_of_it() -> None:
    lines = typeset(TWO, WIDE).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("LINEAS DE ACCION"))
    label, code = lines[at][:20], "4.6.1"
    lines[at : at + 1] = [f"{label}{code}TRANSPARENCIA", f"{'':20}4.6.2CAPACITACIÓN", f"{'':20}4.6.3 1ER NIVEL"]
    found = document("\n".join(lines)).text.split("\n")
    assert [line.lstrip("\t") for line in found if "4.6." in line][:3] == [
        "LINEAS DE ACCION\t4.6.1 TRANSPARENCIA",
        "4.6.2 CAPACITACIÓN",
        "4.6.3 1ER NIVEL",
    ]


MONTHS = ("Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic")


@pytest.mark.parametrize(("over", "under"), [("Ene-", "Mar"), ("Abr-", "Jun"), ("Jul-", "Sep")])
@pytest.mark.parametrize("alone", ["over", "under"])
def test_the_title_of_a_period_may_be_in_two_lines(over: str, under: str, alone: str) -> None:
    """The other periods stand beside its first half or its second one, as their cells are centred or not."""
    before = f"{'L/A':8}{'METAS Y ACCIONES':34}{'UNIDAD DE MEDIDA':20}{'META ANUAL':16}"
    halves = {"over": over, "under": under}
    period = MONTHS.index(over + under)
    lone = " " * (len(before) + 16 * period) + halves.pop(alone)
    (other,) = halves.values()
    rest = before + "".join(f"{other if index == period else month:16}" for index, month in enumerate(MONTHS))
    rest += f"{'AVANCE ABSOLUTO':20}{'ACUMULADO RELATIVO':24}OBSERVACIONES"
    heading = [" " * (len(before) + 30) + "PERIODO", *([lone, rest] if alone == "over" else [rest, lone])]
    cells = f"{'4.6.1':8}{'100.- ELABORAR LOS INFORMES.':34}{'INFORME':20}{'4':16}"
    row = cells + f"{'1':8}" * 2 + f"{'1':16}" * 3 + f"{'1':20}25%"
    lines = [*heading, " " * len(before) + f"{'P':8}{'A':8}" * 4, row, row.replace("100.-", "101.-")]
    made = document("\n".join(lines))
    assert [line.split("\t")[4:12:2] for line in made.text.split("\n")[:3]] == [
        ["PERIODO", "", "", ""],
        list(MONTHS),
        ["P", "P", "P", "P"],
    ]
