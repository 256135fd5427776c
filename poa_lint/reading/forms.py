"""The forms that are known: their columns, their periods, and whether a line of the table is their heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint.figures import UNKNOWN, Nothing
from poa_lint.records import record
from poa_lint.report import Columna, Fecha
from poa_lint.text import folded

if TYPE_CHECKING:
    from pathlib import Path

MAX_HEADINGS: Final = 500
"""Heading lines that are remembered."""
MAX_HEADING: Final = 1_000
"""Characters of one."""
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


class Misread(NamedTuple):
    """A heading that differs from the form's: which written cell (None where it is missing), which label."""

    cell: int | None
    label: Label


@record
class Form:
    """One form. Its columns stand left to right; a heading line has an index, the top one 0."""

    code: str
    name: str
    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    synonyms: Mapping[str, Sequence[str]]
    """Other words that offices print for a heading's."""

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
                labels.append(Label(column, words, frozenset(map(_squashed, (words, *self.synonyms.get(words, ()))))))
            above = column.path[: level + 1]
        return labels

    @cached_property
    def _headings_read(self) -> dict[tuple[str, ...], tuple[int, tuple[Misread, ...]] | None]:
        return {}

    def headed(self, cells: tuple[str, ...]) -> tuple[int, tuple[Misread, ...]] | None:
        """Which heading line these cells are, and where they differ: every page of a report has the same ones."""
        read = self._headings_read
        if cells not in read:
            if len(read) > MAX_HEADINGS or sum(map(len, cells)) > MAX_HEADING:
                return heading(self, cells)
            read[cells] = heading(self, cells)
        return read[cells]

    @cached_property
    def _top(self) -> str:
        return "".join(_squashed(label.words) for label in self.headings[0])

    def garbles(self, cells: Sequence[str]) -> bool:
        """Whether these cells are a lower line of the heading with some lost or too many.

        Most of them are its words, and the first and the last stand at their ends. As many cells as the line has, with
        other words, are no damage: P and A may have changed places, and with them every figure.
        """
        words = [squashed for cell in cells if (squashed := _squashed(cell))]
        for labels in self.headings[1:]:
            known = frozenset[str]().union(*(label.alike for label in labels))
            if (
                len(words) not in (0, len(labels))
                and words[0] in labels[0].alike
                and words[-1] in labels[-1].alike
                and sum(word in known for word in words) * 2 > len(words)
            ):
                return True
        return False

    def says(self, line: str) -> bool:
        """Whether a line has the words of the top heading and no more: what stood between its cells was lost."""
        return len(line) <= MAX_HEADING and _squashed(line) == self._top

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


def stated(folder: Path) -> list[dict[str, Any]]:
    """What the form files of a folder state, by name. Raises ValueError for one that is no YAML: it is ours."""
    from poa_lint import yamltree

    found: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.yaml")):
        tree = yamltree.read(path.read_text(encoding="utf-8"))
        if isinstance(tree, yamltree.Trouble):
            raise ValueError(f"{path.name}:{tree.mark.line}: {tree.kind} {tree.values}")
        data = yamltree.plain(tree)
        assert isinstance(data, dict)
        found.append(data)
    return found


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
    return Column(Columna(name, titulo), path, kind, frozenset(map(_squashed, data.get("mal_leido", []))))


@lru_cache(maxsize=1024)
def _squashed(text: str) -> str:
    """`text` for comparing headings: `Ene - Mar.` and `ENE-MAR` are the same words."""
    return "".join(char for char in folded(text) if char.isalnum())


def heading(form: Form, cells: Sequence[str]) -> tuple[int, tuple[Misread, ...]] | None:
    """Which heading line of `form` these cells are, and where they differ from it; None where they are none.

    Half of the line's labels must be there to the letter (accents, case and punctuation apart), and no cell
    may be left over: a table with one column more is another form.
    """
    written = [(place, squashed) for place, cell in enumerate(cells) if (squashed := _squashed(cell))]
    for level, labels in enumerate(form.headings):
        found = _match(labels, _undoubled(written) if level == 0 else written)
        if found is not None:
            return level, found
    return None


def _undoubled(written: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [entry for place, entry in enumerate(written) if place == 0 or entry[1] != written[place - 1][1]]


def _match(labels: Sequence[Label], written: list[tuple[int, str]]) -> tuple[Misread, ...] | None:
    if len(written) > len(labels):
        return None
    if len(written) == len(labels):
        pairs: list[int | None] = list(range(len(written)))
    else:
        pairs = _aligned(labels, [words for _, words in written])
    every = frozenset[str]().union(*(label.alike for label in labels))
    if (
        sum(
            pair is not None and written[pair][1] in every - label.alike
            for pair, label in zip(pairs, labels, strict=True)
        )
        > 1
    ):
        return None  # labels in another order: another form, not a misreading
    exact = sum(
        place is not None and written[place][1] in label.alike for place, label in zip(pairs, labels, strict=True)
    )
    used = sum(place is not None for place in pairs)
    if exact * 2 < len(labels) or used < len(written):
        return None
    return tuple(
        Misread(None if place is None else written[place][0], label)
        for place, label in zip(pairs, labels, strict=True)
        if place is None or written[place][1] not in label.alike
    )


def _aligned(labels: Sequence[Label], written: Sequence[str]) -> list[int | None]:
    """For each label in turn the next written cell that says it, or nearly; None where none does."""
    pairs: list[int | None] = []
    place = 0
    for label in labels:
        near = place < len(written) and (written[place] in label.alike or written[place] in label.column.misread)
        pairs.append(place if near else None)
        place += near
    return pairs
