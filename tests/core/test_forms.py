"""Forms are made when they are needed: of a hundred that come with the program a run makes few."""

import pickle

import pytest

from poa_lint.core.form import Form
from poa_lint.core.form_words import with_synonyms
from poa_lint.core.forms import built_in_files, built_in_forms, form_files
from poa_lint.core.lazyform import LazyForm
from poa_lint.core.records import replace
from poa_lint.core.source import Source
from poa_lint.core.text import squashed
from poa_lint.reading import read
from poa_lint.reading.choice import choices
from tests.places import SEED

TEXT = SEED.read_text(encoding="utf-8")


def unmade() -> tuple[LazyForm, ...]:
    forms = built_in_forms.__wrapped__()
    lazy = tuple(form for form in forms if isinstance(form, LazyForm))
    assert len(lazy) == len(forms)
    return lazy


def is_made(form: Form) -> bool:
    return "columns" in vars(form)


def test_a_report_makes_the_forms_that_begin_as_it_does_and_no_other() -> None:
    forms = unmade()
    read.read(Source("informe.txt", TEXT), forms, lambda _: (0, 0), lambda *_: "suma")
    cells = {squashed(cell) for line in TEXT.splitlines() for cell in line.split("\t")[:3]}
    alike = [form.code for form in forms if not cells.isdisjoint(map(squashed, form.first_titles))]
    assert [form.code for form in forms if is_made(form)] == alike
    assert 0 < len(alike) < len(forms)


def test_the_first_titles_that_are_built_are_those_of_the_form() -> None:
    for form in unmade():
        built = form.first_titles
        assert not is_made(form)
        assert tuple(label.words for label in form.headings[0][:1]) == built[:1]
        assert set(map(squashed, built)) == form.headings[0][0].alike


def test_a_lazy_form_is_a_form() -> None:
    form, other = unmade()[:2]
    assert form != other
    with pytest.raises(AttributeError):
        form.nothing  # noqa: B018
    assert not is_made(form)
    again = pickle.loads(pickle.dumps(form))  # noqa: S301 - our own
    assert (again.code, again.columns) == (form.code, form.columns)
    assert is_made(form)
    assert replace(other, code="X-1").columns == other.columns


def test_forms_with_further_words_are_made_as_late() -> None:
    forms = unmade()
    more = with_synonyms(forms, (("L/A", ("LINEA",)), ("METAS Y ACCIONES", ("ACTIVIDADES",))))
    assert not any(map(is_made, forms))
    other = TEXT.replace("L/A", "LINEA").replace("METAS Y ACCIONES", "ACTIVIDADES")
    assert choices(other, more)[0].form is more[0]
    assert more[0].synonyms["METAS Y ACCIONES"][-1] == "ACTIVIDADES"
    assert more[0].periods == forms[0].periods


def test_the_files_of_forms_are_read_by_their_codes() -> None:
    files = built_in_files()
    assert list(files) == [data["form"] for data in form_files()]
    assert len(files) == len(built_in_forms())
    assert files["TMM-F004"]["columns"] == form_files()[0]["columns"]
    assert files["TMM-F004"] is files["TMM-F004"]
    assert "TMM-F999" not in files
