"""Run the examples of rules: write each as a report, lint it with its rule alone, and compare the outcome."""

from collections.abc import Iterator
from typing import Any, Final

from poa_lint.authoring import beside
from poa_lint.authoring.reasons import reason
from poa_lint.authoring.samples import FORM, sample
from poa_lint.authoring.sheets.faults import ExampleFault
from poa_lint.config import amendment_file, waiver_file
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core import yamltree
from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.facts import AMENDED
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Informe
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source, Span, Trouble, Unreadable
from poa_lint.core.text import folded
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Mark, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.documents import parted
from poa_lint.documents.encodings import decode
from poa_lint.linter import amendments
from poa_lint.linter import waivers as outdated
from poa_lint.linter.check import scorer
from poa_lint.linter.pipeline import lint
from poa_lint.linter.pool import Pool
from poa_lint.reading import header, read
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.rule import LECTURA, Rule

EXPECTED: Final = ("says", "at")
"""Keys of an example for the message and the column of its finding."""
RAW: Final = ("text", "bytes")
"""Keys of an example that give the whole report: as text, or as bytes in hexadecimal."""
ORIGINAL: Final = "original"
"""Key of an example whose text is read as a sheet of a workbook: the remarks on its cells."""
SHEET: Final = "UE 101"
"""The name of that sheet."""
AMENDMENTS: Final = "modificaciones"
"""Key of an example with counterparts: the amendments that are in force."""
WAIVERS: Final = ("dispensas", "hoy")
"""Keys of an example of a rule about waivers: the waivers, and the day."""
UNREAD: Final = {"oculta_hoja": "sheet", "pagina_sin_texto": "page"}
"""The kinds of remarks about a sheet or page that is not read, and which of the two it is."""


def prove(
    rules: Rulebook, forms: tuple[Form, ...], only: frozenset[str] | None = None
) -> tuple[int, tuple[Trouble, ...]]:
    """Run the examples of all rules, or of those with a code in `only`; return their number and the troubles.

    Those that name a form are read by `forms`, the others by the program's own.
    """
    count = 0
    troubles: list[Trouble] = []
    chosen = [check for check in rules.checks.values() if only is None or check.rule.code in only]
    for check in chosen:
        for kind, example in examples(check.rule):
            count += 1
            troubles += _run(check, kind, example, rules, forms)
    return count, tuple(troubles)


def examples(rule: Rule) -> Iterator[tuple[str, Node]]:
    """Yield the examples of a rule, each with the outcome that it shows: `fail`, `pass` or `unknown`."""
    for kind, items in (rule.examples.entries if rule.examples else {}).items():
        for item in items.items if isinstance(items, Items) else ():
            yield kind, item


def _run(check: Check, kind: str, example: Node, rules: Rulebook, forms: tuple[Form, ...]) -> Iterator[Trouble]:
    """Run one example and yield its differences from the outcome `kind`, and from its message and column."""
    rule = check.rule
    result = attempt(rule, example, rules, forms, words_of("es"))
    if isinstance(result, Trouble):
        yield result
        return
    findings = [finding for finding in result.diagnostics if finding.code == rule.code]
    outcomes = _outcomes(result, bool(findings), rule.each == LECTURA)
    if kind not in outcomes:
        given = " / ".join(outcomes)
        informe = result.paper.informe if result.paper else None
        why = reason(check, outcomes[0] if outcomes else "", findings, informe, words_of("es"))
        values = {"wanted": kind, "given": given, "reason": f": {why}" if why else ""}
        yield _trouble(rule, example, "example-differs", **values)
        return
    if findings and isinstance(example, Tree):
        yield from _differences(check, example, findings)


def _differences(check: Check, example: Tree, findings: list[Diagnostic]) -> Iterator[Trouble]:
    """The differences of a failing example's findings from the message and the column that it states."""
    says, at = (example.entries.get(key) for key in EXPECTED)
    messages = [finding.message for finding in findings]
    if isinstance(says, Scalar) and says.text not in messages:
        values = {"wanted": says.text, "given": " / ".join(messages)}
        yield Trouble(check.rule.path, check.rule.text, "example-says", says.mark.offset, len(says.text), values)
    columns = {finding.where.columna: finding.columna for finding in findings}
    if isinstance(at, Scalar) and at.text not in columns:
        said = folded(at.text)
        near = next(
            (id for id, title in columns.items() if said in (folded(title), folded(id).replace("_", " "))), None
        )
        values = {"wanted": at.text, "given": " / ".join(columns)}
        yield Trouble(check.rule.path, check.rule.text, "example-at", at.mark.offset, len(at.text), values, near)


def _outcomes(result: FileResult, failed: bool, lectura: bool) -> tuple[str, ...]:
    """The outcomes that an example with this result may have been given for.

    They are several, for the rule may hold on some frames of the report and be unknown on others.
    """
    if failed:
        return ("fail",)
    if lectura:
        return ("pass", "unknown")
    passed = () if result.counts.unknown and not result.counts.passed else ("pass",)
    return (*passed, "unknown") if result.counts.unknown else passed


def attempt(rule: Rule, example: Node, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> FileResult | Trouble:
    """The same as `result_of`, or what is wrong with an example of which no report can be made."""
    if not isinstance(example, Tree):
        return _trouble(rule, example, "example-mapping")
    # An office's form may stand in the place of ours: examples that name none are reports of ours.
    read_by = forms if FORM in example.entries else built_in_forms()
    try:
        return result_of(rule, example, rules, read_by, words)
    except ExampleFault as fault:
        mark, length = _key(example, fault.key)
        return Trouble(rule.path, rule.text, fault.kind, mark.offset, length, fault.values, fault.suggestion)
    except (KeyError, ValueError) as error:
        return _trouble(rule, example, "example-broken", problem=str(error.args[0]))


def _key(example: Tree, key: str) -> tuple[Mark, int]:
    """The place and the length of the first key of this name in an example; the example's where it has none."""
    if key in example.keys:
        return example.keys[key], len(key)
    inner = (each for node in example.entries.values() for each in yamltree.items(node) if isinstance(each, Tree))
    found = (_key(each, key) for each in inner)
    return next((place for place in found if place[1] > 1 or len(key) == 1), (example.mark, 1))


def result_of(rule: Rule, example: Node, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> FileResult:
    """Return the result of linting one example of `rule` with that rule alone.

    Raises ExampleFault for a key or a value of which no report can be made; KeyError and ValueError for decisions,
    amendments, remarks and bytes that are none.
    """
    settings = Settings(Choice(select=(rule.code,)))
    waivers = example.entries.get("dispensas") if isinstance(example, Tree) else None
    if waivers is None or not isinstance(example, Tree):
        source = _source(rule, example, forms)
        remarks = example.entries.get(ORIGINAL) if isinstance(example, Tree) else None
        if isinstance(remarks, Tree) and isinstance(source, Source):
            source = _of_workbook(source.text, remarks, rules, forms)
        pool = None
        if isinstance(example, Tree):
            pool = beside.pool(example, lambda _, node: _source(rule, node, forms), rules, forms)
        stated = example.entries.get(AMENDMENTS) if isinstance(example, Tree) else None
        if stated is not None and pool is not None:
            return _amended(rule, source, stated, pool, rules, forms, words)
        return lint(source, rules, forms, settings, words, keep=True, pool=pool)
    return _waived(rule, example, waivers, rules, forms, words)


def _waived(
    rule: Rule, example: Tree, waivers: Node, rules: Rulebook, forms: tuple[Form, ...], words: Words
) -> FileResult:
    """Lint the report of an example with its waivers, on its day; return the findings about the waivers themselves."""
    file, wrong = waiver_file.from_tree(rule.name, rule.text, waivers, rules)
    day = example.entries.get("hoy")
    if wrong or not isinstance(day, Scalar):
        raise ValueError("dispensas" if wrong else "hoy")
    settings = Settings(Choice(select=(rule.code, *(waiver.code for waiver in file.waivers))))
    decisions = Decisions(file.waivers, today=day.text)
    report = lint(_source(rule, example, forms), rules, forms, settings, words, decisions)
    result = outdated.result(file, [report], rules, settings, day.text, words)
    return result or replace(report, diagnostics=())


def _amended(
    rule: Rule,
    source: Source | Unreadable,
    stated: Node,
    pool: Pool,
    rules: Rulebook,
    forms: tuple[Form, ...],
    words: Words,
) -> FileResult:
    """Lint the report of an example under its amendments; for a rule about these return the findings about them."""
    file, wrong = amendment_file.from_tree(rule.name, rule.text, stated, amendment_file.periods_of(forms))
    if wrong:
        raise ValueError(AMENDMENTS)
    settings = Settings(Choice(select=(rule.code,)))
    report = lint(source, rules, forms, settings, words, pool=pool.under(file))
    if rule.code not in AMENDED:
        return report
    result = amendments.result(file, [report], pool, forms, rules, settings, words)
    return result or replace(report, diagnostics=())


def _source(rule: Rule, example: Node, forms: tuple[Form, ...]) -> Source | Unreadable:
    if not isinstance(example, Tree):
        raise ValueError(rule.code)
    raw = next((example.entries[key] for key in RAW if key in example.entries), None)
    if isinstance(raw, Scalar):
        data = bytes.fromhex(raw.text) if "bytes" in example.entries else raw.text.encode()
        source = decode(data, rule.name)
        return source if isinstance(source, Unreadable) else parted(source)
    no_changes = (*EXPECTED, *WAIVERS, AMENDMENTS, ORIGINAL, *beside.KEYS)
    stated = {key: _value(node) for key, node in example.entries.items() if key not in no_changes}
    return Source(rule.name, sample({**beside.defaults(example), **stated}, forms).text())


def _of_workbook(text: str, remarks: Tree, rules: Rulebook, forms: tuple[Form, ...]) -> Source:
    """Return `text` as if it were read from a sheet of a workbook, with remarks on its cells, by column.

    `{meta_anual: redondeo_por_formato 8.4}` says that the workbook stores 8.4 in the cell META ANUAL of the first goal.
    Raises KeyError for an unknown column or kind of remark.
    """
    from poa_lint.documents.document import REMARKS, Writer
    from poa_lint.documents.places import Region

    writer = Writer()
    writer.open(Region("sheet", SHEET))
    for row, line in enumerate(text.split("\n"), 1):
        writer.line(row, line.split("\t"))
    sheet = writer.document("xlsx").text
    cells = _cells(read.read(Source("", sheet), forms, scorer(rules), lambda *_: "").informe)
    for column, node in remarks.entries.items():
        kind, _, value = (node.text if isinstance(node, Scalar) else "").partition(" ")
        first, *others = REMARKS[kind]
        if kind in UNREAD:
            writer.unread(
                Region(UNREAD[kind], sheet=value, page=int(value) if value.isdecimal() else 0), kind, **{first: value}
            )
            continue
        cell, span = cells[column], cells[column].span
        known = {"shown": cell.raw, "sheet": SHEET}
        values = {first: value or cell.raw, **{other: known[other] for other in others}}
        if kind == "oculta_fila":  # this remark is about the whole line
            span = Span(sheet.rindex("\n", 0, span.start) + 1, sheet.index("\n", span.start))
        writer.remark(kind, span.start, span.end, **values)
    document = writer.document("xlsx")
    return Source("", document.text, document.kind, "", document)


def _cells(informe: Informe) -> dict[str, Cell[Any]]:
    """Map the ids of columns to the cells of the first page's header and first goal."""
    pagina = informe.paginas[0]
    claves = [getattr(pagina, name) for name in header.SINGLE]
    celdas = [*pagina.metas[0].celdas, pagina.fecha, *(clave.codigo for clave in claves)]
    return {cell.columna.id: cell for cell in celdas}


def _value(node: Node) -> object:
    """Return a value of an example: an unquoted whole number as an int, other scalars as text, null as None."""
    if isinstance(node, Scalar):
        if node.is_null:
            return None
        return int(node.text) if node.plain and node.text.isdecimal() and len(node.text) < 16 else node.text
    if isinstance(node, Items):
        return [_value(item) for item in node.items]
    return {key: _value(inner) for key, inner in node.entries.items()}


def _trouble(rule: Rule, node: Node, kind: str, **values: str) -> Trouble:
    return Trouble(rule.path, rule.text, kind, node.mark.offset, 1, values)
