"""Findings in the reader's language, with their cells and places: of a sentence that is false, or of a fact."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from poa_lint.core.diagnostic import (
    Change,
    Confidence,
    Diagnostic,
    Elsewhere,
    Fixable,
    Related,
    Repair,
    Severity,
    ShownCell,
    Where,
)
from poa_lint.core.facts import Fact
from poa_lint.core.figures import UNKNOWN, Nothing, figure_text
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Informe, Meta, code
from poa_lint.core.source import Edit, Position, Span, file_of
from poa_lint.core.text import short
from poa_lint.core.words import Words
from poa_lint.expression.types import Frame
from poa_lint.linter.derived import PENDING
from poa_lint.linter.vocabulary import spoken
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.frames import goal, goal_frames
from poa_lint.rulebook.nodes import COMPARED, GOAL_NODES

if TYPE_CHECKING:
    from poa_lint.expression.shared import Shared
    from poa_lint.linter.repair import Repairs

MAX_CELLS: Final = 100
"""Cells that a finding shows of each sentence: a unit of thousands of lines would be in each finding about one."""


class FindingWriter:
    """Makes findings of failures and facts about one report, in one language."""

    def __init__(
        self,
        informe: Informe,
        words: Words,
        places: Callable[[Span], tuple[Position, Position]],
        elsewhere: Callable[[Span], Elsewhere | None] = lambda _: None,
    ) -> None:
        self.informe, self.words, self.places, self.elsewhere = informe, words, places, elsewhere
        self.units = {pagina.numero: unidad for unidad in informe.unidades for pagina in unidad.paginas}
        self.names: dict[int, str] = {}
        """The units' names as they are shown, by the identity of the unit."""
        cortes = informe.cortes
        self.form = cortes[0].form if cortes else None
        self.forms = {page.numero: page.form for page in (*informe.paginas, *informe.sin_leer)}
        self.period = cortes[0].clave if cortes else "T?"
        """The key of the last period closed, by the form with most tables."""
        keys = {form: form.key(closed) for form, closed in cortes[1:]}
        self.periods = {
            page.numero: keys[page.form] for page in (*informe.paginas, *informe.sin_leer) if page.form in keys
        }
        """The keys of pages of other forms, by the page's number."""
        self.starts = [pagina.span.start for pagina in informe.paginas]

    @cached_property
    def shared(self) -> Shared:
        """The values that findings of this report share."""
        from poa_lint.expression.shared import Shared

        return Shared()

    def failure(self, check: Check, frame: Frame) -> Diagnostic:
        """The finding for a sentence that is false on `frame`, with the cells that it read."""
        from poa_lint.expression.arithmetic import cells_read, work
        from poa_lint.expression.evaluate import value

        assert check.expect is not None
        primary = check.place(frame)
        read = [cell for part in (check.expect, *check.see) for cell in cells_read(part, frame, MAX_CELLS)]
        cells = sorted(dict.fromkeys((primary, *read)), key=lambda cell: cell.span)
        meta = goal(frame)
        pagina = meta.pagina if meta else self._page_of(primary)
        language = self.words.language
        variant = str(value(check.variant, frame)) if check.variant else ""
        found = self._finding(
            check,
            message=_variant(check.message[language], variant).on(frame, self.words, self.shared, self._spoken(pagina)),
            help=_variant(check.help[language], variant).on(frame, self.words, self.shared, self._spoken(pagina)),
            work=work(check.expect, frame, self.words),
            span=primary.span,
            pagina=pagina,
            meta=meta,
            columna=primary,
            cells=cells,
            low=_doubtful(frame)
            or (meta is not None and check.rule.each in GOAL_NODES and self._depends(check, frame, meta)),
            detail=str(value(check.detail, frame)) if check.detail else "",
            edits=self._fix(check, frame, primary),
            severity=check.rule.severity_of(variant),
        )
        return found if check.rule.each not in COMPARED else self._beside(found, frame)

    def _beside(self, finding: Diagnostic, frame: Frame) -> Diagnostic:
        """A finding of a comparison: with the address of what is missing, and how its goal was found."""
        node: Any = frame[-1]
        if len(frame) > 4:  # a goal with its counterparts, or a figure of one
            pareja: Any = frame[4]
            return replace(finding, pair=(pareja.modo, int(pareja.parecido))) if pareja.modo else finding
        if not getattr(node, "falta_aqui", False):
            return finding
        page = None if node.es_unidad else finding.where.pagina
        where = Where(page, short(node.programa), short(node.clave), short(node.numero))
        key = self._key(finding.code, where, "")
        after = None if node.es_unidad else short(node.despues_de)
        return replace(finding, where=where, key=key, unidad=short(node.nombre), columna="", after=after)

    def fact(self, check: Check, fact: Fact) -> Diagnostic:
        """The finding for a fact about the text, in the words of its rule."""
        language = self.words.language
        frame = tuple(short(text) for text in fact.values.values())
        form_words = self._spoken(fact.pagina)
        return self._finding(
            check,
            message=_variant(check.message[language], fact.variant).on(frame, self.words, None, form_words),
            help=_variant(check.help[language], fact.variant).on(frame, self.words, None, form_words),
            work=fact.values.get("acomodo", ""),
            span=fact.span,
            pagina=fact.pagina,
            meta=fact.meta,
            columna=None if fact.columna is None else Cell("", UNKNOWN, fact.span, fact.columna),
            cells=fact.cells,
            low=fact.low_confidence,
            detail=fact.detail,
            edits=tuple(self.edit(edit.span, edit.text) for edit in fact.edits),
        )

    def _spoken(self, pagina: int | None) -> Callable[[str], str] | None:
        """The function that puts a rule's words into those of a page's form."""
        form = self.forms.get(pagina or 0, self.form)
        return None if form is None else spoken(form, self.words.language)

    def edit(self, span: Span, text: str) -> Edit:
        """An edit with its positions."""
        return Edit(span, text, *self.places(span))

    def repairs(self, meta: Meta, found: Repairs, resolves: Sequence[Diagnostic]) -> tuple[Repair, ...]:
        """The smallest repairs of a goal, each with its message."""
        where = self._where(meta.pagina, meta, None)
        keys = tuple(finding.key for finding in resolves)
        titles = {cell.columna.id: cell.columna.titulo for cell in meta.celdas}
        return tuple(
            Repair(where, keys, changes, found.total, "; ".join(self._change(change, titles) for change in changes))
            for changes in found.edits
        )

    def _change(self, change: Change, titles: Mapping[str, str]) -> str:
        if change.action == "shift":
            return self._shift(change, titles)
        names = {"origin": titles.get(change.origin, ""), "target": titles[change.target]}
        return self.words(f"repair.{change.action}", value=change.value, was=short(change.was), **names)

    def _shift(self, shift: Change, titles: Mapping[str, str]) -> str:
        """The sentence about a run of figures; `titles` are those of the row's columns from left to right."""
        columns = list(titles)
        step = columns.index(shift.target) - columns.index(shift.origin)
        side = self.words.count("repair.right" if step > 0 else "repair.left", abs(step))
        names = {"origin": titles[shift.origin], "through": titles[shift.through], "target": titles[shift.target]}
        return self.words("repair.shift", side=side, **names)

    def explained(self, head: Diagnostic, repair: Repair, resolves: Sequence[Diagnostic]) -> Diagnostic:
        """The finding that heads those that a repair explains: it says what to do about all of them."""
        count, codes = len(resolves), ", ".join(dict.fromkeys(finding.code for finding in resolves))
        what = self.words.count("repair.explains", count).format(codes=codes)
        if repair.of > 1:
            advice = self.words("repair.one-of", of=figure_text(repair.of), what=what, changes=repair.message)
            return replace(head, help=f"{head.help} {advice}")
        advice = self.words.count("repair.only", len(repair.changes)).format(what=what, changes=repair.message)
        own = (
            head.code == PENDING or head.group == "comparacion"
        )  # the figure may be another, or another file's to mend
        return replace(head, help=f"{head.help} {advice}" if own else advice)

    def follows(self, finding: Diagnostic, head: Diagnostic, repair: Repair) -> Diagnostic:
        """A finding that a repair explains, under the first: its own advice would change another figure."""
        if repair.of > 1:
            return replace(finding, derived_from=head.key)
        advice = self.words("repair.too", code=head.code, changes=repair.message)
        return replace(finding, derived_from=head.key, help=advice)

    def _fix(self, check: Check, frame: Frame, primary: Cell[Any]) -> tuple[Edit, ...]:
        """The edits that mend a failure: one, where the cell does not say so already."""
        if check.fix is None:
            return ()
        from poa_lint.expression.evaluate import cells

        cell = primary if check.fix.at is None else cells(check.fix.at, frame)[0]
        text = check.fix.text.on(frame, self.words)
        fits = text != cell.raw and "\n" not in text and "\t" not in text
        return (self.edit(cell.span, text),) if fits else ()

    def _finding(
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
        edits: tuple[Edit, ...] = (),
        severity: Severity | None = None,
    ) -> Diagnostic:
        where = self._where(pagina, meta, columna)
        rule = check.rule
        start, end = self.places(span)
        return Diagnostic(
            code=rule.code,
            rule=rule.name,
            group=rule.group,
            severity=severity or rule.severity_of(""),
            confidence=Confidence.LOW if low else Confidence.HIGH,
            message=message,
            work=work,
            help=help,
            span=span,
            where=where,
            key=self._key(rule.code, where, detail),
            unidad=self._unit_name(pagina),
            columna=columna.columna.titulo if columna else "",
            cells=tuple(
                ShownCell(
                    cell.columna.titulo, short(cell.raw), cell.span == span, not cell.raw and cell.value is UNKNOWN
                )
                for cell in cells
                if _worth_showing(cell.span, span, meta)
            ),
            related=tuple(
                Related(
                    cell.span,
                    where,
                    cell.columna.id,
                    cell.columna.titulo,
                    short(cell.raw),
                    *self.places(cell.span),
                    self.elsewhere(cell.span),
                )
                for cell in cells
                if cell.span != span
            ),
            order=(meta.span.start if meta else span.start, span.start),
            edits=edits if rule.fix else (),
            fixable=Fixable(rule.fix.level) if rule.fix and edits else Fixable.NONE,
            start=start,
            end=end,
        )

    def _where(self, pagina: int | None, meta: Meta | None, columna: Cell[Any] | None) -> Where:
        unidad = self.units.get(pagina or 0)
        return Where(
            pagina,
            short(code(unidad.programa)) if unidad else "",
            short(code(unidad.unidad_ejecutora)) if unidad else "",
            short(meta.numero.raw) if meta else "",
            columna.columna.id if columna else "",
        )

    def _unit_name(self, pagina: int | None) -> str:
        unidad = self.units.get(pagina or 0)
        if unidad is None:
            return ""
        if id(unidad) not in self.names:
            self.names[id(unidad)] = short(unidad.nombre)
        return self.names[id(unidad)]

    def _key(self, code: str, where: Where, detail: str) -> str:
        year = "?" if isinstance(self.informe.ejercicio, Nothing) else str(self.informe.ejercicio)
        period = self.periods.get(where.pagina or 0, self.period)
        path = [where.programa or "-", where.unidad or "-", where.meta or "-", where.columna or "-"]
        return ":".join((code, year, period, "/".join([*path, detail] if detail else path)))

    def _page_of(self, cell: Cell[object]) -> int | None:
        """The page that a cell stands on."""
        index = bisect_right(self.starts, cell.span.start) - 1
        return self.informe.paginas[index].numero if index >= 0 else None

    def _depends(self, check: Check, frame: Frame, meta: Meta) -> bool:
        """True if the finding would not stand under every other placement of the row that is as likely."""
        if meta.acomodo is None:
            return False
        return any(not self._fails_too(check, frame, otra) for otra in meta.acomodo.otras)

    def _fails_too(self, check: Check, frame: Frame, otra: Meta) -> bool:
        column = check.place(frame).columna
        return any(
            check.result(other) is False and check.place(other).columna == column
            for other in goal_frames(check.rule.each, (*frame[:3], otra))
        )


def _worth_showing(cell: Span, primary: Span, meta: Meta | None) -> bool:
    """True if a cell belongs beside the `primary` one: of its own row where that is a goal, and not part of it."""
    if file_of(cell.start):
        return False
    if cell == primary:
        return True
    if meta is not None and meta.span.start <= primary.start <= meta.span.end:
        near = meta.span.start <= cell.start <= meta.span.end or meta.unidad_medida.span == primary
    else:
        near = True
    return near and (cell.end <= primary.start or primary.end <= cell.start)


def _doubtful(frame: Frame) -> bool:
    """True for a goal of which it is not certain that it is the one in the other file."""
    return len(frame) > 4 and getattr(frame[4], "modo", "") == "dudosa"


def _variant(templates: Mapping[str, Any], variant: str) -> Any:
    return templates.get(variant) or templates[""]
