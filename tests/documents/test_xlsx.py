"""Excel workbooks are read whoever wrote them."""

import io
import zipfile

from openpyxl import Workbook

from tests.documents.kept import ALL, opened
from tests.office import hostile
from tests.office.content import right
from tests.places import FILES


def test_codes_of_control_characters_and_links_without_words_are_no_text() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for column, value in enumerate(("UNO_x000D_\nDOS", "x", "https://example.org/", "y", "FIN"), 1):
        sheet.cell(1, column, value)
    for name in ("B1", "C1", "D1"):
        sheet[name].hyperlink = "https://example.org/"
    sheet["B1"].value = sheet["D1"].value = None
    sheet["D1"].hyperlink = "#'Hoja 2'!A1"
    sheet["D1"].value = None
    stream = io.BytesIO()
    book.save(stream)
    assert opened(stream.getvalue()).text == "UNO DOS\t\thttps://example.org/\t\tFIN\n\n"


def test_an_attribute_that_no_standard_knows_and_sheetjs_writes() -> None:
    with zipfile.ZipFile(FILES / "informe.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = {name: data.replace(b"<col ", b'<col level="0" ') for name, data in parts.items()}
    assert changed != parts
    assert right(opened(hostile.packed(changed)).text) == ALL


def test_a_workbook_in_strict_xml() -> None:
    main, related = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml/"
    with zipfile.ZipFile(FILES / "informe.xlsx") as package:
        parts = {name: package.read(name).decode("utf-8", "surrogateescape") for name in package.namelist()}
    for name, text in parts.items():
        renamed = text.replace(main, f"{strict}spreadsheetml/main")
        parts[name] = renamed.replace(
            f"http://schemas.openxmlformats.org/{related}", f"{strict}officeDocument/relationships"
        )
    data = hostile.packed({name: text.encode("utf-8", "surrogateescape") for name, text in parts.items()})
    assert right(opened(data).text) == ALL
