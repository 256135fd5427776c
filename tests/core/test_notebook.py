"""Results in a notebook: a line says what one wants to know, and a table has no markup but its own."""

import re
from html.parser import HTMLParser

import pytest

from poa_lint import Run, lint
from poa_lint.authoring.samples import sample
from poa_lint.core.findings import Findings
from poa_lint.core.notebook import MOST_ROWS
from poa_lint.core.records import replace
from tests.places import SEED

HOSTILE = "<script>alert(1)</script>\u202e&amp;"


@pytest.fixture(scope="module")
def run() -> Run:
    return lint(SEED, SEED.parent / "no-hay.txt", name="x")


class Tags(HTMLParser):
    """The tags, and the rows of texts of a table."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        assert dict(attrs).keys() <= {"colspan"}

    def handle_data(self, data: str) -> None:
        if self.rows and data.strip():
            self.rows[-1].append(data)


def test_a_result_says_in_a_line_what_it_is(run: Run) -> None:
    assert repr(run) == "Run(1 file: 1 CORREGIR; 18 errors, 13 warnings, 20 notes; 1 notice)"
    (file,) = run.files
    name = repr(file.path)
    assert repr(file) == f"FileResult({name}, CORREGIR: 18 errors, 13 warnings, 20 notes; 4 units, 25 goals)"
    said = "'los trimestres programan 3 y la META ANUAL es 4'"
    assert repr(file.diagnostics[3]) == f"Diagnostic(POA101 error, '511/101/100/meta_anual 32:232', {said})"
    assert repr(run.findings) == "Findings(18 errors, 13 warnings, 20 notes)"
    assert repr(lint()) == "Run(0 files: none; 0 errors, 0 warnings, 0 notes)"


def test_findings_are_a_list_of_those_that_count(run: Run) -> None:
    found = run.findings
    assert list(found) == list(run.files[0].standing)
    assert isinstance(found[:2], Findings)
    assert list(found[1:3]) == [found[1], found[2]]
    assert found[0] in found


@pytest.mark.parametrize(
    ("language", "more", "heading"), [("es", "… y 21 más", "hallazgo"), ("en", "… and 21 more", "finding")]
)
def test_a_table_is_short_and_says_how_much_is_left_out(language: str, more: str, heading: str) -> None:
    shown = lint(SEED, language=language).findings._repr_html_()
    table = Tags(shown)
    assert len(shown) < 10_000
    assert table.rows[0][-1] == heading
    assert table.rows[-1] == [more]
    assert len(table.rows) == 1 + MOST_ROWS + 1


def test_a_run_shows_its_files_and_what_could_not_be_read(run: Run) -> None:
    table = Tags(run._repr_html_())
    assert table.tags == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert table.rows[0] == ["archivo", "veredicto", "errores", "avisos", "notas"]
    assert table.rows[1][1:] == ["CORREGIR", "18", "13", "20"]
    assert len(table.rows) == 3
    many = replace(run, files=run.files * 120)
    assert Tags(many._repr_html_()).rows[-1] == ["… y 91 más"]
    assert len(many._repr_html_()) < 10_000


def test_texts_of_a_report_are_texts() -> None:
    run = lint(sample({"metas": [{"unidad_medida": HOSTILE, "meta_anual": 9}]}).text(), name=f"{HOSTILE}.txt")
    for shown in (run._repr_html_(), run.findings._repr_html_()):
        table = Tags(shown)
        assert table.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
        assert table.rows[1][0] == "<script>alert(1)</script>\\u202e&amp;.txt"
        assert "\u202e" not in shown
    assert all(re.search("[\u202e\n]", repr(one)) is None for one in (run, run.files[0], *run.findings))
