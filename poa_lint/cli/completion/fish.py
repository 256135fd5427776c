"""The script for fish: the file `poa-lint.fish` of one of its folders for completions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from poa_lint.cli.completion import COMMANDS, FILES, FOLDERS, OUTPUTS, RULES, WORDS, Line, Value

T = TypeVar("T")

_BODY: Final = r"""
function __poa_lint_command # the command so far: the first word that is neither an option nor the value of one
    set -l option ""
    for word in (commandline -opc)[2..-1]
        if test -n "$option"
            set option ""
            continue
        end
        switch $word
            case --
                echo check
                return
            case '-?*'
                contains -- $word $__poa_lint_taking; and set option $word
            case '*'
                if contains -- $word $__poa_lint_names
                    echo $word
                else
                    echo check
                end
                return
        end
    end
end

function __poa_lint_on # true on one of these commands; check is also a line without a command
    set -l command (__poa_lint_command)
    test -n "$command"; or set command check
    contains -- $command $argv
end

function __poa_lint_first # true before there is a command
    test -z (__poa_lint_command)""
end

complete -c poa-lint -e
"""


def script(line: Line) -> str:
    """The script: lists, the conditions, and a line for each command, each option, and each kind of operands."""
    return "\n".join(("# poa-lint completion fish\n", *_lists(line))) + _BODY + "\n".join((*_lines(line), ""))


def _lists(line: Line) -> Iterator[str]:
    taking = dict.fromkeys(name for each in line.commands for own in each.options if own.value for name in own.names)
    yield f"set -g __poa_lint_names {' '.join(command.name for command in line.commands)}"
    yield f"set -g __poa_lint_taking {' '.join(taking)}\n"
    yield _described("commands", ((command.name, command.sentence) for command in line.commands))
    yield _described("rules", line.rules).rstrip("\n")


def _described(name: str, rows: Iterable[tuple[str, str]]) -> str:
    """A function that prints words, each with its description behind a tab."""
    lines = " \\\n".join(f"        {_quoted(part)}" for row in rows for part in row)
    return f"function __poa_lint_{name}\n    printf '%s\\t%s\\n' \\\n{lines}\nend\n"


def _lines(line: Line) -> Iterator[str]:
    yield "complete -c poa-lint -n __poa_lint_first -a '(__poa_lint_commands)'"
    for operands, commands in _grouped((command.operands, command.name) for command in line.commands):
        if operands != Value(FILES):
            yield f"complete -c poa-lint -n '__poa_lint_on {commands}' {_argument(operands, flag='-f')}".rstrip()
    for own, commands in _grouped((own, command.name) for command in line.commands for own in command.options):
        names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in own.names)
        value = f" {_argument(own.value, flag='-x')}" if own.value else ""
        yield f"complete -c poa-lint -n '__poa_lint_on {commands}' {names}{value} -d {_quoted(own.sentence)}"


def _grouped(pairs: Iterable[tuple[T, str]]) -> Iterator[tuple[T, str]]:
    """Each thing once, with the commands that have it."""
    groups: dict[T, list[str]] = {}
    for thing, command in pairs:
        groups.setdefault(thing, []).append(command)
    return ((thing, " ".join(commands)) for thing, commands in groups.items())


def _argument(value: Value, *, flag: str) -> str:
    """The options of `complete` for what may be typed; `flag` is the one that keeps files out."""
    offered = {
        WORDS: " ".join(value.words),
        OUTPUTS: " ".join(value.words),
        RULES: "(__fish_complete_list , __poa_lint_rules)" if value.many else "(__poa_lint_rules)",
        COMMANDS: "(__poa_lint_commands)",
        FOLDERS: "(__fish_complete_directories)",
    }
    if value.kind == FILES:
        return "-r -F" if flag == "-x" else ""
    return f"{flag} -a '{offered[value.kind]}'" if value.kind in offered else flag


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
