"""Sound reports that went through converters are read right or refused, and the comparison sees what is wrong."""

from pathlib import Path

import pytest

from poa_lint import lint
from tests.routes import small, table
from tests.routes.comparison import CLASSES, Outcome, outcome
from tests.routes.corpus import kept
from tests.routes.reports import made, tabbed
from tests.routes.saves import SAVES

TRUTH = kept(small.DATA)
FILES = [
    pytest.param(
        path,
        one.classes,
        id=f"{one.folder}-{path.stem}",
        marks=pytest.mark.xfail(strict=False, reason="the reading is yet to come") if one.later else (),
    )
    for one in small.expected()
    for path in small.files(small.DATA, one.folder)
]


@pytest.mark.parametrize(("path", "classes"), FILES)
def test_converted_files_are_read_right_or_refused(path: Path, classes: frozenset[str]) -> None:
    found = outcome(path, TRUTH[path.stem])
    assert found.kind in classes, table.details([found]) or found


def test_the_truth_follows_from_the_seed() -> None:
    assert {report.name: report for report in small.reports()} == TRUTH


def test_ten_reports_are_sound_and_have_143_goals() -> None:
    reports = made()
    assert sum(report.goals for report in reports) == 143
    assert [lint(tabbed(report)).files[0].verdict for report in reports] == ["SIN OBSERVACIONES"] * 10


def test_other_seeds_give_other_reports() -> None:
    assert made(1, seed=1) == made(1, seed=1) != made(1, seed=2)


@pytest.mark.parametrize("name", SAVES)
def test_every_kind_of_text_has_every_figure(name: str) -> None:
    _, encoding, writer = SAVES[name]
    report = small.reports()[0]
    text = writer(report).encode(encoding).decode(encoding)
    assert all(cell in text for leaf in report.leaves for row in leaf.rows for cell in row[3:14])


REPORT = next(report for report in made(sizes=((1, 1, 5),)) if "," in tabbed(report) and "\t\t2" in tabbed(report))
"""A report of five goals that has figures with thousands, and blank cells before others."""
ROW = REPORT.leaves[0].rows[0]


def compared(folder: Path, old: str = "", new: str = "") -> Outcome:
    """The report's tabbed text, with one of its texts exchanged, compared with the truth."""
    text = tabbed(REPORT)
    assert old in text
    path = folder / "made+tabs" / f"{REPORT.name}.txt"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return outcome(path, REPORT)


def test_tabbed_text_is_read(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert (found.kind, found.read, found.right, found.words) == ("read", 5, 55, 20)


def test_a_figure_in_another_column_is_wrong(tmp_path: Path) -> None:
    found = compared(tmp_path, "\t".join(ROW), "\t".join((*ROW[:3], "77", *ROW[4:])))
    assert found.kind == "wrong"
    assert [(slip.column, slip.read, slip.truth) for slip in found.wrong] == [("meta_anual", "77", ROW[3])]


def test_zero_is_not_blank(tmp_path: Path) -> None:
    cells = next(cells for cells in REPORT.leaves[0].rows if "" in cells[4:12])
    place = cells.index("", 4)
    found = compared(tmp_path, "\t".join(cells), "\t".join((*cells[:place], "0", *cells[place + 1 :])))
    assert [(slip.read, slip.truth) for slip in found.wrong] == [("0", "")]


def test_the_same_value_in_other_signs_is_right(tmp_path: Path) -> None:
    cells = next(row for row in REPORT.leaves[0].rows if "," in row[3])
    found = compared(tmp_path, f"\t{cells[3]}\t", f"\t{cells[3].replace(',', '')}\t")
    assert (found.wrong, found.right) == ((), 55)


def test_a_goal_left_out_is_partly_read(tmp_path: Path) -> None:
    found = compared(tmp_path, "\n" + "\t".join(REPORT.leaves[0].rows[-1]))
    assert (found.kind, found.read) in {("partly", 4), ("wrong", 4)}


def test_a_finding_about_a_sound_report_is_false(tmp_path: Path) -> None:
    found = compared(tmp_path, "\nL/A\t", "\nUNA LÍNEA AJENA A LA FORMA\nL/A\t")
    assert found.kind == "wrong"
    assert [line.split()[0] for line in found.false] == ["POA001"]


def test_no_report_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "made+letter"
    folder.mkdir()
    path = folder / "carta.txt"
    path.write_text("Por medio de la presente le saludo.\n", encoding="utf-8")
    assert outcome(path, REPORT).kind == "refused"


def test_tables_count_every_file(tmp_path: Path) -> None:
    found = [compared(tmp_path)]
    head, *lines = table.text(found).splitlines()
    assert [line.split()[:4] for line in lines] == [["tabs", "made", "1", "1"], ["all", "1", "1", "5"]]
    assert all(kind in head for kind in CLASSES)
    assert table.markdown(found).splitlines()[2].startswith("| tabs | made | 1 | 1 |")
