"""The words by which the lines of reports are recognised, as patterns: those of every form that may be read.

For example, of a form with the entry PROGRAMA and the role REVISÓ `written` puts these into the grammar of a report:

    <labels>     (?:PROG...AMA)          in any case, every vowel with or without an accent
    <clipped>    (?:UNIDAD EJE(?:C...)?) the label cut off by a narrow column
    <roles>      (?:REVISO|REVISADO POR)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from re import Match, Pattern
from typing import Final

from poa_lint.core.form import Entry, Form
from poa_lint.core.text import folded, squashed

MIN_CLIPPED: Final = 7
"""Letters that are left of a label of several words where a narrow column cuts it off."""
_ACCENTS: Final = {"a": "aá", "e": "eé", "i": "ií", "o": "oó", "u": "uúü", "n": "nñ"}
_NEVER: Final = r"(?!)"
"""A pattern that matches nothing."""


class Labels:
    """The words of some forms, compared without case and accents."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._heads = heads = [form.head for form in forms]
        self.entries: tuple[Entry, ...] = tuple({entry: None for head in heads for entry in head.entries})
        self.own_codes = frozenset(squashed(form.code) for form in forms)
        """The codes of the forms themselves, squashed."""
        self.by_name = {entry.columna.id: entry for entry in self.entries}
        self.roles = {folded(word): role.name for head in heads for role in head.roles for word in role.words}
        self._titles = _distinct(title for head in heads for title in head.titles)
        self._years = _distinct(word for head in heads if head.year.place == "titulo" for word in head.year.words)
        self._codes = _distinct(code for head in heads for code in head.codes)
        self._subtitles = _distinct(word for head in heads for word in head.subtitles)
        self._totals = _distinct(word for head in heads for word in head.totals)
        self._dates = _distinct(word for head in heads for word in head.cutoff.entry.words)

    def written(self, template: str) -> str:
        """`template`, a pattern or a grammar, with the words in the places that name them (`<labels>`, `<roles>` …)."""
        coded = [word for entry in self.entries if entry.code for word in entry.words]
        parts = {
            "titles": _any(map(loosely, self._titles)),
            "labels": _any(map(loosely, coded)),
            "clipped": _any(filter(None, map(_clipped, coded))),
            "texts": _any(loosely(word) for entry in self.entries if not entry.code for word in entry.words),
            "codes": _any(self._codes),
            "dates": _any(map(loosely, self._dates)),
            "roles": _any(map(loosely, self.roles)),
        }
        for name, pattern in parts.items():
            template = template.replace(f"<{name}>", pattern)
        return template

    @lru_cache(maxsize=256)  # noqa: B019 - one object for all reports of a run
    def entry(self, text: str) -> Entry | None:
        """The entry whose label opens the line or cell `text`, whole or clipped."""
        match = self._entry.match(text)
        return None if match is None else self._by_group(match)

    def cell(self, text: str) -> Entry | None:
        """The entry that a cell is the label of: there is nothing behind it, or the code."""
        match = self._cell.fullmatch(text)
        return None if match is None else self._by_group(match)

    def _by_group(self, match: Match[str]) -> Entry:
        return self.entries[int((match.lastgroup or "e0")[1:])]

    @cached_property
    def form_code(self) -> Pattern[str]:
        """A form's code, anywhere in a line."""
        return re.compile(self.form_code_source, re.IGNORECASE)

    @property
    def form_code_source(self) -> str:
        """The source of the pattern `form_code`."""
        return rf"{_any(self._codes)}(?!\w)"

    @cached_property
    def title(self) -> Pattern[str]:
        """A title of the form, at the beginning of a line."""
        return re.compile(self.title_source, re.IGNORECASE)

    @property
    def title_source(self) -> str:
        """The source of the pattern `title`."""
        return rf"(?m:^)[^\S\n]*{_any(map(loosely, self._titles))}(?!\w)"

    @cached_property
    def date(self) -> Pattern[str]:
        """The label of the cut-off date with what separates it from the date."""
        return re.compile(rf"{_any(map(loosely, self._dates))}\s*[:.]?\s*", re.IGNORECASE)

    @cached_property
    def role(self) -> Pattern[str]:
        """A role at the beginning of a cell, with what separates it from a name."""
        return re.compile(rf"\s*({_any(map(loosely, self.roles))})(?!\w)\s*[.:]?", re.IGNORECASE)

    @cached_property
    def alone(self) -> tuple[tuple[str, Pattern[str]], ...]:
        """The patterns of a cell that is the form's code, and of one that is the label of the date, by token."""
        code = re.compile(rf"(?:forma(?:to)?[:.\s]+)?{_any(self._codes)}", re.IGNORECASE)
        date = re.compile(rf"{_any(map(loosely, self._dates))}\s*(?:[:.].*)?", re.IGNORECASE)
        return ("FORMA", code), ("FECHA", date)

    @cached_property
    def further(self) -> dict[str, Pattern[str]]:
        """The pattern of a further code of an entry that has several, where it lost the tab before it, by its name."""
        behind = r"(?:\.-|\.|\s*[-\u2013\u2014:])?\s+[^\W\d_]{2}"
        return {entry.columna.id: re.compile(rf"\s*{entry.code}{behind}") for entry in self.entries if entry.several}

    @cached_property
    def parts(self) -> tuple[Pattern[str], ...]:
        """A pattern for each line of a header, by the words that it has: titles with the year, entries, code and date.

        A label is no title: the PROGRAMA that PROGRAMA OPERATIVO ANUAL begins with is none.
        """
        years = _any(map(loosely, self._years))
        labels = [
            rf"^\s*(?!{_any(map(loosely, self._titles))}){_any(map(loosely, entry.words))}(?!\w)"
            for entry in self.entries
            if entry.code
        ]
        sources = (
            years,
            *labels,
            rf"(?<!\w){_any(self._codes)}(?!\w)",
            rf"^\s*{_any(map(loosely, self._dates))}(?!\w)",
        )
        return tuple(re.compile(source, re.IGNORECASE) for source in sources)

    @cached_property
    def subtitle(self) -> Pattern[str]:
        """The beginning of a subtitle between goals: `COMPONENTE 1: …`."""
        return re.compile(rf"\s*{_any(map(loosely, self._subtitles))}(?![\w])", re.IGNORECASE)

    @cached_property
    def total(self) -> Pattern[str]:
        """The first text of a line that adds goals up: `TOTAL DE LA UNIDAD`."""
        return re.compile(rf"\s*{_any(map(loosely, self._totals))}(?!\w)[^\d]{{0,40}}", re.IGNORECASE)

    @cached_property
    def opening(self) -> Pattern[str]:
        """The beginning of a line of a header: a title, the first label, or one of several words, which no goal has."""
        firsts = [word for head in self._heads for entry in head.entries[:1] for word in entry.words]
        return re.compile(
            rf"{_any(map(loosely, (*self._titles, *firsts, *sorted(self.several_words))))}(?!\w)", re.IGNORECASE
        )

    @cached_property
    def several_words(self) -> frozenset[str]:
        """The labels of several words, folded."""
        return frozenset(folded(word) for entry in self.entries if entry.code for word in entry.words if " " in word)

    @cached_property
    def corner(self) -> Pattern[str]:
        """The form's code, or the label of the date with what follows, at the beginning of a cell."""
        date = rf"{_any(map(loosely, self._dates))}(?!\w).*"
        return re.compile(rf"(?:forma(?:to)?[:.\s]+)?{_any(self._codes)}(?!\w)|{date}", re.IGNORECASE)

    def behind(self, text: str) -> tuple[str, int, str] | None:
        """The form's code, or the label of the date, that ends a text and stands behind a blank.

        Its token (`FORMA` or `FECHA`), its index in the text, and the text behind it; None where the text ends without.
        """
        match = self._behind.fullmatch(text)
        return match and ("FORMA" if match["code"] else "FECHA", match.end(1), match["date"] or "")

    @cached_property
    def _behind(self) -> Pattern[str]:
        code = rf"(?P<code>(?:forma(?:to)?[:.\s]+)?{_any(self._codes)})"
        date = rf"{_any(map(loosely, self._dates))}\s*[:.]\s*(?!.{{0,40}}{_any(self._codes)})(?P<date>.{{1,40}})"
        return re.compile(rf"(.*?\S\s+)(?:{code}|{date})", re.IGNORECASE)

    def role_of(self, cell: str) -> tuple[str, int] | None:
        """The role that opens a cell, and the index of what stands behind it."""
        match = self.role.match(cell)
        return None if match is None else (self.roles[folded(match[1])], match.end())

    @cached_property
    def _entry(self) -> Pattern[str]:
        return re.compile(rf"[^\w]*(?:{self._groups(clipped=True)})", re.IGNORECASE)

    @cached_property
    def _cell(self) -> Pattern[str]:
        return re.compile(rf"\s*(?:{self._groups(clipped=False)})\s*[:.]?(?:\s*\d.*)?", re.IGNORECASE)

    def _groups(self, *, clipped: bool) -> str:
        """An alternative for every entry, in a group that has its number: `(?P<e0>RAMO)|(?P<e1>PROGRAMA)`."""
        groups = []
        for number, entry in enumerate(self.entries):
            words = [rf"{word}(?!\w)" for word in map(loosely, entry.words)]
            if clipped and entry.code:
                shorter = filter(None, map(_clipped, entry.words))
                words += [rf"{word}(?=[.:]?[^\S\n]*\d)" for word in (*map(loosely, entry.words), *shorter)]
            groups.append(f"(?P<e{number}>{_any(words)})")
        return "|".join(groups) or _NEVER


@cache
def labels_of(forms: tuple[Form, ...]) -> Labels:
    """The words of these forms."""
    return Labels(forms)


def loosely(words: str) -> str:
    """The source of a pattern of `words` with or without accents, and any blanks between them but tabs."""
    return "".join(map(_sign, folded(words)))


def _sign(char: str) -> str:
    if char in _ACCENTS:
        accent = "\u0301" if char != "n" else "\u0303"
        return f"[{_ACCENTS[char]}]{accent}?"
    return r"[^\S\t\n]++" if char == " " else r"[- ]?" if char == "-" else re.escape(char)


def _clipped(words: str) -> str:
    """The source of a pattern of the label `words` with some of its last letters cut off; empty for a short label."""
    plain = folded(words)
    letters = [index for index, char in enumerate(plain) if char.isalnum()]
    if " " not in plain or len(letters) <= MIN_CLIPPED:
        return ""
    least = max(letters[MIN_CLIPPED - 1], plain.index(" ") + 1) + 1
    rest = ""
    for char in reversed(plain[least:-1]):
        rest = f"(?:{_sign(char)}{rest})?"
    return "".join(map(_sign, plain[:least])) + rest


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _any(patterns: Iterable[str]) -> str:
    """A pattern of any of these, the longest first; one that matches nothing for none."""
    listed = sorted(_distinct(patterns), key=len, reverse=True)
    return f"(?:{'|'.join(listed)})" if listed else _NEVER
