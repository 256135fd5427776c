"""Waivers and overrides that are found by their place are those that going over all of them finds."""

from collections.abc import Iterable
from itertools import product

import pytest

from poa_lint import lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.patterns import Patterns
from poa_lint.config.settings import Choice, Choices, Override, Settings, _together
from poa_lint.config.waivers import Decisions, Waiver, WaiversByPlace
from poa_lint.core.records import replace
from poa_lint.core.text import matches_glob

UNITS = ("101", "1*", "511/101", "511/*", "[12]01", "-", "")
NAMES = ("101", "511/101", "201", "a/b/101.txt", "a/B/101.txt", "1*", "x[ab", "", "[", "1", "01")
GLOBS = (
    "101",
    "*",
    "*/101",
    "?01",
    "[12]01",
    "5*/1*",
    "a/*",
    "*.txt",
    "a/*/101.txt",
    "*1*",
    "1[*]",
    "x[ab",
    "[",
    "]1",
    "",
)


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


@pytest.mark.parametrize("name", NAMES)
def test_the_patterns_of_a_name_are_those_that_match_it(name: str) -> None:
    patterns = Patterns((glob, number) for number, glob in enumerate((*GLOBS, *GLOBS[:3])))
    assert patterns.matching(name) == {
        number for number, glob in enumerate((*GLOBS, *GLOBS[:3])) if matches_glob(name, glob)
    }


def test_a_unit_is_compared_with_the_patterns_that_begin_or_end_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def matches(name: str, glob: str) -> bool:
        compared.append(glob)
        return matches_glob(name, glob)

    monkeypatch.setattr("poa_lint.config.patterns.matches_glob", matches)
    globs = [f"{number}{sign}" for number in range(1_000, 1_200) for sign in ("*", "/?")]
    globs += [f"*/{number}" for number in range(1_000, 1_200)]
    assert Patterns((glob, 0) for glob in globs).matching("511/1007") == {0}
    assert compared == ["*/1007"]


def test_overrides_for_all_units_are_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[int] = []

    def together(choices: Iterable[Choice]) -> Choice:
        every = list(choices)
        put.append(len(every))
        return _together(every)

    monkeypatch.setattr("poa_lint.config.settings._together", together)
    general = [Override(Choice(ignore=(f"POA{number}",)), years=(2024,)) for number in range(500)]
    choices = Choices(Settings(overrides=(*general, Override(Choice(ignore=("POA900",)), units=("101",)))))
    for number in range(100):
        assert len(choices.of(2024, "511", f"{101 + number}").ignore) == 500 + (number == 0)
    assert sorted(put) == [2, 3, 500]


def test_the_overrides_for_a_file_are_those_without_paths_and_those_of_its_path() -> None:
    overrides = tuple(Override(Choice(), paths=paths) for paths in ((), ("a/*",), ("*.csv", "a/b.txt"), ("b/*",)))
    assert Settings(overrides=overrides).overrides_for("a/b.txt") == overrides[:3]
    assert Settings(overrides=overrides).overrides_for("c.txt") == overrides[:1]


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
