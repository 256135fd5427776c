"""Draft the columns of a form: which of them repeat with the periods of the year; `column` makes each.

Of a heading AVANCE over Ene-Mar and Abr-Jun, each over Programado and Realizado, four columns become one item that
repeats: `programado` and `avance`, with `{periodo}` for the second title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.authoring.drafting import names, periods
from poa_lint.authoring.drafting.column import Column, Item, Maker, Spot
from poa_lint.authoring.drafting.table import Table, paths
from poa_lint.core.form import YEAR
from poa_lint.core.form_data import PERIOD
from poa_lint.core.text import squashed

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Layout(NamedTuple):
    """The columns of a form, the number of periods of its year (None if no title tells it), and their printed names."""

    items: tuple[Item, ...]
    periods: int | None
    printed: Mapping[int, str]
    year: str
    """The title of a column that has the year in it, with its place; empty where none has."""
    questions: tuple[str, ...]

    @property
    def columns(self) -> list[Column]:
        """All columns, one that repeats once."""
        return [column for item in self.items for column in item.columns]


def layout(table: Table, page: str) -> Layout:
    """The columns of a table; `page` are the words around it."""
    found = {index: tuple(_YEAR.sub(YEAR, title) for title in path) for index, path in paths(table).items()}
    year = next((title for path in found.values() for title in path if YEAR in title), "")
    spots, count, printed, questions = _spots(found)
    plan = bool(names.PLAN.search(squashed(page).lower())) and not any(map(_is_achieved, found.values()))
    maker = Maker(table, found, plan=plan, repeats=count is not None)
    items = tuple(_items(found, spots, count or 0, maker))
    untitled = [index for index in range(table.width) if index not in found and any(table.values(index))]
    asked = [f"la columna {index + 1} tiene datos y ningún título: no está aquí; póngaselo" for index in untitled]
    return Layout(_finished(items), count, printed, year, (*questions, *asked))


def _is_achieved(path: Sequence[str]) -> bool:
    return names.measure(path) == names.ACHIEVED or names.year_id(path) == "absoluto"


def _spots(found: Mapping[int, tuple[str, ...]]) -> tuple[dict[int, Spot], int | None, dict[int, str], list[str]]:
    """The columns whose titles name periods of one length, their number in a year, and their names as printed."""
    told: dict[int, tuple[int, periods.Said]] = {}
    questions: list[str] = []
    for index, path in found.items():
        for level, title in enumerate(path):
            meant = periods.said(title)
            if meant is not None:
                told[index] = level, meant
                break
    if not told:
        told = _numbered(found)
        if told:
            questions.append("los títulos son solo números: se tomaron por los periodos del año, en su orden")
    counts = Counter(meant.periods for _, meant in told.values())
    if not counts:
        return {}, None, {}, []
    count = counts.most_common(1)[0][0]
    told = {index: (level, meant) for index, (level, meant) in told.items() if meant.periods == count}
    if len({meant.number for _, meant in told.values()}) == 1:
        return {}, None, {}, []
    spots: dict[int, Spot] = {}
    printed: dict[int, str] = {}
    for index, (level, meant) in told.items():
        titles = list(found[index])
        titles[level] = titles[level].replace(meant.text, PERIOD, 1)
        spots[index] = Spot(meant.number, tuple(titles), level)
        printed.setdefault(meant.number, meant.text)
    return spots, count, printed, questions


def _numbered(found: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[int, periods.Said]]:
    """The columns under titles that are the numbers 1 to 4, or to 12, below one title."""
    groups: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for index, path in found.items():
        for level in range(len(path)):
            groups.setdefault((level, path[:level]), []).append(index)
    for (level, _), indexes in groups.items():
        titles = list(dict.fromkeys(found[index][level] for index in indexes if len(found[index]) > level))
        known = [title for title in titles if periods.numbers([title]) is not None or title.strip(".°º ").isalnum()]
        numbers = periods.numbers(known) if len(known) in (4, 12) else None
        if numbers is not None and len(known) == len(titles):
            number = dict(zip(known, numbers, strict=True))
            return {
                index: (level, periods.Said(len(known), number[title], title))
                for index in indexes
                if (title := found[index][level]) in number
            }
    return {}


def _items(found: Mapping[int, tuple[str, ...]], spots: Mapping[int, Spot], count: int, maker: Maker) -> Iterator[Item]:
    """The items of a form's columns from left to right."""
    order = sorted(found)
    at = 0
    while at < len(order):
        run = _run(order[at:], spots, count)
        if run:
            yield Item(tuple(maker.repeated(run, spots)), repeats=True)
            at += len(run) * count
        else:
            index = order[at]
            yield Item((maker.single(index, spots.get(index)),), repeats=False)
            at += 1


def _run(order: Sequence[int], spots: Mapping[int, Spot], count: int) -> list[list[int]]:
    """The columns that begin a repetition, each with its places in all periods; empty where none begins here.

    They stand period by period (`P A P A`), or the periods of one under each other's titles (`P P P P`).
    """
    first = order[0]
    if first not in spots or spots[first].number != 1 or count < 2:
        return []
    size = 0
    while size < len(order) and order[size] in spots and spots[order[size]].number == 1:
        size += 1
    whole = order[: size * count]
    if len(whole) < size * count:
        return []
    templates = [spots[index].path for index in whole[:size]]
    if len(set(templates)) < size:
        return []
    for number in range(1, count + 1):
        part = whole[(number - 1) * size : number * size]
        if any(index not in spots or spots[index].number != number for index in part):
            return []
        if [_squashed(spots[index].path) for index in part] != [_squashed(path) for path in templates]:
            return []
    return [[whole[number * size + own] for number in range(count)] for own in range(size)]


def _squashed(path: Sequence[str]) -> list[str]:
    return [squashed(title) for title in path]


def _finished(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items with questions that only the whole of them answers: a form needs texts, numbers and the year's goal."""
    columns = {column.id: column for item in items for column in item.columns}
    text, number = columns.get("texto"), columns.get("numero")
    asked: dict[str, str] = {}
    if text is not None and text.kind == "texto" and number is None:
        asked["texto"] = "las metas no llevan número delante ni en columna aparte: sin él no hay dispensas por meta"
    if number is not None:
        again = next((value for value, times in Counter(filter(None, number.values)).items() if times > 1), None)
        if again is not None:
            asked["numero"] = f"el número {again[:20]} se repite: ¿qué otra columna distingue esos renglones?"
    return tuple(
        Item(tuple(one.asking(asked[one.id]) if one.id in asked else one for one in item.columns), item.repeats)
        for item in items
    )
