"""Make a goal of a row: its cells under their columns, its figures read, its doubts said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.form import Form
from poa_lint.core.records import record, replace
from poa_lint.core.report import Acomodo, Cell, Meta
from poa_lint.core.source import Edit
from poa_lint.reading import values
from poa_lint.reading.columns import EDIT, MISFIT, WRONG, Kind, Placement, kind, placements
from poa_lint.reading.goal import NUMERO, Goals, hidden
from poa_lint.reading.lines import Line, Written

Judge = Callable[[Meta], tuple[int, int]]
"""How many constraints are not known to hold for a goal, and how many it breaks: the less, the likelier."""

SHORT: Final = 20
"""Characters of a cell that may hold a figure; longer ones are told apart by their kind only."""
SLACK: Final = 2
"""Constraints more than the fewest that a placement may break and still be meant."""


@record
class Context:
    """What a row's goal needs to know of its report."""

    goals: Goals
    judge: Judge
    seen: dict[tuple[str, ...], tuple[list[Placement], int]]
    """The placements chosen for displaced rows, by their cells: copies of a row are placed once."""


class _Standing(NamedTuple):
    """One placement of a row, made into cells and a goal."""

    placement: Placement
    meta: Meta


def meta(line: Line, context: Context) -> tuple[Meta, list[Fact]]:
    """The goal that a row states, and the facts about how it is written."""
    written = line.cells
    kinds = context.goals.form.kinds
    misfit, cells = context.goals.read(written)
    if misfit < EDIT and not any(cell.raw for cell in written[len(kinds) :]):
        goal = context.goals.goal(line, written, cells)
        return goal, _written_facts(goal)
    raws = [cell.raw for cell in written]
    likely, equals = _likely(line, written, raws, kinds, context)
    chosen = likely[0]
    trouble = _trouble(chosen.placement, raws, kinds)
    if not any(trouble) and not _edited(chosen.placement):
        return chosen.meta, _written_facts(chosen.meta)
    goal = _displaced(chosen, likely[1:], not any(trouble), context)
    displacement = _displacement(goal, chosen.placement, line, context, doubtful=equals > 1)
    return goal, [displacement, *_written_facts(goal)]


def _likely(
    line: Line, written: Sequence[Written], raws: Sequence[str], kinds: Sequence[str], context: Context
) -> tuple[list[_Standing], int]:
    """The placements of a row that may be meant, the likeliest first, and how many of them are equally likely.

    Those that break fewest constraints are. Where even they break some, a figure may be lost and not a blank: then
    the placements that break little more may be meant too.
    """
    key = tuple(raw if len(raw) <= SHORT else kind(raw).name for raw in raws)
    if key in context.seen:
        chosen, equals = context.seen[key]
        return [
            _Standing(placement, context.goals.goal(line, written, context.goals.placed(written, placement.cells)))
            for placement in chosen
        ], equals
    found = [
        _Standing(placement, context.goals.goal(line, written, context.goals.placed(written, placement.cells)))
        for placement in placements(raws, kinds)
    ]
    if len(found) == 1:
        return found, 1
    ranked = sorted(((context.judge(standing.meta), place) for place, standing in enumerate(found)))
    least = ranked[0][0]
    slack = SLACK if least[0] else 0
    likely = [found[place] for score, place in ranked if score == least or score[0] <= least[0] + slack]
    equals = sum(score == least for score, _ in ranked)
    context.seen[key] = ([standing.placement for standing in likely], equals)
    return likely, equals


def _edited(placement: Placement) -> bool:
    faltan, sobran = _edits(placement)
    return bool(faltan or sobran)


def _edits(placement: Placement) -> tuple[list[int], list[int]]:
    """The columns whose blank was written again, and the cells dropped; trailing blanks are neither."""
    last = max((place for place, cell in enumerate(placement.cells) if cell is not None), default=-1)
    faltan = [place for place, cell in enumerate(placement.cells[:last]) if cell is None]
    return faltan, list(placement.dropped)


def _trouble(placement: Placement, raws: Sequence[str], kinds: Sequence[str]) -> list[bool]:
    """Signs that the cells do not stand under their columns, even after the edits: overflow, odd company."""
    behind = max((cell for cell in placement.cells if cell is not None), default=-1)
    wrong = [
        (column, found)
        for column, cell in zip(kinds, placement.cells, strict=True)
        if cell is not None and MISFIT[column][found := kind(raws[cell])] == WRONG
    ]
    percents = [cell for column, cell in zip(kinds, placement.cells, strict=True) if column == "porcentaje"]
    lost_percent = any(cell is None or not raws[cell] for cell in percents)
    return [
        any(cell > behind and raws[cell] != raws[cell - 1] for cell in placement.dropped),
        len(wrong) > 1 and any(column in ("meta", "texto", "porcentaje") for column, _ in wrong),
        lost_percent and any(column == "cifra" and found is Kind.PERCENT for column, found in wrong),
        bool(wrong) and _edited(placement),
    ]


def _displaced(chosen: _Standing, others: Sequence[_Standing], logrado: bool, context: Context) -> Meta:
    faltan, sobran = _edits(chosen.placement)
    names = tuple(context.goals.form.columns[place].columna.id for place in faltan)
    otras = tuple(standing.meta for standing in others)
    acomodo = Acomodo(len(faltan), len(sobran), names, otras, logrado)
    return _replaced(chosen.meta, acomodo) if logrado else _unknown(chosen.meta, acomodo)


def _replaced(goal: Meta, acomodo: Acomodo) -> Meta:
    return replace(goal, acomodo=acomodo)


def _unknown(goal: Meta, acomodo: Acomodo) -> Meta:
    """A row whose cells nobody can place: its figures are written somewhere, and not known."""
    return replace(hidden(goal, lambda cell: cell.columna != goal.texto.columna), lineas=(), acomodo=acomodo)


def _written_facts(goal: Meta) -> list[Fact]:
    """A number that is missing, and figures that cannot be read."""
    return [*_number_fact(goal), *_illegible(goal)]


def _number_fact(goal: Meta) -> Iterator[Fact]:
    if goal.numero.value is BLANK:
        words = goal.texto.raw
        place = goal.texto.span if words else goal.span
        yield Fact("POA006", place, {"texto": words}, "", goal.pagina, goal, NUMERO, (goal.texto,))


def _illegible(goal: Meta) -> Iterator[Fact]:
    if goal.acomodo is not None and not goal.acomodo.logrado:
        return
    for cifra in goal.cifras:
        cell = cifra.valor
        if cell.value is UNKNOWN and cell.raw:
            reason = "ambigua" if values.ambiguous(cell.raw) else "ilegible"
            said = {"columna": cifra.titulo, "escrito": cell.raw}
            yield Fact("POA003", cell.span, said, reason, goal.pagina, goal, cell.columna, (cell,))


def _displacement(goal: Meta, placement: Placement, line: Line, context: Context, *, doubtful: bool) -> Fact:
    """POA002: what happened to the row, the cell that shows it, and how the row was read."""
    written = line.cells
    evidence = _evidence(written, context.goals.form)
    faltan, sobran = _edits(placement)
    assert goal.acomodo is not None
    surplus = written[sobran[0]].raw if sobran else ""
    what = "falta" if not sobran else "ambas" if faltan else "sobra" if surplus else "sobra_vacia"
    read = " · ".join(f"{cifra.titulo} {cifra.valor.raw or '-'}" for cifra in goal.cifras)
    said = {
        "evidencia": evidence.raw if evidence else "",
        "columna": evidence.columna.titulo if evidence else "",
        "sobrante": surplus,
        "acomodo": read if goal.acomodo.logrado else "",
    }
    what = what if goal.acomodo.logrado else "no_se_pudo"
    span = evidence.span if evidence else goal.span
    shown = tuple(cifra.valor for cifra in goal.cifras)
    sure = goal.acomodo.logrado and not goal.acomodo.otras and not doubtful
    mends = (_put_back(placement, line),) if sure else ()
    return Fact("POA002", span, said, what, goal.pagina, goal, None, shown, low_confidence=doubtful, edits=mends)


def _put_back(placement: Placement, line: Line) -> Edit:
    """The row with its cells under their columns, each as it is typed; what is left behind them are blanks."""
    typed = line.text.split("\t")
    return Edit(line.span, "\t".join("" if cell is None else typed[cell] for cell in placement.cells))


def _evidence(written: Sequence[Written], form: Form) -> Cell[str] | None:
    """The cell that stands under a column of another kind in the row as printed; the last one is the plainest."""
    wrong = [
        Cell(cell.raw, cell.raw, cell.span, column.columna)
        for cell, column in zip(written, form.columns, strict=False)
        if MISFIT[column.kind][kind(cell.raw)] == WRONG
    ]
    beyond = [
        Cell(cell.raw, cell.raw, cell.span, form.columns[-1].columna)
        for cell in written[len(form.columns) :]
        if cell.raw
    ]
    return next(iter([*wrong[-1:], *beyond]), None)
