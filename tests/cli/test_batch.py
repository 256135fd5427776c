"""The base of commands that make one thing of many reports."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.batch import Batch
from poa_lint.cli.parser import parse
from poa_lint.cli.shell import Shell
from poa_lint.core.result import FileResult
from poa_lint.core.words import words


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three reports, and a text that is none."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(sample({}).text(), "utf-8")
    (tmp_path / "notas.txt").write_text("Nada de informes.", "utf-8")
    return tmp_path


def batch(*said: str) -> Batch:
    return Batch(Shell(parse(["export", *said]), words("es"), {}), keep=False)


def metas(result: FileResult) -> tuple[str, int]:
    """The name of a report and the number of its goals; a defect for one of them."""
    if Path(result.path).name == "b.txt":
        raise ZeroDivisionError
    return Path(result.path).name, result.summary.metas if result.summary else 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_defect_in_one_report_loses_none_of_the_others(folder: Path, jobs: str) -> None:
    work = batch(".", "--jobs", jobs)
    assert list(work.each(metas)) == [("a.txt", 1), ("c.txt", 1)]
    (notice,) = work.notices
    assert notice.path.endswith("b.txt")
    assert "ZeroDivisionError" in notice.message
    assert work.left_out == (("foreign", 1),)


def test_what_is_named_is_made_though_it_is_no_report(folder: Path) -> None:
    work = batch("a.txt", "notas.txt")
    assert list(work.each(metas)) == [("a.txt", 1), ("notas.txt", 0)]
    assert work.left_out == ()
