"""The script for PowerShell, 5.1 or newer.

It is ASCII: what a program writes into its pipeline is decoded by the code page of the console. Where it offers
nothing, PowerShell offers files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.cli.completion import COMMANDS, OUTPUTS, RULES, WORDS, Command, Line, Value

_HEAD: Final = """# poa-lint completion powershell
Register-ArgumentCompleter -Native -CommandName poa-lint -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
"""
_BODY: Final = r"""
    $command = ''
    $option = ''
    # The command is the first word that is neither an option nor the value of one.
    $before = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }
    foreach ($word in @($before | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })) {
        if ($option) { $option = '' }
        elseif ($word -like '-?*') { if ($taking -ccontains $word) { $option = $word } }
        elseif (-not $command) { $command = if ($commands.Contains($word)) { $word } else { 'check' } }
    }
    $name = if ($command) { $command } else { 'check' }
    $prefix = ''
    if ($option) {
        $offered = $values["$name $option"]
        if ($offered -eq $rules -and $wordToComplete.Contains(',')) {
            $prefix = $wordToComplete.Substring(0, $wordToComplete.LastIndexOf(',') + 1)
        }
    }
    elseif ($wordToComplete -like '-*') { $offered = $options[$name] }
    elseif ($command) { $offered = $operands[$command] }
    else { $offered = $commands }
    if (-not $offered) { return }
    $typed = $wordToComplete.Substring($prefix.Length)
    foreach ($word in $offered.Keys) {
        if ($word.StartsWith($typed, 'OrdinalIgnoreCase')) {
            $said = if ($offered[$word]) { $offered[$word] } else { $word }
            [System.Management.Automation.CompletionResult]::new("$prefix$word", $word, 'ParameterValue', $said)
        }
    }
}
"""


def script(line: Line) -> str:
    """The script: tables of what may be typed, and how one of them is chosen."""
    taking = dict.fromkeys(name for each in line.commands for own in each.options if own.value for name in own.names)
    parts = (
        _table("$commands = ", ((command.name, command.sentence) for command in line.commands), "    "),
        _table("$rules = ", line.rules, "    "),
        f"    $taking = {', '.join(map(_quoted, taking))}\n",
        "    $options = @{\n",
        *(_options(command) for command in line.commands),
        "    }\n    $values = @{\n",
        *_values(line),
        "    }\n    $operands = @{\n",
        *(
            f"        {_quoted(command.name)} = {offered}\n"
            for command in line.commands
            if (offered := _offered(command.operands))
        ),
        "    }",
    )
    return _HEAD + "".join(parts) + _BODY


def _table(head: str, rows: Iterable[tuple[str, str]], margin: str) -> str:
    lines = "".join(f"{margin}    {_quoted(word)} = {_quoted(sentence)}\n" for word, sentence in rows)
    return f"{margin}{head}[ordered]@{{\n{lines}{margin}}}\n"


def _options(command: Command) -> str:
    rows = ((own.names[0], own.sentence) for own in command.options)
    return _table(f"{_quoted(command.name)} = ", rows, "        ")


def _values(line: Line) -> Iterator[str]:
    for command in line.commands:
        for own in command.options:
            offered = _offered(own.value) if own.value else ""
            for name in own.names if offered else ():
                yield f"        {_quoted(f'{command.name} {name}')} = {offered}\n"


def _offered(value: Value) -> str:
    """The table of what may be typed; empty for files, for anything and for nothing."""
    words = "; ".join(f"{_quoted(word)} = ''" for word in value.words)
    tables = {RULES: "$rules", COMMANDS: "$commands", WORDS: f"[ordered]@{{ {words} }}"}
    return tables.get(WORDS if value.kind == OUTPUTS else value.kind, "")


def _quoted(text: str) -> str:
    """A text as a literal in ASCII."""
    if text.isascii():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    return f"`{sign}" if sign in '"$`' else sign if sign.isascii() else f"$([char]0x{ord(sign):04X})"
