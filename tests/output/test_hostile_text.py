"""Whatever a report, a file's name, a waiver or an office's rule says, no format lets it do more than be read."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from markdown_it import MarkdownIt

from poa_lint.core.diagnostic import Diagnostic, Original, Waived
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.output import REPORTERS, View
from poa_lint.output.markdown import plain
from poa_lint.output.sarif import _uri
from tests.output.runs import DATA, result, run_of, said
from tests.places import ROOT, SEED
from tests.runners import commands

CASES = ROOT / "tests" / "data" / "robust"
TEXTS = {
    "command": "::stop-commands::tok",
    "command-behind-spaces": " \u3000\u00a0 ::add-mask::a",
    "command-on-a-line-of-its-own": "a\n::error::b\r\n::set-output name=c::d",
    "old-command": "x ##[add-mask]a ###[group]b ##vso[task.complete]c ##teamcity[d]",
    "long-command": f"{'palabra ' * 30}::error::b {'otra ' * 40}::notice::c",
    "link": "[clic](http://evil.example){0}![x](http://evil.example/p.png) {{1}} }{ \\[a](1) \\\\[b](2)",
    "addresses": "www.evil.example https://evil.example ftp://evil.example mailto:a@evil.example a.b@evil.example",
    "people": "@everyone @org/team #123 org/repo#45 GH-6 !78 0123abc4 org/repo@deadbeef1",
    "markup": "<script>alert(1)</script> <!-- --> **a** _b_ `c` ``d` ~~e~~ | f &lt; &#60; $g$ ]]> \"h\" 'i'",
    "blocks": "- a",
    "heading": "===",
    "template": "{{ page }} {% raw %} {0} %s %(a)s %25 %0A a,b:c",
    "terminal": "\x1b]0;title\x07 \x1b[31mrojo \x9b31m \x08\x7f\x00",
    "ends-of-lines": "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg",
    "directions": "\u202egnirts\u2066 \u200e\u200f\u061c",
    "nothing-to-see": "a\u200bb\u2060c\ufeffd\u00ade\u034ff\u3164g\ufe0fh\U000e0041\U000e0100",
    "no-characters": "4\ufffe 5\uffff 6\ufdd0 7\U0001ffff \ud800 \udcff",
}
FORMS = [form for form in REPORTERS if form != "html"]


def hostile(finding: Diagnostic, text: str, *, waived: bool, original: bool) -> Diagnostic:
    """A finding all of whose texts are `text`; its key stays, by which findings are told apart."""
    return replace(
        finding,
        message=text,
        work=text,
        help=text,
        unidad=text,
        where=finding.where._replace(unidad=text, meta=text),
        cells=tuple(cell._replace(raw=text) for cell in finding.cells),
        related=tuple(cell._replace(raw=text) for cell in finding.related),
        original=Original(text, {"sheet": text}) if original else None,
        waived=Waived("waiver", text, authorised_by=text) if waived else None,
    )


def run(text: str, *, original: bool = False) -> Run:
    """A run in which every text is hostile, a file's path too, and every third finding is waived."""
    file: FileResult = result(SEED.read_bytes(), f"{text}.txt")
    findings = tuple(
        hostile(one, text, waived=number % 3 == 0, original=original) for number, one in enumerate(file.diagnostics)
    )
    units = tuple(unit._replace(nombre=text) for unit in file.units)
    bad = replace(file, diagnostics=findings, units=units)
    return run_of(bad, replace(bad, path=text), notices=(Notice(text, text),))


def written(form: str, text: str, *, colour: bool = False) -> str:
    """The run in a format, as its reader gets it."""
    shown = said(form, run(text), View(width=60, colour=colour, all=True, statistics=True, waived=True))
    return shown.encode("utf-8", "backslashreplace").decode()


def unseen(text: str) -> list[str]:
    """The characters of a text of several lines that nobody sees."""
    return re.findall(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
        "\ufdd0\ufe0f\ufeff\ufffe\uffff\U0001ffff\U000e0000-\U000e0fff\ud800-\udfff]",
        text,
    )


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("form", FORMS)
def test_no_format_hides_a_character(form: str, text: str) -> None:
    assert unseen(written(form, text)) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("form", FORMS)
def test_no_runner_obeys_what_is_printed(form: str, text: str) -> None:
    """The commands of the format `github` are our own: one a finding, and nothing in them is another."""
    found = commands(written(form, text))
    if form == "github":
        done = run(text)
        assert len(found) == sum(len(file.diagnostics) for file in done.files)
        assert all(re.match("::(error|warning|notice) file=", line) for line in found)
        assert not commands("\n".join(line.removeprefix("::") for line in found))
    else:
        assert found == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_colours_are_the_only_sequences_on_a_terminal(text: str) -> None:
    plain_text = re.sub("\x1b\\[[0-9;]*m", "", written("terminal", text, colour=True))
    assert unseen(plain_text) == []
    assert commands(plain_text) == []


def unescaped(data: str) -> str:
    """The data of a command as GitHub's runner takes it."""
    return data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_github_command_says_the_text_and_keeps_its_properties(text: str) -> None:
    for line in written("github", text).splitlines():
        head, _, data = line.removeprefix("::").partition("::")
        properties = dict(part.split("=", 1) for part in head.partition(" ")[2].split(","))
        assert list(properties) == ["file", "line", "col", "endLine", "endColumn", "title"]
        assert unseen(unescaped(data)) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("form", ["json", "jsonl", "rdjsonl", "gitlab", "sarif"])
def test_json_can_be_read_line_by_line_where_it_has_lines(form: str, text: str) -> None:
    shown = written(form, text)
    documents = shown.splitlines() if form in ("jsonl", "rdjsonl") else [shown]
    values = [json.loads(document) for document in documents]
    if form == "json":
        assert [one["message"] for one in values[0]["files"][0]["diagnostics"]] == [text] * 51
        assert values[0]["files"][0]["path"] == f"{text}.txt"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_junit_is_xml(text: str) -> None:
    root = ET.fromstring(said("junit", run(text, original=True)))  # noqa: S314 - our own output
    assert {element.tag for element in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
        "system-out",
    }


# SARIF --------------------------------------------------------------------------------------------------------

_LINK = re.compile(r"(?<!\\)(?:\\\\)*\[(?:[^\\\][]|\\.)*\]\([^)]*\)")
"""A link in a message as its readers look for it: an opening bracket that no odd number of backslashes precedes."""


def messages(node: Any) -> Iterator[str]:
    """The texts of all messages in a log; `insertedContent` is a text of the report, and no message."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, dict) and set(value) == {"text"} and key != "insertedContent":
                yield value["text"]
            else:
                yield from messages(value)
    elif isinstance(node, list):
        for value in node:
            yield from messages(value)


def read(message: str) -> str:
    """What a reader of SARIF shows of a message without links and placeholders."""
    single = message.replace("{{", "{").replace("}}", "}")
    return re.sub(r"\\([\\\[\]])", r"\1", single)


@pytest.fixture(scope="module")
def schema() -> Any:
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_sarif_messages_have_neither_links_nor_placeholders(schema: Any, text: str) -> None:
    log = json.loads(written("sarif", text))
    schema.validate(log)
    texts = list(messages(log))
    assert len(texts) > 200
    for message in texts:
        assert not _LINK.search(message)
        assert re.search(r"(?<!\{)\{(?:\{\{)*(?!\{)", message) is None, "a single brace opens a placeholder"
        assert re.search(r"(?<!\})\}(?:\}\})*(?!\})", message) is None


def test_a_sarif_message_is_read_as_it_was_meant() -> None:
    text = TEXTS["link"]
    log = json.loads(written("sarif", text))
    assert {read(one["message"]["text"]) for one in log["runs"][0]["results"]} == {text}


def test_two_paths_have_two_uris() -> None:
    paths = ["n\udcff.txt", "n\udcfe.txt", "n?.txt", "n%FF.txt", "nÿ.txt", "a\\b.txt", "a/b.txt", "\ud800", "\udcff"]
    assert _uri(paths[0]) == "n%FF.txt"
    assert len({_uri(path) for path in paths}) == len(paths)
    assert all(re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", _uri(path), re.ASCII) for path in paths)


# Markdown -----------------------------------------------------------------------------------------------------

_LINKED = re.compile(
    r"https?://|ftp://|www\.|mailto:|\w@\w|(?:^|\W)@\w|[#!]\d|GH-\d|\b(?=\w*[a-f])(?=\w*\d)[0-9a-f]{7,40}\b",
    re.IGNORECASE,
)
"""What a page makes a link of in plain words."""


class Words(HTMLParser):
    """The runs of plain words of a page, and the names of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.names, self.code = [""], set[str](), False
        self.all = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names.add(tag)
        self.code = tag == "code"
        self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        self.code = False
        self.words.append("")

    def handle_data(self, data: str) -> None:
        self.all += data
        if not self.code:
            self.words[-1] += data


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_markdown_shows_words_and_links_nothing(text: str) -> None:
    page = Words(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(written("markdown", text)))
    heading = f"poa-lint ({run(text).ruleset})"
    assert page.names <= {"h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "code", "p"}
    assert [word for word in page.words if _LINKED.search(word) and word != heading] == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_reviewdogs_messages_are_words_in_markdown(text: str) -> None:
    for line in written("rdjsonl", text).splitlines():
        one = json.loads(line)
        for message in [one["message"], *(near["message"] for near in one["related_locations"])]:
            page = Words(MarkdownIt("commonmark").enable("strikethrough").render(message))
            assert page.names <= {"p", "code"}, message
            assert [word for word in page.words if _LINKED.search(word)] == []


@pytest.mark.parametrize("text", [TEXTS["link"], TEXTS["addresses"], TEXTS["people"], "`@`@@://`", "a@b#1!2@", "\\@"])
def test_markdown_is_read_as_it_was_meant(text: str) -> None:
    assert Words(MarkdownIt("commonmark").render(plain(text))).all.strip() == text


def test_sound_words_stay_as_they_are() -> None:
    text = "los trimestres programan 1,200,000 y 1200000 es la META ANUAL (25.5%); acabada a las 10:30, 3/4"
    assert plain(text) == text


# HTML ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_page_of_html_hides_nothing_and_runs_nothing(text: str) -> None:
    shown = written("html", text)
    assert unseen(shown) == []
    assert "##[" not in shown
    assert len(re.findall(r"<script", shown)) == 1


# The cases ----------------------------------------------------------------------------------------------------


def case(name: str) -> Run:
    """The run of one of the hostile reports."""
    return run_of(result((CASES / name).read_bytes(), name))


def test_a_report_with_commands_in_it() -> None:
    done = case("inject-text.txt")
    for form in ("terminal", "concise"):
        assert commands(said(form, done)) == []
    assert "      \\x3a:stop-commands::tok" in said("terminal", done)
    log = said("sarif", done)
    assert r"\\[clic\\](http://evil.example){{0}}!\\[x\\]" in log
    for form in ("rdjsonl", "markdown"):
        assert "http://evil" not in said(form, done)
        assert "@everyone" not in said(form, done)


def test_a_report_with_what_xml_forbids() -> None:
    text = said("junit", case("junit-ufffe.txt"))
    assert "4\\ufffe" in text
    ET.fromstring(text)  # noqa: S314 - our own output
