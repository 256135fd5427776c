"""Every file of an office is told by its content and has the cells and findings of the text."""

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import poa_lint
from poa_lint.core.source import Unreadable
from poa_lint.documents import kind, read
from tests.documents.kept import ALL, EXPECTED, KEPT, kept, keys, opened
from tests.office import letter, workbook
from tests.office.content import right
from tests.office.programs import OFFICE, convert
from tests.places import FILES, SEED


@pytest.mark.parametrize("name", KEPT)
def test_every_cell_and_every_finding_is_the_text_s(name: str) -> None:
    document = kept(name)
    assert right(document.text) == ALL
    assert sorted(found.key for found in poa_lint.lint(FILES / name).files[0].diagnostics) == EXPECTED


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_files_that_libreoffice_writes_today(tmp_path: Path) -> None:
    workbook.make(tmp_path / "informe.xlsx")
    letter.document(tmp_path / "carta.docx")
    book = convert(tmp_path / "informe.xlsx", "xlsx", tmp_path / "calculado")
    made = [book, *(convert(book, form, tmp_path / form) for form in ("xls", "ods", "pdf"))]
    made += [convert(tmp_path / "carta.docx", form, tmp_path / f"carta-{form}") for form in ("docx", "pdf")]
    for path in made:
        document = opened(path.read_bytes())
        assert (path.name, right(document.text)) == (path.name, ALL)
        assert keys(document.text) == EXPECTED


def test_the_kind_is_what_the_content_says() -> None:
    assert kind(SEED.read_bytes(), "informe.txt") is None
    assert {name: kind((FILES / name).read_bytes(), "informe.doc") for name in KEPT if name != "comas.csv"} == {
        "informe.docx": "docx",
        "informe.ods": "ods",
        "informe.xls": "ole",
        "informe.xlsb": "xlsb",
        "informe.xlsx": "xlsx",
        "renglones-cortados.pdf": "pdf",
        "sheetjs.xls": "ole",
        "sheetjs.xlsb": "xlsb",
        "sin-lineas.pdf": "pdf",
        "unicode.txt": "csv",
    }
    assert kept("informe.xls").kind == "xls"


def test_the_project_s_own_text_is_left_as_it_is() -> None:
    assert kind(SEED.read_bytes(), "informe.txt") is None
    assert right(opened(SEED.read_bytes()).text) == ALL


@pytest.mark.parametrize(
    ("module", "name", "reason", "command"),
    [
        ("openpyxl", "informe.xlsx", "missing-office", "pip install 'poa-lint[office]'"),
        ("pypdfium2", "sin-lineas.pdf", "missing-pdf", "pip install 'poa-lint[pdf]'"),
    ],
)
def test_a_missing_extra_is_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, module: str, name: str, reason: str, command: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    data = (FILES / name).read_bytes()
    assert read(data, name) == Unreadable(name, reason)
    assert command in poa_lint.lint(data, name=name).files[0].diagnostics[0].help


def test_documents_are_read_in_several_threads_and_sent_between_processes() -> None:
    data = [(FILES / name).read_bytes() for name in ("sin-lineas.pdf", "renglones-cortados.pdf") * 2]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(opened, data))
    assert [right(document.text) for document in found] == [ALL] * 4
    again = pickle.loads(pickle.dumps(found[0]))  # noqa: S301  our own
    assert again.place(500) == found[0].place(500)
