"""Templates in plain text: a line with a field is filled and wrapped, every other line stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from poa_lint.core.text import visible, wrapped
from poa_lint.documents.templates import FIELD, Content, Line, TemplateError, check

WIDTH: Final = 80
_MARGIN: Final = {"item": "    ", "detail": "    ", "sub": "      "}


class TextTemplate:
    """A template of lines; `width` is that of the lines that are filled."""

    def __init__(self, data: bytes, values: Collection[str], blocks: Collection[str], width: int = WIDTH) -> None:
        """Check the fields. Raises TemplateError."""
        try:
            self.lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise TemplateError("unreadable") from None
        self.blocks = [check(line, values, blocks) for line in self.lines]
        self.width = width

    def filled(self, content: Content) -> bytes:
        """The text in UTF-8. The blank line behind a block that is empty goes with it."""
        made: list[str] = []
        skip = False
        for line, block in zip(self.lines, self.blocks, strict=True):
            if skip and not line.strip():
                skip = False
                continue
            skip = bool(block) and not content.blocks[block]
            made += self._block(content.blocks[block]) if block else self._line(line, content)
        return "".join(f"{line}\n" for line in made).encode("utf-8", "backslashreplace")

    def _line(self, line: str, content: Content) -> list[str]:
        if not FIELD.search(line):
            return [line.rstrip()]
        text = FIELD.sub(lambda field: visible(content.values[field[1]]), line)
        if not text.strip():
            return []
        indent = line[: len(line) - len(line.lstrip())]
        return wrapped(text.strip(), indent, indent, self.width)

    def _block(self, lines: Collection[Line]) -> Iterator[str]:
        before = ""
        for line in lines:
            if before and line.kind in ("title", "goal", "item") and before not in ("title", "goal"):
                yield ""
            yield from self._written(line)
            before = line.kind

    def _written(self, line: Line) -> list[str]:
        margin = _MARGIN.get(line.kind, "")
        text = visible(line.text)
        if line.kind == "title":
            return [*wrapped(text.upper(), "", "", self.width), ""]
        if line.kind == "goal":
            return [*wrapped(text, "", "  ", self.width), ""]
        return wrapped(text, f"{line.mark} ".rjust(len(margin)) if line.mark else margin, margin, self.width)
