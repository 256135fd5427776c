"""The fields of a template, and the wording of a letter that settings and the command line give."""

from __future__ import annotations

from typing import Final, NamedTuple

FIELDS: Final = {
    "lugar": ("lugar de expedición (`letter: {lugar: …}`), o una raya", "place of issue, or a blank"),
    "fecha": ("día del oficio, como 15 de abril de 2024 (`--today`)", "day of the letter"),
    "oficio": ("una raya para el número de oficio", "a blank for the letter's number"),
    "asunto": ("de qué trata, según el veredicto", "the subject, by the verdict"),
    "destinatario": ("quien revisó el informe de la unidad; si no se sabe, otro que firma", "the addressee"),
    "cargo": ("cargo del destinatario", "the addressee's post"),
    "unidad": ("clave y nombre de la unidad ejecutora", "the unit"),
    "programa": ("clave y nombre del programa", "the programme"),
    "ejercicio": ("año del informe", "the report's year"),
    "corte": ("fecha de corte", "the cut-off date"),
    "periodo": ("último periodo cerrado, como Ene-Mar", "the last period closed"),
    "revisado": ("una frase: qué informe se revisó, de qué corte", "a sentence: which report was reviewed"),
    "veredicto": ("CORREGIR, JUSTIFICAR, REVISAR o SIN OBSERVACIONES", "the verdict's word"),
    "resultado": ("el veredicto en una frase", "the verdict in a sentence"),
    "solicitud": ("qué se pide a la unidad y hasta cuándo", "what the unit is asked to do, and by when"),
    "plazo": ("último día para entregar la corrección (`--until`), o una raya", "the time limit, or a blank"),
    "firma": ("quien firma el oficio (`letter: {firma: …}`), o una raya", "who signs the letter, or a blank"),
    "puesto": ("su cargo (`letter: {puesto: …}`), o una raya", "that person's post, or a blank"),
    "archivo": ("nombre del archivo revisado", "the file's name"),
    "huella": ("su SHA-256: cambia si el archivo cambia", "its SHA-256"),
    "reglas": ("versión de las reglas", "the version of the rules"),
}
"""The fields that are one line, each in Spanish and in English."""
BLOCKS: Final = {
    "entrega_anterior": ("qué se atendió, qué sigue y qué es nuevo (con `--previous`)", "what was met, stands, is new"),
    "observaciones": ("los puntos que hay que corregir o justificar, numerados", "errors, numbered"),
    "recomendaciones": ("los avisos; con `--all` también las notas", "warnings; with `--all` notes too"),
    "copias": ("c.c.p. de las demás personas que firman el informe", "copies to the others who sign"),
}
"""The fields that stand alone in a paragraph and become several, or none."""


class Wording(NamedTuple):
    """The parts of a letter that no report says; what is empty is a blank to be filled in by hand.

    `today` and `until` are days (ISO). `notes` adds the findings of form.
    """

    today: str
    until: str = ""
    lugar: str = ""
    firma: str = ""
    puesto: str = ""
    reglas: str = ""
    notes: bool = False
