"""Compare text as people read it (without accents, case or extra spaces), and make it safe to show."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import Match
from sys import intern
from typing import Final

MAX_INTERNED: Final = 12
"""Characters of a text that `short` interns: codes and figures are repeated all over a report."""
MAX_SHOWN: Final = 200
"""Characters of one cell that a finding carries at most."""
MAX_COMPARED: Final = 50
"""Words that are compared letter by letter with a misspelt one where there are many."""

_DOUBLED = re.compile(r"(?<!\.)(\.)\.(?!\.)|([,;:])\2+")
_SPACES = re.compile(r"\s+")
# Patterns that stand here as texts are compiled where they are first needed, which few runs do.
_IGNORED: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Characters that comparisons pass over."""
_HIDDEN: Final = "".join(
    (
        "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029",  # controls and ends of lines, but for tab and line feed
        "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e",  # format
        "\u2060-\u206f\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a",
        "\U000e0000-\U000e0fff",  # tags, and variations beyond the first sixteen
        "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0",  # letters and marks without a picture
        "\ud800-\udfff\ufdd0-\ufdef",  # no characters
        *(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
    )
)
"""Characters that nobody sees or that move others about, as the inside of a set in a pattern."""
_UNSEEN: Final = f"[{_HIDDEN}]"
_USUAL: Final = " -~\u00a1-\u00ac\u00ae-\u034e\u2010-\u2027\u2030-\u205e\u2070-\u27ff"
"""Characters that everybody sees: Latin letters, punctuation, arrows, mathematics. No other is looked at twice."""
_UNUSUAL = re.compile(f"[^{_USUAL}]")
_UNUSUAL_IN_LINES: Final = f"[^\n{_USUAL}]"
_NOT_XML: Final = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Characters that no document in XML 1.0 may hold, not even as a reference."""
_MARKER: Final = r"(?<=#)#(?=\w{0,20}\[)"
"""The second sign of `##[group]` or `##vso[task.complete]`, which runners take for commands anywhere in a line."""
_COMMAND: Final = rf"\A(\s*):(?=:)|{_MARKER}"
INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Signs that print nothing and come along when text is copied: soft hyphens, joiners, marks of direction."""
OUTER: Final = (
    f"{INVISIBLE}\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""Those signs and all spaces: what may stand beside a figure and is no part of it."""
_BARE: Final = {ord(accented): bare for accented, bare in zip("áéíóúüÁÉÍÓÚÜ\u00a0", "aeiouuAEIOUU ", strict=True)}
"""Spanish letters without their accents: nearly all the characters beyond ASCII that `folded` meets."""
SIGNS: Final = ("%", "$", "#")
"""Signs that alone may be the heading of a column."""


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """`text` for comparison only: NFKC, without accents (ñ stays), in lower case, with single spaces."""
    plain = text if text.isascii() else text.translate(_BARE)
    # The first two ways give what the last one would, and serve nearly every text at a fraction of its cost.
    if plain.isprintable() and (plain.isascii() or not _has_unusual(plain)):
        return " ".join(plain.lower().split())
    if plain.isascii():
        return " ".join(re.sub(_IGNORED, "", plain.lower()).split())
    # A private-use character carries ñ through the decomposition, which would make it an n.
    guarded = unicodedata.normalize("NFKC", text).casefold().replace("ñ", "\ue000")
    bare = "".join(char for char in unicodedata.normalize("NFD", guarded) if not unicodedata.combining(char))
    return " ".join(re.sub(_IGNORED, "", bare.replace("\ue000", "ñ").replace("\u200b", "")).split())


def _has_unusual(text: str) -> bool:
    """True if `text` has characters beyond ASCII other than ñ."""
    return not text.replace("ñ", "").replace("Ñ", "").isascii()


_NO_WORD: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=1024)
def squashed(text: str) -> str:
    """`text` folded, letters and digits only, for comparing headings: `Ene - Mar.` and `ENE-MAR` become `enemar`.

    A sign of percentages, money or numbers counts where nothing else does: it is the whole heading of a column.
    """
    return _NO_WORD.sub("", folded(text)) or next((sign for sign in SIGNS if sign in text), "")


def spelling(text: str) -> str:
    """`text` for comparing spellings, in NFC with single spaces: accents and case count."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def visible(text: str) -> str:
    """`text` safe to show on one line: spaces made plain, and what `printable` escapes written as escapes."""
    return text if "  " not in text and _is_plain(text) else printable(_SPACES.sub(" ", text))


def printable(line: str) -> str:
    """`line` safe to print, its spaces and tabs as they are: what nobody sees, and commands to runners, as escapes.

    Such commands are `::add-mask::` at the start of a line and `##[group]` anywhere; the line is read otherwise for
    one escaped character.
    """
    return line if _is_plain(line) else re.sub(_COMMAND, _broken, legible(line))


def legible(text: str) -> str:
    """`text`, of one line or several, with the characters that nobody sees written as escapes; tabs stay."""
    return re.sub(_UNUSUAL_IN_LINES, _seen, text)


def in_json(document: str) -> str:
    """A JSON document that says the same, with what `printable` would escape written as JSON's own escapes."""
    legible_document = re.sub(_UNUSUAL_IN_LINES, _seen_in_json, document)
    return re.sub(_MARKER, r"\\u0023", legible_document) if "##" in document else legible_document


def in_xml(text: str) -> str:
    """`text` with the characters that XML 1.0 forbids written as escapes; markup is the caller's to escape."""
    return re.sub(_NOT_XML, _escape, text)


def _is_plain(text: str) -> bool:
    """True for a text that is safe as it is, nearly every one; looking at it has to be cheap."""
    return "##" not in text and "::" not in text and _UNUSUAL.search(text) is None


def _seen(match: Match[str]) -> str:
    """An unusual character, or its escape if nobody sees it."""
    return re.sub(_UNSEEN, _escape, match.group())


def _seen_in_json(match: Match[str]) -> str:
    return re.sub(_UNSEEN, _json_escape, match.group())


def _escape(match: Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _broken(match: Match[str]) -> str:
    """A command to a runner with one of its signs as an escape."""
    return "\\x23" if match[1] is None else f"{match[1]}\\x3a"


def _json_escape(match: Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def short(text: str) -> str:
    """`text` cut to MAX_SHOWN characters for a finding; a text of up to MAX_INTERNED is interned to save memory."""
    if len(text) <= MAX_INTERNED:
        return intern(text)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."


def single_marks(text: str) -> str:
    """`text` with doubled full stops, commas, `;` and `:` made single; three full stops or more are left alone."""
    return _DOUBLED.sub(lambda match: match[1] or match[2], text)


def similar(word: str, words: Iterable[str], likeness: float = 0.6) -> str | None:
    """The one of `words` most similar to `word`, which may be misspelt; None if none has the `likeness` (0 to 1)."""
    import difflib  # costs 5 ms and serves only when something is misspelt

    matches = difflib.get_close_matches(word, list(words), n=1, cutoff=likeness)
    return matches[0] if matches else None


def similar_code(word: str, codes: Iterable[str]) -> str | None:
    """The one of `codes` that a word may mean, the case of letters and accents apart."""
    by_letters = {folded(code): code for code in codes}
    near = similar(folded(word), by_letters)
    return by_letters[near] if near is not None else None


def similar_of_many(word: str, words: Sequence[str]) -> str | None:
    """The same as `similar`; of many words only those that begin or end like `word` are compared letter by letter."""
    return similar(word, words if len(words) <= MAX_COMPARED else _around(word, words))


def _around(word: str, words: Sequence[str]) -> list[str]:
    """The MAX_COMPARED of `words` that are written like `word` at their beginning, or at their end."""
    near: list[str] = []
    for key, ordered in zip(_keys(word), _orders(tuple(words)), strict=True):
        start = bisect(ordered, (key,)) - MAX_COMPARED // 4
        start = max(0, min(start, len(ordered) - MAX_COMPARED // 2))
        near += [each for _, each in ordered[start : start + MAX_COMPARED // 2]]
    return near


def _keys(text: str) -> tuple[str, str]:
    """The letters and digits of a text from either end."""
    letters = "".join(filter(str.isalnum, text.lower()))
    return letters, letters[::-1]


@lru_cache(maxsize=4)
def _orders(texts: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Texts in the order of their letters from the beginning, and from the end: many are compared with each list."""
    keys = [(*_keys(text), text) for text in texts]
    return sorted((first, text) for first, _, text in keys), sorted((last, text) for _, last, text in keys)


def wrapped(text: str, first: str, rest: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns; the first begins with `first`, the others with `rest`.

    A word longer than a line stays whole; an empty `text` gives one empty line.
    """
    import textwrap  # only for people: a machine format has no use for it

    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [printable(line) for line in lines] or [""]


def refitted(text: str, width: int | None) -> str:
    """`text` of several lines, those wider than `width` wrapped under their margin and four more; None: as is."""
    if width is None:
        return text
    lines = text.split("\n")
    return "\n".join(part for line in lines for part in (_hung(line, width) if len(line) > width else [line]))


def _hung(line: str, width: int) -> list[str]:
    return wrapped(line, "", " " * (len(line) - len(line.lstrip()) + 4), width)


def cut(text: str, room: int) -> str:
    """`text`, or as many whole words of it as `room` columns take with three full stops.

    Of a word that no line of `room` columns would take a part is kept.
    """
    if len(text) <= room:
        return text
    end = max(room - 3, 1)
    blank = text.rfind(" ", 1, end + 1)
    word, _, _ = text[blank + 1 :].partition(" ")
    return f"{text[: blank if blank > 0 and len(word) <= room else end].rstrip()}..."


def is_glob(text: str) -> bool:
    """True if `text` is a shell pattern that may match another text than itself."""
    return any(sign in text for sign in "*?[")


def matches_glob(name: str, glob: str) -> bool:
    """True if `name` matches the shell pattern `glob`, case included."""
    from fnmatch import fnmatchcase  # few runs need it

    return fnmatchcase(name, glob)
