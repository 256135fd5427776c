"""The page about a report of another form is in that form's words."""

import re

import pytest

import poa_lint
from tests.places import ROOT

FOLDER = ROOT / "tests" / "data" / "forms"


def page(name: str, language: str = "es") -> str:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return poa_lint.render(poa_lint.lint(text, language=language, keep=True), "html", language=language)


@pytest.mark.parametrize(
    ("name", "language", "brand"),
    [
        ("mensual", "es", "Avance físico mensual · forma PO-MEN-01"),
        ("pbrm-08c", "es", "Avance trimestral de metas de actividad por proyecto · forma PbRM-08c"),
        ("semestral", "en", "Half-yearly evaluation · form EVAL-SEM"),
    ],
)
def test_the_page_bears_the_name_and_the_code_of_its_form(name: str, language: str, brand: str) -> None:
    assert f'<p class="form">{brand}</p>' in page(name, language)


def test_the_header_has_the_lines_of_the_form_alone_and_a_title_its_year() -> None:
    made = page("pbrm-08c")
    labels = re.findall(r"<dt>([^<]*)</dt><dd", made)
    assert "PROYECTO" in labels
    assert "DEPENDENCIA GENERAL" in labels
    assert not {"finalidad", "funcion", "subfuncion"} & set(labels)
    assert "Programada 2025" in made
    assert "{ejercicio}" not in made


def test_what_was_achieved_is_the_total_where_only_the_last_period_is_on_paper() -> None:
    rows = re.findall(r"<tr>(.*?)</tr>", page("pbrm-08c"), re.DOTALL)
    first = next(row for row in rows if "Elaborar el reporte" in row)
    assert re.search(r">\s*6\s*<", first)
    assert re.search(r">\s*12\s*<", first)
