"""Texts in which narrow letters have room for a wide one: lines run on over the next column, and cells touch."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.documents import open_source
from poa_lint.documents.document import Document
from poa_lint.documents.geometry.wrapped import Token, parted
from poa_lint.documents.texts import heading
from poa_lint.documents.texts.columns import columns
from poa_lint.documents.texts.lines import pages as lines_of
from tests.documents.test_aligned import CASES, document, doubtful, goals
from tests.office.pitched import Pitch, pitched
from tests.strategies import reports

WIDTHS = (70, 240, 90, 60, *(30,) * 8, 80, 90, 180)
PITCH = Pitch(WIDTHS, letter=2.8, column=4.0)
TEXTS = (
    "100.- CELEBRAR SESIONES ORDINARIAS DEL ÓRGANO MUNICIPAL CONFORME A ESTATUTOS CONSTITUCIONALES Y REGLAMENTOS.",
    "101.- ELABORAR EXPEDIENTES UNITARIOS DE OBRA PARA MEJORAR LA CALIDAD DE VIDA DE LA POBLACIÓN DEL MUNICIPIO.",
    "102.- IMPARTIR CAPACITACIONES A FAMILIAS EN SITUACIÓN VULNERABLE MEDIANTE BRIGADAS COMUNITARIAS ITINERANTES.",
    "103.- SUPERVISAR REHABILITACIÓN DE VIALIDADES PAVIMENTADAS EN COORDINACIÓN CON DELEGACIONES MUNICIPALES.",
)
ROWS = tuple(Row(texto=text, unidad_medida="SESIÓN") for text in TEXTS)
LONGER = (Page(metas=ROWS),)

styles = st.builds(
    Pitch,
    widths=st.tuples(
        st.integers(40, 90),
        st.integers(120, 300),
        st.integers(50, 90),
        st.integers(30, 50),
        *[st.integers(24, 44)] * 8,
        st.integers(45, 60),
        st.integers(45, 60),
        st.integers(100, 240),
    ),
    letter=st.floats(2.5, 4.5),
    column=st.sampled_from((3.0, 4.0, 5.0)),
    centred=st.booleans(),
)


@settings(max_examples=60)
@given(reports(most_units=2, most_goals=4), styles)
def test_every_figure_is_right_or_told(pages: Sequence[Page], pitch: Pitch) -> None:
    """The words of texts that touch may stand in the cell beside; figures never."""
    source = open_source(pitched(pages, pitch).encode(), "informe.txt")
    made = getattr(source, "original", None)
    if not isinstance(made, Document):
        return
    told = doubtful(made)
    truth = {number.split(" ")[0].rstrip("-. "): cells[3:14] for number, cells in goals(write(pages)).items()}
    for number, cells in goals(made.text).items():
        if number not in told:
            assert cells[3:14] == truth[number.split(" ")[0].rstrip("-. ")]


def test_a_text_that_runs_on_over_the_unit_is_read() -> None:
    text = pitched(LONGER, PITCH)
    unit = next(line.index("SESIÓN") for line in text.split("\n") if line.strip().startswith("4.6.1"))
    assert any("100.-" in line and len(line.rstrip()) > unit for line in text.split("\n"))
    assert goals(document(text).text) == goals(write(LONGER))


def test_a_unit_that_the_text_may_hide_is_told() -> None:
    """One line of the unit stands above the figures, and none below: the text beside may have swallowed it."""
    lines = pitched(LONGER, PITCH).split("\n")
    row = next(index for index, line in enumerate(lines) if "SESIÓN" in line and "4" in line)
    unit = lines[row].index("SESIÓN")
    lines[row] = lines[row].replace("SESIÓN", "      ")
    lines.insert(row - 1, " " * unit + "SESIÓN")
    assert "100" in doubtful(document("\n".join(lines)))


def test_a_period_wider_than_its_columns_touches_nothing() -> None:
    (page,) = lines_of("META     Ene-Mar  Oct-Dic\nANUAL    P   A    P   A")
    assert not heading.find(page, 1).touching()


@pytest.mark.parametrize("anchors", ["META ANUALP   A   P   A   P   A", "P   A   P   A   P   A   P   AAVANCE"])
def test_an_anchor_that_touches_a_title_is_not_lost(anchors: str) -> None:
    """Its period would be, and the figures of each of the others stand under the one beside."""
    (page,) = lines_of(anchors)
    assert heading.anchors(page[0]) == ()


@pytest.mark.parametrize(
    ("written", "titles"),
    [
        ("ABSOLUTOACUMULADO", ["ABSOLUTO", "ACUMULADO"]),
        ("ABSOLUTOAVANCE", ["ABSOLUTOAVANCE"]),  # one title, its words over each other
        ("RELATIVO", ["RELATIVO"]),
    ],
)
def test_titles_that_touch_are_two(written: str, titles: list[str]) -> None:
    (page,) = lines_of(f"METAS  P  A  P  A  AVANCE {written} RELATIVO")
    found = [word.text for title in heading.find(page, 0).after for word in title]
    assert [text for text in found if text not in {"AVANCE", "RELATIVO"} or text in titles][: len(titles)] == titles


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        ("23,363", [["23,363"]]),
        ("23,363.", [["23,363."]]),
        ("5.81,694", [["5", "81,694"], ["5.8", "1,694"]][1:]),
        (
            "23,36323,363",
            [["2", "3,363", "2", "3,363"], ["2", "3,363", "23,363"], ["23,363", "2", "3,363"], ["23,363"] * 2],
        ),
    ],
)
def test_figures_that_touch_may_be_parted_in_several_ways(written: str, ways: list[list[str]]) -> None:
    """Which of them it is the columns tell: only one of them may have room for all."""
    found = parted([Token(written, 5, 5 + len(written), 1, near=False)])
    assert sorted([word.text for word in way] for way in found) == ways


def test_figures_that_touch_stand_under_their_columns() -> None:
    """Columns of six letters have no room for a blank between two figures of six."""
    row = Row(
        texto="100.- DAR.",
        unidad_medida="KM",
        meta_anual="90,000",
        programado=("23,363",) * 4,
        avance=("23,363", "", "", ""),
    )
    pages = (Page(metas=(row, Row(texto="101.- DAR.", unidad_medida="KM"))),)
    text = pitched(pages, Pitch((70, 160, 80, 40, *(24,) * 8, 64, 80, 180), letter=4.0, column=4.0))
    assert "23,36323,363" in text
    assert goals(document(text).text)["100"][3:12] == goals(write(pages))["100"][3:12]


def _page_that_ends(observation: str, rest: Sequence[str]) -> str:
    """A page whose last row goes on in lines at the top of the next one, which has no heading."""
    rows = *ROWS, Row(texto="104.- DAR.", observaciones=observation)
    text = pitched((Page(metas=rows),), PITCH)
    end = text.index("\nELABORÓ")
    return text[:end].rstrip("\n") + "\n\f" + "\n".join(rest) + "\n" + text[end:]


def test_the_rest_of_an_observation_on_the_next_page_is_joined() -> None:
    """A line of it may begin as a goal does, `214.`: goals begin in another column."""
    made = document(_page_that_ends("SE REPROGRAMÓ POR OFICIO", ["214. Se atiende", "después."]))
    assert goals(made.text)["104"][14] == "SE REPROGRAMÓ POR OFICIO 214. Se atiende después."
    assert not doubtful(made)


@pytest.mark.parametrize("rest", [["4   2   2"], ["105.- IMPARTIR TALLERES   12"], ["después", "      y más"]])
def test_figures_or_two_cells_on_the_next_page_are_told(rest: list[str]) -> None:
    assert doubtful(document(_page_that_ends("SE REPROGRAMÓ POR OFICIO", rest))) == {"104"}


def test_a_few_words_that_end_no_sentence_are_of_any_cell() -> None:
    """Below an open observation they may be of the unit of measure as well."""
    text = _page_that_ends("SE REPROGRAMÓ POR OFICIO", ["DE TRABAJO"])
    assert doubtful(document(text)) == {"104"}


def test_a_row_that_goes_on_over_two_pages_is_told() -> None:
    """The rest on the first of them is not read either: what follows on the second may be of any cell."""
    text = _page_that_ends("SE REPROGRAMÓ POR OFICIO", ["214. Se atiende en el mes que sigue", "\f   4   2   2   1"])
    made = document(text)
    assert doubtful(made) == {"104"}
    assert goals(made.text)["104"][14] == "SE REPROGRAMÓ POR OFICIO"


def test_a_text_that_touches_its_unit_on_a_page_of_few_rows_is_told() -> None:
    """Its lines have blanks below each other at two places, and either may be the edge; one more row shows which."""
    rows = (
        "    METAS Y ACCIONES       UNIDAD DE MEDIDA    META   P     A     P     A     OBSERVACIONES",
        "100.- DAR CURSOS DE OFICIO SESION DE TRABAJO    4     1     1     1     1     NINGUNA.",
        "101.- DAR PLATICA A GRUPOS SESION DE TRABAJO    4     1     1     1     1     NINGUNA.",
        "102.- VER CAMINOS A DIARIO VISITA DE CAMPO      4     1     1     1     1     NINGUNA.",
        "103.- ATENDER COMUNIDADES  INFORME              4     1     1     1     1     NINGUNA.",
    )
    for count, told in ((4, True), (5, False)):
        (page,) = lines_of("\n".join(rows[:count]))
        found = columns(heading.find(page, 0), page[1:])
        assert found is not None
        assert [found.doubtful(line.words) for line in page[1:]] == [told] * (count - 1)


@pytest.mark.parametrize("name", ["layout-text-touches-unit.txt", "layout-units-in-text.txt"])
def test_words_that_would_stand_in_the_cell_beside_refuse_the_page(name: str) -> None:
    """Blanks that stand below each other since goals share a text; short units beside a long text."""
    assert [remark.kind for remark in document((CASES / name).read_text(encoding="utf-8")).remarks] == [
        "tabla_incierta"
    ]
