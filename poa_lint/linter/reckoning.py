"""The figures of a goal that follow from others of its row, as formulas for the next period's report.

A formula is a tuple of texts and of the cells that it reads, so that whoever writes it may name them as a file does:

    ("SUM(", <Ene-Mar A>, ",", <Abr-Jun A>, ")")      AVANCE ABSOLUTO of a goal that adds up
    (<AVANCE ABSOLUTO>, "/", <META ANUAL>)            ACUMULADO RELATIVO
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Final, NamedTuple

from poa_lint.core.figures import UNKNOWN, Figure, Nothing, quotient
from poa_lint.core.form import LAST, PERCENTAGES, Form
from poa_lint.core.report import Cell, Meta
from poa_lint.expression.evaluate import value
from poa_lint.expression.syntax import Arithmetic, Field, Literal, Node
from poa_lint.rulebook.formulas import Formula, formulas, plain

TOTAL: Final = "absoluto"
SHARE: Final = "relativo"
PLANNED: Final = "programado_acumulado"
ANNUAL: Final = "meta_anual"
HUNDRED: Final = 100
Tokens = tuple[str | Cell[object], ...]


class Uncertain(Exception):
    """A figure of which nobody can tell how it follows; `kind` is a key of the languages' `doubt` table."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Reckoned(NamedTuple):
    """A cell whose figure follows from others.

    `value` is the figure that the formula gives now, None for an empty text. In a column of percentages both are in
    points where `percent` is false for the cell's format, and `tokens` give the share: a hundred of it are the points.
    `reads` are cells of which an office's own formula has to read one, to be kept; it is replaced where there are none.
    """

    cell: Cell[object]
    tokens: Tokens
    value: Figure | None
    percent: bool
    reads: tuple[Cell[object], ...]
    upcoming: bool = False
    """True for a figure of the next period itself, of which nothing is known yet."""


class Row:
    """A goal's cells as they are in the next period's report, by the ids of their columns.

    `closed` is the number of periods that this report closes, `cleared` are the columns that become blank.
    """

    def __init__(self, meta: Meta, form: Form, closed: int, cleared: frozenset[str]) -> None:
        self.meta, self.form, self.closed = meta, form, closed
        self.cells: Mapping[str, Cell[object]] = {cell.columna.id: cell for cell in meta.celdas}
        self.figures: dict[str, Figure | Nothing | None] = {
            cifra.columna: None if cifra.columna in cleared else cifra.valor.value for cifra in meta.cifras
        }
        self.doubts: dict[str, str] = {}
        self.by_plain = {plain(column.columna.id): column.columna.id for column in form.columns}

    def doubt(self, name: str, reason: Uncertain) -> None:
        """Let what follows from a column be uncertain for the same reason."""
        self.figures[name], self.doubts[name] = UNKNOWN, reason.kind

    def figure(self, name: str) -> Figure | None:
        """The figure of a column; None for a blank one. Raises Uncertain for one that cannot be read."""
        figure = self.figures.get(name)
        if figure is UNKNOWN:
            raise Uncertain(self.doubts.get(name, "ilegible"))
        return None if isinstance(figure, Nothing) else figure

    def node(self) -> SimpleNamespace:
        """The node that formulas are evaluated on."""
        return SimpleNamespace(
            **{
                name: SimpleNamespace(value=_or_unknown(self.figures.get(column)))
                for name, column in self.by_plain.items()
            }
        )

    def written(self, name: str, tokens: Tokens, figure: Figure | None, reads: Sequence[str]) -> Reckoned:
        """A column's cell with its formula; its figure counts for the columns that follow from it."""
        column, upcoming = self.form.columns[self.form.index[name]], name.endswith(f".{self.closed + 1}")
        self.figures[name] = figure
        cells = tuple(self.cells[read] for read in reads)
        return Reckoned(self.cells[name], tokens, figure, column.kind in PERCENTAGES, cells, upcoming)


def _or_unknown(figure: Figure | Nothing | None) -> Figure | Nothing:
    return UNKNOWN if figure is None else figure


def names(form: Form, closed: int) -> Iterator[str]:
    """The columns that follow from others in a report that closes one period more, each behind those that it reads."""
    yield from (name for name in (PLANNED, TOTAL, SHARE) if name in form.index and _is_reckoned(form, name))
    computed = [one.column.columna.id for one in formulas(form)]
    yield from (name for name in computed if name.partition(".")[2] in ("", LAST, str(closed + 1)))


def _is_reckoned(form: Form, name: str) -> bool:
    by_last = f"avance.{LAST}" in form.index
    return (by_last or name != PLANNED) and not form.columns[form.index[name]].formula


def reckoned(row: Row, name: str) -> Reckoned:
    """The formula of a column. Raises Uncertain; what follows from that column is uncertain then, too."""
    try:
        return _reckoned(row, name)
    except Uncertain as reason:
        row.doubt(name, reason)
        raise


def _reckoned(row: Row, name: str) -> Reckoned:
    if name == TOTAL:
        return _total(row)
    if name == PLANNED:
        return _carried(row, name, f"programado.{LAST}")
    if name == SHARE:
        return _share(row)
    return _computed(row, next(one for one in formulas(row.form) if one.column.columna.id == name))


def _total(row: Row) -> Reckoned:
    """The total of the periods of the year, in the way in which the goal adds up."""
    if f"avance.{LAST}" in row.form.index:
        return _carried(row, TOTAL, f"avance.{LAST}")
    columns = list(_periods(row))
    cells, figures = [row.cells[name] for name in columns], [row.figure(name) for name in columns]
    known = [figure for figure in figures if figure is not None]
    listed = tuple(_listed(cells))
    tokens: Tokens
    figure: Figure | None
    match row.meta.acumulacion:
        case "suma":
            tokens, figure = ("SUM(", *listed, ")"), sum(known)
        case "maximo":
            tokens, figure = ("MAX(", *listed, ")"), max(known, default=0)
        case "promedio":
            tokens = ("IF(COUNT(", *listed, ')=0,"",AVERAGE(', *listed, "))")
            figure = _divided(sum(known), len(known)) if known else None
        case "ultimo":
            tokens, figure = tuple(_last(cells)), known[-1] if known else None
        case _:
            raise Uncertain("acumulacion")
    return row.written(TOTAL, tokens, figure, (f"avance.{row.closed + 1}",))


def _periods(row: Row) -> Iterator[str]:
    """The achieved figures up to the next period; up to the year's end where the others are blank."""
    named = [f"avance.{number}" for number in range(1, len(row.form.periods) + 1)]
    later = [name for name in named[row.closed + 1 :] if name in row.cells]
    upcoming = not any(row.cells[name].raw for name in later)
    for name in named if upcoming else named[: row.closed + 1]:
        if name in row.cells:
            yield name


def _listed(cells: Sequence[Cell[object]]) -> Iterator[str | Cell[object]]:
    for index, cell in enumerate(cells):
        if index:
            yield ","
        yield cell


def _last(cells: Sequence[Cell[object]]) -> Iterator[str | Cell[object]]:
    """The last cell that is not blank."""
    for cell in reversed(cells):
        yield from ("IF(", cell, '<>"",', cell, ",")
    yield '""' + ")" * len(cells)


def _carried(row: Row, name: str, last: str) -> Reckoned:
    """An accumulated figure of a form that has the last period alone: what it was, and that period's figure."""
    before, new = row.figure(name), row.cells.get(last)
    if before is None or new is None:
        raise Uncertain("acumulado")
    kept = number_text(before)
    match row.meta.acumulacion:
        case "suma":
            tokens: Tokens = (f"{kept}+", new)
        case "maximo":
            tokens = (f"MAX({kept},", new, ")")
        case "ultimo":
            tokens = ("IF(", new, f'="",{kept},', new, ")")
        case _:
            raise Uncertain("acumulacion")
    return row.written(name, tokens, before, ())


def _share(row: Row) -> Reckoned:
    """The accumulated figure over the annual goal."""
    annual, total = row.figure(ANNUAL), row.cells.get(TOTAL)
    if total is None or not annual:
        raise Uncertain("meta-anual")
    done = row.figure(TOTAL)
    tokens: Tokens = (total, "/", row.cells[ANNUAL])
    if row.meta.acumulacion not in ("suma", "maximo"):
        tokens = ("IF(", total, '="","",', *tokens, ")")
    figure = None if done is None else _divided(done * HUNDRED, annual)
    by_last = f"avance.{LAST}" in row.form.index
    return row.written(SHARE, tokens, figure, (TOTAL,) if by_last else (TOTAL, f"avance.{row.closed + 1}"))


def _computed(row: Row, formula: Formula) -> Reckoned:
    """A column with a formula of its form; it stays empty while a figure that it reads is."""
    column, node = formula.column, formula.sentence.node
    points = column.kind in PERCENTAGES
    by_hundred = points and isinstance(node, Arithmetic) and node.op == "*" and _is_hundred(node.right)
    if by_hundred and isinstance(node, Arithmetic):
        node = node.left
    read: dict[str, None] = {}
    tests: list[str | Cell[object]] = []
    tokens = tuple(_tokens(node, row, read, tests))
    if points and not by_hundred:
        tokens = ("(", *tokens, f")/{HUNDRED}")
    for name in read:
        tests += (row.cells[name], '="",')
    tests[-1] = str(tests[-1]).removesuffix(",")
    for name in read:
        row.figure(name)
    result = value(formula.sentence, (row.node(),))
    figure = None if isinstance(result, Nothing) else result
    return row.written(column.columna.id, ("IF(OR(", *tests, '),"",', *tokens, ")"), figure, tuple(read))


def _divided(left: Figure, right: Figure) -> Figure | None:
    """`left` / `right`; None for a division by zero."""
    result = quotient(left, right)
    return None if isinstance(result, Nothing) else result


def _is_hundred(node: Node) -> bool:
    return isinstance(node, Literal) and node.value == HUNDRED


def _tokens(
    node: Node, row: Row, read: dict[str, None], tests: list[str | Cell[object]]
) -> Iterator[str | Cell[object]]:
    """A formula's text; `read` gets the columns that it reads, `tests` what makes it a division by zero."""
    if isinstance(node, Literal) and not isinstance(node.value, str | bool):
        yield number_text(node.value)
    elif isinstance(node, Field):
        name = row.by_plain[node.path[-1]]
        if name not in row.cells:
            raise Uncertain("formula")
        read[name] = None
        yield row.cells[name]
    elif isinstance(node, Arithmetic):
        for side in (node.left, node.right):
            part = tuple(_tokens(side, row, read, tests))
            if side is node.right:
                yield node.op
                tests += (*part, "=0,") if node.op == "/" else ()
            yield from ("(", *part, ")") if isinstance(side, Arithmetic) else part
    else:
        raise Uncertain("formula")


def number_text(value: Figure) -> str:
    """A figure as a spreadsheet's file has it: `12`, `0.375`."""
    return str(value.numerator) if value.denominator == 1 else repr(float(value))
