"""Tables of bars are as sure as tabbed ones, whatever the file is called and whoever wrote it."""

import re

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.source import Source
from poa_lint.documents import open_source
from tests.documents.kept import keys
from tests.places import FILES

TWO = [Page(metas=(Row(), Row(texto="101.- ATENDER SOLICITUDES.", unidad_medida="SESIÓN", meta_anual="4")))]
TEXT = write(TWO)
CASES = FILES.parent / "lectura"


def opened(text: str, name: str = "informe.txt") -> Source:
    source = open_source(text.encode(), name)
    assert isinstance(source, Source)
    return source


def rows(text: str) -> list[list[str]]:
    """The lines that are not empty, without empty cells at their ends."""
    return [line.rstrip("\t").split("\t") for line in text.split("\n") if line.strip()]


def closed(text: str) -> str:
    """Bars at both ends of the lines that have several cells."""
    return "\n".join(f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in text.split("\n"))


def piped(text: str) -> str:
    """As markdown: a ruler below the first line of every table, titles in bold, signs escaped."""
    lines = closed(text).split("\n")
    tables = [number for number, line in enumerate(lines) if line.startswith("|") and lines[number - 1][:1] != "|"]
    for number in reversed(tables):
        lines.insert(number + 1, re.sub(r"[^|]+", "---", lines[number]))
    bold = [re.sub(r"(?<=\| )([PA])(?= \|)", r"**\1**", line) for line in lines]
    return "\n".join("## " + line if line.startswith("GOBIERNO") else line.replace(".-", r"\.-") for line in bold)


@pytest.mark.parametrize("written", [closed, piped, lambda text: text.replace("\t", "|")])
def test_bars_between_cells_or_at_both_ends_of_rows(written: object) -> None:
    assert callable(written)
    assert rows(opened(written(TEXT)).text) == rows(TEXT)


@pytest.mark.parametrize("delimiter", ";|")
def test_what_a_file_is_its_content_says(delimiter: str) -> None:
    text = TEXT.replace("\t", delimiter)
    assert opened(text, "informe.txt").text == opened(text, "informe.csv").text


def test_a_break_within_a_cell_is_a_blank_and_a_bar_may_be_one_of_its_signs() -> None:
    text = closed(TEXT).replace("ATENDER SOLICITUDES", r"ATENDER<br>SOLICITUDES \| QUEJAS")
    assert "ATENDER SOLICITUDES | QUEJAS" in opened(text).text


def test_lines_between_rulers_with_corners_are_one_row() -> None:
    lines = []
    for line in closed(TEXT).split("\n"):
        ruler = re.sub(r"[^|]", "-", line).replace("|", "+")
        lines += (
            [line.replace("SOLICITUDES.", " " * 12), re.sub(r"[^|]", " ", line), ruler] if "ATENDER" in line else [line]
        )
        if line.startswith("|") and "ATENDER" not in line:
            lines.append(ruler)
    second = next(number for number, line in enumerate(lines) if "ATENDER" in line) + 1
    place = lines[second - 1].index("ATENDER")
    lines[second] = lines[second][:place] + "SOLICITUDES." + lines[second][place + 12 :]
    assert "101.- ATENDER SOLICITUDES." in opened("\n".join(lines)).text


def test_empty_cells_that_pandas_names_are_empty() -> None:
    lines = [line for line in closed(TEXT).split("\n") if line.startswith("|")]
    lines[0] = "| " + " | ".join(f"Unnamed: {number}" for number in range(15)) + " |"
    lines = [line.replace("|  |", "| NaN |").replace("|  |", "| NaN |") for line in lines]
    text = opened("\n".join(lines)).text
    assert "NaN" not in text
    assert "Unnamed" not in text


def test_a_finding_points_into_the_text_that_the_user_has() -> None:
    text = closed(TEXT).replace("| 25% |", "| 26% |", 1)
    (finding,) = (one for one in poa_lint.lint(text.encode()).files[0].diagnostics if one.code == "POA103")
    assert finding.original is not None
    assert "26%" in text.split("\n")[int(re.search(r"línea (\d+)", finding.original.text)[1]) - 1]  # type: ignore[index]


@pytest.mark.parametrize("name", ["markdown-table.txt", "bars-named-txt.txt"])
def test_sound_reports_have_no_finding(name: str) -> None:
    assert keys(CASES / name) == []
