"""Results as a notebook shows them: a line of text, and a small table in HTML without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from poa_lint.core.text import short, visible

MOST_ROWS: Final = 30
"""Rows of a table; a notebook keeps its outputs, so that they stay small."""
Texts = Sequence[str]


def quoted(text: str) -> str:
    """A text in quotes, short and with the characters that nobody sees as escapes, for a line about a result."""
    return repr(short(visible(text)))


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 error`, `2 errors`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def table(caption: str, headings: Texts, rows: Iterable[Texts], more: str = "") -> str:
    """A table in HTML with all texts escaped. `more` says below it how many rows were left out; empty for none."""
    parts = ["<table>", f"<caption>{_escaped(caption)}</caption>", f"<thead>{_row('th', headings)}</thead>", "<tbody>"]
    parts += [_row("td", row) for row in rows]
    if more:
        parts.append(f'<tr><td colspan="{len(headings)}">{_escaped(more)}</td></tr>')
    return "\n".join([*parts, "</tbody>", "</table>"])


def _row(tag: str, texts: Texts) -> str:
    return f"<tr>{''.join(f'<{tag}>{_escaped(text)}</{tag}>' for text in texts)}</tr>"


def _escaped(text: str) -> str:
    from html import escape  # few programs are notebooks

    return escape(short(visible(text)))
