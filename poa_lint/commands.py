"""The commands beside linting: explain a rule, list the rules, check rule files, show the settings."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from poa_lint import files, terminal, text, troubles
from poa_lint.asking import asked, configured, nearest, unfit
from poa_lint.checking import judge
from poa_lint.linter import Notice, Run, built_in_forms, built_in_rules
from poa_lint.opening import opened
from poa_lint.reporters import MACHINE, REPORTERS, missing_extra
from poa_lint.rulebook.checks import Rulebook, rulebook
from poa_lint.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.source import Source, Unreadable
from poa_lint.text import visible
from poa_lint.waivers import FILE as WAIVERS
from poa_lint.words import Words, words

if TYPE_CHECKING:  # needed only where a report is rewritten
    from poa_lint.rewriting import Rewritten


def explain(shell: Shell) -> int:
    """`poa-lint explain RULE`."""
    from poa_lint import explaining

    operands = shell.arguments.operands
    if len(operands) != 1:
        return shell.complain("too-many" if operands else "one-operand", command="explain")
    rules = _rules_here(shell)
    if isinstance(rules, int):
        return rules
    named = [rule.code for rule in rules.named(operands[0])]
    if not named:
        return shell.complain("unknown-rule", rules.like(operands[0]), name=operands[0])
    wide = shell.view().width
    pages = [explaining.page(rules.checks[code], rules, built_in_forms(), shell.words, wide) for code in named]
    return shell.put("\n\n".join(pages))


def rules(shell: Shell) -> int:
    """`poa-lint rules`."""
    from poa_lint import listing

    form = shell.arguments.value("output-format", "terminal")
    book = _rules_here(shell, tuple(listing.FORMATS))
    if isinstance(book, int):
        return book
    return shell.put(listing.FORMATS[form](book, built_in_forms(), shell.words), machine=form in ("json", "html"))


def _rules_here(shell: Shell, formats: tuple[str, ...] = tuple(REPORTERS)) -> Rulebook | int:
    """The rules as their files state them, an office's own among them, or the exit code of a complaint."""
    wanted = asked(shell, formats)
    if isinstance(wanted, int):
        return wanted
    unusable = unfit(shell, wanted, ["."])
    return configured(wanted, "-").stated if unusable is None else unusable


def check_rules(shell: Shell) -> int:
    """`poa-lint check-rules [DIR]`: load, type, and run every example; with `--audit`, see what they notice."""
    from poa_lint import audit, proving
    from poa_lint.resources import folder
    from poa_lint.rulebook.load import load, together

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="check-rules")
    target = Path(operands[0]) if operands else folder("rules")
    if not target.is_dir():
        return shell.complain("not-a-folder", name=str(target))
    form = shell.arguments.value("output-format", "terminal")
    formats: Mapping[str, object] = audit.FORMATS if shell.arguments.flag("audit") else REPORTERS
    unwritable = _unwritable(shell, form, formats)
    if unwritable is not None:
        return unwritable
    own = load((target,))
    if not own.rules and not own.troubles:
        print(shell.words("check-rules.none"), file=sys.stderr)
        return TROUBLE
    rules = rulebook(together(own, load((folder("rules"),))))
    codes = frozenset(rule.code for rule in own.rules)
    ran, wrong = proving.prove(rules, built_in_forms(), codes)
    found = troubles.results((*rules.troubles, *wrong), shell.words)
    if found:
        done = Run(found, (), len(own.rules), rules.version)
        render = REPORTERS.get(form, REPORTERS["terminal"])
        shell.put(render(done, shell.words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)
        count = shell.words.count("check-rules.troubles", sum(len(file.diagnostics) for file in found))
        said = shell.words("check-rules.wrong", troubles=count, files=shell.words.count("files", len(found)))
        print(said, file=sys.stderr)
        return TROUBLE if rules.troubles else FINDINGS
    said = _audited(shell, rules, form) if shell.arguments.flag("audit") else _in_order(shell, len(own.rules), ran)
    return shell.put(said, machine=form == "json")


def _unwritable(shell: Shell, form: str, formats: Mapping[str, object]) -> int | None:
    """A complaint of a format that is not there or lacks its extra; None where all is well."""
    if form not in formats:
        return shell.complain("unknown-format", text.nearest(form, formats), name=form, choices=", ".join(formats))
    extra = missing_extra(form)
    return None if extra is None else shell.complain("no-extra", extra=extra)


def _in_order(shell: Shell, rules: int, examples: int) -> str:
    counts = {key: shell.words.count(f"check-rules.{key}", n) for key, n in (("rules", rules), ("examples", examples))}
    return shell.words("check-rules.right", **counts) + "\n"


def _audited(shell: Shell, rules: Rulebook, form: str) -> str:
    """What the rules notice of changes in sound reports."""
    from poa_lint import audit

    spoken, made = words(shell.words.language, "audit"), audit.planned()
    answers = audit.outcomes(made, rules, built_in_forms(), shell.words)
    done = audit.audited(terminal.with_bar(answers, len(made), time.monotonic, spoken("working")), rules)
    return audit.FORMATS[form](done, rules, built_in_forms(), spoken)


def config(shell: Shell) -> int:
    """`poa-lint config [PATH]`: the settings that hold there, and where each value comes from."""
    from poa_lint import settled

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="config")
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    path = operands[0] if operands else "."
    path = os.path.join(path, "informe.txt") if os.path.isdir(path) else path
    unusable = unfit(shell, wanted, [path])
    if unusable is not None:
        return unusable
    return shell.put(settled.render(configured(wanted, path), shell.words))


def waive(shell: Shell) -> int:
    """`poa-lint waive RULE WHERE --reason … --until …`: write a waiver at the end of its file."""
    from poa_lint import waiving

    said, operands = shell.arguments.values, shell.arguments.operands
    if len(operands) != 2 or "reason" not in said or "until" not in said:
        return shell.complain("waive-needs")
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    unusable = unfit(shell, wanted, ["."])
    if unusable is not None:
        return unusable
    found = nearest(wanted, "-")
    path = found.waivers or os.path.join(os.path.dirname(found.settings or ""), WAIVERS)
    before = b""
    if os.path.exists(path):
        with open(path, "rb") as stream:
            before = stream.read()
    optional = {key.replace("-", "_"): said[key] for key in ("year", "quarter", "value") if key in said}
    who = {"authorised_by": said["authorised-by"]} if "authorised-by" in said else {}
    one = {
        "rule": operands[0],
        "where": operands[1],
        **optional,
        "reason": said["reason"],
        **who,
        "until": said["until"],
    }
    after = waiving.with_another(before.decode("utf-8"), list(one.items()))
    file, wrong = waiving.read(path, after.removeprefix("\ufeff"), configured(wanted, "-").rules)
    if wrong:
        return shell.refuse(troubles.sentence(wrong[0], shell.words))
    if file.waivers[-1].until < wanted.today:
        return shell.complain("waive-past", value=said["until"])
    written = shell.write(path, after)
    return written or shell.put(
        shell.words("waive.done", path=path, rule=file.waivers[-1].code, where=operands[1]) + "\n"
    )


def lsp(shell: Shell) -> int:
    """`poa-lint lsp`: the language server, over standard input and output, for editors."""
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    try:
        from poa_lint.lsp import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        return shell.refuse(shell.words("usage.no-extra", extra="lsp"))
    server(wanted, shell.words).start_io()
    return CLEAN


def serve(shell: Shell) -> int:
    """`poa-lint serve [--port N] [--open]`: the page on which reports are dropped, for this computer's browser."""
    wrong = _unservable(shell)
    wanted = asked(shell) if wrong is None else wrong
    if isinstance(wanted, int):
        return wanted
    unusable = unfit(shell, wanted, ["."])
    if unusable is not None:
        return unusable
    from poa_lint import serving

    port = shell.arguments.values.get("port")
    try:
        desk = serving.opened(None if port is None else int(port), wanted, shell.words)
    except OSError as error:
        return shell.complain("no-port", value=port or str(serving.PORT), problem=error.strerror or str(error))
    with desk:
        try:
            shell.put(shell.words("serving", address=desk.address) + "\n")
            if shell.arguments.flag("open"):
                import webbrowser

                webbrowser.open(desk.address)
            desk.serve_forever()
        except KeyboardInterrupt:
            return CLEAN
    return CLEAN


def _unservable(shell: Shell) -> int | None:
    """A complaint of what `serve` is given, or lacks; None where all is well."""
    port = shell.arguments.values.get("port", "0")
    if not (port.isascii() and port.isdecimal() and len(port) < 6 and int(port) < 65536):
        return shell.complain("not-a-port", value=port)
    if shell.arguments.operands:
        return shell.complain("serves-no-files")
    extra = missing_extra("html")
    return None if extra is None else shell.complain("no-extra", extra=extra)


def show(shell: Shell) -> int:
    """`poa-lint show PATH [--map]`: the text that a file is read as, and where its cells stand in the file."""
    from poa_lint import api, showing

    wanted, operands = asked(shell), shell.arguments.operands
    if isinstance(wanted, int):
        return wanted
    if len(operands) != 1:
        return shell.complain("too-many" if operands else "show-needs", command="show")
    data = files.load(operands[0], shell.words)
    if isinstance(data, Notice):
        shell.warn(f"{data.path}: {data.message}")
        return TROUBLE
    source = opened(data, operands[0], shell.arguments.values.get("encoding"))
    if isinstance(source, Unreadable):
        why = api.check(source, wanted, shell.words).diagnostics
        shell.warn(f"{source.path}: {visible(why[0].message) if why else shell.words('notice.no-text')}")
        return TROUBLE
    if not shell.arguments.flag("map"):
        return shell.put(showing.shown(source))
    to_terminal = "output" not in shell.arguments.values and sys.stdout.isatty()
    return shell.put(showing.mapped(source, shell.words, shell.view().width if to_terminal else None))


def fmt(shell: Shell) -> int:
    """`poa-lint fmt PATH …`: give reports their canonical form, or say which are not in it."""
    from poa_lint.rewriting import difference, save

    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    if not shell.arguments.operands:
        return shell.complain("no-path")
    paths, notices = files.found(shell.arguments.operands, shell.words)
    encoding, looks = shell.arguments.values.get("encoding"), wanted.diff or shell.arguments.flag("check")
    changed: list[Rewritten] = []
    for path in paths:
        one = _formatted(path, encoding, shell.words)
        if isinstance(one, Notice):
            notices.append(one)
        elif path == files.STDIN and not looks:
            return shell.pass_on(one)
        elif one.changed:
            failure = None if looks else save(one, shell.words)
            changed += () if failure else (one,)
            notices += (failure,) if failure else ()
    if looks:
        show = difference if wanted.diff else lambda one, _: f"{visible(one.path)}\n"
        shell.put("".join(show(one, shell.words) for one in changed))
    if changed:
        shell.warn(shell.words.count("fix.formatted", len(changed)))
    for notice in notices:
        shell.warn(f"{notice.path}: {notice.message}")
    return TROUBLE if notices or not paths else FINDINGS if looks and changed else CLEAN


def _formatted(path: str, encoding: str | None, words: Words) -> "Rewritten | Notice":
    """A report in its canonical form, or why there is none."""
    from poa_lint import formatting
    from poa_lint.reading import build
    from poa_lint.rewriting import Rewritten

    def read(source: Source) -> build.Reading:
        return build.read(source, built_in_forms(), judge(built_in_rules()), lambda *_: "")

    data = files.load(path, words)
    if isinstance(data, Notice):
        return data
    source = opened(data, path, encoding)
    if isinstance(source, Unreadable):
        return Notice(path, words("notice.no-text"))
    if source.original is not None:
        return Notice(path, words("notice.not-changed"))
    return Rewritten(path, data, source, formatting.formatted(source, read))
