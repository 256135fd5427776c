"""What is made when the program is built says what its sources say, and counts only while they are unchanged."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bundles import generate
from poa_lint.core import cache, forms, words
from poa_lint.expression import syntax
from poa_lint.reading import lines
from poa_lint.rulebook import builtin, nodes
from poa_lint.rulebook.builtin import built_in_rules
from tests.places import ROOT, SEED


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose built modules are current."""
    top = tmp_path_factory.mktemp("checkout")
    for name in ("poa_lint", "rules", "grammar", "bundles"):
        shutil.copytree(ROOT / name, top / name, ignore=shutil.ignore_patterns("__pycache__", "built"))
    subprocess.run([sys.executable, "-m", "bundles.generate"], cwd=top, env=known(top), check=True)
    return top


def known(top: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(top)}


def run(top: Path, *said: str) -> tuple[bytes, set[str]]:
    """The seed's findings by the program in a checkout, and the modules that it loaded."""
    program = (
        "import sys; from poa_lint.cli.main import main; main(sys.argv[1:], {}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(SEED), *said], cwd=top, env=known(top), capture_output=True, check=True
    )
    return done.stdout, set(done.stderr.decode().split())


def test_what_is_built_is_used_and_changes_nothing(checkout: Path, tmp_path: Path) -> None:
    fresh, loaded = run(checkout, "-f", "json")
    assert "poa_lint.core.built.functions" in loaded
    assert not {"lark", "yaml"} & loaded
    bare = tmp_path / "bare"
    shutil.copytree(checkout, bare, ignore=shutil.ignore_patterns("built"))
    plain, loaded = run(bare, "-f", "json")
    assert plain == fresh
    assert {"lark", "yaml"} <= loaded


@pytest.mark.parametrize(
    "path", ["rules/aritmetica/suma-trimestres.yaml", "poa_lint/core/text.py", "grammar/report.lark"]
)
def test_a_source_that_changed_makes_it_count_no_more(checkout: Path, tmp_path: Path, path: str) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(checkout, changed)
    assert "poa_lint.core.built.rules" in run(changed)[1]
    source = next(changed.glob(f"{Path(path).parts[0]}/**/{Path(path).name}"), None) or next(
        (changed / "rules").rglob("*.yaml")
    )
    source.write_bytes(source.read_bytes() + b"\n")
    assert "poa_lint.core.built.rules" not in run(changed)[1]


def test_a_folder_that_holds_nothing_is_as_good_as_none(checkout: Path, tmp_path: Path) -> None:
    """What an interrupted build leaves: its first module is written last."""
    halted = tmp_path / "halted"
    shutil.copytree(checkout, halted)
    (halted / "poa_lint" / "core" / "built" / "__init__.py").unlink()
    assert "poa_lint.core.built.rules" not in run(halted)[1]


def loaded(name: str, text: str) -> ModuleType:
    module = ModuleType(name)
    exec(compile(text, name, "exec"), vars(module))  # noqa: S102 - our own
    return module


def test_the_built_literals_say_what_the_files_say() -> None:
    modules = {name: loaded(name, text) for name, text in generate.modules(checkout=False)}
    rules = builtin.rules_from_files()
    assert modules["__init__"].SOURCES is None
    assert lines.layout() == modules["layout"].VALUE
    files = forms.form_files()
    assert forms.form_index() == modules["forms"].VALUE
    assert files == [getattr(modules["forms"], forms.maker(number))() for number in range(len(files))]
    assert nodes.packed_kinds() == modules["kinds"].VALUE
    again = builtin._unpacked(*modules["rules"].VALUE)
    assert (again.version, again.loaded, again.book.values) == (rules.version, rules.loaded, rules.book.values)
    for text, packed in modules["sentences"].VALUE.items():
        assert syntax._unpacked(packed) == syntax._parse(text)
    for language in words.LANGUAGES:
        assert words.table(f"{language}.yaml") == modules[f"words_{language}"].VALUE


def test_every_sentence_of_our_rules_is_built(checkout: Path) -> None:
    """Else Lark would be loaded for the missing ones, in every run that has such a finding."""
    program = """
import sys
from poa_lint.rulebook.builtin import built_in_rules
rules = built_in_rules()
sound = [rules.book.compiler.sound(check.rule, check.parts()) for check in rules.checks.values()]
print(sum(sound), "lark" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, env=known(checkout), capture_output=True, check=True
    )
    assert done.stdout.decode().split() == [str(len(built_in_rules().checks)), "False"]


def test_an_installed_program_has_no_stamp() -> None:
    assert dict(generate.modules(checkout=False))["__init__"].endswith("SOURCES = None\n")
    assert all(size > 0 for path, size, _ in cache.stamp() if not path.endswith("__init__.py"))
