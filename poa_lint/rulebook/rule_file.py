"""Read one rule file: every mistake said with its line and column, and what the file leaves out filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from poa_lint.core import yamltree
from poa_lint.core.diagnostic import Severity
from poa_lint.core.facts import SHAPES
from poa_lint.core.figures import Figure
from poa_lint.core.source import Trouble
from poa_lint.core.words import LANGUAGES
from poa_lint.core.yamltree import Fields, Mark, Node, Scalar
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression.types import NUMBER, TEXT, Type, list_of
from poa_lint.rulebook.nodes import FRAMES
from poa_lint.rulebook.rule import DEPRECATED, LECTURA, PREVIEW, STABLE, Fix, Parameter, Rule

CODE: Final = re.compile(r"[A-Z]{2,8}[0-9]{1,5}")
REQUIRED: Final = ("code", "each", "message", "examples")
"""The keys that every rule states, beside `expect` where it has a sentence of its own."""
OPTIONAL: Final = ("since", "status", "severity", "help", "why", "basis")
"""The keys that an office's rule may leave out and that each of the program's states."""
SPOKEN: Final = ("message", "help", "why")
"""The keys with texts for people, each in every language."""
SENTENCES: Final = ("when", "expect", "detail", "variant")
KEYS: Final = (
    *REQUIRED,
    *OPTIONAL,
    *SENTENCES,
    "params",
    "at",
    "see",
    "unless",
    "follows",
    "constraint",
    "forms",
    "aliases",
    "replaces",
    "replaced_by",
    "fix",
    "severities",
)
FIX_KEYS: Final = ("level", "text", "at")
FIX_LEVELS: Final = ("safe", "unsafe")
STATUSES: Final = (PREVIEW, STABLE, DEPRECATED)
PARAMETER_KEYS: Final = ("default", "unit", "min", "max", "doc", "from")
BASIS_KEYS: Final = ("norm", "article", "note")
EXAMPLE_KEYS: Final = ("pass", "fail", "unknown")
MEANT: Final[Mapping[str, str]] = {
    "clave": "code",
    "codigo": "code",
    "cada": "each",
    "gravedad": "severity",
    "severidad": "severity",
    "estado": "status",
    "desde": "since",
    "mensaje": "message",
    "ayuda": "help",
    "porque": "why",
    "motivo": "why",
    "fundamento": "basis",
    "ejemplos": "examples",
    "cuando": "when",
    "si": "when",
    "condicion": "when",
    "espera": "expect",
    "debe": "expect",
    "frase": "expect",
    "parametros": "params",
    "celda": "at",
    "columna": "at",
    "reemplaza": "replaces",
    "forma": "forms",
    "formas": "forms",
    "form": "forms",
    "formato": "forms",
    "correctos": "pass",
    "bien": "pass",
    "fallas": "fail",
    "mal": "fail",
    "valor": "default",
    "unidad": "unit",
    "grave": "error",
    "alta": "error",
    "aviso": "warning",
    "advertencia": "warning",
    "media": "warning",
    "nota": "info",
    "baja": "info",
    "informativa": "info",
    "apagada": "off",
    "vigente": "stable",
    "prueba": "preview",
    "en prueba": "preview",
    "retiro": "deprecated",
    "en retiro": "deprecated",
    "renglon": "meta",
    "trimestre": "periodo",
    "mes": "periodo",
    "numero": "cifra",
    "hoja": "pagina",
    "reporte": "informe",
}
"""The keys and choices that are meant by Spanish words, without accents and in lower case; they are suggested only."""


def is_no_file(path: Path) -> bool:
    """True for a folder, a device or a pipe, which would be waited for."""
    return path.exists() and not path.is_file()


def read(path: Path) -> tuple[Rule | None, list[Trouble]]:
    """The rule in a file, and the faults of the file.

    A rule beside faults is there for the faults of its sentences to be told with them; None where they would only
    follow from those of the file.
    """
    if is_no_file(path):
        return None, [Trouble(str(path), "", "rule-unreadable", 0)]
    text, unread = yamltree.file_text(str(path))
    return from_text(path, text) if unread is None else (None, [unread])


def from_text(path: Path, text: str) -> tuple[Rule | None, list[Trouble]]:
    """The same for the text of a file, which need not be there."""
    tree = yamltree.read(text, str(path))
    if isinstance(tree, Trouble):
        return None, [tree]
    if not isinstance(tree, Tree):
        return None, [Trouble(str(path), text, "not-a-mapping", tree.mark.offset, values={"key": path.name})]
    fields = Fields(str(path), text, tree, meant=MEANT)
    rule = _rule(path, fields)
    return (rule if _can_be_compiled(fields) else None), fields.troubles


def _can_be_compiled(fields: Fields) -> bool:
    """True if the faults of a file leave its sentences their meaning: what they speak of, and their parameters."""
    if fields.node("each") is None or "message" not in fields.tree.entries:
        return not fields.troubles
    params = fields.node("params")
    inside = () if params is None else range(fields.tree.keys["params"].offset, _end(fields, "params"))
    each = fields.mark("each").offset
    return not any(
        fault.offset == each or fault.offset in inside or fault.suggestion in ("each", "params")
        for fault in fields.troubles
    )


def _end(fields: Fields, key: str) -> int:
    """The offset at which the key after this one begins."""
    begin = fields.tree.keys[key].offset
    return min((mark.offset for mark in fields.tree.keys.values() if mark.offset > begin), default=len(fields.source))


def _rule(path: Path, fields: Fields) -> Rule:
    """The rule that a file states; whatever is missing or wrong in it joins the troubles of `fields`."""
    fields.known(KEYS)
    each = fields.choice("each", (*FRAMES, LECTURA)) or "informe"
    status = fields.choice("status", STATUSES) or STABLE
    if fields.node("replaced_by") is not None and status != DEPRECATED:
        fields.trouble("not-deprecated", fields.tree.keys["replaced_by"], None, len("replaced_by"))
    fields.required(REQUIRED if each == LECTURA else (*REQUIRED, "expect"))
    code = fields.text("code")
    if code and not CODE.fullmatch(code):
        fields.trouble("not-a-code", fields.mark("code"), None, len(code), value=code)
    variants = SHAPES[code].variants if each == LECTURA and code in SHAPES else _stated_variants(fields)
    _check_examples(fields)
    return Rule(
        code=code,
        name=path.stem,
        group=path.parent.name,
        each=each,
        since=fields.text("since"),
        status=status,
        severity=Severity(fields.choice("severity", [severity.value for severity in Severity]) or "warning"),
        parameters=tuple(_parameters(fields)),
        sentences={key: text for key in SENTENCES if (text := fields.text(key))},
        at=tuple(_cells(fields)),
        see=tuple(fields.texts("see")),
        unless=tuple(fields.texts("unless")),
        follows=tuple(fields.texts("follows")),
        constraint=fields.choice("constraint", ("true", "false")) == "true",
        message=_texts(fields, "message", variants),
        help=_texts(fields, "help", variants),
        why=_texts(fields, "why", ()),
        basis=tuple(_basis(fields)),
        path=fields.path,
        text=fields.source,
        aliases=tuple(fields.texts("aliases")),
        replaced_by=tuple(fields.texts("replaced_by")),
        replaces=tuple(fields.texts("replaces")),
        forms=tuple(_forms(fields)),
        fix=_fix(fields, each),
        severities=dict(_severities(fields, variants)),
        by_request=status == PREVIEW,
    )


def _forms(fields: Fields) -> Iterator[str]:
    """The forms that a rule is for, one at least where the key is there; a constraint is one of every form."""
    node = fields.node("forms")
    if node is not None and not yamltree.items(node):
        fields.trouble("not-a-text", fields.tree.keys["forms"], None, len("forms"), key="forms")
    if node is not None and "constraint" in fields.tree.entries:
        fields.trouble("one-of", fields.tree.keys["forms"], None, len("forms"), allowed="forms, constraint")
    yield from fields.texts("forms")


def _severities(fields: Fields, variants: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The gravity of variants that are less grave than the rule."""
    node = fields.node("severities")
    if isinstance(node, Tree):
        fields.within(node).known(variants)
    for name, _, inner in fields.entries(node, "severities"):
        word = fields.chosen(inner, name, [severity.value for severity in Severity])
        if word is not None:
            yield name, word


def _stated_variants(fields: Fields) -> tuple[str, ...]:
    """The names of the variants of a rule whose `variant` tells which of them is meant: those of its first message."""
    message = fields.node("message")
    first = next(iter(message.entries.values()), None) if isinstance(message, Tree) else None
    return tuple(first.entries) if "variant" in fields.tree.entries and isinstance(first, Tree) else ()


def _cells(fields: Fields) -> Iterator[str]:
    """The cells that `at` names, one at least where the key is there."""
    cells = list(fields.texts("at"))
    if fields.node("at") is not None and not yamltree.items(fields.node("at")):
        fields.trouble("not-a-text", fields.mark("at"), key="at")
    yield from cells


def _texts(fields: Fields, key: str, variants: Sequence[str]) -> dict[str, dict[str, str]]:
    """The texts under `key` in every language, each in every variant where there are several.

    A language that is missing has the text of the other one, and a text without a language holds for all of them.
    """
    node = fields.node(key)
    if node is None or isinstance(node, Scalar):
        text = fields.text(key).strip()
        return {language: {"": text} for language in LANGUAGES}
    if not isinstance(node, Tree):
        fields.trouble("not-languages", node.mark, key=key)
        return {}
    languages = fields.within(node)
    languages.known(LANGUAGES)
    texts = {
        language: _variants(languages, language, node.entries[language], variants)
        for language in LANGUAGES
        if language in node.entries
    }
    if not texts:
        fields.trouble("not-languages", fields.tree.keys[key], key=key)
        return {}
    spare = next(iter(texts.values()))
    return {language: texts.get(language, spare) for language in LANGUAGES}


def untranslated(rule: Rule) -> Iterator[Trouble]:
    """The texts of a rule that are not in every language: they are told in another one."""
    for key in SPOKEN:
        node = rule.tree.entries.get(key)
        stated = node.entries if isinstance(node, Tree) else ("es",)
        for language in LANGUAGES if node is not None else ():
            if language not in stated:
                values = {"key": key, "language": language}
                yield Trouble(rule.path, rule.text, "untranslated", rule.tree.keys[key].offset, len(key), values)


def _variants(languages: Fields, language: str, text: Node, variants: Sequence[str]) -> dict[str, str]:
    """One language's text, or one for each variant."""
    if not variants or isinstance(text, Scalar):
        return {"": languages.text(language).strip()}
    if not isinstance(text, Tree):
        languages.trouble("not-a-text", text.mark, key=language)
        return {}
    fields = languages.within(text)
    fields.known(variants)
    fields.required(variants)
    return {variant: fields.text(variant).strip() for variant in text.entries}


def _fix(fields: Fields, each: str) -> Fix | None:
    """The fix of a rule; None where it has none."""
    fix = fields.mapping(fields.node("fix"), "fix")
    if fix is None:
        return None
    fix.known(FIX_KEYS)
    fix.required(("level",) if each == LECTURA else ("level", "text"))
    return Fix(fix.choice("level", FIX_LEVELS) or "safe", fix.text("text"), fix.text("at"))


def _parameters(fields: Fields) -> Iterator[Parameter]:
    """The parameters, each with its default, unit, bounds and sentence."""
    for name, mark, node in fields.entries(fields.node("params"), "params"):
        parameter = fields.mapping(node, name)
        if parameter is not None:
            parameter.known(PARAMETER_KEYS)
            yield _parameter(name, parameter, mark)


def _parameter(name: str, parameter: Fields, mark: Mark) -> Parameter:
    """One parameter: its own, or taken from another rule."""
    if parameter.node("from") is not None:
        return Parameter(name, NUMBER, None, "", {}, source=parameter.text("from"))
    if parameter.node("default") is None:
        parameter.trouble("missing-key", mark, key="default")
    type, value = _value(parameter.node("default"))
    low, high = (_bound(parameter, key) for key in ("min", "max"))
    if isinstance(parameter.node("doc"), Tree):
        words = {language: texts.get("", "") for language, texts in _texts(parameter, "doc", ()).items()}
    else:
        words = dict.fromkeys(LANGUAGES, parameter.text("doc"))
    if isinstance(value, Figure) and not (low is None or low <= value) & (high is None or value <= high):
        parameter.trouble("out-of-bounds", parameter.mark("default"), name=name)
    return Parameter(name, type, value, parameter.text("unit"), words, low, high)


def _bound(parameter: Fields, key: str) -> Figure | None:
    """A parameter's least or greatest value; None where there is none."""
    node = parameter.node(key)
    if node is None:
        return None
    value = yamltree.number(node)
    if value is None:
        parameter.trouble("not-a-number", node.mark, key=key)
    return value


def _value(node: Node | None) -> tuple[Type, object]:
    """A parameter's value with its type: a figure, a text, or a list of either."""
    if isinstance(node, Items):
        inner = [_value(item) for item in node.items]
        return list_of(inner[0][0] if inner else TEXT), [value for _, value in inner]
    if not isinstance(node, Scalar):
        return NUMBER, 0
    number = yamltree.number(node)
    return (TEXT, node.text) if number is None else (NUMBER, number)


def _basis(fields: Fields) -> Iterator[dict[str, str]]:
    """The basis of a rule: norms with their article, or a note."""
    node = fields.node("basis")
    if node is None:
        return
    if not isinstance(node, Items) or not node.items:
        fields.trouble("not-a-list", node.mark, key="basis")
        return
    for item in node.items:
        norm = fields.mapping(item, "basis")
        if norm is not None:
            norm.known(BASIS_KEYS)
            yield {key: norm.text(key) for key in norm.tree.entries}


def _check_examples(fields: Fields) -> None:
    """Note a rule without an example that fails, and a list without any; `authoring.examples` runs them."""
    examples = fields.mapping(fields.node("examples"), "examples")
    if examples is None:
        return
    examples.known(EXAMPLE_KEYS)
    for key in ("fail", *(key for key in ("pass", "unknown") if key in examples.tree.entries)):
        node = examples.node(key)
        if isinstance(node, Tree) or (isinstance(node, Scalar) and not node.is_null):
            examples.trouble("examples-unlisted", examples.tree.keys[key], None, len(key), key=key)
        elif not isinstance(node, Items) or not node.items:
            examples.trouble("missing-key", examples.tree.mark, key=key)
