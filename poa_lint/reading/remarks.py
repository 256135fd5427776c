"""What only the original of a text knows of a report's cells: the facts, and the values that are unknown for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from poa_lint.core.facts import Fact
from poa_lint.core.figures import UNKNOWN, Nothing, figure_text, ratio
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Clave, Firma, Informe, Meta, Pagina
from poa_lint.core.source import Remark, Span
from poa_lint.reading import header, values
from poa_lint.reading.goal import hidden
from poa_lint.reading.read import Reading, unidades

VALUELESS: Final = "formula_sin_valor"
ERROR: Final = "error_de_formula"
HIDDEN_ROW: Final = "oculta_fila"
UNSHARED: Final = "porcentaje_sin_formato"
UNKNOWING: Final = frozenset({"POA021", "POA022", "POA023"})
"""What is found in a cell whose value is not known."""
CONSEQUENCES: Final = frozenset({"POA003", "POA009"})
"""What else is said of such a cell, and only because of it."""
NUMBERLESS: Final = "POA006"
ROW: Final = 4
"""Formulas without a result in a line with nothing written: a goal's row; a line of the header has three cells."""
BOOK: Final = 20
"""Formulas without a result in a file without a report: it is they that hide it."""
SIGNED: Final = 6
"""Lines under a signature's role that may hold its charge and name."""
CLOSE: Final = ratio(1, 200)
"""How far a figure may be rounded and be the same on paper: the form has two decimals at most."""


def known(reading: Reading, text: str, remarks: Sequence[Remark]) -> Reading:
    """A report with the facts that remarks on its text come to; cells whose value nobody knows are UNKNOWN.

    Remarks on what is no cell of the report come to nothing.
    """
    noted = _Noted(text, remarks)
    paginas = tuple([noted.pagina(pagina, reading.facts) for pagina in reading.informe.paginas])
    noted.whole(empty=not paginas)
    metas = {meta.span: meta for pagina in paginas for meta in pagina.metas}
    said = [fact for fact in reading.facts if not _follows(fact, noted.unknown, metas)]
    facts = [
        fact if fact.meta is None else fact._replace(meta=metas.get(fact.meta.span, fact.meta))
        for fact in (*said, *noted.facts)
    ]
    informe = reading.informe
    found = Informe(paginas, tuple(unidades(paginas)), informe.ejercicio, informe.fecha, informe.corte)
    return Reading(found, tuple(facts))


def _follows(fact: Fact, unknown: Collection[int], metas: Mapping[Span, Meta]) -> bool:
    """Whether something was said only because a cell's value is not known."""
    if fact.code == NUMBERLESS and fact.meta is not None:
        return metas.get(fact.meta.span, fact.meta).numero.value is UNKNOWN
    return fact.code in CONSEQUENCES and fact.span.start in unknown


class _Noted:
    """Goes over a report with the remarks on its text; what was told, or needs no telling, is taken."""

    def __init__(self, text: str, remarks: Sequence[Remark]) -> None:
        self.text, self.remarks = text, sorted(remarks, key=lambda one: (one.start, one.kind))
        self.starts = [one.start for one in self.remarks]
        self.taken: set[int] = set()
        self.facts: list[Fact] = []
        self.unknown: set[int] = set()
        """Where cells begin whose value is not known, and what says that something is missing there."""

    def within(self, span: Span) -> Sequence[Remark]:
        """The remarks that begin in a stretch of the text or right at its end."""
        found = self.places(span)
        self.taken.update(found)
        return self.remarks[found.start : found.stop]

    def places(self, span: Span) -> range:
        """Which of the remarks those are."""
        return range(bisect_left(self.starts, span.start), bisect_right(self.starts, span.end))

    def valueless(self, span: Span) -> list[Remark]:
        """The formulas without a result in a stretch of the text that nobody looked at."""
        rest = (self.remarks[place] for place in self.places(span) if place not in self.taken)
        return [one for one in rest if one.kind == VALUELESS]

    def line(self, offset: int, more: int = 0) -> Span:
        """The whole line of an offset, and some of those behind it."""
        end = offset - 1
        for _ in range(more + 1):
            end = self.text.find("\n", end + 1)
            if end < 0:
                end = len(self.text)
                break
        return Span(self.text.rfind("\n", 0, offset) + 1, end)

    def pagina(self, pagina: Pagina, said: Sequence[Fact]) -> Pagina:
        """A page as the remarks on it have it."""
        metas = tuple([self.meta(meta) for meta in pagina.metas])
        entries = {name: self.clave(getattr(pagina, name), pagina) for name in header.SINGLE}
        ejes, lineas = (tuple([self.clave(one, pagina) for one in own]) for own in (pagina.ejes, pagina.lineas))
        line, fecha = self.line(pagina.fecha.span.start), pagina.fecha
        if fecha.span.start > line.start:  # else there is no line for it
            fecha = self.cell(fecha, line, pagina)
        firmas = tuple([self.firma(firma, pagina) for firma in pagina.firmas])
        for fact in said:
            if fact.code == "POA009" and fact.variant == "sin_codigo" and fact.pagina == pagina.numero:
                assert fact.columna is not None
                self.cell(Cell("", UNKNOWN, fact.span, fact.columna), fact.span, pagina)
        self.rows(pagina)
        return replace(pagina, metas=metas, ejes=ejes, lineas=lineas, fecha=fecha, firmas=firmas, **entries)

    # The header and the signatures

    def clave(self, clave: Clave, pagina: Pagina) -> Clave:
        """A code with its name."""
        codigo = self.cell(clave.codigo, clave.span, pagina)
        nombre = clave.nombre if codigo is not clave.codigo else self.cell(clave.nombre, clave.span, pagina)
        return Clave(codigo, nombre, clave.span)

    def firma(self, firma: Firma, pagina: Pagina) -> Firma:
        """A signature: its charge and name stand in the lines under its role, or in some above it."""
        stated = (firma.cargo, firma.nombre)
        first = min(firma.span.start, *(one.span.start for one in stated if one.raw), firma.span.start)
        lines = Span(self.line(first).start, self.line(firma.span.start, SIGNED).end)
        cargo, nombre = (self.cell(one, lines, pagina) for one in stated)
        return Firma(firma.rol, cargo, nombre, firma.span)

    def cell(self, cell: Cell[Any], around: Span, pagina: Pagina) -> Cell[Any]:
        """A cell of the header or of a signature; `around` are the lines that it may stand in."""
        for one in self.within(around):
            span, columna = Span(one.start, one.end), cell.columna
            if one.kind == HIDDEN_ROW and one.start <= cell.span.start <= one.end and cell.raw:
                said = _hidden_thing(one, columna.titulo)
                self.tell(Fact("POA024", span, said, "dato", pagina.numero, columna=columna))
            if one.kind == VALUELESS and not cell.raw:
                said = {"columna": columna.titulo, "formula": one.values["formula"]}
                self.tell(Fact("POA021", span, said, "celda", pagina.numero, columna=columna))
            elif one.kind == ERROR and cell.raw and one.start <= cell.span.start <= one.end:
                said = {"columna": columna.titulo, "escrito": cell.raw}
                self.tell(Fact("POA022", span, said, "", pagina.numero, columna=columna))
            else:
                continue
            self.unknown.add(cell.span.start)
            cell = Cell("", UNKNOWN, cell.span, columna)
        return cell

    def tell(self, fact: Fact) -> None:
        """Note a fact, once for its place: a line may hold several cells."""
        if not any(fact.span == other.span and fact.code == other.code for other in self.facts):
            self.facts.append(fact)

    # Goals

    def meta(self, meta: Meta) -> Meta:
        """A goal; what is said of a cell whose value is not known is all that is said of it."""
        line = self.line(meta.span.start)
        found = self.within(Span(line.start, max(line.end, meta.span.end)))
        unknown: set[int] = set()
        for one in found:
            cell = next((cell for cell in meta.celdas if one.start <= cell.span.start <= one.end), None)
            fact = None if cell is None else _of_goal(one, cell, meta, found)
            if fact is not None:
                self.facts.append(fact)
                if fact.code in UNKNOWING:
                    unknown.add(fact.span.start)
        self.unknown |= unknown
        return hidden(meta, lambda cell: cell.span.start in unknown) if unknown else meta

    # The rest of the file

    def rows(self, pagina: Pagina) -> None:
        """POA021 for lines of a page with formulas that have no result and nothing else: goals that cannot be read."""
        end = min((firma.span.start for firma in pagina.firmas), default=pagina.span.end)
        lines: dict[Span, list[Remark]] = {}
        for one in self.valueless(Span(pagina.span.start, end)) if pagina.metas else ():
            lines.setdefault(self.line(one.start), []).append(one)
        for line, found in lines.items():
            if len(found) >= ROW and not self.text[line.start : line.end].strip():
                self.within(line)
                self.facts.append(_valueless(found[0], "renglon", pagina.numero))

    def whole(self, *, empty: bool) -> None:
        """What is said of the file: sheets and pages that were not read, formulas that hide a whole report."""
        valueless = self.valueless(Span(0, len(self.text))) if empty else []
        if len(valueless) >= BOOK:
            self.facts.append(_valueless(valueless[0], "libro"))
        for one in self.remarks:
            span = Span(one.start, one.end)
            if one.kind == "oculta_hoja":
                name = one.values["sheet"]
                self.facts.append(Fact("POA024", span, _hidden_thing(one), "hoja", detail=name))
            elif one.kind == "pagina_sin_texto" and not empty:
                number = one.values["page"]
                self.facts.append(Fact("POA026", span, {"pagina": number}, detail=number))


def _valueless(one: Remark, variant: str, pagina: int | None = None) -> Fact:
    said = {"columna": "", "formula": one.values["formula"]}
    return Fact("POA021", Span(one.start, one.end), said, variant, pagina, detail=variant)


def _hidden_thing(one: Remark, que: str = "") -> Mapping[str, str]:
    said = one.values
    return {"hoja": said["sheet"], "fila": said.get("row", ""), "columna": said.get("column", ""), "que": que}


def _of_goal(one: Remark, cell: Cell[Any], meta: Meta, others: Sequence[Remark]) -> Fact | None:
    """What a remark on a cell of a goal comes to."""
    columna, pagina = cell.columna, meta.pagina
    figure = any(cifra.columna == columna.id for cifra in meta.cifras)
    shown = {"columna": columna.titulo, "escrito": cell.raw}
    code, said = "", shown
    if one.kind == HIDDEN_ROW:
        return Fact("POA024", meta.span, _hidden_thing(one, meta.numero.raw), "meta", pagina, meta)
    if one.kind == "oculta_columna":
        return Fact("POA024", cell.span, _hidden_thing(one, columna.titulo), "columna", pagina, columna=columna)
    if one.kind == VALUELESS:
        said = {"columna": columna.titulo, "formula": one.values["formula"]}
        return Fact("POA021", cell.span, said, "celda", pagina, meta, columna)
    if one.kind == ERROR:
        code = "POA022"
    elif one.kind == "texto_como_numero" and figure:
        code = "POA020"
    elif one.kind == UNSHARED and columna == meta.relativo.columna and _share(cell.raw, meta):
        code, said = "POA023", {**shown, **_both_ways(cell.raw)}
    elif one.kind == "redondeo_por_formato" and figure and _rounded(one):
        formatted = all(other.kind != UNSHARED or other.start != one.start for other in others)
        code, said = "POA025" if formatted else "", {**shown, "guardado": one.values["stored"]}
    return Fact(code, cell.span, said, "", pagina, meta, columna, (cell,)) if code else None


def _share(raw: str, meta: Meta) -> bool:
    """Whether a number without a percentage format is a share, or may be: 0.25; 1.5 where six of four are done.

    All else is meant in points.
    """
    stated = values.figure(raw)
    if isinstance(stated, Nothing) or stated == 0:
        return False
    anual, absoluto = (cell.value for cell in (meta.meta_anual, meta.absoluto))
    if values.percent(raw) is UNKNOWN or isinstance(anual, Nothing) or isinstance(absoluto, Nothing):
        return values.percent(raw) is UNKNOWN
    return -anual < (stated * anual - absoluto) * 100 < anual


def _both_ways(raw: str) -> dict[str, str]:
    """A number as a share and as points."""
    stated = values.figure(raw)
    assert not isinstance(stated, Nothing)
    return {"parte": figure_text(stated * 100), "puntos": figure_text(stated)}


def _rounded(one: Remark) -> bool:
    """Whether the figure shown is another on paper, and not the same with fewer decimals."""
    shown, stored = (values.figure(one.values[name]) for name in ("shown", "stored"))
    return not (isinstance(shown, Nothing) or isinstance(stored, Nothing) or -CLOSE <= shown - stored <= CLOSE)
