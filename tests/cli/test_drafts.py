"""`poa-lint form-new`: the draft of a form, where it goes, and what is said of it."""

from pathlib import Path

import openpyxl
import pytest

from tests.places import FILES, ROOT, SEED
from tests.program import run

FOLDER = ROOT / "tests" / "data" / "forms"
LAYOUT = FOLDER / "variacion.txt"
PLAIN = FOLDER / "drafts" / "poa-mensual-solo-programado.txt"
DICTAMEN = FOLDER / "dictamen.txt"


def test_a_draft_goes_to_a_file_and_what_was_recognised_to_the_screen(tmp_path: Path) -> None:
    target = tmp_path / "ept-03.yaml"
    done = run("form-new", LAYOUT, "-o", target)
    assert (done.returncode, done.stdout) == (0, b"")
    said = done.stderr.decode()
    assert "20 columnas en 4 trimestres, 3 renglones de títulos" in said
    assert "variacion = avance - programado (3 de 3 renglones)" in said
    assert "se leen: 3 de 3 metas" in said
    assert "pregunte: ninguna" in said
    assert f"poa-lint check-forms {tmp_path}" in said
    assert target.read_text(encoding="utf-8").splitlines()[1] == "form: EPT-03"


def test_a_draft_is_written_to_standard_output_and_told_in_english() -> None:
    done = run("form-new", PLAIN, "--lang", "en")
    assert done.returncode == 0
    assert "form: FORMA-1\n" in done.stdout.decode()
    assert "16 columns in 12 months, 1 line of titles" in done.stderr.decode()
    assert "to ask: 1 line" in done.stderr.decode()


def test_a_form_is_called_as_its_file_or_as_it_is_told(tmp_path: Path) -> None:
    assert run("form-new", PLAIN, "-o", tmp_path / "men-1.yaml").returncode == 0
    assert "\nform: MEN-1\n" in (tmp_path / "men-1.yaml").read_text(encoding="utf-8")
    assert "\nform: SEM-9\n" in run("form-new", PLAIN, "--form", "SEM-9").stdout.decode()


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "x.yaml"
    target.write_text("mío", encoding="utf-8")
    done = run("form-new", LAYOUT, "-o", target)
    assert done.returncode == 2
    assert "ya está ahí" in done.stderr.decode()
    assert target.read_text(encoding="utf-8") == "mío"


def test_a_folder_that_cannot_be_made_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "formas").write_text("", encoding="utf-8")
    done = run("form-new", LAYOUT, "-o", tmp_path / "formas" / "x.yaml")
    assert done.returncode == 2
    assert "no se pudo escribir" in done.stderr.decode()


def test_what_no_form_describes_is_told_in_a_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "x.yaml"
    done = run("form-new", DICTAMEN, "-o", target)
    assert (done.returncode, done.stdout, target.exists()) == (2, b"", False)
    assert "dos tablas" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_file_that_is_read_already_is_told_so(tmp_path: Path) -> None:
    done = run("form-new", SEED)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "ya se lee con la forma TMM-F004" in done.stderr.decode()
    target = tmp_path / "mia.yaml"
    done = run("form-new", SEED, "-o", target)
    assert done.returncode == 0
    assert "form: TMM-F004" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["informe.xlsx", "informe.ods", "informe.xls", "informe.docx", "sin-lineas.pdf", "comas.csv"]
)
def test_a_file_of_any_kind_has_a_draft(name: str, tmp_path: Path) -> None:
    target = tmp_path / "x.yaml"
    assert run("form-new", FILES / name, "-o", target).returncode == 0
    assert "{id: avance, titulo: [PERIODO, " in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "necesita un archivo"), (("no-existe.txt",), "no-existe.txt"), ((LAYOUT, LAYOUT), "form-new")],
)
def test_it_takes_one_file(arguments: tuple[str | Path, ...], said: str) -> None:
    done = run("form-new", *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_file_that_is_no_text_is_told_so(tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"\0" * 90)
    done = run("form-new", broken)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Traceback" not in done.stderr.decode()


def test_from_a_file_to_its_form_and_to_a_clean_report(tmp_path: Path) -> None:
    report, target = tmp_path / "informe.txt", tmp_path / "formas" / "fisico-financiero.yaml"
    report.write_bytes((FOLDER / "drafts" / "avance-fisico-financiero.txt").read_bytes())
    (tmp_path / "poa-lint.yaml").write_text("forms: [formas]\n", encoding="utf-8")
    assert run(report).returncode == 2
    assert run("form-new", report, "-o", target).returncode == 0
    assert run("check-forms", target.parent).returncode == 0
    done = run(report, "-f", "concise")
    assert (done.returncode, done.stdout) == (0, b"")


def book(path: Path, **sheets: Path) -> Path:
    """A workbook with the text of a layout in each of these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, layout in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for line in layout.read_text(encoding="utf-8").splitlines():
            sheet.append([cell or None for cell in line.split("\t")])
    made.save(path)
    return path


def test_a_form_is_drafted_from_the_sheet_that_is_named(tmp_path: Path) -> None:
    workbook = book(tmp_path / "libro.xlsx", Seguimiento=LAYOUT, Plan_mensual=PLAIN)
    whole, named = run("form-new", workbook), run("form-new", workbook, "--sheet", "plan mensual")
    assert whole.returncode == 2
    assert "con --sheet (Seguimiento, Plan mensual)" in whole.stderr.decode()
    assert "16 columnas en 12 meses" in named.stderr.decode()
    assert "se leen: 3 de 3 metas" in named.stderr.decode()
    assert named.stdout == run("form-new", PLAIN).stdout


def test_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    workbook = book(tmp_path / "libro.xlsx", Seguimiento=LAYOUT, Plan_mensual=PLAIN)
    done = run("form-new", workbook, "--sheet", "Plan mensal")
    assert done.returncode == 2
    assert "tiene: Seguimiento, Plan mensual; ¿quiso decir «Plan mensual»?" in done.stderr.decode()
    assert "no es un libro" in run("form-new", PLAIN, "--sheet", "Plan").stderr.decode()
