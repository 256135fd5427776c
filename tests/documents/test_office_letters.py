"""Hidden and raised letters, hours and printed headings in the files of LibreOffice, Word and Excel 2003."""

import pytest

import poa_lint
from poa_lint.documents.document import Document
from poa_lint.documents.sheets import printed
from tests.documents.kept import opened
from tests.office import hostile

ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:fo="f">
<office:automatic-styles><style:style style:name="A" style:family="text"><style:text-properties
style:text-position="super 58%"/></style:style><style:style style:name="O" style:family="text"><style:text-properties
text:display="none"/></style:style><style:style style:name="H" style:family="table" style:master-page-name="M"/>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="UE" table:style-name="H">{}
</table:table></office:spreadsheet></office:body></office:document-content>"""
PAGES = """<office:document-styles xmlns:office="o" xmlns:text="x" xmlns:style="s"><office:master-styles>
<style:master-page style:name="M"><style:header><style:region-left>
<text:p>TMM-F004</text:p></style:region-left><text:p>PROGRAMA OPERATIVO
ANUAL 2026</text:p></style:header></style:master-page></office:master-styles></office:document-styles>"""
STRING = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
ANCHORS = "".join(map(STRING.format, "PAPA"))


def ods(cells: str) -> Document:
    rows = f"<table:table-row>{cells}</table:table-row><table:table-row>{ANCHORS}</table:table-row>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return opened(
        hostile.packed({"mimetype": kind, "content.xml": ODS.format(rows).encode(), "styles.xml": PAGES.encode()})
    )


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        ("4<text:span text:style-name='A'>1</text:span>", "4"),
        ("m<text:span text:style-name='A'>2</text:span>", "m2"),
        ("<text:span text:style-name='O'>9</text:span>4", "4"),
    ],
)
def test_raised_and_hidden_letters_of_libreoffice(paragraph: str, shown: str) -> None:
    assert shown in ods(STRING.format(paragraph)).text.splitlines()


def test_a_duration_of_libreoffice_is_what_it_shows_and_its_number_is_remarked() -> None:
    hours = "<table:table-cell office:value-type='time' office:time-value='PT96H00M00S'>"
    found = ods(f"{hours}<text:p>96:00</text:p></table:table-cell>")
    assert "96:00" in found.text.splitlines()
    assert [remark.values for remark in found.remarks] == [{"stored": "4"}]


def test_the_heading_that_is_only_printed_stands_above_the_table() -> None:
    assert ods("").text.split("\n")[1:4] == ["PROGRAMA OPERATIVO ANUAL 2026", "TMM-F004", "P\tA\tP\tA"]
    assert ods("").place(0) is not None


def test_lines_of_a_printed_header_without_its_codes() -> None:
    code = '&L&"Arial,Bold"&12GOBIERNO&R&K00-024TMM-F004_x000a_P&&A &P de &N'
    assert list(printed.lines(code)) == ["GOBIERNO", "TMM-F004", "P&A  de"]
    assert printed.missing(["UNO", "TMM-F004", "FECHA: hoy"], ["FECHA: 31-mar.-26"]) == ["TMM-F004"]


WORD = "<w:document xmlns:w='w'><w:body><w:p>{}</w:p></w:body></w:document>"
STYLES = """<w:styles xmlns:w="w">
<w:style w:styleId="Llamada"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:styleId="Nota"><w:basedOn w:val="Llamada"/></w:style>
<w:style w:styleId="Oculto"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""


@pytest.mark.parametrize("part", ["word/document.xml", "word/document2.xml", "word/Document.xml"])
@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ("<w:r><w:t>4</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Nota'/></w:rPr><w:t>1</w:t></w:r>", "4"),
        ("<w:r><w:t>4</w:t></w:r><w:r><w:rPr><w:position w:val='6'/></w:rPr><w:t>1</w:t></w:r>", "4"),
        ("<w:r><w:t>M</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>", "M2"),
        ("<w:r><w:rPr><w:rStyle w:val='Oculto'/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>4</w:t></w:r>", "4"),
        (
            "<w:pPr><w:pStyle w:val='Oculto'/></w:pPr><w:r><w:t>9</w:t></w:r>{}".format(
                "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>4</w:t></w:r>"
            ),
            "4",
        ),
    ],
)
def test_raised_and_hidden_letters_of_word(runs: str, shown: str, part: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = hostile.RELATIONS.format(f'<Relationship Id="r" Type="{kind}/officeDocument" Target="/{part}"/>')
    own = hostile.RELATIONS.format(f'<Relationship Id="s" Type="{kind}/styles" Target="Styles.xml"/>')
    folder, name = part.split("/")
    parts = {
        "_rels/.rels": main,
        part: WORD.format(runs),
        f"{folder}/_rels/{name}.rels": own,
        "word/styles.xml": STYLES,
    }
    assert opened(hostile.packed({name: text.encode() for name, text in parts.items()})).text == f"{shown}\n"


FLAT = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="q" ss:Parent="p"/>
<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="UE 101"><Table><Row ss:Index="3"><Cell><Data ss:Type="String">RAMO</Data></Cell>
<Cell ss:Formula="=RC[-1]"/><Cell ss:MergeAcross="1"><Data ss:Type="Number">63</Data></Cell><Cell ss:StyleID="q"><Data
ss:Type="Number">0.25</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="DateTime">2024-03-31T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="String">4<Sup>1</Sup></Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell>
</Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("name", ["informe.xml", "informe.xls", "informe.txt"])
def test_a_workbook_of_excel_2003_in_xml_is_read_whatever_its_name(name: str) -> None:
    found = opened(FLAT.encode(), name)
    assert found.kind == "xml"
    assert found.text == "\n\nRAMO\t\t63\t\t25%\t31-mar.-24\t4\t#¡REF!\n\n"
    place = found.place(8)
    assert place is not None
    assert (place.sheet, place.cell) == ("UE 101", "C3")
    assert [remark.kind for remark in found.remarks] == [
        "formula_sin_valor",
        "numero_con_formato_de_fecha",
        "texto_como_numero",
        "error_de_formula",
    ]


def test_other_xml_of_offices_is_named_as_what_it_is() -> None:
    word = '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="w"/>'
    found = poa_lint.lint(word.encode(), name="informe.xml").files[0].diagnostics
    assert [one.message.partition(" y ")[0] for one in found] == ["el archivo es XML de un programa de oficina"]
