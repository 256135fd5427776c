"""The compound files of old Office: which streams one holds, and their bytes."""

import struct
from typing import Final

from poa_lint.documents.document import MAX_UNPACKED, Unfit

_FREE: Final = 0xFFFFFFFA
"""Numbers of sectors from here on are no sectors: ends and unused ones."""
_NAMES: Final = (("workbook", "xls"), ("book", "xls-95"), ("worddocument", "doc"), ("powerpoint document", "ppt"))


def kind(data: bytes) -> str:
    """`xls`, or a word for what no reader reads. Raises Unfit for an encrypted or broken file."""
    names = Compound(data).sizes
    if "encryptedpackage" in names:
        raise Unfit("encrypted")
    return next((found for name, found in _NAMES if name in names), "ole")


class Compound:
    """The streams of a compound file by their names in lower case. Raises Unfit for a broken one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as error:
            raise Unfit("corrupt") from error

    def _open(self) -> None:
        shift, small = struct.unpack_from("<HH", self.data, 30)
        if shift not in {9, 12} or small != 6:
            raise Unfit("corrupt")
        self.size = 1 << shift
        first, _, cutoff, mini, _, more, _, _ = struct.unpack_from("<8I", self.data, 48)
        tables = [number for number in struct.unpack_from("<109I", self.data, 76) if number < _FREE]
        limit = len(self.data) // self.size + 1
        while more < _FREE and len(tables) <= limit:
            numbers = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            tables += [number for number in numbers[:-1] if number < _FREE]
            more = numbers[-1]
        if len(tables) > limit:
            raise Unfit("corrupt")
        packed = b"".join(self._sector(number) for number in tables)
        self.following = struct.unpack(f"<{len(packed) // 4}I", packed)
        self.cutoff = cutoff
        entries = self._chain(first)
        self.sizes: dict[str, tuple[int, int]] = {}
        self.mini = b""
        for place in range(0, len(entries) - 127, 128):
            length, sort, start, size = self._entry(entries, place)
            name = entries[place : place + max(length - 2, 0)].decode("utf-16-le", "replace").lower()
            if sort == 5:
                self.mini = self._chain(start)[:size]
            elif sort == 2:
                self.sizes.setdefault(name, (start, size))
        packed = self._chain(mini) if mini < _FREE else b""
        self.mini_following = struct.unpack(f"<{len(packed) // 4}I", packed)

    @staticmethod
    def _entry(entries: bytes, place: int) -> tuple[int, int, int, int]:
        length, sort = struct.unpack_from("<HB", entries, place + 64)
        start, size = struct.unpack_from("<II", entries, place + 116)
        return min(length, 64), sort, start, size

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        found = self.data[start : start + self.size]
        if len(found) < self.size:
            if not found or start + len(found) != len(self.data):
                raise Unfit("corrupt")
            found = found.ljust(self.size, b"\0")  # some programs cut the last sector short
        return found

    def _chain(self, number: int) -> bytes:
        """The sectors that follow each other from one on; a chain that comes back to itself is broken."""
        pieces: list[bytes] = []
        while number < _FREE:
            if len(pieces) > len(self.following) or number >= len(self.following):
                raise Unfit("corrupt")
            pieces.append(self._sector(number))
            number = self.following[number]
        return b"".join(pieces)

    def stream(self, *names: str) -> bytes:
        """The bytes of the first of these streams that there is."""
        found = next((self.sizes[name] for name in names if name in self.sizes), None)
        if found is None:
            raise Unfit("corrupt")
        start, size = found
        if size > MAX_UNPACKED:
            raise Unfit("too-big")
        if size >= self.cutoff:
            return self._chain(start)[:size]
        pieces: list[bytes] = []
        while start < _FREE and len(pieces) <= len(self.mini_following):
            if start >= len(self.mini_following):
                raise Unfit("corrupt")
            pieces.append(self.mini[64 * start : 64 * start + 64])
            start = self.mini_following[start]
        return b"".join(pieces)[:size]
