"""Numbers and dates are shown as their formats show them."""

import datetime as dt

import pytest

from poa_lint.documents.sheets import days, formats


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (2010, "#,##0", "2,010"),
        (2010, "General", "2010"),
        (0.25, "0%", "25%"),
        (0.375, "0%", "38%"),
        (0.375, "0.0%", "37.5%"),
        (2.5, "0", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (20.3333333, "0.00", "20.33"),
        (-3, "0", "-3"),
        (-3, "#,##0;(#,##0)", "(3)"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "0"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (4, '0 "piezas"', "4 piezas"),
        (5, "[$$-80A]#,##0.00", "$5.00"),
        (7, "000", "007"),
        (0.5, "# ?/?", "0.5"),
        (1e20, "General", "1E+20"),
        (12, ";;;", "12"),
    ],
)
def test_numbers_are_shown_as_their_formats_show_them(value: float, code: str, shown: str) -> None:
    assert formats.number(value, code).text == shown


def test_dates_are_written_as_the_form_writes_them() -> None:
    assert days.date(dt.date(2024, 3, 31)) == "31-mar.-24"
    assert days.is_date("dd-mmm-yy")
    assert not days.is_date('0 "días"')
    assert not days.is_date("[Red]#,##0")
