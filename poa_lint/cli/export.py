"""`poa-lint export`: the figures and findings of reports as tables, for whoever works with them."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from typing import Final, NamedTuple

from poa_lint.cli import targets
from poa_lint.cli.batch import Batch
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell, ending_on_terminate
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from poa_lint.core.text import similar, visible
from poa_lint.core.words import words as words_of
from poa_lint.documents import target
from poa_lint.documents.aside import aside, into_place
from poa_lint.output.tables import Tables, rows
from poa_lint.output.tables.files import FILES
from poa_lint.output.tables.package import NAME, descriptor
from poa_lint.output.tables.sinks import EXTRAS, SINKS, CsvSink, TooManyRows

FOLDER: Final = "datos"
"""The folder of the tables, where none is named."""
USUAL: Final = "csv"
_NAMES: Final = frozenset(name for names in FILES.values() for name in names.values()) | {NAME}
"""The names of the files of every format."""


def export(shell: Shell) -> int:
    """Write the tables of reports into a folder: 0, 1 for findings at the threshold, 2 where a file could not be read.

    The tables take the places of older ones only when all of them are written. Raises UsageError and BrokenRules.
    """
    arguments = shell.arguments
    form = _format(shell)
    folder = arguments.output or FOLDER
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError("export-folder", name=folder)
    shell.arguments = replace(arguments, output=None, output_format=())  # a folder, and no place for what is said
    batch = Batch(shell, keep=True)
    targets.check_reports([os.path.join(folder, name) for name in (*FILES[form].values(), NAME)], batch.paths)
    batch.compare()
    try:
        with ending_on_terminate():
            code = _written(batch, folder, form)
    except TooManyRows as error:
        return shell.tell(folder, shell.words("export.too-many", table=str(error)))
    except OSError as error:
        return shell.tell(str(error.filename2 or folder), target.sentence(error, shell.words))
    batch.tell()
    return max(code, TROUBLE if batch.notices else CLEAN)


class _Part(NamedTuple):
    """The rows of one file, and what it is for the exit code."""

    tables: Tables
    code: int


def _part(language: str, result: FileResult) -> _Part:
    code = TROUBLE if result.unread else FINDINGS if result.failed else CLEAN
    return _Part(rows(result, words_of(language)), code)


def _format(shell: Shell) -> str:
    """The format that is asked for. Raises UsageError for one that is none, or whose extra is missing."""
    form = (shell.arguments.output_format or (USUAL,))[-1]
    if form not in SINKS:
        raise UsageError("unknown-format", similar(form, SINKS), name=form, choices=", ".join(SINKS))
    from importlib.util import find_spec

    extra, module = EXTRAS.get(form, ("", ""))
    if module and find_spec(module) is None:
        raise UsageError("no-extra", extra=extra)
    return form


def _written(batch: Batch, folder: str, form: str) -> int:
    """Write the tables beside the folder's own, then into their places; the exit code. Without a report nothing is.

    Raises UsageError, OSError and TooManyRows.
    """
    shell, code, files, goals = batch.shell, CLEAN, 0, 0
    bom = shell.arguments.bom and form == "csv"
    with aside(folder, _NAMES) as drafts:
        with closing(CsvSink(drafts, bom=True) if bom else SINKS[form](drafts)) as sink:
            for part in batch.each(partial(_part, shell.words.language)):
                sink.add(part.tables)
                files, goals, code = files + 1, goals + len(part.tables["metas"]), max(code, part.code)
            sink.finish()
        if not files:  # a name that was mistyped does not empty the tables
            return TROUBLE
        with open(os.path.join(drafts, NAME), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(descriptor(drafts, form, batch.ruleset, bom=bom))
        into_place(drafts, folder, (*dict.fromkeys(FILES[form].values()), NAME))
    said = shell.words("export.done", folder=folder, files=shell.words.count("files", files), goals=f"{goals:,}")
    return shell.put(visible(said) + "\n") or code
