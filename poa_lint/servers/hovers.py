"""The pages of rules that an editor shows: on a finding in a report, and on a rule's name in a file of settings."""

import re
from collections.abc import Iterable
from typing import Final

from lsprotocol import types as lsp
from pygls.workspace import TextDocument

from poa_lint.authoring import markdown
from poa_lint.config.find import Configured
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Check
from poa_lint.servers.ranges import Ranges
from poa_lint.servers.texts import Linted

_BEFORE: Final = re.compile(r"[\w-]*$")
_BEHIND: Final = re.compile(r"^[\w-]*")
"""The letters, digits and dashes of a code or a name on both sides of a place."""


def of_findings(linted: Linted, at: lsp.Position, ranges: Ranges, words: Words) -> lsp.Hover | None:
    """The pages of the rules that found something at a place of a report; None where nothing is found."""
    result, held = linted.result, linted.held
    if result is None or held is None:
        return None
    point = lsp.Range(at, at)
    codes = dict.fromkeys(one.code for one in result.standing if ranges.touches(result, one, point))
    return _hover((held.as_written.checks[code] for code in codes), held, words)


def of_name(document: TextDocument, at: lsp.Position, held: Configured, words: Words) -> lsp.Hover | None:
    """The page of the rule whose code or name stands at a place of a file of settings; None where none does."""
    if at.line >= len(document.lines):
        return None
    name = document.word_at_position(at, _BEFORE, _BEHIND)
    checks = held.as_written.checks.values()
    return _hover((check for check in checks if name and check.rule.is_named(name)), held, words)


def _hover(checks: Iterable[Check], held: Configured, words: Words) -> lsp.Hover | None:
    pages = [_page(check, held, words) for check in checks]
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(pages))) if pages else None


def _page(check: Check, held: Configured, words: Words) -> str:
    """The page of a rule, and under it the link to where the office has it."""

    def page_of(code: str) -> str:
        return held.settings.page_of(code, words.language)

    code = check.rule.code
    page = markdown.page(check, held.as_written, held.forms, words, page_of)
    return f"{page}\n\n[{words('lsp.page')}]({page_of(code)})" if page_of(code) else page
