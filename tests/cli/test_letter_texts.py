"""The texts of letters: about the report that counts, one point for each cause, in the words of an office."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from poa_lint.core.records import replace
from poa_lint.output.letters import Wording, letters, review
from poa_lint.rulebook.builtin import built_in_rules
from tests.output.years import linted
from tests.places import ROOT

Capture = pytest.CaptureFixture[str]
DAY = ("--today", "2024-07-05")
SECOND = {"fecha": "30-jun.-24", "avance": [1, 1], "absoluto": 2, "relativo": "50%"}
"""The usual report of the second quarter."""
PLAN = {"fecha": "", "avance": [], "absoluto": "", "relativo": ""}
"""The approved plan of the same goal."""
COMMAND = re.compile(r"poa-lint|(?<!\w)--\w|\bpip\b|\.yaml")
OF_THE_OFFICE = {"POA007", "POA008", "POA010", "POA011", "POA920", "POA921", "POA922", "POA923"}
"""Rules about files that hold no unit, and about the office's own: they stand in no letter."""
TOLD = "NO SE ALCANZÓ LO PROGRAMADO EN EL TRIMESTRE POR FALTA DE PERSONAL Y DE VEHÍCULOS PARA LAS VISITAS DE CAMPO."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(path: str, **changes: object) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(sample(changes).text(), encoding="utf-8")
    return path


def book(path: str, **changes: object) -> str:
    """The same as a workbook with one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("UE 101", 0)
    for line in sample(changes).text().split("\n"):
        sheet.append(line.split("\t"))
    workbook.save(path)
    return path


def letter(capsys: Capture, *said: str, code: int = 1) -> str:
    capsys.readouterr()
    assert main(["letter", *said, *DAY], {}) == code
    return " ".join(capsys.readouterr().out.split())


def points(text: str) -> Sequence[str]:
    """The points of a letter, from their number on."""
    told = re.split(r" (?:OBSERVACIONES|RECOMENDACIONES) Meta ", text, maxsplit=1)[1]
    told = re.split(r" Le (?:solicito|agradezco) ", told)[0]
    return re.split(r"(?<=\.) (?=\d{1,2}\. [A-Z])", told)[1:]


# Whose letter


def test_a_report_that_a_correction_replaces_has_no_letter(here: Path, capsys: Capture) -> None:
    report("T1/101.txt", meta_anual=5)
    report("T1/101-corregido.txt")
    Path("poa-lint.yaml").write_text("compare: {against: T*}\n", encoding="utf-8")
    assert main(["letter", "T1", "-o", "oficios", "-f", "txt", *DAY], {}) == 0, "the report that counts is sound"
    err = capsys.readouterr().err
    assert [path.name for path in (here / "oficios").iterdir()] == ["oficio-101-corregido-511-101-t1.txt"]
    (line,) = [line for line in err.splitlines() if "sin oficio" in line]
    assert "T1/101.txt (cuenta T1/101-corregido.txt)" in line
    text = (here / "oficios" / "oficio-101-corregido-511-101-t1.txt").read_text(encoding="utf-8")
    text = " ".join(text.split())
    assert "acuse" not in text, "nobody has said which of the two is delivered"
    assert "se recibieron dos informes o más de esta unidad con la misma FECHA, y no son iguales" in text
    assert re.search(
        r"sobre el archivo 101-corregido\.txt \(SHA-256 \w{12}…\); si vale otro, no lo tome en cuenta", text
    )
    assert "T1/" not in text


def test_a_report_of_the_same_day_elsewhere_leaves_no_acknowledgement(here: Path, capsys: Capture) -> None:
    report("T1/101.txt")
    report("T3/101.txt", observaciones="CON LA FECHA DE OTRO TRIMESTRE.")
    Path("poa-lint.yaml").write_text("compare: {against: T*}\n", encoding="utf-8")
    assert "Asunto: resultado de la revisión del informe, con recomendaciones" in letter(capsys, "T1", code=0)
    Path("poa-lint.yaml").unlink()
    assert "Asunto: acuse" in letter(capsys, "T1", code=0)


def verdicts_of_all(here: Path, capsys: Capture, *paths: str) -> tuple[dict[str, Any], ...]:
    """The verdict of each file of one unit: in the summary and the tables, with counts, and in the letter."""
    capsys.readouterr()
    main(["summary", *paths, "-f", "csv"], {})
    summed = {
        row["archivo"]: (row["veredicto"], row["errores"], row["avisos"])
        for row in csv.DictReader(io.StringIO(capsys.readouterr().out))
    }
    main(["export", *paths, "-o", "datos"], {})
    with (here / "datos" / "unidades.csv").open(encoding="utf-8", newline="") as lines:
        told = {row["archivo"]: (row["veredicto"], row["errores"], row["avisos"]) for row in csv.DictReader(lines)}
    capsys.readouterr()
    written = {}
    for path in summed:
        main(["letter", path, "-o", f"{path}.oficio.docx", *DAY], {})
        (verdict,) = re.findall(r"\((?!.*\()(.*)\)$", capsys.readouterr().err, re.MULTILINE)
        written[path] = verdict
    return summed, told, written


def test_a_report_has_one_verdict_whoever_asks(here: Path, capsys: Capture) -> None:
    """In the summary, in the tables and in the letter: a duplicate, a hidden sheet and an explanation are no matter."""
    report("T1/101.txt")
    report("T1/102.txt", unidad="102 FINANZAS", avance=[2], absoluto=2, relativo="50%")
    report("T1/103.txt", unidad="103 OBRAS", meta_anual=5)
    report("T2/101.txt", observaciones="CON LA FECHA DE OTRO TRIMESTRE.")
    hiding = openpyxl.load_workbook(book("T1/104.xlsx", unidad="104 ARCHIVO"))
    hiding.copy_worksheet(hiding.worksheets[0]).sheet_state = "hidden"
    hiding.save("T1/104.xlsx")
    Path("poa-lint.yaml").write_text("compare: {against: T*}\n", encoding="utf-8")
    summed, told, written = verdicts_of_all(here, capsys, "T1")
    assert summed == told
    summed = {path: verdict for path, (verdict, *_) in summed.items()}
    assert summed == written
    assert sorted(summed) == ["T1/101.txt", "T1/102.txt", "T1/103.txt", "T1/104.xlsx"]
    assert (summed["T1/101.txt"], summed["T1/103.txt"], summed["T1/104.xlsx"]) == ("REVISAR", "CORREGIR", "REVISAR")


# Names and sentences


def test_letters_of_two_quarters_are_told_apart_by_their_names(here: Path, capsys: Capture) -> None:
    for folder, changes in (("T1", {}), ("T2", SECOND)):
        report(f"{folder}/ingresos.txt", **changes)
        main(["letter", folder, "-o", "oficios", *DAY], {})
    report("t1.txt")
    report("sin fecha.txt", fecha="")
    main(["letter", "t1.txt", "-o", "oficios", *DAY], {})
    main(["letter", "sin fecha.txt", "-o", "oficios", *DAY], {})
    assert sorted(path.name for path in (here / "oficios").iterdir()) == [
        "oficio-ingresos-511-101-t1.docx",
        "oficio-ingresos-511-101-t2.docx",
        "oficio-sin_fecha-511-101.docx",
        "oficio-t1-511-101.docx",
    ]


def test_each_unit_of_a_file_has_the_period_of_its_own_form() -> None:
    made = review(
        linted("t.txt", sample({"paginas": [{}, {"unidad": "102 FINANZAS", "texto": "200.- REVISAR."}]}).text())
    )
    assert made.digest is not None
    first, second = made.digest.units
    monthly = made._replace(digest=replace(made.digest, units=(first, replace(second, periodo="M03"))))
    assert [one.periodo for one in letters(monthly, Wording("2024-07-05"))] == ["T1", "M03"]


def test_one_file_for_letters_of_several_reports_is_refused_in_their_number(here: Path, capsys: Capture) -> None:
    for number in (1, 2):
        report(f"T1/10{number}.txt", unidad=f"10{number} OBRAS")
    assert main(["letter", "T1", "-o", "x.docx", *DAY], {}) == 2
    assert "son 2 informes, y cada unidad lleva su oficio; indique con -o una carpeta" in capsys.readouterr().err


def test_a_letter_that_asks_for_explanations_says_that_its_errors_are_that(capsys: Capture) -> None:
    report("t1.txt", avance=[2], absoluto=2, relativo="50%")
    text = letter(capsys, "t1.txt")
    assert "Resultado: los errores son desviaciones sin explicar" in text
    assert "no tienen errores" not in text


def test_the_replaced_report_has_its_letter_where_it_is_named_alone(capsys: Capture) -> None:
    report("T1/101.txt", meta_anual=5)
    report("T1/101-corregido.txt")
    assert "POA101" in letter(capsys, "T1/101.txt")


def test_a_unit_of_a_file_that_another_file_corrects_has_no_letter_and_the_others_have_theirs(
    here: Path, capsys: Capture
) -> None:
    report(
        "t1.txt", paginas=[{"meta_anual": 5}, {"unidad": "102 FINANZAS", "meta_anual": 5, "texto": "200.- REVISAR."}]
    )
    report("t1-corregido.txt", unidad="102 FINANZAS", texto="200.- REVISAR.")
    assert main(["letter", "t1.txt", "t1-corregido.txt", "-o", "oficios", *DAY], {}) == 1
    names = sorted(path.name for path in (here / "oficios").iterdir())
    assert names == ["oficio-t1-511-101.docx", "oficio-t1-corregido-511-102.docx"]
    assert "t1.txt, 511/102 (cuenta t1-corregido.txt)" in capsys.readouterr().err


def test_the_later_of_two_cut_offs_counts_and_undated_reports_replace_nobody(here: Path, capsys: Capture) -> None:
    report("z.txt", fecha="29-mar.-24")
    report("a.txt", fecha="31-mar.-24")
    main(["letter", "z.txt", "a.txt", "-o", "uno", *DAY], {})
    assert "sin oficio" not in capsys.readouterr().err, "29 March closes no quarter"
    for unknown in ("fecha", "ejercicio"):
        for name in ("b.txt", "c.txt"):
            report(name, **{unknown: ""})
        main(["letter", "b.txt", "c.txt", "-o", unknown, *DAY], {})
        assert len(list((here / unknown).iterdir())) == 2


# One point for each cause


def test_a_repair_that_the_plan_speaks_for_is_one_point_with_what_the_plan_says(capsys: Capture) -> None:
    report("plan.txt", **PLAN)
    text = letter(capsys, report("t1.txt", meta_anual=5), "--plan", "plan.txt")
    (point,) = points(text)
    assert "Qué corresponde: Escriba 4 en META ANUAL, donde dice 5." in point
    assert (
        "- De lo mismo: META ANUAL (pág. 1, línea 25): la META ANUAL dice 5 y el POA aprobado dice 4 [POA901]." in point
    )
    assert "Escriba 4. Si la meta cambió con autorización, presente el oficio para que se registre." in point


def test_what_the_report_before_says_of_the_figure_that_a_repair_writes_is_no_point_of_its_own(capsys: Capture) -> None:
    report("t1.txt")
    (point,) = points(letter(capsys, report("t2.txt", **{**SECOND, "avance": [2, 1]}), "--against", "t1.txt"))
    assert point.startswith("1. AVANCE ABSOLUTO ")
    assert "Qué corresponde: Escriba 1 en Ene-Mar A, donde dice 2." in point
    assert re.search(
        r"- De lo mismo: Ene-Mar A .* dice 2 y el informe anterior, ya entregado, dice 1 \[POA903\]", point
    )


def test_what_is_mended_in_one_cell_is_one_point_with_the_advice_of_each(capsys: Capture) -> None:
    Path("poa-lint.yaml").write_text("params: {POA303: {minimo: 20}}\n", encoding="utf-8")
    brief = {"observaciones": "POR FALTA DE"}
    report("t1.txt", avance=[0], absoluto=0, relativo="0%", **brief)
    twice = report("t2.txt", **{**SECOND, "avance": [0, 0], "absoluto": 0, "relativo": "0%"}, **brief)
    (point,) = points(letter(capsys, twice, "--against", "t1.txt", code=0))
    assert point.partition(" - De lo mismo")[0].count("[POA303]") == 1
    follows = "- De lo mismo: OBSERVACIONES (pág. 1, línea 25): OBSERVACIONES dice lo mismo que en el informe anterior"
    assert follows in point
    assert point.rstrip().endswith("[POA911]. Explique la desviación de este trimestre; lo de antes ya se informó.")


def test_what_follows_from_another_file_says_what_to_write_in_each_cell(capsys: Capture) -> None:
    report("plan.txt", **PLAN)
    changed = report("t1.txt", meta_anual=5, programado=[1, 1, 1, 2], relativo="20%")
    (point,) = points(letter(capsys, changed, "--plan", "plan.txt"))
    assert "Qué corresponde: Escriba 4." in point
    assert (
        "[POA902]. Escriba 1. Si se recalendarizó con autorización, presente el oficio para que se registre." in point
    )


# What to write


def test_a_repair_is_an_order_with_the_cell_and_both_figures(capsys: Capture) -> None:
    text = letter(capsys, book("t1.xlsx", absoluto=3, relativo="25%"))
    assert "Escriba 1 en AVANCE ABSOLUTO (celda M25), donde dice 3." in text
    assert "explica" not in text


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({"absoluto": ""}, "Escriba 1 en AVANCE ABSOLUTO, que está en blanco."),
        (
            {"programado": ["1", "1", "", "1"], "avance": ["1", "", "1", ""]},
            "Pase el 1 de Jul-Sep A a Jul-Sep P.",
        ),
        ({"programado": ["1", "1", "1", ""]}, "que está en blanco."),
    ],
)
def test_every_kind_of_repair_is_an_order(changes: dict[str, object], order: str, capsys: Capture) -> None:
    text = letter(capsys, report("t1.txt", **changes))
    assert order in text
    assert not re.search(r"explica|hallazgo|maneras de", text)


# Words of an office


def test_other_files_are_named_by_what_they_are(here: Path, capsys: Capture) -> None:
    report(str(here / "muy" / "dentro" / "t1.txt"), observaciones=TOLD, avance=[0], absoluto=0, relativo="0%")
    changes = {**SECOND, "avance": [0, 0], "absoluto": 0, "relativo": "0%", "observaciones": TOLD}
    text = letter(capsys, report("t2.txt", **changes), "--against", str(here / "muy"), code=0)
    assert "Se cotejó con: informe anterior (línea 25), que dice lo mismo." in text
    assert f"Dice: OBSERVACIONES «{TOLD}»." in text, "it is said in full"
    assert "t1.txt" not in text
    assert "muy/dentro" not in text


def test_a_long_text_is_cut_once_and_between_words(capsys: Capture) -> None:
    text = letter(capsys, report("t1.txt", texto=f"100.- {'EXPEDIENTES ' * 60}", meta_anual=5))
    heading = text.partition("Meta 100. ")[2].partition(" 1. ")[0]
    assert re.fullmatch(r"(EXPEDIENTES )+\.\.\.", heading)


def test_no_rule_tells_a_unit_to_run_a_command() -> None:
    """A unit's letter has the advice of the rules. Those about files that nobody could read never stand in one."""
    rules = [check.rule for check in built_in_rules().checks.values() if check.rule.code not in OF_THE_OFFICE]
    texts = [(rule.code, text) for rule in rules for told in (rule.message, rule.help) for text in told["es"].values()]
    assert [(code, text) for code, text in texts if COMMAND.search(text)] == []


@pytest.mark.parametrize(
    ("until", "said", "code"),
    [
        ("2024-03-30", "antes del corte de t1.txt, que es el 31 de marzo de 2024", 2),
        ("2024-07-04", "antes del día de los oficios, que es el 5 de julio de 2024", 2),
        ("2024-07-05", "", 1),
    ],
)
def test_a_time_limit_comes_after_the_report_and_the_letter(
    until: str, said: str, code: int, here: Path, capsys: Capture
) -> None:
    report("t1.txt", meta_anual=5)
    assert main(["letter", "t1.txt", "-o", "oficio.txt", "--until", until, *DAY], {}) == code
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert (here / "oficio.txt").exists() == (code == 1)


def test_a_time_limit_that_is_over_today_is_told(capsys: Capture) -> None:
    """Nobody said of which day the letter is, and it may be an old report that somebody tries this with."""
    report("t1.txt", meta_anual=5)
    assert main(["letter", "t1.txt", "--until", "2024-04-15"], {}) == 1
    assert "ya pasó" in capsys.readouterr().err


ACCENTS = re.compile(
    r"\b(?:[dD]éle|[dD]éme|[dD]énle|[sS]ólo|[fF]ué|[fF]uí|[dD]ió|[vV]ió|[gG]uión|[éÉ]st[aeo]s?|[éÉ]s[ae]s?)\b"
)


def test_no_text_has_an_accent_that_spelling_no_longer_has() -> None:
    paths = [*(ROOT / "poa_lint" / "core" / "languages").glob("es*.yaml"), *(ROOT / "rules").rglob("*.yaml")]
    paths += [path for path in (ROOT / "docs").rglob("*.md") if path.name != "decisions.md"]
    found = [(path.name, match[0]) for path in paths for match in ACCENTS.finditer(path.read_text(encoding="utf-8"))]
    assert found == []


def test_what_all_goals_have_by_one_cause_is_counted_by_column(capsys: Capture) -> None:
    """A letter about a FECHA left over from the last quarter had a line for each figure of each goal."""
    ahead = {"avance": [1, 1], "absoluto": 2, "relativo": "50%"}
    goals = [{"texto": f"{100 + number}.- ELABORAR INFORME {'ABCD'[number] * 4}.", **ahead} for number in range(4)]
    text = letter(capsys, report("t2.txt", metas=goals))
    assert "[POA406]" in text
    assert "De lo mismo: Abr-Jun A de las metas 100, 101, 102, 103 [POA403]." in text
    assert text.count("De lo mismo:") == 2
