"""The kinds of nodes that rules may be stated for, and the names that the sentence of such a rule may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from poa_lint.core import report
from poa_lint.core.cache import built_value
from poa_lint.core.dates import Fecha
from poa_lint.core.figures import Figure, Nothing
from poa_lint.core.form import FIGURES, Form
from poa_lint.core.report import Cell
from poa_lint.expression.types import (
    DATE,
    NUMBER,
    TEXT,
    TRUTH,
    Attribute,
    Kinds,
    Name,
    Scope,
    Tables,
    Type,
    list_of,
    node,
    packed,
    unpacked,
)

FRAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "informe": ("informe",),
    "unidad": ("informe", "unidad"),
    "pagina": ("informe", "unidad", "pagina"),
    "meta": ("informe", "unidad", "pagina", "meta"),
    "periodo": ("informe", "unidad", "pagina", "meta", "periodo"),
    "cifra": ("informe", "unidad", "pagina", "meta", "cifra"),
    "calculo": ("informe", "unidad", "pagina", "meta", "calculo"),
    "numeracion": ("informe", "unidad", "pagina", "meta", "numeracion"),
    "nivel": ("informe", "unidad", "pagina", "nivel"),
    "dato": ("informe", "unidad", "pagina", "dato"),
    "firma": ("informe", "unidad", "pagina", "firma"),
    "linea": ("informe", "unidad", "linea"),
    "eje": ("informe", "unidad", "eje"),
    "alineacion": ("informe", "unidad", "alineacion"),
    "variante": ("informe", "variante"),
    "pareja": ("informe", "unidad", "pagina", "meta", "pareja"),
    "cotejo": ("informe", "unidad", "pagina", "meta", "pareja", "cotejo"),
    "ausencia": ("informe", "ausencia"),
    "rubro": ("informe", "unidad", "pagina", "rubro"),
    "comparacion": ("informe", "unidad", "comparacion"),
}
"""The kinds of nodes that a rule may be stated for (`each`), with the nodes that it sees, outermost first."""

COLUMNS: Final = ("lineas", "texto", "unidad_medida", "meta_anual", "absoluto", "relativo", "observaciones")
"""The fields of a goal that are columns, beside its number and the figures of its periods."""
NAMED: Final = frozenset({*COLUMNS, "numero", "programado", "avance"})
"""The columns that sentences name; they reach the others by `columna` and `valor` of a figure."""

INNER: Final[Mapping[str, tuple[str, str]]] = {
    "periodo": ("meta", "periodos"),
    "cifra": ("meta", "cifras"),
    "firma": ("pagina", "firmas"),
    "linea": ("unidad", "lineas"),
    "eje": ("unidad", "ejes"),
    "cotejo": ("pareja", "cotejos"),
}
"""Of kinds that stand in a field of the node around them, the kind of that node and the field."""

FIRST_CELL: Final[Mapping[str, str]] = {
    "informe": "lugar",
    "unidad": "unidad_ejecutora.codigo",
    "pagina": "unidad_ejecutora.codigo",
    "meta": "numero",
    "periodo": "avance",
    "cifra": "valor",
    "calculo": "valor",
    "numeracion": "numero",
    "nivel": "codigo",
    "dato": "celda",
    "firma": "nombre",
    "linea": "codigo",
    "eje": "codigo",
    "alineacion": "codigo",
    "variante": "nombre",
    "pareja": "meta.numero",
    "cotejo": "valor",
    "ausencia": "lugar",
    "rubro": "lugar",
    "comparacion": "unidad_ejecutora.codigo",
}
"""The cell that stands for a node of each kind, where a rule names none and its sentence reads none."""
CODED: Final = "codigo"
"""The field of a node that is pointed at where the node itself is named: `unidad_ejecutora` means its code."""

COMPARED: Final = frozenset({"pareja", "cotejo", "ausencia", "rubro", "comparacion"})
"""The kinds of nodes that a report has only beside counterparts."""
GOAL_NODES: Final = frozenset({"meta", "periodo", "cifra", "calculo"})
"""The nodes that a constraint may speak of: a goal is judged before its page and unit are known."""


@cache
def _names() -> dict[str, Any]:
    """The names that type hints are made of."""
    from poa_lint.rulebook import comparison, relations

    return {**vars(report), **vars(relations), **vars(comparison), "Figure": Figure, "Form": Form}


@cache
def _nodes() -> Mapping[str, type]:
    """The kinds of nodes, by the name that rules call them; the modules are loaded where kinds are not built ahead."""
    from poa_lint.rulebook import comparison, relations

    return {
        "informe": report.Informe,
        "unidad": report.Unidad,
        "pagina": report.Pagina,
        "meta": report.Meta,
        "periodo": report.Periodo,
        "cifra": report.Cifra,
        "calculo": relations.Calculo,
        "firma": report.Firma,
        "clave": report.Clave,
        "linea": report.Clave,
        "eje": report.Clave,
        "alineacion": relations.Alineacion,
        "nivel": relations.Nivel,
        "dato": relations.Dato,
        "variante": relations.Variante,
        "numeracion": relations.Numeracion,
        "pareja": comparison.Pareja,
        "cotejo": comparison.Cotejo,
        "ausencia": comparison.Ausencia,
        "rubro": comparison.Rubro,
        "comparacion": comparison.Comparacion,
    }


_PLAIN: Final = {int: NUMBER, str: TEXT, bool: TRUTH, Fecha: DATE}
_HIDDEN: Final = frozenset(
    {"span", "celdas", "acomodo", "meta", "sin_leer", "completa", "otras", "identidad", "form", "dentro"}
)
"""Fields that rules have no use for."""


@cache
def kinds() -> Kinds:
    """Every kind of node with its fields."""
    return {
        kind: {name: Attribute(unpacked(type), in_cells) for name, (type, in_cells) in attributes.items()}
        for kind, attributes in built_value("kinds", packed_kinds).items()
    }


def packed_kinds() -> dict[str, dict[str, tuple[Any, bool]]]:
    """Every kind of node with its fields' types, packed, and whether their values stand in cells."""
    return {
        kind: {name: (packed(field.type), field.in_cells) for name, field in _fields(cls).items()}
        for kind, cls in _nodes().items()
    }


def own_column(name: str, forms: Iterable[Form]) -> tuple[str, str] | None:
    """The first column of figures with this id that sentences do not name, and its form's code; None without one."""
    ids = ((column.columna.id, form.code) for form in forms for column in form.columns if column.kind in FIGURES)
    return next((one for one in ids if name in (one[0], bare := one[0].partition(".")[0]) and bare not in NAMED), None)


def scope(each: str, parameters: Mapping[str, Name], tables: Tables, only: frozenset[str] | None = None) -> Scope:
    """The names that a rule for `each` may use, with its parameters; `only` leaves out the other nodes."""
    frame = tuple(kind if only is None or kind in only else "" for kind in FRAMES[each])
    places = {kind: Name(node(kind), slot) for slot, kind in enumerate(frame) if kind}
    return Scope(kinds(), frame, {**places, **parameters}, tables)


def _fields(cls: type) -> Mapping[str, Attribute]:
    hints = get_type_hints(cls, localns=_names())
    hints |= {
        name: get_type_hints(member.fget, localns=_names())["return"]
        for name, member in vars(cls).items()
        if isinstance(member, property) and member.fget is not None
    }
    attributes = {name: _attribute(hint) for name, hint in hints.items() if name not in _HIDDEN}
    return {name: attribute for name, attribute in attributes.items() if attribute is not None}


def _attribute(hint: Any) -> Attribute | None:
    """A field's type; None where rules have no use for it."""
    if get_origin(hint) is tuple:
        inner = _attribute(get_args(hint)[0])
        return None if inner is None else Attribute(list_of(inner.type), inner.in_cells)
    if get_origin(hint) is Cell:
        type = _type(get_args(hint)[0])
        return None if type is None else Attribute(type, in_cells=True)
    type = _type(hint)
    return None if type is None else Attribute(type, in_cells=False)


def _type(hint: Any) -> Type | None:
    if hint == Figure or hint == Figure | Nothing:
        return NUMBER
    if get_origin(hint) in (Union, UnionType):
        parts = [part for part in get_args(hint) if part not in (Nothing, type(None))]
        return _type(parts[0]) if len(parts) == 1 else None
    for name, cls in _nodes().items():
        if hint is cls:
            return node(name)
    return _PLAIN.get(hint)
