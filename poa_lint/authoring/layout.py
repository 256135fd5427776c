"""The names that a form gives to its columns and to the lines of its header, for those who write rules and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from poa_lint.core.form import Form
from poa_lint.core.text import visible, wrapped
from poa_lint.core.words import Words
from poa_lint.rulebook.nodes import NAMED, own_column


class Names(NamedTuple):
    """The ids of a form, each with its titles: columns that sentences name, its own ones, and lines of the header.

    A column of every period stands there once, without the number of the period.
    """

    fields: dict[str, list[str]]
    own: dict[str, list[str]]
    header: dict[str, list[str]]


def names(form: Form) -> Names:
    """The names of a form."""
    fields: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for column in form.columns:
        name = column.columna.id.partition(".")[0]
        (fields if name in NAMED else own).setdefault(name, []).append(column.columna.titulo)
    header = {entry.columna.id: [entry.columna.titulo] for entry in form.head.entries}
    return Names(fields, own, header)


def page(form: Form, words: Words, width: int = 100) -> str:
    """The page of a form as plain text, `width` columns wide."""
    title = visible(f"{form.code} {form.name[words.language]}")
    lines = [title, "=" * len(title), "", *_lines(form, words, width), ""]
    return "\n".join(lines)


def _lines(form: Form, words: Words, width: int) -> Iterator[str]:
    found = names(form)
    for key, listed in (("fields", found.fields), ("own", found.own), ("header", found.header)):
        if listed:
            example, _ = next(filter(None, (own_column(name, (form,)) for name in found.own)), ("", ""))
            yield from wrapped(words(f"layout.{key}", form=form.code, column=example), "", "  ", width)
            wide = max(map(len, listed))
            for id, titles in listed.items():
                yield from wrapped(visible("; ".join(titles)), f"  {id:<{wide}}  ", " " * (wide + 4), width)
            yield ""
    periods = ", ".join(period.nombre for period in form.periods)
    yield from wrapped(words("layout.periods", n=str(len(form.periods)), periods=visible(periods)), "", "  ", width)


def markdown(forms: Iterable[Form], words: Words) -> str:
    """A table of forms with their names, in Markdown."""
    heads = [words(f"layout.head.{key}") for key in ("form", "periods", "fields", "own", "header")]
    rows = [" | ".join(heads), " | ".join(["---"] * len(heads))]
    for form in forms:
        found = names(form)
        listed = (", ".join(f"`{id}`" for id in ids) or "-" for ids in (found.fields, found.own, found.header))
        rows.append(" | ".join((f"`{form.code}`", str(len(form.periods)), *listed)))
    return "\n".join(f"| {row} |" for row in rows)
