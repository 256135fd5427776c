"""Write the files in tests/data/office/ anew: `python -m tests.office.make FOLDER`. LibreOffice must be installed.

The two files that SheetJS wrote are made of `informe.xlsx` by `sheetjs.js`.
"""

import sys
import tempfile
from pathlib import Path

from tests.office import binary, delimited, letter, workbook
from tests.office.programs import convert

DATA = Path(__file__).resolve().parents[1] / "data" / "office"


def make(folder: Path) -> None:
    """The seed in every kind that is small enough to be kept."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        workbook.make(work / "informe.xlsx")
        workbook.make(work / "sin-lineas.xlsx", framed=False)
        letter.document(folder / "informe.docx")
        book = convert(work / "informe.xlsx", "xlsx", work / "calculado")
        (folder / "informe.xlsx").write_bytes(book.read_bytes())
        for form in ("xls", "ods"):
            (folder / f"informe.{form}").write_bytes(convert(book, form, work / form).read_bytes())
        binary.make(book, folder / "informe.xlsb")
        cut = convert(folder / "informe.docx", "pdf", work / "carta")
        (folder / "renglones-cortados.pdf").write_bytes(cut.read_bytes())
        plain = convert(work / "sin-lineas.xlsx", "pdf", work / "sin-lineas")
        (folder / "sin-lineas.pdf").write_bytes(plain.read_bytes())
    (folder / "comas.csv").write_bytes(delimited.make(",", "cp1252", wrapped=True))
    (folder / "unicode.txt").write_bytes(delimited.make("\t", "utf-16", wrapped=True))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
