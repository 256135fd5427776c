"""Hostile settings and rules of an office: a sentence each, and nothing hangs."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.words import words
from poa_lint.rulebook.troubles import results
from tests.offices import configured, office, told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("poa-lint.yaml", "ignore: [" + "POA101, " * 100_000 + "]"),
        ("poa-lint.yaml", "a: " * 20_000),
        ("poa-lint.yaml", "ignore: " + "[" * 5_000 + "]" * 5_000),
        ("poa-lint.yaml", "ignore: !!python/object/apply:os.system [echo]"),
        ("poa-lint.yaml", "{a: &x [1], b: [*x, *x, *x]}"),
        ("poa-lint.yaml", "params: {POA301: {umbral: " + "9" * 5_000 + "}}"),
        ("pyproject.toml", "[tool.poa-lint]\nignore = " + "[" * 20_000 + "]" * 20_000),
        ("pyproject.toml", "[tool.poa-lint]\nrequires = " + "9" * 20_000),
        ("pyproject.toml", "[tool.poa-lint]\nignore = ['" + "x" * 1_000_000 + "']"),
        ("pyproject.toml", "[tool.poa-lint]\nignore = ["),
    ],
    ids=range(10),
)
def test_hostile_settings_are_a_sentence_and_run_nothing(tmp_path: Path, name: str, text: str) -> None:
    found = configured(tmp_path, text, name)
    assert found.troubles
    (file,) = results(found.troubles, words("es"))
    assert all(one.message and len(one.message) < 1_000 for one in file.diagnostics)


def test_a_pattern_in_an_offices_rule_cannot_hang_the_check(tmp_path: Path) -> None:
    """Followed as an automaton, `(a+)+$` costs what the text is long; backtracking it would outlive the test."""
    expect = 'not matches(texto, "(A+)+B") or meta_anual > 0'
    folder = office(tmp_path, expect=expect, examples="{pass: [{}], fail: [{texto: 100.- AAB, meta_anual: 0}]}")
    (folder / "informe.txt").write_text(write([Page(metas=(Row(texto="100.- " + "A" * 100_000),))]), encoding="utf-8")
    assert told(folder) == ([], "")
