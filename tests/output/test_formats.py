"""Every format has every finding, however many and whatever is written in them."""

import pytest

from poa_lint.authoring.samples import Page, write
from poa_lint.core.result import Notice, Run
from poa_lint.output import REPORTERS
from tests.output.runs import COUNT, HOSTILE, result, run_of, said


@pytest.mark.parametrize("form", COUNT)
def test_every_format_has_every_finding_of_the_seed(seed: Run, form: str) -> None:
    assert COUNT[form](said(form, seed)) == 51


@pytest.mark.parametrize("form", COUNT)
def test_every_format_holds_hostile_text(form: str) -> None:
    """Nothing that a report says ends a line, a cell, a command or an element before its time."""
    one = run_of(result(HOSTILE))
    text = said(form, one)
    assert COUNT[form](text) == len(one.files[0].diagnostics) > 4
    if form in ("concise", "github", "markdown", "junit"):
        assert not [char for char in text if char in "\x07\x1b\u202e"]


@pytest.mark.parametrize("form", sorted(COUNT.keys() - {"markdown"}))
def test_every_format_holds_ten_thousand_findings(many: Run, form: str) -> None:
    assert COUNT[form](said(form, many)) == 10_000


@pytest.mark.parametrize("form", REPORTERS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_format_speaks_both_languages_of_nothing_too(form: str, language: str) -> None:
    sound = run_of(result(write([Page()]).encode()), language=language)
    none = run_of(notices=(Notice("no.txt", "no existe"),), language=language)
    for done in (sound, none):
        said(form, done, language=language)
