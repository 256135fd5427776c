"""A workbook as a package of XML parts: a part that is not changed is copied byte for byte."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Final, NamedTuple

from poa_lint.documents.marking.part import Part, quoted
from poa_lint.documents.relations import main
from poa_lint.documents.zip import Package

TYPES: Final = "[Content_Types].xml"
"""The part that states the content type of every part."""
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TRANSITIONAL: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
_STRICT: Final = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""The namespaces of the markup and of relationships in the two variants of Open XML."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of new parts, always the same: the first that a zip file can store."""


class Relation(NamedTuple):
    """A reference to another part of the workbook; `kind` is the last word of its type, `comments` for example."""

    id: str
    kind: str
    target: str


class Book:
    """A workbook whose parts are being changed; `path` is the part of the workbook itself.

    Parts are named in any spelling, as `Package` finds them. Raises UnreadableFile for a broken workbook.
    """

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._order = zipfile.ZipFile(io.BytesIO(data)).infolist()
        self._parts: dict[str, Part] = {}
        self._new: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._suffixes: set[str] = set()
        self._relation_count = 0
        self.path = main(self._package) or "xl/workbook.xml"
        self.workbook = self.part(self.path)
        self.main, self.office = _STRICT if _STRICT[0] in self.workbook.text else _TRANSITIONAL

    def has(self, name: str) -> bool:
        """True if there is a part of that name."""
        name = self._spelled(name)
        return name in self._package.names or name in self._new or name in self._parts

    def part(self, name: str) -> Part:
        """Return the part `name` for reading and changing. Raises UnreadableFile if it is missing or no text."""
        name = self._spelled(name)
        if name not in self._parts:
            self._parts[name] = Part(self.raw(name))
        return self._parts[name]

    def raw(self, name: str) -> bytes:
        """Return the bytes of a part, without the changes made through `part`."""
        name = self._spelled(name)
        return self._new[name] if name in self._new else self._package.read(name)

    def write(self, name: str, data: bytes) -> None:
        """Add a part, or replace the bytes of one."""
        self._new[self._spelled(name)] = data

    def free_name(self, pattern: str) -> str:
        """A name that no part has yet: `pattern` with the first free number for `{}`."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Every sheet's name and part, in order."""
        targets = {relation.id: relation.target for relation in self.relations(self.path)}
        sheets = self.workbook.child("sheets")
        for sheet in self.workbook.children(sheets) if sheets else ():
            target = targets.get(self.workbook.attribute(sheet, "id") or "")
            if target is not None and self.has(target):
                yield self.workbook.attribute(sheet, "name") or "", target

    def relations(self, name: str) -> list[Relation]:
        """The references of a part to others of the workbook."""
        path = _relations_part(name)
        return list(_relations(self.part(path), posixpath.dirname(name))) if self.has(path) else []

    def add_relation(self, name: str, kind: str, target: str) -> str:
        """Let the part `name` refer to `target` and return the relation's id."""
        path = _relations_part(name)
        if not self.has(path):
            self._parts[path] = Part(f"<Relationships xmlns={quoted(_PACKAGE)}/>".encode())
        part = self.part(path)
        self._relation_count += 1
        relation_id = f"rIdPoa{self._relation_count}"
        while relation_id in part.text:
            relation_id += "x"
        attributes = f"Id={quoted(relation_id)} Type={quoted(f'{self.office}/{kind}')} Target={quoted(f'/{target}')}"
        part.append(part.root, part.prefixed(f"<Relationship {attributes}/>"))
        return relation_id

    def remove(self, relation: Relation) -> None:
        """Take a part away that only the workbook itself refers to, by this relation."""
        self._removed.add(self._spelled(relation.target))
        links, types = self.part(_relations_part(self.path)), self.part(TYPES)
        for node in links.children():
            if links.attribute(node, "Id") == relation.id:
                links.replace(node.start, node.end, "")
        for node in types.children():
            if (types.attribute(node, "PartName") or "").lstrip("/").lower() == relation.target.lower():
                types.replace(node.start, node.end, "")

    def declare(self, name: str, content_type: str) -> None:
        """State the content type of a new part."""
        types = self.part(TYPES)
        attributes = f"PartName={quoted(f'/{name}')} ContentType={quoted(content_type)}"
        types.append(types.root, types.prefixed(f"<Override {attributes}/>"))

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """State the content type of parts with a suffix, unless it is stated already."""
        types = self.part(TYPES)
        defaults = (node for node in types.children() if node.name == "Default")
        known = {(types.attribute(node, "Extension") or "").lower() for node in defaults}
        if suffix not in known | self._suffixes:
            self._suffixes.add(suffix)
            attributes = f"Extension={quoted(suffix)} ContentType={quoted(content_type)}"
            types.append(types.root, types.prefixed(f"<Default {attributes}/>"))

    def data(self) -> bytes:
        """Return the workbook with its changes; the same changes give the same bytes."""
        changed = self._new | {name: part.data() for name, part in self._parts.items() if part.changed}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in self._order:
                if self._spelled(info.filename) in self._removed:
                    continue
                data = changed.pop(self._spelled(info.filename), None)
                new_info = zipfile.ZipInfo(info.filename, info.date_time)
                new_info.external_attr = info.external_attr
                copy.writestr(new_info, self.raw(info.filename) if data is None else data, zipfile.ZIP_DEFLATED)
            for name, data in changed.items():
                copy.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    def _spelled(self, name: str) -> str:
        """The name of a part as the file spells it, with slashes; a new part's as it is."""
        name = name.replace("\\", "/").lstrip("/")
        return self._package.find(name) or name


def _relations(part: Part, folder: str) -> Iterator[Relation]:
    """The relations stated in `part`, without those to outside of the workbook; `folder` is that of their source."""
    for node in part.children():
        if part.attribute(node, "TargetMode") != "External":
            target = posixpath.join("/", folder, (part.attribute(node, "Target") or "").replace("\\", "/"))
            kind = (part.attribute(node, "Type") or "").rpartition("/")[2]
            yield Relation(part.attribute(node, "Id") or "", kind, posixpath.normpath(target).lstrip("/"))


def _relations_part(name: str) -> str:
    """The part that states the relations of the part `name`: `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")
