"""Commands about rules: explain one, list them, check their files."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from pathlib import Path

from poa_lint.api import Linter
from poa_lint.cli import request, targets
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import FINDINGS, TROUBLE, Shell, with_bar
from poa_lint.config.apply import adjusted
from poa_lint.config.find import Configured
from poa_lint.config.form_choice import form_choice
from poa_lint.core.cache import folder
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult, Run
from poa_lint.core.text import similar
from poa_lint.core.words import words as words_of
from poa_lint.output import MACHINE, REPORTERS
from poa_lint.rulebook import troubles
from poa_lint.rulebook.applicable import of_form
from poa_lint.rulebook.book import Rulebook, rulebook


def explain(shell: Shell) -> int:
    """`poa-lint explain RULE`."""
    from poa_lint.authoring.explain import page

    operands = shell.arguments.operands
    if len(operands) != 1:
        raise UsageError("too-many" if operands else "one-operand", command="explain")
    held = _held_here(shell)
    rules = held.as_written
    codes = [rule.code for rule in rules.named(operands[0])]
    if not codes:
        raise UsageError("unknown-rule", rules.like(operands[0]), name=operands[0])
    wide = shell.view().width
    pages = [page(rules.checks[code], rules, held.forms, shell.words, wide) for code in codes]
    return shell.put("\n\n".join(pages))


def rules(shell: Shell) -> int:
    """`poa-lint rules`; with `--form`, those that apply to one form."""
    from poa_lint.authoring.table import FORMATS

    form = request.output_format(shell)
    held = _held_here(shell, tuple(FORMATS))
    book = _of_form(shell, held) if shell.arguments.form is not None else held.as_written
    return shell.put(FORMATS[form](book, held.forms, shell.words), machine=form in ("json", "html"))


def _of_form(shell: Shell, held: Configured) -> Rulebook:
    """The rules that apply to the form that the command line names."""
    by_code = {form.code.lower(): form for form in held.forms}
    name = shell.arguments.form or ""
    form = by_code.get(name.lower())
    if form is None:
        codes = [form.code for form in held.forms]
        raise UsageError("unknown-form", similar(name, codes), name=name)
    rules = adjusted(held.as_written, form_choice(form, held.as_written, held.settings.applied))
    return of_form(rules, form)


def _held_here(shell: Shell, formats: Collection[str] = tuple(REPORTERS)) -> Configured:
    """The settings of the working folder, with an office's own rules and forms. Raises UsageError and BrokenRules."""
    linter = Linter(request.wishes(shell, formats), shell.words)
    request.check_targets(shell, linter, ())
    request.check_rules(shell, linter, ["."])
    return linter.configured("-")


def check_rules(shell: Shell) -> int:
    """`poa-lint check-rules [DIR]`: load, type, and run every example; with `--audit`, see what they notice."""
    from poa_lint.authoring import audit
    from poa_lint.authoring.examples import prove
    from poa_lint.rulebook.load import load, together

    operands = shell.arguments.operands
    if len(operands) > 1:
        raise UsageError("too-many", command="check-rules")
    target = Path(operands[0]) if operands else folder("rules")
    if not target.is_dir():
        raise UsageError("not-a-folder", name=str(target))
    form = request.output_format(shell)
    formats: Mapping[str, object] = audit.FORMATS if shell.arguments.audit else REPORTERS
    request.check_format(form, formats)
    written = targets.stated(shell.arguments)
    targets.check_apart(written)
    targets.check_settings(written, (), targets.rule_files(str(target)))
    own = load((target,))
    if not own.rules and not own.troubles:
        shell.say(shell.words("check-rules.none"))
        return TROUBLE
    book = rulebook(together(own, load((folder("rules"),))))
    ran, wrong = prove(book, built_in_forms(), frozenset(rule.code for rule in own.rules))
    results = troubles.results((*book.troubles, *wrong), shell.words)
    if results:
        return refused(shell, results, book, len(own.rules), broken=bool(book.troubles))
    text = _audited(shell, book, form) if shell.arguments.audit else _in_order(shell, book, len(own.rules), ran)
    return shell.put(text, machine=form == "json")


def refused(shell: Shell, results: tuple[FileResult, ...], book: Rulebook, count: int, *, broken: bool) -> int:
    """Write the faults of files of rules or forms; the exit code, which says whether files are `broken`."""
    form, words = request.output_format(shell), shell.words
    run = Run(results, (), count, book.version)
    render = REPORTERS.get(form, REPORTERS["terminal"])
    shell.put(render(run, words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)
    faults = words.count("check-rules.troubles", sum(len(file.diagnostics) for file in results))
    shell.say(words("check-rules.wrong", troubles=faults, files=words.count("files", len(results))))
    return TROUBLE if broken else FINDINGS


def _in_order(shell: Shell, book: Rulebook, rules: int, examples: int) -> str:
    """The summary of rule files in order: how many there are, and which of the program's rules they replace."""
    counts = {key: shell.words.count(f"check-rules.{key}", n) for key, n in (("rules", rules), ("examples", examples))}
    lines = [shell.words("check-rules.right", **counts)]
    for rule in (check.rule for check in book.checks.values() if check.rule.superseded):
        for code in rule.replaced_by:
            name = book.checks[code].rule.name
            lines.append(shell.words("check-rules.replaces", code=code, name=name, other=rule.code, rule=rule.name))
    return "".join(f"{line}\n" for line in lines)


def _audited(shell: Shell, book: Rulebook, form: str) -> str:
    """The audit of the rules: which changes in sound reports they notice."""
    from poa_lint.authoring import audit

    words, changes = words_of(shell.words.language, "audit"), audit.plan()
    answers = audit.outcomes(changes, book, built_in_forms(), shell.words)
    audited = audit.summarise(with_bar(answers, len(changes), time.monotonic, words("working")), book)
    return audit.FORMATS[form](audited, book, built_in_forms(), words)
