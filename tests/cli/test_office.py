"""The offices' own files through the whole program: the same findings as in the text, each at the place they see."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from poa_lint import lint
from poa_lint.authoring.samples import Page, write
from poa_lint.core.diagnostic import Original
from poa_lint.documents import READERS
from tests.documents.kept import keys
from tests.places import FILES, SEED
from tests.program import run

pytest.importorskip("openpyxl")
pytest.importorskip("pypdfium2")


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.name)
def test_every_kind_of_file_has_the_findings_of_the_text(path: Path) -> None:
    assert keys(path) == keys(SEED)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("informe.xlsx", "hoja 'UE 101' celda M28"),
        ("informe.xls", "hoja 'UE 101' celda M28"),
        ("informe.docx", "tabla 1, renglón 4, columna AVANCE ABSOLUTO"),
        ("sin-lineas.pdf", "pág. 1, tabla 1, renglón 4, columna AVANCE ABSOLUTO"),
        ("comas.csv", "línea 32, columna AVANCE ABSOLUTO"),
    ],
)
def test_a_finding_stands_where_the_reader_sees_it(name: str, place: str) -> None:
    moved = next(one for one in lint(FILES / name).files[0].diagnostics if one.code == "POA002")
    assert isinstance(moved.original, Original)
    assert moved.original.text == place
    assert f"  --> {place}" in run(str(FILES / name), "--all").stdout.decode()
    assert f"[{place}]" in run(str(FILES / name), "-f", "concise").stdout.decode()


def test_machines_are_told_the_place_too() -> None:
    said = json.loads(run(str(FILES / "informe.xlsx"), "-f", "json", "--lang", "en").stdout)["files"][0]
    moved = next(one for one in said["diagnostics"] if one["code"] == "POA002")
    assert moved["original"]["text"] == "sheet 'UE 101' cell M28"
    assert (moved["original"]["kind"], moved["original"]["cell"]) == ("sheet", "M28")
    assert said["encoding"] in {*READERS} - {"csv"}
    sarif = json.loads(run(str(FILES / "informe.xlsx"), "-f", "sarif").stdout)["runs"][0]["results"]
    assert all(one["properties"]["original"]["text"] for one in sarif)


@pytest.mark.parametrize("form", ["gitlab", "github", "rdjsonl", "junit", "markdown"])
def test_formats_for_reviewers_say_the_place_of_every_finding(form: str) -> None:
    said = run(str(FILES / "informe.xlsx"), "-f", form).stdout.decode()
    assert said.count("hoja 'UE ") == len(keys(SEED))
    assert "hoja 'UE 101' celda M28" in said
    assert "hoja '" not in run(str(SEED), "-f", form).stdout.decode()


def test_markdown_has_no_lines_of_a_text_that_nobody_has() -> None:
    heading = "| {} | gravedad | regla | dónde | hallazgo |"
    assert heading.format("lugar") in run(str(FILES / "informe.xlsx"), "-f", "markdown").stdout.decode()
    assert heading.format("línea") in run(str(SEED), "-f", "markdown").stdout.decode()


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.name)
def test_the_contract_holds_for_every_kind_of_file(path: Path) -> None:
    schema = json.loads((FILES.parents[2] / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(run(str(path), "-f", "json").stdout), schema)


def test_a_text_has_no_other_place_and_its_lines_are_told() -> None:
    assert all(one.original is None for one in lint(SEED).files[0].diagnostics)
    assert "original" not in json.loads(run(str(SEED), "-f", "json").stdout)["files"][0]["diagnostics"][0]


def test_nothing_is_said_of_an_encoding_that_the_file_does_not_have() -> None:
    assert b"UTF-8" not in run(str(FILES / "informe.xlsx")).stdout


ONLY_TEXT = "solo se cambian los informes en texto con tabuladores; este corríjalo con el programa que lo hizo"


@pytest.mark.parametrize("said", [("--fix",), ("--fix", "--unsafe-fixes"), ("--diff",)])
def test_the_original_is_never_touched(tmp_path: Path, said: tuple[str, ...]) -> None:
    copy = tmp_path / "informe.xlsx"
    shutil.copy(FILES / "informe.xlsx", copy)
    before = copy.read_bytes()
    done = run(str(copy), *said)
    assert done.returncode == 2
    assert done.stderr.decode() == f"poa-lint: {copy}: {ONLY_TEXT}\n"
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["informe.xlsx"]


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.name)
def test_fmt_changes_text_alone_and_still_does_the_rest(tmp_path: Path, path: Path) -> None:
    copy, text = tmp_path / path.name, tmp_path / "informe-en-texto.txt"
    shutil.copy(path, copy)
    text.write_text(write([Page()]).replace("L/A", "I/A"), encoding="utf-8")
    done = run("fmt", str(copy), str(text))
    assert done.returncode == 2
    assert f"poa-lint: {copy}: {ONLY_TEXT}\n" in done.stderr.decode()
    assert copy.read_bytes() == path.read_bytes()
    assert "\nL/A\t" in text.read_text(encoding="utf-8")


def test_no_fix_is_promised_for_a_file_that_is_never_touched() -> None:
    assert b"--fix" not in run(str(FILES / "informe.xlsx"), "--all").stdout
    assert all(not one.edits for one in lint(FILES / "informe.xlsx").files[0].diagnostics)


def test_a_file_that_cannot_be_opened_is_a_finding_and_the_others_are_linted(tmp_path: Path) -> None:
    whole = (FILES / "informe.xlsx").read_bytes()
    (tmp_path / "cortado.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "vacio.csv").write_bytes(b"")
    done = run(str(tmp_path / "cortado.xlsx"), str(tmp_path / "vacio.csv"), str(SEED), "-f", "concise")
    text = done.stdout.decode()
    assert done.returncode == 2
    assert "cortado.xlsx:1:1: error POA007 archivo-ilegible: el archivo está dañado o incompleto" in text
    assert "vacio.csv:1:1: error POA007 archivo-ilegible: el archivo no tiene nada escrito" in text
    assert text.count(f"{SEED}:") == len(keys(SEED))
