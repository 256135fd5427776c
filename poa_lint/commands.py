"""The commands beside linting: explain a rule, list the rules, check rule files, show the settings."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from poa_lint import terminal, troubles
from poa_lint.asking import asked, broken, configured, unfit
from poa_lint.linter import Run, built_in_forms, built_in_rules
from poa_lint.reporters import MACHINE, REPORTERS
from poa_lint.rulebook.checks import Rulebook, rulebook
from poa_lint.shell import FINDINGS, TROUBLE, Shell
from poa_lint.text import nearest
from poa_lint.words import words


def explain(shell: Shell) -> int:
    """`poa-lint explain RULE`."""
    from poa_lint import explaining

    operands = shell.arguments.operands
    if len(operands) != 1:
        return shell.complain("too-many" if operands else "one-operand", command="explain")
    rules = built_in_rules()
    if rules.troubles:
        return broken(shell, rules.troubles, rules)
    named = [rule.code for rule in rules.named(operands[0])]
    if not named:
        return shell.complain("unknown-rule", rules.like(operands[0]), name=operands[0])
    wide = shell.view().width
    pages = [explaining.page(rules.checks[code], rules, built_in_forms(), shell.words, wide) for code in named]
    return shell.put("\n\n".join(pages))


def rules(shell: Shell) -> int:
    """`poa-lint rules`."""
    from poa_lint import listing

    form = shell.arguments.value("output-format", "terminal")
    if form not in listing.FORMATS:
        choices = ", ".join(listing.FORMATS)
        return shell.complain("unknown-format", nearest(form, listing.FORMATS), name=form, choices=choices)
    book = built_in_rules()
    if book.troubles:
        return broken(shell, book.troubles, book)
    return shell.put(listing.FORMATS[form](book, built_in_forms(), shell.words), machine=form in ("json", "html"))


def check_rules(shell: Shell) -> int:
    """`poa-lint check-rules [DIR]`: load, type, and run every example; with `--audit`, see what they notice."""
    from poa_lint import audit, proving
    from poa_lint.resources import folder
    from poa_lint.rulebook.load import load, together

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="check-rules")
    target = Path(operands[0]) if operands else folder("rules")
    if not target.is_dir():
        return shell.complain("not-a-folder", name=str(target))
    form = shell.arguments.value("output-format", "terminal")
    formats: Mapping[str, object] = audit.FORMATS if shell.arguments.flag("audit") else REPORTERS
    if form not in formats:
        return shell.complain("unknown-format", nearest(form, formats), name=form, choices=", ".join(formats))
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


def _in_order(shell: Shell, rules: int, examples: int) -> str:
    counts = {key: shell.words.count(f"check-rules.{key}", n) for key, n in (("rules", rules), ("examples", examples))}
    return shell.words("check-rules.right", **counts) + "\n"


def _audited(shell: Shell, rules: Rulebook, form: str) -> str:
    """What the rules notice of changes in sound reports."""
    from poa_lint import audit

    spoken, made = words(shell.words.language, "audit"), audit.planned()
    answers = audit.outcomes(made, rules, built_in_forms(), shell.words)
    done = audit.audited(terminal.with_bar(answers, len(made), time.monotonic, spoken("working")), rules)
    return audit.FORMATS[form](done, rules, built_in_forms(), spoken)


def config(shell: Shell) -> int:
    """`poa-lint config [PATH]`: the settings that hold there, and where each value comes from."""
    from poa_lint import settled

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="config")
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    path = operands[0] if operands else "."
    path = os.path.join(path, "informe.txt") if os.path.isdir(path) else path
    unusable = unfit(shell, wanted, [path])
    if unusable is not None:
        return unusable
    return shell.put(settled.render(configured(wanted, path), shell.words))
