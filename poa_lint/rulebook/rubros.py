"""The lines above and below a page's table beside those of a counterpart: codes of the header, date, signers."""

from __future__ import annotations

import re
from typing import Any

from poa_lint.core.figures import UNKNOWN
from poa_lint.core.report import Cell, Pagina, code
from poa_lint.core.text import folded
from poa_lint.rulebook.comparison import BEFORE, PLAN, Beside, Comparacion, Counterpart, Rubro


def rubro(pagina: Pagina, other: Counterpart) -> Rubro:
    """The codes of a page's header that a counterpart states otherwise."""
    pairs = [
        (cell, other.header[name])
        for name, cell in header_cells(pagina).items()
        if name in other.header and _plain(cell) != _plain(other.header[name])
    ]
    place = pairs[0][0] if pairs else pagina.programa.codigo
    titles = ", ".join(cell.columna.titulo for cell, _ in pairs)
    here, there = tuple(cell for cell, _ in pairs), tuple(cell for _, cell in pairs)
    return Rubro(other.role, other.archivo, titles, place, here, there)


def header_cells(pagina: Pagina) -> dict[str, Cell[Any]]:
    """The codes of a page's header by entry, where they are there and readable; several codes of one entry as one."""
    cells: dict[str, Cell[Any]] = {}
    for name in ("ramo", "programa", "finalidad", "funcion", "subfuncion"):
        clave = getattr(pagina, name)
        if clave.codigo.raw:
            cells[name] = clave.codigo._replace(value=code(clave))
    for name, claves in (("ejes", pagina.ejes), ("lineas_de_accion", pagina.lineas)):
        if claves and all(clave.codigo.value is not UNKNOWN for clave in claves):
            codes = ", ".join(sorted(code(clave) for clave in claves))
            cells[name] = claves[0].codigo._replace(raw=codes, value=codes)
    return cells


def _plain(cell: Cell[Any]) -> tuple[str, ...]:
    return tuple(sorted(part.strip(" .").lstrip("0") for part in str(cell.value).split(",")))


def comparacion(one: Beside) -> Comparacion:
    """A unit beside its counterparts: its date, and the charges of signers that differ."""
    fecha = one.unidad.paginas[0].fecha
    other = one.others.get(BEFORE)
    signed = other.signed if other else {}
    changed = [
        (firma.cargo, signed[firma.rol])
        for firma in one.unidad.firmas
        if firma.rol in signed and firma.cargo.raw and folded(firma.cargo.raw) != folded(signed[firma.rol].raw)
    ]
    return Comparacion(
        other is not None,
        PLAN in one.others,
        fecha,
        one.fecha_antes or Cell("", UNKNOWN, fecha.span, fecha.columna),
        one.orden,
        one.repetido,
        re.split(r"[/\\]", one.cambiado)[-1],
        one.unidad.nombre,
        other.archivo if other else "",
        tuple(here for here, _ in changed),
        tuple(there for _, there in changed),
    )
