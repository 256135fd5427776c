"""The audit: sound reports are sound, every figure that breaks an equality is noticed, and docs/audit.md says so."""

import json
from collections import Counter
from decimal import Decimal

import pytest

from poa_lint.authoring import audit
from poa_lint.authoring.changes.kinds import KINDS, Change, changes
from poa_lint.authoring.samples import write
from poa_lint.authoring.specimens import sound
from poa_lint.cli.main import main
from poa_lint.config.apply import selected
from poa_lint.config.settings import Choice
from poa_lint.core.cache import folder
from poa_lint.core.form import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook.book import rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load, together
from tests.goldens import OFFICE, audited, filled

SPANISH = words("es")
SOUND = [change for change in audit.planned(0) if not change.kind]


def outcomes(made: list[Change]) -> list[audit.Outcome]:
    return list(audit.outcomes(made, built_in_rules(), built_in_forms(), SPANISH))


def test_the_sound_reports_have_no_finding_at_all() -> None:
    assert len(SOUND) == 4
    for outcome in outcomes(SOUND):
        assert (outcome.noticed, outcome.noted) == ((), ())


def test_the_changes_are_the_same_every_time_and_each_changes_something() -> None:
    made = audit.planned()
    assert made == audit.planned()
    assert {change.kind for change in made} == {"", *KINDS}
    whole = [write(pages) for pages in sound()]
    for change in made:
        assert (change.text == whole[change.report]) == (change.kind == ""), change.kind
        if len(change.cells) == 15:
            lost = set(whole[change.report].splitlines()) - set(change.text.splitlines())
            assert len(lost) <= 1


def number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "").rstrip("%") or 0)


def breaks_an_equality(cells: tuple[str, ...], quarters: int) -> bool:
    """Whether a row's figures disagree, reckoned here and not by the rules."""
    meta_anual, absoluto, relativo = cells[3], cells[12], cells[13]
    programado, avance = [number(cell) for cell in cells[4:12:2]], [number(cell) for cell in cells[5:12:2]]
    if "" in (meta_anual, absoluto, relativo):
        return True
    return (
        sum(programado) != number(meta_anual)
        or sum(avance[:quarters]) != number(absoluto)
        or abs(number(absoluto) * 100 / number(meta_anual) - number(relativo)) >= 1
    )


def test_every_change_of_a_figure_that_breaks_an_equality_is_noticed() -> None:
    """Page by page, so that all of them are tried and not only a sample."""
    reports = [(page,) for pages in sound() for page in pages]
    figures = ("digit", "percentage", "blanked", "swapped", "moved", "negative")
    made = [change for change in changes(reports) if change.kind in ("", *figures)]
    breaking = Counter[str]()
    for outcome in outcomes(made):
        change = outcome.change
        if change.kind and breaks_an_equality(change.cells, change.report // 3 + 1):
            breaking[change.kind] += 1
            assert outcome.noticed, (change.kind, change.column, change.cells)
    assert all(breaking[kind] >= 20 for kind in figures)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit of four changes of each of a few kinds, for what is written and not what is counted."""
    made = [change for change in audit.planned(1) if change.kind in ("", "digit", "unit-changed", "comma-lost")]
    monkeypatch.setattr(audit, "planned", lambda: made)


def test_the_audit_is_a_table_and_ends_with_0(few: None, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check-rules", "--audit"], {}) == 0
    text = capsysbinary.readouterr().out.decode()
    rules = len(selected(built_in_rules(), Choice()))
    assert text.splitlines()[0].endswith(f" cambios, uno a la vez, en 4 informes sanos; {rules} reglas.")
    lines = {line[:36].strip(): line.split()[-5:] for line in text.splitlines()}
    assert lines["otra cifra en un número"] == ["10", "10", "0", "0", "100%"]
    assert "Cambios que nadie nota: unidad de medida cambiada por otra." in text
    assert "Reglas que nunca hablaron: POA001 texto-suelto; " in text
    assert main(["check-rules", "--audit", "--lang", "en"], {}) == 0
    assert "Changes that nobody notices: unit of measure changed for another." in capsysbinary.readouterr().out.decode()


def test_the_audit_as_json(few: None, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check-rules", "--audit", "--output-format", "json"], {}) == 0
    document = json.loads(capsysbinary.readouterr().out)
    kinds = {kind["kind"]: kind for kind in document["kinds"]}
    assert (kinds["digit"]["made"], kinds["digit"]["noticed"], kinds["digit"]["score"]) == (10, 10, 100)
    assert (kinds["comma-lost"]["noted"], kinds["comma-lost"]["missed"]) == (kinds["comma-lost"]["made"], 0)
    assert document["unnoticed"] == ["unit-changed"]
    assert {"POA106", "POA304"} <= set(document["off"])
    assert main(["check-rules", "--audit", "--output-format", "jsn"], {}) == 2


def test_an_office_audits_its_rules_with_ours() -> None:
    rules = rulebook(together(load([OFFICE]), load([folder("rules")])))
    made = [change for change in audit.planned(1) if change.kind in ("", "observation-empty")]
    found = audit.audited(audit.outcomes(made, rules, built_in_forms(), SPANISH), rules)
    assert found.already == ("OFI002",)
    assert {"OFI001", "OFI003"} <= set(found.silent)
    assert found.total.score == 100


def test_a_score_is_rounded_down_and_a_note_is_no_notice() -> None:
    tally = audit.Tally()
    for noticed, noted in ((("POA101",), ()), ((), ("POA801",)), ((), ())):
        tally = tally.plus(audit.Outcome(SOUND[0], noticed, noted))
    assert (tally.made, tally.noticed, tally.noted, tally.missed, tally.score) == (3, 1, 1, 1, 33)
    assert audit.Tally(1000, 999).score == 99


def test_the_published_scores_are_current_and_what_is_missed_has_its_reason() -> None:
    path, text = filled("audit.md")
    assert path.read_text(encoding="utf-8") == text, "`make goldens` rewrites it"
    whole = audited()
    assert not whole.already
    assert all(
        whole.kinds[kind].score == 100 for kind in ("digit", "blanked", "swapped", "moved", "doubled", "blank-lost")
    )
    for language in LANGUAGES:
        spoken = words(language, "audit")
        for kind, tally in whole.kinds.items():
            if tally.missed:
                assert text.count(f"| {spoken(f'kind.{kind}')} |") == 2, kind


def test_the_words_of_the_audit_are_the_same_in_both_languages() -> None:
    spanish, english = (words(language, "audit").table for language in LANGUAGES)
    assert set(spanish) == set(english)
    assert {key.removeprefix("kind.") for key in spanish if key.startswith("kind.")} == set(KINDS)
    for language in LANGUAGES:
        "".join(words(language, "audit").table.values()).encode("cp850")
