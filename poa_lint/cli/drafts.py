"""Draft the form of a report of another layout, `poa-lint form-new`, and a rule, `poa-lint rule-new`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from poa_lint.api import Linter
from poa_lint.authoring.drafting import Draft, OutOfReach, draft
from poa_lint.authoring.drafting.sheets import one_sheet, sheet_names
from poa_lint.authoring.drafting.writing import scalar
from poa_lint.cli import request
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, TROUBLE, Shell
from poa_lint.core.records import replace
from poa_lint.core.source import Source
from poa_lint.core.text import folded, similar
from poa_lint.core.words import Words
from poa_lint.rulebook import troubles

if TYPE_CHECKING:  # the other draft needs none of it
    from poa_lint.authoring import rule_draft

DRAFT: Final = "rule-new"
"""The name of a drafted rule that is in no file."""
QUESTIONS: Final = ("each", "expect", "message")
"""The questions whose answers make a rule, in their order."""
CONDITION: Final = "when"
"""The last question, which may stay without an answer."""


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
    code = _put(shell, made.text, target)
    if code == CLEAN:
        for line in _summary(made, target, shell.words):
            shell.say(line)
    return code


def _put(shell: Shell, text: str, target: str | None) -> int:
    """Write a draft to its file, into a folder that is made for it where it is not there, or to the screen."""
    if target is not None and (folder := os.path.dirname(target)):
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            problem = shell.words.problem(error)
            return shell.tell(target, shell.words("notice.cannot-write", problem=problem))
    return shell.put(text, machine=True)


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


def rule_new(shell: Shell) -> int:
    """`poa-lint rule-new`: draft a rule's file from three answers, with an example that proves it."""
    from poa_lint.authoring import rule_draft
    from poa_lint.cli.rules import refused
    from poa_lint.rulebook.builtin import built_in_rules

    arguments, target = shell.arguments, shell.arguments.output
    if arguments.operands:
        raise UsageError("rule-new-operand", name=arguments.operands[0])
    if target is not None:
        if not target.lower().endswith(".yaml"):
            raise UsageError("rule-not-yaml", name=target)
        if os.path.exists(target):
            raise UsageError("form-exists", name=target)
    given = {key: " ".join((getattr(arguments, key) or "").split()) for key in QUESTIONS}
    missing = [key for key in QUESTIONS if not given[key]]
    if missing and not _may_ask(given):
        raise UsageError("rule-new-needs")
    answers = rule_draft.Answers(**given, code=arguments.code or rule_draft.free_code(_codes(target)))
    answers = answers._replace(when=" ".join((arguments.when or "").split()))
    for key in (*missing, CONDITION) if missing else ():
        answers = _asked(shell, key, answers)
    _check_each(answers.each)
    made = rule_draft.draft(answers, target or DRAFT, shell.words)
    if made.troubles:
        # What is wrong stands in no file: neither is the rule written, nor its faults in its place.
        shell.arguments = replace(arguments, output=None)
        faults = [replace(fault, path=DRAFT) if fault.path == target else fault for fault in made.troubles]
        code = refused(shell, troubles.results(faults, shell.words), built_in_rules(), 1, broken=True)
        shell.say(shell.words("rule-new.not-written"))
        return code
    code = _put(shell, made.text, target)
    if code == CLEAN:
        for line in _told_of_rule(made, answers.code, target, shell.words):
            shell.say(line)
    return code


def _may_ask(given: dict[str, str]) -> bool:
    """True if somebody is there to answer, and the command line answers nothing itself."""
    return not any(given.values()) and sys.stdin.isatty()


def _check_each(each: str) -> None:
    """Raise UsageError for something to look at that is unknown."""
    from poa_lint.authoring.rule_draft import unknown_each
    from poa_lint.rulebook.nodes import FRAMES

    near = unknown_each(each)
    if near is not None:
        raise UsageError("not-a-choice", near or None, option="--each", value=each, choices=", ".join(FRAMES))


def _asked(shell: Shell, key: str, answers: rule_draft.Answers) -> rule_draft.Answers:
    """The answers with another one, asked for until it is in order. Raises UsageError where the input ends."""
    while True:
        shell.say(shell.words(f"rule-new.ask-{key}"))
        line = sys.stdin.readline()
        answer = " ".join(line.split())
        if key == CONDITION and not answer:
            return answers
        if not line:
            raise UsageError("rule-new-needs")
        with_it = answers._replace(**{key: answer})
        wrong = _wrong(key, with_it, shell.words) if answer else shell.words("rule-new.nothing")
        if wrong is None:
            return with_it
        shell.say(wrong)


def _wrong(key: str, answers: rule_draft.Answers, words: Words) -> str | None:
    """The sentence that says what is wrong with the last of the answers; None if it is in order."""
    from poa_lint.authoring.rule_draft import faults

    if key == "each":
        try:
            _check_each(answers.each)
        except UsageError as error:
            message = words(f"usage.{error.kind}", **error.values)
            return words("suggestion", message=message, suggestion=error.suggestion) if error.suggestion else message
        return None
    return next((troubles.sentence(fault, words) for fault in faults(answers, words)), None)


def _codes(target: str | None) -> Iterator[str]:
    """The codes of the rules in the folder of a file that is to be written."""
    from poa_lint.rulebook.load import beside, load

    if target is not None:
        yield from (rule.code for rule in load(beside(Path(target))).rules)


def _told_of_rule(made: rule_draft.Draft, code: str, target: str | None, words: Words) -> Iterator[str]:
    """The summary of a drafted rule: its example, and the next step."""
    if target is not None:
        yield words("rule-new.done", code=code, path=target)
    if made.fails is None:
        yield words("rule-new.no-example")
    else:
        yield words("rule-new.example", example=made.fails.text, message=made.fails.messages[0])
    if target is not None:
        folder = os.path.dirname(target) or "."
        yield words("rule-new.next", path=f'"{target}"' if " " in target else target, folder=scalar(folder))
