"""The goldens: each example's report in several formats and as letters, a year as a page, and what docs/ says.

`python -m tests.goldens` rewrites them (`make goldens`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from poa_lint import api
from poa_lint.authoring import audit, layout, markdown
from poa_lint.cli import completion, options, usage
from poa_lint.config.apply import running_rules
from poa_lint.config.settings import Settings
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult, Run
from poa_lint.core.words import LANGUAGES, words
from poa_lint.documents.encodings import decode
from poa_lint.documents.templates import new
from poa_lint.documents.templates.text import TextTemplate
from poa_lint.linter.pipeline import lint
from poa_lint.output import REPORTERS, View
from poa_lint.output.letters import BLOCKS, FIELDS, Wording, letters, review
from poa_lint.output.year import csv, json, page, terminal
from poa_lint.output.year.page import names as page_names
from poa_lint.rulebook.builtin import built_in_rules
from tests.output import summaries, years
from tests.places import ROOT

EXAMPLES = ROOT / "examples"
DOCS = ROOT / "docs"
YEAR = ROOT / "tests" / "data" / "resumen"
OFFICE = ROOT / "tests" / "data" / "reglas-de-oficina"
SUMMARY = ROOT / "tests" / "data" / "resumen.html"
"""The page of a made year."""
WRITTEN = {"salida.txt": "terminal", "salida.json": "json", "salida.html": "html"}
MARKED = re.compile(r"(<!-- generado: (\S+)(?: (\S+))? -->\n).*?(<!-- fin -->)", re.DOTALL)


def produced() -> Iterator[tuple[Path, str]]:
    """Each golden's path, and what the program writes there now."""
    rules, spoken = built_in_rules(), words("es")
    for report in sorted(EXAMPLES.glob("*/informe.txt")):
        path = report.relative_to(ROOT).as_posix()
        file = lint(decode(report.read_bytes(), path), rules, built_in_forms(), Settings(), spoken, keep=True)
        running = running_rules(rules, Settings(), compared=False)
        run = Run((file,), (), len(running), rules.version, api.catalogue(rules, running, spoken))
        for name, form in WRITTEN.items():
            yield report.with_name(name), REPORTERS[form](run, spoken, View())
        yield report.with_name("oficios.txt"), _letters(file, rules.version)
    for language in LANGUAGES:
        for width in (60, 100):
            yield ROOT / "tests" / "data" / f"help-{language}-{width}.txt", _helps(language, width)
    yield ROOT / "tests" / "data" / "completion-es.ps1", completion.script("powershell", spoken)
    year = summaries.small()
    links = page_names.links(page_names.names(summaries.all_digests(year.years)), "", "paginas")
    yield SUMMARY, page.render(year, spoken, View(), links)
    yield from summarised()


def summarised() -> Iterator[tuple[Path, str]]:
    """The goldens of a year: the whole one, and its first three quarters, where there is still something to foresee."""
    whole, spoken = years.digests(), words("es")
    three = [digest for digest in whole if "-t4" not in digest.path]
    for name, kept in (("tres-trimestres", three), ("completo", whole)):
        made = years.summary(kept)
        yield YEAR / f"{name}.txt", terminal.render(made, spoken, View())
        yield YEAR / f"{name}.json", json.render(made, spoken, View())
        yield YEAR / f"{name}.csv", csv.render(made, spoken, View())
    yield YEAR / "angosto.txt", terminal.render(years.summary(three), words("en"), View(width=60))


def _letters(file: FileResult, ruleset: str) -> str:
    """The letters to the units of a report, one after the other."""
    template = TextTemplate(new.text(words("es", "oficio").table["template"]), FIELDS, BLOCKS)
    wording = Wording("2024-04-15", "2024-04-30", "Mexicali, B.C.", "C.P. EVA PAZ RUIZ", "TESORERA", ruleset)
    return "\n---\n\n".join(template.filled(one.content).decode() for one in letters(review(file), wording))


def _helps(language: str, width: int) -> str:
    """The helps of all commands, one after another."""
    pages = (usage.page(words(language), command, width) for command in options.EVERYWHERE)
    return f"{'=' * width}\n".join(pages)


def documented() -> Iterator[tuple[Path, str]]:
    """Each page of documentation that is made from the rules, and what it says now."""
    for name, text in markdown.files(built_in_rules(), built_in_forms()):
        yield DOCS / "rules" / name, text
    yield filled("rule-authors.md")
    yield filled("rule-authors.en.md")
    yield filled("audit.md")


def filled(name: str) -> tuple[Path, str]:
    """A page written by hand, with its generated parts as they are now."""
    path = DOCS / name
    return path, MARKED.sub(
        lambda found: f"{found[1]}\n{PARTS[found[2]](found[3])}\n\n{found[4]}", path.read_text(encoding="utf-8")
    )


@cache
def audited() -> audit.Audit:
    """The audit of our rules, made once."""
    made = audit.plan()
    return audit.summarise(audit.outcomes(made, built_in_rules(), built_in_forms(), words("es")), built_in_rules())


def _audit(language: str) -> str:
    spoken = words(language, "audit")
    return audit.markdown(audited(), built_in_rules(), built_in_forms(), spoken).rstrip("\n")


@cache
def audited_form(form: Form) -> audit.Audit:
    """The audit of the samples of one of our forms, made once."""
    outcomes = audit.outcomes(audit.plan_of(form), built_in_rules(), built_in_forms(), words("es"))
    return audit.summarise(outcomes, built_in_rules(), form)


def _form_audits(language: str) -> str:
    """A table of our forms, but for the main one, with a list of the kinds of change that are not always noticed."""
    spoken, forms = words(language, "audit"), built_in_forms()[1:]
    heads = [spoken("form"), spoken("sound"), *map(spoken, ("made", "noticed", "noted", "missed", "score"))]
    rows, lists = [" | ".join(heads), " | ".join(["---", *["---:"] * (len(heads) - 1)])], []
    for form in forms:
        made = audited_form(form)
        total = made.total
        numbers = (made.reports, total.made, total.noticed, total.noted, total.missed)
        rows.append(" | ".join((form.code, *map(str, numbers), f"{total.score}%")))
        missed = (
            f"{audit.kind_text(kind, form, spoken)} {tally.missed}/{tally.made}"
            for kind, tally in made.kinds.items()
            if tally.missed
        )
        lists.append(f"- {form.code}: {'; '.join(missed)}.")
    return "\n".join([*(f"| {row} |" for row in rows), "", f"{spoken('not-always')}:", "", *lists])


def _rule(name: str, _: object) -> str:
    text = (OFFICE / f"{name}.yaml").read_text(encoding="utf-8")
    return f"```yaml\n{text}```"


def _forms(language: str) -> str:
    return layout.markdown(built_in_forms(), words(language))


PARTS: Mapping[str, Callable[[str], str]] = {
    "audit": _audit,
    "form-audits": _form_audits,
    "forms": _forms,
    "frames": markdown.frames,
    "fields": markdown.fields,
    "functions": markdown.functions,
    **{path.stem: partial(_rule, path.stem) for path in OFFICE.glob("*.yaml")},
}
