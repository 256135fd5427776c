"""The frames that rules are evaluated on: for each kind of node every one of the report, with the nodes around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from poa_lint.core.report import Informe, Meta, Pagina
from poa_lint.expression.types import Frame
from poa_lint.rulebook import relations

if TYPE_CHECKING:  # few reports are compared with others
    from poa_lint.rulebook.compared import Comparison


class Frames(dict[str, Sequence[Frame]]):
    """The frames of every kind of rule in the order of the text, each kind made when a rule first asks for it.

    Without a `comparison` there are none of the kinds that compare.
    """

    def __init__(self, informe: Informe, comparison: Comparison | None = None) -> None:
        super().__init__()
        self.informe, self.comparison = informe, comparison

    def __missing__(self, kind: str) -> Sequence[Frame]:
        self[kind] = related = list(_BUILDERS[kind](self))
        return related


def _units(frames: Frames) -> Iterable[Frame]:
    """The units that were read whole: what others seem to lack may stand on a page that could not be read."""
    return ((frames.informe, unidad) for unidad in frames.informe.unidades if unidad.completa)


def _pages(frames: Frames) -> Iterable[Frame]:
    owners = {pagina.numero: unidad for unidad in frames.informe.unidades for pagina in unidad.paginas}
    return ((frames.informe, owners[pagina.numero], pagina) for pagina in frames.informe.paginas)


def _inside(outer: str, inner: Callable[[Any], Iterable[object]]) -> Callable[[Frames], Iterable[Frame]]:
    """The frames of what stands inside the nodes of another kind."""
    return lambda frames: [(*frame, node) for frame in frames[outer] for node in inner(frame[-1])]


def _headers(frames: Frames) -> Iterable[Frame]:
    related = relations.datos(frames.informe)
    return ((*frame, dato) for frame in frames["pagina"] for dato in related[_pagina(frame).numero])


def _numbers(frames: Frames) -> Iterable[Frame]:
    related = relations.numeraciones(frames.informe)
    return ((*frame, related[id(frame[3])]) for frame in frames["meta"])


def _pairs(frames: Frames) -> Iterable[Frame]:
    return frames.comparison.frames(frames["meta"]) if frames.comparison else []


def _compared(outer: str, name: str) -> Callable[[Frames], Iterable[Frame]]:
    """The frames of what a comparison has of the nodes of another kind."""

    def frames_of(frames: Frames) -> Iterable[Frame]:
        if frames.comparison is None:
            return []
        inner = getattr(frames.comparison, name)
        return [(*frame, node) for frame in frames[outer] for node in inner(*frame[1:])]

    return frames_of


def _absences(frames: Frames) -> Iterable[Frame]:
    return ((frames.informe, one) for one in (frames.comparison.ausencias if frames.comparison else ()))


_BUILDERS: Final[Mapping[str, Callable[[Frames], Iterable[Frame]]]] = {
    "informe": lambda frames: [(frames.informe,)] if frames.informe.paginas else [],
    "unidad": _units,
    "pagina": _pages,
    "meta": _inside("pagina", lambda pagina: pagina.metas),
    "periodo": _inside("meta", lambda meta: meta.periodos),
    "cifra": _inside("meta", lambda meta: meta.cifras),
    "calculo": _inside("meta", relations.calculos),
    "firma": _inside("pagina", lambda pagina: pagina.firmas),
    "nivel": _inside("pagina", relations.niveles),
    "linea": _inside("unidad", lambda unidad: unidad.lineas),
    "eje": _inside("unidad", lambda unidad: unidad.ejes),
    "alineacion": _inside("unidad", relations.alineaciones),
    "dato": _headers,
    "numeracion": _numbers,
    "variante": _inside("informe", relations.variantes),
    "pareja": _pairs,
    "cotejo": _inside("pareja", lambda pareja: pareja.cotejos),
    "ausencia": _absences,
    "rubro": _compared("pagina", "rubros"),
    "comparacion": _compared("unidad", "comparaciones"),
}


def _pagina(frame: Frame) -> Pagina:
    pagina = frame[2]
    assert isinstance(pagina, Pagina)
    return pagina


def goal_frames(each: str, frame: Frame) -> Iterable[Frame]:
    """The frames inside a goal's for a rule about the goal, its periods, its figures or what these are by formulas."""
    if each == "meta":
        return (frame,)
    return [(*frame, inner) for inner in _parts(each, frame)]


def _parts(each: str, frame: Frame) -> Sequence[object]:
    meta = frame[3]
    assert isinstance(meta, Meta)
    return relations.calculos(meta) if each == "calculo" else meta.periodos if each == "periodo" else meta.cifras


def goal(frame: Frame) -> Meta | None:
    """The goal that a frame is about, or that its innermost node belongs to."""
    inner = frame[-1]
    if hasattr(inner, "meta"):  # a line of action, a spelling, an absence
        found: Meta | None = inner.meta
        return found
    meta = frame[3] if len(frame) > 3 else None
    return meta if isinstance(meta, Meta) else None


def subject(frame: Frame) -> int:
    """The identity of a frame's subject, for rules that look at each other: its goal, else its page, unit or report."""
    return id(goal(frame) or frame[min(2, len(frame) - 1)])
