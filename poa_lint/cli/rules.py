"""Commands about rules: explain one, list them, check their files."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from poa_lint.api import configured
from poa_lint.cli.request import asked, unfit
from poa_lint.cli.shell import FINDINGS, TROUBLE, Shell, with_bar
from poa_lint.core import text
from poa_lint.core.form import built_in_forms
from poa_lint.core.result import Run
from poa_lint.core.words import words
from poa_lint.output import MACHINE, REPORTERS, missing_extra
from poa_lint.rulebook import troubles
from poa_lint.rulebook.book import Rulebook, rulebook


def explain(shell: Shell) -> int:
    """`poa-lint explain RULE`."""
    from poa_lint.authoring import explain as explaining

    operands = shell.arguments.operands
    if len(operands) != 1:
        return shell.complain("too-many" if operands else "one-operand", command="explain")
    rules = _rules_here(shell)
    if isinstance(rules, int):
        return rules
    named = [rule.code for rule in rules.named(operands[0])]
    if not named:
        return shell.complain("unknown-rule", rules.like(operands[0]), name=operands[0])
    wide = shell.view().width
    pages = [explaining.page(rules.checks[code], rules, built_in_forms(), shell.words, wide) for code in named]
    return shell.put("\n\n".join(pages))


def rules(shell: Shell) -> int:
    """`poa-lint rules`."""
    from poa_lint.authoring import table

    form = shell.arguments.value("output-format", "terminal")
    book = _rules_here(shell, tuple(table.FORMATS))
    if isinstance(book, int):
        return book
    return shell.put(table.FORMATS[form](book, built_in_forms(), shell.words), machine=form in ("json", "html"))


def _rules_here(shell: Shell, formats: tuple[str, ...] = tuple(REPORTERS)) -> Rulebook | int:
    """The rules as their files state them, an office's own among them, or the exit code of a complaint."""
    wanted = asked(shell, formats)
    if isinstance(wanted, int):
        return wanted
    unusable = unfit(shell, wanted, ["."])
    return configured(wanted, "-").stated if unusable is None else unusable


def check_rules(shell: Shell) -> int:
    """`poa-lint check-rules [DIR]`: load, type, and run every example; with `--audit`, see what they notice."""
    from poa_lint.authoring import audit
    from poa_lint.authoring import examples as proving
    from poa_lint.core.cache import folder
    from poa_lint.rulebook.load import load, together

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="check-rules")
    target = Path(operands[0]) if operands else folder("rules")
    if not target.is_dir():
        return shell.complain("not-a-folder", name=str(target))
    form = shell.arguments.value("output-format", "terminal")
    formats: Mapping[str, object] = audit.FORMATS if shell.arguments.flag("audit") else REPORTERS
    unwritable = _unwritable(shell, form, formats)
    if unwritable is not None:
        return unwritable
    own = load((target,))
    if not own.rules and not own.troubles:
        print(shell.words("check-rules.none"), file=sys.stderr)
        return TROUBLE
    rules = rulebook(together(own, load((folder("rules"),))))
    codes = frozenset(rule.code for rule in own.rules)
    ran, wrong = proving.prove(rules, built_in_forms(), codes)
    found = troubles.results((*rules.troubles, *wrong), shell.words)
    if found:
        done = Run(found, (), len(own.rules), rules.version)
        render = REPORTERS.get(form, REPORTERS["terminal"])
        shell.put(render(done, shell.words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)
        count = shell.words.count("check-rules.troubles", sum(len(file.diagnostics) for file in found))
        said = shell.words("check-rules.wrong", troubles=count, files=shell.words.count("files", len(found)))
        print(said, file=sys.stderr)
        return TROUBLE if rules.troubles else FINDINGS
    said = _audited(shell, rules, form) if shell.arguments.flag("audit") else _in_order(shell, len(own.rules), ran)
    return shell.put(said, machine=form == "json")


def _unwritable(shell: Shell, form: str, formats: Mapping[str, object]) -> int | None:
    """A complaint of a format that is not there or lacks its extra; None where all is well."""
    if form not in formats:
        return shell.complain("unknown-format", text.nearest(form, formats), name=form, choices=", ".join(formats))
    extra = missing_extra(form)
    return None if extra is None else shell.complain("no-extra", extra=extra)


def _in_order(shell: Shell, rules: int, examples: int) -> str:
    counts = {key: shell.words.count(f"check-rules.{key}", n) for key, n in (("rules", rules), ("examples", examples))}
    return shell.words("check-rules.right", **counts) + "\n"


def _audited(shell: Shell, rules: Rulebook, form: str) -> str:
    """What the rules notice of changes in sound reports."""
    from poa_lint.authoring import audit

    spoken, made = words(shell.words.language, "audit"), audit.planned()
    answers = audit.outcomes(made, rules, built_in_forms(), shell.words)
    done = audit.audited(with_bar(answers, len(made), time.monotonic, spoken("working")), rules)
    return audit.FORMATS[form](done, rules, built_in_forms(), spoken)
