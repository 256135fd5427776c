"""Reports of any form as texts and workbooks, and the reports that `poa-lint next` makes of them."""

import re
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook

from poa_lint import lint
from poa_lint.authoring.sheets.reports import report
from poa_lint.authoring.sheets.sheet import written
from poa_lint.cli.main import main
from poa_lint.core.form import NONE, Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.report import Informe
from poa_lint.core.result import Paper

FIGURE = re.compile(r"(-?[\d,]+(?:\.\d+)?)(%?)")
REPORTING = tuple(form for form in built_in_forms() if form.head.cutoff.says != NONE)


def text(form: Form, closed: int) -> str:
    """A sound report that closes so many periods."""
    return written(report(form, closed))


def book(said: str, path: Path, form: Form = REPORTING[0]) -> Path:
    """A workbook with a cell for each cell of a text; figures are numbers, and columns of percentages have a format."""
    percents = {form.index[name] + 1 for name in form.percents}
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "UE 101"
    for number, line in enumerate(said.split("\n"), 1):
        cells = line.split("\t")
        for column, words in enumerate(cells, 1):
            cell = sheet.cell(number, column)
            if figure := FIGURE.fullmatch(words):
                plain = figure[1].replace(",", "")
                value = float(plain) if "." in plain else int(plain)
                cell.value = value / 100 if figure[2] else value
                cell.number_format = "0.00%" if figure[2] else "#,##0" if "," in words else "General"
            elif words:
                cell.value, cell.data_type = words, "s"
            elif len(cells) == len(form.columns) and column in percents:
                cell.number_format = "0.00%"
    made.save(path)
    return path


def following(path: Path, *words: str, code: int = 0) -> Path:
    """The next report, made of this one."""
    target = path.with_name(f"{path.stem}-sigue{path.suffix}")
    assert main(["next", str(path), "-o", str(target), *words], {}) == code
    return target


def paper(path: Path) -> Paper:
    """The report in a file."""
    found = lint(path, keep=True).files[0].paper
    assert found is not None
    return found


def fill(path: Path, before: Informe, planned: Informe) -> None:
    """Achieve in a workbook what the next period programmes, and say again what was observed.

    `planned` is a report of that period, for a form that has its figures alone. Formulas lose their stored results.
    """
    found, made = paper(path), load_workbook(path)
    assert found.original is not None
    for meta, was, plan in zip(found.informe.metas, before.metas, planned.metas, strict=True):
        cells = {cell.columna.id: cell for cell in meta.celdas}
        plans = {cell.columna.id: cell for cell in plan.celdas}
        last = next(one for one in meta.periodos if one.ultimo)
        own = f"programado.{last.numero}" in cells
        to_do = number(last.programado.raw if own else plans["programado.corte"].raw) or 0
        values = {f"avance.{last.numero if own else 'corte'}": to_do, "observaciones": was.observaciones.raw or None}
        values |= {} if own else {"programado.corte": to_do}
        for name, value in values.items():
            if name in cells:
                place = found.original.place(cells[name].span.start)
                cell = made[place.sheet][place.cell]
                cell.value, cell.number_format = value, "#,##0.##" if name != "observaciones" else "@"
                if isinstance(value, int | float):
                    cell.number_format = "#,##0" if value == int(value) else "General"
    made.save(path)


def number(said: str) -> int | float | None:
    """The figure that a cell says; None for a blank one."""
    plain = said.replace(",", "")
    return (float(plain) if "." in plain else int(plain)) if plain else None


def periods(form: Form) -> Iterator[int]:
    """The first and the last number of periods that are closed while another one follows."""
    yield from sorted({1, len(form.periods) - 1})
