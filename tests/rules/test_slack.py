"""The slack of sums: what rounding explains by the decimals on the paper, or what the settings state."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.figures import precise_text, printed_decimals, rounded

Figures = tuple[str, ...]
JUNE = "30-jun.-24"


def row(meta: str, programado: Figures, avance: Figures, absoluto: str, relativo: str = "") -> str:
    """A report of one goal at the end of June."""
    padded = (*programado, *[""] * (4 - len(programado)))
    achieved = (*avance, *[""] * (4 - len(avance)))
    goal = Row(
        meta_anual=meta,
        programado=padded,
        avance=achieved,
        absoluto=absoluto,
        relativo=relativo,
        observaciones="AJUSTE.",
    )
    return write([Page(metas=(goal,), fecha=JUNE)])


def told(text: str, *codes: str, config: Path | None = None) -> list[str]:
    run = poa_lint.lint(text, select=codes, config=config)
    return [finding.code for finding in run.files[0].diagnostics if finding.code in codes]


SUMS = [
    (("17.6667", "2.6667"), "20.3333", True),
    (("17.6667", "2.6667"), "20.3334", True),
    (("17.6667", "2.6667"), "20.3336", False),
    (("17.67", "2.67"), "20.33", True),
    (("17.67", "2.67"), "20.35", True),
    (("17.67", "2.67"), "20.36", False),
    (("17.67", "2.67"), "20.40", False),
    (("10", "10"), "21", False),
    (("10", "10"), "20", True),
    (("10.0", "10.0"), "20.1", True),
    (("10.0", "10.0"), "20.2", False),
    (("6.67", "6.67"), "13", False),
    (("6.67", "6.67"), "13.3", True),
    (("17.67", "3"), "20.68", True),
    (("17.67", "3"), "20.69", False),
    (("1,017.67", "2.67"), "1,020.35", True),
    (("(1.50)", "2.67"), "1.18", True),
    (("17.6666666667", "2.6666666667"), "20.3333333333", True),
    (("17.6666666667", "2.6666666667"), "20.3333333337", False),
]


@pytest.mark.parametrize(("addends", "total", "holds"), SUMS)
def test_a_sum_may_differ_by_what_rounding_explains(addends: Figures, total: str, holds: bool) -> None:
    programmed = row(total, addends, (), "")
    assert told(programmed, "POA101") == ([] if holds else ["POA101"])
    achieved = row("400", ("400",), addends, total)
    assert told(achieved, "POA102") == ([] if holds else ["POA102"])


def test_the_message_has_both_figures_and_what_rounding_explains() -> None:
    (finding,) = poa_lint.lint(row("20.40", ("17.67", "2.67"), (), ""), select=["POA101"]).files[0].diagnostics
    assert finding.message == "los trimestres programan 20.34 y la META ANUAL es 20.4"
    blanks = "Jul-Sep P (vacía) + Oct-Dic P (vacía)"
    shown = f"Ene-Mar P 17.67 + Abr-Jun P 2.67 + {blanks} = 20.34; META ANUAL = 20.40; diferencia -0.06"
    assert finding.work == f"{shown}; el redondeo explica hasta 0.015 unidades"
    (finding,) = poa_lint.lint(row("21", ("10", "10"), (), ""), select=["POA101"]).files[0].diagnostics
    assert finding.work == f"Ene-Mar P 10 + Abr-Jun P 10 + {blanks} = 20; META ANUAL = 21; diferencia -1"


STATED = [("0", "20.3333", ["POA101"]), ("0", "20.3334", []), ("0.5", "20.8", []), ("0.5", "20.9", ["POA101"])]


@pytest.mark.parametrize(("slack", "total", "codes"), STATED)
def test_a_stated_tolerance_wins(tmp_path: Path, slack: str, total: str, codes: list[str]) -> None:
    config = tmp_path / "poa-lint.yaml"
    config.write_text(f"params: {{POA101: {{tolerancia: {slack}}}}}\n", encoding="utf-8")
    assert told(row(total, ("17.6667", "2.6667"), (), ""), "POA101", config=config) == codes
    text = row("400", ("400",), ("17.6667", "2.6667"), total)
    assert told(text, "POA102", config=config) == ["POA102" for _ in codes]


def test_a_tolerance_that_an_override_states_wins_there(tmp_path: Path) -> None:
    config = tmp_path / "poa-lint.yaml"
    config.write_text("overrides: [{units: ['101'], params: {POA101: {tolerancia: 0}}}]\n", encoding="utf-8")
    text = row("20.3333", ("17.6667", "2.6667"), (), "")
    assert told(text, "POA101", config=config) == ["POA101"]
    config.write_text("overrides: [{units: ['999'], params: {POA101: {tolerancia: 0}}}]\n", encoding="utf-8")
    assert told(text, "POA101", config=config) == []


def test_rounding_is_no_overfulfilment() -> None:
    assert told(row("20.3333", ("20.3333",), ("17.6667", "2.6667"), "20.3334"), "POA107") == []
    assert told(row("20.33", ("20.33",), ("17.67", "2.67"), "20.40"), "POA107") == ["POA107"]
    assert told(row("4", ("4",), ("3", "2"), "5"), "POA107") == ["POA107"]


def test_a_row_within_the_slack_is_not_repaired_and_one_beyond_it_is() -> None:
    sound = row("20.3333", ("17.6667", "2.6667"), ("17.6667", "2.6667"), "20.3333", "100%")
    resolved = [key for repair in poa_lint.lint(sound).files[0].repairs for key in repair.resolves]
    assert not [key for key in resolved if key.startswith(("POA101", "POA102"))]
    broken = poa_lint.lint(row("20.40", ("17.67", "2.67"), ("17.67", "2.67"), "20.34", "100%")).files[0]
    values = {change.value for repair in broken.repairs for change in repair.changes}
    assert "20.34" in values


def test_a_workbook_counts_by_what_is_printed() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    codes: dict[str, list[str]] = {}
    for form in ("0.0000", "0.00", "General"):
        book = openpyxl.Workbook()
        text = row("META", ("UNO", "DOS"), (), "")
        for number, line in enumerate(text.split("\n"), 1):
            for column, cell in enumerate(line.split("\t"), 1):
                place = book.active.cell(number, column)
                place.value = {"META": 61 / 3, "UNO": 53 / 3, "DOS": 8 / 3}.get(cell, cell or None)
                place.number_format = form if cell in ("META", "UNO", "DOS") else "General"
        stream = BytesIO()
        book.save(stream)
        run = poa_lint.lint(stream.getvalue(), select=["POA101"])
        codes[form] = [finding.code for finding in run.files[0].diagnostics]
    assert codes == {"0.0000": [], "0.00": [], "General": []}


@given(
    st.lists(st.fractions(0, 1000, max_denominator=999), min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_figures_that_were_rounded_each_for_itself_always_add_up(values: list[Fraction], places: int) -> None:
    def printed(value: Fraction) -> str:
        return f"{float(rounded(value, places)):.{places}f}"

    text = row(printed(sum(values, Fraction(0))), tuple(map(printed, values)), (), "")
    assert told(text, "POA101") == []


@pytest.mark.parametrize(
    ("raw", "decimals"),
    [("20", 0), ("17.6667", 4), ("(2.5)", 1), ("33.3 %", 1), ("1,234.50", 2), ("１７．６６", 2), ("", 0)],
)
def test_decimals_are_counted_as_printed(raw: str, decimals: int) -> None:
    assert printed_decimals(raw) == decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(15, 100_000), "0.00015"),
        (Fraction(-1, 10_000), "-0.0001"),
        (Fraction(15, 1000), "0.015"),
        (Fraction(1, 300), "0"),
        (0, "0"),
        (1234, "1,234"),
    ],
)
def test_small_figures_are_shown_whole(value: Fraction | int, text: str) -> None:
    assert precise_text(value) == text
