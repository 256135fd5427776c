"""Fixes without a report: the exit code says whether a file changed, and nothing is said of what is left."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.main import main
from tests.places import FILES
from tests.program import run

SOUND = write([Page()])
FORM = SOUND.replace("100.-", "100.")
"""A report whose form can be mended."""
BAD = write([Page(metas=(Row(meta_anual="9"),))])
"""A report with findings that no fix mends."""


def report(folder: Path, text: str, name: str = "informe.txt") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_change_ends_with_1_and_a_second_run_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = report(tmp_path, FORM)
    assert main(["--fix-only", path], {}) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "poa-lint: 1 arreglo en 1 archivo.\n")
    assert Path(path).read_text(encoding="utf-8") == SOUND
    assert main(["--fix-only", path], {}) == 0
    assert capsys.readouterr() == ("", "")


def test_findings_that_are_left_are_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix-only", report(tmp_path, BAD), report(tmp_path, "nada", "otro.txt"), "-f", "json"], {}) == 0
    assert capsys.readouterr() == ("", "")


def test_a_file_that_could_not_be_written_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = report(tmp_path, FORM)
    Path(path).chmod(0o444)
    assert main(["--fix-only", path, report(tmp_path, FORM, "otro.txt"), "--lang", "en"], {}) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "poa-lint: 1 fix in 1 file.",
        f"poa-lint: {path}: not written; the file is read-only",
    ]


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix-only", str(tmp_path / "no-hay.txt")], {}) == 2
    assert "no existe ese archivo" in capsys.readouterr().err


def test_an_offices_file_is_told_of_and_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = str(FILES / "comas.csv")
    assert main(["--fix-only", table, report(tmp_path, SOUND)], {}) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"poa-lint: {table}: solo se cambian los informes en texto")
    assert main(["--fix", table], {}) == 2, "there the findings are told, and so is the fix that was not made"


def test_standard_input_is_handed_on(tmp_path: Path) -> None:
    changed = run("--fix-only", "-", given=FORM.encode())
    assert (changed.returncode, changed.stdout) == (1, SOUND.encode())
    kept = run("--fix-only", "-", given=BAD.encode())
    assert (kept.returncode, kept.stdout, kept.stderr) == (0, BAD.encode(), b"")
    lost = run("--fix-only", "-", given=(FILES / "informe.docx").read_bytes())
    assert (lost.returncode, lost.stdout) == (2, b"")


def test_other_options_of_fixing_go_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = report(tmp_path, FORM)
    assert main(["--fix-only", "--diff", path], {}) == 1
    assert Path(path).read_text(encoding="utf-8") == FORM
    assert main(["--fix-only", "--unsafe-fixes", path], {}) == 1
    capsys.readouterr()
    assert main(["--fix-only", path, "--scheduler", "tcp://127.0.0.1:1"], {}) == 2
    assert capsys.readouterr().err.startswith("poa-lint: --fix-only no va con --scheduler.")
