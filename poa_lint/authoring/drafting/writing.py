"""Write a drafted form as a YAML file for people: every guess has a line `# ¿? …` above it that says what to check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.authoring.drafting import periods
from poa_lint.authoring.drafting.column import Column, Item
from poa_lint.authoring.drafting.header import Entry, code_pattern, role_synonyms
from poa_lint.core.text import legible

MARK: Final = "# ¿?"
"""The beginning of a line that asks something."""
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w /().-]*[\w.)])?")
_RESERVED: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "si", "sí"})
_NUMERIC: Final = re.compile(r"[-+.\d][\d._eE+-]*")


class Part(NamedTuple):
    """A part of the file: its lines, and the questions above them."""

    lines: tuple[str, ...]
    questions: tuple[str, ...] = ()


def scalar(text: str) -> str:
    """A text as YAML, quoted where it has to be; also inside brackets."""
    if _PLAIN.fullmatch(text) and text.isprintable() and text.lower() not in _RESERVED and not _NUMERIC.fullmatch(text):
        return text
    if "\\" in text and text.isprintable() and "'" not in text:
        return f"'{text}'"
    text = "".join(char if not "\ud800" <= char <= "\udfff" else "\ufffd" for char in text)
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escaped(char) for char in quoted)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def listed(texts: Iterable[str]) -> str:
    """A list in one line."""
    return f"[{', '.join(map(scalar, texts))}]"


def file(parts: Sequence[Part]) -> str:
    """The file of these parts."""
    lines: list[str] = []
    for part in parts:
        indent = part.lines[0][: len(part.lines[0]) - len(part.lines[0].lstrip())] if part.lines else ""
        lines += [f"{indent}{MARK} {_comment(question)}" for question in part.questions]
        lines += part.lines
    return "\n".join([*lines, ""])


def _comment(text: str) -> str:
    """A text on one line, as it may stand in a comment."""
    return legible(" ".join(text.split()))


def entry(item: Entry) -> Part:
    """A line of the header."""
    pairs = [f"id: {item.id}", f"etiqueta: {listed(item.words)}"]
    pairs += [f"clave: '{item.code}'"] if item.code else []
    pairs += ["varios: true"] if item.several else []
    pairs += ["exige: true"]
    return Part((f"  - {{{', '.join(pairs)}}}",), (item.question,) if item.question else ())


def role(name: str) -> Part:
    """One of those who sign."""
    synonyms = role_synonyms(name)
    others = f", sinonimos: {listed(synonyms)}" if synonyms else ""
    return Part((f"  - {{rol: {scalar(name)}{others}}}",))


def period(item: periods.Period) -> Part:
    """One period of the year."""
    others = f", sinonimos: {listed(item.synonyms)}" if item.synonyms else ""
    return Part((f"  - {{nombre: {scalar(item.name)}, clave: {item.key}, cierre: fin de {item.month}{others}}}",))


def items(all_items: Sequence[Item]) -> Iterator[Part]:
    """The columns, those that repeat below one item."""
    number = 0
    for item in all_items:
        if not item.repeats:
            yield column(item.columns[0], "  ")
            continue
        number += 1
        yield Part((f"  - id: periodos{'' if number == 1 else f'_{number}'}", "    repetir: periodos", "    columnas:"))
        yield from (column(one, "      ") for one in item.columns)


def column(item: Column, indent: str) -> Part:
    """One column."""
    pairs = [f"id: {item.id}", f"titulo: {listed(item.path)}", f"tipo: {item.kind}"]
    pairs += ["signo: true"] if item.signed else []
    pairs += [f"formula: {_formula(item.formula)}"] if item.formula else []
    pairs += [f"tolerancia: {item.tolerance}"] if item.tolerance else []
    return Part((f"{indent}- {{{', '.join(pairs)}}}",), item.questions)


def synonyms(words: Iterable[tuple[str, Sequence[str]]]) -> Part:
    """Other words for titles; no lines for none."""
    lines = tuple(f"  {scalar(title)}: {listed(others)}" for title, others in words)
    return Part(("sinonimos:", *lines) if lines else ())


def example(lines: Sequence[str]) -> Part:
    """An example: a page in which nothing is found."""
    return Part(("examples:", "  pass:", "    - page: |", *(f"        {line}" if line else "" for line in lines)))


def _formula(text: str) -> str:
    """A formula as YAML: a list in it would end the mapping around it."""
    return f'"{text}"' if "[" in text else text


def code(text: str) -> str:
    """The pattern of the form's code, quoted."""
    return f"['{code_pattern(text)}']"
