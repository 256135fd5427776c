"""The command about forms: check their files."""

from __future__ import annotations

import os

from poa_lint.cli import request, targets
from poa_lint.cli.options import UsageError
from poa_lint.cli.rules import refused
from poa_lint.cli.shell import CLEAN, TROUBLE, Shell
from poa_lint.config.form_choice import form_choice
from poa_lint.core.cache import folder_path
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.output import MACHINE, REPORTERS
from poa_lint.rulebook import form_rules, troubles
from poa_lint.rulebook.applicable import of_form
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.forms import OfficeForms, is_ours, office_forms


def check_forms(shell: Shell) -> int:
    """`poa-lint check-forms [DIR]`: load the forms in a folder, and lint the pages that are their examples."""
    from poa_lint.authoring.form_examples import prove, prove_samples

    operands = shell.arguments.operands
    if len(operands) > 1:
        raise UsageError("too-many", command="check-forms")
    target = operands[0] if operands else os.path.join(folder_path("grammar"), "forms")
    if not os.path.isdir(target):
        raise UsageError("not-a-folder", name=target)
    form = request.output_format(shell)
    request.check_format(form, REPORTERS)
    written = targets.stated(shell.arguments)
    targets.check_apart(written)
    targets.check_settings(written, (), targets.rule_files(target))
    found, rules = office_forms((target,)), built_in_rules()
    if not found.stated and not found.troubles:
        shell.say(shell.words("check-forms.none"))
        return TROUBLE
    broken = (*found.troubles, *form_rules.faults(found.stated, rules))
    ran, wrong = (0, ()) if broken else prove(found.stated, found.forms, rules)
    samples = () if broken or wrong else prove_samples(found.stated, found.forms, rules)
    results = troubles.results((*broken, *wrong, *samples), shell.words)
    if results:
        code = refused(shell, results, rules, len(found.stated), broken=bool(broken))
        return CLEAN if samples else code  # a sample that fails is a warning
    return shell.put(_in_order(shell, found, ran, rules), machine=form in MACHINE)


def _applying(rules: Rulebook, form: Form) -> int:
    """The number of rules that apply to a form and that it does not switch off."""
    off = {code for code, severity in form_choice(form, rules).severity.items() if severity is Severity.OFF}
    return len(of_form(rules, form).checks.keys() - off)


def _in_order(shell: Shell, found: OfficeForms, examples: int, rules: Rulebook) -> str:
    """The summary of forms in order: how many they are, how many rules apply to each, which of ours they replace."""
    words, numbers = shell.words, (("forms", len(found.stated)), ("examples", examples))
    lines = [words("check-forms.right", **{key: words.count(f"check-forms.{key}", number) for key, number in numbers})]
    codes, ours = {form.code for form in found.stated}, {form.code for form in built_in_forms()}
    for form in (form for form in found.forms if form.code in codes):
        values = {"name": form.code, "rules": str(_applying(rules, form)), "all": str(len(rules.checks))}
        lines.append(words("check-forms.apply", **values))
    replacing = [form for form in found.stated if form.code in ours and not is_ours(form.path)]
    lines += [words("check-forms.replaces", name=form.code) for form in replacing]
    return "".join(f"{line}\n" for line in lines)
