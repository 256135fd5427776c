"""Compare words as people do: without accents, case, extra spaces or odd characters of the same meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from re import Match
from sys import intern
from typing import Final

_DOUBLED = re.compile(r"(?<!\.)(\.)\.(?!\.)|([,;:])\2+")
CODE: Final = 12
"""Characters of codes, numbers and figures, which are the same again and again."""
MAX_SHOWN: Final = 200
"""Characters of a report that a finding carries in one piece."""
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


_BARE: Final = {ord(accented): bare for accented, bare in zip("áéíóúüÁÉÍÓÚÜ\u00a0", "aeiouuAEIOUU ", strict=True)}
"""The letters of Spanish without their accents: `folded` gives them so, and they are nearly all that there is."""


def _odd(text: str) -> bool:
    """Whether a text has more beyond ASCII than ñ."""
    return not text.replace("ñ", "").replace("Ñ", "").isascii()


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """`text` for comparison only: compatibility forms, no accents (but ñ kept), lower case, single spaces."""
    plain = text if text.isascii() else text.translate(_BARE)
    if plain.isprintable() and (plain.isascii() or not _odd(plain)):
        return " ".join(plain.lower().split())
    if plain.isascii():
        return " ".join(_INVISIBLE.sub("", plain.lower()).split())
    kept = unicodedata.normalize("NFKC", text).casefold().replace("ñ", "\ue000")
    bare = "".join(char for char in unicodedata.normalize("NFD", kept) if not unicodedata.combining(char))
    return " ".join(_INVISIBLE.sub("", bare.replace("\ue000", "ñ").replace("\u200b", "")).split())


@lru_cache(maxsize=1024)
def squashed(text: str) -> str:
    """`text` for comparing headings: `Ene - Mar.` and `ENE-MAR` are the same words."""
    return "".join(char for char in folded(text) if char.isalnum())


def spelling(text: str) -> str:
    """`text` as a reader sees it spelt: accents and capitals count, kinds of spaces and of encoding them do not."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def visible(text: str) -> str:
    """`text` safe to show on one line: control characters and direction marks written as escapes."""
    return _INVISIBLE.sub(_escape, _SPACES.sub(" ", text))


def printable(line: str) -> str:
    """A line as it is, tabs and all, but for what would steer a terminal."""
    return _INVISIBLE.sub(_escape, line)


def _escape(found: Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def short(text: str) -> str:
    """`text` as a finding carries it: a megabyte in one cell stays in the report, and a code is kept once."""
    if len(text) <= CODE:
        return intern(text)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."


def single_marks(text: str) -> str:
    """`text` with one mark where the same stands twice: full stop (three of them are meant), comma, `;` or `:`."""
    return _DOUBLED.sub(lambda found: found[1] or found[2], text)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` most like `word`, where any is near enough to be meant."""
    import difflib  # costs 5 ms and serves only when something is misspelt

    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return found[0] if found else None


def wrapped(text: str, first: str, rest: str, width: int) -> list[str]:
    """`text` as lines of at most `width` columns, indented by `first` and `rest`; a long word stays whole."""
    import textwrap  # only for people: a machine format has no use for it

    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [""]


def meets(name: str, glob: str) -> bool:
    """Whether a name is one that a glob means."""
    from fnmatch import fnmatchcase  # few runs have a glob

    return fnmatchcase(name, glob)
