"""One damaged byte costs one cell, not the report."""

import pytest

from poa_lint.core.source import Source, Unreadable
from poa_lint.documents.encodings import decode


@pytest.mark.parametrize("byte", sorted(set(range(0x80, 0x100))))
def test_one_damaged_byte_leaves_every_other_line_as_it_was(seed: bytes, byte: int) -> None:
    place = seed.index(b"\t", 3_000)
    source = decode(seed[:place] + bytes([byte]) + seed[place + 1 :], "informe.txt")
    assert isinstance(source, Source)
    sound = seed.decode().splitlines()
    differing = [number for number, line in enumerate(source.text.splitlines()) if line != sound[number]]
    assert differing in ([seed[:place].count(b"\n")], [])


def test_bytes_that_are_no_text_stay_refused(seed: bytes) -> None:
    scattered = bytes(0x80 + number * 7 % 128 if number % 5 == 0 else byte for number, byte in enumerate(seed))
    assert isinstance(decode(scattered, "informe.txt"), Unreadable)
