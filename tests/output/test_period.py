"""The period that a report closes: in JSON, in the keys of findings, and in waivers."""

import json

import jsonschema
import pytest

from poa_lint.config import waiver_file
from poa_lint.rulebook.builtin import built_in_rules
from tests.output.runs import result, run_of, said
from tests.places import ROOT
from tests.reading.test_choice import text

REPORT = json.loads((ROOT / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
MONTHLY = text("mensual.txt").encode()


@pytest.mark.parametrize(
    ("name", "period", "quarter"),
    [
        ("mensual", {"numero": 4, "clave": "M04", "nombre": "Abr"}, None),
        ("semestral", {"numero": 1, "clave": "S1", "nombre": "Primer semestre"}, None),
        ("variacion", {"numero": 1, "clave": "T1", "nombre": "Ene-Mar"}, 1),
        ("pbrm-08c", {"numero": 2, "clave": "T2", "nombre": "Segundo Trimestre"}, 2),
        ("plan", None, None),
    ],
)
def test_json_says_the_period_of_any_form_and_the_quarter_of_quarters_alone(
    name: str, period: object, quarter: object
) -> None:
    made = json.loads(said("json", run_of(result(text(f"{name}.txt").encode()))))
    jsonschema.validate(made, REPORT)
    report = made["files"][0]["report"]
    assert (report["periodo"], report["trimestre"]) == (period, quarter)


def test_a_key_has_the_form_s_own_period() -> None:
    keys = [finding.key for finding in result(MONTHLY).diagnostics]
    assert keys[0] == "POA301:2025:M04:310/101/101/observaciones"


@pytest.mark.parametrize("date", [b"", b"FECHA: 10-ene.-25"])
def test_a_key_where_no_period_is_known_to_be_closed(date: bytes) -> None:
    told = result(MONTHLY.replace(b"FECHA: 30-abr.-25", date)).diagnostics
    assert {finding.key.split(":")[2] for finding in told} == {"M?"}


def waiver(*lines: str) -> str:
    ends = ("where: 310/101/101", "reason: Oficio OM-12 de la Oficialía", "until: 2999-12-31")
    return "- rule: POA301\n" + "".join(f"  {line}\n" for line in (*lines, *ends))


def waived(period: str) -> list[str]:
    file, wrong = waiver_file.read("dispensas.yaml", waiver(period), built_in_rules())
    assert not wrong
    return [finding.code for finding in result(MONTHLY, "informe.txt", *file.waivers).standing]


def test_a_waiver_may_name_the_period_of_its_form() -> None:
    assert "POA301" not in waived("period: M04")
    assert "POA301" in waived("period: M05")
    assert "POA301" in waived("quarter: 4"), "April is no quarter"


def test_a_waiver_names_a_quarter_or_a_period() -> None:
    _, wrong = waiver_file.read("dispensas.yaml", waiver("quarter: 1", "period: T1"), built_in_rules())
    assert [trouble.kind for trouble in wrong] == ["quarter-and-period"]
