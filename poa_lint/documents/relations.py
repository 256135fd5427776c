"""Follow the references between the parts of an office's package (.xlsx, .xlsb, .docx) to their names."""

import posixpath
from typing import NamedTuple

from poa_lint.documents.zip import Package, tree


class Relation(NamedTuple):
    """A reference to another part; `kind` is the last word of its type, `worksheet` for example."""

    kind: str
    part: str
    """The part's name from the package's root, as the reference spells it."""


def relations(package: Package, part: str) -> dict[str, Relation]:
    """The references of `part` ("" for the package itself) to parts of the package, by id; empty if it has none.

    Targets may be absolute or relative, and have backslashes. Raises UnreadableFile for broken ones.
    """
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    return {
        node.get("Id", ""): Relation(node.get("Type", "").rpartition("/")[2], _absolute(folder, node.get("Target", "")))
        for node in tree(package.read(path)).iter("Relationship")
        if node.get("TargetMode") != "External"
    }


def main(package: Package) -> str | None:
    """The part that holds the document itself, by the package's own references; None if they name none that is there.

    It is `xl/workbook.xml` or `word/document.xml` in most files, and `word/document2.xml` in some.
    """
    targets = (relation.part for relation in relations(package, "").values() if relation.kind == "officeDocument")
    return next((found for target in targets if (found := package.find(target)) is not None), None)


def _absolute(folder: str, target: str) -> str:
    """The name of a part from the package's root; `target` is its name from `folder`, or absolute."""
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
