"""A kept delivery says all that the report said, and one that is not as it was written is refused with its place."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.authoring.samples import sample
from poa_lint.config.settings import Settings
from poa_lint.core.delivery import Delivery
from poa_lint.core.forms import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Meta
from poa_lint.core.source import Source
from poa_lint.documents import is_kept, open_source
from poa_lint.linter import archive, archive_reader, deliveries
from poa_lint.linter.archive_reader import BrokenArchive
from poa_lint.linter.pipeline import delivered
from poa_lint.rulebook.builtin import built_in_rules
from tests.schemas import schema

FORMS = {form.code: form for form in built_in_forms()}
KEPT = archive.Kept("2024-04-05", 1, "0.1.0+abc", "T1")
SHA = "a" * 64


def report(changes: dict[str, object] | None = None, path: str = "/casa/informes/t1.txt") -> Delivery:
    source = Source(path, sample(changes or {}).text(), sha256=SHA)
    return delivered(source, built_in_rules(), built_in_forms(), Settings())


def written(changes: dict[str, object] | None = None) -> str:
    delivery = report(changes)
    return archive.text(delivery, delivery.units[0], KEPT)


def read(text: str) -> Delivery:
    source = open_source(text.encode(), "archivo/t1.json")
    assert isinstance(source, Source)
    assert is_kept(source.text)
    return archive_reader.read(source, FORMS)


def cells_of(meta: Meta) -> list[Cell[Any]]:
    return [meta.numero, meta.texto, meta.unidad_medida, meta.meta_anual, *meta.programado, *meta.avance, meta.absoluto]


def values(delivery: Delivery) -> list[Any]:
    """Everything that a delivery says but for the places at which it says it."""
    form = FORMS["TMM-F004"]
    return [
        (
            {name: kept.content for name, kept in unit.header.items()},
            {name: kept.content for name, kept in unit.signed.items()},
            replace(unit, goals=(), header={}, signed={}, columns=()),
            [
                [(cell.raw, cell.value) for cell in cells_of(meta)]
                for meta in deliveries.goals(unit, form, FORMS, 1)
            ],
        )
        for unit in delivery.units
    ]  # fmt: skip


CHANGES = [
    {},
    {"meta_anual": "8.000", "avance": ["l2"]},
    {"observaciones": "Dijo: \"sí\", {a} [b] \\ # & * ! 'c' 100 %\u2028\x85 😀"},
    {"meta_anual": "33.3333", "programado": ["", "-", "0", "1,000"]},
    {"fecha": "31-feb.-24"},
    {"metas": [{}, {"lineas": "4.6.1 4.5.1"}, {"texto": "SIN NUMERO"}]},
    {"firmas": []},
]


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_what_was_kept_says_what_the_report_said(changes: dict[str, object]) -> None:
    delivery, again = report(changes), read(written(changes))
    assert values(again) == values(delivery)
    assert (again.ejercicio, again.sha256, again.kind, again.kept, again.times) == (2024, SHA, "text", "2024-04-05", 1)
    jsonschema.validate(json.loads(written(changes)), schema("delivery"))
    assert "/casa" not in written(changes), "no folder of a machine"


@given(st.text(max_size=60))
def test_whatever_stands_in_a_cell_comes_back(text: str) -> None:
    delivery = report()
    unit = delivery.units[0]
    goal = unit.goals[0]
    contents = ((text, text), *goal.contents[1:])
    unit = replace(unit, goals=(goal._replace(contents=contents),))
    again = read(archive.text(delivery, unit, KEPT))
    assert again.units[0].goals[0].contents == contents


def test_a_cell_is_found_on_its_line() -> None:
    text = written({"meta_anual": 8})
    again = read(text)
    (meta,) = deliveries.goals(again.units[0], FORMS["TMM-F004"], FORMS, 0)
    position = again.position(meta.meta_anual.span.start)
    line = text.splitlines()[position.line - 1]
    assert '"meta_anual"' in line
    assert line[position.column - 1] == "8"


def test_it_is_the_same_file_each_time_and_its_schema_is_in_step() -> None:
    assert written() == written()
    top = schema("delivery")
    assert tuple(top["properties"]) == archive.KEYS == tuple(top["required"])
    assert tuple(top["properties"]["file"]["properties"]) == archive.FILE_KEYS
    assert tuple(top["properties"]["unit"]["properties"]) == archive.UNIT_KEYS
    assert tuple(top["properties"]["unit"]["properties"]["goals"]["items"]["properties"]) == archive.GOAL_KEYS
    assert tuple(top["$defs"]["titled"]["properties"]) == archive.CELL_KEYS


def changed(text: str, *path: str | int, value: object = ...) -> str:
    """The text of a delivery with another value at a path; without the key where none is given."""
    tree = json.loads(text)
    inner: Any = tree
    for key in path[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return '{\n "poa-lint-delivery"' + json.dumps(tree, ensure_ascii=False).removeprefix('{"poa-lint-delivery"')


CELLS = ("unit", "goals", 0, "cells")


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        (("poa-lint-delivery",), 2, "archive-version"),
        (("kept",), "ayer", "archive-value"),
        (("number",), "uno", "not-a-number"),
        (("ejercicio",), [2024], "not-a-text"),
        (("ejercicio",), "9" * 5000, "not-a-number"),
        (("fecha",), "31/03/2024", "not-a-date"),
        (("file",), "t1.txt", "not-a-mapping"),
        (("file", "sha256"), "x", "archive-value"),
        (("unit",), ..., "missing-key"),
        (("unit", "otra"), 1, "unknown-key"),
        (("unit", "closed"), 99, "archive-form"),
        (("unit", "complete"), "sí", "not-a-choice"),
        (("unit", "header", "fecha"), ..., "missing-key"),
        (("unit", "header", "fecha", "title"), ..., "missing-key"),
        (("unit", "goals"), {}, "not-a-list"),
        (("unit", "goals", 0), 1, "not-a-mapping"),
        ((*CELLS, "texto"), ..., "archive-form"),
        ((*CELLS, "programado.4"), ..., "archive-form"),
        ((*CELLS, "programado.5"), {"raw": "1", "figure": "1"}, "archive-form"),
        ((*CELLS, "meta_anual"), {"raw": "8", "figure": "ocho"}, "not-a-number"),
        ((*CELLS, "meta_anual"), {"raw": "8", "figure": "1/0"}, "not-a-number"),
        ((*CELLS, "meta_anual"), {"raw": "8", "figure": "9" * 5000}, "not-a-number"),
        ((*CELLS, "meta_anual"), {"raw": "8", "text": "8"}, "not-a-number"),
        ((*CELLS, "meta_anual"), {"figure": "8"}, "missing-key"),
        ((*CELLS, "meta_anual", "raw"), ["8"], "not-a-text"),
    ],
    ids=str,
)
def test_one_that_is_not_as_it_was_written_is_refused_with_its_place(
    path: tuple[str | int, ...], value: object, kind: str
) -> None:
    with pytest.raises(BrokenArchive) as refused:
        read(changed(written(), *path, value=value))
    assert refused.value.trouble.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        '{\n "poa-lint-delivery": ' + "[" * 5000,
        '{\n "poa-lint-delivery": 1}',
        '{\n "poa-lint-delivery": 1, "poa-lint-delivery": 1}',
        '{\n "poa-lint-delivery": &a [*a]}',
        '{\n "poa-lint-delivery": "\\u0000',
        '{\n "poa-lint-delivery": {}}',
        '{\n "poa-lint-delivery": NaN, "unit": null}',
    ],
    ids=lambda text: text[:50],
)
def test_hostile_text_is_one_sentence(text: str) -> None:
    with pytest.raises(BrokenArchive):
        read(text)


def test_a_delivery_that_windows_gave_other_line_ends_is_the_same(tmp_path: Path) -> None:
    assert values(read(written().replace("\n", "\r\n"))) == values(report())
