"""Reports, office files and settings that are damaged by chance: the same dice give the same bytes."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks import generator
from tests import places

Dice = random.Random
Text = Callable[[Dice, list[str]], list[str]]

ZIPPED: Final = frozenset({".xlsx", ".xlsb", ".ods", ".docx"})
CODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850", "mac-roman")
ODD: Final[Sequence[str]] = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e308",
        "NaN",
        "9" * 40,
        "99999999",
        "true",
        "A0",
        "XFD1048577",
        "A1:ZZ9999999",
        "\U0001f600",
    ),
    *("x" * 3_000, "&#0;", "é", "½", "٣", "²", "1/0", "../../x", "urn:x", "#REF!"),
)
"""Values that an attribute, a cell or a setting may have and that nobody meant."""
VALUES: Final[Sequence[str]] = (
    *ODD,
    *("null", "[]", "{}", "1.5", "2024-13-45", "not", "(", "valor", "POA999", "*", "[*a]", "{a: 1}", "-", "=", "in"),
)
"""Values that a file of YAML may have in the place of another."""
SIGNS: Final = "\x00\x07\x08\x0b\x0c\r\x1b\x1c\x85\xa0\xad\u061c\u200b\u200f\u2028\u202e\u2066\ufeff\uffff٣½²①−–,.%$()/"
MARKS: Final[Sequence[str]] = (
    *"{}[]:,&*!|>'\"#%@`-?\t\n",
    "!!python/name:os.system ",
    "<<: *a",
    "---\n",
    "&a [*a]",
    "  ",
)


def text(dice: Dice) -> bytes:
    """A damaged report of text."""
    return damaged(dice, dice.choice(_texts()))


def damaged(dice: Dice, report: str) -> bytes:
    """A report of text, damaged."""
    lines = report.split("\n")
    for _ in range(dice.randint(1, 8)):
        lines = dice.choice(_LINES)(dice, lines or [""])
    joined = dice.choice((*["\n"] * 20, "\r\n", "\r\n", "\r", "\u2028")).join(lines)
    data = joined.encode(dice.choice((*["utf-8"] * 20, *CODINGS)), "replace")
    for _ in range(dice.choice((0, 0, 0, 1, 1, 4))):
        data = flipped(dice, data)
    return _cut(dice, data) if dice.random() < 0.05 else data


def file(dice: Dice) -> tuple[str, bytes]:
    """The suffix and the bytes of a damaged office file."""
    path = dice.choice(_files())
    data = path.read_bytes()
    if path.suffix in ZIPPED and dice.random() < 0.8:
        return path.suffix, _repacked(dice, data)
    for _ in range(dice.choice((1, 1, 1, 2, 6))):
        data = dice.choice((*[_odd_number] * 5, flipped, flipped, _without, _cut))(dice, data)
    return path.suffix, data


def settings(dice: Dice, files: Mapping[str, str]) -> dict[str, bytes]:
    """The files of an office, one or two of them damaged."""
    damaged = {name: content.encode() for name, content in files.items()}
    for name in dice.sample(sorted(files), dice.choice((1, 1, 2))):
        content = files[name]
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            content = _mark(dice, content)
        damaged[name] = content.encode()
        if dice.random() < 0.15:
            damaged[name] = flipped(dice, damaged[name])
    return damaged


def flipped(dice: Dice, data: bytes) -> bytes:
    """The bytes with some of them exchanged."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 3, 20)) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


@cache
def _texts() -> tuple[str, ...]:
    """Reports to damage: the examples, those of the tests, and generated ones."""
    paths = [*sorted(places.ROOT.glob("examples/*/informe.txt")), *sorted(places.ROOT.glob("tests/data/*/*.txt"))]
    found = [_read(path) for path in paths]
    made = [generator.report(seed, faulty=bool(seed % 2)).text for seed in range(6)]
    return (*found, *made)


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


@cache
def _files() -> tuple[Path, ...]:
    """Office files to damage."""
    every = [path for folder in ("office", "robust") for path in sorted((places.FILES.parent / folder).iterdir())]
    return tuple(path for path in every if path.suffix != ".txt")


def _place(dice: Dice, held: Sequence[object]) -> int:
    return dice.randrange(max(1, len(held)))


def _drop(dice: Dice, lines: list[str]) -> list[str]:
    at = _place(dice, lines)
    return lines[:at] + lines[at + dice.choice((1, 1, 2, 10)) :]


def _double(dice: Dice, lines: list[str]) -> list[str]:
    at, size = _place(dice, lines), dice.choice((1, 1, 5, 40))
    return lines[:at] + lines[at : at + size] * dice.choice((2, 2, 3)) + lines[at + size :]


def _swap(dice: Dice, lines: list[str]) -> list[str]:
    swapped, one, other = list(lines), _place(dice, lines), _place(dice, lines)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _join(dice: Dice, lines: list[str]) -> list[str]:
    at = _place(dice, lines)
    return [*lines[:at], dice.choice(("", " ", "\t")).join(lines[at : at + 2]), *lines[at + 2 :]]


def _splice(dice: Dice, lines: list[str]) -> list[str]:
    other = dice.choice(_texts()).split("\n")
    return lines[: _place(dice, lines)] + other[_place(dice, other) :]


def _in_line(change: Callable[[Dice, str], str]) -> Text:
    """A change of one line as a change of the text."""

    def changed(dice: Dice, lines: list[str]) -> list[str]:
        at = _place(dice, lines)
        return [*lines[:at], change(dice, lines[at]), *lines[at + 1 :]]

    return changed


def _move_cell(dice: Dice, line: str) -> str:
    cells = line.split("\t")
    cells.insert(_place(dice, cells), cells.pop(_place(dice, cells)))
    return "\t".join(cells)


def _odd_cell(dice: Dice, line: str) -> str:
    cells = line.split("\t")
    cells[_place(dice, cells)] = dice.choice((*ODD, "7" * 5_000, "LARGO " * 900))
    return "\t".join(cells)


def _lose_tabs(dice: Dice, line: str) -> str:
    return line.replace("\t", dice.choice(("", " ", "    ", "\t\t", "|", ";")), dice.choice((1, 1, -1)))


def _sign(dice: Dice, line: str) -> str:
    at = _place(dice, line)
    return line[:at] + dice.choice(SIGNS) * dice.choice((1, 1, 3)) + line[at:]


def _digit(dice: Dice, line: str) -> str:
    found = list(re.finditer(r"\d", line))
    if not found:
        return _sign(dice, line)
    at = dice.choice(found).start()
    return line[:at] + dice.choice("0123456789lO٣²-") + line[at + 1 :]


def _shorten(dice: Dice, line: str) -> str:
    return line[: _place(dice, line)]


_LINES: Final[Sequence[Text]] = (
    *(_drop, _double, _swap, _join, _splice),
    *map(_in_line, (_move_cell, _odd_cell, _lose_tabs, _sign, _digit, _digit, _shorten)),
)


def _cut(dice: Dice, data: bytes) -> bytes:
    return data[: _place(dice, data)]


def _without(dice: Dice, data: bytes) -> bytes:
    at = _place(dice, data)
    return data[:at] + data[at + dice.choice((1, 4, 512)) :]


def _odd_number(dice: Dice, data: bytes) -> bytes:
    """The bytes with one of their numbers, written in digits or binary, made odd."""
    found = list(re.finditer(rb"\d+", data[:200_000]))
    if found and dice.random() < 0.7:
        number = dice.choice(found)
        return data[: number.start()] + dice.choice((b"0", b"-1", b"9" * 12, b"1e9", b"")) + data[number.end() :]
    at = _place(dice, data)
    return data[:at] + dice.choice((b"\xff" * 4, bytes(4), b"\xff\x7f", b"\x80")) + data[at + 4 :]


def _repacked(dice: Dice, data: bytes) -> bytes:
    """A zipped file whose parts are damaged, dropped or doubled, and that is zipped again."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        name = dice.choice(
            sorted(parts, key=lambda part: -len(parts[part]))[:4] if dice.random() < 0.6 else sorted(parts)
        )
        match dice.randrange(20) if len(parts) > 1 else 9:
            case 0:
                del parts[name]
            case 1:
                parts[name.upper() if dice.random() < 0.5 else f"x/{name}"] = parts.pop(name)
            case 2 | 3:
                parts[name] = dice.choice((flipped, _cut, _without))(dice, parts[name])
            case _:
                parts[name] = _odd_xml(dice, parts[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(zipfile.ZipInfo(name), part)
    return flipped(dice, made.getvalue()) if dice.random() < 0.1 else made.getvalue()


def _odd_xml(dice: Dice, part: bytes) -> bytes:
    """A part with an attribute or a text of odd value, or a tag gone; one that is no XML has a number made odd."""
    pattern = dice.choice((*[rb'="([^"]*)"', rb">([^<>]+)<"] * 4, rb"(<[^<>]+/>)", rb"(<[^<>]+>)", rb'( \w+="[^"]*")'))
    found = list(re.finditer(pattern, part[:300_000]))
    if not found:
        return _odd_number(dice, part)
    start, end = dice.choice(found).span(1)
    odd = b"" if pattern.endswith((b">)", b'")')) else dice.choice(ODD).encode()
    return part[:start] + odd + part[end:]


def _mark(dice: Dice, content: str) -> str:
    """A file of YAML with a scalar of odd value, a line lost, doubled or shifted, or a mark of YAML put in."""
    lines, at = content.split("\n"), _place(dice, content)
    row = _place(dice, lines)
    match dice.randrange(6):
        case 0:
            return content[:at] + dice.choice(MARKS) + content[at:]
        case 1:
            return "\n".join(lines[:row] + lines[row + 1 :])
        case 2:
            return "\n".join(lines[: row + 1] + lines[row:])
        case 3:
            return "\n".join(
                [*lines[:row], dice.choice(("  ", " ", "- ", "x")) + lines[row].strip(), *lines[row + 1 :]]
            )
        case 4:
            return content[:at] + content[at + dice.choice((1, 3, 30)) :]
        case _:
            start, end = dice.choice(list(re.finditer(r"[\w.\"]+|^", content))).span()  # an empty file has its start
            return content[:start] + dice.choice(VALUES) + content[end:]
