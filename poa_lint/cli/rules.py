"""Commands about rules: explain one, list them, check their files."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from poa_lint.api import Linter, Wishes
from poa_lint.cli import request, targets
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell, with_bar
from poa_lint.cli.usage import WIDEST
from poa_lint.config.apply import adjusted
from poa_lint.config.find import Configured
from poa_lint.config.form_choice import form_choice
from poa_lint.core.cache import folder
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult, Run
from poa_lint.core.text import similar_code, visible, wrapped
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import MACHINE, REPORTERS
from poa_lint.rulebook import troubles
from poa_lint.rulebook.applicable import of_form
from poa_lint.rulebook.book import Check, Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules


def explain(shell: Shell) -> int:
    """`poa-lint explain RULE...`; without a rule, all of them by group. The code of a form shows its columns."""
    from poa_lint.authoring import layout
    from poa_lint.authoring.explain import page

    operands = shell.arguments.operands
    held = _held_here(shell)
    rules, wide = held.as_written, shell.view().width
    if not operands:
        return shell.put("".join(f"{line}\n" for line in _index(rules, shell.words, min(wide, WIDEST))))
    by_code = {form.code.lower(): form for form in held.forms}
    shown: dict[str, str] = {}
    for name in operands:
        form = by_code.get(name.lower())
        if form is not None:
            shown[form.code] = layout.page(form, shell.words, min(wide, WIDEST))
        elif not rules.named(name):
            near = rules.like(name) or similar_code(name, [form.code for form in held.forms])
            raise UsageError("unknown-rule", near, name=name)
        for rule in () if form is not None else rules.named(name):
            shown.setdefault(rule.code, page(rules.checks[rule.code], rules, held.forms, shell.words, wide))
    return shell.put("\n\n".join(shown.values()))


def _index(rules: Rulebook, words: Words, width: int) -> Iterator[str]:
    """The rules by group, in lines of at most `width` columns: code, name and the reason of each."""
    from poa_lint.authoring.markdown import reason

    groups: dict[str, list[Check]] = {}
    for check in rules.checks.values():
        groups.setdefault(check.rule.group, []).append(check)
    for group, checks in groups.items():
        yield visible(words.table.get(f"group.{group}", group)).upper()
        for check in checks:
            rule = check.rule
            head = f"{rule.code}  {rule.name} ({words(f'severity.{rule.severity.value}')})"
            yield from wrapped(head, "  ", "      ", width)
            yield from wrapped(reason(check, words), "      ", "      ", width)
        yield ""
    yield from wrapped(words("explain.more"), "", "", width)


def rules(shell: Shell) -> int:
    """`poa-lint rules`; with `--form`, those that apply to one form."""
    from poa_lint.authoring.table import FORMATS, terminal

    form = request.output_format(shell)
    held = _held_here(shell, tuple(FORMATS))
    named = shell.arguments.form
    book = held.as_written if named is None else _of_form(_form(named, held.forms), held)
    if form == "terminal":
        return shell.put(terminal(book, shell.words, shell.room()))
    return shell.put(FORMATS[form](book, held.forms, shell.words), machine=form in ("json", "html"))


def _of_form(form: Form, held: Configured) -> Rulebook:
    """The rules that apply to a form, as it and the settings want them."""
    return of_form(adjusted(held.as_written, form_choice(form, held.as_written, held.settings.applied)), form)


def _form(name: str, forms: tuple[Form, ...]) -> Form:
    """The form that the command line names. Raises UsageError."""
    by_code = {form.code.lower(): form for form in forms}
    form = by_code.get(name.lower())
    if form is None:
        codes = [form.code for form in forms]
        near = similar_code(name, codes)
        kind = "unknown-form" if near else "unknown-form-of"
        raise UsageError(kind, near, name=name, forms=", ".join(codes))
    return form


def _held_here(shell: Shell, formats: Collection[str] = tuple(REPORTERS)) -> Configured:
    """The settings of the working folder, with an office's own rules and forms. Raises UsageError and BrokenRules."""
    linter = Linter(request.wishes(shell, formats), shell.words)
    request.check_targets(shell, linter, ())
    request.check_rules(shell, linter, ["."])
    return linter.configured("-")


def check_rules(shell: Shell) -> int:
    """`poa-lint check-rules [PATH...]`: load, type, and run every example; with `--audit`, see what they notice."""
    from poa_lint.authoring import audit
    from poa_lint.authoring.examples import prove

    operands = [place for operand in shell.arguments.operands for place in _of_pack(operand)]
    places = [Path(operand) for operand in operands] or [folder("rules")]
    for place in places:
        if not place.is_dir() and not (place.is_file() and place.suffix.lower() in targets.RULES):
            raise UsageError("no-rules-there", name=str(place))
    form, held = request.output_format(shell), _held_there(shell, operands)
    formats: Mapping[str, object] = audit.FORMATS if shell.arguments.audit else REPORTERS
    request.check_format(form, formats)
    audited = _audited_form(shell, held.forms)
    written = targets.stated(shell.arguments)
    targets.check_apart(written)
    targets.check_settings(written, (), [path for place in operands for path in targets.rule_files(place)])
    checked = _Checked(places, [Path(folder) for folder in held.settings.folders], held.forms)
    if not checked.rules and not checked.troubles:
        shell.say(shell.words("check-rules.none"))
        return TROUBLE
    book = checked.book
    ran, wrong = prove(book, held.forms, frozenset(rule.code for rule in checked.rules))
    results = troubles.results((*checked.troubles, *wrong), shell.words)
    if results:
        return refused(shell, results, book, len(checked.rules), broken=bool(checked.troubles))
    if shell.arguments.audit:
        return shell.put(_audit(shell, book, held.forms, audited), machine=form == "json")
    return _sound(shell, checked, ran, held)


def _sound(shell: Shell, checked: _Checked, ran: int, held: Configured) -> int:
    """Tell that rule files are in order, and which of their texts are in one language alone."""
    from poa_lint.rulebook.rule_file import untranslated

    form, words = request.output_format(shell), shell.words
    untold = [note for rule in checked.rules for note in untranslated(rule)]
    notes = () if form == "terminal" and not shell.arguments.all else troubles.results(untold, words)
    if notes:
        _write_faults(shell, notes, checked.book, len(checked.rules))
    summary = _in_order(shell, checked, ran)
    if not shell.arguments.operands and held.settings.folders:
        shell.say(words("check-rules.ours", folders=" ".join(map(_quoted, held.settings.folders))))
    if notes:  # the notes are the output
        for line in summary.splitlines():
            shell.say(line)
        return CLEAN
    if untold and not shell.arguments.quiet:
        summary += f"{words.count('check-rules.untranslated', len(untold))}\n"
    return shell.put(summary, machine=form == "json")


def _of_pack(operand: str) -> tuple[str, ...]:
    """The folders of rules of an installed pack that an operand names; the operand itself where it names none."""
    from poa_lint.config import packs

    found = None if os.path.exists(operand) else packs.find(operand, "rules")
    return found.folders if found and found.folders else (operand,)


class _Checked:
    """The rules in some files and folders, ready to run beside the program's, and the faults of these files alone.

    A file is read with the others of its folder, and with those of the folder of rules that it is in by the settings:
    it may name them, and none has its code.
    """

    def __init__(self, places: Sequence[Path], folders: Iterable[Path], forms: Sequence[Form]) -> None:
        from poa_lint.rulebook.form_rules import unknown
        from poa_lint.rulebook.load import beside, load, together

        files = [place for place in places if place.is_file()]
        around = [folder for folder in folders if any(folder in file.resolve().parents for file in files)]
        others = (other for file in files for other in beside(file))
        self.places = [place.resolve() for place in places]
        found = load((*places, *others, *around))
        self.book = rulebook(together(found, load((folder("rules"),))))
        self.rules = [rule for rule in found.rules if self._has(rule.path)]
        self.troubles = [
            fault for fault in self.book.troubles if self._has(fault.path) or self._has(fault.values.get("other", ""))
        ]
        self.troubles += unknown(self.rules, forms)

    def _has(self, path: str) -> bool:
        whole = Path(path).resolve()
        return bool(path) and any(place == whole or place in whole.parents for place in self.places)


def _held_there(shell: Shell, operands: Sequence[str]) -> Configured:
    """The settings that hold for files or a folder of rules: examples may be of their forms, and name their rules.

    They are not checked: what is wrong in a rule is told by the command itself.
    """
    arguments = shell.arguments
    if arguments.config is not None and not os.path.isfile(arguments.config):
        raise UsageError("no-config", name=arguments.config)
    linter = Linter(Wishes(config=arguments.config, no_config=arguments.no_config), shell.words)
    place = operands[0] if operands else ""
    return linter.configured(os.path.join(place, "-") if os.path.isdir(place) else place or "-")


def _audited_form(shell: Shell, forms: tuple[Form, ...]) -> Form | None:
    """The form that the command line names for the samples that are changed; None where it names none.

    Raises UsageError for one that is unknown, or of which no sound sample is made.
    """
    named = shell.arguments.form
    if named is None:
        return None
    if not shell.arguments.audit:
        raise UsageError("form-alone")
    form = _form(named, forms)
    from poa_lint.authoring.sheets.proof import fault

    found = fault(form, forms, built_in_rules(), shell.words)
    if found is not None:
        raise UsageError(sentence=shell.words(f"rule_trouble.{found.kind}", **found.values))
    return form


def refused(shell: Shell, results: tuple[FileResult, ...], book: Rulebook, count: int, *, broken: bool) -> int:
    """Write the faults of files of rules or forms; the exit code, which says whether files are `broken`."""
    words = shell.words
    _write_faults(shell, results, book, count)
    faults = words.count("check-rules.troubles", sum(len(file.diagnostics) for file in results))
    shell.say(words("check-rules.wrong", troubles=faults, files=words.count("files", len(results))))
    return TROUBLE if broken else FINDINGS


def _write_faults(shell: Shell, results: tuple[FileResult, ...], book: Rulebook, count: int) -> None:
    """Write the faults of files of rules or forms, or the notes about them."""
    form = request.output_format(shell)
    run = Run(results, (), count, book.version)
    render = REPORTERS.get(form, REPORTERS["terminal"])
    shell.put(render(run, shell.words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)


def _in_order(shell: Shell, checked: _Checked, examples: int) -> str:
    """The summary of rule files in order: how many there are, and which of the program's rules they replace."""
    book, rules = checked.book, len(checked.rules)
    counts = {key: shell.words.count(f"check-rules.{key}", n) for key, n in (("rules", rules), ("examples", examples))}
    lines = [shell.words("check-rules.right", **counts)]
    for rule in (check.rule for check in book.checks.values() if check.rule.superseded):
        for code in rule.replaced_by:
            name = book.checks[code].rule.name
            lines.append(shell.words("check-rules.replaces", code=code, name=name, other=rule.code, rule=rule.name))
    return "".join(f"{line}\n" for line in lines)


def _quoted(folder: str) -> str:
    try:
        path = os.path.relpath(folder)
    except ValueError:  # on another drive
        path = folder
    return f'"{path}"' if " " in path else path


def _audit(shell: Shell, book: Rulebook, forms: tuple[Form, ...], form: Form | None) -> str:
    """The audit of the rules: which changes in sound reports of a form, None for the main one, they notice."""
    from poa_lint.authoring import audit

    words = words_of(shell.words.language, "audit")
    changes, forms = (audit.plan(), built_in_forms()) if form is None else (audit.plan_of(form), forms)
    answers = audit.outcomes(changes, book, forms, shell.words)
    audited = audit.summarise(with_bar(answers, len(changes), time.monotonic, words("working")), book, form)
    form_of = (form or forms[0],)
    if request.output_format(shell) == "terminal":
        return audit.terminal(audited, book, form_of, words, shell.room())
    return audit.FORMATS[request.output_format(shell)](audited, book, form_of, words)
