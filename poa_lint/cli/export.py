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
from poa_lint.documents.folders import KINDS
from poa_lint.output.tables import Tables, rows
from poa_lint.output.tables.files import FILES, WORKBOOK
from poa_lint.output.tables.package import NAME, descriptor
from poa_lint.output.tables.sinks import EXTRAS, SINKS, CsvSink, TooManyRows

FOLDER: Final = "datos"
"""The folder of the tables, where none is named."""
USUAL: Final = "csv"
WORKBOOK_FORM: Final = "xlsx"
WORKBOOK_SUFFIX: Final = ".xlsx"
FILE_SUFFIXES: Final = frozenset((*KINDS, *(f".{form}" for form in SINKS), ".json", ".html", ".zip"))
"""The suffixes of names that mean a file, where no folder has such a name."""
_NAMES: Final = frozenset(name for names in FILES.values() for name in names.values()) | {NAME}
"""The names of the files of every format."""


def export(shell: Shell) -> int:
    """Write the tables of reports: 0, 1 for findings at the threshold, 2 where a file could not be read.

    The tables take the places of older ones only when all of them are written. Raises UsageError and BrokenRules.
    """
    arguments = shell.arguments
    place = _place(shell)
    shell.arguments = replace(arguments, output=None, output_format=())  # no place for what is said
    batch = Batch(shell, keep=True, plans_too=True)
    if not place.file:
        batch.check_folder(place.folder)
    paths = [os.path.join(place.folder, name) for name in place.names]
    targets.check_reports(paths, batch.unwritable(paths))
    batch.compare()
    try:
        with ending_on_terminate():
            code = _written(batch, place)
    except TooManyRows as error:
        return shell.tell(place.said, shell.words("export.too-many", table=str(error)))
    except OSError as error:
        return shell.tell(str(error.filename2 or place.folder), target.sentence(error, shell.words))
    batch.tell()
    return max(code, TROUBLE if batch.notices else CLEAN)


class _Place(NamedTuple):
    """The format of the tables and their folder; `file` is the name of the one workbook, where a file is asked for."""

    form: str
    folder: str
    file: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files that are written."""
        return (self.file,) if self.file else (*dict.fromkeys(FILES[self.form].values()), NAME)

    @property
    def said(self) -> str:
        """The place as a reader is told of it."""
        return os.path.normpath(os.path.join(self.folder, self.file)) if self.file else os.path.join(self.folder, "")


def _place(shell: Shell) -> _Place:
    """The place of the tables, as the command line names it. Raises UsageError.

    `-o datos.xlsx` is one workbook; other names of files mean none of the formats, each of which has several files.
    """
    output = shell.arguments.output or FOLDER
    suffix = os.path.splitext(output)[1].lower()
    is_file = suffix in FILE_SUFFIXES and not os.path.isdir(output) and not output.endswith((os.sep, "/"))
    form = _format(shell, WORKBOOK_FORM if is_file and suffix == WORKBOOK_SUFFIX else USUAL)
    if is_file:
        if form != WORKBOOK_FORM or suffix != WORKBOOK_SUFFIX:
            raise UsageError("export-file", name=output, form=form, stem=os.path.splitext(output)[0])
        return _Place(form, os.path.dirname(output) or os.curdir, os.path.basename(output))
    if os.path.lexists(output) and not os.path.isdir(output):
        raise UsageError("export-folder", name=output)
    return _Place(form, output)


class _Part(NamedTuple):
    """The rows of one file, and what it is for the exit code."""

    tables: Tables
    code: int


def _part(language: str, result: FileResult) -> _Part:
    code = TROUBLE if result.unread else FINDINGS if result.failed else CLEAN
    return _Part(rows(result, words_of(language)), code)


def _format(shell: Shell, usual: str) -> str:
    """The format that is asked for. Raises UsageError for one that is none, or whose extra is missing."""
    form = (shell.arguments.output_format or (usual,))[-1]
    if form not in SINKS:
        raise UsageError("unknown-format", similar(form, SINKS), name=form, choices=", ".join(SINKS))
    from importlib.util import find_spec

    extra, module = EXTRAS.get(form, ("", ""))
    if module and find_spec(module) is None:
        raise UsageError("no-extra", extra=extra)
    return form


def _written(batch: Batch, place: _Place) -> int:
    """Write the tables beside the folder's own, then into their places; the exit code. Without a report nothing is.

    Raises UsageError, OSError and TooManyRows.
    """
    shell, code, files, goals = batch.shell, CLEAN, 0, 0
    bom = shell.arguments.bom and place.form == "csv"
    with aside(place.folder, _NAMES.union(place.names)) as drafts:
        with closing(CsvSink(drafts, bom=True) if bom else SINKS[place.form](drafts)) as sink:
            for part in batch.each(partial(_part, shell.words.language)):
                sink.add(part.tables)
                files, goals, code = files + 1, goals + len(part.tables["metas"]), max(code, part.code)
            sink.finish()
        if not files:  # a name that was mistyped does not empty the tables
            return TROUBLE
        if place.file:
            os.replace(os.path.join(drafts, WORKBOOK), os.path.join(drafts, place.file))
        else:
            with open(os.path.join(drafts, NAME), "w", encoding="utf-8", newline="\n") as stream:
                stream.write(descriptor(drafts, place.form, batch.ruleset, bom=bom))
        into_place(drafts, place.folder, place.names)
    if shell.arguments.quiet:
        return code
    said = shell.words("export.done", place=place.said, files=shell.words.count("files", files), goals=f"{goals:,}")
    return shell.put(visible(said) + "\n") or code
