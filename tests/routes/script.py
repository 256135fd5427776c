"""The converters that are packages of Python, run by a Python that has them: `python script.py ROUTE < jobs`.

Each line of the input is a job, `source TAB target`. Nothing of the project is imported here.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TABLES = {"narrow": (34, 118, 46, 34, *([22] * 8), 46, 50, 70), "wide": (46, 216, 66, 42, *([34] * 8), 48, 52, 130)}


def _paper(source: Path, target: Path, kind: str) -> None:
    """A report's truth as a PDF of reportlab: `ruled`, `plain` or `narrow`."""
    platypus = importlib.import_module("reportlab.platypus")
    sizes = importlib.import_module("reportlab.lib.pagesizes")
    narrow = kind == "narrow"
    page = sizes.letter if narrow else sizes.landscape(sizes.legal)
    document = platypus.SimpleDocTemplate(
        str(target), pagesize=page, leftMargin=18, rightMargin=18, topMargin=20, bottomMargin=20, invariant=1
    )
    report = json.loads(source.read_text(encoding="utf-8"))
    story: list[Any] = []
    for leaf in report["leaves"]:
        story += [*_leaf(platypus, leaf, report, kind), platypus.PageBreak()]
    document.build(story)


def _leaf(platypus: Any, leaf: dict[str, Any], report: dict[str, Any], kind: str) -> Iterator[Any]:
    style = report["style"]
    size = 6 if kind == "narrow" else 7
    centre, left = _paragraph_style(size, 1), _paragraph_style(size, 0)
    yield from (platypus.Paragraph(title, centre) for title in leaf["titles"])
    yield platypus.Spacer(1, 6)
    yield platypus.Table(leaf["header"], hAlign="LEFT", style=_compact(size))
    for text in (leaf["form"], f"FECHA: {leaf['fecha']}"):
        yield platypus.Paragraph(text, _paragraph_style(size, 2 if style["dated"] else 0))
    yield platypus.Spacer(1, 4)
    yield _table(platypus, report["titles"], leaf, kind, centre, left)
    yield platypus.Spacer(1, 10)
    if style["beside"] and leaf["signatures"]:
        yield platypus.Table(list(zip(*leaf["signatures"], strict=True)), colWidths=[180] * 3, style=_compact(size))
    else:
        yield from (platypus.Paragraph(text or "&nbsp;", left) for one in leaf["signatures"] for text in ("", *one))


def _paragraph_style(size: int, side: int) -> Any:
    styles = importlib.import_module("reportlab.lib.styles")
    return styles.ParagraphStyle(
        f"s{size}{side}", fontName="Helvetica", fontSize=size, leading=size + 1, alignment=side
    )


def _compact(size: int) -> list[tuple[Any, ...]]:
    every = ((0, 0), (-1, -1))
    return [("FONTSIZE", *every, size), ("TOPPADDING", *every, 0), ("BOTTOMPADDING", *every, 1)]


def _table(platypus: Any, titles: list[list[str]], leaf: dict[str, Any], kind: str, centre: Any, left: Any) -> Any:
    rows = [[platypus.Paragraph(cell, centre) for cell in cells] for cells in titles]
    rows += [
        [platypus.Paragraph(cell, left if n in {1, 14} else centre) for n, cell in enumerate(cells)]
        for cells in leaf["rows"]
    ]
    spans = [("SPAN", (n, 0), (n, 2)) for n in (0, 1, 2, 3, 12, 13, 14)]
    spans += [("SPAN", (4, 0), (11, 0)), *(("SPAN", (n, 1), (n + 1, 1)) for n in (4, 6, 8, 10))]
    every = ((0, 0), (-1, -1))
    style: list[tuple[Any, ...]] = [*spans, ("VALIGN", *every, "MIDDLE"), ("LEFTPADDING", *every, 2)]
    style += [("RIGHTPADDING", *every, 2), ("TOPPADDING", *every, 1), ("BOTTOMPADDING", *every, 2)]
    if kind == "ruled":
        style.append(("GRID", *every, 0.5, "black"))
    return platypus.Table(rows, colWidths=TABLES["narrow" if kind == "narrow" else "wide"], style=style)


def _plumber_text(source: Path, layout: bool) -> str:
    with importlib.import_module("pdfplumber").open(source) as document:
        return "\n\f".join(page.extract_text(layout=layout) for page in document.pages) + "\n"


def _plumber_tables(source: Path) -> str:
    """The text above and below each table, and the table between bars."""
    pieces: list[str] = []
    with importlib.import_module("pdfplumber").open(source) as document:
        for page in document.pages:
            top = page.bbox[1]
            for table in page.find_tables():
                pieces.append(_between(page, top, table.bbox[1]))
                pieces += (_bars(cells) for cells in table.extract())
                top = table.bbox[3]
            pieces.append(_between(page, top, page.bbox[3]))
    return "\n".join(pieces) + "\n"


def _between(page: Any, top: float, bottom: float) -> str:
    if bottom - top < 1:
        return ""
    return str(page.crop((page.bbox[0], top, page.bbox[2], bottom)).extract_text()) + "\n"


def _bars(cells: list[str | None]) -> str:
    return "| " + " | ".join((cell or "").replace("\n", " ") for cell in cells) + " |"


def _pypdf(source: Path, mode: str) -> str:
    reader = importlib.import_module("pypdf").PdfReader(source)
    return "\n\f".join(page.extract_text(extraction_mode=mode) for page in reader.pages) + "\n"


def _pdfminer(source: Path) -> str:
    return str(importlib.import_module("pdfminer.high_level").extract_text(source)) + "\n"


def _pdfium(source: Path) -> str:
    document = importlib.import_module("pypdfium2").PdfDocument(source)
    return "\n\f".join(page.get_textpage().get_text_bounded() for page in document) + "\n"


def _pymupdf(source: Path) -> str:
    with importlib.import_module("pymupdf").open(source) as document:
        return "\n\f".join(page.get_text("text", sort=True) for page in document) + "\n"


def _pymupdf4llm(source: Path) -> str:
    return str(importlib.import_module("pymupdf4llm").to_markdown(str(source))) + "\n"


def _markitdown(source: Path) -> str:
    return str(importlib.import_module("markitdown").MarkItDown().convert(str(source)).text_content) + "\n"


def _docx2txt(source: Path) -> str:
    return str(importlib.import_module("docx2txt").process(str(source))) + "\n"


TEXTS: dict[str, Callable[[Path], str]] = {
    "pdfplumber-layout": lambda source: _plumber_text(source, True),
    "pdfplumber-text": lambda source: _plumber_text(source, False),
    "pdfplumber-tables": _plumber_tables,
    "pypdf": lambda source: _pypdf(source, "plain"),
    "pypdf-layout": lambda source: _pypdf(source, "layout"),
    "pdfminer": _pdfminer,
    "pdfium": _pdfium,
    "pymupdf": _pymupdf,
    "pymupdf4llm": _pymupdf4llm,
    "markitdown": _markitdown,
    "docx2txt": _docx2txt,
}
PAPERS = ("ruled", "plain", "narrow")


def main() -> None:
    route = sys.argv[1]
    for line in sys.stdin.read().splitlines():
        source, target = map(Path, line.split("\t"))
        if route in PAPERS:
            _paper(source, target, route)
        else:
            target.write_text(TEXTS[route](source), encoding="utf-8")


if __name__ == "__main__":
    main()
