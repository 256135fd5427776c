"""Every cell of the text has its place in the file, told as the reader sees it."""

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint.core.words import LANGUAGES, words
from poa_lint.documents.places import letters
from tests.documents.kept import cell, kept
from tests.places import FILES


def test_every_place_of_a_workbook_holds_what_the_text_says() -> None:
    document = kept("informe.xlsx")
    book = load_workbook(FILES / "informe.xlsx", data_only=True)
    offset = 0
    for line in document.text.split("\n"):
        for piece in line.split("\t"):
            place = document.place(offset)
            if piece and not piece.endswith("%") and "-mar.-" not in piece:
                assert place is not None
                sheet = book[place.sheet]
                assert isinstance(sheet, Worksheet)
                assert str(sheet[place.cell].value) == piece.replace(",", "") or sheet[place.cell].value == piece
            offset += len(piece) + 1


def test_places_are_told_in_both_languages() -> None:
    told = {}
    for name, goal in (("informe.xlsx", "101.-"), ("informe.docx", "101.-"), ("renglones-cortados.pdf", "101.-")):
        document = kept(name)
        place = document.place(cell(document, goal, 4))
        assert place is not None
        told[name] = [place.describe(words(language, "office")) for language in LANGUAGES]
    assert told["informe.xlsx"] == ["hoja 'UE 101' celda E29", "sheet 'UE 101' cell E29"]
    assert told["informe.docx"][0] == "tabla 1, renglón 5, columna Ene-Mar P"
    assert told["renglones-cortados.pdf"] == [
        "pág. 1, tabla 1, renglón 5, columna Ene-Mar P",
        "p. 1, table 1, row 5, column Ene-Mar P",
    ]


def test_places_outside_of_tables_and_for_machines() -> None:
    pdf = kept("renglones-cortados.pdf")
    point = pdf.place(pdf.text.index("GERENCIA GENERAL"))
    assert point is not None
    assert point.kind == "point"
    assert (point.page, point.x > 150, point.y > 100) == (1, True, True)
    assert point.describe(words("es", "office")) == f"pág. 1 ({point.x}, {point.y})"
    assert set(point.as_dict()) == {"kind", "page", "x", "y", "box"}
    document = kept("informe.docx")
    paragraph = document.place(document.text.index("GERENCIA GENERAL"))
    assert paragraph is not None
    assert paragraph.as_dict() == {"kind": "paragraph", "row": 10, "column": 3}
    text = kept("comas.csv")
    line = text.place(text.text.index("101.-"))
    assert line is not None
    assert line.describe(words("es", "office")) == "línea 34, columna METAS Y ACCIONES"


def test_columns_letters() -> None:
    assert [letters(column) for column in (1, 26, 27, 16_384)] == ["A", "Z", "AA", "XFD"]
