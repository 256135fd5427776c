"""Templates: named fields are replaced, nothing else changes, and no text breaks the document."""

import io
import zipfile
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.documents import docx as reader
from poa_lint.documents.templates import Content, Line, TemplateError, new
from poa_lint.documents.templates.docx import DocxTemplate
from poa_lint.documents.templates.text import TextTemplate

VALUES, BLOCKS = ("unidad", "fecha"), ("puntos",)
SPLIT = (
    "<w:p><w:r><w:t>De {uni</w:t></w:r><w:proofErr/><w:r><w:rPr><w:i/></w:rPr><w:t>da</w:t></w:r>"
    "<w:r><w:t>d}, {fecha}.</w:t></w:r></w:p>"
)


def document(body: str, **parts: str) -> bytes:
    """The program's own package with another body; `parts` are other parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(new.docx("x"))) as old, zipfile.ZipFile(stream, "w") as made:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "word/document.xml":
                start, end = data.index("<w:body>") + 8, data.index("<w:sectPr>")
                data = data[:start] + body + data[end:]
            made.writestr(name, parts.get(name, data))
    return stream.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def filled(body: str, *lines: Line, unidad: str = "101 A", fecha: str = "hoy") -> str:
    template = DocxTemplate(document(body), VALUES, BLOCKS)
    data = template.filled(Content({"unidad": unidad, "fecha": fecha}, {"puntos": lines}))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def words(xml: str) -> list[str]:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(text.text or "" for text in one.iter(f"{space}t")) for one in ET.fromstring(xml).iter(f"{space}p")]  # noqa: S314 - our own


def test_a_field_that_word_has_split_over_runs_is_replaced_and_the_runs_keep_their_format() -> None:
    xml = filled(SPLIT)
    assert words(xml) == ["De 101 A, hoy."]
    assert "<w:rPr><w:i/></w:rPr>" in xml
    assert "<w:proofErr/>" in xml


def test_a_field_does_not_go_across_a_tab_or_into_another_paragraph() -> None:
    body = "<w:p><w:r><w:t>{uni</w:t><w:tab/><w:t>dad}</w:t></w:r></w:p><w:p><w:r><w:t>{unidad</w:t></w:r></w:p>"
    assert words(filled(body)) == ["{unidad}", "{unidad"]


def test_a_block_becomes_paragraphs_in_the_format_of_its_own_in_the_order_of_the_schema() -> None:
    properties = '<w:pStyle w:val="List"/><w:spacing w:after="5"/><w:ind w:left="100"/><w:jc w:val="both"/>'
    lines = (Line("Uno", "title"), Line("Dos", "item", "1."), Line("Tres"))
    xml = filled(paragraph("{puntos}", properties, '<w:rFonts w:ascii="X"/><w:sz w:val="18"/>'), *lines)
    assert words(xml) == ["Uno", "1.Dos", "Tres"]
    title, item = xml.split("<w:p>")[1:3]
    assert title.index("<w:keepNext/>") < title.index("<w:numPr>") < title.index("<w:spacing") < title.index("<w:ind")
    assert title.index("<w:rFonts") < title.index("<w:b/>") < title.index("<w:sz")
    assert '<w:ind w:left="525" w:hanging="425"/><w:jc w:val="both"/>' in item
    assert "<w:tab/>" in item


def test_an_empty_block_leaves_no_paragraph_but_where_one_has_to_stand() -> None:
    section = '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('{puntos}')}</w:tc></w:tr></w:tbl>"
    xml = filled(paragraph("{puntos}") + cell + paragraph("{puntos}", section))
    assert words(xml) == ["", ""]
    assert section in xml
    last = filled(paragraph("{puntos}", section), Line("a"), Line("b"))
    assert last.index("a</w:t>") < last.index(section) < last.index("b</w:t>")


def test_fields_in_headers_tables_and_text_boxes_are_replaced_and_other_parts_stay() -> None:
    office = python_docx.Document()
    office.sections[0].header.paragraphs[0].text = "Tesorería {fecha}"
    office.add_table(rows=1, cols=1).cell(0, 0).text = "{unidad}"
    stream = io.BytesIO()
    office.save(stream)
    data = DocxTemplate(stream.getvalue(), VALUES, BLOCKS).filled(
        Content({"unidad": "U", "fecha": "F"}, {"puntos": ()})
    )
    made = python_docx.Document(io.BytesIO(data))
    assert made.sections[0].header.paragraphs[0].text == "Tesorería F"
    assert made.tables[0].cell(0, 0).text == "U"
    with zipfile.ZipFile(stream) as before, zipfile.ZipFile(io.BytesIO(data)) as after:
        assert sorted(before.namelist()) == sorted(after.namelist())
        assert before.read("word/styles.xml") == after.read("word/styles.xml")


def test_a_template_of_word_becomes_a_document() -> None:
    types = zipfile.ZipFile(io.BytesIO(new.docx("x"))).read("[Content_Types].xml").decode()
    data = document(SPLIT, **{"[Content_Types].xml": types.replace("document.main+xml", "template.main+xml")})
    made = DocxTemplate(data, VALUES, BLOCKS).filled(Content({"unidad": "", "fecha": ""}, {"puntos": ()}))
    assert b"document.main+xml" in zipfile.ZipFile(io.BytesIO(made)).read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        ("{unidadd}", "unknown-field", "unidadd"),
        ("Los {puntos}", "block-inside", "puntos"),
    ],
)
def test_a_fault_of_a_template_is_told(body: str, kind: str, name: str) -> None:
    for make, data in ((DocxTemplate, document(paragraph(body))), (TextTemplate, body.encode())):
        with pytest.raises(TemplateError) as caught:
            make(data, VALUES, BLOCKS)
        assert (caught.value.kind, caught.value.name) == (kind, name)


ENTITY = '<!DOCTYPE w [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", document("<w:p>"), document("x").replace(b"word/document.xml", b"word/documemt.xml"),
     document("", **{"word/document.xml": f"{ENTITY}<w:document/>"}),
     document("", **{"word/document.xml": '<?xml version="1.0" encoding="latin-1"?><a/>'})],
    ids=["empty", "pdf", "broken", "no main part", "entity", "latin"],
)  # fmt: skip
def test_what_is_no_document_in_order_is_told(data: bytes) -> None:
    with pytest.raises(TemplateError, match="unreadable"):
        DocxTemplate(data, VALUES, BLOCKS)
    with pytest.raises(TemplateError, match="unreadable"):
        TextTemplate(b"\xff\xfe\xfd", VALUES, BLOCKS)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=30), st.sampled_from(["title", "item", "detail", "sub", "text"]))
def test_no_text_breaks_the_document(text: str, kind: str) -> None:
    xml = filled(SPLIT + paragraph("{puntos}"), Line(text, kind, "1."), unidad=text)
    first, second = words(xml)
    assert first.startswith("De ")
    assert first.endswith(", hoy.")
    assert second.startswith("1.")
    assert not {"\u202e", "\u200b", "\x00", "\n"} & {*first, *second}


def test_a_value_is_never_a_field_of_its_own() -> None:
    assert words(filled(SPLIT, unidad="{fecha}")) == ["De {fecha}, hoy."]


def test_a_text_is_wrapped_where_it_is_filled_and_nowhere_else() -> None:
    long = "x" * 100
    template = TextTemplate(f"{long}\n\n  A {{unidad}}\n\n{{puntos}}\n\nFin".encode(), VALUES, BLOCKS, 20)
    values = {"unidad": "una unidad que es larga", "fecha": ""}
    text = template.filled(Content(values, {"puntos": ()})).decode()
    assert text == f"{long}\n\n  A una unidad que\n  es larga\n\nFin\n"
    lines = (
        Line("T", "title"),
        Line("M", "goal"),
        Line("uno", "item", "1."),
        Line("d", "detail"),
        Line("s", "sub", "-"),
    )
    text = template.filled(Content(values, {"puntos": (*lines, Line("dos", "item", "12."))})).decode()
    assert text.partition("larga\n\n")[2] == "T\n\nM\n\n 1. uno\n    d\n    - s\n\n12. dos\n\nFin\n"


def test_our_own_template_is_read_back_as_it_is_written() -> None:
    data = new.docx("> A {unidad}\n\n* B\n~ C & D\n")
    assert data == new.docx("> A {unidad}\n\n* B\n~ C & D\n")
    assert reader.read(data).text.split() == ["A", "{unidad}", "B", "C", "&", "D"]
    assert new.text("> A {unidad}\n\n* B\n") == b"A {unidad}\n\nB\n"
