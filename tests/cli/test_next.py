"""`poa-lint next`: the next period's report is this one but for the date, and for what is to be filled in."""

import datetime as dt
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint import lint
from poa_lint.authoring.samples import Page, Row, sample, write
from poa_lint.cli.main import main
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.linter.succession import NoSuccession, edits, succession
from tests.fixing import read
from tests.following import REPORTING, book, fill, following, paper, periods, text
from tests.office import hostile
from tests.office.programs import OFFICE
from tests.places import FILES, SEED
from tests.program import run
from tests.strategies import texts

TO_FILL = frozenset({"POA108", "POA404"})
"""Findings about figures that are missing."""
EVERY = [(form, closed) for form in REPORTING for closed in periods(form)]
NAMES = [f"{form.code}-{closed}" for form, closed in EVERY]
Errors = pytest.CaptureFixture[str]


def report(tmp_path: Path, name: str = "t1.txt", **changes: Any) -> Path:
    """A report of one page, as a text or as a workbook by its name."""
    path, said = tmp_path / name, sample(changes).text()
    if path.suffix != ".txt":
        return book(said, path)
    path.write_text(said, "utf-8")
    return path


def line(path: Path, start: str) -> str:
    return next(one for one in path.read_text("utf-8").split("\n") if one.startswith(start))


def row_of(sheet: Worksheet, start: str = "4.6.1") -> int:
    """The first row whose first cell begins so; that of the goal."""
    return next(number for number in range(1, 60) if str(sheet.cell(number, 1).value).startswith(start))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def shown(value: object) -> Fraction:
    assert isinstance(value, int | Fraction)
    return Fraction(value)


# --- every form ---


@pytest.mark.parametrize(("form", "closed"), EVERY, ids=NAMES)
def test_a_text_differs_only_in_what_is_to_be_filled_in(tmp_path: Path, form: Form, closed: int) -> None:
    path = tmp_path / "t1.txt"
    path.write_text(text(form, closed), "utf-8")
    made = following(path)
    before, after = paper(path).informe, paper(made).informe
    blank = {"absoluto", "relativo", "observaciones"}
    last = any(column.columna.id == "avance.corte" for column in form.columns)
    for meta, new in zip(before.metas, after.metas, strict=True):
        for cell, other in zip(meta.celdas, new.celdas, strict=True):
            fills = cell.columna.id in blank or (last and form.index[cell.columna.id] > form.index["meta_anual"])
            fills = fills or (cell.columna.id == f"avance.{closed + 1}" and cell.raw == "0")
            assert other.raw == ("" if fills else cell.raw)
    assert [corte.closed for corte in after.cortes] == [closed + 1]
    found = lint(made).files[0].diagnostics
    assert {one.code for one in found if one.group != "justificacion"} <= TO_FILL


@pytest.mark.parametrize(("form", "closed"), EVERY, ids=NAMES)
def test_a_workbook_shows_the_figures_of_before_by_formulas(tmp_path: Path, form: Form, closed: int) -> None:
    path = book(text(form, closed), tmp_path / "t1.xlsx", form)
    made = following(path)
    before, after = paper(path).informe, paper(made).informe
    for meta, new in zip(before.metas, after.metas, strict=True):
        was = {cifra.columna: cifra.valor for cifra in meta.cifras}
        now = {cifra.columna: cifra.valor for cifra in new.cifras}
        for name in {"absoluto", "relativo", "programado_acumulado"} & form.index.keys():
            if was[name].raw:
                assert abs(shown(now[name].value) - shown(was[name].value)) < (1 if name == "relativo" else 0.001)
        assert new.observaciones.raw == ""
    written = parts(made)["xl/worksheets/sheet1.xml"].decode()
    assert "<f>" in written
    assert [corte.closed for corte in after.cortes] == [closed + 1]
    assert {one.code for one in lint(made).files[0].diagnostics if one.group != "justificacion"} <= {"POA404"}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_filled_in_and_calculated_it_has_no_findings(tmp_path: Path) -> None:
    """What LibreOffice makes of the formulas is what the linter expects, in every form."""
    made = []
    for number, (form, closed) in enumerate(EVERY):
        path = book(text(form, closed), tmp_path / f"{number}.xlsx", form)
        planned = Source("plan.txt", text(form, closed + 1))
        target = following(path)
        fill(target, paper(path).informe, read(planned).informe)
        made.append(target)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "lo")]
    subprocess.run([*command, *map(str, made)], check=True, capture_output=True, timeout=180)
    for path, name in zip(made, NAMES, strict=True):
        found = lint(tmp_path / "lo" / path.name).files[0]
        assert (name, [one.message for one in found.diagnostics]) == (name, [])
        assert found.summary is not None
        assert found.summary.metas == 9


@given(texts())
@settings(max_examples=30)
def test_no_text_makes_it_fail_and_nothing_but_cells_changes(said: str) -> None:
    source = Source("t1.txt", said)
    informe = read(source).informe
    if not isinstance(informe.corte, int) or informe.corte in (0, 4):
        with pytest.raises(NoSuccession):
            succession(source, informe)
        return
    new = succession(source, informe)
    after = source.edited(edits(new.changes)).text
    assert [one.count("\t") for one in after.split("\n")] == [one.count("\t") for one in said.split("\n")]


# --- a workbook of an office ---


def test_a_workbook_keeps_everything_else(tmp_path: Path) -> None:
    """A date stays a date, and no part but that of the sheet is another."""
    path = report(tmp_path, "t1.xlsx", avance=[1], observaciones="Obra")
    made = load_workbook(path)
    sheet = made.worksheets[0]
    row = row_of(sheet, "FECHA")
    sheet.cell(row, 1).value = "FECHA:"
    sheet.cell(row, 2).value = dt.date(2024, 3, 31)
    sheet.cell(row, 2).number_format = "d/m/yy"
    goal = row_of(sheet)
    sheet.cell(goal, 13).comment = Comment("ojo", "Ana")
    sheet.merge_cells("A1:C1")
    sheet.column_dimensions["B"].width = 41
    sheet.print_area = "A1:O30"
    sheet.freeze_panes = "B2"
    rule = CellIsRule(operator="equal", formula=["0"])  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("E1:E9", rule)
    made.defined_names["META"] = DefinedName("META", attr_text="'UE 101'!$D$26")
    made.create_sheet("Notas")["A1"] = "Nada"
    made.save(path)
    target = following(path)
    before, after = parts(path), parts(target)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    new = load_workbook(target).worksheets[0]
    assert (new.cell(row, 2).value, new.cell(row, 2).number_format) == (dt.datetime(2024, 6, 30), "d/m/yy")  # noqa: DTZ001 - as openpyxl gives it
    assert new.cell(goal, 13).value == f"=SUM(F{goal},H{goal},J{goal},L{goal})"
    assert new.cell(goal, 14).value == f"=M{goal}/D{goal}"
    assert new.cell(goal, 14).number_format == "0.00%"
    assert new.cell(goal, 15).value is None
    stored = load_workbook(target, data_only=True).worksheets[0]
    assert (stored.cell(goal, 13).value, stored.cell(goal, 14).value) == (1, 0.25)


def test_the_units_of_a_workbook_move_on_together(tmp_path: Path, capsys: Errors) -> None:
    path = tmp_path / "t1.xlsx"
    path.write_bytes((FILES / "informe.xlsx").read_bytes())
    made = following(path, code=1)
    said = capsys.readouterr()
    assert {page.fecha.raw for page in paper(made).informe.paginas} == {"30-jun.-24"}
    assert "informe de Abr-Jun de 2024 para llenar, con 25 metas." in said.out
    displaced = [one for one in said.err.splitlines() if "sus celdas no están bajo sus columnas" in one]
    assert len(displaced) == 7
    assert displaced[0].startswith(f"poa-lint: {path}: hoja 'UE 101' celda A28: la meta 100")
    assert "decía 1 y ahora es una fórmula que da 0, con lo que dice el renglón de la meta 403" in said.err
    assert f"{path} tiene hallazgos, y sus cifras pasaron" in said.err


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_real_report_as_it_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "t1.xlsx"
    path.write_bytes((FILES / "informe.xlsx").read_bytes())
    made = following(path, code=1)
    stored = paper(made).text
    again = load_workbook(made)
    again.save(tmp_path / "sin-resultados.xlsx")  # formulas alone
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "lo")]
    subprocess.run([*command, str(tmp_path / "sin-resultados.xlsx")], check=True, capture_output=True, timeout=180)
    assert paper(tmp_path / "lo" / "sin-resultados.xlsx").text == stored


def test_macros_stay_and_the_name_has_to_say_so(tmp_path: Path, capsys: Errors) -> None:
    with_macros = parts(report(tmp_path, "t1.xlsx")) | {"xl/vbaProject.bin": b"\xd0\xcfmacros"}
    types = with_macros["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    path = tmp_path / "t1.xlsm"
    path.write_bytes(hostile.packed({**with_macros, "[Content_Types].xml": types}))
    assert main(["next", str(path), "-o", str(tmp_path / "t2.xlsx")], {}) == 2
    assert "un nombre que termine en .xlsm" in capsys.readouterr().err
    assert parts(following(path))["xl/vbaProject.bin"] == b"\xd0\xcfmacros"


# --- how goals add up ---


@pytest.mark.parametrize(
    ("way", "formula", "shown"),
    [
        ("suma", "=SUM(F{0},H{0},J{0},L{0})", "5"),
        ("maximo", "=MAX(F{0},H{0},J{0},L{0})", "3"),
        ("promedio", '=IF(COUNT(F{0},H{0},J{0},L{0})=0,"",AVERAGE(F{0},H{0},J{0},L{0}))', "2.5"),
        ("ultimo", '=IF(L{0}<>"",L{0},IF(J{0}<>"",J{0},IF(H{0}<>"",H{0},IF(F{0}<>"",F{0},""))))', "2"),
    ],
)
def test_each_goal_accumulates_in_its_own_way(tmp_path: Path, way: str, formula: str, shown: str) -> None:
    (tmp_path / "poa-lint.yaml").write_text(f"acumulacion: {{metas: {{'100': {way}}}}}\n", "utf-8")
    changes = {"fecha": "30-jun.-24", "avance": [3, 2], "meta_anual": 8, "programado": [3, 2, 2, 1]}
    path = report(tmp_path, "t2.xlsx", absoluto=shown, relativo="10%", **changes)
    made = following(path, code=1)
    sheet = load_workbook(made).worksheets[0]
    row = row_of(sheet)
    assert sheet.cell(row, 13).value == formula.format(row)
    found = paper(made).informe.metas[0]
    assert found.absoluto.raw == shown


def test_zeros_of_later_periods_are_no_figures_of_an_average(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("acumulacion: {metas: {'100': promedio}}\n", "utf-8")
    made = following(report(tmp_path, "t1.xlsx", avance=[1, 0, 0, 0]), code=1)
    sheet = load_workbook(made).worksheets[0]
    row = row_of(sheet)
    assert sheet.cell(row, 8).value is None
    assert sheet.cell(row, 10).value == 0
    assert sheet.cell(row, 13).value == f'=IF(COUNT(F{row},H{row})=0,"",AVERAGE(F{row},H{row}))'


def test_a_figure_that_nobody_can_tell_is_blank_and_told(tmp_path: Path, capsys: Errors) -> None:
    path = report(tmp_path, "t1.xlsx", meta_anual="100%", programado=["25%"] * 4, avance=["25%"], absoluto="25%")
    made = following(path)
    goal = paper(made).informe.metas[0]
    assert (goal.absoluto.raw, goal.avance[0].raw) == ("", "25.00%")
    assert "no se sabe cómo se acumula la meta 100" in capsys.readouterr().err


def test_settings_that_are_not_in_order_are_told_on_the_screen(tmp_path: Path, capsys: Errors) -> None:
    (tmp_path / "poa-lint.yaml").write_text("acumulacion: {metas: {'100': media}}\n", "utf-8")
    assert main(["next", str(report(tmp_path)), "-o", str(tmp_path / "t2.txt")], {}) == 2
    assert "media" in capsys.readouterr().out
    assert not (tmp_path / "t2.txt").exists()


# --- what is not certain ---


@pytest.mark.parametrize(
    ("changes", "kept", "told"),
    [
        ({"avance": ["l2"]}, "1\tl2\t1\t\t1\t\t1\t\t1\t25%\t", "no se puede leer una cifra de la meta 100"),
        ({"avance": [1, 1]}, "1\t1\t1\t1\t1\t\t1\t\t\t\t", "la meta 100 ya dice 1 en el periodo que sigue"),
        ({"meta_anual": 0}, "\t0\t1\t1\t1\t\t1\t\t1\t\t\t25%\t", "no tiene una META ANUAL"),
    ],
)
def test_what_is_not_certain_is_left_and_told(
    tmp_path: Path, capsys: Errors, changes: dict[str, Any], kept: str, told: str
) -> None:
    made = following(report(tmp_path, **changes), code=1)
    assert told in capsys.readouterr().err
    assert kept in line(made, "4.6.1")


def test_a_date_of_another_period_is_left_and_told(tmp_path: Path, capsys: Errors) -> None:
    path = report(tmp_path, paginas=[{}, {}, {"fecha": "30-jun.-24"}], unidad="102 FINANZAS")
    made = following(path, code=1)
    assert made.read_text("utf-8").count("FECHA: 30-jun.-24") == 3
    assert "la fecha de corte dice «30-jun.-24» y se dejó así" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "after", "told"),
    [
        ("CORRESPONDIENTE AL PRIMER TRIMESTRE DE 2024", "CORRESPONDIENTE AL SEGUNDO TRIMESTRE DE 2024", ""),
        ("AVANCE ENERO - MARZO 2024", "AVANCE ABRIL - JUNIO 2024", ""),
        ("PERIODO:\tENERO-MARZO", "PERIODO:\tABRIL-JUNIO", ""),
        ("TRIMESTRE: I", "TRIMESTRE: II", ""),
        ("ARTÍCULO I, INCISO 1", "ARTÍCULO I, INCISO 1", ""),
        ("INFORME ENEROMARZO", "INFORME ENEROMARZO", "dice «ENEROMARZO» y se dejó así"),
    ],
)
def test_titles_that_name_the_period_move_on(tmp_path: Path, capsys: Errors, title: str, after: str, told: str) -> None:
    path = report(tmp_path)
    said = path.read_text("utf-8").replace("\nRAMO:", f"\n{title}\nRAMO:")
    path.write_text(said, "utf-8")
    made = following(path).read_text("utf-8")
    assert f"\n{after}\n" in made
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == bool(told)
    assert "\tEne-Mar\t" in made


def test_a_rounded_figure_is_no_ground_for_a_formula(tmp_path: Path, capsys: Errors) -> None:
    path = report(tmp_path, "t1.xlsx")
    made = load_workbook(path)
    sheet = made.worksheets[0]
    row = row_of(sheet)
    sheet.cell(row, 6).value, sheet.cell(row, 6).number_format = 1.4, "0"
    made.save(path)
    target = following(path, code=0)
    assert load_workbook(target).worksheets[0].cell(row, 13).value == 1
    assert "no es lo que su celda muestra" in capsys.readouterr().err


# --- refused, and never destroyed ---


@pytest.mark.parametrize(
    ("name", "target", "told"),
    [
        ("cierre.txt", "t2.txt", "ya cierra Oct-Dic, el último periodo del año"),
        ("sin-fecha.txt", "t2.txt", "no se sabe qué periodo cierra"),
        ("nada.txt", "t2.txt", "no se halló en el archivo ninguna página"),
        ("t1.txt", "t2.xlsx", "un nombre que termine en .txt"),
        ("t1.xlsx", "t2.txt", "un nombre que termine en .xlsx"),
        ("informe.docx", "t2.docx", "se hace de un libro .xlsx o .xlsm"),
        ("comas.csv", "t2.csv", "se hace de un libro .xlsx o .xlsm"),
        ("informe.ods", "t2.ods", "se hace de un libro .xlsx o .xlsm"),
        ("informe.xls", "t2.xls", "se hace de un libro .xlsx o .xlsm"),
        ("sin-lineas.pdf", "t2.pdf", "se hace de un libro .xlsx o .xlsm"),
        ("marcado.xlsx", "t2.xlsx", "es una copia marcada"),
        ("clave.xlsx", "t2.xlsx", "contraseña"),
        ("falta.xlsx", "t2.xlsx", "no existe"),
        ("t1.txt", "nada.txt/t2.txt", "no se pudo escribir: una parte de la ruta no es una carpeta"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(tmp_path: Path, capsys: Errors, name: str, target: str, told: str) -> None:
    report(tmp_path)
    report(tmp_path, "t1.xlsx", meta_anual=5)
    report(tmp_path, "cierre.txt", fecha="31-dic.-24", avance=[1, 1, 1, 1], absoluto=4, relativo="100%")
    report(tmp_path, "sin-fecha.txt", fecha="31-abr.-24")
    (tmp_path / "nada.txt").write_text("Nada de informes.", "utf-8")
    (tmp_path / "clave.xlsx").write_bytes(hostile.compound("EncryptedPackage", "EncryptionInfo"))
    main([str(tmp_path / "t1.xlsx"), "--annotate", str(tmp_path / "marcado.xlsx")], {})
    capsys.readouterr()
    path = tmp_path / name if not (FILES / name).exists() else FILES / name
    assert main(["next", str(path), "-o", str(tmp_path / target)], {}) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert (said.out, said.err.count("\n"), (tmp_path / target).exists()) == ("", 1, False)


@pytest.mark.parametrize(
    "plan", [form for form in built_in_forms() if form not in REPORTING], ids=lambda form: form.code
)
def test_no_report_follows_a_plan(tmp_path: Path, capsys: Errors, plan: Form) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(text(plan, 1), "utf-8")
    assert main(["next", str(path), "-o", str(tmp_path / "t2.txt")], {}) == 2
    assert "es un plan y no informa avances" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["t1.xlsx", "t2.xlsx", ".", "enlace.xlsx"])
def test_no_file_that_is_there_is_written_over(tmp_path: Path, target: str) -> None:
    path = report(tmp_path, "t1.xlsx")
    (tmp_path / "t2.xlsx").write_bytes(b"lo que alguien llen\xf3")
    (tmp_path / "enlace.xlsx").symlink_to(tmp_path / "nadie.xlsx")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    done = run("next", path, "-o", tmp_path / target)
    assert done.returncode == 2
    (said,) = done.stderr.decode().splitlines()
    assert "ya existe, y puede tener lo que alguien escribió" in said
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["t1.txt"], "«next» necesita un informe y el nombre del que sigue"),
        (["-o", "t2.txt"], "«next» necesita un informe y el nombre del que sigue"),
        (["t1.txt", "t1.txt", "-o", "t2.txt"], "lleva un solo nombre"),
        (["t1.txt", "-o", "t2.txt", "--fix"], "--fix"),
    ],
)
def test_misuse_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Errors, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    report(tmp_path)
    assert main(["next", *words], {}) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "t2.txt").exists()


def test_a_text_keeps_its_encoding_and_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "t1.txt"
    path.write_bytes(sample({}).text().replace("\n", "\r\n").encode("cp1252"))
    made = following(path).read_bytes()
    assert made == path.read_bytes().replace(b"31-mar.-24", b"30-jun.-24").replace(b"\t1\t25%\t", b"\t\t\t")


def test_it_speaks_english_too_and_any_code_page(tmp_path: Path) -> None:
    done = run("next", SEED, "-o", tmp_path / "t2.txt", "--lang", "en", PYTHONIOENCODING="cp1252")
    assert done.returncode == 1
    assert b"report of Abr-Jun 2024 to be filled in, with 25 goals. Write what was achieved" in done.stdout
    assert b"goal 100 was left as it is: its cells are not under their columns" in done.stderr
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_second_run_goes_on_from_the_first(tmp_path: Path) -> None:
    """The formulas of the report that it made stay as they are in the one after that."""
    first = following(report(tmp_path, "t1.xlsx"))
    filled: Workbook = load_workbook(first)
    sheet = filled.worksheets[0]
    row = row_of(sheet)
    before = sheet.cell(row, 13).value, sheet.cell(row, 14).value
    second = following(first, code=1)
    after = load_workbook(second).worksheets[0]
    assert (after.cell(row, 13).value, after.cell(row, 14).value) == before
    assert [page.fecha.raw for page in paper(second).informe.paginas] == ["30-sep.-24"]


def test_a_report_that_is_not_filled_in_names_its_goals(tmp_path: Path, capsys: Errors) -> None:
    """The accumulated figures of the next report add what is blank as nothing."""
    blank = [{"texto": f"{number}.- ATENDER.", "avance": [""]} for number in range(101, 107)]
    idle = {"texto": "108.- NADA PROGRAMADO AÚN.", "programado": ["", 2, 1, 1], "avance": [""]}
    path = report(tmp_path, metas=[{"texto": "100.- ATENDER."}, *blank, idle])
    assert main(["next", str(path), "-o", str(tmp_path / "t2.txt"), "--lang", "es"], {}) == 1
    assert (tmp_path / "t2.txt").exists(), "it is written all the same"
    err = capsys.readouterr().err
    assert "en 6 metas falta lo logrado (A) hasta su fecha (101, 102, 103, 104 y 2 más)" in err
    assert "saldrán cortos" in err
    full = report(tmp_path, "lleno.txt", metas=[{"texto": "100.- ATENDER."}, idle])
    main(["next", str(full), "-o", str(tmp_path / "t2b.txt")], {})
    assert "saldrán cortos" not in capsys.readouterr().err


# --- what is said, and where it goes ---


def rows(number: int, **changes: Any) -> str:
    """A report of so many goals, each of them with these cells."""
    return write([Page(metas=tuple(Row(texto=f"{100 + at}.- ELABORAR INFORMES.", **changes) for at in range(number)))])


def test_the_folder_of_the_next_report_is_made_and_of_a_refusal_none_is(tmp_path: Path, capsys: Errors) -> None:
    path = report(tmp_path)
    assert main(["next", str(path), "-o", str(tmp_path / "para" / "enviar" / "t2.txt")], {}) == 0
    assert (tmp_path / "para" / "enviar" / "t2.txt").exists()
    last = report(tmp_path, "t4.txt", fecha="31-dic.-24")
    assert main(["next", str(last), "-o", str(tmp_path / "nada" / "t5.txt")], {}) == 2
    assert not (tmp_path / "nada").exists()
    assert main(["next", str(path), "-o", str(path / "t2.txt")], {}) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("against", ["T*", "T1", "T{ejercicio}", "."])
def test_the_next_report_does_not_go_where_settings_read_reports(
    tmp_path: Path, capsys: Errors, monkeypatch: pytest.MonkeyPatch, against: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("T1", "T2024"):
        Path(name).mkdir()
        report(Path(name))
    folder = "T2024" if "{" in against else "T1"
    Path("poa-lint.yaml").write_text(f"compare: {{against: '{against}'}}", "utf-8")
    assert main(["next", f"{folder}/t1.txt", "-o", f"{folder}/sigue.txt"], {}) == 2
    assert f"la salida no puede ir a la carpeta {folder}: de ahí se leen informes" in capsys.readouterr().err
    assert main(["next", f"{folder}/t1.txt", "-o", f"{folder}/dentro/sigue.txt"], {}) == 2
    if against != ".":
        assert main(["next", f"{folder}/t1.txt", "-o", "para-enviar/sigue.txt"], {}) == 0


def test_a_figure_that_was_left_is_not_said_to_be_a_formula(tmp_path: Path, capsys: Errors) -> None:
    following(report(tmp_path, "t1.xlsx"))
    assert "; los acumulados son fórmulas." in capsys.readouterr().out
    spoilt = book(rows(1, avance=("uno", "", "", "")), tmp_path / "otro.xlsx")
    following(spoilt, code=1)
    out, err = capsys.readouterr()
    assert "se dejó así: no se puede leer una cifra" in err
    assert "; los acumulados son fórmulas, menos los que se señalaron: revise esos." in out


def test_what_has_no_room_is_counted_by_what_became_of_it(tmp_path: Path, capsys: Errors) -> None:
    following(book(rows(23, absoluto="3", relativo="75%"), tmp_path / "t1.xlsx"), code=1)
    said = capsys.readouterr().err.splitlines()
    assert sum("y ahora es una fórmula que da" in line for line in said) == 20
    assert any("y 26 celdas más que ahora son fórmulas y dan otra cifra" in line for line in said)
    assert not any("se dejaron como están" in line for line in said)
    following(book(rows(23, avance=("uno", "", "", "")), tmp_path / "t2.xlsx"), code=1)
    assert "y 26 cosas más que se dejaron como están" in capsys.readouterr().err
