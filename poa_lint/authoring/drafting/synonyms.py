"""Other words for the titles of a drafted form: those that offices print for the columns that rules know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from poa_lint.authoring.drafting.columns import Layout
from poa_lint.core.text import squashed

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "unidad_medida": ("UNIDAD DE MEDIDA", "UNIDAD", "U. DE M."),
    "meta_anual": ("META ANUAL", "PROGRAMADO ANUAL"),
    "observaciones": ("OBSERVACIONES", "JUSTIFICACION", "COMENTARIOS"),
}
"""The words for a column, by its id."""


def synonyms(columns: Layout) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The titles of known columns that stand alone, each with other words for it that are no title of the form."""
    titles = [title for column in columns.columns for title in column.path]
    known = set(map(squashed, titles))
    for column in columns.columns:
        (title, *lower) = column.path
        others = tuple(word for word in WORDS.get(column.id, ()) if squashed(word) not in known)
        if others and not lower and titles.count(title) == 1:
            yield title, others
