"""`poa-lint observaciones`: for each goal that owes an explanation a text to complete and paste."""

from __future__ import annotations

from functools import partial
from typing import Final

from poa_lint.cli import targets
from poa_lint.cli.batch import Batch
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from poa_lint.core.text import similar
from poa_lint.core.words import words as words_of
from poa_lint.output.owed import FileOwed, owed, table, text

FORMS: Final = ("text", "csv")


def observaciones(shell: Shell) -> int:
    """`poa-lint observaciones REPORT…`: 0, 1 for findings at the threshold, 2 where a file could not be read.

    Raises UsageError and BrokenRules.
    """
    form = (shell.arguments.output_format or FORMS[:1])[-1]
    if form not in FORMS:
        raise UsageError("unknown-format", similar(form, FORMS), name=form, choices=", ".join(FORMS))
    shell.arguments = replace(shell.arguments, output_format=())
    batch = Batch(shell, keep=True)
    targets.check_apart(targets.stated(shell.arguments))
    batch.compare()
    compared = len(batch.notices)
    language = shell.words.language
    found = list(batch.each(partial(_owed, language)))
    if form == "csv":
        code = shell.put(("\ufeff" if shell.arguments.bom else "") + table(found), machine=True)
    else:
        code = shell.put(text(found, words_of(language, "letter"), shell.view().width))
    batch.tell()
    findings = FINDINGS if any(one.failed for one in found) else CLEAN
    unread = batch.notices[compared:] or not found or any(one.unread for one in found)
    return max(code, findings, TROUBLE if unread else CLEAN)


def _owed(language: str, result: FileResult) -> FileOwed:
    return owed(words_of(language, "letter"), result)
