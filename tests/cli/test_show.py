"""`poa-lint show`: what was read of a file, and where it stands in the file."""

from pathlib import Path

import pytest

from poa_lint.cli import show
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.documents import open_source
from tests.places import FILES, SEED
from tests.program import run


def test_a_text_is_shown_as_it_is() -> None:
    assert run("show", SEED).stdout == SEED.read_bytes() + b"\n"


@pytest.mark.parametrize("name", ["informe.xlsx", "sin-lineas.pdf", "comas.csv"])
def test_what_is_shown_of_a_file_is_the_report_that_is_checked(name: str, tmp_path: Path) -> None:
    text = tmp_path / "informe.txt"
    assert run("show", FILES / name, "--output", text).returncode == 0
    codes = [
        [line.split(": ", 2)[1] for line in run(path, "-f", "concise").stdout.decode().splitlines()]
        for path in (text, FILES / name)
    ]
    assert codes[0] == codes[1] != []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("informe.xlsx", "28:232   hoja 'UE 101' celda D28  4"),
        ("informe.docx", "28:232   tabla 1, renglón 4, columna META ANUAL  4"),
        ("sin-lineas.pdf", "27:232   pág. 1, tabla 1, renglón 4, columna META ANUAL  4"),
        ("comas.csv", "32:232   línea 32, columna META ANUAL  4"),
    ],
)
def test_every_cell_has_a_line_with_its_place(name: str, line: str) -> None:
    told = [said.split() for said in run("show", FILES / name, "--map").stdout.decode().splitlines()]
    assert line.split() in told


def test_a_text_s_cells_stand_where_they_are_and_the_language_is_a_choice() -> None:
    assert "32:232   4" in run("show", SEED, "--map").stdout.decode().splitlines()
    assert "sheet 'UE 101' cell D28" in run("show", FILES / "informe.xlsx", "--map", "--lang", "en").stdout.decode()


@pytest.mark.parametrize("width", [40, 60, 100, 200, None])
def test_a_terminal_is_never_too_narrow_and_a_pipe_has_it_all(width: int | None) -> None:
    told = show.mapped(Source("a", "x\t" + "palabra " * 50 + "\n\n\tfin"), words("es"), width)
    lines = told.splitlines()
    assert [line.split()[0] for line in lines] == ["1:1", "1:3", "3:2"]
    assert max(map(len, lines)) <= (width or 500)
    assert ("..." in told) == (width is not None)


def test_where_words_have_no_room_beside_their_place_they_go_below_it() -> None:
    source = open_source((FILES / "sin-lineas.pdf").read_bytes(), "informe.pdf")
    assert isinstance(source, Source)
    narrow = show.mapped(source, words("es"), 60).splitlines()
    assert max(map(len, narrow)) <= 60
    place = next(number for number, line in enumerate(narrow) if line.startswith("27:13 "))
    assert narrow[place].startswith("27:13    pág. 1, tabla 1, renglón 4, columna METAS")
    assert narrow[place + 1].strip().startswith("100. DIRIGIR Y VIGILAR")


def test_nothing_in_a_file_steers_a_terminal() -> None:
    hostile = Source("a", "rojo \x1b[31m\u202eatrás\x07\tfin\r\n")
    assert show.shown(hostile) == "rojo \\x1b[31m\\u202eatrás\\x07\tfin\n"
    assert show.mapped(hostile, words("es"), None) == "1:1   rojo \\x1b[31m\\u202eatrás\\x07\n1:19  fin\n"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("no-hay.xlsx",), "no existe ese archivo"),
        (("cortado.xlsx",), "dañado o incompleto"),
        (("cortado.xlsx", "otro.xlsx"), "«show» lleva un solo nombre"),
        ((), "«show» necesita un archivo"),
        (("cortado.xlsx", "--fix"), "no existe la opción --fix"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    (tmp_path / "cortado.xlsx").write_bytes((FILES / "informe.xlsx").read_bytes()[:5000])
    done = run("show", *said, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
