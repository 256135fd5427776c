"""The page of a form names its columns as rules and examples do."""

import pytest

from poa_lint.authoring.layout import names, page
from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from poa_lint.rulebook.nodes import kinds, own_column


@pytest.mark.parametrize("form", built_in_forms(), ids=lambda form: form.code)
def test_every_name_on_the_page_is_one_that_an_example_may_change(form: Form) -> None:
    found = names(form)
    shown = page(form, words("es"))
    for name in {**found.fields, **found.own, **found.header}:
        assert name in shown
        several = any(id.startswith(f"{name}.") for id in form.index)
        sample({"form": form.code, name: [1] if several else "1 X"}, built_in_forms())
    assert set(found.fields) <= set(kinds()["meta"])


def test_the_code_of_a_form_is_explained_beside_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "pbrm-08c", "POA101"], {}) == 0
    shown = capsys.readouterr().out
    assert "programado_acumulado_pct" in shown
    assert "POA101 suma-trimestral" in shown
    assert main(["explain", "EVALSEM"], {}) == 2
    assert "¿quiso decir «EVAL-SEM»?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "found"),
    [("programado_pct", ("programado_pct", "PbRM-08c")), ("porcentaje", ("porcentaje.1", "PbRM-02a"))]
    + [(name, None) for name in ("programado", "relativo", "texto", "zzz")],
)
def test_a_column_of_its_own_is_known_by_its_form(name: str, found: tuple[str, str] | None) -> None:
    assert own_column(name, built_in_forms()) == found
