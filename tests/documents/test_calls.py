"""What pdfium is asked of every character by plain addresses is what pypdfium2's own functions answer."""

import ctypes

import pypdfium2
from pypdfium2 import raw

from poa_lint.documents.pdf import calls
from tests.places import FILES


def test_plain_calls_answer_what_typed_ones_do() -> None:
    with pypdfium2.PdfDocument((FILES / "sin-lineas.pdf").read_bytes()) as document:
        text_page = document[0].get_textpage()
        page, numbers = calls.address(text_page), calls.Numbers(2)
        code_of, angle_of = calls.plain("FPDFText_GetUnicode"), calls.plain("FPDFText_GetCharAngle")
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text_page.count_chars()):
            assert code_of(page, index) == raw.FPDFText_GetUnicode(text_page, index)
            assert angle_of(page, index) == raw.FPDFText_GetCharAngle(text_page, index)
            calls.plain("FPDFText_GetCharOrigin", 2)(page, index, *numbers.addresses)
            raw.FPDFText_GetCharOrigin(text_page, index, x, y)
            assert numbers.all() == [x.value, y.value]
