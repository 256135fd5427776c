"""The program's own outputs, as they lie among reports: its tables, its summaries and findings, its letters.

They speak of programmes, units and goals as a report does, and none of them is one.
"""

from __future__ import annotations

import re
from typing import Final

from poa_lint.core.words import words as words_of

HEADS: Final = (
    "archivo sha256 forma ejercicio corte periodo",
    "archivo unidad meta texto lugar observacion",
    "ejercicio ramo programa unidad nombre esperada",
    "ejercicio ramo programa unidad nombre se esperaba",
    "year ramo programme unit name expected",
)
"""The first columns of the tables of `export`, `observaciones` and `summary`; a test makes them all."""
_SIGNED: Final = re.compile(
    r"(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}[a-z0-9.]{0,12}\+[0-9a-f]{8}(?![0-9a-z])"  # the rules, by version and content
    r"|\[[A-Z]{2,8}\d{1,5}\]"  # a finding of a letter
    r"|^[^\n]{1,1000}:\d{1,7}:\d{1,7}: (?:error|warning|info) [A-Z]{2,8}\d{1,5} ",  # a finding of `-f concise`
    re.MULTILINE,
)
"""The words that no report has and that stand in what was written about one."""


def is_output(text: str) -> bool:
    """True if a text in which no page of a report could be read is an output of this program.

    It is known by its words, which stay when an office completes a letter in Word or saves a table in Excel.
    """
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    if " ".join(re.split(r"[\t,;]", first.replace('"', ""))).startswith(HEADS) or _SIGNED.search(text):
        return True
    running = " ".join(text.split())
    return any(sentence in running for sentence in _sentences())


def _sentences() -> list[str]:
    """The sentences that stand in a letter whatever its template says besides, and in a note for OBSERVACIONES."""
    table = words_of("es", "oficio").table
    note = table["note.period"].rpartition("}")[2].lstrip(". ")
    return [note, *(said for key, said in table.items() if key.startswith("result."))]
