"""The names of the reports' own pages: one each, of unit and period, safe on every system."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.records import replace
from poa_lint.core.result import UNCHECKED
from poa_lint.output.year.model import Digest, Tally
from poa_lint.output.year.page.names import DEVICES, Names, links, names
from tests.output import summaries


def digest(path: str, *units: tuple[str, str, str], period: str = "T2") -> Digest:
    made = summaries.digest(path, units[0] if units else ("310", "101", "INGRESOS"), period=period)
    first = made.units[0]
    own = (replace(first, programa=codes[0], unidad=codes[1], nombre=codes[2]) for codes in units)
    return replace(made, units=tuple(own))


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (digest("informes/t1.xlsx", ("310", "101", "INGRESOS")), "310-101-t2.html"),
        (digest("a.txt", ("", "101", "INGRESOS"), period="M04"), "101-m04.html"),
        (digest("a.txt", ("310", "101", "INGRESOS"), period=""), "310-101.html"),
        (digest("a.txt", ("", "", "OFICIALÍA MAYOR")), "OFICIALÍA-MAYOR-t2.html"),
        (digest(r"C:\informes\dos unidades (1).PDF", ("1", "2", ""), ("1", "3", "")), "dos-unidades--1-t2.html"),
        (digest("año/recaudación.txt", ("", "", "")), "recaudación-t2.html"),
        (digest("a.txt", ("..", "/etc/passwd", "")), "-etc-passwd-t2.html"),
        (digest("a.txt", ("con", "", ""), period=""), "_con.html"),
        (digest("Lpt¹", ("", "", ""), period=""), "_Lpt¹.html"),
        (digest("a.txt", ("a\u202eb\x00", "c/d\\e:f", "")), "a-b-c-d-e-f-t2.html"),
        (digest("a.txt", ("ñ" * 300, "1" * 300, "")), f"{'ñ' * 30}-{'1' * 60}-t2.html"),
        (digest("/", ("", "", ""), period=""), "informe.html"),
        (replace(digest("T1/dañado.pdf"), tally=Tally(UNCHECKED)), "dañado.html"),
    ],
)
def test_a_name_says_the_unit_and_the_period_and_is_safe(one: Digest, name: str) -> None:
    assert Names().of(one) == name


def test_a_second_of_the_same_has_a_number_and_a_report_in_the_folder_stays() -> None:
    given = Names(["310-101-T2.HTML"])
    again = digest("b.txt", ("310", "101", "INGRESOS"))
    assert [given.of(again) for _ in range(2)] == ["310-101-t2-2.html", "310-101-t2-3.html"]
    assert names([digest("A.txt", ("", "ñ", "")), digest("b.txt", ("", "n\u0303", ""))]) == {
        "A.txt": "ñ-t2.html",
        "b.txt": "ñ-t2-2.html",
    }


codes = st.tuples(*[st.text(max_size=30)] * 3)


@given(st.lists(st.tuples(st.text(max_size=30), st.lists(codes, max_size=2), st.text(max_size=5))))
def test_names_are_unique_and_safe(told: list[tuple[str, list[tuple[str, str, str]], str]]) -> None:
    given = Names()
    made = [given.of(digest(path, *units, period=period)) for path, units, period in told]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in made}) == len(made)
    for name in made:
        assert name.endswith(".html")
        assert len(name.encode()) < 255
        assert not name.startswith(".")
        assert not set(name) & set('/\\:*?"<>|#%& \n')
        assert name.split(".")[0].casefold() not in DEVICES


@pytest.mark.parametrize(
    ("page", "folder", "address"),
    [
        ("resumen.html", "paginas", "paginas/310-101-t2.html"),
        ("", "paginas", "paginas/310-101-t2.html"),
        ("salida/resumen.html", "salida", "310-101-t2.html"),
        ("salida/resumen.html", "otra carpeta/ñ", "../otra%20carpeta/%C3%B1/310-101-t2.html"),
    ],
)
def test_a_link_leads_from_the_summary_to_the_folder(page: str, folder: str, address: str) -> None:
    assert links(names([digest("T1/a.txt", ("310", "101", "INGRESOS"))]), page, folder) == {"T1/a.txt": address}
