"""Files that are broken, locked or no reports are refused in a sentence, and no damage raises."""

from collections.abc import Callable
from pathlib import Path

import pytest

import poa_lint
from poa_lint.core.source import Unreadable
from poa_lint.core.words import LANGUAGES
from poa_lint.documents import read
from poa_lint.documents.document import Document
from tests.documents.kept import KEPT
from tests.office import hostile
from tests.office.programs import OFFICE, convert
from tests.places import FILES

REFUSED = [
    ("celdas-sin-fin.xlsx", hostile.million_cells, "too-big"),
    ("entidades.docx", hostile.entities, "corrupt"),
    ("carta.doc", lambda: hostile.compound("WordDocument"), "not-a-report-kind"),
    ("excel-95.xls", lambda: hostile.compound("Book"), "not-a-report-kind"),
    ("sin-libro.xls", lambda: hostile.compound("Workbook"), "corrupt"),
    ("nada.xlsx", lambda: b"", "empty"),
    ("ceros.xls", lambda: b"\0" * 5000, "empty"),
    ("texto.rtf", lambda: b"{\\rtf1 hola}", "not-a-report-kind"),
    ("pagina.xls", lambda: b"<html><body><table><tr><td>1</td></tr></table>", "not-a-report-kind"),
    ("otro.zip", lambda: hostile.packed({"a.txt": b"a"}), "not-a-report-kind"),
    ("foto.pdf", lambda: b"\x89PNG\r\n\x1a\n", "not-a-report-kind"),
]


@pytest.mark.parametrize(("name", "make", "reason"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_is_refused_has_its_sentence(name: str, make: Callable[[], bytes], reason: str) -> None:
    data = make()
    assert read(data, name) == Unreadable(name, reason)
    for language in LANGUAGES:
        found = poa_lint.lint(data, name=name, language=language).files[0].diagnostics
        assert [(one.code, bool(one.message), bool(one.help)) for one in found] == [("POA007", True, True)]


@pytest.mark.parametrize("name", [name for name in KEPT if not name.endswith(("csv", "txt", "xls"))])
def test_a_file_cut_short_is_refused(name: str) -> None:
    for part in hostile.cut((FILES / name).read_bytes()):
        assert read(part, name) == Unreadable(name, "corrupt")


@pytest.mark.parametrize("name", KEPT)
def test_damaged_bytes_never_raise(name: str) -> None:
    data = (FILES / name).read_bytes()
    step = max(len(data) // 40, 1)
    for place in range(0, len(data), step):
        damaged = bytearray(data)
        damaged[place : place + 8] = bytes(255 - byte for byte in damaged[place : place + 8])
        assert isinstance(read(bytes(damaged), name), Document | Unreadable)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"a"}}'
    found = convert(FILES / "informe.docx", f"pdf:writer_pdf_Export:{locked}", tmp_path)
    assert read(found.read_bytes(), "informe.pdf") == Unreadable("informe.pdf", "encrypted")
