"""The example of a drafted form: a small page of the report itself, where nothing is found in it.

Its header, its heading and its first goals are the report's; those who sign are nobody, since files of forms are
passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from poa_lint.authoring.drafting.rows import Row
from poa_lint.authoring.drafting.table import Table
from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.source import Unreadable
from poa_lint.core.words import words
from poa_lint.documents import parted
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules

MAX_ABOVE: Final = 30
"""Lines above the heading that a small page has."""
MAX_GOALS: Final = 2
MAX_LINE: Final = 1_000
"""Characters of a line of such a page."""
CHARGE: Final = "TITULAR DEL AREA"
NAMES: Final = ("ANA RUIZ LUNA", "LUIS SOTO MEZA", "CARMEN VEGA ORTIZ", "JUAN RIOS PAZ", "EVA SOLIS MORA")
"""The charge and the names of those who sign an example."""


def page(rows: Sequence[Row], table: Table, form: Form, forms: Sequence[Form]) -> list[str]:
    """The lines of a small page of a form; none where `forms` with it read it as another, or something is found."""
    lines = list(_lines(rows, table, form))
    text = "\n".join([*lines, ""])
    printable = all(line.replace("\t", "").isprintable() and len(line) <= MAX_LINE for line in lines)
    return lines if printable and _is_clean(text, form, forms) else []


def _lines(rows: Sequence[Row], table: Table, form: Form) -> Iterator[str]:
    first, last = table.heading[0].number, table.heading[-1].number
    above = [row for row in rows if first - MAX_ABOVE <= row.number < first]
    heading = [row for row in rows if first <= row.number <= last]
    for row in _once(above):
        yield "\t".join(row.cells).strip()
    for row in (*heading, *table.goals[:MAX_GOALS]):
        yield "\t".join(row.cells).rstrip()
    for role, name in zip(form.head.roles, NAMES, strict=False):
        yield from ("", role.name, "", CHARGE, name)


def _once(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, of several blank ones below each other the first alone, and none at the beginning."""
    begun = False
    for is_blank, run in groupby(rows, key=lambda row: not row.filled):
        if not is_blank:
            begun = True
            yield from run
        elif begun:
            yield next(run)


def _is_clean(text: str, form: Form, forms: Sequence[Form]) -> bool:
    """True if a page is read as one of the form, and no rule finds an error or a warning in it."""
    source = decode(text.encode("utf-8", "replace"), form.code)
    source = source if isinstance(source, Unreadable) else parted(source)
    others = (one for one in forms if one.code != form.code)
    result = lint(source, built_in_rules(), (*others, form), Settings(), words("es"), keep=True)
    pages = result.paper.informe.paginas if result.paper is not None else ()
    return (
        bool(pages)
        and all(one.form is form for one in pages)
        and not any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in result.diagnostics)
    )
