"""Draft the form of a report of another layout: `poa-lint form-new`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from poa_lint.api import Linter
from poa_lint.authoring.drafting import Draft, OutOfReach, draft
from poa_lint.authoring.drafting.sheets import one_sheet, sheet_names
from poa_lint.cli import request
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, TROUBLE, Shell
from poa_lint.core.source import Source
from poa_lint.core.text import folded, similar
from poa_lint.core.words import Words


def form_new(shell: Shell) -> int:
    """`poa-lint form-new FILE`: draft a form's file, and tell what it recognised."""
    operands, words, target = shell.arguments.operands, shell.words, shell.arguments.output
    wishes = request.wishes(shell)
    if len(operands) != 1:
        raise UsageError("too-many" if operands else "one-file", command="form-new")
    linter = Linter(wishes, words)
    request.check_targets(shell, linter, operands)
    if target is not None and os.path.exists(target):
        raise UsageError("form-exists", name=target)
    source = request.opened(shell, linter, operands[0])
    if source is None:
        return TROUBLE
    source = _of_sheet(source, shell.arguments.sheet)
    try:
        made = draft(source, linter.configured(operands[0]).forms, shell.arguments.form or _code(target))
    except OutOfReach as error:
        return shell.tell(source.path, words(f"form-new.no.{error.kind}") + _sheets(source, words))
    if made.known:
        shell.tell(source.path, words("form-new.known" if target else "form-new.known-only", code=made.known))
        if target is None:
            return CLEAN
    return _write(shell, made, target)


def _sheets(source: Source, words: Words) -> str:
    """The sentence that a form may be drafted of one sheet; empty for what has no several."""
    known = sheet_names(source)
    return words("form-new.sheets", names=", ".join(known)) if len(known) > 1 else ""


def _of_sheet(source: Source, name: str | None) -> Source:
    """The part of a workbook that a sheet holds, all of it where none is named. Raises UsageError for no such sheet."""
    if name is None:
        return source
    known = sheet_names(source)
    by_letters = {folded(sheet): sheet for sheet in known}
    if not known:
        raise UsageError("no-sheets", name=source.path)
    if folded(name) not in by_letters:
        near = by_letters.get(similar(folded(name), by_letters) or "")
        raise UsageError("unknown-sheet", near, name=name, sheets=", ".join(known))
    return one_sheet(source, by_letters[folded(name)])


def _write(shell: Shell, made: Draft, target: str | None) -> int:
    """Write a draft, into a folder that is made for it where it is not there, and the summary; the exit code."""
    if target is not None and (folder := os.path.dirname(target)):
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            problem = shell.words.problem(error)
            return shell.tell(target, shell.words("notice.cannot-write", problem=problem))
    code = shell.put(made.text, machine=True)
    if code == CLEAN:
        for line in _summary(made, target, shell.words):
            shell.say(line)
    return code


def _code(target: str | None) -> str:
    """The code of a form whose page shows none, by the name of its file."""
    return os.path.splitext(os.path.basename(target))[0].upper()[:40] if target else ""


def _summary(made: Draft, target: str | None, words: Words) -> Iterator[str]:
    """The summary of a draft: the parts recognised, and the next step."""
    yield words(
        "form-new.summary",
        path=target or made.code,
        columns=words.count("form-new.columns", made.columns),
        periods=words.count(f"form-new.{made.unit}", made.periods),
        depth=words.count("form-new.depth", made.depth),
    )
    yield words("form-new.recognised", names=", ".join(made.recognised))
    for name, found in made.formulas.items():
        yield words("form-new.formula", column=name, formula=found.text, right=str(found.right), tried=str(found.tried))
    yield words("form-new.read", goals=str(made.goals), rows=str(made.rows))
    if made.goals < made.rows:
        yield words("form-new.unread")
    yield words.count("form-new.asked", made.questions) if made.questions else words("form-new.none")
    folder = (os.path.dirname(target) if target else "") or "formas"
    yield words("form-new.next", folder=folder)
