"""Names under the roles of a PDF, by where they stand."""

import pytest

from poa_lint.documents.geometry.lines import Row, Word
from poa_lint.documents.geometry.signatures import Role, signed

SIZE, LETTER = 7.5, 4.0
ROLES = [Role(106, 124), Role(292, 306), Role(468, 487)]


def row(y: float, *cells: tuple[float, str]) -> Row:
    """A line with cells that begin at these places."""
    words = []
    for start, text in cells:
        at = start
        for word in text.split(" "):
            xs = tuple(at + LETTER * index for index in range(len(word)))
            words.append(Word(word, at, at + LETTER * len(word), y, SIZE, xs))
            at = words[-1].right + 0.3 * SIZE
    return Row(y, tuple(words))


def middle(at: float, text: str) -> tuple[float, str]:
    """A cell in the middle of a place."""
    width = sum(LETTER * len(word) for word in text.split(" ")) + 0.3 * SIZE * text.count(" ")
    return at - width / 2, text


def test_a_word_may_begin_under_a_role_by_chance() -> None:
    names = "ANA RIOS", "JORGE LUIS COTA ARMENTA", "EVA PAZ"
    line = row(720, *(middle(role.middle, name) for role, name in zip(ROLES, names, strict=True)))
    place = line.words[3].x
    assert line.words[3].text == "LUIS"
    (found,) = signed([ROLES[0], Role(place, ROLES[1].middle), ROLES[2]], [line])
    assert [text for text, _ in found.cells(3)] == list(names)


@pytest.mark.parametrize("shift", [0, 5])
def test_a_name_that_runs_up_to_the_next_one_is_cut_under_the_role(shift: float) -> None:
    long = row(720, (106, "JORGE LUIS DE LA COTA VALENZUELA Y ARMENTA DE PAZ"))
    edge = next(word.x for word in long.words[3:])
    roles = [Role(106, 120), Role(edge, edge + 15 + shift)]
    (found,) = signed(roles, [long])
    assert [text for text, _ in found.cells(2)] == ["JORGE LUIS DE", "LA COTA VALENZUELA Y ARMENTA DE PAZ"]
