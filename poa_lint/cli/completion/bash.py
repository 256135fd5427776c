"""The script for bash, 3.2 (that of macOS) or newer, with nothing else installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poa_lint.cli.completion import COMMANDS, FILES, FOLDERS, OUTPUTS, RULES, WORDS, Line, Value

_HEAD: Final = r"""# poa-lint completion bash

_poa_lint_words() {
    local word
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

_poa_lint_list() { # the word after the last comma
    local before="" word
    case $cur in *,*) before=${cur%,*}, ;; esac
    while IFS= read -r word; do COMPREPLY+=("$before$word"); done < <(compgen -W "$1" -- "${cur##*,}")
}

_poa_lint_files() { # -f for files and folders, -d for folders alone
    local name
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$1" -- "$cur")
}
"""
_BODY: Final = r"""
_poa_lint() {
    local cur=${COMP_WORDS[COMP_CWORD]} command="" option="" ended="" glued="" word i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == [=:] ]]; then # --option=value and format:file come in three words
            [[ $option ]] || glued=1
        elif [[ $glued ]]; then
            glued=""
        elif [[ $option ]]; then
            option=""
        elif [[ $word == -- && ! $ended ]]; then
            ended=1
        elif [[ $word == -?* && ! $ended ]]; then
            _poa_lint_takes "$word" && option=$word
        elif [[ ! $command ]]; then
            command=check
            [[ " $_poa_lint_commands " == *" $word "* ]] && command=$word
        fi
    done
    if [[ $cur == [=:] ]]; then
        [[ $option ]] || glued=1
        cur=""
    fi
    if [[ $glued ]]; then
        _poa_lint_files -f
    elif [[ $option ]]; then
        _poa_lint_value
    elif [[ $cur == -* && ! $ended ]]; then
        _poa_lint_options
    else
        [[ $command || $ended ]] || _poa_lint_words "$_poa_lint_commands"
        _poa_lint_operand
    fi
}

complete -o filenames -F _poa_lint poa-lint
"""


def script(line: Line) -> str:
    """The script: lists, functions with the table of options, and the command that has readline call them."""
    commands = " ".join(command.name for command in line.commands)
    lists = f'_poa_lint_commands="{commands}"\n_poa_lint_rules="{" ".join(code for code, _ in line.rules)}"\n'
    options = {
        command.name: f'_poa_lint_words "{" ".join(name for own in command.options for name in own.names)}"'
        for command in line.commands
    }
    operands = {command.name: call for command in line.commands if (call := _call(command.operands)) is not None}
    functions = (
        _function("_poa_lint_takes", "$1", {"|".join(_taking(line)): ""}, "return 1"),
        _function("_poa_lint_value", "${command:-check}:$option", dict(_values(line))),
        _function("_poa_lint_options", "${command:-check}", options),
        _function("_poa_lint_operand", "${command:-check}", operands),
    )
    return "\n".join((_HEAD, lists, *functions)) + _BODY


def _function(name: str, looks_at: str, cases: dict[str, str], otherwise: str = "") -> str:
    """A function of one `case`."""
    lines = [f"        {case}) {call} ;;".replace(")  ;;", ") ;;") for case, call in cases.items()]
    rest = [f"        *) {otherwise} ;;"] if otherwise else []
    return "\n".join([f"{name}() {{", f"    case {looks_at} in", *lines, *rest, "    esac", "}", ""])


def _taking(line: Line) -> dict[str, None]:
    """The options that take a value, in the order of the table."""
    return dict.fromkeys(name for each in line.commands for own in each.options if own.value for name in own.names)


def _values(line: Line) -> Iterator[tuple[str, str]]:
    """The calls for values: one for every way in which commands take an option."""
    ways: dict[tuple[str, str], list[str]] = {}
    for command in line.commands:
        for own in command.options:
            call = _call(own.value) if own.value else None
            for name in own.names if call is not None else ():
                ways.setdefault((name, call or ""), []).append(command.name)
    for (name, call), commands in ways.items():
        alone = len({other for other, _ in ways if other == name}) == sum(other == name for other, _ in ways)
        yield (f"*:{name}" if alone else "|".join(f"{command}:{name}" for command in commands)), call


def _call(value: Value) -> str | None:
    """The call that fills COMPREPLY with what may be typed; None where that is anything or nothing."""
    words = f'_poa_lint_words "{" ".join(value.words)}"'
    calls = {
        WORDS: words,
        OUTPUTS: words,
        RULES: f'{"_poa_lint_list" if value.many else "_poa_lint_words"} "$_poa_lint_rules"',
        COMMANDS: '_poa_lint_words "$_poa_lint_commands"',
        FILES: "_poa_lint_files -f",
        FOLDERS: "_poa_lint_files -d",
    }
    return calls.get(value.kind)
