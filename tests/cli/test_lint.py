"""The command line as a person or CI calls it: exit codes, sentences, several files."""

import json
from pathlib import Path

import jsonschema

from poa_lint.authoring.samples import Page, Row, write
from tests.places import ROOT, SEED
from tests.program import run


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
        "vacio.txt": ["POA008"],
    }
    assert [notice["path"] for notice in result["notices"]] == [str(tmp_path / "no-existe.txt")]
    assert done.stderr.decode().count("\n") == 2  # the path, and what was left out


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


def test_two_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"informe-{number}.txt").write_bytes(SEED.read_bytes())
    one, two = run(tmp_path, "--jobs", "1", "-f", "json"), run(tmp_path, "--jobs", "2", "-f", "json")
    assert one.stdout == two.stdout
    assert len(json.loads(one.stdout)["files"]) == 6


def test_quiet_prints_findings_only() -> None:
    quiet = run(SEED, "--quiet", "--select", "POA102").stdout.decode()
    assert "POA102" in quiet
    assert "CORREGIR" not in quiet


def test_statistics_are_the_counts_alone() -> None:
    lines = run(SEED, "--statistics").stdout.decode().splitlines()
    assert "      5  POA101 suma-trimestral (error)" in lines
    counts = [int(line[:7]) for line in lines]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == run(SEED, "-f", "concise").stdout.count(b"\n")
    assert "5 error POA101 suma-trimestral" in run(SEED, "-f", "concise", "--statistics").stdout.decode().splitlines()
    table = run(SEED, "-f", "markdown", "--statistics").stdout.decode()
    assert "| 5 | error | POA101 suma-trimestral |" in table
    assert "###" not in table


def test_json_has_the_counts_beside_the_findings() -> None:
    plain, counted = (json.loads(run(SEED, "-f", "json", *more).stdout) for more in ((), ("--statistics",)))
    schema = json.loads((ROOT / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(counted, schema)
    statistics = counted.pop("statistics")
    assert {"code": "POA101", "rule": "suma-trimestral", "severity": "error", "findings": 5} in statistics
    assert counted == plain


def test_without_findings_statistics_leave_the_last_line() -> None:
    sound = ROOT / "examples" / "sin-observaciones-t2" / "informe.txt"
    assert run(sound, "--statistics").stdout.decode().startswith("SIN OBSERVACIONES: 2 unidades")


def test_faults_of_settings_are_told_whatever_is_counted(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("selec: x\n", "utf-8")
    done = run(SEED, "--config", tmp_path / "poa-lint.yaml", "--statistics")
    assert done.returncode == 2
    assert "«selec»" in done.stdout.decode()


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
