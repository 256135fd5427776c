"""Rules that prove themselves: write each example as a report, read it, run that rule alone, compare."""

from collections.abc import Iterator
from typing import Any, Final

from poa_lint.authoring.samples import sample
from poa_lint.config import waiver_file
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.form import Form
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Informe
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source, Span, Unreadable
from poa_lint.core.words import Words, words
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.documents.encodings import decode
from poa_lint.linter import waivers as outdated
from poa_lint.linter.check import judge
from poa_lint.linter.pipeline import lint
from poa_lint.reading import header, read
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.rule import LECTURA, Rule, RuleTrouble

EXPECTED: Final = ("says", "at")
RAW: Final = ("text", "bytes")
ORIGINAL: Final = "original"
"""Of an example whose text was made of a workbook: what that knows of some cells."""
SHEET: Final = "UE 101"
"""How the sheet of such a workbook is called."""
WAIVERS: Final = ("dispensas", "hoy")
"""Of an example of a rule about waivers: those that there are, and the day."""


def prove(
    rules: Rulebook, forms: tuple[Form, ...], only: frozenset[str] | None = None
) -> tuple[int, tuple[RuleTrouble, ...]]:
    """Run every example of every rule, or of some: how many there are, and those that do not behave."""
    ran = 0
    troubles: list[RuleTrouble] = []
    chosen = [check for check in rules.checks.values() if only is None or check.rule.code in only]
    for check in chosen:
        for kind, example in examples(check.rule):
            ran += 1
            troubles += _run(check, kind, example, rules, forms)
    return ran, tuple(troubles)


def examples(rule: Rule) -> Iterator[tuple[str, Node]]:
    """A rule's examples, each with what it is an example of."""
    for kind, items in (rule.examples.entries if rule.examples else {}).items():
        for item in items.items if isinstance(items, Items) else ():
            yield kind, item


def _run(check: Check, kind: str, example: Node, rules: Rulebook, forms: tuple[Form, ...]) -> Iterator[RuleTrouble]:
    """One example: what differs from what it promises."""
    rule = check.rule
    if not isinstance(example, Tree):
        yield _trouble(rule, example, "not-a-mapping", key="examples")
        return
    try:
        result = result_of(rule, example, rules, forms, words("es"))
    except (KeyError, ValueError) as error:
        yield _trouble(rule, example, "example-broken", problem=str(error.args[0]))
        return
    own = [one for one in result.diagnostics if one.code == rule.code]
    outcomes = _outcomes(result, bool(own), rule.each == LECTURA)
    if kind not in outcomes:
        yield _trouble(rule, example, "example-differs", wanted=kind, given=" / ".join(outcomes))
        return
    for key, given in (("says", [one.message for one in own]), ("at", [one.where.columna for one in own])):
        wanted = example.entries.get(key)
        if isinstance(wanted, Scalar) and own and wanted.text not in given:
            yield _trouble(rule, wanted, "example-says", wanted=wanted.text, given=" / ".join(given))


def _outcomes(result: FileResult, found: bool, lectura: bool) -> tuple[str, ...]:
    """What an example may be called: some figures of a goal may be told and others not."""
    if found:
        return ("fail",)
    if lectura:
        return ("pass", "unknown")
    told = () if result.counts.unknown and not result.counts.passed else ("pass",)
    return (*told, "unknown") if result.counts.unknown else told


def result_of(rule: Rule, example: Node, rules: Rulebook, forms: tuple[Form, ...], spoken: Words) -> FileResult:
    """The findings of one rule alone on one of its examples.

    Raises KeyError for a key that no report has, ValueError for a text to exchange that is not there.
    """
    settings = Settings(Choice(select=(rule.code,)))
    waivers = example.entries.get("dispensas") if isinstance(example, Tree) else None
    if waivers is None or not isinstance(example, Tree):
        source = _source(rule, example)
        stated = example.entries.get(ORIGINAL) if isinstance(example, Tree) else None
        if isinstance(stated, Tree) and isinstance(source, Source):
            source = _of_workbook(source.text, stated, rules, forms)
        return lint(source, rules, forms, settings, spoken)
    return _waived(rule, example, waivers, rules, forms, spoken)


def _waived(
    rule: Rule, example: Tree, stated: Node, rules: Rulebook, forms: tuple[Form, ...], spoken: Words
) -> FileResult:
    """What a rule about waivers finds in those of an example, on its day, after its report."""
    file, wrong = waiver_file.stated(rule.name, rule.text, stated, rules)
    day = example.entries.get("hoy")
    if wrong or not isinstance(day, Scalar):
        raise ValueError("dispensas" if wrong else "hoy")
    settings = Settings(Choice(select=(rule.code, *(waiver.code for waiver in file.waivers))))
    decisions = Decisions(file.waivers, today=day.text)
    report = lint(_source(rule, example), rules, forms, settings, spoken, decisions)
    found = outdated.result(file, [report], rules, settings, day.text, spoken)
    return found or replace(report, diagnostics=(), positions=(), related=(), edits=())


def _source(rule: Rule, example: Node) -> Source | Unreadable:
    if not isinstance(example, Tree):
        raise ValueError(rule.code)
    raw = next((example.entries[key] for key in RAW if key in example.entries), None)
    if isinstance(raw, Scalar):
        data = bytes.fromhex(raw.text) if "bytes" in example.entries else raw.text.encode()
        return decode(data, rule.name)
    kept = (*EXPECTED, *WAIVERS, ORIGINAL)
    changes = {key: _value(node) for key, node in example.entries.items() if key not in kept}
    return Source(rule.name, sample(changes).text())


def _of_workbook(text: str, stated: Tree, rules: Rulebook, forms: tuple[Form, ...]) -> Source:
    """A text as if it had been made of a workbook's sheet, with the remarks that an example states.

    Raises KeyError for a cell or a kind of remark that there is not.
    """
    from poa_lint.documents.document import REMARKS, Writer
    from poa_lint.documents.places import Region

    writer = Writer()
    writer.open(Region("sheet", SHEET))
    for row, line in enumerate(text.split("\n"), 1):
        writer.line(row, line.split("\t"))
    written = writer.document("xlsx").text
    cells = _cells(read.read(Source("", written), forms, judge(rules), lambda *_: "").informe)
    for name, node in stated.entries.items():
        kind, _, value = (node.text if isinstance(node, Scalar) else "").partition(" ")
        first, *others = REMARKS[kind]
        if kind in UNREAD:
            writer.unread(
                Region(UNREAD[kind], sheet=value, page=int(value) if value.isdecimal() else 0), kind, **{first: value}
            )
            continue
        span = cells[name].span
        known = {"shown": cells[name].raw, "sheet": SHEET}
        said = {first: value or cells[name].raw, **{other: known[other] for other in others}}
        if kind == "oculta_fila":
            span = Span(written.rindex("\n", 0, span.start) + 1, written.index("\n", span.start))
        writer.remark(kind, span.start, span.end, **said)
    document = writer.document("xlsx")
    return Source("", document.text, document.kind, "", document)


UNREAD: Final = {"oculta_hoja": "sheet", "pagina_sin_texto": "page"}
"""What is remarked on a sheet or page that is not read, and which of the two."""


def _cells(informe: Informe) -> dict[str, Cell[Any]]:
    """The cells of a report's first goal and header by the names of their columns."""
    pagina = informe.paginas[0]
    claves = [getattr(pagina, name) for name in header.SINGLE]
    celdas = [*pagina.metas[0].celdas, pagina.fecha, *(clave.codigo for clave in claves)]
    return {cell.columna.id: cell for cell in celdas}


def _value(node: Node) -> object:
    """An example's values as they were meant: plain whole numbers are figures, all else is text as written."""
    if isinstance(node, Scalar):
        if node.is_null:
            return None
        return int(node.text) if node.plain and node.text.isdecimal() and len(node.text) < 16 else node.text
    if isinstance(node, Items):
        return [_value(item) for item in node.items]
    return {key: _value(inner) for key, inner in node.entries.items()}


def _trouble(rule: Rule, node: Node, kind: str, **values: str) -> RuleTrouble:
    return RuleTrouble(rule.path, rule.text, kind, node.mark.offset, 1, values)
