"""The goldens: each example's report as the terminal and as JSON. Run as a module, it rewrites them."""

from collections.abc import Iterator
from pathlib import Path

from poa_lint.checking import selected
from poa_lint.linter import Run, built_in_forms, built_in_rules, lint
from poa_lint.reporters import REPORTERS, View
from poa_lint.settings import Choice, Settings
from poa_lint.source import decode
from poa_lint.words import words

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
WRITTEN = {"salida.txt": "terminal", "salida.json": "json"}


def produced() -> Iterator[tuple[Path, str]]:
    """Each golden's path, and what the program writes there now."""
    rules, spoken = built_in_rules(), words("es")
    for report in sorted(EXAMPLES.glob("*/informe.txt")):
        path = report.relative_to(ROOT).as_posix()
        file = lint(decode(report.read_bytes(), path), rules, built_in_forms(), Settings(), spoken)
        run = Run((file,), (), len(selected(rules, Choice())), rules.version)
        for name, form in WRITTEN.items():
            yield report.with_name(name), REPORTERS[form](run, spoken, View())


def main() -> None:
    """Rewrite every golden."""
    for path, text in produced():
        path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
