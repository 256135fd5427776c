"""What fixes and formats need: a linter, a reader, and a report of one row."""

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.check import scorer
from poa_lint.linter.pipeline import lint
from poa_lint.reading import read as build
from poa_lint.rulebook.builtin import built_in_rules

ES = words("es")


def checked(source: Source) -> FileResult:
    return lint(source, built_in_rules(), built_in_forms(), Settings(), ES)


def read(source: Source) -> build.Reading:
    return build.read(source, built_in_forms(), scorer(built_in_rules()), lambda *_: "suma")


def row(**cells: object) -> str:
    return write([Page(metas=(Row(**cells),))])  # type: ignore[arg-type]
