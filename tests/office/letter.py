"""The seed as a Word document and as a page of HTML: paragraphs with tabs, tables with merged headings."""

import html
import zipfile
from pathlib import Path

from tests.office.content import Line, pages

TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}<w:sectPr>
<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720"/>
</w:sectPr></w:body></w:document>"""
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
WIDTHS = (900, 4200, 1300, 800, *([520] * 8), 850, 950, 1240, 520)
SPANS = {0: {4: 8}, 1: {4: 2, 6: 2, 8: 2, 10: 2}}
"""Heading cells by line and column that stand over several columns."""
TALL = (0, 1, 2, 3, 12, 13, 14)


def document(path: Path) -> None:
    """Write the seed as a .docx."""
    body = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>".join(_page(page) for page in pages())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", DOCUMENT.format(body)),
        ):
            package.writestr(zipfile.ZipInfo(name, (2024, 4, 15, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def _parts(page: list[Line]) -> list[tuple[str, list[Line]]]:
    """A page's lines in runs of text and of table."""
    runs: list[tuple[str, list[Line]]] = []
    for line in page:
        part = "text" if line.part == "text" else "table"
        if not runs or runs[-1][0] != part:
            runs.append((part, []))
        runs[-1][1].append(line)
    return runs


def _page(page: list[Line]) -> str:
    pieces = []
    for part, found in _parts(page):
        if part == "text":
            pieces += [_paragraph("\t".join(line.cells)) for line in found]
        else:
            pieces.append(_table(found))
    return "".join(pieces)


def _paragraph(text: str) -> str:
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{html.escape(piece)}</w:t>' for piece in text.split("\t"))
    tabs = '<w:tabs><w:tab w:val="left" w:pos="2600"/><w:tab w:val="left" w:pos="3400"/></w:tabs>'
    small = '<w:rPr><w:sz w:val="16"/></w:rPr>'
    return f'<w:p><w:pPr>{tabs}<w:spacing w:after="0"/></w:pPr><w:r>{small}{runs}</w:r></w:p>'


def _table(found: list[Line]) -> str:
    width = max(len(line.cells) for line in found)
    columns = "".join(f'<w:gridCol w:w="{size}"/>' for size in WIDTHS[:width])
    rows = []
    heading = 0
    for line in found:
        level = None
        if line.part == "heading":
            level, heading = heading, heading + 1
        rows.append(f"<w:tr>{''.join(_cells(line, level))}</w:tr>")
    layout = '<w:tblLayout w:type="fixed"/>'
    properties = f"<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders>{layout}</w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cells(line: Line, level: int | None) -> list[str]:
    spans = SPANS.get(level, {}) if level is not None else {}
    pieces = []
    column = 0
    while column < len(line.cells):
        span = spans.get(column, 1)
        properties = f'<w:tcW w:w="{sum(WIDTHS[column : column + span])}" w:type="dxa"/>'
        if span > 1:
            properties += f'<w:gridSpan w:val="{span}"/>'
        if level is not None and column in TALL:
            properties += '<w:vMerge w:val="restart"/>' if level == 0 else "<w:vMerge/>"
        properties += '<w:vAlign w:val="center"/>'
        text = html.escape(line.cells[column])
        run = f'<w:r><w:rPr><w:sz w:val="14"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
        spaced = '<w:pPr><w:spacing w:after="0"/></w:pPr>'
        pieces.append(f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{spaced}{run}</w:p></w:tc>")
        column += span
    return pieces


STYLE = """body { font: SIZEpt Arial, sans-serif } table { border-collapse: collapse; width: 100%; table-layout: fixed }
td { FRAME padding: 1pt 2pt; vertical-align: middle; text-align: center; overflow-wrap: break-word }
td.l { text-align: left } p { margin: 0; white-space: pre; tab-size: 22 } section { break-after: page }
@page { size: letter landscape; margin: 12mm }"""


def page(path: Path, *, framed: bool = True, size: int = 8) -> None:
    """Write the seed as a page of HTML, for printing; letters of 10 points break the headings' words."""
    frame = "border: 0.5pt solid black;" if framed else ""
    body = "".join(f"<section>{_html(found)}</section>" for found in pages())
    style = STYLE.replace("FRAME", frame).replace("SIZE", str(size))
    path.write_text(
        f"<!doctype html><meta charset=utf-8><title>Informe</title><style>{style}</style>{body}", encoding="utf-8"
    )


def _html(found: list[Line]) -> str:
    pieces = []
    for part, lines in _parts(found):
        if part == "text":
            pieces += [f"<p>{html.escape(chr(9).join(line.cells)) or '&nbsp;'}</p>" for line in lines]
        else:
            pieces.append(_html_table(lines))
    return "".join(pieces)


def _html_table(lines: list[Line]) -> str:
    width = max(len(line.cells) for line in lines)
    columns = "".join(f'<col style="width:{size / sum(WIDTHS[:width]):.3%}">' for size in WIDTHS[:width])
    rows = []
    heading = 0
    for line in lines:
        level = None
        if line.part == "heading":
            level, heading = heading, heading + 1
        rows.append(f"<tr>{''.join(_html_cells(line, level))}</tr>")
    return f"<table><colgroup>{columns}</colgroup>{''.join(rows)}</table>"


def _html_cells(line: Line, level: int | None) -> list[str]:
    spans = SPANS.get(level, {}) if level is not None else {}
    pieces = []
    column = 0
    while column < len(line.cells):
        span = spans.get(column, 1)
        extent = f" colspan={span}" if span > 1 else ""
        tall = level is not None and column in TALL
        if tall and level == 0:
            extent = " rowspan=3"
        if not (tall and level):
            side = " class=l" if column in {1, 14} and level is None else ""
            pieces.append(f"<td{extent}{side}>{html.escape(line.cells[column])}</td>")
        column += span
    return pieces


TIGHT = """body { font: 8pt Arial, sans-serif } p { margin: 0; white-space: pre; tab-size: 22 }
section { break-after: page } td { padding: 2pt; white-space: nowrap } table { border-collapse: collapse }
@page { size: letter landscape; margin: 12mm }"""


def tight(path: Path, text: str) -> None:
    """Write a report as HTML with one line for each goal, every cell from its left edge on and no rulings."""
    found: list[str] = []
    table: list[str] = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 10:
            plain = Line("heading" if not cells[1][:1].isdigit() else "row", tuple(cells))
            level = len(table) if plain.part == "heading" else None
            table.append(f"<tr>{''.join(_html_cells(plain, level))}</tr>")
            continue
        found += [f"<table>{''.join(table)}</table>"] if table else []
        table = []
        new = "</section><section>" if line.startswith("GOBIERNO") and found else ""
        found.append(f"{new}<p>{html.escape(line) or '&nbsp;'}</p>")
    style = f"<!doctype html><meta charset=utf-8><style>{TIGHT}</style>"
    path.write_text(f"{style}<section>{''.join(found)}</section>", encoding="utf-8")
