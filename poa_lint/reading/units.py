"""Group the pages of a report into units: pages that state the same codes of a programme and an executing unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from poa_lint.core.figures import UNKNOWN
from poa_lint.core.report import Clave, Pagina, Unidad


def unidades(paginas: Sequence[Pagina], sin_leer: Sequence[Pagina] = ()) -> Iterator[Unidad]:
    """The units in the order of their first page; pages of one unit may stand apart.

    A page whose codes are missing or unreadable belongs to the unit of the page before it, unless that one is signed.
    A unit with a page `sin_leer` is not complete, and has what its other pages hold.
    """
    groups: dict[tuple[str, ...], list[Pagina]] = {}
    before: tuple[str, ...] | None = None
    for pagina in sorted((*paginas, *sin_leer), key=lambda pagina: pagina.numero):
        key = pagina.identidad
        if not all(key) and before and not groups[before][-1].firmas and _compatible(key, before):
            key = before
        groups.setdefault(key, []).append(pagina)
        before = key
    unread = {pagina.numero for pagina in sin_leer}
    for every in groups.values():
        group = [pagina for pagina in every if pagina.numero not in unread]
        yield Unidad(
            programa=every[0].programa,
            unidad_ejecutora=every[0].unidad_ejecutora,
            paginas=tuple(group),
            ejes=_first_of_each_code(clave for pagina in group for clave in pagina.ejes),
            lineas=_first_of_each_code(clave for pagina in group for clave in pagina.lineas),
            metas=tuple(goal for pagina in group for goal in pagina.metas),
            firmas=tuple(firma for pagina in group for firma in pagina.firmas),
            completa=len(group) == len(every),
            identificada=all(all(page.identidad) for page in every) or UNKNOWN,
            firmantes=tuple(role.name for role in form.head.roles) if (form := every[0].form) else (),
            otras=every[0].otras,
        )


def _first_of_each_code(claves: Iterable[Clave]) -> tuple[Clave, ...]:
    first: dict[str, Clave] = {}
    for clave in claves:
        if clave.codigo.raw:
            first.setdefault(clave.codigo.raw, clave)
    return tuple(first.values())


def _compatible(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True if the codes that `key` has are those of `other`."""
    return len(key) == len(other) and all(not own or own == others for own, others in zip(key, other, strict=True))
