"""The table of what is read, by route and renderer, as text and as Markdown."""

from collections.abc import Iterable, Sequence
from typing import Final

from tests.routes.comparison import CLASSES, Outcome, codes

COUNTS: Final = (
    "goals read",
    "figures right",
    "figures wrong",
    "told",
    "lost",
    "false findings",
    "words right",
    "codes",
)
HEAD: Final = ("route", "renderer", "files", *CLASSES, *COUNTS)
SHOWN: Final = 5
"""Lines shown of a file's slips and false findings."""


Groups = dict[tuple[str, str], list[Outcome]]
"""Outcomes by route and renderer."""


def rows(found: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """A row for each route and renderer, and the sums at the end."""
    return _rows(_groups(found), found)


def _rows(groups: Groups, found: Sequence[Outcome]) -> list[tuple[str, ...]]:
    made = [(route, renderer, *_cells(files)) for (route, renderer), files in sorted(groups.items())]
    return [*made, ("all", "", *_cells(found))]


def _groups(found: Iterable[Outcome]) -> Groups:
    groups: Groups = {}
    for one in found:
        renderer, _, route = one.folder.partition("+")
        groups.setdefault((_family(renderer, route), renderer), []).append(one)
    return groups


def _alike(groups: Groups) -> Groups:
    """The renderers of a route whose files are all of the same classes, as one."""
    names: dict[tuple[str, frozenset[str]], list[str]] = {}
    for (route, renderer), files in sorted(groups.items()):
        names.setdefault((route, frozenset(one.kind for one in files)), []).append(renderer)
    return {
        (route, ", ".join(renderers)): [one for renderer in renderers for one in groups[route, renderer]]
        for (route, _), renderers in names.items()
    }


def _family(renderer: str, route: str) -> str:
    """A route's name; the files themselves are named by their kind."""
    if route != "itself":
        return route
    return {"sheet": "xlsx itself", "document": "docx itself"}.get(renderer, "pdf itself")


def _cells(files: Sequence[Outcome]) -> Iterable[str]:
    yield str(len(files))
    for kind in CLASSES:
        yield str(sum(one.kind == kind for one in files) or "")
    yield _of(sum(one.read for one in files), sum(one.goals for one in files))
    yield _of(sum(one.right for one in files), sum(one.figures for one in files))
    wrong = sum(len(one.wrong) for one in files)
    false = sum(len(one.false) for one in files)
    for count in (wrong, sum(one.told for one in files), sum(one.lost for one in files), false):
        yield str(count or "")
    yield _of(sum(one.words for one in files), 4 * sum(one.goals for one in files))
    yield " ".join(f"{code}×{count}" for code, count in codes(files).most_common(4))


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}"


def text(found: Sequence[Outcome]) -> str:
    """The table in columns of characters."""
    cells = [HEAD, *rows(found)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def markdown(found: Sequence[Outcome]) -> str:
    """The table for a page of the documentation: renderers that fare alike in one row, no columns for development."""
    kept = range(len(HEAD) - 2)
    cells = (HEAD, *_rows(_alike(_groups(found)), found))
    lines = ["| " + " | ".join(row[column] for column in kept) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(kept), *lines[1:]])


def details(found: Sequence[Outcome]) -> str:
    """What is wrong, file by file: slips and false findings, the first of each."""
    lines: list[str] = []
    for one in found:
        if one.kind == "wrong":
            lines.append(f"{one.folder}/{one.report}: exit {one.exit}, {one.read} of {one.goals} goals")
            lines += [
                f"  goal {goal} {column}: {read!r} for {true!r}" for goal, column, read, true in one.wrong[:SHOWN]
            ]
            lines += [f"  {line}" for line in one.false[:SHOWN]]
            if len(one.wrong) > SHOWN or len(one.false) > SHOWN:
                lines.append(f"  … {len(one.wrong)} figures, {len(one.false)} findings")
    return "\n".join(lines)
