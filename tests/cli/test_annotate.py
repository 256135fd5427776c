"""`--annotate`: copies of workbooks with what was found written into them; all else stays as it was."""

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint import lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.result import FileResult
from poa_lint.documents.marking import has_macros, is_marked
from poa_lint.documents.marking.styles import FILLS
from tests.office import hostile
from tests.office.programs import OFFICE, convert
from tests.output import beside
from tests.places import FILES
from tests.program import run

BOOK = FILES / "informe.xlsx"


def sheets(path: Path) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in load_workbook(path).worksheets}


def listed(path: Path, name: str = "Hallazgos") -> list[list[str]]:
    """The rows of a copy's list as words."""
    rows = sheets(path)[name].iter_rows(min_row=2, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in rows]


def leads(sheet: Worksheet, cell: str) -> str | None:
    """Where a cell leads to inside the workbook."""
    found = sheet[cell].hyperlink
    return None if found is None else found.location


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def found(path: Path) -> FileResult:
    return lint(path).files[0]


def report(path: Path, *pages: Page, change: Callable[[Workbook], object] = lambda _: None, title: str = "UE") -> Path:
    """A workbook with a report in its only sheet: a cell for each cell of the text, figures as numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for number, line in enumerate(write(pages).split("\n"), 1):
        for column, text in enumerate(line.split("\t"), 1):
            cell = sheet.cell(number, column)
            if text.removesuffix("%").isdecimal():
                cell.value = int(text) if text.isdecimal() else int(text[:-1]) / 100
                cell.number_format = "General" if text.isdecimal() else "0%"
            elif text:
                cell.value = text
                cell.data_type = "s"
    change(book)
    book.save(path)
    return path


BROKEN = Page(metas=(Row(meta_anual="5"),))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed's workbook, marked."""
    target = tmp_path_factory.mktemp("copia") / "copia.xlsx"
    before = BOOK.read_bytes()
    done = run(BOOK, "--annotate", target, "-q")
    assert done.returncode == 1
    assert done.stderr.decode() == f"poa-lint: {target}: 51 hallazgos marcados en 49 celdas.\n"
    assert BOOK.read_bytes() == before
    return target


def test_every_finding_is_said_beside_its_cell_with_its_severity_in_words(copy: Path) -> None:
    marked_sheets = sheets(copy)
    told = {"error": "ERROR", "warning": "AVISO", "info": "NOTA"}
    gravest: dict[tuple[str, str], int] = {}
    for one in found(BOOK).diagnostics:
        assert one.original
        place = str(one.original.data["sheet"]), str(one.original.data["cell"])
        comment = marked_sheets[place[0]][place[1]].comment
        assert comment is not None
        assert f"{told[one.severity.value]} {one.code} {one.rule}\n{one.message}" in comment.text
        assert one.help in comment.text
        gravest[place] = min(gravest.get(place, 9), one.severity.rank)
    fills = {
        (name, cell.coordinate): cell.fill.fgColor.rgb
        for name, sheet in marked_sheets.items()
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert fills == {place: list(FILLS.values())[rank] for place, rank in gravest.items()}


def test_the_list_has_a_row_for_each_finding_with_links_there_and_back(copy: Path) -> None:
    every, before = sheets(copy), sheets(BOOK)
    listing = every["Hallazgos"]
    headings = [cell.value for cell in next(listing.iter_rows())]
    assert headings == ["Regla", "Gravedad", "Hoja", "Celda", "Unidad", "Meta", "Qué se halló", "Qué hacer"]
    first: dict[tuple[str, str], int] = {}
    for number, (said, one) in enumerate(zip(listed(copy), found(BOOK).diagnostics, strict=True), 2):
        assert said[0] == f"{one.code} {one.rule}"
        assert said[4:] == [one.unidad, one.where.meta, one.message, one.help]
        assert leads(listing, f"D{number}") == f"'{said[2]}'!{said[3]}"
        first.setdefault((said[2], said[3]), number)
    for (name, cell), number in first.items():
        was = before[name][cell]
        wraps = was.alignment.wrap_text and was.data_type == "s"
        assert leads(every[name], cell) == (None if wraps else f"'Hallazgos'!A{number}")
    active = load_workbook(copy).active
    assert active is not None
    assert active.title == "Hallazgos"
    assert [name for name, sheet in every.items() if sheet.sheet_view.tabSelected] == ["Hallazgos"]


def test_nothing_else_is_changed(copy: Path) -> None:
    """Not the values, not the formulas and their results, not how the cells look, not the other parts of the file."""
    for data_only in (False, True):
        before, after = load_workbook(BOOK, data_only=data_only), load_workbook(copy, data_only=data_only)
        for sheet in before.worksheets:
            other = after[sheet.title]
            assert isinstance(other, Worksheet)
            assert other.merged_cells.ranges == sheet.merged_cells.ranges
            for row in sheet.iter_rows():
                for cell in row:
                    twin = other[cell.coordinate]
                    assert twin.value == cell.value or twin.hyperlink is not None
                    assert twin.number_format == cell.number_format
                    for look in ("font", "border", "alignment", "protection"):
                        assert repr(getattr(twin, look)) == repr(getattr(cell, look))
    before_parts, after_parts = parts(BOOK), parts(copy)
    changed = {name for name, data in before_parts.items() if after_parts[name] != data}
    sheets_of = {f"xl/worksheets/sheet{number}.xml" for number in range(1, 5)}
    known = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml"}
    assert changed == sheets_of | known


def test_a_copy_has_the_findings_of_its_original_and_is_not_marked_again(copy: Path, tmp_path: Path) -> None:
    assert [one.key for one in found(copy).diagnostics] == [one.key for one in found(BOOK).diagnostics]
    done = run(copy, "--annotate", tmp_path / "otra.xlsx", "-q")
    assert done.returncode == 2
    assert "ya es una copia marcada" in done.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_the_same_run_writes_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    run(BOOK, "--annotate", tmp_path / "copia.xlsx")
    assert (tmp_path / "copia.xlsx").read_bytes() == copy.read_bytes()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(copy: Path, tmp_path: Path) -> None:
    again = convert(copy, "xlsx", tmp_path)
    assert sum(1 for sheet in sheets(again).values() for row in sheet.iter_rows() for cell in row if cell.comment) == 49
    assert [one.key for one in found(again).diagnostics] == [one.key for one in found(BOOK).diagnostics]


def test_a_report_without_findings_has_a_list_that_says_so(tmp_path: Path) -> None:
    done = run(report(tmp_path / "bueno.xlsx", Page()), "--annotate", tmp_path / "copia.xlsx", "--lang", "en")
    assert done.returncode == 0
    every = sheets(tmp_path / "copia.xlsx")
    assert list(every) == ["UE", "Findings"]
    assert every["Findings"]["A2"].value == "Nothing was found that needs correcting."


def test_what_a_sheet_has_already_is_kept(tmp_path: Path) -> None:
    """Comments are joined, links stay, hidden sheets stay hidden, names are quoted and no sheet's name is taken."""
    place = found(report(tmp_path / "informe.xlsx", BROKEN)).diagnostics[0].original
    assert place
    cell = str(place.data["cell"])

    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet[cell].comment = Comment("Lo dijo la Oficialía", "Ana")
        sheet["A1"].comment = Comment("Otra nota", "Ana")
        sheet[cell].hyperlink = "https://example.org/"
        book.create_sheet("Cálculos").sheet_state = "hidden"
        book.create_sheet("HALLAZGOS").sheet_state = "veryHidden"

    path = report(tmp_path / "informe.xlsx", BROKEN, change=change, title="O'Higgins & <1>")
    assert run(path, "--annotate", tmp_path / "copia.xlsx").returncode == 1
    every = sheets(tmp_path / "copia.xlsx")
    assert {name: sheet.sheet_state for name, sheet in every.items()} == {
        "O'Higgins & <1>": "visible",
        "Cálculos": "hidden",
        "HALLAZGOS": "veryHidden",
        "Hallazgos 2": "visible",
    }
    sheet = every["O'Higgins & <1>"]
    comment = sheet[cell].comment
    assert comment is not None
    assert comment.text.startswith("Lo dijo la Oficialía\n\nERROR POA101 suma-trimestral\n")
    assert comment.author == "Ana"
    assert sheet["A1"].comment is not None
    assert sheet["A1"].comment.text == "Otra nota"
    assert sheet[cell].hyperlink is not None
    assert sheet[cell].hyperlink.target == "https://example.org/"
    assert f"'O''Higgins & <1>'!{cell}" in [leads(every["Hallazgos 2"], f"D{row}") for row in (2, 3)]


HOSTILE = ("=1+1", "+HYPERLINK(1)", "-2", '@SUM("A1")', "_x0041_<b>&\u202e\x1b"[:-1])


def test_no_text_of_a_report_becomes_a_formula_or_markup(tmp_path: Path) -> None:
    pages = [Page(unidad=("101", text), metas=(Row(meta_anual="5", texto=text),)) for text in HOSTILE]
    path = report(tmp_path / "informe.xlsx", *pages)
    run(path, "--annotate", tmp_path / "copia.xlsx")
    new = parts(tmp_path / "copia.xlsx")["xl/worksheets/sheet2.xml"].decode()
    assert "<f>" not in new
    assert set(re.findall(r'<c [^>]*t="(\w+)"', new)) == {"inlineStr"}
    assert "\u202e" not in new
    styles = parts(tmp_path / "copia.xlsx")["xl/styles.xml"].decode()
    assert 'quotePrefix="1"' in styles
    assert "_x005F_x0041_&lt;b&gt;&amp;\\u202e" in new


def test_macros_stay_and_the_copy_s_name_has_to_say_so(tmp_path: Path) -> None:
    with_macros = parts(report(tmp_path / "informe.xlsx", BROKEN)) | {"xl/vbaProject.bin": b"\xd0\xcfmacros"}
    types = with_macros["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    path = tmp_path / "informe.xlsm"
    path.write_bytes(hostile.packed({**with_macros, "[Content_Types].xml": types}))
    done = run(path, "--annotate", tmp_path / "copia.xlsx")
    assert done.returncode == 2
    assert "su nombre debe terminar en .xlsm" in done.stderr.decode()
    assert run(path, "--annotate", tmp_path / "copia.xlsm").returncode == 1
    assert parts(tmp_path / "copia.xlsm")["xl/vbaProject.bin"] == b"\xd0\xcfmacros"
    assert not (tmp_path / "copia.xlsx").exists()
    spoken_of = types.replace(
        b"ms-excel.sheet.macroEnabled.main", b"openxmlformats-officedocument.spreadsheetml.sheet.main"
    )
    spoken_of = spoken_of.replace(b"</Types>", b'<Override PartName="/a" ContentType="macroEnabled"/></Types>')
    assert not has_macros(hostile.packed({**with_macros, "[Content_Types].xml": spoken_of}))


def test_waived_findings_are_marked_only_where_they_are_shown(tmp_path: Path) -> None:
    path = report(tmp_path / "informe.xlsx", BROKEN)
    (tmp_path / "poa-lint.yaml").write_text("{}\n", encoding="utf-8")
    where = next(one.where for one in found(path).diagnostics if one.code == "POA101")
    place = f"{where.programa}/{where.unidad}/{where.meta}/{where.columna}"
    waiver = f"- {{rule: POA101, where: {place}, reason: Oficio OM-12/2026 anexo tres, until: 2999-12-31}}\n"
    (tmp_path / "dispensas.yaml").write_text(waiver, encoding="utf-8")
    run(path, "--annotate", tmp_path / "copia.xlsx")
    assert "POA101 suma-trimestral" not in [row[0] for row in listed(tmp_path / "copia.xlsx")]
    run(path, "--annotate", tmp_path / "copia.xlsx", "--show-waived")
    row = next(row for row in listed(tmp_path / "copia.xlsx") if row[0] == "POA101 suma-trimestral")
    assert row[1] == "error, dispensado"
    assert row[7] == "Oficio OM-12/2026 anexo tres (hasta 2999-12-31)"
    assert sheets(tmp_path / "copia.xlsx")["UE"][row[3]].fill.fgColor.rgb == FILLS["waived"]
    run(path, "--baseline", tmp_path / "base.txt", "--update-baseline")
    run(path, "--baseline", tmp_path / "base.txt", "--annotate", tmp_path / "copia.xlsx")
    assert [row[0] for row in listed(tmp_path / "copia.xlsx")] == ["No se halló nada que corregir."]


def test_only_what_is_selected_is_marked(tmp_path: Path) -> None:
    run(BOOK, "--select", "POA101", "--annotate", tmp_path / "copia.xlsx")
    assert [row[0] for row in listed(tmp_path / "copia.xlsx")] == ["POA101 suma-trimestral"] * 5


# --- where a copy may go ---


@pytest.mark.parametrize("name", ["informe.xlsx", "./informe.xlsx", "enlace.xlsx", "duro.xlsx", "sub/../informe.xlsx"])
def test_the_original_is_refused_under_every_name(tmp_path: Path, name: str) -> None:
    path = report(tmp_path / "informe.xlsx", BROKEN)
    before = path.read_bytes()
    (tmp_path / "sub").mkdir()
    (tmp_path / "enlace.xlsx").symlink_to(path)
    os.link(path, tmp_path / "duro.xlsx")
    done = run("informe.xlsx", "--annotate", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"poa-lint: la copia {Path(name)} es el propio original" in done.stderr.decode()
    assert path.read_bytes() == before


def test_only_a_marked_copy_is_replaced(tmp_path: Path) -> None:
    path = report(tmp_path / "informe.xlsx", BROKEN)
    other = report(tmp_path / "otro.xlsx", Page())
    before = other.read_bytes()
    done = run(path, "--annotate", other)
    assert done.returncode == 2
    assert "ya existe y no es una copia marcada" in done.stderr.decode()
    assert other.read_bytes() == before
    for _ in range(2):
        assert run(path, "--annotate", tmp_path / "copia.xlsx").returncode == 1
    assert is_marked((tmp_path / "copia.xlsx").read_bytes())


def test_what_cannot_be_marked_is_one_sentence_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "copias").mkdir()
    book, text = report(tmp_path / "informe.xlsx", BROKEN), tmp_path / "informe.txt"
    text.write_text(write([Page()]), encoding="utf-8")
    (tmp_path / "malo.xlsx").write_bytes(book.read_bytes()[:900])
    done = run(book, text, tmp_path / "malo.xlsx", FILES / "informe.xls", "--annotate", tmp_path / "copias", "-q")
    assert done.returncode == 2
    said = done.stderr.decode().splitlines()
    assert len(said) == 3
    assert sum("--annotate marca solo libros .xlsx y .xlsm" in line for line in said) == 2
    assert [path.name for path in (tmp_path / "copias").iterdir()] == ["informe.xlsx"]
    assert b"POA101" in done.stdout


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("-", "--annotate", "copia.xlsx"), "necesita el archivo del libro"),
        (("informe.xlsx", "otro.xlsx", "--annotate", "copia.xlsx"), "indique una carpeta que ya exista"),
        (("informe.xlsx", "sub/informe.xlsx", "--annotate", "copias"), "sus copias serían la misma"),
        (("informe.xlsx", "--annotate", "copia.xlsx", "--diff"), "no va con --diff"),
        (("informe.xlsx", "--annotate"), "necesita un valor"),
    ],
)
def test_misuse_is_one_sentence_and_nothing_is_done(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    (tmp_path / "copias").mkdir()
    (tmp_path / "sub").mkdir()
    path = report(tmp_path / "informe.xlsx", BROKEN)
    shutil.copy(path, tmp_path / "otro.xlsx")
    shutil.copy(path, tmp_path / "sub" / "informe.xlsx")
    done = run(*said, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in done.stderr.decode()
    assert not (tmp_path / "copia.xlsx").exists()


def test_a_folder_that_is_not_there_and_a_name_that_says_something_else(tmp_path: Path) -> None:
    path = report(tmp_path / "informe.xlsx", BROKEN)
    done = run(path, "--annotate", tmp_path / "no-hay" / "copia.xlsx", "-q")
    assert done.returncode == 2
    assert "no se pudo escribir" in done.stderr.decode()
    assert "debe terminar en .xlsx" in run(path, "--annotate", tmp_path / "copia.txt", "-q").stderr.decode()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["informe.xlsx"]


def test_the_comment_says_what_the_other_file_has(tmp_path: Path) -> None:
    last = report(tmp_path / "t1.xlsx", Page(metas=beside.EARLIER, fecha="31-mar.-24"), title="T1")
    now = report(tmp_path / "t2.xlsx", Page(metas=beside.LATER, fecha="30-jun.-24"))
    done = run(now, "--against", last, "--annotate", tmp_path / "copia.xlsx", "-q", cwd=tmp_path)
    assert done.returncode == 1
    comments = {
        cell.coordinate: cell.comment.text.split("\n")
        for row in sheets(tmp_path / "copia.xlsx")["UE"].iter_rows()
        for cell in row
        if cell.comment
    }
    annual = next(lines for lines in comments.values() if "POA901" in lines[0])
    place = "hoja 'T1' celda D25"
    assert annual[1:3] == [
        "la META ANUAL dice 9 y el informe anterior dice 4",
        f"antes: 4 ({last}, {place})",
    ]
    assert sheets(last)["T1"]["D25"].value == 4
