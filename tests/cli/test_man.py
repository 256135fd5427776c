"""The manual: everything of the table of options is in it, and `man` reads it without a warning."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from poa_lint.cli import man, options, usage
from poa_lint.core.words import LANGUAGES, words
from tests.program import run


def shown(page: Path, width: int) -> tuple[str, str]:
    """The text that `man` shows in so many columns, and its warnings."""
    program = shutil.which("man")
    if program is None:
        pytest.skip("man is not installed")
    env = {**os.environ, "MANWIDTH": str(width), "LC_ALL": "C.UTF-8", "MANROFFOPT": "-ww -P-c -P-b -P-u"}
    said = [program, "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-P", "cat", str(page)]
    done = subprocess.run(said, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return re.sub(".\b", "", done.stdout.decode()), done.stderr.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 100])
def test_man_shows_every_command_option_and_sentence(tmp_path: Path, language: str, width: int) -> None:
    spoken = words(language)
    page = tmp_path / "poa-lint.1"
    page.write_text(man.page(spoken), encoding="utf-8")
    text, warnings = shown(page, width)
    assert warnings == ""
    lines = " ".join(text.split())
    for entry in usage.entries(spoken):
        assert " ".join(entry.call.split()) in lines
        assert not entry.command or entry.sentence in lines
    for option in options.OPTIONS:
        assert ", ".join(option.names) in lines
        for command in option.commands:
            assert usage.sentence(spoken, command, option) in lines
    assert spoken("help.exit") in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_mandoc_has_nothing_to_say(tmp_path: Path, language: str) -> None:
    program = shutil.which("mandoc")
    if program is None:
        pytest.skip("mandoc is not installed")
    page = tmp_path / "poa-lint.1"
    page.write_text(man.page(words(language)), encoding="utf-8")
    done = subprocess.run([program, "-T", "lint", "-W", "error", str(page)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_meaning_that_commands_do_not_share_is_told_with_its_commands() -> None:
    """`--until` is a waiver's last day, and the last day for a correction in a letter."""
    text = man.page(words("es"))
    assert "2026\\-12\\-31 o 31/12/2026 (waive)." in text
    assert "2025\\-04\\-30 (letter)." in text


def test_no_text_of_ours_is_taken_for_a_request_of_roff() -> None:
    assert man.text(".SH 'a-b' \\n \"x\"") == "\\&.SH \\(aqa\\-b\\(aq \\en \\(dqx\\(dq"


def test_the_manual_is_in_the_language_of_the_reader() -> None:
    assert '.SH "ÓRDENES"' in run("man").stdout.decode()
    assert '.SH "COMMANDS"' in run("man", "--lang", "en").stdout.decode()


def test_the_manual_takes_no_names() -> None:
    done = run("man", "export")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "«man»" in done.stderr.decode()
