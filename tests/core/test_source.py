"""Every offset of a text can be said as line and column, and the other way round."""

from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.source import Position, Source

LINE_SEPARATORS_OF_OTHERS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r"
"""What `str.splitlines` cuts at, and no line of a report ends with."""


@given(st.text(st.sampled_from("ab\t\n" + LINE_SEPARATORS_OF_OTHERS)))
def test_position_and_offset_are_each_others_inverse(text: str) -> None:
    source = Source("informe.txt", text)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        assert source.offset(*position) == offset
        assert position.line == text.count("\n", 0, offset) + 1
        assert position.column == offset - (text.rfind("\n", 0, offset) + 1) + 1


def test_lines_end_at_line_feeds_only() -> None:
    text = "RAMO" + "".join(f"{char}63" for char in LINE_SEPARATORS_OF_OTHERS) + "\nPROGRAMA"
    source = Source("informe.txt", text)
    assert source.position(text.index("PROGRAMA")) == Position(2, 1)
    assert source.position(0) == Position(1, 1)


def test_columns_count_code_points() -> None:
    source = Source("informe.txt", "a\u0301𝟙\tX")
    assert source.position(source.text.index("X")) == Position(1, 5)
