"""Sound reports under every other way of typing them: none may have a finding, and all say the same.

`python -m tests.reading.campaign --reports 200` takes reports through all of `variants.VARIANTS`; the suite tries a few
of each.
"""

import argparse
import sys
from collections import Counter

from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.reading.variants import VARIANTS
from tests.routes.reports import made, tabbed


def checked(text: str) -> FileResult:
    """The result for a text."""
    return lint(Source("informe.txt", text), built_in_rules(), built_in_forms(), Settings(), words("es"), keep=True)


def figures(result: FileResult) -> list[tuple[object, ...]]:
    """The figures of every goal."""
    assert result.paper is not None
    return [tuple(cifra.valor.value for cifra in meta.cifras) for meta in result.paper.informe.metas]


def main() -> int:
    """Count the reports whose variant has a finding at error or warning that the report has not, or other figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args()
    reports = [tabbed(report) for report in made(asked.reports, asked.seed)]
    false: Counter[str] = Counter()
    for text in reports:
        truth = figures(checked(text))
        for name, change in VARIANTS.items():
            result = checked(change(text))
            loud = [finding for finding in result.diagnostics if finding.severity.value != "info"]
            if loud or figures(result) != truth:
                false[name] += 1
                if false[name] == 1:
                    print(name, [finding.message for finding in loud][:3])
    total = len(reports) * len(VARIANTS)
    print(
        f"{len(reports)} reports, {len(VARIANTS)} variants, {total:,} texts: {sum(false.values())} with a false finding"
    )
    for name, count in false.most_common():
        print(f"  {name}: {count}")
    return int(bool(false))


if __name__ == "__main__":
    sys.exit(main())
