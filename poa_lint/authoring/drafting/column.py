"""A drafted column, and what its titles and cells make of it: its id, its kind, and what to ask about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.authoring.drafting import names
from poa_lint.authoring.drafting.rows import is_figure, stands_for_nothing
from poa_lint.authoring.drafting.table import Table
from poa_lint.core.form import LAST, PERCENT
from poa_lint.core.form_data import PERIOD

MOST: Final = 0.8
"""The part of a column's cells that tells its kind."""
_CODE: Final = re.compile(r"\d{1,6}(?:\.\d{1,6}){2,5}\.?(?:[\s,;]+\d{1,6}(?:\.\d{1,6}){2,5}\.?)*")
_NUMBERED: Final = re.compile(r"\d{1,6}\s*[A-Za-z]?\s*[.\-)]+\s*[^\W\d]")
_SHORT: Final = 24
"""Characters of a number that stands in a column of its own."""
_NEGATIVE: Final = re.compile(r"[-\u2013]\s?\$?[\d.]*[1-9]|\(\s?\$?[\d.,]*[1-9][\d.,]*\)")
FIGURES: Final = ("cifra", "dinero", "porcentaje")


class Column(NamedTuple):
    """A drafted column: its place in a line, its id, titles and kind, and what to ask about it.

    A column that repeats has the `places` of all periods, and the `values` of all of them one behind the other.
    """

    id: str
    path: tuple[str, ...]
    kind: str
    places: tuple[int, ...]
    values: tuple[str, ...]
    signed: bool = False
    formula: str = ""
    tolerance: str = ""
    questions: tuple[str, ...] = ()
    recognised: bool = True

    def asking(self, *questions: str) -> Column:
        """The column with more questions."""
        return self._replace(questions=(*self.questions, *questions))


class Item(NamedTuple):
    """One item of `columns`: a column, or several that `repeat` with the periods."""

    columns: tuple[Column, ...]
    repeats: bool


class Spot(NamedTuple):
    """A column whose titles name a period: which one, and the titles with its place instead of its name."""

    number: int
    path: tuple[str, ...]
    level: int


class Maker:
    """Makes columns one by one; knows which ids are taken."""

    def __init__(self, table: Table, found: Mapping[int, tuple[str, ...]], *, plan: bool, repeats: bool) -> None:
        self.table, self.found, self.plan, self.repeats = table, found, plan, repeats
        self.taken: set[str] = set()
        self.text = self._main_text()
        goals = [index for index, path in found.items() if names.year_id(path) == names.GOAL]
        self.goal = goals[0] if goals else None
        """The column of the goal of the year, if one is called so."""

    def _main_text(self) -> int | None:
        """The column with the text of the goals."""
        texts = [index for index, path in self.found.items() if self._words(index) and not _kind_of_text(path)]
        called = [index for index in texts if names.text_id(self.found[index]) == "texto"]
        return max(called or texts, key=self._length, default=None)

    def _words(self, index: int) -> bool:
        filled = [value for value in self.table.values(index) if value]
        return bool(filled) and 2 * sum(not is_figure(value) for value in filled) > len(filled)

    def _length(self, index: int) -> int:
        return sum(map(len, self.table.values(index)))

    def repeated(self, run: Sequence[Sequence[int]], spots: Mapping[int, Spot]) -> Iterator[Column]:
        """The columns that repeat, with the values of all periods."""
        percents = sum(names.measure(self._below(spots[places[0]])) == names.PERCENT for places in run)
        for places in run:
            spot = spots[places[0]]
            values = tuple(value for index in places for value in self.table.values(index))
            kind = _kind(values, spot.path) or "cifra"
            name, asked = self._repeated_id(self._below(spot), spot.path, kind, percents)
            yield self._column(name, spot.path, kind, tuple(places), values, asked)

    @staticmethod
    def _below(spot: Spot) -> tuple[str, ...]:
        """The titles that tell what a column of a period measures: those below its name, else all others."""
        rest = spot.path[spot.level].replace(PERIOD, "").strip(" :.-")
        return (*([rest] if rest else []), *spot.path[spot.level + 1 :]) or spot.path[: spot.level]

    def _repeated_id(self, below: Sequence[str], path: Sequence[str], kind: str, percents: int) -> tuple[str, str]:
        measured = names.measure(below)
        if kind == "dinero":
            return names.slug(" ".join(below)) or f"importe_{len(self.taken) + 1}", ""
        if measured == names.PERCENT:
            above = names.above_percent(below) if percents > 1 else None
            return (f"{above}_pct" if above else measured), ""
        if measured is not None:
            return measured, ""
        called = not below or all(names.NEUTRAL.fullmatch(names.plain(title)) for title in below)
        if (
            called or self.plan or names.PLAN.search(" ".join(map(names.plain, path)))
        ) and "programado" not in self.taken:
            asked = "" if self.plan else "¿es lo programado de cada periodo, o lo alcanzado (avance)?"
            return names.PROGRAMMED, asked
        name = names.slug(" ".join(below)) or f"columna_{len(self.taken) + 1}"
        return name, "no es de las columnas conocidas (programado, avance, variacion, porcentaje): ¿qué mide?"

    def single(self, index: int, spot: Spot | None) -> Column:
        """A column that stands once."""
        path, values = self.found[index], tuple(self.table.values(index))
        kind = _kind(values, path)
        if spot is not None and kind != "texto":
            measured = names.measure(self._below(spot)) or names.PROGRAMMED
            asked = "es de un solo periodo, y las de los otros no llevan los mismos títulos: ¿se llama así?"
            return self._column(f"{measured}.{spot.number}", path, kind or "cifra", (index,), values, asked)
        name, asked = self._single_id(index, path, values, kind)
        kinds = {"lineas": "codigos", "numero": "numero", "unidad_medida": "texto", "observaciones": "observaciones"}
        if name in kinds:
            kind = kinds[name]
        elif name == "texto":
            numbered = [value for value in values if value]
            mostly = sum(_NUMBERED.match(value) is not None for value in numbered) >= MOST * len(numbered) > 0
            kind = "meta" if mostly and "numero" not in self.taken else "texto"
        elif kind is None:
            kind = "cifra" if name in (names.GOAL, "absoluto") or name.endswith(LAST) else "libre"
        return self._column(name, path, kind, (index,), values, asked)

    def _single_id(self, index: int, path: Sequence[str], values: Sequence[str], kind: str | None) -> tuple[str, str]:
        called = names.text_id(path)
        if index == self.text:
            return "texto", "" if called == "texto" else "¿es esta la columna con el texto de la meta?"
        if kind in FIGURES or (kind is None and _measures(path)):
            if called == "numero" and not self._is_behind_text(index):
                return "numero", ""
            return self._figure_id(index, path, kind or "")
        if called == "numero" and (self._is_behind_text(index) or any(len(value) > _SHORT for value in values)):
            called = None
        if called == "lineas" and not any(char.isdigit() for value in values for char in value):
            called = None
        if called is not None and called != "texto" and called not in self.taken:
            return called, ""
        name = names.slug(path[-1]) or names.slug(" ".join(path)) or f"columna_{index + 1}"
        if kind == "codigos" and "lineas" not in self.taken:
            return "lineas", "¿son las claves de las líneas de acción?"
        return name, "no es de las columnas conocidas: ¿qué dice? Si a ninguna regla le importa, tipo: libre"

    def _is_behind_text(self, index: int) -> bool:
        return self.text is not None and index > self.text

    def _figure_id(self, index: int, path: Sequence[str], kind: str) -> tuple[str, str]:
        """The id of a column of figures that stands once, and the question about it."""
        words = names.plain(" ".join(path))
        percent = names.measure(path) == names.PERCENT
        if kind == "dinero" or names.MONEY_WORDS.search(words):
            name = names.slug(path[-1]) or f"importe_{index + 1}"
            return (f"{name}_pct" if percent else name), ""
        if percent or kind == "porcentaje":
            return self._percent_id(path)
        known = self._known_figure(index, path)
        if known is not None:
            return known
        if self.goal is None and names.GOAL not in self.taken and re.search(r"meta|anual|total", words):
            return names.GOAL, "¿es la meta de todo el año?"
        name = names.slug(path[-1]) or names.slug(words)
        if name:
            return name, "no es de las columnas conocidas: ¿qué cuenta?"
        return f"columna_{index + 1}", "el título no dice qué es: póngale un nombre (id)"

    def _known_figure(self, index: int, path: Sequence[str]) -> tuple[str, str] | None:
        """The id of a column whose titles say what it counts: of the year, of the year so far, or of one period."""
        measured, of_year, cumulative = names.measure(path), names.year_id(path), names.is_cumulative(path)
        known: tuple[str, str] | None = None
        if of_year == names.GOAL and index == self.goal:
            known = names.GOAL, ""
        elif cumulative and measured == names.PROGRAMMED and self.goal is None and self.repeats:
            known = names.GOAL, "¿es la suma de todo el año? Entonces es la meta anual"
        elif cumulative and measured == names.PROGRAMMED:
            known = "programado_acumulado", ""
        elif of_year == "absoluto" or (cumulative and measured == names.ACHIEVED):
            known = "absoluto", ""
        elif measured == names.VARIATION:
            known = ("variacion_acumulada" if cumulative else names.VARIATION), ""
        elif measured in (names.PROGRAMMED, names.ACHIEVED) and not self.repeats:
            known = f"{measured}.{LAST}", self._of_period(path)
        elif measured == names.ACHIEVED:
            known = "absoluto", "¿es lo alcanzado en el año hasta la fecha?"
        return known

    def _percent_id(self, path: Sequence[str]) -> tuple[str, str]:
        """The id of a column of percentages that stands once, and the question about it."""
        above, cumulative = names.above_percent(path), names.is_cumulative(path)
        if above is not None and len(path) > 1 and names.plain(path[-1]) in (PERCENT, "porcentaje"):
            if not cumulative:
                return f"{above}_pct", ""
            ending = "acumulada" if above == names.VARIATION else "acumulado"
            return ("relativo" if above == names.ACHIEVED else f"{above}_{ending}_pct"), ""
        certain = names.year_id(path) == "relativo" or cumulative
        if (certain or not self.repeats) and "relativo" not in self.taken:
            return "relativo", "" if certain else "¿es lo alcanzado entre la meta anual?"
        own = names.slug(path[-1])
        return names.PERCENT if own in ("", "porcentaje") else f"{own}_pct", "¿de qué es este porcentaje?"

    @staticmethod
    def _of_period(path: Sequence[str]) -> str:
        words = names.plain(" ".join(path))
        if re.search(r"\bal (?:trimestre|periodo|mes|semestre)", words):
            return "¿es lo del periodo que se informa (así se tomó), o lo acumulado desde enero?"
        return "" if names.is_of_period(path) else "¿es lo del periodo que se informa?"

    def _column(
        self, name: str, path: tuple[str, ...], kind: str, places: tuple[int, ...], values: tuple[str, ...], asked: str
    ) -> Column:
        own = name
        if name in self.taken:
            number = next(number for number in range(2, 1000) if _numbered_id(name, number) not in self.taken)
            own = _numbered_id(name, number)
            asked = f"se llamaría {name}, como otra columna: ¿en qué se distinguen?"
        self.taken.add(own)
        signed = any(_NEGATIVE.match(value) for value in values) and kind in FIGURES
        known = own == name and not name.startswith("columna_") and "conocidas" not in asked
        return Column(own, path, kind, places, values, signed, questions=(asked,) if asked else (), recognised=known)


def _numbered_id(name: str, number: int) -> str:
    """An id with a number behind it, before its period: `avance_2.corte`."""
    base, dot, period = name.partition(".")
    return f"{base}_{number}{dot}{period}"


def _kind_of_text(path: Sequence[str]) -> bool:
    """True for titles of texts that are no goals: units, numbers, observations."""
    return names.text_id(path) in ("lineas", "numero", "unidad_medida", "observaciones")


def _measures(path: Sequence[str]) -> bool:
    """True for titles of figures."""
    return names.measure(path) is not None or names.year_id(path) is not None


def _kind(values: Sequence[str], path: Sequence[str]) -> str | None:
    """The kind of a column by its cells; None where they tell none."""
    filled = [value for value in values if not stands_for_nothing(value)]
    if not filled:
        return "porcentaje" if names.measure(path[-1:]) == names.PERCENT else None
    least = MOST * len(filled)
    figures = [value for value in filled if is_figure(value)]
    if sum(_CODE.fullmatch(value) is not None for value in filled) >= least:
        return "codigos"
    if len(figures) < least:
        return "texto"
    if 2 * sum("$" in value for value in figures) > len(figures):
        return "dinero"
    if 2 * sum(value.endswith("%") for value in figures) > len(figures) or names.measure(path[-1:]) == names.PERCENT:
        return "porcentaje"
    return "cifra"
