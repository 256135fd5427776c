"""Printed headings, raised marks and sizes in the binary workbooks, written record by record."""

import struct
import tracemalloc

import pytest

from tests.documents.kept import kept, opened
from tests.office import biff, binary
from tests.places import FILES

PRINTED = "&LPROGRAMA OPERATIVO ANUAL 2026&RTMM-F004"
HEADED = ["PROGRAMA OPERATIVO ANUAL 2026", "TMM-F004", "P\tA\tP\tA"]
ANCHORS = b"".join(biff.label(0, column, words) for column, words in enumerate("PAPA"))
LINK = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b0200000000000000")
"""What a link's record has behind its cells."""


def lines(data: bytes) -> list[str]:
    """The lines of a workbook's text."""
    return opened(data).text.rstrip("\n").split("\n")


def xlsb(row: bytes, *behind: bytes, strings: tuple[bytes, ...] = ()) -> list[str]:
    """The lines of a sheet with one row of these cells and the records behind it; the second font is raised."""
    first = binary.record(0, struct.pack("<2IH3BI", 0, 0, 300, 0, 0, 0, 0))
    styles = binary.styles(["General"], [False, True])
    return lines(binary.package({"H": first + row + b"".join(behind)}, styles, strings))


def words(column: int, text: str) -> bytes:
    return binary.record(6, struct.pack("<2I", column, 0) + binary.text(text))


@pytest.mark.parametrize("kind", [0x14, 0x15])
def test_the_printed_header_or_footer_of_xls_stands_above_the_table(kind: int) -> None:
    data = biff.workbook([biff.record(kind, biff.text(PRINTED)) + ANCHORS])
    assert lines(data) == HEADED


def test_a_printed_header_of_xls_without_words_or_with_short_letters() -> None:
    short = struct.pack("<HB", len(PRINTED), 0) + PRINTED.encode("latin-1")
    data = biff.workbook([biff.record(0x15) + biff.record(0x14, short) + ANCHORS])
    assert lines(data) == HEADED


def test_the_printed_headers_and_footers_of_xlsb_stand_above_the_table() -> None:
    none = b"\xff" * 4
    row = b"".join(words(column, text) for column, text in enumerate("PAPA"))
    header, footer = (binary.text(part) for part in ("&LPROGRAMA OPERATIVO ANUAL 2026", "&RTMM-F004"))
    assert xlsb(row, binary.record(479, b"\0\0" + header + none * 4 + footer)) == HEADED
    assert xlsb(row, binary.record(479, b"\0\0" + header + b"\xfe\xff\0\0" + footer)) == [HEADED[0], HEADED[2]]
    assert xlsb(row, binary.record(479, b"\0")) == HEADED[2:]


@pytest.mark.parametrize(("text", "shown"), [("41", "4"), ("m2", "m2"), ("2,0105", "2,010")])
def test_a_raised_mark_behind_a_figure_is_no_digit_of_it(text: str, shown: str) -> None:
    last = len(text) - 1
    fonts = biff.font() * 5 + biff.font(raised=True)  # the last one has the number 6: there is no font 4
    strings = biff.strings(biff.rich(text, (0, 5), (last, 6)), count=1)
    assert lines(biff.workbook([biff.shared(0, 0, 0)], fonts + strings)) == [shown]
    string = binary.rich(text, (0, 0), (last, 1))
    assert xlsb(binary.record(7, struct.pack("<3I", 0, 0, 0)), strings=(string,)) == [shown]
    assert xlsb(binary.record(62, struct.pack("<2I", 0, 0) + string)) == [shown]


def test_what_follows_letters_across_the_ends_of_records() -> None:
    spoken = struct.pack("<HBI", 1, 4, 3) + b"Axyz"  # a text with three bytes of how it is spoken
    string = biff.rich("41", (0, 0), (1, 1)) + spoken + biff.rich("52", (1, 1))
    cells = b"".join(biff.shared(0, number, number) for number in range(3))
    for cut in (
        *range(9, 18),
        *range(25, 30),
    ):  # not inside letters: a record that goes on with them begins with a flag
        strings = biff.strings(string[:cut], b"", string[cut:], count=3)
        data = biff.workbook([cells], biff.font() + biff.font(raised=True) + strings)
        assert lines(data) == ["4\tA\t5"]


@pytest.mark.parametrize("runs", [[(9, 1)], [(2, 1), (0, 0)], [(1, 7)], []])
def test_runs_of_letters_that_say_nothing_change_no_text(runs: list[tuple[int, int]]) -> None:
    fonts = biff.font() + biff.font(raised=True)
    strings = biff.strings(biff.rich("41", *runs), count=1)
    assert lines(biff.workbook([biff.shared(0, 0, 0)], fonts + strings)) == ["41"]
    cell = binary.record(7, struct.pack("<3I", 0, 0, 0))
    assert xlsb(cell, strings=(binary.rich("41", *runs),)) == ["41"]
    assert xlsb(cell, strings=(binary.rich("41", *runs)[:9],)) == ["41"]


HUGE = {
    "a link over all cells of a sheet": [biff.record(0x1B8, struct.pack("<4H", 0, 65535, 0, 255) + LINK)],
    "a cell in the last corner of a thousand sheets": [biff.label(65535, 255, "")] * 1000,
    "a thousand merged ranges of whole sheets": [
        biff.record(0xE5, struct.pack("<H", 1000) + struct.pack("<4H", 0, 65535, 0, 255) * 1000)
    ],
}
"""Sheets of 60 kB at most; xlrd 2.0 takes up to 1.5 GB and minutes for some (docs/decisions.md, 123)."""


@pytest.mark.parametrize("name", HUGE)
def test_a_small_workbook_takes_memory_by_its_bytes_and_not_by_the_cells_that_it_names(name: str) -> None:
    data = biff.workbook([ANCHORS + sheet for sheet in HUGE[name]])
    tracemalloc.start()
    assert "P\tA\tP\tA" in opened(data).text
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000 + 50 * len(data)


def test_a_style_without_a_definition_costs_no_workbook() -> None:
    data = (FILES / "informe.xls").read_bytes()
    place = data.index(b"\xbe\0\x22\0") + 8  # the first style in a run of 14 blank cells
    damaged = data[:place] + b"\xf0\xff" + data[place + 2 :]
    assert opened(damaged).text == kept("informe.xls").text


def test_what_another_reader_does_not_tell_of_xlsb() -> None:
    calamine = pytest.importorskip("python_calamine")
    book = calamine.load_workbook(str(FILES / "informe.xlsb"))
    values = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    shares = [row[12] for row in values if isinstance(row[12], float) and 0 < row[12] < 1]
    text = kept("informe.xlsb").text
    assert shares
    assert all(f"\t{share:.0%}" in text for share in shares)
