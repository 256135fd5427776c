"""A file dropped on the page: what the page is told of it."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.servers import answer as dropped
from tests.places import FILES, SEED

PLAIN = dropped.plain()


def answered(data: bytes, name: str = "informe.txt", language: str = "es") -> dropped.Answer:
    return dropped.answer(data, name, language, PLAIN)


def test_the_answer_is_what_the_command_line_finds() -> None:
    answer = answered(SEED.read_bytes())
    (file,) = json.loads(answer["json"])["files"]
    assert [one["key"] for one in file["diagnostics"]] == [one.key for one in poa_lint.lint(SEED).files[0].diagnostics]
    assert (answer["verdict"], answer["counts"]) == ("CORREGIR", "18 errores, 13 avisos, 20 notas")
    assert answer["html"].startswith("<!doctype html>")
    assert "POA101" in answer["html"]


def test_the_mended_text_is_what_fix_writes(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_bytes(SEED.read_bytes())
    subprocess.run([sys.executable, "-m", "poa_lint", "--fix", str(report)], capture_output=True, check=False)
    answer = answered(SEED.read_bytes())
    assert answer["fixed"] is not None
    assert base64.b64decode(answer["fixed"]) == report.read_bytes()
    assert answer["fixes"] == 9


def test_a_sound_text_and_an_offices_file_have_nothing_to_mend() -> None:
    assert answered(write([Page()]).encode())["fixed"] is None
    assert answered((FILES / "informe.xlsx").read_bytes(), "informe.xlsx")["fixed"] is None


@pytest.mark.parametrize(
    ("data", "language", "said"),
    [
        (b"", "es", "El archivo no tiene ninguna página"),
        (b"\0\x01\x02", "es", "El archivo no es texto"),
        ("Estimado señor:".encode(), "es", "El archivo no tiene ninguna página"),
        (b"", "en", "The file has no page"),
        (b"", "xx", "El archivo no tiene"),
    ],
)
def test_what_cannot_be_checked_is_a_sentence(data: bytes, language: str, said: str) -> None:
    answer = answered(data, language=language)
    assert answer["unread"].startswith(said)
    assert answer["unread"].endswith(".")
    assert (answer["verdict"], answer["html"], answer["fixed"]) == ("", "", None)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\informe trimestral.txt", "informe trimestral.txt"),
        ("C:informe.txt", "informe.txt"),
        ("..", "informe.txt"),
        ("", "informe.txt"),
        ("a\0b\n\u202ec.txt", "a_b__c.txt"),
        ("x" * 5000 + ".xlsx", "x" * 195 + ".xlsx"),
    ],
)
def test_a_name_is_never_a_path(name: str, label: str) -> None:
    assert dropped.label(name) == label


def test_what_a_report_says_is_text_on_the_page() -> None:
    hostile = write(
        [Page(metas=(Row(texto="100.- <script>alert(1)</script>", observaciones="<img src=x onerror=y>"),))]
    )
    answer = answered(hostile.encode(), "<b>.txt")
    assert "<script>alert" not in answer["html"]
    assert "<img" not in answer["html"]
    assert "<b>.txt" not in answer["html"]


def test_rehearsing_leaves_nothing_behind() -> None:
    before = answered(SEED.read_bytes())
    dropped.warm_up()
    assert answered(SEED.read_bytes()) == before
