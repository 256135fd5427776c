"""Binary workbooks have the values that another reader sees."""

import pytest

from tests.documents.kept import kept
from tests.office.content import rows
from tests.places import FILES


def test_binary_workbooks_have_the_values_that_another_reader_sees() -> None:
    calamine = pytest.importorskip("python_calamine")
    for name in ("informe.xls", "informe.xlsb"):
        seen = []
        for sheet in calamine.load_workbook(str(FILES / name)).sheet_names:
            values = calamine.load_workbook(str(FILES / name)).get_sheet_by_name(sheet).to_python()
            seen += [row for row in values if str(row[1])[:3].isdigit() and len(str(row[1])) > 4]
        ours = rows(kept(name).text)
        assert len(seen) == len(ours) == 25
        for theirs, own in zip(seen, ours, strict=True):
            assert [str(value) for value in theirs[:4]] == [
                text.replace(",", "") if text[0].isdigit() and len(text) < 7 else text for text in own[:4]
            ]
