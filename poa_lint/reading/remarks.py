"""Apply a file's remarks to the report that was read from its text: facts, and cells whose value is UNKNOWN for them.

A remark tells what an office's file knows of a stretch of its text and the text does not show: a formula without a
result, a hidden row, a figure that is rounded for display. For example, a remark `formula_sin_valor` on the empty
cell of a goal's META ANUAL gives that cell the value UNKNOWN and the fact POA021.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from poa_lint.core.facts import Fact
from poa_lint.core.figures import UNKNOWN, Nothing, figure_text, ratio
from poa_lint.core.records import replace
from poa_lint.core.report import Acomodo, Cell, Clave, Firma, Informe, Meta, Pagina
from poa_lint.core.source import Remark, Span
from poa_lint.reading import header, values
from poa_lint.reading.goal import unplaced, with_unknown
from poa_lint.reading.read import NOTHING, Reading
from poa_lint.reading.units import unidades

VALUELESS: Final = "formula_sin_valor"
ERROR: Final = "error_de_formula"
HIDDEN_ROW: Final = "oculta_fila"
UNFORMATTED_PERCENT: Final = "porcentaje_sin_formato"
DATED: Final = "numero_con_formato_de_fecha"
DOUBTFUL_ROW: Final = "renglon_incierto"
DOUBTFUL_TABLE: Final = "tabla_incierta"
UNPLACED: Final = Acomodo(0, 0, (), (), logrado=False)
"""The placement of a row whose figures may stand under other columns."""
VALUE_UNKNOWN: Final = frozenset({"POA003", "POA021", "POA022", "POA023"})
"""The rules of facts that make the value of their cell UNKNOWN."""
CONSEQUENCES: Final = frozenset({"POA003", "POA009"})
"""The rules of facts that are left out for a cell whose value is UNKNOWN for a remark: it is the reason for them."""
MISSING_NUMBER: Final = "POA006"
MIN_ROW: Final = 4
"""Formulas without a result from which an empty line is taken for a goal: a line of the header has three cells."""
MIN_REPORT: Final = 20
"""Formulas without a result from which a file without pages is taken for a report that they hide."""
SIGNATURE_LINES: Final = 6
"""Lines under a signature's role that may hold its post and name."""
MAX_ROUNDING: Final = ratio(1, 200)
"""The difference up to which a rounded figure is the same on paper: the form has two decimals at most."""


def with_remarks(reading: Reading, text: str, remarks: Sequence[Remark]) -> Reading:
    """`reading` with the facts that `remarks` on its `text` give, and UNKNOWN in cells that they leave without value.

    Of the remarks outside the report's cells, only those on empty lines, whole sheets and whole pages give facts.
    """
    reading = _without_doubtful_tables(reading, [remark for remark in remarks if remark.kind == DOUBTFUL_TABLE])
    informe = reading.informe
    overlay = _Overlay(text, [remark for remark in remarks if not _of_unread_page(remark, informe)])
    paginas = tuple([overlay.pagina(pagina, reading.facts) for pagina in informe.paginas])
    overlay.whole_file(empty=not paginas)
    metas = {meta.span: meta for pagina in paginas for meta in pagina.metas}
    remaining = [
        fact for fact in reading.facts if not _is_consequence(fact, overlay.unknown, metas) and not overlay.untold(fact)
    ]
    facts = [
        fact if fact.meta is None else fact._replace(meta=metas.get(fact.meta.span, fact.meta))
        for fact in (*remaining, *overlay.facts)
    ]
    units = tuple(unidades(paginas, informe.sin_leer))
    return replace(reading, informe=replace(informe, paginas=paginas, unidades=units), facts=tuple(facts))


def _without_doubtful_tables(reading: Reading, remarks: Sequence[Remark]) -> Reading:
    """`reading` without the pages that have a table whose columns cannot be told: one fact for each, and no other."""
    if not remarks:
        return reading
    informe = reading.informe
    pages = {pagina.numero: pagina for pagina in (*informe.paginas, *informe.sin_leer)}
    of_page = {number: remark for number, page in pages.items() for remark in remarks if _holds(page, remark)}
    if not any(pagina.numero not in of_page for pagina in informe.paginas):
        return Reading(NOTHING, (_unread_table(remarks[0], None),), unread=True)
    loose = [remark for remark in remarks if remark not in of_page.values()]
    facts = [fact for fact in reading.facts if fact.pagina not in of_page]
    facts += [_unread_table(remark, number) for number, remark in of_page.items()]
    facts += [_unread_table(remark, None) for remark in loose]
    paginas = tuple([pagina for pagina in informe.paginas if pagina.numero not in of_page])
    lost = tuple([pagina for number, pagina in pages.items() if number in of_page or pagina in informe.sin_leer])
    units = tuple(unidades(paginas, lost))
    return Reading(replace(informe, paginas=paginas, unidades=units, sin_leer=lost), tuple(facts), unread=True)


def _holds(pagina: Pagina, remark: Remark) -> bool:
    return pagina.span.start <= remark.start <= pagina.span.end


def _of_unread_page(remark: Remark, informe: Informe) -> bool:
    """True for a doubtful row of a page that is not read: the page has one fact, which says that already."""
    unread = not informe.paginas or any(_holds(pagina, remark) for pagina in informe.sin_leer)
    return remark.kind == DOUBTFUL_ROW and unread


def _is_consequence(fact: Fact, unknown: Collection[int], metas: Mapping[Span, Meta]) -> bool:
    """True if `fact` exists only because a remark leaves a cell without value."""
    if fact.code == MISSING_NUMBER and fact.meta is not None:
        return metas.get(fact.meta.span, fact.meta).numero.value is UNKNOWN
    return fact.code in CONSEQUENCES and fact.span.start in unknown


class _Overlay:
    """Goes over a report with the remarks on its text, page by page, and collects their facts."""

    def __init__(self, text: str, remarks: Sequence[Remark]) -> None:
        self.text, self.remarks = text, sorted(remarks, key=lambda remark: (remark.start, remark.kind))
        self.starts = [remark.start for remark in self.remarks]
        self.taken: set[int] = set()
        """The indexes of remarks that lie on cells of the report."""
        self.facts: list[Fact] = []
        self.unknown: set[int] = set()
        """The offsets of cells whose value is UNKNOWN, and of the facts that they are missing."""
        self.doubtful: set[Span] = set()
        """The spans of goals whose figures may stand under other columns."""

    def take(self, span: Span) -> Sequence[Remark]:
        """The remarks that begin within `span` or at its end; they are marked as taken."""
        indexes = self.indexes(span)
        self.taken.update(indexes)
        return self.remarks[indexes.start : indexes.stop]

    def indexes(self, span: Span) -> range:
        """The indexes of the remarks that begin within `span` or at its end."""
        return range(bisect_left(self.starts, span.start), bisect_right(self.starts, span.end))

    def valueless(self, span: Span) -> list[Remark]:
        """The remarks about formulas without a result that begin within `span` or at its end and are not taken."""
        rest = (self.remarks[index] for index in self.indexes(span) if index not in self.taken)
        return [remark for remark in rest if remark.kind == VALUELESS]

    def line(self, offset: int, more: int = 0) -> Span:
        """The span of the line at `offset` and of so many `more` lines behind it."""
        end = offset - 1
        for _ in range(more + 1):
            end = self.text.find("\n", end + 1)
            if end < 0:
                end = len(self.text)
                break
        return Span(self.text.rfind("\n", 0, offset) + 1, end)

    def pagina(self, pagina: Pagina, facts: Sequence[Fact]) -> Pagina:
        """The page with the remarks on it applied; `facts` are those of the whole reading."""
        metas = tuple([self.meta(meta) for meta in pagina.metas])
        entries = {name: self.clave(getattr(pagina, name), pagina) for name in header.SINGLE}
        ejes = tuple([self.clave(clave, pagina) for clave in pagina.ejes])
        lineas = tuple([self.clave(clave, pagina) for clave in pagina.lineas])
        line, fecha = self.line(pagina.fecha.span.start), pagina.fecha
        if fecha.span.start > line.start:  # else the page has no line for it
            fecha = self.cell(fecha, line, pagina)
        firmas = tuple([self.firma(firma, pagina) for firma in pagina.firmas])
        for fact in facts:
            if fact.code == "POA009" and fact.variant == "sin_codigo" and fact.pagina == pagina.numero:
                assert fact.columna is not None
                self.cell(Cell("", UNKNOWN, fact.span, fact.columna), fact.span, pagina)
        self.rows(pagina)
        return replace(pagina, metas=metas, ejes=ejes, lineas=lineas, fecha=fecha, firmas=firmas, **entries)

    # The header and the signatures

    def clave(self, clave: Clave, pagina: Pagina) -> Clave:
        """The code and name with the remarks on their line applied."""
        codigo = self.cell(clave.codigo, clave.span, pagina)
        nombre = clave.nombre if codigo is not clave.codigo else self.cell(clave.nombre, clave.span, pagina)
        return Clave(codigo, nombre, clave.span)

    def firma(self, firma: Firma, pagina: Pagina) -> Firma:
        """The signature with remarks applied: its post and name stand in lines under its role, or in some above it."""
        cells = (firma.cargo, firma.nombre)
        first = min([firma.span.start, *(cell.span.start for cell in cells if cell.raw)])
        lines = Span(self.line(first).start, self.line(firma.span.start, SIGNATURE_LINES).end)
        cargo, nombre = (self.cell(cell, lines, pagina) for cell in cells)
        return Firma(firma.rol, cargo, nombre, firma.span)

    def cell(self, cell: Cell[Any], around: Span, pagina: Pagina) -> Cell[Any]:
        """A cell of the header or of a signature with remarks applied; it stands somewhere in the lines `around`."""
        for remark in self.take(around):
            span, columna = Span(remark.start, remark.end), cell.columna
            if remark.kind == HIDDEN_ROW and remark.start <= cell.span.start <= remark.end and cell.raw:
                texts = _hidden_thing(remark, columna.titulo)
                self.add(Fact("POA024", span, texts, "dato", pagina.numero, columna=columna))
            if remark.kind == VALUELESS and not cell.raw:
                texts = {"columna": columna.titulo, "formula": remark.values["formula"]}
                self.add(Fact("POA021", span, texts, _variant("celda", remark), pagina.numero, columna=columna))
            elif remark.kind == ERROR and cell.raw and remark.start <= cell.span.start <= remark.end:
                texts = {"columna": columna.titulo, "escrito": cell.raw}
                self.add(Fact("POA022", span, texts, "", pagina.numero, columna=columna))
            else:
                continue
            self.unknown.add(cell.span.start)
            cell = Cell("", UNKNOWN, cell.span, columna)
        return cell

    def add(self, fact: Fact) -> None:
        """Add a fact unless there is one of the same rule and span: several cells may share a line."""
        if not any(fact.span == other.span and fact.code == other.code for other in self.facts):
            self.facts.append(fact)

    # Goals

    def meta(self, meta: Meta) -> Meta:
        """The goal with the remarks on its cells applied."""
        line = self.line(meta.span.start)
        remarks = self.take(Span(line.start, max(line.end, meta.span.end)))
        if doubt := next((remark for remark in remarks if remark.kind == DOUBTFUL_ROW), None):
            self.doubtful.add(meta.span)
            meta = unplaced(meta, UNPLACED)
            self.facts.append(_doubtful(doubt, meta.pagina, meta))
            return meta
        unknown: set[int] = set()
        for remark in remarks:
            cell = next((cell for cell in meta.celdas if remark.start <= cell.span.start <= remark.end), None)
            fact = None if cell is None else _goal_fact(remark, cell, meta, remarks)
            if fact is not None:
                self.facts.append(fact)
                if fact.code in VALUE_UNKNOWN:
                    unknown.add(fact.span.start)
        self.unknown |= unknown
        return with_unknown(meta, lambda cell: cell.span.start in unknown) if unknown else meta

    def untold(self, fact: Fact) -> bool:
        """True for a fact about the figures of a doubtful row."""
        return fact.meta is not None and fact.meta.span in self.doubtful

    # The rest of the file

    def rows(self, pagina: Pagina) -> None:
        """Add POA021 for the page's lines that hold only formulas without a result: goals that cannot be read."""
        end = min((firma.span.start for firma in pagina.firmas), default=pagina.span.end)
        lines: dict[Span, list[Remark]] = {}
        for remark in self.valueless(Span(pagina.span.start, end)) if pagina.metas else ():
            lines.setdefault(self.line(remark.start), []).append(remark)
        for line, remarks in lines.items():
            if len(remarks) >= MIN_ROW and not self.text[line.start : line.end].strip():
                self.take(line)
                self.facts.append(_valueless(remarks[0], "renglon", pagina.numero))

    def whole_file(self, *, empty: bool) -> None:
        """Add the facts about the file: sheets and pages that were not read, formulas that hide the whole report."""
        valueless = self.valueless(Span(0, len(self.text))) if empty else []
        if len(valueless) >= MIN_REPORT:
            self.facts.append(_valueless(valueless[0], "libro"))
        for index, remark in enumerate(self.remarks):
            span = Span(remark.start, remark.end)
            if remark.kind == DOUBTFUL_ROW and index not in self.taken:
                self.facts.append(_doubtful(remark, None, None))
            elif remark.kind == "oculta_hoja":
                name = remark.values["sheet"]
                self.facts.append(Fact("POA024", span, _hidden_thing(remark), "hoja", detail=name))
            elif remark.kind == "pagina_sin_texto" and not empty:
                number = remark.values["page"]
                self.facts.append(Fact("POA026", span, {"pagina": number}, detail=number))


def _doubtful(remark: Remark, pagina: int | None, meta: Meta | None) -> Fact:
    texts = {"evidencia": remark.values["text"], "columna": "", "sobrante": "", "acomodo": ""}
    return Fact("POA002", Span(remark.start, remark.end), texts, "incierta", pagina, meta)


def _unread_table(remark: Remark, pagina: int | None) -> Fact:
    return Fact("POA005", Span(remark.start, remark.end), {"columnas": ""}, "alineado", pagina)


def _valueless(remark: Remark, variant: str, pagina: int | None = None) -> Fact:
    texts = {"columna": "", "formula": remark.values["formula"]}
    return Fact("POA021", Span(remark.start, remark.end), texts, _variant(variant, remark), pagina, detail=variant)


def _variant(variant: str, remark: Remark) -> str:
    """The variant of POA021 for a formula whose text the file does not store: other cells share it, and none has it."""
    return variant if remark.values["formula"] else f"{variant}_sola"


def _hidden_thing(remark: Remark, que: str = "") -> Mapping[str, str]:
    """The values of POA024; `que` names the thing that is hidden."""
    place = remark.values
    return {"hoja": place["sheet"], "fila": place.get("row", ""), "columna": place.get("column", ""), "que": que}


def _goal_fact(remark: Remark, cell: Cell[Any], meta: Meta, remarks: Sequence[Remark]) -> Fact | None:
    """The fact of a remark on a cell of a goal, None if it needs none; `remarks` are all those on the goal."""
    columna, pagina = cell.columna, meta.pagina
    if remark.kind == HIDDEN_ROW:
        return Fact("POA024", meta.span, _hidden_thing(remark, meta.numero.raw), "meta", pagina, meta)
    if remark.kind == "oculta_columna":
        return Fact("POA024", cell.span, _hidden_thing(remark, columna.titulo), "columna", pagina, columna=columna)
    if remark.kind == VALUELESS:
        texts = {"columna": columna.titulo, "formula": remark.values["formula"]}
        return Fact("POA021", cell.span, texts, _variant("celda", remark), pagina, meta, columna)
    code, more = _written_cell(remark, cell, meta, remarks)
    texts = {"columna": columna.titulo, "escrito": cell.raw, **more}
    variant = "formato" if remark.kind == DATED else ""
    return Fact(code, cell.span, texts, variant, pagina, meta, columna, (cell,)) if code else None


def _written_cell(remark: Remark, cell: Cell[Any], meta: Meta, remarks: Sequence[Remark]) -> tuple[str, dict[str, str]]:
    """The rule of a remark on a filled cell, "" for none, and the values of its fact beyond those of all such facts."""
    figure = any(cifra.columna == cell.columna.id for cifra in meta.cifras)
    if remark.kind == ERROR:
        return "POA022", {}
    if remark.kind == "texto_como_numero" and figure:
        return "POA020", {}
    if remark.kind == DATED and figure and cell.raw:
        return "POA003", {"guardado": remark.values["stored"]}
    if remark.kind == UNFORMATTED_PERCENT and cell.columna == meta.relativo.columna and _may_be_share(cell.raw, meta):
        return "POA023", _both_ways(cell.raw)
    if remark.kind == "redondeo_por_formato" and figure and _is_rounded(remark):
        formatted = all(other.kind != UNFORMATTED_PERCENT or other.start != remark.start for other in remarks)
        return "POA025" if formatted else "", {"guardado": remark.values["stored"]}
    return "", {}


def _may_be_share(raw: str, meta: Meta) -> bool:
    """True if a number without a percentage format may be a share: 0.25, or 1.5 where 6 of 4 are achieved.

    So may one that its column says to be a share (`reading.shares`). All others are meant in points.
    """
    number = values.figure(raw)
    if isinstance(number, Nothing) or number == 0:
        return False
    if meta.relativo.value is UNKNOWN:  # so the column says
        return True
    anual, absoluto = (cell.value for cell in (meta.meta_anual, meta.absoluto))
    if values.percent(raw) is UNKNOWN or isinstance(anual, Nothing) or isinstance(absoluto, Nothing):
        return values.percent(raw) is UNKNOWN
    return -anual < (number * anual - absoluto) * 100 < anual


def _both_ways(raw: str) -> dict[str, str]:
    """The points that a number means as a share and as points, for a message."""
    number = values.figure(raw)
    assert not isinstance(number, Nothing)
    return {"parte": figure_text(number * 100), "puntos": figure_text(number)}


def _is_rounded(remark: Remark) -> bool:
    """True if the figure shown differs from the stored one by more than MAX_ROUNDING."""
    shown, stored = (values.figure(remark.values[name]) for name in ("shown", "stored"))
    if isinstance(shown, Nothing) or isinstance(stored, Nothing):
        return False
    return not -MAX_ROUNDING <= shown - stored <= MAX_ROUNDING
