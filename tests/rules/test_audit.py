"""The audit of our rules: sound reports are sound, and every figure that breaks an equality is noticed."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import pytest

from poa_lint.authoring import audit
from poa_lint.authoring.changes.kinds import Change, changes
from poa_lint.authoring.specimens import sound
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook.builtin import built_in_rules
from tests.goldens import audited, filled

SPANISH = words("es")
NOTICED = ("digit", "blanked", "moved", "doubled", "blank-lost")
"""Kinds of change that are always noticed."""
SOUND = [change for change in audit.plan(0) if not change.kind]


def outcomes(made: list[Change]) -> list[audit.Outcome]:
    return list(audit.outcomes(made, built_in_rules(), built_in_forms(), SPANISH))


def test_the_sound_reports_have_no_finding_at_all() -> None:
    assert len(SOUND) == 4
    for outcome in outcomes(SOUND):
        assert (outcome.noticed, outcome.noted) == ((), ())


def part(made: Sequence[Change], every: int) -> list[Change]:
    """One in so many of the changes, and all unchanged reports, without which nobody knows what is new."""
    return [change for number, change in enumerate(made) if not change.kind or number % every == 0]


def number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "").rstrip("%") or 0)


def slack(cells: Sequence[str]) -> Decimal:
    """How much the rounding of these figures explains: half a unit of the coarsest decimal for each."""
    decimals = [len(cell.partition(".")[2]) for cell in cells if "." in cell]
    written = len([cell for cell in cells if cell])
    return Decimal(written) / 2 / 10 ** min(decimals) if decimals else Decimal(0)


def breaks_an_equality(cells: tuple[str, ...], quarters: int) -> bool:
    """Whether a row's figures disagree, reckoned here and not by the rules."""
    meta_anual, absoluto, relativo = cells[3], cells[12], cells[13]
    programado, avance = [number(cell) for cell in cells[4:12:2]], [number(cell) for cell in cells[5:12:2]]
    if "" in (meta_anual, absoluto, relativo):
        return True
    return (
        abs(sum(programado) - number(meta_anual)) > slack((*cells[4:12:2], meta_anual))
        or abs(sum(avance[:quarters]) - number(absoluto)) > slack((*cells[5 : 5 + 2 * quarters : 2], absoluto))
        or abs(number(absoluto) * 100 / number(meta_anual) - number(relativo)) >= 1
    )


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.campaign)])
def test_every_change_of_a_figure_that_breaks_an_equality_is_noticed(every: int) -> None:
    """Page by page, so that a campaign tries all of them."""
    reports = [(page,) for pages in sound() for page in pages]
    figures = ("digit", "percentage", "blanked", "swapped", "moved", "negative")
    made = [change for change in changes(reports) if change.kind in ("", *figures)]
    breaking = Counter[str]()
    for outcome in outcomes(part(made, every)):
        change = outcome.change
        if change.kind and breaks_an_equality(change.cells, change.report // 3 + 1):
            breaking[change.kind] += 1
            assert outcome.noticed, (change.kind, change.column, change.cells)
    assert all(breaking[kind] >= 20 // every for kind in figures)


def test_a_part_of_the_changes_is_noticed_as_the_published_scores_say() -> None:
    made = audit.summarise(outcomes(part(audit.plan(), 8)), built_in_rules())
    assert not made.already
    assert all(made.kinds[kind].score == 100 for kind in NOTICED)


@pytest.mark.campaign
def test_the_published_scores_are_current_and_what_is_missed_has_its_reason() -> None:
    path, text = filled("audit.md")
    assert path.read_text(encoding="utf-8") == text, "`make goldens` rewrites it"
    whole = audited()
    assert not whole.already
    assert all(whole.kinds[kind].score == 100 for kind in NOTICED)
    for language in LANGUAGES:
        spoken = words(language, "audit")
        for kind, tally in whole.kinds.items():
            if tally.missed:
                assert text.count(f"| {spoken(f'kind.{kind}')} |") == 2, kind
