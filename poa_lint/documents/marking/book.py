"""A workbook as its parts: what is not changed is copied byte for byte."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Final, NamedTuple

from poa_lint.documents.marking.part import Part, quoted
from poa_lint.documents.zip import Package

WORKBOOK: Final = "xl/workbook.xml"
TYPES: Final = "[Content_Types].xml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_USUAL: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
_STRICT: Final = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


class Relation(NamedTuple):
    """What a part refers to: the last word of the kind, and the part."""

    id: str
    kind: str
    target: str


class Book:
    """The parts of a workbook while they are changed. Raises Unfit."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._order = zipfile.ZipFile(io.BytesIO(data)).infolist()
        self._parts: dict[str, Part] = {}
        self._new: dict[str, bytes] = {}
        self._endings: set[str] = set()
        self._given = 0
        self.workbook = self.part(WORKBOOK)
        self.main, self.office = _STRICT if _STRICT[0] in self.workbook.text else _USUAL

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._package.names or name in self._new or name in self._parts

    def part(self, name: str) -> Part:
        """A part that may be changed."""
        if name not in self._parts:
            self._parts[name] = Part(self.raw(name))
        return self._parts[name]

    def raw(self, name: str) -> bytes:
        """A part's bytes, less what is still to be put into it."""
        return self._new[name] if name in self._new else self._package.read(name)

    def write(self, name: str, data: bytes) -> None:
        """A new part, or other bytes of one."""
        self._new[name] = data

    def free(self, pattern: str) -> str:
        """A name that no part has yet; `{}` in the pattern is a number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Every sheet's name and part, in order."""
        targets = {one.id: one.target for one in self.relations(WORKBOOK)}
        sheets = self.workbook.child("sheets")
        for sheet in self.workbook.inside(sheets) if sheets else ():
            target = targets.get(self.workbook.attribute(sheet, "id") or "")
            if target is not None and self.has(target):
                yield self.workbook.attribute(sheet, "name") or "", target

    def relations(self, name: str) -> list[Relation]:
        """What a part refers to inside the workbook."""
        path = _of(name)
        return list(self._stated(self.part(path), posixpath.dirname(name))) if self.has(path) else []

    def relate(self, name: str, kind: str, target: str) -> str:
        """Let a part refer to another; the relation's id."""
        path = _of(name)
        if not self.has(path):
            self._parts[path] = Part(f"<Relationships xmlns={quoted(_PACKAGE)}/>".encode())
        part = self.part(path)
        self._given += 1
        identity = f"rIdPoa{self._given}"
        while identity in part.text:
            identity += "x"
        said = f"Id={quoted(identity)} Type={quoted(f'{self.office}/{kind}')} Target={quoted(f'/{target}')}"
        part.add(part.root, part.own(f"<Relationship {said}/>"))
        return identity

    def declare(self, name: str, content: str) -> None:
        """Say what a new part is."""
        types = self.part(TYPES)
        said = f"PartName={quoted(f'/{name}')} ContentType={quoted(content)}"
        types.add(types.root, types.own(f"<Override {said}/>"))

    def declare_ending(self, ending: str, content: str) -> None:
        """Say what parts with an ending are, where that is not said yet."""
        types = self.part(TYPES)
        known = {(types.attribute(one, "Extension") or "").lower() for one in types.inside() if one.name == "Default"}
        if ending not in known | self._endings:
            self._endings.add(ending)
            said = f"Extension={quoted(ending)} ContentType={quoted(content)}"
            types.add(types.root, types.own(f"<Default {said}/>"))

    def data(self) -> bytes:
        """The workbook with its changes; the same changes give the same bytes."""
        changed = self._new | {name: part.data() for name, part in self._parts.items() if part.changed}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in self._order:
                data = changed.pop(info.filename, None)
                made = zipfile.ZipInfo(info.filename, info.date_time)
                made.external_attr = info.external_attr
                copy.writestr(made, self.raw(info.filename) if data is None else data, zipfile.ZIP_DEFLATED)
            for name, data in changed.items():
                copy.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    @staticmethod
    def _stated(part: Part, folder: str) -> Iterator[Relation]:
        for one in part.inside():
            if part.attribute(one, "TargetMode") != "External":
                target = posixpath.join("/", folder, part.attribute(one, "Target") or "")
                kind = (part.attribute(one, "Type") or "").rpartition("/")[2]
                yield Relation(part.attribute(one, "Id") or "", kind, posixpath.normpath(target).lstrip("/"))


def _of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")
