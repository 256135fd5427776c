"""Delimited text is read as spreadsheets save it, in their encodings and with their quotes."""

import pytest

from poa_lint import lint
from tests.documents.kept import ALL, EXPECTED, keys, opened
from tests.office import delimited
from tests.office.content import right
from tests.places import SEED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_delimited_text_in_the_encodings_of_spreadsheets(delimiter: str, encoding: str) -> None:
    document = opened(delimited.make(delimiter, encoding, wrapped=True), "informe.csv")
    assert right(document.text) == ALL
    assert keys(document.text) == EXPECTED


def test_cells_over_several_lines_are_one_cell() -> None:
    """As Excel saves a text with tabs: the cell in quotes, its own quotes twice."""
    text = SEED.read_text(encoding="utf-8")
    goal = next(line for line in text.split("\n") if "CELEBRAR" in line)
    cells = goal.split("\t")
    place = next(place for place, cell in enumerate(cells) if "CELEBRAR" in cell)
    first, rest = cells[place].split(" ", 1)
    broken = "\t".join([*cells[:place], f'"{first}\n{rest}"', *cells[place + 1 :]])
    found = lint(text.replace(goal, broken).encode())
    assert sorted(one.key for one in found.files[0].diagnostics) == keys(SEED)


def test_a_stray_quote_swallows_nothing() -> None:
    text = SEED.read_text(encoding="utf-8")
    stray = text.replace("RAMO", '"RAMO', 1)
    assert all(one.original is None for one in lint(stray.encode()).files[0].diagnostics)
