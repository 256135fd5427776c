"""The place of a finding is told as every editor counts it."""

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules


def test_positions_count_code_points_and_only_line_feeds() -> None:
    text = write([Page(metas=(Row(texto="100.- ÑANDÚ\u2028X Y.", meta_anual="5"),))])
    file = lint(Source("x", text), built_in_rules(), built_in_forms(), Settings(), words("es"))
    (start, end) = file.positions[[one.code for one in file.diagnostics].index("POA101")]
    line = text.split("\n")[start.line - 1]
    assert line[start.column - 1 : end.column - 1] == "5"
