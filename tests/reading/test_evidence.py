"""A page of the form is told by many signs together; of what cannot be read one sentence is said and nothing else."""

import json

import pytest
import yaml

from poa_lint.config.settings import Choice, Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import UNCHECKED, FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.places import ROOT
from tests.program import run
from tests.reading.reports import TEXT

STRANGERS: dict[str, str] = yaml.safe_load((ROOT / "tests/data/strangers.yaml").read_text(encoding="utf-8"))
HEADING = ("L/A\tMETAS", "\t\t\t\tEne-Mar", "\t\t\t\tP\tA")


EVERY = Choice()


def checked(text: str, choice: Choice = EVERY) -> FileResult:
    source = open_source(text.encode(), "informe.txt")
    assert isinstance(source, Source)
    return lint(source, built_in_rules(), built_in_forms(), Settings(choice), words("es"))


def without_heading(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(HEADING))


@pytest.mark.parametrize("name", STRANGERS)
def test_a_text_that_is_no_report_is_one_sentence(name: str) -> None:
    result = checked(STRANGERS[name])
    assert [finding.code for finding in result.diagnostics] in (["POA008"], ["POA005"])
    assert result.verdict == UNCHECKED
    assert result.units == ()


def test_they_are_of_many_kinds() -> None:
    assert len(STRANGERS) >= 30


def test_an_unknown_table_is_told_by_its_columns() -> None:
    (finding,) = checked(STRANGERS["budget"]).diagnostics
    assert "PARTIDA, CONCEPTO, APROBADO" in finding.message


@pytest.mark.parametrize("choice", [Choice(ignore=("lectura",)), Choice(select=("POA101",)), Choice(ignore=("POA",))])
def test_no_choice_of_rules_changes_the_verdict_on_what_was_not_read(choice: Choice) -> None:
    for text in (without_heading(TEXT), STRANGERS["covering letter"]):
        result = checked(text, choice)
        assert result.diagnostics == ()
        assert result.verdict == UNCHECKED
        assert result.unread


def test_a_page_without_headings_is_not_judged() -> None:
    result = checked(without_heading(TEXT).replace("ELABORÓ", "ELABOR"))
    assert [finding.code for finding in result.diagnostics] == ["POA005"]


def other_unit(text: str) -> str:
    return text.replace("UNIDAD EJECUTORA\t101", "UNIDAD EJECUTORA\t999")


def test_the_unit_of_a_page_that_was_not_read_is_not_judged_and_the_others_are() -> None:
    result = checked(TEXT + "\n" + other_unit(without_heading(TEXT)))
    assert [finding.code for finding in result.diagnostics if finding.severity.rank < 2] == ["POA005"]
    assert [verdict for _, verdict in result.verdicts] == ["SIN OBSERVACIONES", UNCHECKED]
    assert result.verdict == UNCHECKED


def test_nothing_is_said_of_what_may_stand_on_the_page_of_a_unit_that_was_not_read() -> None:
    """The first page has no signatures and one of two lines of action; the second one, which has, was not read."""
    first = TEXT[: TEXT.index("ELABORÓ")]
    result = checked(first + "\n" + without_heading(TEXT))
    assert [finding.code for finding in result.diagnostics if finding.severity.rank < 2] == ["POA005"]


def test_sheets_beside_a_report_are_no_pages() -> None:
    for name in ("instructions", "catalogue of ramos", "catalogue of functions", "numbered instructions"):
        for text in (f"{STRANGERS[name]}\n{TEXT}", f"{TEXT}\n{STRANGERS[name]}"):
            result = checked(text)
            assert not result.unread, name
            assert [finding.code for finding in result.diagnostics if finding.severity.rank < 2] in ([], ["POA001"]), (
                name
            )


def test_a_header_that_is_missing_as_a_whole_is_one_finding() -> None:
    result = checked(TEXT[TEXT.index("L/A\tMETAS") :])
    (finding,) = [finding for finding in result.diagnostics if finding.code == "POA009"]
    assert "RAMO, PROGRAMA, UNIDAD EJECUTORA" in finding.message


@pytest.mark.parametrize("form", ["terminal", "json", "markdown", "html"])
def test_the_verdict_is_in_every_format(form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("uno") / "carta.txt"
    path.write_text(STRANGERS["covering letter"], encoding="utf-8")
    done = run(path, "--output-format", form)
    assert done.returncode == 2
    assert UNCHECKED in done.stdout.decode()
    if form == "json":
        assert json.loads(done.stdout)["files"][0]["verdict"] == UNCHECKED


def test_a_file_of_a_folder_that_has_nothing_of_a_form_is_counted_and_one_that_is_named_is_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("informes")
    (folder / "informe.txt").write_text(TEXT, encoding="utf-8")
    (folder / "lista.txt").write_text(STRANGERS["attendance"], encoding="utf-8")
    done = run(folder)
    assert done.returncode == 0
    assert "1 archivo que no es un informe" in " ".join(done.stdout.decode().split())
    assert "POA008" not in done.stdout.decode()
    done = run(folder / "lista.txt")
    assert done.returncode == 2
    assert "POA008" in done.stdout.decode()
