"""Which mistakes are noticed beside last quarter and plan: `python -m tests.comparison.audit` writes the tables.

The changes are those of `check-rules --audit`, one at a time, in the second quarter of two units of the year.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from poa_lint.authoring.changes import kinds
from poa_lint.authoring.changes.kinds import Change
from poa_lint.authoring.specimens import sheet
from poa_lint.core.delivery import Delivery
from poa_lint.core.diagnostic import Severity
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from tests.comparison.checking import check, delivered
from tests.comparison.rates import END, PAGE
from tests.comparison.year import year

BEGIN: Final = "<!-- tests/comparison/audit.py -->"
UNITS: Final = 2
OF_FIGURES: Final = ("digit", "percentage", "blanked", "swapped", "moved")
"""The kinds of change that leave a figure other than it was."""
BESIDE: Final = ("nada", "antes", "plan", "ambos")


class Noticed(NamedTuple):
    """Numbers of changes: made, and noticed by an error or a warning beside nothing, the last quarter, the plan, both;
    and those that both leave to a note.
    """

    made: int
    beside: Mapping[str, int]
    noted: int


@cache
def _kept(quarter: int) -> tuple[Delivery, ...]:
    name = f"t{quarter}.txt" if quarter else "plan.txt"
    return delivered(year().files(quarter, {name: range(UNITS)}))


def _counterparts(beside: str) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
    return (_kept(1) if beside in ("antes", "ambos") else (), _kept(0) if beside in ("plan", "ambos") else ())


def changes(only: Sequence[str] = (), most: int = 3) -> list[Change]:
    """The changes of these kinds, or of all; the unchanged report comes first."""
    pages = tuple(sheet(unit.page_of(2)) for unit in year().units[:UNITS])
    return [one for one in kinds.changes((pages,), most) if not one.kind or one.kind in only or not only]


def outcomes(made: Sequence[Change]) -> Iterator[tuple[Change, dict[str, tuple[bool, bool]]]]:
    """Each change with the answer beside each: if it is noticed, and if it is at least noted."""
    sound: dict[str, Counter[tuple[str, bool]]] = {}
    for change in made:
        told: dict[str, tuple[bool, bool]] = {}
        for beside in BESIDE:
            found = _found(change.text, beside)
            more = found - sound.setdefault(beside, found)
            told[beside] = (any(grave for _, grave in more), bool(more))
        if change.kind:
            yield change, told


def _found(text: str, beside: str) -> Counter[tuple[str, bool]]:
    results = check({"t2.txt": text.encode()}, *_counterparts(beside))
    every = (finding for result in results for finding in result.diagnostics)
    return Counter((finding.code, finding.severity.rank <= Severity.WARNING.rank) for finding in every)


def noticed(found: Sequence[tuple[Change, dict[str, tuple[bool, bool]]]]) -> Noticed:
    """The numbers of these changes."""
    beside = {name: sum(told[name][0] for _, told in found) for name in BESIDE}
    return Noticed(len(found), beside, sum(told["ambos"] == (False, True) for _, told in found))


def tables() -> Iterator[str]:
    """Both tables of the page, by kind of change and by column, line by line."""
    found = list(outcomes(changes()))
    said = words("es", "audit")
    heading = "cambios | sin comparar | con el informe anterior | con el plan | con los dos | solo en nota"
    yield from (f"| cambio | {heading} |", f"| --- {'| ---: ' * 6}|")
    for kind in kinds.KINDS:
        own = [one for one in found if one[0].kind == kind]
        if own:
            yield _line(said(f"kind.{kind}"), noticed(own))
    yield _line("total", noticed(found))
    yield ""
    yield from (f"| cifra cambiada, borrada o corrida en | {heading} |", f"| --- {'| ---: ' * 6}|")
    form = built_in_forms()[0]
    for column in form.columns:
        own = [one for one in found if one[0].kind in OF_FIGURES and one[0].column == column.columna.id]
        if own:
            yield _line(column.columna.titulo, noticed(own))


def _line(title: str, one: Noticed) -> str:
    return f"| {title} | {one.made} | {' | '.join(str(one.beside[name]) for name in BESIDE)} | {one.noted or ''} |"


def main() -> int:
    """Write the tables into their place in the page."""
    head, rest = PAGE.read_text("utf-8").split(BEGIN, 1)
    PAGE.write_text("\n".join([head + BEGIN, "", *tables(), "", END]) + rest.split(END, 1)[1], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
