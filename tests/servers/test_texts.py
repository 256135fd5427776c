"""Texts for an editor: paths of URIs, files that no editor holds, and a defect that is told in one document."""

from pathlib import Path

import pytest

pytest.importorskip("pygls")

from poa_lint.api import Linter, Wishes
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.servers import texts
from tests.places import FILES

LINTER = Linter(Wishes(no_config=True, today="2026-01-01"), words("es"))


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a%20b/informe%20a%C3%B1o.txt", "/a b/informe año.txt"),
        ("untitled:Untitled-1", None),
        ("https://example.org/informe.txt", None),
        ("file:///a%00b.txt", None),
        ("file://[x", None),
        ("file://", None),
        ("", None),
    ],
)
def test_the_path_of_a_uri(uri: str, path: str | None) -> None:
    assert texts.path_of(uri) == path


def test_a_file_is_read_as_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(write([Page()]).replace("\n", "\r\n").encode("cp1252"))
    assert texts.of_file(path.as_uri(), LINTER, lambda source: source.text) == write([Page()]).replace("\n", "\r\n")


def test_what_has_no_text_for_an_editor_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "datos.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "largo.txt").write_text("x" * 500, encoding="utf-8")
    monkeypatch.setattr(texts, "LARGEST", 200)
    paths = [tmp_path, tmp_path / "no-hay.txt", tmp_path / "datos.txt", tmp_path / "largo.txt", FILES / "comas.csv"]
    uris = [*(path.as_uri() for path in paths), "untitled:Untitled-1", f"file:///{'a' * 5000}"]
    assert [texts.of_file(uri, LINTER, lambda source: source.text) for uri in uris] == [None] * len(uris)


def test_a_defect_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def check(_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(LINTER, "check", check)
    linted = texts.findings(Source("informe.txt", write([Page(metas=(Row(),))])), LINTER)
    assert linted.result is None
    assert linted.trouble.startswith("poa-lint no pudo revisar este documento por un defecto suyo (RecursionError, ")
    assert len(caplog.records) == 1
