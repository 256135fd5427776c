"""`[tool.poa-lint]` of a pyproject.toml as the same kind of tree that a settings file in YAML gives."""

from __future__ import annotations

import re
from typing import Final

from poa_lint.core import yamltree
from poa_lint.core.source import Source, Trouble
from poa_lint.core.yamltree import Broken, Mapping, Mark, Node, Scalar, Sequence

_TABLE: Final = "[tool.poa-lint"
_PART: Final = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY: Final = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+({_PART}(?:\.[ \t]*+{_PART}){{{2 * yamltree.MAX_DEPTH}}})", re.MULTILINE
)
"""A key of more dotted parts than settings may be deep; `tomllib` takes the square of their number in time."""


def read(text: str, path: str) -> Node | Trouble:
    """The tree of our own table, or what is wrong with the file first; a key's place is where its word stands first."""
    import tomllib

    if len(text) > yamltree.MAX_CHARACTERS:
        return Trouble(path, text, "yaml-too-long", 0, values={"limit": f"{yamltree.MAX_CHARACTERS:,}"})
    depth = {"limit": str(yamltree.MAX_DEPTH)}
    if long := _LONG_KEY.search(text):
        return Trouble(path, text, "yaml-depth", long.start(1), values=depth)
    try:
        data = tomllib.loads(text)
        tool = data.get("tool")
        ours = tool.get("poa-lint", {}) if isinstance(tool, dict) else {}
        return _Tables(text).node(ours, max(text.find(_TABLE), 0), "", 0)
    except RecursionError:
        return Trouble(path, text, "yaml-depth", 0, values=depth)
    except Broken as broken:
        return Trouble(path, text, broken.kind, broken.mark.offset, values=broken.values)
    except ValueError as error:  # a syntax error, or an integer of more digits than Python takes
        return Trouble(path, text, "toml-syntax", 0, values={"problem": str(error)})


class _Tables:
    """Finds the places of values in the text of a TOML file, whose parser tells none."""

    def __init__(self, text: str) -> None:
        self.source = Source("", text)

    def node(self, value: object, begin: int, word: str, depth: int) -> Node:
        """The tree of a value whose `word` stands behind the offset `begin`. Raises Broken for too many levels."""
        offset = max(self.source.text.find(word, begin), 0) if word else begin
        mark = Mark(*self.source.position(offset), offset)
        if depth > yamltree.MAX_DEPTH:
            raise Broken("yaml-depth", mark, limit=str(yamltree.MAX_DEPTH))
        if isinstance(value, dict):
            entries = {str(key): self.node(inner, offset, str(key), depth + 1) for key, inner in value.items()}
            return Mapping(entries, {key: node.mark for key, node in entries.items()}, mark)
        if isinstance(value, list):
            return Sequence(tuple(self.node(inner, offset, "", depth + 1) for inner in value), mark)
        return Scalar(str(value).lower() if isinstance(value, bool) else str(value), mark)
