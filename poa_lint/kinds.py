"""The kinds of nodes that rules may speak of, with their fields: read off report.py's own type hints."""

from collections.abc import Mapping
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from poa_lint import relations, report
from poa_lint.expression.types import DATE, NUMBER, TEXT, TRUTH, Attribute, Kinds, Type, list_of, node
from poa_lint.figures import Figure, Nothing
from poa_lint.report import Cell, Fecha

NAMES: Final[dict[str, Any]] = {**vars(report), **vars(relations), "Figure": Figure}
"""What the type hints are made of, with what only a type checker imports."""
NODES: Final[Mapping[str, type]] = {
    "informe": report.Informe,
    "unidad": report.Unidad,
    "pagina": report.Pagina,
    "meta": report.Meta,
    "periodo": report.Periodo,
    "cifra": report.Cifra,
    "firma": report.Firma,
    "clave": report.Clave,
    "linea": report.Clave,
    "eje": report.Clave,
    "alineacion": relations.Alineacion,
    "nivel": relations.Nivel,
    "dato": relations.Dato,
    "variante": relations.Variante,
    "numeracion": relations.Numeracion,
}
"""The kinds of nodes, by the name that rules call them."""

_PLAIN: Final = {int: NUMBER, str: TEXT, bool: TRUTH, Fecha: DATE}
_HIDDEN: Final = frozenset({"span", "celdas", "acomodo", "meta"})


def kinds() -> Kinds:
    """Every kind of node with its fields."""
    return {name: _fields(cls) for name, cls in NODES.items()}


def _fields(cls: type) -> Mapping[str, Attribute]:
    hints = get_type_hints(cls, localns=NAMES)
    hints |= {
        name: get_type_hints(member.fget, localns=NAMES)["return"]
        for name, member in vars(cls).items()
        if isinstance(member, property) and member.fget is not None
    }
    found = {name: _attribute(hint) for name, hint in hints.items() if name not in _HIDDEN}
    return {name: attribute for name, attribute in found.items() if attribute is not None}


def _attribute(hint: Any) -> Attribute | None:
    """A field's type; None where rules have no use for it."""
    if get_origin(hint) is tuple:
        inner = _attribute(get_args(hint)[0])
        return None if inner is None else Attribute(list_of(inner.type), inner.in_cells)
    if get_origin(hint) is Cell:
        stated = _type(get_args(hint)[0])
        return None if stated is None else Attribute(stated, in_cells=True)
    stated = _type(hint)
    return None if stated is None else Attribute(stated, in_cells=False)


def _type(hint: Any) -> Type | None:
    if hint == Figure or hint == Figure | Nothing:
        return NUMBER
    if get_origin(hint) in (Union, UnionType):
        parts = [part for part in get_args(hint) if part not in (Nothing, type(None))]
        return _type(parts[0]) if len(parts) == 1 else None
    for name, cls in NODES.items():
        if hint is cls:
            return node(name)
    return _PLAIN.get(hint)
