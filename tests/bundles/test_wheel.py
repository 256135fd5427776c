"""What is shipped: the wheel holds the rules, the grammar and the languages, and works from an empty folder."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bundles import share
from tests.places import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        capture_output=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return next(target.glob("*.whl"))


def test_the_wheel_holds_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("rules", "grammar", "schemas"):
        for path in (ROOT / folder).rglob("*.*"):
            assert f"poa_lint/{path.relative_to(ROOT).as_posix()}" in names
    for path in (ROOT / "poa_lint").rglob("*.*"):
        if path.suffix in (".py", ".yaml", ".typed", ".jinja", ".html", ".css", ".js"):
            assert path.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "examples/", "rules/", "grammar/", "schemas/"))]


def test_the_wheel_brings_the_manual_and_the_scripts_of_shells(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        data = {name.partition(".data/data/")[2]: name for name in archive.namelist() if ".data/data/" in name}
        for place, text in share.texts():
            assert archive.read(data[place]).decode("utf-8") == text


def test_the_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    inside = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(inside)
    report = ROOT / "examples" / "cumm-2024-t1" / "informe.txt"
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from poa_lint.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, str(inside), str(report), "-f", "concise"],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.decode().count(" error ") == 18


def test_run_time_dependencies_are_three() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = sorted(requirement.split(">")[0].split("=")[0].strip() for requirement in project["dependencies"])
    assert names == ["lark", "pyyaml", "rich"]


def test_the_import_contract_holds() -> None:
    lint = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_nothing_costly_is_imported_to_lint_into_a_pipe() -> None:
    program = (
        "import sys; from poa_lint.cli.main import main; main([sys.argv[1], '-f', 'concise'], {});"
        "print([name for name in ('rich', 'logging', 'importlib.metadata', 'argparse', 'asyncio', 'json',"
        " 'multiprocessing') if name in sys.modules], file=sys.stderr)"
    )
    report = ROOT / "examples" / "cumm-2024-t1" / "informe.txt"
    done = subprocess.run([sys.executable, "-c", program, str(report)], cwd=ROOT, capture_output=True, check=False)
    assert b"rich" not in done.stderr, done.stderr
    assert b"importlib.metadata" not in done.stderr, done.stderr
