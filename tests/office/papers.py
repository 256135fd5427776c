"""Sheets of any form, made of its own sample page: what stands above the table, its heading, goals by chance."""

import random
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

import yaml

from poa_lint.core.cache import folder
from poa_lint.core.figures import decimal
from poa_lint.core.form import PERCENTAGES, YEAR, Form
from poa_lint.core.forms import built_in_forms
from tests.routes.phrases import CAUSAS, MODOS, OBJETOS, VERBOS

FORMS: Final = built_in_forms()
_NAME: Final = re.compile(r"[a-z_]+(?:\.\w+)?")


class Title(NamedTuple):
    """A title of the heading: its words, its first column and how many it covers, its first line and how many."""

    words: str
    column: int
    columns: int
    line: int
    lines: int


class Paper(NamedTuple):
    """A sheet: lines of cells above and below the table, its titles, its rows, and the number of heading lines."""

    form: Form
    above: tuple[tuple[str, ...], ...]
    titles: tuple[Title, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[tuple[str, ...], ...]

    @property
    def depth(self) -> int:
        return len(self.form.headings)

    def tabbed(self) -> str:
        """The sheet as the text with tabs that the linter reads."""
        lines = [[""] * len(self.form.columns) for _ in range(self.depth)]
        for title in self.titles:
            lines[title.line][title.column] = title.words
        return "\n".join("\t".join(cells) for cells in (*self.above, *lines, *self.rows, *self.below)) + "\n"


@cache
def sample(form: Form) -> str:
    """The page of a form's file that is sound."""
    for path in sorted((folder("grammar") / "forms").glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if data["form"] == form.code:
            page: str = data["examples"]["pass"][0]["page"]
            return page
    raise LookupError(form.code)


def paper(form: Form, page: str = "") -> Paper:
    """A sheet as its page has it."""
    lines = [tuple(line.split("\t")) for line in (page or sample(form)).rstrip("\n").split("\n")]
    size, depth = len(form.columns), len(form.headings)
    first = next(index for index, cells in enumerate(lines) if len(cells) > size // 2)
    end = next((index for index in range(first, len(lines)) if len(lines[index]) == 1), len(lines))
    rows = tuple((*cells, *[""] * (size - len(cells))) for cells in lines[first + depth : end])
    return Paper(form, tuple(lines[:first]), tuple(_titles(form)), rows, tuple(lines[end:]))


def _titles(form: Form) -> Iterator[Title]:
    """The titles of a form, those of the year with 2025."""
    paths = [column.path for column in form.columns]
    depth = len(form.headings)
    for level in range(depth):
        for index, path in enumerate(paths):
            own = path[: level + 1]
            if len(path) <= level or (index and paths[index - 1][: level + 1] == own):
                continue
            columns = next(
                (more for more in range(1, len(paths) - index) if paths[index + more][: level + 1] != own), 0
            )
            lines = depth - level if len(path) == level + 1 else 1
            yield Title(own[-1].replace(YEAR, "2025"), index, columns or len(paths) - index, level, lines)


def by_chance(form: Form, seed: int, goals: int, *, deviations: bool = True) -> Paper:
    """A sheet with goals by chance, whose sums and formulas are right."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    own = paper(form)
    sample_row = own.rows[0]
    rows = tuple(tuple(_goal(form, sample_row, rng, number, deviations)) for number in range(1, goals + 1))
    return own._replace(rows=rows)


def _goal(form: Form, like: Sequence[str], rng: random.Random, number: int, deviations: bool) -> Iterator[str]:
    values = _values(form, like, rng, deviations)
    thing, measure = rng.choice(OBJETOS)
    words = f"{rng.choice(VERBOS)} {thing}{rng.choice(['', f' {rng.choice(MODOS)}'])}."
    deviates = any(
        values.get(name) != values.get(name.replace("avance", "programado"))
        for name in values
        if "avance." in name and values[name] is not None
    )
    for column, cell in zip(form.columns, like, strict=True):
        name = column.columna.id
        if column.kind == "codigos":
            yield cell
        elif column.kind == "numero":
            yield str(number)
        elif column.kind == "meta":
            yield f"{99 + number}.- {words}"
        elif name == "texto":
            yield words.capitalize()
        elif name == "unidad_medida":
            yield measure
        elif column.kind == "observaciones":
            yield rng.choice(CAUSAS) if deviates else ""
        else:
            yield _shown(values.get(name), cell, column.kind)


def _values(form: Form, like: Sequence[str], rng: random.Random, deviations: bool) -> dict[str, Fraction | None]:
    """The figures of a goal by column: those of periods that the sample leaves blank are blank."""
    filled = {column.columna.id: bool(cell) for column, cell in zip(form.columns, like, strict=True)}
    most = rng.choice([4, 30, 900, 2500])
    values: dict[str, Fraction | None] = {}
    for name in form.index:
        kind, _, period = name.partition(".")
        if kind == "programado" and period:
            values[name] = Fraction(rng.randint(1, most))
        elif kind == "avance" and period:
            planned = values[f"programado.{period}"]
            assert planned is not None
            moved = planned + rng.randint(1, 3) if deviations and rng.random() < 0.3 else planned
            values[name] = moved if filled[name] else None
    planned_all = [value for name, value in values.items() if name.startswith("programado.") and value is not None]
    values["meta_anual"] = sum(planned_all, Fraction(0)) if len(planned_all) > 1 else planned_all[0] * 4
    done = [value for name, value in values.items() if name.startswith("avance.") and value is not None]
    if "programado.corte" in values:
        values["programado_acumulado"] = (values["programado.corte"] or Fraction(0)) * 2
        values["absoluto"] = (values["programado.corte"] or Fraction(0)) + (values["avance.corte"] or Fraction(0))
    elif done:
        values["absoluto"] = sum(done, Fraction(0))
    if "absoluto" in values:
        values["relativo"] = (values["absoluto"] or Fraction(0)) / (values["meta_anual"] or 1) * 100
    for column in form.columns:
        if column.formula and filled[column.columna.id]:
            values[column.columna.id] = _reckoned(column.formula, values)
    return values


def _reckoned(formula: str, values: dict[str, Fraction | None]) -> Fraction | None:
    """The value of a formula: ids of columns, numbers and signs."""
    found = {name: values.get(name) for name in _NAME.findall(formula)}
    if any(value is None for value in found.values()):
        return None
    made = _NAME.sub(lambda match: f"found[{match[0]!r}]", formula)
    result: Fraction = eval(made, {"found": found})  # noqa: S307 - the formula of our own form
    return result


def _shown(value: Fraction | None, like: str, kind: str) -> str:
    """A figure as the sample prints those of its column."""
    if value is None:
        return ""
    if kind in PERCENTAGES:
        places = len(like.rstrip("%").partition(".")[2])
        return f"{float(round(value, places)):.{places}f}%"
    return f"{int(decimal(str(value))):,}"
