"""Decode bytes as text, guessing their encoding, and encode a changed text the way that it was read."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from typing import Any, Final

from poa_lint.core.source import Source, Unreadable

MAX_BYTES: Final = 100_000_000
"""Above this size a file is no report: a year of a whole state fits in a tenth of it."""
SINGLE_BYTE: Final = ("cp1252", "cp850", "mac_roman")
"""Single-byte encodings of offices' machines (Windows, DOS consoles, old Macs), the likeliest first."""

MAX_MIXED: Final = 2_000_000
"""Lines above which a file is not decoded line by line: no report has a quarter of them."""
SOUND: Final = 1_000
"""Bytes of a text of which one may be strange: a byte that was damaged on its way must not cost the whole report."""
EVIDENCE: Final = 1_000_000
"""Characters by which the likeliest encoding is known."""

_SPANISH: Final = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡°ºª")
_IN_PLACE: Final = re.compile(
    r"[áéíóúüñÁÉÍÓÚÜÑ](?=[^\W\d_])|(?<=[^\W\d_])[áéíóúüñÁÉÍÓÚÜÑ]|(?<!\w)[¿¡](?=\w)|(?<=[\d.])[°ºª]"
)
"""Evidence for an encoding: a letter within a word, a sign where Spanish puts it. Alone, `á` may be a hard space."""
_NEUTRAL: Final = frozenset("“”‘’–—…«»·€´\u00a0")
"""Typographic characters: no evidence for or against an encoding."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: Final = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"{\\rtf", "rtf"),
)
"""The first bytes of files that are no text, each with the `reason` of an `Unreadable`."""


class Oversized(bytes):
    """The bytes of a file that is larger than it may be: none of them, since it was not read."""


def signature(data: bytes) -> str | None:
    """Return the kind of a binary file by its first bytes (`pdf`, `zip`, `ole`, `image`, `rtf`); None for others."""
    return next((kind for first, kind in _SIGNATURES if data.startswith(first)), None)


def decode(data: bytes, path: str, encoding: str | None = None, most: int = MAX_BYTES) -> Source | Unreadable:
    """Decode bytes by byte order mark, NUL pattern, UTF-8, then the likeliest single-byte encoding.

    `encoding` overrides the search. A file that is part UTF-8, part single-byte is decoded line by line and its
    encoding named as both (`utf-8+cp1252`). Of more than `most` bytes none is decoded.
    """
    if isinstance(data, Oversized):
        return Unreadable(path, "size", limit=_megabytes(most))
    digest = _sha256()(data).hexdigest()
    if len(data) > most:
        return Unreadable(path, "size", digest, _megabytes(most))
    reason = signature(data)
    decoded = None if reason else _text(data, encoding)
    if decoded is None:
        return Unreadable(path, reason or "encoding", digest)
    text, name = decoded
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return Source(path, text, name, digest)


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,g}"


def encoded(source: Source, data: bytes) -> bytes | None:
    """Encode the text of `source`, changed since, the way that `data` was: encoding, byte order mark, line ends.

    `data` are the bytes that `source` was decoded from. None if the text has a character that the encoding lacks, or
    if even the unchanged text would not give `data` again.
    """
    before = decode(data, source.path, most=len(data))
    if isinstance(before, Unreadable) or before.encoding != source.encoding:
        before = decode(data, source.path, source.encoding, len(data))
    if isinstance(before, Unreadable) or _bytes(before.text, before.text, data, source.encoding) != data:
        return None
    return _bytes(source.text, before.text, data, source.encoding)


@cache
def _sha256() -> Callable[[bytes], Any]:
    """The interpreter's own SHA-256: `hashlib` would load OpenSSL for it."""
    try:
        built_in: Callable[[bytes], Any] = __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    except (ImportError, AttributeError):
        from hashlib import sha256

        return sha256
    return built_in


def _bytes(text: str, before: str, data: bytes, encoding: str) -> bytes | None:
    """Encode `text` the way that `before` is encoded in `data`; None for a character that the encoding lacks.

    In a file of two encodings (`utf-8+cp1252`) unchanged lines keep their bytes, and a changed line is encoded the
    way that it was before.
    """
    mark = next((bom for bom, name in _BOMS if data.startswith(bom) and encoding.startswith(name)), b"")
    names = encoding.split("+")
    try:
        if len(names) == 1:
            only_returns = "\n" in before and "\n" not in data.decode(encoding, "replace")
            return mark + (text.replace("\n", "\r") if only_returns else text).encode(encoding)
        lines, old_lines, raw_lines = text.split("\n"), before.split("\n"), data[len(mark) :].split(b"\n")
        if not len(lines) == len(old_lines) == len(raw_lines):
            return None
        return mark + b"\n".join(
            raw if line == old else line.encode(names[0] if _strict(raw, names[0]) is not None else names[1])
            for line, old, raw in zip(lines, old_lines, raw_lines, strict=True)
        )
    except UnicodeEncodeError:
        return None


def _text(data: bytes, encoding: str | None) -> tuple[str, str] | None:
    """The text and the name of its encoding; None for bytes that are no text."""
    if encoding is not None:
        text = _strict(data, encoding)
        return None if text is None else (text.removeprefix("\ufeff"), encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = _strict(data[len(bom) :], name)
            return _nearly_utf_8(data[len(bom) :]) if text is None and name == "utf-8" else _named(text, name)
    if b"\0" in data:
        wide = _utf_16(data)
        return None if wide is None else _named(_strict(data, wide), wide)
    text = _strict(data, "utf-8")
    return _nearly_utf_8(data) if text is None else (text, "utf-8")


def _named(text: str | None, name: str) -> tuple[str, str] | None:
    return None if text is None or "\0" in text else (text, name)


def _strict(data: bytes | bytearray, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf_16(data: bytes) -> str | None:
    """The UTF-16 encoding of bytes without a byte order mark: in western text every other byte is NUL."""
    half = max(len(data) // 2, 1)
    low, high = data[0::2].count(0), data[1::2].count(0)
    if high > 0.6 * half and low < 0.1 * half:
        return "utf-16-le"
    if low > 0.6 * half and high < 0.1 * half:
        return "utf-16-be"
    return None


def _nearly_utf_8(data: bytes) -> tuple[str, str] | None:
    """Decode bytes that are no UTF-8: UTF-8 but for encoded surrogates, which are no characters, or a single-byte text.

    Two surrogates that make a character are that character, others the replacement character; None for nothing else.
    """
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return _single_byte(data)
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return (text, "utf-8") if text.strip("\ufffd \t\r\n") else None


def _single_byte(data: bytes) -> tuple[str, str] | None:
    """Decode by the single-byte encoding that gives Spanish; line by line where some lines are UTF-8."""
    if data.count(b"\n") > MAX_MIXED:
        name = _likeliest(data)
        return None if name is None else (data.decode(name), name)
    single, mixed = bytearray(), False
    for line in _lines(data):
        text = _strict(line, "utf-8")
        if text is None:
            single += line
        mixed = mixed or not (text is None or text.isascii())
    name = _likeliest(single, strange=len(data) // SOUND)
    if name is None:
        return None
    if not mixed:
        return data.decode(name), name
    whole = StringIO(newline="")
    for line in _lines(data):
        text = _strict(line, "utf-8")
        whole.write(line.decode(name) if text is None else text)
    return whole.getvalue(), f"utf-8+{name}"


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines of bytes with their ends, one at a time: a list of all may take forty times the room of the bytes."""
    start = 0
    while end := data.find(b"\n", start) + 1:
        yield data[start:end]
        start = end
    yield data[start:]


def _likeliest(data: bytes | bytearray, strange: int = 0) -> str | None:
    """The single-byte encoding in which these bytes score best; None if they score below `-strange` in all of them."""
    scores = [(_score(data[:EVIDENCE].decode(name)), name) for name in SINGLE_BYTE if _decodes(data, name)]
    score, name = max(scores, key=lambda scored: scored[0], default=(-1, ""))
    return name if score >= -strange else None


def _decodes(data: bytes | bytearray, encoding: str) -> bool:
    """True if bytes are text in a single-byte encoding; they are tried piece by piece, as a text of all takes room."""
    pieces = (data[start : start + EVIDENCE] for start in range(0, len(data), EVIDENCE))
    return all(_strict(piece, encoding) is not None for piece in pieces)


def _score(text: str) -> int:
    """The number of Spanish letters in words less that of strange characters, control characters among them.

    For example the cp1252 bytes of `órgano` score 1 in cp1252, and -1 in cp850, where they are `¾rgano`.
    """
    strange = sum(
        char not in _SPANISH and char not in _NEUTRAL
        for char in text
        if char > "~" or (char < " " and char not in "\t\n\r\f")
    )
    return sum(1 for _ in _IN_PLACE.finditer(text)) - strange
