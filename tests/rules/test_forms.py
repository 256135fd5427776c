"""Every form that comes with the program: a sound report is silent, and each kind of damage is found on its cell."""

from collections.abc import Callable
from functools import cache

import pytest
import yaml

from poa_lint.core.cache import folder
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.report import Meta
from tests.output.runs import result
from tests.reading.test_choice import reading

FORMS = built_in_forms()
NAMES = {"TMM-F004": "tmm-f004", "POA-PLAN": "tmm-f004-plan", "EPT-03": "variacion", "PO-MEN-01": "mensual"}
NAMES |= {"EVAL-SEM": "semestral", "PbRM-02a": "pbrm-02a", "PbRM-08c": "pbrm-08c"}


@cache
def sound(form: Form) -> str:
    """The page that is the form's example of a sound one."""
    path = folder("grammar") / "forms" / f"{NAMES[form.code]}.yaml"
    page: str = yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]["pass"][0]["page"]
    return page


def goal(form: Form, number: int = 0) -> Meta:
    return reading(sound(form)).informe.metas[number]


def with_cell(form: Form, column: str, text: str, number: int = 0) -> str:
    """The sound page with another text in a cell of a goal."""
    cell = goal(form, number).celdas[form.index[column]]
    page = sound(form)
    return page[: cell.span.start] + text + page[cell.span.end :]


def first(form: Form, *names: str) -> str:
    """The first column of the form with one of these ids, whatever its period."""
    return next(
        column.columna.id for name in names for column in form.columns if column.columna.id.partition(".")[0] == name
    )


def told(page: str) -> list[tuple[str, str]]:
    return [(one.code, one.where.columna) for one in result(page.encode()).diagnostics if one.severity.value != "info"]


def without_line(page: str, word: str) -> str:
    kept = [line for line in page.split("\n") if not line.lower().startswith(word.lower())]
    assert len(kept) < len(page.split("\n"))
    return "\n".join(kept)


def percent(form: Form) -> str:
    return next(column for column in form.index if column in form.percents)


Damage = Callable[[Form], tuple[str, str, str]]
"""Of a form a damaged page, the rule that finds it, and the column that it points at (empty: none of the table)."""


def unreadable(form: Form) -> tuple[str, str, str]:
    return with_cell(form, "meta_anual", "l2"), "POA003", "meta_anual"


def negative(form: Form) -> tuple[str, str, str]:
    column = first(form, "programado")
    return with_cell(form, column, "-3"), "POA105", goal(form).celdas[form.index[column]].columna.id


def wrong_share(form: Form) -> tuple[str, str, str]:
    if not form.percents:
        return with_cell(form, "meta_anual", "900"), "POA101", "meta_anual"
    return with_cell(form, percent(form), "91%"), "POA103" if percent(form) == "relativo" else "POA109", percent(form)


def no_unit_of_measure(form: Form) -> tuple[str, str, str]:
    return with_cell(form, "unidad_medida", ""), "POA606", "unidad_medida"


def number_again(form: Form) -> tuple[str, str, str]:
    page, cell = sound(form), goal(form)
    line = page.rfind("\n", 0, cell.span.start) + 1
    end = page.index("\n", line)
    return page[:end] + page[line - 1 : end] + page[end:], "POA601", "numero"


def no_programme(form: Form) -> tuple[str, str, str]:
    entry = next(entry for entry in form.head.entries if entry.required and entry.code)
    return without_line(sound(form), f"{entry.words[0]}"), "POA009", entry.columna.id


def no_signature(form: Form) -> tuple[str, str, str]:
    role = form.head.roles[-1].name
    page = sound(form)
    at = page.index(role)
    return page[:at] + page[at + len(role) :].lstrip("\t"), "POA701", "unidad_ejecutora"


def no_closing_day(form: Form) -> tuple[str, str, str]:
    page = sound(form)
    for date in ("31-mar.-24", "31-mar.-25", "30-abr.-25", "30 de junio de 2025", "30-jun.-25"):
        page = page.replace(date, date.replace("31", "15").replace("30", "15"))
    return page, "POA401", "fecha"


def other_title(form: Form) -> tuple[str, str, str]:
    page = sound(form)
    at = page.lower().index("unidad de medida")
    return f"{page[:at]}QUIEN MIDE{page[at + len('unidad de medida') :]}", "POA004", "unidad_medida"


def words_for_a_figure(form: Form) -> tuple[str, str, str]:
    column = first(form, "programado")
    return with_cell(form, column, "algo más que una cifra"), "POA003", column


DAMAGES: dict[str, Damage] = {
    each.__name__: each
    for each in (
        unreadable,
        negative,
        wrong_share,
        no_unit_of_measure,
        number_again,
        no_programme,
        no_signature,
        no_closing_day,
        other_title,
        words_for_a_figure,
    )
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_sound_report_is_silent(form: Form) -> None:
    done = result(sound(form).encode())
    assert told(sound(form)) == []
    assert done.verdict == "SIN OBSERVACIONES"
    assert done.summary is not None
    assert done.summary.metas > 0


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_damage_is_found_on_its_cell(form: Form, name: str) -> None:
    if name == "no_closing_day" and form.head.cutoff.says != "fecha":
        pytest.skip("the form states no date")
    page, code, column = DAMAGES[name](form)
    assert page != sound(form)
    found = told(page)
    assert code in {one for one, _ in found}, found
    if column:
        assert (code, column) in found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_row_that_lost_a_blank_is_placed_or_told(form: Form) -> None:
    """Without one of its blanks every cell behind it stands one column to the left; no figure is taken for another."""
    meta = goal(form)
    blanks = [
        index for index, cell in enumerate(meta.celdas) if not cell.raw and any(c.raw for c in meta.celdas[index:])
    ]
    for index in blanks:
        at = meta.celdas[index].span.start
        damaged = sound(form)[: at - 1] + sound(form)[at:]
        done = reading(damaged)
        placed = done.informe.metas[0]
        if placed.acomodo is None:  # a bare figure under `%` may be a share: the sums of the row speak
            assert told(damaged)
            continue
        known = {cifra.columna: cifra.valor.raw for cifra in placed.cifras if placed.acomodo.logrado}
        sure = not placed.acomodo.otras
        assert not sure or known == {cifra.columna: cifra.valor.raw for cifra in meta.cifras}
        assert any(fact.code == "POA002" for fact in done.facts)
