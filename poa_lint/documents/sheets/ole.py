"""Read the streams of OLE compound files, the containers of old Office (.xls, .doc, .ppt): see [MS-CFB]."""

import struct
from typing import Final

from poa_lint.documents.document import MAX_UNPACKED, UnreadableFile

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on stand for no sector: ends of chains and unused entries."""
_NAMES: Final = (("workbook", "xls"), ("book", "xls-95"), ("worddocument", "doc"), ("powerpoint document", "ppt"))
"""The stream by which each kind of file is known."""


def kind(data: bytes) -> str:
    """Return the kind of a compound file: `xls`, or a word without a reader.

    Raises UnreadableFile if encrypted or broken.
    """
    names = Compound(data).sizes
    if "encryptedpackage" in names:
        raise UnreadableFile("encrypted")
    return next((kind for name, kind in _NAMES if name in names), "ole")


class Compound:
    """A compound file: a small file system of sectors, chained by an allocation table (FAT).

    Streams below `cutoff` bytes lie in sectors of 64 bytes inside one larger stream, with a table of their own (mini
    FAT). `sizes` has the first sector and the size of every stream, by its name in lower case. Raises
    UnreadableFile for a broken file.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as error:
            raise UnreadableFile("corrupt") from error

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream. Raises UnreadableFile if there is none of that name."""
        if name not in self.sizes:
            raise UnreadableFile("corrupt")
        start, size = self.sizes[name]
        if size > MAX_UNPACKED:
            raise UnreadableFile("too-big")
        if size >= self.cutoff:
            return self._chain(start)[:size]
        pieces: list[bytes] = []
        while start < _FREE and len(pieces) <= len(self.mini_fat):
            if start >= len(self.mini_fat):
                raise UnreadableFile("corrupt")
            pieces.append(self.mini[64 * start : 64 * start + 64])
            start = self.mini_fat[start]
        return b"".join(pieces)[:size]

    def _open(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self.data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise UnreadableFile("corrupt")
        self.sector_size = 1 << shift
        directory, _, self.cutoff, first_mini_fat, _, first_difat, _, _ = struct.unpack_from("<8I", self.data, 48)
        self.fat = self._table(b"".join(self._sector(number) for number in self._fat_sectors(first_difat)))
        self._read_directory(self._chain(directory))
        self.mini_fat = self._table(self._chain(first_mini_fat) if first_mini_fat < _FREE else b"")

    def _fat_sectors(self, more: int) -> list[int]:
        """The sectors of the allocation table: the header lists 109, a chain of sectors from `more` the others."""
        numbers = [number for number in struct.unpack_from("<109I", self.data, 76) if number < _FREE]
        limit = len(self.data) // self.sector_size + 1
        while more < _FREE and len(numbers) <= limit:
            listed = self._table(self._sector(more))
            numbers += [number for number in listed[:-1] if number < _FREE]
            more = listed[-1]
        if len(numbers) > limit:
            raise UnreadableFile("corrupt")
        return numbers

    def _read_directory(self, entries: bytes) -> None:
        self.sizes: dict[str, tuple[int, int]] = {}
        self.mini = b""
        for offset in range(0, len(entries) - 127, 128):
            length, entry_type = struct.unpack_from("<HB", entries, offset + 64)
            start, size = struct.unpack_from("<II", entries, offset + 116)
            if entry_type == 5:  # the root: the stream that holds the small streams
                self.mini = self._chain(start)[:size]
            elif entry_type == 2:
                name = entries[offset : offset + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
                self.sizes.setdefault(name, (start, size))

    @staticmethod
    def _table(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector_size
        sector = self.data[start : start + self.sector_size]
        if len(sector) < self.sector_size:
            if not sector or start + len(sector) != len(self.data):
                raise UnreadableFile("corrupt")
            sector = sector.ljust(self.sector_size, b"\0")  # some programs cut the last sector short
        return sector

    def _chain(self, number: int) -> bytes:
        """The bytes of the chain of sectors from `number` on.

        Raises UnreadableFile for a chain that runs in a circle.
        """
        pieces: list[bytes] = []
        while number < _FREE:
            if len(pieces) > len(self.fat) or number >= len(self.fat):
                raise UnreadableFile("corrupt")
            pieces.append(self._sector(number))
            number = self.fat[number]
        return b"".join(pieces)
