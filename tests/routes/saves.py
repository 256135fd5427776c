"""Text of reports as Excel, Word, Notepad and converters to Markdown save it, written by ourselves."""

import csv
import io
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tests.routes import aligned
from tests.routes.reports import TITLES, Leaf, Report, tabbed
from tests.routes.sheets import WIDTHS

Cells = tuple[str, ...]
FLAT: Final = tuple(
    (TITLES[0][column] if not 4 <= column < 12 else f"{TITLES[1][column - column % 2]} {TITLES[2][column]}")
    for column in range(len(WIDTHS))
)
"""The heading in one line: `Ene-Mar P`."""
DOTTED: Final = tuple(
    f"PERIODO.{title.replace(' ', '.')}" if 4 <= column < 12 else title for column, title in enumerate(FLAT)
)
"""The heading in one line as Docling writes it: `PERIODO.Ene-Mar.P`."""
BREAK_AFTER: Final = 24
"""Characters behind which a wrapped cell goes on in its next line."""


def _sheet(leaf: Leaf, *, beside: bool) -> Iterator[Cells]:
    """A page as rows of a sheet."""
    yield from ((title,) for title in leaf.titles)
    yield ()
    yield from leaf.header
    yield from ((), (leaf.form,), (), (f"FECHA: {leaf.fecha}",), (), *TITLES, *leaf.rows, ())
    if beside:
        for texts in zip(*leaf.signatures, strict=True):
            yield ("", texts[0], "", "", texts[1], *[""] * 7, texts[2])
    else:
        yield from (cells for one in leaf.signatures for cells in (*((text,) for text in one), ()))
    yield ()


def _rows(report: Report) -> Iterator[Cells]:
    for leaf in report.leaves:
        yield from _sheet(leaf, beside=report.style.beside)


def _delimited(report: Report, delimiter: str) -> str:
    """Every line as wide as the table, in quotes what needs them, as Excel does."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    for cells in _rows(report):
        writer.writerow([*cells, *[""] * (len(WIDTHS) - len(cells))])
    return stream.getvalue()


def _excel_tabs(report: Report) -> str:
    """Text with tabs as Excel saves it: cells with commas or quotation marks stand in quotes."""
    lines = []
    for cells in _rows(report):
        full = [*cells, *[""] * (len(WIDTHS) - len(cells))]
        lines.append("\t".join(f'"{cell}"' if "," in cell else cell for cell in full))
    return "\r\n".join(lines) + "\r\n"


def _prn(report: Report) -> str:
    """Text with blanks as Excel saves it: columns as wide as the sheet's, words cut where the next cell is full."""
    return "\r\n".join(_padded(cells) for cells in _rows(report)) + "\r\n"


def _padded(cells: Cells) -> str:
    pieces: list[str] = []
    over = ""
    for column, width in enumerate(WIDTHS):
        cell = cells[column] if column < len(cells) else ""
        text = cell or over
        number = cell[:1].isdigit() and cell.replace(",", "").replace(".", "").rstrip("%").isdigit()
        pieces.append(text[:width].rjust(width) if number else text[:width].ljust(width))
        over = text[width:]
    return "".join(pieces).rstrip()


def _blanks(report: Report) -> str:
    """Tabs that a program made one blank of."""
    return tabbed(report).replace("\t", " ")


def _stops(report: Report) -> str:
    """Tabs that a program made blanks of, up to the next eighth character."""
    return tabbed(report).expandtabs(8)


def _markdown(report: Report, headings: Sequence[Cells], *, beside: bool, cell: Callable[[str], str] = str) -> str:
    """A report as Markdown: the header and the table between bars."""
    lines: list[str] = []
    for leaf in report.leaves:
        lines += [line for title in leaf.titles for line in (f"## {title}", "")]
        lines += [_bars(("", "", "")), "| --- | --- | --- |", *(_bars(line) for line in leaf.header), ""]
        lines += [leaf.form, "", f"FECHA: {leaf.fecha}", "", _bars(headings[0]), "|" + "---|" * len(WIDTHS)]
        lines += [_bars(cells) for cells in headings[1:]]
        lines += [_bars([cell(text) for text in cells]) for cells in leaf.rows]
        lines += ["", *_signed(leaf, beside=beside), ""]
    return "\n".join(lines) + "\n"


def _signed(leaf: Leaf, *, beside: bool) -> list[str]:
    if beside and leaf.signatures:
        first, *others = zip(*leaf.signatures, strict=True)
        return [_bars(first), "| --- | --- | --- |", *(_bars(texts) for texts in others)]
    return [line for one in leaf.signatures for text in one for line in (text, "")]


def _bars(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _bold(cells: Cells) -> Cells:
    return tuple(f"**{cell}**" if cell else "" for cell in cells)


def _broken(text: str) -> str:
    """A cell's words with HTML's line breaks where a narrow column wraps them."""
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > BREAK_AFTER and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def _open_bars(report: Report) -> str:
    """Bars between cells, none outside, and no line of dashes."""
    return "\n".join("|".join(cells) for cells in _rows(report)) + "\n"


def _closed_bars(report: Report) -> str:
    return "\n".join(f"|{'|'.join(cells)}|" if len(cells) > 1 else "".join(cells) for cells in _rows(report)) + "\n"


def _flat_tabs(report: Report) -> str:
    three = "\n".join("\t".join(cells) for cells in TITLES)
    return tabbed(report).replace(three, "\t".join(FLAT))


def _word_copy(report: Report) -> str:
    """A table copied from Word: a merged cell of the heading is one cell, and signatures side by side are a table."""
    lines: list[str] = []
    for leaf in report.leaves:
        lines += [*leaf.titles, *("\t".join(line) for line in leaf.header), leaf.form, f"FECHA: {leaf.fecha}"]
        lines += ["\t".join(filter(None, TITLES[0])), "\t".join(("", "", "", "", *filter(None, TITLES[1]), "", "", ""))]
        lines += ["\t".join(cells) for cells in (TITLES[2], *leaf.rows)]
        if report.style.beside:
            lines += ["\t".join(texts) for texts in zip(*leaf.signatures, strict=True)]
        else:
            lines += [text for one in leaf.signatures for text in one]
    return "\r\n".join(lines) + "\r\n"


def _excel_copy(report: Report) -> str:
    """Cells copied from a sheet into Notepad: those that have line breaks stand in quotes over several lines."""
    lines = []
    for cells in _rows(report):
        shown = [_broken(cell).replace("<br>", "\n") for cell in cells]
        lines.append("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in shown))
    return "\r\n".join(lines) + "\r\n"


def _aligned(gap: int) -> Callable[[Report], str]:
    """Columns of characters, `gap` blanks apart."""
    return lambda report: aligned.text(report, random.Random(f"{gap} {report.name}"), gap)  # noqa: S311  no secrets


SAVES: Final[dict[str, tuple[str, str, Callable[[Report], str]]]] = {
    "tabs": (".txt", "utf-8", tabbed),
    "tabs-flat": (".txt", "utf-8", _flat_tabs),
    "tabs-excel-cp1252": (".txt", "cp1252", _excel_tabs),
    "tabs-excel-unicode": (".txt", "utf-16", _excel_tabs),
    "copy-from-word": (".txt", "utf-8", _word_copy),
    "copy-from-excel": (".txt", "utf-8", _excel_copy),
    "aligned-1": (".txt", "utf-8", _aligned(1)),
    "aligned-2": (".txt", "utf-8", _aligned(2)),
    "aligned-3": (".txt", "utf-8", _aligned(3)),
    "prn": (".prn", "cp1252", _prn),
    "blank-for-tab": (".txt", "utf-8", _blanks),
    "stops-for-tabs": (".txt", "utf-8", _stops),
    "csv-semicolons": (".csv", "cp1252", lambda report: _delimited(report, ";")),
    "csv-commas": (".csv", "utf-8-sig", lambda report: _delimited(report, ",")),
    "semicolons-named-txt": (".txt", "utf-8", lambda report: _delimited(report, ";")),
    "bars-open": (".txt", "utf-8", _open_bars),
    "bars-closed": (".txt", "utf-8", _closed_bars),
    "pipes-three": (".md", "utf-8", lambda report: _markdown(report, TITLES, beside=report.style.beside)),
    "pipes-one": (".md", "utf-8", lambda report: _markdown(report, (FLAT,), beside=False)),
    "pipes-bold": (".md", "utf-8", lambda report: _markdown(report, tuple(map(_bold, TITLES)), beside=False)),
    "pipes-breaks": (".md", "utf-8", lambda report: _markdown(report, TITLES, beside=False, cell=_broken)),
    "pipes-docling": (".md", "utf-8", lambda report: _markdown(report, (DOTTED,), beside=False)),
}
"""Kinds of saved text: the ending of its files, its encoding, its writer."""
