"""A page of a report of any form: what it says, and the lines in which it says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from poa_lint.core.form import YEAR, Form

Clave = tuple[str, str]
"""A code and its name; a line of the header that states words has no code."""
Cells = tuple[str, ...]
Firma = tuple[str, str, str]
"""Role, charge and name of a signature."""


class Dato(NamedTuple):
    """An entry of the header: the id of its column, its label as printed, and what it states, a line for each."""

    id: str
    etiqueta: str
    claves: tuple[Clave, ...]

    def lines(self) -> Iterator[str]:
        """Yield its lines; a code stands in a cell of its own, and words in one."""
        for index, (code, name) in enumerate(self.claves):
            label = self.etiqueta if index == 0 else ""
            yield "\t".join((label, code, name) if code else (label, name))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header, goals and signatures of a page.

    `membrete` are the lines above the header, with `{ejercicio}` for the year. `forma` is the form's code, `etiqueta`
    the label of the cut-off and `corte` what stands behind it: each empty where the page has none. A goal of `metas`
    is its cells from left to right.
    """

    form: Form
    ejercicio: str
    membrete: tuple[str, ...]
    datos: tuple[Dato, ...]
    forma: str
    etiqueta: str
    corte: str
    metas: tuple[Cells, ...]
    firmas: tuple[Firma, ...]

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page; cells are separated by tabs."""
        yield from (line.replace(YEAR, self.ejercicio) for line in self.membrete)
        for dato in self.datos:
            yield from dato.lines()
        yield ""
        if self.forma:
            yield from (self.forma, "")
        if self.etiqueta:
            yield from (f"{self.etiqueta}: {self.corte}", "")
        yield from self.titles()
        yield from ("\t".join(cells) for cells in self.metas)
        yield ""
        for firma in self.firmas:
            yield from (firma[0], "", *firma[1:], "")

    def titles(self) -> tuple[str, ...]:
        """Return the lines of the table's heading."""
        return tuple(line.replace(YEAR, self.ejercicio) for line in heading(self.form))


@cache
def heading(form: Form) -> tuple[str, ...]:
    """Return the lines of a form's heading, cells separated by tabs; what columns share stands over the first."""
    lines = []
    for labels in form.headings:
        cells = [""] * len(form.columns)
        for label in labels:
            cells[form.index[label.column.columna.id]] = label.words
        lines.append("\t".join(cells))
    return tuple(lines)


def written(pages: Iterable[Sheet | Sequence[str]]) -> str:
    """Return the text of a report; a page may be given by its lines."""
    return "\n".join(line for page in pages for line in ("", *(page.lines() if isinstance(page, Sheet) else page), ""))
