"""The library: what docs/library.md shows, and what it promises."""

import doctest
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import poa_lint
from poa_lint import Run, SettingsError, lint
from poa_lint.authoring.samples import Page, Row, write
from tests.output import beside
from tests.places import ROOT, SEED
from tests.program import run
from tests.waivers import REPORT, file_of, waiver


def test_the_page_about_the_library_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, encoding="utf-8")
    assert (done.failed, done.attempted > 15) == (0, True)


def test_every_public_name_is_there() -> None:
    assert all(getattr(poa_lint, name) is not None for name in poa_lint.__all__)


def test_text_bytes_and_file_give_the_same_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    data = SEED.read_bytes()
    results = lint(SEED, data, data.decode(), data.decode().encode("utf-16")).files
    assert len({tuple((one.key, one.message) for one in file.diagnostics) for file in results}) == 1
    assert len({file.positions for file in results}) == 1
    assert capfd.readouterr() == ("", "")


def test_the_command_line_says_the_same() -> None:
    lines = run(SEED, "-f", "concise").stdout.decode().splitlines()
    assert [line.split()[2] for line in lines] == [one.code for one in lint(SEED).files[0].diagnostics]


def test_settings_and_waivers_hold_where_they_are_asked_for(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(REPORT, encoding="utf-8")
    (tmp_path / "dispensas.yaml").write_text(file_of(waiver()), encoding="utf-8")
    assert lint(report, today="2024-04-15").files[0].failed
    assert not lint(report, use_config=True, today="2024-04-15").files[0].failed
    late = lint(report, use_config=True, today="2025-01-01")
    assert [one.code for one in late.files[1].diagnostics] == ["POA010"]
    (tmp_path / "otro.yaml").write_text("ignore: [POA301]\n", encoding="utf-8")
    assert not lint(report, config=tmp_path / "otro.yaml", today="2025-01-01").files[0].failed
    assert lint(report, select=["POA301"], fail_on="info").files[0].failed


def test_what_is_wrong_with_settings_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("ignor: [POA301]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"poa-lint\.yaml:1:1: .*«ignore»"):
        lint(REPORT, config=tmp_path / "poa-lint.yaml")
    with pytest.raises(ValueError, match="language"):
        lint(REPORT, language="fr")
    with pytest.raises(ValueError, match="grave"):
        lint(REPORT, fail_on="grave")


def test_text_that_no_file_could_hold_is_a_finding() -> None:
    """A lone surrogate is no character; a text may hold one all the same."""
    assert [one.code for one in lint("\ud800").files[0].diagnostics] == ["POA007"]
    assert [one.code for one in lint("").files[0].diagnostics] == ["POA008"]


def test_nothing_to_lint_is_an_empty_run() -> None:
    assert lint().files == ()


def test_threads_at_once_find_what_one_finds() -> None:
    texts = [write([Page(metas=(Row(meta_anual=str(number)),))]) for number in range(2, 26)]
    alone = [keys(lint(text)) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: keys(lint(text)), texts)) == alone


def keys(done: Run) -> list[str]:
    return [one.key + one.message for file in done.files for one in file.diagnostics]


def test_a_run_goes_between_processes() -> None:
    done = lint(SEED)
    assert pickle.loads(pickle.dumps(done)) == done  # noqa: S301 - our own bytes


def test_reports_are_compared_with_others_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "t1.txt").write_text(beside.report(beside.EARLIER, "31-mar.-24"), encoding="utf-8")
    now, plan = beside.report(beside.LATER), beside.plan().encode()
    file = lint(now, against=[tmp_path / "t1.txt"], plan=[plan]).files[0]
    assert [(one.role, Path(one.path).name) for one in file.compared] == [("plan", "plan.txt"), ("before", "t1.txt")]
    assert {"POA901", "POA904", "POA905"} <= {one.code for one in file.diagnostics}
    assert not lint(now).files[0].compared


def test_of_what_cannot_be_read_nothing_is_said_to_be_missing(tmp_path: Path) -> None:
    plan = beside.plan().replace("\t101\t", "\t102\t")
    run_of_both = lint(beside.report(beside.LATER), plan=[plan, tmp_path / "otro.txt"])
    assert [Path(notice.path).name for notice in run_of_both.notices] == ["otro.txt"]
    assert "POA905" not in [one.code for one in run_of_both.files[0].diagnostics]
    whole = lint(beside.report(beside.LATER), plan=[plan])
    assert "POA905" in [one.code for one in whole.files[0].diagnostics]
