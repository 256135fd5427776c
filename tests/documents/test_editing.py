"""Cells of any workbook are written anew, and nothing else in it."""

import re
from html import unescape

import pytest

from poa_lint.documents import read
from poa_lint.documents.document import Document, UnreadableFile
from poa_lint.documents.editing import Blank, Edited, Formula, Left, Words, edited
from poa_lint.documents.zip import Package
from tests.documents.test_marking import book
from tests.office import hostile

STYLES = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
SUM = Formula("H", "C1", "SUM(A1,B1)", 3, percent=False, reads=frozenset({"B1"}))
SHARE = Formula("H", "D1", "C1/E1", 37.5, percent=True, reads=frozenset({"C1"}))
DATE = Words("H", "A1", (("31-mar.-24", "30-jun.-24"),), 91)


def row(cells: str, *, prefix: str = "", more: str = "") -> bytes:
    """A workbook with cells in the first row of its sheet; the second style is one of percentages."""
    sheet = f'<sheetData><row r="1" spans="1:5">{cells}</row></sheetData>{more}'
    if prefix:
        sheet = sheet.replace("</", f"<!/{prefix}:").replace("<", f"<{prefix}:").replace(f"<{prefix}:!/", "</")
    return book(sheet, prefix=prefix, styles=STYLES if not prefix else "")


def part(done: Edited | bytes, name: str = "xl/hojas/una.xml") -> str:
    return Package(done.data if isinstance(done, Edited) else done).read(name).decode()


def cells(done: Edited) -> dict[str, str]:
    """The formula of each cell, or what is stored in it."""
    found = re.findall(r'<c r="(\w+)"[^>]*>(?:<f[^>]*>([^<]*)</f>)?<v>([^<]*)</v>', part(done))
    return {name: unescape(f"={formula}" if formula else value) for name, formula, value in found}


def test_a_formula_has_the_result_that_it_gives_and_the_cell_keeps_its_look() -> None:
    done = edited(row('<c r="A1"><v>3</v></c><c r="C1" s="0"><v>9</v></c><c r="D1" s="1"><v>0.2</v></c>'), [SUM, SHARE])
    assert '<c r="C1" s="0"><f>SUM(A1,B1)</f><v>3</v></c>' in part(done)
    assert '<c r="D1" s="1"><f>C1/E1</f><v>0.375</v></c>' in part(done)
    assert done.left == ()


def test_a_percentage_without_a_format_stays_in_points() -> None:
    done = edited(row('<c r="D1"><v>38</v></c>'), [SHARE])
    assert '<c r="D1"><f>(C1/E1)*100</f><v>37.5</v></c>' in part(done)


def test_a_cell_whose_format_is_not_that_of_its_figure_gets_no_formula() -> None:
    done = edited(row('<c r="C1" s="1"/><c r="D1" s="0"/>'), [SUM, SHARE])
    assert done.left == (Left("H", "C1", "formato"), Left("H", "D1", "formato"))
    assert "<f>" not in part(done)


def test_a_text_in_place_of_a_figure_stays() -> None:
    done = edited(row('<c r="C1" t="inlineStr"><is><t>3</t></is></c>'), [SUM])
    assert done.left == (Left("H", "C1", "texto"),)


def test_an_empty_text_is_the_result_of_a_formula_without_figures() -> None:
    nothing = SUM._replace(text='IF(A1="","",A1)', value=None)
    done = edited(row('<c r="A1"/><c r="C1"/><c r="E1"><v>8</v></c>'), [nothing])
    assert '<c r="C1" t="str"><f>IF(A1="","",A1)</f><v></v></c>' in part(done)
    made = read(done.data, "x.xlsx")
    assert isinstance(made, Document)
    assert not made.remarks


def test_a_cell_that_is_not_stored_is_made_in_its_place() -> None:
    done = edited(row('<c r="A1"><v>3</v></c><c r="E1"><v>8</v></c>'), [SUM, SUM._replace(cell="F1")])
    assert [f"{name}1" for name in "ACEF"] == list(cells(done))
    with pytest.raises(UnreadableFile):
        edited(row(""), [SUM._replace(cell="C9")])


def test_parts_with_a_prefix_are_written_with_it() -> None:
    done = edited(row('<c r="A1"><v>3</v></c><c r="C1"><v>2</v></c>', prefix="x"), [SUM])
    assert '<x:c r="C1"><x:f>SUM(A1,B1)</x:f><x:v>3</x:v></x:c>' in part(done)


@pytest.mark.parametrize(
    ("own", "stays"),
    [
        ("SUM(A1:B1)", True),
        ("A1+$B$1", True),
        ("IF(A1=0,0,A1+B1)", True),
        ("A1", False),
        ("SUM(A1,D1)", False),
    ],
)
def test_an_office_s_formula_stays_if_it_counts_the_next_period(own: str, *, stays: bool) -> None:
    done = edited(row(f'<c r="C1"><f>{own}</f><v>3</v></c>'), [SUM])
    assert cells(done)["C1"] == (f"={own}" if stays else "=SUM(A1,B1)")
    wrong = edited(row(f'<c r="C1"><f>{own}</f><v>4</v></c>'), [SUM])
    assert cells(wrong)["C1"] == "=SUM(A1,B1)"
    assert done.left == wrong.left == ()


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ("<f>T1!C1+B1</f>", "otra-hoja"),
        ("<f>'Hoja 2'!C1</f>", "otra-hoja"),
        ("<f>TOTAL+B1</f>", "otra-hoja"),
        ("<f>[1]T1!C1</f>", "otra-hoja"),
        ('<f t="array" ref="C1">SUM(A1:B1)</f>', "matriz"),
    ],
)
def test_an_office_s_formula_that_cannot_be_judged_stays_and_is_told(own: str, reason: str) -> None:
    before = row(f'<c r="C1">{own}<v>3</v></c>')
    done = edited(before, [SUM])
    assert done.left == (Left("H", "C1", reason),)
    assert own in part(done)


def test_a_rounded_percentage_of_an_office_is_right() -> None:
    done = edited(row('<c r="D1" s="1"><f>ROUND(C1/E1,2)</f><v>0.38</v></c>'), [SHARE])
    assert cells(done)["D1"] == "=ROUND(C1/E1,2)"


def test_cells_that_share_a_formula_with_one_that_is_replaced_get_their_own() -> None:
    shared = '<c r="C1"><f t="shared" ref="C1:C3" si="0">A1</f><v>1</v></c>'
    rows = f'<row r="1">{shared}</row>' + "".join(
        f'<row r="{number}"><c r="C{number}"><f t="shared" si="0"/><v>1</v></c></row>' for number in (2, 3)
    )
    done = edited(book(f"<sheetData>{rows}</sheetData>"), [SUM, SUM._replace(cell="C3", text="SUM(A3,B3)")])
    assert cells(done) == {"C1": "=SUM(A1,B1)", "C2": "=A2", "C3": "=SUM(A3,B3)"}
    untouched = edited(book(f"<sheetData>{rows}</sheetData>"), [SUM._replace(cell="C3", text="SUM(A3,B3)")])
    assert 't="shared"' in part(untouched)


def test_a_figure_of_the_next_period_keeps_whatever_formula_the_office_has() -> None:
    done = edited(row('<c r="C1"><f>B1-A1</f><v>-3</v></c>'), [SUM._replace(upcoming=True)])
    assert cells(done)["C1"] == "=B1-A1"


def test_the_list_of_formulas_goes_where_formulas_come() -> None:
    texts = {name: Package(data).read(name) for data in [row('<c r="C1"/>')] for name in Package(data).names}
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chain = f"<Relationship Id='z' Type='{kinds}/calcChain' Target='calcChain.xml'/></Relationships>"
    texts["xl/_rels/workbook.xml.rels"] = texts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", chain.encode()
    )
    texts["[Content_Types].xml"] = texts["[Content_Types].xml"].replace(
        b"</Types>", b"<Override PartName='/xl/calcChain.xml' ContentType='a/b'/></Types>"
    )
    texts["xl/calcChain.xml"] = b"<calcChain/>"
    done = edited(hostile.packed(texts), [SUM])
    assert not Package(done.data).has("xl/calcChain.xml")
    assert "calcChain" not in part(done, "[Content_Types].xml") + part(done, "xl/_rels/workbook.xml.rels")
    same = edited(hostile.packed(texts), [Blank("H", "C1")])
    assert Package(same.data).has("xl/calcChain.xml")


def test_a_workbook_with_formulas_of_the_office_is_calculated_when_it_is_opened() -> None:
    assert "calcPr" not in part(edited(row('<c r="C1"/>'), [SUM]), "xl/workbook.xml")
    done = edited(row('<c r="A1"><f>E1</f><v>0</v></c><c r="C1"/>'), [SUM])
    assert '<calcPr fullCalcOnLoad="1"/>' in part(done, "xl/workbook.xml")


# --- blanks and words ---


def test_an_emptied_cell_keeps_its_look_and_a_formula_stays() -> None:
    done = edited(
        row('<c r="A1" s="1" t="inlineStr"><is><t>Obra</t></is></c><c r="B1"><f>A1</f><v>0</v></c>'),
        [Blank("H", "A1"), Blank("H", "B1"), Blank("H", "D1")],
    )
    assert '<c r="A1" s="1"/>' in part(done)
    assert done.left == (Left("H", "B1", "formula"),)


@pytest.mark.parametrize(
    ("cell", "after"),
    [
        ('<c r="A1" s="1"><v>45382</v></c>', '<c r="A1" s="1"><v>45473</v></c>'),
        ('<c r="A1"><v>43920.5</v></c>', '<c r="A1"><v>44011.5</v></c>'),
        (
            '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>FECHA: </t></r><r><t>31-mar.-24 &amp;</t></r></is></c>',
            '<is><r><rPr><b/></rPr><t>FECHA: </t></r><r><t xml:space="preserve">30-jun.-24 &amp;</t></r></is>',
        ),
    ],
)
def test_a_date_moves_on_in_whatever_way_it_is_stored(cell: str, after: str) -> None:
    done = edited(row(cell), [DATE])
    assert after in part(done)
    assert done.left == ()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="A1"><f>TODAY()</f><v>45382</v></c>', "formula"),
        ('<c r="A1"><f>Z99</f><v>45382</v></c>', "formula"),
        ('<c r="A1" t="inlineStr"><is><r><t>31-mar</t></r><r><t>.-24</t></r></is></c>', "palabras"),
        ('<c r="A1" t="inlineStr"><is><t>31-mar.-24 y 31-mar.-24</t></is></c>', "palabras"),
        ('<c r="A1" t="b"><v>1</v></c>', "palabras"),
        ('<c r="A1"/>', "palabras"),
        ('<c r="B1"/>', "sin-celda"),
    ],
)
def test_words_that_cannot_be_changed_for_certain_stay_and_are_told(cell: str, reason: str) -> None:
    done = edited(row(cell), [DATE])
    assert done.left == (Left("H", "A1", reason),)
    assert cell in part(done)


def test_formulas_that_repeat_a_cell_have_its_new_words() -> None:
    found = '<c r="A1"><v>45382</v></c><c r="B1"><f>$A$1</f><v>45382</v></c>'
    found += '<c r="C1" t="str"><f>H!A1</f><v>al 31-mar.-24</v></c>'
    done = part(edited(row(found), [DATE]))
    assert done.count("<v>45473</v>") == 2
    assert "<v>al 30-jun.-24</v>" in done


def test_several_words_of_one_cell_change_together() -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>T1, al 31-mar.-24</t></is></c>'
    done = edited(row(cell), [Words("H", "A1", (("T1", "T2"),), 0), DATE])
    assert '<t xml:space="preserve">T2, al 30-jun.-24</t>' in part(done)


def test_a_merged_cell_that_shows_nothing_gets_no_formula() -> None:
    more = '<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>'
    done = edited(row('<c r="B1"/><c r="C1"/>', more=more), [SUM])
    assert done.left == (Left("H", "C1", "combinada"),)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nada", row("<c r='C1'><f>")])
def test_what_is_no_sound_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        edited(data, [SUM])
