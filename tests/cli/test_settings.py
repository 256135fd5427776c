"""Settings on the command line: what stands over them, what is told of them; and how a waiver is written."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config import waiver_file
from poa_lint.rulebook.builtin import built_in_rules
from tests.offices import REPORT
from tests.program import run
from tests.waivers import REASON, folder_with


def test_the_command_line_stands_over_the_file(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(REPORT, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("select: [POA301]\nlanguage: en\n", encoding="utf-8")
    assert run(report, "-f", "concise").stdout.count(b"POA301") == 1
    assert b"was programmed" in run(report, "-f", "concise").stdout or b"programmed" in run(report).stdout
    assert b"POA101" in run(report, "-f", "concise", "--select", "POA101").stdout
    assert b"POA101" in run(report, "-f", "concise", "--no-config").stdout
    (tmp_path / "otro.yaml").write_text("select: [POA101]\n", encoding="utf-8")
    assert b"POA101" in run(report, "-f", "concise", "--config", tmp_path / "otro.yaml").stdout
    missing = run(report, "--config", tmp_path / "no.yaml")
    assert missing.returncode == 2
    assert "no existe el archivo de ajustes" in missing.stderr.decode()


def test_broken_settings_are_told_and_no_report_is(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(REPORT, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("ignor: [POA301]\n", encoding="utf-8")
    done = run(report)
    assert done.returncode == 2
    assert "¿quiso decir «ignore»?" in done.stdout.decode()
    assert "POA101" not in done.stdout.decode()


def test_fail_on_is_each_files_own(tmp_path: Path) -> None:
    for name, fail in (("a", "error"), ("b", "info")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "poa-lint.yaml").write_text(f"fail-on: {fail}\n", encoding="utf-8")
        text = write([Page(metas=(Row(texto="100. ELABORAR."),))])
        (tmp_path / name / "informe.txt").write_text(text, encoding="utf-8")
    assert run(tmp_path / "a").returncode == 0
    assert run(tmp_path / "b").returncode == 1
    assert run(tmp_path).returncode == 1


def test_config_shows_each_value_and_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("fail-on: warning\nparams:\n  POA301: {umbral: 15}\n", encoding="utf-8")
    lines = run("config", tmp_path).stdout.decode().splitlines()
    place = tmp_path / "poa-lint.yaml"
    assert lines[0] == f"Ajustes: {place}"
    assert f"fail-on = warning  ({place}:1)" in lines
    assert f"    umbral = 15 %  ({place}:3)" in lines
    assert "POA101 suma-trimestral = error  (programa)" in lines


# Writing a waiver


def test_waive_appends_and_leaves_what_is_there_as_it_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    before = (
        b"# dispensas de 2024\r\n- {rule: POA101, where: '*', reason: 'acta de cabildo 15/2024', until: 2024-01-01}"
    )
    (folder / "dispensas.yaml").write_bytes(before)
    said = ("--reason", 'Oficio "OM-12": ver #3 \\ ñandú', "--until", "2999-12-31", "--value", "", "--quarter", "1")
    done = run("waive", "POA301", "511/101/100/observaciones", *said, "--authorised-by", "C.P. Ana", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    after = (folder / "dispensas.yaml").read_bytes()
    assert after.startswith(before + b"\r\n- rule:")
    assert b"\n" not in after.replace(b"\r\n", b"")
    file, wrong = waiver_file.load(str(folder / "dispensas.yaml"), built_in_rules())
    assert not wrong
    assert file.waivers[1].reason == 'Oficio "OM-12": ver #3 \\ ñandú'
    assert (file.waivers[1].value, file.waivers[1].period, file.waivers[1].authorised_by) == ("", "T1", "C.P. Ana")
    assert run("informe.txt", "--ignore", "POA01", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("POA301",), "«waive» necesita una regla, un lugar"),
        (("POA301", "511/101"), "«waive» necesita una regla, un lugar"),
        (("POA301", "511/101", "--reason", REASON, "--until", "2024-01-01"), "ya estaría vencida"),
        (
            ("POA301", "511/101", "--reason", "corto", "--until", "2999-01-01"),
            "necesita 15 letras o más; letras escritas: 5",
        ),
        (("POA301", "511/101", "--reason", REASON, "--until", "mañana"), "«mañana» no es una fecha"),
        (("POA3001", "511/101", "--reason", REASON, "--until", "2999-01-01"), "¿quiso decir «POA301»?"),
        (("POA301", "/101", "--reason", REASON, "--until", "2999-01-01"), "«/101» no es un lugar"),
    ],
)
def test_waive_refuses_in_one_sentence_and_writes_nothing(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    done = run("waive", *said, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "dispensas.yaml").exists()


def test_waive_does_not_touch_a_file_that_is_not_in_order(tmp_path: Path) -> None:
    for text in ("- {rule: POA301}\n", "[]\n"):
        (tmp_path / "dispensas.yaml").write_text(text, encoding="utf-8")
        done = run("waive", "POA301", "511", "--reason", REASON, "--until", "2999-01-01", cwd=tmp_path)
        assert done.returncode == 2
        assert (tmp_path / "dispensas.yaml").read_text(encoding="utf-8") == text
