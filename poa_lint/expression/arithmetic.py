"""Show the arithmetic of a sentence that does not hold, with the name and the figure of every addend.

For `abs(acumula(programado) - meta_anual) <= tolerancia` the text is, for example, `Ene-Mar P 6 + Abr-Jun P 7 + Jul-Sep
P 7 + Oct-Dic P 7 = 27; META ANUAL = 26; diferencia 1`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from poa_lint.core.figures import BLANK, UNKNOWN, Nothing, figure_text, precise_text
from poa_lint.core.words import Words
from poa_lint.expression import syntax
from poa_lint.expression.evaluate import cells, value
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import DATE, NUMBER, TEXT, TRUTH, Frame

ADDING: Final = frozenset({"sum", "acumula"})
"""Functions shown as a sum of their addends."""
LISTING: Final = frozenset({"closed"})
"""Functions that return the first items of a list."""
LOOKING: Final = frozenset({"blank", "plain", "written", "matches", "year", "whole"})
"""Functions of one cell that are shown as the cell itself, which says more than their result."""
RESULTS: Final = ADDING | LOOKING | {"abs"}
"""Functions whose figure is shown alone inside a sum; others are shown with their words, `cuántos hay (…)`."""
_SIGNS: Final = {"+": "+", "-": "-", "*": "·", "/": "÷"}
_PRECEDENCE: Final = {"+": 1, "-": 1, "*": 2, "/": 2}

MAX_LISTED: Final = 50
"""Items of a list that are shown as text; of the others the number is told."""
MAX_ITEMS: Final = 250
"""Items of a list whose cells are looked for: more may have none, and every finding would go over all of them."""


def cells_read(part: Resolved, frame: Frame, most: int | None = None) -> tuple[Any, ...]:
    """Return the cells that evaluating `part` on `frame` reads, without repetitions; `most` is how many at most."""
    read: dict[Any, None] = {}
    for cell in _cells(part, frame):
        if len(read) == most:
            break
        read[cell] = None
    return tuple(read)


def _cells(part: Resolved, frame: Frame) -> Iterator[Any]:
    if part.in_cells:
        yield from cells(part, frame)
    elif isinstance(part.node, syntax.Call) and part.node.name in LISTING:
        values = value(part, frame)
        read = list(_cells(part.parts[0], frame))
        yield from read[: len(values)] if isinstance(values, Sequence) else read
    elif isinstance(part.node, syntax.Quantifier):
        yield from _quantifier_cells(part, frame)
    else:
        for inner in part.parts:
            if inner.parts or inner.steps:  # constants have neither
                yield from _cells(inner, frame)


def _quantifier_cells(part: Resolved, frame: Frame) -> Iterator[Any]:
    source, *inner = part.parts
    yield from _cells(source, frame)
    for item in _items(source, frame)[:MAX_ITEMS]:
        for clause in inner:
            yield from _cells(clause, (*frame, item))


def _items(source: Resolved, frame: Frame) -> Sequence[object]:
    values = value(source, frame)
    return values if isinstance(values, Sequence) else ()


def value_text(value: object, words: Words) -> str:
    """Return `value` as text for a reader: a figure, a date, `yes`, or the items of a list with commas between them.

    Of a list of more than MAX_LISTED items the others are counted: `4.1.1, 4.1.2, … y 12 más`.
    """
    if value is BLANK:
        return words("blank")
    if value is UNKNOWN:
        return words("unknown")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if hasattr(value, "dia"):
        return _date_text(value, words)
    if isinstance(value, list | tuple):
        listed = ", ".join(value_text(item, words) for item in value[:MAX_LISTED])
        more = len(value) - MAX_LISTED
        return f"{listed} {words('and-more', n=figure_text(more))}" if more > 0 else listed
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _date_text(value: Any, words: Words) -> str:
    """Write a date in words; a month that does not exist is written as its number."""
    month = words(f"month.{value.mes}") if 1 <= value.mes <= 12 else str(value.mes)
    return words("date", day=str(value.dia), month=month, year=str(value.ano))


def work(part: Resolved, frame: Frame, words: Words) -> str:
    """Return the arithmetic of the sentence `part`, which does not hold on `frame`; empty where it has no figures.

    The clauses are joined by semicolons, without repetitions.
    """
    if isinstance(part.node, syntax.Call) and part.node.name == "same":
        return _apart(part, frame)
    if not _has_figures(part):
        return ""
    compared = isinstance(part.node, syntax.Compare)
    clauses = _sides(part, frame, words, whole=True) if compared else _clauses(part, frame, words)
    return "; ".join(dict.fromkeys(clauses))


def shown(part: Resolved, frame: Frame, words: Words) -> str:
    """Return what the sentence `part` reads on `frame`, whatever it comes to; empty where it reads nothing."""
    return "; ".join(dict.fromkeys(_clauses(part, frame, words)))


def _apart(part: Resolved, frame: Frame) -> str:
    """The difference of two figures that are not the same: `9 - 8 = 1`; a blank one is 0."""
    left, right = (0 if (figure := value(side, frame)) is BLANK else figure for side in part.parts)
    return f"{precise_text(left)} - {precise_text(right)} = {precise_text(left - right)}"


def _has_figures(part: Resolved) -> bool:
    """True if `part` compares figures or computes with them."""
    if isinstance(part.node, syntax.Arithmetic):
        return True
    if isinstance(part.node, syntax.Compare):
        return all(side.type == NUMBER for side in part.parts) or any(map(_has_figures, part.parts))
    return any(map(_has_figures, part.parts))


def _clauses(part: Resolved, frame: Frame, words: Words) -> Iterator[str]:
    match part.node:
        case syntax.Logic() | syntax.Compare():
            yield from _sides(part, frame, words)
        case syntax.Literal() | syntax.Listing():
            return
        case syntax.Field():
            yield from _field(part, frame, words)
        case syntax.Quantifier():
            yield from _quantifier(part, frame, words)
        case syntax.Call(name=name) if name in LOOKING:
            yield from _clauses(part.parts[0], frame, words)
        case syntax.Call(name="holgura"):
            slack = value(part, frame)
            if slack:
                unit = part.parts[0].name.unit if part.parts[0].name else ""
                yield f"{words('slack')} {precise_text(slack)} {unit}".rstrip()
        case syntax.Call(name="letters"):
            yield from _clauses(part.parts[0], frame, words)
            yield words("letters", n=value_text(value(part, frame), words))
        case _:
            yield from _computation(part, frame, words)


def _sides(part: Resolved, frame: Frame, words: Words, *, whole: bool = False) -> Iterator[str]:
    """Show the operands of a comparison, `and`, `or` or `not`; of a false `and` only the false ones.

    With `whole` the comparison is the whole sentence: of `a == 4` the constant is shown as the expected value.
    """
    first, *rest = part.parts
    if whole and isinstance(part.node, syntax.Compare) and part.node.op == "==" and rest[0].constant:
        yield from _clauses(first, frame, words)
        yield f"{words('expected')} {_constant(rest[0], words)}"
        return
    only_false = isinstance(part.node, syntax.Logic) and part.node.op == "and" and value(part, frame) is False
    for inner in part.parts:
        if not only_false or value(inner, frame) is False:
            yield from _clauses(inner, frame, words)


def _field(part: Resolved, frame: Frame, words: Words) -> Iterator[str]:
    if part.name is not None:
        if part.type == NUMBER and part.name.value != 0:
            yield f"{words('limit')} {_constant(part, words)}"
    elif part.in_cells:
        for cell in cells(part, frame):
            yield f"{cell.columna.titulo} = {_cell(cell, words)}"
    elif part.type in (NUMBER, TEXT, DATE):
        yield f"{_field_name(part.node)} = {value_text(value(part, frame), words)}"


def _field_name(node: syntax.Node) -> str:
    """The name of a field that stands in no cell: `fecha (informe)`."""
    assert isinstance(node, syntax.Field)
    return f"{node.path[-1]} ({node.path[0]})" if len(node.path) > 1 else node.path[-1]


def _constant(part: Resolved, words: Words) -> str:
    """The value of a constant part, with its unit if it is a parameter."""
    return f"{value_text(value(part, ()), words)} {part.name.unit if part.name else ''}".rstrip()


def _quantifier(part: Resolved, frame: Frame, words: Words) -> Iterator[str]:
    source, body, *_ = part.parts
    if part.type != TRUTH:
        yield f"{_called(part.node, words)} = {value_text(value(part, frame), words)}"
        return
    for item in _items(source, frame):
        if value(body, (*frame, item)) is False:
            yield from _clauses(body, (*frame, item), words)
            return


def _called(node: syntax.Node, words: Words) -> str:
    """A function's name for people who write no rules: `cuántos hay`."""
    assert isinstance(node, syntax.Call | syntax.Quantifier)
    return words.table.get(f"called.{node.name}", node.name)


def _computation(part: Resolved, frame: Frame, words: Words) -> Iterator[str]:
    """Show a computed figure: the sums in it first, each with its addends, then the whole."""
    difference = _difference(part)
    if difference is not None:
        for inner in difference.parts:
            yield from _clauses(inner, frame, words)
        figure = value(difference, frame)
        shown = value_text(figure, words) if isinstance(figure, Nothing) else precise_text(figure)
        yield f"{words('difference')} {shown}"
        return
    for addition in _sums(part):
        yield f"{_addends(addition, frame, words)} = {value_text(value(addition, frame), words)}"
    if not _is_sum(part) and not _of_nodes(part):
        yield f"{inline(part, frame, words)} = {value_text(value(part, frame), words)}"


def _of_nodes(part: Resolved) -> bool:
    """True if `part` is a function of a list of nodes, which have no text."""
    items = [inner.type.item for inner in part.parts if inner.type.item is not None]
    return any(item.name == "node" for item in items)


def _is_sum(part: Resolved) -> bool:
    return isinstance(part.node, syntax.Call) and part.node.name in ADDING


def _sums(part: Resolved) -> Iterator[Resolved]:
    """The sums in `part`, but for those inside a sum or a quantifier."""
    if _is_sum(part):
        yield part
    elif not isinstance(part.node, syntax.Quantifier):
        for inner in part.parts:
            yield from _sums(inner)


def _difference(part: Resolved) -> Resolved | None:
    """Return `a - b` if `part` is `abs(a - b)`, or `a - b` itself; else None."""
    inner = part.parts[0] if isinstance(part.node, syntax.Call) and part.node.name == "abs" else part
    minus = isinstance(inner.node, syntax.Arithmetic) and inner.node.op == "-"
    # A sign is parsed as a subtraction from a zero that takes no space in the text.
    return inner if minus and inner.parts[0].node.start != inner.parts[0].node.end else None


def _addends(part: Resolved, frame: Frame, words: Words) -> str:
    read = list(_cells(part.parts[0], frame)) if part.parts else []
    if not read:
        return words("no_addends")
    return " + ".join(f"{cell.columna.titulo} {_cell(cell, words)}" for cell in read)


def _cell(cell: Any, words: Words) -> str:
    """A cell's text as written, so that a percentage keeps its sign."""
    return cell.raw if cell.raw and cell.value is not BLANK else value_text(cell.value, words)


def inline(part: Resolved, frame: Frame, words: Words, above: int = 0) -> str:
    """Return `part` as a formula with titles and figures.

    `above` is the precedence of the operator around it, for the brackets.
    """
    match part.node:
        case syntax.Arithmetic(op=op):
            own = _PRECEDENCE[op]
            left = inline(part.parts[0], frame, words, own)
            right = inline(part.parts[1], frame, words, own + (op in "-/"))
            text = f"{left} {_SIGNS[op]} {right}"
            return f"({text})" if own < above else text
        case syntax.Call(name="abs"):
            return f"|{inline(part.parts[0], frame, words)}|"
        case syntax.Field() if part.in_cells and part.type.item is None:
            cell = cells(part, frame)[0]
            return f"{cell.columna.titulo} {_cell(cell, words)}"
        case syntax.Call(name=name) if part.type == NUMBER and name not in RESULTS:
            inner = ", ".join(inline(part, frame, words) for part in part.parts)
            return f"{_called(part.node, words)} ({inner})"
        case _:
            return value_text(value(part, frame), words)


def gaps(part: Resolved) -> Iterator[Resolved]:
    """Yield the gaps of a sentence: for each two figures that it compares how far apart they are.

    For `a == b` that is `a - b`: repair looks for the figure that makes it zero. `abs(a - b) <= c` is read without the
    tolerance, as `a - b` too.
    """
    if isinstance(part.node, syntax.Compare) and all(side.type == NUMBER for side in part.parts):
        left, right = part.parts
        distance = isinstance(left.node, syntax.Call) and left.node.name == "abs"
        minus = syntax.Arithmetic(part.node.start, part.node.end, "-", left.node, right.node)
        yield left.parts[0] if distance else Resolved(minus, NUMBER, (left, right))
    elif isinstance(part.node, syntax.Logic):
        for operand in part.parts:
            yield from gaps(operand)
