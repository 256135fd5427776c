"""Folders in which more lies than reports: what this program wrote there before, and the plan to compare with.

Nothing of that is taken for a report the next time, and nothing that is a report is left out.
"""

import json
from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, sample, write
from poa_lint.cli.main import main
from tests.following import book

WRONG = {"metas": [{"meta_anual": 9}]}
Said = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A year in the working folder: two units in `T1`, one of them with an error, and nothing else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "T1").mkdir()
    (tmp_path / "T1" / "101.txt").write_text(sample(WRONG).text(), "utf-8")
    (tmp_path / "T1" / "102.txt").write_text(sample({"unidad": "102 OBRAS"}).text(), "utf-8")
    return tmp_path


def reports(capsys: Said, *words: str) -> tuple[list[str], dict[str, int]]:
    """The reports that a summary knows, and what it left out."""
    capsys.readouterr()
    main(["summary", *words, "-f", "json"], {})
    document = json.loads(capsys.readouterr().out)
    assert not [file for file in document["files"] if file["verdict"] == "NO SE PUDO REVISAR"]
    return [file["path"] for file in document["files"]], document.get("left_out", {})


TEXTS = [
    *(("summary", "T1", "-o", "x.txt", "--lang", lang) for lang in ("es", "en")),
    ("summary", "T1", "-f", "csv", "-o", "x.csv"),
    *(("T1", "-f", form, "-o", "x.txt") for form in ("terminal", "concise", "markdown")),
    ("T1", "--lang", "en", "--all", "-o", "x.txt"),
    ("observaciones", "T1", "-f", "csv", "-o", "x.csv"),
    ("letter", "T1/101.txt", "-o", "x.txt"),
    ("letter", "T1/102.txt", "-o", "x.txt"),
]
BOOKS = [
    *(("summary", "T1", "-f", "xlsx", "-o", "x.xlsx", "--lang", lang) for lang in ("es", "en")),
    ("export", "T1", "-o", "x.xlsx"),
    ("letter", "T1/101.txt", "-o", "x.docx"),
]


@pytest.mark.parametrize("words", [*TEXTS, *BOOKS], ids=" ".join)
def test_an_output_among_reports_is_no_report(folder: Path, capsys: Said, words: tuple[str, ...]) -> None:
    if words in BOOKS:
        pytest.importorskip("openpyxl")
    assert main([*words], {}) < 2
    assert reports(capsys, ".") == (["./T1/101.txt", "./T1/102.txt"], {"own": 1})


@pytest.mark.parametrize("words", [("export",), ("export", "--bom"), ("export", "-f", "xlsx"), ("letter", "-o", "o")])
def test_a_folder_of_outputs_inside_is_written_again_and_again(
    folder: Path, capsys: Said, words: tuple[str, ...]
) -> None:
    pytest.importorskip("openpyxl")
    for _ in range(2):
        assert main([words[0], ".", *words[1:]], {}) == 1, capsys.readouterr().err
    paths, left_out = reports(capsys, ".")
    assert paths == ["./T1/101.txt", "./T1/102.txt"]
    assert left_out["own"] >= 1


def test_a_summary_in_the_folder_is_written_again(folder: Path, capsys: Said) -> None:
    for _ in range(2):
        assert main(["summary", ".", "-o", "resumen.txt"], {}) == 1, capsys.readouterr().err
    Path("informe.txt").write_text(sample({"unidad": "103 PARQUES"}).text(), "utf-8")
    assert main(["summary", ".", "-o", "informe.txt"], {}) == 2, "a report is never replaced"


def test_tables_that_are_too_large_to_read_are_known_by_their_descriptor(folder: Path, capsys: Said) -> None:
    main(["export", "T1", "-o", "datos"], {})
    with Path("datos", "metas.csv").open("ab") as stream:
        stream.truncate(200_000_000)
    assert reports(capsys, ".") == (["./T1/101.txt", "./T1/102.txt"], {"other": 1, "own": 4})
    Path("datos", "datapackage.json").write_text('{"description": "otro", "resources": 1}', "utf-8")
    Path("datos", "metas.csv").unlink()
    assert reports(capsys, ".")[1] == {"other": 1, "own": 3}, "the others are known by their headings"


def test_what_was_left_out_for_one_reason_is_one_count(folder: Path, capsys: Said) -> None:
    """Tables are known before anything is read, and a letter when it was."""
    main(["export", "T1", "-o", "datos"], {})
    main(["letter", "T1", "-o", "o", "-f", "txt"], {})
    assert reports(capsys, ".")[1] == {"other": 1, "own": 6}
    main([".", "-f", "concise"], {})
    assert "sin revisar: 1 archivo de otra clase, 6 archivos que escribió poa-lint\n" in capsys.readouterr().err


def test_a_letter_that_was_completed_by_hand_or_has_another_template_is_known(folder: Path, capsys: Said) -> None:
    Path("plantilla.txt").write_text("Oficio\n\n{unidad}\n\n{resultado}\n\n{observaciones}\n\n{firma}\n", "utf-8")
    main(["letter", "T1", "-o", "o", "-f", "txt", "--template", "plantilla.txt"], {})
    for letter in Path("o").iterdir():
        letter.write_text("H. AYUNTAMIENTO\n" + letter.read_text("utf-8") + "\nRecibí: 15 de abril\n", "utf-8")
    assert reports(capsys, "T1", "o") == (["T1/101.txt", "T1/102.txt"], {"own": 2})


def test_a_report_that_quotes_a_letter_is_a_report(folder: Path, capsys: Said) -> None:
    quoted = sample({"observaciones": "SE ATENDIÓ [POA101] DE LAS REGLAS 0.1.0+71bca4d5."}).text()
    Path("T1", "103.txt").write_text(quoted.replace("101 ", "103 "), "utf-8")
    assert len(reports(capsys, "T1")[0]) == 3


def test_an_output_that_is_named_is_read(folder: Path, capsys: Said) -> None:
    main(["summary", "T1", "-o", "resumen.txt"], {})
    assert main(["resumen.txt"], {}) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("export", "T1", "-o", "T1"),
        ("export", ".", "-o", "T1"),
        ("export", ".", "-o", "."),
        ("letter", "T1", "-o", "T1/"),
        ("summary", "T1", "-f", "html", "--pages", "T1"),
    ],
    ids=" ".join,
)
def test_files_do_not_go_into_a_folder_of_reports(folder: Path, capsys: Said, words: tuple[str, ...]) -> None:
    pytest.importorskip("jinja2")
    assert main([*words], {}) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"la salida no puede ir a la carpeta {words[-1]}: de ahí se leen informes" in err
    assert sorted(path.name for path in Path("T1").iterdir()) == ["101.txt", "102.txt"]


def test_a_letter_may_go_beside_a_report_that_is_named(folder: Path) -> None:
    assert main(["letter", "T1/101.txt", "-o", "T1", "-f", "txt"], {}) == 1


def plan(folder: Path, name: str = "plan.txt") -> Path:
    units = (("101", "DIRECCION DE INGRESOS"), ("102", "OBRAS"))
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    row = Row(avance=("",) * 4, absoluto="", relativo="")
    path.write_text(write([Page(fecha="", unidad=unit, metas=(row,)) for unit in units]), "utf-8")
    return path


@pytest.mark.parametrize(
    ("settings", "words", "name"),
    [
        ("compare: {plan: plan.txt}", (), "plan.txt"),
        ("compare: {plan: 'plan-{ejercicio}.txt'}", (), "plan-2024.txt"),
        ("compare: {plan: 'pl*.txt'}", (), "plan.txt"),
        ("compare: {plan: planes}", (), "planes/todos.txt"),
        ("compare: {plan: plan.txt}", ("--no-compare",), "plan.txt"),
        ("", ("--plan", "plan.txt"), "plan.txt"),
        ("", ("--plan", "./pl*.txt"), "plan.txt"),
    ],
)
def test_the_plan_in_the_folder_is_no_report(
    folder: Path, capsys: Said, settings: str, words: tuple[str, ...], name: str
) -> None:
    plan(folder, name)
    Path("poa-lint.yaml").write_text(settings, "utf-8")
    assert reports(capsys, ".", *words) == (["./T1/101.txt", "./T1/102.txt"], {"plan": 1})
    assert main([".", "-f", "concise", *words], {}) == 1
    out, err = capsys.readouterr()
    assert name not in "".join(line.partition(" ")[0] for line in out.splitlines())
    assert "sin revisar: 1 plan con que se compara" in err
    before = Path(name).read_bytes()
    main([".", "--fix", *words], {})
    assert Path(name).read_bytes() == before


def test_other_commands_leave_the_plan_out_too(folder: Path, capsys: Said) -> None:
    plan(folder)
    Path("poa-lint.yaml").write_text("compare: {plan: plan.txt}", "utf-8")
    for command in ("letter", "export", "pair", "keep", "observaciones"):
        assert main([command, "."], {}) < 2, command
        assert "1 plan con que se compara" in capsys.readouterr().err


def test_a_plan_that_is_named_is_checked_and_is_in_the_plan(folder: Path, capsys: Said) -> None:
    plan(folder)
    Path("poa-lint.yaml").write_text("compare: {plan: plan.txt, against: T1}", "utf-8")
    main(["plan.txt", "-f", "concise"], {})
    out, err = capsys.readouterr()
    assert "POA905" not in out
    assert err == ""
    plan(folder, "planes/a.txt")
    Path("poa-lint.yaml").write_text("compare: {plan: planes}", "utf-8")
    main(["planes", "-f", "json"], {})
    assert [file["path"] for file in json.loads(capsys.readouterr().out)["files"]] == ["planes/a.txt"]


def test_a_report_that_stands_in_for_the_plan_stays_a_report(folder: Path, capsys: Said) -> None:
    Path("poa-lint.yaml").write_text("compare: {plan: T1}", "utf-8")
    assert reports(capsys, ".")[0] == ["./T1/101.txt", "./T1/102.txt"]


def test_a_copy_of_the_plan_among_the_reports_is_the_plan(folder: Path, capsys: Said) -> None:
    Path("T1", "POA aprobado.txt").write_bytes(plan(folder).read_bytes())
    Path("poa-lint.yaml").write_text("compare: {plan: plan.txt}", "utf-8")
    assert reports(capsys, "T1") == (["T1/101.txt", "T1/102.txt"], {"plan": 1})
    main(["T1", "-f", "json"], {})
    assert len(json.loads(capsys.readouterr().out)["files"]) == 2


@pytest.mark.parametrize("settings", ["", "compare: {plan: plan.txt}"])
def test_a_draft_of_the_plan_among_the_reports_has_no_verdict_and_no_letter(
    folder: Path, capsys: Said, settings: str
) -> None:
    plan(folder)
    Path("poa-lint.yaml").write_text(settings, "utf-8")
    draft = Path("plan.txt").read_text("utf-8").replace("ELABORAR", "ENTREGAR")
    Path("T1", "borrador.txt").write_text(draft, "utf-8")
    assert reports(capsys, "T1") == (["T1/101.txt", "T1/102.txt"], {"no-progress": 1})
    assert main(["letter", "T1", "-o", "o", "-f", "txt"], {}) == 1
    assert "sin revisar: 1 plan que no informa avances" in capsys.readouterr().err
    assert [path.name for path in sorted(Path("o").iterdir())] == [
        "oficio-101-511-101-t1.txt",
        "oficio-102-511-102-t1.txt",
    ]
    assert main(["keep", "T1"], {}) == 0
    assert "1 plan que no informa avances" in capsys.readouterr().err
    assert main(["letter", "T1/borrador.txt"], {}) == 2, "also where it is named, and that is nothing to do"
    assert capsys.readouterr().out == ""


def test_tables_are_made_of_plans_where_there_is_nothing_else(folder: Path, capsys: Said) -> None:
    plan(folder, "planes/a.txt")
    assert main(["export", "planes", "-o", "t"], {}) < 2
    assert capsys.readouterr().out == "Tablas de 1 archivo y 2 metas en t/\n"
    assert main(["export", "planes/a.txt", "T1", "-o", "t"], {}) == 1
    assert capsys.readouterr().out == "Tablas de 3 archivos y 4 metas en t/\n"
    assert main(["export", ".", "-o", "t"], {}) == 1
    out, err = capsys.readouterr()
    assert out == "Tablas de 2 archivos y 2 metas en t/\n"
    assert "1 plan que no informa avances" in err


def test_a_form_that_nobody_has_filled_in_is_no_report(folder: Path, capsys: Said) -> None:
    main(["next", "T1/102.txt", "-o", "para-enviar/102.txt"], {})
    assert reports(capsys, ".") == (["./T1/101.txt", "./T1/102.txt"], {"unfilled": 1})
    for command in ("letter", "export", "observaciones", "keep", "pair --compare"):
        main([*command.split(), "."], {})
        assert "1 informe sin llenar (nada del último periodo)" in capsys.readouterr().err, command
    assert not [path for path in Path("archivo").iterdir() if "T2" in path.name], "it was never delivered"
    assert reports(capsys, "para-enviar/102.txt")[0] == ["para-enviar/102.txt"], "who names it wants it judged"
    form = Path("para-enviar/102.txt")
    form.write_text(form.read_text("utf-8").replace("\t4\t1\t1\t1\t", "\t4\t1\t1\t1\t1"), "utf-8")
    assert len(reports(capsys, ".")[0]) == 3, "one figure makes it a report"


@pytest.mark.parametrize("words", [("T1", "T2", "para-enviar"), ("--no-config", "--compare", "."), ("T2",)])
def test_nothing_is_compared_with_a_form_that_nobody_has_filled_in(
    folder: Path, capsys: Said, words: tuple[str, ...]
) -> None:
    """It is no second report of what was delivered."""
    main(["next", "T1/102.txt", "-o", "para-enviar/102.txt"], {})
    Path("T2").mkdir()
    form = Path("para-enviar/102.txt").read_text("utf-8")
    filled = form.replace("\t4\t1\t1\t1\t", "\t4\t1\t1\t1\t1")
    assert filled != form
    Path("T2/102.txt").write_text(filled, "utf-8")
    Path("poa-lint.yaml").write_text("compare: {against: [T*, para-enviar]}", "utf-8")
    assert main([*words, "-f", "concise"], {}) == 1
    about = [line for line in capsys.readouterr().out.splitlines() if line.removeprefix("./").startswith("T2/")]
    assert about
    assert not [line for line in about if "POA915" in line]
    Path("para-enviar/102.txt").write_text(filled.replace("ELABORAR", "ENTREGAR"), "utf-8")
    main([*words, "-f", "concise"], {})
    assert "POA915" in capsys.readouterr().out


def test_a_plan_that_cannot_be_read_is_told(folder: Path, capsys: Said) -> None:
    Path("plan.txt").write_text("nada que sea un plan", "utf-8")
    Path("poa-lint.yaml").write_text("compare: {plan: plan.txt}", "utf-8")
    assert main(["summary", "."], {}) == 2
    assert "plan.txt" in capsys.readouterr().err


def test_one_workbook_is_a_file_and_tables_are_a_folder(folder: Path, capsys: Said) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for words in ((), ("-f", "xlsx")):
        assert main(["export", "T1", "-o", "datos.xlsx", *words], {}) == 1
        assert capsys.readouterr().out == "Tablas de 2 archivos y 2 metas en datos.xlsx\n"
        assert openpyxl.load_workbook("datos.xlsx").sheetnames == ["unidades", "metas", "avances", "hallazgos"]
    assert sorted(path.name for path in folder.iterdir()) == ["T1", "datos.xlsx"]
    for wrong in ("-o t.xlsx -f csv", "-o t.csv", "-o t.parquet -f xlsx"):
        assert main(["export", "T1", *wrong.split()], {}) == 2
        assert "es el nombre de un archivo" in capsys.readouterr().err
    Path("2024.csv").mkdir()
    assert main(["export", "T1", "-o", "2024.csv", "-q"], {}) == 1
    assert capsys.readouterr().out == ""
    assert main(["export", "T1/101.txt", "-o", "T1/101.txt"], {}) == 2
    book(sample({}).text(), Path("t1.xlsx"))
    before = Path("t1.xlsx").read_bytes()
    assert main(["export", "t1.xlsx", "-o", "t1.xlsx"], {}) == 2
    assert Path("t1.xlsx").read_bytes() == before


def test_a_report_whose_table_is_lost_is_no_output_for_what_it_quotes(folder: Path, capsys: Said) -> None:
    lines = [line for line in sample({}).text().split("\n") if not line.startswith("4.6.1")]
    Path("T1", "103.txt").write_text("\n".join([*lines, "SE ATENDIÓ [POA101]."]), "utf-8")
    main(["summary", "T1", "-f", "json"], {})
    files = {file["path"]: file["verdict"] for file in json.loads(capsys.readouterr().out)["files"]}
    assert files["T1/103.txt"] == "NO SE PUDO REVISAR"


def test_a_page_does_not_take_the_place_of_a_report(folder: Path) -> None:
    pytest.importorskip("jinja2")
    report = Path("T1", "101.txt").rename(Path("T1", "511-101-t1.html"))
    before = report.read_bytes()
    main(["summary", str(report), "-f", "html", "-o", "r.html", "--pages", "T1", "-q"], {})
    assert report.read_bytes() == before
    assert Path("T1", "511-101-t1-2.html").exists()
