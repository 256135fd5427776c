"""Tell once of a page whose figures all stand one column to the left or right: of one cause, one finding.

A page is one whose rows are all displaced alike, from the year's goal or before it; where only the last figures are,
each row is told for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from poa_lint.core.facts import Fact
from poa_lint.core.form import Form
from poa_lint.core.report import Meta

CODE: Final = "POA002"
MIN_ROWS: Final = 2
"""Rows from which displaced ones are a page's."""
VARIANTS: Final = {"falta": "pagina_falta", "sobra_vacia": "pagina_sobra"}
"""The variant of the page's fact, by that of its rows."""


def together(goals: Sequence[Meta], facts: Sequence[Fact], form: Form, pagina: int) -> list[Fact]:
    """The facts about a page's goals; those of rows that are all displaced alike become one."""
    rows = [fact for fact in facts if fact.code == CODE]
    variants = {fact.variant for fact in rows}
    alike = len(variants) == 1 and variants <= VARIANTS.keys()
    if len(goals) < MIN_ROWS or len(rows) != len(goals) or not alike or not _all_figures(goals, form):
        return list(facts)
    first, variant = rows[0], VARIANTS[variants.pop()]
    numbers = [goal.numero.raw for goal in goals if goal.numero.raw]
    values = {**first.values, "acomodo": "", "metas": " - ".join(dict.fromkeys((*numbers[:1], *numbers[-1:])))}
    edits = tuple(edit for fact in rows for edit in fact.edits) if all(fact.edits for fact in rows) else ()
    page = Fact(CODE, first.span, values, variant, pagina, detail=str(pagina), edits=edits)
    return [page, *(fact for fact in facts if fact.code != CODE)]


def _all_figures(goals: Sequence[Meta], form: Form) -> bool:
    """True if the displacement of the rows begins at the first figure of the periods at the latest.

    Rows that can be placed in several ways follow the others, which have to be most.
    """
    columns = [column.columna.id for column in form.columns]
    last = columns.index("programado.1") if "programado.1" in columns else form.figures[0]
    whole = [columns.index(goal.acomodo.desde) <= last for goal in goals if goal.acomodo and goal.acomodo.desde]
    certain = [goal.acomodo.desde for goal in goals if goal.acomodo and not goal.acomodo.otras]
    return sum(whole) * 2 > len(goals) and all(desde and columns.index(desde) <= last for desde in certain)
