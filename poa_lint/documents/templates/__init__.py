"""Documents with named fields, `{unidad}`, that are replaced by texts. Nothing else in them is looked at or run.

A block, `{observaciones}`, stands alone in its paragraph or line and is replaced by several lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

FIELD: Final = re.compile(r"\{([^\W\d]\w{0,39})\}")
KINDS: Final = ("text", "title", "goal", "item", "detail", "sub")
"""Kinds of a block's lines: running text, a title, a goal's title, a numbered item, its details, what follows."""


class Line(NamedTuple):
    """One line of a block; `mark` stands before it in the margin (`1.`)."""

    text: str
    kind: str = "text"
    mark: str = ""


class Content(NamedTuple):
    """The texts of a letter: of each field one line, of each block several or none."""

    values: Mapping[str, str]
    blocks: Mapping[str, Sequence[Line]]


class TemplateError(Exception):
    """A template that cannot be used.

    `kind` is `unknown-field` or `block-inside` with the field's `name`, or `unreadable`.
    """

    def __init__(self, kind: str, name: str = "") -> None:
        super().__init__(kind, name)
        self.kind, self.name = kind, name


class Template(Protocol):
    """A template that is in order."""

    def filled(self, content: Content) -> bytes:
        """The bytes of a document with the texts in the places of the fields."""
        ...


def check(paragraph: str, values: Collection[str], blocks: Collection[str]) -> str:
    """The block that a paragraph consists of; empty for none. Raises TemplateError."""
    for name in FIELD.findall(paragraph):
        if name in blocks:
            if paragraph.strip() != f"{{{name}}}":
                raise TemplateError("block-inside", name)
            return str(name)
        if name not in values:
            raise TemplateError("unknown-field", name)
    return ""
