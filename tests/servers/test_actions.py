"""The kinds of actions, as the protocol names them, and how many are offered at a time."""

from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("pygls")

from lsprotocol import types as lsp

from poa_lint.api import Linter, Wishes
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.servers import actions
from poa_lint.servers.actions import Actions, is_wanted
from poa_lint.servers.ranges import Ranges

EVERYWHERE = lsp.Range(lsp.Position(0, 0), lsp.Position(2**31 - 1, 2**31 - 1))


@pytest.mark.parametrize(
    ("kind", "only", "wanted"),
    [
        ("quickfix", None, True),
        ("quickfix", [], True),
        ("quickfix", ["quickfix"], True),
        ("quickfix", [lsp.CodeActionKind.QuickFix], True),
        ("quickfix", [""], True),
        ("quickfix.form", ["quickfix"], True),
        ("quickfix", ["refactor", "quickfix"], True),
        ("quickfix", ["quickfix.form"], False),
        ("quickfix", ["quick"], False),
        ("quickfix", [lsp.CodeActionKind.SourceFixAll], False),
        ("quickfix", ["refactor"], False),
    ],
)
def test_kinds_are_a_hierarchy(kind: str, only: Sequence[str] | None, wanted: bool) -> None:
    assert is_wanted(kind, only) is wanted


def offered(folder: Path, only: Sequence[str] | None) -> list[actions.Action]:
    linter = Linter(Wishes(today="2026-01-01"), words("es"))
    text = write([Page(metas=(Row(texto="100. ELABORAR INFORMES.", meta_anual="14"),))])
    result = linter.check(Source(str(folder / "informe.txt"), text))
    return Actions("file:///informe.txt", result, Ranges(None), linter).within(EVERYWHERE, only)


def test_what_is_offered_is_of_the_kinds_that_are_asked_for(tmp_path: Path) -> None:
    every, fixes = offered(tmp_path, None), offered(tmp_path, ["quickfix"])
    assert [action.title for action in every] == [action.title for action in fixes]
    assert {type(action) for action in every} == {lsp.CodeAction, lsp.Command}
    assert {action.kind for action in fixes if isinstance(action, lsp.CodeAction)} == {lsp.CodeActionKind.QuickFix}
    assert all(isinstance(action, lsp.CodeAction) for action in fixes)
    assert offered(tmp_path, ["refactor", "source.organizeImports"]) == []


def test_a_menu_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    titles = [action.title for action in offered(tmp_path, ["quickfix"])]
    assert {code for title in titles for code in ("POA101", "POA103", "POA803") if code in title} == {"POA101"}


def test_a_file_of_waivers_that_is_no_text_costs_that_action_alone(tmp_path: Path) -> None:
    before = [action.title for action in offered(tmp_path, None)]
    (tmp_path / "dispensas.yaml").mkdir()
    after = [action.title for action in offered(tmp_path, None)]
    assert after == [title for title in before if not title.startswith("Dispensar")]
    assert after
