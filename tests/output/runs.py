"""Runs for the formats to write, and what each format has of their findings."""

import json
from collections.abc import Callable

from poa_lint.api import catalogue
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.config.waivers import Decisions, Waiver
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output import REPORTERS, View
from poa_lint.rulebook.builtin import built_in_rules
from tests.places import ROOT

DATA = ROOT / "tests" / "data" / "esquemas"
"""Schemas of others."""

WAIVER = Waiver("POA301", "511/101/103", "Oficio <OM-12> de la Oficialía & anexos", "2999-12-31")


def result(data: bytes, path: str = "informe.txt", *waivers: Waiver) -> FileResult:
    source = decode(data, path)
    decisions = Decisions(waivers, today="2024-04-15")
    return lint(source, built_in_rules(), built_in_forms(), Settings(), words("es"), decisions)


def run_of(*files: FileResult, notices: tuple[Notice, ...] = (), language: str = "es") -> Run:
    rules = built_in_rules()
    return Run(files, notices, 52, rules.version, catalogue(rules, rules.checks, words(language)))


def said(form: str, done: Run, view: View = View(all=True), language: str = "es") -> str:  # noqa: B008 - immutable
    return REPORTERS[form](done, words(language), view)


def run_of_texts(*texts: bytes, language: str = "es", notices: tuple[Notice, ...] = ()) -> Run:
    files = tuple(
        lint(decode(text, f"informe-{number}.txt"), built_in_rules(), built_in_forms(), Settings(), words(language))
        for number, text in enumerate(texts)
    )
    return Run(files, notices, 28, built_in_rules().version)


HOSTILE = write(
    [
        Page(
            unidad=("101", "GERENCIA <script>alert(1)</script> | `x` ::error::\u202e\x1b[31m"),
            metas=(
                Row(
                    texto="100.- <b>&amp; ]]> 100%, a:b\x07\x00 [x](y) ..".replace("\x00", ""),
                    meta_anual="5",
                    observaciones="A\u202eB",
                ),
                Row(texto=f"101.- {'X' * 100_000}..", relativo="99%"),
            ),
        )
    ]
).encode()

COUNT: dict[str, Callable[[str], int]] = {
    "concise": lambda text: len(text.splitlines()),
    "json": lambda text: sum(len(file["diagnostics"]) for file in json.loads(text)["files"]),
    "jsonl": lambda text: len([json.loads(line) for line in text.split("\n") if line]),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "github": lambda text: len(text.splitlines()),
    "gitlab": lambda text: len(json.loads(text)),
    "junit": lambda text: text.count("<failure ") + text.count("<system-out>") + text.count("<skipped "),
    "rdjsonl": lambda text: len([json.loads(line) for line in text.split("\n") if line]),
    "markdown": lambda text: sum(
        line.startswith("| ") and line[2].isdigit() and " POA" in line for line in text.splitlines()
    ),
}
"""How many findings a text in each format has."""
