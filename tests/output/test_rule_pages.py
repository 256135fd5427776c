"""Links to the rules' pages, where the settings state their address."""

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint import api
from poa_lint.cli.options import Arguments
from poa_lint.cli.shell import Shell, opens_addresses
from poa_lint.core.docs import page_of
from poa_lint.core.text import printable
from poa_lint.core.words import words
from poa_lint.output import View
from poa_lint.output.screen import painted
from poa_lint.output.terminal import render
from tests.places import ROOT
from tests.program import run

DOCS = "https://docs.example.org/{lang}/rules/{code}/"
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a report and the address of pages."""
    (tmp_path / "informe.txt").write_bytes((ROOT / "examples" / "cumm-2024-t1" / "informe.txt").read_bytes())
    (tmp_path / "poa-lint.yaml").write_text(f"docs: {DOCS}\n", encoding="utf-8")
    return tmp_path


def address(code: str, language: str = "es") -> str:
    return DOCS.replace("{code}", code).replace("{lang}", language)


@pytest.mark.parametrize("language", ["es", "en"])
def test_sarif_names_the_page_of_every_rule_of_ours(office: Path, language: str) -> None:
    log = json.loads(run("informe.txt", "-f", "sarif", "--lang", language, cwd=office).stdout)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert rules
    assert {rule["id"]: rule["helpUri"] for rule in rules} == {
        rule["id"]: address(rule["id"], language) for rule in rules
    }


def test_without_an_address_there_is_no_link(tmp_path: Path) -> None:
    for form in ("sarif", "rdjsonl", "markdown", "html"):
        out = run("examples/cumm-2024-t1/informe.txt", "-f", form).stdout.decode()
        assert "helpUri" not in out
        assert "docs.example" not in out


def test_formats_that_have_a_place_for_it_have_the_page(office: Path) -> None:
    lines = run("informe.txt", "-f", "rdjsonl", cwd=office).stdout.decode().splitlines()
    codes = [json.loads(line)["code"] for line in lines]
    assert all(code["url"] == address(code["value"]) for code in codes)
    assert (
        f"| [POA101 suma-trimestral]({address('POA101')}) |"
        in run("informe.txt", "-f", "markdown", cwd=office).stdout.decode()
    )
    html = run("informe.txt", "-f", "html", cwd=office).stdout.decode()
    assert f'<a href="{address("POA101")}" target="_blank" rel="noopener noreferrer">POA101 suma-trimestral</a>' in html


def test_a_terminal_opens_codes_and_a_pipe_has_no_links(office: Path) -> None:
    assert "\x1b]8" not in run("informe.txt", "--color", "always", cwd=office).stdout.decode()
    linted = api.lint(office / "informe.txt", config=office / "poa-lint.yaml")
    shown = render(linted, words("es"), View(colour=True, links=True))
    assert set(LINK.findall(shown)) >= {address("POA101"), ""}
    assert shown == render(linted, words("es"), View(colour=True, links=True))
    assert LINK.sub("", shown) == render(linted, words("es"), View(colour=True))


class Screen:
    """A stream that is a terminal, or none."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "kind", "opens"),
    [(True, "xterm-256color", True), (False, "xterm", False), (True, "dumb", False), (True, "linux", False)],
)
def test_links_are_for_terminals_that_know_them(terminal: bool, kind: str, opens: bool) -> None:
    assert opens_addresses({"TERM": kind}, Screen(terminal=terminal)) is opens  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "environment", "terminal", "links"),
    [
        (Arguments(), {}, True, True),
        (Arguments(), {"NO_COLOR": "1"}, True, False),
        (Arguments(output="a.txt"), {}, True, False),
        (Arguments(output="a.txt", color="always"), {}, True, False),
        (Arguments(color="always"), {}, False, False),
        (Arguments(color="never"), {}, True, False),
    ],
)
def test_only_a_terminal_with_colours_gets_links(
    monkeypatch: pytest.MonkeyPatch, arguments: Arguments, environment: dict[str, str], terminal: bool, links: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Screen(terminal=terminal))
    shell = Shell(arguments, words("es"), {"COLUMNS": "80", "TERM": "xterm", **environment})
    assert shell.view().links is links


@given(st.text(max_size=40))
def test_no_text_makes_or_ends_a_link(text: str) -> None:
    """A report's words are printed inside a line that has a link; what would steer a terminal stands as an escape."""
    shown = painted([[("POA101", "bold link https://a.example/x"), (text, "bold")]], 100)
    assert len(LINK.findall(shown)) == 2
    assert "\x1b" not in printable(text)


def test_an_office_s_own_rule_has_no_page() -> None:
    assert page_of(DOCS, "OFI1", "es") == ""
