"""Completion: what shells offer for a line, asked of the shells themselves."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from poa_lint.cli import completion, options
from poa_lint.cli.completion import FREE
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook.builtin import built_in_rules
from tests.program import run

BASH = r"""
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_poa_lint
printf '%s\n' "${COMPREPLY[@]}"
"""
"""What readline does, which splits words at `=` and `:` too: the words come as it would split them."""
FISH = 'source $argv[1]; complete -C"$argv[2]"'
ZSH = r"""
zmodload zsh/zpty
zpty z zsh -f -i
read_to() { local line; while zpty -r z line; do [[ $line == *$1* ]] && return; done }
zpty -w z "PROMPT=; autoload -Uz compinit; compinit -uD; source ${(q)1}"
zpty -w z 'bindkey "^I" complete-word; zstyle ":completion:*" list-grouped false; zstyle ":completion:*" verbose no
compadd() {
    local -a found
    builtin compadd -O found "$@"
    (( $+argv[(r)-O] || $+argv[(r)-A] )) && { builtin compadd "$@"; return }
    (( $#found )) && print -rl -- "<"${^found}">"
    builtin compadd "$@"
}
finish() { print -r -- "=end="; exit }
comppostfuncs=(finish)
print -r -- "ready"":now"'
read_to ready:now
zpty -n -w z "$2"$'\t'
while zpty -r z line; do
    print -rn -- "$line"
    [[ $line == *'=end='* ]] && break
done
zpty -d z
"""
"""A shell at a terminal, in which `compadd` also says what it is given."""


def asked(shell: str, script: Path, typed: str) -> set[str]:
    """The words that a shell offers for a line that ends where the cursor stands."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    if shell == "bash":
        split = re.findall(r"[=:]|[^\s=:]+", typed) + ([""] if typed.endswith(" ") else [])
        said = [program, "--norc", "-c", BASH, "bash", str(script), *split]
    elif shell == "fish":
        said = [program, "--no-config", "-c", FISH, str(script), typed]
    else:
        said = [program, "-f", "-c", ZSH, "zsh", str(script), typed]
    done = subprocess.run(said, cwd=script.parent, capture_output=True, check=True, timeout=60)
    out = done.stdout.decode()
    if shell == "zsh":
        return set(re.findall(r"<([^<>\r\n]+)>", out))
    return {line.split("\t")[0] for line in out.splitlines() if line}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts, a report, and a folder."""
    place = tmp_path_factory.mktemp("completion")
    for shell in completion.SHELLS:
        (place / f"script.{shell}").write_text(completion.script(shell, words("es")), encoding="utf-8")
    (place / "informe uno.txt").write_text("x", encoding="utf-8")
    (place / "tablas").mkdir()
    return place


REAL = ("bash", "zsh", "fish")


@pytest.mark.parametrize("shell", REAL)
@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        ("poa-lint exp", {"explain", "export"}, {"rules"}),
        ("poa-lint export --output-f", {"--output-format"}, {"--fail-on"}),
        ("poa-lint export informe.txt --output-format ", {"csv", "jsonl", "parquet", "xlsx"}, {"sarif", "terminal"}),
        ("poa-lint -f ", {"terminal", "sarif", "html"}, {"parquet"}),
        ("poa-lint --lang ", {"es", "en"}, {"tablas"}),
        ("poa-lint --lang en summary -f ", {"terminal", "xlsx"}, {"sarif"}),
        ("poa-lint check informe.txt --fail-on w", {"warning"}, {"error"}),
        ("poa-lint explain POA10", {"POA101", "POA102"}, {"POA201", "tablas"}),
        ("poa-lint help sum", {"summary"}, {"export"}),
        ("poa-lint completion ", {"bash", "zsh", "fish", "powershell"}, {"tablas"}),
        ("poa-lint amend 1/2/3 --type a", {"alta", "ampliacion"}, {"baja"}),
    ],
)
def test_shells_offer_what_may_be_typed(
    folder: Path, shell: str, typed: str, offered: set[str], not_offered: set[str]
) -> None:
    found = asked(shell, folder / f"script.{shell}", typed)
    assert offered <= found
    assert not not_offered & found


@pytest.mark.parametrize("shell", REAL)
def test_rules_are_completed_in_a_list_too(folder: Path, shell: str) -> None:
    found = asked(shell, folder / f"script.{shell}", "poa-lint --select POA101,POA10")
    assert "POA102" in {name.rpartition(",")[2] for name in found}


@pytest.mark.parametrize("shell", REAL)
@pytest.mark.parametrize("typed", ["poa-lint summary inf", "poa-lint inf", "poa-lint --plan inf"])
def test_files_are_completed(folder: Path, shell: str, typed: str) -> None:
    found = asked(shell, folder / f"script.{shell}", typed)
    assert any(name.replace("\\", "") == "informe uno.txt" for name in found)


@pytest.mark.parametrize("shell", REAL)
def test_where_folders_are_wanted_no_files_are_offered(folder: Path, shell: str) -> None:
    found = asked(shell, folder / f"script.{shell}", "poa-lint summary --pages ")
    assert {name.rstrip("/") for name in found} == {"tablas"}


def test_bash_completes_a_value_behind_a_sign_of_equality(folder: Path) -> None:
    assert asked("bash", folder / "script.bash", "poa-lint --lang=e") == {"es", "en"}
    assert asked("bash", folder / "script.bash", "poa-lint --lang=") == {"es", "en"}
    assert asked("bash", folder / "script.bash", "poa-lint -f sarif:inf") == {"informe uno.txt"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shell", completion.SHELLS)
def test_every_command_and_option_is_in_every_script(shell: str, language: str) -> None:
    written = completion.script(shell, words(language))
    for name in (*options.EVERYWHERE[1:], "check"):
        assert name in written
    for option in options.OPTIONS:
        assert option.key in written
        assert all(choice in written for choice in option.choices)
    assert all(code in written for code in built_in_rules().checks)


def test_every_value_with_choices_or_files_is_known() -> None:
    """A value of a new name is any text until `completion` is told what it is."""
    free = {
        options.BY_NAME[own.names[0]].takes
        for command in completion.line(words("es")).commands
        for own in command.options
        if own.value and own.value.kind == FREE
    }
    assert free == {"ADDRESS", "CODE", "DATE", "GLOB", "KEY", "N", "NAME", "TEXT", "VALUE"}


def test_the_script_of_powershell_survives_every_code_page() -> None:
    """It passes through a pipeline, which Windows decodes by the console's code page."""
    assert completion.script("powershell", words("es")).isascii()


def test_the_language_is_that_of_the_reader() -> None:
    assert "lista las reglas" in run("completion", "zsh").stdout.decode()
    assert "lists the rules" in run("completion", "zsh", "--lang", "en").stdout.decode()


@pytest.mark.parametrize("said", [(), ("tcsh",), ("bash", "zsh")])
def test_misuse_is_one_sentence(said: tuple[str, ...]) -> None:
    done = run("completion", *said)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().splitlines()) == 1
