"""The words for a cut-off move on in the notation in which a report has them, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.dates import Fecha
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.linter.cutoffs import moved_date, moved_words, named
from poa_lint.reading import values
from poa_lint.reading.header import closing_day
from tests.following import REPORTING

QUARTERS = built_in_forms()[0]
MONTHS = next(form for form in REPORTING if len(form.periods) == 12)
SPOKEN = next(form for form in REPORTING if form.head.cutoff.says == "periodo")


@pytest.mark.parametrize(
    ("raw", "moved"),
    [
        ("31-mar.-24", "30-jun.-24"),
        ("31-mar-24", "30-jun-24"),
        ("31-MAR.-24", "30-JUN.-24"),
        ("31-mzo-24", "30-jun-24"),
        ("31/03/2024", "30/06/2024"),
        ("31/3/24", "30/6/24"),
        ("31 . 03 . 2024", "30 . 06 . 2024"),
        ("2024-03-31", "2024-06-30"),
        ("31 de marzo de 2024", "30 de junio de 2024"),
        ("al 31 de Marzo del 2024", "al 30 de Junio del 2024"),
        ("AL 31 DE MARZO DE 2024", "AL 30 DE JUNIO DE 2024"),
        ("31-Mar-24", "30-Jun-24"),
        ("marzo de 2024", None),
        ("primer trimestre", None),
        ("", None),
    ],
)
def test_a_date_keeps_its_notation(raw: str, moved: str | None) -> None:
    assert moved_date(raw, Fecha(2024, 6, 30)) == moved


@pytest.mark.parametrize(
    ("form", "closed", "raw", "moved"),
    [
        (QUARTERS, 1, "Ene-Mar", "Abr-Jun"),
        (QUARTERS, 1, "ENERO - MARZO", "ABRIL - JUNIO"),
        (QUARTERS, 2, "Abril a Junio", "Julio a Septiembre"),
        (QUARTERS, 1, "PRIMER TRIMESTRE", "SEGUNDO TRIMESTRE"),
        (QUARTERS, 1, "Primer trimestre", "Segundo trimestre"),
        (QUARTERS, 2, "2do. Trimestre", "3er. Trimestre"),
        (QUARTERS, 3, "TRIMESTRE III", "TRIMESTRE IV"),
        (QUARTERS, 3, "T3", "T4"),
        (MONTHS, 4, "Abril", "Mayo"),
        (MONTHS, 8, "AGOSTO", "SEPTIEMBRE"),
        (SPOKEN, 1, "Primer Trimestre", "Segundo Trimestre"),
        (SPOKEN, 3, "tercero", "cuarto"),
        (QUARTERS, 1, "DOS MESES", None),
    ],
)
def test_the_name_of_a_period_keeps_its_notation(form: Form, closed: int, raw: str, moved: str | None) -> None:
    assert moved_words(raw, form, closed) == moved


@given(st.sampled_from(REPORTING), st.data())
def test_what_is_moved_is_read_as_the_next_period(form: Form, data: st.DataObject) -> None:
    closed = data.draw(st.integers(1, len(form.periods) - 1))
    before, after = form.periods[closed - 1 : closed + 1]
    word = data.draw(st.sampled_from(sorted(before.words)))
    moved = moved_words(word, form, closed)
    assert moved is None or closing_day(form, 2025)(moved) == after.end(2025)
    year = data.draw(st.integers(2000, 2099))
    end = before.end(year)
    month = data.draw(st.sampled_from([name for name, number in values.MONTHS.items() if number == end.mes]))
    raw = data.draw(st.sampled_from([f"{end.dia}-{month}-{year}", f"{end.dia}/{end.mes:02}/{year}"]))
    assert values.date(moved_date(raw, after.end(year)) or "") == after.end(year)


def test_a_period_is_named_by_whole_words() -> None:
    first = QUARTERS.periods[0]
    text = "AL PRIMER TRIMESTRE (ENERO-MARZO) DEL TRIMESTRE II"
    assert [text[one.start : one.end] for one in named(text, first)] == ["PRIMER TRIMESTRE", "ENERO-MARZO"]
    assert named("ENEROMARZOS Y T10", first) == []
