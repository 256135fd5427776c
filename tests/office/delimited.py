"""The seed as a spreadsheet saves it in delimited text: every line as wide as the widest, cells in quotes."""

import csv
import io

from tests.office.content import lines


def make(delimiter: str, encoding: str, *, wrapped: bool = False) -> bytes:
    """The bytes of the file; with `wrapped` the goals' texts have a line break inside of them, as cells may."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    found = lines()
    width = max(len(line.cells) for line in found)
    for line in found:
        cells = list(line.cells) + [""] * (width - len(line.cells))
        if wrapped and line.part == "row":
            cells[1] = cells[1].replace(" ", "\n", 3).replace("\n", " ", 2)
        writer.writerow(cells)
    return stream.getvalue().encode(encoding)
