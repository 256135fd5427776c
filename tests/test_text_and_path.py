"""A report's text, its bytes and its file give the same results."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poa_lint
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from tests.places import SEED

TEXT = SEED.read_bytes().decode("utf-8")
GOAL = next(line for line in TEXT.split("\n") if "101.-" in line)
QUOTED = '\t"SEGUIMIENTO AL GASTO\nDE SERVICIOS PERSONALES"\t'


def results(text: str, data: bytes, folder: Path, name: str = "informe.txt", **choices: Any) -> list[FileResult]:
    """The results of a text, of its bytes and of its file, all under one name."""
    path = folder / name
    path.write_bytes(data)
    runs = (poa_lint.lint(report, name=name, **choices) for report in (text, data, path))
    return [replace(run.files[0], path=name) for run in runs]


CASES = {
    "as it is": TEXT,
    "a byte order mark": "\ufeff" + TEXT,
    "two marks": "\ufeff\ufeff" + TEXT,
    "a mark inside": TEXT.replace("GOBIERNO", "\ufeffGOBIERNO", 1),
    "CRLF": TEXT.replace("\n", "\r\n"),
    "CR": TEXT.replace("\n", "\r"),
    "mixed ends": TEXT.replace("\n", "\r\n", 60),
    "other ends": TEXT.replace("\n", "\u2028", 3).replace("\n\n", "\n\x85\n", 3),
    "form feeds": TEXT.replace("\n\n\n\n", "\n\f\n", 2),
    "a NUL": TEXT.replace("SEGUIMIENTO", "SEGUI\0MIENTO", 1),
    "NULs at the end": TEXT + "\0\0\0",
    "a NUL behind each letter": "\0".join("GOBIERNO DE MEXICALI\nTMM-F004\n") + "\0",
    "no newline at the end": TEXT.rstrip("\n"),
    "many newlines at the end": TEXT + "\n" * 9,
    "quoted cells": TEXT.replace("INFORME", '"INFORME"'),
    "a quoted cell of two lines": TEXT.replace(GOAL.split("\t")[1], QUOTED.strip("\t"), 1),
    "nothing": "",
    "blanks": " \t\r\n",
    "NULs": "\0\0",
    "a signature": "%PDF-1.7\n" + TEXT,
    "a signature of an archive": "PK\x03\x04" + TEXT,
    "HTML": "<html>" + TEXT,
}


@pytest.mark.parametrize("name", ["informe.txt", "informe.csv", "informe.xlsx"])
@pytest.mark.parametrize("case", list(CASES))
def test_a_text_is_read_as_its_file_is(case: str, name: str, tmp_path: Path) -> None:
    text = CASES[case]
    of_text, of_bytes, of_file = results(text, text.encode("utf-8"), tmp_path, name)
    assert of_text == of_bytes == of_file


def test_a_lone_surrogate_is_one_bad_character(tmp_path: Path) -> None:
    text = TEXT.replace("SEGUIMIENTO", "SEGUI\ud800MIENTO", 1)
    of_text, of_bytes, of_file = results(text, text.encode("utf-8", "surrogatepass"), tmp_path)
    assert of_text == of_bytes == of_file
    sound = poa_lint.lint(TEXT).files[0]
    assert [one.key for one in of_text.diagnostics] == [one.key for one in sound.diagnostics]
    pair = TEXT.replace("SEGUIMIENTO", "SEGUI\ud83d\ude00MIENTO", 1)
    whole = TEXT.replace("SEGUIMIENTO", "SEGUI\U0001f600MIENTO", 1)
    told = [poa_lint.lint(each).files[0].diagnostics for each in (pair, whole)]
    assert [one.message for one in told[0]] == [one.message for one in told[1]]


@pytest.mark.parametrize("nothing", ["\ud800", "\ud800\n\udfff "])
def test_a_text_of_no_characters_is_unreadable(nothing: str, tmp_path: Path) -> None:
    of_text, of_bytes, of_file = results(nothing, nothing.encode("utf-8", "surrogatepass"), tmp_path)
    assert of_text == of_bytes == of_file
    assert [one.code for one in of_text.diagnostics] == ["POA007"]


def test_bytes_that_python_escaped_are_those_bytes_again(tmp_path: Path) -> None:
    data = TEXT.encode("cp1252")
    text = data.decode("utf-8", "surrogateescape")
    of_text, _, of_file = results(text, data, tmp_path)
    assert of_text == of_file
    assert of_text.encoding == "cp1252"


INSERTED = st.text(
    st.one_of(st.sampled_from("\0\t\n\r\f\v\x1c\x85\u2028\ufeff\ud800\udbff\"',;%0123456789"), st.characters()),
    min_size=1,
    max_size=4,
).filter(lambda text: not any("\udc80" <= char <= "\udcff" for char in text))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 4000), INSERTED), max_size=4), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_text_is_read_as_its_file_is(
    tmp_path_factory: pytest.TempPathFactory, inserted: list[tuple[int, str]], ends: str
) -> None:
    text = TEXT[:4000].replace("\n", ends)
    for place, piece in inserted:
        text = text[:place] + piece + text[place:]
    folder = tmp_path_factory.mktemp("informe")
    of_text, of_bytes, of_file = results(text, text.encode("utf-8", "surrogatepass"), folder)
    assert of_text == of_bytes == of_file
