"""Deliveries as files: every unit of a report with its figures and words.

The file is JSON with a cell on each line, so that a finding can point at it. `archive_reader` reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from poa_lint.core.dates import Fecha
from poa_lint.core.delivery import Content, Delivery, KeptCell, KeptUnit
from poa_lint.core.figures import BLANK, Figure
from poa_lint.core.records import record
from poa_lint.documents import KEPT
from poa_lint.linter.deliveries import day

KEYS: Final = (
    KEPT, "kept", "number", "ruleset", "file", "ejercicio", "fecha", "periodo", "unit",
)  # fmt: skip
FILE_KEYS: Final = ("name", "sha256", "kind")
UNIT_KEYS: Final = (
    "ramo", "programa", "unidad", "nombre", "form", "closed", "complete", "identity", "header", "signed", "goals",
)  # fmt: skip
GOAL_KEYS: Final = ("pagina", "acumulacion", "doubtful", "cells")
CELL_KEYS: Final = ("raw", "text", "figure", "date", "blank", "id", "title")
_ODD: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may hold as they are and YAML may not."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@record
class Kept:
    """A unit as it was delivered: the day, how many deliveries of it there were up to this one, and the rules."""

    day: str
    number: int
    ruleset: str
    periodo: str


def text(delivery: Delivery, unit: KeptUnit, kept: Kept) -> str:
    """A unit of a report as the text of its file."""
    whole = {
        KEPT: 1,
        "kept": kept.day,
        "number": kept.number,
        "ruleset": kept.ruleset,
        "file": {
            "name": re.split(r"[/\\]", delivery.path)[-1],
            "sha256": delivery.sha256,
            "kind": delivery.kind,
        },
        "ejercicio": delivery.ejercicio if isinstance(delivery.ejercicio, int) else None,
        "fecha": day(delivery.fecha) or None,
        "periodo": kept.periodo,
        "unit": _unit(unit),
    }
    return "".join(_lines(whole, 0)) + "\n"


def _unit(unit: KeptUnit) -> dict[str, object]:
    columns = [name for name, _ in unit.columns]
    return {
        "ramo": unit.ramo,
        "programa": unit.programa,
        "unidad": unit.unidad,
        "nombre": unit.nombre,
        "form": unit.form,
        "closed": unit.closed if isinstance(unit.closed, int) else None,
        "complete": unit.complete,
        "identity": dict(unit.identity),
        "header": {name: _titled(cell) for name, cell in unit.header.items()},
        "signed": {name: _titled(cell) for name, cell in unit.signed.items()},
        "goals": [
            {
                "pagina": goal.pagina,
                "acumulacion": goal.acumulacion,
                "doubtful": sorted(goal.doubtful | goal.unsure),
                "cells": {name: _content(content) for name, content in zip(columns, goal.contents, strict=True)},
            }
            for goal in unit.goals
        ],
    }


def _titled(cell: KeptCell) -> dict[str, object]:
    return {**_content(cell.content), "id": cell.columna[0], "title": cell.columna[1]}


def _content(content: Content) -> dict[str, object]:
    raw, value = content
    if value is BLANK:
        return {"raw": raw, "blank": True}
    if isinstance(value, Fecha):
        return {"raw": raw, "date": f"{value.ano:04d}-{value.mes:02d}-{value.dia:02d}"}
    if isinstance(value, str):
        return {"raw": raw, "text": value}
    return {"raw": raw, "figure": str(value)} if isinstance(value, Figure) else {"raw": raw}


def _lines(value: object, depth: int) -> Iterator[str]:
    """JSON in which what holds no other object or list stands on one line."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(one, dict | list) for one in inner):
        yield _one(value)
        return
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    indent = "\n" + " " * (depth + 1)
    yield opening
    entries: list[tuple[str, object]] = (
        [(f"{_one(key)}: ", one) for key, one in value.items()]
        if isinstance(value, dict)
        else [("", one) for one in inner]
    )
    for number, (key, one) in enumerate(entries):
        yield f"{',' if number else ''}{indent}{key}"
        yield from _lines(one, depth + 1)
    yield f"\n{' ' * depth}{closing}"


def _one(value: object) -> str:
    plain = json.dumps(value, ensure_ascii=False)
    plain = _SURROGATE.sub("\ufffd", plain)
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)
