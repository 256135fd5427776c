"""However a report is damaged there is an answer, and every place that it names lies in the text."""

import random

import pytest

from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests import places

SEED = places.SEED.read_bytes()
JUNK = [
    b"\t",
    b"\n",
    b"\r",
    b"\f",
    b" ",
    b"0",
    b"25%",
    b"\xff",
    b"\xc3",
    b"\xe2\x80\xae",
    b"TMM-F004",
    b"RAMO:",
    b"\t\t",
]


def damaged(seed: int) -> bytes:
    """The seed with a handful of random cuts, repeats and insertions."""
    dice = random.Random(seed)  # noqa: S311 - damage, not secrets
    data = bytearray(SEED)
    for _ in range(dice.randint(1, 12)):
        place = dice.randrange(len(data))
        length = dice.choice([1, 1, 2, 20, 300])
        match dice.randrange(4):
            case 0:
                del data[place : place + length]
            case 1:
                data[place:place] = dice.choice(JUNK)
            case 2:
                data[place:place] = data[place : place + length]
            case _:
                data[place : place + 1] = bytes([dice.randrange(256)])
        if not data:
            return b""
    return bytes(data)


@pytest.mark.parametrize("batch", range(6))
def test_there_is_always_an_answer(batch: int) -> None:
    rules, forms, spoken = built_in_rules(), built_in_forms(), words("es")
    for number in range(batch * 25, batch * 25 + 25):
        source = decode(damaged(number), "x")
        result = lint(source, rules, forms, Settings(), spoken)
        text = source.text if isinstance(source, Source) else ""
        keys = [one.key for one in result.diagnostics]
        assert len(set(keys)) == len(keys)
        for one, (start, end) in zip(result.diagnostics, result.positions, strict=True):
            assert 0 <= one.span.start <= one.span.end <= len(text)
            assert start <= end
            assert one.message
            for near in one.related:
                assert 0 <= near.span.start <= near.span.end <= len(text)
