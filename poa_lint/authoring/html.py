"""Write the rules as one self-contained page of HTML: the list of each group, then each rule's page."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from poa_lint.authoring.explain import Page, Section, describe
from poa_lint.authoring.markdown import RULE, by_group, group_name, reason
from poa_lint.core.form import Form
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Check, Rulebook

_STYLE: Final = """
:root { color-scheme: light dark; --line: #767676; --soft: #f2f2f2; }
@media (prefers-color-scheme: dark) { :root { --line: #8a8a8a; --soft: #262626; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); }
section { margin-top: 2rem; border-top: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
code { background: var(--soft); padding: .1rem .25rem; overflow-wrap: anywhere; font-size: .9em; }
dt { font-weight: 600; } dd { margin: 0 0 .25rem 1rem; }
@media print { body { max-width: none; } section { break-inside: avoid; } }
"""


def html(rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """Return a page with all rules, which loads nothing else: no script, style sheet, image or font."""
    title = words("explain.title")
    body = [f"<h1>{escape(title)}</h1>", f"<p>poa-lint, {escape(rules.version)}</p>"]
    for group, checks in by_group(rules).items():
        body.append(f"<h2>{escape(group_name(group, words))}</h2>")
        body += _list(checks, words)
        for check in checks:
            body += _section(describe(check, rules, forms, words), rules)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(words.language)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head>",
            "<body><main>",
            *body,
            "</main></body></html>",
            "",
        ]
    )


def _list(checks: Iterable[Check], words: Words) -> Iterator[str]:
    head = "".join(f'<th scope="col">{escape(words(f"explain.{key}"))}</th>' for key in ("rule", "severity", "why"))
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    for check in checks:
        rule = check.rule
        link = f'<a href="#{escape(rule.code)}">{escape(rule.code)} {escape(rule.name)}</a>'
        cells = (link, escape(words(f"severity.{rule.severity.value}")), escape(reason(check, words)))
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def _section(page: Page, rules: Rulebook) -> Iterator[str]:
    yield f'<section id="{escape(page.code)}"><h3>{escape(page.code)} {escape(page.name)}</h3>'
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{_linked(value, rules)}</dd>" for label, value in page.facts)
    yield f"<dl>{facts}</dl>"
    for section in page.sections:
        yield from _part(section, rules)
    yield "</section>"


def _part(section: Section, rules: Rulebook) -> Iterator[str]:
    yield f"<h4>{escape(section.title)}</h4><ul>"
    for block in section.blocks:
        label = f"<strong>{escape(block.label)}</strong>: " if block.label else ""
        text = f"<code>{escape(block.text)}</code>" if block.code else _linked(block.text, rules)
        answers = "".join(f"<li>{escape(answer)}</li>" for answer in block.answers)
        yield f"<li>{label}{text}{f'<ul>{answers}</ul>' if answers else ''}</li>"
    yield "</ul>"


def _linked(text: str, rules: Rulebook) -> str:
    """Escape `text`, and make links of the codes of rules that are on the page."""
    return RULE.sub(
        lambda code: f'<a href="#{code[0]}">{code[0]}</a>' if code[0] in rules.checks else code[0], escape(text)
    )
