"""Other ways of typing a report, under which it stays the same."""

import re
import unicodedata
from collections.abc import Callable

LABELS = (
    "RAMO",
    "PROGRAMA",
    "UNIDAD EJECUTORA",
    "FINALIDAD",
    "FUNCION",
    "SUBFUNCION",
    "EJE DE GOBIERNO",
    "LINEAS DE ACCION",
)
LABELLED = re.compile(rf"^({'|'.join(LABELS)}):?\t", re.MULTILINE)
ACCENTED = (("FUNCION", "FUNCIÓN"), ("LINEAS DE ACCION", "LÍNEAS DE ACCIÓN"))
TOGETHER = "TMM-F004\n\nFECHA: "


def accented(text: str) -> str:
    for bare, right in ACCENTED:
        text = text.replace(bare, right)
    return text


def moved_form(text: str) -> str:
    return re.sub(r"TMM-F004\n\n(FECHA: .*)\n", r"\1\n\nTMM-F004\n", text)


def padded(text: str, tabs: int) -> str:
    return "\n".join(line + "\t" * (tabs - line.count("\t")) for line in text.split("\n"))


def in_two_columns(text: str) -> str:
    """Six entries of the header as three lines, as a spreadsheet lays them out."""
    for left, right in (("RAMO", "FINALIDAD"), ("PROGRAMA", "FUNCION"), ("UNIDAD EJECUTORA", "SUBFUNCION")):
        text = re.sub(rf"^({left}\b:?\t.*)$((?s:.*?))^({right}\t.*)\n", r"\1\t\t\3\2", text, flags=re.MULTILINE)
    return text


def in_the_corner(text: str) -> str:
    """The form's code and the date at the end of the letterhead's first two lines."""
    return re.sub(
        r"^(GOBIERNO.*)$((?s:.*?))^(PROGRAMA OPERATIVO.*)$((?s:.*?))^TMM-F004\n\n(FECHA: .*)\n",
        r"\1\t\t\tTMM-F004\2\3\t\t\5\4",
        text,
        flags=re.MULTILINE,
    )


def in_other_words(text: str) -> str:
    for words, others in TITLES.items():
        text = text.replace(words, others)
    return text


HEADING = re.compile(r"^L/A\t.*\n\t\t\t\tEne-Mar.*\n\t\t\t\tP\tA\t.*$", re.MULTILINE)
"""The three lines of a table's heading."""
GOAL = re.compile(r"^(?=[\d. ]*\t\d+\.- ?\w)", re.MULTILINE)
"""The beginning of a goal's row."""
QUARTERS = ("Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic")
BEFORE = "L/A\tMETAS Y ACCIONES\tUNIDAD DE MEDIDA\tMETA ANUAL\t"
BEHIND = "\tAVANCE ABSOLUTO\tACUMULADO RELATIVO\tOBSERVACIONES"


def in_one_line(pattern: str) -> Callable[[str], str]:
    """The heading in one line, with the titles of the periods after a pattern: `{quarter} {letter}`."""
    titles = [pattern.format(quarter=quarter, letter=letter) for quarter in QUARTERS for letter in "PA"]
    line = BEFORE + "\t".join(titles) + BEHIND
    return lambda text: HEADING.sub(line, text)


def in_two_lines(text: str) -> str:
    quarters = "\t\t".join(QUARTERS) + "\t"
    return HEADING.sub(f"{BEFORE}{quarters}{BEHIND}\n\t\t\t\t" + "P\tA\t" * 4, text)


def below_headings(line: str) -> Callable[[str], str]:
    return lambda text: HEADING.sub(lambda found: f"{found[0]}\n{line}", text)


def after_the_first_goal(line: str) -> Callable[[str], str]:
    return lambda text: re.sub(
        r"^[\d. ]*\t\d+\.- ?\w.*\n", lambda found: found[0] + line + "\n", text, count=1, flags=re.MULTILINE
    )


def with_an_empty_first_column(text: str) -> str:
    text = HEADING.sub(lambda found: "\n".join("\t" + line for line in found[0].split("\n")), text)
    return GOAL.sub("\t", text)


SIGNATURE = re.compile(r"^(ELABORÓ|REVISÓ|AUTORIZÓ)\n\n(.+)\n(.+)$", re.MULTILINE)
"""A role, who signs' charge, and the name."""

TITLES = {
    "L/A\t": "LÍNEA DE ACCIÓN\t",
    "PERIODO": "TRIMESTRES",
    "Ene-Mar": "1er. Trimestre",
    "Abr-Jun": "2º trimestre",
    "Jul-Sep": "Julio - Septiembre",
    "Oct-Dic": "IV TRIMESTRE",
    "\tP\tA\tP\tA\tP\tA\tP\tA": "\tProg.\tAv." * 4,
    "ACUMULADO RELATIVO": "RELATIVO (%)",
}

VARIANTS: dict[str, Callable[[str], str]] = {
    "labels with accents": accented,
    "words without accents": lambda text: text.translate(str.maketrans("ÁÉÍÓÚ", "AEIOU")),
    "labels with a colon": lambda text: LABELLED.sub(r"\1:\t", text),
    "labels without a colon": lambda text: LABELLED.sub(r"\1\t", text),
    "labels with a colon in a cell of its own": lambda text: LABELLED.sub(r"\1 :\t", text),
    "labels in the plural and singular": lambda text: text.replace("EJE DE", "EJES DE").replace(
        "LINEAS DE", "LINEA DE"
    ),
    "lower case": str.lower,
    "title case": str.title,
    "spaces instead of tabs behind a label": lambda text: LABELLED.sub(r"\1: ", text),
    "code and name in one cell": lambda text: re.sub(
        r"^([A-Z :]*\t[\d.]+)\t(?=[A-Z])", r"\1 ", text, flags=re.MULTILINE
    ),
    "spaces instead of tabs in the header": lambda text: re.sub(
        r"^([A-Z ]+:?)\t([\d.]+)\t(?=[A-Z])", r"\1 \2 ", text, flags=re.MULTILINE
    ),
    "tabs before the labels": lambda text: LABELLED.sub(r"\t\1\t", text),
    "two tabs behind the labels": lambda text: LABELLED.sub(r"\1\t\t", text),
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "blanks around cells": lambda text: text.replace("\t", " \t ").replace("\n", " \n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no last line end": lambda text: text.rstrip("\n"),
    "many blank lines at the end": lambda text: text + "\n \n\t\n\n",
    "blank lines everywhere": lambda text: text.replace("\n", "\n\n"),
    "no blank lines before the signatures": lambda text: text.replace("\n\nELABORÓ\n\n", "\nELABORÓ\n"),
    "form feeds on lines of their own": lambda text: text.replace("\nGOBIERNO", "\n\f\nGOBIERNO"),
    "form feeds before the letterhead": lambda text: text.replace("GOBIERNO DE", "\fGOBIERNO DE"),
    "form feeds behind every page": lambda text: text.replace("\n\nGOBIERNO", "\f\n\nGOBIERNO"),
    "form feeds before the first label": lambda text: text.replace("RAMO", "\fRAMO"),
    "lines padded by a spreadsheet": lambda text: padded(text, 14),
    "lines padded beyond the table": lambda text: padded(text, 40),
    "another municipality": lambda text: text.replace("GOBIERNO DE MEXICALI", "H. AYUNTAMIENTO DE TECATE").replace(
        "XXIV AYUNTAMIENTO DE MEXICALI DE BAJA CALIFORNIA", "XXIV AYUNTAMIENTO DE TECATE, B.C."
    ),
    "a shorter letterhead": lambda text: text.replace("GOBIERNO DE MEXICALI\n", ""),
    "no municipality": lambda text: re.sub(r"(GOBIERNO DE|XXIV AYUNTAMIENTO).*\n", "", text),
    "the form's code behind the date": moved_form,
    "code and date in one line": lambda text: text.replace(TOGETHER, "TMM-F004\tFECHA: "),
    "code and date in one line, by spaces": lambda text: text.replace(TOGETHER, "TMM-F004      FECHA: "),
    "date and code in one line": lambda text: re.sub(r"TMM-F004\n\n(FECHA: .*)\n", r"\1\tTMM-F004\n", text),
    "date and code in one line, by spaces": lambda text: re.sub(r"TMM-F004\n\n(FECHA: .*)\n", r"\1   TMM-F004\n", text),
    "the date in a cell of its own": lambda text: text.replace("FECHA: ", "FECHA:\t"),
    "the date behind a longer label": lambda text: text.replace("FECHA: ", "FECHA DE CORTE: "),
    "the date without a colon": lambda text: text.replace("FECHA: ", "FECHA "),
    "the form's code in other signs": lambda text: text.replace("TMM-F004", "tmm-f004"),
    "roles with a colon": lambda text: re.sub("^(ELABORÓ|REVISÓ|AUTORIZÓ)$", r"\1:", text, flags=re.MULTILINE),
    "roles without accents": lambda text: re.sub("^(ELABOR|REVIS|AUTORIZ)Ó$", r"\1O", text, flags=re.MULTILINE),
    "roles in lower case": lambda text: re.sub(
        "^(ELABORÓ|REVISÓ|AUTORIZÓ)$", lambda m: m[0].capitalize(), text, flags=re.MULTILINE
    ),
    "room for the signature": lambda text: re.sub(
        "^(ELABORÓ|REVISÓ|AUTORIZÓ)$", "\\1\n\n\n____________________\n", text, flags=re.MULTILINE
    ),
    "headings in other case and spacing": lambda text: text.replace("META ANUAL", "Meta  Anual").replace(
        "Ene-Mar", "ENE - MAR."
    ),
    "headings in other words": in_other_words,
    "the header in two columns": in_two_columns,
    "code and date in the corner of the letterhead": in_the_corner,
    "further lines of action without a tab": lambda text: re.sub(
        r"^\t(\d+\.\d+\.\d+)\t", r"\1 ", text, flags=re.MULTILINE
    ),
    "the date with its article": lambda text: text.replace("FECHA: ", "FECHA: al "),
    "a line break in every goal's text": lambda text: re.sub(r"(?<=\t)(\d+\.- ?\w+ \w\w+) (?=\w{4})", r"\1\n", text),
    "two line breaks in every goal's text": lambda text: re.sub(
        r"(?<=\t)(\d+\.- ?\w+) (\w+) (?=\w{4})", r"\1\r\n\2\n", text
    ),
    "a cover": lambda text: "H. AYUNTAMIENTO\n\nAVANCE FÍSICO PROGRAMÁTICO\n\nPRIMER TRIMESTRE\n\f" + text,
    "the year in a line of its own": lambda text: re.sub(
        r"^(PROGRAMA OPERATIVO ANUAL) (20\d\d)$", r"\1\nEJERCICIO FISCAL \2", text, flags=re.MULTILINE
    ),
    "codes parted from their names by a dash": lambda text: re.sub(
        r"^([A-Z ]*:?\t\d[\d.]*)\t(?=[A-Z])", r"\1 - ", text, flags=re.MULTILINE
    ),
    "codes of goals joined by words and bars": lambda text: re.sub(
        r"^(\d\.\d\.\d) (\d\.\d\.\d)(?: (\d\.\d\.\d))?\t",
        lambda found: (
            "/".join(filter(None, found.groups()[::2])) + f" y {found[2]}\t"
            if found[3] is None
            else f"{found[1]}, {found[2]} Y {found[3]}\t"
        ),
        text,
        flags=re.MULTILINE,
    ),
    "a line break between a goal's codes": lambda text: re.sub(
        r"^(\d\.\d\.\d) (?=\d\.\d\.\d)", r"\1\n", text, flags=re.MULTILINE
    ),
    "goals called so before their numbers": lambda text: re.sub(r"\t(?=\d+\.- ?\w)", "\tMETA No. ", text),
    "names before charges": lambda text: SIGNATURE.sub(r"\1\n\n\3\n\2", text),
    "who signs behind the role": lambda text: SIGNATURE.sub(r"\1: \3, \2", text),
    "who signs in the cells behind the role": lambda text: SIGNATURE.sub(r"\1\t\2\t\3", text),
    "who signs over the role": lambda text: SIGNATURE.sub(r"________\n\3\n\2\n\1", text),
    "the heading in one line": in_one_line("{quarter} {letter}"),
    "the heading in one line, parted by full stops": in_one_line("PERIODO.{quarter}.{letter}"),
    "the heading in two lines": in_two_lines,
    "quarters by their number": lambda text: text.replace("Ene-Mar", "1er. Trim.").replace("Oct-Dic", "4to. Trim."),
    "an empty first column": with_an_empty_first_column,
    "numbers of columns": below_headings("\t".join(f"({number})" for number in range(1, 16))),
    "numbers of columns without brackets": below_headings("\t".join(map(str, range(1, 16)))),
    "a subtitle between goals": after_the_first_goal("COMPONENTE 2: ATENCIÓN CIUDADANA"),
    "a subtitle in the second column": after_the_first_goal("\tACTIVIDAD 3"),
    "a total between goals": after_the_first_goal("\tSUBTOTAL\t\t4\t1\t1\t1\t\t1\t\t1\t\t1\t25%\t"),
    "the period in the header": lambda text: text.replace("FINALIDAD", "PERIODO: ENERO A MARZO\nFINALIDAD"),
    "the budget programme": lambda text: re.sub(
        "^PROGRAMA(?=:?\t)", "PROGRAMA PRESUPUESTARIO", text, flags=re.MULTILINE
    ),
    "labels that a column cut off": lambda text: re.sub(
        r"^(UNIDAD EJEC|EJE DE GOBI|LINEAS DE A)\w+:?(?=\t)", r"\1", text, flags=re.MULTILINE
    ),
    "labels that touch their codes": lambda text: re.sub(
        r"^(UNIDAD EJEC|EJE DE GOBI|LINEAS DE A)\w+:?\t", r"\1", text, flags=re.MULTILINE
    ),
    "roles as participles": lambda text: re.sub("^(ELABOR|REVIS|AUTORIZ)Ó$", r"\1ADO POR", text, flags=re.MULTILINE),
    "the heading of the quarters repeated": lambda text: text.replace("PERIODO\t", "PERIODO\tPERIODO", 1),
}
