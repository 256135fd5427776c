"""The meaning of columns' titles and headers' labels: the ids by which rules know them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.core.text import folded

PROGRAMMED: Final = "programado"
ACHIEVED: Final = "avance"
VARIATION: Final = "variacion"
PERCENT: Final = "porcentaje"
GOAL: Final = "meta_anual"
MONEY_WORDS: Final = re.compile(r"financier|presupuest|pesos|devengad|pagado|ejercido|importe|monto|costo|\$")
MAX_ID: Final = 32
"""Characters of an id that is made of the words of a title."""

_TEXTS: Final = (
    ("lineas", r"l ?/ ?a|lineas? de accion|lineas?|clave pmd|linea pmd"),
    ("numero", r"no|num|numero|id|codigo|clave|consecutivo|#|n|no de meta|num de meta|numero de meta|meta no"),
    ("unidad_medida", r"(?:unidad(?:es)?|u)(?: de)? ?(?:medida|m)|unidad"),
    (
        "observaciones",
        r"(?:observacion|comentario|justificacion)(?:es|s)?\b.*|causas?\b.*|motivos?\b.*",
    ),
    (
        "texto",
        (
            r"(?:descripcion|nombre|denominacion)(?: de)?(?: las?| los?)? ?(?:metas?|actividad(?:es)?|accion(?:es)?)?.*"
            r"|concepto|proyecto"
            r"|metas?|actividad(?:es)?|accion(?:es)?|metas?(?: y| o| /| y/o) ?(?:acciones|actividades)"
            r"|metas?(?: de)? actividad.*"
        ),
    ),
)
_MEASURES: Final = (
    (PERCENT, r"%|.*%.*|porcentaje.*|.*\bporciento\b.*|.*\bpor ciento\b.*|cumplimiento|eficacia"),
    (VARIATION, r"(?:variacion|diferencia|desviacion)(?:es)?\b.*"),
    (
        ACHIEVED,
        r"a|av|avance|(?:meta )?(?:alcanzad|realizad|ejecutad|lograd|cumplid|obtenid)[oa]s?\b.*|real|alc|ejec",
    ),
    (PROGRAMMED, r"p|prog|(?:meta )?(?:programad|planead|calendarizad|proyectad|esperad)[oa]s?\b.*|plan"),
)
_ANNUAL: Final = re.compile(
    r"meta anual.*|(?:cantidad )?(?:programad[oa]|total|cantidad|meta)(?: programada)? anual.*|anual"
    r"|programad[oa] \{ejercicio\}|meta(?: programada)? \{ejercicio\}|meta total|total programado"
)
_ABSOLUTE: Final = re.compile(
    r"(?:avance )?(?:acumulado )?absoluto(?: acumulado)?|(?:avance )?acumulado|total (?:alcanzado|realizado|avance)"
    r"|(?:alcanzad|realizad)[oa] acumulad[oa]|avance (?:anual|total)"
)
_RELATIVE: Final = re.compile(
    r"(?:avance |acumulado )*relativo(?: acumulado)? ?%?"
    r"|% ?(?:de )?(?:avance|cumplimiento)(?: (?:anual|acumulado|total))?"
    r"|(?:avance|cumplimiento|acumulado)(?: anual| acumulado)? ?%"
    r"|porcentaje de (?:avance|cumplimiento).*|avance % anual"
)
NEUTRAL: Final = re.compile(
    r"metas?|abs|absolut[oa]s?|cantidad(?:es)?|fisic[oa]s?|numero|num|total(?:es)?|valor|unidades"
)
CUMULATIVE: Final = re.compile(r"acumulad|a la fecha")
_CLOSED: Final = re.compile(r"trimestr|bimestr|semestr|\bmes\b|mensual|periodo|del corte|reportad")
PLAN: Final = re.compile(r"calendariza|programacion|programad|plan\b")


class Label(NamedTuple):
    """A line of a header that is known: its id, its other words, and whether it may have several codes."""

    id: str
    synonyms: tuple[str, ...]
    several: bool = False


LABELS: Final = {
    "ramo": Label("ramo", ()),
    "dependencia general": Label("ramo", ()),
    "programa": Label("programa", ("PROGRAMA PRESUPUESTARIO",)),
    "programa presupuestario": Label("programa", ("PROGRAMA",)),
    "unidad ejecutora": Label("unidad_ejecutora", ()),
    "unidad responsable": Label("unidad_ejecutora", ()),
    "dependencia auxiliar": Label("unidad_ejecutora", ()),
    "unidad administrativa": Label("unidad_ejecutora", ()),
    "finalidad": Label("finalidad", ()),
    "funcion": Label("funcion", ()),
    "subfuncion": Label("subfuncion", ("SUB-FUNCION",)),
    "sub-funcion": Label("subfuncion", ("SUBFUNCION",)),
    "eje": Label("ejes", ("EJES",), several=True),
    "eje de gobierno": Label("ejes", ("EJES DE GOBIERNO",), several=True),
    "ejes de gobierno": Label("ejes", ("EJE DE GOBIERNO",), several=True),
    "eje rector": Label("ejes", ("EJES RECTORES",), several=True),
    "linea de accion": Label("lineas_de_accion", ("LINEAS DE ACCION",), several=True),
    "lineas de accion": Label("lineas_de_accion", ("LINEA DE ACCION",), several=True),
    "proyecto": Label("proyecto", ()),
    "municipio": Label("municipio", ()),
    "ente publico": Label("ente", ()),
    "dependencia": Label("dependencia", ()),
    "area": Label("area", ()),
    "direccion": Label("direccion", ()),
    "departamento": Label("departamento", ()),
    "subprograma": Label("subprograma", ()),
    "responsable": Label("responsable", ()),
}
"""The lines of a header that are known, by their words."""
UNIT: Final = ("unidad_ejecutora", "ramo", "programa", "proyecto", "dependencia", "area")
"""The lines that tell whose page it is."""


def plain(title: str) -> str:
    """A title for comparison: without case, accents, and full stops."""
    return " ".join(re.sub(r"[.:°º*]", " ", folded(title)).split())


def text_id(path: Sequence[str]) -> str | None:
    """The id of a column of texts by its titles; None if they are not known."""
    for title in map(plain, reversed(path)):
        for name, pattern in _TEXTS:
            if re.fullmatch(pattern, title):
                return name
    return None


def measure(path: Sequence[str]) -> str | None:
    """The measure of a column of figures: the lowest of its titles that is known.

    `Programada` over `Meta` is programmed: a title that fits all figures tells nothing.
    """
    for title in map(plain, reversed(path)):
        if NEUTRAL.fullmatch(title):
            continue
        for name, pattern in _MEASURES:
            if re.fullmatch(pattern, title):
                return name
    return None


def above_percent(path: Sequence[str]) -> str | None:
    """The measure of the column beside a percentage: `Programada` over `%` is a percentage of what is programmed."""
    return measure([title for title in path if measure([title]) != PERCENT])


def year_id(path: Sequence[str]) -> str | None:
    """The id of a column of the whole year by its titles; None for another."""
    for title in (plain(path[-1]), plain(" ".join(path))):
        for name, pattern in ((GOAL, _ANNUAL), ("relativo", _RELATIVE), ("absoluto", _ABSOLUTE)):
            if pattern.fullmatch(title):
                return name
    return None


def is_cumulative(path: Sequence[str]) -> bool:
    """True for a column of the year so far."""
    return any(CUMULATIVE.search(folded(title)) for title in path)


def is_of_period(path: Sequence[str]) -> bool:
    """True for a column of the one period that a report is about."""
    return any(_CLOSED.search(folded(title)) for title in path)


def slug(text: str) -> str:
    """An id made of words: `oficina_de_representacion`; empty where there are no letters."""
    words = re.sub(r"[^a-z0-9]+", "_", folded(text).replace("ñ", "n")).strip("_")
    if len(words) > MAX_ID:
        words = words[: MAX_ID + 1].rpartition("_")[0] or words[:MAX_ID]
    return words if re.match(r"[a-z]", words) else ""
