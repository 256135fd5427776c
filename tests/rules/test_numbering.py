"""Numbers of goals are used once in the report, or in the unit: by what the units show, or as settings say."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write

ANEW = ((1, 2, 3), (1, 2), (1, 2, 3, 4))


def report(*units: Sequence[int], words: str = "CELEBRAR SESIONES") -> str:
    return write(
        [
            Page(
                unidad=(str(101 + index), f"UNIDAD {index}"),
                metas=tuple(Row(texto=f"{number}.- {words.replace('*', str(index))}.") for number in numbers),
            )
            for index, numbers in enumerate(units)
        ]
    )


def told(text: str, tmp_path: Path | None = None, ambito: str = "") -> list[tuple[str, str, str]]:
    config = None
    if tmp_path is not None:
        config = tmp_path / "poa-lint.yaml"
        config.write_text(f"params: {{POA601: {{ambito: {ambito}}}}}", encoding="utf-8")
    found = poa_lint.lint(text, config=config, select=["POA601", "POA602", "POA603"]).files[0].diagnostics
    return [(finding.code, finding.where.unidad, finding.where.meta) for finding in found]


@pytest.mark.parametrize(
    "units", [ANEW, ((1, 2), (1, 2)), ((1,), (1, 2)), ((100, 101), (100, 101)), ((1, 2, 3), (2, 3), (1, 2))]
)
def test_units_that_begin_anew_use_their_numbers_each(units: Sequence[Sequence[int]]) -> None:
    assert told(report(*units, words="CELEBRAR SESIONES *")) == []


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (((100, 101), (200, 100)), [("POA601", "102", "100"), ("POA603", "102", "100")]),
        (((100, 101, 102), (200, 201), (300, 102)), [("POA601", "103", "102"), ("POA603", "103", "102")]),
        (((100, 101), (100, 200, 201)), [("POA601", "102", "100")]),
        (((1, 2, 2), (1, 2)), [("POA601", "101", "2")]),
        (((1, 2), (1, 3)), [("POA602", "102", "3")]),
    ],
)
def test_a_number_that_stands_twice_is_told(
    units: Sequence[Sequence[int]], expected: list[tuple[str, str, str]]
) -> None:
    assert told(report(*units, words="CELEBRAR SESIONES *")) == expected


def test_the_same_goals_under_another_unit_are_a_copy() -> None:
    assert told(report((1, 2), (1, 2))) == [("POA601", "102", "1"), ("POA601", "102", "2")]


def test_settings_say_among_which_goals_a_number_is_used_once(tmp_path: Path) -> None:
    text = report((100, 101), (200, 100), words="CELEBRAR SESIONES *")
    assert told(report(*ANEW, words="CELEBRAR *"), tmp_path, "informe") == [
        ("POA601", unit, number) for unit, numbers in (("102", "12"), ("103", "123")) for number in numbers
    ]
    assert told(text, tmp_path, "unidad") == [("POA603", "102", "100")]
    assert ("POA601", "102", "100") in told(text, tmp_path, "auto")
