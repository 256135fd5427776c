"""An example that is badly written, or comes out otherwise, is told with what is wrong in it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring import beside
from poa_lint.authoring.examples import AMENDMENTS, EXPECTED, ORIGINAL, RAW, WAIVERS, prove
from poa_lint.authoring.explain import page
from poa_lint.authoring.samples import EXCHANGE, FORM, PAGE_KEYS, ROW_KEYS
from poa_lint.core.cache import folder
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Trouble
from poa_lint.core.words import words
from poa_lint.expression.arithmetic import ADDING, LISTING, LOOKING
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.types import NUMBER
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.rule import Loaded
from poa_lint.rulebook.rule_file import from_text
from poa_lint.rulebook.troubles import sentence

HEAD = """code: OFI001
each: {each}
{sentences}message: la meta {{numero}} no se propone nada
examples:
"""
PROGRAM = load([folder("rules")])


def book_of(
    examples: str, sentences: str = "expect: meta_anual > 0\n", each: str = "meta"
) -> tuple[Rulebook, str, list[Trouble]]:
    """The program's rules beside one with these examples, its text, and the faults of its file."""
    text = HEAD.format(each=each, sentences=sentences) + examples
    rule, faults = from_text(Path("regla.yaml"), text)
    own = Loaded((rule,) if rule is not None and not faults else (), tuple(faults), {})
    return rulebook(together(own, PROGRAM)), text, faults


def troubles_of(examples: str, sentences: str = "expect: meta_anual > 0\n", each: str = "meta") -> tuple[Trouble, ...]:
    rules, _, faults = book_of(examples, sentences, each)
    assert not faults
    return prove(rules, built_in_forms(), frozenset({"OFI001"}))[1]


BADLY_WRITTEN = [
    ("{unidad de medida: X}", "example-key", "unidad de medida", "unidad_medida"),
    ("{metas: [{META ANUAL: 3}]}", "example-key", "META ANUAL", "meta_anual"),
    ("{L/A: 4.6.1}", "example-key", "L/A", "lineas"),
    ("{form: EVAL-SEM, Unidad de Medida: X}", "example-key", "Unidad de Medida", "unidad_medida"),
    ("{zzzz: X}", "example-key", "zzzz", None),
    ("{form: NADA}", "example-form", "form", None),
    ("{form: EVALSEM}", "example-form", "form", "EVAL-SEM"),
    ("{form: pbrm-08C}", "example-form", "form", "PbRM-08c"),
    ("{avance: 1}", "example-list", "avance", "avance: [1]"),
    ("{form: EVAL-SEM, avance: 1}", "example-list", "avance", "avance: [1]"),
    ("{avance: [1, 2, 3, 4, 5]}", "example-periods", "avance", None),
    ("{form: EVAL-SEM, avance: [1, 0, 2]}", "example-periods", "avance", None),
    ("{form: PbRM-08c, avance: [1, 1]}", "example-no-column", "avance", None),
    ("{form: EVAL-SEM, cerrados: 3}", "example-closed", "cerrados", None),
    ("{meta_anual: 1,200}", "example-comma", "200", 'meta_anual: "1,200"'),
    ("{meta_anual: 1, abc: null}", "example-key", "abc", None),
    ("{meta_anual: [1]}", "example-cell", "meta_anual", None),
    ("{metas: 3}", "example-changes", "metas", None),
    ("{replace: {ABC: D}}", "example-text", "replace", None),
    ("{replace: ABC}", "example-exchange", "replace", None),
    ("hola", "example-mapping", "h", None),
]


@pytest.mark.parametrize(("example", "kind", "place", "suggestion"), BADLY_WRITTEN)
def test_a_badly_written_example_is_told_at_its_key_with_what_is_meant(
    example: str, kind: str, place: str, suggestion: str | None
) -> None:
    (trouble,) = troubles_of(f"  fail:\n    - {example}\n")
    assert (trouble.kind, trouble.suggestion) == (kind, suggestion)
    assert trouble.text[trouble.offset : trouble.offset + trouble.length] == place
    assert sentence(trouble, words("es")) != sentence(trouble, words("en"))


@pytest.mark.parametrize("example", [example for example, *_ in BADLY_WRITTEN])
def test_a_rule_with_a_badly_written_example_is_explained_and_the_example_marked(example: str) -> None:
    rules, *_ = book_of(f"  fail:\n    - {example}\n")
    shown = page(rules.checks["OFI001"], rules, built_in_forms(), words("es"), 1000)
    assert "(ejemplo mal escrito) " in shown


def test_the_sentences_of_figures_say_both_numbers_and_of_forms_which_there_are() -> None:
    (few,) = troubles_of("  fail:\n    - {form: EVAL-SEM, avance: [1, 0, 2]}\n")
    assert "trae 3 cifras y EVAL-SEM tiene 2 periodos" in sentence(few, words("es"))
    (none,) = troubles_of("  fail:\n    - {form: NADA}\n")
    assert all(form.code in sentence(none, words("es")) for form in built_in_forms())


def test_the_figure_of_the_period_that_is_reported_may_stand_in_a_list() -> None:
    assert not troubles_of("  fail:\n    - {form: PbRM-08c, avance: [0]}\n", "expect: avance != 0\n", "periodo")


def test_examples_without_a_hyphen_are_told_so() -> None:
    *_, (fault,) = book_of("  fail: {meta_anual: 0}\n")
    assert (fault.kind, fault.text[fault.offset :][:4]) == ("examples-unlisted", "fail")


def test_a_title_in_the_place_of_a_column_is_told_with_the_column() -> None:
    (fault,) = troubles_of("  fail:\n    - {meta_anual: 0, at: META ANUAL}\n")
    assert (fault.kind, fault.suggestion) == ("example-at", "meta_anual")


REASONS = [
    ("meta", "expect: meta_anual > 0\n", "fail", "{}", "«expect» se cumple: META ANUAL = 4"),
    ("meta", "when: unidad_medida == 'X'\nexpect: meta_anual > 4\n", "fail", "{}", "«when» no se cumple: UNIDAD DE"),
    ("meta", "expect: meta_anual > 0\n", "pass", "{meta_anual: 0}", "la meta 100 no se propone nada"),
    ("meta", "expect: meta_anual > 0\n", "fail", "{meta_anual: null}", "no se sabe: META ANUAL = (vacía) (vacío no es"),
    ("meta", "expect: meta_anual > 0\n", "fail", "{meta_anual: l2}", "«expect» no se sabe: META ANUAL = l2"),
    ("periodo", "expect: avance > 1\n", "fail", "{avance: []}", "en Ene-Mar, «expect» no se sabe: Ene-Mar A = (vacía)"),
    ("periodo", "expect: avance > 1\n", "fail", "{avance: [2]}", "en Ene-Mar, «expect» se cumple: Ene-Mar A = 2"),
    (
        "meta",
        "unless: suma-trimestral\nexpect: meta_anual > 0\n",
        "fail",
        "{meta_anual: 0}",
        "calla porque ya habló otra (unless: POA101)",
    ),
    ("firma", "expect: nombre == 'X'\n", "fail", "{firmas: []}", "no hay qué revisar (each: firma)"),
    ("meta", "expect: relativo > 90\n", "fail", "{form: EVAL-SEM}", "EVAL-SEM no tiene meta.relativo"),
]


@pytest.mark.parametrize(("each", "sentences", "wanted", "example", "said"), REASONS)
def test_an_example_that_comes_out_otherwise_says_why(
    each: str, sentences: str, wanted: str, example: str, said: str
) -> None:
    failing = f"  fail:\n    - {example}\n" if wanted == "fail" else f"  fail: [{{}}]\n  pass:\n    - {example}\n"
    told = [sentence(trouble, words("es")) for trouble in troubles_of(failing, sentences, each)]
    assert said in told[-1] if wanted == "pass" else said in told[0]


@pytest.mark.parametrize(("unit", "shown"), [("INFORME", True), ("X", False)])
def test_of_a_rule_that_was_not_asked_only_its_condition_is_shown(unit: str, shown: bool) -> None:
    sentences = f"when: unidad_medida == '{unit}'\nexpect: meta_anual > 0\n"
    (fault,) = troubles_of("  fail:\n    - {}\n", sentences)
    assert ("«expect»" in fault.values["reason"]) == shown


STATED = (*sorted(ROW_KEYS | PAGE_KEYS), *EXPECTED, *RAW, *WAIVERS, *beside.KEYS, AMENDMENTS, ORIGINAL, FORM, EXCHANGE)
KEYS = st.sampled_from([*STATED, "metas", "paginas", "cerrados", "200"])
VALUES = st.recursive(
    st.none() | st.integers(0, 3000) | st.sampled_from(["X", "EVAL-SEM", "PbRM-08c", "31-mar.-24", "0a", ""]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=3) | VALUES, min_size=1, max_size=2))
def test_no_example_ends_in_a_traceback(examples: list[object]) -> None:
    rules, _, faults = book_of(f"  fail: {json.dumps(examples)}\n")
    assert not faults
    prove(rules, built_in_forms(), frozenset({"OFI001"}))
    page(rules.checks["OFI001"], rules, built_in_forms(), words("es"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_function_that_an_account_may_show_has_words_for_people(language: str) -> None:
    listing = {name for name, function in FUNCTIONS.items() if function.result in (NUMBER, None)}
    shown = listing - ADDING - LISTING - LOOKING - {"abs", "holgura"}
    assert shown <= set(words(language).section("called"))


@pytest.mark.parametrize(("programado", "said"), [("null", "1 (vacía)"), ("l2", "1 (ilegible)"), ('"3"', "1 (3)")])
def test_a_blank_in_the_brackets_of_a_message_has_no_brackets_of_its_own(programado: str, said: str) -> None:
    example = f"  fail:\n    - {{programado: [{programado}], says: {said}}}\n"
    text = HEAD.format(each="periodo", sentences="expect: avance > 1\n").replace(
        "la meta {numero} no se propone nada", '"{avance} ({programado})"'
    )
    rule, faults = from_text(Path("regla.yaml"), text + example)
    assert rule is not None
    assert not faults
    rules = rulebook(together(Loaded((rule,), (), {}), PROGRAM))
    assert not prove(rules, built_in_forms(), frozenset({"OFI001"}))[1]
