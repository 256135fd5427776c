"""Read a text whose accents are broken as if they were right, without moving any character.

A text saved in one encoding and read in another has two signs in place of each accented letter. Here the two become
the bare letter and its combining mark, which reading takes for the same letter; so all offsets stay the text's:

    ELABORÃ“     the bytes of Ó in UTF-8, read as Windows-1252     ELABORÓ     O and a combining acute accent
    POLÃ\ufffdTICA    one of the two is lost for good: Á or Í, by the word
    ELABOR\ufffd      all of the letter is lost: by the word, or left as it is
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from re import Match, Pattern
from typing import Final, NamedTuple

from poa_lint.core.source import Span

CODE: Final = "POA029"
"""The rule that tells of broken accents."""
LOST: Final = "\ufffd"
"""The sign that stands for bytes which are no letter."""
FILL: Final = "\u2060"
"""A sign that comparisons pass over, for what a repaired character is too short for."""
MIN_BROKEN: Final = 2
"""Broken letters from which a text is read as repaired: one alone may be a name."""
LETTERS: Final = "áéíóúüñÁÉÍÓÚÜÑ"
SIGNS: Final = "¿¡°ºª·«»–—“”‘’…\u00a0"
WRONG: Final = ("cp1252", "latin-1", "cp850", "cp437", "mac_roman")
"""The encodings in which texts in UTF-8 are read by mistake."""
LEADS: Final = ("Ã", "Â", "â", "├", "┬", "√", "¬", LOST)
"""The signs with which the broken letters begin: a text without them is sound."""

_ACUTE_I: Final = re.compile(
    r"(?:f_s|pol_t|jur_d|art_c|l_ne|per_od|l_mit|veh_c|matr_c|cr_t|(?<!pl)(?<!el)_st[io]|h_dr|cl_n|t_p[io]|m_nim|qu_m"
    r"|pa_s|ra_z|ma_z|(?<!r)_[ao]|_ndi|_nte|dif_c|espec_f|rod_g|mart_n|rodr_|dr_gu|mun_c|ed_t|terap|(?<=v)_c|s_\b|r_o"
    r"|aqu|as_\b|all_\b|med_d|ps_q|anal_t|econ_m|g_a|r_a|d_a|v_a|c_a|l_a|n_a|f_a|t_a|nt_f|gr_c|ind_g|t_tul|t_n\b)"
)
"""Where a lost letter, `_`, is an Í and not an Á."""
_BY_WORD: Final = (
    ("ñ", re.compile(r"ni_[oae]|\ba_os?\b|ense_|espa_|dise_|compa_|peque_|se_al|due_|pe_a\b|mu_oz|ca_ad|monta_|ba_o")),
    (
        "ó",
        re.compile(
            r"[csxgtn]i_n(?:es)?\b|(?:elabor|revis|autoriz)_\b|c_mi|n_mi|c_dig|m_vil|n_stic|l_gic|(?<=[a-z])_ptim|p_liz|_rgan|s_lid|dep_s|kil_m|petr_l|econ_m"
        ),
    ),
    (
        "í",
        re.compile(
            r"_[ao]s?\b|_az\b|_gena|t_tul|cient_|gr_col|t_n\b|f_s|pol_t|jur_d|art_c|l_ne|per_od|l_mit|veh_c|cr_t|_stic|h_dr|cl_n|t_p[io]|m_nim|qu_m|pa_s"
        ),
    ),
    ("á", re.compile(r"m_tic|_rea|_mbit|b_sic|tr_mit|m_s\b|p_gin|c_lcul|g_nic|r_pid|_rbol|pr_ctic|n_lis|m_xim|gr_fic")),
    ("ú", re.compile(r"p_blic|n_mer|_nic|m_ltip|salubr|seg_n|com_n\b|ra_l\b")),
    (
        "é",
        re.compile(
            r"m_dic|el_ctr|t_cn|_tica|cr_dit|m_xic|b_n_f|_nfasi|an_s|d_bil|inter_s|trav_s|comit_|g_ner|_reo|h_ctor|f_lix"
        ),
    ),
)
"""The letters that words tell where all of one is lost, `_`."""


class Broken(NamedTuple):
    """A text as it is read, and its first broken letter: as written, as it is meant, and where it stands."""

    text: str
    written: str
    meant: str
    span: Span
    places: int


def repaired(text: str) -> Broken | None:
    """`text` with its broken accents right, of the same length; None for a text without several of them."""
    if text.isascii() or not any(lead in text for lead in LEADS):
        return None
    found = [match for match in _pattern().finditer(text) if _letter(match)]
    if len(found) < MIN_BROKEN or len(found) <= _sound(text):
        return None
    first = found[0]
    start, end = _word(text, first.start())
    changed = _pattern().sub(_replacement, text)
    meant = unicodedata.normalize("NFC", changed[start:end]).replace(FILL, "")
    return Broken(changed, text[start:end], meant, Span(start, end), len(found))


def _sound(text: str) -> int:
    """The accented letters of a text that are right: no sign of a broken one is among them."""
    rest = _pattern().sub("", text)
    return sum(rest.count(letter) for letter in LETTERS)


@cache
def _pattern() -> Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_table(), key=len, reverse=True))))


@cache
def _table() -> dict[str, str]:
    """What broken signs stand for; an empty text for what only the word tells."""
    table = {f"Ã{LOST}": "", "Ã": "", LOST: ""}
    for char in SIGNS + LETTERS:
        for encoding in WRONG:
            wrong = "".join(_read(byte, encoding) for byte in char.encode())
            table.setdefault(wrong, char)
    return table


def _read(byte: int, encoding: str) -> str:
    """A byte as a program reads it that takes it for another encoding; the control sign for one that is no letter."""
    try:
        return bytes((byte,)).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def _replacement(match: Match[str]) -> str:
    """A broken letter as it is read: as long as it was."""
    meant = _letter(match)
    if not meant:
        return match[0]
    if len(match[0]) == 1 or not meant.isalpha():
        fill = " " if meant == "\u00a0" else FILL
        return meant.replace("\u00a0", " ") + fill * (len(match[0]) - 1)
    decomposed = unicodedata.normalize("NFD", meant)
    return decomposed + FILL * (len(match[0]) - len(decomposed))


def _letter(match: Match[str]) -> str:
    """The letter that broken signs stand for; an empty text where nobody knows."""
    meant = _table()[match[0]]
    if meant:
        return meant
    start, end = _word(match.string, match.start())
    around = match.string[start : match.start()], match.string[match.end() : end]
    word = "_".join(_bare(part) for part in around)
    if match[0] != LOST:
        letter = "í" if _ACUTE_I.search(word) else "á"  # the other letters do not lose their second sign
    else:
        letter = next((letter for letter, pattern in _BY_WORD if pattern.search(word)), "")
    return letter.upper() if "".join(around).upper() == "".join(around) else letter


def _bare(part: str) -> str:
    """A part of a word with broken letters, the others without accents, in small letters."""
    plain = _pattern().sub(lambda match: _table()[match[0]] or "?", part)
    return "".join(char for char in unicodedata.normalize("NFD", plain.lower()) if not unicodedata.combining(char))


def _word(text: str, index: int) -> tuple[int, int]:
    """The start and end of the word at an index: what stands between spaces."""
    start = end = index
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
