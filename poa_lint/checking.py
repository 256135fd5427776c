"""Run the rules over a report: a sentence that is false of one of its nodes is a finding."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from poa_lint import relations
from poa_lint.diagnostic import Confidence, Diagnostic, Related, Severity, ShownCell, Where, in_order
from poa_lint.expression.types import Frame
from poa_lint.expression.work import cells_read, work
from poa_lint.facts import Fact
from poa_lint.fields import GOAL_NODES
from poa_lint.figures import UNKNOWN, Nothing
from poa_lint.report import Cell, Informe, Meta, Pagina
from poa_lint.rulebook.checks import Check, Rulebook, adjusted
from poa_lint.rulebook.rule import Rule
from poa_lint.settings import Choice, Settings
from poa_lint.source import Span
from poa_lint.words import Words

MAX_SHOWN: Final = 200
"""Characters of a cell that a finding carries; a megabyte in one cell stays in the report."""


class Counts(NamedTuple):
    """How many sentences were evaluated on how many nodes: all, those that hold, those that cannot be told."""

    checked: int
    passed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in order, and the counts."""

    diagnostics: tuple[Diagnostic, ...]
    counts: Counts


class _Failure(NamedTuple):
    """A sentence that is false on a frame."""

    check: Check
    frame: Frame


class Plan(NamedTuple):
    """The rules as they hold somewhere, and which of them run."""

    rules: Rulebook
    chosen: frozenset[str]


class Plans:
    """The plan of each unit of a report. Where no override speaks of units or years there is one."""

    def __init__(self, rules: Rulebook, settings: Settings) -> None:
        self.rules, self.settings = rules, settings
        self.made: dict[str, Plan] = {}

    def of(self, year: object, programa: str = "", unidad: str = "") -> Plan:
        """The plan for a unit, or for what belongs to no unit."""
        choice = self.settings.choice_for(year, programa, unidad) if self.settings.overrides else self.settings.choice
        key = repr(choice) if self.settings.overrides else ""
        if key not in self.made:
            rules = adjusted(self.rules, choice)
            self.made[key] = Plan(rules, selected(rules, choice))
        return self.made[key]


def selected(rulebook: Rulebook, choice: Choice) -> frozenset[str]:
    """The codes of the rules that run."""
    chosen = {
        code
        for code, check in rulebook.checks.items()
        if any(map(check.rule.answers_to, choice.select))
        or (not choice.select and check.rule.severity is not Severity.OFF)
    }
    return frozenset(code for code in chosen if not any(map(rulebook.checks[code].rule.answers_to, choice.ignore)))


def judge(rulebook: Rulebook) -> Callable[[Meta], tuple[int, int]]:
    """How many constraints are not known to hold for a goal, and how many it breaks.

    Reading chooses by it among placements of a displaced row that cost the same.
    """
    constraints = [check for check in rulebook.checks.values() if check.rule.constraint]

    def score(meta: Meta) -> tuple[int, int]:
        results = [
            _result(check, frame)
            for check in constraints
            for frame in _goal_frames(check.rule.each, (None, None, None, meta))
        ]
        broken = results.count(False)
        return broken + results.count(UNKNOWN), broken

    return score


def check(informe: Informe, facts: Sequence[Fact], plans: Plans, words: Words) -> Checked:
    """Every finding about a report by the rules that run in each of its units."""
    runner = _Runner(informe, plans)
    teller = _Teller(informe, words)
    found = [
        teller.fact(plan.rules.checks[fact.code], fact)
        for fact in facts
        if fact.code in (plan := runner.plan_of(fact.pagina)).chosen
    ]
    found += [teller.failure(failure) for failure in runner.failures()]
    results = runner.results
    counts = Counts(results[True] + results[False] + results[UNKNOWN], results[True], results[UNKNOWN])
    return Checked(in_order(_derived(_unique(found), plans.rules)), counts)


class _Runner:
    """Evaluates every sentence on every frame, each by its unit's plan, and counts what came of it."""

    def __init__(self, informe: Informe, plans: Plans) -> None:
        self.informe, self.plans = informe, plans
        self.frames = _Frames(informe)
        self.results: Counter[object] = Counter()
        self.failed: set[tuple[str, int]] = set()
        year = informe.ejercicio
        self.general = plans.of(year)
        self.units = {
            id(unidad): plans.of(year, unidad.programa.codigo.raw, unidad.unidad_ejecutora.codigo.raw)
            for unidad in informe.unidades
        }
        self.pages = {page.numero: self.units[id(unit)] for unit in informe.unidades for page in unit.paginas}

    def plan_of(self, pagina: int | None) -> Plan:
        """The plan that holds on a page."""
        return self.pages.get(pagina or 0, self.general)

    def failures(self) -> Iterator[_Failure]:
        """The sentences that are false and whose rules run; those beside which others are silent come first."""
        rules = self.plans.rules.checks
        silencing = {code for check in rules.values() for code in check.rule.unless}
        running = {code for plan in (self.general, *self.units.values()) for code in plan.chosen} | silencing
        for code in sorted(running & rules.keys(), key=lambda code: (bool(rules[code].rule.unless), code)):
            if rules[code].expect is not None:
                yield from self.failures_of(rules[code].rule)

    def failures_of(self, rule: Rule) -> Iterator[_Failure]:
        """One rule on every frame of its kind."""
        for frame in self.frames[rule.each]:
            if rule.unless and any((other, _subject(frame)) in self.failed for other in rule.unless):
                continue
            plan = self.units[id(frame[1])] if len(frame) > 1 and id(frame[1]) in self.units else self.general
            check = plan.rules.checks[rule.code]
            result = _result(check, frame)
            if rule.code in plan.chosen:
                self.results[result] += 1
            if result is False:
                self.failed.add((rule.code, _subject(frame)))
                if rule.code in plan.chosen:
                    yield _Failure(check, frame)


def _result(check: Check, frame: Frame) -> object:
    """True, False, UNKNOWN, or None where the rule does not apply."""
    assert check.expect is not None
    if check.when is not None:
        applies = check.when.run(frame)
        if applies is not True:
            return UNKNOWN if isinstance(applies, Nothing) else None
    return check.expect.run(frame)


class _Frames(dict[str, Sequence[Frame]]):
    """The frames of every kind of rule in the order of the text, each kind made when a rule first asks for it."""

    def __init__(self, informe: Informe) -> None:
        super().__init__()
        self.informe = informe

    def __missing__(self, kind: str) -> Sequence[Frame]:
        self[kind] = found = list(_BUILDERS[kind](self))
        return found


def _units(frames: _Frames) -> Iterable[Frame]:
    return ((frames.informe, unidad) for unidad in frames.informe.unidades)


def _pages(frames: _Frames) -> Iterable[Frame]:
    owners = {pagina.numero: unidad for unidad in frames.informe.unidades for pagina in unidad.paginas}
    return ((frames.informe, owners[pagina.numero], pagina) for pagina in frames.informe.paginas)


def _inside(outer: str, inner: Callable[[Any], Iterable[object]]) -> Callable[[_Frames], Iterable[Frame]]:
    """The frames of what stands inside the nodes of another kind."""
    return lambda frames: ((*frame, node) for frame in frames[outer] for node in inner(frame[-1]))


def _headers(frames: _Frames) -> Iterable[Frame]:
    found = relations.datos(frames.informe)
    return ((*frame, dato) for frame in frames["pagina"] for dato in found[_pagina(frame).numero])


def _numbers(frames: _Frames) -> Iterable[Frame]:
    found = relations.numeraciones(frames.informe)
    return ((*frame, found[id(frame[3])]) for frame in frames["meta"])


_BUILDERS: Final[Mapping[str, Callable[[_Frames], Iterable[Frame]]]] = {
    "informe": lambda frames: [(frames.informe,)],
    "unidad": _units,
    "pagina": _pages,
    "meta": _inside("pagina", lambda pagina: pagina.metas),
    "periodo": _inside("meta", lambda meta: meta.periodos),
    "cifra": _inside("meta", lambda meta: meta.cifras),
    "firma": _inside("pagina", lambda pagina: pagina.firmas),
    "nivel": _inside("pagina", relations.niveles),
    "linea": _inside("unidad", lambda unidad: unidad.lineas),
    "eje": _inside("unidad", lambda unidad: unidad.ejes),
    "alineacion": _inside("unidad", relations.alineaciones),
    "dato": _headers,
    "numeracion": _numbers,
    "variante": _inside("informe", relations.variantes),
}


def _pagina(frame: Frame) -> Pagina:
    pagina = frame[2]
    assert isinstance(pagina, Pagina)
    return pagina


def _goal_frames(each: str, frame: Frame) -> Iterable[Frame]:
    meta = frame[3]
    assert isinstance(meta, Meta)
    if each == "meta":
        return (frame,)
    return ((*frame, inner) for inner in (meta.periodos if each == "periodo" else meta.cifras))


def _meta(frame: Frame) -> Meta | None:
    """The goal that a frame is about, or that its innermost node belongs to."""
    inner = frame[-1]
    if isinstance(inner, relations.Alineacion | relations.Variante):
        return inner.meta
    meta = frame[3] if len(frame) > 3 else None
    return meta if isinstance(meta, Meta) else None


def _subject(frame: Frame) -> int:
    """What a frame is about, for rules that look at each other: its goal, else its page, unit or report."""
    return id(_meta(frame) or frame[min(2, len(frame) - 1)])


class _Teller:
    """Makes diagnostics of failures and facts, in one language."""

    def __init__(self, informe: Informe, words: Words) -> None:
        self.informe, self.words = informe, words
        self.units = {pagina.numero: unidad for unidad in informe.unidades for pagina in unidad.paginas}
        self.starts = [pagina.span.start for pagina in informe.paginas]

    def failure(self, failure: _Failure) -> Diagnostic:
        """A sentence that is false, told with the cells that it read."""
        check, frame = failure
        assert check.expect is not None
        primary = check.place(frame)
        read = [
            *cells_read(check.expect, frame),
            *(cell for see in check.see for cell in cells_read(see, frame)),
        ]
        cells = sorted({primary, *read}, key=lambda cell: cell.span)
        meta = _meta(frame)
        pagina = meta.pagina if meta else self._page_of(primary)
        return self._told(
            check,
            message=check.message[self.words.language][""].on(frame, self.words),
            help=check.help[self.words.language][""].on(frame, self.words),
            work=work(check.expect, frame, self.words),
            span=primary.span,
            pagina=pagina,
            meta=meta,
            columna=primary,
            cells=cells,
            low=meta is not None and check.rule.each in GOAL_NODES and self._depends(check, frame, meta),
            detail=str(check.detail.run(frame)) if check.detail else "",
        )

    def fact(self, check: Check, fact: Fact) -> Diagnostic:
        """What reading found, told by its rule."""
        language = self.words.language
        frame = tuple(_short(value) for value in fact.values.values())
        return self._told(
            check,
            message=_variant(check.message[language], fact.variant).on(frame, self.words),
            help=_variant(check.help[language], fact.variant).on(frame, self.words),
            work=fact.values.get("acomodo", ""),
            span=fact.span,
            pagina=fact.pagina,
            meta=fact.meta,
            columna=None if fact.columna is None else Cell("", UNKNOWN, fact.span, fact.columna),
            cells=fact.cells,
            low=fact.low_confidence,
            detail=fact.detail,
        )

    def _told(
        self,
        check: Check,
        *,
        message: str,
        help: str,
        work: str,
        span: Span,
        pagina: int | None,
        meta: Meta | None,
        columna: Cell[Any] | None,
        cells: Sequence[Cell[Any]],
        low: bool,
        detail: str = "",
    ) -> Diagnostic:
        where = self._where(pagina, meta, columna)
        rule = check.rule
        return Diagnostic(
            code=rule.code,
            rule=rule.name,
            group=rule.group,
            severity=Severity.INFO if rule.severity is Severity.OFF else rule.severity,
            confidence=Confidence.LOW if low else Confidence.HIGH,
            message=message,
            work=work,
            help=help,
            span=span,
            where=where,
            key=self._key(rule.code, where, detail),
            unidad=self._unit_name(pagina),
            columna=columna.columna.titulo if columna else "",
            cells=tuple(ShownCell(cell.columna.titulo, _short(cell.raw), cell.span == span) for cell in cells),
            related=tuple(
                Related(
                    cell.span,
                    where._replace(columna=cell.columna.id),
                    f"{cell.columna.titulo} = {_short(cell.raw)}",
                )
                for cell in cells
                if cell.span != span
            ),
            order=(meta.span.start if meta else span.start, span.start),
        )

    def _where(self, pagina: int | None, meta: Meta | None, columna: Cell[Any] | None) -> Where:
        unidad = self.units.get(pagina or 0)
        return Where(
            pagina,
            _short(unidad.programa.codigo.raw) if unidad else "",
            _short(unidad.unidad_ejecutora.codigo.raw) if unidad else "",
            _short(meta.numero.raw) if meta else "",
            columna.columna.id if columna else "",
        )

    def _unit_name(self, pagina: int | None) -> str:
        unidad = self.units.get(pagina or 0)
        return _short(unidad.nombre) if unidad else ""

    def _key(self, code: str, where: Where, detail: str) -> str:
        year = "?" if isinstance(self.informe.ejercicio, Nothing) else str(self.informe.ejercicio)
        quarter = "T?" if isinstance(self.informe.corte, Nothing) else f"T{self.informe.corte}"
        path = [where.programa or "-", where.unidad or "-", where.meta or "-", where.columna or "-"]
        return ":".join((code, year, quarter, "/".join([*path, detail] if detail else path)))

    def _page_of(self, cell: Cell[object]) -> int | None:
        """The page that a cell stands on."""
        place = bisect_right(self.starts, cell.span.start) - 1
        return self.informe.paginas[place].numero if place >= 0 else None

    def _depends(self, check: Check, frame: Frame, meta: Meta) -> bool:
        """Whether the finding would not stand under every other placement of the row that is as likely."""
        if meta.acomodo is None:
            return False
        return any(not self._fails_too(check, frame, otra) for otra in meta.acomodo.otras)

    def _fails_too(self, check: Check, frame: Frame, otra: Meta) -> bool:
        column = check.place(frame).columna
        return any(
            _result(check, other) is False and check.place(other).columna == column
            for other in _goal_frames(check.rule.each, (*frame[:3], otra))
        )


def _variant(templates: Mapping[str, Any], variant: str) -> Any:
    return templates[variant] if variant in templates else templates[""]


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."


def _unique(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Keys told apart where two findings of a rule have one address: the second is `#2`."""
    seen: Counter[str] = Counter()
    unique: list[Diagnostic] = []
    for one in sorted(found, key=lambda one: (one.order, one.code)):
        seen[one.key] += 1
        number = seen[one.key]
        unique.append(one if number == 1 else replace(one, key=f"{one.key}#{number}"))
    return unique


def _derived(found: list[Diagnostic], rulebook: Rulebook) -> list[Diagnostic]:
    """Give each finding that follows from another the key of that one: on its goal, else its page, else its unit."""
    first: dict[tuple[object, ...], str] = {}
    for one in found:
        for place in _places(one):
            first.setdefault((one.code, *place), one.key)
    derived: list[Diagnostic] = []
    for one in found:
        follows = (*rulebook.checks[one.code].rule.follows, *(("POA002",) if _placed(one) else ()))
        keys = (first.get((code, *place)) for code in follows for place in _places(one))
        cause = next((key for key in keys if key not in (None, one.key)), None)
        derived.append(one if cause is None else replace(one, derived_from=cause))
    return derived


def _places(one: Diagnostic) -> tuple[tuple[object, ...], ...]:
    """Where a cause of a finding is looked for, the nearest first. A goal's cause stands on the goal."""
    if one.where.meta or one.order[0] != one.span.start:
        return (("row", one.order[0]),)
    return (("page", one.where.pagina), ("unit", one.where.programa, one.where.unidad))


def _placed(one: Diagnostic) -> bool:
    """Whether a finding depends on how its row's cells were placed."""
    return one.confidence is Confidence.LOW and one.code != "POA002" and bool(one.where.meta)
