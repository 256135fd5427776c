"""The surroundings of a run: its language, its code page, its colours, the file it writes."""

import json
from pathlib import Path

import pytest

from tests.places import SEED
from tests.program import run


def test_english_by_option_and_by_environment() -> None:
    english = b"the quarters programme 1 and the annual goal is 2"
    assert english in run(SEED, "--lang", "en", "-f", "concise").stdout
    assert english in run(SEED, "-f", "concise", POA_LINT_LANG="en").stdout
    assert english not in run(SEED, "--lang=es", "-f", "concise", POA_LINT_LANG="en").stdout


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


def test_colour_is_asked_for_or_not_there() -> None:
    assert b"\x1b[" not in run(SEED).stdout
    assert b"\x1b[" in run(SEED, "--color", "always").stdout
    assert b"\x1b[" in run(SEED, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in run(SEED, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert b"\x1b[" not in run(SEED, FORCE_COLOR="0").stdout
    assert b"\x1b[" not in run(SEED, FORCE_COLOR="false").stdout
    assert b"\x1b[" in run(SEED, "--color", "always", FORCE_COLOR="0").stdout


def test_findings_do_not_count_where_zero_is_asked_for_but_what_is_unread_does() -> None:
    with_findings, zero = run(SEED), run(SEED, "--exit-zero")
    assert (with_findings.returncode, zero.returncode) == (1, 0)
    assert zero.stdout == with_findings.stdout
    assert run(SEED, "no-hay.txt", "--exit-zero").returncode == 2
    assert run(SEED, "--fix", "--diff", "--exit-zero").returncode == 0
