"""A campaign of damaged reports beside damaged ones: `python -m tests.comparison.campaign --texts 5000 --files 1000`.

Plan, last quarter and report are damaged each on its own. Whatever stands in them, there is a sound answer, and figures
of goals that were different when they were made are not compared without a word about it. `--edits` makes so many real
reports with forty edits (`edits`).
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from poa_lint.api import Linter, Wishes, render
from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source, Span, Unreadable, file_of, inside
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.pool import Against, Pool
from tests.comparison import edits
from tests.comparison.writing import text
from tests.comparison.year import Unit, year
from tests.hostile import campaign, mutations
from tests.hostile.campaign import FORMATS, Input, require_inside

FIGURES: Final = ("POA901", "POA902", "POA903", "POA909")
"""The rules that compare figures."""
TOLD: Final = ("POA906", "POA907", "POA908")
"""The rules that tell that a goal is not quite the one in the other file."""
ROLES: Final = ("plan", "antes", "informe")


def texts(dice: random.Random) -> Input:
    """A plan, a first quarter and a second one, some of them damaged."""
    damaged = dice.choice((("informe",), ("antes",), ROLES[1:], ROLES))
    made = {}
    for role, sheets in _sheets(dice.randrange(6)).items():
        data = text(sheets)
        made[f"{role}.txt"] = mutations.damaged(dice, data.decode()) if role in damaged else data
    return made


@cache
def _sheets(first: int) -> dict[str, list[Sequence[tuple[str, ...]]]]:
    """The pages of two units in the plan and in two quarters."""
    units: tuple[Unit, ...] = (*year().units, *year().units)[first : first + 2]
    quarters = dict(zip(ROLES, (0, 1, 2), strict=True))
    return {role: [unit.sheet(n) if n else unit.plan() for unit in units] for role, n in quarters.items()}


def files(dice: random.Random) -> Input:
    """Two damaged office files, of one report or of different ones."""
    made = {}
    for role in ROLES[1:]:
        suffix, data = mutations.file(dice)
        made[f"{role}{suffix}"] = data
    return made


def tried(given: Input) -> None:
    """Check a report beside its counterparts, look at its findings, and show them."""
    sources = {name.partition(".")[0]: open_source(data, name) for name, data in given.items()}
    linter = Linter(Wishes(no_config=True, today="2024-12-31", keep=True), words("es"))
    kept = {role: (linter.deliver(source),) for role, source in sources.items() if role != "informe"}
    linter.pool = Pool(Against(kept.get("antes", ()), kept.get("plan", ())))
    result = linter.check(sources["informe"])
    require_sound(result, sources)
    require_no_wrong_pair(result, sources)
    run = linter.run([result])
    for form in random.Random(len(result.diagnostics)).sample(FORMATS, 2):  # noqa: S311 - a choice of formats
        assert render(run, form) or form == "concise"


Sources = dict[str, Source | Unreadable]


def require_sound(result: FileResult, sources: Sources) -> None:
    """Findings have keys of their own and words, and every place lies in the text of its file."""
    keys = [finding.key for finding in result.diagnostics]
    assert len(set(keys)) == len(keys), "two findings have one key"
    assert all(result.remarks), "a remark says nothing"
    for finding in result.diagnostics:
        assert finding.message
        for span, path in _places(finding):
            role = path.partition(".")[0]
            require_inside(span, len(_text(sources[role])), finding.code)


def _places(finding: Diagnostic) -> Iterator[tuple[Span, str]]:
    """The places of a finding, each with the name of its file."""
    assert not file_of(finding.span.start), "a finding stands in another file"
    yield finding.span, "informe"
    for near in finding.related:
        assert bool(file_of(near.span.start)) == (near.other is not None), "a place without its file"
        yield Span(inside(near.span.start), inside(near.span.end)), near.other.path if near.other else "informe"


def _text(source: Source | Unreadable) -> str:
    return source.text if isinstance(source, Source) else ""


def require_no_wrong_pair(result: FileResult, sources: Sources) -> None:
    """Figures of goals that were different when they were made are compared only where a finding tells of that."""
    told = {finding.order[0] for finding in result.diagnostics if finding.code in TOLD}
    for finding in result.diagnostics:
        if finding.code in FIGURES and finding.order[0] not in told:
            here = _identity(_text(sources["informe"]), finding.span.start)
            for near in finding.related:
                if near.other:
                    there = _identity(_text(sources[near.other.path.partition(".")[0]]), inside(near.span.start))
                    assert not (here and there) or here == there, f"{finding.code}: {here} is compared with {there}"


def _identity(text: str, offset: int) -> str:
    """The words of the one goal that a line was made of; empty where they were damaged, or are several."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    found = set(_known().findall(text[start : end if end >= 0 else len(text)]))
    return found.pop() if len(found) == 1 else ""


@cache
def _known() -> re.Pattern[str]:
    every = (re.escape(goal.words) for unit in year().units for goal in unit.goals)
    return re.compile("|".join(every))


campaign.KINDS["comparados"] = campaign.Kind(texts, tried)
campaign.KINDS["comparados-archivos"] = campaign.Kind(files, tried)


def edited(seed: int, count: int) -> list[str]:
    """The real reports with forty edits of which not every one is told, or something else."""
    found = []
    for number in range(count):
        one = edits.judged(edits.edited(edits.dice(f"{seed}/{number}")))
        if any(one):
            found.append(f"{number}: {one}")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run a campaign and print its figures and failures; 1 where there is a failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.comparison.campaign", description=__doc__)
    for name, count in (("texts", 5_000), ("files", 1_000), ("edits", 500), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=count)
    asked = parser.parse_args(argv)
    failed = 0
    for kind, count in (("comparados", asked.texts), ("comparados-archivos", asked.files)):
        began = time.monotonic()
        tally = campaign.tried(kind, asked.seed, count)
        print(f"{kind}: {count} in {time.monotonic() - began:.0f} s, {len(tally.failures)} failed", flush=True)
        for failure in tally.failures:
            print(f"  {failure.number}: {failure.problem}")
        failed += len(tally.failures)
    different = edited(asked.seed, asked.edits)
    print(f"edits: {asked.edits}, {len(different)} failed", *different, sep="\n  ")
    return 1 if failed or different else 0


if __name__ == "__main__":
    sys.exit(main())
