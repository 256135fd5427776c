"""An output never destroys what a run reads, and no name steers the terminal that it is told on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from poa_lint.cli.main import main
from poa_lint.config import baseline
from tests.offices import office
from tests.places import FILES, ROOT, SEED
from tests.program import run
from tests.waivers import folder_with, waiver


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder: the number that the disk knows it by, and its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.read_bytes()) for path in files}


def refused(folder: Path, *said: str, because: str) -> None:
    """A run that ends with 2 and one sentence, and leaves every file as it was."""
    before = state(folder)
    done = run(*said, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert because in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert state(folder) == before


def places(folder: Path) -> Path:
    """A folder with reports under several names, and everything else that a run may read."""
    folder_with(folder, waiver(until="2999-12-31"))
    office(folder)
    (folder / "poa-lint.yaml").write_text("extends: comun.yaml\nrules: reglas\n", encoding="utf-8")
    (folder / "comun.yaml").write_text("language: es\n", encoding="utf-8")
    (folder / "reglas" / "partidas.csv").write_text("codigo,nombre\n1,UNO\n", encoding="utf-8")
    (folder / "deuda.json").write_text(baseline.text([]), encoding="utf-8")
    (folder / "enlace.txt").symlink_to("informe.txt")
    os.link(folder / "informe.txt", folder / "duro.txt")
    shutil.copy(FILES / "informe.xlsx", folder / "libro.xlsx")
    return folder


REPORTS = ("informe.txt", "./informe.txt", "enlace.txt", "duro.txt", "reglas/../informe.txt", "libro.xlsx")
OTHERS = (
    "poa-lint.yaml",
    "comun.yaml",
    "dispensas.yaml",
    "reglas/meta-pequena.yaml",
    "reglas/partidas.csv",
    "deuda.json",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return places(tmp_path_factory.mktemp("oficina"))


@pytest.mark.parametrize("target", REPORTS)
@pytest.mark.parametrize(
    "said",
    [
        ("-o", "{}"),
        ("-f", "json:{}"),
        ("-f", "terminal", "-f", "sarif:{}"),
        ("--baseline", "{}", "--update-baseline"),
        ("-o", "{}", "--fix"),
        ("-o", "{}", "--diff"),
    ],
)
def test_no_output_goes_into_a_report(full: Path, target: str, said: tuple[str, ...]) -> None:
    words = (word.format(target) for word in said)
    refused(full, "informe.txt", "libro.xlsx", *words, because="es uno de los informes que se revisan")


@pytest.mark.parametrize("target", OTHERS)
@pytest.mark.parametrize("said", [("-o", "{}"), ("-f", "html:{}")])
def test_no_output_goes_into_settings_waivers_rules_or_the_baseline(
    full: Path, target: str, said: tuple[str, ...]
) -> None:
    words = (word.format(target) for word in said)
    refused(full, "informe.txt", "--baseline", "deuda.json", *words, because="tiene ajustes, dispensas, reglas")


@pytest.mark.parametrize("target", [*OTHERS[:5], "informe.txt"])
def test_a_baseline_replaces_a_baseline_alone(full: Path, target: str) -> None:
    refused(full, "libro.xlsx", "--baseline", target, "--update-baseline", because=target)


def test_what_is_no_baseline_is_not_replaced_by_one_and_what_is_or_is_empty_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "notas.json").write_text('{"notas": []}', encoding="utf-8")
    said = ("informe.txt", "--update-baseline", "--baseline")
    refused(folder, *said, "notas.json", because="no es una línea base; --update-baseline solo reemplaza")
    (folder / "vacia.json").write_text("\n", encoding="utf-8")
    for name in ("nueva.json", "nueva.json", "vacia.json"):
        assert run(*said, name, cwd=folder).returncode == 0
        assert baseline.parse((folder / name).read_bytes())
    assert run(*said, os.devnull, cwd=folder).returncode == 0


def test_settings_that_are_not_in_order_are_not_overwritten_by_what_is_wrong_with_them(tmp_path: Path) -> None:
    folder = places(tmp_path)
    (folder / "reglas" / "mala.yaml").write_text("code: [\n", encoding="utf-8")
    refused(folder, "informe.txt", "-o", "reglas/mala.yaml", because="tiene ajustes")
    refused(folder, "informe.txt", "-f", "json:comun.yaml", because="tiene ajustes")
    (folder / "poa-lint.yaml").write_text("extends: comun.yaml\nno-hay: 1\n", encoding="utf-8")
    refused(folder, "informe.txt", "-o", "poa-lint.yaml", because="tiene ajustes")
    refused(folder, "informe.txt", "-o", "comun.yaml", because="tiene ajustes")
    refused(folder, "informe.txt", "--no-config", "-o", "poa-lint.yaml", because="tiene ajustes")
    (folder / "otros.yaml").write_text("no-hay: 1\n", encoding="utf-8")
    refused(folder, "informe.txt", "--config", "otros.yaml", "-o", "otros.yaml", because="tiene ajustes")


def test_a_project_file_is_settings_too(tmp_path: Path) -> None:
    (folder_with(tmp_path) / "pyproject.toml").write_text("[tool.poa-lint]\nlanguage = 'es'\n", encoding="utf-8")
    (tmp_path / "enlace").symlink_to("pyproject.toml")
    for name in ("pyproject.toml", "enlace"):
        refused(tmp_path, "informe.txt", "-o", name, because="tiene ajustes")


@pytest.mark.parametrize(
    "said", [("rules",), ("check-rules", "reglas"), ("check-rules", "reglas", "--audit"), ("show", "informe.txt")]
)
@pytest.mark.parametrize("target", ["poa-lint.yaml", "dispensas.yaml", "reglas/meta-pequena.yaml"])
def test_other_commands_do_not_write_into_what_is_read_either(full: Path, said: tuple[str, ...], target: str) -> None:
    if said[0] == "show" and target.startswith("reglas"):
        target = "enlace.txt"
    refused(full, *said, "-o", target, because="la salida no puede ir a")


@pytest.mark.parametrize(
    "name", ["grammar/forms/tmm-f004.yaml", "poa_lint/core/languages/es.yaml", "rules/aritmetica/suma-trimestral.yaml"]
)
def test_no_output_goes_into_the_program_itself(name: str) -> None:
    before = (ROOT / name).read_bytes()
    done = run(SEED, "-o", ROOT / name)
    assert (done.returncode, done.stdout, (ROOT / name).read_bytes()) == (2, b"", before)


def test_a_report_that_is_handed_in_is_not_written_over(tmp_path: Path) -> None:
    shutil.copy(SEED, tmp_path / "r.txt")
    with (tmp_path / "r.txt").open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "poa_lint", "-", "-o", "r.txt"],
            stdin=stream,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode == 2
    assert (tmp_path / "r.txt").read_bytes() == SEED.read_bytes()


@pytest.mark.parametrize(
    "said",
    [
        ("-f", "json:x", "-f", "sarif:x"),
        ("-f", "json:x", "-f", "sarif:./x"),
        ("-o", "x", "-f", "json:x"),
        ("-f", "terminal", "-f", "json:x", "-f", "sarif:enlace"),
        ("-o", "x", "--baseline", "x", "--update-baseline"),
        ("-o", "c.xlsx", "--annotate", "c.xlsx"),
        ("-f", "json:c.xlsx", "-f", "terminal", "--annotate", "./c.xlsx"),
    ],
)
def test_two_outputs_do_not_go_to_one_file(tmp_path: Path, said: tuple[str, ...]) -> None:
    shutil.copy(FILES / "informe.xlsx", tmp_path / "libro.xlsx")
    (tmp_path / "enlace").symlink_to("x")
    refused(tmp_path, "libro.xlsx", *said, because="dos salidas irían al mismo archivo")


def test_a_marked_copy_is_no_place_for_the_copy_of_another_book(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(FILES / "informe.xlsx", tmp_path / name / f"{name}.xlsx")
    assert run("a/a.xlsx", "--annotate", "b/marcado.xlsx", cwd=tmp_path).returncode == 1
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.xlsx").symlink_to("../b/marcado.xlsx")
    said = ("a/a.xlsx", "b/marcado.xlsx", "--annotate", "c")
    refused(tmp_path, *said, because="es uno de los informes que se revisan")


def test_outputs_that_destroy_nothing_are_written(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "viejo.json").write_text("de otra vez", encoding="utf-8")
    done = run("informe.txt", "-f", "json:viejo.json", "-f", "sarif:nuevo.sarif", "-f", "concise", cwd=folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert (folder / "viejo.json").read_bytes().startswith(b"{")
    assert (folder / "nuevo.sarif").read_bytes().startswith(b"{")
    done = run("informe.txt", "-f", f"json:{os.devnull}", "-f", f"sarif:{os.devnull}", "-f", "concise", cwd=folder)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the platform has no name for its output")
def test_the_standard_output_is_written_to_by_its_name(tmp_path: Path) -> None:
    plain = run(SEED, "-f", "json").stdout
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        done = run(SEED, "-f", "json", "-o", name)
        assert (done.returncode, done.stdout, done.stderr) == (1, plain, b"")
    (tmp_path / "salida.txt").write_bytes(b"lo de antes\n")
    with (tmp_path / "salida.txt").open("ab") as stream:
        words = [sys.executable, "-m", "poa_lint", str(SEED), "-f", "json", "-o", "/dev/stdout"]
        subprocess.run(words, stdout=stream, cwd=ROOT, check=False)
    assert (tmp_path / "salida.txt").read_bytes() == b"lo de antes\n" + plain


@pytest.mark.parametrize("kind", ["read-only", "linked"])
def test_files_that_are_not_to_be_replaced_are_left(tmp_path: Path, kind: str) -> None:
    folder = folder_with(tmp_path)
    path = folder / "salida.json"
    for target in (path, folder / "deuda.json", folder / "dispensas.yaml"):
        target.write_text("" if target.suffix == ".yaml" else baseline.text([]), encoding="utf-8")
        if kind == "linked":
            os.link(target, f"{target}.bis")
        else:
            target.chmod(0o444)
    before = state(folder)
    sentence = "solo lectura" if kind == "read-only" else "varios nombres (enlaces duros)"
    waived = ("waive", "POA301", "511/101", "--reason", "Oficio OM-12/2026 anexo", "--until", "2999-12-31")
    for said in (
        ("informe.txt", "-f", "json", "-o", "salida.json"),
        ("informe.txt", "--baseline", "deuda.json", "--update-baseline", "-q"),
        waived,
    ):
        done = run(*said, cwd=folder)
        assert done.returncode == 2
        assert sentence in done.stderr.decode()
        assert done.stderr.count(b"\n") == 1
        assert state(folder) == before


# What is no file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
@pytest.mark.parametrize("kind", ["pipe", "folder"])
@pytest.mark.parametrize(
    "said",
    [
        ("{}",),
        ("show", "{}"),
        ("fmt", "{}"),
        ("informe.txt", "-o", "{}"),
        ("informe.txt", "-f", "json:{}"),
        ("informe.txt", "--config", "{}"),
        ("informe.txt", "--baseline", "{}"),
        ("informe.txt", "--baseline", "{}", "--update-baseline"),
        ("libro.xlsx", "--annotate", "{}"),
        ("show", "informe.txt", "-o", "{}"),
        ("rules", "-o", "{}"),
        ("check-rules", "{}"),
    ],
)
def test_pipes_and_folders_in_the_place_of_files_are_a_sentence(
    tmp_path: Path, kind: str, said: tuple[str, ...]
) -> None:
    folder = folder_with(tmp_path)
    shutil.copy(FILES / "informe.xlsx", folder / "libro.xlsx")
    if kind == "pipe":
        os.mkfifo(folder / "cosa")
    else:
        (folder / "cosa" / "libro.xlsx").mkdir(parents=True)  # copies go into a folder, but not into this one
    done = run(*(word.format("cosa") for word in said), cwd=folder)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    assert b"defecto" not in done.stderr


@pytest.mark.parametrize(
    "said",
    [
        ("a\0b",),
        ("-o", "a\0b", str(SEED)),
        ("-f", "json:a\0b", str(SEED)),
        ("--config", "a\0b", str(SEED)),
        ("--baseline=a\0b", str(SEED)),
        ("--baseline", "a\0b", "--update-baseline", str(SEED)),
        ("--annotate", "a\0b", str(FILES / "informe.xlsx")),
        ("show", "a\0b"),
        ("fmt", "a\0b"),
        ("config", "a\0b"),
        ("check-rules", "a\0b"),
        ("explain", "POA101\0"),
        ("waive", "POA301", "511\0", "--reason", "Oficio OM-12/2026 anexo", "--until", "2999-12-31"),
    ],
)
def test_a_null_character_is_a_sentence(said: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(said, {}) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "no puede llevar el carácter nulo" in told.err
    assert "\0" not in told.err


# What is told


EVIL = "no\x1b]0;title\x07\n::stop-commands::t\r\u202ex"


@pytest.mark.parametrize(
    "said",
    [
        (EVIL,),
        (EVIL, "--lang", "en"),
        ("fmt", EVIL),
        ("show", EVIL),
        ("informe.txt", "-o", f"{EVIL}/x"),
        ("informe.txt", "-f", EVIL),
        ("informe.txt", "-f", f"json:{EVIL}/x"),
        ("informe.txt", "--config", EVIL),
        ("informe.txt", "--baseline", EVIL),
        ("informe.txt", "--annotate", f"{EVIL}.xlsx"),
        ("informe.txt", "--select", EVIL),
        ("informe.txt", "--encoding", EVIL),
        ("informe.txt", "--today", EVIL),
        ("informe.txt", "--jobs", EVIL),
        ("informe.txt", "--color", EVIL),
        ("informe.txt", f"--{EVIL}"),
        ("informe.txt", f"--fix={EVIL}"),
        ("explain", EVIL),
        ("check-rules", EVIL),
        ("serve", "--port", EVIL),
        ("waive", "POA301", EVIL, "--reason", EVIL, "--until", EVIL),
        ("waive", EVIL, "511/101", "--reason", "Oficio OM-12/2026 anexo", "--until", "2999-12-31"),
    ],
)
def test_no_name_and_no_value_steers_the_terminal_or_begins_a_line(tmp_path: Path, said: tuple[str, ...]) -> None:
    done = run(*said, cwd=folder_with(tmp_path))
    assert done.returncode == 2
    lines = done.stderr.decode().split("\n")
    assert lines.pop() == ""
    assert all(line.startswith("poa-lint: ") and line.isprintable() for line in lines)


@pytest.mark.skipif(sys.platform != "linux", reason="only here a name may hold nearly any character")
def test_files_whose_names_would_steer_are_told_of_and_written_to(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    evil = EVIL + ".txt"
    (folder / "informe.txt").rename(folder / evil)
    (folder / evil).chmod(0o444)
    done = run(".", "-f", "json", "-o", f"{evil}.json", cwd=folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert (folder / f"{evil}.json").is_file()
    shutil.copy(FILES / "informe.xlsx", folder / f"{EVIL}.xlsx")
    done = run(f"{EVIL}.xlsx", "--annotate", f"{EVIL}-copia.xlsx", "-q", cwd=folder)
    assert done.stderr.decode().rstrip("\n").isprintable()
    assert (folder / f"{EVIL}-copia.xlsx").is_file()


def test_settings_are_shown_without_steering(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[31m\nb"
    folder.mkdir()
    (folder / "poa-lint.yaml").write_text("fail-on: warning\n", encoding="utf-8")
    done = run("config", folder)
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert b"\nb/" not in done.stdout
