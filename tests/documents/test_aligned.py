"""A text that is set with blanks is read as it was made, or it says what of it cannot be told."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, write
from poa_lint.core.source import Source
from poa_lint.documents import open_source
from poa_lint.documents.document import Document
from tests.office.typeset import Style, typeset
from tests.strategies import reports

WIDE = Style((6, 40, 16, 7, *(7,) * 8, 9, 10, 30))
CASES = Path(__file__).parent.parent / "data" / "lectura"


def document(text: str) -> Document:
    source = open_source(text.encode(), "informe.txt")
    assert isinstance(source, Source)
    assert isinstance(source.original, Document), "read as tabbed text"
    return source.original


def goals(text: str) -> dict[str, list[str]]:
    """The cells of each goal of a tabbed text, by its number, with single blanks."""
    rows = [[" ".join(cell.split()) for cell in line.split("\t")] for line in text.split("\n")]
    found = {cells[1].partition(".")[0]: cells for cells in rows if len(cells) > 12 and cells[1][:1].isdigit()}
    return {number: [*cells, ""][:15] for number, cells in found.items()}


def doubtful(made: Document) -> set[str]:
    """The numbers of the goals whose rows are told to be doubtful."""
    lines = [made.text[remark.start : remark.end] for remark in made.remarks if remark.kind == "renglon_incierto"]
    return {line.split("\t")[1].partition(".")[0] for line in lines}


styles = st.builds(
    Style,
    widths=st.tuples(
        st.integers(4, 16), st.integers(15, 60), st.integers(6, 20), *[st.integers(3, 12)] * 11, st.integers(12, 40)
    ),
    gap=st.integers(1, 4),
    figures=st.sampled_from(("left", "middle", "right")),
    titles=st.sampled_from(("left", "middle", "right")),
    centred=st.booleans(),
    apart=st.integers(0, 1),
)


@settings(max_examples=60)
@given(reports(most_units=2, most_goals=4), styles)
def test_a_sound_report_is_read_as_it_was_made_or_told(pages: Sequence[Page], style: Style) -> None:
    made = document(typeset(pages, style))
    told = doubtful(made)
    for number, cells in goals(made.text).items():
        if number not in told:
            assert cells == goals(write(pages))[number]
    refused = any(remark.kind == "tabla_incierta" for remark in made.remarks)
    assert refused or goals(made.text).keys() == goals(write(pages)).keys()
