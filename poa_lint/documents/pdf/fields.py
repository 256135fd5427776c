"""Draw what was filled into a PDF's page as part of it: the fields of a form, and text that was added on top.

A field shows its appearance, in which `8000` may be `8,000`; one without an appearance gives its value as words.
"""

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_UNSEEN: Final = 0x02 | 0x20
"""Flags of an annotation that is hidden, or not shown on a screen."""
_LENGTH: Final = 4000
"""Characters of a value that are read at most."""
_DEFAULT_SIZE: Final = 10.0
"""Points of letters in a field without an appearance."""

Words = list[tuple[str, float, float, float]]
"""Words with their left end, baseline and size, in the page's own points."""


def prepare(document: "PdfDocument") -> None:
    """Let the pages that are opened from now on know their fields."""
    from pypdfium2 import raw

    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()


def drawn(document: "PdfDocument", index: int) -> "tuple[PdfPage, Words]":
    """The page `index` with its fields and added text drawn into it, and the words of those without an appearance.

    All other annotations (notes, links, stamps, buttons, signatures) are left out: they are no part of a report.
    """
    from pypdfium2 import raw

    page = document[index]
    count = raw.FPDFPage_GetAnnotCount(page)
    words: Words = []
    kept = 0
    for number in range(count - 1, -1, -1):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        shown = _is_text(raw, page, annotation)
        if shown and not raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2:
            words += _words(raw, page, annotation)
            shown = False
        kept += shown
        raw.FPDFPage_CloseAnnot(annotation)
        if not shown:
            raw.FPDFPage_RemoveAnnot(page, number)
    if kept and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, words


def _is_text(raw: Any, page: "PdfPage", annotation: Any) -> bool:
    """True for a field of text or of a choice that is shown, and for text that was added to the page."""
    if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return False
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        return True
    if subtype != raw.FPDF_ANNOT_WIDGET or not page.formenv:
        return False
    kinds = {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}
    return raw.FPDFAnnot_GetFormFieldType(page.formenv, annotation) in kinds


def _words(raw: Any, page: "PdfPage", annotation: Any) -> Words:
    """The words of a field's value or of an added text, from the upper left corner of its rectangle on."""
    if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FREETEXT:
        value = _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    else:
        value = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(page.formenv, annotation, buffer, size))
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
    return list(_placed(value, box.left, box.bottom, box.top))


def _string(read: Callable[[Any, int], int]) -> str:
    """A text that pdfium writes as UTF-16 into a buffer of so many bytes."""
    buffer = (ctypes.c_ushort * _LENGTH)()
    length = min(read(buffer, 2 * _LENGTH), 2 * _LENGTH)
    return bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")


def _placed(value: str, left: float, bottom: float, top: float) -> Iterator[tuple[str, float, float, float]]:
    """The words of a value, line by line; letters are half as wide as high, and a single line stands in the middle."""
    lines = value.splitlines()
    size = min(max((top - bottom) / max(len(lines), 1) * 0.7, 4.0), _DEFAULT_SIZE)
    base = (top + bottom) / 2 - size / 3 if len(lines) == 1 else top - size
    for number, line in enumerate(lines):
        x = left + 2
        for word in line.split():
            yield word, x, base - 1.2 * size * number, size
            x += (len(word) + 1) * size / 2
