"""The formats of runs in a Word document that change what is printed of their text: hidden, raised or lowered."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from poa_lint.documents.sheets import richtext

_OFF: Final = frozenset({"0", "false", "off"})
_DEPTH: Final = 20
"""Styles that stand on each other; a document with more is in a circle."""


class Format(NamedTuple):
    """The part of a format that is stated: None where it is left to the style below."""

    hidden: bool | None = None
    raised: bool | None = None

    def over(self, below: "Format") -> "Format":
        """The same format with what it leaves open taken from the one below."""
        return Format(
            below.hidden if self.hidden is None else self.hidden, below.raised if self.raised is None else self.raised
        )


Styles = Mapping[str, Format]


def styles(root: Element) -> Styles:
    """The formats of a document's styles by id, with those that they are based on."""
    own = {node.get("styleId", ""): node for node in root.iter("style")}
    return {name: _style(own, name) for name in own}


def _style(own: Mapping[str, Element], name: str) -> Format:
    found = Format()
    for _ in range(_DEPTH):
        node = own.get(name)
        if node is None:
            break
        found = found.over(_format(node.find("rPr")))
        name = _name(node.find("basedOn"))
    return found


def make_plain(root: Element, styled: Styles) -> None:
    """Take the runs out of a part that are hidden, and the raised marks of notes on a figure."""
    for paragraph in root.iter("p"):
        below = styled.get(_name(paragraph.find("pPr/pStyle")), Format())
        runs = [(parent, run, _run_format(run, styled).over(below)) for parent, run in _runs(paragraph)]
        shown = [(run, bool(form.raised)) for _, run, form in runs if not form.hidden]
        pieces = [("".join(text.text or "" for text in run.iterfind("t")), raised) for run, raised in shown]
        marked = any(raised for _, raised in pieces) and richtext.text(pieces) != "".join(text for text, _ in pieces)
        for parent, run, form in runs:
            if form.hidden or (marked and form.raised):
                parent.remove(run)


def _runs(node: Element) -> Iterator[tuple[Element, Element]]:
    """The runs of a paragraph, each with the element that holds it, without those of the paragraphs inside of it."""
    for child in list(node):
        if child.tag == "r":
            yield node, child
        elif child.tag != "p":
            yield from _runs(child)


def _run_format(run: Element, styled: Styles) -> Format:
    """The format of a run: its own, over that of its style."""
    properties = run.find("rPr")
    return (
        Format()
        if properties is None
        else _format(properties).over(styled.get(_name(properties.find("rStyle")), Format()))
    )


def _name(node: Element | None) -> str:
    return "" if node is None else node.get("val", "")


def _format(properties: Element | None) -> Format:
    """The format that an element `rPr` states."""
    if properties is None:
        return Format()
    vanish, align, position = (properties.find(name) for name in ("vanish", "vertAlign", "position"))
    hidden = None if vanish is None else vanish.get("val", "1") not in _OFF
    raised = None if align is None else align.get("val") in {"superscript", "subscript"}
    if raised is None and position is not None:
        raised = position.get("val", "0").lstrip("-") != "0"
    return Format(hidden, raised)
