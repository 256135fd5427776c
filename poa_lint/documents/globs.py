"""Patterns of paths, as `.gitignore` has them: `borradores/`, `*.xls`, `2023/**`.

`*` and `?` stop at a slash; `**` between slashes stands for any number of folders. A pattern without a slash, but for
one at its end, is about names in every folder; any other one begins at the folder that it is written for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

CLASSES: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
"""The named classes of characters in brackets (`[[:digit:]]`), as Python writes them between its own."""
STAR: Final = "*"
"""The token of `*` in a segment; the others are expressions for one character."""
NEVER: Final = "(?!)"
"""The expression of a pattern that matches nothing: no name, an open bracket, a backslash at the end."""
ANY_FOLDERS: Final = "(?:[^/]+/)*"

Segment = list[str]


class Pattern(NamedTuple):
    """One pattern: the expression, if it is about names alone, and if it is about folders alone."""

    expression: re.Pattern[str]
    of_names: bool
    of_folders: bool

    def matches(self, way: str, name: str, *, folder: bool) -> bool:
        """True for the name of a file or folder; `way` leads to it from where the pattern is written, as `a/b/`."""
        if self.of_folders and not folder:
            return False
        return self.expression.fullmatch(name if self.of_names else way + name) is not None


@cache
def pattern(text: str, *, caseless: bool = False) -> Pattern:
    """The pattern that a text states. Letters of either case are alike where it is `caseless`."""
    body = text.removesuffix("/")
    of_names = "/" not in body
    flags = re.DOTALL | (re.IGNORECASE if caseless else 0)
    return Pattern(re.compile(_expression(body.removeprefix("/"), of_names), flags), of_names, text.endswith("/"))


def _expression(text: str, of_names: bool) -> str:
    """The expression for a whole path, or for a name.

    Every run of segments between two `**` is taken where it fits first: a later place could not let more match, and
    trying all of them would take time without bound for some patterns.
    """
    try:
        segments = list(_segments(text))
    except ValueError:
        return NEVER
    if not all(segments):
        return NEVER
    if of_names:
        return _segment(segments[0])
    runs: list[list[str]] = [[]]
    for segment in segments:
        if _is_double(segment):
            runs.append([])
        else:
            runs[-1].append(_segment(segment))
    first, *others = ("/".join(run) for run in runs)
    if not others:
        return first
    *middle, last = others
    opening = f"{first}/" if runs[0] else ""
    between = "".join(f"(?>{ANY_FOLDERS}?{run}/)" for run in middle if run)
    return opening + between + (f"{ANY_FOLDERS}{last}" if runs[-1] else ".+")


def _is_double(segment: Segment) -> bool:
    return len(segment) > 1 and set(segment) == {STAR}


def _segment(tokens: Segment) -> str:
    """The expression of a segment: what stands between two stars is taken where it fits first."""
    fixed: list[str] = [""]
    for token in tokens:
        if token != STAR:
            fixed[-1] += token
        elif fixed[-1] or len(fixed) == 1:
            fixed.append("")
    first, *others = fixed
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>[^/]*?{part})" for part in middle) + f"[^/]*{last}"


def _segments(text: str) -> Iterator[Segment]:
    """The tokens of each segment. Raises ValueError for a pattern that matches nothing."""
    segment: Segment = []
    at = 0
    while at < len(text):
        char, at = text[at], at + 1
        if char == "\\":
            if at == len(text):
                raise ValueError(text)
            char, at = text[at], at + 1
            if char != "/":
                segment.append(re.escape(char))
                continue
        if char == "/":
            yield segment
            segment = []
        elif char == "[":
            token, at = _bracket(text, at)
            segment.append(token)
        else:
            segment.append({"*": STAR, "?": "[^/]"}.get(char) or re.escape(char))
    yield segment


def _bracket(text: str, at: int) -> tuple[str, int]:
    """The expression of what stands in brackets, and the place behind them. Raises ValueError where they stay open."""
    negated = text[at : at + 1] in ("!", "^")
    start = at = at + negated
    body, before = "", ""
    while at == start or text[at : at + 1] != "]":
        if at >= len(text):
            raise ValueError(text)
        named = _class(text, at)
        if named:
            body, before, at = body + CLASSES[named], "", at + len(named) + 4
            continue
        ranged = text[at] == "-" and bool(before) and text[at + 1 : at + 2] not in ("", "]")
        at += ranged
        at += text[at] == "\\"
        if at >= len(text):
            raise ValueError(text)
        char = text[at]
        body += (f"{re.escape(before)}-{re.escape(char)}" if before <= char else "") if ranged else re.escape(char)
        before, at = "" if ranged else char, at + 1
    return (f"[^{body}/]" if negated else f"(?!/)[{body}]"), at + 1


def _class(text: str, at: int) -> str:
    """The name of the class that begins there, as in `[[:digit:]]`; empty for none. Raises ValueError for no class."""
    if not text.startswith("[:", at):
        return ""
    end = text.find("]", at + 2)
    if end < 0:
        raise ValueError(text)
    if text[end - 1] != ":" or end == at + 2:
        return ""
    name = text[at + 2 : end - 1]
    if name not in CLASSES:
        raise ValueError(text)
    return name


class Globs:
    """Patterns of an office for the folder `base`: letters of either case are alike, a backslash is a slash."""

    def __init__(self, texts: Iterable[str], base: str) -> None:
        self.base = base
        self.patterns = [pattern(_from(base, text), caseless=True) for text in texts]

    def match(self, path: str, *, folder: bool) -> bool:
        """True if a pattern matches a path from the base."""
        way, slash, name = composed(path).rpartition("/")
        return any(one.matches(way + slash, name, folder=folder) for one in self.patterns)

    def cover(self, path: str, *, folder: bool) -> bool:
        """True if a pattern matches a path from the base, or one of the folders between the base and it."""
        return self.match(path, folder=folder) or any(self.match(above, folder=True) for above in folders_above(path))


def composed(path: str) -> str:
    """A path with its accents as Linux and Windows write them: macOS may write the letter and its accent apart."""
    if path.isascii():
        return path
    from unicodedata import normalize

    return normalize("NFC", path)


def folders_above(path: str) -> Iterator[str]:
    """The folders in which a path lies, from the innermost: `a/b` and `a` for `a/b/c.txt`; none above its base."""
    above = path.rpartition("/")[0]
    while above and not above.endswith(".."):
        yield above
        above = above.rpartition("/")[0]


def relative(path: str, base: str) -> str:
    """A path from a folder, with slashes; empty for the folder itself, the whole path for one of another drive."""
    try:
        way = os.path.relpath(path, base or os.curdir)
    except ValueError:
        way = os.path.abspath(path)
    return "" if way == os.curdir else way.replace(os.sep, "/")


def _from(base: str, text: str) -> str:
    """The text of a pattern, with slashes; a whole path inside the base is one from there."""
    text = composed(text.replace("\\", "/")).removeprefix("./")
    whole = os.path.abspath(base).replace(os.sep, "/").removesuffix("/")
    return text.removeprefix(whole) if text.startswith(f"{whole}/") and whole else text
