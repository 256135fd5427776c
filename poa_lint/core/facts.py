"""What reading found wrong, in reports and in waivers, as facts: rules in rules/lectura/ give each its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from poa_lint.core.report import Cell, Columna, Meta
from poa_lint.core.source import Edit, Span


class Fact(NamedTuple):
    """One fact: the rule that speaks of it, the place, and the words that its message is made of.

    `variant` picks among a rule's messages where it has several; `cells` are shown to the reader; `detail` tells
    facts of one rule at one place apart, across exports of the same report.
    """

    code: str
    span: Span
    values: Mapping[str, str] = {}
    variant: str = ""
    pagina: int | None = None
    meta: Meta | None = None
    columna: Columna | None = None
    cells: tuple[Cell[object], ...] = ()
    detail: str = ""
    low_confidence: bool = False
    edits: tuple[Edit, ...] = ()
    """What mends it; whether that is safe, its rule says."""


class Shape(NamedTuple):
    """What the facts of one rule carry: the names of their values, and their variants."""

    values: tuple[str, ...]
    variants: tuple[str, ...] = ()


UNREADABLE: Final = (
    *("encoding", "size", "pdf", "zip", "ole", "image", "rtf"),
    *(
        "encrypted",
        "corrupt",
        "empty",
        "html",
        "too-big",
        "too-many-sheets",
        "no-text",
        "missing-office",
        "missing-pdf",
    ),
)
"""Why a file has no text: what `source` says of bytes, and what the readers of offices' files say of theirs."""

SHAPES: Final[Mapping[str, Shape]] = {
    "POA001": Shape(("linea",)),
    "POA002": Shape(
        ("evidencia", "columna", "sobrante", "acomodo"), ("falta", "sobra", "sobra_vacia", "ambas", "no_se_pudo")
    ),
    "POA003": Shape(("columna", "escrito"), ("ilegible", "ambigua", "fecha")),
    "POA004": Shape(("dice", "titulo"), ("distinto", "falta")),
    "POA005": Shape((), ("otro", "ninguno", "sin_columnas")),
    "POA006": Shape(("texto",)),
    "POA007": Shape((), UNREADABLE),
    "POA008": Shape(()),
    "POA009": Shape(("dato",), ("falta", "sin_codigo", "sin_ano")),
    "POA010": Shape(("regla", "lugar", "hasta", "motivo")),
    "POA011": Shape(("regla", "lugar", "valor", "ahora"), ("sobra", "cambio")),
    "POA020": Shape(("columna", "escrito")),
    "POA021": Shape(("columna", "formula"), ("celda", "renglon", "libro")),
    "POA022": Shape(("columna", "escrito")),
    "POA023": Shape(("columna", "escrito", "parte", "puntos")),
    "POA024": Shape(("hoja", "fila", "columna", "que"), ("hoja", "meta", "dato", "columna")),
    "POA025": Shape(("columna", "escrito", "guardado")),
    "POA026": Shape(("pagina",)),
}
