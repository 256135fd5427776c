"""The texts of old workbooks: one byte a character or two, and the shared ones that run over several records."""

import struct
from collections.abc import Sequence

from poa_lint.readers.document import Unfit

_MAX: int = 2_000_000


def short(body: bytes, place: int) -> str:
    """A text whose length is one byte."""
    return _plain(body, place + 2, body[place], body[place + 1])


def wide(body: bytes, place: int) -> str:
    """A text whose length is two bytes."""
    length, flags = struct.unpack_from("<HB", body, place)
    return _plain(body, place + 3, length, flags)


def _plain(body: bytes, start: int, length: int, flags: int) -> str:
    if flags & 1:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")


def shared(pieces: Sequence[bytes]) -> list[str]:
    """The texts that cells name by number."""
    if not pieces:
        return []
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    if count > _MAX:
        raise Unfit("too-big")
    run = _Run(pieces)
    return [run.text() for _ in range(count)]


class _Run:
    """Records read as one: only where characters go over into the next does that say again how wide they are."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces, self.number, self.place = pieces, 0, 8

    def text(self) -> str:
        """The next text; the formatting behind it is passed over."""
        length, flags = struct.unpack("<HB", self._bytes(3))
        formats = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
        text = self._characters(length, double=bool(flags & 1))
        self._skip(4 * formats + more)
        return text

    def _characters(self, length: int, *, double: bool) -> str:
        found: list[str] = []
        while length:
            if self.place >= len(self.pieces[self.number]):
                self._next()
                double = bool(self.pieces[self.number][0] & 1)
                self.place = 1
            size = 2 if double else 1
            room = (len(self.pieces[self.number]) - self.place) // size
            count = min(length, room)
            if not count:
                raise Unfit("corrupt")
            raw = self.pieces[self.number][self.place : self.place + count * size]
            found.append(raw.decode("utf-16-le" if double else "latin-1", "replace"))
            self.place += count * size
            length -= count
        return "".join(found)

    def _bytes(self, count: int) -> bytes:
        if self.place >= len(self.pieces[self.number]):
            self._next()
        found = self.pieces[self.number][self.place : self.place + count]
        self.place += count
        return found

    def _skip(self, count: int) -> None:
        while count:
            room = len(self.pieces[self.number]) - self.place
            if count <= room:
                self.place += count
                return
            count -= room
            self._next()

    def _next(self) -> None:
        self.number, self.place = self.number + 1, 0
        if self.number >= len(self.pieces):
            raise Unfit("corrupt")
