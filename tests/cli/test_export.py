"""`poa-lint export`: every figure of the reports is in the tables, and nothing in them is run by a spreadsheet."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import poa_lint
from poa_lint import api
from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from poa_lint.core.words import words
from poa_lint.output.tables import TABLES, rows
from poa_lint.output.tables.package import NAME
from poa_lint.output.tables.values import safe
from tests.places import ROOT

ENDED = """
import multiprocessing, os, signal, sys
multiprocessing.set_start_method("fork")
from poa_lint import __main__
from poa_lint.cli import runner

number, first = int(sys.argv.pop(1)), os.getpid()

def opened(data, path, *more):
    if "z.txt" in path:
        os.kill(first, number)
        signal.pause()
    return real(data, path, *more)

real, runner.open_source = runner.open_source, opened
__main__.run()
"""
"""The program, to which somebody sends a signal while it is at the last report."""
OTHER = {"fecha": "30-jun.-24", "metas": [{"meta_anual": 8000}, {"avance": ["l2", 1]}], "unidad": "102 =FINANZAS"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports, and a file that is none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "informes").mkdir()
    (tmp_path / "informes" / "t1.txt").write_text(sample({}).text(), "utf-8")
    (tmp_path / "informes" / "t2.txt").write_text(sample(OTHER).text(), "utf-8")
    (tmp_path / "informes" / "notas.txt").write_text("Nada de informes.", "utf-8")
    return tmp_path


def table(name: str, bom: str = "") -> list[dict[str, str]]:
    text = Path("datos", f"{name}.csv").read_bytes().decode("utf-8")
    assert text.startswith(bom)
    return list(csv.DictReader(io.StringIO(text.removeprefix(bom), newline="")))


def test_every_goal_and_period_is_a_row(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "informes"], {}) == 1
    assert capsysbinary.readouterr().out.decode() == "Tablas de 2 archivos y 3 metas en datos/\n"
    metas, avances = table("metas"), table("avances")
    assert [(row["archivo"], row["unidad"], row["meta"]) for row in metas] == [
        ("informes/t1.txt", "101", "100"),
        ("informes/t2.txt", "102", "100"),
        ("informes/t2.txt", "102", "101"),
    ]
    assert [row["meta_anual"] for row in metas] == ["4", "8000", "4"]
    assert [row["ilegibles"] for row in metas] == ["", "", "avance.1"]
    assert metas[0]["lugar"] == "25:1"
    assert len(avances) == 3 * 4
    assert [row["avance"] for row in avances[8:]] == ["", "1", "", ""]
    assert [row["cerrado"] for row in avances[:4]] == ["true", "false", "false", "false"]
    assert {row["periodo"] for row in table("unidades")} == {"T1", "T2"}


def test_the_rows_are_what_the_report_says(folder: Path) -> None:
    run = api.lint(folder / "informes" / "t2.txt", keep=True)
    (file,) = run.files
    assert file.paper is not None
    found = rows(file, words("es"))
    names = [column.name for column in TABLES["metas"]]
    for row, meta in zip(found["metas"], file.paper.informe.metas, strict=True):
        said = dict(zip(names, row, strict=True))
        assert (said["texto"], said["unidad_medida"]) == (meta.texto.raw, meta.unidad_medida.raw)
        assert said["meta_anual"] == meta.meta_anual.value
    for name, columns in TABLES.items():
        assert all(len(row) == len(columns) for row in found[name])
    assert len(found["hallazgos"]) == len(file.diagnostics)


def test_a_program_gets_the_goals_as_plain_rows(folder: Path) -> None:
    run = poa_lint.lint(folder / "informes" / "t2.txt", keep=True)
    found = poa_lint.goals(run)
    assert [(row["meta"], row["meta_anual"], row["unidad"]) for row in found] == [
        ("100", 8000, "102"),
        ("101", 4, "102"),
    ]
    assert all(list(row) == [column.name for column in TABLES["metas"]] for row in found)
    assert {type(row["meta_anual"]) for row in found} == {float}  # a column has one type, whatever its first rows are
    every = poa_lint.tables(run)
    assert {table: len(made) for table, made in every.items()} == {
        "unidades": 1,
        "metas": 2,
        "avances": 8,
        "hallazgos": len(run.files[0].diagnostics),
    }
    assert every["metas"] == found
    with pytest.raises(ValueError, match="keep=True"):
        poa_lint.goals(poa_lint.lint(folder / "informes" / "t2.txt"))


def test_no_text_is_a_formula(folder: Path) -> None:
    main(["export", "informes"], {})
    (first, second) = table("unidades")
    assert second["nombre"] == "102 =FINANZAS"
    assert safe("=HYPERLINK(A1)") == "'=HYPERLINK(A1)"
    assert [safe(text)[0] for text in ("+1", "-1", "@x")] == ["'"] * 3
    assert first["nombre"] == "101 GERENCIA GENERAL"


def test_json_lines_have_the_same_figures(folder: Path) -> None:
    main(["export", "informes"], {})
    main(["export", "informes", "-f", "jsonl", "-o", "otros"], {})
    for name in TABLES:
        lines = Path("otros", f"{name}.jsonl").read_text("utf-8").splitlines()
        assert [written(json.loads(line)) for line in lines] == table(name)


def written(row: dict[str, Any]) -> dict[str, str]:
    def text(value: Any) -> str:
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return {name: text(value) for name, value in row.items()}


def test_a_workbook_has_a_sheet_for_each_table(folder: Path) -> None:
    main(["export", "informes", "-f", "xlsx"], {})
    book = openpyxl.load_workbook("datos/informes.xlsx")
    assert book.sheetnames == list(TABLES)
    cells = list(book["metas"].iter_rows(values_only=True))
    assert cells[0] == tuple(column.name for column in TABLES["metas"])
    assert [row[cells[0].index("meta_anual")] for row in cells[1:]] == [4, 8000, 4]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_descriptor_names_every_column_with_its_type(folder: Path) -> None:
    main(["export", "informes", "--bom"], {})
    document = json.loads(Path("datos/datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in document["resources"]] == list(TABLES)
    for resource in document["resources"]:
        fields = resource["schema"]["fields"]
        found = table(resource["name"], "\ufeff")
        assert [field["name"] for field in fields] == list(found[0] if found else [field["name"] for field in fields])
        for row in found:
            for field in fields:
                value = row[field["name"]]
                assert not value or field["type"] not in ("integer", "number") or float(value) == float(value)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_processes_make_the_same_tables_as_one(folder: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    (folder / "informes" / "t3.txt").write_text(sample({"unidad": "103 OBRAS"}).text(), "utf-8")
    for jobs in ("1", "2"):
        assert main(["export", "informes", "-f", form, "-o", jobs, "-j", jobs], {}) == 1
    one, two = ({path.name: path.read_bytes() for path in Path(jobs).iterdir()} for jobs in ("1", "2"))
    if form == "xlsx":  # a workbook has the time in which it was made
        assert [values(jobs) for jobs in ("1", "2")] == [values("1")] * 2
    else:
        assert one == two
    assert NAME in one


def values(folder: str) -> list[list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(Path(folder, "informes.xlsx"))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


@pytest.mark.skipif(os.name == "nt", reason="a process is not told to end there")
@pytest.mark.parametrize(
    ("number", "code", "jobs"), [(signal.SIGTERM, 143, "1"), (signal.SIGTERM, 143, "2"), (signal.SIGINT, 130, "2")]
)
def test_one_that_is_told_to_end_leaves_the_old_tables_and_nothing_else(
    folder: Path, number: signal.Signals, code: int, jobs: str
) -> None:
    main(["export", "informes"], {})
    before = {path.name: path.read_bytes() for path in Path("datos").iterdir()}
    (folder / "informes" / "z.txt").write_text(sample({"unidad": "103 OBRAS"}).text(), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ENDED, str(int(number)), "export", "informes", "-j", jobs],
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in Path("datos").iterdir()} == before


def test_a_table_that_cannot_be_replaced_is_named_and_no_other_is(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["export", "informes"], {})
    before = Path("datos", "unidades.csv").read_bytes()
    Path("datos", "metas.csv").unlink()
    Path("datos", "metas.csv").mkdir()
    (folder / "informes" / "t2.txt").unlink()
    assert main(["export", "informes"], {}) == 2
    said = capsysbinary.readouterr().err.decode()
    assert f"poa-lint: {Path('datos', 'metas.csv')}: no se pudo escribir: es una carpeta y no un archivo" in said
    assert Path("datos", "unidades.csv").read_bytes() == before


def test_tables_take_the_places_of_older_ones_and_leave_nothing_else(folder: Path) -> None:
    for _ in range(2):
        main(["export", "informes"], {})
    assert sorted(path.name for path in Path("datos").iterdir()) == sorted(
        [*(f"{name}.csv" for name in TABLES), "datapackage.json"]
    )


def test_what_cannot_be_done_is_a_sentence(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export"], {}) == 2
    assert main(["export", "informes", "-f", "cvs"], {}) == 2
    assert "csv" in capsysbinary.readouterr().err.decode()
    Path("plano").write_text("x", "utf-8")
    assert main(["export", "informes", "-o", "plano"], {}) == 2
    assert main(["export", "informes", "no-esta.txt"], {}) == 2
    assert "no-esta.txt" in capsysbinary.readouterr().err.decode()
    assert len(table("metas")) == 3


def test_without_a_report_the_old_tables_stay(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["export", "informes"], {})
    (folder / "cartas").mkdir()
    (folder / "cartas" / "carta.txt").write_text("Estimado ingeniero:", "utf-8")
    for operand in ("infromes", "cartas"):
        capsysbinary.readouterr()
        assert main(["export", operand], {}) == 2
        said = capsysbinary.readouterr()
        assert said.out == b""
        assert said.err.startswith(b"poa-lint: ")
        assert len(table("metas")) == 3


def test_a_report_is_never_the_place_of_a_table(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    report = Path("informes", "metas.csv")
    report.write_text(sample({}).text().replace("\t", ";"), "utf-8")
    before = report.read_bytes()
    assert main(["export", str(report), "-o", "informes"], {}) == 2
    assert "metas.csv" in capsysbinary.readouterr().err.decode()
    assert report.read_bytes() == before


def test_the_page_of_the_tables_names_every_column() -> None:
    text = (ROOT / "docs" / "datos.md").read_text("utf-8")
    for columns in TABLES.values():
        assert all(f"| `{column.name}` | {column.type} | {column.es} |" in text for column in columns)


def test_the_tables_have_what_is_found_beside_the_plan(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The verdicts of the tables are those of linting under the same settings, comparing ones too."""
    (folder / "plan.txt").write_text(sample({"meta_anual": 9, "fecha": "31-mar.-24"}).text(), "utf-8")
    (folder / "poa-lint.yaml").write_text("compare: {plan: plan.txt}\n", "utf-8")
    main(["export", "informes"], {})
    assert "POA901" in {row["regla"] for row in table("hallazgos")}
