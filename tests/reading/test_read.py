"""A text becomes the same report however it was typed, and every cell of it stands where it says."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, write
from poa_lint.core.dates import Fecha
from poa_lint.core.facts import SHAPES
from poa_lint.core.records import replace
from poa_lint.core.report import Cell
from poa_lint.core.source import Source, Span
from poa_lint.documents.encodings import decode
from poa_lint.reading.read import Reading
from tests.reading.reports import PAGE, SEED_TEXT, TEXT, Read, codes, contents, page
from tests.reading.variants import VARIANTS
from tests.strategies import damaged, reports

# A sound report -----------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(pages=reports())
def test_a_report_is_read_as_it_was_written(read: Read, pages: tuple[Page, ...]) -> None:
    reading = read(write(pages))
    assert reading.facts == ()
    for written, pagina in zip(pages, reading.informe.paginas, strict=True):
        assert (pagina.ramo.codigo.raw, pagina.ramo.nombre.raw) == written.ramo
        assert (pagina.unidad_ejecutora.codigo.raw, pagina.unidad_ejecutora.nombre.raw) == written.unidad
        assert tuple((eje.codigo.raw, eje.nombre.raw) for eje in pagina.ejes) == written.ejes
        assert tuple((linea.codigo.raw, linea.nombre.raw) for linea in pagina.lineas) == written.lineas_de_accion
        assert (pagina.ejercicio.value, pagina.forma.raw, pagina.fecha.raw) == (2024, "TMM-F004", written.fecha)
        assert tuple(tuple(cell.raw for cell in meta.celdas) for meta in pagina.metas) == tuple(
            row.cells() for row in written.metas
        )
        assert tuple((firma.rol, firma.cargo.raw, firma.nombre.raw) for firma in pagina.firmas) == written.firmas


@settings(max_examples=40)
@given(pages=reports())
def test_a_unit_is_its_pages_and_signs_on_its_last(read: Read, pages: tuple[Page, ...]) -> None:
    informe = read(write(pages)).informe
    assert [unidad.unidad_ejecutora.codigo.raw for unidad in informe.unidades] == sorted({p.unidad[0] for p in pages})
    for unidad in informe.unidades:
        own = [written for written in pages if written.unidad[0] == unidad.unidad_ejecutora.codigo.raw]
        assert len(unidad.paginas) == len(own)
        assert len(unidad.metas) == sum(len(written.metas) for written in own)
        assert [firma.rol for firma in unidad.firmas] == ["ELABORÓ", "REVISÓ", "AUTORIZÓ"]
        assert [len(pagina.firmas) for pagina in unidad.paginas] == [0] * (len(own) - 1) + [3]


# However it was typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
@settings(max_examples=8)
@given(pages=reports(most_units=2, most_goals=2))
def test_a_report_typed_otherwise_is_the_same(read: Read, variant: str, pages: tuple[Page, ...]) -> None:
    plain = write(pages)
    other = read(VARIANTS[variant](plain))
    assert other.facts == ()
    assert contents(other.informe) == contents(read(plain).informe)


@settings(max_examples=8)
@given(pages=reports(), names=st.lists(st.sampled_from(sorted(VARIANTS)), min_size=2, max_size=3, unique=True))
def test_some_changes_together_still_give_a_report(read: Read, pages: tuple[Page, ...], names: list[str]) -> None:
    text = write(pages)
    for name in names:
        text = VARIANTS[name](text)
    informe = read(text).informe
    assert len(informe.metas) == sum(len(written.metas) for written in pages)


def test_a_mark_at_the_files_start_changes_nothing(read: Read) -> None:
    for bom in (b"", b"\xef\xbb\xbf"):
        source = decode(bom + TEXT.encode(), "informe.txt")
        assert isinstance(source, Source)
        assert contents(read(source.text).informe) == contents(read(TEXT).informe)


@pytest.mark.parametrize("opening", ["GOBIERNO", "PROGRAMA OPERATIVO", "RAMO", ""])
def test_marks_inside_joined_files_change_nothing(read: Read, opening: str) -> None:
    """Two files joined byte by byte: the second one's mark stands in the middle of the text."""
    second = write([replace(PAGE, unidad=("102", "GERENCIA DE FINANZAS"))])
    second = second[second.index(opening) :]
    joined, plain = read(TEXT + "\n\ufeff" + second), read(TEXT + "\n" + second)
    assert codes(joined) == codes(plain)
    assert contents(joined.informe) == contents(plain.informe)


@settings(max_examples=20)
@given(pages=reports(), dice=st.randoms(use_true_random=False))
def test_pages_in_another_order_are_the_same_pages(read: Read, pages: tuple[Page, ...], dice: Random) -> None:
    shuffled = list(pages)
    dice.shuffle(shuffled)
    reading = read(write(shuffled))
    plain = read(write(pages)).informe
    assert reading.facts == ()
    assert set(map(page, reading.informe.paginas)) == set(map(page, plain.paginas))
    assert {unidad.nombre: len(unidad.metas) for unidad in reading.informe.unidades} == {
        unidad.nombre: len(unidad.metas) for unidad in plain.unidades
    }


# The seed -----------------------------------------------------------------------------------------------------


def test_the_seed_has_five_pages_four_units_and_25_goals(read: Read) -> None:
    informe = read(SEED_TEXT).informe
    assert [len(pagina.metas) for pagina in informe.paginas] == [4, 7, 3, 7, 4]
    assert [unidad.nombre for unidad in informe.unidades] == [
        "101 GERENCIA GENERAL",
        "102 GERENCIA DE FINANZAS",
        "201 GERENCIA DE PROMOCIÓN Y DIFUSIÓN",
        "202 GERENCIA DE PLANEACION Y CONTROL DE OBRA",
    ]
    assert [[pagina.numero for pagina in unidad.paginas] for unidad in informe.unidades] == [[1], [2, 3], [4], [5]]
    assert [meta.numero.raw for meta in informe.metas] == [
        *map(str, (*range(100, 104), *range(200, 210), *range(300, 307), *range(400, 404)))
    ]
    assert (informe.ejercicio, informe.fecha, informe.corte) == (2024, Fecha(2024, 3, 31), 1)


def test_each_unit_of_the_seed_signs_once_on_its_last_page(read: Read) -> None:
    informe = read(SEED_TEXT).informe
    assert [[firma.rol for firma in pagina.firmas] for pagina in informe.paginas] == [
        ["ELABORÓ", "REVISÓ", "AUTORIZÓ"] if signs else [] for signs in (True, False, True, True, True)
    ]
    assert [unidad.firmas[1].nombre.raw for unidad in informe.unidades] == [
        *["ING. ENRIQUE COVARRUBIAS GARCÍA"] * 3,
        "ING. CARLOS GONZALEZ ARAIZA",
    ]
    assert {firma.cargo.raw for unidad in informe.unidades for firma in unidad.firmas} == {
        "COORDINADOR ADMINISTRATIVO",
        "COORD. ADMINISTRATIVO",
        "RESPONSABLE DEL PROGRAMA",
        "RESPONSABLE DEL RAMO",
    }


def test_the_facts_of_the_seed(read: Read) -> None:
    """Seven displaced rows, one heading misread, one stray line; and nothing else."""
    reading = read(SEED_TEXT)
    source = Source("", SEED_TEXT)
    assert [(fact.code, fact.variant, source.position(fact.span.start).line) for fact in reading.facts] == [
        ("POA002", "falta_cifra", 32),
        *[("POA002", "falta", line) for line in (33, 34, 35)],
        *[("POA002", "sobra", line) for line in (116, 117, 118)],
        ("POA001", "", 169),
        ("POA004", "distinto", 161),
    ]


@pytest.mark.parametrize(
    ("numero", "figures"),
    [
        ("101", "26 | 6 6 | 7 - | 6 - | 7 - | 6 23%"),
        ("102", "4 | 1 1 | 1 - | 1 - | 1 - | 1 25%"),
        ("103", "8 | 2 3 | 2 - | 2 - | 2 - | 3 38%"),
        ("207", "1 | 0 0 | 1 0 | 0 0 | 0 0 | 0 0%"),
        ("208", "12 | 3 3 | 3 0 | 3 0 | 3 0 | 3 25%"),
        ("209", "12 | 3 3 | 3 0 | 3 0 | 3 0 | 3 25%"),
    ],
)
def test_the_displaced_rows_of_the_seed_are_put_back(read: Read, numero: str, figures: str) -> None:
    meta = next(meta for meta in read(SEED_TEXT).informe.metas if meta.numero.raw == numero)
    cells = [cifra.valor.raw or "-" for cifra in meta.cifras]
    quarters = [" ".join(cells[place : place + 2]) for place in (1, 3, 5, 7, 9)]
    assert " | ".join([cells[0], *quarters]) == figures
    assert meta.acomodo is not None


# Every place lies in the text and says what stands there ------------------------------------------------------


def assert_in_place(text: str, reading: Reading) -> None:
    """Every span lies in the text and inside the node that it belongs to; every cell says what stands there."""
    seen: set[int] = set()

    def assert_node(node: object, within: Span) -> None:
        if (
            id(node) in seen
            or isinstance(node, type)
            or not (isinstance(node, tuple) or hasattr(node, "__match_args__"))
        ):
            return
        seen.add(id(node))
        if isinstance(node, Cell):
            assert re.sub(r"\r*\n", lambda end: " " * len(end[0]), text[slice(*node.span)]) == node.raw
            assert "\n" not in node.raw
            assert "\t" not in node.raw
        if isinstance(node, Span):
            assert within.start <= node.start <= node.end <= within.end
        elif isinstance(node, tuple):
            for inner in node:
                assert_node(inner, within)
        else:
            own = getattr(node, "span", within)
            for name in node.__match_args__:
                assert_node(getattr(node, name), within if name == "span" else own)

    whole = Span(0, len(text))
    assert_node(reading.informe, whole)
    for fact in reading.facts:
        assert_node(fact, whole)
        assert tuple(fact.values) == SHAPES[fact.code].values
        assert not SHAPES[fact.code].variants or fact.variant in SHAPES[fact.code].variants


def test_every_place_in_the_seed_says_what_stands_there(read: Read) -> None:
    assert_in_place(SEED_TEXT, read(SEED_TEXT))


@settings(max_examples=25)
@given(pages=reports(), name=st.sampled_from(sorted(VARIANTS)))
def test_every_place_in_a_report_says_what_stands_there(read: Read, pages: tuple[Page, ...], name: str) -> None:
    text = VARIANTS[name](write(pages))
    assert_in_place(text, read(text))


@settings(max_examples=40)
@given(data=st.data())
def test_every_place_in_a_damaged_seed_says_what_stands_there(read: Read, data: st.DataObject) -> None:
    text = data.draw(damaged(SEED_TEXT))
    assert_in_place(text, read(text))


@settings(max_examples=60)
@given(data=st.data())
def test_every_place_in_a_damaged_page_says_what_stands_there(read: Read, data: st.DataObject) -> None:
    text = data.draw(damaged(TEXT))
    assert_in_place(text, read(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4.6.1\t100", "4.6.1., 3.4.1.\t100"),
        ("100.-", "１００.-"),
        ("RAMO:\t63", "RAMO:\t63."),
        ("FECHA: 31-mar.-24", "FECHA: TMM-F004 31-mar.-24"),
        ("FECHA: 31-mar.-24", "FECHA:  31-mar.-24 \tTMM-F004"),
        ("2024", "２０２４"),
        ("\t4\t1", "\t ４\u00a0\t1"),
        ("TMM-F004", "  TMM F 004  "),
        ("RAMO:\t63\t", "\u00a0 RAMO : 63   "),
        ("ELABORÓ\n", "\t  ELABORO\u0301 : \n"),
    ],
)
def test_places_of_odd_writings(read: Read, old: str, new: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    assert_in_place(text, read(text))


@settings(max_examples=100)
@given(text=st.text(max_size=200))
def test_any_text_is_read(read: Read, text: str) -> None:
    assert_in_place(text, read(text))
