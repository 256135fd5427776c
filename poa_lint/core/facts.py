"""Facts: defects in the writing of reports and waivers. The rules in rules/lectura/ make each one a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from poa_lint.core.form import Columna
from poa_lint.core.report import Cell, Meta
from poa_lint.core.source import Edit, Span


class Fact(NamedTuple):
    """One fact: the `code` of its rule, the span, and the `values` that the rule's message quotes.

    `variant` selects one of the rule's messages where it has several; `cells` are shown with the finding; `detail`
    distinguishes facts of one rule about the same goal or page, and stays the same across exports of a report.
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
    """The edits that correct the defect; its rule states if they are safe to apply."""


class Shape(NamedTuple):
    """The keys of `Fact.values` and the variants that the facts of one rule may have."""

    values: tuple[str, ...]
    variants: tuple[str, ...] = ()


UNREADABLE: Final = (
    "encoding",
    "size",
    "pdf",
    "zip",
    "ole",
    "image",
    "rtf",
    "encrypted",
    "corrupt",
    "empty",
    "html",
    "xml",
    "too-big",
    "too-many-sheets",
    "too-many-lines",
    "too-many-columns",
    "too-many-cells",
    "too-many-characters",
    "no-text",
    "missing-office",
    "missing-pdf",
)
"""The reasons why a file has no text (`Unreadable.reason`), which are the variants of POA007."""

SHAPES: Final[Mapping[str, Shape]] = {
    "POA001": Shape(("linea",)),
    "POA002": Shape(
        ("evidencia", "columna", "sobrante", "acomodo", "siguiente", "metas"),
        (
            "falta",
            "falta_cifra",
            "sobra",
            "sobra_vacia",
            "ambas",
            "no_se_pudo",
            "incierta",
            "cortado",
            "pagina_falta",
            "pagina_sobra",
        ),
    ),
    "POA003": Shape(
        ("columna", "escrito", "guardado"),
        ("ilegible", "logrado", "anual", "ambigua", "fecha", "formato", "letras"),
    ),
    "POA004": Shape(("dice", "titulo"), ("distinto", "falta")),
    "POA005": Shape(("columnas",), ("otro", "ninguno", "sin_columnas", "alineado", "sin_renglones")),
    "POA006": Shape(("texto",)),
    "POA007": Shape(("limite", "renglon"), UNREADABLE),
    "POA008": Shape(("columnas",), ("ninguno", "otra", "alineado")),
    "POA009": Shape(("dato",), ("falta", "sin_codigo", "sin_ano", "varios")),
    "POA010": Shape(("regla", "lugar", "hasta", "motivo")),
    "POA011": Shape(("regla", "lugar", "valor", "ahora", "otra"), ("sobra", "cambio", "reemplazo", "modificacion")),
    "POA020": Shape(("columna", "escrito")),
    "POA021": Shape(("columna", "formula"), ("celda", "renglon", "libro", "celda_sola", "renglon_sola", "libro_sola")),
    "POA022": Shape(("columna", "escrito")),
    "POA023": Shape(("columna", "escrito", "parte", "puntos")),
    "POA024": Shape(("hoja", "fila", "columna", "que"), ("hoja", "meta", "dato", "columna")),
    "POA025": Shape(("columna", "escrito", "guardado")),
    "POA026": Shape(("pagina",)),
    "POA027": Shape(("titulo",)),
    "POA028": Shape(("escrito", "veces"), ("una", "varias")),
    "POA029": Shape(("escrito", "correcto", "veces")),
    "POA030": Shape(("pagina", "otra")),
    "POA920": Shape(
        ("lugar", "titulo", "de", "vigente", "oficio", "otro"),
        ("plan", "antes", "oficio", "meta-plan", "meta-antes", "repetida", "alta", "baja"),
    ),
    "POA921": Shape(("lugar", "oficio"), ("oficio", "motivo", "ambos")),
    "POA922": Shape(("oficio", "lugar", "periodo", "cierre", "solicitud")),
    "POA923": Shape(("oficio", "autorizacion", "cierre", "dias")),
}
"""The shape of the facts of each rule, by its code."""
AMENDED: Final = frozenset({"POA920", "POA921", "POA922", "POA923"})
"""The rules about a file of amendments: they run only where reports are compared."""
