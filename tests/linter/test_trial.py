"""A goal in which figures are tried says what a goal with those figures says."""

import random
from collections.abc import Iterator

from benchmarks.repairs import cases
from poa_lint.authoring.sheets.reports import reports
from poa_lint.authoring.sheets.sheet import written
from poa_lint.config.settings import Settings
from poa_lint.core.figures import BLANK, UNKNOWN, Nothing, ratio
from poa_lint.core.forms import built_in_forms
from poa_lint.core.report import Informe, Meta, with_figures
from poa_lint.core.source import Source
from poa_lint.expression.arithmetic import gaps
from poa_lint.expression.evaluate import value
from poa_lint.expression.types import Frame
from poa_lint.linter.check import scorer
from poa_lint.linter.plan import Plan, Plans
from poa_lint.linter.search import Search
from poa_lint.linter.trial import Trial, Values
from poa_lint.reading import read
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.frames import Frames, goal_frames

SAID = (("", BLANK), ("-", BLANK), ("l2", UNKNOWN), ("0", 0), ("3", 3), ("1,200", 1200), ("2.5", ratio(5, 2)))
"""What a cell may say, and its value."""


def read_in(text: str) -> Informe:
    return read.read(Source("x", text), built_in_forms(), scorer(built_in_rules()), lambda *_: "suma").informe


def goals() -> Iterator[Frame]:
    """Goals of every form, and damaged ones of the main form."""
    texts = [written(pages) for form in built_in_forms() for pages in reports(form)]
    texts += [goal.text() for _, goal, _ in cases(8, seed=4)]
    for text in texts:
        yield from Frames(read_in(text))["meta"]


def plan() -> Plan:
    return Plans(built_in_rules(), Settings()).of(2024)


def some_changes(meta: Meta, rng: random.Random) -> Values:
    columns = [cifra.columna for cifra in meta.cifras]
    return {column: rng.choice(SAID) for column in rng.sample(columns, min(len(columns), rng.randint(1, 3)))}


def goal(frame: Frame) -> Meta:
    meta = frame[3]
    assert isinstance(meta, Meta)
    return meta


def test_a_sentence_asked_on_a_trial_says_what_it_says_of_the_changed_goal() -> None:
    """So it does for each rule, and one that does not see the changed columns says what it said before."""
    rng = random.Random(3)  # noqa: S311 - figures, not secrets
    rules, judged = plan(), 0
    for frame in goals():
        trial = Trial(frame)
        sentences = trial.sentences(rules.grave)
        at_first = [sentence.result() for sentence in sentences]
        changes = some_changes(goal(frame), rng)
        kept = trial.put(changes)
        changed = (*frame[:3], with_figures(goal(frame), changes))
        said = [(sentence.check.rule.code, sentence.column.id) for sentence in sentences if sentence.result() is False]
        assert said == [
            (check.rule.code, check.place(one).columna.id)
            for check in rules.grave
            for one in goal_frames(check.rule.each, changed)
            if check.result(one) is False
        ]
        for sentence, before in zip(sentences, at_first, strict=True):
            assert sentence.sees(changes) or sentence.result() is before
        trial.write(kept)
        assert [sentence.result() for sentence in sentences] == at_first
        judged += len(sentences)
    assert judged > 2_000


def test_a_trial_leaves_the_report_as_it_is() -> None:
    for frame in goals():
        shown = repr(goal(frame).cifras), repr(goal(frame).periodos), goal(frame).programado
        Trial(frame).put(dict.fromkeys((cifra.columna for cifra in goal(frame).cifras), ("7", 7)))
        assert shown == (repr(goal(frame).cifras), repr(goal(frame).periodos), goal(frame).programado)


def test_the_written_gaps_are_those_of_the_sentences() -> None:
    """`sum(programado) == meta_anual` with 2, 2, 2 and 8 has the gap -2; where a figure is missing there is none."""
    compared = 0
    for frame in goals():
        for check in plan().constraints:
            assert check.expect is not None
            for one in goal_frames(check.rule.each, frame):
                said = [value(gap, one) for gap in gaps(check.expect)]
                for written_gap, meant in zip(check.gaps(one), said, strict=True):
                    assert written_gap == meant or (isinstance(written_gap, Nothing) and isinstance(meant, Nothing))
                    compared += 1
    assert compared > 1_000


def test_the_search_finds_what_trying_every_move_on_a_new_goal_finds() -> None:
    """And under each state that it finds, by one edit or by two, no constraint is broken."""
    constraints, moved, found = plan().constraints, 0, 0

    def holds(frame: Frame, changes: Values) -> bool:
        changed = (*frame[:3], with_figures(goal(frame), changes))
        frames = ((check, one) for check in constraints for one in goal_frames(check.rule.each, changed))
        return all(check.result(one) is not False for check, one in frames)

    for frame in goals():
        if holds(frame, {}):
            continue
        search = Search(frame, constraints)
        states = [*search.repaired(1), *search.repaired(2)]
        assert all(holds(frame, state.changes) for state in states)
        cells = {name: cell for name, cell in search.figures.items() if name not in search.percents}
        moves = [
            {origin: ("", BLANK), target: (cell.raw, cell.value)}
            for origin, cell in cells.items()
            for target, other in cells.items()
            if not isinstance(cell.value, Nothing) and cell.value != 0 and other.value is BLANK
        ]
        single = [state.changes for state in states if len(state.edits) == 1 and state.edits[0].action == "move"]
        assert single == [move for move in moves if holds(frame, move)]
        moved, found = moved + len(single), found + len(states)
    assert moved > 5
    assert found > 100
