"""Files that mean harm or came to harm: small on disk, made where the test runs."""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data" / "office"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="' + MAIN + b'"><sheetData>%s</sheetData></worksheet>'
BOOK = f'<workbook xmlns="{MAIN.decode()}" xmlns:r="r"><sheets>{{}}</sheets></workbook>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><document><body><p><r><t>&c;</t></r></p></body></document>"""


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip file of some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def workbook(sheets: list[bytes]) -> bytes:
    """A workbook with these sheets' rows."""
    names = range(1, len(sheets) + 1)
    parts = {
        "xl/workbook.xml": BOOK.format(
            "".join(f'<sheet name="Hoja {n}" sheetId="{n}" r:id="r{n}"/>' for n in names)
        ).encode(),
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            "".join(f'<Relationship Id="r{n}" Type="worksheet" Target="worksheets/sheet{n}.xml"/>' for n in names)
        ).encode(),
    }
    return packed(parts | {f"xl/worksheets/sheet{n}.xml": SHEET % rows for n, rows in zip(names, sheets, strict=True)})


def sheet_bomb() -> bytes:
    """200 MB of one sheet in about 200 kB."""
    return workbook([b"<row><c><v>1</v></c></row>" * 8_000_000])


def crowd() -> bytes:
    """A workbook of ten thousand sheets."""
    return workbook([b""] * 10_000)


def million_cells() -> bytes:
    """More cells than any report has, though not many bytes."""
    return workbook([b'<row r="1"><c r="A1"><v>1</v></c></row>' * 600_000])


def far_corner() -> bytes:
    """A cell in the last row and column of a sheet of .ods, repeated without end."""
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    )
    cell = f'{row} office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
    return _sheets(f'<table:table table:name="H">{cell}</table:table>'.encode())


def _sheets(sheets: bytes) -> bytes:
    """A workbook of LibreOffice with these sheets."""
    head = b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
    content = head + sheets + b"</office:spreadsheet></office:body></office:document-content>"
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def deep() -> bytes:
    """A document of a hundred thousand elements inside of each other."""
    return packed(
        {"word/document.xml": b"<document><body>" + b"<p>" * 100_000 + b"</p>" * 100_000 + b"</body></document>"}
    )


def entities() -> bytes:
    """A document whose XML defines words that hold each other."""
    return packed({"word/document.xml": BOMB})


def compound(*names: str) -> bytes:
    """A compound file of old Office with empty streams of these names, by hand: one table, one directory."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    entries = b"".join(_entry(name, 5 if name == "Root Entry" else 2) for name in ("Root Entry", *names))
    return bytes(header) + table + entries.ljust(512, b"\0")


def _entry(name: str, sort: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    tail = struct.pack("<II", 0xFFFFFFFE, 0) + b"\0" * 4
    return written.ljust(64, b"\0") + struct.pack("<HB", len(written), sort) + b"\0" * 49 + tail


def endless_merge(name: str = "informe.xlsx") -> bytes:
    """A workbook in which one merged cell is almost all of the sheet."""
    with zipfile.ZipFile(DATA / name) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<mergeCell ", b'<mergeCell ref="A60:XFD1048576"/><mergeCell ', 1)
    return packed(parts)


def many_paragraphs() -> bytes:
    """A document of more paragraphs than memory is for, though none is large."""
    return packed({"word/document.xml": b"<document><body>" + b"<p><r/></p>" * 1_100_000 + b"</body></document>"})


def crowd_of_tables() -> bytes:
    """A workbook of LibreOffice with ten thousand sheets."""
    return _sheets(b"".join(b'<table:table table:name="H%d"/>' % number for number in range(10_000)))


def laughing(name: str, part: str) -> bytes:
    """A kept file in one of whose parts a word is a billion words."""
    words = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    with zipfile.ZipFile(DATA / name) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    _, _, body = parts[part].partition(b"?>")
    head = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ja">' + words + b"]>"
    parts[part] = head + body.replace(b"RAMO", b"&a9;")
    return packed(parts)


def locked_xls() -> bytes:
    """The kept .xls with the record that says that what follows is encrypted, right behind its beginning."""
    data = bytearray((DATA / "informe.xls").read_bytes())
    begin = data.index(b"\x09\x08\x10\x00\x00\x06")
    data[begin + 20 : begin + 22] = b"\x2f\x00"
    return bytes(data)


def locked_ods(*, whole: bool = False) -> bytes:
    """A workbook of LibreOffice with a password: part by part, or (`whole`) the newer way, one part with all in it."""
    manifest = b'<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    content = {"encrypted-package" if whole else "content.xml": b"\x8a\x01" * 400}
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, **content, "META-INF/manifest.xml": manifest})


def locked_pdf() -> bytes:
    """A PDF whose page nobody sees without its password."""
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        lock,
        trailer=b"/Encrypt 4 0 R/ID[<00><00>]",
    )


def many_pages() -> bytes:
    """A PDF of ten thousand pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids, *[page] * 10_000)


def vast_page() -> bytes:
    """A PDF with one page of many kilometres."""
    return _pdf(*_page(b"BT /F 12 Tf 100 100 Td (RAMO) Tj ET", b"0 0 100000000 100000000"))


def endless_page() -> bytes:
    """A PDF of some hundred bytes whose page draws a form that draws itself twice: there is no end to it."""
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 12>>"
    return _pdf(*_page(b"/X Do", b"0 0 600 800"), form + b"stream\n/X Do /X Do \nendstream")


def _page(drawn: bytes, box: bytes) -> tuple[bytes, ...]:
    resources = b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    return (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s>>" % (box, resources),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def picture_pdf() -> bytes:
    """A PDF of one page that is a picture, as a scanner makes it."""
    stream = b"q 600 0 0 800 0 0 cm /I Do Q"
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x80\nendstream",
    )


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    written = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(written))
    return written + head + table + tail


def cut(data: bytes) -> Iterator[bytes]:
    """A file as a broken download leaves it."""
    for part in (0.1, 0.5, 0.9, 0.99):
        yield data[: int(part * len(data))]
