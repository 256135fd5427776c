"""The grammars are free of conflicts, every text parses as lines, and the tokens joined are the text again."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token, Tree

from poa_lint.core.cache import folder
from poa_lint.core.forms import built_in_forms
from poa_lint.core.labels import labels_of
from poa_lint.expression import syntax
from poa_lint.reading.lines import ENTRY, Block, Line, blocks, grammar, layout
from tests.places import SEED
from tests.strategies import damaged, texts

FORM_WORDS = (
    "GOBIERNO DE MEXICALI",
    "PROGRAMA OPERATIVO ANUAL 2024",
    "AVANCE FÍSICO PROGRAMÁTICO",
    "RAMO:",
    "PROGRAMA",
    "UNIDAD EJECUTORA",
    "FINALIDAD",
    "FUNCIÓN",
    "SUBFUNCION",
    "EJE DE GOBIERNO",
    "LINEAS DE ACCION",
    "TMM-F004",
    "FECHA",
    "L/A",
    "METAS Y ACCIONES",
    "Ene-Mar",
    "ELABORO\u0301",
    "REVISÓ",
    "4.6.1",
    "100.- ELABORAR",
    "63",
    "25%",
    "P",
    "A",
)
PIECES = (
    *FORM_WORDS,
    "\t",
    "\t\t",
    "\n",
    "\n\n",
    " ",
    "\r",
    "\r\n",
    "\f",
    "\ufeff",
    "\u00a0",
    "\x0b",
    "\u2028",
    ":",
    ".",
    "-",
)


LABELS = labels_of(built_in_forms())
LARK = grammar(LABELS)


def tokens(text: str) -> list[Token]:
    """Every token of the text in order, as Lark itself reads it."""
    return list(LARK.parse(text).scan_values(lambda _: True)) if text else []


def rejoined(text: str) -> str:
    return "".join(tokens(text))


@cache
def seed_text() -> str:
    return SEED.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "lexer"), [("report", "basic"), ("expression", "contextual")])
def test_the_grammars_are_strictly_free_of_conflicts(name: str, lexer: str) -> None:
    text = (folder("grammar") / f"{name}.lark").read_text(encoding="utf-8")
    Lark(text, parser="lalr", lexer=lexer, strict=True, maybe_placeholders=True)


@given(st.text())
def test_every_text_parses_and_rejoins(text: str) -> None:
    assert rejoined(text) == text


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_every_pile_of_words_of_the_form_parses_and_rejoins(text: str) -> None:
    assert rejoined(text) == text


@settings(max_examples=25)
@given(st.data())
def test_every_damaged_seed_parses_and_rejoins(data: st.DataObject) -> None:
    text = data.draw(damaged(seed_text()))
    assert rejoined(text) == text


@settings(max_examples=20)
@given(texts())
def test_sound_reports_parse_and_rejoin(text: str) -> None:
    assert rejoined(text) == text


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_a_token_is_one_line_and_says_where_it_stands(text: str) -> None:
    """A run of blank lines is one token."""
    free, found = blocks(text, LABELS)
    lines = [*free, *(line for block in found for line in (block.opening, *block.free))]
    assert [line.start for line in lines] == sorted(line.start for line in lines)
    for line in lines:
        assert text[line.span.start : line.span.end] == line.text
        assert "\n" not in line.text or line.kind == "BLANK"
        for cell in line.cells:
            assert text[cell.span.start : cell.span.end] == cell.raw
            assert cell.raw == cell.raw.strip()
            assert line.start <= cell.start <= line.span.end


def kind_of(token: Token) -> str:
    """The kind of the line that a token is: an entry is called by its name."""
    entry = LABELS.entry(token.rstrip("\r\n")) if token.type == ENTRY else None
    return token.type if entry is None else entry.columna.id


def as_lark_reads(text: str) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    def lines(tokens: Iterable[object]) -> tuple[Line, ...]:
        return tuple(
            Line(kind_of(one), one.rstrip("\r\n"), one.start_pos or 0) for one in tokens if isinstance(one, Token)
        )

    children = LARK.parse(text).children if text else []
    found = [(str(child.data), lines(child.children)) for child in children if isinstance(child, Tree)]
    return lines(children), tuple(Block(kind, first, tuple(free)) for kind, (first, *free) in found)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_lines_are_put_into_blocks_as_lark_does(text: str) -> None:
    assert blocks(text, LABELS) == as_lark_reads(text)


@settings(max_examples=25)
@given(st.data())
def test_the_lines_of_damaged_seeds_are_put_into_blocks_as_lark_does(data: st.DataObject) -> None:
    text = data.draw(damaged(seed_text()))
    assert blocks(text, LABELS) == as_lark_reads(text)


def test_every_token_opens_a_block_or_is_free() -> None:
    """What opens a block is read off the grammar: a terminal that is added there needs no word in Python."""
    _, openings = layout()
    free = {"CONTINUATION", "TEXT", "BLANK"}
    assert {terminal.name for terminal in LARK.terminals} == {*openings, *free}
    assert set(openings.values()) == {"letterhead", "entry", "form", "table", "signature"}


def test_an_empty_text_has_nothing() -> None:
    assert tokens("") == []
    assert blocks("", LABELS) == ((), ())


def kinds(text: str) -> list[str]:
    return [kind_of(token) for token in tokens(text)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("RAMO:\t63\tCONSEJO", "ramo"),
        ("ramo 63 CONSEJO", "ramo"),
        ("\tRAMO:", "ramo"),
        ("RAMON PEREZ", "TEXT"),
        ("PROGRAMA\t511\tGESTION", "programa"),
        ("PROGRAMA OPERATIVO ANUAL 2024", "LETTERHEAD"),
        ("PROGRAMA DE OBRA", "TEXT"),
        ("AVANCE FI\u0301SICO PROGRAMÁTICO", "LETTERHEAD"),
        ("UNIDAD EJECUTORA\t101\tGERENCIA", "unidad_ejecutora"),
        ("UNIDAD\u00a0EJECUTORA:\t101", "unidad_ejecutora"),
        ("FUNCIÓN\t2\tVIVIENDA", "funcion"),
        ("FUNCIO\u0301N\t2\tVIVIENDA", "funcion"),
        ("SUB-FUNCION\t1\tURBANIZACION", "subfuncion"),
        ("SUBFUNCIÓN 1 URBANIZACIÓN", "subfuncion"),
        ("EJES DE GOBIERNO\t3\tMEXICALI", "ejes"),
        ("Línea de acción\t3.4.1\tVIALIDADES", "lineas_de_accion"),
        ("\t3.7.2\tPROYECTO DE CALLES COMPLETAS", "CONTINUATION"),
        ("TMM-F004", "FORMA"),
        ("TMM-F004\tFECHA: 31-mar.-24", "FORMA"),
        ("FECHA: 31-mar.-24", "FECHA"),
        ("fecha de corte: 31-mar.-24", "FECHA"),
        ("ELABORÓ", "FIRMA"),
        ("ELABORO\u0301:", "FIRMA"),
        ("Revisó\tAutorizó", "FIRMA"),
        ("ELABORÓ EL PROYECTO", "TEXT"),
        ("ELABORAR", "TEXT"),
        ("4.6.1\t100.- ELABORAR\tINFORME\t4", "TABLE"),
        ("4.6.1\t100.- ELABORAR", "TABLE"),
        ("\t\t\t\tEne-Mar\t\tAbr-Jun\t\tJul-Sep", "TABLE"),
        ("Handwritten signature and initials", "TEXT"),
        ("   \t ", "BLANK"),
        ("\u00a0\f", "BLANK"),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_line_is_told_by_its_words(line: str, kind: str, end: str) -> None:
    assert kinds(line + end) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        " " * 300_000,
        "\t" * 300_000,
        "\u00a0" * 300_000,
        "\r" * 300_000,
        "1" * 300_000,
        "\t1" * 150_000,
        "1." * 150_000,
        "1 \t" * 100_000,
        "\t " * 150_000 + "x",
        " " * 300_000 + "x",
        "PROGRAMA" + " " * 300_000 + "x",
        "RAMO" + " " * 300_000 + "x",
        "UNIDAD" + "\u00a0" * 300_000 + "EJECUTOR",
        "\t" + "1" * 300_000 + "\t",
        "\t1" + ".1" * 150_000,
        "\t1" + " " * 300_000,
        "\t1" + "-" * 300_000,
        "\t1" + " ." * 150_000,
        "x\t" + " " * 300_000 + "1",
        "SUB" * 100_000,
        "FECHA" + " " * 300_000 + "DE",
        "ELABORO" + " " * 300_000 + "x",
        "AAAAA-" * 50_000,
    ],
    ids=lambda line: f"{line[:9]!r}...{line[-9:]!r}",
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_an_enormous_line_parses(line: str, end: str) -> None:
    assert rejoined(line + end) == line + end


def test_a_great_many_lines_parse() -> None:
    for line in (" \n", "\n", "x\n", "RAMO\n", "\t\n", "\t1\tX\n"):
        assert rejoined(line * 30_000) == line * 30_000


def test_outer_blanks_belong_to_no_cell() -> None:
    line = Line("TABLE", " a \t\t\u00a0b\r", 7)
    assert [(cell.raw, cell.start) for cell in line.cells] == [("a", 8), ("", 11), ("b", 13)]


@given(st.lists(st.text('a1,% \u00a0\u200b"\rñ', max_size=4), min_size=1, max_size=6))
def test_a_cell_is_where_its_text_stands_in_the_line(pieces: list[str]) -> None:
    text = "\t".join(pieces)
    cells = Line("TABLE", text, 7).cells
    bounds = [0, *accumulate(len(piece) + 1 for piece in pieces)]
    assert len(cells) == len(pieces)
    for cell, piece, (opens, closes) in zip(cells, pieces, pairwise(bounds), strict=True):
        start = cell.start - 7
        assert opens <= start <= start + len(cell.raw) < closes or (not cell.raw and start == opens)
        assert text[start : start + len(cell.raw)] == cell.raw
        assert cell.raw == cell.raw.strip()
        assert cell.raw or not any(map(str.isalnum, piece))


def test_the_parsers_are_built_once() -> None:
    assert syntax.grammar() is syntax.grammar()
    assert re.match(r"\w", rejoined("RAMO"))
