"""Files as the programs of offices leave them: what is shown is read, and what cannot be read is told rightly."""

import ctypes
import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

import poa_lint
from poa_lint.documents.sheets import days, richtext
from tests.documents.kept import opened
from tests.office import hostile
from tests.office.hostile import packed
from tests.places import ROOT
from tests.program import run

CASES = ROOT / "tests" / "data" / "robust"
SOUND = "xlsx-border-vacio.xlsx"


def said(name: str) -> list[str]:
    found = poa_lint.lint(CASES / name).files[0].diagnostics
    return [f"{one.code} {one.message}" for one in found]


def parts(name: str = SOUND) -> dict[str, bytes]:
    with zipfile.ZipFile(CASES / name) as package:
        return {part: package.read(part) for part in package.namelist()}


def text(given: dict[str, bytes]) -> str:
    return opened(packed(given), "informe.xlsx").text


@pytest.mark.parametrize(
    "name",
    [
        "encabezado-impresion.xlsx",
        "pdf-campos.pdf",
        "pdf-marca.pdf",
        "sharedstrings-mayuscula.xlsx",
        "signo-invisible.txt",
        "texto-oculto.docx",
        "xlsx-border-vacio.xlsx",
    ],
)
def test_a_sound_report_is_sound(name: str) -> None:
    assert said(name) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("f-compartida-sin-v.xlsx", "POA021 en AVANCE ABSOLUTO hay una fórmula sin su resultado"),
        (
            "meta-fecha-enorme.xlsx",
            (
                'POA003 en META ANUAL se ve "########", porque la celda guarda el número 10000000 '
                "con formato de fecha u hora"
            ),
        ),
        (
            "meta-formato-duracion.xlsx",
            'POA003 en META ANUAL se ve "96:00:00", porque la celda guarda el número 4 con formato de fecha u hora',
        ),
        ("superindice.xlsx", "POA020 en META ANUAL dice 4, que en la hoja es texto y no un número"),
    ],
)
def test_one_bad_cell_is_one_finding(name: str, sentence: str) -> None:
    assert said(name) == [sentence]


# --- what programs leave out or spell in another way ---


@pytest.mark.parametrize("element", ["fonts", "fills", "borders", "cellStyleXfs", "cellStyles", "dxfs"])
@pytest.mark.parametrize("instead", ["", "<{0}/>", '<{0} count="0"/>'])
def test_a_style_list_may_be_missing_or_empty(element: str, instead: str) -> None:
    given = parts()
    pattern = rf"<{element}\b(?:[^>]*/>|.*?</{element}>)"
    styles = re.sub(pattern, instead.format(element), given["xl/styles.xml"].decode(), flags=re.DOTALL)
    assert text(given | {"xl/styles.xml": styles.encode()}) == text(given)


@pytest.mark.parametrize(
    "styles", [None, b"<styleSheet/>", b'<styleSheet><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>']
)
def test_without_styles_a_number_is_shown_as_it_is_stored(styles: bytes | None) -> None:
    given = {name: data for name, data in parts().items() if name != "xl/styles.xml"}
    found = text(given if styles is None else given | {"xl/styles.xml": styles})
    assert "\t0.25" in found
    assert "PROGRAMA OPERATIVO ANUAL 2026" in found


@pytest.mark.parametrize(
    "spelled",
    [
        str.upper,
        lambda name: name.replace("/", "\\"),
        lambda name: f"/{name}",
        lambda name: name.replace("sheet1", "SHEET1").replace("styles", "Styles"),
    ],
)
def test_names_of_parts_are_compared_without_case_and_with_either_slash(spelled) -> None:  # type: ignore[no-untyped-def]
    given = parts()
    changed = {spelled(name) if name.startswith("xl") else name: data for name, data in given.items()}
    assert text(changed) == text(given)


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "/XL/Worksheets/Sheet1.xml", "worksheets\\sheet1.xml"])
def test_targets_are_absolute_or_relative_in_any_case(target: str) -> None:
    given = parts()
    path = "xl/_rels/workbook.xml.rels"
    related = re.sub(r'Target="[^"]*sheet1\.xml"', lambda _: f'Target="{target}"', given[path].decode())
    assert text(given | {path: related.encode()}) == text(given)


def test_a_sheet_whose_part_is_missing_is_not_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "informe.xlsx"
    path.write_bytes(packed({name: data for name, data in parts().items() if "sheet1" not in name}))
    found = poa_lint.lint(path).files[0].diagnostics
    assert [one.message for one in found] == ["el archivo está dañado o incompleto"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="D22"><v>1,5</v></c>', "1,5"),
        ('<c r="D22" t="b"><v>true</v></c>', "VERDADERO"),
        ('<c r="D22" t="d"><v>mañana</v></c>', "mañana"),
        ("<c r='D22'><v>7</v></c>", "7"),
        (
            (
                '<c r="D22" t="inlineStr"><is><r><t>4</t></r>'
                '<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'
            ),
            "4",
        ),
    ],
)
def test_a_bad_value_is_its_cell_s_and_no_reason_to_refuse_the_workbook(cell: str, shown: str) -> None:
    given = parts()
    sheet = re.sub(r'<c r="D22"(?:[^>]*/>|.*?</c>)', lambda _: cell, given["xl/worksheets/sheet1.xml"].decode())
    found = text(given | {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert f"\tINFORME\t{shown}\t" in found


def test_two_heading_lines_are_one_heading() -> None:
    found = opened((CASES / "grid-two-heading-lines.csv").read_bytes(), "informe.csv")
    assert found.text == "P\tA\tP\tA\tP\tA\tP\tA\n" * 2
    lines = opened((CASES / "grid-two-heading-lines.xlsx").read_bytes()).text.splitlines()
    assert sum("P\tA\tP\tA\tP\tA\tP\tA" in line for line in lines) > 1


# --- what cells show ---


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (4, "[h]:mm:ss", "96:00:00"),
        (4, "h:mm", "0:00"),
        (4, "dd/mm/yyyy", "04-ene.-1900"),
        (0.75, "h:mm AM/PM", "6:00 p. m."),
        (0.5, "[mm]:ss", "720:00"),
        (45382, "dd-mmm-yy", "31-mar.-24"),
        (43920, "dd-mmm-yy", "30-mar.-20"),
        (60, "d/m/yy", "29-feb.-1900"),
        (0, "d/m/yy", "00-ene.-1900"),
        (-1, "d/m/yy", "########"),
        (1e300, "[h]:mm", "########"),
        (float("nan"), "d/m/yy", "########"),
        (float("inf"), "h:mm", "########"),
    ],
)
def test_numbers_under_formats_of_dates_and_hours(value: float, code: str, shown: str) -> None:
    assert days.is_date(code)
    assert days.shown(value, code) == shown


def test_days_may_be_counted_from_1904() -> None:
    assert days.shown(43920, "dd-mmm-yy", from_1904=True) == "31-mar.-24"
    assert days.shown(days.MAX_DAY, "dd-mmm-yy", from_1904=True) == days.OUTSIDE


def test_a_raised_mark_is_no_digit_and_a_raised_unit_stays() -> None:
    assert richtext.text([("8,000", False), ("(1)", True)]) == "8,000"
    assert richtext.text([("m", False), ("2", True)]) == "m2"
    assert richtext.text([("25%", False), ("a", True)]) == "25%"


def test_a_shared_formula_is_said_as_it_stands_in_its_cell() -> None:
    given = parts("f-compartida-sin-v.xlsx")
    sheet = given["xl/worksheets/sheet1.xml"].decode()
    master = '<c r="M22" s="1"><f t="shared" ref="M22:M23" si="0">F22+H22</f><v>1</v></c>'
    sheet = re.sub(r'<c r="M22"(?:[^>]*/>|.*?</c>)', lambda _: master, sheet)
    found = opened(packed(given | {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert [remark.values["formula"] for remark in found.remarks if remark.kind == "formula_sin_valor"] == ["=F23+H23"]


# --- PDFs ---


def _bytes(pdf: pypdfium2.PdfDocument) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def test_fields_without_an_appearance_give_their_values() -> None:
    pdf = pypdfium2.PdfDocument(CASES / "pdf-campos.pdf")
    page = pdf[0]
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        field = raw.FPDFPage_GetAnnot(page, number)
        raw.FPDFAnnot_SetAP(field, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None)
        raw.FPDFPage_CloseAnnot(field)
    found = poa_lint.lint(_bytes(pdf)).files[0].diagnostics
    assert [one.message for one in found] == []


@pytest.mark.parametrize(("flags", "read"), [(0, True), (2, False)])
def test_text_that_was_added_to_a_page_is_read_unless_it_is_hidden(flags: int, read: bool) -> None:
    pdf = pypdfium2.PdfDocument(CASES / "pdf-marca.pdf")
    added = raw.FPDFPage_CreateAnnot(pdf[0], raw.FPDF_ANNOT_FREETEXT)
    raw.FPDFAnnot_SetRect(added, raw.FS_RECTF(300, 40, 500, 20))
    words = ctypes.create_string_buffer("OFICIO NUEVE\0".encode("utf-16-le"))
    raw.FPDFAnnot_SetStringValue(added, b"Contents", ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFAnnot_SetFlags(added, flags)
    raw.FPDFPage_CloseAnnot(added)
    assert ("OFICIO NUEVE" in opened(_bytes(pdf)).text) is read


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_drawn_on_its_side_is_read_upright_whatever_the_file_says(turn: int) -> None:
    pdf = pypdfium2.PdfDocument(CASES / "pdf-marca.pdf")
    page = pdf[0]
    wide, high = page.get_size()
    matrix = {90: (0, 1, -1, 0, high, 0), 180: (-1, 0, 0, -1, wide, high), 270: (0, -1, 1, 0, 0, wide)}[turn]
    clip = raw.FS_RECTF(-5000, 5000, 5000, -5000)
    raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(*matrix), clip)
    if turn != 180:
        page.set_mediabox(0, 0, high, wide)
        page.set_cropbox(0, 0, high, wide)
    assert opened(_bytes(pdf)).text == opened((CASES / "pdf-marca.pdf").read_bytes()).text


# --- marks of open files, and the system's errors ---


@pytest.mark.parametrize("mark", ["~$informe.xlsx", ".~lock.informe.ods#"])
def test_the_mark_of_an_open_file_is_left_out_with_a_word(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).write_bytes(b"\x04 Ana" + b" " * 160)
    (tmp_path / "informe.txt").write_bytes((CASES / "signo-invisible.txt").read_bytes())
    beside = run(mark, "informe.txt", cwd=tmp_path)
    shown = " ".join(beside.stdout.decode().split())
    assert (beside.returncode, "sin revisar: 1 señal de archivo abierto" in shown) == (0, True)
    alone = run(mark, "--lang", "en", cwd=tmp_path)
    assert (alone.returncode, "not checked: 1 mark of an open file" in alone.stderr.decode()) == (2, True)


def test_errors_of_the_system_are_said_in_the_reader_s_language(tmp_path: Path) -> None:
    name = "x" * 300 + ".txt"
    (tmp_path / "informe.txt").write_bytes((CASES / "signo-invisible.txt").read_bytes())
    assert "demasiado largo" in run("informe.txt", "-o", name, cwd=tmp_path).stderr.decode()
    assert "too long" in run("informe.txt", "-o", name, "--lang", "en", cwd=tmp_path).stderr.decode()


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        (b"BT /F 10 Tf 100 400 Td (41) Tj /F 6 Tf 4 Ts (1) Tj ET", "41"),
        (b"BT /F 10 Tf 100 400 Td (8,000) Tj /F 6 Tf 2 Ts (2) Tj ET", "8,000"),
        (b"BT /F 10 Tf 100 400 Td (M) Tj /F 6 Tf 2 Ts (2) Tj ET", "M2"),
        (b"BT /F 10 Tf 100 400 Td (41) Tj ET BT /F 30 Tf .8 .6 -.6 .8 90 350 Tm (BORRADOR) Tj ET", "41"),
        (b"BT /F 10 Tf 300 400 Td (41) Tj ET BT /F 9 Tf 0 1 -1 0 200 300 Tm (META ANUAL) Tj ET", "META ANUAL"),
    ],
)
def test_raised_marks_angled_and_sideways_print(drawn: bytes, shown: str) -> None:
    filler = (
        b"BT /F 10 Tf 20 700 Td (Un renglon que da a la pagina su sentido de lectura, de izquierda a derecha) Tj ET "
    )
    page = hostile._page(filler + drawn, b"0 0 600 800")
    lines = opened(hostile._pdf(*page, b"<<>>")).text.splitlines()
    assert shown in lines
    assert not any("B" in line for line in lines)
