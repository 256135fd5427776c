"""The audit: its changes are the same every time, its scores are exact, and it is written in every format."""

import json

import pytest

from poa_lint.authoring import audit
from poa_lint.authoring.changes.kinds import KINDS
from poa_lint.authoring.samples import write
from poa_lint.authoring.specimens import sound
from poa_lint.cli.main import main
from poa_lint.config.apply import running_rules
from poa_lint.config.settings import Settings
from poa_lint.core.cache import folder
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook.book import rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load, together
from tests.goldens import OFFICE

SPANISH = words("es")
SOUND = [change for change in audit.plan(0) if not change.kind]


def test_the_changes_are_the_same_every_time_and_each_changes_something() -> None:
    made = audit.plan()
    assert made == audit.plan()
    assert {change.kind for change in made} == {"", *KINDS}
    whole = [write(pages) for pages in sound()]
    for change in made:
        assert (change.text == whole[change.report]) == (change.kind == ""), change.kind
        if len(change.cells) == 15:
            lost = set(whole[change.report].splitlines()) - set(change.text.splitlines())
            assert len(lost) <= 1


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit of four changes of each of a few kinds, for what is written and not what is counted."""
    made = [change for change in audit.plan(1) if change.kind in ("", "digit", "unit-changed", "comma-lost")]
    monkeypatch.setattr(audit, "plan", lambda: made)


def test_the_audit_is_a_table_and_ends_with_0(few: None, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check-rules", "--audit"], {}) == 0
    text = capsysbinary.readouterr().out.decode()
    rules = len(running_rules(built_in_rules(), Settings(), compared=False))
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
    made = [change for change in audit.plan(1) if change.kind in ("", "observation-empty")]
    found = audit.summarise(audit.outcomes(made, rules, built_in_forms(), SPANISH), rules)
    assert found.already == ("OFI002",)
    assert {"OFI001", "OFI003"} <= set(found.silent)
    assert found.total.score == 100


def test_a_score_is_rounded_down_and_a_note_is_no_notice() -> None:
    tally = audit.Tally()
    for noticed, noted in ((("POA101",), ()), ((), ("POA801",)), ((), ())):
        tally = tally.plus(audit.Outcome(SOUND[0], noticed, noted))
    assert (tally.made, tally.noticed, tally.noted, tally.missed, tally.score) == (3, 1, 1, 1, 33)
    assert audit.Tally(1000, 999).score == 99


def test_the_words_of_the_audit_are_the_same_in_both_languages() -> None:
    spanish, english = (words(language, "audit").table for language in LANGUAGES)
    assert set(spanish) == set(english)
    assert {key.removeprefix("kind.") for key in spanish if key.startswith("kind.")} == set(KINDS)
    for language in LANGUAGES:
        "".join(words(language, "audit").table.values()).encode("cp850")
