"""The sheet that lists what was found: a row for each finding, with a link to its cell."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.documents.marking.book import WORKBOOK, Book
from poa_lint.documents.marking.part import Part, quoted, with_attributes, words
from poa_lint.documents.marking.styles import Styles
from poa_lint.documents.sheets.xlsx import INDEX

_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
WIDTHS: Final = (26, 10, 16, 8, 34, 8, 60, 60)
"""Letters that go into a line of each column."""
TALL: Final = 14
"""Points of a line, and below what a row may have at most."""
TALLEST: Final = 400
LEVEL: Final = 1
"""The column whose cells have the fill of their severity."""
LINKED: Final = 3
"""The column whose cells lead to the cells that they name."""
_LONGEST: Final = 31
"""Letters of a sheet's name."""


class Row(NamedTuple):
    """A line of the index: its level of severity, a text for each heading, and what the linked one leads to."""

    level: str
    texts: tuple[str, ...]
    target: str = ""


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """A name that no sheet has: the wanted one, or with a number behind it."""
    known = {name.casefold() for name in taken}
    number, name = 1, wanted
    while name.casefold() in known:
        number += 1
        name = f"{wanted[: _LONGEST - 6]} {number}"
    return name


def reference(sheet: str, cell: str) -> str:
    """A cell of a sheet as links and formulas name it; the quotes are always allowed."""
    return f"""'{sheet.replace("'", "''")}'!{cell}"""


def add(
    book: Book,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Row],
    styles: Styles,
) -> None:
    """The index as the last sheet of a workbook, which opens at it."""
    part = book.free("xl/worksheets/sheet{}.xml")
    book.write(part, _sheet(book.main, headings, rows, styles).encode())
    book.declare(part, _CONTENT)
    _enlist(book, name, book.relate(WORKBOOK, "worksheet", part), len(rows) + 1, len(headings))


def _sheet(main: str, headings: Sequence[str], rows: Sequence[Row], styles: Styles) -> str:
    font, line = styles.font(), styles.line()
    plain, bold = styles.text(font, line), styles.text(styles.font("<b/>"), line)
    linked = styles.text(styles.font("<u/>", "FF0563C1"), line)
    levels = {
        level: styles.text(font, line, styles.fill(level))
        for level in dict.fromkeys(row.level for row in rows)
        if level
    }
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{wide}" customWidth="1"/>' for place, wide in enumerate(WIDTHS, 1)
    )
    lines = [_row(1, [(text, bold) for text in headings])]
    links = []
    for number, (level, texts, target) in enumerate(rows, 2):
        looks = [plain] * len(texts)
        if level:
            looks[LEVEL] = levels[level]
        if target:
            looks[LINKED] = linked
            links.append(f'<hyperlink ref="{_name(LINKED, number)}" location={quoted(target)}/>')
        lines.append(_row(number, list(zip(texts, looks, strict=True))))
    last = _name(len(headings) - 1, len(rows) + 1)
    return (
        f'<worksheet xmlns={quoted(main)}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(lines)}</sheetData>'
        f'<autoFilter ref="A1:{last}"/>'
        f"{'<hyperlinks>' * bool(links)}{''.join(links)}{'</hyperlinks>' * bool(links)}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, cells: Sequence[tuple[str, int]]) -> str:
    inside = "".join(
        f'<c r="{_name(place, number)}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{words(text)}</t></is></c>'
        for place, (text, style) in enumerate(cells)
    )
    lines = max((1 + len(text) // WIDTHS[place] for place, (text, _) in enumerate(cells)), default=1)
    return f'<row r="{number}" ht="{min(TALLEST, TALL * lines)}" customHeight="1">{inside}</row>'


def _name(place: int, number: int) -> str:
    return f"{chr(65 + place)}{number}"


def _enlist(book: Book, name: str, identity: str, rows: int, columns: int) -> None:
    """Make the sheet known to the workbook, and name three things.

    The range of its filter, the row that is printed on every page, and a cell by which marked copies are known.
    """
    workbook = book.workbook
    sheets = workbook.child("sheets")
    assert sheets is not None
    every = list(workbook.inside(sheets))
    numbers = [int(stated) for one in every if (stated := workbook.attribute(one, "sheetId") or "").isdecimal()]
    said = f"name={quoted(name)} sheetId={quoted(str(max(numbers, default=0) + 1))}"
    workbook.add(sheets, workbook.own(f"<sheet {said} xmlns:rel={quoted(book.office)} rel:id={quoted(identity)}/>"))
    place, last = len(every), f"${_name(columns - 1, 0)[0]}${rows}"
    names = (
        ("_xlnm._FilterDatabase", f' localSheetId="{place}" hidden="1"', f"$A$1:{last}"),
        ("_xlnm.Print_Titles", f' localSheetId="{place}"', "$1:$1"),
        (INDEX, ' hidden="1"', "$A$1"),
    )
    defined = workbook.own(
        "".join(
            f"<definedName name={quoted(key)}{more}>{words(reference(name, cells))}</definedName>"
            for key, more, cells in names
        )
    )
    known = workbook.child("definedNames")
    if known is not None:
        workbook.add(known, defined)
    else:
        workbook.insert("definedNames", workbook.own("<definedNames>") + defined + workbook.own("</definedNames>"))
    _open_at(workbook, place)


def _open_at(workbook: Part, place: int) -> None:
    views = workbook.child("bookViews")
    for view in workbook.inside(views) if views else ():
        workbook.put(view.start, view.opened, with_attributes(workbook.tag(view), activeTab=str(place)))
