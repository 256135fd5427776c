"""The help of every command: its own options, in the width of the terminal, with an example that can be typed."""

import shlex
from pathlib import Path

import pytest

from poa_lint.cli import options, usage
from poa_lint.cli.parser import parse
from poa_lint.core.words import LANGUAGES, words
from tests.program import run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_line_and_the_examples_can_be_typed(language: str) -> None:
    spoken = words(language)
    assert sorted({entry.command for entry in usage.entries(spoken)}) == sorted(options.EVERYWHERE)
    assert all(entry.sentence for entry in usage.entries(spoken))
    assert spoken("help.examples.check")
    for command, example in spoken.section("help.examples").items():
        assert parse(shlex.split(example)).command == ("" if command == "check" else command)


@pytest.mark.parametrize("command", options.EVERYWHERE)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_the_terminal(command: str, language: str, width: int) -> None:
    assert max(map(len, usage.page(words(language), command, width).splitlines())) <= width


def test_a_command_shows_its_own_options_only() -> None:
    said = run("export", "--help").stdout.decode()
    assert "--bom" in said
    assert "csv, jsonl, parquet o xlsx" in said
    assert "--fail-on" not in said
    assert "poa-lint explain" not in said


def test_help_and_version_are_commands_too() -> None:
    assert run("help").stdout == run("--help").stdout
    assert run("help", "check").stdout == run("--help").stdout
    assert run("help", "amend").stdout == run("amend", "--help").stdout
    assert run("version").stdout == run("--version").stdout
    wrong = run("help", "exprt")
    assert wrong.returncode == 2
    assert "¿quiso decir «export»?" in wrong.stderr.decode()
    assert run("help", "export", "show").returncode == 2


def test_the_help_is_as_wide_as_the_terminal_and_never_above_100() -> None:
    narrow, wide = (run("--help", COLUMNS=columns).stdout.decode().splitlines() for columns in ("60", "200"))
    assert 50 < max(map(len, narrow)) <= 60
    assert 90 < max(map(len, wide)) <= 100


def test_check_is_the_name_of_the_command_without_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert run("check", "a.txt", cwd=tmp_path).stdout == run("a.txt", cwd=tmp_path).stdout


@pytest.mark.parametrize("name", options.YIELDING)
def test_a_file_with_the_name_of_a_new_command_is_checked_as_ever(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    for said in ((f"./{name}",), ("--", name)):
        assert run("-f", "concise", *said, cwd=tmp_path).stdout.decode().startswith((f"{name}:", f"./{name}:"))
    assert run(name, cwd=tmp_path).stdout == run(f"./{name}", cwd=tmp_path).stdout.replace(b"./", b"")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_about_an_option_names_the_commands_that_have_it(language: str) -> None:
    """The table says so, and the help of a command shows its own options only."""
    spoken = words(language)
    named = tuple(f"{word} {name}" for word in ("con", "with") for name in options.EVERYWHERE[1:])
    for option in options.OPTIONS:
        for command in option.commands:
            assert not usage.sentence(spoken, command, option).startswith(named)
