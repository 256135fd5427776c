"""Every format, before readers that are not ours: their schemas, their tools, their rules for escaping."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema

from poa_lint.api import catalogue
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.config.waivers import Decisions, Waiver
from poa_lint.core.form import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.core.source import Position
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output import REPORTERS, View
from poa_lint.output.rdjsonl import _Columns
from poa_lint.rulebook.builtin import built_in_rules
from tests.test_cli import run
from tests.test_seed import SEED

DATA = Path(__file__).resolve().parent / "data" / "esquemas"
WAIVER = Waiver("POA301", "511/101/103", "Oficio <OM-12> de la Oficialía & anexos", "2999-12-31")


def result(data: bytes, path: str = "informe.txt", *waivers: Waiver) -> FileResult:
    source = decode(data, path)
    decisions = Decisions(waivers, today="2024-04-15")
    return lint(source, built_in_rules(), built_in_forms(), Settings(), words("es"), decisions)


def run_of(*files: FileResult, notices: tuple[Notice, ...] = (), language: str = "es") -> Run:
    rules = built_in_rules()
    return Run(files, notices, 52, rules.version, catalogue(rules, rules.checks, words(language)))


def said(form: str, done: Run, view: View = View(all=True), language: str = "es") -> str:  # noqa: B008 - immutable
    return REPORTERS[form](done, words(language), view)


@pytest.fixture(scope="module")
def seed() -> Run:
    return run_of(result(SEED.read_bytes(), "informes/cumm 2024-t1.txt"))


HOSTILE = write(
    [
        Page(
            unidad=("101", "GERENCIA <script>alert(1)</script> | `x` ::error::\u202e\x1b[31m"),
            metas=(
                Row(
                    texto="100.- <b>&amp; ]]> 100%, a:b\x07\x00 [x](y) ..".replace("\x00", ""),
                    meta_anual="5",
                    observaciones="A\u202eB",
                ),
                Row(texto=f"101.- {'X' * 100_000}..", relativo="99%"),
            ),
        )
    ]
).encode()


# The same findings everywhere

COUNT: dict[str, Callable[[str], int]] = {
    "concise": lambda text: len(text.splitlines()),
    "json": lambda text: sum(len(file["diagnostics"]) for file in json.loads(text)["files"]),
    "jsonl": lambda text: len([json.loads(line) for line in text.split("\n") if line]),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "github": lambda text: len(text.splitlines()),
    "gitlab": lambda text: len(json.loads(text)),
    "junit": lambda text: text.count("<failure ") + text.count("<system-out>") + text.count("<skipped "),
    "rdjsonl": lambda text: len([json.loads(line) for line in text.split("\n") if line]),
    "markdown": lambda text: sum(
        line.startswith("| ") and line[2].isdigit() and " POA" in line for line in text.splitlines()
    ),
}


@pytest.mark.parametrize("form", COUNT)
def test_every_format_has_every_finding_of_the_seed(seed: Run, form: str) -> None:
    assert COUNT[form](said(form, seed)) == 51


@pytest.mark.parametrize("form", COUNT)
def test_every_format_holds_hostile_text(form: str) -> None:
    """Nothing that a report says ends a line, a cell, a command or an element before its time."""
    one = run_of(result(HOSTILE))
    text = said(form, one)
    assert COUNT[form](text) == len(one.files[0].diagnostics) > 4
    if form in ("concise", "github", "markdown", "junit"):
        assert not [char for char in text if char in "\x07\x1b\u202e"]


@pytest.fixture(scope="module")
def many() -> Run:
    """Ten thousand findings."""
    rows = tuple(Row(texto=f"{number}. ELABORAR") for number in range(100, 10_100))
    return run_of(result(write([Page(metas=rows)]).encode()))


@pytest.mark.parametrize("form", sorted(COUNT.keys() - {"markdown"}))
def test_every_format_holds_ten_thousand_findings(many: Run, form: str) -> None:
    assert COUNT[form](said(form, many)) == 10_000


@pytest.mark.parametrize("form", REPORTERS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_format_speaks_both_languages_of_nothing_too(form: str, language: str) -> None:
    sound = run_of(result(write([Page()]).encode()), language=language)
    none = run_of(notices=(Notice("no.txt", "no existe"),), language=language)
    for done in (sound, none):
        said(form, done, language=language)


# SARIF


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def test_sarif_keeps_the_oasis_schema(seed: Run, sarif_schema: Any) -> None:
    waived = run_of(result(SEED.read_bytes(), "a.txt", WAIVER), result(b"%PDF", "b.txt"), notices=(Notice("c", "d"),))
    for done in (seed, waived, run_of(), run_of(result(HOSTILE))):
        sarif_schema.validate(json.loads(said("sarif", done)))


def test_sarif_says_what_its_readers_require(seed: Run) -> None:
    (log,) = json.loads(said("sarif", seed))["runs"]
    assert log["columnKind"] == "unicodeCodePoints"
    assert (log["language"], log["tool"]["driver"]["language"]) == ("es-MX", "es-MX")
    assert log["automationDetails"]["id"].endswith("/")
    rules = log["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["id"] and rule["name"] and rule["shortDescription"]["text"] and rule["help"]["text"], rule  # noqa: PT018
    for one in log["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        region = one["locations"][0]["physicalLocation"]["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
    prints = [one["partialFingerprints"] for one in log["results"]]
    assert (
        len({each["poaKey/v1"] for each in prints}) == len({each["primaryLocationLineHash"] for each in prints}) == 51
    )
    goal = next(one for one in log["results"] if one["partialFingerprints"]["poaKey/v1"].endswith("403/meta_anual"))
    assert goal["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "632/202/403/meta_anual"
    assert goal["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "informes/cumm%202024-t1.txt"
    assert goal["locations"][0]["physicalLocation"]["region"]["startColumn"] == 142
    assert goal["relatedLocations"]
    fixes = [one["fixes"][0]["artifactChanges"][0]["replacements"][0] for one in log["results"] if "fixes" in one]
    assert {"deletedRegion", "insertedContent"} == set(fixes[0])


def test_sarif_suppresses_what_is_waived() -> None:
    (log,) = json.loads(said("sarif", run_of(result(SEED.read_bytes(), "a.txt", WAIVER))))["runs"]
    suppressed = [one for one in log["results"] if "suppressions" in one]
    assert [one["ruleId"] for one in suppressed] == ["POA301"]
    assert suppressed[0]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": WAIVER.reason}]


def test_sarif_tools_counts_the_same_findings(tmp_path: Path, seed: Run) -> None:
    (tmp_path / "poa.sarif").write_text(said("sarif", seed), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "sarif", "summary", "poa.sarif"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    counts = Counter(one.severity.value for one in seed.files[0].diagnostics)
    assert f"error: {counts['error']}" in told
    assert f"warning: {counts['warning']}" in told
    assert f"note: {counts['info']}" in told


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./informes/año 1.txt", "informes/a%C3%B1o%201.txt"),
        ("/tmp/a#b?.txt", "file:///tmp/a%23b%3F.txt"),  # noqa: S108 - a name, not a file
        ("C:\\Informes\\t1.txt", "file:///C:/Informes/t1.txt"),
        ("-", "-"),
    ],
)
def test_sarif_paths_are_uris(path: str, uri: str) -> None:
    from poa_lint.output.sarif import _uri

    assert _uri(path) == uri


# JUnit


def test_junit_keeps_the_jenkins_schema(seed: Run) -> None:
    schema = xmlschema.XMLSchema(str(DATA / "junit-10.xsd"))
    waived = run_of(result(SEED.read_bytes(), "a.txt", WAIVER), result(b"", "b.txt"))
    for done in (seed, waived, run_of(), run_of(result(HOSTILE))):
        schema.validate(said("junit", done))


def test_junit_has_a_case_for_each_goal_and_group_the_passing_ones_too(seed: Run) -> None:
    from xml.etree import ElementTree as ET

    suite = ET.fromstring(said("junit", seed)).find("testsuite")  # noqa: S314 - our own output
    assert suite is not None
    cases = {(case.get("classname"), case.get("name")): case for case in suite}
    assert len([1 for _, name in cases if name and name.startswith("meta ") and name.endswith("aritmética")]) == 25
    assert len(cases[("632/202", "meta 403 · aritmética")].findall("failure")) == 3
    assert list(cases["511/101", "meta 101 · aritmética"]) == [], "a case that passes is there too"
    assert ("632/202", "la unidad · firmas") in cases
    assert suite.get("failures") == str(len([case for case in suite if case.find("failure") is not None]))


def test_junit_fails_by_the_threshold_and_skips_the_waived() -> None:
    plain = result(SEED.read_bytes(), "a.txt", WAIVER)
    text = said("junit", run_of(plain))
    assert text.count("<failure ") == sum(one.severity.value == "error" for one in plain.standing)
    assert 'message="POA301' in text
    assert "Oficio &lt;OM-12&gt; de la Oficialía &amp; anexos" in text
    assert text.count("<skipped ") == 1


# GitHub, GitLab, reviewdog, Markdown


def test_github_escapes_percent_line_ends_colons_and_commas() -> None:
    found = result(HOSTILE, "a,b:c%.txt")
    line = said("github", run_of(found)).splitlines()[0]
    head, _, message = line.removeprefix("::").partition("::")
    assert "file=a%2Cb%3Ac%25.txt" in head
    assert "title=" in head
    assert "\n" not in message
    assert "%25" in said("github", run_of(result(SEED.read_bytes())))
    assert "%0A" in message


def test_github_names_levels_as_it_knows_them(seed: Run) -> None:
    levels = Counter(line.split()[0] for line in said("github", seed).splitlines())
    assert levels == {"::error": 18, "::warning": 13, "::notice": 20}


@pytest.mark.parametrize("form", ["github", "gitlab", "rdjsonl"])
def test_a_reviewer_reads_where_a_finding_stands_in_the_words_of_the_form(seed: Run, form: str) -> None:
    assert "programa 632 · unidad 202 · meta 403 · META ANUAL" in said(form, seed)


def test_gitlab_fingerprints_are_unique_and_survive_a_new_export(seed: Run) -> None:
    twice = run_of(seed.files[0], replace(seed.files[0], path="otra copia.txt"))
    found = json.loads(said("gitlab", twice))
    assert len({one["fingerprint"] for one in found}) == len(found) == 102
    moved = run_of(result(b"\n" + SEED.read_bytes(), seed.files[0].path))
    assert {one["fingerprint"] for one in json.loads(said("gitlab", moved))} == {
        one["fingerprint"] for one in found[:51]
    }
    for one in found:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["description"].startswith(one["check_name"])


POSITION = {
    "type": "object",
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["line", "column"],
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "properties": {"start": POSITION, "end": POSITION},
    "required": ["start", "end"],
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {"path": {"type": "string"}, "range": RANGE},
    "required": ["path", "range"],
    "additionalProperties": False,
}
RDF = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": LOCATION,
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "source": {"type": "object", "properties": {"name": {"const": "poa-lint"}}, "additionalProperties": False},
        "code": {"type": "object", "properties": {"value": {"type": "string"}}, "additionalProperties": False},
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"range": RANGE, "text": {"type": "string"}},
                "required": ["range", "text"],
                "additionalProperties": False,
            },
        },
        "related_locations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"message": {"type": "string"}, "location": LOCATION},
                "required": ["message", "location"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["message", "location", "severity", "source", "code"],
    "additionalProperties": False,
}
"""Reviewdog's diagnostic, with no key that it does not know: its own schema lets any pass, its reader none."""


def test_rdjsonl_has_reviewdogs_keys_and_no_other(seed: Run) -> None:
    for line in said("rdjsonl", seed).splitlines():
        jsonschema.validate(json.loads(line), RDF)


def test_rdjsonl_holds_the_other_places_of_a_finding(seed: Run) -> None:
    theirs = [json.loads(line) for line in said("rdjsonl", seed).splitlines()]
    for one, found in zip(theirs, seed.files[0].diagnostics, strict=True):
        assert [near["message"] for near in one["related_locations"]] == [near.message for near in found.related]
    assert any(one["related_locations"] for one in theirs)


def test_rdjsonl_counts_bytes_where_the_others_count_characters(seed: Run) -> None:
    """Line 227 has three accents before META ANUAL."""
    ours = next(
        one
        for one in json.loads(said("json", seed))["files"][0]["diagnostics"]
        if one["key"].startswith("POA101") and "403" in one["key"]
    )
    theirs = [json.loads(line) for line in said("rdjsonl", seed).splitlines()]
    goal = next(
        one for one in theirs if one["code"]["value"] == "POA101" and one["location"]["range"]["start"]["line"] == 227
    )
    assert ours["range"]["start"] == {"line": 227, "column": 142}
    assert goal["location"]["range"]["start"] == {"line": 227, "column": 145}
    line = SEED.read_bytes().split(b"\n")[226]
    assert line[144:145] == b"2"


def test_byte_columns_of_any_line_in_any_order() -> None:
    text = "añ€😀x\tÉ"
    columns = _Columns(replace(result(b"x"), lines={1: text}))
    for column in (5, 1, 3, 7, 2, 6, 4, 8):
        assert columns.byte(Position(1, column)) == len(text[: column - 1].encode()) + 1


def test_markdown_shows_text_as_text() -> None:
    text = said("markdown", run_of(result(HOSTILE)))
    assert "<script>" not in text.replace("\\<", "")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} <= {3, 6}


def test_markdown_stays_within_what_a_summary_takes(many: Run) -> None:
    text = said("markdown", many)
    assert len(text.encode()) < 1_048_576
    shown, left = COUNT["markdown"](text), int(text.splitlines()[-1].split()[1].replace(",", ""))
    assert shown + left == 10_000


# Several at once


def test_several_formats_in_one_run(tmp_path: Path) -> None:
    done = run(SEED, "-f", "sarif:poa.sarif", "-f", "junit:poa.xml", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 51
    assert len(json.loads((tmp_path / "poa.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 51
    assert (tmp_path / "poa.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("-f", "sarif", "-f", "json"), "solo un formato puede ir a la pantalla"),
        (("-f", "sarf:x"), "¿quiso decir «sarif»?"),
        (("-f", "json:no/hay/x.json"), "no se pudo escribir"),
    ],
)
def test_outputs_that_cannot_be(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    done = run(SEED, *said, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
