"""Findings share what a sentence says of a whole unit or report, and show no more than the first of a long list."""

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.figures import BLANK
from poa_lint.core.words import words
from poa_lint.expression import arithmetic, shared
from poa_lint.expression.arithmetic import cells_read, value_text
from poa_lint.expression.evaluate import value
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.shared import Shared
from poa_lint.expression.types import ANY, Frame
from poa_lint.rulebook.frames import Frames
from poa_lint.rulebook.nodes import scope
from tests.expression.test_lookup import PAGES, SENTENCES
from tests.reading.reports import Read

LISTS = (
    ("alineacion", "list(l.codigo for l in unidad.lineas)"),
    ("alineacion", "nearest(codigo, list(l.codigo for l in unidad.lineas))"),
    (
        "alineacion",
        'join(list(join(["de ", n], "") for n in [nearest(codigo, list(l.codigo for l in unidad.lineas))]), "")',
    ),
    ("linea", "list(l.codigo for l in unidad.lineas if part(l.codigo, 1) == part(codigo, 1))"),
    ("meta", "sum(m.meta_anual for m in unidad.metas) + sum(m.meta_anual for m in pagina.metas)"),
    ("pagina", "sum(sum(m.meta_anual for m in informe.metas) for p in unidad.paginas)"),
)


def part(each: str, text: str) -> Resolved:
    found = resolve(text, scope(each, {}, {}), ANY)
    assert isinstance(found, Resolved), (text, found)
    return found


def frames(read: Read, each: str, pages: tuple[Page, ...] = PAGES) -> list[Frame]:
    return list(Frames(read(write(pages)).informe)[each])


@pytest.mark.parametrize(("each", "text"), [*SENTENCES, *LISTS])
def test_a_shared_value_is_the_value(read: Read, each: str, text: str) -> None:
    sentence, known = part(each, text), Shared()
    for frame in frames(read, each):
        assert known.value(sentence, frame) == value(sentence, frame)


@pytest.mark.parametrize(
    ("each", "text", "times"),
    [
        ("alineacion", LISTS[1][1], "units"),
        ("alineacion", LISTS[2][1], "units"),
        ("linea", LISTS[3][1], None),
        ("linea", "count(m.numero for m in informe.metas)", "reports"),
    ],
)
def test_what_reads_outer_nodes_alone_is_evaluated_once_for_them(
    read: Read, monkeypatch: pytest.MonkeyPatch, each: str, text: str, times: str | None
) -> None:
    every = frames(read, each)
    evaluated: list[Resolved] = []

    def counted(inner: Resolved, frame: Frame) -> object:
        evaluated.append(inner)
        return value(inner, frame)

    monkeypatch.setattr(shared, "value", counted)
    sentence, known = part(each, text), Shared()
    for frame in every:
        known.value(sentence, frame)
    units = len({id(frame[1]) for frame in every})
    assert len(evaluated) == len(every) + {"units": units, "reports": 1, None: 0}[times]


def test_no_more_cells_are_read_than_are_wanted(read: Read) -> None:
    rows = tuple(Row(lineas=f"4.1.{number}", texto=f"{100 + number}.- ELABORAR.") for number in range(1, 30))
    frame = frames(read, "linea", (Page(metas=rows),))[0]
    sentence = part("linea", "any(any(c == codigo for c in m.lineas) for m in unidad.metas)")
    every = cells_read(sentence, frame)
    assert len(every) == 30
    assert cells_read(sentence, frame, 7) == every[:7]
    assert cells_read(sentence, frame, 100) == every


def test_a_long_list_of_goals_without_cells_is_not_gone_over(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arithmetic, "MAX_ITEMS", 3)
    rows = tuple(Row(lineas="", texto=f"{100 + number}.- ELABORAR.") for number in range(9))
    page = Page(metas=(*rows, Row(texto="109.- ELABORAR.")))
    frame = frames(read, "linea", (page,))[0]
    sentence = part("linea", "any(any(c == codigo for c in m.lineas) for m in unidad.metas)")
    assert cells_read(sentence, frame, 7) == ()


def test_of_a_long_list_the_others_are_counted() -> None:
    codes = [f"4.1.{number}" for number in range(60)]
    assert value_text(codes[:50], words("es")) == ", ".join(codes[:50])
    assert value_text(codes[:51], words("es")) == f"{', '.join(codes[:50])} y 1 más"
    assert value_text(codes, words("en")) == f"{', '.join(codes[:50])} and 10 more"
    assert value_text([f"{number}" for number in range(2_050)], words("es")).endswith(" y 2,000 más")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4.12.31", "4.12.3"), ("412.3", "4.12.3"), ("4,12.3", "4.12.3"), ("9.12.7", "4.12.7"), ("ZZZ", BLANK)],
)
def test_of_many_texts_those_that_begin_or_end_alike_are_compared(text: str, expected: object) -> None:
    codes = [f"4.{1 + number // 30}.{1 + number % 30}" for number in range(2_000)]
    nearest = FUNCTIONS["nearest"].body
    assert nearest(text, codes) == expected
    assert nearest(text, codes[::-1]) == expected
