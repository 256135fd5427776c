"""Run the rules over a report: a sentence that is false of one of its nodes is a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Fixable, Repair, in_order
from poa_lint.core.facts import Fact
from poa_lint.core.figures import UNKNOWN
from poa_lint.core.form import Form
from poa_lint.core.records import record, replace
from poa_lint.core.report import Informe, Meta, Pagina, Unidad, code
from poa_lint.core.result import Counts
from poa_lint.expression.types import Frame
from poa_lint.linter.derived import before_rows, derived, heading, shows, waiting
from poa_lint.linter.message import FindingWriter
from poa_lint.linter.plan import Plan, Plans
from poa_lint.rulebook.applicable import skipped
from poa_lint.rulebook.book import Check, Group, Rulebook
from poa_lint.rulebook.frames import Frames, goal, goal_frames, subject
from poa_lint.rulebook.nodes import INNER
from poa_lint.rulebook.rule import Rule

if TYPE_CHECKING:
    from poa_lint.rulebook.compared import Comparison

_NONE: Final = frozenset[str]()
"""No rules."""


@record
class Checked:
    """The findings in order, the smallest repairs of goals whose arithmetic does not hold, and the counts.

    `beside` are findings of rules that run beside the chosen ones (`Plan.beside`).
    """

    diagnostics: tuple[Diagnostic, ...]
    repairs: tuple[Repair, ...]
    counts: Counts
    beside: tuple[Diagnostic, ...] = ()


def scorer(rulebook: Rulebook) -> Callable[[Meta], tuple[int, int]]:
    """A function that counts the constraints that are not known to hold for a goal, and those that it breaks.

    Reading chooses by it among placements of a displaced row that cost the same.
    """
    constraints = [check for check in rulebook.checks.values() if check.rule.constraint]

    def score(meta: Meta) -> tuple[int, int]:
        results = [
            check.result(frame)
            for check in constraints
            for frame in goal_frames(check.rule.each, (None, None, None, meta))
        ]
        broken = results.count(False)
        return broken + results.count(UNKNOWN), broken

    return score


def check(
    informe: Informe,
    facts: Sequence[Fact],
    plans: Plans,
    writer: FindingWriter,
    comparison: Comparison | None = None,
) -> Checked:
    """Every finding about a report by the rules that run in each of its units; `writer` puts them into words."""
    runner = _Runner(informe, plans, comparison)
    findings = [
        writer.fact(plan.rules.checks[fact.code], fact)
        for fact in facts
        if fact.code in (plan := runner.plan_of(fact.pagina)).chosen
    ]
    runner.note_read(facts)
    findings += [writer.failure(check, frame) for check, frame in runner.failures()]
    results = runner.results
    counts = Counts(results[True] + results[False] + results[UNKNOWN], results[True], results[UNKNOWN])
    found = waiting(derived(_unique(findings), plans.rules, before_rows(informe)), writer.words)
    explained, repairs = _explained(found, runner, writer)
    others = _unique([writer.failure(check, frame) for check, frame in runner.beside]) if runner.beside else []
    return Checked(in_order(explained), repairs, counts, tuple(others))


def _explained(
    findings: list[Diagnostic], runner: _Runner, writer: FindingWriter
) -> tuple[list[Diagnostic], tuple[Repair, ...]]:
    """The repairs of the goals that break a constraint; the findings that one explains are put under the first."""
    if not runner.broken:
        return findings, ()
    from poa_lint.linter import evidence, repair

    every: list[Repair] = []
    changed: dict[str, Diagnostic] = {}
    rows: dict[int, list[Diagnostic]] = {}
    for finding in findings:
        rows.setdefault(finding.order[0], []).append(finding)
    for frame, plan in runner.broken.values():
        meta = frame[3]
        assert isinstance(meta, Meta)
        smallest = repair.repairs(frame, plan.constraints, plan.grave, runner.witness(frame))
        resolved = [
            finding
            for finding in rows.get(meta.span.start, ())
            if (finding.code, finding.where.columna) in smallest.explained
        ]
        if smallest.edits and resolved:
            changes = smallest.edits[0] if smallest.total == 1 else ()
            told = evidence.told(changes, rows[meta.span.start]) if smallest.witnessed else []
            head, *others = heading(resolved, changes)
            causes = [] if shows(head, changes) else evidence.altered(changes, told)
            if causes:
                head, others = causes[0], [*causes[1:], head, *others]
            resolved = [*causes, *resolved]
            repairs = writer.repairs(meta, smallest, resolved)
            if smallest.witnessed and runner.comparison is not None:
                repairs = evidence.spoken_for(repairs, runner.comparison, meta, writer.words)
            every += repairs
            changed |= {one.key: replace(one, derived_from=head.key) for one in told if one not in causes}
            inside = head.derived_from in {other.key for other in others}
            head = replace(head, derived_from=None if inside else head.derived_from)
            changed[head.key] = _mendable(writer.explained(head, repairs[0], resolved), meta, repairs, writer)
            changed |= {other.key: writer.follows(other, head, repairs[0]) for other in others}
    return [changed.get(finding.key, finding) for finding in findings], tuple(every)


class _Answer(NamedTuple):
    """The answer of a rule on a frame where it does not hold: False, or UNKNOWN."""

    check: Check
    plan: Plan
    frame: Frame
    result: object


class _Runner:
    """Evaluates every sentence on every frame, each by its unit's plan, and counts the results."""

    def __init__(self, informe: Informe, plans: Plans, comparison: Comparison | None = None) -> None:
        self.informe, self.plans, self.comparison = informe, plans, comparison
        self.frames = Frames(informe, comparison)
        self.results: Counter[object] = Counter()
        self.failed: set[tuple[str, int]] = set()
        self.broken: dict[int, tuple[Frame, Plan]] = {}
        """The goals that break a constraint that runs, by the offset of their row."""
        self.beside: list[tuple[Check, Frame]] = []
        """Sentences that are false of rules that run beside the chosen ones."""
        self.general = plans.of(informe.ejercicio, form=informe.cortes[0].form if informe.cortes else None)
        self.units = {id(unidad): self._plan(unidad, _form(unidad)) for unidad in informe.unidades}
        forms = {page.form for page in informe.paginas if page.form}
        self.skipped = {form: found for form in forms if (found := skipped(plans.rules, form))}
        """The codes of the rules that do not apply to pages of a form, for the forms that have such rules."""
        self.pages = {page.numero: self._plan(unit, page.form) for unit in informe.unidades for page in unit.paginas}
        self.parted = any(form.rules for form in forms)
        """True if the pages of a unit may have plans of their own."""

    def _plan(self, unidad: Unidad, form: Form | None) -> Plan:
        return self.plans.of(self.informe.ejercicio, code(unidad.programa), code(unidad.unidad_ejecutora), form)

    def plan_of(self, pagina: int | None) -> Plan:
        """The plan that holds on a page."""
        return self.pages.get(pagina or 0, self.general)

    def witness(self, frame: Frame) -> Callable[[Meta], bool] | None:
        """A function that tells if a goal says what counterparts state of it; None without them."""
        if self.comparison is None:
            return None
        from poa_lint.linter.evidence import witness

        unidad, meta = frame[1], frame[3]
        assert isinstance(unidad, Unidad)
        assert isinstance(meta, Meta)
        return witness(self.comparison, unidad, meta)

    def note_read(self, facts: Iterable[Fact]) -> None:
        """Note what reading found about goals' rows, for the rules that are silent beside it."""
        silencing = self.plans.rules.silencing
        found = {(fact.code, fact.meta.span.start) for fact in facts if fact.meta and fact.code in silencing}
        if found:
            rows = {meta.span.start: meta for page in self.informe.paginas for meta in page.metas}
            self.failed |= {(code, id(rows[start])) for code, start in found if start in rows}

    def failures(self) -> Iterator[tuple[Check, Frame]]:
        """The sentences that are false and whose rules run; those beside which others are silent come first."""
        rules = self.plans.rules
        noted: dict[str, list[_Answer]] = {}
        every = {id(plan): plan for plan in (self.general, *self.units.values(), *self.pages.values())}
        wanted = {code for plan in every.values() for code in (*plan.chosen, *plan.beside)} | rules.silencing
        for number, group in enumerate(rules.groups):
            if any(check.rule.code in wanted for check in group.checks):
                around = INNER[group.each][0] if group.each in INNER else group.each
                plans = self._by_plan(self.frames[around])
                for plan, out, frames in plans:
                    self._sweep(plan.rules.groups[number], plan, out, frames, noted)
                if len(plans) > 1:
                    self._put_in_order(group, self.frames[around], noted)
        for check in sorted(rules.checks.values(), key=lambda check: (bool(check.rule.unless), check.rule.code)):
            if check.states:
                yield from self._failures_of(check.rule, noted.get(check.rule.code, ()))

    def _sweep(
        self,
        group: Group,
        plan: Plan,
        out: frozenset[str],
        frames: Sequence[Frame],
        noted: dict[str, list[_Answer]],
    ) -> None:
        """Evaluate all rules of a group but those of `out`; count where they hold, and note where they do not."""
        checks = group.checks
        answers: list[tuple[int, Frame, object]] = []
        held = plan.rules.sweep(group)(frames, plan.rules.book.values, answers.append)
        for check, count in zip(checks, held, strict=True):
            if check.rule.code in plan.chosen and check.rule.code not in out:
                self.results[True] += count
        for number, frame, result in answers:
            if checks[number].rule.code in out:
                continue
            noted.setdefault(checks[number].rule.code, []).append(_Answer(checks[number], plan, frame, result))

    def _put_in_order(self, group: Group, around: Sequence[Frame], noted: Mapping[str, list[_Answer]]) -> None:
        """Put the answers of a group's rules in the order of the text: they came plan by plan."""
        order = {id(frame[-1]): number for number, frame in enumerate(around)}
        node = -2 if group.each in INNER else -1
        for check in group.checks:
            noted.get(check.rule.code, []).sort(key=lambda answer: order[id(answer.frame[node])])

    def _failures_of(self, rule: Rule, answers: Iterable[_Answer]) -> Iterator[tuple[Check, Frame]]:
        """The frames on which one rule's sentence is false and the rule is not silent."""
        silent = {about for code, about in self.failed if code in rule.unless} if rule.unless else ()
        for check, plan, frame, result in answers:
            if silent and subject(frame) in silent:
                continue
            runs = rule.code in plan.chosen
            if runs:
                self.results[result] += 1
            if result is False:
                self.failed.add((rule.code, subject(frame)))
                if runs:
                    self._note_broken(rule, frame, plan)
                    yield check, frame
                elif rule.code in plan.beside:
                    self.beside.append((check, frame))
        if silent:
            self._uncount(rule, silent)

    def _uncount(self, rule: Rule, silent: Collection[int]) -> None:
        """Take back the results that were counted where a rule is silent: it was not asked there."""
        for plan, out, frames in self._by_plan(self.frames[rule.each]):
            if rule.code in plan.chosen and rule.code not in out:
                check = plan.rules.checks[rule.code]
                self.results[True] -= sum(check.result(frame) is True for frame in frames if subject(frame) in silent)

    def _by_plan(self, frames: Sequence[Frame]) -> list[tuple[Plan, frozenset[str], Sequence[Frame]]]:
        """Frames with the plan that holds for their unit and the rules out of it that do not apply to their form.

        Those of one plan and one such set stand together.
        """
        if not self.skipped and all(plan is self.general for plan in (*self.units.values(), *self.pages.values())):
            return [(self.general, _NONE, frames)] if frames else []
        plans: dict[tuple[int, frozenset[str]], tuple[Plan, frozenset[str], list[Frame]]] = {}
        for frame in frames:
            plan, out = self._plan_for(frame), self._out(frame)
            plans.setdefault((id(plan), out), (plan, out, []))[2].append(frame)
        return list(plans.values())

    def _out(self, frame: Frame) -> frozenset[str]:
        """The codes of the rules that do not apply to the form of a frame's page.

        Of a unit the form is that of its first page; of the report every form counts.
        """
        if not self.skipped:
            return _NONE
        pages = [node for node in frame[1:3] if isinstance(node, Pagina)]
        pages = pages or [page for node in frame[1:2] if isinstance(node, Unidad) for page in node.paginas[:1]]
        every = [self.skipped.get(page.form, _NONE) for page in pages or self.informe.paginas if page.form]
        return frozenset.intersection(*every) if every else _NONE

    def _plan_for(self, frame: Frame) -> Plan:
        if len(frame) < 2:
            return self.general
        if self.parted and len(frame) > 2 and isinstance(frame[2], Pagina):
            return self.pages.get(frame[2].numero, self.general)
        return self.units.get(id(getattr(frame[1], "dentro", frame[1])), self.general)

    def _note_broken(self, rule: Rule, frame: Frame, plan: Plan) -> None:
        meta = goal(frame)
        if rule.constraint and meta is not None and (meta.acomodo is None or meta.acomodo.logrado):
            self.broken.setdefault(meta.span.start, (frame[:4], plan))


def _form(unidad: Unidad) -> Form | None:
    """The form of a unit: that of its first page."""
    return unidad.paginas[0].form if unidad.paginas else None


def _unique(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings with keys of their own: where two of a rule have one address, the second becomes `#2`."""
    seen: Counter[str] = Counter()
    unique: list[Diagnostic] = []
    for finding in sorted(findings, key=lambda finding: (finding.order, finding.code)):
        seen[finding.key] += 1
        number = seen[finding.key]
        unique.append(finding if number == 1 else replace(finding, key=f"{finding.key}#{number}"))
    return unique


def _mendable(head: Diagnostic, meta: Meta, repairs: Sequence[Repair], writer: FindingWriter) -> Diagnostic:
    """A finding with its fix: a percentage that alone is at fault follows from its row; any other repair is shown."""
    alone = repairs[0].of == 1 and len(repairs[0].changes) == 1
    change, cell = repairs[0].changes[0], meta.relativo
    # A cell that the row is too short for has no place in the text.
    before = max(
        (other.span.end for other in meta.celdas if other.span.start < cell.span.start), default=cell.span.start
    )
    if alone and change.target == cell.columna.id and before < cell.span.start:
        return replace(head, edits=(writer.edit(cell.span, change.value),), fixable=Fixable.UNSAFE)
    return head if head.edits else replace(head, fixable=Fixable.SHOWN)
