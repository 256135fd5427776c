"""The kinds of change, and samples of the changes of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

from poa_lint.authoring.changes import pages, rows
from poa_lint.authoring.changes.writing import (
    FIGURES,
    LINEAS,
    MEDIDA,
    OBSERVACIONES,
    RELATIVO,
    TEXTO,
    Cells,
    Maker,
    Pages,
    accent,
    another_digit,
    in_pages,
    in_rows,
    pick,
    report,
)

LEAST: Final = 6
"""The fewest changes of a kind, all columns together, where it can be made that often."""

KINDS: Final[Mapping[str, Maker]] = {
    "digit": rows.figures(another_digit, FIGURES),
    "percentage": rows.figures(another_digit, (RELATIVO,)),
    "blanked": rows.figures(rows.blanked),
    "zero-blanked": rows.figures(rows.zero_blanked),
    "swapped": in_rows(rows.swapped),
    "moved": in_rows(rows.moved),
    "blank-lost": in_rows(rows.blank_lost),
    "doubled": in_rows(rows.doubled),
    "unreadable": rows.figures(rows.unreadable),
    "negative": rows.figures(rows.negative),
    "comma-lost": rows.figures(lambda text, _: text.replace(",", ""), FIGURES),
    "observation-lost": rows.cell(OBSERVACIONES, "observaciones", lambda _, __: ""),
    "observation-empty": rows.cell(OBSERVACIONES, "observaciones", lambda _, rng: pick(("N/A", "SIN OBS."), rng)),
    "number-changed": rows.number(used=False),
    "number-repeated": rows.number(used=True),
    "number-lost": rows.cell(TEXTO, "numero", lambda text, _: text.partition(" ")[2]),
    "number-mark": rows.cell(TEXTO, "numero", lambda text, rng: text.replace(".-", pick((".", "-", ")"), rng), 1)),
    "point-doubled": rows.cell(TEXTO, "texto", lambda text, _: f"{text}."),
    "unit-lost": rows.cell(MEDIDA, "unidad_medida", lambda _, __: ""),
    "unit-changed": rows.cell(MEDIDA, "unidad_medida", lambda _, __: "DOCUMENTO"),
    "unit-accent": rows.accented_unit(),
    "line-changed": rows.cell(LINEAS, "lineas", another_digit),
    "line-malformed": rows.cell(LINEAS, "lineas", rows.malformed),
    "line-lost": rows.cell(LINEAS, "lineas", lambda _, __: ""),
    "code-changed": in_pages(pages.entries(pages.another_code)),
    "entry-lost": in_pages(pages.entry_lost),
    "accent": in_pages(pages.names(lambda name, _: accent(name))),
    "name": in_pages(pages.names(pages.letter_lost)),
    "date-quarter": in_pages(pages.dated(pages.other_quarters)),
    "date-quarter-all": pages.everywhere(pages.dated(pages.other_quarters)),
    "date-day": in_pages(pages.dated(lambda fecha: [f"15{fecha[2:]}", f"29{fecha[2:]}", f"15-abr.-{fecha[-2:]}"])),
    "date-year": in_pages(pages.dated(lambda fecha: [f"{fecha[:-2]}23", f"{fecha[:-2]}25"])),
    "date-unreadable": in_pages(pages.dated(lambda fecha: [f"{fecha[:3]}mrz.-{fecha[-2:]}", fecha[:-4]])),
    "date-lost": in_pages(pages.line_lost("fecha", "FECHA")),
    "form-lost": in_pages(pages.line_lost("forma", "TMM-F004")),
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
    sound = (Change(index, "", "", report(unchanged)) for index, unchanged in enumerate(reports))
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
