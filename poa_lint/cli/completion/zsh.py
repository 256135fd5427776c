"""The script for zsh: the file `_poa-lint` of a folder in its `fpath`, or read at its start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.cli.completion import COMMANDS, FILES, FOLDERS, OUTPUTS, RULES, WORDS, Command, Line, Named, Value

_HEAD: Final = """#compdef poa-lint
# poa-lint completion zsh
"""
_BODY: Final = r"""
_poa_lint_list() { # rules with commas
    compset -P '*,'
    _poa_lint_rules -qS ,
}

_poa_lint_output() { # a format, or a format, a colon and a file
    if compset -P '*:'; then
        _files
    else
        compadd -- "$@"
    fi
}

_poa_lint_first() {
    _alternative 'commands: :_poa_lint_commands' 'files: :_files'
}

_poa-lint() {
    local command word option
    local -i i
    # The command is the first word that is neither an option nor the value of one.
    for ((i = 2; i < CURRENT; i++)); do
        word=$words[i]
        if [[ -n $option ]]; then
            option=
        elif [[ $word == -- ]]; then
            command=check
            break
        elif [[ $word == -?* ]]; then
            (( ${_poa_lint_taking[(Ie)$word]} )) && option=$word
        else
            command=check
            if (( ${_poa_lint_names[(Ie)$word]} )); then
                command=$word
                words[i]=()
                (( CURRENT-- ))
            fi
            break
        fi
    done
    if [[ -n $command ]]; then
        _poa_lint_on_$command
    else
        _poa_lint_on_check '1: :_poa_lint_first'
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _poa-lint "$@"
else
    compdef _poa-lint poa-lint
fi
"""


def script(line: Line) -> str:
    """The script: lists with descriptions, a function for each command, and the one that chooses among them."""
    return "\n".join((_HEAD, *_lists(line), *map(_command, line.commands))) + _BODY


def _lists(line: Line) -> Iterator[str]:
    taking = dict.fromkeys(name for each in line.commands for own in each.options if own.value for name in own.names)
    yield f"typeset -ga _poa_lint_names=({' '.join(command.name for command in line.commands)})"
    yield f"typeset -ga _poa_lint_taking=({' '.join(taking)})\n"
    yield _described("commands", ((command.name, command.sentence) for command in line.commands))
    yield _described("rules", line.rules)


def _described(name: str, rows: Iterable[tuple[str, str]]) -> str:
    """A function that offers words, each with its description."""
    lines = "\n".join("        " + _quoted(f"{word}:{sentence}") for word, sentence in rows)
    return f"""_poa_lint_{name}() {{
    local -a rows=(
{lines}
    )
    _describe -t {name} {name} rows "$@"
}}
"""


def _command(command: Command) -> str:
    """The function that completes a command; its arguments are operands before the usual ones."""
    specs = [_spec(name, own) for own in command.options for name in own.names]
    specs.append(f"*: :{_action(command.operands) or ' '}")
    lines = " \\\n".join(f"        {_quoted(spec)}" for spec in specs)
    return f'_poa_lint_on_{command.name}() {{\n    _arguments -s -S "$@" \\\n{lines}\n}}\n'


def _spec(name: str, own: Named) -> str:
    """An option as `_arguments` wants it: `(-o --output)--output=[…]:ARCHIVO:_files`."""
    before = "*" if own.again else f"({' '.join(own.names)})"
    sentence = re.sub(r"([\[\]\\])", r"\\\1", own.sentence)
    if own.value is None:
        return f"{before}{name}[{sentence}]"
    return f"{before}{name}{'=' if name.startswith('--') else '+'}[{sentence}]:{own.takes}:{_action(own.value) or ' '}"


def _action(value: Value) -> str:
    """The action of `_arguments` for what may be typed; empty for anything or nothing."""
    words = " ".join(value.words)
    actions = {
        WORDS: f"({words})",
        OUTPUTS: f" _poa_lint_output {words}",
        RULES: "_poa_lint_list" if value.many else "_poa_lint_rules",
        COMMANDS: "_poa_lint_commands",
        FILES: "_files",
        FOLDERS: "_files -/",
    }
    return actions.get(value.kind, "")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
