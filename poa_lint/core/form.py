"""The forms of reports, read from grammar/forms/: columns, their kinds and headings, the periods of the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import product
from typing import Any, Final, NamedTuple

from poa_lint.core.cache import built_value, folder
from poa_lint.core.figures import UNKNOWN, Nothing
from poa_lint.core.records import record
from poa_lint.core.report import Columna, Fecha
from poa_lint.core.source import Trouble
from poa_lint.core.text import squashed

KINDS: Final = ("codigos", "meta", "texto", "cifra", "porcentaje", "observaciones")
"""The kinds of columns (`tipo` in a form's file)."""


class Column(NamedTuple):
    """One column of a form: `path` is its heading line by line, `misread` known misreadings of the last, squashed."""

    columna: Columna
    path: tuple[str, ...]
    kind: str
    misread: frozenset[str]


class Period(NamedTuple):
    """One period of the year, with the month and day of its end."""

    nombre: str
    mes: int
    dia: int


class Entry(NamedTuple):
    """One line of a form's header: its name and title, the words of its label, and the pattern of its code.

    `code` is empty for a line that states words; `several` lines of one entry may follow each other, each with a code.
    """

    columna: Columna
    words: tuple[str, ...]
    code: str
    several: bool
    required: bool


class Role(NamedTuple):
    """One of those who sign: the role as printed, and all words for it."""

    name: str
    words: tuple[str, ...]


class Head(NamedTuple):
    """Everything by which a form's pages are recognised but for its columns, as words and patterns.

    `codes` are patterns of the form's code, `titles` the beginnings of its titles; `year` is the title beside which the
    year stands, `code` the form's own code as a line of the header, `cutoff` the line with the date. `subtitles` and
    `totals` open lines between the goals that are none.
    """

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    year: Columna
    code: Columna
    cutoff: Entry
    entries: tuple[Entry, ...]
    roles: tuple[Role, ...]
    subtitles: tuple[str, ...]
    totals: tuple[str, ...]

    @property
    def coded(self) -> tuple[Columna, ...]:
        """The lines of the header that state codes, in the order of the form."""
        return tuple(entry.columna for entry in self.entries if entry.code)


class Label(NamedTuple):
    """One cell of a heading line: the first column under it, its words as printed, and all its synonyms, squashed."""

    column: Column
    words: str
    alike: frozenset[str]


class HeadingLine(NamedTuple):
    """One line of a heading from left to right, and the indexes of the levels that it says; 0 is the top one."""

    labels: tuple[Label, ...]
    levels: frozenset[int]


@record
class Form:
    """One form, compared by identity: columns from left to right, periods in the order of the year."""

    code: str
    name: str
    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    synonyms: Mapping[str, Sequence[str]]
    """Other words that offices print in place of a heading's."""
    head: Head

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def headings(self) -> tuple[tuple[Label, ...], ...]:
        """The labels of each heading line from left to right; the line at index 0 is the top one."""
        depth = max(len(column.path) for column in self.columns)
        return tuple(tuple(self._line(level)) for level in range(depth))

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
        return tuple(index for index, kind in enumerate(self.kinds) if kind in ("cifra", "porcentaje"))

    @cached_property
    def planned(self) -> tuple[int | None, ...]:
        """The index of each period's column of programmed figures, None if the form has none."""
        return tuple(self.index.get(f"programado.{number}") for number in range(1, len(self.periods) + 1))

    @cached_property
    def achieved(self) -> tuple[int | None, ...]:
        """The index of each period's column of achieved figures, None if the form has none."""
        return tuple(self.index.get(f"avance.{number}") for number in range(1, len(self.periods) + 1))

    @cached_property
    def index(self) -> dict[str, int]:
        """The index of each column, by its id."""
        return {column.columna.id: index for index, column in enumerate(self.columns)}

    def closed(self, fecha: Fecha) -> int | Nothing:
        """The number of periods that end on or before `fecha`, by month and day: rules of their own check the year.

        UNKNOWN for a date nearer to the end of the next period than to that of the last one closed (30 March): the
        text does not tell which one is meant. A rule reports such a date.
        """
        closed = sum((period.mes, period.dia) <= (fecha.mes, fecha.dia) for period in self.periods)
        day = 31 * fecha.mes + fecha.dia
        distances = [abs(31 * period.mes + period.dia - day) for period in self.periods]
        nearest = distances.index(min(distances)) + 1 if distances else closed
        return closed if closed == nearest else UNKNOWN

    def closes(self, fecha: Fecha) -> bool:
        """True if `fecha` is the last day of a period, by month and day."""
        return any((period.mes, period.dia) == (fecha.mes, fecha.dia) for period in self.periods)


@cache
def built_in_forms() -> tuple[Form, ...]:
    """The forms that come with the program."""
    return tuple(map(form, built_value("forms", form_files)))


def words_of(form: Form) -> Iterator[str]:
    """The words of a form that an office may print otherwise: titles of columns, labels of the header, roles."""
    yield from dict.fromkeys(label.words for line in form.headings for label in line)
    yield from (entry.words[0] for entry in (*form.head.entries, form.head.cutoff))
    yield from (role.name for role in form.head.roles)


@cache
def with_synonyms(forms: tuple[Form, ...], synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Form, ...]:
    """The forms with further words for those of `words_of`, each a pair of a form's own word and what stands for it."""
    return tuple(_with(form, dict(synonyms)) for form in forms)


def _with(form: Form, more: Mapping[str, tuple[str, ...]]) -> Form:
    titles = {label.words for line in form.headings for label in line}
    synonyms = {words: (*form.synonyms.get(words, ()), *more.get(words, ())) for words in titles}
    head = form.head
    head = head._replace(
        entries=tuple(entry._replace(words=(*entry.words, *more.get(entry.words[0], ()))) for entry in head.entries),
        cutoff=head.cutoff._replace(words=(*head.cutoff.words, *more.get(head.cutoff.words[0], ()))),
        roles=tuple(role._replace(words=(*role.words, *more.get(role.name, ()))) for role in head.roles),
    )
    return Form(form.code, form.name, form.columns, form.periods, synonyms, head)


def form_files() -> list[dict[str, Any]]:
    """The content of the files in grammar/forms/, ordered by file name. Raises ValueError for invalid YAML."""
    from poa_lint.core import yamltree

    forms: list[dict[str, Any]] = []
    for path in sorted((folder("grammar") / "forms").glob("*.yaml")):
        tree = yamltree.read(path.read_text(encoding="utf-8"))
        if isinstance(tree, Trouble):
            raise ValueError(f"{path.name}:{tree.line}: {tree.kind} {tree.values}")
        data = yamltree.plain(tree)
        assert isinstance(data, dict)
        forms.append(data)
    return forms


def form(data: Mapping[str, Any]) -> Form:
    """The form that `data`, the content of its file, states. Raises ValueError for an unknown kind or heading."""
    periods = tuple(Period(period["nombre"], *map(int, period["cierre"].split("-"))) for period in data["periods"])
    columns = tuple(_column(column) for column in data["columns"])
    synonyms = {str(words): tuple(map(str, others)) for words, others in data.get("sinonimos", {}).items()}
    headings = {words for column in columns for words in column.path}
    if not headings.issuperset(synonyms):
        raise ValueError(f"sinonimos: {', '.join(synonyms.keys() - headings)}")
    return Form(data["form"], data["name"], columns, periods, synonyms, _head(data))


def _head(data: Mapping[str, Any]) -> Head:
    known = data["reconoce"]
    return Head(
        tuple(known["clave"]),
        tuple(known["titulo"]),
        Columna("ejercicio", data["ejercicio"]["titulo"]),
        Columna("forma", data["form"]),
        _entry({"id": "fecha", "exige": True, **data["corte"]}),
        tuple(map(_entry, data["encabezado"])),
        tuple(Role(role["rol"], (role["rol"], *role.get("sinonimos", ()))) for role in data["firmas"]),
        tuple(data["renglones"]["titulo"]),
        tuple(data["renglones"]["total"]),
    )


def _entry(data: Mapping[str, Any]) -> Entry:
    words = tuple(data["etiqueta"])
    several, required = bool(data.get("varios")), bool(data.get("exige"))
    return Entry(Columna(data["id"], words[0]), words, data.get("clave", ""), several, required)


def _column(data: dict[str, list[str]]) -> Column:
    path, kind, name = tuple(data["titulo"]), str(data["tipo"]), str(data["id"])
    if kind not in KINDS:
        raise ValueError(f"{name}: {kind} is no kind of column")
    titulo = " ".join(path[1:] or path)
    return Column(Columna(name, titulo), path, kind, frozenset(map(squashed, data.get("mal_leido", []))))
