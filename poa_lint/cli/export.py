"""`poa-lint export`: the figures and findings of reports as tables, for whoever works with them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from poa_lint.api import Linter
from poa_lint.cli import request, targets
from poa_lint.cli.options import UsageError
from poa_lint.cli.runner import Task, outcomes
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.config.find import FILES as CONFIG_FILES
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from poa_lint.core.text import similar, visible
from poa_lint.documents import folders, target
from poa_lint.output.tables import rows
from poa_lint.output.tables.package import NAME, descriptor
from poa_lint.output.tables.sinks import EXTRAS, FILES, SINKS, CsvSink, Sink, TooManyRows

FOLDER: Final = "datos"
"""The folder of the tables, where none is named."""
USUAL: Final = "csv"


def export(shell: Shell) -> int:
    """Write the tables of reports into a folder: 0, 1 for findings at the threshold, 2 where a file could not be read.

    The tables take the places of older ones only when all of them are written. Raises UsageError and BrokenRules.
    """
    arguments = shell.arguments
    if not arguments.operands:
        raise UsageError("no-path")
    form = _format(shell)
    folder = arguments.output or FOLDER
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError("export-folder", name=folder)
    shell.arguments = replace(arguments, output=None, output_format=())  # a folder, and no place for what is said
    linter = Linter(request.wishes(shell)._replace(keep=True), shell.words)
    found = folders.find(arguments.operands, shell.words, apart=CONFIG_FILES)
    targets.check_reports([os.path.join(folder, name) for name in (*FILES[form].values(), NAME)], found.paths)
    request.check_rules(shell, linter, found.paths)
    results = _results(shell, linter, found)
    make: Callable[[str], Sink] = partial(CsvSink, bom=True) if arguments.bom and form == "csv" else SINKS[form]
    try:
        code = _written(shell, folder, form, make, results, linter, found.paths[0] if found.paths else ".")
    except TooManyRows as error:
        shell.warn(shell.words("export.too-many", table=str(error)))
        return TROUBLE
    except OSError as error:
        return shell.tell(folder, target.sentence(error, shell.words))
    return max(code, TROUBLE if found.notices else CLEAN)


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


def _results(shell: Shell, linter: Linter, found: folders.Found) -> Iterator[FileResult]:
    """The result of each report, one at a time; what could not be read is told and joins the notices."""
    for notice in found.notices:
        shell.warn(f"{notice.path}: {notice.message}")
    task = Task(linter.wishes, shell.words.language, shell.arguments.encoding)
    for outcome in outcomes(task, linter, found.paths, 1):
        if outcome.notice is not None:
            shell.warn(f"{outcome.notice.path}: {outcome.notice.message}")
            found.notices.append(outcome.notice)
        elif outcome.result is not None and not (outcome.result.foreign and outcome.result.path in found.inside):
            yield outcome.result


def _written(
    shell: Shell,
    folder: str,
    form: str,
    make: Callable[[str], Sink],
    results: Iterator[FileResult],
    linter: Linter,
    path: str,
) -> int:
    """Write the tables beside the folder's own, then into their places; the exit code.

    The rule set is that of the report at `path`. Raises OSError and TooManyRows.
    """
    os.makedirs(folder, exist_ok=True)
    code, files, goals = CLEAN, 0, 0
    with tempfile.TemporaryDirectory(prefix=".poa-lint-", dir=folder) as aside:
        sink = make(aside)
        for result in results:
            tables = rows(result, shell.words)
            sink.add(tables)
            files, goals = files + 1, goals + len(tables["metas"])
            code = max(code, TROUBLE if result.unread else FINDINGS if result.failed else CLEAN)
        sink.close()
        ruleset = linter.run([], path=path).ruleset
        with open(os.path.join(aside, NAME), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(descriptor(dict(sink.paths), form, ruleset))
        for name in (*dict.fromkeys(sink.paths.values()), NAME):
            os.replace(os.path.join(aside, name), os.path.join(folder, name))
    said = shell.words("export.done", folder=folder, files=shell.words.count("files", files), goals=f"{goals:,}")
    return shell.put(visible(said) + "\n") or code
