"""The page on which reports are dropped: its policy, its words, and what it asks of whom."""

import base64
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from bundles.page import dense
from poa_lint.core.cache import package
from poa_lint.core.result import VERDICTS
from poa_lint.core.words import LANGUAGES, words
from poa_lint.servers import page

PARTS = {"python": "export const start = 1;", "pdf": "H4sI"}
PAGES = {
    page.SERVED: page.page(page.SERVED),
    page.ALONE: page.page(page.ALONE, parts=PARTS, licences="<a>: MIT"),
}
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in (package() / "servers" / "assets").glob("*.js")}
ENGINES = pytest.mark.parametrize("engine", PAGES)


class Read(HTMLParser):
    """What the tests look at: every element with its attributes and text, and every attribute's value."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append("")
        self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[-1] += data

    def named(self, tag: str) -> list[tuple[dict[str, str], str]]:
        return [(said, text) for (name, said), text in zip(self.elements, self.texts, strict=True) if name == tag]


def policy(engine: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for words in (part.split() for part in PAGES[engine].policy.split(";"))}


@ENGINES
def test_the_policy_names_every_script_and_forbids_the_rest(engine: str) -> None:
    read, said = Read(PAGES[engine].text), policy(engine)
    stated = [found["content"] for found, _ in read.named("meta") if "http-equiv" in found]
    assert stated == [PAGES[engine].policy]
    assert said["default-src"] == ["'none'"]
    run = [text for found, text in read.named("script") if found.get("type") in (None, "module")]
    assert len(run) == 2
    for script in run:
        assert f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'" in said["script-src"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "'self'"} & set(said["script-src"])


def test_the_page_alone_may_ask_nobody() -> None:
    assert policy(page.ALONE)["connect-src"] == ["'none'"]
    assert policy(page.SERVED)["connect-src"] == ["'self'"]


@ENGINES
def test_the_page_names_no_address(engine: str) -> None:
    assert not re.findall(r"https?://[^\s\"']+", PAGES[engine].text)
    for tag, said in Read(PAGES[engine].text).elements:
        assert not {"src", "srcset", "action", "formaction"} & said.keys(), tag
        assert said.get("href", "data:,") == "data:,"
        assert not [name for name in said if name.startswith("on") or name == "style"], tag


@ENGINES
def test_the_report_stands_in_a_frame_that_reaches_nothing(engine: str) -> None:
    ((frame, _),) = Read(PAGES[engine].text).named("iframe")
    assert frame["sandbox"] == "allow-scripts allow-modals"


@ENGINES
def test_every_word_is_there_and_used(engine: str) -> None:
    text = PAGES[engine].text
    asked = set(re.findall(r'data-word="([\w-]+)"', text))
    asked |= set(re.findall(r'(?:say|tell)\("([\w-]+)"', text)) | set(re.findall(r'\bact\("([\w-]+)"', text))
    assert asked <= words("es", "page").table.keys()


def test_no_word_is_left_over() -> None:
    everything = "".join(SCRIPTS.values()) + PAGES[page.ALONE].text.split('id="told"')[0]
    tables = [words(language, "page").table for language in LANGUAGES]
    assert tables[0].keys() == tables[1].keys()
    plain = [key for key in tables[0] if not key.startswith(("meaning.", "again.", "office."))]
    assert [key for key in plain if f'"{key}"' not in everything] == []


def test_each_verdict_has_its_meaning_and_its_tone() -> None:
    style = (package() / "servers" / "assets" / "page.css").read_text(encoding="utf-8")
    for verdict in VERDICTS:
        assert f"meaning.{verdict}" in words("es", "page").table
        assert style.count(f"--{verdict.split()[0]}:") == 2, "light and dark"


@ENGINES
def test_the_page_can_be_read_before_its_scripts_run(engine: str) -> None:
    read = Read(PAGES[engine].text)
    assert [text for _, text in read.named("h1")] == [words("es", "page")("title")]
    assert Read(page.page(engine, language="en").text).named("h1")[0][1] == words("en", "page")("title")


def test_old_browsers_can_read_what_is_for_them() -> None:
    """JavaScript of 2009: a browser that stumbles over a word of later years says nothing at all."""
    code = re.sub(r"//.*", "", SCRIPTS["old.js"])
    assert not re.findall(r"=>|`|\b(?:const|let|class|async|await|of)\b|\.\.\.", code)


def test_what_a_page_carries_is_in_it_and_cannot_end_it() -> None:
    read = Read(PAGES[page.ALONE].text)
    carried = {said["data-part"]: text for said, text in read.named("script") if "data-part" in said}
    assert carried == PARTS
    assert "&lt;a&gt;: MIT" in PAGES[page.ALONE].text


def test_what_the_page_carries_is_no_markup_and_comes_back_as_it_was() -> None:
    """The browser reads windows-1252: each letter's number is the byte, and NUL, CR and `<` are not among them."""
    data = bytes(range(256)) * 3 + b"</script><!--\r\n=\0"
    packed = dense(data)
    assert not set(packed) & set(b"\0\r<")
    assert packed.decode("windows-1252") == packed.decode("latin-1")
    back = re.sub(rb"=(.)", lambda found: bytes([found[1][0] ^ 64]), packed, flags=re.DOTALL)
    assert back == data


@pytest.mark.parametrize("name", ["page.css", "page.js", "folder.js", "alone.js", "served.js", "python.js", "old.js"])
def test_scripts_and_style_are_ascii_so_that_the_page_may_be_read_as_anything(name: str) -> None:
    """The policy knows a script by its digest: to write a letter otherwise would be to forbid it."""
    assert (package() / "servers" / "assets" / name).read_text(encoding="utf-8").isascii()
