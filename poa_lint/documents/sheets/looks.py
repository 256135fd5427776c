"""The styles of LibreOffice that change what a sheet shows and prints: raised or hidden letters, headers of pages."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

_PRINTED: Final = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_NORMAL: Final = frozenset({"", "0%"})
"""The positions of letters that stand on the line."""


class Look(NamedTuple):
    """A style of letters inside a cell."""

    raised: bool = False
    hidden: bool = False


PLAIN: Final = Look()
Letters = Mapping[str, Look]
"""Styles of letters by name; those that neither raise nor hide them may be missing."""


def letters_of(parts: Iterable[Element]) -> Letters:
    """The styles of letters that the parts of a workbook define."""
    return {
        style.get("name", ""): Look(
            properties.get("text-position", "").partition(" ")[0] not in _NORMAL, properties.get("display") == "none"
        )
        for part in parts
        for style in part.iter("style")
        if style.get("family") == "text"
        for properties in style.iterfind("text-properties")
    }


def printed_of(content: Element, styles: Element) -> dict[str, list[str]]:
    """The lines of the header and footer of the pages of sheets, by the name of a sheet's style."""
    pages = {page.get("name"): list(map(_text, _paragraphs(page))) for page in styles.iter("master-page")}
    return {
        style.get("name", ""): pages.get(style.get("master-page-name"), [])
        for style in content.iterfind("automatic-styles/style")
        if style.get("family") == "table"
    }


def _paragraphs(page: Element) -> Iterable[Element]:
    return (line for part in page if part.tag in _PRINTED and part.get("display") != "false" for line in part.iter("p"))


def _text(paragraph: Element) -> str:
    return "".join(paragraph.itertext()).strip()
