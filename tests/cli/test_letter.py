"""`poa-lint letter`: a letter for each unit, from the program's template or an office's."""

from pathlib import Path

import openpyxl
import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from poa_lint.core.words import words
from poa_lint.documents import docx
from poa_lint.output.letters import BLOCKS, FIELDS
from tests.compared import T2, office
from tests.places import ROOT

Capture = pytest.CaptureFixture[str]
DEVIATION = {"meta_anual": 8, "programado": [2, 2, 2, 2], "avance": [3], "absoluto": 3, "relativo": "38%"}
WRONG = {"meta_anual": 5}
DAY = ("--today", "2024-04-15")


def report(path: str, **changes: object) -> str:
    Path(path).write_text(sample(changes).text(), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def letter(capsys: Capture, *said: str, code: int) -> str:
    assert main(["letter", *said, *DAY], {}) == code
    out, err = capsys.readouterr()
    assert err == ""
    return " ".join(out.split())


def test_an_error_is_an_observation_with_its_place_figures_and_what_to_write(capsys: Capture) -> None:
    text = letter(capsys, report("t1.txt", metas=[{}, WRONG]), "--until", "2024-04-30", code=1)
    assert text.startswith("____________________, a 15 de abril de 2024 Oficio núm. ____")
    assert "ING. JORGE LUIS PEÑA SOTO RESPONSABLE DEL PROGRAMA 101 GERENCIA GENERAL Presente" in text
    assert "ejercicio 2024, con corte al 31 de marzo de 2024 (Ene-Mar)." in text
    assert (
        "OBSERVACIONES Meta 101. ELABORAR INFORMES DE AVANCE. 1. META ANUAL (pág. 1, línea 26): los trimestres" in text
    )
    assert "Dice: META ANUAL «5»;" in text
    assert "a más tardar el 30 de abril de 2024." in text
    assert "c.c.p. ARQ. CARMEN ORTIZ VEGA, RESPONSABLE DEL RAMO." in text


def test_what_follows_from_a_finding_stands_under_it_and_has_no_number(capsys: Capture) -> None:
    text = letter(capsys, report("t1.txt", **WRONG), code=1)
    assert "- De lo mismo: ACUMULADO RELATIVO" in text
    assert " 2. " not in text


def test_a_deviation_comes_with_a_text_to_complete(capsys: Capture) -> None:
    text = letter(capsys, report("t1.txt", **DEVIATION), code=1)
    assert "se devuelve el informe para que se justifiquen sus desviaciones" in text
    assert "En Ene-Mar se programó 2 y se realizó 3; desviación +1 (+50%). Causa: ________." in text


def test_warnings_are_recommendations_and_notes_only_with_all(capsys: Capture) -> None:
    path = report("t1.txt", lineas="4.6.2", metas=[{"texto": "100. ELABORAR INFORMES."}])
    text = letter(capsys, path, code=0)
    assert "OBSERVACIONES" not in text
    assert "RECOMENDACIONES" in text
    assert "POA803" not in text
    assert "POA803" in letter(capsys, path, "--all", code=0)


def test_a_sound_report_has_an_acknowledgement(capsys: Capture) -> None:
    text = letter(capsys, report("t1.txt"), code=0)
    assert "acuse de revisión sin observaciones" in text
    assert "OBSERVACIONES" not in text
    assert "No necesita entregar nada más" in text


def test_waived_findings_are_not_in_it(here: Path, capsys: Capture) -> None:
    report("t1.txt", **DEVIATION)
    reason = "Oficio OM-12/2026 de la Oficialía Mayor"
    main(["waive", "POA301", "511/101/100", "--reason", reason, "--until", "2099-12-31"], {})
    capsys.readouterr()
    assert "acuse de revisión" in letter(capsys, "t1.txt", code=0)


def test_each_unit_of_a_file_has_a_letter_in_a_folder(here: Path, capsys: Capture) -> None:
    report("t1.txt", paginas=[WRONG, {"unidad": "102 FINANZAS", "texto": "200.- REVISAR."}])
    assert main(["letter", "t1.txt", "-o", "uno.docx", *DAY], {}) == 2
    assert "varias unidades" in capsys.readouterr().err
    assert main(["letter", "t1.txt", "-o", "oficios", *DAY], {}) == 1
    names = ["oficio-t1-511-101.docx", "oficio-t1-511-102.docx"]
    assert sorted(path.name for path in (here / "oficios").iterdir()) == names
    first, second = (docx.read((here / "oficios" / name).read_bytes()).text for name in names)
    assert "POA101" in first
    assert "POA101" not in second
    assert "acuse de revisión sin observaciones" in second


def test_the_cell_of_a_workbook_is_named(here: Path, capsys: Capture) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("UE 101", 0)
    for line in sample(DEVIATION).text().split("\n"):
        sheet.append(line.split("\t"))
    book.save("t1.xlsx")
    assert "(hoja 'UE 101' celda O" in letter(capsys, "t1.xlsx", code=1)


def test_beside_an_earlier_delivery_it_says_what_was_met_what_stands_and_what_is_new(
    here: Path, capsys: Capture
) -> None:
    office(here)
    (here / "antes.txt").write_text(T2, encoding="utf-8")
    corrected = T2.replace("ATENDER SOLICITUDES.\tINFORME\t5", "ATENDER SOLICITUDES.\tINFORME\t4")
    (here / "informes/2024/t2.txt").write_text(corrected, encoding="utf-8")
    text = letter(capsys, "informes/2024/t2.txt", "--previous", "antes.txt", code=1)
    met = "- Se atendió: Meta 101, META ANUAL: la META ANUAL dice 5 y el POA aprobado dice 4 [POA901]."
    assert met in text
    assert "Sigue sin atenderse: el punto" in text
    assert "en esta entrega" in text
    assert "[POA902; sigue de la entrega anterior]" in text
    assert "«?»" not in text


def test_a_file_that_somebody_may_have_completed_is_never_replaced(here: Path, capsys: Capture) -> None:
    report("t1.txt", **WRONG)
    assert main(["letter", "t1.txt", "-o", "oficio.docx", *DAY], {}) == 1
    before = (here / "oficio.docx").read_bytes()
    assert main(["letter", "t1.txt", "-o", "oficio.docx", *DAY], {}) == 1
    assert main(["letter", "t1.txt", "-o", "oficio.docx", "--today", "2024-04-16"], {}) == 2
    assert "ya está ahí" in capsys.readouterr().err
    assert (here / "oficio.docx").read_bytes() == before
    assert main(["letter", "t1.txt", "-o", "t1.txt", *DAY], {}) == 2
    assert "es uno de los informes" in capsys.readouterr().err


def test_an_office_has_its_own_template_and_words(here: Path, capsys: Capture) -> None:
    report("t1.txt", **WRONG)
    Path("mio.txt").write_text("{lugar} {firma} {puesto}\n{veredicto}\n", encoding="utf-8")
    settings = "letter: {template: mio.txt, lugar: Tecate, firma: EVA PAZ, puesto: TESORERA}\n"
    Path("poa-lint.yaml").write_text(settings, encoding="utf-8")
    assert letter(capsys, "t1.txt", code=1) == "Tecate EVA PAZ TESORERA CORREGIR"
    main(["config"], {})
    assert "letter.lugar = Tecate  (" in capsys.readouterr().out
    Path("poa-lint.yaml").write_text("letter: {template: otro.txt, lugr: X}\n", encoding="utf-8")
    assert main(["letter", "t1.txt"], {}) == 2
    said = capsys.readouterr().out
    assert "no existe el archivo «otro.txt»" in said
    assert "lugar" in said


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["--template", "mal.txt"], "el campo {unidat}, que no existe"),
        (["--template", "mal.txt"], "¿quiso decir «{unidad}»?"),
        (["--template", "no-hay.txt"], "no se pudo leer la plantilla no-hay.txt"),
        (["--template", "mal.txt", "-o", "x.docx"], "no sirve para un oficio en docx"),
        (["--template", "t1.docx", "-o", "x.docx"], "no se puede usar"),
        (["-f", "docx"], "necesita su lugar"),
        (["-f", "pdf"], "no existe el formato pdf"),
        (["-o", "x.pdf"], "x.pdf no es una carpeta"),
        (["--until", "abril"], "--until necesita un día"),
        (["--template-new", "mal.txt"], "mal.txt ya está ahí"),
        (["--template-new", "nueva.odt"], "nueva.odt no es una carpeta"),
    ],
)
def test_misuse_is_one_sentence(said: list[str], sentence: str, capsys: Capture) -> None:
    report("t1.txt")
    Path("mal.txt").write_text("{unidat}", encoding="utf-8")
    Path("t1.docx").write_bytes(b"nada")
    assert main(["letter", "t1.txt", *said], {}) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert sentence in err


def test_the_program_s_template_is_a_start_that_gives_the_same_letter(here: Path, capsys: Capture) -> None:
    report("t1.txt", **WRONG)
    assert main(["letter", "--template-new", "p.txt"], {}) == 0
    capsys.readouterr()
    own = letter(capsys, "t1.txt", code=1)
    assert letter(capsys, "t1.txt", "--template", "p.txt", code=1) == own
    main(["letter", "--template-new", "p.docx"], {})
    main(["letter", "t1.txt", "--template", "p.docx", "-o", "a.docx", *DAY], {})
    main(["letter", "t1.txt", "-o", "b.docx", *DAY], {})
    assert (here / "a.docx").read_bytes() == (here / "b.docx").read_bytes()


def test_a_file_without_a_unit_has_no_letter_and_the_others_have_theirs(here: Path, capsys: Capture) -> None:
    Path("roto.txt").write_text("Nada de informes.", encoding="utf-8")
    report("t1.txt")
    assert main(["letter", "roto.txt", "t1.txt", "-o", "oficios", "--lang", "en", *DAY], {}) == 2
    assert "roto.txt: no letter was made" in capsys.readouterr().err
    assert [path.name for path in (here / "oficios").iterdir()] == ["oficio-t1-511-101.docx"]


def test_the_page_about_letters_names_every_field() -> None:
    page = (ROOT / "docs" / "oficios.md").read_text(encoding="utf-8")
    for name, (spanish, _) in {**FIELDS, **BLOCKS}.items():
        assert f"| `{{{name}}}` | {spanish} |" in page


def test_the_words_of_both_languages_are_the_same_keys() -> None:
    assert words("es", "letter").table.keys() == words("en", "letter").table.keys()
