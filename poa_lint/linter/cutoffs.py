"""Words for a cut-off moved on to the next period's, in the notation in which a report has them.

    31-mar.-24           30-jun.-24
    Primer trimestre     Segundo trimestre
    ENERO - MARZO        ABRIL - JUNIO

What stands around the words stays. None where the notation is not known: the callers read the new words again, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from poa_lint.core.dates import Fecha
from poa_lint.core.form import Form, Period
from poa_lint.core.text import folded, squashed
from poa_lint.reading import values

FULL: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
ORDINALS: Final = (
    ("primer", "segundo", "tercer", "cuarto", "quinto", "sexto"),
    ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto"),
    ("primera", "segunda", "tercera", "cuarta", "quinta", "sexta"),
    ("1er", "2do", "3er", "4to", "5to", "6to"),
    ("1ro", "2do", "3ro", "4to", "5to", "6to"),
    ("1o", "2o", "3o", "4o", "5o", "6o"),
    ("1º", "2º", "3º", "4º", "5º", "6º"),
    ("1°", "2°", "3°", "4°", "5°", "6°"),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
    ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
    ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"),
)
"""The ways in which periods are numbered, each from the first period of the year on."""
MONTHS: Final = 12
MOST_WORDS: Final = 4
"""Words of the longest name of a period: `ENERO A MARZO` has three."""
_WORD: Final = re.compile(r"[^\W_]+[º°]?")
_ISO: Final = re.compile(r"\b\d{4}-(\d\d)-(\d\d)\b")
_NUMERIC: Final = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(?:\d{4}|\d{2})\b")
_WORDED: Final = re.compile(r"\b(\d{1,2})\W+(?:de\s+)?([^\W\d_]+)", re.IGNORECASE)


class Named(NamedTuple):
    """A stretch of a text that names a period, from `start` to `end`, and the number of its words."""

    start: int
    end: int
    words: int


def moved_date(raw: str, to: Fecha) -> str | None:
    """`raw`, a day as a report writes it, with another day and month of the same year; None if it is not read so."""
    new = next(filter(None, (way(raw, to) for way in (_iso, _numeric, _worded))), None)
    return new if new is not None and values.date(new) == to else None


def _iso(raw: str, to: Fecha) -> str | None:
    match = _ISO.search(raw)
    return match and _written(raw, match, (1, f"{to.mes:02}"), (2, f"{to.dia:02}"))


def _numeric(raw: str, to: Fecha) -> str | None:
    match = _NUMERIC.search(raw)
    return match and _written(raw, match, (1, f"{to.dia}"), (2, f"{to.mes:0{len(match[2])}}"))


def _worded(raw: str, to: Fecha) -> str | None:
    match = _WORDED.search(raw)
    month = match and _moved_month(match[2], lambda _: to.mes)
    return match and month and _written(raw, match, (1, f"{to.dia}"), (2, month))


def _written(raw: str, match: re.Match[str], *parts: tuple[int, str]) -> str:
    """`raw` with other texts for groups of a match, which are given from left to right."""
    for group, text in reversed(parts):
        raw = raw[: match.start(group)] + text + raw[match.end(group) :]
    return raw


def _moved_month(word: str, move: Callable[[int], int]) -> str | None:
    """The name of another month, whole or cut off as `word` is, in its case; None for a word that is no month."""
    number = values.MONTHS.get(folded(word))
    if number is None:
        return None
    name = FULL[move(number) - 1]
    return _like(name if folded(word) in (*FULL, "setiembre") else name[:3], word)


def _like(text: str, model: str) -> str:
    """`text` in the case of `model`: `MARZO`, `Marzo` or `marzo`."""
    letters = [char for char in model if char.isalpha()]
    if letters and all(map(str.isupper, letters)) and not (len(letters) == 1 and model != model.upper()):
        return text.upper()
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def moved_words(raw: str, form: Form, closed: int) -> str | None:
    """`raw`, which names the period `closed` of a form, naming the next one; None if it cannot be said in that way."""
    before, after = form.periods[closed - 1 : closed + 1]
    return next((new for new in _candidates(raw, form, before, after) if squashed(new) in after.words), None)


def _candidates(raw: str, form: Form, before: Period, after: Period) -> Iterator[str]:
    if squashed(raw) == squashed(before.nombre):
        yield _like(after.nombre, raw) if raw.isupper() else after.nombre
    index, words = form.periods.index(before), list(_WORD.finditer(raw))
    for match in words:
        if folded(match[0]) == folded(before.clave):
            yield raw[: match.start()] + after.clave + raw[match.end() :]
        for names in ORDINALS:
            if index + 1 < len(names) and match[0].lower() == names[index]:
                yield raw[: match.start()] + _like(names[index + 1], match[0]) + raw[match.end() :]
    length = MONTHS // len(form.periods)
    new = raw
    for match in reversed(words):
        month = _moved_month(match[0], lambda number: (number + length - 1) % MONTHS + 1)
        new = new if month is None else new[: match.start()] + month + new[match.end() :]
    if new != raw:
        yield new


def named(text: str, period: Period) -> list[Named]:
    """The stretches of a text that name a period, the longest first where several begin at one word."""
    words = list(_WORD.finditer(text))
    found, index = [], 0
    while index < len(words):
        sizes = range(min(MOST_WORDS, len(words) - index), 0, -1)
        ends = {size: words[index + size - 1].end() for size in sizes}
        start = words[index].start()
        size = next((size for size in sizes if squashed(text[start : ends[size]]) in period.words), 0)
        if size:
            found.append(Named(start, ends[size], size))
        index += size or 1
    return found
