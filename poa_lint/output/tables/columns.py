"""The columns of the tables: their names, types, and meanings in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

TEXT, INTEGER, NUMBER, BOOLEAN, DATE = "string", "integer", "number", "boolean", "date"
"""The types of columns, as the Table Schema of Frictionless names them."""


class Column(NamedTuple):
    """A column: its name, its type, and what it says in Spanish and English."""

    name: str
    type: str
    es: str
    en: str


ORIGIN: Final = (
    Column("archivo", TEXT, "el archivo", "the file"),
    Column("sha256", TEXT, "la huella del archivo", "the SHA-256 of the file"),
    Column("forma", TEXT, "la clave de la forma", "the code of the form"),
    Column("ejercicio", INTEGER, "el año", "the year"),
    Column("corte", DATE, "la fecha de corte", "the cut-off date"),
    Column("periodo", TEXT, "el último periodo que cierra: T2, M04", "the last period that it closes: T2, M04"),
    Column("ramo", TEXT, "la clave del ramo", "the code of the ramo"),
    Column("programa", TEXT, "la clave del programa", "the code of the programme"),
    Column("unidad", TEXT, "la clave de la unidad ejecutora", "the code of the executing unit"),
    Column("numero_unidad", INTEGER, "qué unidad del archivo es, desde 1", "the unit in its file, from 1"),
)
"""The columns that every table begins with."""

_GOAL: Final = (
    Column("meta", TEXT, "el número de la meta", "the number of the goal"),
    Column("renglon", INTEGER, "qué renglón de la unidad es, desde 1", "its row in the unit, from 1"),
)

TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "unidades": (
        *ORIGIN,
        Column("nombre", TEXT, "la clave y el nombre de la unidad", "the code and name of the unit"),
        Column("paginas", INTEGER, "cuántas páginas tiene", "how many pages it has"),
        Column("metas", INTEGER, "cuántas metas tiene", "how many goals it has"),
        Column("completa", BOOLEAN, "se leyeron todas sus páginas", "all of its pages were read"),
        Column("veredicto", TEXT, "el veredicto", "the verdict"),
        Column("errores", INTEGER, "cuántos errores cuentan", "how many errors count"),
        Column("avisos", INTEGER, "cuántos avisos cuentan", "how many warnings count"),
        Column("notas", INTEGER, "cuántas notas cuentan", "how many notes count"),
    ),
    "metas": (
        *ORIGIN,
        *_GOAL,
        Column("lugar", TEXT, "dónde está en el archivo", "where it stands in the file"),
        Column("lineas", TEXT, "las líneas de acción", "the lines of action"),
        Column("texto", TEXT, "la meta, sin su número", "the goal, without its number"),
        Column("unidad_medida", TEXT, "en qué se mide", "what it is measured in"),
        Column("meta_anual", NUMBER, "la meta del año", "the goal of the year"),
        Column("absoluto", NUMBER, "el avance acumulado", "the accumulated progress"),
        Column("relativo", NUMBER, "el avance en por ciento de la meta", "the progress in percent of the goal"),
        Column("acumulacion", TEXT, "cómo se junta el año", "how the periods make up the year"),
        Column("observaciones", TEXT, "las observaciones", "the remarks"),
        Column("segura", BOOLEAN, "el renglón se leyó de una sola manera", "the row can be read in one way alone"),
        Column("ilegibles", TEXT, "las columnas que no se pudieron leer", "the columns that could not be read"),
        Column("otras", TEXT, "las demás columnas de su forma, como JSON", "the other columns of its form, as JSON"),
    ),
    "avances": (
        *ORIGIN,
        *_GOAL,
        Column("numero_periodo", INTEGER, "qué periodo del año es, desde 1", "the period of the year, from 1"),
        Column("nombre_periodo", TEXT, "cómo se llama en la forma", "its name on the form"),
        Column("cerrado", BOOLEAN, "ya cerró en la fecha de corte", "the cut-off date closes it"),
        Column("programado", NUMBER, "lo programado", "what was programmed"),
        Column("avance", NUMBER, "lo logrado", "what was achieved"),
    ),
    "hallazgos": (
        *ORIGIN,
        Column("meta", TEXT, "el número de la meta", "the number of the goal"),
        Column("columna", TEXT, "la columna", "the column"),
        Column("lugar", TEXT, "dónde está en el archivo", "where it stands in the file"),
        Column("regla", TEXT, "la clave de la regla", "the code of the rule"),
        Column("nombre_regla", TEXT, "el nombre de la regla", "the name of the rule"),
        Column("gravedad", TEXT, "error, warning o info", "error, warning or info"),
        Column(
            "certeza", TEXT, "high, o low si depende de cómo se leyó", "high, or low where it depends on the reading"
        ),
        Column("mensaje", TEXT, "lo que se halló", "what was found"),
        Column("ayuda", TEXT, "qué hacer", "what to do"),
        Column("clave", TEXT, "la clave del hallazgo", "the key of the finding"),
        Column("por", TEXT, "la clave del que lo explica", "the key of the finding that explains it"),
        Column("dispensado", TEXT, "por qué no cuenta: waiver o baseline", "why it does not count: waiver or baseline"),
    ),
}
"""The columns of each table from left to right."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "unidades": ("archivo", "numero_unidad"),
    "metas": ("archivo", "numero_unidad", "renglon"),
    "avances": ("archivo", "numero_unidad", "renglon", "numero_periodo"),
    "hallazgos": ("archivo", "clave"),
}
"""The columns that tell one row of a table from another; never blank. Codes are no keys: a report may lack them."""
REFERENCES: Final[Mapping[str, str]] = {"metas": "unidades", "avances": "metas"}
"""Tables each of whose rows belongs to one of another table, by that table's key."""
