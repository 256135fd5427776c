"""The order of findings for people, by place or by severity; programs get the one order of the contract."""

import json
import re
from itertools import groupby
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.program import run

REPORT = "examples/cumm-2024-t1/informe.txt"
RANKS = {"error": 0, "aviso": 1, "warning": 1, "nota": 2, "info": 2}
TITLE = re.compile(r"^(?:Unidad (\d+)|(error|aviso|nota) POA\d+)", re.MULTILINE)


def units(text: str) -> list[list[int]]:
    """The ranks of the findings of each unit, as the terminal shows them."""
    found: list[list[int]] = [[]]
    for unit, severity in TITLE.findall(text):
        if unit:
            found.append([])
        else:
            found[-1].append(RANKS[severity])
    return found


@pytest.mark.parametrize("more", [(), ("--all",)])
def test_the_gravest_of_each_unit_come_first(more: tuple[str, ...]) -> None:
    if more:  # in full, findings that follow from others stand under them, whatever their severity
        more = ("--all", "--select", "POA4,POA5,POA7")
    by_place, by_severity = (
        units(run(REPORT, *more, "--order", order).stdout.decode()) for order in ("place", "severity")
    )
    assert by_severity == [sorted(ranks) for ranks in by_severity]
    assert len(by_place) == len(by_severity)
    assert by_place != by_severity


def test_lines_of_one_unit_stay_together() -> None:
    text = run(REPORT, "-f", "concise", "--order", "severity").stdout.decode()
    usual = run(REPORT, "-f", "concise").stdout.decode()
    assert sorted(text.splitlines()) == sorted(usual.splitlines())
    assert text != usual
    markdown = run(REPORT, "-f", "markdown", "--order", "severity").stdout.decode()
    rows = [line.split(" | ")[2] for line in markdown.splitlines() if re.match(r"\| \d+ \|", line)]
    units = [line.split(" | ")[3].split(" · ")[0] for line in markdown.splitlines() if re.match(r"\| \d+ \|", line)]
    runs = [unit for unit, _ in groupby(units)]
    assert len(runs) == len(set(runs)) > 2
    assert [row.split()[0] for row in rows] == [line.split()[2] for line in text.splitlines()]


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "gitlab", "github", "junit", "rdjsonl"])
def test_the_order_of_programs_is_a_contract(form: str) -> None:
    assert run(REPORT, "-f", form, "--order", "severity").stdout == run(REPORT, "-f", form).stdout


def test_settings_say_it_and_the_command_line_has_the_last_word(tmp_path: Path) -> None:
    report = (ROOT / REPORT).read_bytes()
    (tmp_path / "informe.txt").write_bytes(report)
    usual = run("informe.txt", cwd=tmp_path).stdout
    (tmp_path / "poa-lint.yaml").write_text("order: severity\n", encoding="utf-8")
    stated = run("informe.txt", cwd=tmp_path).stdout
    assert stated != usual
    assert run("informe.txt", "--order", "place", cwd=tmp_path).stdout == usual
    assert "order = severity  (poa-lint.yaml:1)" in run("config", cwd=tmp_path).stdout.decode()
    assert json.loads(run("informe.txt", "-f", "json", cwd=tmp_path).stdout)["files"]
