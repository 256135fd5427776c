"""Tell the periods of a year in the titles of columns: months, quarters, half-years, and those of other lengths.

Of `Ene-Mar`, `Primer Trimestre`, `TRIM. 1` and `T1` all are the first of four.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.forms import MONTHS as SHORT
from poa_lint.core.text import folded, squashed
from poa_lint.reading.values import MONTHS

NAMES: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
ORDINALS: Final = ("primer", "segundo", "tercer", "cuarto", "quinto", "sexto")
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi")
UNITS: Final = {12: "mes", 6: "bimestre", 4: "trimestre", 3: "cuatrimestre", 2: "semestre"}
"""The word for each of so many periods of a year."""
PLURALS: Final = {word: f"{word}{'es' if word == 'mes' else 's'}" for word in UNITS.values()}
ENGLISH: Final = {
    "mes": ("month", "months"),
    "bimestre": ("two-month period", "two-month periods"),
    "trimestre": ("quarter", "quarters"),
    "cuatrimestre": ("four-month period", "four-month periods"),
    "semestre": ("half-year", "half-years"),
}
_LETTERS: Final = {12: "M", 6: "B", 4: "T", 3: "C", 2: "S"}
ORDINAL_FORMS: Final = {
    form: number
    for number, word in enumerate(ORDINALS, 1)
    for form in (word, f"{word}o" if word.endswith("er") else word, str(number), ROMAN[number - 1])
} | {
    "1er": 1,
    "1ro": 1,
    "1o": 1,
    "2do": 2,
    "2o": 2,
    "3er": 3,
    "3ro": 3,
    "3o": 3,
    "4to": 4,
    "4o": 4,
    "5to": 5,
    "5o": 5,
    "6to": 6,
    "6o": 6,
}
_MONTH: Final = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_ORDINAL: Final = "|".join(sorted(map(re.escape, ORDINAL_FORMS), key=len, reverse=True))
_UNIT: Final = "bimestre|cuatrimestre|trimestre|semestre|bim|cuatrim|trim|sem"
_RANGE: Final = re.compile(rf"(?<!\w)({_MONTH})\.?\s*(?:-|\u2013|/|\ba\b|\bal\b|\by\b)\s*({_MONTH})\.?(?!\w)")
_NUMBERED: Final = re.compile(rf"(?<!\w)({_ORDINAL})[.°º]?\s*({_UNIT})\.?(?!\w)")
_CALLED: Final = re.compile(rf"(?<!\w)({_UNIT})\.?\s*({_ORDINAL})[.°º]?(?!\w)")
_SHORT: Final = re.compile(r"([tsb])\.?\s?([1-6])")
_MONTH_ALONE: Final = re.compile(rf"(?<!\w)({_MONTH})\.?(?!\w)")
_WHOLE_UNITS: Final = {"bim": 6, "cuatrim": 3, "trim": 4, "sem": 2, "t": 4, "s": 2, "b": 6}
_LENGTHS: Final = {1: 12, 2: 6, 3: 4, 4: 3, 6: 2}


class Said(NamedTuple):
    """A period that a text names: it is the `number`-th of so many `periods` of a year; `text` are its words there."""

    periods: int
    number: int
    text: str


class Period(NamedTuple):
    """A period of a drafted form: its name as printed, its key, the month that closes it, other words for it."""

    name: str
    key: str
    month: str
    synonyms: tuple[str, ...]


def said(text: str) -> Said | None:
    """The period that a title or a line of the header names; None for none."""
    plain = folded(text[:120])
    if len(plain) != len(text[:120]):  # a sign that folds to several: places would differ
        text = plain
    for pattern, meant in ((_RANGE, _of_months), (_NUMBERED, _of_unit), (_CALLED, _of_call)):
        match = pattern.search(plain)
        if match is not None and (found := meant(match[1], match[2])) is not None:
            return Said(*found, text[match.start() : match.end()])
    if _RANGE.search(plain):
        return None  # months that are no period: `Feb-Abr`
    if (match := _SHORT.fullmatch(plain)) and int(match[2]) <= _WHOLE_UNITS[match[1]]:
        return Said(_WHOLE_UNITS[match[1]], int(match[2]), text)
    match = _MONTH_ALONE.search(plain)
    if match is not None and plain[match.start() - 3 : match.start()] != "de ":
        return Said(12, MONTHS[match[1]], text[match.start() : match.end()])
    return None


def _of_months(first: str, last: str) -> tuple[int, int] | None:
    start, end = MONTHS[first], MONTHS[last]
    length = end - start + 1
    count = _LENGTHS.get(length)
    return None if count is None or end % length else (count, end // length)


def _of_unit(ordinal: str, unit: str) -> tuple[int, int] | None:
    count = (
        next(count for count, word in UNITS.items() if word.startswith(unit)) if len(unit) > 3 else _WHOLE_UNITS[unit]
    )
    number = ORDINAL_FORMS[ordinal]
    return (count, number) if number <= count else None


def _of_call(unit: str, ordinal: str) -> tuple[int, int] | None:
    return _of_unit(ordinal, unit)


def numbers(titles: Sequence[str]) -> list[int] | None:
    """The numbers of periods that titles are alone: `1`, `2`, `3`, `4`, or `I` … `IV`; None unless they are all."""
    found = [ORDINAL_FORMS.get(folded(title).strip(".°º ")) for title in titles]
    known = [number for number in found if number is not None]
    return known if len(known) == len(found) in UNITS and known == [*range(1, len(found) + 1)] else None


def count_in(words: str) -> int | None:
    """The number of periods of a year that words tell: 4 for `Avance trimestral`; None if they tell none."""
    plain = folded(words[:2000])
    for count, word in UNITS.items():
        stem = "mensual|\\bmes\\b|meses" if word == "mes" else word[:-1]
        if re.search(stem if word == "mes" else rf"(?<!\w){stem}", plain):
            return count
    return None


def year(count: int, printed: Mapping[int, str], *, cumulative: bool = False) -> tuple[Period, ...]:
    """The periods of a year of `count`, called as `printed` where the titles name them.

    With `cumulative`, `ENERO-JUNIO` is one more word for the second of four.
    """
    return tuple(_period(count, number, printed.get(number), cumulative=cumulative) for number in range(1, count + 1))


def _period(count: int, number: int, printed: str | None, *, cumulative: bool) -> Period:
    length = 12 // count
    first, last = NAMES[(number - 1) * length], NAMES[number * length - 1]
    words = dict.fromkeys(_words(count, number, first, last))
    if cumulative and number > 1:
        words[f"ENERO-{last.upper()}"] = None
    name = printed or _usual(count, number)
    key = f"M{number:02d}" if count == 12 else f"{_LETTERS[count]}{number}"
    taken = {squashed(name), squashed(key)}
    others = []
    for word in words:
        if squashed(word) not in taken:
            taken.add(squashed(word))
            others.append(word)
    return Period(name, key, last, tuple(others))


def _usual(count: int, number: int) -> str:
    if count == 12:
        return NAMES[number - 1].capitalize()
    return f"{ORDINALS[number - 1].capitalize()} {UNITS[count]}"


def _words(count: int, number: int, first: str, last: str) -> Iterator[str]:
    """The words by which offices call a period."""
    if count == 12:
        yield first.upper()
        yield SHORT[number - 1].upper()
        return
    unit, ordinal = UNITS[count].upper(), ORDINALS[number - 1].upper()
    yield f"{ordinal} {unit}"
    yield ordinal + ("O" if ordinal.endswith("ER") else "")
    short = {1: "1ER", 2: "2DO", 3: "3ER", 4: "4TO", 5: "5TO", 6: "6TO"}[number]
    yield from (
        f"{short} {unit}",
        f"{number}O {unit}",
        short,
        f"{unit} {number}",
        f"{unit} {ROMAN[number - 1].upper()}",
    )
    yield f"{first.upper()}-{last.upper()}"
    yield f"{first.upper()} A {last.upper()}"
    yield f"{first[:3].upper()}-{last[:3].upper()}"
