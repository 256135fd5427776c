"""What is typed: help in both languages, and one sentence for every misuse."""

import pytest

from tests.program import run


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
