"""Mistakes put into sound reports, and how each is told on every way in which offices get text.

`python -m tests.routes.defects` takes each kind of mistake through all saved texts: it is found on its goal as in the
tabbed text, or a doubt about that row is told, or the page is refused. A bounded part stands in the suite.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.routes.reports import Leaf, Report, made
from tests.routes.saves import SAVES

LINES, TEXT, UNIT, YEAR, FIRST, TOTAL, SHARE, REMARK = 0, 1, 2, 3, 4, 12, 13, 14
Row = tuple[str, ...]
Said = frozenset[tuple[str, str]]
"""Findings at error or warning, each as code and goal; the goal is empty for those about no goal."""


def _set(index: int, text: str) -> Callable[[Row], Row]:
    return lambda row: (*row[:index], text, *row[index + 1 :])


def _more(index: int, by: int) -> Callable[[Row], Row]:
    def change(row: Row) -> Row:
        plain = row[index].replace(",", "").rstrip("%")
        if not plain.isdigit():
            return row
        sign = "%" if row[index].endswith("%") else ""
        return _set(index, f"{int(plain) + by:,}{sign}")(row)

    return change


def _words(old: str, new: str, index: int = TEXT) -> Callable[[Row], Row]:
    return lambda row: _set(index, row[index].replace(old, new, 1))(row)


ROWS: Final[dict[str, Callable[[Row], Row]]] = {
    "annual goal one more": _more(YEAR, 1),
    "annual goal ten more": _more(YEAR, 10),
    "annual goal blank": _set(YEAR, ""),
    "annual goal 0": _set(YEAR, "0"),
    "annual goal in letters": _set(YEAR, "doce"),
    "annual goal with a letter": _set(YEAR, "1O"),
    "annual goal with a full stop": _set(YEAR, "8.000"),
    "annual goal below zero": _set(YEAR, "-4"),
    **{f"programmed in quarter {n} one more": _more(FIRST + 2 * n - 2, 1) for n in (1, 2, 3, 4)},
    **{f"programmed in quarter {n} blank": _set(FIRST + 2 * n - 2, "") for n in (1, 2, 3, 4)},
    **{f"programmed in quarter {n} below zero": _set(FIRST + 2 * n - 2, "-1") for n in (1, 3)},
    "programmed in quarter 1 an error of a formula": _set(FIRST, "#¡REF!"),
    "programmed in quarter 2 with a letter": _set(FIRST + 2, "l2"),
    "achieved in quarter 1 one more": _more(FIRST + 1, 1),
    "achieved in quarter 1 blank": _set(FIRST + 1, ""),
    "achieved in quarter 1 below zero": _set(FIRST + 1, "-1"),
    "achieved in quarter 4 that is not closed": _set(FIRST + 7, "3"),
    "accumulated one more": _more(TOTAL, 1),
    "accumulated blank": _set(TOTAL, ""),
    "accumulated in letters": _set(TOTAL, "tres"),
    "percentage nine points more": _more(SHARE, 9),
    "percentage blank": _set(SHARE, ""),
    "percentage as a share": _set(SHARE, "0.37"),
    "unit of measure blank": _set(UNIT, ""),
    "goal without its number": lambda row: _set(TEXT, row[TEXT].partition(" ")[2])(row),
    "line of action that is not declared": _set(LINES, "9.9.9"),
    "line of action of two numbers": _set(LINES, "9.9"),
    "observation gone where all was other than planned": lambda row: _set(REMARK, "")(_set(FIRST + 1, "1")(row)),
    "observation that says nothing": lambda row: _set(REMARK, "N/A")(_set(FIRST + 1, "1")(row)),
}
"""Mistakes in one goal's row."""


def _header(label: str, code: str, name: str | None = None) -> Callable[[Leaf], Leaf]:
    def change(leaf: Leaf) -> Leaf:
        lines = [(line[0], code, name or line[2]) if line[0].rstrip(":") == label else line for line in leaf.header]
        return replace(leaf, header=tuple(lines))

    return change


PAGES: Final[dict[str, Callable[[Leaf], Leaf]]] = {
    "function that is not in the catalogue": _header("FUNCION", "99"),
    "function with another name": _header("FUNCION", "4", "PESCA DE ALTURA"),
    "date that closes no quarter": lambda leaf: replace(leaf, fecha="15-feb.-24"),
    "date that does not exist": lambda leaf: replace(leaf, fecha="31-abr.-24"),
    "a goal's number twice": lambda leaf: replace(leaf, rows=(*leaf.rows, leaf.rows[0])),
    "a goal left out": lambda leaf: replace(leaf, rows=(leaf.rows[0], *leaf.rows[2:])),
    "a role without a name": lambda leaf: replace(
        leaf, signatures=tuple((role, charge, "") for role, charge, _ in leaf.signatures)
    ),
    "a role missing": lambda leaf: replace(leaf, signatures=leaf.signatures[:-1]),
}
"""Mistakes on a page."""

KINDS: Final = (*ROWS, *PAGES)


class Case(NamedTuple):
    """A report with one mistake, and what the tabbed text of it says more than that of the sound one."""

    kind: str
    report: Report
    new: Said


def cases(reports: list[Report], each: int = 1, only: Collection[str] = KINDS) -> Iterator[Case]:
    """Of every kind as many reports with one mistake as `each`, in the first place in which it is told at all."""
    for kind in only:
        left = each
        for report in reports:
            sound = said(lint_as("tabs", report))
            for changed in _changed(kind, report):
                new = said(lint_as("tabs", changed)) - sound
                if new and left:
                    left -= 1
                    yield Case(kind, changed, new)
                    break
            if not left:
                break


def _changed(kind: str, report: Report) -> Iterator[Report]:
    """The report with the mistake in one goal or on one page after the other."""
    for number, leaf in enumerate(report.leaves):
        leaves = [PAGES[kind](leaf)] if kind in PAGES and len(leaf.rows) > 2 else []
        if kind in ROWS:
            leaves += [
                replace(leaf, rows=(*leaf.rows[:index], ROWS[kind](row), *leaf.rows[index + 1 :]))
                for index, row in enumerate(leaf.rows)
            ]
        for changed in leaves:
            if changed != leaf:
                yield replace(report, leaves=(*report.leaves[:number], changed, *report.leaves[number + 1 :]))


def lint_as(save: str, report: Report) -> FileResult:
    """The result for a report saved in one of the ways of SAVES."""
    ending, encoding, write = SAVES[save]
    source = open_source(write(report).encode(encoding, "replace"), f"informe{ending}")
    return lint(source, built_in_rules(), built_in_forms(), Settings(), words("es"))


def said(result: FileResult) -> Said:
    """The findings at error or warning."""
    return frozenset(
        (finding.code, finding.where.meta or "") for finding in result.standing if finding.severity.value != "info"
    )


def answer(save: str, case: Case) -> str:
    """`found`, `doubt` (the row is told), `refused`, or `silent`: nothing of the mistake is said."""
    result = lint_as(save, case.report)
    findings = said(result)
    if case.new & findings:
        return "found"
    if result.unread:
        return "refused"
    goals = {goal for _, goal in case.new}
    return "doubt" if any(goal in goals for code, goal in findings if code == "POA002") else "silent"


def main() -> int:
    """Take every kind of mistake through every saved text, and count the answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--each", type=int, default=1)
    asked = parser.parse_args()
    made_cases = list(cases(made(asked.reports, asked.seed), asked.each))
    print(f"{len({case.kind for case in made_cases})} kinds of mistake of {len(KINDS)}, {len(made_cases)} reports")
    silent = 0
    for save in SAVES:
        answers = [(answer(save, case), case) for case in made_cases]
        silent += sum(told == "silent" for told, _ in answers)
        print(f"{save:22}", dict(Counter(told for told, _ in answers)))
        for told, case in answers:
            if told == "silent":
                print("    silent:", case.kind, sorted(case.new))
    return int(silent > 0)


if __name__ == "__main__":
    random.seed(0)
    sys.exit(main())
