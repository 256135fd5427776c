"""Waivers and overrides that are found by their place are those that going over all of them finds."""

from itertools import product

from poa_lint import lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Choice, Choices, Override, Settings
from poa_lint.config.waivers import Decisions, Waiver, WaiversByPlace
from poa_lint.core.records import replace

UNITS = ("101", "1*", "511/101", "511/*", "[12]01", "-", "")


def test_the_overrides_of_a_unit_are_those_that_meet_it() -> None:
    overrides = tuple(
        Override(Choice(ignore=(f"POA{number}",)), units=units, years=years)
        for number, (units, years) in enumerate(
            product([(), *((unit,) for unit in UNITS), ("101", "201")], [(), (2024,)])
        )
    )
    settings = Settings(overrides=overrides)
    choices = Choices(settings)
    for year, programa, unidad in product((2023, 2024), ("511", ""), ("101", "201", "301", "")):
        expected = tuple(
            code for each in overrides if each.meets(year, programa, unidad) for code in each.choice.ignore
        )
        assert choices.of(year, programa, unidad).ignore == expected


def test_the_waivers_about_a_finding_are_those_that_cover_it() -> None:
    rows = tuple(Row(texto=f"{100 + number}.- ELABORAR.", meta_anual="5", relativo="") for number in range(4))
    units = [Page(unidad=(code, "GERENCIA"), metas=rows) for code in ("101", "2/1", "")]
    findings = lint(write(units)).files[0].diagnostics
    parts = (("511", "5*", "-", "9"), ("101", "*", "2", "-"), ("100", "10?", "101"), ("meta_anual", "m*", "relativo"))
    wheres = ["/".join(place) for length in (1, 2, 3, 4) for place in product(*parts[:length])]
    wheres += [
        f"{where}/{rest}" for where in ("511/101/100/relativo", "511/101/-/-", "*/*/*/*") for rest in ("*", "a/b")
    ]
    codes = sorted({finding.code for finding in findings})
    waivers = tuple(Waiver(code, where, f"{code} {where}", "2030-01-01") for where in wheres for code in codes)
    decided = Decisions(waivers, today="2024-01-01").on(findings)
    by_place = WaiversByPlace(waivers)
    covered = 0
    for finding, told in zip(findings, decided, strict=True):
        expected = [waiver for waiver in waivers if waiver.covers(finding)]
        assert [waiver for waiver in by_place.about(finding) if waiver.covers(finding)] == expected
        assert told == (replace(finding, waived=told.waived) if expected else finding)
        assert not expected or (told.waived is not None and told.waived.reason == expected[0].reason)
        covered += bool(expected)
    assert covered > 20
