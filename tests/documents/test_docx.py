"""A Word document is its paragraphs, tables and headers, without what was deleted or is there twice."""

from poa_lint.documents.document import Document
from tests.documents.kept import opened
from tests.office import hostile

WORD = """<w:document xmlns:w="w" xmlns:r="r" xmlns:mc="m"><w:body>{}<w:sectPr>
<w:headerReference w:type="default" r:id="h"/></w:sectPr></w:body></w:document>"""
HEADER = (
    '<w:hdr xmlns:w="w"><w:p><w:r><w:t>RAMO:</w:t><w:tab/><w:t>63</w:t><w:tab/><w:t>CONSEJO</w:t></w:r></w:p></w:hdr>'
)


def word(body: str) -> Document:
    relations = hostile.RELATIONS.format('<Relationship Id="h" Type="header" Target="header1.xml"/>')
    parts = {"word/document.xml": WORD.format(body), "word/header1.xml": HEADER}
    parts["word/_rels/document.xml.rels"] = relations
    return opened(hostile.packed({name: text.encode() for name, text in parts.items()}))


def test_a_document_s_headers_controls_and_tracked_changes() -> None:
    document = word(
        "<w:p><w:r><w:t>UNO</w:t></w:r><w:del><w:r><w:delText>viejo</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'> nuevo</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>DOS</w:t><w:br/><w:t>TRES</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>CAJA</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>CAJA</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert document.text.split() == ["RAMO:", "63", "CONSEJO", "UNO", "nuevo", "DOS", "TRES", "CAJA", "a", "b"]
    assert "RAMO:\t63\tCONSEJO\n" in document.text
    assert "a b\n" in document.text
