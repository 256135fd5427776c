"""The names of the reports' own pages: one each, safe on every system, the same whatever the order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.output.year.page.names import DEVICES, links, names


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("informes/t1.xlsx", "t1.xlsx.html"),
        (r"C:\informes\Unidad 101 (corregido).PDF", "Unidad-101--corregido-.PDF.html"),
        ("año/recaudación.txt", "recaudación.txt.html"),
        ("reports/../../etc/.htaccess", "htaccess.html"),
        ("javascript:alert(1)", "javascript-alert-1-.html"),
        ("a\u202eb\x00.txt", "a-b-.txt.html"),
        ("con.txt", "_con.txt.html"),
        ("Lpt¹", "_Lpt¹.html"),
        ("..", "informe.html"),
        ("/", "informe.html"),
        ("ñ" * 300, "ñ" * 80 + ".html"),
    ],
)
def test_a_name_is_safe(path: str, name: str) -> None:
    assert names([path]) == {path: name}


def test_a_second_of_the_same_name_has_a_number() -> None:
    assert names(["T2/a.txt", "T1/a.txt", "T3/A.TXT", "T0/a.txt-2"]) == {
        "T0/a.txt-2": "a.txt-2.html",
        "T1/a.txt": "a.txt.html",
        "T2/a.txt": "a.txt-3.html",
        "T3/A.TXT": "A.TXT-4.html",
    }


@given(st.lists(st.text(max_size=30)), st.randoms(use_true_random=False))
def test_names_are_unique_safe_and_do_not_depend_on_the_order(paths: list[str], chance: object) -> None:
    made = names(paths)
    assert set(made) == set(paths)
    assert made == names(reversed(paths))
    assert len({unicodedata.normalize("NFC", name).casefold() for name in made.values()}) == len(made)
    for name in made.values():
        assert name.endswith(".html")
        assert len(name.encode()) < 200
        assert not name.startswith((".", "-.."))
        assert not set(name) & set('/\\:*?"<>|#%& \n')
        assert name.split(".")[0].casefold() not in DEVICES


@pytest.mark.parametrize(
    ("page", "folder", "address"),
    [
        ("resumen.html", "paginas", "paginas/a.txt.html"),
        ("", "paginas", "paginas/a.txt.html"),
        ("salida/resumen.html", "salida", "a.txt.html"),
        ("salida/resumen.html", "otra carpeta/ñ", "../otra%20carpeta/%C3%B1/a.txt.html"),
    ],
)
def test_a_link_leads_from_the_summary_to_the_folder(page: str, folder: str, address: str) -> None:
    assert links(names(["T1/a.txt"]), page, folder) == {"T1/a.txt": address}
