"""Read the codes of a header in which letters stand for digits that look like them: `lO1` for 101."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from poa_lint.core.facts import Fact
from poa_lint.core.records import replace
from poa_lint.core.report import Clave
from poa_lint.reading.header import SINGLE

Entries = dict[str, tuple[Clave, ...]]
"""A page's codes by the name of their entry."""

DIGITS: Final = str.maketrans("lI|OoSsBZz", "1110055822")
"""The digits that letters are mistaken for."""
_LETTERED: Final = re.compile(r"[A-Z]\d+")
"""A letter before figures, as programmes have it on purpose: `E001`, `S12`."""


def read_as_digits(headers: Sequence[Entries]) -> Iterator[Fact]:
    """Put the digits into the values of such codes, in place; the facts about them, POA003.

    A code is one if another page of the report has it with digits, or if it can be meant in no other way.
    """
    known = {(name, clave.codigo.raw) for entries in headers for name in SINGLE for clave in entries.get(name, ())}
    for number, entries in enumerate(headers, 1):
        for name in SINGLE:
            for clave in entries.get(name, ()):
                digits = _digits(clave.codigo.raw, known, name)
                if digits:
                    meant = replace(clave, codigo=clave.codigo._replace(value=digits))
                    entries[name] = tuple(meant if other is clave else other for other in entries[name])
                    yield _fact(meant, digits, number)


def _digits(raw: str, known: set[tuple[str, str]], name: str) -> str:
    """The digits that a code is meant to be; an empty text for a code that may be right."""
    digits = raw.translate(DIGITS)
    if digits == raw or not (digits.isascii() and digits.isdigit()):
        return ""
    mixed = any(map(str.isdigit, raw)) and not _LETTERED.fullmatch(raw)
    return digits if mixed or (name, digits) in known else ""


def _fact(clave: Clave, digits: str, number: int) -> Fact:
    cell = clave.codigo
    texts: Mapping[str, str] = {"columna": cell.columna.titulo, "escrito": cell.raw, "guardado": digits}
    return Fact("POA003", cell.span, texts, "letras", number, None, cell.columna, (cell,))
