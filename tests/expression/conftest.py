"""What sentences are reckoned on."""

import pytest

from poa_lint.authoring.samples import Page, write
from poa_lint.expression.types import Frame
from tests.expression.sentences import ROW
from tests.reading.reports import Read


@pytest.fixture(scope="session")
def frame(read: Read) -> Frame:
    """A report of one page and one goal: the first of four quarters is closed, the second's A cannot be read."""
    informe = read(write([Page(metas=(ROW,), fecha="31-mar.-24")])).informe
    return informe, informe.unidades[0], informe.paginas[0], informe.metas[0]
