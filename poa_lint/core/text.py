"""Compare text as people read it (without accents, case or extra spaces), and make it safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from re import Match
from sys import intern
from typing import Final

MAX_INTERNED: Final = 12
"""Characters of a text that `short` interns: codes and figures are repeated all over a report."""
MAX_SHOWN: Final = 200
"""Characters of one cell that a finding carries at most."""

_DOUBLED = re.compile(r"(?<!\.)(\.)\.(?!\.)|([,;:])\2+")
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BARE: Final = {ord(accented): bare for accented, bare in zip("áéíóúüÁÉÍÓÚÜ\u00a0", "aeiouuAEIOUU ", strict=True)}
"""Spanish letters without their accents: nearly all the characters beyond ASCII that `folded` meets."""


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """`text` for comparison only: NFKC, without accents (ñ stays), in lower case, with single spaces."""
    plain = text if text.isascii() else text.translate(_BARE)
    # The first two ways give what the last one would, and serve nearly every text at a fraction of its cost.
    if plain.isprintable() and (plain.isascii() or not _has_unusual(plain)):
        return " ".join(plain.lower().split())
    if plain.isascii():
        return " ".join(_INVISIBLE.sub("", plain.lower()).split())
    # A private-use character carries ñ through the decomposition, which would make it an n.
    guarded = unicodedata.normalize("NFKC", text).casefold().replace("ñ", "\ue000")
    bare = "".join(char for char in unicodedata.normalize("NFD", guarded) if not unicodedata.combining(char))
    return " ".join(_INVISIBLE.sub("", bare.replace("\ue000", "ñ").replace("\u200b", "")).split())


def _has_unusual(text: str) -> bool:
    """True if `text` has characters beyond ASCII other than ñ."""
    return not text.replace("ñ", "").replace("Ñ", "").isascii()


@lru_cache(maxsize=1024)
def squashed(text: str) -> str:
    """`text` folded, letters and digits only, for comparing headings: `Ene - Mar.` and `ENE-MAR` become `enemar`."""
    return "".join(char for char in folded(text) if char.isalnum())


def spelling(text: str) -> str:
    """`text` for comparing spellings, in NFC with single spaces: accents and case count."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def visible(text: str) -> str:
    """`text` safe to show on one line: spaces made plain, control characters and direction marks written as escapes."""
    return _INVISIBLE.sub(_escape, _SPACES.sub(" ", text))


def printable(line: str) -> str:
    """`line` safe to print, its spaces and tabs as they are: control characters and direction marks become escapes."""
    return _INVISIBLE.sub(_escape, line)


def _escape(match: Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def short(text: str) -> str:
    """`text` cut to MAX_SHOWN characters for a finding; a text of up to MAX_INTERNED is interned to save memory."""
    if len(text) <= MAX_INTERNED:
        return intern(text)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."


def single_marks(text: str) -> str:
    """`text` with doubled full stops, commas, `;` and `:` made single; three full stops or more are left alone."""
    return _DOUBLED.sub(lambda match: match[1] or match[2], text)


def similar(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` most similar to `word`, which may be misspelt; None if none is similar enough."""
    import difflib  # costs 5 ms and serves only when something is misspelt

    matches = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return matches[0] if matches else None


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
    return lines or [""]


def is_glob(text: str) -> bool:
    """True if `text` is a shell pattern that may match another text than itself."""
    return any(sign in text for sign in "*?[")


def matches_glob(name: str, glob: str) -> bool:
    """True if `name` matches the shell pattern `glob`, case included."""
    from fnmatch import fnmatchcase  # few runs need it

    return fnmatchcase(name, glob)
