"""Reports as data: every cell of a report is in the tables of every format, and nothing there is a formula."""

import json
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint import FileResult, lint
from poa_lint.authoring.samples import sample
from poa_lint.authoring.sheets.reports import reports as of_form
from poa_lint.authoring.sheets.sheet import written as text_of
from poa_lint.core.figures import Figure, Nothing
from poa_lint.core.forms import built_in_forms
from poa_lint.core.report import Cell, code
from poa_lint.core.text import visible
from poa_lint.core.words import words
from poa_lint.output.tables import TABLES, rows
from poa_lint.output.tables.columns import KEYS
from poa_lint.output.tables.files import FILES
from poa_lint.output.tables.package import NAME, descriptor
from poa_lint.output.tables.rows import Tables
from poa_lint.output.tables.values import decimal, field, safe
from tests.places import SEED
from tests.strategies import texts
from tests.tables import READERS, TYPED, read, written

HAS_PARQUET = find_spec("pyarrow") is not None
FORMATS = [name for name in FILES if name != "parquet" or HAS_PARQUET]
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The beginnings of formulas, full-width ones too."""
CELLS = (
    "",
    "0",
    "007",
    "1,234.5678",
    "0.123456789012345678",
    "-12.5",
    "33.3333%",
    "12,5",
    "2025-01-01",
    "=1+1",
    " +A1",
    "@SUM(A1)",
    "\uff1dA1",
    'DICE "SÍ"; =B2|C3',
    "<b>&amp;",
    "\u202eodacifirev",
    "\x07",
)
"""Texts that a cell may have; some are figures, some would be formulas, some move what stands beside them."""


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A report of any form, in which some cells of goals say something else."""
    form = draw(st.sampled_from(built_in_forms()))
    lines = text_of(draw(st.sampled_from(of_form(form)))).split("\n")
    goals = [at for at, line in enumerate(lines) if line.count("\t") > 6 and any(map(str.isdigit, line))]
    for at in draw(st.lists(st.sampled_from(goals), max_size=4)):
        cells = lines[at].split("\t")
        cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(CELLS))
        lines[at] = "\t".join(cells)
    return "\n".join(lines)


def checked(text: str | Path) -> FileResult:
    return lint(text, keep=True, name="informe.txt").files[0]


@settings(max_examples=20)
@given(st.one_of(changed(), changed(), texts()), st.sampled_from(FORMATS))
def test_a_report_and_its_tables_agree_cell_by_cell(text: str, form: str) -> None:
    file = checked(text)
    tables = rows(file, words("es"))
    with tempfile.TemporaryDirectory() as folder:
        written(tables, form, Path(folder))
        found = {table: read(table, form, Path(folder)) for table in TABLES}
    agree(cells(file), found, exact=form == "csv", guarded=form in ("csv", "xlsx"))
    assert file.paper is not None
    assert len(found["unidades"]) == len(file.paper.informe.unidades)
    assert len(found["metas"]) == sum(len(unidad.metas) for unidad in file.paper.informe.unidades)
    assert len(found["hallazgos"]) == len(file.diagnostics)


@pytest.mark.parametrize("form", FORMATS)
def test_zeros_before_codes_stay_and_blanks_stay_blank(form: str, tmp_path: Path) -> None:
    text = sample({"unidad": "007 ARCHIVO", "programa": "012 UNO", "metas": [{"texto": "009.- LEER."}]}).text()
    written(rows(checked(text), words("es")), form, tmp_path)
    (goal,) = read("metas", form, tmp_path)
    assert [goal[name] for name in ("programa", "unidad", "meta")] == ["012", "007", "009"]
    assert (goal["observaciones"], goal["corte"], goal["segura"]) == (None, date(2024, 3, 31), True)
    periods = read("avances", form, tmp_path)
    assert [(row["avance"], row["cerrado"]) for row in periods] == [
        (1, True),
        (None, False),
        (None, False),
        (None, False),
    ]


def cells(file: FileResult) -> Iterator[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """What the report itself says: table, key of the row, and the values of its columns."""
    assert file.paper is not None
    for unit, unidad in enumerate(file.paper.informe.unidades, 1):
        codes = {"programa": code(unidad.programa), "unidad": code(unidad.unidad_ejecutora)}
        yield "unidades", (unit,), {**codes, "nombre": unidad.nombre, "metas": len(unidad.metas)}
        for row, meta in enumerate(unidad.metas, 1):
            figures = {"meta_anual": meta.meta_anual, "absoluto": meta.absoluto, "relativo": meta.relativo}
            told = {
                **codes,
                "meta": meta.numero.raw,
                "texto": meta.texto.raw,
                "unidad_medida": meta.unidad_medida.raw,
                "observaciones": meta.observaciones.raw,
                **{name: value(cell) for name, cell in figures.items()},
            }
            yield "metas", (unit, row), told
            for periodo in meta.periodos:
                both = {"programado": value(periodo.programado), "avance": value(periodo.avance)}
                yield "avances", (unit, row, periodo.numero), {**codes, "meta": meta.numero.raw, **both}
    for finding in file.diagnostics:
        texts = {"regla": finding.code, "mensaje": finding.message, "ayuda": finding.help}
        yield "hallazgos", (finding.key,), {**texts, "gravedad": finding.severity.value}


def value(cell: Cell[Figure]) -> Figure | None:
    return None if isinstance(cell.value, Nothing) else cell.value


def agree(said: Iterator[tuple[str, tuple[Any, ...], dict[str, Any]]], found: dict[str, Any], **how: bool) -> None:
    by_key = {table: {tuple(row[name] for name in KEYS[table][1:]): row for row in found[table]} for table in TABLES}
    for table, key, told in said:
        for name, wanted in told.items():
            same(by_key[table][key][name], wanted, **how)


def same(given: Any, wanted: Any, *, exact: bool, guarded: bool) -> None:
    if wanted is None or wanted == "":
        assert given is None
    elif isinstance(wanted, str):
        assert unguarded(given) == unguarded(visible(wanted)) if guarded else given == wanted
    else:
        slack = 0 if exact else Fraction(1, 10**15)  # the other formats have numbers of fifteen digits
        assert abs(given - wanted) <= abs(wanted) * slack


def unguarded(text: str) -> str:
    """A text without apostrophes, which tables put before what would be a formula."""
    return text.replace("'", "")


@settings(max_examples=40)
@given(st.text(" \t\u00a0\u2003\u200b", max_size=2), st.sampled_from(SIGNS), st.text(max_size=8))
def test_no_text_is_taken_for_a_formula(before: str, sign: str, after: str) -> None:
    text = before + sign + after
    assert safe(text).lstrip()[0] in "'\\"  # the other is the escape of a character that nobody sees
    assert unguarded(safe(text)) == unguarded(visible(text))
    for parts in (field(text), field(f"A;{text}")):
        cells = re.split("[;\t|]", parts.strip('"'))  # as a program does that takes other separators and no quotes
        assert not cells[-1].lstrip().startswith(SIGNS) or "|" in after
    assert not safe("A" + text).startswith("'")


@pytest.mark.parametrize("text", ["A; B", "A | B", "A, B", 'DICE "A"; B', "DON'T"])
def test_a_text_is_one_field_whatever_separates_fields(text: str) -> None:
    assert field(text) == '"' + text.replace('"', '""') + '"'
    assert [field(one) for one in ("A B", 2, None, True)] == ["A B", "2", "", "true"]


def test_a_workbook_has_texts_for_texts(tmp_path: Path) -> None:
    metas = [{"texto": f"{100 + at}.- {sign}CMD()", "observaciones": f"{sign}1+1"} for at, sign in enumerate(SIGNS)]
    written(rows(checked(sample({"metas": metas}).text()), words("es")), "xlsx", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "informes.xlsx")
    for table, columns in TABLES.items():
        kinds = {column.name: column.type for column in columns}
        names = [cell.value for cell in book[table][1]]
        for cell in (cell for row in book[table].iter_rows(min_row=2) for cell in row if cell.value is not None):
            wanted = {"string": "s", "date": "d", "boolean": "b"}.get(kinds[str(names[cell.column - 1])], "n")
            assert cell.data_type == wanted
    assert [cell.value for cell in book["metas"]["U"][1:]] == [f"'{sign}1+1" for sign in SIGNS]


def test_figures_are_written_with_all_their_decimals() -> None:
    exact: dict[int | Fraction, str] = {
        2010: "2010",
        Fraction(203333, 10000): "20.3333",
        Fraction(-1, 2): "-0.5",
        Fraction(4, 2): "2",
        Fraction(1, 10**29): "0." + "0" * 28 + "1",
    }
    assert [decimal(value) for value in exact] == list(exact.values())


@pytest.mark.parametrize("form", FORMATS)
def test_the_descriptor_says_what_the_tables_are(form: str, tmp_path: Path) -> None:
    tables = together(SEED.read_text("utf-8"), *(text_of(of_form(one)[0]) for one in built_in_forms()))
    written(tables, form, tmp_path)
    document = json.loads(descriptor(str(tmp_path), form, "0.1+0"))
    keys: dict[str, set[tuple[Any, ...]]] = {}
    for resource in document["resources"]:
        schema, table = resource["schema"], resource["name"]
        path = tmp_path / resource["path"]
        assert form == "parquet" or resource["bytes"] == path.stat().st_size
        assert schema["missingValues"] == [""]
        found = [
            {field["name"]: TYPED[field["type"]](row[field["name"]]) for field in schema["fields"]}
            for row in READERS[form](path, table)
        ]
        assert len(found) == len(tables[table]) > 0
        for one in (one for one in schema["fields"] if one.get("constraints") == {"required": True}):
            assert all(row[one["name"]] is not None for row in found)
        key = schema["primaryKey"]
        keys[table] = {tuple(row[name] for name in key) for row in found}
        assert len(keys[table]) == len(found)
        for foreign in schema.get("foreignKeys", ()):
            assert {tuple(row[name] for name in foreign["fields"]) for row in found} <= keys[
                foreign["reference"]["resource"]
            ]


@cache
def together(*texts: str) -> Tables:
    """The tables of several reports, each under a name of its own."""
    found = [
        rows(lint(text, keep=True, name=f"{number}.txt").files[0], words("es")) for number, text in enumerate(texts)
    ]
    return {table: tuple(row for one in found for row in one[table]) for table in TABLES}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.filterwarnings("default")  # those of frictionless are not ours to forbid
def test_frictionless_takes_them(form: str, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    written(together(SEED.read_text("utf-8"), sample({}).text()), form, tmp_path)
    (tmp_path / NAME).write_text(descriptor(str(tmp_path), form, "0.1+0"), "utf-8")
    report = frictionless.validate(tmp_path / NAME)
    assert report.flatten(["name", "type", "message"]) == []
    assert [task.stats["rows"] for task in report.tasks][1] > 20


def test_units_with_the_same_name_have_their_own_verdicts_and_goals() -> None:
    pages = [
        {"programa": "511 UNO", "metas": [{"meta_anual": 9}]},
        {"programa": "512 DOS", "metas": [{"texto": "200.- A."}]},
    ]
    text = "\n".join(sample(page).text() for page in pages)
    tables = rows(checked(text), words("es"))
    names = [column.name for column in TABLES["unidades"]]
    said = [dict(zip(names, row, strict=True)) for row in tables["unidades"]]
    assert [(row["programa"], row["nombre"], row["errores"] > 0) for row in said] == [
        ("511", "101 GERENCIA GENERAL", True),
        ("512", "101 GERENCIA GENERAL", False),
    ]
    assert said[0]["veredicto"] == "CORREGIR" != said[1]["veredicto"]


def test_a_day_before_the_days_of_workbooks_is_a_text_there(tmp_path: Path) -> None:
    tables = rows(checked(sample({"fecha": "31-mar.-1824"}).text()), words("es"))
    for form in FORMATS:
        written(tables, form, tmp_path)
        assert {row["corte"] for row in read("metas", form, tmp_path)} == {date(1824, 3, 31)}
    assert rows(checked(sample({"fecha": "0000-03-31"}).text()), words("es"))["metas"][0][4] is None


@pytest.mark.skipif(not HAS_PARQUET, reason="without the extra")
class TestParquet:
    """What only a file with types can say."""

    def test_columns_have_types_and_meanings_and_bytes_are_the_same(self, tmp_path: Path) -> None:
        from pyarrow import parquet

        tables = together(SEED.read_text("utf-8"))
        names = [FILES["parquet"][table] for table in TABLES]
        made = []
        for _ in range(2):
            written(tables, "parquet", tmp_path)
            made.append([(tmp_path / name).read_bytes() for name in names])
        assert made[0] == made[1]
        for table, columns in TABLES.items():
            schema = parquet.read_schema(tmp_path / FILES["parquet"][table])
            types = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}
            assert [str(field.type) for field in schema] == [types.get(one.type, "date32[day]") for one in columns]
            meanings = [field.metadata[b"description"].decode() for field in schema]
            assert meanings == [f"{one.es} / {one.en}" for one in columns]

    def test_rows_are_written_by_groups(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from pyarrow import parquet

        from poa_lint.output.tables import parquet as ours

        monkeypatch.setattr(ours, "GROUP_ROWS", 10)
        tables = together(SEED.read_text("utf-8"))
        written(tables, "parquet", tmp_path)
        file = parquet.ParquetFile(tmp_path / "metas.parquet")
        assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [10, 10, 5]
        assert [row["meta"] for row in read("metas", "parquet", tmp_path)] == [row[10] for row in tables["metas"]]

    def test_half_a_character_is_written_as_its_escape(self, tmp_path: Path) -> None:
        tables = together(sample({}).text())
        (row,) = tables["metas"]
        at = [column.name for column in TABLES["metas"]].index("texto")
        broken = {**tables, "metas": ((*row[:at], "AN\ud800O", *row[at + 1 :]),)}
        written(broken, "parquet", tmp_path)
        assert read("metas", "parquet", tmp_path)[0]["texto"] == "AN\\ud800O"
