"""The seed report taken apart: its pages with header, table and signatures, for writing it in other formats."""

from dataclasses import dataclass
from pathlib import Path

SEED = Path(__file__).resolve().parents[2] / "examples" / "cumm-2024-t1" / "informe.txt"


@dataclass(frozen=True)
class Line:
    """One line of a page and the part of the form that it belongs to: `text`, `heading`, `row`."""

    part: str
    cells: tuple[str, ...]


def lines() -> list[Line]:
    """The seed's lines, blank ones among them."""
    found = []
    for text in SEED.read_text(encoding="utf-8").split("\n"):
        cells = tuple(text.split("\t"))
        part = "text"
        if len(cells) > 10:
            part = "row" if cells[1][:1].isdigit() else "heading"
        found.append(Line(part, cells))
    return found


def pages() -> list[list[Line]]:
    """The seed's five pages, each from its letterhead on, without outer blank lines."""
    found: list[list[Line]] = []
    for line in lines():
        if line.cells == ("GOBIERNO DE MEXICALI",):
            found.append([])
        if found:
            found[-1].append(line)
    return [_trimmed(page) for page in found]


def _trimmed(page: list[Line]) -> list[Line]:
    while page[-1].cells == ("",):
        page = page[:-1]
    return page


def unit(page: list[Line]) -> str:
    """The code of a page's executing unit."""
    return next(line.cells[1] for line in page if line.cells[0] == "UNIDAD EJECUTORA")


def rows(text: str) -> list[list[str]]:
    """The goals' rows of a tabbed text, cell by cell."""
    cut = (line.split("\t") for line in text.split("\n"))
    return [cells for cells in cut if len(cells) > 10 and any(cell[:3].isdigit() for cell in cells[1:3])]


def right(text: str) -> tuple[int, int]:
    """How many of the 375 cells a text has as the seed does, and how many when `2,010` and `2010` are the same."""
    exact = same = 0
    for got, wanted in zip(rows(text), rows(SEED.read_text(encoding="utf-8")), strict=False):
        for number in range(15):
            cell = got[number] if number < len(got) else ""
            exact += cell == wanted[number]
            same += cell.replace(",", "") == wanted[number].replace(",", "")
    return exact, same
