"""Settings and waivers that were made to hurt: a trouble with its place, and memory in proportion to the file."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, write
from poa_lint.config import project, waiver_file
from poa_lint.config.load import configure
from poa_lint.core import yamltree
from poa_lint.core.diagnostic import MAX_AROUND
from poa_lint.core.result import FileResult, Run
from poa_lint.core.source import Trouble
from poa_lint.core.words import words
from poa_lint.documents.limits import LIMITS, Limits
from poa_lint.output import REPORTERS, View, missing_extra
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.troubles import results
from tests.offices import configured
from tests.program import run


def told(file: FileResult) -> list[tuple[str, int, int]]:
    """The troubles of a file: the kind, the line and the column of each."""
    return [(one.key.rsplit(":", 2)[1], one.start.line, one.start.column) for one in file.diagnostics]


def found(folder: Path, text: str, name: str = "poa-lint.yaml") -> list[tuple[str, int, int]]:
    """The troubles of settings with this text."""
    (file,) = results(configured(folder, text, name).faults, words("es"))
    return told(file)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('rules: ["a\\0b"]', ("unknown-folder", 1, 9)),
        ('rules: ["\\0"]', ("unknown-folder", 1, 9)),
        ("rules: [/]", ("unknown-folder", 1, 9)),
        ("language: es\nrules: [" + "a" * 5_000 + "]", ("unknown-folder", 2, 9)),
        ('extends: "a\\0b"', ("unknown-extends", 1, 10)),
        ("extends: " + "a" * 5_000, ("unknown-extends", 1, 10)),
        ("limits: {lines: 0}", ("not-between", 1, 17)),
        ("limits: {lines: 1.5}", ("not-between", 1, 17)),
        ("limits: {cells: many}", ("not-between", 1, 17)),
        ("limits: {columns: 1000000001}", ("not-between", 1, 19)),
        ("limits: {columns: [1]}", ("not-between", 1, 19)),
        ("limits: {pages: 5}", ("unknown-key", 1, 10)),
        ("limits: 5", ("not-a-mapping", 1, 9)),
    ],
    ids=range(13),
)
def test_what_names_nothing_is_a_trouble_with_its_place(
    tmp_path: Path, text: str, expected: tuple[str, int, int]
) -> None:
    assert found(tmp_path, text) == [expected]


def test_limits_come_from_the_file_and_from_those_that_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("limits: {lines: 7, cells: 9}", encoding="utf-8")
    assert configured(tmp_path, "extends: base.yaml\nlimits: {lines: 8}").settings.limits == Limits(
        8, LIMITS.columns, 9
    )
    assert configured(tmp_path, "extends: base.yaml").settings.limits == Limits(7, LIMITS.columns, 9)
    assert configured(tmp_path, "").settings.limits == LIMITS


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[tool.poa-lint]\nx" + ".a" * 9_000 + " = 1\n", (2, 1)),
        ("[tool.poa-lint]\nx" + ".a" * 40 + " = 1\n", (2, 3)),
        ("[tool.poa-lint" + ".a" * 9_000 + "]\nx = 1\n", (1, 2)),
        ("[tool.poa-lint]\nx = {" + "a . " * 200 + "a = 1}\n", (2, 6)),
        ("[tool.poa-lint]\nx = {" + "'a'." * 200 + "'a' = 1}\n", (2, 6)),
    ],
    ids=range(5),
)
def test_dotted_keys_may_not_be_deeper_than_lists(tmp_path: Path, text: str, place: tuple[int, int]) -> None:
    assert found(tmp_path, text, "pyproject.toml") == [("yaml-depth", *place)]


@pytest.mark.parametrize("text", ["tool = 1 # [tool.poa-lint]", "[tool]\npoa-lint = {} # [tool.poa-lint]", "x.a.b = 1"])
def test_a_project_without_our_table_has_no_settings(text: str) -> None:
    tree = project.read(text, "pyproject.toml")
    assert isinstance(tree, yamltree.Mapping)
    assert not tree.entries


LATIN: bytes = "# ajustes\nlanguage: es # español\n".encode("latin-1")


def test_settings_in_another_encoding_are_told_where_it_shows(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_bytes(LATIN)
    (file,) = results(configure(str(tmp_path / "poa-lint.yaml"), built_in_rules()).faults, words("es"))
    assert told(file) == [("rule-unreadable", 2, 20)]
    assert "espa\ufffdol" in (file.diagnostics[0].excerpt or ("",))[0]


def test_waivers_in_another_encoding_are_told_where_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "dispensas.yaml"
    path.write_bytes(LATIN)
    waivers, (trouble,) = waiver_file.load(str(path), built_in_rules())
    assert not waivers.waivers
    assert (trouble.kind, trouble.line) == ("rule-unreadable", 2)


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_bytes(b"\xef\xbb\xbflanguage: en\r\n")
    held = configure(str(tmp_path / "poa-lint.yaml"), built_in_rules())
    assert (held.troubles, held.settings.language) == ((), "en")


def test_a_path_with_nul_in_it_is_no_file() -> None:
    (trouble,) = configure("a\0b.yaml", built_in_rules()).faults
    assert (trouble.kind, trouble.path) == ("rule-unreadable", "a\0b.yaml")


def test_the_command_line_tells_of_settings_that_name_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('rules: ["a\\0b"]\n', encoding="utf-8")
    (tmp_path / "x.txt").write_text(write([Page()]), encoding="utf-8")
    done = run("x.txt", "--config", "a.yaml", "-f", "concise", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"")
    assert done.stdout.decode().startswith("a.yaml:1:9: error REGLA carpeta-desconocida: ")


def crowd(count: int) -> FileResult:
    """The troubles of so many wrong items on one line."""
    text = "ignore: [" + "[]," * count + "]"
    fields = yamltree.read(text)
    assert isinstance(fields, yamltree.Mapping)
    items = yamltree.items(fields.entries["ignore"])
    faults = [Trouble("poa-lint.yaml", text, "not-a-text", item.mark.offset, 1, {"key": "ignore"}) for item in items]
    (file,) = results(faults, words("es"))
    return file


def test_troubles_on_one_line_hold_a_part_of_it_each() -> None:
    file = crowd(5_000)
    assert len(file.diagnostics) == 5_000
    for one in file.diagnostics:
        line, start, length = one.excerpt or ("", 0, 0)
        assert len(line) <= 2 * MAX_AROUND + 1
        assert line[start : start + length] == "["
        assert one.end.column == one.start.column + 1


@pytest.mark.parametrize("form", REPORTERS)
def test_every_format_grows_in_proportion_to_the_troubles(form: str) -> None:
    if missing_extra(form):
        pytest.skip(f"{form} needs an extra")
    few, many = (len(REPORTERS[form](Run((crowd(n),), (), 0, ""), words("es"), View())) for n in (1_000, 4_000))
    assert many < 5 * few


def test_a_caret_stands_under_its_place_on_a_long_line() -> None:
    text = REPORTERS["terminal"](Run((crowd(3_000),), (), 0, ""), words("es"), View(all=True))
    lines = text.splitlines()
    carets = [number for number, line in enumerate(lines) if line.strip() == "^"]
    assert len(carets) == 3_000
    assert all(lines[number - 1][lines[number].index("^")] == "[" for number in carets)


def test_a_long_name_is_told_short(tmp_path: Path) -> None:
    (file,) = results(configured(tmp_path, "ignore: [" + "a" * 400_000 + "]").faults, words("es"))
    assert len(file.diagnostics[0].message) < 300
