"""A form as its file states it: columns left to right, their kinds and headings, the periods of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from poa_lint.core.cache import folder, made
from poa_lint.core.figures import UNKNOWN, Nothing
from poa_lint.core.records import record
from poa_lint.core.report import Columna, Fecha
from poa_lint.core.text import squashed

KINDS: Final = ("codigos", "meta", "texto", "cifra", "porcentaje", "observaciones")


class Column(NamedTuple):
    """One column of a form: `path` is its heading line by line, `misread` what readers make of its own line."""

    columna: Columna
    path: tuple[str, ...]
    kind: str
    misread: frozenset[str]


class Period(NamedTuple):
    """One period of the year and the month and day that close it."""

    nombre: str
    mes: int
    dia: int


class Label(NamedTuple):
    """A heading's words as the form prints them, the first column under them, and all that says the same, squashed."""

    column: Column
    words: str
    alike: frozenset[str]


@record
class Form:
    """One form, compared by identity. Its columns stand left to right; a heading line has an index, the top one 0."""

    code: str
    name: str
    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    synonyms: Mapping[str, Sequence[str]]
    """Other words that offices print for a heading's."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def headings(self) -> tuple[tuple[Label, ...], ...]:
        """The labels of each heading line, left to right."""
        depth = max(len(column.path) for column in self.columns)
        return tuple(tuple(self._line(level)) for level in range(depth))

    def _line(self, level: int) -> list[Label]:
        labels: list[Label] = []
        above: tuple[str, ...] = ()
        for column in self.columns:
            if len(column.path) > level and column.path[: level + 1] != above:
                words = column.path[level]
                labels.append(Label(column, words, frozenset(map(squashed, (words, *self.synonyms.get(words, ()))))))
            above = column.path[: level + 1]
        return labels

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each column."""
        return tuple(column.kind for column in self.columns)

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """Where the columns of figures stand, percentages among them."""
        return tuple(place for place, kind in enumerate(self.kinds) if kind in ("cifra", "porcentaje"))

    def place(self, name: str) -> int | None:
        """Where a column stands, None where the form does not have it."""
        return self.index.get(name)

    @cached_property
    def planned(self) -> tuple[int | None, ...]:
        """Where what is programmed for each period stands."""
        return tuple(self.place(f"programado.{number}") for number in range(1, len(self.periods) + 1))

    @cached_property
    def achieved(self) -> tuple[int | None, ...]:
        """Where what is achieved in each period stands."""
        return tuple(self.place(f"avance.{number}") for number in range(1, len(self.periods) + 1))

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each column stands, by its name."""
        return {column.columna.id: place for place, column in enumerate(self.columns)}

    def closed(self, fecha: Fecha) -> int | Nothing:
        """How many periods end on or before `fecha`, by month and day alone: the year has rules of its own.

        UNKNOWN for a date that closes no period and lies nearer to the end of another than of the last one closed
        (30 March): the text does not tell which was meant, and the date is a finding of its own.
        """
        stated = sum((period.mes, period.dia) <= (fecha.mes, fecha.dia) for period in self.periods)
        day = 31 * fecha.mes + fecha.dia
        distances = [abs(31 * period.mes + period.dia - day) for period in self.periods]
        nearest = distances.index(min(distances)) + 1 if distances else stated
        return stated if stated == nearest else UNKNOWN

    def closes(self, fecha: Fecha) -> bool:
        """Whether `fecha` is the last day of a period."""
        return any((period.mes, period.dia) == (fecha.mes, fecha.dia) for period in self.periods)


@cache
def built_in_forms() -> tuple[Form, ...]:
    """The forms that come with the program."""
    return tuple(map(form, made("forms", form_files)))


def form_files() -> list[dict[str, Any]]:
    """The content of the form files that come with the program, by name. Raises ValueError for one that is no YAML."""
    from poa_lint.core import yamltree

    forms: list[dict[str, Any]] = []
    for path in sorted((folder("grammar") / "forms").glob("*.yaml")):
        tree = yamltree.read(path.read_text(encoding="utf-8"))
        if isinstance(tree, yamltree.Trouble):
            raise ValueError(f"{path.name}:{tree.mark.line}: {tree.kind} {tree.values}")
        data = yamltree.plain(tree)
        assert isinstance(data, dict)
        forms.append(data)
    return forms


def form(data: Mapping[str, Any]) -> Form:
    """A form as its file states it. Raises ValueError where that is not in order."""
    periods = tuple(Period(period["nombre"], *map(int, period["cierre"].split("-"))) for period in data["periods"])
    columns = tuple(_column(column) for column in data["columns"])
    synonyms = {str(words): tuple(map(str, others)) for words, others in data.get("sinonimos", {}).items()}
    headings = {words for column in columns for words in column.path}
    if not headings.issuperset(synonyms):
        raise ValueError(f"sinonimos: {', '.join(synonyms.keys() - headings)}")
    return Form(data["form"], data["name"], columns, periods, synonyms)


def _column(data: dict[str, list[str]]) -> Column:
    path, kind, name = tuple(data["titulo"]), str(data["tipo"]), str(data["id"])
    if kind not in KINDS:
        raise ValueError(f"{name}: {kind} is no kind of column")
    titulo = " ".join(path[1:] or path)
    return Column(Columna(name, titulo), path, kind, frozenset(map(squashed, data.get("mal_leido", []))))
