"""Fixes: what is form is mended, figures never change, and everything else stays as it is."""

from collections.abc import Callable, Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.records import replace
from poa_lint.core.report import Informe
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source, Span
from poa_lint.documents.encodings import decode
from poa_lint.linter.fix import Fixed, fix
from tests.fixing import checked, read, row
from tests.places import SEED
from tests.strategies import texts


def fixed(text: str, *, unsafe: bool = False) -> Fixed:
    return fix(Source("informe.txt", text), checked, unsafe=unsafe)


def figures(informe: Informe) -> list[object]:
    """Every programmed and achieved figure, and the annual goals."""
    return [
        [cell.value for cell in (meta.meta_anual, *meta.programado, *meta.avance, meta.absoluto)]
        for meta in informe.metas
    ]


# What is mended


@pytest.mark.parametrize(
    ("before", "after", "unsafe"),
    [
        ("100.- ELABORAR", "100. ELABORAR", False),
        ("L/A\t", "I/A\t", False),
        ("AVANCE.\t", "AVANCE..\t", False),
        ("25%\t", "25 %\t", False),
        ("25%\t", "99%\t", True),
        ("25%\t", "\t", True),
    ],
)
def test_form_comes_back_and_what_is_not_safe_is_asked_for(before: str, after: str, unsafe: bool) -> None:
    sound = write([Page()])
    damaged = sound.replace(before, after, 1)
    assert damaged != sound
    assert fixed(damaged, unsafe=True).source.text == sound
    assert fixed(damaged).source.text == (damaged if unsafe else sound)


def test_commas_go_into_thousands_and_decimals_stay() -> None:
    text = row(meta_anual="8000", programado=("2000", "2,000", "2000", "2000"), avance=("2000.50", "", "", ""),
               absoluto="2000.50", observaciones="SE AJUSTO EL DATO DEL TRIMESTRE.")  # fmt: skip
    after = fixed(text).source.text
    assert "\t8,000\t2,000\t2,000.50\t2,000\t\t2,000\t\t2,000\t\t2,000.50\t" in after


def test_the_seed_is_put_back_under_its_columns_and_its_figures_stay() -> None:
    before = decode(SEED.read_bytes(), "informe.txt")
    assert isinstance(before, Source)
    done = fix(before, checked, unsafe=True)
    mended = [(each.line, each.finding.code if each.finding else "") for each in done.mended]
    assert [line for line, code in mended if code == "POA002"] == [33, 34, 35, 116, 117, 118]
    assert [code for _, code in mended].count("POA803") == 4
    old, new = read(before).informe, read(done.source).informe
    assert figures(old) == figures(new)
    assert all(
        meta.acomodo is None for meta in new.metas if meta.numero.raw in ("101", "102", "103", "207", "208", "209")
    )
    assert [meta.numero.raw for meta in new.metas if meta.acomodo is not None] == ["100"], "doubtful: left for a person"
    untouched = {before.position(meta.span.start).line for meta in old.metas} - {line for line, _ in mended}
    lines = (before.text.split("\n"), done.source.text.split("\n"))
    assert all(lines[0][line - 1] == lines[1][line - 1] for line in untouched)


def test_overlapping_fixes_are_all_made_the_safe_ones_first() -> None:
    """A row that is moved as a whole holds a number and a figure that are mended in their cells."""
    opening = ("4.6.1", "100. ELABORAR INFORMES DE AVANCE.", "INFORME", "4000", "1000", "1000", "1000", "1000")
    text = write([Page(metas=(Row(renglon=(*opening, "", "1000", "", "1000", "25%", "")),))])
    done = fixed(text, unsafe=True)
    assert {each.finding.code for each in done.mended if each.finding} == {"POA002", "POA801", "POA803"}
    assert (
        "100.- ELABORAR INFORMES DE AVANCE.\tINFORME\t4,000\t1,000\t1,000\t1,000\t\t1,000\t\t1,000\t\t1,000\t25%"
        in done.source.text
    )


def test_a_fix_that_brings_a_finding_is_withheld_and_the_others_are_made() -> None:
    def suspicious(source: Source) -> FileResult:
        """A linter that finds something new as soon as the number of goal 101 is written `101.-`."""
        other = source.text.replace("..", ".") if "101.-" not in source.text else source.text.replace("FECHA:", "")
        return checked(Source(source.path, source.text)) if "101.-" not in source.text else checked(Source("", other))

    text = write([Page(metas=(Row(texto="100. ELABORAR."), Row(texto="101. ELABORAR."), Row(texto="102. ELABORAR.")))])
    done = fix(Source("informe.txt", text), suspicious, unsafe=False)
    assert [each.now for each in done.mended] == ["100.-", "102.-"]
    assert [each.now for each in done.withheld] == ["101.-"]
    assert "101. ELABORAR." in done.source.text


class Judge:
    """A linter that finds something new on the `place` of each of some goals as soon as its number is mended.

    It counts the texts that it is asked about.
    """

    def __init__(self, harmful: Collection[int], place: Callable[[int], int] = lambda number: number) -> None:
        self.harmful, self.place = harmful, place
        self.asked = 0
        self.like = checked(misnumbered(1)).diagnostics[0]

    def __call__(self, source: Source) -> FileResult:
        self.asked += 1
        result = checked(source)
        new = []
        for number in self.harmful:
            if f"\t{number}.- " in source.text:
                line = source.text.index(f"\t{self.place(number)}.")
                new.append(replace(self.like, key=f"new {number}", order=(line, line), span=Span(line, line), edits=()))
        return replace(result, diagnostics=(*result.diagnostics, *new))


def misnumbered(count: int) -> Source:
    """A report of goals whose numbers lack a dash."""
    rows = [Row(texto=f"{100 + number}. ELABORAR INFORMES.") for number in range(count)]
    return Source("informe.txt", write([Page(metas=tuple(rows))]))


@pytest.mark.parametrize(
    ("harmful", "place", "most"),
    [
        (range(100, 164, 2), lambda number: number, 14),
        (range(100, 164), lambda number: number, 14),
        ([117], lambda number: number, 4),
        ([117, 150], lambda number: number + 3, 30),
    ],
    ids=["half of them", "all", "one", "the finding stands elsewhere"],
)
def test_harmful_fixes_are_told_apart_by_few_checks(
    harmful: Collection[int], place: Callable[[int], int], most: int
) -> None:
    judge = Judge(harmful, place)
    done = fix(misnumbered(64), judge, unsafe=False)
    numbers = [int(each.now.removesuffix(".-")) for each in done.withheld]
    assert sorted(numbers) == sorted(harmful)
    assert len(done.mended) == 64 - len(harmful)
    assert judge.asked <= most


def test_where_the_checks_do_not_suffice_the_rest_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poa_lint.linter.fix.MAX_TRIALS", 5)
    judge = Judge([104, 109], lambda _: 100)
    done = fix(misnumbered(12), judge, unsafe=False)
    assert judge.asked <= 2 + 5
    assert {"104.-", "109.-"} <= {each.now for each in done.withheld}
    assert not [finding for finding in done.result.diagnostics if finding.key.startswith("new")]


# What holds of every report


@given(texts(), st.data())
@settings(max_examples=25)
def test_fixing_again_changes_nothing_and_finds_nothing_new(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    rows = [place for place, line in enumerate(lines) if line.count("\t") >= 14 and "%" in line]
    for place in rows:
        cells = lines[place].split("\t")
        blanks = [at for at, cell in enumerate(cells[4:12], 4) if not cell]
        damage = data.draw(st.sampled_from(("none", "lost", "doubled", "comma", "number", "space")))
        if damage == "lost" and blanks:
            del cells[data.draw(st.sampled_from(blanks))]
        elif damage == "doubled":
            at = data.draw(st.integers(4, 12))
            cells.insert(at, cells[at])
        elif damage == "comma":
            cells = [cell.replace(",", "") if at > 2 else cell for at, cell in enumerate(cells)]
        elif damage == "number":
            cells[1] = cells[1].replace(".-", ".", 1)
        elif damage == "space":
            cells = [cell.replace("%", " %") if cell.endswith("%") else cell for cell in cells]
        lines[place] = "\t".join(cells)
    source = Source("informe.txt", "\n".join(lines))
    before = {one.key for one in checked(source).diagnostics}
    done = fix(source, checked, unsafe=True)
    assert {one.key for one in done.result.diagnostics} <= before
    assert fix(done.source, checked, unsafe=True).source.text == done.source.text
    assert figures(read(done.source).informe) == figures(read(source).informe)
    assert figures(read(fix(source, checked, unsafe=False).source).informe) == figures(read(source).informe)


def test_a_lost_or_doubled_cell_comes_back_byte_for_byte() -> None:
    sound = row(
        meta_anual="26", programado=("6", "7", "6", "7"), avance=("6", "", "", ""), absoluto="6", relativo="23%"
    )
    line = next(line for line in sound.split("\n") if line.startswith("4.6.1\t100"))
    cells = line.split("\t")
    for place in (7, 9, 11):
        lost = "\t".join(cells[:place] + cells[place + 1 :])
        assert fixed(sound.replace(line, lost), unsafe=True).source.text == sound
    for place in (3, 12, 13):
        doubled = "\t".join([*cells[: place + 1], *cells[place:]])
        assert fixed(sound.replace(line, doubled), unsafe=True).source.text.rstrip("\t") == sound.rstrip("\t")
