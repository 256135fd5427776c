"""A plain copy of a workbook in XML, with the parts that reading needs, written as openpyxl takes them.

Programs leave parts and elements out, spell their names in other letter case, and write values that no standard knows;
openpyxl refuses the whole workbook for any of that. In the copy styles are complete, and a format of dates is a
literal, so that openpyxl leaves every number a number.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from poa_lint.documents.document import MAX_SHEETS, UnreadableFile
from poa_lint.documents.relations import main, relations
from poa_lint.documents.sheets import days, richtext
from poa_lint.documents.sheets.styles import Style, styles
from poa_lint.documents.zip import Package, tree

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS: Final = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
"""The content types of the copy's parts beside sheets."""
_MAX_STYLE: Final = 65_000
"""The highest number of a style; Excel has no more."""
_ROOT: Final = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")
_KEPT: Final = (rb"cols", rb"sheetData", rb"mergeCells")
"""The elements of a sheet that are copied, in the order of the format."""
_ROW: Final = re.compile(rb"(<(?:\w+:)?row\b)([^>]*?)(/?>)")
_ROW_ATTRIBUTE: Final = re.compile(rb"\s(?:r|hidden)=(?:\"\w+\"|'\w+')")
_COLUMN_ATTRIBUTE: Final = re.compile(rb"\s(?:min|max|hidden)=(?:\"\w+\"|'\w+')")
_COLUMN: Final = re.compile(rb"(<(?:\w+:)?col\b)([^>]*?)(/?>)")
_CELL: Final = re.compile(rb"<((?:\w+:)?)c\b((?:\s[^>]*)?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_STYLED: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bs=[\"'](\d{1,5})[\"']")
_KIND: Final = re.compile(rb"\st=[\"'](\w*)[\"']")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_NUMBER: Final = re.compile(rb"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*")
_TRUTHS: Final = {b"true": b"1", b"false": b"0"}
_DAY: Final = re.compile(rb"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?")
_INLINE: Final = re.compile(rb"<((?:\w+:)?)is\b[^>]*>(.*?)</(?:\w+:)?is>", re.DOTALL)
_PREFIX: Final = re.compile(rb"(</?)\w+:")


class Sheet(NamedTuple):
    """A worksheet: its name, true if it is hidden, and the bytes of its part."""

    name: str
    hidden: bool
    part: bytes


class Copy(NamedTuple):
    """The copy's bytes, what openpyxl does not tell of it, and the names of cells that the workbook defines."""

    data: bytes
    sheets: tuple[Sheet, ...]
    codes: dict[str, str]
    """The number formats of dates and hours, by the literal that stands for them in the copy."""
    from_1904: bool
    names: dict[str, str]


def copy(package: Package) -> Copy:
    """Make the copy. Raises UnreadableFile for a workbook with a part that is broken, or a sheet without one."""
    part = main(package) or "xl/workbook.xml"
    book = tree(package.read(part))
    related = relations(package, part)
    parts = {relation.kind: relation.part for relation in related.values()}
    listed = list(book.iter("sheet"))
    if len(listed) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    if not related:
        raise UnreadableFile("corrupt")
    sheets = []
    for node in listed:
        relation = related.get(node.get("id", ""))
        if relation is None or relation.kind == "worksheet":
            data = package.read(relation.part if relation else "")
            sheets.append(Sheet(node.get("name", ""), node.get("state", "visible") != "visible", data))
    style_part, string_part = parts.get("styles", "xl/styles.xml"), parts.get("sharedStrings", "xl/sharedStrings.xml")
    strings = _strings(package.read(string_part)) if package.has(string_part) else []
    styled = styles(tree(package.read(style_part)) if package.has(style_part) else None)
    codes = {f'"fecha {number}"': style.code for number, style in enumerate(styled) if days.is_date(style.code)}
    properties = book.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    names = {node.get("name", ""): node.text or "" for node in book.iter("definedName")}
    return Copy(_package(sheets, strings, styled), tuple(sheets), codes, from_1904, names)


def _strings(data: bytes) -> list[str]:
    """The shared texts, which cells name by number."""
    return [_text(item) for item in tree(data).iter("si")]


def _text(item: Element) -> str:
    """The text of an element with runs, or with one text."""
    runs = [(node, node.find("rPr/vertAlign")) for node in item if node.tag in {"r", "t"}]
    return richtext.text(
        (
            node.text or "" if node.tag == "t" else "".join(text.text or "" for text in node.iterfind("t")),
            raised is not None and raised.get("val") in {"superscript", "subscript"},
        )
        for node, raised in runs
    )


def _package(sheets: Sequence[Sheet], strings: Sequence[str], styled: Sequence[Style]) -> bytes:
    contents = [_sheet(sheet.part) for sheet in sheets]
    last = max((int(match[1]) for content in contents for match in _STYLED.finditer(content)), default=0)
    if last > _MAX_STYLE:
        raise UnreadableFile("corrupt")
    padded = [*styled, *[Style()] * (last + 1 - len(styled))]
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(len(sheets)),
        "xl/workbook.xml": _workbook(len(sheets)),
        "xl/_rels/workbook.xml.rels": _references(len(sheets)),
        "xl/styles.xml": _styles(padded),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
    }
    parts |= {f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(contents, 1)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return stream.getvalue()


def _types(count: int) -> str:
    parts = {f"/xl/{name}.xml": f"{_TYPE}.{kind}+xml" for name, kind in _KINDS.items()}
    parts |= {f"/xl/worksheets/sheet{number}.xml": f"{_TYPE}.worksheet+xml" for number in range(1, count + 1)}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'<Types xmlns="{_PACKAGE}/content-types">{overrides}</Types>'


def _workbook(count: int) -> str:
    """The workbook's part; the copy's sheets have numbers for names, since openpyxl refuses some names."""
    listed = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>' for number in range(1, count + 1))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _references(count: int) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, count + 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles(styled: Sequence[Style]) -> str:
    """The styles as a part: a number format for each, and one of four borders."""
    codes = [f'"fecha {number}"' if days.is_date(style.code) else style.code for number, style in enumerate(styled)]
    numbers = {code: 164 + index for index, code in enumerate(dict.fromkeys(codes))}
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for code, number in numbers.items())
    borders = "".join(
        f"<border><left/><right{line if right else ''}/><top/><bottom{line if bottom else ''}/></border>"
        for line in (' style="thin"',)
        for right in (False, True)
        for bottom in (False, True)
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    cells = "".join(
        f'<xf numFmtId="{numbers[code]}" fontId="0" fillId="0" borderId="{2 * style.frame[0] + style.frame[1]}"/>'
        for code, style in zip(codes, styled, strict=True)
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts>'
        "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills>"
        f"<borders>{borders}</borders><cellStyleXfs>{plain}</cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>"
    )


def _sheet(part: bytes) -> bytes:
    """A sheet's columns, cells and merged cells, with the attributes and values that openpyxl takes."""
    root = _ROOT.search(part)
    if root is None:
        raise UnreadableFile("corrupt")
    kept = [_element(part, name) for name in _KEPT]
    kept[0] = _COLUMN.sub(lambda match: _only(match, _COLUMN_ATTRIBUTE), kept[0])
    kept[1] = _CELL.sub(_cell, _ROW.sub(lambda match: _only(match, _ROW_ATTRIBUTE), kept[1]))
    opening = root[0].replace(_STRICT, _MAIN.encode()).removesuffix(b"/>").removesuffix(b">")
    return b"%s>%s</%sworksheet>" % (opening, b"".join(kept), root[1])


def _element(part: bytes, name: bytes) -> bytes:
    """The first element `name` of a sheet; empty if it has none."""
    found = re.search(rb"<(?:\w+:)?%s\b(?:[^>]*/>|.*?</(?:\w+:)?%s>)" % (name, name), part, re.DOTALL)
    return found[0] if found else b""


def _only(match: re.Match[bytes], attribute: re.Pattern[bytes]) -> bytes:
    """An element's tag with those of its attributes alone that `attribute` matches."""
    return b"".join((match[1], *(found[0] for found in attribute.finditer(match[2])), match[3]))


def _cell(match: re.Match[bytes]) -> bytes:
    """A cell as openpyxl takes it: what is no number, truth value or date becomes text, raised marks are left out."""
    prefix, attributes, content = match.groups()
    kind_found, value = _KIND.search(attributes), _VALUE.search(content)
    kind = kind_found[1] if kind_found else b"n"
    if kind == b"inlineStr" and b"vertAlign" in content:
        return match[0].replace(content, _INLINE.sub(_inline, content))
    if value is None or kind not in {b"n", b"b", b"d"}:
        return match[0]
    if kind == b"b" and value[1].lower() in _TRUTHS:
        return match[0].replace(value[0], value[0].replace(value[1], _TRUTHS[value[1].lower()]))
    sound = {b"n": _NUMBER, b"b": re.compile(rb"\d"), b"d": _DAY}[kind].fullmatch(value[1]) or not value[1]
    return match[0] if sound else b'<%sc%s t="str">%s</%sc>' % (prefix, _KIND.sub(b"", attributes), content, prefix)


def _inline(match: re.Match[bytes]) -> bytes:
    """A cell's own text without raised marks on a figure."""
    item = tree(b"<is>%s</is>" % _PREFIX.sub(rb"\1", match[2]))
    return b"<%sis><%st>%s</%st></%sis>" % (match[1], match[1], escape(_text(item)).encode(), match[1], match[1])
