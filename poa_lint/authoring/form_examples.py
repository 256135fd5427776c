"""Run the examples of forms: whole small pages, each linted by all rules as a text of its own, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.authoring.sheets.proof import fault
from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.form import Form
from poa_lint.core.result import FileResult
from poa_lint.core.source import Trouble, Unreadable
from poa_lint.core.words import words as words_of
from poa_lint.core.yamltree import Fields, Node, Scalar, items
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.documents import parted
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.form_file import StatedForm

WRONG: Final = (Severity.ERROR, Severity.WARNING)
"""The severities of findings that an example which passes has not."""
NOTHING: Final = "-"


def prove(stated: Iterable[StatedForm], forms: tuple[Form, ...], rules: Rulebook) -> tuple[int, tuple[Trouble, ...]]:
    """Run the examples of forms, read by `forms`; return their number and what is wrong with them."""
    count = 0
    troubles: list[Trouble] = []
    for form in stated:
        told = Fields(form.fields.path, form.fields.source, form.fields.tree, troubles)
        for kind, example in _examples(form):
            count += 1
            _prove(form, kind, told.within(example), forms, rules)
    return count, tuple(troubles)


def prove_samples(stated: Iterable[StatedForm], forms: tuple[Form, ...], rules: Rulebook) -> tuple[Trouble, ...]:
    """Make reports of forms from their data, read them by `forms`, and return what is wrong with the first of each."""
    by_code = {form.code: form for form in forms}
    troubles: list[Trouble] = []
    for one in stated:
        found = fault(by_code[one.code], forms, rules, words_of("es")) if one.code in by_code else None
        if found is not None:
            told = Fields(one.fields.path, one.fields.source, one.fields.tree, troubles)
            told.trouble(found.kind, told.mark("form"), None, len(one.code), **found.values)
    return tuple(troubles)


def _examples(form: StatedForm) -> Iterator[tuple[str, Tree]]:
    examples = form.fields.node("examples")
    for kind, listed in examples.entries.items() if isinstance(examples, Tree) else ():
        for example in items(listed):
            assert isinstance(example, Tree), "its file is in order"
            yield kind, example


def _prove(form: StatedForm, kind: str, example: Fields, forms: tuple[Form, ...], rules: Rulebook) -> None:
    """Note the first difference of an example from what it shows."""
    page = example.node("page")
    assert isinstance(page, Scalar)
    result = _result(form, page.text, forms, rules)
    read_as = _form(result)
    if read_as not in ("", form.code):
        example.trouble("page-of-other", page.mark, None, name=form.code, given=read_as)
    elif kind == "fail":
        _check_codes(example, result, rules)
    elif wrong := [finding for finding in result.diagnostics if finding.severity in WRONG]:
        example.trouble("page-not-clean", page.mark, None, given=_codes(wrong), problem=wrong[0].message)


def _check_codes(example: Fields, result: FileResult, rules: Rulebook) -> None:
    """Note every code of an example that is no rule's, or that none of the findings has."""
    given = _codes(result.diagnostics)
    for node in items(example.node("codes")):
        code = _text(node)
        if code not in rules.checks:
            example.trouble("unknown-rule", node.mark, rules.like(code), len(code), name=code)
        elif code not in given.split():
            example.trouble("page-lacks", node.mark, None, len(code), wanted=code, given=given)


def _result(form: StatedForm, text: str, forms: tuple[Form, ...], rules: Rulebook) -> FileResult:
    source = decode(text.encode(), form.code)
    source = source if isinstance(source, Unreadable) else parted(source, forms)
    return lint(source, rules, forms, Settings(), words_of("es"), keep=True)


def _form(result: FileResult) -> str:
    """The code of the form that a page was read as; empty where it was read as none."""
    pages = result.paper.informe.paginas if result.paper is not None else ()
    return next((page.form.code for page in pages if page.form is not None), "")


def _codes(findings: Iterable[Diagnostic]) -> str:
    return " ".join(dict.fromkeys(finding.code for finding in findings)) or NOTHING


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
