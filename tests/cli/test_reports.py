"""Which files of folders are read, by options and settings; and the name under which standard input is linted."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.main import main
from tests.offices import REPORT
from tests.places import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
SOUND = write([Page()])
BAD = write([Page(metas=(Row(texto="100. ELABORAR INFORMES.", meta_anual="9"),))])
FILES = ("informe.txt", "borradores/uno.txt", "2023/t1.txt", "2023/t1.TSV", "2023/notas/t1.txt")


class Done(NamedTuple):
    """The end of a run in this process."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs in a folder of reports."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(SOUND, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def done(*said: str, given: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        code = main(said, {})
        return Done(code, *capsys.readouterr())

    return done


def linted(run: Run, *said: str) -> tuple[list[str], dict[str, int]]:
    """The files that a run reads, sorted, and the numbers of those that it leaves out."""
    done = run(*said, "-f", "json")
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA)
    return sorted(Path(file["path"]).as_posix() for file in document["files"]), document.get("left_out", {})


@pytest.mark.parametrize(
    ("said", "read", "left_out"),
    [
        (("--exclude", "borradores/"), ["2023/notas/t1.txt", "2023/t1.TSV", "2023/t1.txt", "informe.txt"], (0, 1)),
        (("--exclude", "t1.*"), ["borradores/uno.txt", "informe.txt"], (3, 0)),
        (("--exclude", "/notas", "--exclude", "2023/*.txt"), None, (1, 0)),
        (("--include", "*.tsv"), ["2023/t1.TSV"], (4, 0)),
        (("--include", "2023"), ["2023/notas/t1.txt", "2023/t1.TSV", "2023/t1.txt"], (2, 0)),
        (("--include", "2023/*", "--exclude", "*.tsv"), ["2023/notas/t1.txt", "2023/t1.txt"], (3, 0)),
        (("--include", "informe.txt", "--include", "2023/**/t1.txt", "--exclude", "notas"), None, (2, 1)),
    ],
)
def test_patterns_choose_among_the_files_of_a_folder(
    run: Run, said: tuple[str, ...], read: list[str] | None, left_out: tuple[int, int]
) -> None:
    found, counts = linted(run, ".", *said)
    assert read is None or found == read
    assert (counts.get("excluded", 0), counts.get("excluded-folder", 0)) == left_out
    assert len(found) + counts.get("excluded", 0) + 1 * counts.get("excluded-folder", 0) == len(FILES)


def test_patterns_of_the_command_line_go_from_the_working_folder(run: Run) -> None:
    assert linted(run, "2023", "--exclude", "2023/notas")[0] == ["2023/t1.TSV", "2023/t1.txt"]
    assert len(linted(run, "2023", "--exclude", "/notas")[0]) == 3


def test_patterns_of_settings_go_from_their_folder(run: Run) -> None:
    Path("2023/poa-lint.yaml").write_text("files: {exclude: [/notas/]}\n", encoding="utf-8")
    assert linted(run, ".")[0] == ["2023/t1.TSV", "2023/t1.txt", "borradores/uno.txt", "informe.txt"]
    Path("poa-lint.yaml").write_text("files: {exclude: 2023/*.TSV, include: '*.t??'}\n", encoding="utf-8")
    assert "2023/t1.TSV" in linted(run, ".")[0], "the nearest settings hold alone"
    assert linted(run, ".", "--config", "poa-lint.yaml")[1] == {"excluded": 1}
    assert linted(run, ".", "--no-config")[1] == {}


def test_settings_that_are_extended_exclude_too_and_the_own_include_stands(run: Run) -> None:
    base = "files: {exclude: notas/, include: nada, gitignore: true}\n"
    Path("base.yaml").write_text(base, encoding="utf-8")
    Path("poa-lint.yaml").write_text(
        "extends: base.yaml\nfiles: {exclude: borradores, include: '*.txt'}\n", encoding="utf-8"
    )
    Path(".gitignore").write_text("informe.txt\n", encoding="utf-8")
    assert linted(run, ".") == (["2023/t1.txt"], {"excluded": 1, "excluded-folder": 2, "ignored": 1, "other": 1})


def test_the_command_line_includes_instead_of_settings_and_excludes_besides(run: Run) -> None:
    Path("poa-lint.yaml").write_text("files: {include: informe.txt, exclude: notas}\n", encoding="utf-8")
    assert linted(run, ".")[0] == ["informe.txt"]
    assert linted(run, ".", "--include", "t1.txt")[0] == ["2023/t1.txt"]
    assert linted(run, ".", "--exclude", "informe.*", "--include", "*.txt")[0] == ["2023/t1.txt", "borradores/uno.txt"]


def test_what_is_named_is_read_unless_that_is_forced_too(run: Run) -> None:
    said = ("borradores/uno.txt", "informe.txt", "--exclude", "borradores/")
    assert linted(run, *said)[0] == ["borradores/uno.txt", "informe.txt"]
    assert linted(run, "borradores", "--exclude", "borradores/")[0] == ["borradores/uno.txt"]
    assert linted(run, ".", "informe.txt", "--exclude", "informe.txt")[1] == {}, "what is read is not counted"
    assert linted(run, *said, "--force-exclude") == (["informe.txt"], {"excluded": 1})
    assert linted(run, "borradores", ".", "--exclude", "borradores/", "--force-exclude")[1] == {"excluded-folder": 1}
    assert run("borradores", "--exclude", "borradores/", "--force-exclude").code == 0
    assert linted(run, *said[:2], "--include", "2023/", "--force-exclude") == ([], {"excluded": 2})


def test_a_hook_that_names_only_what_is_excluded_has_nothing_to_say(run: Run) -> None:
    Path("poa-lint.yaml").write_text("files: {exclude: borradores/}\n", encoding="utf-8")
    Path("borradores/uno.txt").write_text(BAD, encoding="utf-8")
    for said in ((), ("--fix-only",), ("--diff",), ("-f", "json")):
        done = run("borradores/uno.txt", "--force-exclude", *said)
        assert (done.code, Path("borradores/uno.txt").read_text(encoding="utf-8")) == (0, BAD)
    assert run("fmt", "borradores/uno.txt", "--force-exclude").code == 0
    assert run("borradores/uno.txt", "falta.txt", "--force-exclude").code == 2
    assert run("borradores/uno.txt").code == 1


def test_gitignore_is_respected_where_it_is_asked_for(run: Run) -> None:
    Path(".git").mkdir()
    Path(".gitignore").write_text("borradores/\n*.txt\n!informe.txt\n", encoding="utf-8")
    Path("2023/.gitignore").write_text("!/t1.txt\n", encoding="utf-8")
    assert len(linted(run, ".")[0]) == len(FILES)
    read = ["2023/t1.TSV", "2023/t1.txt", "informe.txt"]
    assert linted(run, ".", "--gitignore") == (read, {"ignored": 1, "ignored-folder": 1})
    Path("poa-lint.yaml").write_text("files: {gitignore: true}\n", encoding="utf-8")
    assert linted(run, "2023")[0] == ["2023/t1.TSV", "2023/t1.txt"], "files of outer folders count"
    assert linted(run, "borradores/uno.txt", "2023", "--force-exclude")[1] == {"ignored": 2}


def test_every_command_that_takes_folders_chooses(run: Run) -> None:
    Path("poa-lint.yaml").write_text("files: {include: 2023/}\n", encoding="utf-8")
    said = ("--exclude", "notas/", "--exclude", "*.tsv")
    assert "1 archivo " in run("export", ".", *said, "-o", "datos").out
    assert run("keep", ".", *said, "-o", "archivo").out.count("archivo/") == 1
    done = run("pair", ".", *said, "--plan", "archivo")
    assert "t1.txt" in done.out
    assert "archivos excluidos (include, exclude), 1 carpeta excluida" in done.err
    for name in FILES:
        Path(name).write_text(BAD, encoding="utf-8")
    assert run("fmt", ".", "--check", *said).out == "./2023/t1.txt\n"


def test_what_reports_are_compared_with_is_no_matter_of_the_patterns(run: Run) -> None:
    run("keep", "2023/t1.txt", "-o", "archivo")
    Path("informe.txt").write_text(BAD, encoding="utf-8")
    said = ("informe.txt", "--plan", "archivo", "--exclude", "archivo/", "--exclude", "*.json", "--force-exclude")
    assert json.loads(run(*said, "-f", "json").out)["files"][0]["compared"]


def test_a_folder_of_which_nothing_is_left_is_told(run: Run) -> None:
    done = run("2023", "--exclude", "*")
    assert done.code == 2
    nothing = "poa-lint: 2023: en la carpeta no queda ningún informe por revisar: lo demás está excluido"
    assert done.err.splitlines() == [
        f"{nothing} (include, exclude o .gitignore); vea «poa-lint config»",
        "poa-lint: sin revisar: 2 archivos excluidos (include, exclude), 1 carpeta excluida (exclude)",
    ]
    assert "no report of the folder is left" in run("2023", "--exclude", "*", "--lang", "en").err


def test_a_table_of_no_known_form_is_told_apart_from_what_is_no_report(run: Run) -> None:
    Path("carta.txt").write_text("Estimado coordinador:\n", encoding="utf-8")
    Path("lista.txt").write_text("NOMBRE\tTELÉFONO\tCORREO\nAna\t686\tana@x.mx\n", encoding="utf-8")
    assert linted(run, ".")[1] == {"foreign": 1, "unknown-table": 1}
    assert "1 archivo con una tabla que no es de ninguna forma conocida" in run("export", ".", "-o", "datos").err
    assert run("lista.txt").code == 2


def test_faults_of_files_in_settings_are_told(run: Run) -> None:
    Path("poa-lint.yaml").write_text("files: {exclud: x, gitignore: quizá, include: [[a]]}\n", encoding="utf-8")
    done = run(".", "-f", "concise")
    assert done.code == 2
    for sentence in ("«exclude»", "gitignore", "include"):
        assert sentence in done.out
    Path("poa-lint.yaml").write_text("files: borradores\n", encoding="utf-8")
    assert run(".").code == 2


def test_config_shows_the_patterns_and_where_they_come_from(run: Run) -> None:
    Path("pyproject.toml").write_text(
        '[tool.poa-lint.files]\nexclude = ["a/", "b"]\ngitignore = true\n', encoding="utf-8"
    )
    lines = run("config").out.splitlines()
    assert "files.exclude = a/, b  (pyproject.toml:2)" in lines
    assert "files.gitignore = true  (pyproject.toml:3)" in lines
    assert not [line for line in lines if line.startswith("files.include")]


# Patterns for the reports themselves, where no shell put names in their place


def test_a_pattern_that_names_no_file_is_expanded(run: Run) -> None:
    assert linted(run, "**/*.txt")[0] == ["2023/notas/t1.txt", "2023/t1.txt", "borradores/uno.txt", "informe.txt"]
    assert linted(run, "2023/t?.*", "inf*")[0] == ["2023/t1.TSV", "2023/t1.txt", "informe.txt"]
    assert linted(run, "b*")[0] == ["borradores/uno.txt"], "a folder that matches is walked"
    assert linted(run, "**/*.txt", "--exclude", "2023/", "--force-exclude")[1] == {"excluded": 2}


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(run: Run) -> None:
    Path("inf[o]rme.txt").write_text(SOUND, encoding="utf-8")
    assert linted(run, "inf[o]rme.txt")[0] == ["inf[o]rme.txt"]


def test_a_pattern_without_a_match_is_told(run: Run) -> None:
    done = run("*.doc", "informe.txt")
    assert done.code == 2
    assert done.err.startswith("poa-lint: *.doc: ningún archivo tiene un nombre así; revise el patrón")
    assert "no file has such a name" in run("*.doc", "--lang", "en").err


# Standard input with a name


@pytest.fixture
def named(run: Run) -> Run:
    """Runs over a faulty report from standard input under a name that is also a file's."""
    Path("2023/poa-lint.yaml").write_text(
        "overrides: [{paths: ['t1.txt'], ignore: [POA103, POA803]}]\n", encoding="utf-8"
    )
    return lambda *said, given=BAD: run(*said, "--stdin-filename", "2023/t1.txt", given=given)


@pytest.mark.parametrize("form", ["terminal", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjsonl"])
def test_standard_input_goes_by_its_name_in_every_format(named: Run, form: str) -> None:
    done = named("-", "-f", form)
    assert done.code == 1
    assert "2023/t1.txt" in done.out
    assert "POA101" in done.out
    assert "error POA103" not in done.out, "the settings of that path hold"
    assert named("-f", form) == done, "a name alone asks for standard input"


def test_waivers_hold_for_the_name(named: Run) -> None:
    waiver = "- {rule: POA101, where: '*', reason: acta de cabildo 15/2024, until: 2999-01-01}\n"
    Path("2023/dispensas.yaml").write_text(waiver, encoding="utf-8")
    assert named("-").code == 0


def test_mending_standard_input_never_writes_the_file_of_its_name(named: Run) -> None:
    done = named("-", "--fix", "--no-config")
    assert done.out == BAD.replace("100.", "100.-")
    assert "--> 2023/t1.txt" in done.err
    assert named("-", "--fix-only", "--no-config").out == done.out
    shown = named("-", "--diff", "--no-config")
    assert (shown.code, shown.out.count("2023/t1.txt")) == (1, 3)
    assert named("fmt", "-").out == done.out
    assert Path("2023/t1.txt").read_text(encoding="utf-8") == SOUND


def test_what_stands_in_the_file_of_that_name_may_be_compared_with(named: Run) -> None:
    Path("2023/t1.txt").write_text(BAD, encoding="utf-8")
    done = named("-", "--previous", "2023/t1.txt", "--no-config", "-f", "json", given=SOUND)
    (previous,) = (file["previous"] for file in json.loads(done.out)["files"])
    assert {finding["code"] for finding in previous["met"]} >= {"POA101"}


def test_the_input_stands_for_the_file_that_has_its_name(named: Run) -> None:
    for operands in (("2023", "-"), ("-", "2023"), ("2023/t1.txt", "-")):
        document = json.loads(named(*operands, "-f", "json", "--include", "t1.txt", "--exclude", "notas").out)
        assert [(file["path"], file["verdict"]) for file in document["files"]] == [("2023/t1.txt", "CORREGIR")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("informe.txt", "--stdin-filename", "x.txt"), "escriba también - (un guion)"),
        (("-", "--stdin-filename", "2023"), "necesita el nombre de un archivo, no «2023»"),
        (("-", "--stdin-filename", "nueva/"), "necesita el nombre de un archivo, no «nueva/»"),
        (("-", "--stdin-filename="), "necesita el nombre de un archivo, no «»"),
        (("--stdin-filename", "x.xlsx", "--annotate", "y.xlsx"), "no la entrada estándar"),
        (("--stdin-filename", "informe.txt", "-o", "informe.txt"), "es uno de los informes que se revisan"),
    ],
)
def test_misuse_of_the_name_is_one_sentence(run: Run, said: tuple[str, ...], sentence: str) -> None:
    done = run(*said, given=REPORT)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err
