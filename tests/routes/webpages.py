"""Reports as pages of HTML, for a browser to print: wide with rulings, or narrow without."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.office.letter import SPANS, TALL
from tests.routes.letters import WIDTHS
from tests.routes.reports import TITLES, Leaf, Report, Style

BASE: Final = """table { border-collapse: collapse; width: 100% } p { margin: 0 } section { break-after: page }
td { padding: 1pt 2pt; vertical-align: middle } table.t td { text-align: center } table.t td.l { text-align: left }
p.c { text-align: center } p.r { text-align: right } table.h { width: auto } table.s { margin-top: 8pt }
table.s td { text-align: center; width: 33% } """
WIDE: Final = """body { font: 7pt Arial, sans-serif } table.t { table-layout: fixed; overflow-wrap: break-word }
table.t td { border: 0.5pt solid black } @page { size: legal landscape; margin: 10mm }"""
NARROW: Final = "body { font: 7.5pt Arial, sans-serif } @page { size: letter portrait; margin: 10mm }"


def write(report: Report, path: Path, *, wide: bool) -> None:
    """Write a report as a page of HTML."""
    body = "".join(f"<section>{''.join(_page(leaf, report.style, wide))}</section>" for leaf in report.leaves)
    style = BASE + (WIDE if wide else NARROW)
    path.write_text(
        f"<!doctype html><meta charset=utf-8><title>Informe</title><style>{style}</style>{body}", encoding="utf-8"
    )


def _page(leaf: Leaf, style: Style, wide: bool) -> list[str]:
    pieces = [f"<p class=c>{html.escape(title)}</p>" for title in leaf.titles]
    pieces += ["<p>&nbsp;</p>", _plain(leaf.header, "h")]
    side = " class=r" if style.dated else ""
    pieces += [f"<p{side}>{text}</p>" for text in (leaf.form, f"FECHA: {leaf.fecha}")]
    pieces.append(_table(leaf, wide))
    if style.beside and leaf.signatures:
        pieces.append(_plain(tuple(zip(*leaf.signatures, strict=True)), "s"))
    elif leaf.signatures:
        pieces += [f"<p>{html.escape(text) or '&nbsp;'}</p>" for one in leaf.signatures for text in ("", *one)]
    return pieces


def _plain(rows: Sequence[Sequence[str]], name: str) -> str:
    made = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f"<table class={name}>{made}</table>"


def _table(leaf: Leaf, wide: bool) -> str:
    columns = "".join(f'<col style="width:{width / sum(WIDTHS):.3%}">' for width in WIDTHS) if wide else ""
    heading = "".join(f"<tr>{_heading(level)}</tr>" for level in range(len(TITLES)))
    rows = "".join(f"<tr>{_row(row)}</tr>" for row in leaf.rows)
    return f"<table class=t><colgroup>{columns}</colgroup>{heading}{rows}</table>"


def _heading(level: int) -> str:
    spans = SPANS.get(level, {})
    pieces: list[str] = []
    column = 0
    while column < len(WIDTHS):
        span = spans.get(column, 1)
        extent = f" colspan={span}" if span > 1 else " rowspan=3" if column in TALL else ""
        if level == 0 or column not in TALL:
            pieces.append(f"<td{extent}>{html.escape(TITLES[level][column])}</td>")
        column += span
    return "".join(pieces)


def _row(row: tuple[str, ...]) -> str:
    sides = ("", " class=l")
    return "".join(f"<td{sides[column in {1, 14}]}>{html.escape(text)}</td>" for column, text in enumerate(row))
