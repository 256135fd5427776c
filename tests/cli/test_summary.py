"""`poa-lint summary` on the command line: every format, who had to report, and the exit code of linting."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import openpyxl
import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from tests.output.years import texts
from tests.program import imported
from tests.schemas import schema

CLEAN = {"fecha": "31-mar.-24"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the made year, with a file that is no report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "informes").mkdir()
    for path, text in texts():
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "informes" / "notas.txt").write_text("Nada de informes.", "utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["summary", *words], {})
    out, err = capsys.readouterr()
    return code, out, err


def test_the_terminal_shows_the_year(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "informes")
    assert code == 1, "as linting the same files"
    assert main(["informes"], {}) == 1
    assert out.startswith("2024\nunidad ")
    assert "falta informe" in out or "falta" in out
    assert "12 informes · JUSTIFICAR: 2" in out
    assert "notas.txt" not in out
    assert "sin revisar: 1" in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_programs_read_it(folder: Path, capsysbinary: pytest.CaptureFixture[bytes], jobs: str) -> None:
    assert main(["summary", "informes", "-f", "json", "-j", jobs], {}) == 1
    document = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(document, schema("year"))
    assert document["summary"]["verdicts"] == {"JUSTIFICAR": 2, "REVISAR": 2, "SIN OBSERVACIONES": 8}
    assert document["left_out"] == {"foreign": 1}


def test_several_formats_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "informes", "-f", "terminal", "-f", "csv:año.csv", "-f", "xlsx:año.xlsx")
    assert code == 1
    assert out.startswith("2024\n")
    rows = list(csv.DictReader(io.StringIO(Path("año.csv").read_text("utf-8"), newline="")))
    assert [row["veredicto"] for row in rows if row["unidad"] == "103"][1:3] == ["SIN OBSERVACIONES", "REVISAR"]
    assert openpyxl.load_workbook("año.xlsx").sheetnames[0] == "unidades"


def test_a_workbook_goes_into_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "informes", "-f", "xlsx")
    assert code == 2
    assert "xlsx se escribe en un archivo: use -o resumen.xlsx" in err
    assert said(capsys, "informes", "-f", "xlsx", "-o", "r.xlsx")[0] == 1
    assert Path("r.xlsx").read_bytes().startswith(b"PK")
    code, _, err = said(capsys, "informes", "-f", "xlsx", "-o", "nada/r.xlsx")
    assert code == 2
    assert "nada/r.xlsx" in err


def test_a_wrong_format_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "informes", "-f", "cvs")
    assert code == 2
    assert "no existe el formato cvs" in err
    assert "¿quiso decir «csv»?" in err


def test_the_units_of_the_settings_have_to_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("poa-lint.yaml").write_text("units: [511/101, 102, 104]\n", "utf-8")
    _, out, _ = said(capsys, "informes")
    assert "Sin informe:\n  104: T1, T2, T3, T4\n  511/101 DIRECCION DE INGRESOS: T3\n" in out
    assert "Informan, y nadie las esperaba:\n  511/103 OFICIALIA MAYOR\n" in out


def test_the_units_of_the_plan_have_to_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = sample({"fecha": "", "unidad": "104 OBRAS", "avance": [], "absoluto": "", "relativo": ""}).text()
    Path("plan.txt").write_text(plan, "utf-8")
    _, out, _ = said(capsys, "informes", "--plan", "plan.txt")
    assert "Sin informe:\n  511/104 OBRAS: T1, T2, T3, T4\n" in out
    Path("poa-lint.yaml").write_text("compare: {plan: plan.txt}\n", "utf-8")
    assert "511/104 OBRAS: T1" in said(capsys, "informes")[1]
    assert "511/104" not in said(capsys, "informes", "--no-compare")[1]


def test_the_threshold_of_the_rule_holds_for_the_forecast(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = "informes/102-t1.txt"
    assert "1 de 2 metas; en riesgo 201" in said(capsys, first)[1]
    Path("poa-lint.yaml").write_text("params: {POA930: {minimo: 50}}\n", "utf-8")
    assert "| 2 de 2 metas\n" in said(capsys, first)[1]


def test_the_exit_code_is_that_of_linting(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "informes/101-t1.txt")[0] == 0
    assert said(capsys, "informes/102-t1.txt", "--fail-on", "info")[0] == 0, "rules of trend do not count"
    assert said(capsys, "informes/103-t3.txt", "--fail-on", "warning")[0] == 1
    assert said(capsys, "informes/103-t1.txt", "--ignore", "POA301")[0] == 0
    code, out, err = said(capsys, "informes/101-t1.txt", "no-hay.txt")
    assert code == 2
    assert "1 informe" in out, "the others are still told"
    assert "no-hay.txt" in err
    assert said(capsys)[0] == 2


def test_known_debt_does_not_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["informes", "--baseline", "deuda.json", "--update-baseline"], {})
    capsys.readouterr()
    code, out, _ = said(capsys, "informes", "--baseline", "deuda.json")
    assert code == 0
    assert "12 informes · SIN OBSERVACIONES: 12" in out


def test_the_summary_speaks_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "informes", "--lang", "en", "--color", "never")
    assert "Goals at risk:" not in out, "the year is over"
    assert "goals with A of at least 90% of P to date: T1 83%" in out


def test_the_terminal_needs_neither_rich_nor_a_workbook() -> None:
    held = imported("summary", "examples/sin-observaciones-t2/informe.txt")
    assert not held & {"rich", "openpyxl", "jinja2"}


def pages(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_each_report_has_its_own_page_beside_the_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jinja2")
    (folder / "salida").mkdir()
    wanted = ("informes", "-f", "html:salida/año.html", "--pages", "salida/informes de cada unidad")
    assert said(capsys, *wanted)[0] == 1
    made = pages(folder / "salida" / "informes de cada unidad")
    assert len(made) == 12, "notas.txt is no report"
    links = re.findall(r'href="([^"#]+\.html)"', (folder / "salida" / "año.html").read_text("utf-8"))
    assert {unquote(link) for link in links} == {f"informes de cada unidad/{name}" for name in made}
    assert main(["informes/101-t1.txt", "-f", "html:sola.html"], {}) in (0, 1)
    assert made["511-101-t1.html"] == (folder / "sola.html").read_bytes()
    assert said(capsys, *wanted, "--jobs", "2")[0] == 1
    assert pages(folder / "salida" / "informes de cada unidad") == made


def test_of_a_damaged_file_the_treasury_is_told_to_ask_for_it_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The help of the finding speaks to who made the file; a page and a letter are read by who received it."""
    pytest.importorskip("jinja2")
    (folder / "informes" / "danado.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    said(capsys, "informes", "-f", "html:r.html", "--pages", "paginas")
    ask = "Pida el archivo otra vez a quien lo envió, con esta indicación: «Ábralo"
    assert ask in (folder / "paginas" / "danado.html").read_text("utf-8")
    assert ask not in (folder / "paginas" / "511-101-t1.html").read_text("utf-8")
    assert main(["letter", "informes/danado.xlsx"], {}) == 2
    assert ask in capsys.readouterr().err
    main(["informes/danado.xlsx", "-f", "markdown"], {})
    assert ask not in capsys.readouterr().out


def test_a_page_that_cannot_be_written_is_told_and_has_no_link(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("jinja2")
    (folder / "paginas" / "511-101-t1.html").mkdir(parents=True)
    code, out, err = said(capsys, "informes", "-f", "html", "--pages", "paginas")
    assert code == 2
    assert "paginas/511-101-t1.html: " in err
    assert 'href="paginas/511-101-t2.html"' in out
    assert 'href="paginas/511-101-t1.html"' not in out


def test_the_place_of_the_pages_is_a_folder_and_no_report_is_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "paginas").write_text("", "utf-8")
    code, out, err = said(capsys, "informes", "-f", "html", "--pages", "paginas")
    assert (code, out) == (2, "")
    assert "paginas no es una carpeta" in err


@pytest.mark.parametrize("wanted", [("-f", "html"), ("-f", "xlsx"), ("-f", "csv"), ("-f", "json"), ()])
def test_a_file_that_was_written_is_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str], wanted: tuple[str, ...]
) -> None:
    pytest.importorskip("jinja2")
    code, out, err = said(capsys, "informes", *wanted, "-o", "resumen.x")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "Resumen de 12 informes en resumen.x"
    assert "Resumen" not in said(capsys, "informes", *wanted, "-o", "resumen.x", "-q")[2]
    assert (
        "Summary of 12 reports in resumen.x\n" in said(capsys, "informes", *wanted, "-o", "resumen.x", "--lang=en")[2]
    )


def test_pages_are_told_and_are_pages_of_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jinja2")
    assert "Páginas de 12 informes en paginas/\n" in said(capsys, "informes", "-f", "html", "--pages", "paginas")[2]
    for wanted in ((), ("-f", "csv")):
        code, out, err = said(capsys, "informes", "--pages", "otras", *wanted)
        assert (code, out) == (2, "")
        assert "--pages va con -f html" in err
    assert not Path("otras").exists()


def test_a_page_is_called_by_its_unit_and_quarter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jinja2")
    said(capsys, "informes", "-f", "html", "--pages", "paginas")
    page = Path("paginas", "511-101-t2.html").read_text("utf-8")
    assert "<title>Revisión de 511/101 DIRECCION DE INGRESOS, T2 2024</title>" in page


def test_what_is_not_there_has_one_cause(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "noexiste.xlsx")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    (folder / "vacia").mkdir()
    (folder / "vacia" / "notas.txt").write_text("Nada de informes.", "utf-8")
    assert said(capsys, "vacia")[1] == "No hay ningún informe.\n", "nothing else says why"


def test_each_report_has_the_threshold_of_its_own_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "informes" / "102-t1.txt").read_text("utf-8")
    half = "params: {POA930: {minimo: 50}}"
    kinds = (
        ("a", ""),
        ("b", half),
        ("c", f"overrides: [{{units: [102], {half}}}]"),
        ("d", f"overrides: [{{units: [9], {half}}}]"),
    )
    for name, settings in kinds:
        (folder / name).mkdir()
        (folder / name / "poa-lint.yaml").write_text(settings, "utf-8")
        (folder / name / "t1.txt").write_text(text, "utf-8")
    for jobs in ("1", "2"):
        _, out, _ = said(capsys, *"abcd", "-f", "json", "-j", jobs)
        (unit,) = json.loads(out)["years"][0]["units"]
        (entry,) = unit["periods"]
        assert (entry["path"], entry["expected"], entry["forecast"]) == ("d/t1.txt", 1, 2)
        expected = []
        for name in "abcd":
            _, out, _ = said(capsys, name, "-f", "json", "-j", jobs)
            expected.append(json.loads(out)["years"][0]["units"][0]["periods"][0]["expected"])
        assert expected == [1, 2, 2, 1]


@pytest.mark.parametrize("how", ["settings", "option"])
def test_reports_in_a_folder_that_is_only_compared_with_are_not_missing(
    how: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The third quarter is named alone, and one of its reports bears the date of the second."""
    for path in sorted(Path("informes").glob("10*.txt")):
        quarter = Path(re.sub(r".*-t(\d).*", r"T\1", path.name))
        quarter.mkdir(exist_ok=True)
        path.rename(quarter / path.name)
    Path("T2/102-t2.txt").rename("T3/102 segundo.txt")
    more = ("--against", "T1", "--against", "T2") if how == "option" else ()
    Path("poa-lint.yaml").write_text("compare: {against: T*}\n" if not more else "", "utf-8")
    assert "Sin informe" not in said(capsys, "T3", *more)[1]
    assert "511/103 OFICIALIA MAYOR: T2" not in said(capsys, "T1", "T3", *more)[1]
    assert "511/103 OFICIALIA MAYOR: T2" in said(capsys, "T1", "T3", "--no-compare" if not more else "-q")[1]


def test_a_file_that_could_not_be_read_is_told_with_its_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("informes/roto.xlsx").write_bytes(b"PK\x03\x04 cortado")
    code, out, _ = said(capsys, "informes")
    assert code == 2
    assert "No se pudieron leer; pídalos otra vez:\n  informes/roto.xlsx: el archivo " in out
