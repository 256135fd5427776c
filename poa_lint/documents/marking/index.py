"""Add the index to a workbook: a sheet with a row for each finding, linked to its cell."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.documents.marking.book import Book
from poa_lint.documents.marking.part import Part, escaped, quoted, with_attributes
from poa_lint.documents.marking.styles import Styles
from poa_lint.documents.sheets.xlsx import INDEX

WIDTHS: Final = (26, 10, 16, 8, 34, 8, 60, 60)
"""The width of each column, in letters."""
TALL: Final = 14
"""The height of a line, in points."""
TALLEST: Final = 400
"""The greatest height of a row, in points."""
LEVEL: Final = 1
"""The column (from 0) whose cells have the fill of their severity."""
LINKED: Final = 3
"""The column (from 0) whose cells link to the cells that they name."""
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LAST_ID: Final = 65_533
"""The greatest number of a sheet behind which there is room for one more."""
_LONGEST: Final = 31
"""Letters of a sheet's name."""


class Row(NamedTuple):
    """A row of the index: its level of severity, a text for each heading, and the cell that the linked one leads to."""

    level: str
    texts: tuple[str, ...]
    target: str = ""


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """The name `wanted`, with a number behind it if a sheet has it already."""
    known = {name.casefold() for name in taken}
    number, name = 1, wanted
    while name.casefold() in known:
        number += 1
        name = f"{wanted[: _LONGEST - 6]} {number}"
    return name


def reference(sheet: str, cell: str) -> str:
    """A reference to a cell of another sheet, for links and formulas: `'UE 101'!F14`."""
    return f"""'{sheet.replace("'", "''")}'!{cell}"""


def add(book: Book, name: str, headings: Sequence[str], rows: Sequence[Row], styles: Styles) -> None:
    """Add the index as the last sheet and let the workbook open at it."""
    part = book.free_name("xl/worksheets/sheet{}.xml")
    book.write(part, _sheet(book.main, headings, rows, styles).encode())
    book.declare(part, _CONTENT)
    _register(book, name, book.add_relation(book.path, "worksheet", part), len(rows) + 1, len(headings))


def _sheet(main: str, headings: Sequence[str], rows: Sequence[Row], styles: Styles) -> str:
    """The XML of the index; `main` is the namespace of its elements."""
    font, border = styles.font(), styles.border()
    plain, bold = styles.text(font, border), styles.text(styles.font("<b/>"), border)
    linked = styles.text(styles.font("<u/>", "FF0563C1"), border)
    levels = {
        level: styles.text(font, border, styles.fill(level))
        for level in dict.fromkeys(row.level for row in rows)
        if level
    }
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(WIDTHS, 1)
    )
    lines = [_row(1, [(text, bold) for text in headings])]
    links = []
    for number, (level, texts, target) in enumerate(rows, 2):
        row_styles = [plain] * len(texts)
        if level:
            row_styles[LEVEL] = levels[level]
        if target:
            row_styles[LINKED] = linked
            links.append(f'<hyperlink ref="{_name(LINKED, number)}" location={quoted(target)}/>')
        lines.append(_row(number, list(zip(texts, row_styles, strict=True))))
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
    """The XML of a row: a text and a style for each cell; its height fits the longest text."""
    inside = "".join(
        f'<c r="{_name(index, number)}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escaped(text)}</t></is></c>'
        for index, (text, style) in enumerate(cells)
    )
    lines = max((1 + len(text) // WIDTHS[index] for index, (text, _) in enumerate(cells)), default=1)
    return f'<row r="{number}" ht="{min(TALLEST, TALL * lines)}" customHeight="1">{inside}</row>'


def _name(index: int, row: int) -> str:
    """The name of a cell in the column `index` (from 0)."""
    return f"{chr(65 + index)}{row}"


def _register(book: Book, name: str, relation_id: str, rows: int, columns: int) -> None:
    """Add the sheet to the workbook's list, and define three names.

    They are the range of its filter, the row that is printed on every page, and `INDEX`, by which a marked copy is
    recognised.
    """
    workbook = book.workbook
    sheets = workbook.child("sheets")
    assert sheets is not None
    elements = workbook.children(sheets)
    ids = [workbook.number(sheet, "sheetId", _LAST_ID) or 0 for sheet in elements]
    attributes = f"name={quoted(name)} sheetId={quoted(str(max(ids, default=0) + 1))}"
    relation = f"xmlns:rel={quoted(book.office)} rel:id={quoted(relation_id)}"
    workbook.append(sheets, workbook.prefixed(f"<sheet {attributes} {relation}/>"))
    index, last = len(elements), f"${_name(columns - 1, 0)[0]}${rows}"
    names = (
        ("_xlnm._FilterDatabase", f' localSheetId="{index}" hidden="1"', f"$A$1:{last}"),
        ("_xlnm.Print_Titles", f' localSheetId="{index}"', "$1:$1"),
        (INDEX, ' hidden="1"', "$A$1"),
    )
    xml = workbook.prefixed(
        "".join(
            f"<definedName name={quoted(key)}{more}>{escaped(reference(name, cells))}</definedName>"
            for key, more, cells in names
        )
    )
    defined_names = workbook.child("definedNames")
    if defined_names is not None:
        workbook.append(defined_names, xml)
    else:
        start, end = workbook.prefixed("<definedNames>"), workbook.prefixed("</definedNames>")
        workbook.insert("definedNames", start + xml + end)
    _open_at(workbook, index)


def _open_at(workbook: Part, index: int) -> None:
    """Let every window show the sheet at `index` (from 0)."""
    views = workbook.child("bookViews")
    for view in workbook.children(views) if views else ():
        tag = with_attributes(workbook.tag(view), activeTab=str(index))
        workbook.replace(view.start, view.content_start, tag)
