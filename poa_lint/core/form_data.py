"""The content of a form's file, written out: with all that it takes from the form that it extends, column by column.

Columns that repeat with the periods of the year are written out one by one:

    {repetir: periodos, columnas: [{id: programado, titulo: ["{periodo}", P], …}]}

becomes, with the periods Ene-Mar and Abr-Jun, `programado.1` under Ene-Mar and `programado.2` under Abr-Jun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

Data = Mapping[str, Any]
"""The content of a form's file: text, lists and mappings of text."""
JOINED: Final = ("reconoce", "renglones", "rules", "sinonimos")
"""The keys under which a form that extends another states only what differs."""
PERIODS: Final = "periodos"
"""The word for columns that repeat with the periods of the year."""
PERIOD: Final = "{periodo}"
"""The place of a period's name in a title of a column that repeats."""
TRUE: Final = "true"
FALSE: Final = "false"
"""Nothing in a form's file is anything but text, `true` and `false` too."""


def written_out(data: Data, others: Mapping[str, Data]) -> dict[str, Any]:
    """A form's data with all that it takes from the form that it extends, and its columns one by one.

    Raises ValueError for a form that extends an unknown one, or itself.
    """
    whole = _repeated(_extended(data, others, ()))
    titles = {title for column in whole["columns"] for title in texts(column["titulo"])}
    kept = titles.union(data.get("sinonimos", {}))  # those of columns that were taken out go with them
    whole["sinonimos"] = {title: others for title, others in whole.get("sinonimos", {}).items() if title in kept}
    return whole


def _extended(data: Data, others: Mapping[str, Data], above: tuple[str, ...]) -> dict[str, Any]:
    """The data on top of those of the form that it extends: words are joined, everything else is replaced.

    Lists of entries and columns are joined by ids: what one of the same id states replaces the other's, `quita` takes
    it out, and a new one goes behind the one that `detras` names, or to the end.
    """
    name = data.get("extends")
    if name is None:
        return dict(data)
    if name in above or name not in others or others[name] is data:
        raise ValueError(f"extends: {name}")
    base = _extended(others[name], others, (*above, name))
    base.pop("principal", None)
    for key, value in data.items():
        if key in ("columns", "encabezado"):
            base[key] = _joined(base[key], value)
        elif key in JOINED:
            base[key] = {**base.get(key, {}), **value}
        elif key != "extends":
            base[key] = value
    return base


def _joined(base: Sequence[Data], own: Sequence[Data]) -> list[Data]:
    """The items of both by their ids. Raises ValueError for an id to take out that is not there."""
    joined = list(base)
    for item in own:
        places = {other["id"]: index for index, other in enumerate(joined) if "id" in other}
        bare = {key: value for key, value in item.items() if key not in ("detras", "quita")}
        at = places.get(item.get("id"))
        if at is not None:
            joined[at : at + 1] = [] if item.get("quita") == TRUE else [{**joined[at], **bare}]
        elif item.get("quita") == TRUE:
            raise ValueError(f"quita: {item.get('id')}")
        elif item.get("detras") in places:
            joined.insert(places[item["detras"]] + 1, bare)
        else:
            joined.append(bare)
    return joined


def _repeated(data: dict[str, Any]) -> dict[str, Any]:
    """The data with the columns of every group one by one."""
    items, periods = data["columns"], data["periods"]
    groups = [item["columnas"] for item in items if item.get("repetir") == PERIODS]
    repeating = [column["id"] for group in groups for column in group]
    return {**data, "columns": [column for item in items for column in _columns(item, periods, repeating)]}


def _columns(item: Data, periods: Sequence[Data], repeating: Sequence[str]) -> Iterator[Data]:
    """The columns that an item of `columns` states: itself, those of a group, or those of a group for each period.

    `repeating` are the ids of all columns that repeat, of whatever group: a formula means those of its own period.
    """
    if "columnas" not in item:
        yield item
        return
    above, columns = list(texts(item.get("grupo"))), item["columnas"]
    for number, period in enumerate(periods, 1) if item.get("repetir") == PERIODS else ((0, {"nombre": ""}),):
        for column in columns:
            made = {**column, "titulo": [*above, *texts(column["titulo"])]}
            if number:
                made["id"] = f"{column['id']}.{number}"
                if "formula" in column:
                    made["formula"] = _of_period(column["formula"], repeating, number)
                made["titulo"] = [title.replace(PERIOD, period["nombre"]) for title in made["titulo"]]
            yield made


def _of_period(formula: str, names: Sequence[str], number: int) -> str:
    """A formula about columns that repeat, about those of one period: of `avance - programado` the second one's."""
    return re.sub(
        rf"\b(?:{'|'.join(map(re.escape, names))})\b(?!\.)", lambda match: f"{match[0]}.{number}", str(formula)
    )


def texts(value: Any) -> Iterable[str]:
    """The texts of a list, or the one text in its place."""
    return () if value is None else (value,) if isinstance(value, str) else map(str, value)
