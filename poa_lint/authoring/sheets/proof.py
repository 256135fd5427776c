"""Prove that reports made from a form's data are read back as that form, and that the rules find nothing in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from poa_lint.authoring.sheets.reports import Pages, reports
from poa_lint.authoring.sheets.sheet import written
from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.source import Source
from poa_lint.core.words import Words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.book import Rulebook


class Fault(NamedTuple):
    """A fault of a sample: a key of the languages' `rule_trouble` table, and the values of its sentence."""

    kind: str
    values: dict[str, str]


def fault(form: Form, forms: tuple[Form, ...], rules: Rulebook, words: Words) -> Fault | None:
    """Return the first thing wrong with the samples of `form`, read by `forms`; None where they are sound.

    The kinds are `no-sample` (there is no code that its pattern takes), `sample-of-other` (pages are read as another
    form), `sample-short` (goals are lost) and `sample-not-clean` (a rule finds an error or gives a warning).
    """
    try:
        made = reports(form)
    except ValueError as error:
        return Fault("no-sample", {"name": form.code, "problem": str(error.args[0])})
    return next((found for pages in made for found in _faults(form, pages, forms, rules, words)), None)


def _faults(form: Form, pages: Pages, forms: tuple[Form, ...], rules: Rulebook, words: Words) -> Iterator[Fault]:
    result = lint(Source(form.code, written(pages)), rules, forms, Settings(), words, keep=True)
    read = result.paper.informe.paginas if result.paper is not None else ()
    codes = [page.form.code if page.form is not None else "-" for page in read]
    if codes != [form.code] * len(pages):
        yield Fault("sample-of-other", {"name": form.code, "given": " ".join(dict.fromkeys(codes)) or "-"})
    wanted, given = (sum(len(page.metas) for page in every) for every in (pages, read))
    if wanted != given:
        yield Fault("sample-short", {"name": form.code, "given": str(given), "wanted": str(wanted)})
    for finding in result.diagnostics:
        if finding.severity.rank <= Severity.WARNING.rank:
            values = {"name": form.code, "given": finding.code, "problem": finding.message}
            yield Fault("sample-not-clean", values)
