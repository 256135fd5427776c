"""Documents of reports (.docx), written as XML: header, table with merged headings, signatures."""

import html
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.office.letter import RELATIONS, SPANS, TALL, TYPES
from tests.routes.reports import TITLES, Leaf, Report, Style

DOCUMENT: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}<w:sectPr>
<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/><w:pgMar w:top="560" w:right="560" w:bottom="560" w:left="560"/>
</w:sectPr></w:body></w:document>"""
SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
FRAME: Final = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in SIDES)
WIDTHS: Final = (850, 4000, 1250, 800, *([560] * 8), 900, 1000, 1440)
HEADER: Final = (2600, 900, 9000)
SIGNED: Final = (4800, 4800, 4800)
BREAK: Final = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"


def write(report: Report, path: Path, *, framed: bool = True) -> None:
    """Write a report as a document; always the same bytes for the same report."""
    body = BREAK.join("".join(_page(leaf, report.style, framed)) for leaf in report.leaves)
    parts = (
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", DOCUMENT.format(body)),
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(zipfile.ZipInfo(name, (2024, 4, 15, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def _page(leaf: Leaf, style: Style, framed: bool) -> list[str]:
    pieces = [_paragraph(title, "center") for title in leaf.titles]
    if style.tabs:
        pieces += [_paragraph("\t".join(line)) for line in leaf.header]
    else:
        pieces += [_paragraph(""), _plain_table(leaf.header, HEADER)]
    side = "right" if style.dated else "left"
    pieces += [_paragraph(leaf.form, side), _paragraph(f"FECHA: {leaf.fecha}", side), _paragraph("")]
    pieces += [_table(leaf, framed), _paragraph("")]
    if style.beside and leaf.signatures:
        return [*pieces, _plain_table(tuple(zip(*leaf.signatures, strict=True)), SIGNED)]
    return pieces + [_paragraph(text) for signature in leaf.signatures for text in (*signature, "")]


def _paragraph(text: str, side: str = "left") -> str:
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{html.escape(piece)}</w:t>' for piece in text.split("\t"))
    tabs = '<w:tabs><w:tab w:val="left" w:pos="2600"/><w:tab w:val="left" w:pos="3400"/></w:tabs>'
    properties = f'{tabs}<w:spacing w:after="0"/><w:jc w:val="{side}"/>'
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr><w:sz w:val="16"/></w:rPr>{runs}</w:r></w:p>'


def _plain_table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """A table without rulings."""
    made = "".join(
        f"<w:tr>{''.join(_cell(text, width, '') for text, width in zip(row, widths, strict=True))}</w:tr>"
        for row in rows
    )
    return _of_rows(made, widths, "")


def _table(leaf: Leaf, framed: bool) -> str:
    heading = "".join(f"<w:tr>{_heading(level)}</w:tr>" for level in range(len(TITLES)))
    rows = "".join(
        f"<w:tr>{''.join(_cell(text, width, '') for text, width in zip(row, WIDTHS, strict=True))}</w:tr>"
        for row in leaf.rows
    )
    return _of_rows(heading + rows, WIDTHS, FRAME if framed else "")


def _of_rows(rows: str, widths: Sequence[int], frame: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
    borders = f"<w:tblBorders>{frame}</w:tblBorders>" if frame else ""
    properties = f'<w:tblPr>{borders}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _heading(level: int) -> str:
    """The cells of one of the heading's lines, merged as on the form."""
    spans = SPANS.get(level, {})
    pieces: list[str] = []
    column = 0
    while column < len(WIDTHS):
        span = spans.get(column, 1)
        merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        if column in TALL:
            merged += '<w:vMerge w:val="restart"/>' if level == 0 else "<w:vMerge/>"
        pieces.append(_cell(TITLES[level][column], sum(WIDTHS[column : column + span]), merged))
        column += span
    return "".join(pieces)


def _cell(text: str, width: int, merged: str) -> str:
    run = f'<w:r><w:rPr><w:sz w:val="14"/></w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/>'
    paragraph = f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{run if text else ""}</w:p>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"
