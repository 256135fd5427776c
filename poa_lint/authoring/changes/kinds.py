"""The kinds of change, and samples of the changes of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

from poa_lint.authoring.changes import pages, rows
from poa_lint.authoring.changes.writing import (
    Maker,
    Pages,
    accent,
    another_digit,
    in_pages,
    in_rows,
    percentages,
    pick,
    plain_figures,
)
from poa_lint.authoring.sheets.sheet import Cells, written

LEAST: Final = 6
"""The fewest changes of a kind, all columns together, where it can be made that often."""

_TEXT: Final = rows.column("texto")
_MARK: Final = rows.kind("meta")
_UNIT: Final = rows.column("unidad_medida")
_LINES: Final = rows.column("lineas")
_REASON: Final = rows.column("observaciones")

KINDS: Final[Mapping[str, Maker]] = {
    "digit": rows.figures(another_digit, plain_figures),
    "percentage": rows.figures(another_digit, percentages),
    "blanked": rows.figures(rows.blanked),
    "zero-blanked": rows.figures(rows.zero_blanked),
    "swapped": in_rows(rows.swapped),
    "moved": in_rows(rows.moved),
    "blank-lost": in_rows(rows.blank_lost),
    "doubled": in_rows(rows.doubled),
    "unreadable": rows.figures(rows.unreadable),
    "negative": rows.figures(rows.negative),
    "comma-lost": rows.figures(lambda text, _: text.replace(",", ""), plain_figures),
    "observation-lost": rows.cell(_REASON, "", lambda _, __: ""),
    "observation-empty": rows.cell(_REASON, "", lambda _, rng: pick(("N/A", "SIN OBS."), rng)),
    "number-changed": rows.number(used=False),
    "number-repeated": rows.number(used=True),
    "number-lost": rows.number_lost(),
    "number-mark": rows.cell(_MARK, "numero", lambda text, rng: text.replace(".-", pick((".", "-", ")"), rng), 1)),
    "point-doubled": rows.cell(_TEXT, "", lambda text, _: f"{text}."),
    "unit-lost": rows.cell(_UNIT, "", lambda _, __: ""),
    "unit-changed": rows.cell(_UNIT, "", lambda _, __: "DOCUMENTO"),
    "unit-accent": rows.accented_unit(),
    "line-changed": rows.cell(_LINES, "", another_digit),
    "line-malformed": rows.cell(_LINES, "", rows.malformed),
    "line-lost": rows.cell(_LINES, "", lambda _, __: ""),
    "code-changed": in_pages(pages.entries(pages.another_code)),
    "entry-lost": in_pages(pages.entry_lost),
    "accent": in_pages(pages.names(lambda name, _: accent(name))),
    "name": in_pages(pages.names(pages.letter_lost)),
    "date-quarter": in_pages(pages.dated(pages.other_periods)),
    "date-quarter-all": pages.everywhere(pages.dated(pages.other_periods)),
    "date-day": in_pages(
        pages.dated(pages.of_date(lambda date: [f"15{date[2:]}", f"29{date[2:]}", f"15-abr{date[6:]}"]))
    ),
    "date-year": in_pages(pages.dated(pages.other_years)),
    "date-unreadable": in_pages(pages.dated(pages.unreadable)),
    "date-lost": in_pages(pages.line_lost("fecha", lambda page: page.etiqueta)),
    "form-lost": in_pages(pages.line_lost("forma", lambda page: page.forma if page.form.head.shows_code else "")),
    "year-changed": in_pages(pages.other_year),
    "year-changed-all": pages.everywhere(pages.other_year),
    "heading": in_pages(pages.headings),
    "headings-lost": in_pages(pages.headings_lost),
    "stray": in_pages(pages.strays),
    "signature-lost": in_pages(pages.signatures()),
    "signer-lost": in_pages(pages.signatures(charge=True)),
    "charge-lost": in_pages(pages.signatures(name=True)),
    "signer-twice": in_pages(pages.signed_twice),
    "goal-lost": in_pages(pages.goals(0)),
    "goal-doubled": in_pages(pages.goals(2)),
    "page-lost": pages.whole(0),
    "page-doubled": pages.whole(2),
}
"""The makers of changes by kind; a kind is a key in the words of the audit."""


class Change(NamedTuple):
    """A changed report: its index, the kind of change, the column or header line that it is counted under, its text.

    `cells` are those of the changed row, empty where the change is not in one row. The kind `""` is no change.
    """

    report: int
    kind: str
    column: str
    text: str
    cells: Cells = ()


def changes(reports: Sequence[Pages], most: int | None = None) -> tuple[Change, ...]:
    """Return the unchanged reports and then, by kind, their changes, at most `most` of a kind in each column.

    They are the same ones at every call. Without `most` they are all that can be made.
    """
    sound = (Change(index, "", "", written(unchanged)) for index, unchanged in enumerate(reports))
    return (*sound, *(change for kind in KINDS for change in _of_kind(kind, reports, most)))


def _of_kind(kind: str, reports: Sequence[Pages], most: int | None) -> Iterator[Change]:
    rng = Random(kind)  # noqa: S311 - a sample, not a secret
    by_column: dict[str, list[Change]] = {}
    for index, unchanged in enumerate(reports):
        for column, text, cells in KINDS[kind](unchanged, rng):
            by_column.setdefault(column, []).append(Change(index, kind, column, text, cells))
    if most is not None and by_column:
        most = max(most, LEAST // len(by_column))
    for candidates in by_column.values():
        drawn = sorted(range(len(candidates)), key=lambda _: rng.random())[:most]
        yield from (candidates[index] for index in sorted(drawn))
