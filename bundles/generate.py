"""Write poa_lint/core/built/: values that follow from the program's own files, as modules of literals and functions.

    python -m bundles.generate

A hook runs it whenever a wheel is built (`bundles/hook.py`), `make` in a checkout. It needs what the program needs.
For example, `layout.py` is `VALUE = ('(?P<…>…)', {…})`: the pattern of grammar/report.lark, which needs Lark.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    # This checkout before any poa-lint that is installed: its files are what is built.
    sys.path.insert(0, str(ROOT))

from poa_lint.core import cache, forms, words  # noqa: E402 - the path comes first where this is the program
from poa_lint.expression import syntax  # noqa: E402
from poa_lint.reading import lines  # noqa: E402
from poa_lint.rulebook import applicable, book, builtin, compile, formulas, nodes  # noqa: E402

TARGET: Final = ROOT / "poa_lint" / "core" / "built"
HEAD: Final = '"""Written by bundles/generate.py; see poa_lint/core/cache.py."""\n'


def write(target: Path, *, checkout: bool) -> None:
    """Write the modules into `target`, which is emptied first. For `checkout` see `modules`."""
    texts = {name: HEAD + text for name, text in modules(checkout=checkout)}
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    # `__init__` makes the others count, so it comes last.
    for name in sorted(texts, key=lambda name: name == "__init__"):
        (target / f"{name}.py").write_text(texts[name], encoding="utf-8", newline="\n")


def modules(*, checkout: bool) -> Iterator[tuple[str, str]]:
    """Each module's name and text.

    With `checkout`, `__init__` names the files that the values follow from, so that the modules count only while those
    are unchanged. In a wheel they always count.
    """
    rules = builtin.rules_from_files()
    yield "__init__", f"SOURCES = {cache.stamp() if checkout else None!r}\n"
    yield "functions", _functions(rules)
    yield forms.BUILT, _forms()
    for name, value in _values(rules):
        yield name, f"VALUE = {value!r}\n"


def _values(rules: book.Rulebook) -> Iterator[tuple[str, Any]]:
    """The values by the names under which `core.cache.made` is asked for them; each equals its own `repr`."""
    yield "layout", lines.layout()
    yield "kinds", nodes.packed_kinds()
    yield "rules", builtin.packed_rules(rules)
    texts = dict.fromkeys(text for rule in rules.loaded.rules for text in compile.sentences(rule))
    columns = (column for form in forms.built_in_forms() for column in form.columns)
    texts |= dict.fromkeys(formulas.plain(column.formula) for column in columns if column.formula)
    yield "sentences", {text: syntax.packed_tree(text) for text in texts}
    yield "reads", applicable.packed_reads(rules)
    for path in sorted((cache.package() / "core" / "languages").glob("*.yaml")):
        yield f"words_{path.stem.replace('-', '_')}", words.table(path.name)


def _functions(rules: book.Rulebook) -> str:
    """The module of the rules' functions. VERSION tells which rules they are of."""
    sources = [book.answer_source(f"answer_{code}", check) for code, check in rules.checks.items() if check.states]
    sources += [
        book.gaps_source(f"gaps_{code}", check) for code, check in rules.checks.items() if check.rule.constraint
    ]
    sources += [book.sweep_source(f"sweep_{group.name}", group) for group in rules.groups]
    return "\n\n".join((f"VERSION = {rules.version!r}", *sources, ""))


def _forms() -> str:
    """The module of the forms: VALUE has their codes and first titles, a function the content of each file."""
    makers = (f"def {forms.maker(number)}():\n    return {data!r}\n" for number, data in enumerate(forms.form_files()))
    return "\n\n".join((f"VALUE = {forms.form_index()!r}\n", *makers))


if __name__ == "__main__":
    write(TARGET, checkout=True)
