"""Texts of several forms: each table is read as the form whose heading it has, and a form is data alone."""

from functools import cache
from itertools import permutations

import pytest

import poa_lint
from poa_lint.core.dates import Fecha
from poa_lint.core.figures import UNKNOWN
from poa_lint.core.form import Form
from poa_lint.core.form_data import written_out
from poa_lint.core.forms import built_in_forms, form, form_files
from poa_lint.core.report import Informe, code
from poa_lint.core.source import Source
from poa_lint.reading import read
from poa_lint.reading.choice import choices
from poa_lint.reading.read import Reading
from tests.places import ROOT, SEED

FOLDER = ROOT / "tests" / "data" / "forms"
NAMES = ("plan", "mensual", "variacion", "semestral", "pbrm-02a", "pbrm-08c")
MIXED = ("variacion", "pbrm-02a", "pbrm-08c", "mensual")
OWN_CODES = {"plan": "POA-PLAN", "mensual": "PO-MEN-01", "variacion": "EPT-03", "semestral": "EVAL-SEM"}


@cache
def forms() -> tuple[Form, ...]:
    """The forms of the texts in the order of NAMES, behind the main one."""
    by_code = {form.code.lower(): form for form in built_in_forms()}
    return (built_in_forms()[0], *(by_code[OWN_CODES.get(name, name).lower()] for name in NAMES))


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def reading(content: str) -> Reading:
    return read.read(Source("informe.txt", content), forms(), lambda _: (0, 0), lambda *_: "suma")


def informe(name: str) -> Informe:
    return reading(text(f"{name}.txt")).informe


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_read_as_the_form_of_its_heading(name: str) -> None:
    (page,) = informe(name).paginas
    assert page.form is not None
    assert page.form.code == OWN_CODES.get(name, page.form.code)
    assert page.form is forms()[NAMES.index(name) + 1]
    assert len(page.metas) in (2, 3)
    assert all(meta.acomodo is None for meta in page.metas)


def test_every_figure_stands_under_its_column() -> None:
    second = informe("mensual").metas[1]
    assert [cell.raw for cell in second.programado] == ["", "1", "", "1", "", "1", "", "1", "", "1", "", "1"]
    assert [period.nombre for period in second.periodos if period.ultimo] == ["Abr"]
    plan = informe("plan").metas[1]
    assert ([cell.raw for cell in plan.programado], plan.avance[0].value) == (["2", "1", "1", "1"], UNKNOWN)
    half = informe("semestral").metas[1]
    assert (half.numero.raw, half.texto.raw) == ("2", "Sesiones del comité")


def test_a_column_of_the_period_that_the_report_closes_is_that_period_s() -> None:
    """`Trimestre: SEGUNDO` closes on 30 June of the year that a title of the table states."""
    report = informe("pbrm-08c")
    (page,) = report.paginas
    assert page.fecha.value == Fecha(2025, 6, 30)
    second = page.metas[1]
    assert [cell.raw for cell in second.programado] == ["", "2", "", ""]
    assert [cell.raw for cell in second.avance] == ["", "1", "", ""]
    assert second.programado[0].value is UNKNOWN
    assert code(page.ramo) == "L00"
    assert page.identidad == ("115", "01050202", "010502020101")


def test_a_form_that_half_fits_is_not_taken() -> None:
    """A ruling on changed goals shares three titles with a plan, and none of its codes: nothing is read of it."""
    assert choices(text("dictamen.txt"), forms()) == ()
    found = reading(text("dictamen.txt"))
    assert found.unread
    assert told(found) == [("POA008", "otra")]


def told(found: Reading) -> list[tuple[str, str]]:
    return [(fact.code, fact.variant) for fact in found.facts]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_a_sound_page_of_a_form(name: str) -> None:
    assert told(reading(text(f"{name}.txt"))) == []


@pytest.mark.parametrize(("first", "second"), tuple(permutations(MIXED, 2)))
def test_each_page_of_a_text_belongs_to_the_form_of_its_table(first: str, second: str) -> None:
    """The labels of one form take no line of the other, and neither has goals, signers or loose text of the other's."""
    both = reading(text(f"{first}.txt") + "\n" + text(f"{second}.txt"))
    alone = [informe(name).paginas[0] for name in (first, second)]
    assert [page.form for page in both.informe.paginas] == [page.form for page in alone]
    for page, own in zip(both.informe.paginas, alone, strict=True):
        assert [meta.texto.raw for meta in page.metas] == [meta.texto.raw for meta in own.metas]
        assert [(firma.rol, firma.nombre.raw) for firma in page.firmas] == [
            (firma.rol, firma.nombre.raw) for firma in own.firmas
        ]
        assert page.identidad == own.identidad
        assert page.ejercicio.raw == own.ejercicio.raw
    assert (told(both), both.unread) == ([], False)


def test_a_page_that_is_of_no_form_is_told_beside_pages_that_are_read() -> None:
    """Its table is no form's, and the codes of its header are: it is refused, and the other page is read."""
    unknown = text("variacion.txt").replace("PROGRAMADO ANUAL", "IMPORTE").replace("UNIDAD DE MEDIDA", "PROVEEDOR")
    unknown = unknown.replace("ACCION\t", "FACTURA\t").replace("JUSTIFICACION", "CUENTA").replace("AVANCE", "PAGOS")
    both = reading(text("variacion.txt") + "\n" + unknown)
    assert [len(page.metas) for page in both.informe.paginas] == [3]
    assert both.unread
    assert told(both) == [("POA005", "otro")]


def test_other_forms_change_nothing_in_a_report_of_ours() -> None:
    content = SEED.read_text(encoding="utf-8")
    alone = read.read(Source("informe.txt", content), built_in_forms(), lambda _: (0, 0), lambda *_: "suma")
    assert reading(content) == alone


def test_february_closes_on_its_last_day() -> None:
    february = forms()[2].periods[1]
    assert (february.end(2024).dia, february.end(2025).dia) == (29, 28)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"extends": "NADA-01"}, "extends: NADA-01"),
        ({"sinonimos": {"NADA": ["X"]}}, "sinonimos: NADA"),
        ({"columns": [{"id": "nada", "quita": "true"}]}, "quita: nada"),
        ({"columns": [{"id": "texto", "tipo": "letras"}]}, "letras is no kind of column"),
    ],
)
def test_a_form_that_says_something_impossible_is_refused(change: dict[str, object], said: str) -> None:
    own = form_files()[0]
    data = {"form": "X-1", "name": "X", "extends": own["form"], **change}
    with pytest.raises(ValueError, match=said):
        form(written_out(data, {own["form"]: own}))


def test_what_stands_before_the_first_code_of_a_second_page_is_its_own() -> None:
    """The lines Trimestre and PbRM-08c, which come before the first line with a code, are not of the page before."""
    page = text("pbrm-08c.txt")
    again = page[page.index("Municipio:") :].replace("115\tINGRESOS", "116\tEGRESOS").replace("SEGUNDO", "TERCERO")
    first, second = reading(f"{page.rstrip()}\n\n{again}").informe.paginas
    assert [page.fecha.value for page in (first, second)] == [Fecha(2025, 6, 30), Fecha(2025, 9, 30)]
    assert [page.forma.raw for page in (first, second)] == ["PbRM-08c", "PbRM-08c"]


def test_a_date_below_the_signatures_is_the_page_s_own_where_the_next_states_its_own() -> None:
    page = text("variacion.txt")
    other = page.replace("FECHA: 31-mar.-25", "FECHA: 30-jun.-25")
    first, second = reading(f"{page.rstrip()}\n\nFECHA: 31-mar.-25\n\n{other}").informe.paginas
    assert [page.fecha.value for page in (first, second)] == [Fecha(2025, 3, 31), Fecha(2025, 6, 30)]


def test_a_form_may_say_that_every_unit_numbers_its_goals_anew() -> None:
    """Two projects with the same goals: their numbers are no repetition, though nothing in the text parts them."""
    page = text("pbrm-08c.txt")
    again = page[page.index("Municipio:") :].replace("115\tINGRESOS", "116\tEGRESOS")
    done = poa_lint.lint(f"{page.rstrip()}\n\n{again}").files[0]
    assert len(done.units) == 2
    assert "POA601" not in {finding.code for finding in done.diagnostics}
