"""What rules may be stated for, and what the sentence of such a rule may speak of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from poa_lint import ahead
from poa_lint.expression.types import Attribute, Kinds, Name, Scope, Tables, node, packed, unpacked

FRAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "informe": ("informe",),
    "unidad": ("informe", "unidad"),
    "pagina": ("informe", "unidad", "pagina"),
    "meta": ("informe", "unidad", "pagina", "meta"),
    "periodo": ("informe", "unidad", "pagina", "meta", "periodo"),
    "cifra": ("informe", "unidad", "pagina", "meta", "cifra"),
    "numeracion": ("informe", "unidad", "pagina", "meta", "numeracion"),
    "nivel": ("informe", "unidad", "pagina", "nivel"),
    "dato": ("informe", "unidad", "pagina", "dato"),
    "firma": ("informe", "unidad", "pagina", "firma"),
    "linea": ("informe", "unidad", "linea"),
    "eje": ("informe", "unidad", "eje"),
    "alineacion": ("informe", "unidad", "alineacion"),
    "variante": ("informe", "variante"),
}
"""What a rule may be stated for (`each`), and the nodes that such a rule sees, outermost first."""

INNER: Final[Mapping[str, tuple[str, str]]] = {
    "periodo": ("meta", "periodos"),
    "cifra": ("meta", "cifras"),
    "firma": ("pagina", "firmas"),
    "linea": ("unidad", "lineas"),
    "eje": ("unidad", "ejes"),
}
"""Of kinds that stand in a field of the node around them, the kind of that node and the field."""

GOAL_NODES: Final = frozenset({"meta", "periodo", "cifra"})
"""What a constraint may speak of: a goal is judged before its page and unit are known."""


@cache
def kinds() -> Kinds:
    """Every kind of node with its fields."""
    return {
        kind: {name: Attribute(unpacked(stated), in_cells) for name, (stated, in_cells) in attributes.items()}
        for kind, attributes in ahead.made("kinds", _kinds).items()
    }


def _kinds() -> dict[str, dict[str, tuple[Any, bool]]]:
    from poa_lint import kinds

    return {
        kind: {name: (packed(one.type), one.in_cells) for name, one in attributes.items()}
        for kind, attributes in kinds.kinds().items()
    }


def scope(each: str, parameters: Mapping[str, Name], tables: Tables, only: frozenset[str] | None = None) -> Scope:
    """What a rule for `each` may speak of, with its parameters; `only` leaves out the other nodes."""
    frame = tuple(kind if only is None or kind in only else "" for kind in FRAMES[each])
    places = {kind: Name(node(kind), slot) for slot, kind in enumerate(frame) if kind}
    return Scope(kinds(), frame, {**places, **parameters}, tables)
