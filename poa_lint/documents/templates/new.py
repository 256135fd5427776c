"""The program's own template, as a text and as a Word document that an office can start from.

A line of it begins with the sign of its kind: `>` to the right, `*` bold, `!` with room for a signature, `~` small.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from poa_lint.documents.templates.docx import packed

_SIGNS: Final = {
    ">": ('<w:spacing w:after="40"/><w:jc w:val="right"/>', ""),
    "*": ('<w:spacing w:after="0"/>', "<w:b/>"),
    "!": ('<w:keepNext/><w:spacing w:before="900" w:after="40"/>', ""),
    "~": ('<w:spacing w:before="240" w:after="0"/>', '<w:color w:val="595959"/><w:sz w:val="16"/>'),
}
"""The properties of a paragraph and of its run by the sign of a line."""
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats"
_WORD: Final = f"{_TYPES}-officedocument.wordprocessingml"
_PAGE: Final = (
    '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1134" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
    "</w:sectPr>"
)
"""Letter paper, in twentieths of a point."""
_STYLES: Final = (
    f"{_XML}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="es-MX"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="60" w:after="100" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)
_CONTENT: Final = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_TYPES}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
)


def text(template: str) -> bytes:
    """The template as plain text."""
    lines = (line[1:].lstrip() if line[:1] in _SIGNS else line for line in template.splitlines())
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()


def docx(template: str) -> bytes:
    """The template as a Word document on letter paper."""
    body = "".join(_paragraph(line) for line in template.splitlines() if line.strip())
    parts = {
        "[Content_Types].xml": _CONTENT,
        "_rels/.rels": _related("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _related("styles", "styles.xml"),
        "word/styles.xml": _STYLES,
        "word/document.xml": f"{_XML}<w:document {_W}><w:body>{body}{_PAGE}</w:body></w:document>",
    }
    return packed({name: part.encode() for name, part in parts.items()})


def _paragraph(line: str) -> str:
    paragraph, run = _SIGNS.get(line[0], ("", ""))
    words = escape(line[1:].strip() if line[0] in _SIGNS else line.strip())
    opening = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    properties = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p>{opening}<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def _related(kind: str, target: str) -> str:
    inside = f'<Relationship Id="rId1" Type="{_KINDS}/{kind}" Target="{target}"/>'
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'
