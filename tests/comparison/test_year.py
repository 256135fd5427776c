"""A whole year beside its plan and its last quarter: silent while nothing changed, and each change told on its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from poa_lint.api import Linter, Wishes, render
from poa_lint.core.delivery import Delivery
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.pool import Against, Pool
from tests.comparison.changes import CASES, Case, Change
from tests.comparison.checking import TODAY, Found, about, check, delivered, found, grave
from tests.comparison.year import LAYOUTS, Year, year
from tests.program import run

pytest.importorskip("openpyxl", reason="the year has workbooks")
pytest.importorskip("pypdfium2", reason="the year has PDFs")

SECOND = {"t2.txt": range(6)}
"""The second quarter as one file."""


@cache
def kept(quarter: int) -> tuple[Delivery, ...]:
    """A quarter of the year without a change, 0 for the plan, as it was delivered: files of several kinds."""
    return delivered(year().files(quarter, LAYOUTS[quarter]))


@cache
def earlier(change: Change) -> dict[str, tuple[Delivery, ...]]:
    """The plan and the first quarter with a change."""
    changed = change(year())
    return {
        name: delivered(changed.files(quarter, {name: range(6)})) for quarter, name in enumerate(("p.txt", "t1.txt"))
    }


def counterparts(case: Case, beside: str) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
    """The first quarter and the plan, as far as a case is looked at beside them."""
    same = case.earlier(year()) == year()
    plan, before = (kept(0), kept(1)) if same else tuple(earlier(case.earlier).values())
    return (before if beside != "plan" else (), plan if beside != "antes" else ())


def second(changed: Year) -> dict[str, bytes]:
    """The second quarter of a year, as one text."""
    return changed.files(2, {"t2.txt": range(len(changed.units))})


@pytest.mark.parametrize("quarter", range(1, 5))
def test_a_sound_year_has_no_finding_in_any_quarter(quarter: int) -> None:
    before = kept(quarter - 1) if quarter > 1 else ()
    results = check(year().files(quarter, LAYOUTS[quarter]), before, kept(0))
    assert [finding for result in results for finding in result.diagnostics] == []
    assert not any(result.remarks for result in results)
    roles = {compared.role for result in results for compared in result.compared}
    assert roles == ({"plan", "before"} if quarter > 1 else {"plan"})
    pairs = [unit.pairs["same"] for result in results for compared in result.compared for unit in compared.units]
    assert sum(pairs) == 120 * len(roles)


@pytest.mark.parametrize("beside", ["antes", "plan", "ambos"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_is_told_on_its_cell_and_nothing_else_is(case: Case, beside: str) -> None:
    results = check(second(case.now(year())), *counterparts(case, beside))
    assert found(results) == case.told(beside)


@pytest.mark.parametrize("beside", ["antes", "plan", "ambos"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_told_shows_both_places(case: Case, beside: str) -> None:
    """A finding about two files says where the other one is; only a goal or unit that it lacks has no place there."""
    results = check(second(case.now(year())), *counterparts(case, beside))
    for finding in grave(results):
        if finding.code.startswith("POA9") and finding.code != "POA905":
            elsewhere = [place for place in finding.related if place.other]
            assert elsewhere, finding.message
            assert all(place.raw or place.columna.startswith(("programado", "avance")) for place in elsewhere)


def test_notes_tell_of_numbers_and_lines_of_action() -> None:
    told = {}
    for name in ("two goals exchange their numbers", "the line of action is another, which is a note"):
        case = next(case for case in CASES if case.name == name)
        results = check(second(case.now(year())), kept(1), kept(0))
        told[name] = [about(finding) for result in results for finding in result.diagnostics]
    assert list(told.values()) == [
        [Found("POA907", "110", "numero"), Found("POA907", "111", "numero")],
        [Found("POA910", "109", "lineas")],
    ]


def test_a_report_that_is_not_later_than_the_last_one_is_told_for_each_unit() -> None:
    results = check(year().files(1, {"t1.txt": range(6)}), kept(2))
    assert found(results) == {Found("POA913", "", "fecha")}
    assert [finding.code for finding in grave(results)] == ["POA913"] * 6


def test_two_reports_of_one_unit_and_quarter_are_told_in_both() -> None:
    files = {name: data for name in ("a.txt", "b.xlsx") for data in year().files(2, {name: (0,)}).values()}
    results = check(files, (*kept(1), *delivered(files)), among=True)
    assert [[about(finding) for finding in result.diagnostics] for result in results] == [
        [Found("POA915", "", "fecha")],
        [Found("POA915", "", "fecha")],
    ]


def test_a_unit_in_another_file_of_the_run_is_not_missing() -> None:
    """Half of the plan's units in a file of their own were told to lack the other half."""
    halves = {"a.txt": (0, 1, 2), "b.txt": (3, 4, 5)}
    assert found(check(year().files(2, halves), kept(1), kept(0))) == set()


SINGLES = {f"{number}.txt": (number,) for number in range(5)}
"""The second quarter without the last unit, 106, each of the others in a file of its own."""


def missing(quarter: int, layout: Mapping[str, Sequence[int]], before: tuple[Delivery, ...]) -> dict[str, list[str]]:
    """The units that files of a quarter lack beside the plan, by the path of the file that is told to lack them."""
    results = check(year().files(quarter, layout), before, kept(0))
    return {
        result.path: lacking
        for result in results
        if (lacking := [finding.unidad for finding in result.diagnostics if finding.code == "POA904"])
    }


def before(layout: Mapping[str, Sequence[int]]) -> tuple[Delivery, ...]:
    """The first quarter in files of this layout."""
    return delivered(year().files(1, layout))


def test_a_unit_that_no_file_of_the_run_has_is_told_of_the_plan() -> None:
    """It was charged to the first file of the run, whose letter then said that there was nothing to correct."""
    plan, told = kept(0)[0].path, ["106 PROTECCION CIVIL"]
    alone = {f"t1-{number}.txt": (number,) for number in range(6)}
    assert missing(2, SINGLES, ()) == missing(2, SINGLES, before(alone)) == {plan: told}
    finding = check(year().files(2, SINGLES), (), kept(0))[-1].diagnostics[0]
    assert (
        finding.message
        == "ningún informe al 30 de junio de 2024 es de la unidad 106 PROTECCION CIVIL, que está en el POA aprobado"
    )
    assert (finding.key, finding.address) == ("POA904:2024:T2:511/106/-/-", "511/106")
    assert finding.place == "hoja 'Hoja 6' celda B10"


def test_a_unit_that_was_in_a_file_with_another_is_told_of_the_file_that_has_the_other_now() -> None:
    pairs = {"t1-a.txt": (0, 1, 2), "t1-b.txt": (3, 4, 5)}
    assert missing(2, SINGLES, before(pairs)) == {"3.txt": ["106 PROTECCION CIVIL"]}


def test_a_unit_of_the_same_name_in_another_programme_is_no_misprint_of_one_that_is_reported() -> None:
    """Two programmes may have a unit with one code and name: only a unit that nobody reports is taken for it."""
    twice = Year((*year().units, replace(year().units[0], page={"programa": ("501", "OTRO PROGRAMA")})))
    results = check(second(twice), kept(1), kept(0))
    assert found(results) >= {Found("POA905", "", "unidad_ejecutora")}
    assert not any(finding.code in ("POA901", "POA912") for finding in grave(results))
    apart = {"a.txt": range(6), "b.txt": (6,)}
    assert {about(one).code for one in grave(check(twice.files(2, apart), kept(1), kept(0)))} >= {"POA905"}


def test_a_unit_under_a_wrong_programme_is_not_missing_from_the_plan() -> None:
    wrong = replace(year().units[0], page={"programa": ("501", "PROGRAMA")})
    singles = {f"{number}.txt": (number,) for number in range(6)}
    results = check(Year((wrong, *year().units[1:])).files(2, singles), (), kept(0))
    assert [(result.path, finding.code) for result in results for finding in result.diagnostics] == [
        ("0.txt", "POA912")
    ]


def test_one_file_alone_lacks_what_it_had_with_it_the_last_time() -> None:
    here = {"t2.txt": range(5)}
    assert (
        missing(2, here, ()) == missing(2, here, before({"t1.txt": range(6)})) == {"t2.txt": ["106 PROTECCION CIVIL"]}
    )
    apart = {"t1-a.txt": range(5), "t1-b.txt": (5,)}
    assert missing(2, here, before(apart)) == {}
    (result,) = check(year().files(2, here), before(apart), kept(0))
    assert result.remarks == (
        "plan.xlsx tiene otras unidades (1) que no están en este archivo; se revisan con el suyo",
    )


def test_a_run_of_some_of_the_files_does_not_repeat_what_all_of_them_lack() -> None:
    linter = Linter(Wishes(no_config=True, today=TODAY), words("es"))
    files = year().files(2, SINGLES)
    linter.pool = Pool(Against((), kept(0), together=delivered(files)))
    results = [linter.check(open_source(data, name)) for name, data in files.items()]
    assert [len(linter.run(results[some]).files) for some in (slice(None), slice(0, 2), slice(2, 5))] == [6, 3, 3]


def test_a_plan_that_is_told_of_has_no_verdict_of_its_own() -> None:
    linter = Linter(Wishes(no_config=True, today=TODAY), words("es"))
    files = year().files(2, SINGLES)
    linter.pool = Pool(Against((), kept(0), together=delivered(files)))
    run = linter.run([linter.check(open_source(data, name)) for name, data in files.items()])
    assert "\nplan.xlsx\n" in render(run)
    assert "\n### plan.xlsx\n" in render(run, "markdown")


def test_the_command_line_compares_the_quarters_of_a_folder(tmp_path: Path) -> None:
    for quarter in (0, 1, 2):
        for name, data in year().files(quarter, LAYOUTS[quarter]).items():
            (tmp_path / name).write_bytes(data)
    names = [str(tmp_path / name) for name in LAYOUTS[2]]
    before = [word for name in LAYOUTS[1] for word in ("--against", str(tmp_path / name))]
    ran = run(*names, "--plan", str(tmp_path / "plan.xlsx"), *before, "--no-config")
    assert ran.returncode == 0, ran.stdout
    assert b"POA9" not in ran.stdout
