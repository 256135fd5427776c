"""The command line as a person or CI calls it: exit codes, sentences, encodings, several files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "examples" / "cumm-2024-t1" / "informe.txt"


def run(
    *said: str | Path, given: bytes = b"", cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """One run in a process of its own, with nothing of this terminal in its environment."""
    known = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "HOME")}
    return subprocess.run(
        [sys.executable, "-m", "poa_lint", *map(str, said)],
        input=given,
        capture_output=True,
        cwd=cwd,
        env={**known, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def test_a_sound_report_is_silent_and_ends_with_0(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(write([Page()]), encoding="utf-8")
    done = run(report)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("SIN OBSERVACIONES: 1 unidad · 0 errores, 0 avisos, 0 notas · 1 meta, ")
    assert done.stderr == b""


def test_findings_end_with_1_and_the_threshold_is_a_choice(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(write([Page()]).replace("L/A", "I/A"), encoding="utf-8")
    assert run(report).returncode == 0
    assert run(report, "--fail-on", "warning").returncode == 1
    assert run(report, "--fail-on=warning", "--ignore", "POA004").returncode == 0
    assert run(SEED).returncode == 1


def test_concise_is_one_line_a_finding_that_an_editor_can_follow() -> None:
    lines = run(SEED, "-f", "concise", "--select", "POA101").stdout.decode().splitlines()
    assert [line.split(": ")[0].rpartition("informe.txt:")[2] for line in lines] == [
        "32:232",
        "224:132",
        "225:66",
        "226:162",
        "227:142",
    ]
    assert lines[-1].endswith(":227:142: error POA101 suma-trimestral: los trimestres programan 1 y la META ANUAL es 2")


def test_english_by_option_and_by_environment() -> None:
    english = b"the quarters programme 1 and the annual goal is 2"
    assert english in run(SEED, "--lang", "en", "-f", "concise").stdout
    assert english in run(SEED, "-f", "concise", POA_LINT_LANG="en").stdout
    assert english not in run(SEED, "--lang=es", "-f", "concise", POA_LINT_LANG="en").stdout


def test_standard_input() -> None:
    done = run("-", "-f", "concise", given=SEED.read_bytes())
    assert done.returncode == 1
    assert done.stdout.startswith(b"-:22:2: info POA502")


def test_each_bad_file_gets_one_sentence_and_the_others_are_linted(tmp_path: Path) -> None:
    (tmp_path / "bueno.txt").write_text(write([Page()]), encoding="utf-8")
    (tmp_path / "malo.txt").write_text(write([Page(metas=(Row(meta_anual="5"),))]), encoding="utf-8")
    (tmp_path / "binario.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "libro.txt").write_bytes(b"PK\x03\x04" + b"x" * 50)
    (tmp_path / "vacio.txt").write_bytes(b"")
    (tmp_path / "otro.txt").write_text("Lista de compras\nleche\n", encoding="utf-8")
    done = run(tmp_path, tmp_path / "no-existe.txt", "-f", "json")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    result = json.loads(done.stdout)
    found = {Path(file["path"]).name: [one["code"] for one in file["diagnostics"]] for file in result["files"]}
    assert found == {
        "binario.txt": ["POA007"],
        "bueno.txt": [],
        "libro.txt": ["POA007"],
        "malo.txt": ["POA101", "POA103"],
        "otro.txt": ["POA008"],
        "vacio.txt": ["POA008"],
    }
    assert [notice["path"] for notice in result["notices"]] == [str(tmp_path / "no-existe.txt")]
    assert done.stderr.decode().count("\n") == 1


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert "no tiene informes" in done.stderr.decode()


def test_an_unreadable_encoding_and_a_wrong_one(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_bytes(write([Page()]).encode("utf-16-le")[:-1])
    assert run(report).returncode == 2
    report.write_bytes(write([Page()]).encode("cp1252"))
    assert "Leído como cp1252" in run(report).stdout.decode()
    assert run(report, "--encoding", "utf-8").returncode == 2
    wrong = run(report, "--encoding", "utf-99")
    assert wrong.returncode == 2
    assert "utf-99" in wrong.stderr.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["--selct", "POA101"], "no existe la opción --selct; ¿quiso decir «--select»?"),
        (["--select"], "la opción --select necesita un valor"),
        (
            ["--fail-on", "eror", "x"],
            "--fail-on no admite eror; puede ser: error, warning, info; ¿quiso decir «error»?",
        ),
        (["--select", "POA999", "x"], "no existe la regla POA999"),
        (["--select", "suma-trimestal", "x"], "¿quiso decir «suma-trimestral»?"),
        (
            ["-f", "jsn", "x"],
            "markdown, html; ¿quiso decir «json»?",
        ),
        (["--jobs", "0", "x"], "--jobs necesita un número entero de 1 en adelante, no 0"),
        (["--all=1"], "la opción --all no lleva valor"),
        ([], "indique qué informe revisar"),
        (["explain"], "«explain» necesita una regla"),
        (["explain", "POA999"], "no existe la regla POA999"),
    ],
)
def test_misuse_is_one_sentence_with_a_suggestion(said: list[str], sentence: str) -> None:
    done = run(*said)
    assert done.returncode == 2
    assert done.stdout == b""
    assert sentence in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1


def test_help_and_version_in_both_languages() -> None:
    spanish, english = run("--help").stdout.decode(), run("--help", "--lang", "en").stdout.decode()
    assert spanish.startswith("poa-lint revisa informes")
    assert english.startswith("poa-lint checks quarterly")
    for option in ("--select", "--ignore", "--fail-on", "--output-format", "--output", "--lang", "--color", "--jobs"):
        assert option in spanish
        assert option in english
    assert run("--version").stdout.decode().startswith("poa-lint 0.1.0 (reglas 0.1.0+")


@pytest.mark.parametrize("page", ["cp1252", "cp850", "ascii", "utf-8"])
def test_a_pipe_of_any_code_page_survives(page: str) -> None:
    done = run(SEED, "--all", PYTHONIOENCODING=page)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    if page != "ascii":
        assert "\\" not in done.stdout.decode(page)
    assert "ACUMULADO RELATIVO" in done.stdout.decode(page)


def test_json_is_utf8_whatever_the_code_page() -> None:
    result = json.loads(run(SEED, "-f", "json", PYTHONIOENCODING="ascii").stdout.decode("utf-8"))
    assert result["files"][0]["units"][2]["unidad"] == "201 GERENCIA DE PROMOCIÓN Y DIFUSIÓN"


def test_output_goes_to_a_file_at_once_or_is_said(tmp_path: Path) -> None:
    target = tmp_path / "salida.json"
    done = run(SEED, "-f", "json", "--output", target)
    assert (done.returncode, done.stdout) == (1, b"")
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["salida.json"]
    refused = run(SEED, "--output", tmp_path / "no" / "salida.txt")
    assert refused.returncode == 2
    assert "no se pudo escribir" in refused.stderr.decode()


def test_two_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"informe-{number}.txt").write_bytes(SEED.read_bytes())
    one, two = run(tmp_path, "--jobs", "1", "-f", "json"), run(tmp_path, "--jobs", "2", "-f", "json")
    assert one.stdout == two.stdout
    assert len(json.loads(one.stdout)["files"]) == 6


def test_quiet_prints_findings_only_and_statistics_count_them() -> None:
    quiet = run(SEED, "--quiet", "--select", "POA102").stdout.decode()
    assert "POA102" in quiet
    assert "CORREGIR" not in quiet
    assert "      5  POA101 suma-trimestral (error)" in run(SEED, "--statistics").stdout.decode()


def test_colour_is_asked_for_or_not_there() -> None:
    assert b"\x1b[" not in run(SEED).stdout
    assert b"\x1b[" in run(SEED, "--color", "always").stdout
    assert b"\x1b[" in run(SEED, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in run(SEED, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_repeats_are_folded_unless_all() -> None:
    folded = run(SEED, "--select", "POA101").stdout.decode()
    assert "y 1 más de POA101 suma-trimestral: meta 403. Con --all se muestran todos" in folded
    assert "· meta 403" not in folded
    assert "· meta 403" in run(SEED, "--select", "POA101", "--all").stdout.decode()


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    words = "100.- [bold]X[/bold] [link=x]y[/link] [/4.6.1] \x1b[31mrojo \u202egnirts \u2066 fin"
    report.write_text(write([Page(metas=(Row(texto=words, unidad_medida=words, meta_anual="l2"),))]), encoding="utf-8")
    for said in (["--color", "always"], ["--color", "never"], ["-f", "concise"]):
        text = run(report, *said, "--all").stdout.decode()
        assert "\u202e" not in text
        assert "\x1b[31mrojo" not in text


def test_explain_and_rules() -> None:
    page = run("explain", "suma-trimestral").stdout.decode()
    assert page.startswith("POA101 suma-trimestral\n")
    for title in ("Por qué", "Fórmula", "Parámetros", "Cómo corregir", "Fundamento", "Ejemplos"):
        assert title in page
    listed = run("rules").stdout.decode().splitlines()
    assert listed[0].startswith("POA001  texto-suelto")
    assert json.loads(run("rules", "-f", "json").stdout)["rules"][0]["code"] == "POA001"
    assert run("rules", "-f", "markdown").stdout.decode().startswith("| código |")


def test_a_reader_that_leaves_early_is_no_trouble() -> None:
    known = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = [sys.executable, "-m", "poa_lint", str(SEED), "--all"]
    with subprocess.Popen(said, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=known) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert b"Traceback" not in started.stderr.read()


def test_a_defect_of_ours_is_a_sentence_and_2() -> None:
    program = "import sys, poa_lint.cli.main as cli; cli.main = lambda *_: 1 / 0; sys.argv = ['poa-lint']; cli.run()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"ZeroDivisionError" in done.stderr
    assert b"Traceback" not in done.stderr
