"""What is typed: help in both languages, and one sentence for every misuse."""

import pytest

from poa_lint.cli.options import OPTIONS, Arguments, UsageError
from poa_lint.cli.parser import parse
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
        (["exprot", "x"], "no existe el archivo ni la orden exprot; ¿quiso decir «export»?"),
        (["Explain", "POA101"], "¿quiso decir «explain»?"),
        (["-output", "x"], "no existe la opción -output; ¿quiso decir «--output»?"),
        (["-qf"], "la opción -f necesita un valor"),
        (["--all=1"], "la opción --all no lleva valor"),
        ([], "indique qué informe revisar"),
        (["explain", "POA101", "POA999"], "no existe la regla POA999"),
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


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("-fjson x", "-f json x"),
        ("-qf json x", "-q -f json x"),
        ("-qfjson x", "-q -f json x"),
        ("-f=json x", "-f json x"),
        ("-j4 x", "-j 4 x"),
        ("-hV", "-h -V"),
        ("-fsarif:a=b.sarif x", "-f sarif:a=b.sarif x"),
    ],
)
def test_short_options_may_be_written_together(said: str, meant: str) -> None:
    assert parse(said.split()) == parse(meant.split())


def test_a_short_option_of_another_command_is_none_here() -> None:
    with pytest.raises(UsageError, match="unknown-option"):
        parse(["explain", "-j4"])


def test_a_word_is_a_misspelt_command_only_if_no_file_has_that_name() -> None:
    assert parse(["exprot"], lambda _: True) == Arguments("", ("exprot",))
    for name in ("informe", "exprot.txt", "informes/exprot"):
        assert parse([name], lambda _: False) == Arguments("", (name,))
    assert parse(["x", "exprot"], lambda _: False) == Arguments("", ("x", "exprot"))


@pytest.mark.parametrize(
    ("said", "there", "command", "operands"),
    [
        ("--lang en summary T1", "", "summary", "T1"),
        ("--lang=en -q export T1", "", "export", "T1"),
        ("-qf json summary T1", "", "summary", "T1"),
        ("-fjson summary T1", "", "summary", "T1"),
        ("--lang en help summary", "", "help", "summary"),
        ("--lang en check T1", "", "", "T1"),
        ("--help summary", "", "summary", ""),
        ("-o summary T1", "", "", "T1"),
        ("-- summary", "", "", "summary"),
        ("T1 summary", "", "", "T1 summary"),
        ("- summary", "", "", "- summary"),
        ("-q summary", "summary", "summary", ""),
        ("--statistics summary", "summary", "", "summary"),
        ("--lang en check", "check", "", "check"),
    ],
)
def test_options_may_stand_before_the_command(said: str, there: str, command: str, operands: str) -> None:
    """As without them the command wins over a file of its name, unless the options are none of the command's."""
    made = parse(said.split(), lambda name: name == there)
    assert (made.command, " ".join(made.operands)) == (command, operands)


@pytest.mark.parametrize("said", ["--lang en sumary T1", "--statistics summary T1", "--nope summary", "--lang"])
def test_what_stands_before_a_command_has_to_be_an_option_of_it(said: str) -> None:
    with pytest.raises(UsageError):
        parse(said.split(), lambda _: False)


@pytest.mark.parametrize(
    ("command", "option", "field"),
    [
        (name, option.names[-1], option.field)
        for option in OPTIONS
        if option.takes == "DATE"
        for name in option.commands
    ],
)
def test_every_option_of_a_day_takes_it_with_the_day_first(command: str, option: str, field: str) -> None:
    words = ([command] if command else []) + [option, "3/4/2024"]
    assert getattr(parse(words), field) == "2024-04-03"
    assert getattr(parse([*words[:-1], "13/31/2024"]), field) == "13/31/2024", "and leaves what is none to be refused"
