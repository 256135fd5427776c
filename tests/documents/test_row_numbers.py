"""A damaged row number of millions costs no more than the rows that there are."""

import struct
import time

from tests.documents.kept import opened
from tests.office import binary

HEADING = ("METAS", "UNIDAD", "P", "A", "P", "A")
GOAL = ("101.- SEGUIMIENTO", "NOMINA", "7", "7", "6", "6")


def row(number: int, texts: tuple[str, ...]) -> bytes:
    """A row of .xlsb with these texts; rows are counted from 0."""
    cells = [binary.record(6, struct.pack("<2I", column, 0) + binary.text(text)) for column, text in enumerate(texts)]
    return binary.record(0, struct.pack("<2IH3BI", number, 0, 300, 0, 0, 0, 0)) + b"".join(cells)


def test_a_workbook_with_a_row_number_of_millions_is_read_at_once() -> None:
    sheet = row(0, HEADING) + row(1, GOAL) + row(10_000_000, GOAL)
    data = binary.package({"UE 101": sheet}, binary.styles(["General"]), [])
    began = time.process_time()
    lines = opened(data).text.split("\n")
    assert time.process_time() - began < 2
    assert [line.split("\t")[0] for line in lines if line] == ["METAS", GOAL[0], GOAL[0]]
