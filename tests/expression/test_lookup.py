"""Sentences whose items are looked up say of every frame what going over all items says."""

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.expression.evaluate import value
from poa_lint.expression.functions import candidates, index
from poa_lint.expression.generate import Sentence, function, sweep
from poa_lint.expression.lookup import lookup, split
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.types import TRUTH
from poa_lint.rulebook.frames import Frames
from poa_lint.rulebook.nodes import FRAMES, scope
from tests.reading.reports import Read

PAGES = tuple(
    Page(
        unidad=(str(101 + number % 2), "GERENCIA"),
        ejes=(("4", "GOBERNAR"), ("x", "NADA")) if number % 3 else (),
        lineas_de_accion=(("4.6.1", "MESURA"), ("4.2.3", "MEJORAMIENTO"), ("5.l", "ROTA"))[: number + 1],
        metas=tuple(
            Row(lineas=codes, texto=f"{text}ELABORAR INFORMES.", meta_anual=figure)
            for codes, text, figure in (
                ("4.6.1", f"{100 + number}.- ", "4"),
                ("4.6.1 7.7.7", "102.- ", "l2"),
                ("", "", ""),
                ("4.2.3", "100. ", "8"),
            )
        ),
        firmas=(("ELABORÓ", "", "LIC. A"), ("REVISÓ", "JEFE", ""), ("AUTORIZÓ", "JEFA", "LIC. B"), ("REVISÓ", "", "")),
    )
    for number in range(6)
)
SENTENCES = (
    ("alineacion", "any(l.codigo == codigo for l in unidad.lineas)"),
    ("alineacion", 'any(codigo == l.codigo and l.codigo > "4.3" for l in unidad.lineas)'),
    ("alineacion", "all(l.codigo != codigo for l in unidad.lineas)"),
    ("alineacion", "all(l.codigo != codigo or blank(l.nombre) for l in unidad.lineas)"),
    ("alineacion", 'not any(l.codigo == codigo or matches(l.codigo, "x") for l in unidad.lineas)'),
    ("alineacion", "any(any(c == codigo for c in m.lineas) for m in unidad.metas)"),
    ("alineacion", 'any(any(c == codigo for c in m.lineas if c != "4.6.1") for m in unidad.metas)'),
    ("alineacion", "any(any(c == codigo for c in m.lineas) for m in unidad.metas if m.meta_anual > 4)"),
    ("alineacion", "any(m.meta_anual == 4 and any(c == codigo for c in m.lineas) for m in unidad.metas)"),
    ("meta", "any(m.meta_anual == meta_anual for m in informe.metas)"),
    ("meta", "any(m.meta_anual == meta_anual for m in informe.metas if m.meta_anual > 4)"),
    ("meta", "all(m.meta_anual != meta_anual + 1 for m in unidad.metas if m.numero != numero)"),
    ("meta", "all(m.numero != numero for m in unidad.metas if not blank(m.meta_anual))"),
    ("meta", "count(m.numero for m in informe.metas) > 3 and distinct(m.numero for m in unidad.metas) > 2"),
    ("meta", "any(all(r.meta_anual != m.meta_anual for r in informe.metas) for m in unidad.metas)"),
    ("meta", "count(unidad.metas) > 3 and count(m.meta_anual for m in unidad.metas if m.numero == numero) == 2"),
    ("firma", 'all(plain(r.nombre) != plain(nombre) for r in pagina.firmas if r.rol == "REVISÓ")'),
    ("firma", "any(f.rol == rol and not blank(f.cargo) and not blank(f.nombre) for f in unidad.firmas)"),
    ("linea", "any(part(e.codigo, 1) == part(codigo, 1) for e in unidad.ejes)"),
    (
        "linea",
        'any(any(e.codigo == part(codigo, 1) or e.codigo == "x" for e in p.ejes) for p in unidad.paginas)',
    ),
    ("pagina", "all(all(m.meta_anual != r.meta_anual for m in metas) for r in unidad.metas)"),
    (
        "numeracion",
        "any(m.meta_anual == previo for m in unidad.metas) or any(m.meta_anual == orden for m in informe.metas)",
    ),
)

GONE_OVER = (
    "any(any(c == codigo for c in m.lineas) for m in unidad.metas if m.meta_anual > 4)",
    "all(m.meta_anual != meta_anual + 1 for m in unidad.metas if m.numero != numero)",
    "all(all(m.meta_anual != r.meta_anual for m in metas) for r in unidad.metas)",
)
"""Items, or conditions, that are others for each frame; a condition around another loop, where unknown ones count."""


def resolved(each: str, text: str) -> Resolved:
    """A sentence about a kind of node."""
    found = resolve(text, scope(each, {}, {}), TRUTH)
    assert isinstance(found, Resolved), (text, found)
    return found


@pytest.mark.parametrize(("each", "text"), SENTENCES)
def test_a_sweep_says_what_the_sentence_says(read: Read, each: str, text: str) -> None:
    expect = resolved(each, text)
    frames = Frames(read(write(PAGES)).informe)[each]
    source = sweep("swept", [Sentence(None, expect, {})], len(FRAMES[each]))
    noted: list[tuple[int, tuple[object, ...], object]] = []
    held = function(source, {})(frames, {}, noted.append)
    said = [value(expect, frame) for frame in frames]
    assert len(said) > 3
    assert held == (said.count(True),)
    assert [(id(frame), answer) for _, frame, answer in noted] == [
        (id(frame), answer) for frame, answer in zip(frames, said, strict=True) if answer is not True
    ]


def test_the_sentences_are_looked_up_or_remembered() -> None:
    texts = ["candidates(", ".setdefault("]
    for each, text in SENTENCES:
        source = sweep("swept", [Sentence(None, resolved(each, text), {})], len(FRAMES[each]))
        assert any(mark in source for mark in texts) is (text not in GONE_OVER), text


def test_a_sentence_without_a_comparison_is_not_looked_up() -> None:
    assert lookup(resolved("meta", "any(m.meta_anual > meta_anual for m in unidad.metas)")) is None
    assert lookup(resolved("meta", "any(meta_anual == 4 for m in unidad.metas)")) is None
    part = resolved("meta", "any(m.numero == numero or blank(m.numero) for m in unidad.metas)")
    assert len(split(part)) == 2


def test_an_index_keeps_what_may_count() -> None:
    items = [("a", True, 1), ("a", False, 2), (BLANK, True, 3), (UNKNOWN, False, 4), ("b", UNKNOWN, 5), ("b", True, 6)]
    made = index(items)
    assert candidates(made, "a") == [(1,), (3,), (5,)]
    assert candidates(made, "c") == [(3,), (5,)]
    assert candidates(made, UNKNOWN) == [(3,), (5,), (1,), (6,)]
