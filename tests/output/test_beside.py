"""Each format says what other files say: their paths, their places, and what was compared with what."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from markdown_it import MarkdownIt

from poa_lint.authoring.samples import Page, write
from poa_lint.core.dates import Fecha
from poa_lint.core.delivery import KeptGoal, KeptUnit
from poa_lint.core.records import replace
from poa_lint.core.result import Run
from poa_lint.documents import open_source
from poa_lint.linter.pool import Against, Pool
from poa_lint.output import View
from tests.output import beside
from tests.output.beside import compared
from tests.output.runs import COUNT, DATA, said
from tests.output.test_hostile_text import _LINK, TEXTS, Words, messages, unseen
from tests.places import FILES
from tests.runners import commands
from tests.schemas import SCHEMAS

PLAN = beside.plan().encode()


@pytest.fixture(scope="module")
def done() -> Run:
    return compared(plan=PLAN)


def of(done: Run, code: str) -> Any:
    return next(one for one in done.files[0].diagnostics if one.code == code)


def told(form: str, done: Run, code: str) -> str:
    """The first line of a format that has a code."""
    return next(line for line in said(form, done).splitlines() if code in line)


# The terminal


def test_a_line_for_each_file_stands_under_the_same_title(done: Run) -> None:
    text = said("terminal", done)
    assert (
        """\
                  | META ANUAL
      t2.txt      |          9
                             ^
      plan.txt:25 |          4
      t1.txt:25   |          4
"""
        in text
    )


def test_a_lost_goal_is_told_by_the_goal_before_it_and_shows_only_its_own_cell(done: Run) -> None:
    text = said("terminal", done)
    assert (
        """\
  --> t2.txt:26:13   pág. 1 · programa 511 · unidad 101 · después de la meta 206
      plan.txt:27  METAS Y ACCIONES  REALIZAR REMATES.
"""
        in text
    )


def test_a_goal_lost_at_the_head_of_a_unit_comes_before_the_first() -> None:
    later = compared(beside.report(beside.LATER[1:]).encode())
    assert "unidad 101 · antes de la primera meta" in said("terminal", later)
    english = compared(beside.report(beside.LATER[1:]).encode(), language="en")
    assert "before the first goal" in said("terminal", english, language="en")


def test_the_last_lines_say_what_was_compared(done: Run) -> None:
    counts = "1 unidad, 3 metas iguales o reconocidas, 1 perdida, 1 nueva, 0 dudosas"
    assert said("terminal", done, View(width=200)).splitlines()[-3:-1] == [
        f"comparado con plan.txt (POA aprobado): {counts}",
        f"comparado con t1.txt (corte 31 de marzo de 2024): {counts}",
    ]
    english = said("terminal", compared(language="en"), View(width=200), "en")
    assert (
        "compared with t1.txt (cut-off 31 March 2024): "
        "1 unit, 3 goals the same or recognised, 1 lost, 1 new, 0 doubtful\n"
    ) in english
    assert "comparado" not in said("terminal", done, View(quiet=True))


def test_a_plan_that_was_issued_again_is_told_with_its_day_and_letter(done: Run) -> None:
    (file,) = done.files
    plan, *rest = file.compared
    again = replace(file, compared=(replace(plan, since="2024-05-02", oficio="TM/114/2024"), *rest))
    assert "plan.txt (POA vigente desde el 2 de mayo de 2024, oficio TM/114/2024): 1 unidad" in said(
        "terminal", replace(done, files=(again,)), View(width=200)
    )


@pytest.mark.parametrize(("width", "aligned"), [(40, False), (60, False), (200, True)])
@pytest.mark.parametrize("language", ["es", "en"])
def test_cells_stand_side_by_side_where_there_is_room_and_a_path_is_never_cut(
    width: int, aligned: bool, language: str
) -> None:
    long = f"informes/2024/{'trimestre-' * 3}1.txt"
    made = compared(paths=("t2.txt", long, "plan.txt"), language=language)
    lines = said("terminal", made, View(width=width), language).splitlines()
    first = next(number for number, line in enumerate(lines) if f"{long}:25" in line)
    assert ("|" in lines[first]) is aligned
    assert all(len(line) <= width for line in lines if long not in line)
    if not aligned:
        assert lines[first - 1] == "      META ANUAL  9", "its own cell is told in the same way"
        assert "META ANUAL  4" in " ".join(line.strip() for line in lines[first : first + 2])


def test_a_terminal_of_windows_can_show_all_of_it(done: Run) -> None:
    said("terminal", done).encode("cp1252")


def test_every_cell_of_another_row_stands_in_a_line_with_its_neighbours() -> None:
    """The absolute progress of before stands under that of now, though the rule read other cells as well."""
    text = said("terminal", compared(), View(all=True))
    assert (
        """\
                | Abr-Jun A | AVANCE ABSOLUTO
      t2.txt    |         1 |               1
                                            ^
      t1.txt:26 |           |               1
"""
        in text
    )


def test_a_goal_that_is_perhaps_another_says_so_and_not_that_its_row_is_displaced() -> None:
    other = beside.report((beside.goal(205, "PODAR ARBOLES EN LOS PARQUES DE LA ZONA ORIENTE."),)).encode()
    text = said("terminal", compared(other))
    assert "POA906" in text
    assert "duda  : no es seguro que las dos metas sean la misma" in text
    assert "acomodarse" not in text


# Office files


@pytest.fixture(scope="module")
def office() -> Run:
    """The seed's workbook, and as its last quarter the same of an earlier day with other annual goals."""
    data = FILES.joinpath("informe.xlsx").read_bytes()
    last = beside.delivered(data, "t1.xlsx")
    assert isinstance(last.fecha, Fecha)
    units = tuple(replace(unit, goals=tuple(_of_777(goal, unit) for goal in unit.goals)) for unit in last.units)
    before = replace(last, units=units, sha256="0" * 64, fecha=last.fecha._replace(dia=1))
    linter = beside.linter()
    linter.pool = Pool(Against((before,), ()))
    return linter.run([linter.check(open_source(data, "t2.xlsx"))], path="t2.xlsx", describe=True)


def _of_777(goal: KeptGoal, unit: KeptUnit) -> KeptGoal:
    index = [name for name, _ in unit.columns].index("meta_anual")
    return goal._replace(contents=(*goal.contents[:index], ("777", 777), *goal.contents[index + 1 :]))


def test_a_cell_of_a_workbook_is_told_in_words(office: Run) -> None:
    finding = of(office, "POA901")
    (cell,) = finding.elsewhere
    place = cell.other.original.text
    assert re.fullmatch(r"hoja '[^']+' celda [A-Z]\d+", place)
    assert re.search(rf"t1\.xlsx, {place} +\| +777", said("terminal", office, View(width=200)))
    assert f"(t1.xlsx, {place} dice 777)" in told("concise", office, "POA901")
    related = json.loads(told("jsonl", office, '"POA901"'))["related"][0]
    assert (related["path"], related["role"], related["original"]["cell"]) == ("t1.xlsx", "before", place.split()[-1])


# Programs


@pytest.mark.parametrize("form", ["concise", "github", "gitlab", "junit", "markdown", "rdjsonl"])
def test_formats_of_words_end_the_message_with_the_other_files_words(done: Run, form: str) -> None:
    line = told(form, done, "POA901")
    assert "dice 4 (plan.txt:25:38 dice 4; t1.txt:25:38 dice 4)" in line.replace("%3A", ":")


@pytest.mark.parametrize("form", COUNT)
def test_every_format_has_every_finding_of_a_comparison(done: Run, form: str) -> None:
    assert COUNT[form](said(form, done)) == len(done.files[0].diagnostics)


def test_an_empty_cell_says_nothing() -> None:
    blank = beside.report((beside.goal(205, beside.AUDITS, avance=("", "1", "", "")),)).encode()
    assert "(t1.txt:25:42 dice 1)" in told("concise", compared(blank), "POA903")
    filled = beside.report((beside.goal(205, beside.AUDITS, programado=("1", "1", "1", "2")),)).encode()
    empty = beside.report((beside.goal(205, beside.AUDITS, programado=("1", "1", "1", "")),), "31-mar.-24").encode()
    assert re.search(r"\(t1\.txt:25:\d+ no dice nada\)", told("concise", compared(filled, empty), "POA902"))


def test_a_cell_under_another_title_is_named() -> None:
    """A header's finding points at the first code that differs; the others are those of other lines."""
    changed = Page(finalidad=("3", "OTRA"), funcion=("5", "OTRA"), metas=beside.EARLIER, fecha="31-mar.-24")
    line = told("concise", compared(before=write([changed]).encode()), "POA912")
    assert re.search(r"\(t1\.txt:\d+:\d+ dice 3; t1\.txt:\d+:\d+ dice 5 en FUNCION\)", line)


def test_json_keeps_its_schema_and_says_what_was_compared(done: Run) -> None:
    document = json.loads(said("json", done))
    schema = json.loads((SCHEMAS / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    (file,) = document["files"]
    plan, last = file["compared"]
    assert (plan["role"], plan["path"], plan["report"]) == ("plan", "plan.txt", {"ejercicio": 2024, "corte": None})
    assert (last["role"], last["report"]["corte"]) == ("before", "2024-03-31")
    assert len(last["sha256"]) == 64
    assert last["units"] == [
        {
            "unidad": "101 GERENCIA GENERAL",
            "pairs": {"same": 2, "text": 0, "renumbered": 1, "moved": 0, "doubtful": 0, "new": 1, "lost": 1},
        }
    ]
    annual = next(one for one in file["diagnostics"] if one["code"] == "POA901")
    assert annual["pair"] == {"mode": "igual", "likeness": 100}
    assert [(one["path"], one["role"], one["where"]) for one in annual["related"]] == [
        ("plan.txt", "plan", {"columna": "meta_anual"}),
        ("t1.txt", "before", {"columna": "meta_anual"}),
    ]
    lost = next(one for one in file["diagnostics"] if one["code"] == "POA904")
    assert (lost["after"], lost["where"]["meta"], lost["key"]) == ("206", "207", "POA904:2024:T2:511/101/207/-")


def test_json_has_nothing_of_it_without_a_comparison() -> None:
    alone = json.loads(said("json", compared(before=b"")))
    file = alone["files"][0]
    assert "compared" not in file
    assert not {"pair", "after"} & {key for one in file["diagnostics"] for key in one}
    assert not {"path", "role"} & {key for one in file["diagnostics"] for cell in one["related"] for key in cell}


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def test_sarif_has_the_other_files_as_artifacts_and_links_to_their_cells(done: Run, sarif_schema: Any) -> None:
    log = json.loads(said("sarif", done))
    sarif_schema.validate(log)
    (made,) = log["runs"]
    assert [(one["location"]["uri"], one.get("roles")) for one in made["artifacts"]] == [
        ("t2.txt", None),
        ("plan.txt", ["referencedOnCommandLine"]),
        ("t1.txt", ["referencedOnCommandLine"]),
    ]
    assert all(one["hashes"]["sha-256"] for one in made["artifacts"])
    annual = next(one for one in made["results"] if one["ruleId"] == "POA901")
    assert annual["message"]["text"].endswith(" Vea [el POA aprobado](1), [el informe anterior](2).")
    for cell, uri in zip(annual["relatedLocations"], ("plan.txt", "t1.txt"), strict=True):
        location = cell["physicalLocation"]["artifactLocation"]
        assert location == {"uri": uri, "index": [one["location"]["uri"] for one in made["artifacts"]].index(uri)}
        assert cell["physicalLocation"]["region"]["startLine"] == 25


def test_a_file_of_the_run_is_no_second_artifact(done: Run) -> None:
    (file,) = done.files
    both = replace(done, files=(file, replace(file, path="t1.txt", compared=(), diagnostics=())))
    made = json.loads(said("sarif", both))["runs"][0]
    assert [one["location"]["uri"] for one in made["artifacts"]] == ["t2.txt", "t1.txt", "plan.txt"]
    annual = next(one for one in made["results"] if one["ruleId"] == "POA901")
    assert [one["physicalLocation"]["artifactLocation"]["index"] for one in annual["relatedLocations"]] == [2, 1]


def test_rdjsonl_names_the_other_file_by_line_alone(done: Run) -> None:
    """Reviewdog's columns are bytes, and nobody kept the other file's."""
    one = json.loads(told("rdjsonl", done, "POA901"))
    assert [near["location"] for near in one["related_locations"]] == [
        {"path": path, "range": {"start": {"line": 25}, "end": {"line": 25}}} for path in ("plan.txt", "t1.txt")
    ]


# The page


def test_the_page_has_a_paler_row_with_the_cells_that_differ() -> None:
    page = said("html", compared(plan=PLAN, keep=True))
    rows = re.findall(r'<tr class="was[^"]*" data-role="(\w+)">(.*?)</tr>', page)
    assert [role for role, _ in rows] == ["plan", "plan", "before", "plan"]
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", rows[0][1])]
    assert cells == ["", "el POA aprobado (plan.txt)", "", "4 → 9", *[""] * 4, "1 → 6", *[""] * 6]
    assert "<del>1</del> → <ins>0</ins>" in rows[2][1], "what was achieved in a closed quarter, by the last report"
    assert "208 ATENDER QUEJAS." in rows[3][1]


def test_the_page_lists_what_only_one_side_has_and_the_files() -> None:
    page = said("html", compared(plan=PLAN, keep=True))
    section = page[page.index('<details class="comparison"') :].partition("</details>")[0]
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))
    assert (
        "Meta 207 REALIZAR REMATES. · 101 GERENCIA GENERAL · está en el POA aprobado · después de la meta 206" in plain
    )
    assert "Meta 209 PAVIMENTAR CALLES. · 101 GERENCIA GENERAL · no está en el POA aprobado" in plain
    assert beside.delivered(PLAN, "plan.txt").sha256 in plain
    (target,) = re.findall(r'href="#(\w+)">después', section)
    assert re.search(rf'<tr class="goal[^"]*" id="{target}">.*206', page)


def test_a_page_without_a_comparison_has_neither_its_words_nor_its_style() -> None:
    page = said("html", compared(before=b"", keep=True))
    assert not [word for word in ("omparación", "comparison", ".was") if word in page]


def test_what_a_letter_authorised_or_nobody_noticed_is_on_the_page_all_the_same() -> None:
    """The page shows differences, not findings: rules may be off, waived, or without an error."""
    made = beside.linter(keep=True)
    made.wishes = made.wishes._replace(ignore=("POA901", "POA902", "POA903", "POA907"))
    last = beside.delivered(beside.report(beside.EARLIER, "31-mar.-24").encode(), "t1.txt")
    made.pool = Pool(Against((last,), ()))
    done = made.run([made.check(open_source(beside.report(beside.LATER).encode(), "t2.txt"))], path="t2.txt")
    assert "POA901" not in said("concise", done)
    assert "<del>4</del> → <ins>9</ins>" in said("html", done)


# Hostile words in the other file


def hostile(text: str) -> Run:
    """A report beside a plan and a last report all of whose words are hostile, their paths too."""
    flat = re.sub(r"[\x00\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]", " ", text)
    rows = tuple(
        beside.goal(number, f"{words} {flat}", unidad_medida=flat, observaciones=flat, meta_anual="7")
        for number, words in enumerate((beside.AUDITS, beside.SALES, "REALIZAR REMATES DE PREDIOS."), 205)
    )
    last = beside.report(rows, "31-mar.-24").encode("utf-8", "replace")
    plan = beside.report(rows, "").encode("utf-8", "replace")
    made = compared(before=last, plan=plan, paths=("t2.txt", f"{text}.txt", f"plan {text}"), keep=True)
    (file,) = made.files
    findings = tuple(
        replace(one, related=tuple(cell._replace(raw=text) if cell.other else cell for cell in one.related))
        for one in file.diagnostics
    )
    return replace(made, files=(replace(file, diagnostics=findings),))


def shown(form: str, text: str) -> str:
    view = View(width=60, all=True)
    return said(form, hostile(text), view).encode("utf-8", "backslashreplace").decode()


FORMS = [*COUNT, "terminal", "html"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("form", FORMS)
def test_no_format_hides_or_obeys_what_another_file_says(form: str, text: str) -> None:
    written = shown(form, text)
    assert unseen(written) == []
    if form == "github":
        assert all(re.match("::(error|warning|notice) file=", line) for line in commands(written))
    else:
        assert commands(written) == []
    if form in COUNT and form != "markdown":
        assert COUNT[form](written) == len(hostile(text).files[0].diagnostics)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_machines_can_read_what_another_file_says(sarif_schema: Any, text: str) -> None:
    ET.fromstring(shown("junit", text))  # noqa: S314 - our own output
    log = json.loads(shown("sarif", text))
    sarif_schema.validate(log)
    for message in messages(log):
        links = {link[0] for link in re.finditer(_LINK, message)}
        assert all(re.fullmatch(r".?\[(el POA aprobado|el informe anterior)\]\(\d+\)", link) for link in links)
        assert re.search(r"(?<!\{)\{(?:\{\{)*(?!\{)", message) is None
    page = Words(MarkdownIt("commonmark").enable("table").render(shown("markdown", text)))
    assert page.names <= {"h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "code", "p"}
    assert len(re.findall(r"<script", shown("html", text))) == 1
