"""Goals and units that only one side of a comparison has.

A goal whose figures are all zero or blank is none that anybody misses. Of a unit with a page that could not be read
nothing is said: what seems to be missing may stand there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.report import Cell, Informe, Meta, Unidad, code
from poa_lint.core.text import folded
from poa_lint.rulebook.comparison import ADDED, Ausencia, Beside, Counterpart, LostUnit

MAX_BRIEF: Final = 60
"""Characters of a goal's text that a message has."""
LEAD: Final = 3
"""Words of it before the one in which it differs from another text."""


def lost(one: Beside, other: Counterpart, taken: Mapping[int, Meta]) -> Iterator[Ausencia]:
    """The goals of a counterpart that a unit lacks; `taken` has the goal here by the identity of the one there."""
    if not one.unidad.completa:
        return
    last: Meta | None = None
    for meta in other.metas:
        here = taken.get(id(meta))
        if here is not None:
            last = here
        elif not _is_empty(meta):
            oficio = other.amended.get((meta.texto.span.start, ADDED), "")
            yield Ausencia(
                clase="meta-oficio" if oficio else f"meta-{other.role}",
                falta_aqui=True,
                es_unidad=False,
                numero=meta.numero.raw,
                texto=brief(meta.texto.raw),
                nombre=one.unidad.nombre,
                archivo=other.archivo,
                despues_de=last.numero.raw if last else "",
                lugar=last.texto if last else _place(one.unidad),
                alla=meta.texto,
                programa=code(one.unidad.programa),
                clave=code(one.unidad.unidad_ejecutora),
                dentro=one.unidad,
                oficio=oficio,
            )


def new(one: Beside, other: Counterpart, paired: Collection[int]) -> Iterator[Ausencia]:
    """The goals of a unit that a counterpart lacks; `paired` are the identities of those that it has."""
    if not other.complete:
        return
    for meta in one.unidad.metas:
        if id(meta) not in paired and not _is_empty(meta):
            yield Ausencia(
                clase=f"meta-{other.role}",
                falta_aqui=False,
                es_unidad=False,
                numero=meta.numero.raw,
                texto=brief(meta.texto.raw),
                nombre=one.unidad.nombre,
                archivo=other.archivo,
                despues_de="",
                lugar=meta.texto,
                alla=nowhere(meta.texto),
                programa="",
                clave="",
                dentro=one.unidad,
                meta=meta,
            )


def unit(lost: LostUnit, informe: Informe) -> Ausencia:
    """A unit that only one side has: one of this report is pointed at, for another its last unit."""
    place = _place(lost.unidad or informe.unidades[-1])
    return Ausencia(
        clase=f"unidad-{lost.role}",
        falta_aqui=lost.unidad is None,
        es_unidad=True,
        numero="",
        texto="",
        nombre=lost.nombre,
        archivo=lost.archivo,
        despues_de="",
        lugar=place,
        alla=lost.alla or nowhere(place),
        programa=lost.programa,
        clave=lost.clave,
        dentro=lost.unidad,
    )


def brief(text: str) -> str:
    """The beginning of a goal's text, as much as a sentence has room for."""
    return text if len(text) <= MAX_BRIEF else f"{text[: MAX_BRIEF - 1].rstrip()}…"


def apart(text: str, other: str) -> tuple[str, str]:
    """Two texts, as much as a sentence has room for: of long ones the part from shortly before where they differ."""
    words, others = text.split(), other.split()
    pairs = enumerate(zip(words, others, strict=False))
    first = next((at for at, pair in pairs if folded(pair[0]) != folded(pair[1])), min(len(words), len(others)))
    start = max(0, first - LEAD)
    if not start or max(len(text), len(other)) <= MAX_BRIEF:
        return brief(text), brief(other)
    return brief(f"…{' '.join(words[start:])}"), brief(f"…{' '.join(others[start:])}")


def nowhere(cell: Cell[Any]) -> Cell[Any]:
    """A cell of which nothing is known, in the place of another."""
    return Cell("", UNKNOWN, cell.span, cell.columna)


def _place(unidad: Unidad) -> Cell[Any]:
    return unidad.paginas[0].unidad_ejecutora.codigo if unidad.paginas else unidad.unidad_ejecutora.codigo


def _is_empty(meta: Meta) -> bool:
    cells = (meta.meta_anual, *meta.programado, *meta.avance, meta.absoluto)
    return all(cell.value is BLANK or cell.value == 0 or (cell.value is UNKNOWN and not cell.raw) for cell in cells)
