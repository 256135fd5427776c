"""Waivers: what they cover, until when, and what is found about them."""

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config import waiver_file
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions, Waiver
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter import waivers
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.waivers import REASON, REPORT, TODAY, file_of, waiver


def linted(*stated: dict[str, object], report: str = REPORT, today: str = TODAY) -> tuple[FileResult, list[str]]:
    """The report under these waivers, and the codes of what is found about them."""
    file, wrong = waiver_file.read("dispensas.yaml", file_of(*stated), built_in_rules())
    assert not wrong
    decisions = Decisions(file.waivers, today=today)
    result = lint(Source("informe.txt", report), built_in_rules(), built_in_forms(), Settings(), words("es"), decisions)
    found = waivers.result(file, [result], built_in_rules(), Settings(), today, words("es"))
    return result, [one.code for one in found.diagnostics] if found else []


def test_a_waived_finding_does_not_count_and_is_not_lost() -> None:
    result, about = linted(waiver(authorised_by="C.P. Ana Ruiz"))
    assert (result.verdict, result.failed, result.standing, about) == ("SIN OBSERVACIONES", False, (), [])
    (one,) = result.diagnostics
    assert one.waived is not None
    assert (one.waived.by, one.waived.reason, one.waived.authorised_by) == ("waiver", REASON, "C.P. Ana Ruiz")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"rule": "desviacion-sin-observacion"},
        {"where": "511/101/100"},
        {"where": "511/101"},
        {"where": 511},
        {"where": "511/*/100/observaciones"},
        {"where": "*/10?/1*/obs*"},
        {"year": 2024, "quarter": 1},
        {"quarter": "T1"},
        {"value": ""},
        {"value": None},
        {"until": TODAY},
    ],
    ids=str,
)
def test_what_a_waiver_covers(changes: dict[str, object]) -> None:
    result, about = linted(waiver(**changes))
    assert (result.standing, about) == ((), [])


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"where": "511/101/101"}, ["POA011"]),
        ({"where": "511/101/100/meta_anual"}, ["POA011"]),
        ({"where": "511/10"}, []),
        ({"where": "511/102/100"}, []),
        ({"rule": "POA101"}, ["POA011"]),
        ({"year": 2023}, []),
        ({"quarter": 2}, []),
        ({"value": "otra cosa"}, ["POA011"]),
        ({"until": "2024-04-14"}, ["POA010"]),
    ],
    ids=str,
)
def test_what_it_does_not_cover_and_what_is_said_of_it(changes: dict[str, object], about: list[str]) -> None:
    """A waiver for another unit, year or quarter says nothing about this report, and nothing is said about it."""
    result, said = linted(waiver(**changes))
    assert [one.code for one in result.standing] == ["POA301"]
    assert said == about


def test_a_waiver_dies_when_its_figure_changes_however_that_is_written() -> None:
    broken = write([Page(metas=(Row(meta_anual="1,250", programado=("1",) * 4, relativo="0%"),))])
    one = waiver(rule="POA101", where="511/101/100/meta_anual", value="1250")
    assert linted(one, report=broken)[1] == []
    result, about = linted(one, report=broken.replace("1,250", "1,251"))
    assert [found.code for found in result.standing] == ["POA101"]
    assert about == ["POA011"]


def test_a_rule_that_does_not_run_leaves_its_waiver_in_peace() -> None:
    file, _ = waiver_file.read("dispensas.yaml", file_of(waiver()), built_in_rules())
    settings = Settings(Choice(ignore=("POA301",)))
    result = lint(Source("informe.txt", REPORT), built_in_rules(), built_in_forms(), settings, words("es"))
    assert waivers.result(file, [result], built_in_rules(), settings, TODAY, words("es")) is None


def test_two_findings_at_one_address_are_both_covered() -> None:
    """The number that tells their keys apart is no part of the address."""
    result, _ = linted(report=REPORT.replace("100.- ELABORAR INFORMES", "100.- ELABORAR  INFORMES.. Y ACTAS..,,"))
    for one in result.diagnostics:
        place = one.key.split(":", 3)[3].partition("#")[0]
        assert Waiver(one.code, place, REASON, TODAY).covers(one)
