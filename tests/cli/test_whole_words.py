"""Whole words: what is told on a narrow screen are the words of a wide one, on more lines."""

import io
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.cli.options import Arguments
from poa_lint.cli.shell import Shell
from poa_lint.core.text import cut, refitted
from poa_lint.core.words import LANGUAGES, words
from poa_lint.output.screen import window
from tests.program import run

REPORT = "examples/cumm-2024-t1/informe.txt"
OTHER = "examples/sin-observaciones-t2/informe.txt"
FRACTION = re.compile(r"\d+/\d+")
OUTPUTS = (
    ("--help",),
    (REPORT,),
    (REPORT, "--all"),
    (REPORT, "--statistics"),
    (REPORT, OTHER, "tests/data/robust"),
    (REPORT, "--against", OTHER),
    (REPORT, "--previous", REPORT),
    ("rules",),
    ("rules", "--form", "PbRM-02a"),
    ("explain",),
    ("explain", "POA101", "POA903", "POA001"),
    ("config",),
    ("pair", REPORT, "--against", OTHER),
    ("summary", REPORT, OTHER),
    ("observaciones", REPORT),
    ("help", "amend"),
)


def words_of(text: str) -> set[str]:
    """The words of an output, without brackets, the three full stops of what is cut, rules, carets and fractions."""
    bare = (word.removesuffix("...").strip("()").removeprefix("\\x3a:") for word in text.split())
    return {word for word in bare if any(sign.isalnum() for sign in word) and not FRACTION.fullmatch(word)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", OUTPUTS, ids=" ".join)
def test_no_word_is_broken(said: tuple[str, ...], language: str) -> None:
    wide = run(*said, "--lang", language, COLUMNS="200").stdout.decode()
    known = words_of(wide)
    assert len(known) > 5
    if said[0] == "summary":  # its table has shorter words where whole ones have no room
        known |= words_of(" ".join(words(language, "summary").table.values())) | {"C", "J", "R"}
    for width in (40, 60, 100):
        narrow = run(*said, "--lang", language, COLUMNS=str(width)).stdout.decode()
        assert words_of(narrow) <= known
        assert not [line for line in narrow.splitlines() if len(line) > width and len(line.split()) > 1]


@given(st.text("ab ñ", max_size=60), st.integers(1, 40))
def test_a_cut_text_ends_with_a_whole_word(text: str, room: int) -> None:
    shown = cut(text, room)
    assert shown == text or len(shown) <= max(room, 4)
    kept = shown.removesuffix("...")
    if shown != text and all(len(word) <= room for word in text.split()):
        assert text[len(kept) : len(kept) + 1] in ("", " ") or " " not in text[1 : room - 2]


@given(st.text("ab \n", max_size=200), st.integers(8, 40))
def test_refitted_lines_have_all_words_and_no_wider_line(text: str, width: int) -> None:
    fitted = refitted(text, width)
    assert fitted.split() == text.split()
    assert all(len(line) <= width or len(line.split()) == 1 for line in fitted.split("\n"))
    assert refitted(text, None) == text


@given(st.text("ab ", min_size=1, max_size=80), st.data())
def test_a_window_on_a_line_shows_the_place_and_whole_words(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    length = data.draw(st.integers(1, min(10, len(line) - start)))
    room = data.draw(st.integers(12, 40))
    begin, end = window(line, start, length, room)
    assert begin <= start
    assert start + length <= end <= begin + room
    assert begin == 0 or line[begin - 1] == " " or " " not in line[begin:start]


def test_a_list_in_a_pipe_has_one_thing_a_line() -> None:
    """`poa-lint rules | grep nóminas` finds the whole of a rule."""
    listed = run("rules").stdout.decode().splitlines()
    assert all(line.startswith("POA") for line in listed)
    assert all(line.split()[2] in ("error", "aviso", "nota", "apagada") for line in listed)


class Screen(io.StringIO):
    """Standard error at a terminal, or in a pipe."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("terminal", [True, False])
def test_a_sentence_is_wrapped_at_a_terminal_and_one_line_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    screen = Screen(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    shell = Shell(Arguments(), words("es"), {"COLUMNS": "40"})
    shell.warn("no existe ese archivo\n::error::x ni esa carpeta; revise el nombre con que lo escribió")
    lines = screen.getvalue().splitlines()
    assert len(lines) == (3 if terminal else 1)
    assert all(len(line) <= 40 + len("x3a") for line in lines) is terminal, "an escape may be wider"
    assert not [line for line in lines if line.lstrip().startswith("::")]
