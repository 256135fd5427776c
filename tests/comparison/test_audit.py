"""The audit beside counterparts: what the report alone cannot show is noticed, and the page has its tables."""

from tests.comparison import audit
from tests.comparison.rates import END, PAGE


def test_what_the_report_alone_cannot_show_is_noticed_beside_others() -> None:
    found = list(audit.outcomes(audit.changes(("unit-changed", "page-lost"), most=1)))
    one = audit.noticed(found)
    assert one.made == 8
    assert one.beside == {"nada": 0, "antes": 8, "plan": 8, "ambos": 8}


def test_a_changed_figure_is_noticed_in_every_column() -> None:
    found = list(audit.outcomes(audit.changes(("digit",), most=1)))
    assert {change.column for change, _ in found} >= {"meta_anual", "programado.3", "avance.1"}
    assert all(told["ambos"][0] for _, told in found)


def test_the_page_has_the_tables() -> None:
    part = PAGE.read_text("utf-8").split(audit.BEGIN)[1].split(END)[0]
    assert part.count("| sin comparar |") == 2
