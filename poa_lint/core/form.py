"""The forms of reports: what their pages say in the header, their columns, the periods of their year.

`core.forms` reads them from files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple

from poa_lint.core.dates import Fecha, last_day
from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.records import record
from poa_lint.core.text import SIGNS, squashed

KINDS: Final = ("codigos", "numero", "meta", "texto", "cifra", "dinero", "porcentaje", "observaciones", "libre")
"""The kinds of columns (`tipo` in a form's file)."""
FIGURES: Final = ("cifra", "dinero", "porcentaje", "parcial")
"""The kinds of columns whose cells are figures; `parcial` is a percentage that a row may leave blank."""
PERCENTAGES: Final = ("porcentaje", "parcial")
"""The kinds of columns whose cells are percentages."""
LAST: Final = "corte"
"""The period that a report closes, in the id of a column: `avance.corte`."""
PERCENT: Final = "%"
"""The whole title of a column of percentages."""
NONE: Final = "ninguno"
"""The word for a form without a cut-off, which reports nothing: an approved plan."""
NUMBER: Final = "{numero}"
"""The place of the number in the way in which goals are numbered."""
NUMBERED: Final = f"{NUMBER}.-"
"""The way in which goals are numbered where a form states no other: `103.- CELEBRAR`."""
YEAR: Final = "{ejercicio}"
"""The place of the year in a title of a column: `Programada {ejercicio}`."""


class Columna(NamedTuple):
    """A column of the table or a line of the header: its stable name and its title on the paper."""

    id: str
    titulo: str


class Column(NamedTuple):
    """One column of a form: `path` is its heading line by line, `misread` known misreadings of the last, squashed.

    A `signed` one may hold figures below zero. `formula` is what its figures are by others of the row, in the language
    of rules and with the ids of columns; it is empty for a column that nothing follows from. A figure that differs from
    it by less than `tolerance`, in the column's own unit, is right.
    """

    columna: Columna
    path: tuple[str, ...]
    kind: str
    misread: frozenset[str]
    signed: bool = False
    formula: str = ""
    tolerance: Figure = 0


class Period(NamedTuple):
    """One period of the year: its name, its key (`T1`), and the month at whose end it closes.

    `words` are what a header may call it (`SEGUNDO`, `ABRIL-JUNIO`), squashed.
    """

    nombre: str
    clave: str
    mes: int
    words: frozenset[str]

    def end(self, ano: int) -> Fecha:
        """The day of that year on which it closes."""
        return Fecha(ano, self.mes, last_day(ano, self.mes))


class Entry(NamedTuple):
    """One line of a form's header: its name and title, the words of its label, and the pattern of its code.

    `code` is empty for a line that states words; `several` lines of one entry may follow each other, each with a code.
    """

    columna: Columna
    words: tuple[str, ...]
    code: str
    several: bool
    required: bool

    @property
    def lettered(self) -> bool:
        """True if its codes may begin with letters: `L00`."""
        return bool(self.code) and not self.code.startswith("\\d")


class Role(NamedTuple):
    """One of those who sign: the role as printed, and all words for it."""

    name: str
    words: tuple[str, ...]


class Year(NamedTuple):
    """The place where a form's pages state their year: its name and title, and the words beside which it stands.

    `place` is `titulo` (a title of the page), `etiqueta` (a line of the header) or `columna` (a title of a column).
    """

    columna: Columna
    place: str
    words: tuple[str, ...]


class Cutoff(NamedTuple):
    """The line of a form's header that tells up to when it reports: a date, or one of the form's periods.

    `says` is `fecha`, `periodo`, `mes` or, for a form that reports nothing, `ninguno`.
    """

    entry: Entry
    says: str


class Head(NamedTuple):
    """Everything by which a form's pages are recognised but for its columns, as words and patterns.

    `codes` are patterns of the form's code, `titles` the beginnings of its titles; `code` is the form's own code as a
    line of the header, which its pages have to show if `shows_code`. `unit` names the entries that make pages one unit.
    `subtitles` and `totals` open lines between the goals that are none.
    """

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    year: Year
    code: Columna
    shows_code: bool
    cutoff: Cutoff
    entries: tuple[Entry, ...]
    unit: tuple[str, ...]
    roles: tuple[Role, ...]
    subtitles: tuple[str, ...]
    totals: tuple[str, ...]


class Label(NamedTuple):
    """One cell of a heading line: the first column under it, its words as printed, and all its synonyms, squashed."""

    column: Column
    words: str
    alike: frozenset[str]


class HeadingLine(NamedTuple):
    """One line of a heading from left to right, and the indexes of the levels that it says; 0 is the top one."""

    labels: tuple[Label, ...]
    levels: frozenset[int]


class Wish(NamedTuple):
    """A form's choice about a rule: its severity, empty for the usual one, and values of its parameters by name."""

    severity: str
    params: Mapping[str, object]


@record
class Form:
    """One form, compared by identity: columns from left to right, periods in the order of the year."""

    code: str
    name: Mapping[str, str]
    """Its name, by language."""
    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    synonyms: Mapping[str, Sequence[str]]
    """Other words that offices print in place of a heading's."""
    head: Head
    words: Mapping[str, tuple[str, str]]
    """The word for one of its periods and for several, by language: `mes` and `meses`."""
    apart: bool
    """True if the explanations of deviations stand on a sheet of their own."""
    anew: bool
    """True if every unit numbers its goals from 1 on; where False, a report's own numbers tell."""
    written: str = NUMBERED
    """The pattern by which a number that opens a goal's text is written: `{numero}.-`."""
    rules: Mapping[str, Wish] = {}
    """Its choices about rules, by the names of rules as its file writes them: codes, names, groups."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def headings(self) -> tuple[tuple[Label, ...], ...]:
        """The labels of each heading line from left to right; the line at index 0 is the top one."""
        depth = max(len(column.path) for column in self.columns)
        return tuple(tuple(self._line(level)) for level in range(depth))

    @cached_property
    def deepest(self) -> tuple[Label, ...]:
        """The labels of the lowest heading line, from left to right: P, A, P, A and so on."""
        return self.headings[-1]

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """The words that the lowest heading line repeats for every period, or all of it: P and A."""
        words = tuple(label.words for label in self.deepest)
        sizes = (size for size in range(1, len(words) + 1) if words == words[:size] * (len(words) // size))
        return words[: next(sizes, len(words))]

    @cached_property
    def heading_lines(self) -> tuple[HeadingLine, ...]:
        """The lines of the heading, one for each level."""
        return tuple(HeadingLine(labels, frozenset({level})) for level, labels in enumerate(self.headings))

    @cached_property
    def merged_lines(self) -> tuple[HeadingLine, ...]:
        """The lines that say several levels of the heading in one.

        Of PERIODO over Ene-Mar over P they are `Ene-Mar`, `Ene-Mar P` and, below the top line, `Ene-Mar P` too.
        PERIODO, which stands over all periods, may begin each of them.
        """
        depth = len(self.headings)
        return tuple(self._merged(first, last) for first in range(depth) for last in range(first + 1, depth))

    def _merged(self, first: int, last: int) -> HeadingLine:
        """The line that says the levels from `first` to `last` in one."""
        labels: list[Label] = []
        above: tuple[str, ...] = ()
        for column in self.columns:
            path = column.path[: last + 1]
            if len(path) > first and path != above:
                own = path[max(first, 1) :] or path
                alike = self._joined(own) | self._joined(path[first:])
                labels.append(Label(column, " ".join(own), alike))
            above = path
        return HeadingLine(tuple(labels), frozenset(range(first, last + 1)))

    def _joined(self, path: tuple[str, ...]) -> frozenset[str]:
        """The words of several levels one behind the other, and of all their synonyms, squashed."""
        alike = [set(map(squashed, self._alike(words))) for words in path]
        return frozenset("".join(words) for words in product(*alike))

    @cached_property
    def first_titles(self) -> tuple[str, ...]:
        """The words of the top title of its first column, and their synonyms: one of them begins its heading."""
        return self._alike(self.columns[0].path[0])

    def _alike(self, words: str) -> tuple[str, ...]:
        return (words, *self.synonyms.get(words, ()))

    def _line(self, level: int) -> list[Label]:
        labels: list[Label] = []
        above: tuple[str, ...] = ()
        for column in self.columns:
            if len(column.path) > level and column.path[: level + 1] != above:
                words = column.path[level]
                labels.append(Label(column, words, frozenset(map(squashed, self._alike(words)))))
            above = column.path[: level + 1]
        return labels

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each column."""
        return tuple(column.kind for column in self.columns)

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """The indexes of the columns of figures, percentages included."""
        return tuple(index for index, kind in enumerate(self.kinds) if kind in FIGURES)

    @cached_property
    def percents(self) -> frozenset[str]:
        """The ids of the columns of percentages."""
        return frozenset(column.columna.id for column in self.columns if column.kind in PERCENTAGES)

    @cached_property
    def planned(self) -> tuple[int | None, ...]:
        """The index of each period's column of programmed figures, None if the form has none."""
        return self.by_period("programado")

    @cached_property
    def achieved(self) -> tuple[int | None, ...]:
        """The index of each period's column of achieved figures, None if the form has none."""
        return self.by_period("avance")

    def by_period(self, name: str, closed: int | Nothing = UNKNOWN) -> tuple[int | None, ...]:
        """The index of each period's column `name`, None if the form has none.

        A column of the period that the report closes (`avance.corte`) is that of the last of `closed` periods.
        """
        indexes = [self.index.get(f"{name}.{number}") for number in range(1, len(self.periods) + 1)]
        if not isinstance(closed, Nothing) and closed > 0 and (last := self.index.get(f"{name}.{LAST}")) is not None:
            indexes[closed - 1] = last
        return tuple(indexes)

    @cached_property
    def number(self) -> int | None:
        """The index of the column of goals' numbers; None where a number opens the goal's text."""
        return next((index for index, kind in enumerate(self.kinds) if kind == "numero"), None)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that are the whole title of a column: `%`."""
        alike = {words for line in self.headings for label in line for words in label.alike}
        return frozenset(alike.intersection(SIGNS))

    @cached_property
    def has_formulas(self) -> bool:
        """True if the figures of a column follow from others of the row."""
        return any(column.formula for column in self.columns)

    @cached_property
    def has_year(self) -> bool:
        """True if a title of a column has the year in it."""
        return any(YEAR in label.words for line in self.headings for label in line)

    @cached_property
    def index(self) -> dict[str, int]:
        """The index of each column, by its id."""
        return {column.columna.id: index for index, column in enumerate(self.columns)}

    def closed(self, fecha: Fecha) -> int | Nothing:
        """The number of periods that end on or before `fecha`, in the year of that date: rules of their own check it.

        UNKNOWN for a date nearer to the end of the next period than to that of the last one closed (30 March): the
        text does not tell which one is meant. A rule reports such a date.
        """
        ends = [period.end(fecha.ano) for period in self.periods]
        closed = sum(end <= fecha for end in ends)
        day = 31 * fecha.mes + fecha.dia
        distances = [abs(31 * end.mes + end.dia - day) for end in ends]
        nearest = distances.index(min(distances)) + 1 if distances else closed
        return closed if closed == nearest else UNKNOWN

    def key(self, closed: int | Nothing) -> str:
        """The key of the last of `closed` periods: `T2`; `T?` where none is known to be closed.

        It is `-` for a form that reports nothing.
        """
        if self.head.cutoff.says == NONE:
            return "-"
        if isinstance(closed, Nothing) or not closed:
            return f"{self.periods[0].clave.rstrip('0123456789')}?"
        return self.periods[closed - 1].clave

    def closes(self, fecha: Fecha) -> bool:
        """True if `fecha` is the last day of a period, of whatever year."""
        return any(period.end(fecha.ano) == fecha for period in self.periods)
