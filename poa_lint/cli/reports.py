"""Find the reports that a command line names, as its options and the settings choose among the files of folders."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from poa_lint.api import NAME, Linter
from poa_lint.cli.options import Arguments, UsageError
from poa_lint.cli.shell import Shell
from poa_lint.config.find import FILES as CONFIG_FILES
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.source import Source
from poa_lint.documents import files, folders, open_source
from poa_lint.documents.folders import Found, Wanted
from poa_lint.reading.outputs import is_output

if TYPE_CHECKING:  # only runs over folders select
    from poa_lint.documents.selection import Selection


def find(shell: Shell, linter: Linter, kinds: Collection[str] = folders.KINDS) -> Found:
    """The reports that the operands name. Settings are read for folders, and are not checked yet.

    Raises UsageError for no operands, or for a name of the standard input that is none.
    """
    arguments = shell.arguments
    operands = arguments.operands
    if arguments.stdin_filename is not None:
        operands = operands or (files.STDIN,)
        _check_name(arguments.stdin_filename, operands)
    if not operands:
        raise UsageError("no-path")
    choose = partial(_selection, arguments, linter)
    wanted = Wanted(kinds, CONFIG_FILES, choose, arguments.force_exclude, linter.wishes.stdin)
    return folders.find(operands, shell.words, wanted)


def foreign_reason(result: FileResult) -> str:
    """The reason to leave the file of a folder out, once it is read; empty for one in which a form was seen."""
    if not result.foreign:
        return ""
    return folders.OWN if result.own else folders.UNKNOWN_TABLE if result.tabled else folders.FOREIGN


def _check_name(name: str, operands: Collection[str]) -> None:
    """Raise UsageError where no operand is the standard input, or where its name is none of a file."""
    if files.STDIN not in operands:
        raise UsageError("stdin-filename-alone")
    if not os.path.basename(name) or os.path.isdir(name):
        raise UsageError("stdin-filename-none", name=name)


def _selection(arguments: Arguments, linter: Linter, folder: str) -> Selection:
    """The selection that holds in a folder: that of its settings, and of the command line.

    As with rules, an `include` of the command line takes the place of that of settings, and what it excludes is
    excluded besides.
    """
    from poa_lint.documents.globs import Globs
    from poa_lint.documents.selection import Selection

    held = linter.files(os.path.join(folder, NAME)).settings
    chosen = linter.from_files(linter.files(os.path.join(folder, NAME))).settings.files
    own, here = os.path.dirname(held or ""), os.curdir
    include = Globs(arguments.include, here) if arguments.include else Globs(chosen.include, own)
    exclude = (Globs(chosen.exclude, own), Globs(arguments.exclude, here))
    return Selection(
        include if include.patterns else None,
        tuple(globs for globs in exclude if globs.patterns),
        arguments.gitignore or chosen.gitignore,
    )


def unwritable(shell: Shell, linter: Linter, found: Found, outputs: Collection[str]) -> list[str]:
    """The reports that none of these files may replace; an output of this program in a folder is no report."""
    wanted = {os.path.realpath(output) for output in outputs if os.path.isfile(output)}
    return [
        path
        for path in found.paths
        if not (path in found.inside and os.path.realpath(path) in wanted and _is_output(shell, linter, path))
    ]


def check_folder(shell: Shell, linter: Linter, found: Found, folder: str) -> None:
    """Raise UsageError where files would go into a folder of reports: one that is named, or that has one."""
    whole = os.path.realpath(folder)
    named = any(os.path.realpath(operand) == whole for operand in shell.arguments.operands if os.path.isdir(operand))
    beside = (path for path in found.inside if os.path.realpath(os.path.dirname(path)) == whole)
    if named or not all(_is_output(shell, linter, path) for path in beside):
        raise UsageError("output-among-reports", name=folder)


def _is_output(shell: Shell, linter: Linter, path: str) -> bool:
    """True for a file that this program wrote."""
    data = linter.load(path)
    if isinstance(data, Notice):
        return False
    source = open_source(data, path, shell.arguments.encoding, linter.limits(path).bytes, linter.forms(path))
    return isinstance(source, Source) and linter.deliver(source).foreign and is_output(source.text)
