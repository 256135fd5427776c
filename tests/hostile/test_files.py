"""Hostile and broken files on the command line: one clear sentence each, exit code 2, and the others are linted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poa_lint.core.source import Unreadable
from poa_lint.documents import read
from poa_lint.documents.document import Document
from poa_lint.documents.pdf import process
from tests.office import hostile
from tests.program import run

pytest.importorskip("openpyxl")
pytest.importorskip("pypdfium2")

DATA = hostile.DATA
DAMAGED = "el archivo está dañado o incompleto"
EMPTY = "el archivo no tiene nada escrito"
LARGE = "el archivo, ya abierto, es demasiado grande para ser un informe"
LOCKED = "el archivo está protegido con contraseña"
CROWDED = "el libro tiene más de 1,000 hojas y ningún informe llega a tantas"
WEB = "el archivo tiene nombre de libro o documento y es una página web"
NOTHING = "el archivo no tiene ninguna página de una forma conocida"
OFFICE = hostile.compound("EncryptionInfo", "EncryptedPackage")


def half(name: str) -> Callable[[], bytes]:
    """A kept file as a broken download leaves it."""
    data = (DATA / name).read_bytes()
    return lambda: data[: len(data) // 2]


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"vacio.{form}": (lambda: b"", EMPTY) for form in ("xlsx", "xls", "xlsb", "ods", "docx", "pdf", "csv")},
    **{f"cortado.{form}": (half(f"informe.{form}"), DAMAGED) for form in ("xlsx", "xls", "xlsb", "ods", "docx")},
    "cortado.pdf": (half("sin-lineas.pdf"), DAMAGED),
    **{f"contrasena.{form}": (lambda: OFFICE, LOCKED) for form in ("xlsx", "docx", "xlsb")},
    "contrasena.xls": (hostile.locked_xls, LOCKED),
    "contrasena.ods": (hostile.locked_ods, LOCKED),
    "contrasena-nueva.ods": (lambda: hostile.locked_ods(whole=True), LOCKED),
    "contrasena.pdf": (hostile.locked_pdf, LOCKED),
    "foto.xlsx": (lambda: b"\x89PNG\r\n\x1a\n", "el archivo es una imagen, no un texto"),
    "pagina.xls": (lambda: b"<html><body><table><tr><td>1</td></tr></table>", WEB),
    "carta.xlsx": (lambda: b"Estimado coordinador:\n", NOTHING),
    "mensaje.docx": (
        lambda: hostile.packed({"a.txt": b"a"}),
        "el archivo es un .zip u otro archivo comprimido que no es ni libro ni documento",
    ),
    "viejo.doc": (
        lambda: hostile.compound("WordDocument"),
        "el archivo es de un Office antiguo y de una clase que no se lee: .doc, .ppt o un libro de Excel 95",
    ),
    "bomba.xlsx": (hostile.sheet_bomb, LARGE),
    "diez-mil-hojas.xlsx": (hostile.crowd, CROWDED),
    "diez-mil-hojas.ods": (hostile.crowd_of_tables, CROWDED),
    "una-celda-unida.xlsx": (hostile.endless_merge, LARGE),
    "ultima-esquina.ods": (hostile.far_corner, LARGE),
    "parrafos.docx": (hostile.many_paragraphs, LARGE),
    "hondo.docx": (hostile.deep, DAMAGED),
    "risas.xlsx": (lambda: hostile.laughing("informe.xlsx", "xl/sharedStrings.xml"), DAMAGED),
    "risas.ods": (lambda: hostile.laughing("informe.ods", "content.xml"), DAMAGED),
    "risas.docx": (lambda: hostile.laughing("informe.docx", "word/document.xml"), DAMAGED),
    "diez-mil-paginas.pdf": (hostile.many_pages, LARGE),
    "pagina-enorme.pdf": (hostile.vast_page, NOTHING),
    "comas.csv": (lambda: b"," * 3_000_000, LARGE),
    "renglones.csv": (lambda: b"a,b\n" * 600_000, LARGE),
    "escaneado.pdf": (hostile.picture_pdf, "el PDF es un escaneo; solo tiene imágenes"),
}


def test_each_is_one_sentence_and_the_others_are_linted(tmp_path: Path) -> None:
    for name, (make, _) in FILES.items():
        (tmp_path / name).write_bytes(make())
    good = DATA / "informe.xlsx"
    done = run(*(tmp_path / name for name in FILES), good, "-f", "concise")
    assert done.returncode == 2
    assert done.stderr == b""
    lines = done.stdout.decode().splitlines()
    told = {name: [line for line in lines if line.startswith(f"{tmp_path / name}:")] for name in FILES}
    assert {name: [line.split(": ", 2)[2].split(" [")[0] for line in said] for name, said in told.items()} == {
        name: [sentence] for name, (_, sentence) in FILES.items()
    }
    assert sum(line.startswith(f"{good}:") for line in lines) == len(lines) - len(FILES) > 40


def test_what_they_are_called_does_not_matter(tmp_path: Path) -> None:
    for name, kept in (("libro.pdf", "informe.xlsx"), ("impreso.xlsx", "sin-lineas.pdf"), ("libro.txt", "informe.ods")):
        (tmp_path / name).write_bytes((DATA / kept).read_bytes())
    done = run(*sorted(tmp_path.iterdir()), "-f", "json", "--select", "POA301")
    assert done.returncode == 1
    assert done.stdout.count(b'"code": "POA301"') == 3


def test_a_pdf_without_end_ends_its_own_process_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """With less room than it has by itself, so that the test is soon done."""
    small = "from poa_lint.documents.pdf import process; process.MEMORY = 200_000_000; process.serve()"
    monkeypatch.setattr(process, "_PROGRAM", small)
    monkeypatch.setattr(process, "_helper", [])
    good = (DATA / "sin-lineas.pdf").read_bytes()
    assert read(hostile.endless_page()) == Unreadable("", "too-big")
    assert isinstance(read(good), Document)
    process._helper[0].end()


def test_a_mistake_of_ours_over_a_pdf_is_raised_where_it_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from poa_lint.documents.pdf import process, read; read.read = lambda data, forms: 1 / 0; process.serve()"
    monkeypatch.setattr(process, "_PROGRAM", program)
    monkeypatch.setattr(process, "_helper", [])
    with pytest.raises(ZeroDivisionError):
        read((DATA / "sin-lineas.pdf").read_bytes())
    process._helper[0].end()
