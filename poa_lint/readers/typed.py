"""Cells whose kind the file tells: a number under its format, an error."""

from poa_lint.readers import displayed
from poa_lint.readers.grid import Grid


def put_number(grid: Grid, row: int, column: int, value: float, code: str) -> None:
    """Write a number as its format shows it, and remark where that is another number."""
    shown = displayed.number(value, code)
    grid.put(row, column, shown.text, "p" if shown.percent else "n")
    if shown.rounded:
        stored = displayed.plain(displayed.exact(value))
        grid.note(row, column, "redondeo_por_formato", stored=stored, shown=shown.text)


def put_text(grid: Grid, row: int, column: int, text: str, *, error: bool) -> None:
    """Write a cell's words; an error's in Spanish, remarked on."""
    if error:
        text = displayed.ERRORS.get(text, text)
        grid.note(row, column, "error_de_formula", text=text)
    grid.put(row, column, text)
