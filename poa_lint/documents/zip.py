"""Open zip files and parse XML safely: sizes are checked before anything is unpacked, XML may define no entities."""

import io
import struct
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from poa_lint.documents.document import MAX_NODES, MAX_RATIO, MAX_UNPACKED, UnreadableFile

MAX_PARTS: Final = 20_000
MAX_DEPTH: Final = 256
"""Levels of XML elements inside of each other."""
_SMALL: Final = 5_000_000
"""Bytes; a part up to this size may be packed at any ratio."""
_ZIP_ERRORS: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, KeyError),
    *(OSError, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""All that `zipfile` raises for a broken file."""
_ENCRYPTED: Final = 0x1
"""The flag of an encrypted part."""


class Package:
    """A zip file whose parts are safe to read; `names` are all of them, with slashes between folders.

    Parts are looked up without regard to case, as Open Packaging compares names. Raises UnreadableFile for a broken
    file, an encrypted part, or sizes beyond the limits.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_ERRORS as error:
            raise UnreadableFile("corrupt") from error
        parts = self._zip.infolist()
        self._parts = {part.filename.replace("\\", "/").lstrip("/"): part for part in parts}
        self.names = frozenset(self._parts)
        self._spellings = {name.lower(): name for name in sorted(self.names, reverse=True)}
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise UnreadableFile("encrypted")
        if len(parts) > MAX_PARTS or len(parts) != len(self.names):
            raise UnreadableFile("corrupt" if len(parts) <= MAX_PARTS else "too-big")
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableFile("too-big")
        for part in parts:
            if part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
                raise UnreadableFile("too-big")

    def find(self, name: str) -> str | None:
        """The name of the part `name` as the file spells it; None if there is none in any spelling."""
        return name if name in self._parts else self._spellings.get(name.lower())

    def has(self, name: str) -> bool:
        """True if there is a part `name` in any spelling."""
        return self.find(name) is not None

    def read(self, name: str) -> bytes:
        """Return the bytes of the part `name`. Raises UnreadableFile if it is broken or missing."""
        try:
            with self._zip.open(self._parts[self.find(name) or name]) as part:
                data = part.read(MAX_UNPACKED + 1)
        except _ZIP_ERRORS as error:
            raise UnreadableFile("corrupt") from error
        if len(data) > MAX_UNPACKED:
            raise UnreadableFile("too-big")
        return data


def tree(data: bytes) -> ET.Element:
    """Parse XML; tags and attributes lose their namespaces.

    Raises UnreadableFile for broken XML, a document type or entity declaration, and more nodes or levels than
    the limits.
    """
    builder = ET.TreeBuilder()
    depth = count = 0

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise UnreadableFile("corrupt")
        if count > MAX_NODES:
            raise UnreadableFile("too-big")
        pairs = iter(attributes)
        builder.start(_name(tag), {_name(key): value for key, value in zip(pairs, pairs, strict=True)})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(tag))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 the argument of expat has no name
        return builder.close()
    except (expat.ExpatError, AssertionError, ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("corrupt") from error


def _refuse(*_: object) -> None:
    raise UnreadableFile("corrupt")


def _name(tag: str) -> str:
    """A name without its namespace: the strict and the transitional variants of a format differ in nothing else."""
    return tag.rpartition("}")[2]
