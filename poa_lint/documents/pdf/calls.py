"""Functions of pdfium that are called for every character of a page.

They take plain addresses: what ctypes does about pointers with types is two thirds of so short a call.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage


@cache
def plain(name: str, results: int = 0) -> Callable[..., Any]:
    """The function `name` of pdfium: of the address of a page's text, a character's index, and addresses of results."""
    from pypdfium2 import raw

    function = getattr(raw, name)
    kind = ctypes.CFUNCTYPE(function.restype, ctypes.c_void_p, ctypes.c_int, *(ctypes.c_void_p,) * results)
    return kind(ctypes.cast(function, ctypes.c_void_p).value or 0)


def address(text_page: "PdfTextPage") -> int | None:
    """The address of a page's text, which has to stay open while it is used."""
    return ctypes.cast(text_page.raw, ctypes.c_void_p).value


class Numbers:
    """Places for the numbers that a function writes: `addresses` are theirs, `all` their values one after another."""

    def __init__(self, count: int) -> None:
        self._array = (ctypes.c_double * count)()
        first = ctypes.addressof(self._array)
        self.addresses = [first + ctypes.sizeof(ctypes.c_double) * index for index in range(count)]

    def all(self) -> list[float]:
        """The numbers as they were written last."""
        return self._array[:]
